import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { makeDb, makePool } from '#kit/db.ts'
import { ticks } from '#kit/now.ts'
import { saveBodies } from '#record/actions.ts'
import { bodies } from '#record/record.fixture.ts'
import { freePort } from '../test/ops/children.ts'
import type { Figure } from './figure.ts'
import { connectionOf, startProduct, type Product } from './product.ts'
import { fillRecord } from './searchCorpus.ts'

const documents = Number(process.env.ZHAOMING_BENCH_DOCUMENTS ?? 1_000_000)
const rounds = 20
const size = `${(documents / 10_000).toLocaleString('en-US')} 万件`

const percentile = (times: readonly number[], share: number) =>
  times.slice().sort((a, b) => a - b)[Math.min(times.length - 1, Math.ceil(times.length * share) - 1)]!

async function ask(url: string): Promise<{ took: number; bytes: number }> {
  const began = ticks()
  const answer = await fetch(url)
  const bytes = (await answer.arrayBuffer()).byteLength
  if (answer.status !== 200) throw new Error(`bench: ${url} answered ${answer.status}`)
  return { took: ticks() - began, bytes }
}

/** A product without the demonstration, its record filled as publications leave it. */
async function filled(dataDir: string, port: number): Promise<void> {
  const product = await startProduct(dataDir, port, settings)
  const pool = makePool({ connection: connectionOf(dataDir, 'migrator'), size: 1, name: 'bench' })
  try {
    await makeDb(pool)
      .transaction()
      .execute(trx => saveBodies(trx, bodies))
    await fillRecord(
      { t: { connection: () => connectionOf(dataDir, 'migrator') } },
      documents,
      line => console.log(`    ${line}`),
      { plain: true },
    )
  } finally {
    await pool.end()
    await product.stop()
  }
}

const settings = { DEMO: 'off', SERVICES: 'portal,office' }

/** The second start: the first front page, and how long whoever asks at once for a list far back or a search waits. */
async function started(dataDir: string, port: number): Promise<{ product: Product; figures: Figure[] }> {
  const began = ticks()
  const product = await startProduct(dataDir, port, settings)
  const last = Math.ceil(documents / 20)
  await ask(`${product.url}/list/all/?page=${last}`)
  const list = (ticks() - began) / 1000
  const search = await ask(`${product.url}/search?sort=time`)
  const status = await readFile(`/proc/${product.pid}/status`, 'utf8')
  const memory = Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)![1]) / 1024)
  return {
    product,
    figures: [
      {
        name: `${size}：第二次启动到首页`,
        value: Number(product.firstPage.toFixed(2)),
        unit: '秒',
        detail: '从启动命令到门户首页 200',
        target: { at: 'most', value: 5 },
      },
      {
        name: `${size}：第二次启动到列表最后一页`,
        value: Number(list.toFixed(2)),
        unit: '秒',
        detail: `首页一出就要第 ${last.toLocaleString('en-US')} 页；名册随启动载入`,
        target: { at: 'most', value: 10 },
      },
      {
        name: `${size}：启动后第一次检索`,
        value: Math.round(search.took),
        unit: '毫秒',
        detail: '紧接其后，全部公开信息，含分面',
        target: { at: 'most', value: 1000 },
      },
      {
        name: `${size}：服务的内存（不含数据库）`,
        value: memory,
        unit: 'MB',
        detail: '名册载入后 Node 进程的常驻内存（VmRSS）',
        target: null,
      },
    ],
  }
}

/** Every page made anew: the record is said to have changed before each. */
async function anew(
  product: Product,
  change: () => Promise<void>,
  name: string,
  path: string,
): Promise<Figure> {
  const times: number[] = []
  let bytes = 0
  for (let i = 0; i < rounds; i++) {
    await change()
    const asked = await ask(product.url + path)
    times.push(asked.took)
    bytes = asked.bytes
  }
  return {
    name: `${size}：${name}，95%`,
    value: Math.round(percentile(times, 0.95)),
    unit: '毫秒',
    detail: `${path}，每次都在记录变动之后重新生成，${rounds} 次；中位 ${Math.round(percentile(times, 0.5))} 毫秒，${(bytes / 1024).toFixed(0)} KB`,
    target: { at: 'most', value: 500 },
  }
}

