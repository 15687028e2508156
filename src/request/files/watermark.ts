import { OperatorError } from '#kit/errors.ts'
import type { Typst } from '#kit/typst.ts'

/** The pages on which an identity paper is shown: it, under words that say who looks at it, when and what for. */
const template = String.raw`
#let d = json("/data.json")
#let faces = json("/faces.json")
#set document(title: d.title)
#set page(paper: "a4", margin: 18mm, foreground: {
  for y in range(5) { for x in range(2) {
    place(dx: 8mm + x * 100mm, dy: 28mm + y * 54mm, rotate(-24deg, box(width: 96mm, text(
      size: 11pt, fill: rgb(180, 0, 0, 120), font: faces.text.families + faces.rest, d.words,
    ))))
  } }
})
#set text(lang: "zh", region: "cn", font: faces.text.families + faces.rest)
#let shown(..page) = align(center, image(d.paper, width: 100%, height: 240mm, fit: "contain", alt: d.title, ..page))
#if d.pages == 0 { shown() } else {
  for n in range(d.pages) { if n > 0 { pagebreak() }; shown(page: n + 1) }
}
#d.rest
`

/** A proof of identity has few pages; what else somebody sends as one costs no more than these. */
export const mostPages = 10
const names: Readonly<Record<string, string>> = { 'image/png': 'png', 'application/pdf': 'pdf' }

async function pagesOf(bytes: Uint8Array): Promise<number> {
  const { getDocument } = await import('pdfjs-dist/legacy/build/pdf.mjs')
  const task = getDocument({ data: new Uint8Array(bytes), verbosity: 0, isEvalSupported: false })
  try {
    return (await task.promise).numPages
  } catch {
    throw new OperatorError('这份PDF打不开，可能加了口令或者已经损坏，请申请人改交照片或者扫描件。')
  } finally {
    await task.destroy()
  }
}

/** An identity paper, picture or PDF, as watermarked PDF pages, ten at most. Throws OperatorError where none can be made. */
export async function watermarked(
  paper: { readonly bytes: Uint8Array; readonly contentType: string },
  words: string,
  typst: Typst,
): Promise<Uint8Array> {
  const extension = names[paper.contentType] ?? 'jpg'
  const path = `/paper.${extension}`
  const all = extension === 'pdf' ? await pagesOf(paper.bytes) : 0
  const pages = Math.min(all, mostPages)
  const rest = all > pages ? `原件共${all}页，这里是前${pages}页。` : ''
  return typst.pdf({
    template,
    data: { title: '身份证明（加水印）', words, paper: path, pages, rest },
    files: new Map([[path, paper.bytes]]),
  })
}
