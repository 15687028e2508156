import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { folderFormat, openDataFolder, readSecret } from '#kit/dataFolder.ts'
import { identify } from '#kit/processes.ts'
import { asRoot, asStranger, bundled, endAll, scratch, start, stranger } from './children.ts'

let keeper = ''
let place = scratch()
const said: string[] = []
const log = (line: string) => void said.push(line)
const data = () => join(place.path, 'data')
const locks = () => {
  const folder = join(data(), 'lock')
  return existsSync(folder) ? readdirSync(folder).map(name => join(folder, name)) : []
}
const writeLock = (text: string) => writeFileSync(join(data(), 'lock', '1-stale'), text)
const keep = (options: Parameters<typeof start>[2] = {}) => start(process.execPath, [keeper, data()], options)

beforeAll(async () => {
  keeper = await bundled('test/ops/keeper.ts')
})
afterAll(() => rmSync(keeper, { force: true }))
beforeEach(() => {
  place = scratch()
  said.length = 0
})
afterEach(() => {
  endAll()
  place.remove()
})

describe('数据目录', () => {
  test('首次打开即建立目录、版本文件与锁，放开后锁即消失', async () => {
    const folder = await openDataFolder(data(), { log })
    expect(JSON.parse(readFileSync(join(data(), 'VERSION'), 'utf8'))).toEqual({ format: folderFormat })
    expect(JSON.parse(readFileSync(locks()[0] ?? '', 'utf8'))).toMatchObject({ pid: process.pid, held: true })
    folder.release()
    folder.release()
    expect(locks()).toEqual([])
  })

  test('更新版本的数据目录：一句话说明，数据不动', async () => {
    mkdirSync(data())
    writeFileSync(join(data(), 'VERSION'), JSON.stringify({ format: folderFormat + 1 }))
    await expect(openDataFolder(data(), { log })).rejects.toThrow(
      /由更新版本的昭明建立（数据格式\d+，本程序只认识到\d+）.*数据未被改动/,
    )
    expect(locks()).toEqual([])
  })

  test.each(['', '{', 'null', '{"format":"1"}'])('版本文件损坏（%j）：说明并请从备份恢复', async text => {
    mkdirSync(data())
    writeFileSync(join(data(), 'VERSION'), text)
    await expect(openDataFolder(data(), { log })).rejects.toThrow('VERSION 文件已损坏')
  })

  test('路径上是一个文件：一句话说明', async () => {
    writeFileSync(data(), '')
    await expect(openDataFolder(data(), { log })).rejects.toThrow('同名文件而不是文件夹')
    await expect(openDataFolder(join(data(), 'in'), { log })).rejects.toThrow('同名文件而不是文件夹')
  })

  test.skipIf(!asStranger)('不可写的目录：一句话说明，退出码不为零', async () => {
    mkdirSync(data(), { mode: 0o755 })
    const child = keep(stranger)
    expect(await child.ended()).toBe(1)
    expect(child.said().trim()).toBe(
      `OperatorError: 数据目录 ${data()} 不可写：当前用户没有权限。请修正，或用环境变量 DATA_DIR 指定另一位置。`,
    )
  })

  test.skipIf(asRoot)('不可写的目录：一句话说明', async () => {
    mkdirSync(data())
    chmodSync(data(), 0o555)
    await expect(openDataFolder(data(), { log })).rejects.toThrow('不可写：当前用户没有权限')
  })

  test.skipIf(!asRoot)('磁盘将满：一句话说明，退出码不为零', async ({ skip }) => {
    mkdirSync(data())
    // A mount namespace of its own: the small disk vanishes with the process.
    const script = `mount -t tmpfs -o size=64m none ${data()} && exec ${process.execPath} ${keeper} ${data()}`
    const child = start('unshare', ['-m', 'sh', '-c', script])
    await child.ended()
    // A container may refuse to mount; then nothing was shown either way.
    skip(/unshare|mount:/.test(child.said()), '本机不允许挂载小磁盘')
    expect(child.said()).toMatch(/磁盘空间不足：数据目录 .* 所在磁盘只剩6\dMB，至少需要200MB/)
  })
})

