import { proseDay } from '#law/day.ts'
import type { Reason } from '#kit/errors.ts'
import type { Fact } from './facts.ts'

/** 重新办理: what a decision or a judgement wants answered anew, read from the facts. Pure. */

export type Redo = {
  readonly number: string
  readonly authority: string
  readonly isReview: boolean
  readonly on: string
  readonly until: string | null
  /** The same facts and reasons may not lead to the same answer again. */
  readonly bindsSubstance: boolean
}

/** What a case is being handled anew for; null before, and after the new answer. */
export function redoIn(facts: readonly Fact[]): Redo | null {
  const fact = facts.findLast(f => f.kind === 'redo' || f.kind === 'reply')
  if (fact?.kind !== 'redo') return null
  const text = (name: string) => (typeof fact.data[name] === 'string' ? fact.data[name] : '')
  return {
    number: text('number'),
    authority: text('authority'),
    isReview: text('block') === 'review',
    on: fact.on,
    until: text('until') || null,
    bindsSubstance: text('for') === 'substance',
  }
}

const paperOf = ({ isReview }: Redo) => (isReview ? '行政复议决定' : '行政判决')

/** The sentence of the new answer that says why it is given. */
export const redoWords = (redo: Redo): string =>
  `${redo.authority}作出的${redo.number}${paperOf(redo)}要求本机关重新答复，本机关于${proseDay(redo.on)}收到。现重新答复如下，原答复由本答复取代。`

/** What whoever handles it anew must know. */
export const redoAdvice = (redo: Redo): string =>
  `${redo.authority}${redo.number}要求重新答复${redo.until === null ? '，没有定期限，自收到的次日起20个工作日' : `，期限到${proseDay(redo.until)}`}。${redo.bindsSubstance ? '不得以同一事实和理由作出与原答复相同或者基本相同的答复。' : ''}`

/** Why the answer drafted anew may not be given: it is the one that was found wrong. */
export function sameAgain(
  row: {
    readonly outcome: string | null
    readonly grounds: readonly string[]
    readonly firstOutcome: string | null
    readonly firstGrounds: readonly string[] | null
  },
  facts: readonly Fact[],
): Reason[] {
  const redo = redoIn(facts)
  if (redo === null || !redo.bindsSubstance || row.outcome !== row.firstOutcome) return []
  const grounds = (codes: readonly string[]) => [...codes].sort().join()
  if (grounds(row.grounds) !== grounds(row.firstGrounds ?? [])) return []
  return [
    {
      text: `这次的办理结果和依据与被纠正的原答复相同。${redo.isReview ? '复议机关' : '人民法院'}要求重新答复的，不得以同一事实和理由作出相同或者基本相同的答复；有新的事实、证据或者理由的，写明后由领导决定。`,
      basis: redo.isReview ? '复议法/64(2)' : '行诉法/71',
    },
  ]
}
