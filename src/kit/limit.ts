/** Too many wait already, or it took too long: whoever comes is told to come again, in so many seconds. */
export class Crowded extends Error {
  constructor(readonly retryAfter: number) {
    super('too many at once')
    this.name = 'Crowded'
  }
}

/** How long one may wait for his turn, and how many at one time. */
export type Patience = {
  readonly waiting: number
  readonly milliseconds: number
  readonly retryAfter: number
}

/**
 * So many at a time; who comes later waits, in the order of coming, and with `patience` not for ever: then it throws Crowded. A work
 * that fails hands its turn on, too.
 */
export function makeLimit(most: number, patience?: Patience): <T>(work: () => Promise<T>) => Promise<T> {
  let running = 0
  const waiting = new Set<() => void>()
  const turn = () =>
    new Promise<void>((resolve, reject) => {
      if (patience && waiting.size >= patience.waiting) return reject(new Crowded(patience.retryAfter))
      const late = patience
        ? setTimeout(() => {
            waiting.delete(begin)
            reject(new Crowded(patience.retryAfter))
          }, patience.milliseconds)
        : undefined
      const begin = () => {
        clearTimeout(late)
        resolve()
      }
      waiting.add(begin)
    })
  return async work => {
    if (running < most) running++
    else await turn()
    try {
      return await work()
    } finally {
      const [next] = waiting
      if (next) {
        waiting.delete(next)
        next()
      } else running--
    }
  }
}
