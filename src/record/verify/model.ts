/** Where a break lies. */
export type Place = 'event' | 'chain' | 'publication' | 'content' | 'current' | 'key' | 'anchor'

/** Something that is not as it was written: in whose chain, at which position or address, and what is wrong with it. */
export type Break = {
  readonly bodyId: number
  readonly position: number | null
  readonly address: string | null
  readonly place: Place
  readonly text: string
}

export type BodyReport = {
  readonly bodyId: number
  readonly name: string
  readonly events: number
  readonly publications: number
  readonly head: string
  /** The first broken row; null when the body's record holds. */
  readonly first: Break | null
  /** The first breaks of each kind, the first row of them leading. */
  readonly breaks: readonly Break[]
}

export type Report = {
  readonly bodies: readonly BodyReport[]
  readonly events: number
  readonly publications: number
  /** What does not break anything but should be known. */
  readonly notes: readonly string[]
  readonly holds: boolean
}
