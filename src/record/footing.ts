/** The marks that the record tells of a change (record.marks_of), for queries that know which rows they depend on (kit/footing.ts). */

/** What stands, or once stood, at an address. */
export const at = (address: string): string => `at ${address}`

/** What stands published with a link to an address. */
export const linksTo = (address: string): string => `to ${address}`

export const copiesFor = (contentHash: string): string => `copy ${contentHash}`

/** Normative documents of these bodies (null: of every body). */
export const normativeOf = (bodies: readonly number[] | null): string[] =>
  bodies === null ? ['normative *'] : bodies.map(b => `normative ${b}`)

/** Whatever stands under an item of a catalog, of these bodies. */
export const underItems = (bodies: readonly number[]): string[] => bodies.map(b => `items ${b}`)

/** Where no closer mark is known: anything that stands. */
export const whole = 'record.current'

/** Rows of these bodies (null: of every body) in any of these columns (null: whatever the column). */
export function rowsOf(
  bodies: readonly (number | string)[] | null | undefined,
  columns: readonly string[] | null | undefined,
): string[] {
  const of = bodies ?? null
  const inColumns = columns && !columns.includes('*') ? columns : null
  if (of === null) return inColumns === null ? [whole] : inColumns.map(c => `column */${c}`)
  return inColumns === null
    ? of.map(b => `body ${b}`)
    : of.flatMap(b => inColumns.map(c => `column ${b}/${c}`))
}
