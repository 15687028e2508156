/** Where the characters of a PDF page stand, and which of them something opaque was painted over afterwards. Pure. */

export type Ink = {
  readonly x: number
  readonly y: number
  readonly invisible: boolean
  covered: boolean
}

type Matrix = readonly [number, number, number, number, number, number]
type Box = readonly [number, number, number, number]
type Glyph = { readonly unicode: string; readonly width: number; readonly isSpace: boolean }

const unit: Matrix = [1, 0, 0, 1, 0, 0]
/** `inner` first, then `outer`, as PDF writes it. */
const times = (inner: Matrix, outer: Matrix): Matrix => [
  inner[0] * outer[0] + inner[1] * outer[2],
  inner[0] * outer[1] + inner[1] * outer[3],
  inner[2] * outer[0] + inner[3] * outer[2],
  inner[2] * outer[1] + inner[3] * outer[3],
  inner[4] * outer[0] + inner[5] * outer[2] + outer[4],
  inner[4] * outer[1] + inner[5] * outer[3] + outer[5],
]
const at = (m: Matrix, x: number, y: number) => ({
  x: x * m[0] + y * m[2] + m[4],
  y: x * m[1] + y * m[3] + m[5],
})

type State = {
  ctm: Matrix
  size: number
  mode: number
  leading: number
  rise: number
  spacing: number
  wordSpacing: number
  scale: number
  /** Of what is filled. */
  alpha: number
  isNormal: boolean
}

/** Straight four-cornered pieces of a path, in its own units; one in another make a frame, which covers nothing for sure. */
function boxesOf(path: ArrayLike<number>): Box[] {
  const boxes: Box[] = []
  let points: [number, number][] = []
  let curved = false
  const end = () => {
    if (!curved && points.length >= 4 && points.length <= 5) {
      const xs = points.map(p => p[0])
      const ys = points.map(p => p[1])
      boxes.push([Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)])
    }
    points = []
    curved = false
  }
  // The operators of pdf.js's paths: 0 moves, 1 draws a line, 2 and 3 curves, 4 closes.
  for (let i = 0; i < path.length;) {
    const operator = path[i]!
    if (operator === 0) end()
    if (operator === 0 || operator === 1) points.push([path[i + 1]!, path[i + 2]!])
    else if (operator !== 4) curved = true
    i += operator === 4 ? 1 : operator === 2 ? 7 : operator === 3 ? 5 : 3
  }
  end()
  const holds = (a: Box, b: Box) => a !== b && a[0] <= b[0] && a[1] <= b[1] && a[2] >= b[2] && a[3] >= b[3]
  return boxes.filter(a => !boxes.some(b => holds(a, b) || holds(b, a)))
}

const placed = (box: Box, m: Matrix): Box => {
  const corners = [at(m, box[0], box[1]), at(m, box[2], box[1]), at(m, box[0], box[3]), at(m, box[2], box[3])]
  const xs = corners.map(c => c.x)
  const ys = corners.map(c => c.y)
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)]
}

/** The characters of a page in the order in which they are drawn. `ops` are pdf.js's numbers of operators. */
export function inkOf(
  ops: Readonly<Record<string, number>>,
  operators: readonly number[],
  operands: readonly unknown[],
): Ink[] {
  const ink: Ink[] = []
  const stack: State[] = []
  let s: State = {
    ...{ ctm: unit, size: 0, mode: 0, leading: 0, rise: 0, spacing: 0, wordSpacing: 0, scale: 1 },
    ...{ alpha: 1, isNormal: true },
  }
  let line = unit
  let text = unit
  const names = new Map(Object.entries(ops).map(([name, number]) => [number, name]))
  const fills = new Set([
    'fill',
    'eoFill',
    'fillStroke',
    'eoFillStroke',
    'closeFillStroke',
    'closeEOFillStroke',
  ])
  const move = (x: number, y: number) => {
    line = times([1, 0, 0, 1, x, y], line)
    text = line
  }
  const show = (glyphs: readonly unknown[]) => {
    for (const glyph of glyphs) {
      if (typeof glyph === 'number') {
        text = times([1, 0, 0, 1, (-glyph / 1000) * s.size * s.scale, 0], text)
        continue
      }
      if (glyph === null || typeof glyph !== 'object') continue
      const { unicode, width, isSpace } = glyph as Glyph
      const wide = (width / 1000) * s.size
      if (unicode?.trim()) {
        const middle = at(times(text, s.ctm), (wide * s.scale) / 2, s.rise + s.size * 0.3)
        // Mode 3 paints nothing, 7 only cuts out.
        ink.push({ ...middle, invisible: s.mode === 3 || s.mode === 7, covered: false })
      }
      const advance = (wide + s.spacing + (isSpace ? s.wordSpacing : 0)) * s.scale
      text = times([1, 0, 0, 1, advance, 0], text)
    }
  }
  const paint = (how: number, path: ArrayLike<number> | null) => {
    if (!fills.has(names.get(how) ?? '') || !path || s.alpha < 0.9 || !s.isNormal) return
    for (const box of boxesOf(path)) {
      const [left, bottom, right, top] = placed(box, s.ctm)
      for (const g of ink) if (g.x > left && g.x < right && g.y > bottom && g.y < top) g.covered = true
    }
  }
  const does: Readonly<Record<string, (args: readonly unknown[]) => void>> = {
    save: () => stack.push({ ...s }),
    restore() {
      s = stack.pop() ?? s
    },
    transform(m) {
      s.ctm = times(m as unknown as Matrix, s.ctm)
    },
    paintFormXObjectBegin([m]) {
      stack.push({ ...s })
      if (m) s.ctm = times([...(m as ArrayLike<number> & Iterable<number>)] as unknown as Matrix, s.ctm)
    },
    paintFormXObjectEnd() {
      s = stack.pop() ?? s
    },
    setGState([entries]) {
      for (const [key, value] of (entries ?? []) as readonly [string, unknown][]) {
        if (key === 'ca') s.alpha = Number(value)
        if (key === 'BM') s.isNormal = value === 'source-over' || value === 'Normal' || value === 'Compatible'
        if (key === 'Font') s.size = Number((value as readonly unknown[])[1])
      }
    },
    beginText() {
      line = unit
      text = unit
    },
    setFont([, size]) {
      s.size = Number(size)
    },
    setTextMatrix([m]) {
      line = [...(m as Iterable<number>)] as unknown as Matrix
      text = line
    },
    moveText: ([x, y]) => move(Number(x), Number(y)),
    setLeadingMoveText([x, y]) {
      s.leading = -Number(y)
      move(Number(x), Number(y))
    },
    setLeading([leading]) {
      s.leading = Number(leading)
    },
    nextLine: () => move(0, -s.leading),
    setTextRise([rise]) {
      s.rise = Number(rise)
    },
    setTextRenderingMode([mode]) {
      s.mode = Number(mode)
    },
    setCharSpacing([spacing]) {
      s.spacing = Number(spacing)
    },
    setWordSpacing([spacing]) {
      s.wordSpacing = Number(spacing)
    },
    setHScale([scale]) {
      s.scale = Number(scale) / 100
    },
    showText: ([glyphs]) => show(glyphs as readonly unknown[]),
    showSpacedText: ([glyphs]) => show(glyphs as readonly unknown[]),
    constructPath: ([how, paths]) => paint(Number(how), (paths as readonly ArrayLike<number>[])[0] ?? null),
  }
  operators.forEach((operator, i) =>
    does[names.get(operator) ?? '']?.((operands[i] ?? []) as readonly unknown[]),
  )
  return ink
}
