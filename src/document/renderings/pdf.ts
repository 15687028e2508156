import { TypstFault, type Typst } from '#kit/typst.ts'
import { footText } from './foot.ts'
import { pdfData, pictureFiles } from './pdfData.ts'
import { pdfTemplate } from './pdfTemplate.ts'
import { picturesOf } from './pictures.ts'
import type { Rendered } from './rendered.ts'
import { sheetOf } from './sheet.ts'

/**
 * The document as a tagged PDF in the layout of GB/T 9704—2012: title, language and bookmarks set, table heads repeated, wide tables on turned
 * pages. No author, no clock: the same input with the same fonts gives the same bytes. Throws `Refused` (see `sheetOf`), and
 * `OperatorError` with one Chinese sentence where a PDF cannot be made here: no Chinese font, too long a time.
 */
export async function pdfOf(rendered: Rendered, typst: Typst): Promise<Uint8Array> {
  const sheet = sheetOf(rendered)
  const pictures = picturesOf(sheet.blocks, rendered.pictures)
  const set = (usable: typeof pictures) =>
    typst.pdf({
      template: pdfTemplate,
      data: pdfData(sheet, usable, footText(rendered)),
      files: pictureFiles(usable),
    })
  try {
    return await set(pictures)
  } catch (error) {
    // A picture may have a sound head and a broken rest: then its words stand in.
    if (error instanceof TypstFault && pictures.size > 0) return set(new Map())
    throw error
  }
}
