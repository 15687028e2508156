import { sql } from 'kysely'
import pg from 'pg'
import { standCatalog } from '#catalog/duty/stand.fixture.ts'
import { putStandingList } from '#catalog/lists/store.ts'
import type { PublicPage } from '#portal/page.ts'
import type { Portal } from '#portal/server.ts'
import { makeTerm } from '#tag/model.ts'
import { pages } from '../rooms.ts'
import { fill, makeTestPortal, portalOver, type TestPortal } from './portal.fixture.ts'
import { getterAt, serve } from '../../test/setup/web.ts'
import { publishOne } from './record.fixture.ts'

/**
 * Two portals with all pages of the product over one database. One keeps its pages and hears of changes as the product does, from the
 * database, in the order of the commits; the other forgets everything before each look.
 */

type Served = { readonly portal: Portal; close(): Promise<void>; readonly get: TestPortal['get'] }

export type Kept = {
  readonly p: TestPortal
  readonly keeping: Served
  readonly data: Awaited<ReturnType<typeof fill>>
  /** Addresses of publications, whatever became of them. */
  readonly addresses: string[]
  /** How often each page of the keeping portal was made. */
  readonly made: Map<string, number>
  /** What the keeping portal is told of a change; null: nothing. A test leaves something out. */
  told: (marks: string) => string | null
  /** Until the keeping portal has heard of everything committed so far. */
  settled(): Promise<void>
  /** Every kind of page that is kept, with the publications there are now. */
  everyPage(): string[]
  /** Pages of the keeping portal that are not what they would be if they were made now. */
  stale(all: readonly string[]): Promise<string[]>
  close(): Promise<void>
}

const number = (address: string) => Number(/-(\d+)\.html$/.exec(address)![1])

function everyPage(data: Kept['data'], addresses: readonly string[]): string[] {
  const ofBody = ['', '/mem', '/henan', '/jiaozuo']
  const fixed = [
    '/about.html',
    '/bodies.html',
    '/sitemap.html',
    '/sitemap.xml',
    '/sitemap-pages.xml',
    '/sitemap-0.xml',
    '/chain.json',
    '/robots.txt',
    '/mistakes.html',
    '/subscribe',
    '/subscribe/',
    '/subscribe/asked.html',
    '/jiaozuo',
    '/list/notice',
    `/report.html?at=${data.live}`,
    '/useful.html',
    '/thanks.html?n=3',
    '/apply.html',
    '/jiaozuo/apply',
    '/jiaozuo/instrument/guide.json',
    '/jiaozuo/catalog/report-1.html',
    ...['.html', '.csv', '.json', '.xlsx'].map(end => `/jiaozuo/catalog/service-list${end}`),
    '/jiaozuo/site-report/2025.csv',
    '/search',
    '/search?q=安全',
    '/search?q=%E5%85%AC%E5%BC%80&body=henan',
    '/search?tag=防汛',
    '/search/rss.xml?q=安全',
    '/search/words.json?q=an',
    '/.well-known/security.txt',
    '/.well-known/zhaoming-receipt-key.pem',
  ].map(encodeURI)
  const each = ofBody.flatMap(b => [
    `${b}/`,
    `${b}/list/all/`,
    `${b}/list/documents/`,
    `${b}/list/notice/`,
    `${b}/list/safety/?year=2026`,
    `${b}/list/policy/?month=2026-11`,
    `${b}/list/normative/rss.xml`,
    `${b}/list/all/feed.json`,
    `${b}/library.html`,
    ...['csv', 'xlsx', 'json'].map(form => `${b}/library.${form}`),
    `${b}/timeliness.html`,
    `${b}/interaction.html`,
    `${b}/service.html`,
    `${b}/kiosk.html`,
    `${b}/alerts.html`,
    `${b}/tags.html`,
    `${b}/tags/flood.html`,
    `${b}/tags.json`,
    ...['csv', 'xlsx'].map(form => `${b}/tags.${form}`),
    `${b}/site-report.html`,
  ])
  const below = ofBody
    .slice(1)
    .flatMap(b => [
      `${b}/list/all/?below=1`,
      `${b}/institution.html`,
      `${b}/disclosure/`,
      ...['guide', 'system', 'statutory', 'annual', 'request'].map(part => `${b}/disclosure/${part}.html`),
    ])
  const catalog = [
    '.html',
    '.csv',
    '.json',
    '.xlsx',
    '.docx',
    '/coverage.html',
    '/below.html',
    '/key-0.html',
  ].map(end => `/jiaozuo/catalog/disaster-relief${end}`)
  const documents = addresses.flatMap(a => {
    const stem = a.replace(/\.html$/, '')
    return [a, `${stem}.json`, `${stem}.receipt.json`, `${stem}.history.html`]
  })
  const around = [
    `/leave/${number(data.live)}-2.html`,
    `${data.ended.replace('.html', '.compare.html')}?with=${number(data.live)}`,
  ]
  return [...fixed, ...each, ...below, ...catalog, ...documents, ...around]
}
const seen = (a: { status: number; text: string; headers: Headers }) =>
  `${a.status} ${a.headers.get('location') ?? ''}\n${a.text}`

