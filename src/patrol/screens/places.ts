import type { Finding, Tier } from '../model.ts'

/** Where an excerpt stands in a page: personal data is masked in it, so a star stands for anything. */
function patternOf({ before, hit, after }: Finding['excerpt']): RegExp {
  const part = (text: string) =>
    text
      .split(/(\*+|\s+)/)
      .map(piece =>
        piece.startsWith('*')
          ? '[^]{1,40}?'
          : /^\s+$/.test(piece)
            ? '\\s*'
            : piece.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'),
      )
      .join('')
  return new RegExp(`(${part(before)})(${part(hit)})${part(after)}`, 'd')
}

const blocks = 'p,h1,h2,h3,h4,h5,h6,li,td,th,blockquote,caption,figcaption'

/** The stretch of a page that a finding speaks of; null where it is not in there (an attachment, a field). */
export function rangeOf(root: Element, finding: Pick<Finding, 'excerpt'>): Range | null {
  if (finding.excerpt.hit === '') return null
  const pattern = patternOf(finding.excerpt)
  for (const block of root.querySelectorAll(blocks)) {
    if (block.querySelector(blocks)) continue
    const at = pattern.exec(block.textContent)?.indices?.[2]
    if (!at) continue
    return rangeIn(block, at[0], at[1])
  }
  return null
}

function rangeIn(block: Element, from: number, to: number): Range | null {
  const { ownerDocument } = block
  const walker = ownerDocument.createTreeWalker(block, 4)
  const range = ownerDocument.createRange()
  let passed = 0
  let begun = false
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const length = node.textContent?.length ?? 0
    if (!begun && from < passed + length) {
      range.setStart(node, from - passed)
      begun = true
    }
    if (begun && to <= passed + length) {
      range.setEnd(node, to - passed)
      return range
    }
    passed += length
  }
  return null
}

const underlines: Record<Tier, string> = {
  A: 'background-color: #f7e3c4; text-decoration: underline wavy #8a5200',
  B: 'background-color: #fbf0dd; text-decoration: underline #8a5200',
  C: 'text-decoration: underline dotted #4d5a68',
}
const nameOf = (tier: Tier) => `finding-${tier.toLowerCase()}`
const styled = new WeakSet<Document>()

/** The rules stand in a sheet of their own, so that they reach into the frame of a preview, too. */
function style(page: Document): void {
  const view = page.defaultView
  if (!view || styled.has(page)) return
  const sheet = new view.CSSStyleSheet()
  sheet.replaceSync(
    Object.entries(underlines)
      .map(([tier, rule]) => `::highlight(${nameOf(tier as Tier)}) { ${rule} }`)
      .join('\n'),
  )
  page.adoptedStyleSheets = [...page.adoptedStyleSheets, sheet]
  styled.add(page)
}

/** Marks the findings in a page without changing it. Browsers before 2022 (2025: Firefox) show the list alone. */
export function markFindings(root: Element, findings: readonly Finding[]): () => void {
  const page = root.ownerDocument
  const view = page.defaultView
  if (!view || !('highlights' in view.CSS) || !('Highlight' in view)) return () => {}
  style(page)
  for (const tier of Object.keys(underlines) as Tier[]) {
    const ranges = findings
      .filter(f => f.tier === tier && f.place.file === null)
      .map(f => rangeOf(root, f))
      .filter(range => range !== null)
    view.CSS.highlights.set(nameOf(tier), new view.Highlight(...ranges))
  }
  return () => {
    for (const tier of Object.keys(underlines) as Tier[]) view.CSS.highlights.delete(nameOf(tier))
  }
}

/** Brings the place of a finding into view and selects it. False: it is not in this page. */
export function showPlace(root: Element, finding: Finding): boolean {
  const range = rangeOf(root, finding)
  if (!range) return false
  const holder = range.startContainer.parentElement
  holder?.scrollIntoView({ block: 'center' })
  holder?.closest<HTMLElement>('[contenteditable]')?.focus({ preventScroll: true })
  const selection = root.ownerDocument.defaultView?.getSelection()
  selection?.removeAllRanges()
  selection?.addRange(range)
  return true
}

/** The body with one place put right; null where the place is not plain to see any more. */
export function putRight(html: string, finding: Pick<Finding, 'excerpt' | 'right'>): string | null {
  if (finding.right === null || finding.excerpt.hit.includes('*')) return null
  const page = new DOMParser().parseFromString(`<body>${html}</body>`, 'text/html')
  const range = rangeOf(page.body, finding)
  if (!range || range.startContainer !== range.endContainer) return null
  const node = range.startContainer as Text
  node.replaceData(range.startOffset, range.endOffset - range.startOffset, finding.right)
  return page.body.innerHTML
}
