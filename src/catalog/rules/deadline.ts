import type { DeadlineRule } from '../model.ts'
import { narrow, readCount } from './fold.ts'

/** `isAssumed`: the text names no beginning, and the formation of the information was taken. */
export type ReadDeadline = { readonly rule: DeadlineRule; readonly isAssumed: boolean }

const count = '(\\d{1,3}|[一二两三四五六七八九十]{1,3})'
const working = new RegExp(`${count}个?工作日`, 'g')
const opened = '(?:予以|进行|应当?|及时|主动|向社会|依法)*(?:公开|公布|发布|更新|公示)?'
const formed =
  '(?:政府|政务|公开|事项|政策|文件|相关|有关|该|本|上述)*(?:信息|文件|内容)(?:的)?(?:形成|产生|生成|制作|获取|变更|更新|变动|、|和|或者?|及|以及|\\(|\\)|/)+(?:之日|之后|后|之时|当日)?(?:起|后)?'
const workingForm = new RegExp(
  `^(?:应当?|须|需|在|自|于|从)*(?:(${formed})|(?:自)?(?:形成|产生|制作|获取|变更|、|和|或者?|及|\\(|\\))+(?:之日|后)?(?:起|后)?)?[的,]*${count}个?工作日(?:内|之内|以内|前)?${opened}$`,
)
const months: readonly (readonly [RegExp, number])[] = [
  [/^(?:每半年|半年|每6个月|每六个月|每年(?:2|两|二)次)/, 6],
  [/^(?:每季度?|每个季度|按季度?|季度|逐季度?|每3个月|每三个月)/, 3],
  [/^(?:每个?月|按月|逐月|月度|每1个月)/, 1],
  [/^(?:每一?年度?|按年度?|年度|逐年|一年|1年|每12个月|每十二个月)/, 12],
]
const periodicTail =
  /^(?:末|初|底|内)?,?(?:至少|不少于|定期)?(?:更新|公开|公布|发布|公示)?(?:不少于|至少)?(?:[1一]次)?(?:更新|公开|公布|发布|公示)?(?:[1一]次)?$/

const retentionText = /,?并?(?:保持|并)?长期(?:有效)?(?:公开|保持公开|保留)?/
const exceptText =
  /[,;(]*(?:法律、?(?:行政)?法规|法律法规|法律)?(?:、?规章)?(?:对[^,;()]{0,14})?(?:另有规定|有其他规定|另有要求)的?,?(?:应|应当|按照)?(?:从其规定|按其规定|按规定执行|除外)?\)*/

/**
 * The structure of a printed time limit (公开时限), or `other` with its text. Empty gives null. Nothing is bent to fit: two
 * numbers of working days, calendar days and unknown events stay `other`.
 */
export function readDeadline(printed: string | null): ReadDeadline | null {
  const text = printed === null ? '' : printed.replace(/\s+/g, '')
  if (text === '' || /^[-—–/无]+$/.test(text)) return null
  const rule = known(narrow(text).replace(/[。;]+$/, ''))
  return rule ?? { rule: { kind: 'other', text }, isAssumed: false }
}

const sure = (rule: DeadlineRule): ReadDeadline => ({ rule, isAssumed: false })

function known(text: string): ReadDeadline | null {
  if ((text.match(working)?.length ?? 0) === 1) return workingDays(text)
  if (/工作日/.test(text)) return null
  if (/^(?:应?|须|需)?(?:按照?|根据|依据?|依照|随|视)(?:工作|事件|事项|实际|案件|项目)?(?:进展|进度)(?:情况)?(?:按规定报送)?[、,]?(?:予以|进行|随时)?(?:及时|适时)?(?:予以)?(?:公开|公布|发布|更新)?$/.test(text))
    return sure({ kind: 'asProgresses' }) // prettier-ignore
  if (/^(?:在)?重大(?:行政)?决策(?:作出|做出)(?:之?后|之日起?)[,]?(?:予以|应当?)?及时(?:予以)?(?:公开|公布|发布)?$/.test(text))
    return sure({ kind: 'promptlyAfter', event: 'majorDecisionMade' }) // prettier-ignore
  const notice = readNotice(text)
  if (notice) return sure(notice)
  if (/^(?:与|和|同)(?:相关|有关|该)?(?:政策)?文件(?:的)?(?:同步|同时)(?:公开|公布|发布|起草|组织|审签|部署|、)*$/.test(text))
    return sure({ kind: 'simultaneous', with: 'policyDocument' }) // prettier-ignore
  for (const [pattern, length] of months) {
    const match = pattern.exec(text)
    // “半年”“一年” alone say how long, “每半年”“按季度” how often.
    const says = text !== match?.[0] || /^[每按逐]/.test(text)
    if (match && says && periodicTail.test(text.slice(match[0].length)))
      return sure({ kind: 'periodic', months: length })
  }
  if (/^(?:(?:获取|收到|接到|得到)(?:有关|相关)?信息(?:时|后))?,?(?:应当?|予以)?(?:实时|及时|即时|随时|立即|第一时间)(?:予以|向社会|主动)?(?:公开|公布|发布|更新|、|并)*$/.test(text))
    return sure({ kind: 'immediately' }) // prettier-ignore
  return null
}

