import type { Typst } from '#kit/typst.ts'

/** The page on which an identity paper is shown: the picture under words that say who looks at it, when and what for. */
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
#align(center, image(d.picture, width: 100%, height: 240mm, fit: "contain", alt: d.title))
`

/** A picture of an identity paper as a watermarked PDF page. Throws OperatorError where no PDF can be made here. */
export function watermarked(
  picture: { readonly bytes: Uint8Array; readonly contentType: string },
  words: string,
  typst: Typst,
): Promise<Uint8Array> {
  const name = picture.contentType === 'image/png' ? '/paper.png' : '/paper.jpg'
  return typst.pdf({
    template,
    data: { title: '身份证明（加水印）', words, picture: name },
    files: new Map([[name, picture.bytes]]),
  })
}
