import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { projectRoot } from '#kit/projectRoot.ts'
import { browserWanted, openKeptBrowser } from '../setup/browser.ts'
import { as, freshPage, inProduct, signIn, watch, type Product } from './product.ts'

let product: Product
let browser: Browser

const source = join(projectRoot(), 'demo', 'documents', 'jiaozuo-notice.docx')
const title = '焦作市应急管理局关于试行政务公开新流程的通知'

/** What this machine keeps of drafts, and what the server has of this one. */
async function whereverKept(page: Page, address: string): Promise<string> {
  const here = await page.evaluate(
    () =>
      new Promise<string>((resolve, reject) => {
        const request = indexedDB.open('zhaoming')
        request.onerror = () => reject(request.error)
        request.onsuccess = () => {
          const all = request.result.transaction('drafts').objectStore('drafts').getAll()
          all.onerror = () => reject(all.error)
          all.onsuccess = () => {
            request.result.close()
            resolve(JSON.stringify(all.result))
          }
        }
      }),
  )
  const id = /documents\/(\d+)/.exec(address)![1]
  return here + (await (await page.request.get(new URL(`/api/documents/${id}`, address).href)).text())
}

async function toWork(page: Page): Promise<void> {
  await page.getByRole('link', { name: '待办' }).first().click()
  await page.getByRole('heading', { name: '待办' }).waitFor()
}

/** Opens the document from the worklist and does one step, the opinion and the second question included. */
async function decide(page: Page, label: string, opinion?: string): Promise<void> {
  await page.getByRole('link', { name: title }).first().click()
  await page.getByRole('heading', { name: title }).waitFor()
  const form = page.getByRole('form', { name: label })
  await form.waitFor()
  if (opinion) await form.getByRole('textbox').first().fill(opinion)
  await form.getByRole('button', { name: label, exact: true }).click()
  const confirm = form.getByRole('button', { name: `确认${label}`, exact: true })
  const done = page.getByText(new RegExp(`已${label}，公文现在是`))
  await Promise.race([confirm.waitFor(), done.waitFor()])
  if (await confirm.isVisible()) await confirm.click()
  await done.waitFor()
}

