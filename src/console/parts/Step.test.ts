import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import type { Browser, Page, Request, Route } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { browserWanted, openBrowser } from '../../../test/setup/browser.ts'
import type { Asked } from '../asked.ts'
import type { Offered } from './Step.tsx'

const site = 'http://console.test'
const me = { staff: { id: 5, account: 'a', name: '甲', title: null }, csrf: 'c' }

const offer: Offered = {
  verb: 'return',
  label: '退回',
  effect: '退回拟稿人修改，原来的意见保留。',
  basis: [],
  reason: 'required',
}
const until: Asked = { name: 'until', label: '改到什么时候', kind: 'line' }

let browser: Browser
let script: string
beforeAll(async () => {
  if (!browserWanted) return
  const made = await build({
    entryPoints: [fileURLToPath(new URL('./Step.fixture.tsx', import.meta.url))],
    bundle: true,
    write: false,
    format: 'esm',
    jsx: 'automatic',
    target: 'es2022',
    // As it is served: React in its form for production.
    minify: true,
  })
  script = made.outputFiles[0]!.text
  browser = await openBrowser()
})
afterAll(() => browser?.close())

type Answer = { readonly status: number; readonly body: unknown }
type Shown = { readonly page: Page; readonly sent: unknown[]; close(): Promise<void> }

/** The step on a page of its own; `answers` what the office says to each sending, in turn, once `go` allows it. */
async function show(
  given: Partial<Offered>,
  asks: readonly Asked[],
  answers: readonly Answer[],
  go: Promise<void> = Promise.resolve(),
  opened = false,
): Promise<Shown> {
  const context = await browser.newContext({ locale: 'zh-CN' })
  const page = await context.newPage()
  const sent: unknown[] = []
  const json = (route: Route, { status, body }: Answer) =>
    route.fulfill({ status, contentType: 'application/json', body: JSON.stringify(body) })
  const officeSays = async (route: Route, request: Request) => {
    sent.push(request.postDataJSON())
    await go
    await json(route, answers[sent.length - 1] ?? { status: 500, body: {} })
  }
  await page.route(`${site}/**`, (route, request) => {
    const { pathname } = new URL(request.url())
    if (pathname === '/api/me') return json(route, { status: 200, body: me })
    if (pathname === '/api/things/7/return') return officeSays(route, request)
    if (pathname === '/step.js')
      return route.fulfill({ contentType: 'text/javascript; charset=utf-8', body: script })
    return route.fulfill({
      contentType: 'text/html; charset=utf-8',
      body: '<!doctype html><html lang="zh-CN"><title>办理</title><body><script type="module" src="/step.js"></script>',
    })
  })
  await page.addInitScript(set => Object.assign(window, set), {
    offer: { ...offer, ...given },
    asks,
    opened,
  })
  await page.goto(site)
  await page.getByRole('form', { name: '退回' }).waitFor()
  return { page, sent, close: () => context.close() }
}

/** How many copies of unsent words this browser holds. */
const copies = () =>
  new Promise<number>((resolve, reject) => {
    const opening = indexedDB.open('zhaoming')
    opening.onerror = reject
    opening.onsuccess = () => {
      const counting = opening.result.transaction('drafts').objectStore('drafts').count()
      counting.onsuccess = () => {
        opening.result.close()
        resolve(counting.result + localStorage.length)
      }
    }
  })

const reasonOf = (page: Page) => page.getByRole('textbox', { name: /^理由/ })
const key = (page: Page, name = '退回') => page.getByRole('button', { name, exact: true })
const done: Answer = { status: 200, body: { words: '已退回' } }

