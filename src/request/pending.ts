import type { Fact } from './facts.ts'

/** What an applicant wrote online and no officer has settled yet: read from the facts, nothing of it is stored. Pure. */

export type Written = 'message' | 'supplement' | 'withdraw' | 'acknowledge'
export type PendingMessage = { readonly factId: number; readonly about: Written; readonly on: string }

const abouts: readonly string[] = ['message', 'supplement', 'withdraw', 'acknowledge'] satisfies Written[]

/** Which facts of the office settle what was written. */
const settles: Readonly<Record<Written, readonly Fact['kind'][]>> = {
  message: ['note', 'contact', 'askSupplement', 'reply', 'cancel'],
  supplement: ['supplement', 'propose', 'cancel'],
  withdraw: ['cancel', 'reply', 'note'],
  acknowledge: ['receiveFeeNotice', 'pay', 'waiveFee', 'cancel'],
}

const isFromApplicant = (fact: Fact): boolean => fact.kind === 'note' && fact.data.from === 'applicant'

/** The messages of an applicant that still wait for somebody, oldest first. */
export function pendingMessages(facts: readonly Fact[]): PendingMessage[] {
  return facts.flatMap((fact, at) => {
    const about = String(fact.data.about)
    if (!isFromApplicant(fact) || !abouts.includes(about)) return []
    const isSettled = facts
      .slice(at + 1)
      .some(later => settles[about as Written].includes(later.kind) && !isFromApplicant(later))
    return isSettled ? [] : [{ factId: fact.id, about: about as Written, on: fact.on }]
  })
}
