import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { identify, processesIn } from '#kit/processes.ts'
import { startPostgres, type RunningPostgres } from '#kit/postgres/start.ts'
import { asRoot, asStranger, bundled, endAll, scratch, start, stranger, type Child } from './children.ts'

let keeper = ''
let place = scratch()
const said: string[] = []
const log = (line: string) => void said.push(line)
const data = () => join(place.path, 'data')
const cluster = () => join(data(), 'postgres', 'data')
const running: RunningPostgres[] = []

/** A stopped cluster that most tests start from a copy of: making one anew is a test of its own. */
const made = scratch()

function copyMade(): void {
  const [from, to] = [join(made.path, 'postgres'), join(data(), 'postgres')]
  mkdirSync(to, { recursive: true })
  chmodSync(data(), 0o711)
  // The programs are never written to: links do for them.
  for (const name of readdirSync(from))
    execFileSync('cp', [name === 'data' ? '-a' : '-al', join(from, name), to])
  execFileSync('cp', ['-a', join(made.path, 'keys'), data()])
}

async function open(settings?: Record<string, string>): Promise<RunningPostgres> {
  if (!existsSync(data())) copyMade()
  const postgres = await startPostgres({ folder: data(), log, ...(settings && { settings }) })
  running.push(postgres)
  return postgres
}

/** Opens folder and database in a process of its own. */
async function keep(
  options: Parameters<typeof start>[2] = {},
): Promise<Child & { url: string; adopted: boolean }> {
  const child = start(process.execPath, [keeper, data(), 'postgres'], options)
  const text = await child.says(/ready \{.*\}/, 60_000)
  const { url, adopted } = JSON.parse(/ready (\{.*\})/.exec(text)?.[1] ?? '{}') as {
    url: string
    adopted: boolean
  }
  return { ...child, url, adopted }
}

async function query<T extends object = Record<string, unknown>>(url: string, sql: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 20_000 })
  client.on('error', () => undefined)
  await client.connect()
  try {
    return (await client.query<T>(sql)).rows
  } finally {
    await client.end()
  }
}

const setting = async (url: string, name: string) =>
  (await query<{ value: string }>(url, `select current_setting('${name}') as value`))[0]?.value
const postmaster = () => Number(readFileSync(join(cluster(), 'postmaster.pid'), 'utf8').split('\n')[0])
const servers = () => processesIn(cluster(), 'postgres')

beforeAll(async () => {
  keeper = await bundled('test/ops/keeper.ts')
  await (await startPostgres({ folder: made.path, log })).stop()
})
afterAll(() => {
  rmSync(keeper, { force: true })
  made.remove()
})
beforeEach(() => {
  place = scratch()
  said.length = 0
})
afterEach(async () => {
  endAll()
  for (const postgres of running.splice(0)) await postgres.stop().catch(() => undefined)
  if (existsSync(cluster())) for (const pid of servers()) process.kill(pid, 'SIGKILL')
  place.remove()
})

