/** The place so many rows and cells away, within the grid. Infinity goes to the edge. */
export function moved<E extends string>(
  keys: readonly string[],
  order: readonly E[],
  place: { readonly key: string; readonly element: E },
  rows: number,
  cells: number,
): { key: string; element: E } {
  const within = (at: number, length: number) => Math.max(0, Math.min(length - 1, at))
  const row = within(Math.max(0, keys.indexOf(place.key)) + rows, keys.length)
  const cell = within(Math.max(0, order.indexOf(place.element)) + cells, order.length)
  return { key: keys[row] ?? place.key, element: order[cell] ?? place.element }
}
