import { Document, HeadingLevel, Packer, PageOrientation, Paragraph, Table, TableCell, TableRow } from 'docx'
import { isoOf } from '#kit/now.ts'
import { openFile, openJson, openTable } from '#portal/openFile.ts'
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

function xlsxFile(asked: Asked): Promise<Raw> {
  const { heads, rows } = table(asked.of)
  const columns = heads.map((header, i) => ({ header, width: i === 0 ? 6 : 28 }))
  return openTable(nameOf(asked), 'xlsx', { notes: [note(asked.of)], columns, lines: rows })
}

const lines = (text: string) => text.split('\n').map(line => new Paragraph(line))
const cell = (text: string) => new TableCell({ children: lines(text) })

/** A guide reads as a text, the others as a table across the page. */
async function docxFile(asked: Asked): Promise<Raw> {
  const { of, body } = asked
  const title = titleOf(of.kind, body.name)
  const heading = (text: string) => new Paragraph({ text, heading: HeadingLevel.HEADING_1 })
  const isText = of.kind === 'guide'
  const { heads, rows } = table(of)
  const { parts, office } = partsOf(of.rows)
  const content = isText
    ? [
        ...parts.flatMap(p => [heading(p.heading), ...lines(p.text)]),
        heading('政府信息公开工作机构'),
        new Table({ rows: office.map(o => new TableRow({ children: [cell(o.heading), cell(o.text)] })) }),
      ]
    : [
        new Table({
          rows: [
            new TableRow({ tableHeader: true, children: heads.map(cell) }),
            ...rows.map(r => new TableRow({ cantSplit: true, children: r.map(c => cell(String(c))) })),
          ],
        }),
      ]
  const document = new Document({
    title,
    sections: [
      {
        properties: isText ? {} : { page: { size: { orientation: PageOrientation.LANDSCAPE } } },
        children: [
          new Paragraph({ text: title, heading: HeadingLevel.TITLE }),
          new Paragraph(note(of)),
          ...content,
        ],
      },
    ],
  })
  return openFile(nameOf(asked), 'docx', docxType, Buffer.from(await Packer.toBuffer(document)))
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
