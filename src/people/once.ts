import type { FastifyRequest } from 'fastify'
import { keyOf } from '#kit/actRoute.ts'
import { canonical, sha256Hex } from '#kit/crypto.ts'
import { Refused } from '#kit/errors.ts'
import type { App } from '#kit/http.ts'
import type { House } from '../house.ts'
import { answerOfKey, forgetKey, keepAnswer, takeKey } from './store/once.ts'

const reading = new Set(['GET', 'HEAD', 'OPTIONS'])

/** What stands in the place of an answer that may be shown only once. */
const shownOnce = { shownOnce: true }

/**
 * Every changing request of these routes that carries a key is done once: a double click or a retry gets the first answer.
 * The key is taken before the act and given back when it is refused; a process killed in between leaves it taken, so that
 * nothing is ever done twice. Passwords are not kept: who asks again is told that it is done.
 */
export function onceOnly(house: Pick<House, 'db' | 'now'>): (app: App) => void {
  const taken = new WeakMap<FastifyRequest, { readonly staff: number; readonly key: string }>()
  return app => {
    app.addHook('preHandler', async (request, reply) => {
      if (reading.has(request.method)) return
      const key = keyOf(request.headers, 80)
      if (key === undefined) return
      const staff = request.actor.staffId
      const what = sha256Hex(
        canonical(['people', request.method, request.url, JSON.stringify(request.body ?? null)]),
      )
      if (await takeKey(house.db, { staff, key, what, at: house.now() })) {
        taken.set(request, { staff, key })
        return
      }
      const first = await answerOfKey(house.db, staff, key)
      if (first && first.what !== what)
        throw new Refused(
          'invalid',
          '同一个请求标识（Idempotency-Key）用在了两个不同的操作上，请刷新页面后重新办理。',
        )
      if (!first || first.answer === null)
        throw new Refused(
          'not-now',
          '这次操作正在办理，或上次没有得到结果。请刷新页面，看清现在的情况后再办。',
        )
      if ('shownOnce' in first.answer)
        throw new Refused('not-now', '这次操作已经办成。口令只显示一次，没有记下的请重置口令。')
      return reply.send(first.answer)
    })
    app.addHook('onSend', async (request, reply, payload) => {
      const mine = taken.get(request)
      if (!mine) return payload
      taken.delete(request)
      if (reply.statusCode >= 300) await forgetKey(house.db, mine.staff, mine.key)
      else {
        const answer = typeof payload === 'string' ? (JSON.parse(payload) as object) : {}
        await keepAnswer(
          house.db,
          mine.staff,
          mine.key,
          'password' in answer || 'secret' in answer ? shownOnce : answer,
        )
      }
      return payload
    })
  }
}
