import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Refused } from '#kit/errors.ts'
import { accept, bare, catalogTable, demo, demoNames, rendered, wordsOf } from './renderings.fixture.ts'
import { docxOf } from './docx.ts'
import { plainText } from '../intake/render.ts'
import { renderLimits } from './rendered.ts'
import { textOfRuns } from './runs.ts'
import { beginsPage, plansOf, sectionsOf } from './sections.ts'
import { sheetOf, type Block } from './sheet.ts'
import { signatureLines } from './signature.ts'
import { area, planTable } from './tablePlan.ts'
import { cutLongWords, printable, widthOf } from './text.ts'
import { titleLines } from './titleLines.ts'

const blocksIn = (bodyHtml: string): readonly Block[] => sheetOf(rendered({ bodyHtml })).blocks
const gridIn = (table: string) => {
  const block = blocksIn(table)[0]
  if (block?.kind !== 'table') throw new Error('no table')
  return block.grid
}

describe('标题回行（GB/T 9704—2012 7.3.1）', () => {
  test.each([
    ['关于2024年春节放假的通知', ['关于2024年春节放假的通知']],
    [
      '瑞丽市应急管理局关于对某某公司行政许可申请的批复',
      ['瑞丽市应急管理局', '关于对某某公司行政许可申请的批复'],
    ],
    [
      '焦作市应急管理局关于全面推进应急管理系统安全生产和救灾领域政务公开标准化规范化工作的通知',
      ['焦作市应急管理局关于全面推进', '应急管理系统安全生产和救灾领域', '政务公开标准化规范化工作的通知'],
    ],
  ])('%s', (title, lines) => {
    expect(titleLines(title, 19)).toEqual(lines)
  })

  test('词不拆开、书名号不离开书名、“的”不在行首，行不过宽，文字不增不减', async () => {
    const titles = await Promise.all(demoNames.map(async name => (await demo(name)).title))
    for (const title of titles) {
      const lines = titleLines(title, 19)
      expect(lines.join('')).toBe(title)
      for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(19)
      expect(lines.slice(1).some(line => /^[》）、，的]/.test(line))).toBe(false)
      expect(lines.slice(0, -1).some(line => /[《（]$/.test(line))).toBe(false)
    }
  })

  test('联合行文的机关名称不拆成两行', () => {
    const title =
      '应急管理部 国家发展和改革委员会 财政部 工业和信息化部关于进一步做好危险化学品安全综合治理工作的通知'
    const lines = titleLines(title, 19)
    for (const name of ['国家发展和改革委员会', '财政部', '工业和信息化部'])
      expect(lines.some(l => l.includes(name))).toBe(true)
  })

  test('任何标题：文字不增不减，很快得出结果', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...'关于安全生产《》（）的通知、 A9和印发'), maxLength: 300 }),
        title => {
          expect(bare(titleLines(title, 19).join(''))).toBe(bare(title))
        },
      ),
      { numRuns: 200 },
    )
  })
})

