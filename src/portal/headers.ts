import type { Site } from './site.ts'

/** What every answer of the site says, and what its pages say besides. */
export function headersOf(site: Site) {
  const isSecure = site.origin.startsWith('https:')
  const always: Record<string, string> = {
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'strict-origin-when-cross-origin',
    'X-Frame-Options': 'SAMEORIGIN',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Permissions-Policy': 'camera=(), microphone=(), geolocation=()',
    ...(isSecure ? { 'Strict-Transport-Security': 'max-age=31536000' } : {}),
  }
  const pageHeaders: Record<string, string> = {
    ...always,
    'Content-Security-Policy':
      "default-src 'self'; script-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'",
    'Cache-Control': 'no-cache',
    Vary: 'Cookie, Accept-Encoding',
  }
  return { always, pageHeaders }
}
