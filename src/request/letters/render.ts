import type { Typst } from '#kit/typst.ts'
import { docxOf } from '#document/renderings/docx.ts'
import { pdfOf } from '#document/renderings/pdf.ts'
import type { Rendered } from '#document/renderings/rendered.ts'
import { nameOf, type LetterForm } from './model.ts'

const escape = (text: string) =>
  text.replace(/[&<>"]/g, c => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c]!)

export type Paper = {
  readonly form: LetterForm
  /** Filled. */
  readonly text: string
  readonly number: string | null
  readonly body: string
  /** The day the paper bears. */
  readonly on: string
  readonly attachments: readonly string[]
}

const linesOf = (text: string) =>
  text
    .split('\n')
    .map(line => line.trim())
    .filter(Boolean)

function tableOf(lines: readonly string[]): string {
  const rows = lines.map(line => {
    const at = line.indexOf('：')
    return at < 0
      ? `<tr><td colspan="2"><p>${escape(line)}</p></td></tr>`
      : `<tr><th><p>${escape(line.slice(0, at))}</p></th><td><p>${escape(line.slice(at + 1).trim())}</p></td></tr>`
  })
  return `<table><tbody>${rows.join('')}</tbody></table>`
}

/** The words of a letter as the renderings of official documents take them; room is left for the seal, and none imitated (GB/T 9704—2012 7.3.5). */
export function renderedOf(paper: Paper): Rendered {
  const lines = linesOf(paper.text)
  const isForm = paper.form.layout === 'table'
  const isAddressed = paper.form.layout === 'letter' && /[:：]$/.test(lines[0] ?? '')
  const rest = isAddressed ? lines.slice(1) : lines
  const attachments = paper.attachments.map(
    (name, at) =>
      `<p class="attachments">${at === 0 ? '附件：' : ''}${paper.attachments.length > 1 ? `${at + 1}.` : ''}${escape(nameOf(name))}</p>`,
  )
  return {
    // What follows in brackets tells the officers which of the replies it is; who is to fill it in is told to everybody.
    title: paper.form.isReturned ? paper.form.title : paper.form.title.replace(/（[^）]*）$/, ''),
    // A form that names the number among its lines bears it once.
    documentNumber:
      isForm && paper.number !== null && paper.text.includes(paper.number) ? null : paper.number,
    issuers: [paper.body],
    letterhead: null,
    addressee: isAddressed ? lines[0]! : '',
    bodyHtml:
      (isForm ? tableOf(rest) : rest.map(line => `<p>${escape(line)}</p>`).join('')) + attachments.join(''),
    urgency: null,
    signer: null,
    copiedTo: null,
    issuedBy: null,
    issuedOn: null,
    address: null,
    // What stays in the house is signed where it is dealt with.
    writtenOn: paper.form.isReturned || paper.form.to === 'inside' ? null : paper.on,
    isSealed: true,
    isForm,
  }
}

/** The letter as a file: DOCX to work on in WPS or Word, PDF to print. Throws Refused, OperatorError. */
export function paperAs(kind: 'docx' | 'pdf', paper: Paper, typst: Typst): Promise<Uint8Array> {
  const rendered = renderedOf(paper)
  return kind === 'docx' ? docxOf(rendered) : pdfOf(rendered, typst)
}
