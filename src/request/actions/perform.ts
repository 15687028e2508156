import { act, type Deed, type Done, type Request } from '#kit/act.ts'
import { Refused } from '#kit/errors.ts'
import { requestProcedure } from '../procedure.ts'
import type { Case } from '../store/cases.ts'
import type { RequestHouse } from './deed.ts'
import * as deciding from './deciding.ts'
import * as handling from './handling.ts'
import * as intake from './intake.ts'

type Make = (house: RequestHouse) => unknown

const deeds: { readonly [verb: string]: Make } = {
  confirm: intake.confirm,
  contact: intake.contact,
  askSupplement: intake.askSupplement,
  supplement: intake.supplement,
  lapse: intake.lapse,
  cancel: intake.cancel,
  merge: intake.merge,
  note: intake.note,
  handOut: handling.handOut,
  opine: handling.opine,
  search: handling.search,
  consult: handling.consult,
  hear: handling.hear,
  askReasons: handling.askReasons,
  hearReasons: handling.hearReasons,
  delay: handling.delay,
  proposeExtension: handling.proposeExtension,
  extend: handling.extend,
  charge: handling.charge,
  pay: handling.pay,
  lapseFee: handling.lapseFee,
  convert: handling.convert,
  propose: deciding.propose,
  review: deciding.review,
  return: deciding.sendBack,
  approve: deciding.approve,
  deliver: deciding.deliver,
  prove: deciding.prove,
  archive: deciding.archive,
}

/** One verb on one case. Throws Refused with every reason; then nothing has changed. */
export function performRequest(house: RequestHouse, request: Request): Promise<Done> {
  const make = Object.hasOwn(deeds, request.verb) ? deeds[request.verb] : undefined
  if (!make) throw new Refused('not-found', '没有这种办理。')
  return act(house, requestProcedure, make(house) as Deed<Case>, request)
}

export const performedVerbs = Object.keys(deeds)
