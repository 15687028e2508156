import { writeMode, type Mode } from './mode.ts'

/** What an address says, and what it may not. */

/** Connection trouble of the database (class 08, 57P, 53), as against a fault of ours. */
export function isUnavailable(error: unknown): boolean {
  const code = (error as { code?: string }).code ?? ''
  return /^(08|57P|53)/.test(code) || ['ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'EPIPE'].includes(code)
}

/** Only what we write ourselves: no control characters, no backslash, no empty or dot segment, whole percent codes. */
export function isPlainPath(path: string): boolean {
  if (!path.startsWith('/') || path.startsWith('//')) return false
  if (/[^\x21-\x7e]|[\\<>"^`{|}]/.test(path)) return false
  let decoded: string
  try {
    decoded = decodeURIComponent(path)
  } catch {
    return false
  }
  if (/[\u0000-\u001f\u007f\\]/.test(decoded)) return false
  return !decoded.split('/').some(s => s === '..' || s === '.')
}

export function knownQuery(search: URLSearchParams, known: readonly string[]): Map<string, string> {
  const query = new Map<string, string>()
  for (const name of known) {
    const value = search.get(name)
    if (value !== null && value !== '') query.set(name, value)
  }
  return query
}

export function keyOf(mode: Mode, path: string, query: ReadonlyMap<string, string>): string {
  const search = [...query].map(([k, v]) => `${k}=${encodeURIComponent(v)}`).join('&')
  return `${writeMode(mode)}|${path}${search === '' ? '' : `?${search}`}`
}

/** What an address asks for behind its path, with its question mark; empty where it asks for nothing. */
export function searchOf(query: ReadonlyMap<string, string>): string {
  const text = new URLSearchParams([...query]).toString()
  return text === '' ? '' : `?${text}`
}
