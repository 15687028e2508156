import mammoth from 'mammoth'
import { describe, expect, test } from 'vitest'
import { instant } from '#kit/now.ts'
import { openContainer } from '../intake/container.ts'
import { plainText } from '../intake/render.ts'
import {
  childOf,
  childrenOf,
  descendants,
  isElement,
  parseXml,
  textOf,
  type Element,
} from '../intake/tree.ts'
import { defaultLimits } from '../intake/types.ts'
import { docxOf } from './docx.ts'
import {
  accept,
  bare,
  catalog,
  demo,
  demoNames,
  fromIntake,
  letter,
  png,
  rendered,
  wordsOf,
} from './renderings.fixture.ts'
import { sheetOf } from './sheet.ts'

async function partsOf(bytes: Uint8Array): Promise<Map<string, string>> {
  const container = await openContainer(bytes, defaultLimits)
  const parts = new Map<string, string>()
  for (const name of container.names)
    parts.set(name, Buffer.from((await container.read(name)) ?? []).toString('utf8'))
  return parts
}

async function partOf(bytes: Uint8Array, name: string): Promise<Element> {
  return parseXml((await partsOf(bytes)).get(name) ?? '')
}

const documentOf = (bytes: Uint8Array) => partOf(bytes, 'word/document.xml')
const paragraphs = (root: Element) => descendants(root, 'w:p')
const styleOf = (p: Element) => childOf(childOf(p, 'w:pPr'), 'w:pStyle')?.attributes['w:val']
const wordsIn = (p: Element) => textOf(descendants(p, 'w:t').flatMap(t => t.children))

/** Order of children in the schema (ECMA-376 part 1): Word calls a file damaged that breaks it. */
const sequences: Record<string, readonly string[]> = {
  'w:pPr':
    'pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment textboxTightWrap outlineLvl divId cnfStyle rPr sectPr'.split(
      ' ',
    ),
  'w:rPr':
    'rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em lang eastAsianLayout'.split(
      ' ',
    ),
  'w:tblPr':
    'tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing tblInd tblBorders shd tblLayout tblCellMar tblLook'.split(
      ' ',
    ),
  'w:tcPr':
    'cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign'.split(
      ' ',
    ),
  'w:sectPr':
    'headerReference footerReference type pgSz pgMar pgBorders pgNumType cols vAlign titlePg docGrid'.split(
      ' ',
    ),
  'w:style': 'name basedOn next link uiPriority semiHidden unhideWhenUsed qFormat pPr rPr tblPr'.split(' '),
  'w:tbl': 'tblPr tblGrid tr'.split(' '),
  'w:lvl': 'start numFmt lvlText lvlJc pPr rPr'.split(' '),
}

function faultsIn(root: Element, found: string[] = []): string[] {
  const known = sequences[root.name]
  const names = root.children.filter(isElement).map(c => c.name.replace('w:', ''))
  if (known) {
    const places = names.map(name => known.indexOf(name))
    if (places.includes(-1) || places.some((p, i) => i > 0 && p < (places[i - 1] ?? 0)))
      found.push(`${root.name}: ${names.join(' ')}`)
    if (root.name !== 'w:sectPr' && root.name !== 'w:tbl' && new Set(names).size < names.length)
      found.push(`${root.name} twice: ${names.join(' ')}`)
  }
  for (const child of root.children) if (isElement(child)) faultsIn(child, found)
  return found
}

