import type { Browser, Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { browserWanted } from '../setup/browser.ts'
import { does, doesSurely, fillDay, state } from './catalogSteps.ts'
import { as, inProduct, type Product } from './product.ts'

let product: Product
let browser: Browser

const menu = async (page: Page, name: string) => {
  await page.getByRole('link', { name, exact: true }).click()
  await page.getByRole('heading', { level: 1 }).waitFor()
}

describe.skipIf(!browserWanted)('编制计划和上级目录的改动（焦作 二(一)1；CAT-2）', () => {
  inProduct(started => ({ product, browser } = started))

  test('市里下达计划：期限前后颠倒的说清楚、填的都留着；下达后本级和下级都按它计时', async () => {
    await as(browser, product.url, 'jiaozuo-leader', async page => {
      await menu(page, '编制进度')
      await page.getByRole('button', { name: '下达编制计划' }).click()
      const form = page.getByRole('form', { name: '下达编制计划' })
      await form.getByLabel(/^计划的名称/).fill('二〇九八年目录编制')
      await form.getByLabel(/^依据/).fill('焦应急〔2098〕1号')
      for (const [label, day] of [
        [/^落实意见报送/, '2098-06-28'],
        [/^编制完成并报审/, '2098-07-15'],
        [/^修改完善/, '2098-07-01'],
        [/^审核并公布/, '2098-09-15'],
        [/^全面完成/, '2099-06-30'],
      ] as const)
        await fillDay(form, label, day)
      await form.getByRole('button', { name: '下达', exact: true }).click()
      await form.getByText('各个期限应依次往后').first().waitFor()
      expect(await form.getByLabel(/^计划的名称/).inputValue()).toBe('二〇九八年目录编制')
      await fillDay(form, /^修改完善/, '2098-08-15')
      await form.getByRole('button', { name: '下达', exact: true }).click()
      const row = page.getByRole('row', { name: /武陟县应急管理局 救灾领域/ })
      await row.getByText('二〇九八年目录编制（最迟2099-06-30）').waitFor()
      await row.getByText('2098-07-15').waitFor()
      await row.getByText('未开始').waitFor()
    })
    await as(browser, product.url, 'wuzhi-openness', async page => {
      await menu(page, '编制进度')
      const row = page.getByRole('row', { name: /武陟县应急管理局 救灾领域/ })
      await row.getByText('二〇九八年目录编制').waitFor()
      await menu(page, '标准目录')
      await page.getByRole('row', { name: /救灾领域/ }).getByText('2098-07-15').waitFor() // prettier-ignore
      const way = page.getByRole('region', { name: '编制的步骤' }).getByRole('listitem')
      await way.nth(4).waitFor()
      await expect
        .poll(() => way.allInnerTexts())
        .toEqual([
          expect.stringMatching(/编制[^]*拟稿人[^]*7月15日前/),
          expect.stringMatching(/业务部门审核[^]*公开审查员[^]*8月15日前/),
          expect.stringMatching(/修改[^]*8月15日前/),
          expect.stringMatching(/本级政府审核[^]*签发领导[^]*9月15日前/),
          expect.stringMatching(/公布[^]*编号发布员[^]*9月15日前/),
        ])
    })
    await as(browser, product.url, 'wuzhi-drafter', async page => {
      await menu(page, '编制进度')
      await page.getByRole('row', { name: /救灾领域/ }).waitFor()
      expect(await page.getByRole('button', { name: '下达编制计划' }).count()).toBe(0)
    })
  })

  test('市里公布新的一版：县里收到通知；编新版时逐项看到改了什么、这里哪一行受影响', async () => {
    let address = ''
    await as(browser, product.url, 'jiaozuo-drafter', async page => {
      await menu(page, '标准目录')
      await page.getByRole('row', { name: /救灾领域/ }).getByRole('button', { name: '编制新的一版' }).click() // prettier-ignore
      await page.getByRole('dialog').getByRole('button', { name: '开始编制' }).click()
      await page.waitForURL(/\/catalogs\/\d+$/)
      address = page.url()
      await page.getByText('2098-07-15前：编制完成并报审').waitFor()
      const now = page.getByRole('region', { name: '编制的步骤' }).locator('[aria-current=step]')
      await expect.poll(() => now.innerText()).toMatch(/^1 编制/)
      const cell = page.locator('td[id$="-content"]').nth(1)
      await cell.click()
      await page.keyboard.press('Enter')
      await page.getByRole('textbox', { name: '公开内容' }).fill('规章的全文和有效性')
      await page.keyboard.press('Enter')
      await page.getByText(/已自动保存/).waitFor({ timeout: 40_000 })
      await does(page, '送审')
      await state(page, '业务部门审核')
      const history = page.getByRole('region', { name: '履历' })
      await history.getByText('送审').first().waitFor()
      expect(await history.getByText('保存').count()).toBe(1)
    })
    const step = (who: string, work: (page: Page) => Promise<void>) =>
      as(browser, product.url, who, async page => {
        await page.goto(address)
        await page.getByRole('grid').waitFor()
        await work(page)
      })
    await step('jiaozuo-openness', async page => {
      await does(page, '业务部门审核通过')
      await state(page, '本级政府审核')
    })
    await step('jiaozuo-leader', async page => {
      await doesSurely(page, '本级政府审核通过', form => fillDay(form, /^施行日期/, '2099-01-01'))
      await state(page, '待公布')
    })
    await step('jiaozuo-publisher', async page => {
      await doesSurely(page, '公布', form => form.getByLabel(/^给公众看的说明/).fill('写明规章的有效性。'))
      await state(page, '已公布')
    })
    await as(browser, product.url, 'xiuwu-openness', async page => {
      await page.goto(`${product.url}/console/notices`)
      await page.getByText(/上级公布了新的一版目录.*焦作市应急管理局救灾领域标准目录第2版/).first().waitFor() // prettier-ignore
    })
    await as(browser, product.url, 'xiuwu-drafter', async page => {
      await menu(page, '标准目录')
      await page.getByRole('row', { name: /救灾领域/ }).getByRole('button', { name: '编制新的一版' }).click() // prettier-ignore
      await page.getByRole('dialog').getByRole('button', { name: '开始编制' }).click()
      await page.waitForURL(/\/catalogs\/\d+$/)
      const moved = page.getByRole('region', { name: '上级目录的改动' })
      await page.getByText(/上级已有焦作市应急管理局第2版，1处改动待核对/).waitFor()
      await moved.getByText('修改').first().waitFor()
      await moved.locator('ins', { hasText: '有效性' }).waitFor()
      await moved.getByText(/这里受影响的：第2行/).waitFor()
      await expect.poll(() => moved.getByRole('listitem').count()).toBe(1)
    })
  })
})
