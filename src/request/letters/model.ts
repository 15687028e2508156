/** 办理文书 as data: what each form is for, its text with places to fill, and what it must say before it goes out. Pure. */

/** Places in the text of a letter, with the words a bureau writes between braces. */
export const places = {
  body: '本机关',
  number: '登记编号',
  applicant: '申请人',
  address: '申请人地址',
  submittedOn: '提交日期',
  receivedOn: '收到日期',
  receiptRule: '收到日期的认定',
  channel: '申请渠道',
  requested: '申请内容',
  delivery: '获取方式',
  today: '今日',
  due: '答复期限',
  receiptCode: '回执编号',
  queryCode: '查询码',
  contact: '联系方式',
  items: '补正事项',
  supplementedOn: '收到补正日期',
  supplementAskedOn: '告知补正日期',
  supplementBy: '补正期限',
  supplementCount: '补正后期限的计算',
  count: '申请件数',
  period: '计算期间',
  reasonsBy: '说明理由期限',
  reasonsAskedOn: '要求说明理由日期',
  extensionReason: '延长的理由',
  extendedDays: '延长工作日',
  delayedUntil: '延迟答复期限',
  thirdParty: '被征求意见者',
  consultedAbout: '征求意见内容',
  consultedOn: '征求意见日期',
  consultBy: '征求意见期限',
  feeMethod: '计收方式',
  feeLines: '费用计算',
  feeAmount: '费用数额',
  payTo: '缴纳方式',
  payBy: '缴费期限',
  feeSentOn: '收费通知日期',
  department: '承办部门',
  asked: '办理要求',
  taskBy: '反馈期限',
  reasonsJudged: '理由的审查',
  findings: '查明事实',
  grounds: '不予公开依据',
  reason: '理由',
  harm: '危害说明',
  prohibitingLaw: '禁止公开的规定',
  specialLaw: '专门规定',
  publicAddress: '公开途径',
  responsibleBody: '负责机关',
  rightChannel: '反映渠道',
  earlierRequest: '已答复的申请',
  publicInterest: '公共利益理由',
  searches: '检索情况',
  openParts: '公开的文件',
  provision: '提供的信息',
  remedy: '救济途径',
  thirdPartyRemedy: '第三方的救济途径',
  outcome: '办理结果',
  paper: '送达的文书',
} as const
export type Place = keyof typeof places
export type Values = { readonly [P in Place]?: string }

/** Filled only on paper: the office's screens show them masked. */
export const personalPlaces = ['applicant', 'address', 'requested', 'thirdParty', 'consultedAbout'] as const

const placeOf = new Map<string, Place>(
  Object.entries(places).map(([place, word]) => [word, place as Place] as const),
)

export const unfilled = (word: string) => `【请填写：${word}】`
const unfilledPattern = /【请填写：([^】]{1,20})】/g
const placePattern = /\{([^{}\n]{1,20})\}/g

/** The name of a file without its ending. */
export const nameOf = (file: string): string => file.replace(/\.[^.]{1,5}$/, '')

/** The text with its places filled; what is empty is marked so that it cannot be overlooked. `later` stay as they are. */
export function fill(text: string, values: Values, later: readonly Place[] = []): string {
  return text.replace(placePattern, (whole, word: string) => {
    const place = placeOf.get(word)
    if (place === undefined || later.includes(place)) return whole
    return values[place]?.trim() || unfilled(word)
  })
}

/** Words between braces that no place has. */
export function unknownPlaces(text: string): string[] {
  return [...text.matchAll(placePattern)].flatMap(m => (placeOf.has(m[1]!) ? [] : [m[0]]))
}

/** One thing a letter must say: at least one of these words, places filled, stands in it. */
export type Must = {
  readonly say: string
  readonly basis: string
  readonly any: readonly string[]
  /** Asked of a case alone in which this place is filled. */
  readonly where?: Place
}

export type LetterForm = {
  readonly code: string
  readonly title: string
  readonly to: 'applicant' | 'thirdParty' | 'coMaker' | 'department' | 'inside'
  /** Lines `名称：内容` set as a table. */
  readonly layout: 'letter' | 'table'
  /** Filled in and signed by whoever gets it: it bears neither our name nor our day. */
  readonly isReturned?: true
  /** Verb it is made with. */
  readonly verb?: string
  /** Kind of the fact it is about, where there may be several. */
  readonly ref?: 'consultation'
  readonly isReply: boolean
  readonly basis: readonly string[]
  readonly must: readonly Must[]
  /** First line the addressee, one paragraph a line. */
  readonly text: string
}

