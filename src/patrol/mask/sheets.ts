import { attribute, attributesOf, escapeXml, unescapeXml, walkMarkup, type Edit } from '#kit/ooxml/markup.ts'
import { figuresOf } from '../readers/xlsx.ts'
import type { Removal } from './strings.ts'

type CellParts = {
  readonly tag: string
  readonly from: number
  readonly to: number
  formulas: { from: number; to: number; text: string }[]
  value: { from: number; to: number; text: string } | null
}

/** A number as its figures stand in the file: 1.3812345678E10 is 13812345678. */
function figures(raw: string): string {
  const number = Number(raw)
  return raw.trim() === '' || !Number.isFinite(number) ? raw : figuresOf(number)
}

export type SheetMask = { readonly edits: Edit[]; readonly droppedFormulas: number }

/** Remembers what the numbers of a sheet hold: the strings lie in parts of their own. */
export function noteCells(source: string, removal: Removal): void {
  for (const cell of cellsOf(source)) {
    if (cell.value) removal.note(isNumber(cell.tag) ? figures(cell.value.text) : cell.value.text)
    for (const f of cell.formulas) removal.note(f.text)
  }
}

const isNumber = (tag: string) => /^(?:n|)$/.test(attribute(tag, 't') ?? '')

/**
 * Masks the cells of a sheet: a number that is personal data becomes a text. Where a formula holds such data, all formulas of the
 * sheet go and their values stay, for formulas may lean on one another.
 */
export function maskCells(source: string, removal: Removal): SheetMask {
  const edits: Edit[] = []
  const cells = cellsOf(source)
  const valueOf = (cell: CellParts) =>
    cell.value === null ? '' : isNumber(cell.tag) ? figures(cell.value.text) : cell.value.text
  // A formula that comes out at personal data would show it again at the next calculation.
  const dropFormulas = cells.some(
    cell =>
      cell.formulas.length > 0 &&
      (removal.holds(valueOf(cell)) || cell.formulas.some(f => removal.holds(f.text))),
  )
  let droppedFormulas = 0
  for (const cell of cells) {
    if (dropFormulas)
      for (const f of cell.formulas) {
        edits.push({ from: f.from, to: f.to, text: '' })
        droppedFormulas++
      }
    const { value } = cell
    if (!value || attribute(cell.tag, 't') === 's') continue
    const text = valueOf(cell)
    const masked = removal.masked(text)
    if (masked === text) continue
    if (!isNumber(cell.tag)) {
      edits.push({ from: value.from, to: value.to, text: `<v>${escapeXml(masked)}</v>` })
      continue
    }
    edits.push({ from: cell.from, to: cell.to, text: asString(cell.tag) })
    edits.push({ from: value.from, to: value.to, text: `<is><t>${escapeXml(masked)}</t></is>` })
  }
  return { edits, droppedFormulas }
}

function asString(tag: string): string {
  const type = attributesOf(tag).find(a => a.fullName === 't')
  const without = type ? tag.slice(0, type.from) + tag.slice(type.to) : tag
  return without.replace(/>$/, ' t="inlineStr">')
}

function cellsOf(source: string): CellParts[] {
  const cells: CellParts[] = []
  let cell: CellParts | null = null
  let inner: { name: 'v' | 'f'; from: number; text: string } | null = null
  walkMarkup(source, {
    open(name, tag, from, to, isEmpty) {
      if (name === 'c' && !isEmpty) {
        cell = { tag, from, to, formulas: [], value: null }
        cells.push(cell)
      } else if (cell && (name === 'v' || name === 'f')) {
        if (isEmpty) {
          if (name === 'f') cell.formulas.push({ from, to, text: '' })
        } else inner = { name, from, text: '' }
      }
    },
    text(from, to, isCdata) {
      if (inner) inner.text += isCdata ? source.slice(from, to) : unescapeXml(source.slice(from, to))
    },
    close(name, _from, to) {
      if (cell && inner && name === inner.name) {
        const found = { from: inner.from, to, text: inner.text }
        if (name === 'v') cell.value = found
        else cell.formulas.push(found)
        inner = null
      }
      if (name === 'c') cell = null
    },
  })
  return cells
}
