import type { ImportView } from '../views.ts'
import type { Note, Notes } from './notes.ts'

const certainWords = { sure: '', likely: '很可能', possible: '只是可能' } as const

/** What the reading of a file says at each row: its findings, and how sure the counterpart is. */
export function notesOfImport(view: ImportView): Notes {
  const notes = new Map<string, Note[]>()
  for (const row of view.rows) {
    const own: Note[] = view.findings
      .filter(f => f.row === row.row && f.table === row.table)
      .map(f => ({
        element: null,
        text: `${f.cell ? `${f.cell}　` : ''}${f.label}：${f.message}`,
        tone: f.isGrave ? 'grave' : 'soft',
      }))
    if (row.certainty !== null && row.certainty !== 'sure')
      own.push({
        element: 'level2',
        text: `${certainWords[row.certainty]}对应${row.item.lineage.codes.join('、')}，请核对。`,
        tone: 'soft',
      })
    if (own.length > 0) notes.set(row.item.key, own)
  }
  return notes
}

/** Rows as read, by the key they were given. */
export const printedOf = (view: ImportView): ReadonlyMap<string, Readonly<Record<string, string>>> =>
  new Map(view.rows.map(r => [r.item.key, r.cells]))
