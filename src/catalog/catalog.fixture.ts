/** For tests only: catalogs as offices lay them out, in every file they save them in. */
import { Document, Packer, Paragraph, Table, TableCell, TableRow, TextRun, VerticalMergeType } from 'docx'
import { writeXlsx } from 'hucre'
import { channelNames, type CatalogItem, type GuidelineName } from './model.ts'
import { guidelineOf } from './guideline/guidelines.ts'

export type Merge = { startRow: number; startCol: number; endRow: number; endCol: number }
/** A sheet of texts; merged places hold their text in the first place, '' in the others. */
export type Sheet = {
  name?: string
  rows: string[][]
  merges: Merge[]
  hidden?: boolean
  hiddenRows?: number[]
  hiddenColumns?: number[]
}

export const nationalItems = (name: GuidelineName): CatalogItem[] =>
  guidelineOf(name).items.map(i => ({
    level1: i.level1,
    level2: i.level2,
    level3: null,
    content: i.content,
    basis: i.basis,
    deadline: i.deadline,
    deadlineRule: i.deadlineRule,
    subject: i.subject,
    channels: i.channels,
    audience: i.audience,
    mode: i.mode,
    levels: i.levels,
  }))

export type FormWords = {
  title?: string | null
  particular?: string
  onRequest?: string
  county?: string
  township?: string
  /** ■ and □, or √ only where a box is ticked. */
  boxes?: 'boxes' | 'ticks' | 'names'
  /** Numbers written into the names: 1.法律法规. */
  numbers?: boolean
  /** Merge equal 一级事项 downwards. */
  mergeLevel1?: boolean
}

const tick = (on: boolean | undefined) => (on ? '√' : '')

/** The national form: title, header of two rows, twelve columns and more. */
export function nationalForm(items: readonly CatalogItem[], words: FormWords = {}): Sheet {
  const merges: Merge[] = []
  const rows: string[][] = []
  const width = 15
  const blank = () => Array.from({ length: width }, () => '')
  if (words.title) {
    rows.push([words.title, ...blank().slice(1)])
    merges.push({ startRow: 0, startCol: 0, endRow: 0, endCol: width - 1 })
  }
  const h = rows.length
  rows.push(
    [
      '序号',
      '公开事项',
      '',
      '公开内容(要素)',
      '公开依据',
      '公开时限',
      '公开主体',
      '公开渠道和载体',
      '公开对象',
      '',
      '公开方式',
      '',
      '公开层级',
      '',
      '',
    ].slice(0, width),
  )
  rows.push([
    '',
    '一级事项',
    '二级事项',
    '',
    '',
    '',
    '',
    '',
    '全社会',
    words.particular ?? '特定群体',
    '主动',
    words.onRequest ?? '依申请',
    words.county ?? '县级',
    words.township ?? '乡级',
    '',
  ])
  for (const c of [0, 3, 4, 5, 6, 7]) merges.push({ startRow: h, startCol: c, endRow: h + 1, endCol: c })
  for (const c of [1, 8, 10, 12]) merges.push({ startRow: h, startCol: c, endRow: h, endCol: c + 1 })
  let groupStart = -1
  const closeGroup = (end: number) => {
    if (words.mergeLevel1 !== false && groupStart >= 0 && end > groupStart)
      merges.push({ startRow: groupStart, startCol: 1, endRow: end, endCol: 1 })
  }
  for (const [i, item] of items.entries()) {
    const r = rows.length
    const isNew = i === 0 || items[i - 1]!.level1 !== item.level1
    if (isNew) {
      closeGroup(r - 1)
      groupStart = r
    }
    const number = words.numbers ? `${i + 1}.` : ''
    rows.push([
      String(i + 1),
      isNew || words.mergeLevel1 === undefined ? (item.level1 ?? '') : '',
      `${number}${item.level2 ?? ''}`,
      item.content ?? '',
      item.basis?.join('\n') ?? '',
      item.deadline ?? '',
      item.subject ?? '',
      channelText(item, words.boxes ?? 'boxes'),
      tick(item.audience?.includes('全社会')),
      tick(item.audience?.includes('特定群体')),
      tick(item.mode === '主动'),
      tick(item.mode === '依申请'),
      tick(item.levels?.includes('县级')),
      tick(item.levels?.includes('乡级')),
      '',
    ])
    // Only the first of merged places keeps its text.
    if (!isNew && words.mergeLevel1 !== false) rows[r]![1] = ''
  }
  closeGroup(rows.length - 1)
  return {
    rows: rows.map(r => r.slice(0, 14)),
    merges: merges.map(m => ({ ...m, endCol: Math.min(m.endCol, 13) })),
  }
}

