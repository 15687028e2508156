import type { Element } from '../intake/tree.ts'
import { docxTable, listElements } from './docxFlow.ts'
import { em, fontsOf, line, textWidth, val, w } from './docxParts.ts'
import { inOrder, ownHeight, paragraph, plain, runElements, textElement, type Package } from './docxRuns.ts'
import type { ImprintRow } from './imprint.ts'
import { letterheadLine } from './letterhead.ts'
import type { Run } from './runs.ts'
import { beginsPage, isHeldBy, sectionsOf, type Plans } from './sections.ts'
import { attachmentWidths, type Block, type Sheet } from './sheet.ts'
import { signatureLines } from './signature.ts'
import { widthOf } from './text.ts'

/** Title lines in one paragraph, so that the navigation pane shows one title. */
const lined = (lines: readonly (readonly Element[])[]): Element[] =>
  lines.flatMap((own, i) => (i === 0 ? own : [w('r', {}, [w('br')]), ...own]))

function headElements(sheet: Sheet): Element[] {
  const out: Element[] = []
  if (sheet.urgency) out.push(paragraph('Urgency', [], plain(sheet.urgency)))
  sheet.letterhead.forEach((text, i) => out.push(letterheadElement(text, i === 0 && !sheet.urgency, i === 0)))
  const hasHead = sheet.letterhead.length > 0
  const rule = w('pBdr', {}, [w('bottom', { val: 'single', sz: 12, space: 11, color: 'FF0000' })])
  const number: Element[] = []
  if (hasHead && (sheet.number || sheet.signer)) {
    const around = w('spacing', { before: 2 * line, after: 0, line, lineRule: 'exact' })
    if (sheet.signer) {
      const stop = (kind: string, pos: number) => w('tab', { val: kind, pos })
      const tabs = w('tabs', {}, [stop('left', em), stop('right', textWidth - em)])
      const name = w('r', {}, [w('rPr', {}, [fontsOf('kai')]), textElement(sheet.signer)])
      const tab = w('r', {}, [w('tab')])
      const content = [tab, ...plain(sheet.number ?? ''), tab, ...plain('签发人：'), name]
      number.push(paragraph('Number', [rule, tabs, around, val('jc', 'left')], content))
    } else number.push(paragraph('Number', [rule, around], plain(sheet.number ?? '')))
  } else if (hasHead) number.push(paragraph('Number', [rule], []))
  out.push(...number)
  const before = hasHead ? 2 * line + 220 : line
  const isAlone = hasHead || !(sheet.number || sheet.signer)
  const spacing = w('spacing', { before, after: isAlone ? line : 280, line: 700, lineRule: 'exact' })
  out.push(paragraph('Title', [spacing], lined(sheet.titleLines.map(plain))))
  if (!hasHead && sheet.number) {
    const after = w('spacing', { before: 0, after: sheet.signer ? 0 : line, line, lineRule: 'exact' })
    out.push(paragraph('Number', [after], plain(sheet.number)))
  }
  if (!hasHead && sheet.signer) {
    const after = w('spacing', { before: 0, after: line, line, lineRule: 'exact' })
    out.push(paragraph('Number', [after], plain(`签发人：${sheet.signer}`)))
  }
  return out
}

/** 35 mm below the top of the 版心. */
function letterheadElement(text: string, isTop: boolean, isFirst: boolean): Element {
  const { size, narrowed } = letterheadLine(text)
  const before = isFirst ? (isTop ? 1984 : 1984 - line) : 0
  const spacing = w('spacing', { before, after: 0, line: Math.round(size * 25), lineRule: 'exact' })
  const properties = [
    fontsOf('title'),
    val('color', 'FF0000'),
    ...(narrowed < 1 ? [val('w', Math.round(narrowed * 100))] : []),
    val('sz', size * 2),
    val('szCs', size * 2),
  ]
  return paragraph('Letterhead', [spacing], [w('r', {}, [w('rPr', {}, properties), textElement(text)])])
}

/** Whether a block begins a page, and whether it stays with what follows. */
type Place = { readonly newPage: boolean; readonly held: boolean }

/** Blocks of the text → paragraphs and tables. */
function blockElements(block: Block, pack: Package, plans: Plans, place: Place): Element[] {
  const page = [...(place.held ? [w('keepNext')] : []), ...(place.newPage ? [w('pageBreakBefore')] : [])]
  const runs = (list: readonly Run[]) => runElements(list, pack, textWidth)
  switch (block.kind) {
    case 'paragraph': {
      const style = {
        text: 'Text',
        center: 'Centred',
        right: 'Right',
        addressee: 'Addressee',
        label: 'Label',
        annexMark: 'AnnexMark',
      }[block.role]
      return [paragraph(style, [...page, ...ownHeight(block.runs, pack)], runs(block.runs))]
    }
    case 'heading': {
      const centred = block.centred
        ? [w('ind', { firstLineChars: 0, firstLine: 0 }), val('jc', 'center')]
        : []
      return [paragraph(`Heading${block.rank}`, centred, runs(block.runs))]
    }
    case 'annexTitle':
      return [paragraph('AnnexTitle', page, lined(block.lines.map(runs)))]
    case 'attachment': {
      const widths = attachmentWidths(block)
      const hanging = Math.round((widths.lead + widths.number) * em)
      const left = Math.round((5 + widths.number) * em)
      const spacing =
        block.lead === '' ? [] : [w('spacing', { before: line, after: 0, line, lineRule: 'exact' })]
      const lead = plain(block.lead + block.number)
      return [
        paragraph('Attachments', [...spacing, w('ind', { left, hanging })], [...lead, ...runs(block.runs)]),
      ]
    }
    case 'signature':
      return signatureLines(block.names, block.date, block.isSealed).map((own, i) => {
        const spacing = i === 0 ? [w('spacing', { before: line, after: 0, line, lineRule: 'exact' })] : []
        return paragraph(
          'Signature',
          [...spacing, w('ind', { right: Math.round(own.right * em) })],
          plain(own.text),
        )
      })
    case 'list':
      return listElements(block, pack, plans, 0, { style: 'Text', properties: [], width: textWidth })
    case 'table': {
      const plan = plans.get(block)
      if (!plan) return []
      pack.cellSizes.add(plan.size)
      return docxTable(block.grid, plan, pack, plans)
    }
  }
}