describe('正文的各个部分', () => {
  test('7.3.5.3：几个机关写在一行的署名，版面上依次向下', () => {
    const blocks = blocksIn(
      '<p>正文。</p><p class="signatory">甲市应急管理局 乙市水利局</p><p class="date">2026年6月3日</p>',
    )
    expect(blocks[1]).toEqual({
      kind: 'signature',
      names: ['甲市应急管理局', '乙市水利局'],
      date: '2026年6月3日',
    })
  })

  test('7.3.4：附件说明分出“附件：”、顺序号和名称', () => {
    const blocks = blocksIn(
      '<p>正文。</p><p class="attachments">附件：1. 甲表</p><p class="attachments">2.乙<strong>表</strong></p>',
    )
    expect(blocks.slice(1)).toMatchObject([
      { lead: '附件：', number: '1. ', runs: [{ text: '甲表' }] },
      { lead: '', number: '2.', runs: [{ text: '乙' }, { text: '表', bold: true }] },
    ])
  })

  test('7.3.3：“（一）……。”开头的段落用楷体引出，条的序号用黑体', () => {
    const [second, article] = blocksIn(
      '<p><strong>（一）加强组织领导。</strong>各单位要重视。</p><p>第一条 为了规范管理，制定本办法。</p>',
    )
    expect(second).toMatchObject({
      runs: [{ text: '（一）加强组织领导。', face: 'kai' }, { text: '各单位要重视。' }],
    })
    expect(article).toMatchObject({ runs: [{ text: '第一条', face: 'hei' }, {}] })
  })

  test('7.3.7：署名之后的附文另面编排，“附件”二字在前时由它起页', () => {
    const signed = '<p>正文。</p><p class="signatory">某局</p><p class="date">2026年6月3日</p>'
    const withMark = blocksIn(`${signed}<p>附件1</p><h2 class="center">登记表</h2><p>内容。</p>`)
    expect(withMark.map((_, i) => beginsPage(withMark, i))).toEqual([false, false, true, false, false])
    const without = blocksIn(`${signed}<h2 class="center">管理办法</h2><h2 class="center">第一章 总则</h2>`)
    expect(without.map((_, i) => beginsPage(without, i))).toEqual([false, false, true, false])
    expect(without[3]).toMatchObject({ kind: 'heading', centred: true })
  })

  test('主送机关和署名正文里没有时，用已知的补上；正文里有就不重复', () => {
    const given = { addressee: '各区应急管理局', issuers: ['某局'], writtenOn: '2026-06-03' }
    const added = sheetOf(
      rendered({ ...given, bodyHtml: '<p>正文。</p><p class="label">（此件公开发布）</p>' }),
    ).blocks
    expect(added.map(b => b.kind)).toEqual(['paragraph', 'paragraph', 'signature', 'paragraph'])
    expect(added[0]).toMatchObject({ role: 'addressee', runs: [{ text: '各区应急管理局：' }] })
    expect(added[2]).toEqual({ kind: 'signature', names: ['某局'], date: '2026年6月3日' })
    const own =
      '<p class="addressee">各县：</p><p>正文。</p><p class="signatory">某局</p><p class="date">2026年6月3日</p>'
    expect(sheetOf(rendered({ ...given, bodyHtml: own })).blocks).toHaveLength(3)
  })

  test('7.4：版记优先用正文自己的，没有时用已知的抄送、印发机关和印发日期', () => {
    const known = { copiedTo: '市委办', issuedBy: '某局办公室', issuedOn: '2026-06-03' }
    expect(sheetOf(rendered(known)).imprint).toEqual([
      { left: '抄送：市委办。', right: '' },
      { left: '某局办公室', right: '2026年6月3日印发' },
    ])
    const body =
      '<p>正文。</p><p class="imprint">抄送：市消防救援总队</p><p class="imprint">某局办公室 2026年6月4日印发</p>'
    expect(sheetOf(rendered({ ...known, bodyHtml: body })).imprint).toEqual([
      { left: '抄送：市消防救援总队', right: '' },
      { left: '某局办公室', right: '2026年6月4日印发' },
    ])
    expect(sheetOf(rendered({})).imprint).toEqual([])
  })

  test.each(demoNames)('%s：一个字不多一个字不少', async name => {
    const given = await demo(name)
    const sheet = sheetOf(given)
    const words = bare(given.title + (given.documentNumber ?? '') + plainText(given.bodyHtml))
    expect([...wordsOf(sheet)].sort().join('')).toBe([...words].sort().join(''))
  })
})

describe('署名和成文日期的位置', () => {
  test('没有署名的成文日期右空二字；联合行文以最长的为准居中', () => {
    expect(signatureLines([], '2026年6月3日')).toEqual([{ text: '2026年6月3日', right: 2 }])
    const [long, short, date] = signatureLines(['自然灾害应急管理委员会办公室', '应急管理局'], '2026年6月3日')
    expect([long?.right, short?.right, date?.right]).toEqual([2, 2 + 4.5, 2 + 4])
  })
})

