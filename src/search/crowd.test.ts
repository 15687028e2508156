import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeTestPortal, type TestPortal } from '#record/portal.fixture.ts'
import { publishOne } from '#record/record.fixture.ts'
import { atOnce, patience } from './find.ts'

/** Very many search at the same moment: nobody hangs, nobody's words are lost, and everything else is read as always. */

let p: TestPortal
let shown: string
beforeAll(async () => {
  p = await makeTestPortal()
  shown = await publishOne(p.t.house, { body: 1, title: '关于安全检查的通知' })
})
afterAll(() => p.close())

/** Does something while every search that has begun stands still. */
async function whileHeld<T>(work: () => Promise<T>): Promise<T> {
  return p.t.db.transaction().execute(async trx => {
    await sql`lock table record.sealed in access exclusive mode`.execute(trx)
    return work()
  })
}

/** How many searches of the portal stand before the lock. */
async function standing(): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::integer as n from pg_locks
    where not granted and relation = 'record.sealed'::regclass and database = (select oid from pg_database where datname = current_database())`.execute(
    p.t.db,
  )
  return rows[0]!.n
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise(resolve => setTimeout(resolve, 10))
}

const search = (word: string) => p.get(`/search?q=${encodeURIComponent(word)}`)

describe(
  '同时检索的人很多（1.4：打开不宜超过 3 秒；19 号文 C21：站内搜索可用）',
  { timeout: 240_000 },
  () => {
    it('排不上的马上得到说明和再来的时间，写的字还在；其他页面照常', async () => {
      const { waiting, refused } = await whileHeld(async () => {
        const waiting = Array.from({ length: atOnce + patience.waiting }, (_, i) => search(`安全${i}`))
        await until(async () => (await standing()) === atOnce)
        const refused = await search('安全检查')
        expect((await p.get(shown)).status).toBe(200)
        expect((await p.get('/list/all/rss.xml')).status).toBe(200)
        return { waiting, refused }
      })
      expect(refused.status).toBe(503)
      expect(refused.headers.get('retry-after')).toBe(String(patience.retryAfter))
      expect(refused.text).toContain('现在同时检索的人很多')
      expect(refused.text).toMatch(/<input[^>]*value="安全检查"/)
      // Those in line had their turn, or were told as clearly that it did not come.
      for (const answer of await Promise.all(waiting)) {
        expect([200, 503]).toContain(answer.status)
        if (answer.status === 503) expect(answer.headers.get('retry-after')).toBe(String(patience.retryAfter))
      }
      // What could not be answered is not kept.
      expect((await search('安全检查')).text).toContain('关于<mark>安全检查</mark>的通知')
    })

    it('程序也得到说明：订阅源和下载先查后答，不给半个文件', async () => {
      const { waiting, answers } = await whileHeld(async () => {
        const waiting = Array.from({ length: atOnce + patience.waiting }, (_, i) => search(`检查${i}`))
        await until(async () => (await standing()) === atOnce)
        const asked = ['/search/rss.xml?q=安全', '/search/list.csv?q=安全'].map(path =>
          p.get(encodeURI(path)),
        )
        const answers = await Promise.all(asked)
        return { waiting, answers }
      })
      await Promise.all(waiting)
      for (const answer of answers) {
        expect(answer.status).toBe(503)
        expect(answer.headers.get('retry-after')).toBe(String(patience.retryAfter))
        expect(answer.text).toContain('没有轮到')
      }
    })

    it('相同的检索只做一次', async () => {
      p.portal.changed()
      const answers = await whileHeld(async () => {
        const same = Array.from({ length: 80 }, () => search('通知'))
        await until(async () => (await standing()) > 0)
        expect(await standing()).toBe(1)
        return same
      })
      const all = await Promise.all(answers)
      expect(new Set(all.map(a => `${a.status} ${a.headers.get('etag')}`)).size).toBe(1)
    })
  },
)
