import { z } from 'zod'
import type { Done } from './act.ts'
import { Refused } from './errors.ts'

/** What a route answers when an act is done. */
export const doneView: z.ZodType<Done> = z.object({
  subject: z.number(),
  verb: z.string(),
  state: z.string(),
  version: z.number(),
  position: z.number(),
})

/**
 * The idempotency key a request carries, or undefined; at most `longest` characters, so that a room that adds to it stays within what
 * is kept. Throws Refused where it is malformed.
 */
export function keyOf(headers: Readonly<Record<string, unknown>>, longest = 60): string | undefined {
  const key = headers['idempotency-key']
  if (key === undefined) return undefined
  if (typeof key !== 'string' || key.length < 8 || key.length > longest || !/^[\w-]+$/.test(key))
    throw new Refused('invalid', '请求标识（Idempotency-Key）格式不对，请刷新页面后重试。')
  return key
}
