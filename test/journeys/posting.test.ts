import type { Browser, Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { idNumber } from '#patrol/patrol.fixture.ts'
import { browserWanted } from '../setup/browser.ts'
import { as, freshPage, inProduct, password, watch, type Product } from './product.ts'

let product: Product
let browser: Browser

const title = '焦作市应急管理局开展汛前物资检查'
const text = '检查组到三个乡镇检查防汛物资储备情况，现场指出问题五项，责令限期整改。'

/** Begins a posting of the first kind offered (工作动态). */
async function begun(page: Page): Promise<void> {
  await page.getByRole('link', { name: '信息发布' }).first().click()
  await page.getByRole('button', { name: '新建', exact: true }).click()
  await page.getByRole('button', { name: '开始起草' }).click()
  await page.getByRole('form', { name: '内容' }).waitFor()
}
const field = (page: Page, name: RegExp) => page.getByRole('textbox', { name })

describe.skipIf(!browserWanted)('信息发布：写、传附件、送审、公开', () => {
  inProduct(started => ({ product, browser } = started))

  test('刷新、登录失效都不丢一个字；附件里的身份证号遮盖后才能送审；公开后附件就在页面上', async () => {
    const { url } = product
    const at = await as(browser, url, 'jiaozuo-drafter', async page => {
      await begun(page)
      await field(page, /^标题/).fill(title)
      await page.locator('[contenteditable=true]').click()
      await page.keyboard.type(text)
      page.on('dialog', dialog => void dialog.accept())
      await field(page, /^来源/).fill('刷新以前的来源')
      await page.reload()
      await page.getByRole('form', { name: '内容' }).waitFor()
      await expect.poll(() => field(page, /^标题/).inputValue()).toBe(title)
      await expect.poll(() => field(page, /^来源/).inputValue()).toBe('刷新以前的来源')
      await page.locator('[contenteditable=true]').getByText(text).waitFor()

      await page.context().clearCookies()
      await field(page, /^来源/).fill('焦作应急')
      const dialog = page.getByRole('dialog', { name: '登录已失效，请重新登录' })
      await dialog.waitFor({ timeout: 45_000 })
      await dialog.getByLabel('口令', { exact: true }).fill(password)
      const saved = page.waitForResponse(
        r => r.request().method() === 'PUT' && r.ok() && (r.request().postData() ?? '').includes('焦作应急'),
      )
      await dialog.getByRole('button', { name: '登录', exact: true }).click()
      await saved
      await expect.poll(() => field(page, /^来源/).inputValue()).toBe('焦作应急')

      const upload = (name: string, words: string) =>
        page
          .getByLabel('添加附件')
          .setInputFiles({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(words) })
      await upload('假的.pdf', '<html>')
      await page.getByText('不是.pdf格式').first().waitFor()
      await upload('物资负责人.txt', `编织袋五千条，负责人证件号码${idNumber(4)}。`)
      await page.getByRole('button', { name: '移除附件：物资负责人.txt' }).waitFor()
      await page.getByRole('button', { name: '送审', exact: true }).first().click()
      await page.getByRole('form', { name: '送审' }).getByRole('button', { name: '送审' }).click()
      await page
        .getByText(/出现身份证号/)
        .first()
        .waitFor()
      expect(await page.locator('main').innerText()).not.toContain(idNumber(4))
      await page.getByRole('button', { name: '遮盖个人信息：物资负责人.txt' }).click()
      await page.getByText('怎样核验的').waitFor()
      await page.getByRole('form', { name: '送审' }).getByRole('button', { name: '送审' }).click()
      await page.getByText('待审查发布').first().waitFor()
      await expect.poll(() => page.getByRole('form', { name: '内容' }).count()).toBe(0)
      return new URL(page.url()).pathname
    })
    const address = await as(browser, url, 'jiaozuo-publisher', async page => {
      await page.goto(url + at)
      const section = page.getByRole('region', { name: '办理' })
      await section.getByRole('button', { name: '退回', exact: true }).click()
      const back = section.getByRole('form', { name: '退回' })
      await back.getByLabel(/理由/).fill('附件请一并')
      await page.reload()
      await section.getByRole('button', { name: '退回', exact: true }).click()
      await back.getByText('上次没有提交的内容已经放回来了').waitFor()
      await expect.poll(() => back.getByLabel(/理由/).inputValue()).toBe('附件请一并')
      await back.getByRole('button', { name: '清空重写' }).click()
      await expect.poll(() => back.getByLabel(/理由/).inputValue()).toBe('')
      await section.getByRole('button', { name: '审查并公开', exact: true }).click()
      const form = section.getByRole('form', { name: '审查并公开' })
      await form.getByRole('button', { name: '审查并公开', exact: true }).click()
      await form.getByText('请先按条例第十七条审查').waitFor()
      await form.getByRole('checkbox', { name: /已审查/ }).check()
      await form.getByRole('button', { name: '审查并公开', exact: true }).dblclick()
      const sure = form.getByRole('group', { name: '确认审查并公开' })
      await expect.poll(() => sure.evaluate(e => e === document.activeElement)).toBe(true)
      await sure.getByRole('button', { name: '确认审查并公开' }).click()
      return (await page.getByRole('link', { name: '看公开页面' }).getAttribute('href'))!
    })
    const shown = async () => (await fetch(new URL(address, url))).text()
    await expect.poll(shown).toContain(text)
    const page = await shown()
    const link = /href="([^"]*\/files\/[^"]+)"/.exec(page)![1]!.replaceAll('&amp;', '&')
    const file = await fetch(new URL(link, url))
    expect(file.headers.get('content-type')).toContain('text/plain')
    const said = await file.text()
    expect(said).toContain('编织袋五千条')
    expect(said).not.toContain(idNumber(4))
  })

  test('系统管理员登记接收系统：密钥只显示一次，填错的一次说全；订阅对账打得开', async () => {
    const { url } = product
    const { context, page } = await freshPage(browser)
    const faults = watch(page, url)
    await page.goto(`${url}/console/webhooks`)
    await page.getByRole('textbox', { name: '账号', exact: true }).fill('jiaozuo-sysadmin')
    await page.getByLabel('口令', { exact: true }).fill(password)
    await page.getByRole('button', { name: '登录', exact: true }).click()
    await page.getByRole('button', { name: '登记接收系统' }).click()
    const form = page.getByRole('form', { name: '登记接收系统' })
    await form.getByRole('textbox', { name: /^接收系统/ }).fill('大数据中心汇聚平台')
    await form.getByRole('textbox', { name: /^接收地址/ }).fill('http://192.168.1.5/hook')
    await form.getByRole('button', { name: /登记$/ }).click()
    await form.getByText('请填写对接单位').first().waitFor()
    await form.getByText('须以 https:// 开头').first().waitFor()
    await form.getByRole('textbox', { name: /^对接单位/ }).fill('市大数据中心 0391-0000000')
    await form.getByRole('textbox', { name: /^接收地址/ }).fill('https://hooks.example.gov.cn/zhaoming')
    await form.getByRole('button', { name: /登记$/ }).click()
    const secret = await page.locator('.secret').innerText()
    expect(secret).toMatch(/^whsec_/)
    await page.getByRole('button', { name: '已妥善保存' }).click()
    await page.getByRole('link', { name: '大数据中心汇聚平台' }).click()
    await page.getByRole('heading', { name: '对账' }).waitFor()
    expect(await page.locator('main').innerText()).not.toContain(secret)
    await page.goto(`${url}/console/subscriptions`)
    await page.getByText(/应发 \d+ ＝ 已发/).waitFor()
    expect(faults).toEqual([])
    await context.close()
  })
})
