import { z } from 'zod'
import { act, type Deed, type Done } from '#kit/act.ts'
import type { Actor } from '#kit/actor.ts'
import { Refused } from '#kit/errors.ts'
import { appendEvents, type NewEvent } from '#kit/events.ts'
import { addJob } from '#kit/jobs.ts'
import { dayOf } from '#kit/now.ts'
import type { Trx } from '#kit/db.ts'
import { bodyOf, holdersIn, notify, standInsFor } from '#people/directory.ts'
import { publishedAt, type PublishedEntry } from '#record/reading.ts'
import type { House } from '../../house.ts'
import { checkDraft, readByPublic, sourceOf } from '../check.ts'
import { isColumnAddress, lookAtColumn, misplacedFindings, type Looked } from '../columns.ts'
import { duplicateOf } from '../duplicate.ts'
import { kindLabels, type Finding } from '../model.ts'
import { orderProcedure } from '../procedure.ts'
import { cannotExcuse, orderDays } from '../rules.ts'
import { settledBefore } from './check.ts'
import { mayEdit } from './lexicon.ts'
import { forgetFingerprint } from '../store/fingerprints.ts'
import { closeOrder, insertOrder, orderById, ordersAt, touchOrders, type OrderRow } from '../store/orders.ts'

/** Who did it where no person did. */
const machine = '系统巡检'

/** What is wrong with a published entry, in itself and beside others, hints left out. */
export async function checkPublished(
  house: House,
  one: PublishedEntry,
): Promise<{ findings: Finding[]; lexicon: string }> {
  const { entry } = one
  const { findings, lexicon } = await checkDraft(house, {
    bodyId: one.bodyId,
    title: entry.title,
    html: readByPublic(entry),
    attribute: entry.attribute,
    attachments: entry.attachments,
  })
  const twin = await duplicateOf(house.db, one)
  const beside = [...misplacedFindings(entry), ...(twin ? [twin] : [])]
  return { findings: [...findings.filter(f => f.tier !== 'C'), ...beside], lexicon }
}

/** What stands at an address, a publication or a column, with what is wrong and not settled before; null where nothing stands there. */
async function lookAt(house: House, address: string): Promise<Looked | null> {
  if (isColumnAddress(address)) return lookAtColumn(house, address)
  const one = await publishedAt(house.db, address)
  if (!one) {
    await forgetFingerprint(house.db, address)
    return null
  }
  const { findings, lexicon } = await checkPublished(house, one)
  const settled = await settledBefore(house.db, sourceOf(one), findings)
  return { bodyId: one.bodyId, title: one.entry.title, findings, settled, by: lexicon }
}

type Owner = { readonly id: number | null; readonly name: string | null }

/** The openness officer answers for what is public; where there is none, the publisher, then the head of a department. */
async function ownerOf(house: House, bodyId: number): Promise<Owner> {
  const holders = await holdersIn(house.db, [bodyId])
  for (const role of ['opennessOfficer', 'publisher', 'departmentHead']) {
    const holder = holders.find(h => h.role === role)
    if (holder) return { id: holder.staffId, name: holder.name }
  }
  return { id: null, name: null }
}

export type Reconciled = { readonly opened: number; readonly closed: number; readonly open: number }

/**
 * Looks one published text through and brings its orders up to date: a new finding opens one (owner, day, notice), one that is gone
 * closes its order. What was excused, or was said to be right before it was published, is left alone. The machine is the actor; history tells it.
 */
export async function reconcile(house: House, address: string): Promise<Reconciled> {
  return settle(house, address, await lookAt(house, address))
}

/** The same where it was looked at already; null: nothing stands there any more. */
export async function settle(house: House, address: string, looked: Looked | null): Promise<Reconciled> {
  const owner = looked ? await ownerOf(house, looked.bodyId) : { id: null, name: null }
  const region = looked ? (await bodyOf(house.db, looked.bodyId)).region : undefined
  return house.db.transaction().execute(async trx => {
    const at = house.now()
    const known = await ordersAt(trx, address)
    const present = new Set(looked?.findings.map(f => f.id))
    const still = known.filter(o => o.state === 'open' && present.has(o.findingId))
    const gone = known.filter(o => o.state === 'open' && !present.has(o.findingId))
    await touchOrders(
      trx,
      still.map(o => o.id),
      at,
    )
    for (const order of gone) await closeByMachine(trx, order, at, looked === null)
    const told = new Set([...known.map(o => o.findingId), ...(looked?.settled ?? [])])
    const events: NewEvent[] = []
    const opened: Finding[] = []
    for (const finding of looked?.findings ?? []) {
      if (told.has(finding.id) || looked === null) continue
      const today = dayOf(at)
      const dueOn = house.calendar(region).addWorkingDays(today, orderDays(finding))
      const { before, hit, after } = finding.excerpt
      const id = await insertOrder(trx, {
        bodyId: looked.bodyId,
        address,
        title: looked.title,
        findingId: finding.id,
        kind: finding.kind,
        tier: finding.tier as 'A' | 'B',
        message: finding.message,
        place: `${finding.place.file ? `附件“${finding.place.file}”` : ''}${finding.place.label}`,
        excerpt: `${before}【${hit}】${after}`,
        ownerId: owner.id,
        ownerName: owner.name,
        dueOn,
        lexicon: looked.by,
        foundAt: at,
        checkedAt: at,
      })
      if (id === null) continue
      opened.push(finding)
      events.push({
        ...byMachine(id, at),
        verb: 'open',
        from: null,
        to: 'open',
        data: {
          address,
          finding: finding.id,
          kind: finding.kind,
          tier: finding.tier,
          dueOn,
          owner: owner.id,
        },
      })
    }
    if (looked && events.length > 0) await appendEvents(trx, looked.bodyId, events)
    if (looked && opened.length > 0 && owner.id !== null) {
      const people = [owner.id, ...(await standInsFor(trx, [owner.id], dayOf(at)))]
      await notify(trx, people, {
        kind: 'order',
        subject: events[0]!.subject,
        text: noticeText(looked, opened),
        at,
      })
    }
    return { opened: opened.length, closed: gone.length, open: still.length + opened.length }
  })
}

