import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeTerm } from '#tag/model.ts'
import { pages } from '../rooms.ts'
import { saveBodies, turnValidities } from './actions.ts'
import { columnIds, type ColumnId } from './columns.ts'
import { makeKept, type Kept } from './kept.fixture.ts'
import { kindFacts, relations, type Kind, type Relation } from './model.ts'
import { raiseAlert } from './portal.fixture.ts'
import { bodies, publishOne, withdrawOne } from './record.fixture.ts'

/** A page that was made before is given again exactly as it would be made now, whatever happened. */

let f: Kept
beforeAll(async () => {
  f = await makeKept()
})
afterAll(() => f.close())

function chances(seed: number) {
  let state = seed
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}
const pick = <T>(chance: () => number, from: readonly T[]): T => from[Math.floor(chance() * from.length)]!

const some = <T>(chance: () => number, from: readonly T[], most: number): T[] => [
  ...new Set(Array.from({ length: Math.floor(chance() * (most + 1)) }, () => pick(chance, from))),
]

async function standing(): Promise<string[]> {
  const rows = await f.p.t.db
    .selectFrom('record.current')
    .select('address')
    .where('standing', '=', 'published')
    .where('address', 'in', f.addresses)
    .execute()
  return rows.map(r => r.address)
}

const bodyOf = (address: string) => bodies.find(b => address.startsWith(`/${b.slug}/`))!.id

async function given(chance: () => number, n: number) {
  const kinds: readonly Kind[] = [
    'document',
    'document',
    'notice',
    'news',
    'guide',
    'organization',
    'leader',
    'absence',
  ]
  const kind = pick(chance, kinds)
  const imported = chance() < 0.3
  return {
    kind,
    title: `${kindFacts[kind].label}：安全生产政务公开第 ${n} 件`,
    documentNumber: chance() < 0.5 ? `焦应急〔2026〕${100 + n}号` : null,
    columns: some(chance, columnIds, 3) as ColumnId[],
    normative: chance() < 0.4,
    validity: pick(chance, ['in-force', 'amended', null] as const),
    expiresOn: chance() < 0.3 ? '2026-11-30' : null,
    issuedOn: imported ? null : pick(chance, ['2026-10-08', '2026-11-20', null]),
    imported,
    originalPublishedOn: imported ? pick(chance, ['2024-03-04', '2026-11-02']) : null,
    tags: some(chance, ['防汛', '抗旱'], 2),
    catalogItems: chance() < 0.3 ? ['key-0'] : [],
    attachments: chance() < 0.3 ? [f.data.attachment] : [],
    links: some(chance, f.addresses, 2).map(address => ({
      relation: pick(chance, Object.keys(relations) as Relation[]),
      title: '有关文件',
      address,
      on: '2026-12-01',
    })),
    html: `<h2>一、总体要求</h2><p>安全生产第 ${n} 件，检查企业。</p>`,
  }
}

