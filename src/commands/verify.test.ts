import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { chainHash } from '#kit/events.ts'
import { noteAnchors } from '#record/anchors.ts'
import { receiptOf } from '#record/actions.ts'
import { append, publishOne, setUpBodies, withdrawOne } from '#record/record.fixture.ts'
import { tamperings } from './verify.fixture.ts'
import { effortOf } from '../../test/setup/effort.ts'
import { makeHouse, type TestHouse } from '../../test/setup/house.ts'
import { verify } from './verify.ts'

let t: TestHouse
let root: pg.Client
let folder: string
let anchorsFile: string
let address: string
const tables = [
  'office.chain',
  'office.event',
  'record.publication',
  'record.content',
  'record.current',
  'record.signing_key',
  'record.tally',
  'record.publication_count',
]

/** Runs the command; `false` for anchors means: no file of heads outside the database. */
async function run(argv: string[] = [], anchors = true) {
  const said: string[] = []
  const code = await verify(argv, {
    out: text => said.push(text),
    err: text => said.push(text),
    readFile: path => readFile(path, 'utf8'),
    connect: async () => ({ db: t.db, close: async () => {} }),
    anchorsFile: anchors ? anchorsFile : null,
    publicKey: t.house.signer.publicKeyPem,
  })
  return { code, text: said.join('\n') }
}

/** A superuser who switches the triggers off: what the database itself cannot prevent. */
async function tamper(...statements: string[]) {
  await root.query('set session_replication_role = replica')
  for (const statement of statements) await root.query(statement)
  await root.query('set session_replication_role = origin')
}

beforeAll(async () => {
  t = await makeHouse('2026-03-02T09:00:00+08:00')
  folder = await mkdtemp(join(tmpdir(), 'zhaoming-verify-'))
  anchorsFile = join(folder, 'anchors.jsonl')
  await setUpBodies(t.house)
  for (const body of [1, 2])
    for (let i = 1; i <= 12; i++) {
      t.pass(60_000)
      await t.db.transaction().execute(trx => append(trx, body, i, 'approve', t.house.now(), {}, `意见 ${i}`))
    }
  address = await publishOne(t.house, { body: 1, title: '第一件', documentNumber: '应急〔2026〕1号' })
  await publishOne(t.house, { body: 2, title: '第二件', imported: true, originalPublishedOn: '2020-06-23' })
  await publishOne(t.house, {
    body: 1,
    address,
    title: '第一件',
    documentNumber: '应急〔2026〕1号',
    note: '补充附件',
    html: '<p>二</p>',
  })
  await withdrawOne(t.house, await publishOne(t.house, { body: 1, title: '撤回件' }), 1)
  await withdrawOne(
    t.house,
    await publishOne(t.house, { body: 2, title: '清除件', html: '<p>隐私</p>' }),
    2,
    true,
  )
  await noteAnchors(t.db, anchorsFile, t.house.now())
  root = new pg.Client(t.connection())
  await root.connect()
  await root.query('create schema kept')
  for (const table of tables) await root.query(`create table kept.${table.split('.')[1]} as table ${table}`)
})
afterAll(async () => {
  await root.end()
  await t.close()
  await rm(folder, { recursive: true, force: true })
})
beforeEach(async () => {
  await tamper(`truncate ${tables.join(', ')} cascade`)
  for (const table of tables) {
    const name = table.split('.')[1]!
    const { rows } = await root.query<{ c: string }>(
      `select string_agg(quote_ident(attname), ',' order by attnum) as c from pg_attribute
       where attrelid = '${table}'::regclass and attnum > 0 and not attisdropped and attgenerated = ''`,
    )
    await tamper(
      `insert into ${table} (${rows[0]!.c}) overriding system value select ${rows[0]!.c} from kept.${name}`,
    )
  }
})

