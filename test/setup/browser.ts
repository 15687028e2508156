import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { chromium, type Browser, type BrowserContext, type Locator } from 'playwright-core'

/** How long, in milliseconds, a browser waits for what it is about to see: tests beside it take the machine's time. */
export const patience = 40_000

/** False only when the operator asked for it (ZHAOMING_SKIP_BROWSER=1): `describe.skipIf(!browserWanted)`. */
export const browserWanted = process.env.ZHAOMING_SKIP_BROWSER !== '1'

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

/** The Chromium to drive: $CHROMIUM, or the first found on the PATH and in the usual places. */
export function findChromium(): string | null {
  const given = process.env.CHROMIUM
  if (given) return existsSync(given) ? given : null
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/bin', '/usr/local/bin', '/snap/bin']
  for (const folder of folders)
    for (const name of names) if (folder !== '' && existsSync(join(folder, name))) return join(folder, name)
  return null
}

/**
 * A headless Chromium of its own profile. Throws where there is none: a browser test without a browser has failed, not
 * passed.
 */
export async function openBrowser(): Promise<Browser> {
  const executablePath = findChromium()
  if (executablePath === null)
    throw new Error('没有找到 Chromium，浏览器测试不能运行。请安装 chromium，或用 CHROMIUM 指定。')
  const browser = await chromium.launch({
    executablePath,
    // Without these, every start looks up the maker's own servers and waits for them.
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
  browser.on('context', context => context.setDefaultTimeout(patience))
  return browser
}

/** A Chromium that keeps its profile in a folder: for what must survive closing the browser. */
export async function openKeptBrowser(): Promise<{ open(): Promise<BrowserContext>; remove(): void }> {
  const profile = mkdtempSync(join(tmpdir(), 'zhaoming-profile-'))
  return {
    async open() {
      const executablePath = findChromium()
      if (executablePath === null) throw new Error('没有找到 Chromium，浏览器测试不能运行。')
      const context = await chromium.launchPersistentContext(profile, {
        executablePath,
        args: ['--no-sandbox', '--disable-gpu'],
      })
      context.setDefaultTimeout(patience)
      return context
    },
    remove: () => rmSync(profile, { recursive: true, force: true }),
  }
}

/** Presses what leads to another page, and waits until that page is whole: a click alone returns when its first byte is there. */
export async function follow(link: Locator): Promise<void> {
  await link.click()
  await link.page().waitForLoadState('domcontentloaded')
}
