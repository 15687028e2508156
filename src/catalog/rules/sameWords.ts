import { fold } from './fold.ts'

/**
 * Words of this trade that say the same of what is disclosed or kept back, the printed one first. Evidence mark K (general
 * knowledge). Only for telling that two texts may speak of one thing: never printed, never searched with.
 */
const groups: readonly (readonly string[])[] = [
  ['受灾群众', '灾民', '受灾人员', '受灾困难群众', '受灾户'],
  ['救助', '补助', '补贴', '救济'],
  ['过渡期', '过渡性', '应急过渡'],
  ['黑名单', '失信联合惩戒', '联合惩戒', '严重失信主体', '失信企业', '失信名单'],
  ['事故调查报告', '事故调查结论', '事故调查结果'],
  ['挂牌督办', '督办'],
  ['灾害信息员', '信息员'],
  ['住房恢复重建', '倒房重建', '房屋重建', '农房重建', '建房救助', '倒损住房重建'],
  ['款物', '资金和物资', '资金物资', '救灾款', '救灾资金', '捐款捐物', '钱物'],
  ['划拨', '分配', '拨付', '下拨'],
  ['捐赠', '捐助', '募捐', '捐款'],
  ['行政处罚', '罚没', '罚款'],
  ['监督检查', '执法检查', '安全检查', '监管执法', '安全生产执法'],
  ['裁量标准', '裁量基准', '裁量尺度', '裁量权'],
  ['事故隐患', '安全隐患', '重大隐患'],
  ['建议提案', '人大政协建议', '人大代表建议和政协提案', '代表建议委员提案', '代表建议', '政协提案', '议案'],
  ['危险化学品', '危化品'],
  ['政府采购', '集中采购', '采购项目'],
  ['征集采纳', '意见征集', '意见采纳', '征集到'],
  ['公众意见', '社会公众意见', '公众对决策草案的意见', '群众意见'],
  ['机构职能', '机构设置', '内设机构'],
  ['宣传教育', '宣教'],
]
const known = groups.flatMap(words => words.slice(1).map(other => [fold(other), fold(words[0]!)] as const))
const printed = new Map(known)
const longestFirst = new RegExp([...printed.keys()].sort((a, b) => b.length - a.length).join('|'), 'g')

/** A text, folded, in the printed words: 灾民补贴 and 受灾群众救助 become one. */
export const inPrintedWords = (text: string): string =>
  fold(text).replace(longestFirst, word => printed.get(word)!)
