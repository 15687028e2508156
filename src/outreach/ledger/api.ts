import { z } from 'zod'
import { doneView, keyOf } from '#kit/actRoute.ts'
import type { Actor } from '#kit/actor.ts'
import type { Envelope } from '#kit/envelope.ts'
import { Refused } from '#kit/errors.ts'
import type { App } from '#kit/http.ts'
import { later, minuteOf } from '#kit/now.ts'
import { rolesFor } from '#kit/permit.ts'
import { maskEmail } from '#law/identity.ts'
import { bodyNames } from '#people/directory.ts'
import { frequencies, letterKinds } from '../model.ts'
import {
  faultyLetters,
  ledgerDays,
  ledgerService,
  ledgerSums,
  ledgerUnbalanced,
  type FaultyLetter,
} from '../store/ledger.ts'
import { bodiesUnderRoles } from '../webhook/api.ts'
import { retryLetter, standing, type LedgerHouse } from './actions.ts'
import { ledgerReaderAdmins, ledgerReaders, retryStep, type LedgerView } from './model.ts'

const shownDays = 31
const shownLetters = 100
const day = 86_400_000

/** /api/subscriptions: the account of what subscribers were owed. Addresses leave masked. */
export function ledgerRoutes(
  house: LedgerHouse & { readonly envelope: Envelope },
): (app: App) => Promise<void> {
  const { db } = house

  /** The bodies whose account this person may look at. */
  async function bodiesOf(actor: Actor): Promise<number[]> {
    const under = await bodiesUnderRoles(house, actor, ledgerReaderAdmins)
    const own = actor.roles
      .filter(r => (ledgerReaders as readonly string[]).includes(r.role))
      .map(r => r.bodyId)
    return [...new Set([...own, ...under.map(b => b.id)])]
  }

  function addressOf(letter: FaultyLetter): string {
    if (!letter.sealed) return '（已停止订阅，地址已删除）'
    try {
      return maskEmail(house.envelope.open(letter.sealed))
    } catch {
      return '（地址打不开）'
    }
  }

  return async app => {
    app.get('/api/subscriptions', { schema: { response: { 200: z.any() } } }, async ({ actor }) => {
      const bodies = await bodiesOf(actor)
      if (bodies.length === 0)
        throw new Refused('forbidden', '邮件订阅的对账由公开审查员、编号发布员、系统管理员和审计管理员查看。')
      const names = await bodyNames(db, bodies)
      const service = await ledgerService(db, bodies)
      const days = await ledgerDays(db, bodies, later(house.now(), -shownDays * day))
      const letters = await faultyLetters(db, bodies, shownLetters)
      const lines = []
      for (const letter of letters) {
        const here = await standing(db, actor, letter.bodyId)
        const subject = { ...letter, departmentId: null, drafterId: 0 }
        lines.push({
          id: letter.id,
          version: letter.version,
          kindLabel: letterKinds[letter.kind],
          address: addressOf(letter),
          state: letter.state,
          stateLabel: letter.state === 'failed' ? '失败' : '等待重试',
          attempts: letter.attempts,
          fault: letter.fault,
          madeAt: minuteOf(letter.madeAt),
          nextTryAt: letter.state === 'waiting' ? minuteOf(letter.nextTryAt) : null,
          mayRetry:
            letter.state === 'failed' &&
            letter.sealed !== null &&
            rolesFor(retryStep, subject, here).length > 0,
        })
      }
      const view: LedgerView = {
        ...service,
        bodies: [...names.values()],
        sums: await ledgerSums(db, bodies),
        unbalanced: await ledgerUnbalanced(db, bodies),
        days: days.map(d => ({ ...d, frequency: frequencies[d.frequency] })),
        letters: lines,
        retry: { label: retryStep.label, effect: retryStep.effect, basis: retryStep.basis },
      }
      return view
    })

    app.post(
      '/api/subscriptions/letters/:id/retry',
      {
        schema: {
          params: z.object({
            id: z.coerce.number('编号应为数字。').int('编号应为整数。').positive('编号应为正数。'),
          }),
          body: z.object({ version: z.number('缺少版本号，请刷新页面。').int() }),
          response: { 200: doneView },
        },
      },
      async ({ actor, params, body, headers }) => {
        const key = keyOf(headers)
        return retryLetter(house, {
          subject: params.id,
          actor,
          version: body.version,
          ...(key === undefined ? {} : { key }),
        })
      },
    )
  }
}
