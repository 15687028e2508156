import { act, type Deed, type Done, type Request } from '#kit/act.ts'
import type { House } from '../../house.ts'
import { withChecks } from '../checks.ts'
import { documentProcedure } from '../procedure.ts'
import type { DocumentRow } from '../store.ts'
import { addChannel, receivePaper, sendPaper } from './channel.ts'
import { askCountersign, countersign, endCountersign } from './countersign.ts'
import { issue, number, reattribute, schedule, unschedule, voidTakenNumber } from './issue.ts'
import { confirm, correct, publish, withdraw } from './publish.ts'
import { reviewDeeds } from './review.ts'

type AnyDeed = Deed<DocumentRow, never, never>

/** Every verb of the table and what it does; a test holds the two against each other. */
export function deedsOf(house: Pick<House, 'calendar' | 'signer'>): Record<string, AnyDeed> {
  return {
    ...reviewDeeds,
    askCountersign,
    countersign,
    endCountersign,
    number,
    voidNumber: voidTakenNumber,
    issue: issue(house),
    publish: publish(house),
    schedule,
    unschedule,
    reattribute,
    correct: correct(house),
    addChannel,
    sendPaper,
    receivePaper,
    confirm: confirm(house),
    withdraw: withdraw(house),
  } as Record<string, AnyDeed>
}

/**
 * Does one verb on one document through `act`, its text looked through first where the step asks for that. An unknown verb is refused
 * like one that the state does not allow.
 */
export async function perform(house: House, request: Request): Promise<Done> {
  const deeds = deedsOf(house)
  const deed = (Object.hasOwn(deeds, request.verb) ? deeds[request.verb]! : {}) as Deed<DocumentRow>
  return act(house, documentProcedure, await withChecks(house, deed, request), request)
}
