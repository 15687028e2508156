import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { makePdf } from '#patrol/files.fixture.ts'
import { makeDocx } from '#patrol/patrol.fixture.ts'
import { makeXlsx } from '#patrol/sheets.fixture.ts'
import { makeTestPortal, type TestPortal } from '#record/portal.fixture.ts'
import { publishOne, withdrawOne } from '#record/record.fixture.ts'
import { makeBureau } from '../../test/setup/bureau.ts'
import { htmlFaults } from '../../test/setup/html.ts'
import { readAttachments } from './actions/read.ts'
import { changeSynonyms, synonymsFor } from './actions/synonyms.ts'
import { learnTitles } from './actions/vocabulary.ts'
import { initialsOf, pinyinOf, shapeOf, soundOf } from './sound.ts'

let p: TestPortal
beforeAll(async () => {
  p = await makeTestPortal()
  await publishOne(p.t.house, {
    body: 3,
    title: '焦作市应急管理局生产安全事故应急预案',
    html: '<p>适用于本市行政区域。</p>',
    documentKind: '方案',
    audience: ['企业'],
    tags: ['应急预案'],
    validity: 'in-force',
    links: [{ relation: 'interpreted-by', title: '解读', address: '/jiaozuo/content/20261122-2.html' }],
  })
  await publishOne(p.t.house, {
    body: 3,
    title: '关于治理烟花爆竹经营的通知',
    html: '<p>从严。</p>',
    audience: ['个人'],
  })
  await publishOne(p.t.house, { body: 2, title: '安监局机构改革公告', html: '<p>名称变更。</p>' })
  await learned('烟花')
  await learned('机构')
})
afterAll(() => p.close())

/** Titles are learned once every transaction of the cluster that was open at the time has ended; other tests hold theirs for a moment. */
async function learned(beginning: string): Promise<void> {
  await vi.waitFor(
    async () => {
      await learnTitles(p.t.house.db)
      const { rows } = await sql`select 1 from record.vocabulary where word like ${`${beginning}%`}`.execute(
        p.t.db,
      )
      if (rows.length === 0) throw new Error(`还没有学到“${beginning}”。`)
    },
    { timeout: 90_000, interval: 200 },
  )
}

const find = async (q: string, more = '') => {
  const { status, text } = await p.get(`/search?q=${encodeURIComponent(q)}${more}`)
  const hits = [...text.matchAll(/<h2 class="entry-title"><a href="[^"]+">(.*?)<\/a>/g)].map(m =>
    m[1]!.replace(/<[^>]+>/g, ''),
  )
  return { status, text, hits }
}
const plan = '焦作市应急管理局生产安全事故应急预案'

describe('拼音和常见错字', () => {
  it('读音、声母、字形的折叠', () => {
    expect(pinyinOf('应急预案')).toBe('yingjiyuan')
    expect(initialsOf('应急管理局')).toBe('yjglj')
    expect(soundOf('生产')).toBe(soundOf('身产'))
    expect(shapeOf('治理')).toBe(shapeOf('冶理'))
    expect(shapeOf('治理')).not.toBe(shapeOf('治安'))
  })

  it('全拼、连写的全拼、声母都找得到，并说明用的是哪个词', async () => {
    for (const typed of ['yingjiyuan', 'ying ji yu an', 'YingJiYuAn', 'yjya']) {
      const { text, hits } = await find(typed)
      expect(hits, typed).toContain(plan)
      expect(text).toContain('没有找到')
      expect(text).toContain('“应急预案”的结果')
    }
    expect((await find('anquanyingjiyuan')).hits).toContain(plan)
  })

  it('同音字、形近字、错一个字的，按本站有的词找', async () => {
    for (const typed of ['应急预按', '应积预案', '应急玉案'])
      expect((await find(typed)).hits, typed).toContain(plan)
    expect((await find('烟花暴竹')).hits).toContain('关于治理烟花爆竹经营的通知')
    expect((await find('冶理')).hits).toContain('关于治理烟花爆竹经营的通知')
    // 整个标题里错一个字。
    expect((await find('关于治理烟花爆足经营的通知')).hits).toContain('关于治理烟花爆竹经营的通知')
  })

  it('只推荐现在找得到的：撤回以后不再出现，词也不再提示', async () => {
    const address = await publishOne(p.t.house, {
      body: 3,
      title: '磴口镇刘某某救助名单',
      html: '<p>一人。</p>',
    })
    await learned('磴')
    expect((await find('蹬口')).hits).toEqual(['磴口镇刘某某救助名单'])
    const { rows } = await sql<{
      word: string
    }>`select word from record.vocabulary where word like '磴%'`.execute(p.t.db)
    expect(rows.length).toBeGreaterThan(0)
    await withdrawOne(p.t.house, address, 3, true)
    expect((await find('蹬口')).hits).toEqual([])
    expect((await find('蹬口')).text).not.toContain('磴口')
    const after = await sql<{
      word: string
    }>`select word from record.vocabulary where word like '磴%'`.execute(p.t.db)
    expect(after.rows).toEqual([])
    expect((await p.get(`/search/words.json?q=${encodeURIComponent('磴')}`)).text).toBe('{"words":[]}')
  })

  it('输入提示：开头的字、拼音、声母；任何输入都不出错', async () => {
    const words = async (q: string) =>
      (JSON.parse((await p.get(`/search/words.json?q=${encodeURIComponent(q)}`)).text) as { words: string[] })
        .words
    expect(await words('应急预')).toContain('应急预案')
    expect(await words('yingjiyu')).toContain('应急预案')
    expect(await words('yjya')).toContain('应急预案')
    for (const bad of ['', '%', '_', '\\', "'", '😀', 'a'.repeat(1000)]) expect(await words(bad)).toEqual([])
  })
})

