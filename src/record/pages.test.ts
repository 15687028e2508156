import { HtmlValidate } from 'html-validate'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fill, makeTestPortal, type TestPortal } from './portal.fixture.ts'

let p: TestPortal
let data: Awaited<ReturnType<typeof fill>>
beforeAll(async () => {
  p = await makeTestPortal()
  data = await fill(p.t)
})
afterAll(() => p.close())

const validate = new HtmlValidate({
  extends: ['html-validate:recommended', 'html-validate:document', 'html-validate:a11y'],
  rules: {
    // React writes `<br/>`, which HTML reads as `<br>`.
    'void-style': 'off',
    // Telephone numbers of the demonstration are no numbers that could be dialled.
    'tel-non-breaking': 'off',
    // The title names the site in full on every page (网页标签), whatever its length.
    'long-title': 'off',
    // Our own files from our own origin, under an address made of their hash.
    'require-sri': 'off',
    'no-inline-style': 'error',
  },
})

const decode = (s: string) =>
  s
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#x27;/g, "'")
    .replace(/&amp;/g, '&')

const metas = (html: string) =>
  [...html.matchAll(/<meta name="([^"]+)" content="([^"]*)"\/>/g)].map(m => ({
    name: m[1]!,
    content: decode(m[2]!),
  }))
const meta = (html: string, name: string) =>
  metas(html)
    .filter(m => m.name === name)
    .map(m => m.content)
const h1 = (html: string) =>
  decode(/<h1[^>]*>([\s\S]*?)<\/h1>/.exec(html)?.[1]?.replace(/<[^>]*>/g, '') ?? '').trim()

/** Every address that a page names: links, forms, pictures, style sheets. */
function addressesIn(html: string): string[] {
  const read = html.replace(/action="[^"]*" method="post"/g, '')
  const found = [...read.matchAll(/(?:href|src|action)="([^"]+)"/g)].map(m => decode(m[1]!))
  return found.filter(a => a.startsWith('/') && !a.startsWith('//'))
}

