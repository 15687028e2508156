import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ticks } from '#kit/now.ts'
import { projectRoot } from '#kit/projectRoot.ts'
import type { Figure } from './figure.ts'

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject)
    server.listen(0, () => {
      const { port } = server.address() as { port: number }
      server.close(() => resolve(port))
    })
  })
}

const wait = (ms: number) => new Promise(resolve => setTimeout(resolve, ms))

type Run = { pid: number; firstPage: number; stop(): Promise<void> }

/** Starts the product as `npm start` does and waits until the home page answers 200. */
async function run(dataDir: string, port: number): Promise<Run> {
  const began = ticks()
  const child = spawn(process.execPath, [join(projectRoot(), 'bin', 'zhaoming.mjs'), 'start'], {
    env: {
      PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
      DATA_DIR: dataDir,
      PORT: String(port),
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const gone = new Promise<void>(resolve => child.once('exit', () => resolve()))
  for (;;) {
    if (child.exitCode !== null) throw new Error(`the product ended with ${child.exitCode}`)
    const ok = await fetch(`http://127.0.0.1:${port}/`).then(
      async r => (await r.text(), r.status === 200),
      () => false,
    )
    if (ok) break
    await wait(20)
  }
  return {
    pid: child.pid!,
    firstPage: (ticks() - began) / 1000,
    async stop() {
      child.kill('SIGINT')
      await gone
    },
  }
}

async function residentMegabytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)![1]) / 1024)
}

/** First and second start to the first page, and the idle server's memory (without the database's processes). */
export async function bench(): Promise<Figure[]> {
  const dataDir = await mkdtemp(join(tmpdir(), 'zhaoming-bench-'))
  try {
    const port = await freePort()
    const first = await run(dataDir, port)
    await first.stop()
    const second = await run(dataDir, port)
    await wait(20_000)
    const memory = await residentMegabytes(second.pid)
    await second.stop()
    const detail = '从启动命令到门户首页200；空的数据目录首次启动含建库和载入演示数据'
    return [
      {
        name: '第二次启动到第一页',
        value: Number(second.firstPage.toFixed(2)),
        unit: '秒',
        detail,
        target: { at: 'most', value: 5 },
      },
      {
        name: '首次启动到第一页（已安装、已构建）',
        value: Number(first.firstPage.toFixed(1)),
        unit: '秒',
        detail,
        target: null,
      },
      {
        name: '空闲服务的内存（不含数据库）',
        value: memory,
        unit: 'MB',
        detail: '第二次启动20秒后 Node 进程的常驻内存（VmRSS）',
        target: { at: 'most', value: 250 },
      },
    ]
  } finally {
    await rm(dataDir, { recursive: true, force: true })
  }
}
