import type { Browser, Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { nationalForm, nationalItems, xlsxOf } from '#catalog/catalog.fixture.ts'
import { powerRows, powerSheet } from '#catalog/lists/lists.fixture.ts'
import { browserWanted } from '../setup/browser.ts'
import { as, inProduct, type Product } from './product.ts'

let product: Product
let browser: Browser

const drop = async (page: Page, name: string, bytes: Uint8Array) =>
  page
    .locator('input[type=file]')
    .setInputFiles({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(bytes) })
/** A step that is asked again before it is done. */
const does = async (
  page: Page,
  label: string,
  fill?: (form: ReturnType<Page['getByRole']>) => Promise<void>,
) => {
  await page.getByRole('button', { name: label, exact: true }).first().click()
  const form = page.getByRole('form', { name: label })
  await fill?.(form)
  await form.getByRole('button', { name: label, exact: true }).click()
  await form.getByRole('button', { name: `确认${label}` }).click()
}

describe.skipIf(!browserWanted)('目录旁边的：清单、对照、业务系统报送、官方附件（焦作二(一)1、2）', () => {
  inProduct(started => ({ product, browser } = started))

  test('导入权责清单：没有看懂的改好才能存，由另一人公布', async () => {
    const rows = powerRows.map(r => [...r])
    rows[5]![5] = '内部管理'
    const file = await xlsxOf(powerSheet(rows))
    await as(browser, product.url, 'jiaozuo-drafter', async page => {
      await page.getByRole('link', { name: '权责与服务清单' }).click()
      await page.getByRole('button', { name: '导入权责清单' }).click()
      await drop(page, '权责清单.xlsx', file)
      await page.getByText('“内部管理”不是清单通用的类型').first().waitFor()
      const save = page.getByRole('button', { name: '存为待公布的一版' })
      await expect.poll(() => save.isDisabled()).toBe(true)
      await page.getByRole('button', { name: '去看' }).first().click()
      await page.locator('.entry-open').getByRole('combobox').click()
      await page.getByTitle('行政确认').click()
      await page.getByRole('checkbox', { name: /已经逐条核对/ }).check()
      await save.click()
      await page.waitForURL(/\/catalogs\/lists\/\d+$/)
      await page.locator('.state-word', { hasText: '待公布' }).waitFor()
      expect(await page.getByRole('button', { name: '公布', exact: true }).count()).toBe(0)
    })
    await as(browser, product.url, 'jiaozuo-publisher', async page => {
      await page
        .getByText(/权责清单第\d+版/)
        .first()
        .click()
      await does(page, '公布', async form => {
        await form.getByLabel(/^施行日期/).fill('2026-01-01')
        await page.keyboard.press('Tab')
        await form.getByLabel(/^给公众看的说明/).fill('按现行规章逐条核对')
      })
      await page.locator('.state-word', { hasText: '已公布' }).waitFor()
    })
  })

  test('对照：按键认定和不认定，撤销，说明无须对照；公布以后公众从目录看到清单', async () => {
    await as(browser, product.url, 'jiaozuo-drafter', async page => {
      await page.goto(`${product.url}/console/catalogs/pairing`)
      await page.getByRole('button', { name: '开始对照' }).click()
      const card = page.locator('.pair-card')
      await card.waitFor()
      const first = await card.locator('h2').last().innerText()
      await page.keyboard.press('y')
      await page.getByText('已对照 1').waitFor()
      const open = async () =>
        Number.parseInt(/\d+/.exec(await page.getByText(/^等认定的 \d+$/).innerText())![0], 10)
      const left = await open()
      await page.keyboard.press('r')
      await expect.poll(open).toBe(left - 1)
      await page.getByText('已记下。').waitFor()
      await page.getByText('已对照 1').click()
      await page.locator('.pair', { hasText: first }).waitFor()
      await page.getByText(/^没有对应的清单条目/).click()
      await page.getByRole('list', { name: '没有对应的清单条目' }).getByRole('checkbox').first().check() // prettier-ignore
      await page.getByLabel(/为什么无须对照/).fill('属于其他领域，目录里没有')
      await page.getByRole('button', { name: '说明选中的1条无须对照' }).click()
      await page.getByText('：属于其他领域，目录里没有').waitFor()
      await page.getByRole('button', { name: '撤销刚才的' }).click()
      await expect.poll(() => page.getByText('：属于其他领域，目录里没有').count()).toBe(0)
    })
    await as(browser, product.url, 'jiaozuo-openness', async page => {
      await page.goto(`${product.url}/console/catalogs/pairing`)
      await does(page, '公布对照')
      await page.getByText('公众看到的就是现在的对照。').waitFor()
      await page.goto(`${product.url}/jiaozuo/catalog/safety-production.html`)
      await page.getByRole('link', { name: '权责清单' }).first().click()
      await page.getByRole('heading', { name: '权责清单', level: 1 }).waitFor()
      await page.getByRole('row', { name: new RegExp(powerRows[0]![3]!) }).first().waitFor() // prettier-ignore
    })
  })

  test('业务系统：登记、领导批准、生成一次口令；报送一件，公众看到由谁报送；撤下就不见', async () => {
    let token = ''
    await as(browser, product.url, 'jiaozuo-openness', async page => {
      await page.getByRole('link', { name: '业务系统报送' }).click()
      await page.getByRole('button', { name: '登记业务系统' }).click()
      await page.getByLabel(/系统的名称/).fill('行政许可办理系统')
      await page.getByLabel(/负责部门/).fill('危化科负责人')
      await page.getByLabel(/所在的域名/).fill('xk.example.gov.cn')
      await page.getByLabel(/可以报送的事项/).click()
      await page.keyboard.type('行政许可')
      await page.getByTitle('行政许可（安全生产领域）', { exact: true }).click()
      await page.keyboard.press('Escape')
      await page.getByTitle('行政许可（安全生产领域）', { exact: true }).first().waitFor()
      await page.getByRole('button', { name: '登记，等领导批准' }).click()
      await page.locator('.state-word', { hasText: '待批准' }).waitFor()
    })
    await as(browser, product.url, 'jiaozuo-leader', async page => {
      await page.goto(`${product.url}/console/catalogs/systems`)
      await does(page, '批准开通')
      await page.locator('.state-word', { hasText: '已开通' }).waitFor()
    })
    await as(browser, product.url, 'jiaozuo-openness', async page => {
      await page.goto(`${product.url}/console/catalogs/systems`)
      await does(page, '生成口令')
      token = await page.locator('code.token').innerText()
      await page.reload()
      await page.locator('.state-word', { hasText: '已开通' }).waitFor()
      expect(await page.locator('code.token').count()).toBe(0)
    })
    const api = `${product.url}/api/v1/catalogs/jiaozuo`
    const { items } = (await (await fetch(`${api}/safety-production`)).json()) as { items: { key: string; level2: string }[] } // prettier-ignore
    const item = items.find(i => i.level2 === '行政许可')!
    const answer = await fetch(`${api}/reports`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'idempotency-key': 'journey-1' }, // prettier-ignore
      body: JSON.stringify({ title: '十月许可办理结果', url: 'https://xk.example.gov.cn/10', disclosed_on: '2026-11-05', items: [item.key], operator: '王经办', reason: '办结后自动推送' }), // prettier-ignore
    })
    expect([answer.status, ((await answer.json()) as { system: string }).system]).toEqual([201, '行政许可办理系统']) // prettier-ignore
    const page = async () =>
      (await fetch(`${product.url}/jiaozuo/catalog/safety-production/${item.key}.html`)).text()
    await expect.poll(page).toContain('由“行政许可办理系统”报送')
    await as(browser, product.url, 'jiaozuo-openness', async p => {
      await p.goto(`${product.url}/console/catalogs/systems`)
      await p.getByText('王经办：办结后自动推送').waitFor()
      await p.getByRole('button', { name: '撤下', exact: true }).click()
      await does(p, '撤下“十月许可办理结果”', form => form.getByLabel(/理由/).fill('系统误报'))
      await p.getByText('已撤下').first().waitFor()
    })
    await expect.poll(page).not.toContain('十月许可办理结果')
  })

  test('官方附件：看会改变什么，一人装入、另一人核定，以后不再有待核对', async () => {
    const items = nationalItems('disaster-relief').map((i, n) => ({ ...i, level2: i.level2 ?? `事项${n}`, content: i.content ?? '内容' })) // prettier-ignore
    const file = await xlsxOf(nationalForm(items, { title: '救灾领域基层政务公开标准目录' }))
    await as(browser, product.url, 'mem-openness', async page => {
      await page.getByRole('link', { name: '国家目录' }).click()
      await page.getByText(/整理的草稿，其中\d+项待核对/).last().waitFor() // prettier-ignore
      await page.getByText('救灾领域', { exact: true }).click()
      await drop(page, '附件2.xlsx', file)
      await page.getByText(/原来待核对、现在得到证实的（5项）/).waitFor()
      await page.getByLabel(/附件从哪里取得/).fill('应急管理部网站')
      await page.getByRole('button', { name: '装入，等另一人核定' }).click()
      await page.locator('.state-word', { hasText: '待核定' }).waitFor()
      await page.getByRole('button', { name: '不予核定' }).waitFor()
      expect(await page.getByRole('button', { name: '核定', exact: true }).count()).toBe(0)
    })
    await as(browser, product.url, 'mem-leader', async page => {
      await page.goto(`${product.url}/console/catalogs/officials`)
      await does(page, '核定')
      await page.getByText('官方附件，已核定').waitFor()
    })
  })
})