/** T1–T8 of the tag rules, and what every page must have. */
function checkPage(path: string, html: string) {
  const head = /<head>([\s\S]*)<\/head>/.exec(html)![1]!
  for (const name of ['SiteName', 'SiteDomain', 'SiteIDCode']) {
    expect(meta(head, name), `${path} ${name}`).toHaveLength(1)
    expect(meta(head, name)[0], `${path} ${name}`).not.toBe('')
  }
  expect(meta(html, 'SiteIDCode')[0]).toMatch(/^(\d{10}|bm\d{8})$/)
  const names = metas(html).map(m => m.name)
  expect(new Set(names).size, `${path}: ${names.join()}`).toBe(names.length)
  for (const { name, content } of metas(html)) {
    expect(content, `${path} ${name}`).not.toMatch(/undefined|null|NaN|TODO|\{\{|\[object/)
    expect(content.trim(), `${path} ${name}`).not.toBe('')
  }
  if (names.some(n => n.startsWith('Column')))
    for (const name of ['ColumnName', 'ColumnDescription', 'ColumnKeywords', 'ColumnType'])
      expect(meta(html, name), path).toHaveLength(1)
  if (names.includes('ArticleTitle')) {
    expect(meta(html, 'ArticleTitle')[0]).toBe(h1(html))
    const date = meta(html, 'PubDate')[0]!
    expect(date).toMatch(/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}$/)
    expect(date <= '2026-11-22 10:30').toBe(true)
    expect(html).toContain(`<time datetime="${date}">`)
    expect(html).toContain(`来源：${meta(html, 'ContentSource')[0]}`)
    expect(names).toContain('ColumnName')
    expect(meta(html, 'firstpublishedtime')[0]).toMatch(/^\d{4}-\d\d-\d\d-\d\d:\d\d:\d\d$/)
  }
  expect(html.match(/<h1/g), path).toHaveLength(1)
  expect(html).toContain('<html lang="zh-CN"')
  expect(/<title>([^<]*)<\/title>/.exec(html)![1], path).toMatch(/昭明应急管理政务公开平台（演示）$/)
  // What is not there is no other page.
  const own = /<p class="fault-code">/.test(html) ? 0 : 1
  expect(html.match(/<link rel="canonical" href="http:\/\/zhaoming\.test\//g) ?? [], path).toHaveLength(own)
  expect(html, path).toContain('<a class="skip" href="#main">')
  // One script of our own, deferred, after every tag that crawlers read (T6); no other.
  expect(html.match(/<script(?! type="application\/ld\+json")[^>]*>/g), path).toEqual([
    expect.stringMatching(/^<script src="\/assets\/portal-[0-9a-f]{10}\.js" defer>$/),
  ])
  expect(html.indexOf('<script'), path).toBeGreaterThan(html.lastIndexOf('<meta '))
  expect(html, path).not.toMatch(/\sstyle="|\son[a-z]+="|javascript:/)
  expect(html.replace(/<script type="application\/ld\+json">[\s\S]*?<\/script>/g, ''), path).not.toMatch(
    /\{\{|\[object Object\]|undefined/,
  )
  for (const json of html.matchAll(/<script type="application\/ld\+json">([\s\S]*?)<\/script>/g))
    expect(() => JSON.parse(json[1]!)).not.toThrow()
  // C17, C18: the full name in the head; every mark in the foot; 当前位置 on all pages but the fronts; a human to call.
  const header = /<header class="head">([\s\S]*?)<\/header>/.exec(html)![1]!
  expect(header, path).toContain('昭明应急管理政务公开平台（演示）')
  expect(header, path).toContain('24 小时应急值班电话')
  expect(header, path).toContain('演示站点')
  expect(header, path).toContain('如何识别官方网站')
  const footer = /<footer[\s\S]*<\/footer>/.exec(html)![0]
  for (const words of [
    '主办单位：',
    '网站标识码：',
    '党政机关网站标识',
    '我为政府网站找错',
    'ICP备',
    '公网安备',
    '站点地图',
    '联系电话：',
  ])
    expect(footer, `${path} ${words}`).toContain(words)
  if (!/^\/([a-z]+\/)?$/.test(path.split('?')[0]!)) expect(html, path).toContain('aria-label="当前位置"')
}

describe('门户每一页', () => {
  // Before the crawl: one place may take a few tables a minute, and the crawl takes them all.
  it('列表可下载为表格，以等号开头的单元格不会变成公式', async () => {
    await (
      await import('./record.fixture.ts')
    ).publishOne(p.t.house, { body: 2, title: '=HYPERLINK("http://x")', columns: ['notice'] })
    const { text, headers } = await p.get('/henan/list/notice/list.csv')
    expect(headers.get('content-type')).toBe('text/csv; charset=utf-8')
    expect(text.replace(/^\ufeff/, '').split('\r\n')[1]).toContain(`"'=HYPERLINK(""http://x"")"`)
  })

  it(
    '从首页起爬遍全站：没有死链，每页标签齐全、HTML 合规、没有别人的脚本',
    { timeout: 600_000 },
    async () => {
      const seen = new Map<string, string>()
      const queue: [string, string][] = [
        ['/', '(start)'],
        [data.withdrawn, '(start)'],
        [data.purged, '(start)'],
        ['/search?q=%E5%85%AC%E5%BC%80', '(start)'],
        ['/search?q=zzzz', '(start)'],
        ['/nowhere.html', '(start)'],
      ]
      const kinds = new Set<string>()
      while (queue.length > 0) {
        const [address, from] = queue.pop()!
        const bare = address.split('#')[0]!
        if (seen.has(bare)) continue
        seen.set(bare, from)
        const { status, text, headers } = await p.get(bare)
        const expected =
          bare === data.withdrawn || bare === data.purged
            ? [410]
            : bare === '/nowhere.html'
              ? [404]
              : bare.startsWith('/mode')
                ? [303]
                : [200]
        if (status === 429 && /^\/search\/list\.(?:csv|json|xlsx)/.test(bare)) continue
        expect(expected, `${bare} on ${from}`).toContain(status)
        if (!headers.get('content-type')?.startsWith('text/html')) continue
        checkPage(bare, text)
        const report = await validate.validateString(text)
        const messages = report.results.flatMap(r =>
          r.messages.map(m => `${m.ruleId}: ${m.message} (${m.selector})`),
        )
        expect(messages, bare).toEqual([])
        kinds.add(
          bare
            .replace(/\?.*/, '')
            .replace(/\d+/g, 'N')
            .replace(/^\/(mem|henan|jiaozuo)\//, '/B/'),
        )
        for (const next of addressesIn(text)) {
          const [target, anchor] = next.split('#') as [string, string | undefined]
          if (anchor && (target === '' || target === bare))
            expect(text, `${bare} #${anchor}`).toContain(`id="${anchor}"`)
          if (anchor && target === '/about.html')
            expect((await p.get('/about.html')).text).toContain(`id="${anchor}"`)
          queue.push([next, bare])
        }
      }
      expect(p.errors).toEqual([])
      expect(seen.size).toBeGreaterThan(120)
      expect([...kinds]).toEqual(
        expect.arrayContaining([
          '/',
          '/B/',
          '/B/content/N-N.html',
          '/B/disclosure/guide.html',
          '/B/list/all/',
          '/search',
          '/bodies.html',
        ]),
      )
    },
  )

  it('公文页：标题、文号、全部元数据、附件、更新记录、回执、目录和“此件公开发布”', async () => {
    const { text } = await p.get(data.live)
    for (const words of [
      '焦应急〔2026〕31号',
      '11410800MB1234567X/2026-00031',
      '焦作市应急管理局、焦作市减灾委员会办公室',
      '2026-11-09',
      '2026-11-10',
      '2026-12-01',
      '2031-11-30',
      '现行有效',
      '安全与应急管理',
      '主动公开',
      '（此件公开发布）',
      '更正附件名称。',
      '首次公开',
      '附件1 安全生产领域标准目录（2026年）.pdf',
      'PDF，',
      '下载回执',
      '应急厅函〔2019〕390号',
    ])
      expect(text, words).toContain(words)
    expect(text).toContain('&lt;监管&gt;&amp;')
    expect(text).toMatch(/<h2 id="s1">一、总体要求<\/h2>/)
    expect(text).toContain('<a href="#s1">一、总体要求</a>')
    expect(text).toContain('"@type":"Legislation"')
    expect(text).toContain('"legislationIdentifier":"焦应急〔2026〕31号"')
    expect(meta(text, 'ColumnName')).toEqual(['行政规范性文件'])
  })

  it('历史公文显著标注，PubDate 用原发布日期，不把迁入写成发布', async () => {
    const { text } = await p.get(data.history)
    expect(text).toContain('<strong>历史公文</strong>，原发布于 2019-06-03，2026-11-22 迁入本站。')
    expect(meta(text, 'PubDate')).toEqual(['2019-06-03 00:00'])
    const list = (await p.get('/mem/list/all/')).text
    expect(list).toMatch(/<time datetime="2019-06-03">2019-06-03<\/time>/)
    expect(list).toContain('历史公文')
  })

  it('已废止的文件仍在原地址，页首写明并链到替代它的文件', async () => {
    const { status, text } = await p.get(data.ended)
    expect(status).toBe(200)
    expect(text).toContain('本件已废止')
    expect(text).toContain(`<a href="${data.live}">《焦作市应急管理局关于“双随机、一公开”`)
  })

  it('撤回的信息返回 410 和公众说明；为保密或隐私撤回的连标题也不出现', async () => {
    const withdrawn = await p.get(data.withdrawn)
    expect(withdrawn.status).toBe(410)
    expect(withdrawn.text).toContain('因附件有误撤回，更正后重新发布。')
    expect(withdrawn.text).not.toContain('内部理由')
    const purged = await p.get(data.purged)
    expect(purged.status).toBe(410)
    expect(purged.text).not.toContain('张某某')
    for (const address of [
      '/',
      '/jiaozuo/',
      '/jiaozuo/list/all/',
      '/jiaozuo/list/notice/',
      '/search?q=%E5%BC%A0%E6%9F%90%E6%9F%90',
      '/sitemap-0.xml',
      '/list/all/list.csv',
    ])
      expect(
        (await p.get(address)).text.replace(/“张某某”|value="张某某"|搜索结果/g, ''),
        address,
      ).not.toMatch(/张某某等人|撤回的文件/)
    for (const gone of [
      data.withdrawn.replace('.html', '.receipt.json'),
      data.withdrawn.replace('.html', '.json'),
      data.fileOf(data.withdrawn),
    ])
      expect((await p.get(gone)).status, gone).toBe(404)
  })

  it('条例第二十条、第二十一条：专栏恰有五部分，法定各项逐条列出，没有的写明', async () => {
    const front = (await p.get('/jiaozuo/disclosure/')).text
    const side = /<nav class="side"[\s\S]*?<\/nav>/.exec(front)![0]
    expect([...side.matchAll(/<a[^>]*>([^<]+)/g)].map(m => m[1])).toEqual([
      '政府信息公开指南',
      '政府信息公开制度',
      '法定主动公开内容',
      '政府信息公开年报',
      '依申请公开',
    ])
    const statutory = (await p.get('/jiaozuo/disclosure/statutory.html')).text
    expect(statutory.match(/<th scope="row">/g)).toHaveLength(16)
    expect(statutory).toContain('不适用：应急管理部门不承担这些职责')
    expect(statutory.match(/尚未公开此类信息/g)!.length).toBeGreaterThan(5)
    expect(statutory).toMatch(
      /安全生产监督检查<\/a><span class="num">45<!-- --> 件|安全生产监督检查<\/a><span class="num">45 件/,
    )
  })

  it('列表分页稳定：每件恰好出现一次，年份加起来等于总数', async () => {
    const seen: string[] = []
    for (let page = 1; page <= 3; page++) {
      const { text } = await p.get(`/jiaozuo/list/safety/${page > 1 ? `?page=${page}` : ''}`)
      seen.push(...[...text.matchAll(/class="entry-title"><a href="([^"]+)"/g)].map(m => m[1]!))
    }
    expect(seen).toHaveLength(45)
    expect(new Set(seen).size).toBe(45)
    let sum = 0
    for (const year of [2024, 2025, 2026])
      sum += Number(/共 (\d+) 件/.exec((await p.get(`/jiaozuo/list/safety/?year=${year}`)).text)![1])
    expect(sum).toBe(45)
  })

  it('首页数字由公开记录算出，点开的列表件数一致', async () => {
    const front = (await p.get('/jiaozuo/')).text
    const month = Number(/本月公开<\/dt><dd><span class="figure">(\d+)/.exec(front)![1])
    const opened = (await p.get('/jiaozuo/list/all/?month=2026-11')).text
    expect(month).toBe(Number(/共 (\d+) 件/.exec(opened)![1]))
    expect(month).toBe(6)
    const timely = (await p.get('/jiaozuo/timeliness.html?year=2026')).text
    expect(timely.match(/<tr><td data-label="公布日期"/g)).toHaveLength(6)
    expect(front).toContain('看 6 件')
  })

  it('robots、sitemap、security.txt、公钥、链位：内容正确，地址都能打开', async () => {
    expect((await p.get('/robots.txt')).text).toContain('Sitemap: http://zhaoming.test/sitemap.xml')
    const index = (await p.get('/sitemap.xml')).text
    const parts = [...index.matchAll(/<loc>http:\/\/zhaoming\.test([^<]+)<\/loc>/g)].map(m => m[1]!)
    expect(parts).toHaveLength(2)
    for (const part of parts)
      for (const [, address] of (await p.get(part)).text.matchAll(
        /<loc>http:\/\/zhaoming\.test([^<]+)<\/loc>/g,
      ))
        expect((await p.get(address!)).status, address).toBe(200)
    const security = (await p.get('/.well-known/security.txt')).text
    expect(security).toMatch(/^Contact: .+\nExpires: 2027-06-30T23:59:59\+08:00\n/)
    expect((await p.get('/.well-known/zhaoming-receipt-key.pem')).text).toBe(p.t.house.signer.publicKeyPem)
    const chain = JSON.parse((await p.get('/chain.json')).text)
    expect(chain.bodies.map((b: { slug: string }) => b.slug)).toEqual(['mem', 'henan', 'jiaozuo'])
    const head = await p.t.db
      .selectFrom('chain')
      .select('head')
      .where('body_id', '=', 3)
      .executeTakeFirstOrThrow()
    expect(chain.bodies[2].hash).toBe(head.head.toString('hex'))
  })

  it('回执和正文数据从页面地址取得，离线核对成立；旧版也取得到', async () => {
    const { checkReceipt, readReceipt } = await import('./receipt.ts')
    const stem = data.live.replace('.html', '')
    const receipt = readReceipt(JSON.parse((await p.get(`${stem}.receipt.json`)).text))
    if (typeof receipt === 'string') throw new Error(receipt)
    const content = (await p.get(`${stem}.json`)).text
    expect(checkReceipt(receipt, { content, publicKey: p.t.house.signer.publicKeyPem })).toEqual([])
    expect(receipt.revision).toBe(2)
    expect(JSON.parse((await p.get(`${stem}.receipt.json?revision=1`)).text).revision).toBe(1)
    expect((await p.get(`${stem}.receipt.json?revision=9`)).status).toBe(404)
    expect((await p.get(`${stem}.receipt.json?revision=x`)).status).toBe(404)
  })
})
