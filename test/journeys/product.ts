import { afterAll, beforeAll, expect, vi } from 'vitest'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { openBrowser, patience } from '../setup/browser.ts'
import { endAll, freePort, scratch, start, type Child } from '../ops/children.ts'

export const password = 'Zhaoming-2026-demo'

vi.setConfig({ testTimeout: 12 * patience })

export type Product = {
  readonly url: string
  readonly child: Child
  stop(): Promise<void>
}

const running = new Map<string, Child>()

/** The product as `npm start` starts it, on a data folder and a port of its own, demonstration included. */
export async function startProduct(): Promise<Product> {
  const folder = scratch()
  const port = await freePort()
  const url = `http://localhost:${port}`
  const child = start(process.execPath, ['bin/zhaoming.mjs', 'start'], {
    env: { PORT: String(port), DATA_DIR: `${folder.path}/data` },
  })
  running.set(url, child)
  await child.says('就绪', 480_000)
  return {
    url,
    child,
    async stop() {
      child.process.kill('SIGINT')
      expect(await child.ended(90_000)).toBe(0)
      folder.remove()
    },
  }
}

/** A product and a browser for the tests of this place, ended after them. */
export function inProduct(take: (started: { product: Product; browser: Browser }) => void): void {
  let product: Product | undefined
  let browser: Browser | undefined
  beforeAll(async () => {
    product = await startProduct()
    browser = await openBrowser()
    take({ product, browser })
  }, 600_000)
  afterAll(async () => {
    await browser?.close()
    await product?.stop()
    endAll()
  }, 120_000)
}

/** What the page of a failed journey showed, the answers it was refused, and the last the product said. */
async function lookBack(
  page: Page,
  url: string,
  account: string,
  refused: readonly string[],
): Promise<string> {
  const seen = await page
    .locator('body')
    .innerText({ timeout: 2_000 })
    .catch(() => '（页面读不出来）')
  return [
    `${account} 在 ${page.url()} 看到的是：`,
    seen.slice(0, 4_000),
    `没有答应的请求：${refused.join('；') || '没有'}`,
    `服务最后说的：${running.get(url)?.said().slice(-2_000) ?? '（不知道）'}`,
  ].join('\n')
}

/** Everything that must not happen on a page: script errors, and requests to other hosts. */
export function watch(page: Page, url: string): string[] {
  const faults: string[] = []
  page.on('pageerror', error => faults.push(`脚本出错：${error.message}`))
  page.on('request', request => {
    const to = request.url()
    if (!to.startsWith(url) && !/^(data|blob|about):/.test(to)) faults.push(`请求了外站：${to}`)
  })
  return faults
}

export async function signIn(page: Page, url: string, account: string): Promise<void> {
  await page.goto(`${url}/console/`)
  await page.getByRole('textbox', { name: '账号', exact: true }).fill(account)
  await page.getByLabel('口令', { exact: true }).fill(password)
  await page.getByRole('button', { name: '登录', exact: true }).click()
  await page.getByRole('heading', { name: '待办' }).waitFor()
}

export async function freshPage(
  browser: Browser,
  width = 1440,
): Promise<{ context: BrowserContext; page: Page }> {
  const context = await browser.newContext({ viewport: { width, height: 900 }, locale: 'zh-CN' })
  const page = await context.newPage()
  return { context, page }
}

/** A button that is no longer busy and still carries its spinning mark: its name would be “loading 下达”. */
const leftSpinning = '.ant-btn:not(.ant-btn-loading) .ant-btn-loading-icon'

/** As somebody else: a browser context of its own, closed afterwards. Script errors and foreign requests fail. */
export async function as<T>(
  browser: Browser,
  url: string,
  account: string,
  work: (page: Page) => Promise<T>,
): Promise<T> {
  const { context, page } = await freshPage(browser)
  const faults = watch(page, url)
  const refused: string[] = []
  page.on('response', response => {
    if (response.status() >= 400)
      refused.push(`${response.status()} ${response.request().method()} ${response.url().slice(url.length)}`)
  })
  try {
    await signIn(page, url, account)
    const result = await work(page)
    expect(faults).toEqual([])
    await expect.poll(() => page.locator(leftSpinning).count()).toBe(0)
    return result
  } catch (error) {
    throw new Error(await lookBack(page, url, account, refused), { cause: error })
  } finally {
    await context.close()
  }
}
