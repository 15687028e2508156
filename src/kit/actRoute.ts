import { z } from 'zod'
import type { Done } from './act.ts'
import type { Actor } from './actor.ts'
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

/** What a request to act brings: the version the person was looking at, a reason, what the step asks for (each room reads it by its own form). */
export const actBody = z.object({
  version: z.number().int().optional(),
  reason: z.string().max(2000, '理由不能超过2000个字。').nullish(),
  form: z.unknown().optional(),
})

/** The same where nobody may act on what he was not looking at. */
export const lookedBody = actBody.extend({ version: z.number('缺少版本号，请刷新页面。').int() })

type ActRequest<V extends string> = {
  readonly params: { readonly id: number; readonly verb: V }
  readonly body: z.infer<typeof actBody>
  readonly actor: Actor
  readonly headers: Readonly<Record<string, unknown>>
}

/** A request to act as `act` takes it. Throws Refused where its key is malformed. */
export function actOf<V extends string>({ params, body, actor, headers }: ActRequest<V>, longest?: number) {
  const { version, reason, form } = body
  return { subject: params.id, verb: params.verb, actor, version, reason, form, key: keyOf(headers, longest) }
}