function workingDays(text: string): ReadDeadline | null {
  const except = exceptText.exec(text)
  let rest = except ? text.replace(except[0], '') : text
  const retention = retentionText.exec(rest)
  if (retention) rest = rest.replace(retention[0], '')
  const match = workingForm.exec(rest.replace(/[,;。(]+$/, ''))
  if (!match) return null
  const n = readCount(match[2]!)
  if (n === null || n === 0) return null
  // “前” of working days would be a notice ahead, not a limit after.
  if (/工作日前/.test(rest)) return null
  return {
    rule: {
      kind: 'workingDays',
      n,
      from: 'formedOrChanged',
      ...(retention ? { retention: 'longTerm' as const } : {}),
      ...(except ? { exceptOtherwiseProvided: true as const } : {}),
    },
    isAssumed: !/形成|产生|生成|制作|获取|变更|更新之|变动/.test(rest),
  }
}

function readNotice(text: string): DeadlineRule | null {
  const match =
    /^(?:应)?(?:会议?(?:召开)?前?|会前)?(?:至少)?提前(?:至少)?([\d一二两三四五六七八九十]{1,3})个?(周|天|日|星期)(?:以上)?(?:发布?(?:出)?(?:会议)?通知)?(?:、?(?:邀请|通知|公告|公开)(?:参加|列席)?)*$/.exec(
      text,
    )
  const n = match ? readCount(match[1]!) : null
  if (!match || n === null || n === 0) return null
  return {
    kind: 'advanceNotice',
    days: match[2] === '周' || match[2] === '星期' ? n * 7 : n,
    event: 'meetingHeld',
  }
}

export const verdicts = ['same', 'looser', 'stricter', 'notComparable'] as const
export type Verdict = (typeof verdicts)[number]
export const verdictLabels: Record<Verdict, string> = {
  same: '一致',
  looser: '比上级宽',
  stricter: '比上级严',
  notComparable: '须人工比对',
}

/** Working days in so many months, on average: 250 in a year of twelve. */
const workingDaysIn = (count: number) => (count * 250) / 12

/** A local rule against the upper one. What cannot be put in order is for a person to look at. */
export function compareDeadlines(local: DeadlineRule | null, upper: DeadlineRule | null): Verdict {
  if (!local || !upper) return 'notComparable'
  if (local.kind === 'workingDays' && upper.kind === 'workingDays')
    return local.n === upper.n ? 'same' : local.n > upper.n ? 'looser' : 'stricter'
  if (local.kind === 'workingDays' || upper.kind === 'workingDays') {
    const [other, days] =
      local.kind === 'workingDays' ? [upper, local.n] : [local, upper.kind === 'workingDays' ? upper.n : 0]
    const otherIs = local === other
    if (other.kind === 'immediately') return otherIs ? 'stricter' : 'looser'
    if (other.kind === 'periodic' && workingDaysIn(other.months) > days)
      return otherIs ? 'looser' : 'stricter'
    return 'notComparable'
  }
  return isEqual(local, upper) ? 'same' : 'notComparable'
}

function isEqual(a: DeadlineRule, b: DeadlineRule): boolean {
  if (a.kind !== b.kind) return false
  if (a.kind === 'other' && b.kind === 'other') return narrow(a.text) === narrow(b.text)
  return JSON.stringify(a) === JSON.stringify(b)
}