export type LetterFault = { readonly text: string; readonly basis: string }

const squeezed = (text: string) => text.replace(/\s+/g, '')

export type RemedyWords = {
  readonly remedy: 'review-first' | 'either' | 'none'
  readonly reviewBody: string
  readonly court: string
  readonly onlineReview: string | null
  readonly online: boolean
}

function remedyFaults(text: string, r: RemedyWords): LetterFault[] {
  const faults: LetterFault[] = []
  const need = (ok: boolean, say: string, basis: string) => {
    if (!ok) faults.push({ text: say, basis })
  }
  if (r.remedy === 'none') {
    need(
      !text.includes('申请行政复议'),
      '这类告知不附救济途径，请删去行政复议、行政诉讼的告知。',
      '30号(2021)/三',
    )
    return faults
  }
  const has = (word: string) => word !== '' && text.includes(squeezed(word))
  need(
    has(r.reviewBody) && has('六十日') && has('行政复议'),
    `没有写明可以自知道之日起六十日内向${r.reviewBody || '复议机关'}申请行政复议。`,
    '复议法/20',
  )
  if (r.remedy === 'review-first') {
    need(
      has('先向') && has('十五日') && has(r.court),
      `不予公开的，须写明先申请行政复议、对复议决定不服再于十五日内向${r.court || '人民法院'}起诉。`,
      '复议法/23(2)',
    )
    need(
      !has('六个月'),
      '不予公开的决定实行复议前置，不能再写“六个月内提起行政诉讼”，请改正救济途径。',
      '复议法/23(1)(4)',
    )
  } else
    need(
      has('六个月') && has(r.court),
      `没有写明可以自知道之日起六个月内向${r.court || '人民法院'}提起行政诉讼。`,
      '行诉法/46',
    )
  if (r.online)
    need(
      has(r.onlineReview ?? ''),
      '通过互联网渠道送达的，须同时写明申请行政复议的互联网渠道。',
      '复议法/22(2)',
    )
  return faults
}

/**
 * Everything a letter must say and does not, all at once; an empty list: nothing stands against it. `text` is filled, addressee
 * included.
 */
export function checkLetter(
  form: LetterForm,
  text: string,
  values: Values,
  remedy: RemedyWords | null,
): LetterFault[] {
  const flat = squeezed(text)
  const faults: LetterFault[] = []
  const basis = form.basis[0]!
  const open = [...text.matchAll(unfilledPattern)].map(m => m[1]!)
  if (open.length > 0) faults.push({ text: `还有没有填写的地方：${[...new Set(open)].join('、')}。`, basis })
  const unknown = unknownPlaces(text)
  if (unknown.length > 0)
    faults.push({ text: `不认识的填写项：${[...new Set(unknown)].join('、')}，请改正或者删去。`, basis })
  if (flat.length < 20) faults.push({ text: '正文太短，没有写完。', basis })
  for (const must of form.must) {
    if (must.where && !values[must.where]?.trim()) continue
    const found = must.any.some(words => {
      const filled = squeezed(fill(words, values))
      return !filled.includes('【请填写：') && filled !== '' && flat.includes(filled)
    })
    if (!found) faults.push({ text: `没有写明${must.say}。`, basis: must.basis })
  }
  if (form.isReply && remedy) faults.push(...remedyFaults(flat, remedy))
  return faults
}

/** A bureau's own text in place of the shipped one. */
export function textOfForm(form: LetterForm, own: Readonly<Record<string, string>>): string {
  return own[form.code]?.trim() || form.text
}

/** Why a bureau's text cannot stand in for the shipped one: unknown places, or a must that no filling can meet. */
export function templateFaults(form: LetterForm, text: string): string[] {
  const faults = unknownPlaces(text).map(
    place => `${form.title}：没有填写项${place}，可用的填写项见下面的清单。`,
  )
  const flat = squeezed(text)
  for (const must of form.must)
    if (!must.where && !must.any.some(words => flat.includes(squeezed(words))))
      faults.push(`${form.title}：没有写明${must.say}（应含${must.any.map(w => `“${w}”`).join('或者')}）。`)
  if (form.isReply && form.code !== 'reply-O17' && !flat.includes('{救济途径}'))
    faults.push(`${form.title}：没有{救济途径}，救济途径由系统按办理结果填写，不能写死。`)
  return faults
}