describe('DOCX 的结构', () => {
  test.each(['一般公文', '含宽表'] as const)('%s的每个部件都是合格的 XML，元素次序合乎规范', async which => {
    const parts = await partsOf(await docxOf(which === '含宽表' ? catalog(30) : letter))
    const xml = [...parts].filter(([name]) => /\.(?:xml|rels)$/.test(name))
    expect(xml.length).toBeGreaterThanOrEqual(11)
    expect(xml.flatMap(([name, text]) => faultsIn(parseXml(text)).map(f => `${name} ${f}`))).toEqual([])
  })

  test('引用的部件和关系都在，内容类型齐全', async () => {
    const parts = await partsOf(await docxOf(catalog(30)))
    const rels = descendants(parseXml(parts.get('word/_rels/document.xml.rels') ?? ''), 'Relationship')
    const targets = new Map(rels.map(r => [r.attributes['Id'], r.attributes['Target'] ?? '']))
    for (const [id, target] of targets) expect(parts.has(`word/${target}`), id).toBe(true)
    const used = (parts.get('word/document.xml') ?? '').matchAll(/r:(?:id|embed)="([^"]+)"/g)
    for (const [, id] of used) expect(targets.has(id)).toBe(true)
    const types = parts.get('[Content_Types].xml') ?? ''
    for (const name of parts.keys())
      if (name.endsWith('.xml') && name !== '[Content_Types].xml')
        expect(types).toContain(`PartName="/${name}"`)
  })

  test('元数据只有标题和语言：没有作者、单位、机器、时间', async () => {
    const parts = await partsOf(await docxOf(letter))
    expect([...parts.keys()].filter(name => name.startsWith('docProps/'))).toEqual(['docProps/core.xml'])
    const core = parseXml(parts.get('docProps/core.xml') ?? '')
    expect(core.children.filter(isElement).map(c => [c.name, textOf(c.children)])).toEqual([
      ['dc:title', letter.title],
      ['dc:language', 'zh-CN'],
    ])
    expect([...parts.values()].join('')).not.toMatch(/creator|lastModifiedBy|rsid|\d{4}-\d\d-\d\dT/)
  })

  test('相同的输入得到相同的字节', async () => {
    const [first, second] = await Promise.all([docxOf(catalog(20)), docxOf(catalog(20))])
    expect(Buffer.from(first).equals(Buffer.from(second))).toBe(true)
    expect(Buffer.from(first).equals(Buffer.from(await docxOf(catalog(21))))).toBe(false)
  })
})