describe('筛选', () => {
  it('适用对象、标签、有效性、有解读：件数准确，同一组里换选仍看得到别的选项', async () => {
    const { text } = await find('应急 OR', '&literal=yes')
    expect(text).toContain('没有找到')
    const all = (await p.get('/search')).text
    for (const part of ['audience=%E4%BC%81%E4%B8%9A', 'interpreted=yes', 'validity=in-force'])
      expect(all).toContain(part)
    const chosen = (await p.get(`/search?audience=${encodeURIComponent('企业')}`)).text
    expect(chosen).toContain('符合条件的共 1 件')
    // 换成“个人”仍看得到件数。
    expect(chosen).toMatch(/audience=%E4%B8%AA%E4%BA%BA"[^>]*>个人 <span class="num">1</)
    expect((await p.get('/search?interpreted=yes')).text).toContain('符合条件的共 1 件')
  })

  it('不认识的筛选条件逐条说明，状态码 404，其余条件照样有效', async () => {
    const { status, text } = await find(
      '通知',
      '&body=nosuch&column=xx&validity=zz&sort=abc&from=2026-13-01&page=abc',
    )
    expect(status).toBe(404)
    for (const words of [
      '没有“nosuch”这个机关',
      '“栏目”里没有“xx”',
      '“有效性”里没有“zz”',
      '没有“abc”这种排序',
      '日期“2026-13-01”',
      '页码“abc”不是数',
    ])
      expect(text).toContain(words)
    expect(text).toContain('关于治理烟花爆竹经营的')
    expect((await p.get('/search?from=2026-12-02&until=2026-12-01')).status).toBe(404)
  })

  it('页面是合规的 HTML：有结果、没有结果、换了词、不认识的条件', async () => {
    for (const path of [
      'q=应急',
      '',
      'q=不存在的某某词',
      'q=yjya',
      'q=通知&column=xx&page=9',
      'audience=企业&time=week&in=title&q=预案',
      'q=河南省应急管理厅电话',
      'q=局长是谁',
    ]) {
      expect(await htmlFaults((await p.get(`/search?${encodeURI(path)}`)).text), path).toEqual([])
    }
  })

  it('时间范围含首尾两日；没有结果时可以逐项去掉条件、提问、申请公开', async () => {
    expect((await find('通知', '&from=2026-11-22&until=2026-11-22')).hits).toHaveLength(1)
    expect((await find('通知', '&until=2026-11-21')).hits).toHaveLength(0)
    const { text } = await find('通知', '&body=jiaozuo&time=week&theme=%E6%97%A0')
    expect(text).toContain('去掉“焦作市应急管理局”')
    expect(text).toContain('去掉“一周内”')
    expect(text).toContain('去掉全部筛选再找')
    expect(text).toContain('/jiaozuo/interaction.html')
    expect(text).toContain('/jiaozuo/disclosure/request.html')
  })
})

describe('附件的文字', () => {
  it('DOCX、XLSX、PDF 里看得见的字都能检索；批注、隐藏工作表和属性不进索引；撤回当时清除', async () => {
    const file = async (name: string, bytes: Uint8Array) => {
      const { hash, size } = await p.t.house.files.put(bytes)
      return { name, size, contentType: 'application/octet-stream', hash }
    }
    const address = await publishOne(p.t.house, {
      body: 3,
      title: '带附件的通知',
      html: '<p>见附件。</p>',
      attachments: [
        await file('一.docx', await makeDocx({ body: '撬装式加油装置排查表', comment: '玄铁重剑' })),
        await file('二.xlsx', await makeXlsx({ cell: '龙门起重机台账', hiddenSheet: '乾坤圈' })),
        await file('三.pdf', makePdf({ pages: [['液氨储罐清单']], author: '风火轮' })),
        await file('四.docx', Buffer.from('不是文件')),
        await file('五.doc', Buffer.from('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', 'latin1')),
      ],
    })
    expect((await find('撬装式加油装置')).hits).toEqual([])
    expect(await readAttachments(p.t.house, address)).toBe(5)
    for (const words of ['撬装式加油装置', '龙门起重机台账', '液氨储罐']) {
      const { hits, text } = await find(words)
      expect(hits, words).toEqual(['带附件的通知'])
      expect(text).toMatch(/附件《[一二三]\.\w+》：/)
    }
    for (const words of ['玄铁重剑', '乾坤圈', '风火轮'])
      expect((await find(words, '&literal=yes')).hits, words).toEqual([])
    expect(await readAttachments(p.t.house, address)).toBe(0)
    const { rows } = await sql<{
      fault: string | null
    }>`select fault from record.file_text where fault is not null`.execute(p.t.db)
    expect(rows.map(r => r.fault).join()).toContain('旧格式')

    await withdrawOne(p.t.house, address, 3)
    expect((await find('龙门起重机台账')).hits).toEqual([])
    const left = await sql<{ n: number }>`select count(*)::integer as n from record.file_text`.execute(p.t.db)
    expect(left.rows[0]!.n).toBe(0)
    // 晚到的任务不会把撤回的再放回去。
    expect(await readAttachments(p.t.house, address)).toBe(0)
  })
})

describe('同义词', () => {
  it('自带的：应急局、安监局、应急管理局互通，页面说明还找了什么，可以只找原词', async () => {
    const { hits, text } = await find('应急局')
    expect(hits).toContain('安监局机构改革公告')
    expect(hits).toContain(plan)
    expect(text).toContain('同时找了意思相同的词')
    expect((await find('安监局', '&literal=yes')).hits).toEqual(['安监局机构改革公告'])
  })

  it('公开审查员写明理由修改，一次一个版本；单向的只从第一个词；别人、旧版本、重复的不行', async () => {
    // 前三个编号是本测试的机关。
    await sql`select nextval(pg_get_serial_sequence('office.body', 'id')) from generate_series(1, 20)`.execute(
      p.t.db,
    )
    const bureau = await makeBureau(p.t.db)
    const officer = bureau.actors.opennessOfficer
    const house = p.t.house
    const groups = [
      { words: ['炮仗', '烟花爆竹'], oneWay: true, note: '' },
      { words: ['本子', '预案'], oneWay: false, note: '' },
    ]
    const change = { version: 0, reason: '群众常用的叫法', groups }
    await expect(changeSynonyms(house, bureau.actors.drafter, change)).rejects.toThrow('公开审查员')
    await expect(
      changeSynonyms(house, officer, {
        ...change,
        groups: [...groups, { words: ['本子', '本子'], oneWay: false, note: '' }],
      }),
    ).rejects.toThrow('写了两次')
    expect((await find('炮仗')).hits).toEqual([])
    expect(await changeSynonyms(house, officer, change)).toEqual({ version: 1 })
    await expect(changeSynonyms(house, officer, change)).rejects.toThrow('已被别人修改过')
    // 最高一级机关的词全站有效。
    expect((await find('炮仗')).hits).toEqual(['关于治理烟花爆竹经营的通知'])
    expect((await find('本子')).hits).toContain(plan)
    const view = await synonymsFor(house, officer)
    expect(view).toMatchObject({ version: 1, everywhere: true, mayEdit: true, own: groups })
    expect(view.versions).toHaveLength(1)
    await changeSynonyms(house, officer, { version: 1, reason: '不再需要了', groups: [] })
    expect((await find('本子')).hits).toEqual([])
  })
})

/** A connection kept from before may be closed by the server just when it is used again. */
const statusOf = async (path: string) => (await p.get(path).catch(() => p.get(path))).status

it('任意文字、任意参数都不会出错（500）', async () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.string({
      unit: fc.constantFrom(
        ...'应急预案局〔〕2019号\'"\\%_&|!:*()<>😀\ud800\u0000 -',
      ) as fc.Arbitrary<string>,
      maxLength: 40,
    }),
  )
  const names = [
    'body',
    'column',
    'kind',
    'year',
    'validity',
    'audience',
    'tag',
    'item',
    'in',
    'sort',
    'time',
    'from',
    'until',
    'page',
    'literal',
  ]
  await fc.assert(
    fc.asyncProperty(
      text,
      fc.dictionary(fc.constantFrom(...names), text, { maxKeys: 3 }),
      async (q, more) => {
        const encode = (t: string) => encodeURIComponent(Buffer.from(t).toString())
        const rest = Object.entries(more)
          .map(([k, v]) => `&${k}=${encode(v)}`)
          .join('')
        const status = await statusOf(`/search?q=${encode(q)}${rest}`)
        expect([200, 404]).toContain(status)
        expect(await statusOf(`/search/words.json?q=${encode(q)}`)).toBe(200)
      },
    ),
    { numRuns: 60 },
  )
  expect(p.errors).toEqual([])
})

