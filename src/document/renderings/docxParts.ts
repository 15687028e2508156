import { element, writeXml, type Element } from '../intake/tree.ts'

/** The parts of the package that are the same for every document: styles, settings, fonts, lists. Measures in twips. */

const main = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main'
export const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
export const namespaces = {
  'xmlns:w': main,
  'xmlns:r': office,
  'xmlns:wp': 'http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing',
  'xmlns:a': 'http://schemas.openxmlformats.org/drawingml/2006/main',
  'xmlns:pic': 'http://schemas.openxmlformats.org/drawingml/2006/picture',
} as const

export const part = (root: Element): Uint8Array =>
  new TextEncoder().encode(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n${writeXml([root])}`)

type Value = string | number
/** `w:name` with attributes of the same namespace. */
export const w = (
  name: string,
  attributes: Record<string, Value> = {},
  children: (Element | string)[] = [],
): Element =>
  element(
    `w:${name}`,
    children,
    Object.fromEntries(
      Object.entries(attributes).map(([key, value]) => [key.includes(':') ? key : `w:${key}`, String(value)]),
    ),
  )
export const val = (name: string, value: Value): Element => w(name, { val: value })

/** Names of the faces the standard asks for; a machine without them takes what the font table says. */
export const faces = {
  title: '方正小标宋简体',
  text: '仿宋_GB2312',
  hei: '黑体',
  kai: '楷体_GB2312',
  song: '宋体',
} as const
const latin = 'Times New Roman'

export const fontsOf = (face: keyof typeof faces): Element =>
  face === 'title'
    ? w('rFonts', {
        hint: 'eastAsia',
        ascii: faces.title,
        hAnsi: faces.title,
        eastAsia: faces.title,
        cs: latin,
      })
    : w('rFonts', { hint: 'eastAsia', ascii: latin, hAnsi: latin, eastAsia: faces[face], cs: latin })

/** 28 characters of 三号 a line: a quarter of a point less between them; other faces stand as they are. */
const loose = val('spacing', 0)

/** One em of 三号, and the line of 28 points of which 22 fill a page. */
export const em = 320
export const line = 560
/** The 版心: 156 × 225 mm. */
export const textWidth = 8844
export const textHeight = 12756

const fontTable: readonly { name: string; instead: string; family: string; panose: string }[] = [
  { name: faces.title, instead: '宋体', family: 'auto', panose: '02010601030101010101' },
  { name: faces.text, instead: '仿宋', family: 'modern', panose: '02010609030101010101' },
  { name: faces.kai, instead: '楷体', family: 'modern', panose: '02010609030101010101' },
  { name: faces.hei, instead: 'SimHei', family: 'modern', panose: '02010609060101010101' },
  { name: faces.song, instead: 'SimSun', family: 'auto', panose: '02010600030101010101' },
]

export const fontTablePart = (): Element =>
  w('fonts', { ...namespaces }, [
    ...fontTable.map(font =>
      w('font', { name: font.name }, [
        val('altName', font.instead),
        val('panose1', font.panose),
        val('charset', '86'),
        val('family', font.family),
        val('pitch', 'variable'),
      ]),
    ),
    w('font', { name: latin }, [
      val('panose1', '02020603050405020304'),
      val('charset', '00'),
      val('family', 'roman'),
      val('pitch', 'variable'),
    ]),
  ])

export const settingsPart = (): Element =>
  w('settings', { ...namespaces }, [
    w('zoom', { percent: 100 }),
    val('defaultTabStop', 420),
    w('evenAndOddHeaders'),
    val('drawingGridVerticalSpacing', 156),
    val('characterSpacingControl', 'compressPunctuation'),
    w('compat', {}, [
      w('spaceForUL'),
      w('balanceSingleByteDoubleByteWidth'),
      w('doNotLeaveBackslashAlone'),
      w('ulTrailSpace'),
      w('doNotExpandShiftReturn'),
      w('adjustLineHeightInTable'),
      w('useFELayout'),
      w('compatSetting', {
        name: 'compatibilityMode',
        uri: 'http://schemas.microsoft.com/office/word',
        val: 15,
      }),
    ]),
    w('themeFontLang', { val: 'en-US', eastAsia: 'zh-CN' }),
    w('decimalSymbol', { val: '.' }),
    w('listSeparator', { val: ',' }),
  ])

type Style = {
  readonly id: string
  readonly name: string
  readonly next?: string
  readonly paragraph: readonly Element[]
  readonly run?: readonly Element[]
  readonly hiddenFromList?: true
}

const size = (halfPoints: number): Element[] => [val('sz', halfPoints), val('szCs', halfPoints)]
const exact = (points: number, around: { before?: number; after?: number } = {}): Element =>
  w('spacing', { before: around.before ?? 0, after: around.after ?? 0, line: points * 20, lineRule: 'exact' })
const firstLine = (): Element => w('ind', { firstLineChars: 200, firstLine: 2 * em })
/** Figures and Latin letters stand close: the places of name and date are counted in characters. */
const close = (): Element[] => [val('autoSpaceDE', 0), val('autoSpaceDN', 0)]

const heading = (rank: 1 | 2 | 3, run: readonly Element[]): Style => ({
  id: `Heading${rank}`,
  name: `heading ${rank}`,
  next: 'Text',
  paragraph: [
    w('keepNext'),
    w('keepLines'),
    exact(28),
    firstLine(),
    val('jc', 'both'),
    val('outlineLvl', rank - 1),
  ],
  run,
})

const styles: readonly Style[] = [
  {
    id: 'Title',
    name: 'Title',
    next: 'Text',
    paragraph: [w('keepNext'), w('keepLines'), exact(35, { after: line }), val('jc', 'center')],
    run: [fontsOf('title'), loose, ...size(44)],
  },
  heading(1, [fontsOf('hei')]),
  heading(2, [fontsOf('kai')]),
  heading(3, [w('b'), w('bCs')]),
  { id: 'Text', name: '公文正文', paragraph: [exact(28), firstLine(), val('jc', 'both')] },
  { id: 'Centred', name: '公文居中', paragraph: [exact(28), val('jc', 'center')] },
  { id: 'Right', name: '公文居右', paragraph: [exact(28), val('jc', 'right')] },
  { id: 'Addressee', name: '主送机关', next: 'Text', paragraph: [exact(28), val('jc', 'both')] },
  { id: 'Attachments', name: '附件说明', paragraph: [exact(28), val('jc', 'both')] },
  {
    id: 'Signature',
    name: '署名和成文日期',
    paragraph: [w('keepNext'), w('keepLines'), ...close(), exact(28), val('jc', 'right')],
  },
  { id: 'Label', name: '附注', paragraph: [exact(28), w('ind', { leftChars: 200, left: 2 * em })] },
  {
    id: 'AnnexMark',
    name: '附件标记',
    next: 'AnnexTitle',
    paragraph: [w('keepNext'), exact(28), val('outlineLvl', 0)],
    run: [fontsOf('hei')],
  },
  {
    id: 'AnnexTitle',
    name: '附件标题',
    next: 'Text',
    paragraph: [
      w('keepNext'),
      w('keepLines'),
      exact(35, { before: line, after: line }),
      val('jc', 'center'),
      val('outlineLvl', 0),
    ],
    run: [fontsOf('title'), loose, ...size(44)],
  },
  { id: 'Urgency', name: '紧急程度', paragraph: [exact(28)], run: [fontsOf('hei')] },
  {
    id: 'Letterhead',
    name: '发文机关标志',
    paragraph: [val('jc', 'center')],
    run: [fontsOf('title'), val('color', 'FF0000'), loose],
  },
  { id: 'Number', name: '发文字号', paragraph: [...close(), exact(28), val('jc', 'center')] },
  {
    id: 'Imprint',
    name: '版记',
    paragraph: [w('keepLines'), val('snapToGrid', 0), exact(22), w('ind', { left: 280, right: 280 })],
    run: [loose, ...size(28)],
  },
  {
    id: 'PageNumber',
    name: '公文页码',
    paragraph: [val('snapToGrid', 0), exact(20)],
    run: [fontsOf('song'), loose, ...size(28)],
  },
  {
    id: 'End',
    name: '文末',
    paragraph: [val('snapToGrid', 0), exact(1)],
    run: size(2),
    hiddenFromList: true,
  },
]

/** Text in a table of that size (points); `cellStyle` names it. */
const cellOf = (points: number): Style => ({
  id: cellStyle(points),
  name: `表格文字${points}磅`,
  paragraph: [
    val('wordWrap', 0),
    val('snapToGrid', 0),
    w('spacing', { before: 20, after: 20, line: Math.round(points * 1.3 * 20), lineRule: 'exact' }),
  ],
  run: [loose, ...size(points * 2)],
})
export const cellStyle = (points: number): string => `Cell${points * 2}`

const styleElement = (style: Style): Element =>
  w('style', { type: 'paragraph', ...(isBuiltIn(style.id) ? {} : { customStyle: 1 }), styleId: style.id }, [
    val('name', style.name),
    val('basedOn', 'Normal'),
    ...(style.next ? [val('next', style.next)] : []),
    ...(style.hiddenFromList ? [w('semiHidden')] : [w('qFormat')]),
    w('pPr', {}, [...style.paragraph]),
    ...(style.run ? [w('rPr', {}, [...style.run])] : []),
  ])
const isBuiltIn = (id: string): boolean => /^(?:Title|Heading\d)$/.test(id)

const border = (name: string): Element => w(name, { val: 'single', sz: 4, space: 0, color: '000000' })

/** `cellSizes`: the sizes (points) of the document's tables. */
export const stylesPart = (cellSizes: readonly number[]): Element =>
  w('styles', { ...namespaces }, [
    w('docDefaults', {}, [
      w('rPrDefault', {}, [
        w('rPr', {}, [
          w('rFonts', { ascii: latin, hAnsi: latin, eastAsia: faces.text, cs: latin }),
          ...size(32),
          w('lang', { val: 'en-US', eastAsia: 'zh-CN', bidi: 'ar-SA' }),
        ]),
      ]),
      w('pPrDefault'),
    ]),
    w('style', { type: 'paragraph', default: 1, styleId: 'Normal' }, [
      val('name', 'Normal'),
      w('qFormat'),
      w('pPr', {}, [val('widowControl', 0)]),
      w('rPr', {}, [val('spacing', -5)]),
    ]),
    ...styles.map(styleElement),
    ...cellSizes.map(points => styleElement(cellOf(points))),
    w('style', { type: 'table', default: 1, styleId: 'TableNormal' }, [
      val('name', 'Normal Table'),
      val('uiPriority', 99),
      w('semiHidden'),
      w('tblPr', {}, [
        w('tblInd', { w: 0, type: 'dxa' }),
        w('tblCellMar', {}, [
          w('top', { w: 0, type: 'dxa' }),
          w('left', { w: 70, type: 'dxa' }),
          w('bottom', { w: 0, type: 'dxa' }),
          w('right', { w: 70, type: 'dxa' }),
        ]),
      ]),
    ]),
    w('style', { type: 'table', customStyle: 1, styleId: 'DocumentTable' }, [
      val('name', '公文表格'),
      val('basedOn', 'TableNormal'),
      w('tblPr', {}, [
        w('tblBorders', {}, ['top', 'left', 'bottom', 'right', 'insideH', 'insideV'].map(border)),
      ]),
    ]),
  ])

const bullets = ['•', '–', '•', '–', '•', '–', '•', '–', '•']

/** List 1 is of dots; every numbered list has a number of its own from 2 on, so that it starts where it says. */
export const numberingPart = (starts: readonly number[]): Element =>
  w('numbering', { ...namespaces }, [
    ...[0, 1].map(kind =>
      w('abstractNum', { abstractNumId: kind }, [
        val('multiLevelType', 'multilevel'),
        ...bullets.map((dot, level) =>
          w('lvl', { ilvl: level }, [
            val('start', 1),
            val('numFmt', kind === 0 ? 'bullet' : 'decimal'),
            val('lvlText', kind === 0 ? dot : `%${level + 1}.`),
            val('lvlJc', 'left'),
            w('pPr', {}, [w('ind', { left: em * (3 + level * 1.5), hanging: em })]),
          ]),
        ),
      ]),
    ),
    w('num', { numId: 1 }, [val('abstractNumId', 0)]),
    ...starts.map((start, i) =>
      w('num', { numId: i + 2 }, [
        val('abstractNumId', 1),
        ...bullets.map((_, level) =>
          w('lvlOverride', { ilvl: level }, [val('startOverride', level === 0 ? start : 1)]),
        ),
      ]),
    ),
  ])
