import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { rooms } from '#console/rooms.tsx'
import { demoStaff } from '#demo/bodies.ts'
import { ticks } from '#kit/now.ts'
import { projectRoot } from '#kit/projectRoot.ts'
import { browserWanted } from '../setup/browser.ts'
import { inProduct, password, watch, type Product } from './product.ts'

const axe = readFileSync(join(projectRoot(), 'node_modules', 'axe-core', 'axe.min.js'), 'utf8')
const widths = [1440, 768, 375] as const

/** One account of every kind: a new role of the demonstration is looked at without being named here. */
const accounts = [...new Map(demoStaff.toReversed().map(s => [s.role, s.key] as const)).values()].reverse()

/** From the rooms table: a new screen is looked at, or complained of when nobody gets there, without being named here. */
const paths = rooms.flatMap(room => room.screens.map(screen => screen.path))
const shapes = paths.map(path => ({
  path,
  fixed: path.split('/').filter(part => !part.startsWith('$')).length,
  matches: new RegExp(`^${path.replaceAll(/\$\w+/g, '[^/]+')}$`),
}))

/** The screen behind an address; the one with more fixed words wins, as in the router. */
function screenOf(address: string): string | null {
  const [path] = address.split('?')
  const found = shapes.filter(s => s.matches.test(path ?? '')).sort((a, b) => b.fixed - a.fixed)
  return found[0]?.path ?? null
}

/** What a button of a screen leads to instead of a link: the screens below its address, and the check of a document. */
function beyond(address: string, screen: string): string[] {
  const [at = ''] = address.split(/[?#]/)
  const under = paths.filter(p => p.startsWith(`${screen}/`) && !p.slice(screen.length).includes('$'))
  const check = screen === '/documents/$id' ? [at.replace('/documents/', '/checks/document/')] : []
  return [...under.map(p => at + p.slice(screen.length)), ...check]
}

type Looked = {
  readonly faults: string[]
  readonly reached: Set<string>
  readonly examined: Set<string>
  /** How many were turned away at a screen. */
  readonly refused: Map<string, number>
}

/** Requests under way on a page, so that “nothing moves any more” can be waited for. */
function traffic(page: Page): () => number {
  const open = new Set<unknown>()
  page.on('request', request => void open.add(request))
  page.on('requestfinished', request => void open.delete(request))
  page.on('requestfailed', request => void open.delete(request))
  return () => open.size
}

/** Waits until the screen stands: nothing is loading, no request under way, what stood there before is gone. */
async function settled(page: Page, under: () => number): Promise<void> {
  await page.locator('main .page, main .state').first().waitFor()
  for (let calm = 0, end = ticks() + 90_000; calm < 2;) {
    if (ticks() > end) throw new Error(`${page.url()} 一直在读取，没有停下来。`)
    const moves = await page.evaluate(
      () =>
        new Promise<boolean>(resolve =>
          // A page behind another paints no frames; timers go on.
          setTimeout(() => resolve(document.querySelector('main [data-left], .loading') !== null), 16),
        ),
    )
    calm = moves || under() > 0 ? 0 : calm + 1
  }
}

/** Goes on within the console, as a click on a link does; what stood there before is marked until it has left. */
async function goTo(page: Page, under: () => number, address: string): Promise<void> {
  await page.evaluate(to => {
    if (location.pathname + location.search === to) return
    document.querySelector('main .page, main .state')?.setAttribute('data-left', '')
    history.pushState(null, '', to)
  }, `/console${address}`)
  await settled(page, under)
}

/** The page as it is built, without its words: pages built alike need not be examined twice. */
const builtLike = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const seen = new Set<string>()
    for (const element of document.querySelectorAll('body *')) {
      const names = element.getAttributeNames().filter(n => !/^(id|href|title|style|for|data-)/.test(n))
      seen.add(`${element.tagName}.${element.classList.value}[${names.join()}]`)
    }
    return [...seen].sort().join('\n')
  })

