import { groundOf } from '#law/grounds.ts'
import { outcomeOf, type Remedy } from '#law/outcomes.ts'

/** 救济途径: which way is open against a reply, and the words that say so (行政复议法第二十条、第二十二条、第二十三条；行政诉讼法第四十五条、第四十六条). */

export type RemedyPlaces = {
  /** 复议机关: the government of the same level for a bureau (行政复议法第二十四条). */
  readonly reviewBody: string
  readonly court: string
  /** 互联网渠道: must be given when the decision itself is served over the internet (行政复议法第二十二条第二款). */
  readonly onlineReview: string | null
  /** What the body holds of row （三）8 行政查询, where opinions differ. */
  readonly queryReviewFirst: boolean
}

/** These alone, of all that a body sets. */
export const placesIn = ({
  reviewBody,
  court,
  onlineReview,
  queryReviewFirst,
}: RemedyPlaces): RemedyPlaces => ({
  reviewBody,
  court,
  onlineReview,
  queryReviewFirst,
})

/** What a remedy comes to, in a line. */
export const remedyWords: Readonly<Record<Exclude<Remedy, 'setting'>, string>> = {
  'review-first': '先申请行政复议，对复议决定不服的再起诉（复议前置）',
  either: '可以申请行政复议，也可以直接起诉',
  none: '不附救济途径',
}

/** The remedy of an outcome: of a withheld one the grounds and the setting of the body decide. */
export function remedyOf(
  outcome: string,
  grounds: readonly string[],
  places: Pick<RemedyPlaces, 'queryReviewFirst'>,
): Exclude<Remedy, 'setting'> {
  const { remedy } = outcomeOf(outcome)
  if (remedy === 'setting') return places.queryReviewFirst ? 'review-first' : 'either'
  if (remedy !== 'review-first') return remedy
  const firsts = grounds.map(code => groundOf(code).reviewFirst)
  // A partial disclosure whose withheld part rests on a query regime alone follows the setting too.
  if (firsts.length > 0 && firsts.every(first => first === null))
    return places.queryReviewFirst ? 'review-first' : 'either'
  return 'review-first'
}

export type RemedyNotice = {
  readonly remedy: Exclude<Remedy, 'setting'>
  /** Null for process letters: they carry none. */
  readonly text: string | null
  readonly basis: readonly string[]
  /** What is missing before the notice is lawful. */
  readonly faults: readonly { readonly field: string; readonly text: string; readonly basis: string }[]
}

/** The notice to print at the end of a reply. `online`: the reply itself is served over the internet. */
export function remedyNotice(
  reply: { readonly outcome: string; readonly grounds: readonly string[]; readonly online: boolean },
  places: RemedyPlaces,
): RemedyNotice {
  const remedy = remedyOf(reply.outcome, reply.grounds, places)
  if (remedy === 'none') return { remedy, text: null, basis: [], faults: [] }
  const faults: { field: string; text: string; basis: string }[] = []
  if (!places.reviewBody)
    faults.push({
      field: 'reviewBody',
      text: '还没有设置复议机关的名称，答复书不能告知救济途径。请系统管理员在“本机关设置”中填写。',
      basis: '复议法/24',
    })
  if (!places.court)
    faults.push({
      field: 'court',
      text: '还没有设置有管辖权的人民法院名称。请系统管理员在“本机关设置”中填写。',
      basis: '行诉法/46',
    })
  if (reply.online && !places.onlineReview)
    faults.push({
      field: 'onlineReview',
      text: '通过互联网渠道送达的，应当同时提供申请行政复议的互联网渠道。请在“本机关设置”中填写，或者改用其他方式送达。',
      basis: '复议法/22(2)',
    })
  const channel = places.onlineReview ? `申请行政复议的互联网渠道：${places.onlineReview}。` : ''
  const part = reply.outcome === 'O3' ? '中不予公开的部分' : ''
  const text =
    remedy === 'review-first'
      ? `如不服本答复${part}，可以自知道或者应当知道之日起六十日内，先向${places.reviewBody}申请行政复议；对行政复议决定不服的，可以自收到行政复议决定书之日起十五日内，向${places.court}提起行政诉讼。${channel}`
      : `如不服本答复，可以自知道或者应当知道之日起六十日内向${places.reviewBody}申请行政复议，或者自知道或者应当知道之日起六个月内向${places.court}提起行政诉讼。${channel}`
  const basis =
    remedy === 'review-first'
      ? ['复议法/20', '复议法/23(1)(4)', '复议法/23(2)', '行诉法/45']
      : ['复议法/20', '行诉法/46']
  return { remedy, text, basis: reply.online ? [...basis, '复议法/22(2)'] : basis, faults }
}