function noticeText({ title }: Looked, findings: readonly Finding[]): string {
  const kinds = [...new Set(findings.map(f => kindLabels[f.kind]))].slice(0, 3).join('、')
  if (findings.some(f => f.kind === 'stale' || f.kind === 'empty'))
    return `${title}：巡检发现${findings.length}处问题（${kinds}），已开整改工单，请按期更新或说明。`
  return `已公开的《${title}》巡检发现${findings.length}处问题（${kinds}），已开整改工单，请按期更正或撤回。`
}

const byMachine = (id: number, at: Date) =>
  ({ kind: 'order', subject: id, at, actor: null, actorName: machine, role: null, reason: null }) as const

async function closeByMachine(trx: Trx, order: OrderRow, at: Date, isWithdrawn: boolean): Promise<void> {
  const why = isWithdrawn ? '信息已撤回。' : '复查时没有再发现。'
  await orderProcedure.move(trx, order, 'mended', at)
  await closeOrder(trx, order.id, { at, by: null, why })
  await appendEvents(trx, order.bodyId, [
    {
      ...byMachine(order.id, at),
      verb: 'recheck',
      from: 'open',
      to: 'mended',
      data: { address: order.address, finding: order.findingId, why },
    },
  ])
}

const recheckForm = z.object({ gone: z.boolean() })

const recheck: Deed<OrderRow, z.infer<typeof recheckForm>> = {
  form: recheckForm,
  choose: (_row, form) => (form.gone ? 'mended' : 'open'),
  async apply({ trx, row, form, at, actor }) {
    if (form.gone) await closeOrder(trx, row.id, { at, by: actor.staffId, why: '复查时没有再发现。' })
    return { data: { address: row.address, finding: row.findingId } }
  },
}

const excuse: Deed<OrderRow> = {
  guard: ({ row, as, reason }) => cannotExcuse(row, as.role, reason ?? ''),
  async apply({ trx, row, reason, at, actor }) {
    await closeOrder(trx, row.id, { at, by: actor.staffId, why: reason ?? '' })
    return { data: { address: row.address, finding: row.findingId, kind: row.kind, tier: row.tier } }
  },
}

export type OrderRequest = {
  readonly actor: Actor
  readonly order: number
  readonly version?: number
  readonly reason?: string | null
  readonly key?: string
}

/** 立即巡检: queues a look through everything that the actor's body and those below it have published. */
export async function lookThrough(house: House, actor: Actor): Promise<void> {
  if (!mayEdit(actor)) throw new Refused('forbidden', '巡检由本机关的公开审查员发起，您没有这个权限。')
  const { bodyId } = actor
  await house.db.transaction().execute(trx =>
    addJob(trx, {
      name: 'patrol:rescan',
      payload: { body: bodyId, after: 0, columns: true },
      key: `patrol:rescan:${bodyId}`,
    }),
  )
}

/** 复查: the machine looks the page through now; the order closes when its finding is gone. */
export async function recheckOrder(house: House, request: OrderRequest): Promise<Done> {
  const order = await orderById(house.db, request.order)
  if (!order || !orderProcedure.sees(order, request.actor))
    throw new Refused('not-found', '没有找到这件整改工单。')
  const looked = await lookAt(house, order.address)
  const gone = !looked?.findings.some(f => f.id === order.findingId)
  return act(house, orderProcedure, recheck, {
    subject: request.order,
    verb: 'recheck',
    actor: request.actor,
    form: { gone },
    version: request.version,
    key: request.key,
  })
}

/** 确认无误: what was found is right; later checks leave it alone. */
export function excuseOrder(house: House, request: OrderRequest): Promise<Done> {
  return act(house, orderProcedure, excuse, {
    subject: request.order,
    verb: 'excuse',
    actor: request.actor,
    reason: request.reason ?? null,
    version: request.version,
    key: request.key,
  })
}