describe('表格', () => {
  test('行列合并原样排开，没有空洞也没有重叠', () => {
    const grid = gridIn(catalogTable(10))
    expect([grid.columns, grid.rows, grid.headRows]).toEqual([10, 12, 2])
    const area = grid.cells.reduce((sum, c) => sum + c.rows * c.columns, 0)
    expect(area).toBe(grid.columns * grid.rows)
  })

  test('坏的合并（越过表头、重叠、跨一千列）被收进表格之内', () => {
    const grid = gridIn(
      '<table><thead><tr><th rowspan="9">甲</th><th colspan="1000">乙</th></tr></thead><tbody><tr><td rowspan="1000">1</td><td>2</td></tr><tr><td colspan="3">3</td></tr></tbody></table>',
    )
    expect(grid.headRows).toBe(1)
    expect(grid.cells.every(c => c.row >= grid.headRows || c.row + c.rows <= grid.headRows)).toBe(true)
    expect(grid.cells.reduce((sum, c) => sum + c.rows * c.columns, 0)).toBe(grid.columns * grid.rows)
  })

  test('任何合并都得到无空洞无重叠的表', () => {
    const span = fc.integer({ min: 1, max: 5 })
    const rows = fc.array(fc.array(fc.tuple(span, span), { minLength: 1, maxLength: 5 }), {
      minLength: 1,
      maxLength: 6,
    })
    fc.assert(
      fc.property(rows, shape => {
        const cell = ([r, c]: [number, number]) => `<td rowspan="${r}" colspan="${c}">格</td>`
        const grid = gridIn(
          `<table>${shape.map(row => `<tr>${row.map(cell).join('')}</tr>`).join('')}</table>`,
        )
        const seen = new Set<string>()
        for (const c of grid.cells)
          for (let y = c.row; y < c.row + c.rows; y++)
            for (let x = c.column; x < c.column + c.columns; x++) {
              expect(seen.has(`${x},${y}`)).toBe(false)
              seen.add(`${x},${y}`)
            }
        expect(seen.size).toBe(grid.columns * grid.rows)
        expect([...seen].every(s => Number(s.split(',')[0]) < grid.columns)).toBe(true)
      }),
      { numRuns: 100 },
    )
  })

  test('没有标明表头的长表，第一行是栏目名称时每页重复；短表和数据行不算', () => {
    const table = (first: string, rows: number) =>
      `<table><tr>${first}</tr>${'<tr><td>1</td><td>二</td></tr>'.repeat(rows)}</table>`
    expect(gridIn(table('<td>序号</td><td>名称</td>', 20)).headRows).toBe(1)
    expect(gridIn(table('<td>序号</td><td>名称</td>', 3)).headRows).toBe(0)
    expect(gridIn(table('<td>1</td><td>名称</td>', 20)).headRows).toBe(0)
    expect(gridIn(table('<td></td><td>名称</td>', 20)).headRows).toBe(0)
  })

  test('窄表竖排，宽表横排，列宽合计等于版心', () => {
    const narrow = planTable(
      gridIn('<table><tr><td>序号</td><td>名称</td></tr><tr><td>1</td><td>灭火器</td></tr></table>'),
    )
    expect(narrow).toMatchObject({ landscape: false, size: 14 })
    const wide = planTable(gridIn(catalogTable(10)))
    expect(wide.landscape).toBe(true)
    expect(wide.size).toBeGreaterThanOrEqual(9)
    const sum = (widths: readonly number[]) => widths.reduce((a, b) => a + b, 0)
    expect(sum(narrow.widths)).toBeCloseTo(area.width, -0.5)
    expect(sum(wide.widths)).toBeCloseTo(area.height, -0.5)
  })

  test('六十三列的表也有宽度为正的列', () => {
    const row = (tag: string) => `<tr>${`<${tag}>一二三四五六</${tag}>`.repeat(80)}</tr>`
    const grid = gridIn(`<table>${row('th')}${row('td')}</table>`)
    expect(grid.columns).toBe(renderLimits.columns)
    expect(Math.min(...planTable(grid).widths)).toBeGreaterThan(7)
  })

  test('宽表带着它上面的附件标题转为横页，后面的正文回到竖页', () => {
    const html = `<p>正文。</p><p class="signatory">某局</p><p class="date">2026年6月3日</p><p>附件</p><h2 class="center">目录</h2>${catalogTable(10)}<p>注：见上。</p><p>又一段正文。</p>`
    const blocks = blocksIn(html)
    const sections = sectionsOf(blocks, plansOf(blocks))
    expect(sections.map(s => [s.landscape, s.blocks.length])).toEqual([
      [false, 2],
      [true, 4],
      [false, 1],
    ])
  })
})

