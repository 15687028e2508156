import { ticks } from './now.ts'

/**
 * Lets others have their turn in a long piece of work: asked often, it answers null, and after so many milliseconds a promise that
 * resolves when the others have had theirs.
 */
export function makeTurns(milliseconds = 30): () => Promise<void> | null {
  let since = ticks()
  return () => {
    if (ticks() - since < milliseconds) return null
    return new Promise<void>(resolve =>
      setImmediate(() => {
        since = ticks()
        resolve()
      }),
    )
  }
}
