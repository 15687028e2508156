import { act, type Deed, type Done, type Request } from '#kit/act.ts'
import { Refused } from '#kit/errors.ts'
import { placeCase } from '../placed.ts'
import { requestProcedure } from '../procedure.ts'
import type { Case } from '../store/cases.ts'
import { lettersAfter } from '../letters/reply.ts'
import { unsentReasons } from '../letters/unsent.ts'
import type { RequestHouse } from './deed.ts'
import { complete } from './complete.ts'
import * as charging from './charging.ts'
import * as consulting from './consulting.ts'
import * as deciding from './deciding.ts'
import * as handling from './handling.ts'
import * as intake from './intake.ts'
import { redo } from './redo.ts'

type Make = (house: RequestHouse) => unknown

const deeds: { readonly [verb: string]: Make } = {
  confirm: intake.confirm,
  contact: intake.contact,
  complete,
  askSupplement: intake.askSupplement,
  supplement: intake.supplement,
  lapse: intake.lapse,
  cancel: intake.cancel,
  merge: intake.merge,
  note: intake.note,
  handOut: handling.handOut,
  opine: handling.opine,
  search: handling.search,
  consult: consulting.consult,
  acknowledge: consulting.acknowledge,
  hear: consulting.hear,
  askReasons: handling.askReasons,
  hearReasons: handling.hearReasons,
  delay: handling.delay,
  proposeExtension: handling.proposeExtension,
  extend: handling.extend,
  charge: charging.charge,
  acknowledgeFee: charging.acknowledgeFee,
  pay: charging.pay,
  waiveFee: charging.waiveFee,
  lapseFee: charging.lapseFee,
  convert: handling.convert,
  propose: deciding.propose,
  review: deciding.review,
  return: deciding.sendBack,
  approve: deciding.approve,
  deliver: deciding.deliver,
  prove: deciding.prove,
  archive: deciding.archive,
  redo,
}

/** The papers of a step are written with it, in one transaction; what was said to be sent is out before the next one rests on it. */
function withLetters(house: RequestHouse, verb: string, deed: Deed<Case>): Deed<Case> {
  return {
    ...deed,
    async guard(context) {
      return [
        ...((await deed.guard?.(context)) ?? []),
        ...(await unsentReasons(context.trx, context.row.id, verb)),
      ]
    },
    async apply(context) {
      const applied = await deed.apply?.(context)
      const { trx, row, form, actor, at } = context
      const letters = await lettersAfter(house, trx, { verb, form, id: row.id, staffId: actor.staffId, at })
      return letters.length === 0
        ? applied
        : { ...applied, data: { ...applied?.data, letters: letters.map(l => ({ ...l })) } }
    },
  }
}

/** One verb on one case. Throws Refused with every reason; then nothing has changed. */
export function performRequest(house: RequestHouse, request: Request): Promise<Done> {
  const make = Object.hasOwn(deeds, request.verb) ? deeds[request.verb] : undefined
  if (!make) throw new Refused('not-found', '没有这种办理。')
  const procedure: typeof requestProcedure = {
    ...requestProcedure,
    async move(trx, row, to, at) {
      await requestProcedure.move(trx, row, to, at)
      await placeCase(house, trx, row.id, at)
    },
  }
  return act(house, procedure, withLetters(house, request.verb, make(house) as Deed<Case>), request)
}

export const performedVerbs = Object.keys(deeds)