describe.skipIf(!browserWanted)('办理的一步', () => {
  test('缺什么一次说全，说在各自的格子里，光标到第一格，什么也不送出', async () => {
    const { page, sent, close } = await show({}, [until], [])
    await key(page).click()
    await page.getByText('请填写改到什么时候。').waitFor()
    await page.getByText('请写明理由。').waitFor()
    const field = page.getByRole('textbox', { name: /^改到什么时候/ })
    await expect.poll(() => field.evaluate(box => box === document.activeElement)).toBe(true)
    expect(await field.getAttribute('aria-invalid')).toBe('true')
    expect(sent).toEqual([])
    await close()
  })

  test('有分量的一步再问一声，说明会怎样；确认了送一次，带着看到的版本', async () => {
    const { page, sent, close } = await show({ weighty: true }, [until], [done])
    await reasonOf(page).fill('  数据有误 ')
    await page.getByRole('textbox', { name: /^改到什么时候/ }).fill('周五')
    await key(page).click()
    const question = page.getByRole('group', { name: '确认退回' })
    await question.getByText(offer.effect).waitFor()
    expect(sent).toEqual([])
    await key(page, '再想想').click()
    await question.waitFor({ state: 'detached' })
    await key(page).click()
    await key(page, '确认退回').click()
    await page.getByText('已退回').waitFor()
    expect(sent).toEqual([{ version: 3, reason: '数据有误', form: { until: '周五' } }])
    await close()
  })

  test('从一行的按钮打开、什么也不用填的，打开就是问一声：再按一次就办，不问第三遍', async () => {
    const given = { weighty: true, reason: null }
    const { page, sent, close } = await show(given, [], [done], undefined, true)
    await page.getByText(offer.effect).waitFor()
    expect(sent).toEqual([])
    await key(page).click()
    await page.getByText('已退回').waitFor()
    expect(sent).toEqual([{ version: 3 }])
    await close()
    const again = await show(given, [], [done], undefined, true)
    await key(again.page, '再想想').click()
    await again.page.getByText('没有办').waitFor()
    expect(again.sent).toEqual([])
    await again.close()
  })

  test('刷新以后写的还在，可以清空重写；办成以后不再放回来', async () => {
    const { page, close } = await show({}, [until], [done])
    await reasonOf(page).fill('第三段的数字与附件不一致')
    await page.reload()
    await page.getByText('上次没有提交的内容已经放回来了。').waitFor()
    expect(await reasonOf(page).inputValue()).toBe('第三段的数字与附件不一致')
    await key(page, '清空重写').click()
    await expect.poll(() => reasonOf(page).inputValue()).toBe('')
    await page.getByRole('textbox', { name: /^改到什么时候/ }).fill('周五')
    await reasonOf(page).fill('请补附件')
    await key(page).click()
    await page.getByText('已退回').waitFor()
    await expect.poll(() => page.evaluate(copies)).toBe(0)
    await close()
  })

  test('正在办的按钮只叫“退回”，再按不再送；没有答应的说明原因，写的还在，接着能办', async () => {
    let answer = () => {}
    const go = new Promise<void>(resolve => (answer = resolve))
    const no = {
      status: 422,
      body: { code: 'invalid', message: '不行', reasons: [{ text: '理由太短。', field: 'reason' }] },
    }
    const { page, sent, close } = await show({}, [], [no, done], go)
    await reasonOf(page).fill('短')
    await key(page).click()
    await page.locator('.ant-btn-loading').waitFor()
    await reasonOf(page).press('Control+Enter')
    await key(page).click({ force: true })
    expect(await key(page).count()).toBe(1)
    answer()
    await page.getByText('理由太短。').waitFor()
    expect(sent).toHaveLength(1)
    expect(await reasonOf(page).inputValue()).toBe('短')
    await reasonOf(page).fill('第三段的数字不对')
    await key(page).click()
    await page.getByText('已退回').waitFor()
    expect(sent.at(-1)).toEqual({ version: 3, reason: '第三段的数字不对' })
    await close()
  })

  test('有人先办了：说明白，写的还在，可以刷新接着看', async () => {
    const stale = {
      status: 409,
      body: { code: 'stale', message: '已经有人办理。', reasons: [{ text: '已经有人办理。' }] },
    }
    const { page, close } = await show({}, [], [stale])
    await reasonOf(page).fill('数字不对')
    await key(page).click()
    await page.getByText('有人先办了，您写的内容还在').waitFor()
    await key(page, '刷新，保留我写的内容').click()
    await page.getByText('有人先办了').waitFor({ state: 'detached' })
    expect(await reasonOf(page).inputValue()).toBe('数字不对')
    await close()
  })

  test('现在不能办的：没有按钮，写明为什么', async () => {
    const { page, close } = await show({ blocked: [{ text: '附件还没有检查。' }] }, [], [])
    await page.getByText('现在还不能退回').waitFor()
    await page.getByText('附件还没有检查。').waitFor()
    expect(await page.getByRole('button').count()).toBe(0)
    await close()
  })
})
