import { chownSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { folderFormat, readSecret } from '#kit/dataFolder.ts'
import { ticks } from '#kit/now.ts'
import { identify, processesIn } from '#kit/processes.ts'
import { projectRoot } from '#kit/projectRoot.ts'
import { crowding } from '../setup/effort.ts'
import { asStranger, endAll, freePort, scratch, start, stranger, type Child } from './children.ts'

const place = scratch()
let data = ''
let cluster = ''
const servers = () => (existsSync(cluster) ? processesIn(cluster, 'postgres') : [])
let port = 0

type Options = { folder?: string; port?: number; uid?: number; gid?: number; npm?: boolean }

/** Starts the product as its operator does; in a process group of its own, as a terminal would. */
function launch(options: Options = {}): Child {
  const { folder = data, npm = false, port: at = port, ...account } = options
  const env = { PORT: String(at), DATA_DIR: folder, npm_config_update_notifier: 'false' }
  const words = npm
    ? ['npm', 'start']
    : [process.execPath, join(projectRoot(), 'bin', 'zhaoming.mjs'), 'start']
  const [file = '', ...args] = words
  return start(file, args, { env, ...account, detached: true })
}

const group = (child: Child, signal: NodeJS.Signals) => process.kill(-child.pid, signal)
const page = (path: string) =>
  fetch(`http://127.0.0.1:${port}${path}`, { signal: AbortSignal.timeout(20_000) })

async function query<T extends object>(sql: string): Promise<T[]> {
  const password = readSecret(data, 'postgres').toString('base64url')
  const client = new pg.Client({
    host: join(data, 'run'),
    port: 5432,
    user: 'postgres',
    password,
    database: 'zhaoming',
  })
  client.on('error', () => undefined)
  await client.connect()
  try {
    return (await client.query<T>(sql)).rows
  } finally {
    await client.end()
  }
}

beforeAll(async () => {
  data = join(place.path, 'data')
  cluster = join(data, 'postgres', 'data')
  port = await freePort()
  const first = launch()
  await first.says('就绪', 280_000)
  await query('create table public.kept as select generate_series(1, 1000) as n')
  group(first, 'SIGINT')
  expect(await first.ended()).toBe(0)
})
afterEach(endAll)
afterAll(() => {
  for (const pid of servers()) process.kill(pid, 'SIGKILL')
  place.remove()
})

describe('npm start', () => {
  test('第二次启动五秒内见到首页；门户和后台都在应答；Ctrl-C 之后不留一个进程', async () => {
    // The tests beside this one take the machine's time too: the best of three is the product's own, and what it has to
    // share while it starts is not its fault.
    const times: number[] = []
    let product: Child
    for (;;) {
      const [before, since] = [crowding(), ticks()]
      product = launch({ npm: true })
      await product.says('就绪')
      expect((await page('/')).status).toBe(200)
      const took = ticks() - since
      times.push(took / Math.max(before, crowding()))
      if (Math.min(...times) < 5000 || times.length === 3) break
      group(product, 'SIGINT')
      await product.ended()
    }
    expect(Math.min(...times)).toBeLessThan(5000)
    expect((await page('/console/')).status).toBe(200)
    expect(product.said()).toContain(`http://localhost:${port}/`)
    expect(product.said()).toContain(`http://localhost:${port}/console/`)
    const all = [product.pid, ...servers()]
    expect(all.length).toBeGreaterThan(5)
    group(product, 'SIGINT')
    await product.ended()
    await expect.poll(() => all.filter(pid => identify(pid) !== null)).toEqual([])
    await expect(page('/')).rejects.toThrow()
    expect(servers()).toEqual([])
  })

  test('正在启动时按 Ctrl-C：同样全部停止', async () => {
    const product = launch()
    await product.says('正在启动数据库')
    group(product, 'SIGINT')
    await product.ended()
    await expect.poll(servers).toEqual([])
  })

  test('连同数据库全部被 kill -9：再次启动照常，已提交的一行不少', async () => {
    const product = launch()
    await product.says('就绪')
    await query('insert into public.kept select 0')
    for (const pid of servers()) process.kill(pid, 'SIGKILL')
    group(product, 'SIGKILL')
    await product.ended()
    const next = launch()
    await next.says('就绪')
    expect(await query('select count(*)::int as n from public.kept')).toEqual([{ n: 1001 }])
    expect((await page('/')).status).toBe(200)
    group(next, 'SIGTERM')
    expect(await next.ended()).toBe(0)
  })

  test('只有 npm 被 kill -9：服务和数据库自行停止', async () => {
    const product = launch({ npm: true })
    await product.says('就绪')
    process.kill(product.pid, 'SIGKILL')
    await expect.poll(servers).toEqual([])
    await expect.poll(() => page('/').catch(() => 'gone')).toBe('gone')
  })

  test('运行中数据库主进程被 kill -9：服务不停，片刻后照常应答', async () => {
    const product = launch()
    await product.says('就绪')
    const postmaster = Number(readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n')[0])
    process.kill(postmaster, 'SIGKILL')
    await product.says('数据库已恢复')
    await expect
      .poll(() =>
        page('/')
          .then(r => r.status)
          .catch(() => 0),
      )
      .toBe(200)
    group(product, 'SIGTERM')
    expect(await product.ended()).toBe(0)
  })
})

/** What an operator reads when it cannot start: one sentence and a code that is not 0. */
async function refusal(child: Child): Promise<string> {
  expect(await child.ended()).toBe(1)
  const lines = child
    .said()
    .trim()
    .split('\n')
    // The sources may have changed since the last start.
    .filter(line => !/^(正在构建| {2}(服务|控制台)已构建)/.test(line))
  expect(lines).toHaveLength(1)
  return lines[0] ?? ''
}

describe('不能启动时，一句话说明，退出码不为零', () => {
  test('端口被占：没有启动数据库', async () => {
    const guest = createServer().listen(port)
    try {
      expect(await refusal(launch())).toContain(`端口${port}已被别的程序占用`)
      expect(servers()).toEqual([])
    } finally {
      guest.close()
    }
  })

  test('已在运行', async () => {
    const product = launch()
    await product.says('就绪')
    const other = await freePort()
    expect(await refusal(launch({ port: other }))).toMatch(
      new RegExp(`^昭明已在运行（进程号${product.pid}，地址 http://localhost:${port}/）`),
    )
    group(product, 'SIGTERM')
    expect(await product.ended()).toBe(0)
  })

  test('数据目录由更新版本建立', async () => {
    const folder = join(place.path, 'newer')
    mkdirSync(folder)
    writeFileSync(join(folder, 'VERSION'), JSON.stringify({ format: folderFormat + 1 }))
    expect(await refusal(launch({ folder }))).toContain('由更新版本的昭明建立')
  })

  test('数据目录是一个文件', async () => {
    const folder = join(place.path, 'file')
    writeFileSync(folder, '')
    expect(await refusal(launch({ folder }))).toContain('同名文件而不是文件夹')
  })

  test.skipIf(!asStranger)('数据目录不可写', async () => {
    const folder = join(place.path, 'closed')
    mkdirSync(folder, { mode: 0o755 })
    expect(await refusal(launch({ folder, ...stranger }))).toContain('不可写：当前用户没有权限')
  })
})

test.skipIf(!asStranger)(
  '由普通用户启动：同样可用，停止后不留进程',
  async () => {
    const folder = join(place.path, 'stranger')
    mkdirSync(folder, { mode: 0o700 })
    chownSync(folder, stranger.uid, stranger.gid)
    const product = launch({ folder, ...stranger })
    await product.says('就绪', 280_000)
    expect((await page('/')).status).toBe(200)
    group(product, 'SIGINT')
    expect(await product.ended()).toBe(0)
    expect(processesIn(join(folder, 'postgres', 'data'), 'postgres')).toEqual([])
  },
  300_000,
)