/** A walk through the changes, page after page, as a harvester takes them. */
async function walk(product: Product): Promise<Figure> {
  const times: number[] = []
  let since = ''
  for (let i = 0; i < 100; i++) {
    const began = ticks()
    const answer = await fetch(`${product.url}/api/v1/changes?limit=500${since}`)
    const page = (await answer.json()) as { next_since: string; has_more: boolean }
    times.push(ticks() - began)
    if (answer.status !== 200) throw new Error(`bench: changes answered ${answer.status}`)
    if (!page.has_more) break
    since = `&since=${page.next_since}`
  }
  return {
    name: `${size}：/api/v1/changes 一页 500 条，95%`,
    value: Math.round(percentile(times, 0.95)),
    unit: '毫秒',
    detail: `从头连取 ${times.length} 页，中位 ${Math.round(percentile(times, 0.5))} 毫秒`,
    target: { at: 'most', value: 500 },
  }
}

/** Page 50,000 (the last) against page 1, each asked for once. */
async function deep(product: Product): Promise<Figure> {
  const last = Math.ceil(documents / 20)
  const [first, end]: [number[], number[]] = [[], []]
  for (let i = 1; i <= 30; i++) {
    first.push((await ask(`${product.url}/list/all/?page=${i}`)).took)
    end.push((await ask(`${product.url}/list/all/?page=${last - i}`)).took)
  }
  return {
    name: `${size}：列表第 ${last.toLocaleString('en-US')} 页与第 1 页用时之比`,
    value: Number((percentile(end, 0.5) / percentile(first, 0.5)).toFixed(2)),
    unit: '倍',
    detail: `各 30 页取中位：${percentile(first, 0.5).toFixed(1)} 与 ${percentile(end, 0.5).toFixed(1)} 毫秒，不用页面缓存`,
    target: { at: 'most', value: 1.5 },
  }
}

const pages: readonly (readonly [string, string])[] = [
  ['首页', '/'],
  ['机关首页', '/mem/'],
  ['列表首页', '/list/all/'],
  ['公文页', ''],
  ['专栏：法定主动公开内容', '/mem/disclosure/statutory.html'],
  ['公开时效', '/timeliness.html?year=2026'],
  ['规范性文件库', '/library.html'],
  ['站点地图索引', '/sitemap.xml'],
  ['站点地图一页（2 万个网址）', '/sitemap-0.xml'],
  ['全站订阅源', '/list/all/rss.xml'],
  ['一个机关一个栏目的订阅源', '/county-40/list/budget/atom.xml'],
  ['没有内容的栏目的订阅源', '/list/annual/rss.xml'],
  ['履历链位', '/chain.json'],
]

/** The portal over a million publications: the start, what is made of all of them, and the walk of a harvester. */
export async function bench(): Promise<Figure[]> {
  const dataDir = await mkdtemp(join(tmpdir(), 'zhaoming-bench-'))
  try {
    const identity = { name: '测量用站点', idCode: '0000000000', organizer: '测量用' }
    await writeFile(join(dataDir, 'site.json'), JSON.stringify(identity))
    const port = await freePort()
    await filled(dataDir, port)
    const { product, figures } = await started(dataDir, port)
    const pool = makePool({ connection: connectionOf(dataDir, 'office'), size: 1, name: 'bench' })
    try {
      const db = makeDb(pool)
      const change = async () => {
        await sql`select pg_notify('record_changed', '')`.execute(db)
        await sleep(50)
      }
      const { rows } = await sql<{ address: string }>`
        select address from record.current order by number offset ${Math.floor(documents / 2)} limit 1`.execute(
        db,
      )
      for (const [name, path] of pages)
        figures.push(await anew(product, change, name, path || rows[0]!.address))
      figures.push(await deep(product), await walk(product))
    } finally {
      await pool.end()
      await product.stop()
    }
    return figures
  } finally {
    await rm(dataDir, { recursive: true, force: true })
  }
}
