import { HeadingLevel, Paragraph, TextRun } from 'docx'
import { xlsxType } from '#kit/exports/csv.ts'
import { printedDocument, printedRows, printedSheet, textWidth } from '#kit/exports/printed.ts'
import { isoOf } from '#kit/now.ts'
import { openFile, openJson } from '#portal/openFile.ts'
import type { PortalContext, Raw } from '#portal/page.ts'
import type { RecordBody } from '#record/model.ts'
import { docxType } from '../duty/files.ts'
import { partsOf, shownFields, titleOf } from './entry.ts'
import { instrumentFacts, valueOf } from './model.ts'
import { wordsOfField } from './rules.ts'
import type { PublicInstrument } from './store.ts'

/** What stands published, as a file. */
export type Asked = { readonly body: RecordBody; readonly of: PublicInstrument }

export const forms = ['docx', 'xlsx', 'json'] as const
export type Form = (typeof forms)[number]

const note = (of: PublicInstrument) => `第${of.number}版，${of.effectiveOn}起施行，${of.reviewOn}以前复核`

const nameOf = ({ body, of }: Asked) => ({ title: titleOf(of.kind, body.name), plain: of.kind })

/** Heads and rows as the page shows them, each row numbered. */
function table(of: PublicInstrument): { heads: string[]; rows: (string | number)[][] } {
  const fields = shownFields(of.kind)
  return {
    heads: ['序号', ...fields.map(f => f.label)],
    rows: of.rows.map((row, i) => [i + 1, ...fields.map(f => wordsOfField(of.kind, row, f.name))]),
  }
}

const widthsOf = (heads: readonly string[]) =>
  heads.map((head, i) => (i === 0 ? 6 : head.endsWith('日期') ? 12 : 28))

async function xlsxFile(asked: Asked): Promise<Raw> {
  const { heads, rows } = table(asked.of)
  const bytes = await printedSheet(instrumentFacts[asked.of.kind].label, {
    title: titleOf(asked.of.kind, asked.body.name),
    note: note(asked.of),
    heads,
    rows,
    widths: widthsOf(heads),
  })
  return openFile(nameOf(asked), 'xlsx', xlsxType, Buffer.from(bytes))
}

const lines = (text: string) =>
  text
    .split('\n')
    .map(
      line =>
        new Paragraph({ indent: { firstLine: 440 }, spacing: { line: 360 }, children: [new TextRun(line)] }),
    )
const heading = (text: string) =>
  new Paragraph({
    heading: HeadingLevel.HEADING_1,
    spacing: { before: 200, after: 80 },
    children: [new TextRun({ text, bold: true, color: '000000', size: 28 })],
  })

/** A guide reads as a text, the others as a table across the page. */
async function docxFile(asked: Asked): Promise<Raw> {
  const { of, body } = asked
  const isAcross = of.kind !== 'guide'
  const { parts, office } = partsOf(of.rows)
  const { heads, rows } = table(of)
  const bytes = await printedDocument(
    { title: titleOf(of.kind, body.name), note: note(of), isAcross, size: isAcross ? 10 : 11 },
    isAcross
      ? [printedRows({ heads, rows, widths: widthsOf(heads) }, textWidth(true))]
      : [
          ...parts.flatMap(p => [heading(p.heading), ...lines(p.text)]),
          heading('政府信息公开工作机构'),
          printedRows(
            { heads: [], rows: office.map(o => [o.heading, o.text]), widths: [20, 60] },
            textWidth(false),
          ),
        ],
  )
  return openFile(nameOf(asked), 'docx', docxType, bytes)
}

/** Open data: every row by its fields, grounds with their articles. */
function jsonFile(context: PortalContext, asked: Asked): Raw {
  const { of, body } = asked
  const { site } = context
  const data = {
    title: titleOf(of.kind, body.name),
    kind: of.kind,
    body: body.slug,
    version: of.number,
    effective_on: of.effectiveOn,
    published_on: of.publishedOn,
    review_on: of.reviewOn,
    url: `${site.origin}${site.base}${of.address}`,
    made_at: isoOf(context.now()),
    rows: of.rows.map(row => ({
      key: row.key,
      ...Object.fromEntries(instrumentFacts[of.kind].fields.map(f => [f.name, valueOf(row, f.name) || null])),
      ...(of.kind === 'negative' ? { ground_words: wordsOfField(of.kind, row, 'ground') } : {}),
    })),
  }
  return openJson(nameOf(asked), data)
}

export function fileOf(context: PortalContext, asked: Asked, form: Form): Promise<Raw> | Raw {
  return form === 'json' ? jsonFile(context, asked) : form === 'docx' ? docxFile(asked) : xlsxFile(asked)
}
