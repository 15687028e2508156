import { useKept } from './useKept.ts'

export type Typed<F> = {
  readonly values: F
  /** Changes these fields; call it once per event. */
  readonly set: (part: Partial<F>) => void
  readonly restored: boolean
  readonly forget: () => void
}

/**
 * The fields of a form over what they start from: only those that were changed are kept on this machine, so that after a refresh they stand
 * over what the server says by then. `forget` once it was sent.
 */
export function useTyped<F extends object>(name: string, initial: F): Typed<F> {
  const kept = useKept<Partial<F>>(name, {})
  return {
    values: { ...initial, ...kept.value },
    set: part => kept.set({ ...kept.value, ...part }),
    restored: kept.restored,
    forget: kept.forget,
  }
}
