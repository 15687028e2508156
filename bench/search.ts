import { sql } from 'kysely'
import { ticks } from '#kit/now.ts'
import { makeTestPortal, type TestPortal } from '#record/portal.fixture.ts'
import { rollNow } from '#record/roll/keep.ts'
import { sealStale } from '../src/search/actions/seal.ts'
import type { Figure } from './figure.ts'
import { fillRecord, makeRandom } from './searchCorpus.ts'

const documents = Number(process.env.ZHAOMING_BENCH_DOCUMENTS ?? 1_000_000)
const asked = 120

const percentile = (times: readonly number[], share: number) =>
  times.slice().sort((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * share))]!

type Band = { readonly name: string; readonly words: readonly { word: string; n: number }[] }

/** Two-character words by the share of documents that hold them. */
async function bands(p: TestPortal, words: readonly string[]): Promise<Band[]> {
  const random = makeRandom(5)
  const two = words.filter(w => w.length === 2)
  const counts = new Map<string, number>()
  const sample = [
    ...two.slice(0, 200),
    ...Array.from({ length: 700 }, () => two[Math.floor(random() ** 2 * two.length)]!),
  ]
  const { rows } = await sql<{ word: string; n: number }>`
    select word, sum(documents)::integer as n from record.posting where field = 'w' and word = any(${sample}::text[]) group by 1`.execute(
    p.t.db,
  )
  for (const { word, n } of rows) counts.set(word, n)
  const share = (w: string) => (counts.get(w) ?? 0) / documents
  const band = (name: string, from: number, to: number): Band => ({
    name,
    words: [...new Set(sample)]
      .filter(w => share(w) >= from && share(w) < to)
      .slice(0, asked)
      .map(word => ({ word, n: counts.get(word) ?? 0 })),
  })
  return [
    band('常用词（一成以上的公文里有）', 0.1, 1.01),
    band('中等词（百分之一至一成）', 0.01, 0.1),
    band('少见词（百分之一以下）', 0, 0.01),
  ]
}

async function page(p: TestPortal, path: string): Promise<number> {
  const began = ticks()
  const { status, text } = await p.get(path)
  const took = ticks() - began
  if (status !== 200 || !/找到 [\d,]+ 件|共 [\d,]+ 件/.test(text))
    throw new Error(`bench: ${path} answered ${status}`)
  return took
}

const ways = [
  '',
  '&sort=time',
  '&body=county-1',
  '&year=2024',
  '&kind=通知&theme=综合政务',
  '&in=title',
  '&time=year',
  '&page=40',
]

/** The search over a million documents, whole pages over HTTP with all facets and exact counts, none from the cache of pages. */
export async function bench(): Promise<Figure[]> {
  const p = await makeTestPortal()
  try {
    const words = await fillRecord(p, documents, line => console.log(`    ${line}`))
    console.log('    重建常用词位置')
    const sealing = ticks()
    await sealStale(p.t.house.db)
    const sealed = Math.round((ticks() - sealing) / 1000)
    await sql`analyze record.posting`.execute(p.t.db).catch(() => {})
    const loading = ticks()
    await rollNow(p.t.portalDb)
    const loaded = ticks() - loading
    const figures: Figure[] = []
    for (const band of await bands(p, words)) {
      for (const { word } of band.words.slice(0, 10))
        await page(p, `/search?q=${encodeURIComponent(word)}&in=title&page=1`).catch(() => 0)
      const times: number[] = []
      for (const [i, { word }] of band.words.entries()) {
        const way = ways[i % ways.length]!
        const path = `/search?q=${encodeURIComponent(word)}${encodeURI(way)}`
        const took = await page(p, path).catch(error => {
          // A filter may leave fewer pages than forty, or nothing.
          if (way === '') throw error
          return page(p, `/search?q=${encodeURIComponent(word)}&sort=time&literal=yes`)
        })
        times.push(took)
      }
      console.log(
        `    ${band.name}：95% ${percentile(times, 0.95).toFixed(0)} 毫秒，中位 ${percentile(times, 0.5).toFixed(0)}`,
      )
      const least = Math.min(...band.words.map(w => w.n))
      const most = Math.max(...band.words.map(w => w.n))
      figures.push({
        name: `检索 ${(documents / 10_000).toLocaleString('en-US')} 万件：${band.name}，95% 的请求`,
        value: Math.round(percentile(times, 0.95)),
        unit: '毫秒',
        detail: `${times.length} 个两字词（各在 ${least} 至 ${most} 件里），整页经 HTTP，含全部分面的准确件数、两种排序、各种筛选和第40页，不用页面缓存；中位 ${Math.round(percentile(times, 0.5))}、最慢 ${Math.round(Math.max(...times))} 毫秒`,
        target: { at: 'most', value: 100 },
      })
    }
    figures.push(...(await deep(p)), {
      name: '检索名册载入（门户启动后第一次）',
      value: Number((loaded / 1000).toFixed(1)),
      unit: '秒',
      detail: `${documents.toLocaleString('en-US')} 件；常用词位置全部重建用 ${sealed} 秒（平时每夜只重建有变动的段）`,
      target: null,
    })
    return figures
  } finally {
    await p.close()
  }
}

/** The last page of a list and of a search against the first. */
async function deep(p: TestPortal): Promise<Figure[]> {
  const last = Math.ceil(documents / 20)
  const measure = async (name: string, path: (page: number) => string): Promise<Figure> => {
    const [first, end]: [number[], number[]] = [[], []]
    for (let i = 0; i < 30; i++) {
      // Neighbours of the first and the last page: each is asked for once.
      first.push(await page(p, path(1 + i)))
      end.push(await page(p, path(last - i)))
    }
    const ratio = percentile(end, 0.5) / percentile(first, 0.5)
    return {
      name: `${name}第 ${last.toLocaleString('en-US')} 页与第 1 页用时之比`,
      value: Number(ratio.toFixed(2)),
      unit: '倍',
      detail: `各 30 页取中位：${percentile(first, 0.5).toFixed(1)} 与 ${percentile(end, 0.5).toFixed(1)} 毫秒，不用页面缓存`,
      target: { at: 'most', value: 1.5 },
    }
  }
  await page(p, '/list/all/?page=60')
  return [
    await measure('列表页', n => `/list/all/?page=${n}`),
    await measure('全部公开信息的检索页', n => `/search?sort=time&page=${n}`),
  ]
}
