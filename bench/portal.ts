import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import http from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { ticks } from '#kit/now.ts'
import { projectRoot } from '#kit/projectRoot.ts'
import { publishOne } from '#record/record.fixture.ts'
import { freePort } from '../test/ops/children.ts'
import { crowd } from './crowd.ts'
import type { Figure } from './figure.ts'
import { answersPerSecond, bear, cores, faultsOf, onCore, pin, programs, type Load } from './load.ts'
import { startNginx } from './nginx.ts'
import { officeBeside, startProduct, type Office, type Product } from './product.ts'
import { weights } from './weight.ts'

const seconds = Number(process.env.ZHAOMING_BENCH_SECONDS ?? 4)
const rounds = 3
const documents = 300

type Answer = { readonly headers: string[]; readonly bytes: Buffer }

/** An answer as it goes over the wire, without what belongs to one connection. */
function answerAt(url: string, encoding: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    http
      .get(url, { headers: { 'accept-encoding': encoding } }, response => {
        const parts: Buffer[] = []
        const hops = new Set(['date', 'connection', 'keep-alive'])
        const headers = response.rawHeaders.filter(
          (_, i) => !hops.has(response.rawHeaders[i - (i % 2)]!.toLowerCase()),
        )
        response.on('data', part => parts.push(part as Buffer))
        response.on('end', () => resolve({ headers, bytes: Buffer.concat(parts) }))
      })
      .on('error', reject)
  })
}

/** node http that sends the same headers and the same bytes, on the product's core. */
async function startBare(answer: Answer): Promise<{ port: number; stop(): Promise<void> }> {
  const port = await freePort()
  const [file, ...rest] = onCore(cores?.server ?? null, [
    process.execPath,
    join(projectRoot(), 'bench', 'bare.mjs'),
  ])
  const child = spawn(file!, rest, { stdio: ['pipe', 'pipe', 'inherit'] })
  const gone = new Promise<void>(resolve => child.once('exit', () => resolve()))
  child.stdin.end(JSON.stringify({ port, headers: answer.headers, body: answer.bytes.toString('base64') }))
  await new Promise<void>(resolve => child.stdout.once('data', () => resolve()))
  return {
    port,
    async stop() {
      child.kill()
      await gone
    },
  }
}

/** Whether a second answer comes from the cache, seen by its time. */
async function isKept(url: string): Promise<boolean> {
  await (await fetch(url)).text()
  const began = ticks()
  await (await fetch(url)).text()
  return ticks() - began < 2
}

const kilobytes = (bytes: number) => `${(bytes / 1024).toFixed(1)} KB`

/** Answers a second of a page: the product, nginx with the same compressed bytes as files, bare node http; in turns on the same core. */
async function ratios(product: Product, pages: readonly (readonly [string, string])[]): Promise<Figure[]> {
  const there = await programs()
  const by = there.wrk ? 'wrk' : 'own'
  const figures: Figure[] = []
  for (const [name, path] of pages) {
    const answer = await answerAt(product.url + path, 'gzip')
    const nginx = there.nginx
      ? await startNginx(new Map([[path, answer.bytes]]), cores?.server ?? null)
      : null
    const bare = await startBare(answer)
    const best = { own: 0, nginx: 0, bare: 0 }
    try {
      const load = { paths: [path], seconds, connections: 32 }
      const measure = async (who: keyof typeof best, port: number) => {
        best[who] = Math.max(best[who], await answersPerSecond({ ...load, port }, by))
      }
      for (let round = 0; round < rounds; round++) {
        if (nginx) await measure('nginx', nginx.port)
        await measure('bare', bare.port)
        await measure('own', product.port)
      }
    } finally {
      await nginx?.stop()
      await bare.stop()
    }
    const how = `压缩后 ${kilobytes(answer.bytes.byteLength)}，32 条长连接，施压方（${by === 'wrk' ? 'wrk' : '自带'}）在另一个核上，各 ${seconds} 秒，${rounds} 轮轮流取最好`
    figures.push({
      name: `门户${name}`,
      value: Math.round(best.own),
      unit: '次/秒',
      detail: how,
      target: null,
    })
    if (nginx)
      figures.push({
        name: `门户${name}与 nginx 静态文件之比`,
        value: Number((best.own / best.nginx).toFixed(2)),
        unit: '倍',
        detail: `同一个核、同样的压缩字节（gzip_static，单工作进程）；nginx：${Math.round(best.nginx)} 次/秒`,
        target: { at: 'least', value: 0.25 },
      })
    else console.log('    没有安装 nginx，与 nginx 之比没有测（Debian：apt-get install nginx-light）')
    figures.push({
      name: `门户${name}与裸 http 之比`,
      value: Number((best.own / best.bare).toFixed(2)),
      unit: '倍',
      detail: `同一个核、同样的字节和报头；裸 http：${Math.round(best.bare)} 次/秒`,
      target: { at: 'least', value: 0.6 },
    })
  }
  return figures
}

