import type { Browser, Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { browserWanted } from '../setup/browser.ts'
import { as, inProduct, type Product } from './product.ts'

let product: Product
let browser: Browser

/** Counts what a hand does: every press of a button, link or box, and every field typed into. */
function counting(page: Page) {
  let n = 0
  return {
    get count() {
      return n
    },
    async press(
      role: 'button' | 'link' | 'checkbox' | 'tab',
      name: string | RegExp,
      inside = page.locator('body'),
    ) {
      n++
      await inside
        .getByRole(role, { name, ...(typeof name === 'string' ? { exact: true } : {}) })
        .first()
        .click()
    },
    async type(name: RegExp, text: string, inside = page.locator('body')) {
      n++
      await inside.getByRole('textbox', { name }).first().fill(text)
    },
  }
}

describe.skipIf(!browserWanted)('列表里的办理', () => {
  inProduct(started => ({ product, browser } = started))

  test('从待办审核通过：两下（办理、确认）', async () => {
    await as(browser, product.url, 'jiaozuo-leader', async page => {
      const row = page.locator('[data-row]', { has: page.getByRole('button', { name: /^签发：/ }) }).first()
      const title = await row.locator('.row-title a').innerText()
      const hand = counting(page)
      await hand.press('button', /^签发：/, row)
      const dialog = page.getByRole('dialog')
      await dialog.getByRole('form').waitFor()
      await hand.press('button', '签发', dialog)
      await page.getByText(`“${title}”已签发`).waitFor()
      expect(hand.count).toBeLessThanOrEqual(2)
    })
  })

  test('从待办公开发布一件普通公文：不超过六下', async () => {
    await as(browser, product.url, 'jiaozuo-publisher', async page => {
      const row = page.locator('[data-row]', { hasText: '已印发' }).first()
      const title = await row.locator('.row-title a').innerText()
      const hand = counting(page)
      await hand.press('link', title, row)
      const form = page.getByRole('form', { name: '公开发布' })
      await form.waitFor()
      if ((await form.getByRole('checkbox', { checked: true }).count()) === 0)
        await hand.press('checkbox', '其他政策文件', form)
      await hand.press('button', '公开发布', form)
      await hand.press('button', '确认公开发布', form)
      await page.getByText('已公开发布，公文现在是').waitFor()
      expect(hand.count).toBeLessThanOrEqual(6)
    })
  })

  test('条件、选择和位置都在地址里：打开一件再返回，原样还在；没有办成的说为什么', async () => {
    await as(browser, product.url, 'jiaozuo-publisher', async page => {
      await page.getByRole('link', { name: '公文查询' }).first().click()
      await page.getByRole('heading', { name: '公文查询' }).waitFor()
      await page.getByRole('textbox', { name: '标题或文号' }).fill('演示')
      await page.getByRole('button', { name: '查询', exact: true }).click()
      await page.getByText(/共\d+件符合条件/).waitFor()
      // Until the answer comes the rows of before stand there, and go under the hand that ticks them.
      await page.locator('.rows-old').waitFor({ state: 'detached' })
      const boxes = page.getByRole('checkbox', { name: /^选择：/ })
      await boxes.nth(0).check()
      await boxes.nth(1).check()
      await page.getByText('已选2件').waitFor()
      const address = page.url()
      expect(decodeURIComponent(address)).toMatch(/q=演示.*sel=/)
      await page.evaluate(() => window.scrollTo(0, 120))
      const scrolled = await page.evaluate(() => window.scrollY)
      await page.locator('.row-title a').nth(3).click()
      await page.waitForURL(/documents\/\d+/)
      await page.goBack()
      await page.getByText('已选2件').waitFor()
      expect(page.url()).toBe(address)
      await expect.poll(() => page.getByRole('textbox', { name: '标题或文号' }).inputValue()).toBe('演示')
      await expect.poll(() => page.evaluate(() => window.scrollY)).toBe(scrolled)
      // 成批：先看会怎样，不能办的说为什么。
      await page.getByRole('button', { name: '印发', exact: true }).click()
      const dialog = page.getByRole('dialog')
      await dialog.getByRole('button', { name: '下一步：看看会怎样' }).click()
      await dialog.getByText(/将办理\d+件/).waitFor()
      expect(await dialog.getByRole('list', { name: '每件会怎样' }).innerText()).toMatch(/不能办理|→/)
    })
  })

  test('年度报告写到一半刷新：写的还在自己那一格，清空了回到保存过的', async () => {
    await as(browser, product.url, 'jiaozuo-openness', async page => {
      await page.getByRole('link', { name: '年度报告', exact: true }).click()
      const problems = page.getByRole('textbox', { name: '五、存在的主要问题及改进情况' })
      await problems.waitFor()
      const saved = await problems.inputValue()
      await problems.fill('一是个别科室报送不及时')
      await page.reload()
      await page.getByText('上次没有提交的内容已经放回来了。').waitFor()
      expect(await problems.inputValue()).toBe('一是个别科室报送不及时')
      expect(await page.getByRole('textbox', { name: '引言' }).inputValue()).not.toContain('个别科室')
      await page.getByRole('button', { name: '清空重写' }).click()
      await expect.poll(() => problems.inputValue()).toBe(saved)
    })
  })
})
