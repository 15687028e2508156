/** The fifteen kinds of official documents (党政机关公文处理工作条例 第八条) and how to tell one from a title. */

export const documentKinds = [
  '决议',
  '决定',
  '命令（令）',
  '公报',
  '公告',
  '通告',
  '意见',
  '通知',
  '通报',
  '报告',
  '请示',
  '批复',
  '议案',
  '函',
  '纪要',
] as const

export type DocumentKind = (typeof documentKinds)[number]

export const documentKindMeanings: Readonly<Record<DocumentKind, string>> = {
  决议: '会议讨论通过的重大决策事项',
  决定: '对重要事项作出决策和部署，奖惩，撤销下级不适当的决定',
  '命令（令）': '公布行政法规和规章，宣布重大强制性措施，嘉奖',
  公报: '公布重要决定或者重大事项',
  公告: '向国内外宣布重要事项或者法定事项',
  通告: '在一定范围内公布应当遵守或者周知的事项',
  意见: '对重要问题提出见解和处理办法',
  通知: '发布、传达要求下级执行或者有关单位周知的事项，批转、转发公文',
  通报: '表彰先进、批评错误、传达精神、告知重要情况',
  报告: '向上级汇报工作、反映情况、回复询问',
  请示: '向上级请求指示、批准',
  批复: '答复下级请示事项',
  议案: '政府向同级人大或者其常委会提请审议事项',
  函: '不相隶属机关之间商洽工作、询问答复、请求批准',
  纪要: '记载会议主要情况和议定事项',
}

/** The clause of a kind: 党政机关公文处理工作条例/8(8) for 通知. */
export function clauseOfKind(kind: DocumentKind): string {
  return `党政机关公文处理工作条例/8(${documentKinds.indexOf(kind) + 1})`
}

export function isKind(value: string): value is DocumentKind {
  return (documentKinds as readonly string[]).includes(value)
}

/** Endings, the longer before the shorter: 会议纪要, 复函, 命令, 令. */
const endings: readonly (readonly [ending: string, kind: DocumentKind])[] = [
  ['命令（令）', '命令（令）'],
  ['命令', '命令（令）'],
  ['令', '命令（令）'],
  ...documentKinds.filter(kind => kind !== '命令（令）').map(kind => [kind, kind] as const),
]

/** Words that end like a kind and are none (保函, 司令), and reports that are no 公文 of the kind 报告. */
const deceptive =
  /(?:保函|信函|来函|公开信函|司令|口令|指令|夏令|时令|年度报告|调查报告|评估报告|检测报告|审计报告|工作报告|研究报告|意见建议)$/

/** What may follow the kind: （试行）, （2024年第3号）, 第711号, 〔2019〕390号, 的附件. */
const tails =
  /(?:[（(〔[【][^（）()〔〕[\]【】]{0,30}[）)〕\]】]|第[0-9〇零一二三四五六七八九十百]{1,6}号|[0-9]{4}年第[0-9]{1,4}号|[0-9]{1,5}号|[\s“”"'。])+$/u

export type DetectedKind = {
  kind: DocumentKind
  /** true: 关于…的通知, an issuer before 令, or a bare kind; false: only the last word looks like it. */
  certain: boolean
}

/**
 * The kind a title names: 关于印发《…办法》的通知 → 通知, …的复函 → 函, …令（第711号） → 命令（令）. Null when the title ends in no kind
 * (办法, 方案, 要点, 指引). The words inside 《》 never count.
 */
export function detectKind(title: string): DetectedKind | null {
  let text = title.slice(-300).replaceAll(/\s+/g, '')
  let before = ''
  while (before !== text) {
    before = text
    text = text.replace(tails, '')
  }
  text = text.replaceAll(/《[^《》]*》/g, '《》')
  const found = endings.find(([ending]) => text.endsWith(ending))
  if (found === undefined) return null
  const [ending, kind] = found
  const head = text.slice(0, text.length - ending.length)
  if (deceptive.test(text)) return kind === '报告' ? { kind, certain: false } : null
  if (kind === '命令（令）')
    return issuerOfOrder.test(head) || ending !== '令' ? { kind, certain: true } : null
  const linked =
    /(?:的|》|^)(?:补充|紧急|联合|会议|情况)?$/.test(head) ||
    (kind === '函' && /(?:的|^)(?:复|公)$/.test(head))
  return { kind, certain: linked || (kind === '纪要' && head.endsWith('会议')) }
}

const issuerOfOrder = /(?:国务院|主席|部|委员会|总局|局|厅|办公室|人民政府|署|行)$|^$/

/** The kind of a title, or null; certain or not. */
export function kindOfTitle(title: string): DocumentKind | null {
  return detectKind(title)?.kind ?? null
}
