import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fill, makeTestPortal, type TestPortal } from './portal.fixture.ts'
import { publishOne } from './record.fixture.ts'

/** 部、省、市各级的页面：一级看得到自己，也看得到它下面的各级。 */

let p: TestPortal
let data: Awaited<ReturnType<typeof fill>>
beforeAll(async () => {
  p = await makeTestPortal()
  data = await fill(p.t)
})
afterAll(() => p.close())

const rowsIn = (html: string) =>
  [...html.matchAll(/<td class="entry-title"><a href="([^"]+)"/g)].map(m => m[1]!)
const totalIn = (html: string) => Number(/<caption>共 (\d+) 件/.exec(html)?.[1])

describe('含下级的清单', () => {
  it('省里的清单可以含下级，每件写明公开机关；件数等于各机关之和；没有下级的机关没有这一项', async () => {
    const own = (await p.get('/henan/list/all/')).text
    const both = (await p.get('/henan/list/all/?below=1')).text
    const city = (await p.get('/jiaozuo/list/all/')).text
    expect(totalIn(both)).toBe(totalIn(own) + totalIn(city))
    expect(own).toContain('含下级 1 个机关')
    expect(both).toContain('焦作市应急管理局</td>')
    expect(city).not.toContain('含下级')
    for (const nowhere of ['/jiaozuo/list/all/?below=1', '/list/all/?below=1', '/henan/list/all/?below=2'])
      expect((await p.get(nowhere)).status, nowhere).toBe(404)
  })

  it('逐页、逐年都记得是含下级的；各年件数之和等于总数', async () => {
    const first = (await p.get('/henan/list/all/?below=1')).text
    const total = totalIn(first)
    const seen = new Set<string>()
    for (let page = 1; page <= Math.ceil(total / 20); page++) {
      const { text } = await p.get(`/henan/list/all/?below=1${page > 1 ? `&page=${page}` : ''}`)
      for (const address of rowsIn(text)) seen.add(address)
      if (page === 1) expect(text).toContain('?below=1&amp;page=2"')
    }
    expect(seen.size).toBe(total)
    const years = [...first.matchAll(/\?below=1&amp;year=(\d{4})">\d{4}<span class="num">(\d+)</g)]
    expect(years.reduce((n, m) => n + Number(m[2]), 0)).toBe(total)
    for (const [, year, n] of years)
      expect(totalIn((await p.get(`/henan/list/all/?below=1&year=${year}`)).text), year).toBe(Number(n))
  })

  it('下载、订阅源、开放接口同样含下级；写错的说明白', async () => {
    const total = totalIn((await p.get('/henan/list/all/?below=1')).text)
    const csv = (await p.get('/henan/list/all/list.csv?below=1')).text.trim().split('\r\n')
    expect(csv.length - 1).toBe(total)
    expect((await p.get('/henan/list/all/rss.xml?below=1')).text).toContain('河南省应急管理厅和下级机关')
    const api = JSON.parse((await p.get('/api/v1/documents?body=henan&below=1&limit=200')).text) as {
      documents: unknown[]
    }
    expect(api.documents).toHaveLength(total)
    for (const wrong of ['/api/v1/documents?below=1', '/api/v1/documents?body=henan&below=yes'])
      expect((await p.get(wrong)).text).toMatch(/"name": "below",\s+"reason": "[^"]*。"/)
  })
})

describe('各级首页', () => {
  it('省厅首页列出下级最新公开，市局首页没有这一块；全国首页什么机关的都有', async () => {
    await publishOne(p.t.house, { body: 3, title: '焦作最新的一件' })
    expect((await p.get('/henan/')).text).toMatch(/下级机关最新公开[\s\S]*焦作最新的一件/)
    expect((await p.get('/jiaozuo/')).text).not.toContain('下级机关最新公开')
    expect((await p.get('/')).text).toContain('焦作最新的一件')
  })

  it('重点领域：每月件数由公开记录算出，与清单逐月相符，柱高与件数成比例；没有内容的领域不出现', async () => {
    const html = (await p.get('/jiaozuo/')).text
    const areas = html.slice(html.indexOf('id="areas"'))
    expect(areas).toContain('安全生产监督检查')
    expect(areas.slice(0, areas.indexOf('</section></div>'))).not.toContain('财政预决算')
    const table = areas.slice(areas.indexOf('<table class="bars">'), areas.indexOf('</table>'))
    const cells = [
      ...table.matchAll(
        /<td(?: class="is-none")?>(\d+)<svg[^>]*><rect class="bar" y="(\d+)" width="10" height="(\d+)"/g,
      ),
    ]
    expect(cells).toHaveLength(12)
    const numbers = cells.map(m => Number(m[1]))
    const months = [...table.matchAll(/<span class="hidden">(\d{4})年<\/span>(\d+)<span class="hidden">月/g)]
    // 与清单逐月核对：2025年12月至2026年11月，以清单上的发布日期为准。
    const rows = JSON.parse((await p.get('/jiaozuo/list/safety/list.json')).text) as {
      documents: { shown_on: string }[]
    }
    months.forEach(([, year, month], i) => {
      const from = `${year}-${month!.padStart(2, '0')}`
      expect(rows.documents.filter(d => d.shown_on.startsWith(from)).length, from).toBe(numbers[i])
    })
    expect(`${months[0]![1]}-${months[0]![2]} ${months[11]![1]}-${months[11]![2]}`).toBe('2025-12 2026-11')
    const sum = numbers.reduce((a, b) => a + b)
    expect(table).toContain(`近 12 个月公开 ${sum} 件`)
    expect(sum).toBeGreaterThan(5)
    // The bars are as high as the figures say, the highest the whole height.
    const most = Math.max(...numbers)
    for (const [, n, y, height] of cells) {
      expect(Number(y) + Number(height)).toBe(100)
      expect(Number(height)).toBe(Number(n) === 0 ? 0 : Math.max(2, Math.round((Number(n) / most) * 100)))
    }
  })

  it('最新公开：有解读的旁边就是解读，写明种类', async () => {
    const interpretation = await publishOne(p.t.house, {
      body: 3,
      title: '《通知》的解读',
      columns: ['interpretation'],
      links: [{ relation: 'interprets', title: '通知', address: data.live }],
    })
    const html = (await p.get('/jiaozuo/')).text
    const row = html.slice(
      html.indexOf(`href="${data.live}"`),
      html.indexOf('</li>', html.indexOf(`href="${data.live}"`)),
    )
    expect(row).toContain(`href="${interpretation}">解读<span class="hidden">：《通知》的解读</span>`)
    expect(row).toContain('通知　焦应急〔2026〕31号')
  })

  it('时效看板：省厅的页面列出下一级，上面的数字仍只是省厅自己的', async () => {
    const { text } = await p.get('/henan/timeliness.html?year=2026')
    expect(text).toMatch(/下级机关[\s\S]*焦作市应急管理局/)
    const { text: site } = await p.get('/timeliness.html?year=2026')
    expect(site).toMatch(/各机关[\s\S]*应急管理部[\s\S]*河南省应急管理厅/)
    expect((await p.get('/jiaozuo/timeliness.html?year=2026')).text).not.toContain('下级机关')
  })
})

describe('页脚的相关机关（47号文附件：友情链接按上级、同级、下级分组）', () => {
  it('每一页的页脚按机关的上下级列出，都是站内链接；全站的页面列最上面的机关和它的下一级', async () => {
    const around = async (path: string) => {
      const html = (await p.get(path)).text
      const part = /<nav class="foot-around"[\s\S]*?<\/nav>/.exec(html)?.[0] ?? ''
      return [...part.matchAll(/<dt>([^<]+)<\/dt>|href="([^"]+)"/g)].map(m => m[1] ?? m[2])
    }
    expect(await around('/henan/list/all/')).toEqual(['上级机关', '/mem/', '下级机关', '/jiaozuo/'])
    expect(await around(data.live)).toEqual(['上级机关', '/henan/', '/mem/'])
    expect(await around('/about.html')).toEqual(['本站机关', '/mem/', '下级机关', '/henan/'])
    expect((await p.get('/')).text).toContain('href="/site-report.html"')
  })
})
