import { faultsOf } from '#kit/form.ts'
import { act, begin, type Deed, type Done, type Request } from '#kit/act.ts'
import type { Actor } from '#kit/actor.ts'
import type { Db, Trx } from '#kit/db.ts'
import { Refused, type Reason } from '#kit/errors.ts'
import { later, type Now } from '#kit/now.ts'
import type { Procedure } from '#kit/procedure.ts'
import type { Vault } from '#kit/vault.ts'
import { lastChange } from '#exchange/changes.ts'
import { lineOf } from '#people/bodies.ts'
import { reaching } from '#people/rules/power.ts'
import {
  changeWebhook,
  countChanges,
  insertWebhook,
  lastReplay,
  lockWebhook,
  moveWebhook,
  oweChanges,
  putSecret,
  readWebhook,
  setFailing,
  suppressOpen,
  tryNow,
} from '../store/webhooks.ts'
import {
  registerForm,
  replayForm,
  webhookForm,
  type ReplayForm,
  type WebhookForm,
  type WebhookRow,
} from './model.ts'
import { formerFor, mostReplayed } from './rules.ts'
import { newSecret } from './sign.ts'
import { targetFault } from './target.ts'
import { webhookBeginning, webhookWorkflow, type WebhookVerb } from './workflow.ts'

export type WebhookHouse = {
  readonly db: Db
  readonly now: Now
  readonly vault: Vault
  /** Origins of the intranet that the operator has allowed (WEBHOOK_ORIGINS). */
  readonly webhookOrigins: ReadonlySet<string>
  recordChanged(): void
}

type Row = WebhookRow & { readonly departmentId: null; readonly drafterId: number }
const readers = ['systemAdmin', 'securityAdmin', 'auditAdmin']

/** Whether an actor, whose roles reach the webhook's body, may look at it. */
export const seesWebhook = (row: { readonly bodyId: number }, actor: Pick<Actor, 'roles'>) =>
  actor.roles.some(r => r.bodyId === row.bodyId && r.onBehalfOf === null && readers.includes(r.role))

export const webhookProcedure: Procedure<Row> = {
  kind: 'webhook',
  noun: '接收系统',
  workflow: webhookWorkflow,
  async lock(trx, id) {
    const row = await lockWebhook(trx, id)
    return row && { ...row, departmentId: null, drafterId: row.registeredBy }
  },
  sees: seesWebhook,
  move: moveWebhook,
}

/** An actor as he stands over the body of a webhook: an administrator of a body reaches down to those below it. */
export async function over(db: Db, actor: Actor, bodyId: number): Promise<Actor | null> {
  const line = await lineOf(db, bodyId)
  return line && reaching(actor, line)
}

const hostOf = (url: string) => new URL(url).host

/** What the history keeps of an address: where it leads, not the rest, which may hold a key of the receiver's. */
const told = (form: WebhookForm) => ({ name: form.name, host: hostOf(form.url), below: form.below })

export type Registered = Done & {
  /** Shown this once; null when a retry asks for it again. */
  readonly secret: string | null
}

/** Registers a receiver for the changes of a body. Throws Refused with every reason. */
export async function registerWebhook(
  house: WebhookHouse,
  actor: Actor,
  bodyId: number,
  given: unknown,
  key?: string,
): Promise<Registered> {
  const here = await over(house.db, actor, bodyId)
  const held = here?.roles.find(r => (webhookBeginning.by as readonly string[]).includes(r.role))
  if (!here || !held)
    throw new Refused('forbidden', '“登记接收系统”须由本单位或上级单位的系统管理员办理，您没有这项权限。')
  const parsed = registerForm.safeParse(given)
  const reasons: Reason[] = parsed.success ? [] : faultsOf(parsed.error)
  const url = (given as { url?: unknown } | null)?.url
  const fault =
    typeof url === 'string' && url.trim() !== '' ? targetFault(url.trim(), house.webhookOrigins) : null
  if (fault) reasons.push({ field: 'url', text: fault })
  const newest = await lastChange(house.db)
  if (parsed.success && parsed.data.from !== undefined && parsed.data.from > newest + 1)
    reasons.push({ field: 'from', text: `最新的次序号是 ${newest}，起号不能大于 ${newest + 1}。` })
  if (reasons.length > 0 || !parsed.success) throw new Refused('invalid', reasons)
  const form = parsed.data
  let secret: string | null = null
  const done = await begin(
    house,
    { kind: 'webhook', bodyId, role: held.role, verb: 'register', actor, form, ...(key ? { key } : {}) },
    async (trx, at) => {
      secret = newSecret()
      const matchedTo = form.from === undefined ? newest : form.from - 1
      const id = await insertWebhook(trx, {
        ...form,
        bodyId,
        secret: house.vault.seal(secret),
        matchedTo,
        by: actor.staffId,
        at,
      })
      return { id, state: 'active', data: { ...told(form), from: matchedTo + 1 } }
    },
  )
  return { ...done, secret }
}

