import { xlsxType } from '#kit/exports/csv.ts'
import {
  printedDocument,
  printedRows,
  printedSheet,
  textWidth,
  type PrintedTable,
} from '#kit/exports/printed.ts'
import { dayOf, isoOf } from '#kit/now.ts'
import { openFile, openJson, openTable } from '#portal/openFile.ts'
import type { PortalContext, Raw } from '#portal/page.ts'
import { guidelineOf } from '../guideline/guidelines.ts'
import { coverageLabels } from '../rules/coverage.ts'
import { columnHeads, rowCells, rowGroups } from './layout.ts'
import { codeOfEntry, nameOfEntry } from '../lists/model.ts'
import { absenceKindLabels } from './model.ts'
import type { PublicCatalog } from './publicData.ts'

/** A catalog in force as a file: the official columns, and behind them how each item stands today. */

export const docxType = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'
const heads = [...columnHeads, '公开情况', '公开件数', '最近公开日期', '说明']

const titleOf = (of: PublicCatalog) =>
  `${of.body.name}${guidelineOf(of.catalog.field).field}基层政务公开标准目录`

function rows(of: PublicCatalog) {
  return rowGroups(of.items, guidelineOf(of.catalog.field)).flatMap(group =>
    group.items.map(({ number, item }) => ({
      item,
      cells: [
        number,
        group.level1,
        item.name,
        ...rowCells(item.item),
        coverageLabels[item.state],
        item.ever,
        item.last,
        item.absence
          ? `${absenceKindLabels[item.absence.kind]}：${item.absence.reason}（${item.absence.saidBy}，${item.absence.saidOn}）`
          : null,
      ],
    })),
  )
}

const nameOf = (of: PublicCatalog) => ({ title: titleOf(of), plain: 'catalog' })

const note = (context: PortalContext, of: PublicCatalog) =>
  `第${of.catalog.number}版，${of.catalog.effectiveOn ?? of.catalog.publishedOn}起施行；公开情况截至${dayOf(context.now())}`

/** As the official form has it: 一级事项 is one cell over its rows. */
const printed = (context: PortalContext, of: PublicCatalog): PrintedTable => ({
  title: titleOf(of),
  note: note(context, of),
  heads,
  rows: rows(of).map(l => l.cells),
  widths: [6, 10, 16, 38, 34, 18, 16, 24, 10, 9, 10, 12, 9, 13, 14],
  joined: 1,
})

/** XLSX: title, note, heads, rows; 一级事项 merged down its rows as in the official form. */
export async function xlsxFile(context: PortalContext, of: PublicCatalog | null): Promise<Raw | null> {
  if (!of) return null
  const bytes = await printedSheet(guidelineOf(of.catalog.field).field, printed(context, of))
  return openFile(nameOf(of), 'xlsx', xlsxType, Buffer.from(bytes))
}

/** DOCX, A4 across: the same columns, the heads on every page. */
export async function docxFile(context: PortalContext, of: PublicCatalog | null): Promise<Raw | null> {
  if (!of) return null
  const table = printed(context, of)
  const bytes = await printedDocument({ title: table.title, note: table.note, isAcross: true, size: 8 }, [
    printedRows(table, textWidth(true)),
  ])
  return openFile(nameOf(of), 'docx', docxType, bytes)
}

export async function csvFile(context: PortalContext, of: PublicCatalog | null): Promise<Raw | null> {
  if (!of) return null
  const columns = heads.map(header => ({ header }))
  return openTable(nameOf(of), 'csv', { notes: [], columns, lines: rows(of).map(l => l.cells) })
}

/** Open data: the items with their elements, rules and state; `marks` is what publications carry in catalog_items. */
export async function jsonFile(context: PortalContext, of: PublicCatalog | null): Promise<Raw | null> {
  if (!of) return null
  return openJson(nameOf(of), catalogData(context, of))
}

/** The same as the file and as the open interface answer it. */
export function catalogData(context: PortalContext, of: PublicCatalog) {
  const { site } = context
  return {
    title: titleOf(of),
    body: of.body.slug,
    field: of.catalog.field,
    version: of.catalog.number,
    effective_on: of.catalog.effectiveOn,
    published_on: of.catalog.publishedOn,
    url: `${site.origin}${site.base}${of.catalog.address}`,
    year: of.year,
    made_at: isoOf(context.now()),
    items: rows(of).map(({ cells, item: c }) => ({
      number: cells[0] as number,
      key: c.item.key,
      national_codes: c.item.lineage.codes,
      level1: c.item.level1,
      level2: c.item.level2,
      level3: c.item.level3,
      content: c.item.content,
      basis: c.item.basis,
      deadline: c.item.deadline,
      deadline_rule: c.item.deadlineRule,
      subject: c.item.subject,
      channels: c.item.channels,
      audience: c.item.audience,
      mode: c.item.mode,
      levels: c.item.levels,
      state: c.state,
      state_label: coverageLabels[c.state],
      months: c.months,
      published_in_year: c.published,
      late_in_year: c.late,
      published: c.ever,
      last_published_on: c.last,
      marks: c.marks.metBy,
      counterparts: (of.counterparts.get(c.item.key) ?? []).map(({ kind, entry }) => ({
        list: kind,
        key: entry.key,
        name: nameOfEntry(entry),
        code: codeOfEntry(entry),
      })),
      not_applicable: c.absence
        ? {
            kind: c.absence.kind,
            reason: c.absence.reason,
            said_by: c.absence.saidBy,
            said_on: c.absence.saidOn,
          }
        : null,
    })),
  }
}
