import type { Browser, Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { nationalForm, nationalItems, xlsxOf } from '#catalog/catalog.fixture.ts'
import { browserWanted } from '../setup/browser.ts'
import { does, state } from './catalogSteps.ts'
import { as, inProduct, type Product } from './product.ts'

let product: Product
let browser: Browser
let address = ''

const open = async (page: Page) => {
  await page.goto(address)
  await page.getByRole('grid').waitFor()
}
/** As an office saves it: numbers in the names, a renamed heading, an item of its own without 公开主体. */
async function file(): Promise<Buffer> {
  const items = nationalItems('disaster-relief').slice(0, 6)
  items.push({ ...items[0]!, level2: '应急避难场所', content: '名称、地址、容纳人数', subject: null })
  const sheet = nationalForm(items, { title: '焦作市救灾领域基层政务公开标准目录', particular: '特定群众', numbers: true }) // prettier-ignore
  return Buffer.from(await xlsxOf(sheet))
}

describe.skipIf(!browserWanted)('标准目录的编制（焦作二(一)1）', () => {
  inProduct(started => ({ product, browser } = started))

  test('派生一版，导入现有的表，在预览里改好再存；没有看懂的和照规则读的都列着', async () => {
    await as(browser, product.url, 'ruili-drafter', async page => {
      await page.getByRole('link', { name: '标准目录' }).click()
      await page.getByRole('row', { name: /救灾领域/ }).getByRole('button', { name: '开始编制' }).click() // prettier-ignore
      const dialog = page.getByRole('dialog')
      await dialog.getByRole('checkbox').check()
      await dialog.getByRole('button', { name: '开始编制' }).click()
      await page.waitForURL(/\/catalogs\/\d+\/import$/)
      address = page.url().replace(/\/import$/, '')
      await page
        .locator('input[type=file]')
        .setInputFiles({ name: '目录.xlsx', mimeType: 'application/octet-stream', buffer: await file() })
      await page.getByText('7行；对应上国家事项的6行，本级增加的1行').waitFor()
      await page.getByText('表头“特定群众”按“特定群体”读').waitFor()
      const row = page.getByRole('row', { name: /应急避难场所/ })
      const cell = row.locator('td[id$="-subject"]')
      await expect.poll(() => cell.getAttribute('aria-invalid')).toBe('true')
      await cell.dblclick()
      await page.getByRole('textbox', { name: '公开主体' }).fill('焦作市应急管理局')
      await page.keyboard.press('Enter')
      await expect.poll(() => cell.getAttribute('aria-invalid')).toBe(null)
      await page.getByText('换下6项，追加1项').waitFor()
      await page.getByRole('button', { name: '存为这一版的内容' }).click()
      await page.waitForURL(address)
      await page
        .getByRole('row', { name: /应急避难场所/ })
        .getByText('焦作市应急管理局')
        .waitFor()
    })
  })

  test('表格像电子表格一样用：改、撤销、重做、批量修改，自动保存，刷新还在；缺项改完可以送审', async () => {
    await as(browser, product.url, 'ruili-drafter', async page => {
      await open(page)
      const subject = page.locator('td[id$="-subject"]').first()
      const before = await subject.innerText()
      await subject.click()
      await page.keyboard.press('Enter')
      await page.getByRole('textbox', { name: '公开主体' }).fill('市局办公室')
      await page.keyboard.press('Tab')
      await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toMatch(/-channels$/)
      await expect.poll(() => subject.innerText()).toBe('市局办公室')
      await page.keyboard.press('Control+z')
      await expect.poll(() => subject.innerText()).toBe(before)
      await page.keyboard.press('Control+y')
      await expect.poll(() => subject.innerText()).toBe('市局办公室')
      await page.locator('abbr.state-word', { hasText: '待核对' }).first().waitFor()

      const box = page.getByRole('textbox', { name: '公开主体' })
      await subject.dblclick()
      await box.fill('市局办公室，写到一半')
      await page.reload()
      await expect.poll(() => box.inputValue()).toBe('市局办公室，写到一半')
      await page.getByText('上次没有写完的放回来了').waitFor()
      await page.keyboard.press('Escape')
      await expect.poll(() => subject.innerText()).toBe('市局办公室')

      await page.getByText(/有\d+处要先处理/).waitFor()
      await page.getByText('有提示的', { exact: true }).click()
      await page.getByRole('checkbox', { name: /^选择：/ }).first().check() // prettier-ignore
      await page.getByRole('button', { name: '全选' }).click()
      await page.getByRole('button', { name: '批量修改' }).click()
      const bulk = page.getByRole('form', { name: '批量修改' })
      await bulk.getByRole('combobox').click()
      await page.getByTitle('列入改为不列入').click()
      await bulk.getByLabel('理由').fill('本市没有这项职能')
      await bulk.getByRole('button', { name: /^改\d+行$/ }).click()
      await page.getByText('没有缺项，可以送审。').waitFor()
      await does(page, '送审')
      await state(page, '业务部门审核')
      await page.reload()
      await page.getByRole('grid').waitFor()
      await expect.poll(() => page.locator('td[id$="-subject"]').first().innerText()).toBe('市局办公室')
    })
  })

  test('业务审核逐项提意见退回；不逐条答复不能再送审', async () => {
    await as(browser, product.url, 'ruili-openness', async page => {
      await open(page)
      await page.getByRole('button', { name: /^展开：/ }).first().click() // prettier-ignore
      const panel = page.getByRole('dialog')
      await panel.getByLabel('意见', { exact: true }).last().fill('主体请写全称')
      await panel.getByRole('button', { name: '记下这条意见' }).click()
      await page.keyboard.press('Escape')
      await page.getByText('已记下1条意见').waitFor()
      await does(page, '退回修改', async form => form.getByLabel(/理由/).fill('请按意见修改'))
      await state(page, '修改')
    })
    await as(browser, product.url, 'ruili-drafter', async page => {
      await open(page)
      await page.getByText('主体请写全称').first().waitFor()
      const form = await does(page, '送审')
      await form.getByText('请写明怎样处理了这条意见。').first().waitFor()
      await form.getByLabel(/^答复/).fill('已改为全称')
      await form.getByRole('button', { name: '送审', exact: true }).click()
      await state(page, '业务部门审核')
      await page.getByText('答复：已改为全称').waitFor()
    })
    await as(browser, product.url, 'ruili-openness', async page => {
      await open(page)
      await does(page, '业务部门审核通过')
      await state(page, '本级政府审核')
    })
  })

  test('本级政府审核定施行日期，公布后公众看得到；和国家目录并排比出增加和不列入的', async () => {
    await as(browser, product.url, 'ruili-leader', async page => {
      await open(page)
      const form = await does(page, '本级政府审核通过')
      await form.getByText('请填写施行日期。').first().waitFor()
      await form.getByLabel(/^施行日期/).fill('2099-01-01')
      await page.keyboard.press('Tab')
      await form.getByRole('button', { name: '本级政府审核通过' }).click()
      await form.getByRole('button', { name: '确认本级政府审核通过' }).click()
      await state(page, '待公布')
    })
    await as(browser, product.url, 'ruili-publisher', async page => {
      await open(page)
      const form = await does(page, '公布')
      await form.getByRole('button', { name: '确认公布' }).click()
      await state(page, '已公布')
      const link = await page.getByRole('link', { name: '看公开页面' }).getAttribute('href')
      await page.goto(`${address}/compare`)
      const table = page.locator('.catalog-differences')
      await table.getByText('本市没有这项职能').first().waitFor()
      await table.locator('ins', { hasText: '名称、地址、容纳人数' }).waitFor()
      await table.locator('ins', { hasText: '市局办公室' }).waitFor()
      await page.goto(new URL(link!, product.url).href)
      await page.getByText('应急避难场所').first().waitFor()
    })
  })
})
