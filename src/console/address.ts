import { useLocation, useNavigate, useParams } from '@tanstack/react-router'
import { useCallback } from 'react'

/** What stands behind the question mark, always plain text. */
export type Search = Readonly<Record<string, string>>

export function parseSearch(text: string): Search {
  return Object.fromEntries(new URLSearchParams(text))
}

/** Empty values leave the address, so that a filter taken back leaves no trace. */
export function writeSearch(search: Readonly<Record<string, unknown>>): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(search))
    if (value !== undefined && value !== null && value !== '') query.set(name, String(value))
  const text = query.toString()
  return text ? `?${text}` : ''
}

/** The filters of a list live in its address: back, reload and a shared link all show the same list. */
export function useAddress(): {
  search: Search
  set(change: Readonly<Record<string, string | null>>, how?: 'push' | 'replace'): void
} {
  const search: Search = useLocation({ select: location => location.search as never })
  const pathname = useLocation({ select: location => location.pathname })
  const go = useGo()
  const set = useCallback(
    (change: Readonly<Record<string, string | null>>, how: 'push' | 'replace' = 'push') =>
      go(pathname + writeSearch({ ...search, ...change }), how),
    [go, pathname, search],
  )
  return { search, set }
}

/** A list with pages: a changed condition goes back to the first page; `asked` is the page for the service's address. */
export function useListAddress(): {
  search: Search
  page: number
  asked: number | null
  set(change: Readonly<Record<string, string | null>>, how?: 'push' | 'replace'): void
  turn(page: number): void
} {
  const { search, set } = useAddress()
  const page = Math.max(1, Number(search.page) || 1)
  const change = useCallback<typeof set>((next, how) => set({ ...next, page: null }, how), [set])
  const turn = useCallback((next: number) => set({ page: next > 1 ? String(next) : null }), [set])
  return { search, page, asked: page > 1 ? page : null, set: change, turn }
}

/** Goes to an address of the console (`/documents/12?tab=do`). */
export function useGo(): (href: string, how?: 'push' | 'replace') => void {
  const navigate = useNavigate()
  return useCallback(
    (href: string, how: 'push' | 'replace' = 'push') => {
      const [to, query] = href.split('?')
      void navigate({ to: to ?? '/', search: parseSearch(query ?? '') as never, replace: how === 'replace' })
    },
    [navigate],
  )
}

export function useParam(name: string): string {
  const params = useParams({ strict: false }) as Record<string, string | undefined>
  return params[name] ?? ''
}

export function usePath(): string {
  return useLocation({ select: location => location.pathname })
}