/** What may happen to the record, each as the rooms do it. */
const changes: Record<string, (chance: () => number, n: number) => Promise<unknown>> = {
  async publish(chance, n) {
    const body = pick(chance, [1, 2, 3])
    f.addresses.push(await publishOne(f.p.t.house, { body, ...(await given(chance, n)) }))
  },
  async correct(chance, n) {
    const address = pick(chance, await standing())
    await publishOne(f.p.t.house, {
      body: bodyOf(address),
      ...(await given(chance, n)),
      address,
      note: `更正第 ${n} 次。`,
    })
  },
  async withdraw(chance) {
    const address = pick(
      chance,
      (await standing()).filter(a => a !== f.data.live),
    )
    if (address) await withdrawOne(f.p.t.house, address, bodyOf(address), chance() < 0.5)
  },
  async copy(chance, n) {
    const address = pick(chance, await standing())
    await sql`
      insert into record.copy (content_hash, form, file_hash, size)
      select content_hash, ${n % 2 ? 'pdf' : 'docx'}, content_hash, ${1000 + n} from record.publication where address = ${address}
        and standing = 'published' order by revision desc limit 1 on conflict do nothing`.execute(f.p.t.db)
  },
  async uncopy() {
    await sql`delete from record.copy where ctid = any (array(select ctid from record.copy limit 1))`.execute(
      f.p.t.db,
    )
  },
  async alert(chance) {
    const body = pick(chance, [1, 2, 3])
    const there = await f.p.t.db
      .selectFrom('record.alert')
      .select('id')
      .where('id', '=', 900 + body)
      .executeTakeFirst()
    if (!there) return raiseAlert(f.p.t, body)
    await f.p.t.db
      .updateTable('record.alert')
      .set({
        lowered_at: chance() < 0.5 ? f.p.t.house.now() : null,
        kind: chance() < 0.3 ? 'mourning' : 'response',
      })
      .where('id', '=', 900 + body)
      .execute()
  },
  async body(chance, n) {
    const one = pick(chance, bodies)
    await f.p.t.db
      .transaction()
      .execute(trx => saveBodies(trx, [{ ...one, site: { ...one.site, phone: `0391-0000${n}` } }]))
  },
  async tagNames(_, n) {
    await sql`insert into record.tag_name (body_id, name, current, key) values (1, '抗旱', ${`抗旱${n}`}, 'drought')
      on conflict (body_id, name) do update set current = excluded.current`.execute(f.p.t.db)
  },
  async thesaurus(_, n) {
    await f.p.t.db
      .updateTable('record.thesaurus')
      .set({
        number: n + 2,
        terms: JSON.stringify([makeTerm('flood', '防汛'), makeTerm('drought', `抗旱${n}`)]),
      })
      .execute()
  },
  async synonym(_, n) {
    await f.p.t.db
      .insertInto('record.synonym')
      .values({ body_id: 1, words: ['安全', `平安${n}`], one_way: false })
      .execute()
  },
  async vocabulary(_, n) {
    await sql`insert into record.vocabulary (word, sound, initials, shape, seen)
      values (${`安全${n}`}, ${`anquan${n}`}, 'aq', ${`安全${n}`}, ${n})`.execute(f.p.t.db)
  },
  async service(chance) {
    await sql`insert into record.service (name, is_open, public_key, changed_at)
      values ('subscription', true, 'k', ${f.p.t.house.now()})
      on conflict (name) do update set is_open = ${chance() < 0.5}`.execute(f.p.t.db)
  },
  async validity() {
    await f.p.t.db.transaction().execute(trx => turnValidities(trx, '2026-12-05'))
  },
  async bulk(_, n) {
    await sql`update record.current set summary = ${`第 ${n} 次`} where standing = 'published'`.execute(
      f.p.t.db,
    )
  },
}

describe('页面缓存：变了什么只丢什么，留下的与现做的一样', { timeout: 600_000 }, () => {
  it('存下来的每一种页面都在检查之列', () => {
    const all = f.everyPage().map(path => new URL(path, 'http://x').pathname)
    const unseen = pages.filter(page => page.cached !== false && !all.some(path => page.path.test(path)))
    expect(unseen.map(page => page.path.source)).toEqual([])
  })

  it.each([1, 2])('任意一串变动之后，缓存里的每一页与现做的逐字节相同（第 %i 串）', async seed => {
    const chance = chances(seed)
    const names = Object.keys(changes)
    for (let n = 1; n <= 10; n++) {
      const done: string[] = []
      for (let k = 0; k <= Math.floor(chance() * 2); k++) {
        const name = chance() < 0.4 ? 'publish' : pick(chance, names)
        done.push(name)
        await changes[name]!(chance, seed * 100 + n * 3 + k)
      }
      expect(await f.stale(f.everyPage()), `${n}：${done.join('、')}`).toEqual([])
    }
  })
})
