import type { Browser, Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { browserWanted } from '../setup/browser.ts'
import { does, doesSurely, fillDay, state } from './catalogSteps.ts'
import { as, inProduct, type Product } from './product.ts'

let product: Product
let browser: Browser
let address = ''

const later = (months: number) => {
  const day = new Date()
  day.setUTCMonth(day.getUTCMonth() + months)
  return day.toISOString().slice(0, 10)
}
const begin = async (page: Page, label: string) => {
  await page.goto(`${product.url}/console/instruments`)
  await page.getByRole('button', { name: `开始编制：${label}` }).click()
  await page.waitForURL(/\/instruments\/\d+$/)
  await page.getByRole('heading', { level: 1, name: new RegExp(label) }).waitFor()
}
const close = async (page: Page) => {
  await page.locator('.ant-drawer-close').click()
  await page.getByRole('dialog').waitFor({ state: 'hidden' })
}
const step = (who: string, work: (page: Page) => Promise<void>) =>
  as(browser, product.url, who, async page => {
    await page.goto(address)
    await page.getByRole('region', { name: '办理' }).waitFor()
    await work(page)
  })

describe.skipIf(!browserWanted)('公开指南、基本目录、负面清单（条例第十二条；吉林 四(二)）', () => {
  inProduct(started => ({ product, browser } = started))

  test('负面清单与目录冲突的送不出去，两边原文都摆着；改好、说明以后审核公布，公众看得到', async () => {
    await as(browser, product.url, 'xiuwu-drafter', async page => {
      await begin(page, '政务公开负面清单')
      address = page.url()
      await page.getByRole('button', { name: '增加一个条目' }).click()
      const panel = page.getByRole('dialog')
      await panel.getByLabel(/^不予公开的信息/).fill('综合减灾示范社区')
      await panel.getByLabel(/^范围/).fill('创建工作的内部评分表')
      await panel.getByRole('combobox', { name: /^依据/ }).click()
      await page.getByTitle(/^内部事务信息/).click()
      await panel.getByLabel(/^理由/).fill('属于内部工作流程，公开会影响评审')
      for (const [label, day] of [
        [/^起始日期/, later(1)],
        [/^复核日期/, later(10)],
      ] as const) {
        await panel.getByLabel(label).fill(day)
        await page.keyboard.press('Tab')
      }
      await close(page)
      await page.getByText('1个条目，没有缺项').waitFor()
      await does(page, '送审')
      const conflict = page.getByRole('region', { name: '负面清单与目录的冲突' })
      await conflict.getByText('创建工作的内部评分表').waitFor()
      await conflict.getByText('冲突', { exact: true }).waitFor()
      await conflict.getByText(/列入公开：.*综合减灾示范社区/).waitFor()

      await page.getByRole('button', { name: '综合减灾示范社区', exact: true }).click()
      await panel.getByLabel(/^不予公开的信息/).fill('综合减灾示范社区的内部评分记录')
      await close(page)
      await conflict.getByText('可能冲突', { exact: true }).first().waitFor({ timeout: 40_000 })
      const form = page.getByRole('region', { name: '办理' }).getByRole('form', { name: '送审' })
      for (const field of await form.getByLabel(/^为什么不冲突/).all())
        await field.fill('不公开的只是评分记录，社区名单和评定结果照常公开')
      await form.getByRole('button', { name: '送审', exact: true }).click()
      await state(page, '业务部门审核')
      await conflict.getByText('已说明不冲突').first().waitFor()
    })
    await step('xiuwu-openness', async page => {
      await page.getByRole('button', { name: '综合减灾示范社区的内部评分记录' }).click()
      const panel = page.getByRole('dialog')
      await panel.getByRole('textbox', { name: '意见', exact: true }).fill('范围写到表名')
      await panel.getByRole('button', { name: '记下这条意见' }).click()
      await close(page)
      await does(page, '退回修改', form => form.getByLabel(/理由/).fill('请按意见修改'))
      await state(page, '修改')
    })
    await step('xiuwu-drafter', async page => {
      await page.getByText('范围写到表名').first().waitFor()
      await does(page, '送审', form => form.getByLabel(/^答复/).fill('已写明表名'))
      await state(page, '业务部门审核')
    })
    await step('xiuwu-openness', async page => {
      await does(page, '业务部门审核通过')
      await state(page, '本级政府审核')
    })
    await step('xiuwu-leader', async page => {
      await doesSurely(page, '本级政府审核通过', async form => {
        await fillDay(form, /^施行日期/, later(1))
        await fillDay(form, /^下次复核日期/, later(11))
      })
      await state(page, '待公布')
    })
    await step('xiuwu-publisher', async page => {
      await doesSurely(page, '公布')
      await state(page, '已公布')
      await page.goto(`${product.url}/xiuwu/disclosure/statutory.html`)
      await page.getByRole('link', { name: '政务公开负面清单' }).first().click()
      await page.getByRole('rowheader', { name: '综合减灾示范社区的内部评分记录' }).waitFor()
      await page.getByText('条例第十六条：内部事务信息').waitFor()
    })
  })

  test('保存以后再读没有成功：屏上的内容和正在写的都在，说一声是刚才的；下次保存照常', async () => {
    await as(browser, product.url, 'wuzhi-drafter', async page => {
      await begin(page, '政务公开负面清单')
      const read = `**/api/instruments/${page.url().split('/').at(-1)}`
      await page.getByRole('region', { name: '办理' }).getByRole('button', { name: '作废' }).click()
      const form = page.getByRole('form', { name: '作废' })
      await form.getByLabel(/理由/).fill('并入下一版')
      // Before anything is written: it saves itself whenever its time has come, and the words stand for some seconds.
      let refused = 0
      await page.route(read, route => {
        refused += 1
        return route.fulfill({ status: 503, body: '' })
      })
      const told = page.getByText('没有刷新成功，显示的是刚才的内容').waitFor({ timeout: 100_000 })
      await page.getByRole('button', { name: '增加一个条目' }).click()
      const panel = page.getByRole('dialog')
      await panel.getByLabel(/^不予公开的信息/).fill('值班值守的内部分工')
      await close(page)
      await told
      expect(refused).toBeGreaterThan(0)
      expect(await form.getByLabel(/理由/).inputValue()).toBe('并入下一版')
      await page.getByRole('button', { name: '值班值守的内部分工' }).waitFor()
      await page.unroute(read)
    })
  })

  test('基本目录一键带入；自动保存不留杂乱的履历；撤销、重做、刷新，写的一个字不丢', async () => {
    await as(browser, product.url, 'xiuwu-drafter', async page => {
      await begin(page, '主动公开基本目录')
      const before = await page.getByRole('status').filter({ hasText: '个事项' }).innerText()
      expect(Number.parseInt(before, 10)).toBeGreaterThan(40)
      await page.getByRole('button', { name: '增加一个事项' }).click()
      const panel = page.getByRole('dialog')
      await panel.getByLabel(/^事项/).fill('应急避难场所分布图')
      await close(page)
      await page.getByText(/已自动保存/).waitFor({ timeout: 40_000 })
      await page.getByRole('button', { name: '应急避难场所分布图' }).click()
      await panel.getByLabel(/^公开内容/).fill('位置、容纳人数、设施')
      await close(page)
      await page.getByRole('button', { name: '撤销' }).click()
      await page.getByRole('button', { name: '重做' }).click()
      await page.reload()
      await page.getByRole('button', { name: '撤销', disabled: false }).click()
      await page.getByRole('button', { name: '应急避难场所分布图' }).click()
      await expect.poll(() => panel.getByLabel(/^公开内容/).inputValue()).toBe('')
      await close(page)
      await page.getByRole('button', { name: '重做', disabled: false }).click()
      await page.getByRole('button', { name: '应急避难场所分布图' }).click()
      await expect.poll(() => panel.getByLabel(/^公开内容/).inputValue()).toBe('位置、容纳人数、设施')
      await panel.getByLabel(/^公开内容/).fill('位置、容纳人数、设施、开放时间')
      await close(page)
      await page.getByText(/已自动保存/).waitFor({ timeout: 40_000 })
      await page.reload()
      await page.getByText('位置、容纳人数、设施、开放时间').waitFor()
      await page.getByRole('button', { name: '撤销', disabled: false }).click()
      await page.getByText('位置、容纳人数、设施', { exact: true }).waitFor()
      await page.getByRole('button', { name: '重做', disabled: false }).click()
      await page.getByText('位置、容纳人数、设施、开放时间').waitFor()
      const history = page.getByRole('region', { name: '履历' }).getByRole('listitem')
      await expect
        .poll(() => history.allInnerTexts())
        .toEqual([expect.stringContaining('保存'), expect.stringContaining('开始编制')])
    })
  })
})
