import { backoff, localEvery, merge, same, serverEvery, type LocalCopy } from './autosave.ts'
import { isStale, isUndecided, reasonsOf, type Reason } from './refusal.ts'

export type SaveStatus = 'clean' | 'dirty' | 'saving' | 'saved' | 'offline' | 'refused'

export type SaverState<D> = {
  readonly draft: D
  readonly status: SaveStatus
  readonly version: number
  /** When the server last took it, when this machine last kept it (milliseconds). */
  readonly savedAt: number | null
  readonly localAt: number | null
  readonly reasons: readonly Reason[]
  /** Fields somebody else changed too; mine was kept. */
  readonly conflicts: readonly string[]
}

export type SaverTools<D> = {
  save(draft: D, version: number): Promise<{ readonly version: number; readonly savedAt: string }>
  load(): Promise<{ readonly draft: D; readonly version: number }>
  keep(copy: LocalCopy<D>): Promise<boolean>
  drop(): Promise<void>
  now(): number
  after(milliseconds: number, work: () => void): () => void
}

export type Saver<D> = {
  get(): SaverState<D>
  subscribe(listener: () => void): () => void
  edit(part: Partial<D>): void
  /** Sends what is not yet sent; true when the server now holds exactly what is on the screen. */
  flush(): Promise<boolean>
  stop(): void
  /** What this machine would have to keep now; null when the server has everything. */
  unsent(): LocalCopy<D> | null
}

/**
 * Keeps a draft: on this machine within seconds, on the server within half a minute or at once on `flush`, again and
 * again while the network is away. What another tab or person saved in between is merged field by field.
 */
export function makeSaver<D extends object>(
  start: { readonly draft: D; readonly base: D; readonly version: number; readonly savedAt: number | null },
  tools: SaverTools<D>,
): Saver<D> {
  let base = start.base
  let underWay: D | null = null
  let failures = 0
  let stopped = false
  let running: Promise<boolean> | null = null
  let cancelLocal: (() => void) | null = null
  let cancelServer: (() => void) | null = null
  const listeners = new Set<() => void>()
  let state: SaverState<D> = {
    draft: start.draft,
    status: same(start.draft, start.base) ? 'clean' : 'dirty',
    version: start.version,
    savedAt: start.savedAt,
    localAt: null,
    reasons: [],
    conflicts: [],
  }
  function change(next: Partial<SaverState<D>>): void {
    state = { ...state, ...next }
    for (const listener of listeners) listener()
  }
  function keepSoon(): void {
    if (cancelLocal || stopped) return
    cancelLocal = tools.after(localEvery, () => {
      cancelLocal = null
      void keepNow()
    })
  }
  const unsent = (): LocalCopy<D> | null =>
    same(state.draft, base)
      ? null
      : {
          draft: state.draft,
          base,
          baseVersion: state.version,
          ...(underWay === null ? {} : { sent: underWay }),
          at: tools.now(),
        }
  async function keepNow(): Promise<void> {
    const copy = unsent()
    if (copy && (await tools.keep(copy))) change({ localAt: copy.at })
  }
  function sendIn(milliseconds: number): void {
    if (stopped) return
    cancelServer?.()
    cancelServer = tools.after(milliseconds, () => {
      cancelServer = null
      void flush()
    })
  }
  async function send(): Promise<boolean> {
    for (let turn = 0; turn < 4; turn += 1) {
      if (same(state.draft, base)) {
        await tools.drop()
        // Written while this machine was forgetting its copy.
        if (!same(state.draft, base)) continue
        change({ status: state.savedAt === null ? 'clean' : 'saved', localAt: null })
        return true
      }
      const sent = state.draft
      underWay = sent
      change({ status: 'saving' })
      try {
        const saved = await tools.save(sent, state.version)
        underWay = null
        base = sent
        failures = 0
        change({ version: saved.version, savedAt: Date.parse(saved.savedAt), reasons: [] })
      } catch (error) {
        if (isStale(error) && turn < 3 && (await takeIn())) continue
        return failed(error)
      }
    }
    sendIn(serverEvery)
    change({ status: 'dirty' })
    return false
  }
  async function takeIn(): Promise<boolean> {
    try {
      const theirs = await tools.load()
      const merged = merge(base, state.draft, theirs.draft)
      base = theirs.draft
      change({ draft: merged.draft, version: theirs.version, conflicts: merged.conflicts })
      return true
    } catch {
      return false
    }
  }
  async function failed(error: unknown): Promise<boolean> {
    await keepNow()
    if (isUndecided(error)) {
      failures += 1
      change({ status: 'offline' })
      sendIn(backoff(failures))
    } else change({ status: 'refused', reasons: reasonsOf(error) })
    return false
  }
  function flush(): Promise<boolean> {
    if (stopped) return Promise.resolve(false)
    cancelServer?.()
    cancelServer = null
    running ??= send().finally(() => {
      running = null
    })
    return running
  }
  if (state.status === 'dirty') sendIn(serverEvery)
  return {
    get: () => state,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    edit(part) {
      const draft = { ...state.draft, ...part }
      if (same(draft, state.draft)) return
      change({ draft, status: state.status === 'saving' ? 'saving' : 'dirty' })
      keepSoon()
      if (!cancelServer) sendIn(serverEvery)
    },
    async flush() {
      const done = await flush()
      return done || same(state.draft, base) ? done : state.status === 'dirty' ? flush() : false
    },
    stop() {
      stopped = true
      cancelLocal?.()
      cancelServer?.()
      const copy = unsent()
      if (copy) void tools.keep(copy)
    },
    unsent,
  }
}
