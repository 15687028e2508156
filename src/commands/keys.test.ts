import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sql } from 'kysely'
import { makeEnvelope } from '#kit/envelope.ts'
import { openKeyRing, type FileRing } from '#kit/keyring.ts'
import type { SealedHouse } from '#kit/sealed.ts'
import { makeVault } from '#kit/vault.ts'
import { fetchFile, uploadFile } from '#request/files/actions.ts'
import { openPersonal } from '#request/personal.ts'
import { readCase } from '#request/store/cases.ts'
import { lettersOf } from '#request/store/letters.ts'
import { openWords } from '#request/letters/words.ts'
import { makeRequestBench, type RequestBench } from '../request/request.fixture.ts'
import { everySealedPlace, keys } from './keys.ts'

let bench: RequestBench
let folder = ''
let ring: FileRing
let house: SealedHouse & { close?: never }
const cases: number[] = []
let file = 0

const master = Buffer.alloc(32, 9)
async function run(...argv: string[]) {
  const out: string[] = []
  const err: string[] = []
  const code = await keys(argv, {
    out: text => void out.push(text),
    err: text => void err.push(text),
    now: bench.t.house.now,
    ring,
    connect: async () => ({
      house: { ...house, envelope: makeEnvelope(master, ring.current().cipher) },
      close: async () => {},
    }),
  })
  return { code, out: out.join('\n'), err: err.join('\n') }
}
/** The same bureau, its vault on the ring of a data folder. */
const own = () => ({ ...bench.t.house, vault: house.vault })
const officer = () => bench.who.opennessOfficer

beforeAll(async () => {
  bench = await makeRequestBench()
  folder = await mkdtemp(join(tmpdir(), 'zhaoming-keys-'))
  ring = openKeyRing(folder)
  house = {
    db: bench.t.db,
    vault: makeVault(ring),
    envelope: makeEnvelope(master),
    files: bench.t.house.files,
  }
  Object.assign(bench.t.house, { vault: house.vault })
  for (let n = 0; n < 3; n++) cases.push((await bench.register({ name: `申请人第${n}` }))[0]!.subject)
  await bench.go(cases[0]!, 'askSupplement', officer(), {
    form: { on: '2026-03-02', items: '请写明年份。', until: '2026-03-20' },
  })
  file = (
    await uploadFile(own(), officer(), cases[0]!, {
      role: 'evidence',
      name: '检索.txt',
      bytes: Buffer.from('检索记录'),
    })
  ).subject
  await bench.t.db
    .updateTable('staff')
    .set({ totp_secret: house.vault.seal('动态口令') })
    .where('id', '=', officer().staffId)
    .execute()
  await bench.t.db
    .insertInto('subscription')
    .values({
      state: 'requested',
      frequency: 'daily',
      body_id: bench.bureau.bodyId,
      sealed: house.envelope.seal('reader@example.cn'),
      requested_at: bench.t.house.now(),
    })
    .execute()
})
afterAll(async () => {
  await bench.t.close()
  await rm(folder, { recursive: true, force: true })
})

const readable = async () => {
  const { db } = bench.t
  const names = await Promise.all(
    cases.map(async id => openPersonal(house.vault, (await readCase(db, id))!.sealed!).name),
  )
  const letter = (await lettersOf(db, cases[0]!))[0]!
  const { bytes } = await fetchFile(own(), officer(), cases[0]!, file)
  const staff = await db
    .selectFrom('staff')
    .select('totp_secret')
    .where('id', '=', officer().staffId)
    .executeTakeFirstOrThrow()
  const reader = await db.selectFrom('subscription').select('sealed').executeTakeFirstOrThrow()
  return [
    ...names,
    openWords(house.vault, letter).text.includes('请写明年份。'),
    bytes.toString(),
    house.vault.open(staff.totp_secret!),
    makeEnvelope(master).open(reader.sealed!),
  ]
}
const whole = ['申请人第0', '申请人第1', '申请人第2', true, '检索记录', '动态口令', 'reader@example.cn']