describe('zhaoming verify', () => {
  it('没有改动的库：全部完好，退出码 0', async () => {
    const { code, text } = await run()
    expect(text).toContain('没有发现改动')
    expect(code).toBe(0)
  })

  it.each(tamperings)('%s：被发现并指明位置，退出码 1', async (_what, statements, words) => {
    for (const statement of statements) {
      if (statement.startsWith('rehash:')) await rehash(1, 5)
      else await tamper(statement)
    }
    const { code, text } = await run()
    for (const word of words) expect(text).toMatch(word)
    expect(code).toBe(1)
  })

  async function rehash(body: number, position: number) {
    const { rows } = await root.query(
      'select payload, previous from office.event where body_id = $1 and position = $2',
      [body, position],
    )
    const payload = rows[0].payload.replace('意见', '伪造')
    const hash = chainHash(rows[0].previous, position, payload)
    await root.query('set session_replication_role = replica')
    await root.query('update office.event set payload = $3, hash = $4 where body_id = $1 and position = $2', [
      body,
      position,
      payload,
      hash,
    ])
    await root.query('set session_replication_role = origin')
  }

  it('整条链从某处起全部重写：链自身能自圆其说，库外锚点指出第一处', async () => {
    const { rows } = await root.query(
      'select position, payload, previous from office.event where body_id = 1 order by position',
    )
    let previous: Buffer = rows[0].previous
    await root.query('set session_replication_role = replica')
    for (const row of rows) {
      const payload = row.payload.replace('意见 3', '从来如此')
      const hash = chainHash(previous, Number(row.position), payload)
      await root.query(
        'update office.event set payload = $2, previous = $3, hash = $4 where body_id = 1 and position = $1',
        [row.position, payload, previous, hash],
      )
      previous = hash
    }
    await root.query('update office.chain set head = $1 where body_id = 1', [previous])
    await root.query(
      'delete from record.publication where body_id = 1; delete from record.current where body_id = 1',
    )
    await root.query('set session_replication_role = origin')
    expect((await run()).text).toMatch(/第 16 号：与库外锚点不符/)
    expect((await run([], false)).text).toMatch(/没有库外锚点/)
  })

  it('只认给出的公钥：用别的钥匙签的公开记录被指出', async () => {
    const { makeSigner, newSigningKeyPem } = await import('#kit/crypto.ts')
    const other = join(folder, 'other.pem')
    await writeFile(other, makeSigner(newSigningKeyPem()).publicKeyPem)
    expect(await run(['--key', other])).toMatchObject({
      code: 1,
      text: expect.stringContaining('不在给出的公钥之中'),
    })
  })

  it('回执离线核对：不连数据库，真的通过，改过的不通过', async () => {
    const receipt = (await receiptOf(t.db, address))!
    const [good, bad, content] = [
      join(folder, 'good.json'),
      join(folder, 'bad.json'),
      join(folder, 'content.json'),
    ]
    await writeFile(good, JSON.stringify(receipt, null, 2))
    await writeFile(bad, JSON.stringify({ ...receipt, title: '别的标题' }))
    const row = await t.db
      .selectFrom('record.content')
      .select('content')
      .where('hash', '=', receipt.contentHash)
      .executeTakeFirstOrThrow()
    await writeFile(content, row.content)
    const key = join(folder, 'key.pem')
    await writeFile(key, t.house.signer.publicKeyPem)
    const offline = async (argv: string[]) => {
      const said: string[] = []
      const code = await verify(argv, {
        out: s => said.push(s),
        err: s => said.push(s),
        readFile: path => readFile(path, 'utf8'),
        connect: () => Promise.reject(new Error('must not connect')),
        anchorsFile: null,
      })
      return { code, text: said.join('\n') }
    }
    expect(await offline(['--receipt', good, '--content', content, '--key', key])).toMatchObject({
      code: 0,
      text: expect.stringContaining('均核对无误'),
    })
    expect(await offline(['--receipt', bad])).toMatchObject({
      code: 1,
      text: expect.stringContaining('签名不成立'),
    })
    await writeFile(content, row.content.replace('二', '三'))
    expect(await offline(['--receipt', good, '--content', content])).toMatchObject({
      code: 1,
      text: expect.stringContaining('正文被改动过'),
    })
    expect(await offline(['--receipt', join(folder, 'none.json')])).toMatchObject({
      code: 2,
      text: expect.stringContaining('没有这个文件'),
    })
    await writeFile(bad, '{"product":"zhaoming"')
    expect(await offline(['--receipt', bad])).toMatchObject({
      code: 2,
      text: expect.stringContaining('不是 JSON'),
    })
    expect(await offline(['--recipt', bad])).toMatchObject({
      code: 2,
      text: expect.stringContaining('不认识的参数'),
    })
    expect(await offline(['--receipt', good, '--key', content])).toMatchObject({
      code: 2,
      text: expect.stringContaining('没有公钥'),
    })
  })

  it('机器读的结果（--json）写明机关、链位和问题', async () => {
    await tamper('delete from office.event where body_id = 2 and position = 7')
    const report = JSON.parse((await run(['--json'])).text)
    expect(report.holds).toBe(false)
    const body = report.bodies.find((b: { bodyId: number }) => b.bodyId === 2)
    expect(body.first).toMatchObject({ bodyId: 2, position: 7, place: 'event' })
  })

  it('一万个事件的链在几秒内核对完', async () => {
    await t.db.transaction().execute(async trx => {
      const { appendEvents } = await import('#kit/events.ts')
      for (let i = 0; i < 10; i++)
        await appendEvents(
          trx,
          3,
          Array.from({ length: 1000 }, (_, n) => ({
            kind: 'document',
            subject: n,
            verb: 'approve',
            from: null,
            to: null,
            at: t.house.now(),
            actor: 1,
            actorName: '审核人甲',
            role: 'leader',
            reason: '同意',
          })),
        )
    })
    const took = await effortOf(async () => {
      const { code, text } = await run()
      expect(code, text).toBe(0)
      expect(text).toMatch(/焦作市应急管理局 +10000/)
    })
    expect(took).toBeLessThan(10_000)
  })
})
