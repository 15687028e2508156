import { clock } from '../clock.ts'
import type { Pause } from '../clock.ts'

const hindered = (clause: string): Pause => ({
  from: 'hinder',
  to: 'unhinder',
  name: '不可抗力等正当事由',
  clause,
})

/** Reconsideration and lawsuit: 行政复议法（2023年修订）、行政诉讼法. */
export const remedyClocks = [
  clock({
    id: 'R11',
    name: '申请行政复议',
    duty: '自知道或者应当知道该行政行为之日起申请行政复议',
    source: '《行政复议法》第二十条第一款、第八十八条；《民事诉讼法》第八十五条',
    clauses: ['复议法/20', '复议法/88', '民诉法/85'],
    evidence: 'A',
    period: { unit: 'days', length: 60 },
    roll: 'nextWorkingDay',
    starts: ['learn'],
    stops: ['appeal'],
    pauses: [hindered('复议法/20')],
  }),
  clock({
    id: 'R12',
    name: '直接提起行政诉讼',
    duty: '不须复议前置的，自知道或者应当知道作出行政行为之日起提起诉讼',
    source: '《行政诉讼法》第四十六条、第一百零一条；《民事诉讼法》第八十五条',
    clauses: ['行诉法/46', '行诉法/101', '民诉法/85'],
    evidence: 'A',
    period: { unit: 'months', length: 6 },
    roll: 'nextWorkingDay',
    starts: ['learn'],
    stops: ['sue'],
    pauses: [hindered('行诉法/48')],
  }),
  clock({
    id: 'R13',
    name: '不服复议决定提起诉讼',
    duty: '自收到复议决定书之日起向人民法院提起诉讼',
    source: '《行政诉讼法》第四十五条；《行政复议法》第三十四条',
    clauses: ['行诉法/45', '复议法/34', '民诉法/85'],
    evidence: 'A',
    period: { unit: 'days', length: 15 },
    roll: 'nextWorkingDay',
    starts: ['receiveReviewDecision'],
    stops: ['sue'],
    pauses: [hindered('行诉法/48')],
  }),
  clock({
    id: 'R14',
    name: '未告知救济途径的最长期限',
    duty: '未告知申请复议或者起诉权利、机关和期限的，自知道行政行为内容之日起最长一年',
    source: '《行政复议法》第二十条第三款；法释〔2018〕1号第六十四条',
    clauses: ['复议法/20', '法释(2018)1号/64'],
    evidence: 'A',
    period: { unit: 'months', length: 12 },
    starts: ['learn'],
    stops: ['appeal', 'sue'],
  }),
  clock({
    id: 'R15',
    name: '复议答复（简易程序）',
    duty: '自收到申请书副本之日起提出书面答复并提交证据；逾期视为没有证据、依据',
    source: '《行政复议法》第五十三条、第五十四条、第八十八条',
    clauses: ['复议法/53', '复议法/54', '复议法/70', '复议法/88'],
    evidence: 'A',
    period: { unit: 'workingDays', length: 5 },
    starts: ['receiveReviewCopy'],
    stops: ['defend'],
  }),
  clock({
    id: 'R16',
    name: '复议答复（普通程序）',
    duty: '自收到申请书副本之日起提出书面答复并提交证据；逾期视为没有证据、依据',
    source: '《行政复议法》第四十八条、第八十八条',
    clauses: ['复议法/48', '复议法/70', '复议法/88'],
    evidence: 'A',
    period: { unit: 'workingDays', length: 10 },
    starts: ['receiveReviewCopy'],
    stops: ['defend'],
  }),
] as const

/** The defence in court, beside the numbered rules: days as the calendar has them, the last one rolled (民事诉讼法第八十五条). */
export const suitDefence = clock({
  id: 'suitDefence',
  name: '行政诉讼答辩、举证',
  duty: '自收到起诉状副本之日起提交证据、所依据的规范性文件和答辩状；逾期视为没有相应证据',
  source: '《行政诉讼法》第六十七条第一款、第三十四条第二款；《民事诉讼法》第八十五条',
  clauses: ['行诉法/67(1)', '行诉法/34(2)', '行诉法/101', '民诉法/85'],
  evidence: 'K',
  period: { unit: 'days', length: 15 },
  roll: 'nextWorkingDay',
  starts: ['receiveSuitCopy'],
  stops: ['defend'],
})
