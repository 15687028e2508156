import type { Browser, Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { browserWanted } from '../setup/browser.ts'
import { as, inProduct, type Product } from './product.ts'

let product: Product
let browser: Browser
let address = ''

const does = async (page: Page, label: string, reason?: string, weighty = false) => {
  const section = page.getByRole('region', { name: '办理' })
  await section.getByRole('button', { name: label, exact: true }).click()
  const form = section.getByRole('form', { name: label })
  if (reason) await form.getByRole('textbox').fill(reason)
  await form.getByRole('button', { name: label, exact: true }).click()
  if (weighty) await form.getByRole('button', { name: `确认${label}` }).click()
}

describe.skipIf(!browserWanted)('标签目录和标引（上海一（一））', () => {
  inProduct(started => ({ product, browser } = started))

  test('公开审查员起草新版：改名、加一个；毛病当场说，刷新不丢；送批', async () => {
    await as(browser, product.url, 'jiaozuo-openness', async page => {
      await page.getByRole('link', { name: '标签目录' }).click()
      await page.getByRole('button', { name: '起草新版' }).click()
      await page.waitForURL(/\/tags\/\d+$/)
      address = page.url()
      await page.getByRole('button', { name: '修改：防汛抗旱' }).click()
      const form = page.getByRole('form', { name: '标签词' })
      await form.getByRole('textbox', { name: '名称' }).fill('危险化学品')
      await form.getByRole('button', { name: '保存' }).click()
      await form.getByText('“危险化学品”与标签“危险化学品”重复').first().waitFor()
      await form.getByRole('textbox', { name: '名称' }).fill('防汛防旱')
      await page.reload()
      await page.getByRole('button', { name: '修改：防汛抗旱' }).click()
      await expect.poll(() => form.getByRole('textbox', { name: '名称' }).inputValue()).toBe('防汛防旱')
      await form.getByRole('button', { name: '保存' }).click()
      await page.getByText('已修改“防汛防旱”').waitFor()
      await page.getByRole('button', { name: '新增标签' }).click()
      await form.getByRole('textbox', { name: '名称' }).fill('黄河滩区')
      await form.getByRole('button', { name: '保存' }).click()
      await page.getByText('已新增“黄河滩区”').waitFor()
      const changes = page.getByRole('region', { name: '与现行的一版相比' })
      await changes.getByText('原名“防汛抗旱”').waitFor()
      await changes.getByText('新增到主题').waitFor()
      await does(page, '送批', '本地用语')
      await page.getByText('待批准').waitFor()
      await page.getByRole('region', { name: '办理' }).getByRole('button', { name: '取回' }).waitFor()
    })
  })

  test('领导看变化后批准，公众随即看到新名，老网址不变', async () => {
    await as(browser, product.url, 'jiaozuo-leader', async page => {
      await page.goto(address)
      await does(page, '批准', undefined, true)
      await page.locator('.page-lead', { hasText: '现行' }).waitFor()
      await page.goto(`${product.url}/jiaozuo/tags/flood-control.html`)
      await page.getByRole('heading', { name: '防汛防旱', level: 1 }).waitFor()
      await page.getByText('曾用名').waitFor()
    })
  })

  test('起草：不标引不能送审，文中的词按一下就加上，键盘输入同义词找得到', async () => {
    await as(browser, product.url, 'jiaozuo-drafter', async page => {
      await page.getByRole('link', { name: '新建公文' }).first().click()
      await page.getByRole('radio', { name: /不涉及/ }).check()
      await page.getByRole('button', { name: '开始起草' }).click()
      await page
        .getByRole('textbox', { name: /^标题/ })
        .fill('焦作市应急管理局关于印发防汛防旱工作办法的通知')
      await page.getByRole('radio', { name: /主动公开/ }).check()
      await page.getByRole('checkbox', { name: '这是行政规范性文件' }).check()
      const aside = page.getByRole('complementary', { name: '保存与送审' })
      await aside.getByText('还没有标引').waitFor()
      await page.getByRole('button', { name: /加上标签：\s*防汛防旱/ }).click()
      await aside.getByText('还缺“适用对象”').waitFor()
      const box = page.getByRole('combobox', { name: '标签' })
      await box.focus()
      await page.keyboard.type('生产经营单位')
      await page.locator('.ant-select-item-option-active', { hasText: '企业' }).waitFor()
      await page.keyboard.press('Enter')
      await page.keyboard.press('Escape')
      await expect.poll(() => aside.getByText(/标引|适用对象/).count()).toBe(0)
      await page.reload()
      await page.locator('.ant-select-selection-item, .ant-select-selection-overflow-item').filter({ hasText: '企业' }).first().waitFor() // prettier-ignore
    })
  })
})
