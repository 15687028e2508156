import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeHouse, type TestHouse } from '../../test/setup/house.ts'
import { noteAnchors, readAnchors } from './anchors.ts'
import { publishOne, setUpBodies } from './record.fixture.ts'

let t: TestHouse
let folder: string
beforeAll(async () => {
  t = await makeHouse()
  folder = await mkdtemp(join(tmpdir(), 'zhaoming-anchors-'))
  await setUpBodies(t.house)
})
afterAll(async () => {
  await t.close()
  await rm(folder, { recursive: true, force: true })
})

const all = async (file: string) => {
  const found = []
  for await (const anchor of readAnchors(file)) found.push(anchor)
  return found
}

describe('库外锚点', () => {
  it('只记动过的链；没有变动不写；文件不存在就是没有', async () => {
    const file = join(folder, 'a.jsonl')
    expect(await all(file)).toEqual([])
    await publishOne(t.house, { body: 1 })
    await publishOne(t.house, { body: 2 })
    await noteAnchors(t.db, file, t.house.now())
    await noteAnchors(t.db, file, t.house.now())
    await publishOne(t.house, { body: 2 })
    await noteAnchors(t.db, file, t.house.now())
    expect((await all(file)).map(a => Object.keys(a.heads))).toEqual([['1', '2'], ['2']])
    const head = await t.db.selectFrom('chain').selectAll().where('body_id', '=', 2).executeTakeFirstOrThrow()
    expect((await all(file))[1]!.heads['2']).toEqual({ length: 2, head: head.head.toString('hex') })
  })

  it('写到一半断电留下的残行被略过，不吞掉后面的', async () => {
    const file = join(folder, 'b.jsonl')
    await noteAnchors(t.db, file, t.house.now())
    await appendFile(file, '{"at":"2026-03-02T09:00:00+08:00","heads":{"1":{"len')
    await publishOne(t.house, { body: 1 })
    await noteAnchors(t.db, file, t.house.now())
    expect(await all(file)).toHaveLength(2)
    expect((await readFile(file, 'utf8')).split('\n')).toHaveLength(4)
  })

  it('被人改坏的内容不当锚点', async () => {
    const file = join(folder, 'c.jsonl')
    await writeFile(
      file,
      'x\n{}\n{"at":"x","heads":null}\n{"at":"2026","heads":{"1":{"length":"9","head":"z"}}}\n',
    )
    expect((await all(file)).flatMap(a => Object.keys(a.heads))).toEqual([])
  })
})
