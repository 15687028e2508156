import type { Actor } from '#kit/actor.ts'
import type { PastEvent } from '#kit/events.ts'
import { offerOf } from '#kit/offers.ts'
import { rolesFor } from '#kit/permit.ts'
import type { Workflow } from '#kit/workflow.ts'
import type { Calendar } from '#law/calendar.ts'
import { basisView } from '#law/clauses.ts'
import { namesOfHolders, type Holder } from '#people/directory.ts'
import { consultationsOf } from './consultations.ts'
import { feeNoticeOf, type Fact } from './facts.ts'
import { verbFields } from './fields.ts'
import { extensionReasons } from './extension.ts'
import type { Case } from './store/cases.ts'
import type { OfferView } from './views.ts'
import { holdersOf } from './work.ts'
import { requestWorkflow } from './workflow.ts'

/** The steps a person is shown on a case: lawful, his, and about something that is there. */

type Known = {
  readonly facts: readonly Fact[]
  readonly today: string
  readonly calendar: Calendar
  /** Heads of the openness unit who may agree to an extension. */
  readonly heads: readonly Holder[]
}

export const onlyHeads = (heads: readonly Holder[]): string =>
  `延长答复期限须经公开工作机构负责人同意，请由${[...new Set(heads.map(h => h.name))].join('、')}办理。`

/** Whose turn a case is, by name: who must agree to an extension and who has letters to send before whoever else is waited for. */
export const turnOf = (
  row: Case,
  holders: readonly Holder[],
  now: { readonly heads: readonly Holder[]; readonly asks: boolean; readonly unsent: readonly unknown[] },
): string[] => [
  ...new Set([
    ...(now.asks ? now.heads.map(h => h.name) : []),
    ...(now.unsent.length > 0
      ? namesOfHolders(holders, { bodyId: row.bodyId, departments: [row.departmentId] }, ['opennessOfficer'])
      : []),
    ...holdersOf(row, holders),
  ]),
]

/** Steps that speak of something the case does not have; each is refused with its reason all the same. */
function pointless({ facts, today, calendar }: Known): ReadonlySet<string> {
  const has = (kind: Fact['kind']) => facts.some(f => f.kind === kind)
  const open = consultationsOf(facts, today, calendar).filter(c => c.answer === null)
  const asked = facts.findLast(f => ['proposeExtension', 'extend'].includes(f.kind))
  const none: readonly (readonly [string, boolean])[] = [
    ['hear', open.length === 0],
    ['acknowledge', !open.some(c => c.receivedOn === null)],
    ['askReasons', has('askReasons')],
    ['hearReasons', !has('askReasons')],
    ['delay', !facts.some(f => f.kind === 'hearReasons' && f.data.reasonable === true)],
    ['extend', asked?.kind !== 'proposeExtension'],
    ['acknowledgeFee', feeNoticeOf(facts)?.receivedOn !== null],
  ]
  return new Set(none.flatMap(([verb, is]) => (is ? [verb] : [])))
}

/** Why a step cannot be taken now whatever is filled in; null where nothing is known against it. */
function against(verb: string, as: string, { facts, today, calendar, heads }: Known): string | null {
  switch (verb) {
    case 'askSupplement':
      return facts.some(f => f.kind === 'askSupplement')
        ? '补正只能一次性告知，这件申请已经告知过（条例第三十条）。仍不明确的，按“补正后仍不明确”答复。'
        : null
    case 'proposeExtension': {
      if (facts.findLast(f => ['proposeExtension', 'extend'].includes(f.kind))?.kind === 'proposeExtension')
        return '已经提请延长，等公开工作机构负责人审批。'
      return extensionReasons(facts, today, calendar)[0]?.text ?? null
    }
    case 'extend':
      return as === 'leader' && heads.length > 0
        ? onlyHeads(heads)
        : (extensionReasons(facts, today, calendar)[0]?.text ?? null)
    default:
      return null
  }
}

/** The steps of a person on a case, four eyes observed. */
export function offersFor(row: Case, actor: Actor, past: readonly PastEvent[], known: Known): OfferView[] {
  const steps = (requestWorkflow as Workflow)[row.state] ?? {}
  const kind = row.applicantKind === 'natural' ? 'natural' : 'organization'
  const left = pointless(known)
  return Object.entries(steps).flatMap(([verb, step]) => {
    const roles = rolesFor(step, row, actor)
    if (roles.length === 0 || left.has(verb)) return []
    const hands = past.filter(e => step.notBy?.includes(e.verb)).flatMap(e => [e.actor, e.onBehalfOf])
    const free = roles.find(
      r => !hands.includes(actor.staffId) && (r.onBehalfOf === null || !hands.includes(r.onBehalfOf)),
    )
    return [
      {
        ...offerOf(verb, step),
        basis: step.basis.map(basisView),
        fields: (verbFields[verb] ?? []).filter(field => !field.of || field.of === kind),
        blocked: free
          ? against(verb, free.role, known)
          : '您已经办理过前面的环节，按四眼原则须由另一人办理。',
      },
    ]
  })
}
