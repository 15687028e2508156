/** How a request can end (条例 30, 35–39; 信息处理费管理办法), each with its basis, row of the annual report and remedy. */

export type OutcomeCode = `O${number}`

/** The five families of decisions: opened, not opened, cannot be provided, not processed, other. */
export type OutcomeFamily = 'disclosed' | 'withheld' | 'unavailable' | 'unprocessed' | 'other'

export const familyNames: Readonly<Record<OutcomeFamily, string>> = {
  disclosed: '予以公开',
  withheld: '不予公开',
  unavailable: '无法提供',
  unprocessed: '不予处理',
  other: '其他处理',
}

/**
 * review-first: reconsideration within 60 days, then a suit within 15 · either: reconsideration within 60 days or a suit within 6
 * months · setting: opinions differ, the body decides · none: a process letter without remedy.
 */
export type Remedy = 'review-first' | 'either' | 'setting' | 'none'

export type Outcome = {
  code: OutcomeCode
  label: string
  family: OutcomeFamily
  /** Rows of table 2; for O4 and O5 the ground decides among them. */
  reportRows: readonly string[]
  /** What the reply must say. */
  mustSay: string
  clauses: readonly string[]
  remedy: Remedy
}

const outcome = (
  number: number,
  label: string,
  family: OutcomeFamily,
  reportRow: string | readonly string[],
  remedy: Remedy,
  mustSay: string,
  ...clauses: readonly string[]
): Outcome => ({
  code: `O${number}`,
  label,
  family,
  reportRows: typeof reportRow === 'string' ? [reportRow] : reportRow,
  mustSay,
  clauses,
  remedy,
})

const withheldRows = [1, 2, 3, 4, 5, 6, 7].map(row => `r3.3.${row}`)

export const outcomes: readonly Outcome[] = [
  outcome(1, '已经主动公开', 'disclosed', 'r3.1', 'either', '获取该政府信息的方式、途径。', '条例/36(1)'),
  outcome(
    2,
    '予以公开',
    'disclosed',
    'r3.1',
    'either',
    '所申请的信息，或者获取的方式、途径和时间。',
    '条例/36(2)',
    '条例/40',
  ),
  outcome(
    3,
    '部分公开',
    'disclosed',
    'r3.2',
    'review-first',
    '可以公开的内容，并对不予公开的内容说明理由。',
    '条例/37',
    '复议法/23(1)(4)',
  ),
  outcome(
    4,
    '不予公开',
    'withheld',
    withheldRows,
    'review-first',
    '不予公开的决定、法定依据和理由，并告知先申请行政复议。',
    '条例/36(3)',
    '条例/14',
    '条例/15',
    '条例/16',
    '复议法/23(1)(4)',
    '复议法/23(2)',
  ),
  outcome(
    5,
    '属于行政查询事项',
    'withheld',
    'r3.3.8',
    'setting',
    '依照哪一部法律、行政法规办理。',
    '条例/36(7)',
  ),
  outcome(
    6,
    '信息不存在',
    'unavailable',
    'r3.4.1',
    'either',
    '经检索没有该信息；检索的范围、系统、关键词和日期留存备查。',
    '条例/36(4)',
  ),
  outcome(
    7,
    '不属于本机关负责公开',
    'unavailable',
    'r3.4.1',
    'either',
    '不属于本机关负责公开及理由；能够确定负责机关的，告知其名称、联系方式。',
    '条例/36(5)',
    '条例/10',
  ),
  outcome(
    8,
    '需要另行制作、加工、分析',
    'unavailable',
    'r3.4.2',
    'either',
    '没有现成信息、需要加工分析的理由。',
    '条例/38',
  ),
  outcome(
    9,
    '补正后申请内容仍不明确',
    'unavailable',
    'r3.4.3',
    'either',
    '补正的经过和仍不明确之处。',
    '条例/30',
  ),
  outcome(
    10,
    '信访、投诉、举报等活动',
    'unprocessed',
    'r3.5.1',
    'either',
    '不作为政府信息公开申请处理；可以告知相应渠道。',
    '条例/39(1)',
  ),
  outcome(11, '重复申请', 'unprocessed', 'r3.5.2', 'either', '已经答复的情况，不予重复处理。', '条例/36(6)'),
  outcome(12, '要求提供公开出版物', 'unprocessed', 'r3.5.3', 'either', '可以告知获取的途径。', '条例/39(2)'),
  outcome(
    13,
    '无正当理由大量、反复申请',
    'unprocessed',
    'r3.5.4',
    'either',
    '数量、频次的计算和理由不合理之处。',
    '条例/35',
  ),
  outcome(
    14,
    '要求确认或者重新出具已获取信息',
    'unprocessed',
    'r3.5.5',
    'either',
    '该信息已经获取，不再确认或者重新出具。',
    '30号(2021)/三',
  ),
  outcome(15, '逾期不补正', 'other', 'r3.6.1', 'either', '补正通知的日期、期限，视为放弃申请。', '条例/30'),
  outcome(
    16,
    '逾期未缴纳信息处理费',
    'other',
    'r3.6.2',
    'either',
    '收费通知的日期、期限，视为放弃申请。',
    '109号(2020)/6',
    '109号(2020)/7',
  ),
  outcome(17, '申请人撤回、并案等其他处理', 'other', 'r3.6.3', 'none', '结束办理的原因。', '30号(2021)/三'),
]

const byCode = new Map<string, Outcome>(outcomes.map(one => [one.code, one]))

/** The outcome of this code (O1–O17). Throws for an unknown one. */
export function outcomeOf(code: string): Outcome {
  const found = byCode.get(code)
  if (found === undefined) throw new Error(`没有编号为“${code}”的办理结果，编号为O1至O${outcomes.length}。`)
  return found
}
