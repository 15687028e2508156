/** The options of a condition that may also be left open: 全部 first, then each value with its label. */
export function orAll(
  pairs: Iterable<readonly [value: string, label: string]>,
): { readonly value: string; readonly label: string }[] {
  return [{ value: '', label: '全部' }, ...[...pairs].map(([value, label]) => ({ value, label }))]
}
