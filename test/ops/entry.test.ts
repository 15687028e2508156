import {
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { ticks } from '#kit/now.ts'
import { projectRoot } from '#kit/projectRoot.ts'
import { crowding } from '../setup/effort.ts'
import { endAll, scratch, start, type Child } from './children.ts'

/** A small product of its own around the real bin/: what is tried here must not disturb the tree that tests run from. */
const place = scratch()
let tree = ''
let entry = ''
const command = (...args: string[]): Child => start(process.execPath, [entry, ...args], { cwd: place.path })

function say(word: string): void {
  writeFileSync(
    join(tree, 'src', 'main.ts'),
    `export async function main(argv: string[]): Promise<number> {
      const { answer } = await import('#answer.ts')
      console.log(answer, ...argv)
      return argv.length
    }`,
  )
  writeFileSync(
    join(tree, 'src', 'answer.ts'),
    `import text from './text.sql'\nexport const answer: string = '${word}' + text`,
  )
  writeFileSync(join(tree, 'src', 'text.sql'), '!')
}

beforeAll(() => {
  tree = join(place.path, 'tree')
  entry = join(tree, 'bin', 'zhaoming.mjs')
  mkdirSync(join(tree, 'src'), { recursive: true })
  cpSync(join(projectRoot(), 'bin'), join(tree, 'bin'), { recursive: true })
  writeFileSync(
    join(tree, 'package.json'),
    JSON.stringify({ name: 'tree', type: 'module', imports: { '#*': './src/*' } }),
  )
  symlinkSync(join(projectRoot(), 'node_modules'), join(tree, 'node_modules'))
  say('first')
})
afterEach(endAll)
afterAll(() => place.remove())

describe('命令入口', () => {
  test('第一次运行先构建；其后不再构建，半秒之内答完；退出码是命令的', async () => {
    const first = command('due', '--json')
    expect(await first.ended()).toBe(2)
    expect(first.said()).toContain('正在构建')
    expect(first.said()).toContain('first! due --json')
    const times: number[] = []
    for (let round = 0; round < 3; round++) {
      const [before, since] = [crowding(), ticks()]
      const again = command()
      expect(await again.ended()).toBe(0)
      const took = ticks() - since
      times.push(took / Math.max(before, crowding()))
      expect(again.said()).toBe('first!\n')
    }
    expect(Math.min(...times)).toBeLessThan(500)
  })

  test('源文件改动之后重新构建', async () => {
    say('second')
    const child = command()
    await child.ended()
    expect(child.said()).toContain('second!')
  })

  test('六个同时构建：个个成功，不留半成品', async () => {
    say('third')
    const children = Array.from({ length: 6 }, () => command())
    for (const child of children) {
      expect(await child.ended()).toBe(0)
      expect(child.said()).toContain('third!')
    }
    expect(readdirSync(join(tree, 'dist')).filter(name => name.startsWith('.new-'))).toEqual([])
  })

  test('构建途中任一时刻被 kill -9：下一次照常', async () => {
    for (let delay = 20; delay <= 200; delay += 20) {
      say(`after ${delay}`)
      const child = start(process.execPath, [join(tree, 'bin', 'build.mjs'), 'server'], { cwd: tree })
      await sleep(delay)
      child.process.kill('SIGKILL')
      await child.ended()
      const next = command()
      expect([delay, await next.ended()]).toEqual([delay, 0])
      expect(next.said()).toContain(`after ${delay}!`)
    }
  })

  test('源文件有错：指出文件和行，退出码不为零；改好后照常', async () => {
    writeFileSync(join(tree, 'src', 'answer.ts'), 'export const answer = (\n')
    const broken = command()
    expect(await broken.ended()).toBe(1)
    expect(broken.said()).toMatch(/answer\.ts:\d+:\d+/)
    expect(broken.said()).toContain('构建失败（原因见上）')
    say('mended')
    const mended = command()
    expect(await mended.ended()).toBe(0)
    expect(mended.said()).toContain('mended!')
  })

  test('只有 dist 没有 src 的发行包：直接运行', async () => {
    const src = join(tree, 'src')
    renameSync(src, `${src}-away`)
    try {
      const child = command()
      expect(await child.ended()).toBe(0)
      expect(child.said()).toBe('mended!\n')
    } finally {
      renameSync(`${src}-away`, src)
    }
  })

  test('Node.js 太旧：一句话说明，退出码不为零', async () => {
    const preload = join(place.path, 'old.cjs')
    writeFileSync(preload, `Object.defineProperty(process.versions, 'node', { value: '20.18.3' })`)
    const child = start(process.execPath, ['-r', preload, entry, 'start'])
    expect(await child.ended()).toBe(1)
    expect(child.said()).toBe(
      '昭明需要 Node.js 20.19 或更新版本（建议24 LTS），当前是20.18.3。请升级 Node.js 后重试。\n',
    )
  })

  test('给操作者的话照原样说，程序的错误才带出处', async () => {
    const main = join(tree, 'src', 'main.ts')
    const throwing = (name: string) =>
      writeFileSync(
        main,
        `export async function main() { throw Object.assign(new Error('坏了'), { name: '${name}', exitCode: 3 }) }`,
      )
    throwing('OperatorError')
    const told = command()
    expect(await told.ended()).toBe(3)
    expect(told.said().trim().split('\n').at(-1)).toBe('坏了')
    throwing('TypeError')
    const crashed = command()
    expect(await crashed.ended()).toBe(3)
    expect(crashed.said()).toContain('    at ')
  })
})

describe('依赖是否齐全', () => {
  test('缺一个包就会请 npm 安装；装不了时一句话说明', async () => {
    const bare = join(place.path, 'bare')
    cpSync(join(projectRoot(), 'bin'), join(bare, 'bin'), { recursive: true })
    for (const name of ['package.json', 'package-lock.json', '.npmrc'])
      cpSync(join(projectRoot(), name), join(bare, name))
    const fake = join(place.path, 'path')
    mkdirSync(fake)
    // An npm that cannot reach its registry.
    writeFileSync(join(fake, 'npm'), '#!/bin/sh\necho "npm error network $*"\nexit 7\n', { mode: 0o755 })
    const child = start(process.execPath, [join(bare, 'bin', 'zhaoming.mjs'), 'due'], {
      cwd: bare,
      env: { PATH: `${fake}:${process.env.PATH}` },
    })
    expect(await child.ended()).toBe(1)
    expect(child.said()).toContain('npm error network install --omit=dev --no-save')
    expect(child.said()).toContain(
      `依赖安装失败（npm 退出码7，原因见上）。请检查网络、npm 镜像设置和目录 ${bare} 的写权限`,
    )
    expect(readdirSync(join(bare, 'node_modules')).filter(name => name.startsWith('.zhaoming'))).toEqual([])
  })

  test('别人装好的依赖齐全：不再安装，只记下来', async () => {
    const bare = join(place.path, 'installed')
    cpSync(join(projectRoot(), 'bin'), join(bare, 'bin'), { recursive: true })
    for (const name of ['package.json', 'package-lock.json'])
      cpSync(join(projectRoot(), name), join(bare, name))
    mkdirSync(join(bare, 'src'))
    writeFileSync(
      join(bare, 'src', 'main.ts'),
      `export async function main() { console.log('ran'); return 0 }`,
    )
    // Links to every package, and npm's own list of them.
    const real = join(projectRoot(), 'node_modules')
    mkdirSync(join(bare, 'node_modules'))
    for (const name of readdirSync(real))
      if (!name.startsWith('.')) symlinkSync(join(real, name), join(bare, 'node_modules', name))
    cpSync(join(real, '.package-lock.json'), join(bare, 'node_modules', '.package-lock.json'))
    const env = { PATH: '/nonexistent' }
    const run = () => start(process.execPath, [join(bare, 'bin', 'zhaoming.mjs')], { cwd: bare, env })
    const child = run()
    expect(await child.ended()).toBe(0)
    expect(child.said()).not.toContain('正在安装')
    const marker = join(bare, 'node_modules', '.zhaoming.json')
    expect(JSON.parse(readFileSync(marker, 'utf8'))).toMatchObject({ mode: 'prod' })
    // One package gone and the note with it: npm would be called, and is not to be found here.
    rmSync(marker)
    rmSync(join(bare, 'node_modules', 'fastify'))
    const lacking = run()
    expect(await lacking.ended()).toBe(1)
    expect(lacking.said()).toContain('没有找到 npm')
  })
})
