import type { Reason } from '#kit/errors.ts'
import { isTrial, lastDayOfTerm, longestTerm, type NormativeTerms } from '#law/normativeTerms.ts'
import { changing, relationKinds, type RelationKind, type TermForm } from './model.ts'

const termBasis = '地方规范性文件规定/有效期'

/** The end of a term as typed: a day, or whole years from 实施日期. Null: none. */
export function endOf(
  form: Pick<TermForm, 'effectiveOn' | 'termYears' | 'expiresOn'>,
  from: string | null,
): string | null {
  if (form.expiresOn) return form.expiresOn
  const start = form.effectiveOn ?? from
  return form.termYears && start ? lastDayOfTerm(start, form.termYears) : null
}

/** Why a term cannot stand; `from` is the day it counts from where no 实施日期 is given. */
export function cannotSetTerm(
  form: TermForm,
  of: {
    readonly title: string
    readonly writtenOn: string | null
    readonly from: string
    readonly terms: NormativeTerms
  },
): Reason[] {
  const reasons: Reason[] = []
  if (form.termYears && form.expiresOn)
    reasons.push({ field: 'expiresOn', text: '有效期写年数或写截止日期，只填一项。' })
  if (form.noTermReason && (form.termYears || form.expiresOn))
    reasons.push({ field: 'noTermReason', text: '已经填写有效期，不要再填不设有效期的理由。' })
  if (form.effectiveOn && of.writtenOn && form.effectiveOn < of.writtenOn)
    reasons.push({
      field: 'effectiveOn',
      text: `实施日期${form.effectiveOn}早于成文日期${of.writtenOn}，请核对。规范性文件不溯及既往。`,
    })
  const start = form.effectiveOn ?? of.from
  const end = endOf(form, of.from)
  if (end && end < start)
    reasons.push({ field: 'expiresOn', text: `有效期截止日期${end}早于实施日期${start}，请核对。` })
  const most = longestTerm(of.title, of.terms)
  if (end && end > lastDayOfTerm(start, most))
    reasons.push({
      field: form.expiresOn ? 'expiresOn' : 'termYears',
      text: `${isTrial(of.title) ? '标题含“试行”“暂行”，有效期' : '有效期'}最长${most}年，即到${lastDayOfTerm(start, most)}为止。本地规定不同的，请公开机构先在“规范性文件库—本机关规则”中修改。`,
      basis: termBasis,
    })
  return reasons
}

/** What is known of the other document. */
export type Target = {
  readonly id: number | null
  readonly bodyId: number | null
  readonly title: string
  readonly number: string | null
  readonly issuedOn: string | null
  readonly validity: string | null
  readonly endedOn: string | null
}

/** What is known of the document that states the relation. */
export type Source = {
  readonly id: number
  readonly bodyId: number
  readonly issuedOn: string | null
  readonly effectiveOn: string | null
}

/**
 * Why a relation cannot stand. `reach`: bodies whose documents the source's body may change (itself and those below);
 * `isCycle`: the target already changes the source, directly or through others.
 */
export function cannotRelate(
  relation: RelationKind,
  on: string | null,
  source: Source,
  target: Target,
  around: {
    readonly reach: readonly number[]
    readonly isCycle: boolean
    readonly isKnown: boolean
    readonly targetBody: string
  },
): Reason[] {
  const name = `《${target.title}》`
  const word = relationKinds[relation].replace(/（.*/, '')
  if (target.id === source.id) return [{ field: 'target', text: '这就是本件自己，文件不能与自己建立关系。' }]
  const reasons: Reason[] = []
  const isChange = changing.includes(relation)
  if (around.isKnown)
    reasons.push({ field: 'target', text: `本件与${name}已经登记了“${word}”关系，不必重复登记。` })
  if (isChange && around.isCycle)
    reasons.push({
      field: 'target',
      text: `${name}已经直接或间接地修改、废止或替代了本件，反过来再由本件${word}它就成了循环。请核对哪一件在后。`,
    })
  if (isChange && target.bodyId !== null && !around.reach.includes(target.bodyId))
    reasons.push({
      field: 'target',
      text: `${name}由${around.targetBody}制发，本机关无权${word}。只有制发机关和它的上级机关可以${word}；本机关可以登记“以其为依据”“实施、细化”或“解读”。`,
      basis: '地方规范性文件规定/制定权限',
    })
  const isEnded = target.validity === 'repealed' || target.validity === 'expired'
  if (isEnded && isChange)
    reasons.push({
      field: 'target',
      text: `${name}${target.endedOn ? `已于${target.endedOn}` : '已'}${target.validity === 'repealed' ? '废止' : '失效'}，不需要再${word}。`,
    })
  if (isEnded && (relation === 'basis' || relation === 'implements'))
    reasons.push({
      field: 'target',
      text: `${name}已${target.validity === 'repealed' ? '废止' : '失效'}，不能作为依据或实施对象，请改为现行有效的文件。`,
      basis: '地方规范性文件规定/清理',
    })
  if (isChange && on) {
    if (target.issuedOn && on < target.issuedOn)
      reasons.push({
        field: 'on',
        text: `${word}日期${on}早于${name}的印发日期${target.issuedOn}，请核对。`,
      })
    if (source.issuedOn && on < source.issuedOn)
      reasons.push({
        field: 'on',
        text: `${word}日期${on}早于本件的印发日期${source.issuedOn}，文件不能在印发前生效。`,
      })
  }
  return reasons
}

/** Why a document cannot be extended to a day. */
export function cannotExtend(
  expiresOn: string,
  now: {
    readonly expiresOn: string | null
    readonly validity: string | null
    readonly today: string
    readonly most: string
  },
): Reason[] {
  const reasons: Reason[] = []
  if (now.validity === 'repealed')
    return [{ field: 'expiresOn', text: '这件文件已经废止，不能续期。需要恢复的，请重新制定印发。' }]
  if (now.validity === 'expired')
    return [
      {
        field: 'expiresOn',
        text: `这件文件已于${now.expiresOn ?? ''}失效，不能续期；续期须在有效期届满前办理。需要继续适用的，请重新制定印发。`,
        basis: '地方规范性文件规定/有效期',
      },
    ]
  if (expiresOn < now.today)
    reasons.push({ field: 'expiresOn', text: `有效期截止日期${expiresOn}已经过去，请填写今天以后的日期。` })
  if (now.expiresOn && expiresOn <= now.expiresOn)
    reasons.push({
      field: 'expiresOn',
      text: `现在的有效期到${now.expiresOn}，续期后的日期须更晚。需要提前结束的，请办理“废止或宣布失效”。`,
    })
  if (expiresOn > now.most)
    reasons.push({
      field: 'expiresOn',
      text: `续期最长到${now.most}，请改为这一天或更早的日期。`,
      basis: '地方规范性文件规定/有效期',
    })
  return reasons
}

/** Why a document cannot be ended on a day. */
export function cannotEnd(
  on: string,
  now: {
    readonly issuedOn: string | null
    readonly validity: string | null
    readonly endedOn: string | null
  },
): Reason[] {
  if (now.validity === 'repealed' || now.validity === 'expired')
    return [
      {
        text: `这件文件${now.endedOn ? `已于${now.endedOn}` : '已经'}${now.validity === 'repealed' ? '废止' : '失效'}，不需要再办。`,
      },
    ]
  return now.issuedOn && on < now.issuedOn
    ? [{ field: 'on', text: `日期${on}早于印发日期${now.issuedOn}，请核对。` }]
    : []
}
