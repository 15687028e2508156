import { readXlsx } from 'hucre'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fill, makeTestPortal, type TestPortal } from '#record/portal.fixture.ts'
import { browserWanted } from '../../../test/setup/browser.ts'
import { standCatalog } from '../duty/stand.fixture.ts'
import { htmlFaults, lookFaults } from '../pages.fixture.ts'
import { powerRows, standList } from './lists.fixture.ts'

let p: TestPortal
let keys: string[]
beforeAll(async () => {
  p = await makeTestPortal()
  const data = await fill(p.t)
  keys = await standCatalog(p.t, 3, data.live)
  await standList(p.t, 3, data.live, { field: 'disaster-relief', key: keys[0]! })
})
afterAll(async () => {
  expect(p.errors).toEqual([])
  await p.close()
})

describe('公开页面上的清单和对照（焦作 二(一)1）', () => {
  test('清单的表：每条有自己的位置，指向标准目录的事项；没有脚本也完整，写法合格', async () => {
    const { status, text } = await p.get('/jiaozuo/catalog/power-list.html')
    expect(status).toBe(200)
    expect(text.match(/<tr id="e-e-\d+"/g)).toHaveLength(powerRows.length)
    expect(text).toContain(`href="/jiaozuo/catalog/disaster-relief/${keys[0]!}.html"`)
    for (const row of powerRows) expect(text).toContain(row[3])
    expect(text).not.toContain('子项')
    expect(await htmlFaults(p, '/jiaozuo/catalog/power-list.html')).toEqual([])
  })

  test('目录的页面指向清单的条目，事项的页面逐条列出；没有对照的不写', async () => {
    const table = await p.get('/jiaozuo/catalog/disaster-relief.html')
    expect(table.text).toContain('href="/jiaozuo/catalog/power-list.html#e-e-0"')
    expect(table.text.match(/对应：/g)).toHaveLength(1)
    expect(table.text).toContain('>权责清单</a>')
    const item = await p.get(`/jiaozuo/catalog/disaster-relief/${keys[0]!}.html`)
    expect(item.text).toMatch(/对应的权责清单事项[\s\S]*危险化学品经营许可/)
    expect((await p.get(`/jiaozuo/catalog/disaster-relief/${keys[1]!}.html`)).text).not.toContain(
      '对应的权责',
    )
    const data = JSON.parse((await p.get('/jiaozuo/catalog/disaster-relief.json')).text) as { items: { counterparts: unknown[] }[] } // prettier-ignore
    expect(data.items[0]!.counterparts).toEqual([
      { list: 'power', key: 'e-0', name: '危险化学品经营许可', code: '11410821MB0001234X4000125005000' },
    ])
  })

  test('开放数据：XLSX、CSV、JSON 同样的各列，编码是文字，不会变成算式', async () => {
    const file = await fetch(`${p.url}/jiaozuo/catalog/power-list.xlsx`)
    const sheet = (await readXlsx(new Uint8Array(await file.arrayBuffer()))).sheets[0]!
    expect(sheet.rows[2]).toEqual(['序号', '事项类型', '事项名称', '基本编码', '实施编码', '设定依据', '实施主体', '承办机构', '标准目录事项']) // prettier-ignore
    expect(sheet.rows[3]!.slice(1, 5)).toEqual(['行政许可', '危险化学品经营许可', '000125005000', '11410821MB0001234X4000125005000']) // prettier-ignore
    const csv = await p.get('/jiaozuo/catalog/power-list.csv')
    expect(csv.text.split('\r\n')).toHaveLength(powerRows.length + 2)
    expect(csv.headers.get('content-disposition')).toContain('filename="power-list.csv"')
    const json = JSON.parse((await p.get('/jiaozuo/catalog/power-list.json')).text) as { entries: { basic_code: string; catalog_items: { key: string }[] }[] } // prettier-ignore
    expect(json.entries[0]).toMatchObject({ basic_code: '000125005000', catalog_items: [{ key: keys[0] }] })
  })

  test.skipIf(!browserWanted)(
    '清单、目录、事项的页面：宽屏、窄屏都合无障碍的要求，不横着动',
    async () => {
      const paths = ['power-list', 'disaster-relief', `disaster-relief/${keys[0]!}`]
      expect(await lookFaults(p, paths.map(path => `/jiaozuo/catalog/${path}.html`))).toEqual([]) // prettier-ignore
    },
    480_000,
  )

  test('没有公布的清单、没有的机关：404', async () => {
    for (const path of [
      '/jiaozuo/catalog/service-list.html',
      '/nowhere/catalog/power-list.html',
      '/jiaozuo/catalog/service-list.xlsx',
      '/jiaozuo/catalog/report-1.html',
    ])
      // prettier-ignore
      expect((await p.get(path)).status, path).toBe(404)
  })
})