describe('同一数据目录只启动一次', () => {
  test('已在运行：说出进程号和地址，退出码不为零；前者不受影响', async () => {
    const first = keep()
    await first.says('ready')
    const second = keep()
    expect(await second.ended()).toBe(1)
    expect(second.said()).toContain(`昭明已在运行（进程号${first.pid}，地址 http://localhost:8080/）`)
    first.process.kill('SIGTERM')
    expect(await first.ended()).toBe(0)
    expect(locks()).toEqual([])
  })

  test('持有者被 kill -9：下一次启动直接接手', async () => {
    const first = keep()
    await first.says('ready')
    first.process.kill('SIGKILL')
    await first.ended()
    expect(locks()).toHaveLength(1)
    await keep().says('ready')
  })

  test('锁中的进程号已属于别的进程：不误认', async () => {
    await (await openDataFolder(data(), { log })).release()
    const stale = { pid: process.pid, born: 'another boot/1', launcher: null, address: null, held: true }
    writeLock(JSON.stringify(stale))
    await keep().says('ready')
  })

  test('放开后又被别人取得的锁，不因再次放开而丢', async () => {
    const first = await openDataFolder(data(), { log })
    first.release()
    const second = keep()
    await second.says('ready')
    first.release()
    first.setAddress('http://localhost:1/')
    expect(locks()).toHaveLength(1)
    const third = keep()
    await third.ended()
    expect(third.said()).toContain(`进程号${second.pid}`)
  })

  test.each(['', '{', 'null', '{"pid":"1"}'])('锁文件残缺（%j）：接手', async text => {
    await (await openDataFolder(data(), { log })).release()
    writeLock(text)
    ;(await openDataFolder(data(), { log })).release()
  })

  test('启动它的 npm 已死：视为遗留，结束它并说明', async () => {
    const orphan = keep()
    await orphan.says('ready')
    const [file = ''] = locks()
    const dead = { pid: process.pid, born: 'another boot/1' }
    writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, 'utf8')), launcher: dead }))
    const next = keep()
    await next.says('ready')
    expect(next.said()).toContain(`上一次启动留下的进程（进程号${orphan.pid}）已失去启动它的 npm`)
    expect(orphan.said()).toContain('stopped')
  })

  test('八个进程同时抢一个死锁：恰有一个得到', async () => {
    await (await openDataFolder(data(), { log })).release()
    writeLock(JSON.stringify({ pid: 1, born: 'another boot/1', held: true }))
    const rivals = Array.from({ length: 8 }, () => keep())
    const outcomes = await Promise.all(
      rivals.map(child =>
        child.says(/ready|已在运行/).then(text => (text.includes('ready') ? 'won' : 'lost')),
      ),
    )
    expect(outcomes.filter(outcome => outcome === 'won')).toHaveLength(1)
  })

  test('运行中，启动它的 npm 被 kill -9：自行有序停止', async () => {
    // A process that calls itself as npm does, with the keeper below it.
    const launcher = start(process.execPath, [
      '-e',
      `process.title = 'npm start'
       require('node:child_process').spawn(process.execPath, ${JSON.stringify([keeper, data()])}, { stdio: 'inherit' })`,
    ])
    await launcher.says('ready')
    const { pid } = JSON.parse(readFileSync(locks()[0] ?? '', 'utf8')) as { pid: number }
    launcher.process.kill('SIGKILL')
    await launcher.says('stopping launcher')
    await expect.poll(() => identify(pid)).toBeNull()
    expect(locks()).toEqual([])
  })
})

describe('密钥', () => {
  test('每个名字一把，32字节，只有属主可读，再读仍是同一把', async () => {
    const folder = await openDataFolder(data(), { log })
    const key = folder.secret('vault')
    expect(key).toHaveLength(32)
    expect(folder.secret('vault').equals(key)).toBe(true)
    expect(readSecret(data(), 'vault').equals(key)).toBe(true)
    expect(folder.secret('other').equals(key)).toBe(false)
    expect(statSync(join(data(), 'keys', 'vault')).mode & 0o777).toBe(0o600)
    expect(statSync(join(data(), 'keys')).mode & 0o777).toBe(0o700)
    folder.release()
  })

  test('密钥文件残缺：说明而不另造一把', async () => {
    const folder = await openDataFolder(data(), { log })
    folder.secret('vault')
    writeFileSync(join(data(), 'keys', 'vault'), 'short')
    expect(() => folder.secret('vault')).toThrow('已损坏')
    expect(() => folder.secret('../lock')).toThrow('bad secret name')
    folder.release()
  })
})