/**
 * 版记 at the foot of the last page, rules of 0.35 mm outside and 0.25 mm inside: a table that floats, for LibreOffice and WPS set a frame
 * of paragraphs in the running text.
 */
function imprintElements(rows: readonly ImprintRow[]): Element[] {
  const rule = (name: string, sz: number) => w(name, { val: 'single', sz, space: 0, color: '000000' })
  const wide = Math.round(textWidth * 0.55)
  const columns = [wide, textWidth - wide]
  const cell = (width: number, span: number, content: Element) =>
    w('tc', {}, [
      w('tcPr', {}, [w('tcW', { w: width, type: 'dxa' }), ...(span > 1 ? [val('gridSpan', span)] : [])]),
      content,
    ])
  const table = w('tbl', {}, [
    w('tblPr', {}, [
      w('tblpPr', {
        topFromText: line,
        vertAnchor: 'margin',
        horzAnchor: 'margin',
        tblpXSpec: 'left',
        tblpYSpec: 'bottom',
      }),
      val('tblOverlap', 'never'),
      w('tblW', { w: textWidth, type: 'dxa' }),
      w('tblBorders', {}, [rule('top', 8), rule('bottom', 8), rule('insideH', 6)]),
      w('tblLayout', { type: 'fixed' }),
    ]),
    w(
      'tblGrid',
      {},
      columns.map(width => w('gridCol', { w: width })),
    ),
    ...rows.map(row =>
      w('tr', {}, [
        w('trPr', {}, [w('cantSplit')]),
        ...(row.right === ''
          ? [cell(textWidth, 2, imprintLine(row.left))]
          : [cell(wide, 1, imprintLine(row.left)), cell(textWidth - wide, 1, imprintRight(row.right))]),
      ]),
    ),
  ])
  return [table, paragraph('End', [], [])]
}

/** 抄送机关 that take a second line begin under the first one's name. */
function imprintLine(text: string): Element {
  const copied = /^[^:：]{2,6}[:：]/.exec(text)?.[0] ?? ''
  const hang = Math.round(widthOf(copied) * 280)
  const ind = copied === '' ? [] : [w('ind', { left: 280 + hang, right: 280, hanging: hang })]
  return paragraph('Imprint', ind, text === '' ? [] : plain(text))
}

const imprintRight = (text: string): Element => paragraph('Imprint', [val('jc', 'right')], plain(text))

/** The page itself; footers are named by their relationship. */
function sectionProperties(landscape: boolean, footers: { odd: string; even: string }): Element {
  const size: Record<string, string | number> = landscape
    ? { w: 16838, h: 11906, orient: 'landscape' }
    : { w: 11906, h: 16838 }
  const margin = landscape
    ? { top: 1587, right: 2098, bottom: 1474, left: 1984 }
    : { top: 2098, right: 1474, bottom: 1984, left: 1588 }
  return w('sectPr', {}, [
    w('footerReference', { type: 'default', 'r:id': footers.odd }),
    w('footerReference', { type: 'even', 'r:id': footers.even }),
    w('pgSz', size),
    w('pgMar', { ...margin, header: 851, footer: landscape ? 794 : 1191, gutter: 0 }),
    w('cols', { space: 425 }),
    w('docGrid', { type: 'lines', linePitch: line }),
  ])
}

const endsWith = (sheet: Element[], section: Element): void => {
  const last = sheet.at(-1)
  const properties = last?.name === 'w:p' ? last.children[0] : undefined
  if (last && properties && typeof properties !== 'string' && properties.name === 'w:pPr')
    sheet[sheet.length - 1] = {
      ...last,
      children: [
        {
          ...properties,
          children: inOrder([...properties.children.filter(c => typeof c !== 'string'), section]),
        },
        ...last.children.slice(1),
      ],
    }
  else sheet.push(paragraph('End', [section], []))
}

/** The whole body: head, text in its sections, 版记, and the last section's properties. */
export function bodyElements(
  sheet: Sheet,
  pack: Package,
  plans: Plans,
  footersOf: (landscape: boolean) => { odd: string; even: string },
): Element {
  const out = headElements(sheet)
  const sections = sectionsOf(sheet.blocks, plans)
  sections.forEach((section, i) => {
    if (i > 0)
      endsWith(out, sectionProperties(sections[i - 1]!.landscape, footersOf(sections[i - 1]!.landscape)))
    section.blocks.forEach((block, at) =>
      out.push(
        ...blockElements(block, pack, plans, {
          newPage: (i === 0 || at > 0) && beginsPage(section.blocks, at),
          held: isHeldBy(block, section.blocks[at + 1]),
        }),
      ),
    )
  })
  if (sheet.imprint.length > 0) out.push(...imprintElements(sheet.imprint))
  const last = sections.at(-1)?.landscape ?? false
  // A table may not be the last thing in a document.
  if (out.at(-1)?.name === 'w:tbl') out.push(paragraph('End', [], []))
  return w('body', {}, [...out, sectionProperties(last, footersOf(last))])
}
