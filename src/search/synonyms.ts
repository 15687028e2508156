import { compact } from '#kit/segment.ts'
import type { Synonyms } from './query.ts'

/** Words that mean the same. One way: the first is also looked for as the others, not the others as the first. */
export type Group = { readonly words: readonly string[]; readonly oneWay: boolean; readonly note: string }

const both = (...words: string[]): Group => ({ words, oneWay: false, note: '' })
const leads = (...words: string[]): Group => ({ words, oneWay: true, note: '' })

/** What comes with the program and holds everywhere: names of before and after 2018, short names, what people say. */
export const starter: readonly Group[] = [
  both('应急管理局', '应急局', '安监局', '安全生产监督管理局'),
  both('应急管理厅', '应急厅', '安监厅', '省安监局'),
  both('应急管理部', '应急部', '安监总局', '国家安全生产监督管理总局'),
  both('规范性文件', '红头文件'),
  both('危险化学品', '危化品'),
  both('烟花爆竹', '鞭炮'),
  both('应急避难场所', '避难场所', '避难所'),
  both('应急演练', '应急演习'),
  both('双随机、一公开', '双随机'),
  both('注册安全工程师', '注安师'),
  both('特种作业操作证', '特种作业证'),
  both('安全生产许可证', '安许证'),
  both('防汛抗旱', '防洪抗旱', '三防'),
  leads('补贴', '补助', '救助金'),
  leads('补助', '救助', '救助金'),
  leads('受灾', '灾情', '灾害救助', '灾害'),
  leads('水灾', '洪涝', '洪水'),
  leads('着火', '火灾'),
  leads('塌方', '坍塌', '滑坡'),
  leads('罚款', '行政处罚'),
  leads('办证', '行政许可', '许可证'),
  both('年报', '年度报告'),
  both('森林防火', '森林防灭火'),
  leads('救灾款', '救灾资金', '救助资金'),
  leads('房子倒了', '倒塌房屋', '房屋倒塌'),
  leads('电工证', '特种作业操作证'),
  leads('焊工证', '特种作业操作证'),
  leads('三公经费', '预算', '决算'),
  leads('撤离', '转移', '疏散'),
]

/** Synonyms by the word typed, folded as the query is. */
export function synonymsOf(groups: readonly Group[]): Synonyms {
  const map = new Map<string, Set<string>>()
  for (const { words, oneWay } of groups)
    for (const word of oneWay ? words.slice(0, 1) : words) {
      const key = compact(word)
      const others = map.get(key) ?? new Set<string>()
      for (const other of words) if (compact(other) !== key) others.add(other)
      if (key.length > 1) map.set(key, others)
    }
  return new Map([...map].map(([word, others]) => [word, [...others]]))
}