type Made = { secret: string | null }

const change = (house: WebhookHouse): Deed<Row, WebhookForm> => ({
  form: webhookForm,
  guard({ row, form }) {
    const fault = targetFault(form.url, house.webhookOrigins)
    const { name, contact, url, below } = row
    if (fault) return [{ field: 'url', text: fault }]
    const same = name === form.name && contact === form.contact && url === form.url && below === form.below
    return same ? [{ text: '没有改动。' }] : []
  },
  async apply({ trx, row, form, at }) {
    await changeWebhook(trx, row.id, form)
    if (form.url !== row.url) await tryNow(trx, row.id, at)
    return { data: told(form) }
  },
})

const renew = (house: WebhookHouse, made: Made): Deed<Row> => ({
  async apply({ trx, row, at }) {
    made.secret = newSecret()
    await putSecret(trx, row.id, house.vault.seal(made.secret), later(at, formerFor))
  },
})

const resume: Deed<Row> = {
  async apply({ trx, row, at }) {
    await setFailing(trx, row.id, null)
    await tryNow(trx, row.id, at)
  },
}

const remove: Deed<Row> = {
  async apply({ trx, row, at }) {
    await suppressOpen(trx, row.id, '接收系统已删除', at)
  },
}

/** Up to which number a replay goes: never beyond what is owed anyway. */
const upTo = (row: Row, form: ReplayForm) => Math.min(form.to ?? row.matchedTo, row.matchedTo)

const replay: Deed<Row, ReplayForm> = {
  form: replayForm,
  async guard({ trx, row, form }) {
    const count = await countChanges(trx, row, { after: form.from - 1, upTo: upTo(row, form) })
    if (count === 0)
      return [
        {
          field: 'from',
          text: `这一段没有可以重推的变化：推送到的最后一个次序号是 ${row.matchedTo}。`,
        },
      ]
    if (count > mostReplayed)
      return [
        {
          field: 'to',
          text: `这一段有 ${count} 件变化，一次最多重推 ${mostReplayed} 件，请分段；更多的请接收系统用开放接口 /changes 补取。`,
        },
      ]
    return []
  },
  async apply({ trx, row, form, at }) {
    const count = await oweAgain(trx, row, form, at)
    return { data: { from: form.from, to: upTo(row, form), count } }
  },
}

const oweAgain = async (trx: Trx, row: Row, form: ReplayForm, at: Date): Promise<number> =>
  oweChanges(
    trx,
    row,
    { after: form.from - 1, upTo: upTo(row, form) },
    (await lastReplay(trx, row.id)) + 1,
    at,
  )

/** One step of a webhook; a renewed secret is answered this once. Throws Refused with every reason. */
export async function performWebhook(
  house: WebhookHouse,
  request: Request & { readonly verb: WebhookVerb },
): Promise<Registered> {
  const row = await readWebhook(house.db, request.subject)
  const actor = row && (await over(house.db, request.actor, row.bodyId))
  if (!actor) throw new Refused('not-found', '没有找到这个接收系统，或您没有查看它的权限。')
  const made: Made = { secret: null }
  const deeds: Record<WebhookVerb, Deed<Row, never>> = {
    change: change(house) as Deed<Row, never>,
    renew: renew(house, made) as Deed<Row, never>,
    replay: replay as Deed<Row, never>,
    pause: {},
    resume: resume as Deed<Row, never>,
    remove: remove as Deed<Row, never>,
  }
  const done = await act(house, webhookProcedure, deeds[request.verb], { ...request, actor })
  return { ...done, secret: made.secret }
}
