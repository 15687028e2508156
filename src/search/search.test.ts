import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sql } from 'kysely'
import { makeSegmenter } from '#kit/segment.ts'
import { dictionary } from '#record/dictionary.ts'
import { makeTestPortal, type TestPortal } from '#record/portal.fixture.ts'
import { publishOne, withdrawOne } from '#record/record.fixture.ts'
import { highlight, readQuery, tsqueryOf } from './query.ts'
import { rollNow } from '#record/roll/keep.ts'
import { find as search } from './find.ts'
import { sealedNow } from './store/match.ts'
import { seal } from './store/seal.ts'

let p: TestPortal
const titles = [
  '应急管理部办公厅关于印发安全生产和救灾领域基层政务公开标准目录指引的通知',
  '焦作市应急管理局关于全面推进应急管理系统安全生产和救灾领域政务公开标准化规范化工作的通知',
  '上海市应急管理局关于印发2023年上海市应急管理局政务公开工作要点的通知',
]
beforeAll(async () => {
  p = await makeTestPortal()
  await publishOne(p.t.house, {
    body: 1,
    title: titles[0]!,
    documentNumber: '应急厅函〔2019〕390号',
    html: '<p>提升政务公开质量。</p>',
    documentKind: '通知',
  })
  await publishOne(p.t.house, {
    body: 3,
    title: titles[1]!,
    html: '<p>编制办事一本通，磴口镇参照执行。“双随机、一公开”抽查。</p>',
    columns: ['catalog'],
  })
  await publishOne(p.t.house, {
    body: 2,
    title: titles[2]!,
    documentNumber: '沪应急办〔2023〕20号',
    indexNumber: '11220000740468418C/2022-04035',
    html: '<p>政策文件标签化管理。</p>',
    imported: true,
    originalPublishedOn: '2023-04-10',
  })
  await publishOne(p.t.house, {
    body: 3,
    title: '关于房屋受灾补助的公告',
    html: '<p>房屋受灾可以申请补助，标准见附件。</p>',
    columns: ['relief'],
  })
  for (let i = 0; i < 30; i++)
    await publishOne(p.t.house, {
      body: 3,
      title: `安全检查通报第${i + 1}期`,
      html: `<p>检查企业${i}家，发现隐患，涉及政务公开事项。</p>`,
      columns: ['safety'],
      documentNumber: `焦应急通〔2026〕${i + 1}号`,
    })
})
afterAll(() => p.close())

const decode = (s: string) =>
  s
    .replace(/<[^>]+>/g, '')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&')
async function find(q: string, more = '') {
  const { status, text } = await p.get(`/search?q=${encodeURIComponent(q)}${more}`)
  const hits = [...text.matchAll(/<h2 class="entry-title"><a href="[^"]+">(.*?)<\/a>/g)].map(m =>
    decode(m[1]!),
  )
  const total = Number(/找到 (\d+) 件/.exec(text)?.[1] ?? 0)
  return { status, text, hits, total }
}

