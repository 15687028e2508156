import {
  attribute,
  attributesOf,
  escapeXml,
  unescapeXml,
  walkMarkup,
  walkMarkupInTurns,
  type Edit,
  type MarkupHandler,
} from '#kit/ooxml/markup.ts'

/** A stretch of text of a paragraph: where it stands in the source, or nowhere (a tab, a line end). */
export type Piece = {
  readonly from: number
  readonly to: number
  readonly text: string
  /** text: what is read · deleted: by a revision · field: an instruction behind the text (HYPERLINK "mailto:…"). */
  readonly kind: 'text' | 'deleted' | 'field'
  readonly inserted: boolean
  readonly hidden: boolean
  readonly isCdata: boolean
}

/** What is read as one: a paragraph of Word or of a drawing, a string or cell of a sheet, a comment, any other text. */
export type Block = {
  readonly pieces: Piece[]
  /** Name of the element that holds it. */
  readonly element: string
  /** Names of the elements round it, outermost first, as far as they say something. */
  readonly inside: readonly string[]
  readonly table: { readonly table: number; readonly row: number; readonly column: number } | null
}

/** A text that stands in a tag. */
export type TagText = {
  readonly element: string
  readonly name: string
  readonly value: string
  /** Of the raw value in the source. */
  readonly from: number
  readonly to: number
  readonly tag: { readonly from: number; readonly to: number; readonly isEmpty: boolean }
}

export type MarkupText = {
  readonly blocks: Block[]
  readonly attributes: TagText[]
  /** How many insertions and deletions are tracked. */
  readonly revisions: number
}

const blockElements = new Set(['p', 'si', 'is', 'definedName', 'f', 'v', 'author', 'formula1', 'formula2'])
const marked = new Set([
  'txbxContent',
  'textbox',
  'Fallback',
  'comment',
  'footnote',
  'endnote',
  'hdr',
  'ftr',
  'txBody',
  'rPh',
  'numCache',
])

/** Attributes in which people's words stand; ids, sizes and numbers of revisions are not read. */
const spoken = new Set(
  'descr title alias tag author initials name tooltip Target instr prompt promptTitle error errorTitle displayName userId displayText string alt href label lastUserName userName minValue maxValue'.split(
    ' ',
  ),
)
/** `val` and `value` hold words in these alone. */
const valued = new Set([
  'alias',
  'tag',
  'docVar',
  'statusText',
  'helpText',
  'default',
  'listItem',
  'format',
  's',
  'n',
  'text',
])

/** A glance that most tags do not pass, before their attributes are taken apart. */
const glance = new RegExp(`[\\s:](?:${[...spoken].join('|')})\\s*=`)
const mayHold = (name: string, tag: string) => valued.has(name) || glance.test(tag)

const isOff = (tag: string) => /^(?:0|false|off|none)$/.test(attribute(tag, 'val') ?? '1')

/**
 * All text of a part of an Office file with its places in the source. `hiddenStyles`: ids of character styles that hide.
 * Throws MarkupFault for what is not well-formed.
 */
export function readMarkup(source: string, hiddenStyles: ReadonlySet<string> = new Set()): MarkupText {
  const { handler, finish } = makeReader(source, hiddenStyles)
  walkMarkup(source, handler)
  return finish()
}

/** The same, with others having their turn in between. */
export async function readMarkupInTurns(
  source: string,
  hiddenStyles: ReadonlySet<string> = new Set(),
): Promise<MarkupText> {
  const { handler, finish } = makeReader(source, hiddenStyles)
  await walkMarkupInTurns(source, handler)
  return finish()
}

