import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeDocumentBench, type DocumentBench } from '../document/journey.fixture.ts'
import { makeHouse, type TestHouse } from '../../test/setup/house.ts'
import { canonical, sha256Hex } from '#kit/crypto.ts'
import { bufferSource, openKeptZip, zipOf } from '#kit/zip.ts'
import { signatureOf } from '#record/signedPackage.ts'
import { archivePackage, signedBytes } from '#request/archive/package.ts'
import { performLetter } from '#request/letters/actions.ts'
import { readCase } from '#request/store/cases.ts'
import { lettersOf } from '#request/store/letters.ts'
import { makeRequestBench } from '../request/request.fixture.ts'
import { archive } from './archive.ts'

let bench: DocumentBench
let empty: TestHouse
let folder = ''
let connections = 0

beforeAll(async () => {
  bench = await makeDocumentBench()
  empty = await makeHouse()
  folder = await mkdtemp(join(tmpdir(), 'zhaoming-archive-'))
  await bench.upTo('publish')
})
afterAll(async () => {
  await bench.t.close()
  await empty.close()
  await rm(folder, { recursive: true, force: true })
})

async function run(argv: string[], t: TestHouse = bench.t) {
  const out: string[] = []
  const err: string[] = []
  const code = await archive(argv, {
    out: text => void out.push(text),
    err: text => void err.push(text),
    readFile: path => readFile(path, 'utf8'),
    connect: async () => {
      connections++
      return { house: t.house, close: async () => {} }
    },
  })
  return { code, out: out.join('\n'), err: err.join('\n') }
}

test('archive export、check、import：写出、离线核对、接收到空的系统，第二次接收被拒绝', async () => {
  const file = join(folder, 'package.zip')
  const words = [
    'export',
    '--body',
    'test-bureau',
    '--from',
    '2026-01-01',
    '--until',
    '2026-12-31',
    '--out',
    file,
  ]
  const made = await run(words)
  expect(made).toMatchObject({ code: 0, err: '' })
  expect(made.out).toContain('1 件公文')
  const before = connections
  expect(await run(['check', file])).toMatchObject({ code: 0, err: '' })
  expect(connections).toBe(before)
  const key = join(folder, 'key.pem')
  await writeFile(key, bench.t.house.signer.publicKeyPem)
  expect((await run(['check', file, '--key', key, '--json'])).out).toContain('"holds": true')
  await writeFile(key, empty.house.signer.publicKeyPem)
  expect((await run(['check', file, '--key', key])).code).toBe(1)
  expect((await run(['import', file], empty)).out).toContain('接收了 1 件公文')
  expect(await run(['import', file], empty)).toMatchObject({
    code: 1,
    err: '这个移交包已经接收过，没有重复接收。',
  })
  const event = await bench.t.db
    .selectFrom('event')
    .select('payload')
    .where('verb', '=', 'export')
    .executeTakeFirstOrThrow()
  expect(JSON.parse(event.payload)).toMatchObject({ actorName: '命令行', data: { documents: 1 } })
})

test('较早版本的归档包：文书里没有单列日期，说明核对到哪里，不当作损坏；混着写的、改过的查得出', async () => {
  const requests = await makeRequestBench()
  try {
    const { house } = requests.t
    const id = (await requests.register())[0]!.subject
    await requests.go(id, 'handOut', requests.who.opennessOfficer, {
      form: { departments: [requests.bureau.departmentId], asked: '请检索。' },
    })
    const [assist] = await lettersOf(requests.t.db, id)
    await performLetter(house, { subject: assist!.id, verb: 'finish', actor: requests.who.opennessOfficer })
    await requests.reply(id)
    await requests.go(id, 'archive', requests.who.opennessOfficer)
    const zip = await openKeptZip(
      bufferSource(await archivePackage(house, requests.t.db, (await readCase(requests.t.db, id))!)),
    )
    const entries = await Promise.all(
      zip.entries
        .filter(e => e.name !== 'manifest.json' && e.name !== 'signature.json')
        .map(async e => ({ name: e.name, bytes: await zip.read(e.name) })),
    )
    const manifest = JSON.parse((await zip.read('manifest.json')).toString('utf8')) as object
    const letters = entries.filter(e => e.name.startsWith('letters/')).map(e => e.name)
    expect(letters).toHaveLength(2)
    /** The same package as the first months wrote it, signed by the same house. */
    const older = async (names: readonly string[], change = (text: string) => text) => {
      const items = entries.map(e => ({
        name: e.name,
        bytes: names.includes(e.name)
          ? Buffer.from(change(e.bytes.toString('utf8').replace(/^(.*)\n编号：(.*)\n日期：.*\n/, '$1\n$2\n')))
          : e.bytes,
      }))
      const text = canonical({
        ...manifest,
        files: items.map(i => ({ path: i.name, size: i.bytes.length, sha256: sha256Hex(i.bytes) })),
      })
      items.push({ name: 'manifest.json', bytes: Buffer.from(text) })
      items.push({ name: 'signature.json', bytes: Buffer.from(signatureOf(house.signer, text, signedBytes)) })
      const pieces: Buffer[] = []
      for await (const piece of zipOf(items)) pieces.push(piece)
      const file = join(folder, 'older.zip')
      await writeFile(file, Buffer.concat(pieces))
      return file
    }
    const good = await run(['check', await older(letters)])
    expect(good).toMatchObject({ code: 0, err: '' })
    expect(good.out).toContain('这是较早版本的归档包：2份文书没有单列日期')
    const told = await run(['check', await older(letters), '--json'])
    expect(JSON.parse(told.out)).toMatchObject({ holds: true, findings: [], notes: [expect.any(String)] })
    const mixed = await run(['check', await older(letters.slice(0, 1))])
    expect([mixed.code, mixed.err.includes('不是办理文书的写法')]).toEqual([1, true])
    const other = await run([
      'check',
      await older(letters, text => text.replace(/指纹：[0-9a-f]{4}/, '指纹：0000')),
    ])
    expect([other.code, other.err.includes('不是批准的那一份')]).toEqual([1, true])
    const file = await older(letters)
    const bytes = await readFile(file)
    bytes[300]! ^= 1
    await writeFile(file, bytes)
    expect((await run(['check', file])).code).toBe(1)
  } finally {
    await requests.t.close()
  }
})

