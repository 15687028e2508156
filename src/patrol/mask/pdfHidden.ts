import { promisify } from 'node:util'
import { inflate } from 'node:zlib'
import { withPdf, within, type Document, type Page, type Pdfjs } from '../readers/pdf.ts'
import { inkOf } from './pdfInk.ts'

/**
 * What a PDF that is to be given out in part still holds although its pages do not show it: older versions of itself, layers that
 * are switched off, marks that can be lifted, text under a box, outside the page or drawn invisibly.
 */

export type HiddenKind = 'revisions' | 'hidden' | 'comments'
export type Hidden = { readonly kind: HiddenKind; readonly message: string; readonly label: string }

const anew = '请把遮盖后的页面打印出来重新扫描，或者用“打印成PDF（图像）”另存以后再上传。'

/** Saving appends to a PDF: each time leaves a table of its own at the end, and what was there before stays in the file. */
export function versionsIn(bytes: Uint8Array): number {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
  const tables = text.match(/startxref\s+\d+\s+%%EOF/g)?.length ?? 0
  // A file made for fast display has a first table for its first page.
  const isLinear = /\/Linearized\s/.test(text.slice(0, 2048))
  return Math.max(1, tables - (isLinear ? 1 : 0))
}

/** Marks that lie over a page: whoever opens the file can take them off. */
const marks: ReadonlySet<string> = new Set([
  ...['Text', 'FreeText', 'Line', 'Square', 'Circle', 'Polygon', 'PolyLine', 'Highlight', 'Underline'],
  ...['Squiggly', 'StrikeOut', 'Stamp', 'Caret', 'Ink', 'Popup', 'FileAttachment', 'Redact'],
])

/** Everything of it, by pages. Throws Unreadable. */
export async function hiddenInPdf(bytes: Uint8Array): Promise<Hidden[]> {
  const found: Hidden[] = []
  const versions = versionsIn(bytes)
  if (versions > 1)
    found.push({
      kind: 'revisions',
      label: '以前的版本',
      message: `PDF里留着${versions - 1}个以前保存的版本，遮盖以前的内容可能取得出来。${anew}`,
    })
  await withPdf(bytes, async (document, pdfjs) => {
    const layers = await hiddenLayers(document)
    if (layers > 0)
      found.push({
        kind: 'hidden',
        label: '图层',
        message: `PDF里有${layers}个没有显示的图层，打开图层就看得到。${anew}`,
      })
    for (let number = 1; number <= document.numPages; number++) {
      const page = await document.getPage(number)
      found.push(...(await within(hiddenOn(page, number, pdfjs), number)))
      page.cleanup()
    }
  })
  return found
}

async function hiddenLayers(document: Document): Promise<number> {
  const config = (await document.getOptionalContentConfig()) as unknown as Iterable<
    readonly [string, { readonly visible: boolean }]
  >
  return [...config].filter(([, group]) => !group.visible).length
}

async function hiddenOn(page: Page, number: number, pdfjs: Pdfjs): Promise<Hidden[]> {
  const found: Hidden[] = []
  const label = `第${number}页`
  const say = (kind: HiddenKind, message: string) => found.push({ kind, label, message: `${message}${anew}` })
  const annotations = (await page.getAnnotations()) as readonly { readonly subtype?: string }[]
  const lifted = annotations.filter(a => marks.has(a.subtype ?? ''))
  if (lifted.some(a => a.subtype === 'Redact')) say('comments', '标了“密文遮盖”却没有应用，文字还在。')
  else if (lifted.length > 0) say('comments', `盖有${lifted.length}处批注、图形，移开就看得到下面的内容。`)
  const { fnArray, argsArray } = await page.getOperatorList({
    annotationMode: pdfjs.AnnotationMode.DISABLE,
  })
  const [left, bottom, right, top] = page.view as [number, number, number, number]
  const ink = inkOf(pdfjs.OPS, fnArray, argsArray as readonly unknown[])
  const inside = (g: { readonly x: number; readonly y: number }) =>
    g.x >= left - 1 && g.x <= right + 1 && g.y >= bottom - 1 && g.y <= top + 1
  const covered = ink.filter(g => g.covered && !g.invisible).length
  if (covered > 0) say('hidden', `有${covered}个字压在色块下面，文字还在，复制得出来。`)
  const invisible = ink.filter(g => g.invisible).length
  if (invisible > 0)
    say('hidden', `有${invisible}个字看不见，多半是扫描时识别出的文字层，图上涂黑的地方文字层里可能还在。`)
  const outside = ink.filter(g => !inside(g) && !g.invisible && !g.covered).length
  if (outside > 0) say('hidden', `有${outside}个字在页面以外，裁掉了看不见，文字还在。`)
  return found
}

const inflated = promisify(inflate)
/** All streams of one file come to no more than this, in bytes. */
const mostInflated = 200 * 1024 * 1024

/**
 * Every stream a PDF has in it, whether a page refers to it or not, inflated where it is packed: what an editor left behind is found
 * by who looks for it.
 */
export async function* streamsIn(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let left = mostInflated
  for (let from = 0; left > 0;) {
    const begin = buffer.indexOf('stream', from)
    if (begin < 0) return
    const end = buffer.indexOf('endstream', begin + 6)
    if (end < 0) return
    from = end + 9
    const start = begin + 6 + (buffer[begin + 6] === 0x0d ? 2 : 1)
    const raw = buffer.subarray(start, end)
    // Pictures are packed otherwise; what does not inflate is looked through as it is.
    const plain = await inflated(raw, { maxOutputLength: left, finishFlush: 2 }).catch(() => raw)
    left -= plain.length
    yield plain
  }
}