/** Two hundred readers at once. */
async function patience(
  product: Product,
  name: string,
  load: Pick<Load, 'paths' | 'words'>,
): Promise<Figure[]> {
  const borne = await bear({
    ...load,
    port: product.port,
    seconds: 2.5 * seconds,
    connections: 200,
    pinned: true,
  })
  const detail = `200 条长连接各一问一答，${Math.round(borne.seconds)} 秒 ${borne.done} 次（${Math.round(borne.done / borne.seconds)} 次/秒），中位 ${borne.median} 毫秒，95% ${borne.p95} 毫秒，最慢 ${Math.round(borne.slowest)} 毫秒`
  return [
    { name: `200 条连接下的${name}，99% 的请求`, value: borne.p99, unit: '毫秒', detail, target: null },
    {
      name: `200 条连接下的${name}，出错`,
      value: faultsOf(borne),
      unit: '次',
      detail: JSON.stringify(borne.statuses),
      target: { at: 'most', value: 0 },
    },
  ]
}

type Stock = { readonly path: string; readonly mix: Pick<Load, 'paths' | 'words'> }

/** Documents of a real length, and what readers ask for: documents, lists, front pages, and one in twenty searches. */
async function stock(office: Office): Promise<Stock> {
  const text = await readFile(join(projectRoot(), 'demo', 'documents', 'shanghai-2023-20.txt'), 'utf8')
  const lines = text.split('\n').filter(line => line.trim() !== '')
  const html = lines.map(line => `<p>${line.replace(/[&<]/g, '').trim()}</p>`).join('')
  const characters = text.replace(/[^\p{Script=Han}]/gu, '')
  const words = [
    ...new Set(Array.from({ length: characters.length - 1 }, (_, i) => characters.slice(i, i + 2))),
  ]
  const paths: string[] = []
  for (let i = 0; i < documents; i++)
    paths.push(
      await publishOne(office, {
        title: `第${i + 1}号政务公开工作要点`,
        documentNumber: `演〔2026〕${i + 1}号`,
        columns: [i % 2 ? 'policy' : 'safety'],
        html,
      }),
    )
  const lists = ['all', 'policy', 'safety'].flatMap(column =>
    Array.from({ length: 7 }, (_, i) => `/mem/list/${column}/${i === 0 ? '' : `?page=${i + 1}`}`),
  )
  const mix = paths.flatMap((path, i) => [
    path,
    paths[(i * 7) % paths.length]!,
    lists[i % lists.length]!,
    ...(i % 2 === 0 ? ['/', '/mem/'] : []),
    ...(i % 5 === 0 ? ['/search?q={w}+{w}'] : []),
  ])
  return { path: paths[0]!, mix: { paths: mix, words } }
}

/** The portal as it runs: pages against nginx and bare http, two hundred readers, freshness and a crowd under load, weight of pages. */
export async function bench(): Promise<Figure[]> {
  const dataDir = await mkdtemp(join(tmpdir(), 'zhaoming-bench-'))
  const figures: Figure[] = []
  // Without the worker: the copies in PDF of three hundred documents would be set meanwhile.
  const product = await startProduct(dataDir, await freePort(), { SERVICES: 'portal,office' })
  try {
    const office = await officeBeside(dataDir)
    try {
      const { path, mix } = await stock(office)
      const list = '/mem/list/all/'
      // Until the portal hears of changes it keeps nothing.
      for (let i = 0; i < 100 && !(await isKept(product.url + path)); i++) await sleep(50)
      // Every page once: what two hundred meet in the middle of a day.
      for (const one of new Set(mix.paths))
        if (!one.includes('{w}')) await (await fetch(product.url + one)).arrayBuffer()
      if (cores) await pin(product.pid, cores.server)
      figures.push(
        ...(await ratios(product, [
          ['公文页', path],
          ['列表页', list],
        ])),
      )
      figures.push(...(await patience(product, '公文页', { paths: [path] })))
      figures.push(...(await patience(product, '列表页', { paths: [list] })))
      // From here on as it runs: pages made anew are compressed beside the thread that makes them.
      if (cores) await pin(product.pid, null)
      figures.push(...(await patience(product, '混合访问（含检索）', mix)))
      figures.push(...(await crowd(product, office, mix, seconds)))
      figures.push(...(await weights(product.url, path)))
    } finally {
      await office.close()
    }
  } finally {
    await product.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
  return figures
}
