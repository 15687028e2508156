import { Phone } from '#portal/parts.tsx'
import { isForeign } from '../foreign.ts'

/** A fact about how a body is reached: telephones dial, mailboxes and addresses of government sites open; all else stays text. */
export function Reach({ label, value }: { label: string; value: string }) {
  if (/电话|热线|手机/.test(label)) return <Phone number={value} />
  if (/^[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+$/.test(value)) return <a href={`mailto:${value}`}>{value}</a>
  if (/^https?:\/\/\S+$/.test(value) && !isForeign(value)) return <a href={value}>{value}</a>
  return value
}

/** Facts as pairs, with what can be followed made so. */
export const reachable = (facts: readonly { readonly label: string; readonly value: string }[]) =>
  facts.map(f => [f.label, <Reach key={f.label} {...f} />] as const)
