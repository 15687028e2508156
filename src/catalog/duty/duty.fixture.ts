import type { Actor } from '#kit/actor.ts'
import { appendEvents } from '#kit/events.ts'
import { dayOf } from '#kit/now.ts'
import { contentHashAt, publish, reserveAddress, withdraw } from '#record/actions.ts'
import { publicationData, withdrawalData } from '#record/content.ts'
import { makeEntry } from '#record/model.ts'
import type { Bureau } from '../../../test/setup/bureau.ts'
import type { TestHouse } from '../../../test/setup/house.ts'
import { compileVersion, performVersion } from '../actions.ts'
import type { LocalItem } from '../localItem.ts'
import { readVersion } from '../store.ts'
import type { VersionVerb } from '../workflow.ts'

type Given =
  | { readonly items: readonly string[]; readonly issuedOn: string; readonly title: string }
  | { readonly withdraw: string }

/** Publishes a document of a bureau under items, or withdraws one, through the record's own doors. Returns its address. */
export async function publishUnder(t: TestHouse, b: Bureau, given: Given): Promise<string> {
  const { house } = t
  const at = house.now()
  const events = (verb: string, data: ReturnType<typeof publicationData>) => ({
    ...{ kind: 'document', subject: 1, verb, from: null, to: verb, at, actor: 1, actorName: '发布员甲' },
    ...{ role: 'publisher', reason: null, data },
  })
  const address = await house.db.transaction().execute(async trx => {
    if ('withdraw' in given) {
      const contentHash = (await contentHashAt(trx, given.withdraw))!
      const data = withdrawalData({ address: given.withdraw, contentHash, purge: false })
      const [event] = await appendEvents(trx, b.bodyId, [events('withdraw', data)])
      await withdraw(trx, house, {
        address: given.withdraw,
        publicNote: '有误，撤回。',
        purge: false,
        event: event!,
      })
      return given.withdraw
    }
    const body = await trx
      .selectFrom('body')
      .select(['slug', 'name'])
      .where('id', '=', b.bodyId)
      .executeTakeFirstOrThrow()
    const entry = makeEntry({
      ...{ title: given.title, issuers: [body.name], source: body.name, columns: ['relief'] },
      ...{ issuedOn: given.issuedOn, html: '<p>正文。</p>', catalogItems: [...given.items] },
    })
    const reserved = await reserveAddress(trx, body.slug, dayOf(at))
    const [event] = await appendEvents(trx, b.bodyId, [events('publish', publicationData(entry, reserved))])
    await publish(trx, house, { entry, bodyId: b.bodyId, subjectId: 1, address: reserved, event: event! })
    return reserved
  })
  house.recordChanged()
  return address
}

/** The 救灾 catalog of a bureau as derived from the national one, gaps filled, through all its steps to publication. */
export async function publishCatalog(
  t: TestHouse,
  b: Bureau,
  change: (items: readonly LocalItem[]) => readonly LocalItem[] = items => items,
): Promise<void> {
  const { actors } = b
  const { subject } = await compileVersion(t.house, actors.drafter, {
    body: b.bodyId,
    field: 'disaster-relief',
  })
  const { items } = (await readVersion(t.db, subject))!
  const whole = items.map(i => ({
    ...i,
    content: i.content ?? '内容',
    basis: i.basis ?? ['《政府信息公开条例》'],
    deadline: i.deadline ?? '按进展情况及时公开',
    deadlineRule: i.deadlineRule ?? { kind: 'asProgresses' as const },
    subject: '应急管理部门',
    channels: i.channels ?? [{ name: '政府网站', preselected: true }],
    audience: i.audience ?? ('全社会' as const),
    mode: i.mode ?? ('主动' as const),
    levels: i.levels ?? ['县级' as const],
  }))
  const perform = (verb: VersionVerb, actor: Actor, form?: unknown) =>
    performVersion(t.house, { subject, verb, actor, form })
  await perform('save', actors.drafter, { items: change(whole) })
  await perform('submit', actors.drafter, {})
  await perform('pass', actors.opennessOfficer)
  await perform('approve', actors.leader, { effectiveOn: dayOf(t.house.now()) })
  await perform('publish', actors.publisher, {})
}
