import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { projectRoot } from '#kit/projectRoot.ts'
import { idNumber } from '#patrol/patrol.fixture.ts'
import { makeXlsx } from '#patrol/sheets.fixture.ts'
import { browserWanted } from '../setup/browser.ts'
import { as, inProduct, type Product } from './product.ts'

let product: Product
let browser: Browser

const title = '焦作市应急管理局关于发放救灾补助的通知'
const axe = readFileSync(join(projectRoot(), 'node_modules', 'axe-core', 'axe.min.js'), 'utf8')

async function accessible(page: Page): Promise<void> {
  await page.evaluate(axe)
  const faults = await page.evaluate(async () => {
    type Axe = { run(root: Document, options: object): Promise<{ violations: { id: string }[] }> }
    const { violations } = await (window as unknown as { axe: Axe }).axe.run(document, {
      iframes: false,
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
    })
    return violations.map(v => v.id)
  })
  expect(faults).toEqual([])
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0)
}

describe.skipIf(!browserWanted)('送审前的文字检查', () => {
  inProduct(started => ({ product, browser } = started))

  test('检查自动进行；一键改正、遮盖附件，拟稿人不能自己放行的由部门负责人写明理由确认，然后送审', async () => {
    const { url } = product
    const workbook = Buffer.from(await makeXlsx({ hiddenColumn: idNumber(3) }))
    const address = await as(browser, url, 'jiaozuo-drafter', async page => {
      await page.getByRole('link', { name: '新建公文' }).first().click()
      await page.getByRole('radio', { name: /不涉及/ }).check()
      await page.getByRole('button', { name: '开始起草' }).click()
      await page.getByRole('textbox', { name: /^标题/ }).fill(title)
      await page.getByRole('radio', { name: /主动公开/ }).check()
      await page.locator('[contenteditable=true]').click()
      await page.keyboard.type('请认真布署，经攻府同意公布名单。')
      await page
        .getByLabel('添加附件')
        .setInputFiles({ name: '补助名单.xlsx', mimeType: 'application/octet-stream', buffer: workbook })
      await page.getByRole('button', { name: '移除附件：补助名单.xlsx' }).waitFor()
      // 没有点过“检查”：送审时自动检查，说出每一处。
      await page.getByRole('button', { name: '送审', exact: true }).click()
      await page.getByText(/还不能送审/).waitFor()
      const panel = page.locator('#field-check')
      const grave = panel.getByRole('region', { name: /^必须改正/ })
      await grave.getByText('攻府').first().waitFor()
      await grave.getByText('出现身份证号').first().waitFor()
      expect(await panel.innerText()).not.toContain(idNumber(3))
      expect(await grave.getByRole('button', { name: '确认无误' }).count()).toBe(0)

      await panel.getByRole('button', { name: '改为“部署”' }).click()
      await page.locator('[contenteditable=true]').getByText('请认真部署').waitFor()
      await panel.getByRole('button', { name: '改为“部署”' }).waitFor({ state: 'hidden' })

      await panel.getByRole('button', { name: '遮盖个人信息：补助名单.xlsx' }).click()
      await panel.getByText('怎样核验的').waitFor()
      await grave.getByText('出现身份证号').waitFor({ state: 'hidden' })
      await page.getByRole('button', { name: '移除附件：原稿-补助名单.xlsx' }).waitFor()

      const hidden = panel.getByRole('listitem').filter({ hasText: '隐藏内容' })
      await hidden.getByRole('button', { name: '确认无误' }).click()
      const why = hidden.getByRole('textbox', { name: /为什么无误/ })
      await expect.poll(() => why.evaluate(box => box === document.activeElement)).toBe(true)
      await page.keyboard.type('隐藏的列只有户数')
      await page.keyboard.press('Enter')
      await hidden.getByText('确认无误：隐藏的列只有户数').waitFor()

      await panel.getByRole('button', { name: '请人确认' }).click()
      await panel.getByText('已通知部门负责人甲').waitFor()
      return new URL(page.url()).pathname
    })
    await as(browser, url, 'jiaozuo-head', async page => {
      await page.goto(`${url}/console/notices`)
      await page.getByRole('link', { name: /请您看1处文字检查的问题/ }).click()
      await page.getByRole('heading', { name: /请您确认/ }).waitFor()
      const grave = page.getByRole('region', { name: /^必须改正/ })
      await grave.getByRole('button', { name: '确认无误' }).click()
      await page.getByRole('textbox', { name: /为什么无误/ }).fill('转述来信人的原话')
      await page.getByRole('form', { name: '确认无误' }).getByRole('button', { name: '确认无误' }).click()
      await page.getByText('部门负责人甲确认无误：转述来信人的原话').waitFor()
    })
    await as(browser, url, 'jiaozuo-drafter', async page => {
      await page.goto(url + address)
      await page.getByText('没有缺项，可以送审').waitFor()
      await page.getByRole('button', { name: '送审', exact: true }).click()
      await page.getByRole('complementary', { name: '保存与送审' }).waitFor({ state: 'hidden' })
    })
  })

  test('词库、整改工单、文件检查：无障碍检查零问题，手机宽度不横向滚动', async () => {
    const { url } = product
    for (const width of [1440, 375]) {
      const context = await browser.newContext({
        viewport: { width, height: 900 },
        locale: 'zh-CN',
        bypassCSP: true,
      })
      const page = await context.newPage()
      await page.goto(`${url}/console/`)
      await page.getByRole('textbox', { name: '账号', exact: true }).fill('jiaozuo-openness')
      await page.getByLabel('口令', { exact: true }).fill('Zhaoming-2026-demo')
      await page.getByRole('button', { name: '登录', exact: true }).click()
      await page.getByRole('heading', { name: '待办' }).waitFor()
      for (const [path, heading] of [
        ['/patrol/lexicon', '文字检查词库'],
        ['/patrol/orders', '整改工单'],
        ['/patrol/columns', '栏目更新'],
        ['/patrol/file', '文件检查'],
      ] as const) {
        await page.goto(`${url}/console${path}`)
        await page.getByRole('heading', { name: heading, level: 1 }).waitFor()
        await page.waitForLoadState('networkidle')
        await accessible(page)
      }
      await context.close()
    }
  })
})