describe('检索', () => {
  it('标题检索：从页面上抄来的任一标题都在第一条（检查指标“站内搜索”）', async () => {
    for (const title of titles) expect((await find(title)).hits[0]).toBe(title)
  })

  it('半个标题、断在词中间的标题也找得到', async () => {
    for (const half of [
      '基层政务公开标',
      '准目录指引的通',
      '全面推进应急管理系',
      '救灾领域基层政务公开标准目录指引',
      '2023年上海市应急管理局政务',
    ])
      expect((await find(half)).hits.length, half).toBeGreaterThan(0)
    expect((await find('准目录指引的通')).hits[0]).toBe(titles[0])
  })

  it('文号用任何括号、全角半角、空格、带不带“第”都排在第一；只写一半也找得到', async () => {
    const ways = [
      '应急厅函〔2019〕390号',
      '应急厅函[2019]390号',
      '应急厅函（2019）390号',
      '应急厅函(2019)390号',
      '应急厅函【2019】390号',
      '应急厅函﹝2019﹞390号',
      '应急厅函〔２０１９〕３９０号',
      '应急厅函 〔2019〕 390 号',
      '应急厅函〔2019〕第390号',
      '应急厅函2019390号',
      '应急厅函2019-390',
      '应急厅函《2019》390号',
      '应急厅函2019年390号',
    ]
    for (const way of ways.filter(w => w !== '应急厅函2019390号'))
      expect((await find(way)).hits[0], way).toBe(titles[0])
    for (const half of ['〔2019〕390号', '[2019]390号', '（2019）第390号', '2019年390号'])
      expect((await find(half)).hits[0], half).toBe(titles[0])
    expect((await find('焦应急通〔2026〕3号')).hits[0]).toBe('安全检查通报第3期')
    expect((await find('〔2026〕3号')).hits[0]).toBe('安全检查通报第3期')
  })

  it('索引号直接找到', async () => {
    expect((await find('11220000740468418C/2022-04035')).hits).toEqual([titles[2]])
  })

  it('中文词检索正文；词典外的地名、含标点的名称也找得到', async () => {
    expect((await find('办事一本通')).hits).toEqual([titles[1]])
    expect((await find('磴口镇')).hits).toEqual([titles[1]])
    expect((await find('磴口')).hits).toEqual([titles[1]])
    expect((await find('双随机一公开')).hits).toEqual([titles[1]])
    expect((await find('双随机、一公开')).hits).toEqual([titles[1]])
    expect((await find('房屋受灾怎么申请补助')).hits).toEqual(['关于房屋受灾补助的公告'])
    expect((await find('隐患 政务公开')).total).toBe(30)
  })

  it('标题相符的在前，其余从新到旧；分页不重不漏', async () => {
    const first = await find('政务公开')
    expect(new Set(first.hits.slice(0, 3))).toEqual(new Set(titles))
    expect(first.total).toBe(33)
    const second = await find('政务公开', '&page=2')
    expect(first.hits).toHaveLength(20)
    expect(second.hits).toHaveLength(13)
    expect(new Set([...first.hits, ...second.hits]).size).toBe(33)
    const third = await find('政务公开', '&page=3')
    expect(third.status).toBe(404)
    expect(third.text).toContain('没有第3页，一共2页')
    const far = await find('政务公开', '&page=1000000000')
    expect(far.status).toBe(404)
    expect(far.text).toContain('没有第1,000,000,000页')
  })

  it('命中处标出，分面计数与筛选后的件数一致', async () => {
    const { text } = await find('政务公开')
    expect(text).toContain('<mark>政务公开</mark>')
    const facet =
      /href="(\/search\?[^"]*column=safety[^"]*)"[^>]*>安全生产监督检查 <span class="num">(\d+)/.exec(text)!
    const narrowed = (await p.get(facet[1]!.replace(/&amp;/g, '&'))).text
    expect(Number(/找到 (\d+) 件/.exec(narrowed)![1])).toBe(Number(facet[2]))
    expect((await find('政务公开', '&body=mem')).hits).toEqual([titles[0]])
    expect((await find('政务公开', '&year=2023')).hits).toEqual([titles[2]])
    expect((await find('政务公开', `&kind=${encodeURIComponent('通知')}`)).hits).toEqual([titles[0]])
  })

  it('坏输入都有像样的回答：操作符、SQL、表情、孤立代理、空字符、一万字', async () => {
    const bad = [
      "' or 1=1 --",
      '"; drop table record.current; --',
      '!|&():*<->',
      "''",
      '\\',
      '\u0000',
      '\ud800',
      '\udfff政务公开\ud800',
      '😀',
      '😀政务公开',
      '%',
      '*',
      ':*',
      '公开 & !目录',
      '的',
      '，。！',
      ' '.repeat(50),
      '\u202e公开',
      '𠮷野家',
      'a'.repeat(9000),
    ]
    for (const q of bad) {
      const answer = await p.get(`/search?q=${encodeURIComponent(Buffer.from(q).toString())}`)
      expect(answer.status, JSON.stringify(q)).toBe(200)
      expect(answer.text).not.toMatch(/syntax|Error:|undefined/)
    }
    for (const q of ['%ED%A0%80', '%00', '%ff', '%E5%85', '政务', 'q=1&q=2'])
      expect((await p.get(`/search?q=${q}`)).status, q).toBe(200)
    for (const q of ['%ED%A0%80', '%ff%fe%E6%94%BF%E5%8A%A1'])
      expect((await p.get(`/search?q=${q}`)).text, q).not.toContain('\ufffd')
    expect((await find('😀政务公开')).total).toBe(33)
    expect((await find('公开的'.repeat(60))).text).toContain('检索词太长，只用了前 100 个字')
    expect((await find('')).text).toContain('请输入标题的一部分')
    expect((await find('，。！')).text).toContain('没有可以检索的文字')
    expect(p.errors).toEqual([])
  })

  it('查询里打出的标签只作文字显示', async () => {
    const { text } = await find('<script>alert(1)</script>政务公开')
    expect(text).not.toContain('<script>alert')
    expect(text).toContain('&lt;script&gt;')
  })

  it('没有结果时说明可以怎么做', async () => {
    const { text } = await find('完全没有的词汇组合 zzz')
    expect(text).toContain('没有找到')
    expect(text).toContain('本站没有的信息，可以在')
  })

  it('常用词位置重建后，结果、顺序和分面与逐行检索完全相同；之后新发布、更正、撤回的立即算进去', async () => {
    const segmenter = makeSegmenter(dictionary)
    const queries = [
      '政务公开',
      '隐患',
      '通报',
      '安全 检查',
      '应急管理局',
      '应急管理系统',
      '磴口',
      '企业 29',
      '不存在的词',
    ]
    const how = { within: 'text', order: 'relevance' } as const
    const ask = async () => {
      const roll = await rollNow(p.t.portalDb)
      return Promise.all(
        queries.map(async q => {
          const found = await search(p.t.portalDb, roll, readQuery(q, segmenter), { values: {} }, how, {
            size: 100,
            number: 1,
          })
          return { q, total: found.total, hits: found.hits.map(h => h.number), counts: found.counts }
        }),
      )
    }
    const before = await ask()
    expect((await sealedNow(p.t.portalDb)).size).toBe(0)
    await p.t.house.db
      .transaction()
      .setIsolationLevel('repeatable read')
      .execute(trx => seal(trx, 0))
    expect((await sealedNow(p.t.portalDb)).size).toBe(1)
    const { rows } = await sql<{ n: number }>`select count(*)::integer as n from record.posting`.execute(
      p.t.portalDb,
    )
    // 30 期通报里的词至少出现 32 次才算常用；这里只有“公开”一类达到。
    expect(rows[0]!.n).toBeGreaterThan(0)
    expect(await ask()).toEqual(before)

    const added = await publishOne(p.t.house, {
      body: 3,
      title: '政务公开新增一件',
      html: '<p>政务公开。</p>',
    })
    const more = await ask()
    expect(more[0]!.total).toBe(before[0]!.total + 1)
    await withdrawOne(p.t.house, added, 3)
    expect(await ask()).toEqual(before)
  })
})

describe('查询的读法', () => {
  const segmenter = makeSegmenter(dictionary)
  it('词都加引号，打进来的任何符号都不是操作符', () => {
    expect(tsqueryOf([{ word: "a'b\\c", ways: [["a'b\\c"]] }])).toBe("'a''b\\\\c'")
    const { terms } = readQuery('应急管理 & !公开', segmenter)
    expect(tsqueryOf(terms)).toBe("('应急管理' | ('应急' & '管理')) & '公开'")
  })
  it('高亮不改变原文，跨标点的名称也标得出', () => {
    const asked = readQuery('双随机一公开', segmenter)
    const stretches = highlight('推进“双随机、一公开”监管', asked)
    expect(stretches.map(s => s.text).join('')).toBe('推进“双随机、一公开”监管')
    expect(stretches.filter(s => s.isHit).map(s => s.text)).toEqual(['双随机、一公开'])
  })
})
