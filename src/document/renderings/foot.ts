import { minuteOf } from '#kit/now.ts'
import type { Rendered } from './rendered.ts'
import { printable } from './text.ts'

/** What stands small at the foot beside the page number: where the document is public, and when this copy was taken. */
export function footText(given: Pick<Rendered, 'address' | 'retrievedAt'>): string {
  const address = printable(given.address ?? '').trim()
  if (address === '') return ''
  return given.retrievedAt ? `${address}（${minuteOf(given.retrievedAt)}取得）` : address
}
