import { createContext, useContext } from 'react'
import type { Offered } from '#console/parts/Step.tsx'
import { Asking } from './Asking.tsx'

export type Revealed = {
  readonly personal: Readonly<Record<string, string | null>> | null
  readonly facts: readonly { readonly id: number; readonly text: string }[]
}

/** What was opened of this case on this page; closed again when the page is left. */
export const RevealedContext = createContext<{
  readonly id: number
  readonly shown: Revealed | null
  readonly show: (answer: Revealed) => void
} | null>(null)

export const useRevealed = () => useContext(RevealedContext)?.shown ?? null

const revealing: Offered = {
  verb: 'reveal',
  label: '查看',
  effect: '打开申请人的个人信息，以及来信、补正、意见的原文。谁、什么时候、为什么查看，都会记入履历。',
  basis: [],
  reason: 'required',
}

/** Opens what is sealed of a case; nothing where it stands open already. */
export function Reveal({ label }: { label: string }) {
  const context = useContext(RevealedContext)
  if (!context || context.shown) return null
  return (
    <Asking<Revealed>
      label={label}
      offer={revealing}
      address={`/api/requests/${context.id}`}
      reasonLabel="查看的用途"
      reasonMissing="请写明查看的用途。"
      onDone={context.show}
    />
  )
}

/** What stands sealed in a fact, once it was opened. */
export function FactText({ id }: { id: number }) {
  const text = useRevealed()?.facts.find(fact => fact.id === id)?.text
  return text ? <p className="fact-text">{text}</p> : null
}
