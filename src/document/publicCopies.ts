import type { TaskList } from 'graphile-worker'
import { copyForms, putCopy, withoutCopy } from '#record/copies.ts'
import type { Entry } from '#record/model.ts'
import type { House } from '../house.ts'
import { docxOf } from './renderings/docx.ts'
import { pdfOf } from './renderings/pdf.ts'
import type { Rendered } from './renderings/rendered.ts'

const atOnce = 40

const renderedOf = (entry: Entry, url: string): Rendered => ({
  title: entry.title,
  documentNumber: entry.documentNumber,
  issuers: entry.issuers,
  letterhead: null,
  addressee: entry.addressee,
  bodyHtml: entry.html,
  urgency: null,
  signer: null,
  copiedTo: null,
  issuedBy: null,
  issuedOn: entry.issuedOn,
  address: url,
  writtenOn: entry.writtenOn,
})

/** Sets the public copies (PDF, DOCX) of documents: of what was just published, and of what was published before. */
export function publicCopyJobs(house: House): TaskList {
  const make = { docx: docxOf, pdf: (given: Rendered) => pdfOf(given, house.typst) }
  return {
    'record:uncopy': async payload => {
      for (const hash of (payload as { hashes: string[] }).hashes) await house.files.remove(hash)
    },
    'record:copy': async () => {
      for (const form of copyForms)
        for (const one of await withoutCopy(house.db, form, atOnce)) {
          const url = house.site.origin + house.site.base + one.address
          try {
            const file = await house.files.put(await make[form](renderedOf(one.entry, url)))
            await putCopy(house.db, {
              contentHash: one.contentHash,
              form,
              fileHash: file.hash,
              size: file.size,
            })
          } catch (error) {
            // Too long to be set, or no fonts on this machine: the page itself is whole without it.
            house.log(`${one.address} 没有生成 ${form.toUpperCase()}：${(error as Error).message}`)
          }
        }
      house.recordChanged()
    },
  }
}
