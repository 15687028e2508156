/** For tests only: real files with something in every corner of them. */
import { writeXlsx } from 'hucre'
import { idCheckCharacter } from '#law/identity.ts'
import { passesLuhn } from '#law/identity.ts'
import { writeZip } from '#kit/ooxml/zip.ts'
import { makeLexicon } from './wording/lexicon.ts'
import { starter } from './starter/starter.ts'
import type { LexiconEntry } from './model.ts'

export const today = '2026-11-22'
export const lexicon = makeLexicon('starter', starter)
export const options = { lexicon, today }

/** Figures that change with `seed`, the same every time. */
export function random(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

const pad = (n: number, width: number) => String(n).padStart(width, '0')

/** A citizen number that checks, of a person who does not exist. */
export function idNumber(n: number): string {
  const next = random(n * 7919 + 1)
  const year = 1950 + Math.floor(next() * 50)
  const month = 1 + Math.floor(next() * 12)
  const day = 1 + Math.floor(next() * 28)
  const first = `410802${year}${pad(month, 2)}${pad(day, 2)}${pad(Math.floor(next() * 1000), 3)}`
  return first + idCheckCharacter(first)
}

export const mobile = (n: number): string => `139${pad(Math.floor(random(n * 104729 + 3)() * 1e8), 8)}`

/** A card of nobody: an issuer's prefix and a Luhn digit. */
export function bankCard(n: number): string {
  const first = `622848${pad(Math.floor(random(n * 15485863 + 5)() * 1e12), 12)}`
  for (let digit = 0; digit < 10; digit++) if (passesLuhn(first + digit)) return first + digit
  throw new Error('no digit passes')
}

const utf8 = (text: string) => new TextEncoder().encode(text)

const namespaces = [
  'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"',
  'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"',
  'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"',
  'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"',
  'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"',
  'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"',
  'xmlns:v="urn:schemas-microsoft-com:vml"',
].join(' ')

const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
export const escape = (text: string) => text.replace(/[&<>"]/g, c => `&#${c.charCodeAt(0)};`)
export const run = (text: string, properties = '') =>
  `<w:r w:rsidRPr="00AB12CD">${properties ? `<w:rPr>${properties}</w:rPr>` : ''}<w:t xml:space="preserve">${escape(text)}</w:t></w:r>`
export const para = (inner: string) =>
  `<w:p w:rsidR="00AB12CD">${inner.startsWith('<') ? inner : run(inner)}</w:p>`
const root = (name: string, inner: string) => `${declaration}<w:${name} ${namespaces}>${inner}</w:${name}>`
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const rel = (id: string, type: string, target: string, external = false) =>
  `<Relationship Id="${id}" Type="${type.includes('/') ? type : `${office}/${type}`}" Target="${escape(target)}"${external ? ' TargetMode="External"' : ''}/>`
const rels = (inner: string) =>
  `${declaration}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${inner}</Relationships>`

/** Where a test puts what is to be found; each place gets a text of its own. */
export const docxPlaces = [
  'body',
  'split',
  'table',
  'header',
  'footer',
  'footnote',
  'endnote',
  'comment',
  'inserted',
  'deleted',
  'hidden',
  'hiddenStyle',
  'textBox',
  'field',
  'link',
  'alternative',
  'bookmark',
  'title',
  'custom',
  'customXml',
  'chart',
  'sheetInside',
  'documentVariable',
] as const
export type DocxPlace = (typeof docxPlaces)[number]

export type DocxFixture = Partial<Record<DocxPlace, string>> & {
  readonly paragraphs?: readonly string[]
  readonly picture?: Uint8Array
  readonly object?: Uint8Array
  readonly parts?: Readonly<Record<string, Uint8Array | string>>
}

const tracked = 'w:author="张三" w:date="2026-03-02T09:00:00Z"'

/** A DOCX as Word writes one, with something in every place that is asked for. */
export async function makeDocx(f: DocxFixture = {}): Promise<Uint8Array> {
  const half = Math.floor((f.split ?? '').length / 2)
  const body = [
    ...(f.paragraphs ?? ['测试市应急管理局关于做好汛期安全生产工作的通知']).map(p => para(p)),
    f.body ? para(f.body) : '',
    f.split
      ? para(
          run(f.split.slice(0, half)) +
            '<w:proofErr w:type="spellStart"/>' +
            run(f.split.slice(half), '<w:b/>'),
        )
      : '',
    f.table
      ? `<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w="100"/></w:tblGrid><w:tr><w:tc>${para('姓名')}</w:tc><w:tc>${para(f.table)}</w:tc></w:tr></w:tbl>`
      : '',
    f.inserted ? para(`<w:ins w:id="1" ${tracked}>${run(f.inserted)}</w:ins>`) : '',
    f.deleted
      ? para(
          `${run('保留的文字。')}<w:del w:id="2" ${tracked}><w:r><w:delText xml:space="preserve">${escape(f.deleted)}</w:delText></w:r></w:del>`,
        )
      : '',
    f.hidden ? para(run('看得见。') + run(f.hidden, '<w:vanish/>')) : '',
    f.hiddenStyle ? para(run(f.hiddenStyle, '<w:rStyle w:val="Secret"/>')) : '',
    f.textBox
      ? para(
          `<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:inline><a:graphic><a:graphicData uri="x"><wps:wsp><wps:txbx><w:txbxContent>${para(f.textBox)}</w:txbxContent></wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox><w:txbxContent>${para(f.textBox)}</w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>`,
        )
      : '',
    f.field
      ? para(
          `<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> HYPERLINK "${escape(f.field)}" </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>${run('点这里')}<w:r><w:fldChar w:fldCharType="end"/></w:r>`,
        )
      : '',
    f.link ? para(`<w:hyperlink r:id="rIdLink">${run('联系我们')}</w:hyperlink>`) : '',
    f.comment
      ? para(
          `<w:commentRangeStart w:id="0"/>${run('有批注的文字')}<w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>`,
        )
      : '',
    f.footnote ? para(`${run('有脚注')}<w:r><w:footnoteReference w:id="1"/></w:r>`) : '',
    f.endnote ? para(`${run('有尾注')}<w:r><w:endnoteReference w:id="1"/></w:r>`) : '',
    f.bookmark ? `<w:bookmarkStart w:id="5" w:name="${escape(f.bookmark)}"/><w:bookmarkEnd w:id="5"/>` : '',
    f.picture || f.alternative
      ? para(
          `<w:r><w:drawing><wp:inline><wp:extent cx="100" cy="100"/><wp:docPr id="9" name="图片 1" descr="${escape(f.alternative ?? '现场')}"/><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"/></a:graphic></wp:inline></w:drawing></w:r>`,
        )
      : '',
    `<w:sectPr><w:headerReference w:type="default" r:id="rIdHeader"/><w:footerReference w:type="default" r:id="rIdFooter"/></w:sectPr>`,
  ].join('')
  const note = (kind: string, text: string) =>
    root(`${kind}s`, `<w:${kind} w:id="1">${para(text)}</w:${kind}>`)
  const parts: Record<string, Uint8Array | string> = {
    'word/document.xml': root('document', `<w:body>${body}</w:body>`),
    'word/styles.xml': root(
      'styles',
      '<w:style w:type="character" w:styleId="Secret"><w:name w:val="Secret"/><w:rPr><w:vanish/></w:rPr></w:style>',
    ),
    'word/settings.xml': root(
      'settings',
      `<w:attachedTemplate r:id="rId1"/><w:rsids><w:rsidRoot w:val="00AB12CD"/><w:rsid w:val="00AB12CD"/></w:rsids>${f.documentVariable ? `<w:docVars><w:docVar w:name="v" w:val="${escape(f.documentVariable)}"/></w:docVars>` : ''}`,
    ),
    'word/_rels/settings.xml.rels': rels(
      rel('rId1', 'attachedTemplate', 'file:///C:/Users/zhangsan/Normal.dotm', true),
    ),
    'word/header1.xml': root('hdr', para(f.header ?? '测试市应急管理局')),
    'word/footer1.xml': root('ftr', para(f.footer ?? '第1页')),
    'docProps/core.xml': `${declaration}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>${escape(f.title ?? '通知')}</dc:title><dc:creator>张三丰</dc:creator><cp:lastModifiedBy>李四光</cp:lastModifiedBy></cp:coreProperties>`,
    'docProps/app.xml': `${declaration}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Company>某某打印社</Company><TotalTime>99</TotalTime></Properties>`,
    'docProps/thumbnail.jpeg': utf8('a small picture'),
  }
  let main =
    rel('rIdHeader', 'header', 'header1.xml') +
    rel('rIdFooter', 'footer', 'footer1.xml') +
    rel('rIdStyles', 'styles', 'styles.xml') +
    rel('rIdSettings', 'settings', 'settings.xml')
  let top =
    rel('rId1', 'officeDocument', 'word/document.xml') +
    rel(
      'rId2',
      'http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties',
      'docProps/core.xml',
    ) +
    rel('rId3', 'extended-properties', 'docProps/app.xml') +
    rel(
      'rId4',
      'http://schemas.openxmlformats.org/package/2006/relationships/metadata/thumbnail',
      'docProps/thumbnail.jpeg',
    )
  if (f.footnote) {
    parts['word/footnotes.xml'] = note('footnote', f.footnote)
    main += rel('rIdFoot', 'footnotes', 'footnotes.xml')
  }
  if (f.endnote) {
    parts['word/endnotes.xml'] = note('endnote', f.endnote)
    main += rel('rIdEnd', 'endnotes', 'endnotes.xml')
  }
  if (f.comment) {
    parts['word/comments.xml'] = root(
      'comments',
      `<w:comment w:id="0" w:initials="张" ${tracked}>${para(f.comment)}</w:comment>`,
    )
    parts['word/people.xml'] = root('people', '<w:person w:author="张三"/>')
    main += rel('rIdComments', 'comments', 'comments.xml') + rel('rIdPeople', 'people', 'people.xml')
  }
  if (f.link) main += rel('rIdLink', 'hyperlink', f.link, true)
  if (f.picture) {
    parts['word/media/image1.jpeg'] = f.picture
    main += rel('rIdPicture', 'image', 'media/image1.jpeg')
  }
  if (f.object) {
    parts['word/embeddings/oleObject1.bin'] = f.object
    main += rel('rIdObject', 'oleObject', 'embeddings/oleObject1.bin')
  }
  if (f.custom) {
    parts['docProps/custom.xml'] =
      `${declaration}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"><property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="2" name="经办人"><vt:lpwstr>${escape(f.custom)}</vt:lpwstr></property></Properties>`
    top += rel('rId5', 'custom-properties', 'docProps/custom.xml')
  }
  if (f.customXml) {
    parts['customXml/item1.xml'] = `<data><phone>${escape(f.customXml)}</phone></data>`
    main += rel('rIdCustom', 'customXml', '../customXml/item1.xml')
  }
  if (f.chart) {
    parts['word/charts/chart1.xml'] =
      `${declaration}<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><c:chart><c:title><c:tx><c:rich><a:p><a:r><a:t>${escape(f.chart)}</a:t></a:r></a:p></c:rich></c:tx></c:title></c:chart></c:chartSpace>`
    main += rel('rIdChart', 'chart', 'charts/chart1.xml')
  }
  if (f.sheetInside) {
    parts['word/embeddings/Microsoft_Excel_Sheet1.xlsx'] = await writeXlsx({
      sheets: [
        {
          name: '数据',
          rows: [
            ['姓名', '号码'],
            ['甲', f.sheetInside],
          ],
        },
      ],
    })
    main += rel('rIdSheet', 'package', 'embeddings/Microsoft_Excel_Sheet1.xlsx')
  }
  Object.assign(parts, f.parts ?? {})
  const word = 'application/vnd.openxmlformats-officedocument.wordprocessingml'
  const types: Record<string, string> = {
    document: 'document.main',
    styles: 'styles',
    settings: 'settings',
    header1: 'header',
    footer1: 'footer',
    footnotes: 'footnotes',
    endnotes: 'endnotes',
    comments: 'comments',
    people: 'people',
  }
  const overrides = Object.entries(types)
    .filter(([name]) => `word/${name}.xml` in parts)
    .map(([name, type]) => `<Override PartName="/word/${name}.xml" ContentType="${word}.${type}+xml"/>`)
    .join('')
  const contentTypes = `${declaration}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Default Extension="jpeg" ContentType="image/jpeg"/><Default Extension="bin" ContentType="application/vnd.openxmlformats-officedocument.oleObject"/><Default Extension="xlsx" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"/>${overrides}<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/><Override PartName="/docProps/app.xml" ContentType="application/vnd.openxmlformats-officedocument.extended-properties+xml"/></Types>`
  return writeZip(
    [
      ['[Content_Types].xml', utf8(contentTypes)],
      ['_rels/.rels', utf8(rels(top))],
      ['word/_rels/document.xml.rels', utf8(rels(main))],
      ...Object.entries(parts).map(
        ([name, bytes]) => [name, typeof bytes === 'string' ? utf8(bytes) : bytes] as const,
      ),
    ],
    { deflate: true },
  )
}

/** An entry of a lexicon that only names what a test is about. */
export const word = (
  wrong: string,
  right: string | null = null,
  more: Partial<LexiconEntry> = {},
): LexiconEntry => ({
  wrong,
  right,
  tier: 'B',
  kind: 'typo',
  note: '',
  source: '',
  except: [],
  ...more,
})
