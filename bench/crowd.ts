import http from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { ticks } from '#kit/now.ts'
import { raiseAlert } from '#record/portal.fixture.ts'
import { publishOne } from '#record/record.fixture.ts'
import type { Figure } from './figure.ts'
import { bear, faultsOf, type Load } from './load.ts'
import type { Office, Product } from './product.ts'

/** What readers see while very many read: a publication, an emergency banner. */

const agent = new http.Agent({ keepAlive: true })

/** One look at a page, on one kept connection. */
function look(url: string): Promise<string> {
  return new Promise((resolve, reject) => {
    http
      .get(url, { agent }, response => {
        let text = ''
        response.setEncoding('utf8')
        response.on('data', part => (text += String(part)))
        response.on('end', () => resolve(text))
      })
      .on('error', reject)
  })
}

/** Milliseconds from now until the page shows what is looked for, asked without pause. */
async function untilShown(url: string, shows: (text: string) => boolean): Promise<number> {
  const began = ticks()
  while (!shows(await look(url)));
  return ticks() - began
}

const share = (times: readonly number[], part: number) =>
  times.slice().sort((a, b) => a - b)[Math.min(times.length - 1, Math.ceil(times.length * part) - 1)]!

const publications = 100

/** Commits of another process until the list shows them. */
async function freshness(product: Product, office: Office, pause: number): Promise<number[]> {
  const times: number[] = []
  for (let i = 0; i < publications; i++) {
    const title = `立等可见${Math.round(ticks())}第${i}件`
    await publishOne(office, { title })
    times.push(await untilShown(`${product.url}/mem/list/all/`, text => text.includes(title)))
    await sleep(pause)
  }
  return times
}

function fresh(name: string, times: readonly number[], how: string): Figure {
  return {
    name: `发布到门户列表可见（${name}），99%`,
    value: Math.ceil(share(times, 0.99)),
    unit: '毫秒',
    detail: `${times.length} 次由另一进程发布，提交后立即经 HTTP 读列表页，直到出现；中位 ${Math.round(share(times, 0.5))} 毫秒，最慢 ${Math.round(Math.max(...times))} 毫秒${how}`,
    target: { at: 'most', value: 1000 },
  }
}

/** The banner on the front page, raised and lowered while hundreds read. */
async function emergency(product: Product, office: Office, seconds: number): Promise<Figure[]> {
  const connections = 400
  const load = bear({
    port: product.port,
    paths: ['/', '/', '/', '/mem/', '/alerts.html'],
    seconds: Math.max(8, 5 * seconds),
    connections,
  })
  const [raised, lowered]: [number[], number[]] = [[], []]
  const title = '启动低温雨雪冰冻灾害四级应急响应'
  await sleep(1000)
  for (let i = 0; i < 5; i++) {
    await raiseAlert({ house: office }, 1)
    raised.push(await untilShown(`${product.url}/`, text => text.includes(title)))
    await sleep(200 * seconds)
    await office.db.updateTable('record.alert').set({ lowered_at: office.now() }).execute()
    lowered.push(await untilShown(`${product.url}/`, text => !text.includes(title)))
    await sleep(100 * seconds)
    // The fixture's alert has one number.
    await office.db
      .updateTable('record.alert')
      .set(eb => ({ id: eb('id', '+', 1000) }))
      .execute()
  }
  const borne = await load
  return [
    {
      name: `突发事件：${connections} 条连接同时读首页，99% 的请求`,
      value: borne.p99,
      unit: '毫秒',
      detail: `${Math.round(borne.seconds)} 秒 ${borne.done} 次（${Math.round(borne.done / borne.seconds)} 次/秒），其间横幅启停 5 次；中位 ${borne.median} 毫秒，最慢 ${Math.round(borne.slowest)} 毫秒`,
      target: null,
    },
    {
      name: '突发事件：出错',
      value: faultsOf(borne),
      unit: '次',
      detail: JSON.stringify(borne.statuses),
      target: { at: 'most', value: 0 },
    },
    {
      name: '突发事件：横幅启用、解除到首页可见（最慢一次）',
      value: Math.ceil(Math.max(...raised, ...lowered)),
      unit: '毫秒',
      detail: `启用最慢 ${Math.round(Math.max(...raised))} 毫秒，解除最慢 ${Math.round(Math.max(...lowered))} 毫秒，同样的负载下`,
      target: { at: 'most', value: 1000 },
    },
  ]
}

/** Freshness at rest and under two hundred readers, and the front page in an emergency. */
export async function crowd(
  product: Product,
  office: Office,
  mix: Pick<Load, 'paths' | 'words'>,
  seconds: number,
): Promise<Figure[]> {
  const quiet = await freshness(product, office, 0)
  const load = bear({
    ...mix,
    port: product.port,
    seconds: 25 * seconds,
    connections: 200,
  })
  await sleep(1000)
  const loaded = await freshness(product, office, 200 * seconds)
  const borne = await load
  agent.destroy()
  return [
    fresh('空闲', quiet, ''),
    fresh(
      '200 条连接混合访问下',
      loaded,
      `；同时 ${Math.round(borne.done / borne.seconds)} 次/秒，99% ${borne.p99} 毫秒，出错 ${faultsOf(borne)} 次`,
    ),
    ...(await emergency(product, office, seconds)),
  ]
}