function makeReader(
  source: string,
  hiddenStyles: ReadonlySet<string>,
): { handler: MarkupHandler; finish: () => MarkupText } {
  const blocks: Block[] = []
  const attributes: TagText[] = []
  const path: string[] = []
  const open: { block: Block; depth: number }[] = []
  const tables: { table: number; row: number; column: number }[] = []
  let tableCount = 0
  let revisions = 0
  let deleted = 0
  let inserted = 0
  let run: { hidden: boolean; depth: number } | null = null
  const runs: ({ hidden: boolean; depth: number } | null)[] = []

  const push = (from: number, to: number, text: string, kind: Piece['kind'], isCdata = false) => {
    const piece = { from, to, text, kind, inserted: inserted > 0, hidden: run?.hidden ?? false, isCdata }
    const block = open.at(-1)?.block
    if (block) block.pieces.push(piece)
    else
      blocks.push({
        pieces: [piece],
        element: path.at(-1) ?? '',
        inside: path.filter(p => marked.has(p)),
        table: null,
      })
  }

  const handler: MarkupHandler = {
    open(name, tag, from, to, isEmpty) {
      if (mayHold(name, tag))
        for (const a of attributesOf(tag)) {
          const isSpoken =
            spoken.has(a.name) ||
            ((a.name === 'val' || a.name === 'value' || a.name === 'v') && valued.has(name))
          if (isSpoken && a.value !== '')
            attributes.push({
              element: name,
              name: a.name,
              value: a.value,
              from: from + a.valueFrom,
              to: from + a.valueTo,
              tag: { from, to, isEmpty },
            })
        }
      switch (name) {
        case 'tab':
        case 'ptab':
          if (path.at(-1) === 'r') push(-1, -1, '\t', 'text')
          break
        case 'br':
        case 'cr':
          if (open.length > 0) push(-1, -1, '\n', 'text')
          break
        case 'noBreakHyphen':
          push(-1, -1, '-', 'text')
          break
        case 'vanish':
        case 'webHidden':
        case 'specVanish':
          if (run && path.at(-1) === 'rPr' && path.at(-2) === 'r' && !isOff(tag)) run.hidden = true
          break
        case 'rStyle':
          if (run && hiddenStyles.has(attribute(tag, 'val') ?? '')) run.hidden = true
          break
        case 'ins':
        case 'moveTo':
          if (!isEmpty) inserted++
          revisions++
          break
        case 'del':
        case 'moveFrom':
          if (!isEmpty) deleted++
          revisions++
          break
      }
      if (isEmpty) return
      if (name === 'tbl') tables.push({ table: ++tableCount, row: 0, column: 0 })
      const table = tables.at(-1)
      if (name === 'tr' && table) {
        table.row++
        table.column = 0
      }
      if (name === 'tc' && table) table.column++
      if (name === 'r') {
        runs.push(run)
        run = { hidden: false, depth: path.length }
      }
      if (blockElements.has(name)) {
        const block: Block = {
          pieces: [],
          element: name,
          inside: path.filter(p => marked.has(p)),
          table: table && name === 'p' ? { ...table } : null,
        }
        blocks.push(block)
        open.push({ block, depth: path.length })
      }
      path.push(name)
    },
    close(name) {
      path.pop()
      if (name === 'tbl') tables.pop()
      if (name === 'r' && run && run.depth === path.length) run = runs.pop() ?? null
      if (open.at(-1)?.depth === path.length) open.pop()
      if (name === 'ins' || name === 'moveTo') inserted = Math.max(0, inserted - 1)
      if (name === 'del' || name === 'moveFrom') deleted = Math.max(0, deleted - 1)
    },
    text(from, to, isCdata) {
      const raw = source.slice(from, to)
      const name = path.at(-1)
      const isTextElement =
        name === 't' || name === 'delText' || name === 'instrText' || name === 'delInstrText'
      // Between elements there is layout; within an element that holds text, blanks count.
      if (!isTextElement && raw.trim() === '') return
      const text = isCdata ? raw : unescapeXml(raw)
      const kind =
        name === 'delText' || name === 'delInstrText' || deleted > 0
          ? 'deleted'
          : name === 'instrText'
            ? 'field'
            : 'text'
      push(from, to, text, kind, isCdata)
    },
  }
  return {
    handler,
    finish: () => ({ blocks: blocks.filter(b => b.pieces.some(p => p.from >= 0)), attributes, revisions }),
  }
}

/** The pieces of one kind of reading, in order: as accepted, as before the revisions, the instructions. */
export function piecesFor(block: Block, reading: 'accepted' | 'original' | 'field'): Piece[] {
  return block.pieces.filter(p =>
    reading === 'field'
      ? p.kind === 'field'
      : reading === 'accepted'
        ? p.kind === 'text'
        : p.kind === 'deleted' || (p.kind === 'text' && !p.inserted),
  )
}

export const textOfPieces = (pieces: readonly Piece[]): string => pieces.map(p => p.text).join('')

/** Stretches of hidden text within the joined text. */
export function hiddenStretches(pieces: readonly Piece[]): [number, number][] {
  const found: [number, number][] = []
  let at = 0
  for (const piece of pieces) {
    const end = at + piece.text.length
    if (piece.hidden && piece.text.trim() !== '') {
      const last = found.at(-1)
      if (last && last[1] === at) last[1] = end
      else found.push([at, end])
    }
    at = end
  }
  return found
}

/** What stands where in the joined text is exchanged in the pieces it came from: all of the new text goes to the first of them. */
export function editsFor(
  pieces: readonly Piece[],
  changes: readonly { readonly start: number; readonly end: number; readonly text: string }[],
): Edit[] {
  if (changes.length === 0) return []
  const edits: Edit[] = []
  let at = 0
  for (const piece of pieces) {
    const from = at
    const to = at + piece.text.length
    at = to
    if (piece.from < 0) continue
    let text = ''
    let done = from
    let isChanged = false
    for (const change of changes) {
      if (change.end <= from || change.start >= to) continue
      isChanged = true
      const begins = Math.max(change.start, from)
      text += piece.text.slice(done - from, begins - from)
      // A change that began in a tab or line end has no piece of its own there: the first that has one takes it.
      if (change.start >= from || !hasEarlier(pieces, piece, change.start)) text += change.text
      done = Math.min(change.end, to)
    }
    if (!isChanged) continue
    text += piece.text.slice(done - from)
    edits.push({
      from: piece.from,
      to: piece.to,
      text: piece.isCdata ? text.replaceAll(']]>', ']] >') : escapeXml(text),
    })
  }
  return edits
}

function hasEarlier(pieces: readonly Piece[], before: Piece, start: number): boolean {
  let at = 0
  for (const piece of pieces) {
    if (piece === before) return false
    const to = at + piece.text.length
    if (piece.from >= 0 && to > start) return true
    at = to
  }
  return false
}
