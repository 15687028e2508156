import { element, type Element } from '../intake/tree.ts'
import { fontsOf, namespaces, office, textWidth, val, w } from './docxParts.ts'
import { pictureHeight, sizeOnPaper, wordsFor, type Picture } from './pictures.ts'
import type { Run, TextRun } from './runs.ts'

/** What the body asks of the rest of the package while it is written. */
export type Package = {
  readonly pictures: ReadonlyMap<string, Picture>
  /** Relationship id → what it leads to. */
  readonly relationships: Map<string, { type: string; target: string; external: boolean }>
  /** First numbers of the numbered lists, in order. */
  readonly starts: number[]
  readonly cellSizes: Set<number>
  drawings: number
}

const hasWide = /[^\u0000-\u024f]/

function runProperties(run: TextRun): Element[] {
  const face = run.face ?? (run.italic && hasWide.test(run.text) ? 'kai' : undefined)
  const properties = [
    ...(face ? [fontsOf(face)] : hasWide.test(run.text) ? [w('rFonts', { hint: 'eastAsia' })] : []),
    ...(run.bold ? [w('b'), w('bCs')] : []),
    ...(run.italic ? [w('i'), w('iCs')] : []),
    ...(run.underline ? [val('u', 'single')] : []),
    ...(run.script ? [val('vertAlign', run.script === 'super' ? 'superscript' : 'subscript')] : []),
  ]
  return properties.length > 0 ? [w('rPr', {}, properties)] : []
}

export const textElement = (text: string): Element => w('t', { 'xml:space': 'preserve' }, [text])

function relate(pack: Package, type: string, target: string, external: boolean): string {
  for (const [id, known] of pack.relationships) if (known.type === type && known.target === target) return id
  const id = `rId${pack.relationships.size + 1}`
  pack.relationships.set(id, { type, target, external })
  return id
}

export function runElements(runs: readonly Run[], pack: Package, width: number): Element[] {
  return runs.map(run => {
    if ('break' in run) return w('r', {}, [w('br')])
    if ('picture' in run) return picture(run, pack, width)
    const own = w('r', {}, [...runProperties(run), textElement(run.text)])
    if (run.link === undefined) return own
    return w('hyperlink', { 'r:id': relate(pack, `${office}/hyperlink`, run.link, true), history: 1 }, [own])
  })
}

function picture(run: { picture: string; alt: string }, pack: Package, width: number): Element {
  const found = pack.pictures.get(run.picture)
  // WebP is not known to Word before 2021 nor to WPS: its words stand in.
  if (!found || found.extension === 'webp')
    return w('r', {}, [w('rPr', {}, [w('rFonts', { hint: 'eastAsia' })]), textElement(wordsFor(run.alt))])
  const at = [...pack.pictures.keys()].indexOf(run.picture)
  const id = relate(pack, `${office}/image`, `media/image${at + 1}.${found.extension}`, false)
  const size = sizeOnPaper(found, {
    width: width / 20,
    height: width < textWidth ? pictureHeight.cell : pictureHeight.page,
  })
  const extent = { cx: String(Math.round(size.width * 12700)), cy: String(Math.round(size.height * 12700)) }
  const number = String(++pack.drawings)
  const names = { id: number, name: `图片${number}`, descr: run.alt }
  const graphic = element('pic:pic', [
    element('pic:nvPicPr', [element('pic:cNvPr', [], names), element('pic:cNvPicPr')]),
    element('pic:blipFill', [
      element('a:blip', [], { 'r:embed': id }),
      element('a:stretch', [element('a:fillRect')]),
    ]),
    element('pic:spPr', [
      element('a:xfrm', [element('a:off', [], { x: '0', y: '0' }), element('a:ext', [], extent)]),
      element('a:prstGeom', [element('a:avLst')], { prst: 'rect' }),
    ]),
  ])
  return w('r', {}, [
    w('drawing', {}, [
      element(
        'wp:inline',
        [
          element('wp:extent', [], extent),
          element('wp:docPr', [], names),
          element('wp:cNvGraphicFramePr', [element('a:graphicFrameLocks', [], { noChangeAspect: '1' })]),
          element('a:graphic', [element('a:graphicData', [graphic], { uri: namespaces['xmlns:pic'] })]),
        ],
        { distT: '0', distB: '0', distL: '0', distR: '0' },
      ),
    ]),
  ])
}

/** Schema order of what is added to a paragraph's style here; Word refuses a file where it is broken. */
const order = [
  'pStyle',
  'keepNext',
  'keepLines',
  'pageBreakBefore',

  'numPr',
  'pBdr',
  'tabs',
  'spacing',
  'ind',
  'jc',
  'sectPr',
]
export const inOrder = (elements: readonly Element[]): Element[] =>
  [...elements].sort((a, b) => order.indexOf(a.name.slice(2)) - order.indexOf(b.name.slice(2)))

export const paragraph = (
  style: string,
  properties: readonly Element[],
  content: readonly Element[],
): Element => w('p', {}, [w('pPr', {}, inOrder([val('pStyle', style), ...properties])), ...content])

export const plain = (text: string): Element[] => [
  w('r', {}, [w('rPr', {}, [w('rFonts', { hint: 'eastAsia' })]), textElement(text)]),
]

/** A picture is as high as it is: an exact line would cut it. */
export const ownHeight = (runs: readonly Run[], pack: Package): Element[] =>
  runs.some(run => 'picture' in run && pack.pictures.has(run.picture))
    ? [w('spacing', { line: 240, lineRule: 'auto' })]
    : []
