import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { OperatorError } from '#kit/errors.ts'
import { projectRoot } from '#kit/projectRoot.ts'
import { freePort } from '../test/ops/children.ts'
import { findChromium } from '../test/setup/browser.ts'
import type { Figure } from './figure.ts'
import { startProduct } from './product.ts'

/** Lighthouse's four groups on the kinds of pages that citizens meet, as a phone on a slow network and as a desktop computer. */

const run = promisify(execFile)
const folder = join(projectRoot(), 'bench', 'lighthouse')
const command = join(folder, 'node_modules', 'lighthouse', 'cli', 'index.js')

const groups = {
  performance: '性能',
  accessibility: '无障碍',
  'best-practices': '最佳做法',
  seo: '可检索',
} as const
type Group = keyof typeof groups

const forms = { mobile: '手机', desktop: '桌面' } as const

/** Its own folder, installed when first wanted: it is 150 MB, and nothing else needs it. */
async function install(): Promise<void> {
  const wanted = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as {
    dependencies: { lighthouse: string }
  }
  const installed = join(folder, 'node_modules', 'lighthouse', 'package.json')
  if (existsSync(installed)) {
    const { version } = JSON.parse(await readFile(installed, 'utf8')) as { version: string }
    if (version === wanted.dependencies.lighthouse) return
  }
  console.log('    安装 Lighthouse（仅第一次）')
  // `install`, not `ci`: some platform packages are absent from some registries, and `ci` refuses their lock files.
  await run('npm', ['install', '--no-save', '--loglevel=error'], { cwd: folder }).catch((error: Error) => {
    throw new OperatorError(`Lighthouse 安装失败，请检查网络与 npm 镜像设置：${error.message}`)
  })
}

type Audit = { readonly id: string; readonly title: string; readonly score: number | null }
type Report = {
  readonly runtimeError?: { readonly message: string }
  readonly categories: Readonly<
    Record<
      Group,
      { readonly score: number | null; readonly auditRefs: readonly { id: string; weight: number }[] }
    >
  >
  readonly audits: Readonly<Record<string, Audit>>
}

/** One page looked at once. `kept`: by design not for search engines, so that one audit does not apply. */
async function look(url: string, form: keyof typeof forms, chromium: string, kept: boolean): Promise<Report> {
  const out = await mkdtemp(join(tmpdir(), 'zhaoming-lighthouse-'))
  try {
    const file = join(out, 'report.json')
    await run(
      process.execPath,
      [
        command,
        url,
        '--quiet',
        '--output=json',
        `--output-path=${file}`,
        `--only-categories=${Object.keys(groups).join()}`,
        '--chrome-flags=--headless=new --no-sandbox --disable-gpu --disable-dev-shm-usage --no-first-run --disable-background-networking',
        '--no-enable-error-reporting',
        ...(form === 'desktop' ? ['--preset=desktop'] : []),
        ...(kept ? ['--skip-audits=is-crawlable'] : []),
      ],
      { env: { ...process.env, CHROME_PATH: chromium }, timeout: 120_000, maxBuffer: 64 * 1024 * 1024 },
    )
    const report = JSON.parse(await readFile(file, 'utf8')) as Report
    if (report.runtimeError) throw new Error(`bench: Lighthouse on ${url}: ${report.runtimeError.message}`)
    return report
  } finally {
    await rm(out, { recursive: true, force: true })
  }
}

/** What keeps a group from a hundred. */
const lacks = (report: Report, group: Group) =>
  report.categories[group].auditRefs
    .filter(r => r.weight > 0)
    .map(r => report.audits[r.id]!)
    .filter(a => a.score !== null && a.score < 1)
    .map(a => `${a.id} ${a.score}`)

type Page = readonly [name: string, path: string, kept?: boolean]

async function pagesOf(url: string): Promise<Page[]> {
  const list = await (await fetch(`${url}/mem/list/all/`)).text()
  const document = /href="(\/mem\/content\/[^"]+\.html)"/.exec(list)?.[1]
  if (!document) throw new Error('bench: the demonstration has no document')
  return [
    ['首页', '/'],
    ['列表页', '/mem/list/all/'],
    ['公文页', document],
    ['检索页', '/search'],
    ['检索结果页', `/search?q=${encodeURIComponent('公开')}`, true],
    ['申请表', '/jiaozuo/apply/what.html', true],
  ]
}

/** Four figures a page and form; where a group misses its line, what is missing. Throws OperatorError without Chromium. */
export async function bench(): Promise<Figure[]> {
  const chromium = findChromium()
  if (chromium === null) throw new OperatorError('没有找到 Chromium。请安装 chromium，或用 CHROMIUM 指定。')
  await install()
  const dataDir = await mkdtemp(join(tmpdir(), 'zhaoming-bench-'))
  const port = await freePort()
  const product = await startProduct(dataDir, port, {
    SERVICES: 'portal,office',
    PUBLIC_URL: `http://localhost:${port}`,
  })
  const figures: Figure[] = []
  try {
    for (const [name, path, kept = false] of await pagesOf(product.url))
      for (const form of Object.keys(forms) as (keyof typeof forms)[]) {
        const report = await look(`http://localhost:${port}${path}`, form, chromium, kept)
        for (const group of Object.keys(groups) as Group[]) {
          const missing = lacks(report, group)
          figures.push({
            name: `Lighthouse ${name}（${forms[form]}）${groups[group]}`,
            value: Math.round((report.categories[group].score ?? 0) * 100),
            unit: '分',
            detail: [
              missing.length > 0 ? `失分：${missing.join('；')}` : '',
              kept && group === 'seo' ? '有意不让搜索引擎收录，“可收录”一项不计' : '',
            ]
              .filter(Boolean)
              .join('；'),
            target: { at: 'least', value: 98 },
          })
        }
        const scores = figures.slice(-4).map(f => f.value)
        console.log(`    ${name}（${forms[form]}）：${scores.join(' ')}`)
      }
  } finally {
    await product.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
  return figures
}