test('archive check 也核对依申请公开的归档包，不连数据库', async () => {
  const requests = await makeRequestBench()
  try {
    const id = (await requests.register())[0]!.subject
    await requests.reply(id)
    await requests.go(id, 'archive', requests.who.opennessOfficer)
    const row = (await readCase(requests.t.db, id))!
    const bytes = await archivePackage(requests.t.house, requests.t.db, row)
    const file = join(folder, 'case.zip')
    await writeFile(file, bytes)
    const before = connections
    const good = await run(['check', file])
    expect(good).toMatchObject({ code: 0, err: '' })
    expect(good.out).toContain(`归档包：${row.number}`)
    expect(good.out).toContain('履历和文书均核对无误')
    const key = join(folder, 'case-key.pem')
    await writeFile(key, requests.t.house.signer.publicKeyPem)
    const told = await run(['check', file, '--key', key, '--json'])
    expect(JSON.parse(told.out)).toMatchObject({ holds: true, number: row.number, findings: [] })
    bytes[300]! ^= 1
    await writeFile(file, bytes)
    const bad = await run(['check', file])
    expect([bad.code, bad.err.includes('不可信')]).toEqual([1, true])
    expect((await run(['import', file])).code).toBe(1)
    expect(connections).toBe(before)
  } finally {
    await requests.t.close()
  }
})

test('损坏、截断、空的和不存在的文件：一句话和非零的退出码', async () => {
  const file = join(folder, 'package.zip')
  const bytes = await readFile(file)
  bytes[200] = bytes[200]! ^ 1
  const damaged = join(folder, 'damaged.zip')
  await writeFile(damaged, bytes)
  const told = await run(['import', damaged], empty)
  expect(told.code).toBe(1)
  expect(told.err).toMatch(/documents\/00001\/.*被改动/)
  await writeFile(damaged, bytes.subarray(0, 1000))
  expect((await run(['check', damaged])).err).toContain('可能没有下载完整')
  await writeFile(damaged, '')
  expect((await run(['check', damaged])).code).toBe(1)
  expect(await run(['check', join(folder, 'none.zip')])).toMatchObject({ code: 2 })
})

test('用法：缺的参数一次说全，不存在的日子、机关、期间各有一句话，失败不留下半个文件', async () => {
  const bare = await run(['export', '--from', '2026-02-30'])
  expect(bare.code).toBe(2)
  for (const word of ['--body', '--until', '--out', '--from：']) expect(bare.err).toContain(word)
  expect((await run([])).code).toBe(2)
  expect((await run(['burn'])).code).toBe(2)
  expect((await run(['check'])).code).toBe(2)
  expect((await run(['check', 'a.zip', '--colour', 'red'])).err).toContain('不认识的参数')
  const out = join(folder, 'nothing.zip')
  const period = ['--from', '2001-01-01', '--until', '2001-12-31', '--out', out]
  expect((await run(['export', '--body', 'nowhere', ...period])).err).toContain('没有网址名为“nowhere”的机关')
  expect((await run(['export', '--body', 'test-bureau', ...period])).code).toBe(1)
  await expect(readFile(out)).rejects.toThrow()
  await expect(readFile(`${out}.part`)).rejects.toThrow()
})
