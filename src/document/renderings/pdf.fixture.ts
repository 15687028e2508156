import { getDocument, type PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs'
import { chooseFaces, findFonts, usualFontFolders } from '#kit/fonts.ts'

/** False on a machine without any Chinese font: what needs the compiler is passed over there. */
export const hasChineseFonts: boolean = await findFonts(usualFontFolders()).then(found => {
  try {
    return chooseFaces(found, []).files.length > 0
  } catch {
    return false
  }
})

export const openPdf = (bytes: Uint8Array): Promise<PDFDocumentProxy> =>
  getDocument({ data: bytes.slice(), verbosity: 0, useSystemFonts: false }).promise

/** The text layer in its own order; page numbers, repeated heads and rules are marked as no part of the text and left out. */
export async function textOfPdf(bytes: Uint8Array): Promise<string> {
  const pdf = await openPdf(bytes)
  let text = ''
  for (let number = 1; number <= pdf.numPages; number++) {
    const page = await pdf.getPage(number)
    const { items } = await page.getTextContent({ includeMarkedContent: true })
    const open: boolean[] = []
    for (const item of items) {
      if ('str' in item) {
        if (!open.includes(true)) text += item.str
      } else if (item.type === 'endMarkedContent') open.pop()
      else open.push((item as { tag?: string }).tag === 'Artifact')
    }
    page.cleanup()
  }
  await pdf.destroy()
  return text
}

type Node = { role?: string; type?: string; id?: string; children?: Node[] }

/** The text in the order of the structure tree, which is what a reading machine follows: merged cells come in their own row. */
export async function structuredTextOfPdf(bytes: Uint8Array): Promise<string> {
  const pdf = await openPdf(bytes)
  let text = ''
  for (let number = 1; number <= pdf.numPages; number++) {
    const page = await pdf.getPage(number)
    const { items } = await page.getTextContent({ includeMarkedContent: true })
    const pieces = new Map<string, string>()
    const open: (string | undefined)[] = []
    for (const item of items) {
      if ('str' in item) {
        const id = open.findLast(i => i !== undefined)
        if (id !== undefined) pieces.set(id, (pieces.get(id) ?? '') + item.str)
      } else if (item.type === 'endMarkedContent') open.pop()
      else open.push((item as { id?: string }).id)
    }
    const visit = (node: Node): void => {
      if (node.type === 'content') text += pieces.get(node.id ?? '') ?? ''
      node.children?.forEach(visit)
    }
    const tree = (await page.getStructTree()) as Node | null
    if (tree) visit(tree)
    page.cleanup()
  }
  await pdf.destroy()
  return text
}