/** Packed files carry when they were packed; what is in them stands in the CSV and the JSON of the same table, too. */
const isPacked = (path: string) => /\.(xlsx|docx)$/.test(path)

export async function makeKept(): Promise<Kept> {
  const p = await makeTestPortal()
  const made = new Map<string, number>()
  const counted: readonly PublicPage[] = pages.map(page => ({
    ...page,
    answer(context, asked) {
      made.set(asked.path, (made.get(asked.path) ?? 0) + 1)
      return page.answer(context, asked)
    },
  }))
  const served = async (all: readonly PublicPage[]): Promise<Served> => {
    const portal = await portalOver(p.t, {}, p.errors, all)
    const { url, close } = await serve(portal)
    return { portal, close, get: getterAt(url) }
  }
  const keeping = await served(counted)
  const fresh = await served(pages)
  const ear = new pg.Client(p.t.connection('portal'))
  await ear.connect()
  const heard = new Map<string, () => void>()
  ear.on('notification', ({ payload = '' }) => {
    if (payload.startsWith('probe ')) return heard.get(payload)?.()
    const marks = f.told(payload)
    if (marks !== null) keeping.portal.touched(marks)
  })
  const data = await fill(p.t)
  const addresses = [data.live, data.history, data.ended, data.withdrawn, data.purged]
  await standCatalog(p.t, 3, data.live)
  await p.t.db.transaction().execute(trx =>
    putStandingList(trx, {
      ...{ bodyId: 3, kind: 'service', versionId: 1, number: 1, address: data.live, entries: [] },
      ...{ effectiveOn: '2026-01-01', publishedOn: '2026-11-22' },
    }),
  )
  addresses.push(
    await publishOne(p.t.house, {
      ...{ body: 3, kind: 'site-report', title: '网站工作年度报表（2025年度）', columns: [] },
      facts: [{ label: '报表年度', value: '2025' }],
      html: '<table><tbody><tr><th>信息发布</th><td>总数</td><td>12</td><td></td></tr></tbody></table>',
    }),
  )
  const terms = JSON.stringify([makeTerm('flood', '防汛')])
  await p.t.db
    .insertInto('record.thesaurus')
    .values({ body_id: 1, number: 1, since: '2026-11-01', terms })
    .execute()
  let probes = 0
  const f: Kept = {
    ...{ p, keeping, data, addresses, made },
    told: marks => marks,
    async settled() {
      const probe = `probe ${++probes}`
      const arrived = new Promise<void>(resolve => heard.set(probe, resolve))
      await sql`select pg_notify('record_changed', ${probe})`.execute(p.t.db)
      await arrived
    },
    everyPage: () => everyPage(data, addresses),
    async stale(all) {
      const asked = all.filter(path => !isPacked(path))
      await f.settled()
      fresh.portal.changed()
      const wrong: string[] = []
      for (let i = 0; i < asked.length; i += 8)
        await Promise.all(
          asked.slice(i, i + 8).map(async path => {
            const [kept, now] = [await keeping.get(path), await fresh.get(path)]
            if (seen(kept) !== seen(now)) wrong.push(path)
          }),
        )
      return wrong.sort()
    },
    async close() {
      await ear.end()
      for (const one of [keeping, fresh]) {
        await one.close()
        await one.portal.close()
      }
      await p.close()
    },
  }
  await ear.query('listen record_changed')
  await f.settled()
  return f
}