describe('GB/T 9704—2012 的版式', () => {
  test('5.2：A4，上37左28右26下35毫米，三号仿宋，28磅', async () => {
    const bytes = await docxOf(letter)
    const section = descendants(await documentOf(bytes), 'w:sectPr')[0]
    expect(childOf(section, 'w:pgSz')?.attributes).toMatchObject({ 'w:w': '11906', 'w:h': '16838' })
    const margin = childOf(section, 'w:pgMar')?.attributes ?? {}
    const millimetres = (key: string) => Math.round((Number(margin[`w:${key}`]) / 1440) * 25.4)
    expect(['top', 'left', 'right', 'bottom'].map(millimetres)).toEqual([37, 28, 26, 35])
    const styles = await partOf(bytes, 'word/styles.xml')
    const base = descendants(styles, 'w:rPrDefault')[0]!
    expect(descendants(base, 'w:rFonts')[0]?.attributes['w:eastAsia']).toBe('仿宋_GB2312')
    expect(descendants(base, 'w:sz')[0]?.attributes['w:val']).toBe('32')
    expect(descendants(base, 'w:lang')[0]?.attributes['w:eastAsia']).toBe('zh-CN')
    const text = descendants(styles, 'w:style').find(s => s.attributes['w:styleId'] === 'Text')!
    expect(descendants(text, 'w:spacing')[0]?.attributes).toMatchObject({
      'w:line': '560',
      'w:lineRule': 'exact',
    })
    expect(descendants(text, 'w:ind')[0]?.attributes['w:firstLineChars']).toBe('200')
  })

  test('7.5：单页码居右、双页码居左，“— 1 —”', async () => {
    const parts = await partsOf(await docxOf(letter))
    const odd = parseXml(parts.get('word/footer1.xml') ?? '')
    const even = parseXml(parts.get('word/footer2.xml') ?? '')
    expect([odd, even].map(wordsIn)).toEqual(['— 1 —', '— 1 —'])
    expect(descendants(odd, 'w:r')[0]?.children[0]).toMatchObject({ name: 'w:tab' })
    expect(descendants(even, 'w:tab').some(t => !('w:val' in t.attributes))).toBe(false)
    expect(parts.get('word/settings.xml')).toContain('<w:evenAndOddHeaders/>')
  })

  test('标题层次是真正的 Word 标题，能在导航窗格中看到', async () => {
    const body = '<h2>一、总体要求</h2><h3>（一）指导思想</h3><h4>1.要点</h4><p>正文。</p>'
    const bytes = await docxOf(rendered({ bodyHtml: body }))
    const found = paragraphs(await documentOf(bytes)).map(p => [styleOf(p), wordsIn(p)])
    expect(found.slice(1, 4)).toEqual([
      ['Heading1', '一、总体要求'],
      ['Heading2', '（一）指导思想'],
      ['Heading3', '1.要点'],
    ])
    const styles = await partOf(bytes, 'word/styles.xml')
    const first = descendants(styles, 'w:style').find(s => s.attributes['w:styleId'] === 'Heading1')!
    expect(childOf(first, 'w:name')?.attributes['w:val']).toBe('heading 1')
    expect(descendants(first, 'w:rFonts')[0]?.attributes['w:eastAsia']).toBe('黑体')
  })

  test('7.2：只有要求时才有红色发文机关标志和红线，从不仿制印章', async () => {
    const red = await documentOf(await docxOf(letter))
    expect(styleOf(paragraphs(red)[1]!)).toBe('Letterhead')
    expect(
      descendants(red, 'w:pBdr').flatMap(b => descendants(b, 'w:bottom'))[0]?.attributes['w:color'],
    ).toBe('FF0000')
    const plain = JSON.stringify(await documentOf(await docxOf({ ...letter, letterhead: null })))
    expect(plain).not.toContain('FF0000')
    expect(plain).not.toContain('w:drawing')
  })

  test('7.3.5.3：成文日期首字比署名首字右移二字，日期较长时日期右空二字', async () => {
    const rightOf = async (name: string) => {
      const body = `<p>正文。</p><p class="signatory">${name}</p><p class="date">2026年6月3日</p>`
      const root = await documentOf(await docxOf(rendered({ bodyHtml: body })))
      return paragraphs(root)
        .filter(p => styleOf(p) === 'Signature')
        .map(p => Number(descendants(p, 'w:ind')[0]?.attributes['w:right']) / 320)
    }
    expect(await rightOf('应急管理部办公厅综合处')).toEqual([2, 5])
    expect(await rightOf('某局')).toEqual([8, 2])
  })

  test('宽表转为横页，合并单元格是真的，表头每页重复', async () => {
    const root = await documentOf(await docxOf(catalog(30)))
    const table = descendants(root, 'w:tbl')[0]!
    const rows = childrenOf(table, 'w:tr')
    expect(rows).toHaveLength(32)
    expect(rows.map(r => descendants(r, 'w:tblHeader').length)).toEqual([1, 1, ...Array<number>(30).fill(0)])
    const columns = descendants(table, 'w:gridCol').length
    for (const row of rows) {
      const spans = childrenOf(row, 'w:tc').map(tc =>
        Number(descendants(tc, 'w:gridSpan')[0]?.attributes['w:val'] ?? '1'),
      )
      expect(spans.reduce((a, b) => a + b, 0)).toBe(columns)
    }
    expect(descendants(table, 'w:vMerge').filter(v => v.attributes['w:val'] === 'restart')).toHaveLength(
      2 * 6 + 6,
    )
    const pages = descendants(root, 'w:pgSz').map(p => p.attributes['w:orient'] ?? 'portrait')
    expect(pages).toEqual(['portrait', 'landscape'])
  })
})

