import { storedZip } from '../intake/zip.ts'
import { element, type Element } from '../intake/tree.ts'
import { bodyElements } from './docxBody.ts'
import {
  fontTablePart,
  line,
  namespaces,
  numberingPart,
  office,
  part,
  settingsPart,
  stylesPart,
  textHeight,
  textWidth,
  val,
  w,
} from './docxParts.ts'
import { paragraph, textElement, type Package } from './docxRuns.ts'
import { withLine } from './fitting.ts'
import { footText } from './foot.ts'
import { picturesOf } from './pictures.ts'
import type { Rendered } from './rendered.ts'
import { plansOf } from './sections.ts'
import { sheetOf, type Sheet } from './sheet.ts'

/**
 * The document as a DOCX in the layout of GB/T 9704—2012: real headings, real tables with merged cells and repeated heads, lists,
 * page numbers, no author, no machine, no clock. The same input gives the same bytes on every machine: parts are stored, not
 * compressed, since compressors differ. Throws `Refused` (see `sheetOf`).
 */
export async function docxOf(rendered: Rendered): Promise<Uint8Array> {
  const sheet = sheetOf(rendered)
  const plans = plansOf(sheet.blocks)
  const pack: Package = {
    pictures: picturesOf(sheet.blocks, rendered.pictures),
    relationships: new Map(),
    starts: [],
    cellSizes: new Set(),
    drawings: 0,
  }
  const own = (id: string, type: string, target: string) =>
    pack.relationships.set(id, { type: `${office}/${type}`, target, external: false })
  own('rId1', 'styles', 'styles.xml')
  own('rId2', 'settings', 'settings.xml')
  own('rId3', 'fontTable', 'fontTable.xml')
  own('rId4', 'numbering', 'numbering.xml')
  const footers: [string, Element][] = []
  const footersOf = (landscape: boolean) => {
    const ids = { odd: landscape ? 'foot3' : 'foot1', even: landscape ? 'foot4' : 'foot2' }
    for (const [id, isOdd] of [
      [ids.odd, true],
      [ids.even, false],
    ] as const) {
      if (pack.relationships.has(id)) continue
      own(id, 'footer', `footer${id.slice(4)}.xml`)
      footers.push([`footer${id.slice(4)}.xml`, footer(footText(rendered), isOdd, landscape)])
    }
    return ids
  }
  const closed = Math.min(line, Math.round(sheet.pitch * 20))
  const closedUp = (element: Element) => (closed < line ? withLine(element, line, closed) : element)
  const body = closedUp(bodyElements(sheet, pack, plans, footersOf))
  const parts: [string, Uint8Array][] = [
    ['[Content_Types].xml', part(contentTypes(footers.map(([name]) => name)))],
    ['_rels/.rels', part(packageRelationships())],
    ['docProps/core.xml', part(coreProperties(sheet))],
    ['word/document.xml', part(w('document', { ...namespaces }, [body]))],
    ['word/_rels/document.xml.rels', part(relationshipsPart(pack))],
    ['word/styles.xml', part(closedUp(stylesPart([...pack.cellSizes].sort((a, b) => b - a))))],
    ['word/settings.xml', part(settingsPart())],
    ['word/fontTable.xml', part(fontTablePart())],
    ['word/numbering.xml', part(numberingPart(pack.starts))],
    ...footers.map(([name, root]): [string, Uint8Array] => [`word/${name}`, part(root)]),
  ]
  const pictures = [...pack.pictures.values()]
  pictures.forEach((picture, i) => {
    const name = `media/image${i + 1}.${picture.extension}`
    if ([...pack.relationships.values()].some(r => r.target === name))
      parts.push([`word/${name}`, picture.bytes])
  })
  return new Uint8Array(storedZip(parts))
}

/** “— 1 —” in 四号 (GB/T 9704—2012 7.5), odd pages right, even pages left, an em from the edge; the page's address on the other side. */
function footer(words: string, isOdd: boolean, landscape: boolean): Element {
  const right = (landscape ? textHeight : textWidth) - 280
  const run = (content: Element[]) => w('r', {}, content)
  const page = [
    run([textElement('— ')]),
    w('fldSimple', { instr: ' PAGE ' }, [run([textElement('1')])]),
    run([textElement(' —')]),
  ]
  const small =
    words === ''
      ? []
      : [
          w('r', {}, [
            w('rPr', {}, [val('color', '595959'), val('sz', 15), val('szCs', 15)]),
            textElement(words),
          ]),
        ]
  const tabs = w('tabs', {}, [w('tab', { val: 'right', pos: right })])
  const tab = run([w('tab')])
  const content = isOdd ? [...small, tab, ...page] : [...page, ...(small.length > 0 ? [tab, ...small] : [])]
  return w('ftr', { ...namespaces }, [
    paragraph('PageNumber', [tabs, w('ind', isOdd ? { left: 0 } : { left: 280 })], content),
  ])
}

const packageTypes = 'http://schemas.openxmlformats.org/package/2006'
const word = 'application/vnd.openxmlformats-officedocument.wordprocessingml'

function contentTypes(footers: readonly string[]): Element {
  const fallback = (Extension: string, ContentType: string) =>
    element('Default', [], { Extension, ContentType })
  const override = (PartName: string, ContentType: string) =>
    element('Override', [], { PartName, ContentType })
  return element(
    'Types',
    [
      fallback('rels', 'application/vnd.openxmlformats-package.relationships+xml'),
      fallback('xml', 'application/xml'),
      fallback('png', 'image/png'),
      fallback('jpg', 'image/jpeg'),
      fallback('gif', 'image/gif'),
      override('/docProps/core.xml', 'application/vnd.openxmlformats-package.core-properties+xml'),
      override('/word/document.xml', `${word}.document.main+xml`),
      ...['styles', 'settings', 'fontTable', 'numbering'].map(name =>
        override(`/word/${name}.xml`, `${word}.${name}+xml`),
      ),
      ...footers.map(name => override(`/word/${name}`, `${word}.footer+xml`)),
    ],
    { xmlns: `${packageTypes}/content-types` },
  )
}

const relationship = (Id: string, Type: string, Target: string, external = false): Element =>
  element('Relationship', [], { Id, Type, Target, ...(external ? { TargetMode: 'External' } : {}) })

const packageRelationships = (): Element =>
  element(
    'Relationships',
    [
      relationship('rId1', `${office}/officeDocument`, 'word/document.xml'),
      relationship('rId2', `${packageTypes}/relationships/metadata/core-properties`, 'docProps/core.xml'),
    ],
    { xmlns: `${packageTypes}/relationships` },
  )

const relationshipsPart = (pack: Package): Element =>
  element(
    'Relationships',
    [...pack.relationships].map(([id, to]) => relationship(id, to.type, to.target, to.external)),
    { xmlns: `${packageTypes}/relationships` },
  )

/** Title and language; who made it and when is said by the document itself. */
const coreProperties = (sheet: Sheet): Element =>
  element('cp:coreProperties', [element('dc:title', [sheet.title]), element('dc:language', ['zh-CN'])], {
    'xmlns:cp': `${packageTypes}/metadata/core-properties`,
    'xmlns:dc': 'http://purl.org/dc/elements/1.1/',
  })