describe('zhaoming keys', () => {
  test('库里每一列密文都在名单里，没有漏掉的', async () => {
    const { rows } = await sql<{ name: string }>`
      select table_name || '.' || column_name as name from information_schema.columns
      where table_schema = 'office' and data_type = 'bytea' and column_name ~ 'sealed|secret' order by 1`.execute(
      bench.t.db,
    )
    // With the reader's own key, or for a day with the browser's: nobody here can open those.
    const others = ['request_filling.sealed', 'request_message.reader_sealed']
    expect(rows.length).toBeGreaterThan(others.length + 6)
    const listed = everySealedPlace.flatMap(place => place.where ?? [])
    expect([...listed, ...others].sort()).toEqual(rows.map(r => r.name))
    expect(everySealedPlace.filter(place => place.where === null).map(place => place.name)).toEqual([
      '案卷材料（文件）',
    ])
  })

  test('由 AES 换成 SM4：旧的照样读得出；重新加密后全部是 SM4，内容一字不差，可以再换回来', async () => {
    expect(await readable()).toEqual(whole)
    const old = await bench.t.db
      .selectFrom('request_file')
      .select('hash')
      .where('id', '=', file)
      .executeTakeFirstOrThrow()
    expect((await run('status')).out).toContain('全部已用现行密钥加密')
    const rotated = await run('rotate', '--cipher', 'sm4')
    expect(rotated).toMatchObject({ code: 0, err: '' })
    expect(rotated.out).toContain('密钥2（SM4-CTR＋HMAC-SM3）')
    expect(await readable()).toEqual(whole)
    const before = JSON.parse((await run('status', '--json')).out) as {
      current: number
      keys: { number: number; cipher: string; used: number }[]
      places: { name: string; all: number; old: number }[]
    }
    expect(before.current).toBe(2)
    expect(before.keys.map(k => [k.number, k.cipher, k.used > 5])).toEqual([
      [1, 'aes', true],
      [2, 'sm4', false],
    ])
    expect(before.places.every(p => p.old === p.all)).toBe(true)

    const done = await run('reseal')
    expect(done).toMatchObject({ code: 0, err: '' })
    for (const name of [
      '申请人信息：重新加密3项',
      '案卷材料（文件）：重新加密1项',
      '邮件订阅的邮箱：重新加密1项',
    ])
      expect(done.out).toContain(name)
    expect(await readable()).toEqual(whole)
    for (const place of everySealedPlace)
      expect((await place.tally({ ...house, envelope: makeEnvelope(master, 'sm4') })).old, place.name).toBe(0)
    const raw = (await readCase(bench.t.db, cases[1]!))!.sealed!
    expect([...raw.subarray(0, 4)]).toEqual([2, 2, 0, 2])
    expect(await bench.t.house.files.has(old.hash)).toBe(false)
    expect((await run('reseal')).out).toBe('没有要重新加密的。')
    expect((await run('rotate', '--cipher=aes')).code).toBe(0)
    expect((await run('reseal')).code).toBe(0)
    expect(await readable()).toEqual(whole)
  })

  test('中断以后再运行，接着做，做过的不再做；运行中新登记的也不漏', async () => {
    await run('rotate')
    const place = everySealedPlace.find(p => p.name === '申请人信息')!
    const { old } = await place.tally(house)
    expect(old).toBe(3)
    await bench.t.db
      .updateTable('request')
      .set({ sealed: house.vault.seal(house.vault.open((await readCase(bench.t.db, cases[1]!))!.sealed!)) })
      .where('id', '=', cases[1]!)
      .execute()
    cases.push((await bench.register({ name: '申请人第3' }))[0]!.subject)
    const again = await run('reseal')
    expect(again.out).toContain('申请人信息：重新加密2项')
    expect((await run('status')).out).toContain('全部已用现行密钥加密')
    cases.pop()
  })

  test('打不开的说明是哪一行，其余照常；退出码不为零', async () => {
    const row = (await readCase(bench.t.db, cases[2]!))!.sealed!
    const damaged = Buffer.from(row)
    damaged[damaged.length - 1]! ^= 1
    await bench.t.db.updateTable('request').set({ sealed: damaged }).where('id', '=', cases[2]!).execute()
    await run('rotate')
    const done = await run('reseal', '--json')
    expect(done.code).toBe(1)
    expect(done.err).toBe(`申请人信息第${cases[2]}行打不开：内容被改动，或者缺少当时的密钥。`)
    const told = JSON.parse(done.out) as { done: { place: string; done: number }[]; broken: unknown[] }
    expect(told.broken).toEqual([{ place: '申请人信息', row: cases[2] }])
    expect(told.done.find(d => d.place === '申请人信息')!.done).toBe(3)
    await bench.t.db.updateTable('request').set({ sealed: row }).where('id', '=', cases[2]!).execute()
    expect((await run('reseal')).code).toBe(0)
  })

  test('销毁：最初的、现行的、还在用的不行；不再使用的可以，履历记下，没有密钥本身', async () => {
    const current = ring.current().number
    for (const [number, said] of [
      ['1', '不能销毁'],
      [String(current), '正在使用'],
      ['99', '没有密钥99'],
    ] as const)
      expect(await run('destroy', number)).toMatchObject({ code: 1, err: expect.stringContaining(said) })
    await run('rotate')
    expect((await run('destroy', String(current))).err).toContain('还不到60分钟')
    bench.t.pass(61 * 60_000)
    expect((await run('destroy', String(current))).err).toContain('请先运行 zhaoming keys reseal')
    await run('reseal')
    expect(await run('destroy', String(current))).toMatchObject({ code: 0, err: '' })
    expect(await readable()).toEqual(whole)
    const events = await bench.t.db
      .selectFrom('event')
      .select('payload')
      .where('subject_kind', '=', 'keys')
      .orderBy('id')
      .execute()
    const verbs = events.map(e => (JSON.parse(e.payload) as { verb: string }).verb)
    expect(new Set(verbs)).toEqual(new Set(['rotate', 'reseal', 'destroy']))
    const secret = ring.key(1)!.secret
    for (const { payload } of events) {
      expect(payload).toContain('运维人员')
      expect(payload).not.toContain(Buffer.from(secret).toString('base64'))
    }
  })

  test('用法：不认识的子命令、参数、算法各有一句话', async () => {
    for (const [argv, said] of [
      [['burn'], '没有“burn”这个子命令'],
      [['rotate', '--cipher', 'des'], 'sm4 或者 aes'],
      [['rotate', '--cipher'], 'sm4 或者 aes'],
      [['reseal', '--fast'], '不认识的参数'],
      [['destroy'], '请写明密钥的编号'],
      [['destroy', '2', '3'], '不认识的参数'],
      [['destroy', 'x'], '不认识的参数'],
    ] as const)
      expect(await run(...argv)).toMatchObject({ code: 2, err: expect.stringContaining(said) })
    expect((await run('--help')).out).toContain('zhaoming keys reseal')
  })
})