describe('内置数据库', () => {
  test('真正的 PostgreSQL：写入落盘、中文可检索、只在本机套接字上以口令应答', async () => {
    mkdirSync(data(), { mode: 0o711 })
    const { url, connection, adopted } = await open()
    expect(said).toContain('正在建立数据库（仅首次启动）')
    expect(adopted).toBe(false)
    for (const name of ['fsync', 'full_page_writes', 'synchronous_commit', 'data_checksums'])
      expect([name, await setting(url, name)]).toEqual([name, 'on'])
    expect(await setting(url, 'listen_addresses')).toBe('')
    expect(await setting(url, 'TimeZone')).toBe('Asia/Shanghai')
    expect(await query(url, `select '阿' < '波' as a, '波' < '泽' as b, '一' < '丁' as c`)).toEqual([
      { a: true, b: true, c: false },
    ])
    await query(url, 'create extension pg_trgm')
    const [row] = await query<{ n: number }>(url, `select cardinality(show_trgm('应急管理')) as n`)
    expect(row?.n).toBeGreaterThan(0)
    await expect(query(url.replace(/:[^:@]+@/, ':wrong@'), 'select 1')).rejects.toThrow(
      /password authentication failed/,
    )
    expect(connection.host).toBe(join(data(), 'run'))
    expect(statSync(join(data(), 'run')).mode & 0o077).toBe(0)
    expect(statSync(cluster()).mode & 0o077).toBe(0)
  })

  test.skipIf(!asRoot)('由 root 启动：数据库以自己的非特权用户运行', async () => {
    await open()
    const uids = servers().map(pid => statSync(`/proc/${pid}`).uid)
    expect(uids.length).toBeGreaterThan(3)
    expect(new Set(uids)).toEqual(new Set([statSync(cluster()).uid]))
    expect(uids).not.toContain(0)
  })

  test.skipIf(!asRoot)('由 root 启动，umask 为 077：数据库用户照样读得到程序', async () => {
    const command = `umask 077 && exec ${process.execPath} ${keeper} ${data()} postgres`
    await start('sh', ['-c', command]).says(/ready \{.*\}/, 60_000)
    expect(statSync(data()).mode & 0o777).toBe(0o711)
  })

  test.skipIf(!asRoot)('由 root 启动，数据目录在别人进不去的目录之下：照样启动、停止、再启动', async () => {
    chmodSync(place.path, 0o700)
    const { url } = await open()
    await query(url, 'create table kept as select 42 as n')
    await running.pop()?.stop()
    expect(await query((await open()).url, 'select n from kept')).toEqual([{ n: 42 }])
  })

  test.skipIf(!asStranger)('由普通用户启动：同样可用', async () => {
    mkdirSync(data(), { mode: 0o700 })
    chownSync(data(), stranger.uid, stranger.gid)
    const child = await keep(stranger)
    expect(statSync(`/proc/${postmaster()}`).uid).toBe(stranger.uid)
    child.process.kill('SIGTERM')
    expect(await child.ended()).toBe(0)
    expect(servers()).toEqual([])
  })

  test('路径太长放不下套接字：改用本机回环地址的空闲端口', async () => {
    const long = join(place.path, 'x'.repeat(90))
    mkdirSync(long)
    if (asRoot) chmodSync(long, 0o711)
    const postgres = await startPostgres({ folder: long, log })
    running.push(postgres)
    expect(postgres.connection.host).toBe('127.0.0.1')
    expect(await setting(postgres.url, 'listen_addresses')).toBe('127.0.0.1')
    const probe = new pg.Client({ ...postgres.connection, password: 'wrong' })
    await expect(probe.connect()).rejects.toThrow(/password authentication failed/)
  })

  test('停止之后不留进程、套接字和进程号文件；再启动只需片刻', async () => {
    const first = await open()
    await Promise.all([first.stop(), first.stop()])
    expect(servers()).toEqual([])
    expect(readdirSync(join(data(), 'run'))).toEqual([])
    expect(existsSync(join(cluster(), 'postmaster.pid'))).toBe(false)
    expect((await open()).adopted).toBe(false)
  })
})

describe('被 kill -9 之后，下一次启动无需人工处理', () => {
  test('只杀 Node：数据库仍在，接管它，已提交的一行不少', async () => {
    copyMade()
    const first = await keep()
    await query(first.url, 'create table kept as select generate_series(1, 1000) as n')
    first.process.kill('SIGKILL')
    await first.ended()
    const before = postmaster()
    const second = await keep()
    expect(second.adopted).toBe(true)
    expect(second.said()).toContain(`接管仍在运行的数据库（进程号${before}）`)
    expect(await query(second.url, 'select count(*)::int as n from kept')).toEqual([{ n: 1000 }])
    second.process.kill('SIGTERM')
    expect(await second.ended()).toBe(0)
    expect(servers()).toEqual([])
  })

  test('Node 与数据库主进程同时被杀，子进程尚在：清理后重新启动，已提交的一行不少', async () => {
    copyMade()
    const first = await keep()
    await query(first.url, 'create table kept as select generate_series(1, 1000) as n')
    // A client in the middle of a long query keeps its server process busy after the parent has died.
    void query(first.url, 'select pg_sleep(60)').catch(() => undefined)
    const children = servers().length
    first.process.kill('SIGKILL')
    process.kill(postmaster(), 'SIGKILL')
    await first.ended()
    expect(children).toBeGreaterThan(5)
    const second = await keep()
    expect(second.adopted).toBe(false)
    expect(await query(second.url, 'select count(*)::int as n from kept')).toEqual([{ n: 1000 }])
  })

  test('设置已变：不接管旧的，停掉它再启动', async () => {
    const { url } = await open({ work_mem: '5MB' })
    expect(await setting(url, 'work_mem')).toBe('5MB')
    const before = postmaster()
    const second = await open({ work_mem: '6MB' })
    expect(second.adopted).toBe(false)
    expect(identify(before)).toBeNull()
    expect(await setting(second.url, 'work_mem')).toBe('6MB')
  })

  test('旧进程号已属于别的进程：不误认为数据库仍在运行', async () => {
    await (await open()).stop()
    writeFileSync(
      join(cluster(), 'postmaster.pid'),
      `${process.pid}\n${cluster()}\n1\n5432\n${data()}/run\n\n1 1\nready\n`,
    )
    writeFileSync(join(data(), 'run', '.s.PGSQL.5432.lock'), `${process.pid}\n`)
    expect((await open()).adopted).toBe(false)
  })

  test('首次建库做到一半被杀：下一次从头建成，半成品不留', async () => {
    const child = start(process.execPath, [keeper, data(), 'postgres'])
    await child.says('正在建立数据库')
    const drafts = () => readdirSync(join(data(), 'postgres')).filter(name => name.startsWith('draft-'))
    await expect.poll(drafts, { interval: 10 }).not.toEqual([])
    child.process.kill('SIGKILL')
    await child.ended()
    expect(existsSync(cluster())).toBe(false)
    const next = await keep()
    expect(await query(next.url, 'select 1 as n')).toEqual([{ n: 1 }])
    expect(drafts()).toEqual([])
  })
})

