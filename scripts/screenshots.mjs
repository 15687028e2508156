// The pictures of the README, taken from the demonstration: node scripts/screenshots.mjs
import { spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from 'playwright-core'

const port = 18_080
const base = `http://localhost:${port}`
const folder = mkdtempSync(join(tmpdir(), 'zhaoming-pictures-'))
// When this runs as root the database's own account has to reach the folder.
chmodSync(folder, 0o755)
const out = join('docs', 'pictures')
mkdirSync(out, { recursive: true })

const product = spawn(process.execPath, ['bin/zhaoming.mjs', 'start'], {
  env: { ...process.env, PORT: String(port), DATA_DIR: join(folder, 'data') },
  stdio: ['ignore', 'pipe', 'inherit'],
})
await new Promise((resolve, reject) => {
  product.stdout.on('data', text => String(text).includes('就绪') && resolve())
  product.once('exit', code => reject(new Error(`the product ended with ${code}`)))
})

const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
  existsSync,
)
const browser = await chromium.launch({
  executablePath,
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
})
try {
  const page = await (
    await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'zh-CN' })
  ).newPage()
  const picture = name => page.screenshot({ path: join(out, `${name}.png`) })
  await page.goto(base)
  await picture('portal-home')
  await page.goto(`${base}/mem/`)
  await page.locator('a[href*="/mem/content/"]').first().click()
  await picture('portal-document')
  await page.goto(`${base}/console/`)
  await page.getByRole('textbox', { name: '账号', exact: true }).fill('jiaozuo-publisher')
  await page.getByLabel('口令', { exact: true }).fill('Zhaoming-2026-demo')
  await page.getByRole('button', { name: '登录', exact: true }).click()
  await page.getByRole('heading', { name: '待办' }).waitFor()
  await page.waitForTimeout(1000)
  await picture('console-worklist')
  await page
    .getByRole('link', { name: /举报渠道/ })
    .first()
    .click()
  await page.getByRole('form', { name: '公开发布' }).waitFor()
  await page.waitForTimeout(1500)
  await picture('console-case')
} finally {
  await browser.close()
  product.kill('SIGINT')
  await new Promise(resolve => product.once('exit', resolve))
  rmSync(folder, { recursive: true, force: true })
}
