import { act, type Deed, type Done, type Request } from '#kit/act.ts'
import type { House } from '../../house.ts'
import { withChecks } from '../checks.ts'
import { publishEmergency } from '../emergency/deeds.ts'
import { withPapers } from '../paper/guard.ts'
import { documentProcedure } from '../procedure.ts'
import type { DocumentRow } from '../store.ts'
import { addChannel, receivePaper, sendPaper } from './channel.ts'
import { remind } from './chase.ts'
import { classify } from './classify.ts'
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
    classify: classify(house),
    sendPaper,
    receivePaper,
    confirm: confirm(house),
    withdraw: withdraw(house),
    publishEmergency: publishEmergency(house),
    endorse: {},
    ratify: {},
    // 不予追认 leaves what a withdrawal leaves: its kind, its public note, the tombstone.
    refuseAfter: withdraw(house),
  } as Record<string, AnyDeed>
}

type Wrap = (deed: Deed<DocumentRow>) => Deed<DocumentRow>

/**
 * Does one verb on one document through `act`, its text looked through first where the step asks for that. An unknown verb is refused
 * like one that the state does not allow.
 */
export async function perform(house: House, request: Request, wrap: Wrap = deed => deed): Promise<Done> {
  if (request.verb === 'remind') return remind(house, request, wrap)
  const deeds = deedsOf(house)
  const deed = (Object.hasOwn(deeds, request.verb) ? deeds[request.verb]! : {}) as Deed<DocumentRow>
  const heeding = withPapers(request.verb, deed, request.decider !== undefined)
  return act(house, documentProcedure, wrap(await withChecks(house, heeding, request)), request)
}

/** Thrown where the act itself would begin: nothing has been written, and everything before it has been looked at. */
class WouldDo extends Error {
  readonly to: string
  constructor(to: string) {
    super('would do')
    this.to = to
  }
}

/**
 * Goes all the way of `perform` up to the last look before the act, and answers where it would lead. Refuses with exactly the reasons
 * that `perform` would refuse with; changes nothing.
 */
export async function rehearse(house: House, request: Omit<Request, 'key'>): Promise<string> {
  const wrap: Wrap = deed => ({
    ...deed,
    async guard(context) {
      const reasons = (await deed.guard?.(context)) ?? []
      if (reasons.length === 0) throw new WouldDo(context.to)
      return reasons
    },
  })
  try {
    await perform(house, request, wrap)
  } catch (error) {
    if (error instanceof WouldDo) return error.to
    throw error
  }
  throw new Error('a rehearsal never ends in an act')
}
