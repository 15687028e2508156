import { outcomeOf, type Outcome } from '#law/outcomes.ts'

/**
 * 答复的判断 (条例第三十条、第三十五条至第三十九条): facts first, asked one at a time in the order of the law, then the only outcomes
 * that fit. A question is asked only where the answers before it leave something to decide.
 */

export type Answers = { readonly [question: string]: string | undefined }

export type Option = { readonly value: string; readonly label: string; readonly hint?: string }
export type Question = {
  readonly id: string
  readonly text: string
  readonly why: string
  readonly basis: readonly string[]
  readonly options: readonly Option[]
}

type Asked = Question & {
  /** What an answer settles: an outcome, or null to go on. */
  readonly leads: { readonly [value: string]: string | null }
}

const questions: readonly Asked[] = [
  {
    id: 'standing',
    text: '这件申请是否还要继续办理？',
    why: '申请人撤回、逾期不补正、逾期不缴费的，程序已经结束，不再判断内容。',
    basis: ['条例/30', '109号(2020)/6'],
    options: [
      { value: 'on', label: '继续办理' },
      { value: 'withdrawn', label: '申请人撤回，或者与另一件并案' },
      { value: 'supplementLapsed', label: '补正期限已过，申请人无正当理由没有补正' },
      { value: 'feeLapsed', label: '收到收费通知满20个工作日没有缴费' },
    ],
    leads: { on: null, withdrawn: 'O17', supplementLapsed: 'O15', feeLapsed: 'O16' },
  },
  {
    id: 'clear',
    text: '申请的内容是否明确，能够指向特定的政府信息？',
    why: '不明确的，应当先一次性告知补正；补正后仍不明确的，才能以此答复。',
    basis: ['条例/29', '条例/30'],
    options: [
      { value: 'yes', label: '明确' },
      { value: 'stillUnclear', label: '已经补正，仍不明确' },
    ],
    leads: { yes: null, stillUnclear: 'O9' },
  },
  {
    id: 'nature',
    text: '申请人实际要求的是什么？',
    why: '以申请公开的形式进行信访、投诉、举报，或者要求出版物、要求确认已有信息的，不作为政府信息公开申请处理。',
    basis: ['条例/39(1)', '条例/39(2)', '条例/36(7)'],
    options: [
      { value: 'information', label: '公开政府信息' },
      { value: 'complaint', label: '信访、投诉、举报等活动', hint: '应当告知相应的渠道。' },
      { value: 'publication', label: '公报、报刊、书籍等公开出版物' },
      { value: 'confirmation', label: '确认或者重新出具已经获取的信息' },
      {
        value: 'query',
        label: '工商、不动产登记资料等有专门查询规定的信息',
        hint: '须写明依照哪一部法律、行政法规办理。',
      },
    ],
    leads: { information: null, complaint: 'O10', publication: 'O12', confirmation: 'O14', query: 'O5' },
  },
  {
    id: 'repeated',
    text: '同一申请人是否已经就同一信息申请过并得到答复？',
    why: '已经答复、重复申请的，告知不予重复处理。系统列出了相同、相近的已办件供核对。',
    basis: ['条例/36(6)'],
    options: [
      { value: 'no', label: '没有' },
      { value: 'yes', label: '是，已经答复过' },
    ],
    leads: { no: null, yes: 'O11' },
  },
  {
    id: 'excessive',
    text: '申请的数量、频次是否明显超过合理范围？',
    why: '可以要求说明理由；理由不合理的告知不予处理，理由合理但不能按期答复的可以确定延迟答复的合理期限。',
    basis: ['条例/35'],
    options: [
      { value: 'no', label: '没有，或者说明的理由合理' },
      { value: 'unreasonable', label: '已要求说明理由，理由不合理' },
    ],
    leads: { no: null, unreasonable: 'O13' },
  },
  {
    id: 'public',
    text: '申请的信息是否已经主动公开？',
    why: '已经公开的，告知获取的方式、途径即可。',
    basis: ['条例/36(1)'],
    options: [
      { value: 'no', label: '没有' },
      { value: 'yes', label: '已经公开', hint: '须写明网址或者获取的途径。' },
    ],
    leads: { no: null, yes: 'O1' },
  },
  {
    id: 'ours',
    text: '是否由本机关负责公开？',
    why: '谁制作谁公开；从公民、法人和其他组织获取的，由保存的机关公开；从其他机关获取的，由制作或者最初获取的机关公开。',
    basis: ['条例/10', '条例/36(5)'],
    options: [
      { value: 'yes', label: '由本机关负责' },
      { value: 'no', label: '不属于本机关负责', hint: '能够确定负责机关的，应当告知名称和联系方式。' },
    ],
    leads: { yes: null, no: 'O7' },
  },
  {
    id: 'held',
    text: '检索的结果是什么？',
    why: '答复“不存在”须经检索，检索的范围、系统、关键词和日期要留存。',
    basis: ['条例/36(4)', '条例/38'],
    options: [
      { value: 'found', label: '找到了' },
      { value: 'notFound', label: '经检索没有' },
      { value: 'mustMake', label: '没有现成信息，需要加工、分析' },
    ],
    leads: { found: null, notFound: 'O6', mustMake: 'O8' },
  },
  {
    id: 'exempt',
    text: '是否有法定不予公开的内容？',
    why: '只有条例第十四条、第十五条、第十六条的情形可以不予公开；能够区分处理的，应当公开可以公开的部分。',
    basis: ['条例/14', '条例/15', '条例/16', '条例/37'],
    options: [
      { value: 'none', label: '没有，可以全部公开' },
      { value: 'part', label: '有一部分，能够区分处理' },
      { value: 'whole', label: '全部都是，不能区分处理' },
    ],
    leads: { none: 'O2', part: 'O3', whole: 'O4' },
  },
]

export type Guidance =
  | { readonly done: false; readonly next: Question; readonly asked: readonly Question[] }
  | { readonly done: true; readonly outcome: Outcome; readonly asked: readonly Question[] }

function plain({ id, text, why, basis, options }: Asked): Question {
  return { id, text, why, basis, options }
}

/** Where the answers lead: the next question, or the one outcome that fits. Unknown answers count as not given. */
export function guide(answers: Answers): Guidance {
  const asked: Question[] = []
  for (const question of questions) {
    const answer = answers[question.id]
    if (answer === undefined || !Object.hasOwn(question.leads, answer))
      return { done: false, next: plain(question), asked }
    asked.push(plain(question))
    const lead = question.leads[answer]
    if (lead) return { done: true, outcome: outcomeOf(lead), asked }
  }
  throw new Error('判断的问题没有结论。')
}

/** Every complete set of answers: for the exhaustive test and the drawing. */
export function everyWay(): { answers: Answers; outcome: string }[] {
  const ways: { answers: Answers; outcome: string }[] = []
  const walk = (answers: Answers) => {
    const at = guide(answers)
    if (at.done) ways.push({ answers, outcome: at.outcome.code })
    else for (const option of at.next.options) walk({ ...answers, [at.next.id]: option.value })
  }
  walk({})
  return ways
}
