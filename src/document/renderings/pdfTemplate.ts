/**
 * The page in Typst's own language. It is fixed: a document reaches it as data (`/data.json`) and never as source, so that no word of
 * a document can be read as a command. A string set from data stands as it is.
 */
export const pdfTemplate = String.raw`
#let d = json("/data.json")
#let faces = json("/faces.json")

// 三号 in the size of which 28 fill a line; 22 lines fill the page's 225 mm (GB/T 9704—2012 5.2.2).
#let size3 = 156mm / 28
#let pitch = d.pitch * 1pt
#let gap = pitch - size3

#let latin = faces.latin.map(n => (name: n, covers: "latin-in-cjk"))
#let stack(face) = latin + face.families + faces.rest
#let set-face(face, body) = text(font: stack(face), weight: face.weight, body)
#let set-title(face, size, body) = text(
  font: face.families + latin + faces.rest, weight: face.weight, size: size, cjk-latin-spacing: none, body,
)

#set document(title: d.title, author: (), date: none)
#set text(
  lang: "zh", region: "cn", size: size3, font: stack(faces.text), weight: faces.text.weight,
  top-edge: 0.88em, bottom-edge: -0.12em, hyphenate: false,
  // 撑满版心: every page is filled to its last line.
  costs: (orphan: 0%, widow: 0%),
)
#set par(justify: true, leading: gap, spacing: gap, linebreaks: "simple")

#let foot = context {
  let n = counter(page).get().first()
  let number = text(font: stack(faces.song), size: 14pt, weight: faces.song.weight, cjk-latin-spacing: none)[— #n —]
  let small = text(font: stack(faces.song), size: 7.5pt, fill: luma(35%), cjk-latin-spacing: none, d.foot)
  set par(justify: false, leading: 3pt)
  if calc.odd(n) {
    grid(columns: (1fr, auto, 14pt), column-gutter: 8pt, align: left + horizon, small, number)
  } else {
    grid(columns: (14pt, auto, 1fr), column-gutter: 8pt, align: (left + horizon, left + horizon, right + horizon), [], number, small)
  }
}
#let upright = (top: 37mm, bottom: 35mm, left: 28mm, right: 26mm)
#let turned = (top: 28mm, bottom: 26mm, left: 35mm, right: 37mm)
#set page(paper: "a4", margin: upright, footer-descent: 7mm, footer: foot)

// A face without a bold cut is drawn a little fatter.
#let bold(face, body) = if face.bold { text(weight: "bold", body) } else { text(stroke: 0.028em, body) }
#let marked(r, body) = {
  let it = body
  if "face" in r { it = set-face(faces.at(r.face), it) } else if "italic" in r { it = set-face(faces.kai, it) }
  if "bold" in r { it = bold(faces.text, it) }
  if "underline" in r { it = underline(offset: 0.18em, it) }
  if "script" in r {
    it = if r.script == "super" { super(typographic: false, size: 0.62em, it) } else { sub(typographic: false, size: 0.62em, it) }
  }
  if "link" in r { it = link(r.link, it) }
  it
}
// A gap of nothing would be dropped, and with it the place to break.
#let may-break = h(0.01pt)
#let run(r) = {
  if "break" in r { linebreak() }
  else if "picture" in r { box(image(r.picture, alt: r.alt, width: r.width * 1pt, height: r.height * 1pt)) }
  else { marked(r, r.pieces.map(piece => text(piece)).join(may-break)) }
}
#let runs(list) = for r in list { run(r) }

#let indented(body) = par(first-line-indent: (amount: 2em, all: true), body)
#let flush(body) = par(first-line-indent: 0pt, body)
#let lines-of(lines) = lines.join(linebreak())

#let big-title(lines) = {
  set par(justify: false, leading: 35pt - 22pt)
  align(center, set-title(faces.title, 22pt, lines-of(lines)))
}

#show heading: it => block(above: gap, below: gap, width: 100%, sticky: true, {
  set text(size: size3, weight: faces.text.weight)
  it.body
})
// The words of a heading stand in it directly: a paragraph inside would be read out as one.
#let heading-words(centred, body) = if centred { align(center, body) } else { h(2em) + body }

// One block of the text; cell: the size of the table it stands in, or none.
#let show-block(b, cell: none) = {
  let kind = b.kind
  if kind == "paragraph" {
    let body = runs(b.runs)
    let it = if b.role == "center" { align(center, flush(body)) }
      else if b.role == "right" { align(right, flush(body)) }
      else if b.role == "label" { pad(left: 2em, flush(body)) }
      else if b.role == "annexMark" { block(sticky: true, above: gap, below: gap, set-face(faces.hei, flush(body))) }
      else if b.role == "addressee" or cell != none { flush(body) }
      else { indented(body) }
    if b.page { pagebreak(weak: true) }
    if b.sticky { block(sticky: true, above: gap, below: gap, it) } else { it }
  } else if kind == "heading" {
    let face = if b.rank == 1 { faces.hei } else if b.rank == 2 { faces.kai } else { faces.text }
    let body = if b.rank == 3 { bold(face, runs(b.runs)) } else { set-face(face, runs(b.runs)) }
    heading(level: b.level, heading-words(b.centred, body))
  } else if kind == "annexTitle" {
    if b.page { pagebreak(weak: true) }
    block(above: pitch, below: pitch + gap, width: 100%, sticky: true, {
      heading(level: 1, big-title(b.lines.map(runs)))
    })
  } else if kind == "attachment" {
    let lead = b.lead * 1em
    let number = b.number * 1em
    block(above: if b.lead > 0 { pitch + gap } else { gap }, below: gap, sticky: true, pad(
      left: 5em - lead,
      par(first-line-indent: 0pt, hanging-indent: lead + number, {
        text(cjk-latin-spacing: none, { b.leadText; b.numberText })
        runs(b.runs)
      }),
    ))
  } else if kind == "signature" {
    block(above: pitch + gap, below: gap, breakable: b.lines.len() > 12, width: 100%, {
      set text(cjk-latin-spacing: none)
      set par(justify: false)
      for line in b.lines { pad(right: line.right * 1em, align(right, flush(text(line.text)))) }
    })
  } else if kind == "list" {
    let items = b.items.map(item => item.map(inner => show-block(inner, cell: if cell == none { size3 } else { cell })).join())
    let indent = if cell == none { 2em } else { 0em }
    if b.ordered { enum(start: b.start, numbering: "1.", indent: indent, body-indent: 0.3em, number-align: start + top, ..items) }
    else { list(marker: ([•], [–]), indent: indent, body-indent: 0.4em, ..items) }
  } else if kind == "table" {
    let size = b.size * 1pt
    let one(c) = table.cell(
      x: c.x, y: c.y, colspan: c.columns, rowspan: c.rows, breakable: c.breakable,
      align: horizon + (if c.align == "center" { center } else if c.align == "right" { right } else { left }),
      if c.height > 0 { block(height: c.height * 1pt, none) } else { for inner in c.blocks { show-block(inner, cell: size) } },
    )
    set text(size: size, cjk-latin-spacing: none)
    set par(justify: false, leading: 0.32em, spacing: 0.32em)
    block(above: if cell == none { gap } else { 0.3em }, below: if cell == none { gap } else { 0.3em }, table(
      columns: b.widths.map(p => p * 1pt), inset: (x: if b.form { 7pt } else { 3.5pt }, y: if b.form { 8pt } else { 0.26em }), stroke: 0.5pt + black,
      ..if b.head.len() > 0 { (table.header(repeat: true, ..b.head.map(one)),) },
      ..b.body.map(one),
    ))
  }
}

// ---------- head

#if d.urgency != none { block(below: 0pt, set-face(faces.hei, flush(d.urgency))) }
#if d.letterhead.len() > 0 {
  v(35mm - if d.urgency != none { pitch } else { 0pt })
  for line in d.letterhead {
    block(above: 0pt, below: line.size * 0.25pt, width: 100%, align(center, box(scale(
      x: line.narrowed * 100%, reflow: true, text(fill: rgb("#ff0000"), set-title(faces.title, line.size * 1pt, line.text)),
    ))))
  }
  block(above: 2 * pitch, below: 4mm, width: 100%, {
    set text(cjk-latin-spacing: none)
    if d.signer == none { align(center, flush(d.number)) }
    else {
      grid(columns: (1em, 1fr, auto, 1em), [], d.number, { "签发人："; set-face(faces.kai, d.signer) }, [])
    }
  })
  block(above: 0pt, below: 0pt, line(length: 100%, stroke: 1.2pt + rgb("#ff0000")))
  v(2 * pitch, weak: false)
} else { v(pitch) }

#block(above: 0pt, below: if d.letterhead.len() == 0 and (d.number != "" or d.signer != none) { 18pt } else { pitch + gap }, width: 100%, {
  show title: it => it.body
  title(big-title(d.titleLines.map(l => text(l))))
})
#if d.letterhead.len() == 0 and (d.number != "" or d.signer != none) {
  block(above: 0pt, below: pitch + gap, width: 100%, {
    set text(cjk-latin-spacing: none)
    align(center, flush(d.number))
    if d.signer != none { align(center, flush({ "签发人："; set-face(faces.kai, d.signer) })) }
  })
}

// ---------- text

#for section in d.sections {
  if section.landscape {
    page(flipped: true, margin: turned, for b in section.blocks { show-block(b) })
  } else { for b in section.blocks { show-block(b) } }
}

// ---------- 版记

#let imprint = {
  set text(size: 14pt, cjk-latin-spacing: none)
  set par(justify: false, leading: 8pt)
  let last = d.imprint.len() - 1
  for (i, row) in d.imprint.enumerate() {
    let above = if i == 0 { 1pt } else { 0.7pt }
    block(above: 0pt, below: 0pt, width: 100%, inset: (x: 14pt, y: 4.2pt),
      stroke: (top: above + black, bottom: if i == last { 1pt + black } else { none }), {
      if row.right == "" { par(hanging-indent: row.hang * 1em, row.left) }
      else { grid(columns: (1fr, auto), row.left, row.right) }
    })
  }
}
// At the foot of the last page; one that might not fit on a page follows the text.
#if d.imprint.len() > 0 {
  if d.imprintFloats { place(bottom + left, float: true, clearance: pitch, block(width: 100%, imprint)) }
  else { block(above: pitch, width: 100%, imprint) }
}
`
