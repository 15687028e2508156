import type { Context, Deed } from '#kit/act.ts'
import type { Query } from '#kit/db.ts'
import type { Reason } from '#kit/errors.ts'
import { staffNames } from '#people/directory.ts'
import type { DocumentRow } from '../store.ts'
import { labelOfVerb, states, type State } from '../workflow.ts'
import { papersOf, voidPapers } from './store.ts'

/** Steps that carry a document on: none of them over an objection. */
const onward = [
  'approve',
  'countersign',
  'clear',
  'determineOpen',
  'agree',
  'pass',
  'sign',
  'number',
  'issue',
  'publish',
  'schedule',
]
/** Steps of somebody's own judgement: who entered another's decision from paper does not take these himself. */
const ownJudgement = ['approve', 'clear', 'determineOpen', 'agree', 'pass', 'sign', 'publish', 'schedule']

/** Why a step may not be taken over what was entered from paper (四眼; 异议未处理). */
export async function paperReasons(
  db: Query,
  documentId: number,
  verb: string,
  /** Who acts in the system, and whose decision it is where it comes from paper itself. */
  who: { readonly staffId: number; readonly enters: boolean },
): Promise<Reason[]> {
  if (!onward.includes(verb)) return []
  const standing = (await papersOf(db, documentId)).filter(p => !p.void)
  if (standing.length === 0) return []
  const names = await staffNames(
    db,
    standing.map(p => p.deciderId),
  )
  const reasons: Reason[] = standing
    .filter(p => p.state === 'objected')
    .map(p => ({
      text: `${names.get(p.deciderId) ?? '作出意见的人'}对补录的“${labelOfVerb(p.verb)}”纸面意见提出了异议，处理前不能继续。请退回这一步重办，或请其收回异议。`,
      basis: '390号/五(三)',
    }))
  if (!who.enters && ownJudgement.includes(verb) && standing.some(p => p.clerkId === who.staffId))
    reasons.push({
      text: '您为这件公文补录过纸面意见，按四眼原则，这一步须由另一人办理。',
      basis: '390号/五(三)',
    })
  return reasons
}

type AnyContext = Context<DocumentRow, unknown>

/** A deed that heeds what was entered from paper: refused over objections, and a return takes the decided steps back. */
export function withPapers(verb: string, deed: Deed<DocumentRow>, enters: boolean): Deed<DocumentRow> {
  if (onward.includes(verb))
    return {
      ...deed,
      guard: async context => [
        ...((await deed.guard?.(context)) ?? []),
        ...(await paperReasons(context.trx, context.row.id, verb, {
          staffId: context.actor.staffId,
          enters,
        })),
      ],
    }
  if (!['return', 'recall', 'cancel'].includes(verb)) return deed
  return {
    ...deed,
    async apply(context: AnyContext) {
      const to = context.to as State
      const from = to === 'cancelled' ? 0 : states.indexOf(to)
      await voidPapers(context.trx, context.row.id, states.slice(from), context.at)
      return deed.apply?.(context)
    },
  }
}
