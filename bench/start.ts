import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort } from '../test/ops/children.ts'
import type { Figure } from './figure.ts'
import { startProduct } from './product.ts'

async function residentMegabytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)![1]) / 1024)
}

/** First and second start to the first page, and the idle server's memory (without the database's processes). */
export async function bench(): Promise<Figure[]> {
  const dataDir = await mkdtemp(join(tmpdir(), 'zhaoming-bench-'))
  try {
    const port = await freePort()
    const first = await startProduct(dataDir, port)
    await first.stop()
    const second = await startProduct(dataDir, port)
    // Copies of the demonstration that were not yet typeset are made first; the typesetter's thread ends a minute after the last.
    await sleep(100_000)
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
        detail: '第二次启动100秒后 Node 进程的常驻内存（VmRSS）',
        target: { at: 'most', value: 400 },
      },
    ]
  } finally {
    await rm(dataDir, { recursive: true, force: true })
  }
}
