import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeHouse, type TestHouse } from '../../test/setup/house.ts'
import { contentHashAt, receiptOf, reindex } from './actions.ts'
import { bodies, publishOne, setUpBodies, withdrawOne } from './record.fixture.ts'
import { checkReceipt, readReceipt } from './receipt.ts'

let t: TestHouse
beforeAll(async () => {
  t = await makeHouse()
  t.setNow('2026-11-22T09:30:15+08:00')
  await setUpBodies(t.house)
})
afterAll(() => t.close())

const current = (address: string) =>
  t.portalDb.selectFrom('record.current').selectAll().where('address', '=', address).executeTakeFirstOrThrow()

describe('公开记录', () => {
  it('发布后门户角色立即读到一行现状、一行公开记录和可离线核对的回执', async () => {
    const address = await publishOne(t.house, {
      title: '关于印发《救灾领域目录》的通知',
      documentNumber: '应急厅函〔2026〕12号',
    })
    expect(address).toMatch(/^\/mem\/content\/20261122-\d+\.html$/)
    const row = await current(address)
    expect(row).toMatchObject({
      standing: 'published',
      number_key: '2026|12|应急厅函',
      shown_on: '2026-11-22',
      body_id: 1,
    })
    const receipt = (await receiptOf(t.portalDb, address))!
    expect(receipt.publishedAt).toBe('2026-11-22T09:30:15+08:00')
    const content = await t.portalDb
      .selectFrom('record.content')
      .select('content')
      .where('hash', '=', receipt.contentHash)
      .executeTakeFirstOrThrow()
    expect(
      checkReceipt(receipt, { content: content.content, publicKey: t.house.signer.publicKeyPem }),
    ).toEqual([])
  })

  it('回执中任何一项被改动，离线核对都能指出', async () => {
    const receipt = (await receiptOf(t.db, await publishOne(t.house, { title: '真的标题' })))!
    const forge = (change: (r: Record<string, unknown> & typeof receipt) => void) => {
      const copy = structuredClone(receipt) as Record<string, unknown> & typeof receipt
      change(copy)
      const read = readReceipt(JSON.parse(JSON.stringify(copy)))
      return typeof read === 'string'
        ? [read]
        : checkReceipt(read, { publicKey: t.house.signer.publicKeyPem })
    }
    expect(forge(() => {})).toEqual([])
    const changes: ((r: { -readonly [K in keyof typeof receipt]: unknown }) => void)[] = [
      r => (r.title = '假的标题'),
      r => (r.address = '/mem/content/20261122-999.html'),
      r => (r.publishedAt = '2026-01-01T00:00:00+08:00'),
      r => (r.contentHash = 'a'.repeat(64)),
      r => (r.revision = 2),
      r => (r.note = '后来加的说明'),
      r => (r.imported = true),
      r => (r.originalOn = '2019-05-30'),
      r => (r.purged = true),
      r => (r.standing = 'withdrawn'),
      r => (r.kind = 'notice'),
      r => (r.body = { id: 1, name: '别的机关' }),
      r => (r.body = { id: 2, name: '应急管理部' }),
      r => (r.chain = { ...receipt.chain, position: 7 }),
      r => (r.chain = { ...receipt.chain, previous: '0'.repeat(64) }),
      r => (r.chain = { ...receipt.chain, hash: '0'.repeat(64) }),
      r => (r.chain = { ...receipt.chain, payload: receipt.chain.payload.replace('发布人甲', '发布人乙') }),
      r => (r.signature = 'AAAA'),
      r => (r.product = 'other'),
      r => (r.version = 2),
      r => delete (r as Record<string, unknown>)['chain'],
    ]
    for (const change of changes) expect(forge(change as never), String(change)).not.toEqual([])
  })

  it('换一把钥匙重签的回执，用公布的公钥核对不成立', async () => {
    const { makeSigner, newSigningKeyPem } = await import('#kit/crypto.ts')
    const { statementBytes, statementOf } = await import('./receipt.ts')
    const receipt = (await receiptOf(t.db, await publishOne(t.house)))!
    const thief = makeSigner(newSigningKeyPem())
    const forged = { ...receipt, title: '假', publicKey: thief.publicKeyPem }
    const signed = {
      ...forged,
      signature: thief.sign(statementBytes(statementOf(forged))).toString('base64'),
    }
    expect(checkReceipt(signed).map(f => f.what)).toEqual([])
    expect(checkReceipt(signed, { publicKey: t.house.signer.publicKeyPem }).map(f => f.what)).toContain(
      'publicKey',
    )
  })

  it('更正是新的一版：须写变更说明，旧版仍在，地址不变', async () => {
    const address = await publishOne(t.house, { title: '有错的标题' })
    await expect(publishOne(t.house, { address, title: '改好的标题' })).rejects.toThrow('变更说明')
    await publishOne(t.house, { address, title: '改好的标题', note: '更正标题中的错字' })
    expect(await receiptOf(t.db, address)).toMatchObject({
      revision: 2,
      title: '改好的标题',
      note: '更正标题中的错字',
    })
    const rows = await t.db
      .selectFrom('record.publication')
      .select('revision')
      .where('address', '=', address)
      .execute()
    expect(rows).toHaveLength(2)
  })

  it('补录的历史公文按原发布日期排列，并保留补录标记', async () => {
    const address = await publishOne(t.house, {
      imported: true,
      originalPublishedOn: '2022-08-28',
      writtenOn: '2022-08-28',
    })
    expect(await current(address)).toMatchObject({ imported: true, shown_on: '2022-08-28' })
  })

  it('撤回后退出列表和检索，留下墓碑；内部理由不进入公开记录', async () => {
    const address = await publishOne(t.house, { title: '要撤回的文件' })
    const hash = (await contentHashAt(t.db, address))!
    await withdrawOne(t.house, address, 1)
    expect(await current(address)).toMatchObject({
      standing: 'withdrawn',
      title: '要撤回的文件',
      words: '',
      title_words: '',
    })
    expect(await receiptOf(t.db, address)).toBeNull()
    const row = await t.portalDb
      .selectFrom('record.publication')
      .selectAll()
      .where('address', '=', address)
      .where('standing', '=', 'withdrawn')
      .executeTakeFirstOrThrow()
    expect(row.event_payload).toBeNull()
    expect(JSON.stringify(row)).not.toContain('内部理由')
    expect(
      await t.db.selectFrom('record.content').select('hash').where('hash', '=', hash).executeTakeFirst(),
    ).toBeDefined()
    await expect(withdrawOne(t.house, address, 1)).rejects.toThrow()
  })

  it('条例第十四条、第十五条：涉密涉私撤回时各版内容一并删除，标题也不留', async () => {
    const address = await publishOne(t.house, { title: '某某身份信息名单', html: '<p>第一版</p>' })
    const first = (await contentHashAt(t.db, address))!
    await publishOne(t.house, { address, title: '某某身份信息名单', html: '<p>第二版</p>', note: '补充' })
    const other = await publishOne(t.house, { title: '无关文件' })
    await withdrawOne(t.house, address, 1, true)
    const all = JSON.stringify(
      await t.portalDb.selectFrom('record.publication').selectAll().where('address', '=', address).execute(),
    )
    expect(all).not.toContain('某某')
    expect((await current(address)).title).toBe('已撤回的信息')
    const left = await t.db.selectFrom('record.content').select('hash').where('hash', '=', first).execute()
    expect(left).toEqual([])
    expect(await receiptOf(t.db, other)).not.toBeNull()
  })

  it('两个地址说同一句话，撤掉一个不删另一个的内容', async () => {
    const [a, b] = [
      await publishOne(t.house, { title: '同文' }),
      await publishOne(t.house, { title: '同文' }),
    ]
    await withdrawOne(t.house, a, 1, true)
    expect(await receiptOf(t.db, b)).not.toBeNull()
  })

  it('事件没有记载的内容不能发布，别的机关的地址也不能用', async () => {
    const { publish } = await import('./actions.ts')
    const { append } = await import('./record.fixture.ts')
    const { makeEntry } = await import('./model.ts')
    const { publicationData } = await import('./content.ts')
    const entry = makeEntry({ title: '甲', issuers: ['应急管理部'], html: '<p>甲</p>' })
    const attempt = (marked: typeof entry, bodyId: number) =>
      t.db.transaction().execute(async trx => {
        const address = '/mem/content/20261122-77777.html'
        const event = await append(trx, bodyId, 1, 'publish', t.house.now(), publicationData(marked, address))
        await publish(trx, t.house, { entry, bodyId, subjectId: 1, address, event })
      })
    await expect(attempt({ ...entry, title: '乙' }, 1)).rejects.toThrow('does not name')
    await expect(attempt(entry, 2)).rejects.toThrow('no address of body')
  })

  it('墙：门户角色不能写公开记录，也读不到 office 的任何一张表', async () => {
    const tables = await sql<{
      name: string
    }>`select format('%I.%I', schemaname, tablename) as name from pg_tables
      where schemaname in ('office', 'record', 'graphile_worker')`.execute(t.db)
    expect(tables.rows.length).toBeGreaterThan(15)
    for (const { name } of tables.rows) {
      const id = sql.raw(name)
      if (!name.startsWith('record.'))
        await expect(sql`select 1 from ${id} limit 1`.execute(t.portalDb), name).rejects.toThrow(
          /permission denied/,
        )
      await expect(sql`delete from ${id}`.execute(t.portalDb), name).rejects.toThrow(/permission denied/)
      await expect(sql`truncate ${id}`.execute(t.portalDb), name).rejects.toThrow(/permission denied/)
    }
    const write = [
      sql`insert into record.content values ('x', 'y')`,
      sql`update record.current set title = 'x'`,
      sql`update record.publication set note = 'x'`,
      sql`update record.body set name = 'x'`,
      sql`select nextval('record.address_number')`,
      sql`select office.append_events(1, array['{}'])`,
      sql`create table record.mine ()`,
      sql`create table public.mine ()`,
      sql`set role office`,
      sql`alter table record.current disable trigger all`,
    ]
    for (const statement of write)
      await expect(statement.execute(t.portalDb)).rejects.toThrow(/permission denied|must be owner/)
  })

  it('墙：办公角色也不能改删公开记录和履历，触发器也关不掉', async () => {
    await publishOne(t.house)
    const attempts = [
      sql`update record.publication set note = 'x'`,
      sql`delete from record.publication`,
      sql`truncate record.publication cascade`,
      sql`update record.content set content = 'x'`,
      sql`update record.signing_key set public_key = 'x'`,
      sql`delete from record.signing_key`,
      sql`update office.event set payload = '{}'`,
      sql`delete from office.event`,
      sql`insert into office.event (body_id, position, happened_at, subject_kind, subject_id, verb, payload, previous, hash)
        values (1, 1, now(), 'x', 1, 'x', '{}', '', '')`,
      sql`update office.chain set length = 0`,
      sql`alter table record.publication disable trigger all`,
      sql`set session_replication_role = replica`,
    ]
    for (const statement of attempts)
      await expect(statement.execute(t.db)).rejects.toThrow(/permission denied|must be owner/)
  })

  it('墙：表的主人 migrator 也过不了触发器', async () => {
    const { makeDb, makePool } = await import('#kit/db.ts')
    const pool = makePool({ connection: t.connection('migrator'), size: 1, name: 'test' })
    const owner = makeDb(pool)
    for (const statement of [
      sql`update record.publication set note = 'x'`,
      sql`delete from record.publication`,
      sql`truncate record.publication cascade`,
      sql`update record.content set content = 'x'`,
      sql`truncate record.content cascade`,
      sql`delete from record.signing_key`,
    ])
      await expect(statement.execute(owner)).rejects.toThrow('只增不改')
    await pool.end()
  })

  it('网站自己的地址不能做机关的地址', async () => {
    const { saveBodies } = await import('./actions.ts')
    const attempt = t.db
      .transaction()
      .execute(trx => saveBodies(trx, [{ ...bodies[0]!, id: 99, slug: 'search' }]))
    await expect(attempt).rejects.toThrow('address of the site')
  })

  it('词典换版后旧行可以重新切词', async () => {
    const address = await publishOne(t.house, { title: '双随机、一公开抽查' })
    await sql`update record.current set dictionary = 0, words = '' where address = ${address}`.execute(t.db)
    expect(await t.db.transaction().execute(trx => reindex(trx, 10))).toBe(1)
    expect((await current(address)).words).toContain('双随机一公开')
  })
})