export function channelText(item: CatalogItem, boxes: 'boxes' | 'ticks' | 'names'): string {
  if (!item.channels) return ''
  const on = new Map(item.channels.map(c => [c.name, c.preselected]))
  const used = channelNames.filter(n => on.get(n) === true)
  if (boxes === 'names') return used.join('、')
  if (boxes === 'ticks') return channelNames.map(n => (on.get(n) ? `√${n}` : `□${n}`)).join(' ')
  return channelNames.map(n => `${on.get(n) ? '■' : '□'}${n === '发布会' ? '发布会/听证会' : n}`).join('\n')
}

export async function xlsxOf(...sheets: Sheet[]): Promise<Uint8Array> {
  return writeXlsx({
    sheets: sheets.map((s, i) => ({
      name: s.name ?? `Sheet${i + 1}`,
      rows: s.rows.map(r => r.map(c => (c === '' ? null : /^\d{1,3}$/.test(c) ? Number(c) : c))),
      merges: s.merges,
      ...(s.hidden ? { hidden: true } : {}),
      ...(s.hiddenColumns
        ? { columns: s.rows[0]!.map((_, c) => ({ hidden: s.hiddenColumns!.includes(c) })) }
        : {}),
      rowDefs: new Map((s.hiddenRows ?? []).map(r => [r, { hidden: true }])),
    })),
  })
}

const spanOf = (sheet: Sheet, r: number, c: number) =>
  sheet.merges.find(m => r >= m.startRow && r <= m.endRow && c >= m.startCol && c <= m.endCol)

export async function docxOf(...sheets: Sheet[]): Promise<Uint8Array> {
  const paragraphs = (text: string) =>
    text.split('\n').map(t => new Paragraph({ children: [new TextRun(t)] }))
  const children = sheets.flatMap(sheet => [
    new Paragraph(''),
    new Table({
      rows: sheet.rows.map(
        (row, r) =>
          new TableRow({
            children: row.flatMap((text, c) => {
              const merge = spanOf(sheet, r, c)
              if (merge && merge.startCol !== c) return []
              const across = merge ? merge.endCol - merge.startCol + 1 : 1
              const isDown = merge !== undefined && merge.endRow > merge.startRow
              return [
                new TableCell({
                  children: paragraphs(merge && merge.startRow !== r ? '' : text),
                  columnSpan: across,
                  ...(isDown
                    ? {
                        verticalMerge:
                          r === merge.startRow ? VerticalMergeType.RESTART : VerticalMergeType.CONTINUE,
                      }
                    : {}),
                }),
              ]
            }),
          }),
      ),
    }),
  ])
  return new Uint8Array(await Packer.toBuffer(new Document({ sections: [{ children }] })))
}

const escape = (text: string) => text.replace(/[&<>]/g, c => `&#${c.charCodeAt(0)};`).replace(/\n/g, '<br>')

export function htmlOf(...sheets: Sheet[]): string {
  const tables = sheets.map(sheet => {
    const rows = sheet.rows.map((row, r) => {
      const cells = row.map((text, c) => {
        const merge = spanOf(sheet, r, c)
        if (merge && (merge.startRow !== r || merge.startCol !== c)) return ''
        const spans = merge
          ? ` rowspan="${merge.endRow - merge.startRow + 1}" colspan="${merge.endCol - merge.startCol + 1}"`
          : ''
        return `<td${spans}><p><span style="font-size:12px">${escape(text)}</span></p></td>`
      })
      return `<tr>${cells.join('\n')}</tr>`
    })
    return `<table border="1"><tbody>${rows.join('\n')}</tbody></table>`
  })
  return `<!DOCTYPE html><html><head><title>目录</title><style>td{}</style></head><body><table><tr><td><div>${tables.join('</div><div>')}</div></td></tr></table></body></html>`
}

/** As a spreadsheet copies to the clipboard: quotes around cells with line breaks, merged places empty. */
export const tsvOf = (sheet: Sheet): string =>
  sheet.rows
    .map(r => r.map(c => (/[\n\t"]/.test(c) ? `"${c.replaceAll('"', '""')}"` : c)).join('\t'))
    .join('\r\n')

export const csvOf = (sheet: Sheet): string =>
  sheet.rows
    .map(r => r.map(c => (/[\n,"]/.test(c) ? `"${c.replaceAll('"', '""')}"` : c)).join(','))
    .join('\r\n')

export const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)