/** Looks at what stands on the page; answers whether anything built like it was there before. */
async function look(
  page: Page,
  width: number,
  who: string,
  screen: string,
  looked: Looked,
): Promise<boolean> {
  const at = `${width} ${who} ${screen}`
  const { over, words, titles } = await page.evaluate(() => {
    const main = document.querySelector<HTMLElement>('main')!
    return {
      over: document.documentElement.scrollWidth - innerWidth,
      words: /undefined|\bNaN\b|\bnull\b|Invalid Date|\[object/.exec(main.innerText)?.[0] ?? null,
      titles: main.querySelectorAll('h1').length,
    }
  })
  if (over > 0) looked.faults.push(`${at} 横向滚动${over}像素`)
  if (words !== null) looked.faults.push(`${at} 出现“${words}”`)
  if (titles !== 1) looked.faults.push(`${at} 有${titles}个大标题`)
  const build = `${width} ${screen}\n${await builtLike(page)}`
  if (looked.examined.has(build)) return false
  looked.examined.add(build)
  if (width === 768) return true
  await page.evaluate(axe)
  const found = await page.evaluate(async () => {
    type Axe = {
      run(d: Document, o: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>
    }
    const values = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
    const { axe } = globalThis as unknown as { axe: Axe }
    const { violations } = await axe.run(document, { iframes: false, runOnly: { type: 'tag', values } })
    return violations.map(v => `${v.id} ${v.nodes[0]?.html.slice(0, 200) ?? ''}`)
  })
  looked.faults.push(...found.map(f => `${at} ${f}`))
  return true
}

/** Addresses of the console that this page links to. */
const linksOf = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLAnchorElement>('main a[href^="/console/"]')].map(a =>
      a.getAttribute('href')!.slice('/console'.length),
    ),
  )

async function walk(browser: Browser, url: string, key: string, looked: Looked): Promise<void> {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    locale: 'zh-CN',
    bypassCSP: true,
  })
  try {
    const signed = await context.request.post(`${url}/api/session`, {
      data: { account: `jiaozuo-${key}`, password },
    })
    expect(signed.status(), key).toBe(200)
    const page = await context.newPage()
    const faults = watch(page, url)
    const under = traffic(page)
    await page.goto(`${url}/console/`)
    await settled(page, under)
    const nav = await page.evaluate(() =>
      [...document.querySelectorAll('.side a')].map(a => a.getAttribute('href')!.slice('/console'.length)),
    )
    const queue = [...nav, '/notices']
    const asked = new Set<string>()
    const seen = new Set<string>()
    let last = screenOf(new URL(page.url()).pathname.slice('/console'.length))
    const open = async (address: string, at: readonly number[]) => {
      const screen = screenOf(address)
      if (screen === null) return void looked.faults.push(`${key} 链接到没有的页面 ${address}`)
      await page.setViewportSize({ width: at[0]!, height: 900 })
      // Within one screen nothing leaves that could be waited for.
      if (screen === last) await page.goto(`${url}/console${address}`)
      else await goTo(page, under, address)
      last = screen
      for (const width of at) {
        await page.setViewportSize({ width, height: 900 })
        await settled(page, under)
        if (!(await look(page, width, key, screen, looked))) break
      }
      for (const complaint of faults.splice(0)) looked.faults.push(`${key} ${screen} ${complaint}`)
    }
    for (let address = queue.shift(); address !== undefined; address = queue.shift()) {
      const screen = screenOf(address) ?? address
      // A list under several filters is one screen; a worklist is one for each of its kinds.
      const place = /^\/(worklist|checks)\//.test(address) ? address.split(/[?#]/)[0]! : screen
      if (asked.has(place)) continue
      asked.add(place)
      seen.add(screen)
      looked.reached.add(screen)
      await open(address, widths)
      queue.push(...(await linksOf(page)), ...beyond(address, screen))
    }
    // What nothing leads to says calmly that it is not for him; two are asked to try each.
    for (const path of paths) {
      const tried = looked.refused.get(path) ?? 0
      if (seen.has(path) || tried >= 2) continue
      looked.refused.set(path, tried + 1)
      await open(path.replaceAll(/\$kind/g, 'document').replaceAll(/\$\w+/g, '999999'), [768])
    }
  } finally {
    await context.close()
  }
}

describe.skipIf(!browserWanted)('工作台的每一屏', () => {
  let product: Product
  let browser: Browser
  inProduct(started => ({ product, browser } = started))

  test(
    '每种账号 × 每一屏 × 三种宽度：无障碍检查没有问题，不横向滚动，脚本不出错；每一屏都有人到得了',
    { timeout: 1_800_000 },
    async () => {
      expect(paths.length).toBeGreaterThan(50)
      expect(accounts.length).toBe(10)
      const looked: Looked = {
        faults: [],
        reached: new Set(),
        examined: new Set(),
        refused: new Map(),
      }
      const waiting = [...accounts]
      const work = async () => {
        for (let next = waiting.shift(); next !== undefined; next = waiting.shift())
          await walk(browser, product.url, next, looked)
      }
      await Promise.all([work(), work(), work()])
      expect(looked.faults).toEqual([])
      expect(paths.filter(path => !looked.reached.has(path))).toEqual([])
    },
  )
})
