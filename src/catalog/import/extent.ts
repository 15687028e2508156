import type { Container } from '#kit/ooxml/container.ts'
import { attribute, decodePart, walkMarkup } from '#kit/ooxml/markup.ts'
import { mostColumns, mostRows } from './grid.ts'

/** How far the text of a workbook reaches, of what is read of it; and what stands beyond. */
export type Extent = {
  readonly rows: number
  readonly columns: number
  readonly cut: readonly { readonly sheet: string; readonly place: string }[]
}

const columnOf = (letters: string) => [...letters].reduce((n, c) => n * 26 + c.charCodeAt(0) - 64, 0)

/** Looks for the last cell with something in it, without reading any. Throws ContainerError and MarkupFault. */
export async function extentOf(container: Container): Promise<Extent> {
  let [rows, columns] = [1, 1]
  const cut: { sheet: string; place: string }[] = []
  for (const [part, sheet] of await sheetsOf(container)) {
    const bytes = await container.read(part)
    if (!bytes) continue
    // A cell without a value is closed at once; one with a value or a formula begins with it.
    const cells = /<(?:\w+:)?c\b[^>]*?\br="([A-Z]{1,3})(\d{1,7})"[^>]*(?<!\/)>\s*<(?:\w+:)?(?:v|is|f)\b/g
    const source = decodePart(bytes)
    // A cell may leave out its place: it stands after the one before.
    if (/<(?:\w+:)?c(?![^>]*\br=)[\s>]/.test(source)) [rows, columns] = [mostRows, mostColumns]
    let beyond: string | null = null
    for (const [, letters, digits] of source.matchAll(cells)) {
      const [column, row] = [columnOf(letters!), Number(digits)]
      if (column > mostColumns || row > mostRows) beyond ??= `${letters}${digits}`
      rows = Math.max(rows, Math.min(row, mostRows))
      columns = Math.max(columns, Math.min(column, mostColumns))
    }
    if (beyond !== null) cut.push({ sheet, place: beyond })
  }
  return { rows, columns, cut }
}

/** The parts of the sheets with their names. */
async function sheetsOf(container: Container): Promise<Map<string, string>> {
  const found = new Map<string, string>()
  const partOf = new Map<string, string>()
  const relations = await container.read('xl/_rels/workbook.xml.rels')
  if (relations)
    walkMarkup(decodePart(relations), {
      open(name, tag) {
        const target = attribute(tag, 'Target') ?? ''
        if (name === 'Relationship')
          partOf.set(
            attribute(tag, 'Id') ?? '',
            target.startsWith('/') ? target.slice(1) : `xl/${target.replace(/^\.\//, '')}`,
          )
      },
    })
  const book = await container.read('xl/workbook.xml')
  if (book)
    walkMarkup(decodePart(book), {
      open(name, tag) {
        const part = partOf.get(attribute(tag, 'id') ?? '')
        if (name === 'sheet' && part !== undefined) found.set(part, attribute(tag, 'name') ?? '')
      },
    })
  return found
}
