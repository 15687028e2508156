import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { usualFontFolders } from '#kit/fonts.ts'
import { instant } from '#kit/now.ts'
import { makeTypst } from '#kit/typst.ts'
import { OPS } from 'pdfjs-dist/legacy/build/pdf.mjs'
import { hasChineseFonts, openPdf, structuredTextOfPdf, textOfPdf } from './pdf.fixture.ts'
import { pdfOf } from './pdf.ts'
import { bare, catalog, demo, demoNames, letter, png, rendered, wordsOf } from './renderings.fixture.ts'
import { sheetOf } from './sheet.ts'
import { printable } from './text.ts'

const typst = makeTypst({ fonts: usualFontFolders() })
afterAll(() => typst.close())

/** Ligatures and Kangxi radicals that a font's table may give back for the plain letter. */
const plain = (text: string) => bare(text.normalize('NFKC'))

/** Every character, in no order: a cell that goes over a page is painted when the page ends. */
const sorted = (text: string) => [...plain(text)].sort().join('')

const slow = 120_000

describe.skipIf(!hasChineseFonts)('PDF', () => {
  test.each(demoNames)(
    '%s：文字层就是公文的文字，次序不变',
    async name => {
      const given = await demo(name)
      expect(plain(await textOfPdf(await pdfOf(given, typst)))).toBe(plain(wordsOf(sheetOf(given))))
    },
    slow,
  )

  test(
    '红头、签发人、版记、列表、网址都在文字层',
    async () => {
      const given = { ...letter, signer: '王某某' }
      expect(plain(await textOfPdf(await pdfOf(given, typst)))).toBe(plain(wordsOf(sheetOf(given))))
    },
    slow,
  )

  test(
    '合并的长表：文字按行读出，重复的表头不重复读出，页面横放',
    async () => {
      const given = catalog(60)
      const bytes = await pdfOf(given, typst)
      expect(plain(await structuredTextOfPdf(bytes))).toBe(plain(wordsOf(sheetOf(given))))
      expect(sorted(await textOfPdf(bytes))).toBe(sorted(wordsOf(sheetOf(given))))
      const pdf = await openPdf(bytes)
      expect(pdf.numPages).toBeGreaterThan(4)
      const sizes = await Promise.all(
        Array.from({ length: pdf.numPages }, async (_, i) =>
          (await pdf.getPage(i + 1)).view.slice(2).map(Math.round),
        ),
      )
      expect(sizes[0]).toEqual([595, 842])
      expect(sizes.slice(1, -1).every(([width]) => width === 842)).toBe(true)
      const last = (await (await pdf.getPage(3)).getTextContent()).items.flatMap(i =>
        'str' in i ? [i.str] : [],
      )
      expect(bare(last.join(''))).toContain('公开内容（要素）')
    },
    slow,
  )

  test(
    '标题和语言写明，书签来自标题层次，带结构标签，没有作者和时间',
    async () => {
      const body =
        '<h2>一、总体要求</h2><h3>（一）指导思想</h3><p>正文。</p><p class="signatory">某局</p><p class="date">2026年6月3日</p><h2 class="center">管理办法</h2><h2 class="center">第一章 总则</h2><p>第一条 正文。</p>'
      const pdf = await openPdf(await pdfOf(rendered({ bodyHtml: body }), typst))
      const info = (await pdf.getMetadata()).info as Record<string, unknown>
      expect(info).toMatchObject({ Title: '关于试行的通知', Language: 'zh-CN' })
      for (const key of ['Author', 'CreationDate', 'ModDate']) expect(info[key]).toBeUndefined()
      type Mark = { title: string; items: Mark[] }
      const marks = (list: readonly Mark[]): unknown[] => list.map(m => [m.title, ...marks(m.items)])
      expect(marks((await pdf.getOutline()) as Mark[])).toEqual([
        ['一、总体要求', ['（一）指导思想']],
        ['管理办法', ['第一章 总则']],
      ])
      expect(await pdf.getMarkInfo()).toMatchObject({ Marked: true })
      const roles = JSON.stringify(await (await pdf.getPage(1)).getStructTree())
      for (const role of ['"H1"', '"H2"', '"P"']) expect(roles).toContain(role)
    },
    slow,
  )

  test(
    '相同的输入得到相同的字节；取得时间不同则字节不同',
    async () => {
      const at = (time: string) => ({
        ...letter,
        address: 'https://yj.example.gov.cn/',
        retrievedAt: instant(time),
      })
      const first = await pdfOf(at('2026-11-22T02:30:00Z'), typst)
      const again = await pdfOf(at('2026-11-22T02:30:00Z'), typst)
      const fresh = makeTypst({ fonts: usualFontFolders() })
      const elsewhere = await pdfOf(at('2026-11-22T02:30:00Z'), fresh)
      await fresh.close()
      expect(Buffer.from(again).equals(Buffer.from(first))).toBe(true)
      expect(Buffer.from(elsewhere).equals(Buffer.from(first))).toBe(true)
      expect(Buffer.from(await pdfOf(at('2026-11-22T02:31:00Z'), typst)).equals(Buffer.from(first))).toBe(
        false,
      )
    },
    slow,
  )

  test(
    '版记在最后一页的底部，单页码居右、双页码居左',
    async () => {
      const pdf = await openPdf(await pdfOf(letter, typst))
      const placesOn = async (number: number) =>
        (await (await pdf.getPage(number)).getTextContent()).items.flatMap(item =>
          'str' in item && item.str.trim() !== ''
            ? [{ text: item.str, x: item.transform[4] as number, y: item.transform[5] as number }]
            : [],
        )
      const last = await placesOn(pdf.numPages)
      const imprint = last.find(p => p.text.startsWith('瑞丽市应急管理局办公室'))
      // 35 mm of white below the 版心 are 99 points.
      expect(imprint?.y).toBeGreaterThan(99)
      expect(imprint?.y).toBeLessThan(125)
      const dash = async (number: number) =>
        (await placesOn(number)).filter(p => p.text.includes('—') && p.y < 99)[0]?.x ?? 0
      expect(await dash(1)).toBeGreaterThan(400)
      expect(await dash(2)).toBeLessThan(120)
    },
    slow,
  )

  test(
    '写成 Typst 代码的文字只是文字',
    async () => {
      const code = [
        '#panic("x")',
        '#read("/faces.json")',
        '$ x^2 $ *粗* _斜_ `码` <标签> @引用 \\u{41} // 注 /* 注 */',
        '= 标题',
        '- 项 + 项 / 词: 义',
        '"引号" \\" \\n ~ -- --- ... #import "@preview/a:1.0.0"',
        '#{ let x = 1; x }',
        '{{template}} ${js} %s \\',
      ]
      const given = rendered({
        title: '#panic() *标题* $x$',
        documentNumber: '#panic〔2026〕1号',
        issuedBy: '#eval("1+1")',
        copiedTo: '#sys.version',
        address: 'https://a.example/#panic()',
        bodyHtml: code.map(text => `<p>${text.replace(/[&<>]/g, c => `&#${c.charCodeAt(0)};`)}</p>`).join(''),
      })
      expect(plain(await textOfPdf(await pdfOf(given, typst)))).toBe(plain(wordsOf(sheetOf(given))))
    },
    slow,
  )

  test(
    '任何文字显示为它自己',
    async () => {
      const unit = fc.oneof(
        fc.constantFrom(...'#$*_`<>@~-=+/\\"\'[]{}()&;:,.!?%^|安全生产公开目录：；“”《》—…〇㎡①ⅣＡ％'),
        fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 3 }),
        fc.constantFrom(
          '\u0000',
          '\u0007',
          '\ud800始',
          '终\udfff',
          '\u202e',
          '\u200b',
          '\ufeff',
          '\ufffe',
          '\u00a0',
          '\u2028',
        ),
      )
      const paragraph = fc.array(unit, { minLength: 1, maxLength: 40 }).map(units => units.join(''))
      await fc.assert(
        fc.asyncProperty(fc.array(paragraph, { minLength: 20, maxLength: 40 }), async texts => {
          const html = texts
            .map(t => `<p>始${t.replace(/[&<>]/g, c => `&#${c.charCodeAt(0)};`)}终</p>`)
            .join('')
          const given = rendered({ bodyHtml: html })
          const words = plain(printable(texts.map(t => `始${t}终`).join('')))
          const text = plain(await textOfPdf(await pdfOf(given, typst))).replaceAll('\ufffd', '')
          expect(text).toBe(plain('关于试行的通知') + words.replaceAll('\ufffd', ''))
        }),
        { numRuns: 6 },
      )
    },
    slow,
  )

  test(
    '生僻字、表情、从右向左的文字不使排版失败，生僻字在文字层',
    async () => {
      const given = rendered({
        title: '关于䶮某的通知',
        bodyHtml: '<p>䶮𬭎〇㎡①℃😀👨‍👩‍👧مرحبا שלום \u{e000}\u{10fffd}终</p>',
      })
      const text = bare(await textOfPdf(await pdfOf(given, typst)))
      expect(text).toContain('关于䶮某的通知')
      expect(text).toContain('𬭎〇㎡①')
      expect(text).toContain('终')
    },
    slow,
  )

  test(
    '图片带替代文字；坏图片由替代文字代替',
    async () => {
      const picture = png(400, 200)
      const broken = Buffer.concat([picture.subarray(0, 33), Buffer.alloc(40, 7)])
      const bodyHtml = '<p><img src="cid:a.png" alt="流程图"></p><p>正文。</p>'
      const good = await pdfOf(rendered({ bodyHtml, pictures: new Map([['a.png', picture]]) }), typst)
      const { fnArray } = await (await (await openPdf(good)).getPage(1)).getOperatorList()
      expect(fnArray).toContain(OPS.paintImageXObject)
      expect(bare(await textOfPdf(good))).not.toContain('［图片')
      const bad = await pdfOf(rendered({ bodyHtml, pictures: new Map([['a.png', broken]]) }), typst)
      expect(bare(await textOfPdf(bad))).toContain('［图片：流程图］')
    },
    slow,
  )

  test(
    '表中套表、表中列表、空单元格、超长词都排得出来',
    async () => {
      const inner = '<table><tr><td>内甲</td><td>内乙</td></tr></table>'
      const cells = [
        inner,
        '<ul><li>项一</li><li>项二</li></ul>',
        '',
        'x'.repeat(300),
        '<p>段一</p><p class="right">段二</p>',
      ]
      const bodyHtml = `<p>正文。</p><table><tr>${cells.map(c => `<td>${c}</td>`).join('')}</tr></table>`
      const given = rendered({ bodyHtml })
      const text = plain(await textOfPdf(await pdfOf(given, typst)))
      for (const word of ['内甲', '项二', 'x'.repeat(300), '段二']) expect(text).toContain(word)
    },
    slow,
  )

  test(
    '长单元格、高表头、长版记、深层列表：超过一页的也一个字不丢',
    async () => {
      const long = '为落实条例要求，推动基层政务公开标准化规范化工作。'.repeat(120)
      const deep = '<ul><li>深</li>'.repeat(40)
      const bodies = [
        `<table><tr><td>甲</td><td>${long}</td></tr></table>`,
        `<table><tr><td rowspan="2">${long}</td><td>一</td></tr><tr><td>二</td></tr></table>`,
        `<table><thead><tr><th>${long}</th></tr></thead><tbody><tr><td>一</td></tr></tbody></table>`,
        `<p>正文。</p><p class="imprint">抄送：${long}</p>`,
        `${deep}终${'</ul>'.repeat(40)}`,
        `<p>正文。</p>${'<p class="signatory">某市应急管理局</p>'.repeat(60)}<p class="date">2026年6月3日</p>`,
        '<table><tr><td>'.repeat(6) + long + '</td></tr></table>'.repeat(6),
      ]
      for (const bodyHtml of bodies) {
        const given = rendered({ bodyHtml })
        const text = await textOfPdf(await pdfOf(given, typst))
        expect(sorted(text), bodyHtml.slice(0, 30)).toBe(sorted(wordsOf(sheetOf(given))))
      }
    },
    slow,
  )

  test(
    '任何表格：一个字不丢',
    async () => {
      const cell = fc.record({
        rows: fc.integer({ min: 1, max: 4 }),
        columns: fc.integer({ min: 1, max: 3 }),
        length: fc.oneof(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 0, max: 600 })),
        name: fc.constantFrom('td', 'td', 'td', 'th'),
      })
      const rows = fc.array(fc.array(cell, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 9 })
      const sample = '推动基层政务公开标准化，规范化2026工作。ABC'
      await fc.assert(
        fc.asyncProperty(fc.array(rows, { minLength: 1, maxLength: 3 }), async tables => {
          const bodyHtml = tables
            .map(table => {
              const write = (c: (typeof table)[number][number]) =>
                `<${c.name} rowspan="${c.rows}" colspan="${c.columns}">${sample.repeat(25).slice(0, c.length)}</${c.name}>`
              return `<p>表</p><table>${table.map(row => `<tr>${row.map(write).join('')}</tr>`).join('')}</table>`
            })
            .join('')
          const given = rendered({ bodyHtml })
          expect(sorted(await textOfPdf(await pdfOf(given, typst)))).toBe(sorted(wordsOf(sheetOf(given))))
        }),
        { numRuns: 12 },
      )
    },
    slow,
  )
})