describe('坏输入', () => {
  test.each([
    [{ title: ' ' }, '没有标题'],
    [{ bodyHtml: '' }, '没有正文'],
    [{ bodyHtml: '<p> &nbsp;</p>' }, '没有正文'],
    [{ title: '长'.repeat(1001) }, '标题超过 1000 个字'],
  ])('%j', (given, sentence) => {
    expect(() => sheetOf(rendered(given))).toThrow(Refused)
    expect(() => sheetOf(rendered(given))).toThrow(sentence)
  })

  test('没有标题又没有正文时两个原因一次说完', () => {
    expect(() => sheetOf(rendered({ title: '', bodyHtml: '' }))).toThrow(/没有标题.*；没有正文/)
  })

  test('超过上限的正文和表格被拒绝，说明多少和怎么办', () => {
    expect(() => blocksIn(`<p>${'长'.repeat(renderLimits.characters + 1)}</p>`)).toThrow(
      /400001，超过 400000 的上限.*附件/,
    )
    const cells = `<table>${`<tr>${'<td>1</td>'.repeat(60)}</tr>`.repeat(501)}</table>`
    expect(() => blocksIn(cells)).toThrow(/单元格数为 30060/)
    const pictures = new Map([['a.png', new Uint8Array(renderLimits.pictures + 1)]])
    expect(() => sheetOf(rendered({ pictures }))).toThrow(/图片共 41 MB/)
  })

  test('二十万字和一千行的表在限度之内', async () => {
    const text = await docxOf(rendered({ bodyHtml: `<p>${'安全生产。'.repeat(400)}</p>`.repeat(100) }))
    expect(text.length).toBeGreaterThan(600_000)
    const table = await docxOf(rendered({ bodyHtml: catalogTable(1000) }))
    expect(table.length).toBeLessThan(5_000_000)
  })

  test('脚本、样式和不认识的元素进不来，文字留下', () => {
    const blocks = blocksIn(
      '<p onclick="x()">甲<script>alert(1)</script><span style="color:red">乙</span></p><a href="javascript:x">丙</a>',
    )
    expect(blocks.map(b => ('runs' in b ? b.runs : null))).toEqual([[{ text: '甲乙' }], [{ text: '丙' }]])
  })

  test('孤立代理项、控制字符、改变方向的符号、零宽字符不进入版面，生僻字和表情留下', () => {
    expect(printable('a\ud800b\u0000\u0008c\u202ed\u200b\ufeff\ufffee')).toBe('a\ufffdbcde')
    expect(printable('䶮𬭎〇㎡😀مرحبا\u00a0\t\n终')).toBe('䶮𬭎〇㎡😀مرحبا 终')
    expect(printable('\u3000\u3000首行')).toBe('\u3000\u3000首行')
  })

  test('任何文字写进 DOCX 都能读回来', async () => {
    const unit = fc.oneof(
      fc.constantFrom(
        ...'<>&"\'#$*_@`~[]{}\\/安全生产䶮𬭎〇㎡“”—…😀\u0000\u000b\u001f\u202e\ud800\udfff\ufffe\ufeff',
      ),
      fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(unit, { minLength: 1, maxLength: 60 }), async units => {
        const text = `始${units.join('')}终`
        const escaped = text.replace(/[&<>]/g, c => `&#${c.charCodeAt(0)};`)
        const given = rendered({ bodyHtml: `<p>${escaped}</p>` })
        const [block] = sheetOf(given).blocks
        const words = block && 'runs' in block ? textOfRuns(block.runs) : ''
        expect(words.startsWith('始') && words.endsWith('终')).toBe(true)
        expect(bare((await accept(await docxOf(given))).bodyText)).toContain(bare(words))
      }),
      { numRuns: 60 },
    )
  })

  test('长网址在标点后断开，断开的各段接起来就是原文', () => {
    const address = 'https://yj.example.gov.cn/a/b/c.html?query=1&name=2#place'
    expect(cutLongWords(`见${address}。`, 20).join('')).toBe(`见${address}。`)
    expect(cutLongWords(address, 20).length).toBeGreaterThan(4)
    expect(cutLongWords('短 words here', 20)).toEqual(['短 words here'])
    expect(cutLongWords('x'.repeat(50), 20).map(p => p.length)).toEqual([20, 20, 10])
  })
})
