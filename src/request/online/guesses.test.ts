import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readableCode } from '../codes.ts'
import { makeOnline, type Online } from '../online.fixture.ts'
import { makeGuessWatch, manyGuesses } from './guesses.ts'

let o: Online
beforeAll(async () => {
  o = await makeOnline()
})
afterAll(() => o.close())

const guess = (receipt: string, query = readableCode(3)) =>
  o.status({ receipt, query }).then(page => ({ status: page.status, text: page.text }))

test('猜编号的：同一地址错 15 次以后一小时内都不开，说清多久、怎么办；猜得多了运维日志里有一句，没有编号', async () => {
  const { receipt, query } = await o.taken()
  const watch = makeGuessWatch(o.house)
  for (let at = 0; at < 15; at++) expect((await guess(at % 2 ? receipt : readableCode(3))).status).toBe(422)
  const refused = await guess(readableCode(3))
  expect(refused.status).toBe(429)
  for (const said of ['同一个网络', '过一小时再查', '打电话或者到现场']) expect(refused.text).toContain(said)
  // Right codes are no guess: they open while few have been asked from here.
  expect((await guess(receipt, query)).status).toBe(200)
  expect(await watch()).toBe(0)
  // Of this hour and the next, should it strike meanwhile.
  await sql`delete from request_guess`.execute(o.bench.t.db)
  await sql`insert into request_guess (receipt_hash, hour, wrong)
    select sha256(convert_to(${receipt}, 'UTF8')), date_trunc('hour', now()) + make_interval(hours => h), ${manyGuesses}
    from generate_series(0, 1) h`.execute(o.bench.t.db)
  expect(await watch()).toBeGreaterThanOrEqual(manyGuesses)
  expect(await watch()).toBe(0)
  const line = o.lines.at(-1)!
  expect(line).toContain('有人在猜申请的回执编号')
  expect(line).not.toContain(receipt)
  // One number is closed after a hundred wrong codes from anywhere, for its hour.
  expect((await guess(receipt, query)).text).not.toContain('办到哪一步</h2>')
})
