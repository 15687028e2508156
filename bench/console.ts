import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { get } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../test/ops/children.ts'
import type { Figure } from './figure.ts'
import { startProduct } from './product.ts'

/** What the staff console carries over the wire: as the product sends it to a browser that takes gzip. */

function sent(url: string): Promise<number> {
  return new Promise((resolve, reject) => {
    get(url, { headers: { 'accept-encoding': 'gzip' } }, answer => {
      let bytes = 0
      answer.on('data', (part: Buffer) => (bytes += part.byteLength))
      answer.on('end', () =>
        answer.statusCode === 200
          ? resolve(bytes)
          : reject(new Error(`bench: ${url} answered ${answer.statusCode}`)),
      )
    }).on('error', reject)
  })
}

const kilobytes = (bytes: number) => Number((bytes / 1024).toFixed(1))

/** The first load (sign-in and the frame), and what each screen loads besides. */
export async function bench(): Promise<Figure[]> {
  const dataDir = await mkdtemp(join(tmpdir(), 'zhaoming-bench-'))
  try {
    await writeFile(
      join(dataDir, 'site.json'),
      JSON.stringify({ name: '测量用站点', idCode: '0000000000', organizer: '测量用' }),
    )
    const product = await startProduct(dataDir, await freePort(), { DEMO: 'off' })
    try {
      return await measured(product.url)
    } finally {
      await product.stop()
    }
  } finally {
    await rm(dataDir, { recursive: true, force: true })
  }
}

async function measured(url: string): Promise<Figure[]> {
  const page = await (await fetch(`${url}/console/`)).text()
  const first = [...page.matchAll(/(?:src|href)="\/console\/(assets\/[^"]+\.(?:js|css))"/g)].map(m => m[1]!)
  const sizes = new Map<string, number>()
  const sizeOf = async (files: readonly string[]) => {
    let sum = 0
    for (const file of files) {
      if (!sizes.has(file)) sizes.set(file, await sent(`${url}/console/${file}`))
      sum += sizes.get(file)!
    }
    return sum
  }
  const entry = await (await fetch(`${url}/console/${first[0]!}`)).text()
  const files = JSON.parse(/m\.f=(\[[^\]]+\])/.exec(entry)![1]!) as string[]
  const screens: { name: string; bytes: number }[] = []
  for (const m of entry.matchAll(/import\(`\.\/([\w-]+\.js)`\)(?:,__vite__mapDeps\(\[([\d,]*)\]\))?/g)) {
    const after = (m[2] ?? '').split(',').filter(Boolean)
    const besides = new Set([`assets/${m[1]!}`, ...after.map(i => files[Number(i)]!)])
    for (const file of first) besides.delete(file)
    screens.push({ name: m[1]!.replace(/-[\w-]{8}\.js$/, ''), bytes: await sizeOf([...besides]) })
  }
  screens.sort((a, b) => b.bytes - a.bytes)
  const bytes = await sizeOf(first)
  const worklist = screens.find(s => s.name === 'WorklistScreen')!
  const said = screens.slice(0, 8).map(s => `${s.name} ${kilobytes(s.bytes)}`)
  return [
    {
      name: '办公后台：首次打开（登录页和框架）',
      value: kilobytes(bytes),
      unit: 'KB',
      detail: `gzip 后，脚本和样式 ${first.length} 个文件，长期缓存`,
      target: { at: 'most', value: 400 },
    },
    {
      name: '办公后台：登录后第一屏（待办）另外载入',
      value: kilobytes(worklist.bytes),
      unit: 'KB',
      detail: 'gzip 后，首次打开时没有载入的',
      target: { at: 'most', value: 200 },
    },
    {
      name: '办公后台：最重的一屏另外载入',
      value: kilobytes(screens[0]!.bytes),
      unit: 'KB',
      detail: `${screens.length} 屏，单独打开时（与别的屏同用的文件只载入一次）：${said.join('、')} KB`,
      target: { at: 'most', value: 250 },
    },
    {
      name: '办公后台：各屏另外载入的中位数',
      value: kilobytes(screens[Math.floor(screens.length / 2)]!.bytes),
      unit: 'KB',
      detail: '单独打开时',
      target: null,
    },
  ]
}