describe('运行之中', () => {
  test('一个服务进程被 kill -9：数据库自行恢复，已提交的一行不少', async () => {
    const { url } = await open()
    await query(url, 'create table kept as select generate_series(1, 1000) as n')
    const [row] = await query<{ pid: number }>(
      url,
      `select pid from pg_stat_activity where backend_type = 'checkpointer'`,
    )
    process.kill(row?.pid ?? -1, 'SIGKILL')
    await expect
      .poll(() => query(url, 'select count(*)::int as n from kept').catch(() => null), { interval: 200 })
      .toEqual([{ n: 1000 }])
  })

  test('主进程被 kill -9：几秒内以同一地址重新启动并说明', async () => {
    const { url } = await open()
    await query(url, 'create table kept as select generate_series(1, 1000) as n')
    process.kill(postmaster(), 'SIGKILL')
    await expect
      .poll(() => query(url, 'select count(*)::int as n from kept').catch(() => null), { interval: 200 })
      .toEqual([{ n: 1000 }])
    expect(said).toContain('数据库意外退出，正在重新启动')
    await running.pop()?.stop()
    expect(servers()).toEqual([])
  })

  test('启动途中叫停：数据库随之停止', async () => {
    await (await open()).stop()
    const abort = new AbortController()
    const timer = setInterval(() => {
      if (existsSync(join(cluster(), 'postmaster.pid'))) abort.abort()
    }, 2)
    try {
      await expect(startPostgres({ folder: data(), log, abort: abort.signal })).rejects.toThrow(/abort/i)
    } finally {
      clearInterval(timer)
    }
    expect(servers()).toEqual([])
  })
})

describe('不能启动时，一句话说明', () => {
  test('数据库由更新的 PostgreSQL 建立', async () => {
    await (await open()).stop()
    writeFileSync(join(cluster(), 'PG_VERSION'), '99\n')
    await expect(open()).rejects.toThrow(
      /由 PostgreSQL 99 建立，本程序所带的是\d+。请用不低于原版本的昭明启动；数据未被改动。/,
    )
  })

  test('口令密钥与数据不符', async () => {
    await (await open()).stop()
    rmSync(join(data(), 'keys', 'postgres'))
    await expect(open()).rejects.toThrow(/keys.postgres 与数据库的口令不符。请从备份恢复/)
    expect(servers()).toEqual([])
  })

  test('自己的设置写错：说出原因和记录所在', async () => {
    await (await open()).stop()
    writeFileSync(join(cluster(), 'local.conf'), 'shared_buffers = 很多\n')
    await expect(open()).rejects.toThrow(/内置数据库未能启动：.*logs\/postgres\.log/s)
  })

  // 20 MB are too few for the programs; 80 MB hold those but no cluster.
  test.skipIf(!asRoot).for(['20m', '80m'])('建库时磁盘写满（%s）', async (size, { skip }) => {
    mkdirSync(data(), { mode: 0o711 })
    // A mount namespace of its own: the small disk vanishes with the process.
    const mount = `mount -t tmpfs -o size=${size},mode=711 none ${data()}`
    const script = `${mount} && exec ${process.execPath} ${keeper} ${data()} postgres-alone`
    const child = start('unshare', ['-m', 'sh', '-c', script])
    await child.ended(60_000)
    skip(/unshare|mount:/.test(child.said()), '本机不允许挂载小磁盘')
    expect(child.said()).toContain(`OperatorError: 磁盘已满，无法写入数据目录 ${data()}`)
    if (size === '80m') expect(child.said()).toContain('正在建立数据库')
  })
})