describe.skipIf(!browserWanted)('一件公文从批办单到公众', () => {
  inProduct(started => ({ product, browser } = started))

  test('上传 DOCX 认出各要素，不选公开属性不能送审；七个角色依次办理，门户立即可见，回执可下载', async () => {
    const { url } = product
    await as(browser, url, 'jiaozuo-drafter', async page => {
      await page.getByRole('link', { name: '新建公文' }).first().click()
      await page.getByRole('radio', { name: /不涉及/ }).check()
      await page.getByRole('button', { name: '开始起草' }).click()
      await page.locator('input[type=file]').first().setInputFiles(source)
      await page.getByText('采用前不会改动表单').waitFor()
      await page.getByRole('button', { name: '全部采用' }).click()
      await page.getByRole('textbox', { name: /^标题/ }).fill(title)
      // 不选公开属性：退文，并指出条款。
      await page.getByRole('button', { name: '送审', exact: true }).click()
      await page.getByText(/还不能送审/).waitFor()
      await page.getByText('发文批办单须明确主动公开、依申请公开或不予公开').first().waitFor()
      await page.getByText(/390号/).first().waitFor()
      await page.getByRole('radio', { name: /主动公开/ }).check()
      await page.getByRole('button', { name: '送审', exact: true }).click()
      await page.getByRole('complementary', { name: '保存与送审' }).waitFor({ state: 'hidden' })
    })
    await as(browser, url, 'jiaozuo-head', page => decide(page, '审核通过', '同意。'))
    await as(browser, url, 'jiaozuo-openness', page => decide(page, '同意公开属性', '同意主动公开。'))
    await as(browser, url, 'jiaozuo-leader', page => decide(page, '签发', '同意印发。'))
    const address = await as(browser, url, 'jiaozuo-publisher', async page => {
      await decide(page, '编号')
      await toWork(page)
      await decide(page, '印发')
      // 20个工作日的账，人人可见。
      await page
        .getByText(/还剩20个工作日/)
        .first()
        .waitFor()
      await page
        .getByText(/逐日计算/)
        .first()
        .click()
      await toWork(page)
      await page.getByRole('link', { name: title }).first().click()
      const form = page.getByRole('form', { name: '公开发布' })
      await form.getByRole('checkbox', { name: '其他政策文件', exact: true }).check()
      await form.getByRole('button', { name: '公开发布', exact: true }).click()
      await form.getByRole('button', { name: '确认公开发布' }).click()
      await page.getByText('已公开发布，公文现在是').waitFor()
      const id = /documents\/(\d+)/.exec(page.url())![1]
      const receipt = await page.request.get(`${url}/api/documents/${id}/receipt`)
      expect(receipt.headers()['content-disposition']).toContain('attachment')
      return ((await receipt.json()) as { address: string }).address
    })

    // 公众：不开脚本也能读，标注在成文日期之后。
    const context = await browser.newContext({
      javaScriptEnabled: false,
      viewport: { width: 375, height: 800 },
      locale: 'zh-CN',
    })
    const page = await context.newPage()
    const faults = watch(page, url)
    await page.goto(url + new URL(address, url).pathname)
    expect(await page.locator('h1').innerText()).toBe(title)
    const text = await page.locator('main').innerText()
    expect(text).toMatch(/焦应急〔\d{4}〕\d+号/)
    expect(text).toMatch(/此件公开发布/)
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(375)
    await page.goto(`${url}/search?q=${encodeURIComponent('试行政务公开')}`)
    await page
      .getByRole('link', { name: new RegExp('试行政务公开') })
      .first()
      .waitFor()
    expect(faults).toEqual([])
    await context.close()
  })

  test('登录失效：原地重新登录，填写的一个字也不丢', async () => {
    const { url } = product
    await as(browser, url, 'jiaozuo-drafter2', async page => {
      await page.getByRole('link', { name: '新建公文' }).first().click()
      await page.getByRole('radio', { name: /不涉及/ }).check()
      await page.getByRole('button', { name: '开始起草' }).click()
      await page.getByRole('textbox', { name: /^标题/ }).fill('写到一半的标题')
      await page.context().clearCookies()
      await page.getByRole('textbox', { name: /^主送机关/ }).fill('各县（市）区应急管理局：')
      await page.getByRole('dialog', { name: '登录已失效，请重新登录' }).waitFor({ timeout: 45_000 })
      const dialog = page.getByRole('dialog', { name: '登录已失效，请重新登录' })
      await dialog.getByLabel('口令', { exact: true }).fill('Zhaoming-2026-demo')
      const saved = page.waitForResponse(
        r => r.request().method() === 'PUT' && r.ok() && (r.request().postData() ?? '').includes('各县'),
      )
      await dialog.getByRole('button', { name: '登录', exact: true }).click()
      await dialog.waitFor({ state: 'hidden' })
      await saved
      await page.reload()
      const value = (name: RegExp) => page.getByRole('textbox', { name }).inputValue()
      await expect.poll(() => value(/^标题/)).toBe('写到一半的标题')
      await expect.poll(() => value(/^主送机关/)).toBe('各县（市）区应急管理局：')
    })
  })

  test('关掉浏览器再打开：草稿一字不差地恢复', async () => {
    const { url } = product
    const kept = await openKeptBrowser()
    let address = ''
    try {
      const first = await kept.open()
      const page = first.pages()[0] ?? (await first.newPage())
      await signIn(page, url, 'jiaozuo-drafter2')
      await page.getByRole('link', { name: '新建公文' }).first().click()
      await page.getByRole('radio', { name: /不涉及/ }).check()
      await page.getByRole('button', { name: '开始起草' }).click()
      await page.getByRole('textbox', { name: /^标题/ }).fill('忽然断电之前写下的标题')
      const editor = page.locator('[contenteditable=true]')
      await editor.click()
      await page.keyboard.type('第一段写到这里，')
      address = page.url()
      // 几秒之内存在本机，或者已经到了服务器；然后不打招呼地关掉。
      await expect.poll(() => whereverKept(page, address)).toContain('第一段写到这里，')
      await first.close()

      const second = await kept.open()
      const again = second.pages()[0] ?? (await second.newPage())
      await again.goto(address)
      const password = again.getByLabel('口令', { exact: true })
      const title = again.getByRole('textbox', { name: /^标题/ })
      const restore = again.getByRole('button', { name: /恢复|用本机/ })
      await Promise.race([password.waitFor(), title.waitFor(), restore.waitFor()])
      if (await password.isVisible()) {
        await again.getByRole('textbox', { name: '账号', exact: true }).fill('jiaozuo-drafter2')
        await password.fill('Zhaoming-2026-demo')
        await again.getByRole('button', { name: '登录', exact: true }).click()
        await Promise.race([title.waitFor(), restore.waitFor()])
      }
      if (await restore.first().isVisible()) await restore.first().click()
      await expect.poll(() => title.inputValue()).toBe('忽然断电之前写下的标题')
      await again.locator('[contenteditable=true]').getByText('第一段写到这里，').waitFor()
      await second.close()
    } finally {
      kept.remove()
    }
  })

  test('手机宽度：登录、待办、办理都不横向滚动', async () => {
    const { url } = product
    const { context, page } = await freshPage(browser, 375)
    const faults = watch(page, url)
    await page.goto(`${url}/console/`)
    await page.getByRole('textbox', { name: '账号', exact: true }).fill('jiaozuo-leader')
    await page.getByLabel('口令', { exact: true }).fill('Zhaoming-2026-demo')
    await page.getByRole('button', { name: '登录', exact: true }).click()
    await page.getByRole('heading', { name: '待办' }).waitFor()
    const fits = () => page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)
    expect(await fits()).toBe(true)
    await page
      .getByRole('link', { name: /政务公开工作要点的通知/ })
      .first()
      .click()
    await page.getByRole('heading', { name: /政务公开工作要点的通知/ }).waitFor()
    await page.getByRole('tab', { name: /^办/ }).click()
    await page.getByRole('button', { name: '签发', exact: true }).waitFor()
    expect(await fits()).toBe(true)
    expect(faults).toEqual([])
    await context.close()
  })
})
