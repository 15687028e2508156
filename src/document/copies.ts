import { z } from 'zod'
import type { Actor } from '#kit/actor.ts'
import { OperatorError, Refused } from '#kit/errors.ts'
import { attachmentName, type App } from '#kit/http.ts'
import { bodyOf } from '#people/directory.ts'
import type { House } from '../house.ts'
import { labelled } from './intake/render.ts'
import { docxOf } from './renderings/docx.ts'
import { pdfOf } from './renderings/pdf.ts'
import type { Rendered } from './renderings/rendered.ts'
import { readDocument, type DocumentRow } from './store.ts'
import { seesDocument } from './visibility.ts'
import { publicStates } from './workflow.ts'

const kinds = {
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  pdf: 'application/pdf',
} as const

/** The document as a sheet (GB/T 9704): the label stands on every rendering (390号文 四(一)5). */
async function renderedOf(house: House, document: DocumentRow): Promise<Rendered> {
  const body = await bodyOf(house.db, document.bodyId)
  const { label, writtenOn } = document
  return {
    title: document.title,
    documentNumber: document.documentNumber,
    issuers: document.signatories.length > 0 ? document.signatories : [body.name],
    letterhead: null,
    addressee: document.addressee,
    bodyHtml: label ? labelled(document.bodyHtml, { writtenOn, label }).html : document.bodyHtml,
    urgency: document.urgency || null,
    signer: null,
    copiedTo: null,
    issuedBy: null,
    issuedOn: document.issuedOn,
    address:
      publicStates.includes(document.state) && document.address
        ? house.site.origin + house.site.base + document.address
        : null,
    writtenOn,
  }
}

/** Downloads of a document in the official layout: DOCX to work on, PDF to print. */
export function copyRoutes(house: House): (app: App) => Promise<void> {
  const visible = async (id: number, actor: Actor): Promise<DocumentRow> => {
    const row = await readDocument(house.db, id)
    if (!row || !seesDocument(row, actor))
      throw new Refused('not-found', '没有找到这件公文，或您没有查看它的权限。')
    return row
  }
  return async app => {
    app.get(
      '/api/documents/:id/copy.:kind',
      {
        schema: {
          params: z.object({
            id: z.coerce.number('编号应为数字。').int().positive('编号应为数字。'),
            kind: z.enum(['docx', 'pdf'], '只提供 DOCX 和 PDF。'),
          }),
        },
      },
      async (request, reply) => {
        const { id, kind } = request.params
        const document = await visible(id, request.actor)
        const rendered = await renderedOf(house, document)
        const bytes = await (kind === 'docx' ? docxOf(rendered) : pdfOf(rendered, house.typst)).catch(
          error => {
            if (error instanceof OperatorError)
              throw new Refused('not-now', `${kind.toUpperCase()}暂不能生成：${error.message}`)
            throw error
          },
        )
        const name = `${document.documentNumber ?? ''}${document.title.slice(0, 60)}.${kind}`
        return reply
          .type(kinds[kind])
          .header('content-disposition', attachmentName(name))
          .send(Buffer.from(bytes))
      },
    )
  }
}
