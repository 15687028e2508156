/** A small choice kept on this machine (columns of a table), never content. */
export function remember(name: string, value: readonly string[]): void {
  try {
    localStorage.setItem(`zhaoming.${name}`, JSON.stringify(value))
  } catch {
    // A browser that keeps nothing shows the usual again.
  }
}

export function recall(name: string, usual: readonly string[]): readonly string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(`zhaoming.${name}`) ?? 'null')
    return Array.isArray(kept) ? kept.map(String) : usual
  } catch {
    return usual
  }
}