describe('写出再读回', () => {
  test.each(demoNames)('%s：标题、文号、日期、主送、署名读回来完全一样', async name => {
    const given = await demo(name)
    const read = await accept(await docxOf(given))
    const again = fromIntake(read)
    for (const key of [
      'title',
      'documentNumber',
      'addressee',
      'issuers',
      'copiedTo',
      'issuedBy',
      'issuedOn',
    ] as const)
      expect(again[key], key).toEqual(given[key])
    const head = (html: string) => bare(plainText(html))
    expect(head(read.bodyHtml)).toBe(head(given.bodyHtml))
    expect(wordsOf(sheetOf(again))).toBe(wordsOf(sheetOf(given)))
  })

  test.each(demoNames)('%s：mammoth 读出的文字与原文一致', async name => {
    const given = await demo(name)
    const { value } = await mammoth.extractRawText({ buffer: Buffer.from(await docxOf(given)) })
    expect(bare(value)).toBe(wordsOf(sheetOf(given)))
  })

  test('有红头、紧急程度、版记的公文读回来各项都在', async () => {
    const read = await accept(await docxOf(letter))
    expect(fromIntake(read)).toMatchObject({
      title: letter.title,
      documentNumber: letter.documentNumber,
      letterhead: letter.letterhead,
      urgency: '加急',
      addressee: letter.addressee,
      issuers: letter.issuers,
      copiedTo: letter.copiedTo,
      issuedBy: letter.issuedBy,
      issuedOn: '2026-06-03',
    })
    expect(read.writtenOn?.value).toBe('2026-06-03')
    expect(read.label?.value.text).toBe('（此件公开发布）')
    expect(read.attachments?.value).toEqual(['隐患排查登记表', '联系人名单'])
    expect(read.bodyHtml).toContain('<sup>3</sup>')
    expect(read.bodyHtml).toContain('href="https://yj.example.gov.cn/')
  })

  test('上行文的签发人读得回来', async () => {
    const given = { ...letter, signer: '王某某', urgency: null, title: '关于申请经费的请示' }
    expect(fromIntake(await accept(await docxOf(given)))).toMatchObject({
      signer: '王某某',
      documentNumber: letter.documentNumber,
    })
  })

  test('再次写出与第一次写出的文字相同：版记表格认得出来', async () => {
    const first = await demo('shanghai-2023-20')
    const second = fromIntake(await accept(await docxOf(first)))
    expect(sheetOf(second).imprint).toEqual(sheetOf(first).imprint)
    expect(sheetOf(second).imprint).toContainEqual({
      left: '上海市应急管理局办公室',
      right: '2023年4月10日印发',
    })
  })

  test('表格读回来行列和合并都在', async () => {
    const read = await accept(await docxOf(catalog(10)))
    expect(read.bodyHtml.match(/<tr>/g)).toHaveLength(12)
    expect(read.bodyHtml.match(/rowspan="5"/g)).toHaveLength(4)
    expect(read.bodyHtml).toContain('<th colspan="2" scope="colgroup">公开事项</th>')
  })
})

describe('图片', () => {
  const picture = png(40, 20)
  const body = '<p><img src="cid:a.png" alt="流程图"></p><p>正文。</p>'

  test('放得进去的图片带替代文字', async () => {
    const bytes = await docxOf(rendered({ bodyHtml: body, pictures: new Map([['a.png', picture]]) }))
    const root = await documentOf(bytes)
    expect(descendants(root, 'wp:docPr')[0]?.attributes['descr']).toBe('流程图')
    const read = await accept(bytes)
    expect(read.images).toHaveLength(1)
    expect(read.bodyHtml).toContain('alt="流程图"')
  })

  test('没有或者坏了的图片，替代文字站在它的位置', async () => {
    for (const pictures of [
      undefined,
      new Map([['a.png', picture.subarray(0, 12)]]),
      new Map([['a.png', Buffer.from('x')]]),
    ]) {
      const root = await documentOf(
        await docxOf(rendered({ bodyHtml: body, ...(pictures ? { pictures } : {}) })),
      )
      expect(paragraphs(root).map(wordsIn)).toContain('［图片：流程图］')
    }
  })
})

test('页脚写明来源网址和取得时间', async () => {
  const given = rendered({
    address: 'https://yj.example.gov.cn/a.html',
    retrievedAt: instant('2026-11-22T02:30:00Z'),
  })
  const parts = await partsOf(await docxOf(given))
  expect(wordsIn(parseXml(parts.get('word/footer1.xml') ?? ''))).toBe(
    'https://yj.example.gov.cn/a.html（2026-11-22 10:30取得）— 1 —',
  )
})
