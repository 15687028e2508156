import type { Actor } from '#kit/actor.ts'
import type { Trx } from '#kit/db.ts'
import { appendEvents } from '#kit/events.ts'
import type { House } from '../house.ts'
import { contentHashAt, publish, reserveAddress, saveBodies, withdraw } from './actions.ts'
import { publicationData, withdrawalData } from './content.ts'
import { makeEntry, type Entry, type RecordBody } from './model.ts'

/** Bodies, publications and withdrawals for tests, through the same doors as the product. */

export const bodies: readonly RecordBody[] = [
  {
    id: 1,
    parentId: null,
    ancestors: [],
    slug: 'mem',
    name: '应急管理部',
    shortName: '应急管理部',
    level: 'ministry',
    sort: 0,
    site: {},
  },
  {
    id: 2,
    parentId: 1,
    ancestors: [1],
    slug: 'henan',
    name: '河南省应急管理厅',
    shortName: '河南省厅',
    level: 'province',
    sort: 1,
    site: { phone: '0371-00000000', opennessOffice: '办公室' },
  },
  {
    id: 3,
    parentId: 2,
    ancestors: [1, 2],
    slug: 'jiaozuo',
    name: '焦作市应急管理局',
    shortName: '焦作市局',
    level: 'city',
    sort: 0,
    site: {},
  },
]

export const somebody: Actor = { staffId: 1, name: '发布人甲', bodyId: 1, departmentId: null, roles: [] }

export async function setUpBodies(house: House): Promise<void> {
  await house.db.transaction().execute(trx => saveBodies(trx, bodies))
}

export type Given = Partial<Entry> & {
  readonly body?: number
  readonly subject?: number
  readonly address?: string
  readonly note?: string
}

export type Publisher = Pick<House, 'db' | 'now' | 'signer' | 'recordChanged'>

/** Publishes an entry as a document's act would: event, then publication, in one transaction. Returns its address. */
export async function publishOne(house: Publisher, given: Given = {}): Promise<string> {
  const { body = 1, subject = 1, address: again, note, ...rest } = given
  const at = house.now()
  const address = await house.db.transaction().execute(async trx => {
    const { slug, name } = bodies.find(b => b.id === body)!
    const entry = makeEntry({
      title: '关于做好测试工作的通知',
      issuers: [name],
      html: '<p>正文。</p>',
      columns: ['policy'],
      ...rest,
    })
    const address = again ?? (await reserveAddress(trx, slug, '2026-11-22'))
    const event = await append(trx, body, subject, 'publish', at, publicationData(entry, address))
    await publish(trx, house, { entry, bodyId: body, subjectId: subject, address, note, event })
    return address
  })
  house.recordChanged()
  return address
}

export async function withdrawOne(house: House, address: string, body: number, purge = false): Promise<void> {
  const at = house.now()
  await house.db.transaction().execute(async trx => {
    const contentHash = (await contentHashAt(trx, address))!
    const event = await append(
      trx,
      body,
      1,
      'withdraw',
      at,
      withdrawalData({ address, contentHash, purge }),
      '内部理由：附件有误',
    )
    await withdraw(trx, house, { address, publicNote: '因附件有误撤回，更正后重新发布。', purge, event })
  })
  house.recordChanged()
}

export async function append(
  trx: Trx,
  body: number,
  subject: number,
  verb: string,
  at: Date,
  data: ReturnType<typeof publicationData> | Record<string, never> = {},
  reason: string | null = null,
) {
  const [event] = await appendEvents(trx, body, [
    {
      kind: 'document',
      subject,
      verb,
      from: null,
      to: verb,
      at,
      actor: 1,
      actorName: somebody.name,
      role: 'publisher',
      reason,
      data,
    },
  ])
  return event!
}