describe('用自己的话找', () => {
  it('没有一件含有全部的词：列出可能有关的，不是一片空白，也不是几千条', async () => {
    await publishOne(p.t.house, {
      body: 3,
      title: '倒塌损坏房屋恢复重建补助办法',
      columns: ['relief'],
      html: '<p>恢复重建。</p>',
    })
    const { text, hits } = await find('房屋受灾怎么申请补助')
    expect(hits).toEqual([])
    expect(text).toMatch(/这些可能有关[\s\S]{0,200}倒塌损坏房屋恢复重建补助办法/)
    expect((await find('天文望远镜怎么申请校准')).text).not.toContain('这些可能有关')
  })

  it('文号里的字不换成同义词', async () => {
    await publishOne(p.t.house, { body: 1, title: '文号测试件', documentNumber: '应急厅函〔2020〕77号' })
    const { text, hits } = await find('应急厅函[2020]77号')
    expect(hits[0]).toBe('文号测试件')
    expect(text).not.toContain('同时找了意思相同的词')
  })

  it('问电话、地址的，先答这个机关的；没有写机关的，答到哪里看', async () => {
    const { text } = await find('河南应急厅电话')
    expect(text).toMatch(/class="answers"[\s\S]*href="\/henan\/institution\.html"[\s\S]*0371-00000000/)
    expect((await find('上班时间')).text).toMatch(/class="answers"[\s\S]*href="\/bodies\.html"/)
    expect((await find('应急预案')).text).not.toContain('class="answers"')
    expect((await find('举报电话')).text).toContain('href="tel:12350"')
  })

  it('问谁负责的，答机关自己公布的领导，按次序；撤回的不再说', async () => {
    const leader = (name: string, post: string, rank: number) =>
      publishOne(p.t.house, {
        body: 3,
        kind: 'leader',
        title: name,
        rank,
        columns: ['organization'],
        facts: [{ label: '职务', value: post }],
      })
    const second = await leader('乙测试', '副局长', 2)
    await leader('甲测试', '局长', 1)
    expect((await find('焦作应急局局长是谁')).text).toMatch(
      /焦作市应急管理局：领导分工[\s\S]*甲测试[\s\S]*局长[\s\S]*乙测试/,
    )
    await withdrawOne(p.t.house, second, 3)
    expect((await find('焦作应急局局长是谁')).text).not.toContain('乙测试')
  })

  it('什么都没有找到时，只推荐自己就找得到的词', async () => {
    const { text } = await find('预案 子虚乌有词')
    expect(text).toMatch(/只用其中一个词[\s\S]*>预案<\/a>/)
    expect(text).not.toMatch(/>(?:子虚乌有|乌有)<\/a>/)
  })

  it('整个词在的，不再标出它的半截', async () => {
    const { text } = await find('应急预案')
    expect(text).toContain('<mark>应急预案</mark>')
    expect(text).not.toContain('<mark>应急</mark>管理局')
  })

  it('适老化规范3.1：搜“长者版”“关怀版”“关爱版”都能找到切换', async () => {
    for (const word of ['长者版', '关怀版', '关爱版', '老年模式'])
      expect((await find(word)).text, word).toContain('>切换到长者版</a>')
    expect((await find('长者')).text).toContain('>切换到长者版</a>')
    expect((await find('养老')).text).not.toContain('切换到长者版')
  })
})
