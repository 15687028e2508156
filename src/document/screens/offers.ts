import { goesForward } from '../workflow.ts'

type Offered = { readonly verb: string }

/** What the key y means here: the first offer that moves the matter on. */
export function forwardOffer<O extends Offered>(offers: readonly O[]): O | null {
  return offers.find(offer => goesForward(offer.verb)) ?? null
}

/** What the key r means here. */
export function returnOffer<O extends Offered>(offers: readonly O[]): O | null {
  return offers.find(offer => offer.verb === 'return') ?? null
}

export const isBackward = (verb: string): boolean => !goesForward(verb)
