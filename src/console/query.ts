import { QueryClient, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { newKey, type Method } from './client.ts'
import { isPassing, isUndecided, Unreachable } from './refusal.ts'
import { call } from './session.ts'

/** Answers are read again when a screen is opened or something was done, never because a window regained focus. */
export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      refetchOnWindowFocus: false,
      refetchOnReconnect: false,
      staleTime: 5_000,
      retry: (failures, error) => error instanceof Unreachable && failures < 2,
    },
  },
})

/**
 * Told each time what stands on a screen could not be read again for a reason that passes: the screen keeps what it shows, the person
 * is told that it is older. Answers how to stop listening.
 */
export function onRefreshFailed(tell: (error: unknown) => void): () => void {
  return queries.getQueryCache().subscribe(event => {
    if (event.type !== 'updated' || event.action.type !== 'error') return
    const { data, error } = event.query.state
    if (data !== undefined && event.query.isActive() && isPassing(error)) tell(error)
  })
}

export type Got<T> = {
  readonly data: T | undefined
  /** Why there is nothing to show, or why it must not be shown any more; a reading again that failed in passing leaves the data. */
  readonly error: unknown
  readonly loading: boolean
  /** Shown data belong to the address before; the new ones are on their way. */
  readonly stale: boolean
  reload(): Promise<unknown>
}

/** `GET path`; null asks nothing. `keep` shows the former answer while the next page is fetched. */
export function useGet<T>(path: string | null, options: { keep?: boolean; fresh?: number } = {}): Got<T> {
  const query = useQuery<T>({
    queryKey: [path],
    queryFn: ({ signal }) => call<T>('GET', path ?? '', { signal }),
    enabled: path !== null,
    staleTime: options.fresh,
    placeholderData: options.keep ? before => before : undefined,
  })
  return {
    data: query.data,
    error: query.data !== undefined && isPassing(query.error) ? null : query.error,
    loading: query.isPending && path !== null,
    stale: query.isPlaceholderData,
    reload: query.refetch,
  }
}

/** Marks what was read from these addresses (by their beginning) as old, and reads again what is on the screen. */
export function useRefresh(): (...prefixes: string[]) => Promise<void> {
  const client = useQueryClient()
  return async (...prefixes) => {
    await client.invalidateQueries({
      predicate: query => {
        const key = query.queryKey[0]
        return typeof key === 'string' && prefixes.some(prefix => key.startsWith(prefix))
      },
    })
  }
}

/** Marks what was read from an address (by its beginning) as old. */
const markOld = (prefix: string): Promise<void> =>
  queries.invalidateQueries({
    predicate: ({ queryKey: [key] }) => typeof key === 'string' && key.startsWith(prefix),
  })

export type Doing = {
  readonly busy: boolean
  readonly error: unknown
  clear(): void
  /** Sends once: a second call while busy does nothing and answers undefined, as does a failure (see `error`). */
  run<T>(method: Method, path: string, body?: unknown): Promise<T | undefined>
}

/**
 * A thing a person does. The idempotency key is made with the intention and kept through double clicks, lost
 * connections and signing in again; it is renewed once the server has decided.
 */
export function useDoing(): Doing {
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const running = useRef(false)
  const intention = useRef<{ about: string; key: string } | null>(null)
  async function run<T>(method: Method, path: string, body?: unknown): Promise<T | undefined> {
    if (running.current) return undefined
    const about = `${method} ${path} ${body instanceof FormData ? 'file' : JSON.stringify(body ?? null)}`
    if (intention.current?.about !== about) intention.current = { about, key: newKey() }
    running.current = true
    setBusy(true)
    setError(null)
    try {
      const answer = await call<T>(method, path, { body, key: intention.current.key })
      intention.current = null
      // Whatever was done may have moved a matter to somebody else: numbers in the navigation and the worklist are read again.
      if (method !== 'GET') void markOld('/api/worklist')
      return answer ?? (null as T)
    } catch (thrown) {
      if (!isUndecided(thrown)) intention.current = null
      setError(thrown)
      return undefined
    } finally {
      running.current = false
      setBusy(false)
    }
  }
  return { busy, error, clear: () => setError(null), run }
}
