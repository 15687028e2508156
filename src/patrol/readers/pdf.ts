import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type * as pdfjsLibrary from 'pdfjs-dist'
import { ticks } from '#kit/now.ts'
import type { FileNote, Reading, Segment } from '../segment.ts'
import { Unreadable, type FileLimits } from './unreadable.ts'

export type Pdfjs = typeof pdfjsLibrary

let loading: Promise<{ pdfjs: Pdfjs; cMapUrl: string }> | null = null

/** Loaded with the first PDF: a third of a second. Runs in this thread, without a worker, without eval. */
function load(): Promise<{ pdfjs: Pdfjs; cMapUrl: string }> {
  loading ??= (async () => {
    const pdfjs = (await import('pdfjs-dist/legacy/build/pdf.mjs')) as Pdfjs
    // Named by a variable: the worker comes without types and is used by pdfjs alone.
    const workerName = 'pdfjs-dist/legacy/build/pdf.worker.mjs'
    Object.assign(globalThis, { pdfjsWorker: await import(workerName) })
    const folder = dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json'))
    return { pdfjs, cMapUrl: `${join(folder, 'cmaps')}/` }
  })()
  return loading
}

export type InnerFile = { readonly name: string; readonly bytes: Uint8Array }
export type PdfReading = Reading & { readonly inner: readonly InnerFile[] }

/** A page is given up after this, in milliseconds; a whole file after ten times that. */
const patience = 20_000

/**
 * Reads a PDF: the text of every page (also what is invisible or lies under a black box), annotations and form fields, properties,
 * outline; files attached to it are handed out. Throws Unreadable.
 */
export async function readPdf(
  bytes: Uint8Array,
  file: string | null,
  limits: FileLimits,
): Promise<PdfReading> {
  return withPdf(bytes, document => readDocument(document, file, limits))
}

/** Opens a PDF for some work on it and closes it again. Throws Unreadable where it cannot be opened or the work fails. */
export async function withPdf<T>(
  bytes: Uint8Array,
  work: (document: Document, pdfjs: Pdfjs) => Promise<T>,
): Promise<T> {
  const { pdfjs, cMapUrl } = await load()
  const task = pdfjs.getDocument({
    // pdfjs takes the bytes for itself.
    data: new Uint8Array(bytes),
    isEvalSupported: false,
    disableFontFace: true,
    useSystemFonts: false,
    useWorkerFetch: false,
    enableXfa: false,
    verbosity: 0,
    cMapUrl,
    cMapPacked: true,
    maxImageSize: 1,
  })
  try {
    const document = await task.promise
    return await work(document, pdfjs)
  } catch (error) {
    if (error instanceof Unreadable) throw error
    if (error instanceof Error && error.name === 'PasswordException')
      throw new Unreadable(
        'encrypted',
        'PDF设有打开密码，无法检查。请取消密码后重新导出；涉密文件不得在本系统处理。',
      )
    throw new Unreadable('damaged', 'PDF已损坏或没有传完整，读不出来。请重新导出后再试。')
  } finally {
    await task.destroy()
  }
}

export type Document = Awaited<ReturnType<Pdfjs['getDocument']>['promise']>
export type Page = Awaited<ReturnType<Document['getPage']>>

async function readDocument(
  document: Document,
  file: string | null,
  limits: FileLimits,
): Promise<PdfReading> {
  if (document.numPages > limits.pages)
    throw new Unreadable(
      'too-large',
      `PDF有${document.numPages}页，超过${limits.pages}页的上限，没有检查。请拆分后再试。`,
    )
  const segments: Segment[] = []
  const notes: FileNote[] = []
  const inner: InnerFile[] = []
  const silent: number[] = []
  let characters = 0
  const began = ticks()
  for (let number = 1; number <= document.numPages; number++) {
    const page = await document.getPage(number)
    const paragraphs = await within(paragraphsOf(page), number)
    for (const text of paragraphs) {
      characters += text.length
      segments.push({ text, part: 'page', label: `第${number}页`, file, checks: 'written' })
    }
    if (paragraphs.length === 0) silent.push(number)
    for (const text of await within(notesOf(page), number))
      segments.push({ text, part: 'annotation', label: `第${number}页的注释`, file, checks: 'words' })
    page.cleanup()
    if (characters > limits.characters || ticks() - began > patience * 10)
      throw new Unreadable('too-large', `PDF的文字过多，检查到第${number}页停止。请拆分后再试。`)
  }
  await readProperties(document, file, segments, notes)
  const attachments = (await document.getAttachments()) as Record<
    string,
    { filename: string; content: Uint8Array }
  > | null
  for (const one of Object.values(attachments ?? {}))
    if (one.content) inner.push({ name: one.filename, bytes: one.content })
  if (inner.length > 0)
    notes.push({
      kind: 'embedded',
      tier: 'B',
      message: `PDF里夹带了${inner.length}个文件，会随PDF一起公开。没有必要的请重新导出。`,
      label: '夹带的文件',
      file,
    })
  if ((await document.getJSActions()) !== null)
    notes.push({
      kind: 'macro',
      tier: 'B',
      message: 'PDF带有脚本。请重新导出不带脚本的PDF后再公开。',
      label: '脚本',
      file,
    })
  if (silent.length > 0) {
    const isAll = silent.length === document.numPages
    notes.push({
      kind: 'unread',
      tier: isAll ? 'B' : 'C',
      message: `${isAll ? '全部' : `第${silent.slice(0, 10).join('、')}${silent.length > 10 ? '等' : ''}`}${isAll ? `${silent.length}` : ''}页没有文字，可能是扫描的图片，机器看不到内容。请人工查看有没有个人信息，最好改用由原稿导出的PDF。`,
      label: '没有文字的页',
      file,
    })
  }
  return { segments, notes, inner }
}

export async function within<T>(work: Promise<T>, page: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Unreadable('dangerous', `PDF第${page}页过于复杂，已停止检查。请重新导出后再试。`)),
      patience,
    )
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}

/** Typesetters part Chinese from figures by a quarter of a character, which comes out as a blank. */
const setApart =
  /(?<=[\u4e00-\u9fff）〕》”，。：；、]) (?=[0-9A-Za-z])|(?<=[0-9A-Za-z]) (?=[\u4e00-\u9fff（〔《“])/g

/** Lines put together to paragraphs: a full line that does not end a sentence goes on in the next one, also in the middle of a number. */
async function paragraphsOf(page: Page): Promise<string[]> {
  const content = await page.getTextContent({ includeMarkedContent: false, disableNormalization: false })
  const lines: string[] = []
  let line = ''
  for (const item of content.items) {
    if (!('str' in item)) continue
    line += item.str
    if (item.hasEOL) {
      lines.push(line)
      line = ''
    }
  }
  lines.push(line)
  const full = Math.max(0, ...lines.map(l => l.trim().length)) * 0.8
  const paragraphs: string[] = []
  let paragraph = ''
  for (const one of lines) {
    const text = one.trim().replaceAll(setApart, '')
    if (text === '') continue
    paragraph += text
    if (text.length >= full && text.length >= 12 && !/[。；：！？.;:!?”）)]$/.test(text)) continue
    paragraphs.push(paragraph)
    paragraph = ''
  }
  if (paragraph !== '') paragraphs.push(paragraph)
  return paragraphs
}

type Annotation = {
  readonly contentsObj?: { readonly str: string }
  readonly titleObj?: { readonly str: string }
  readonly richText?: { readonly str: string } | null
  readonly fieldValue?: unknown
  readonly defaultFieldValue?: unknown
  readonly alternativeText?: string
  readonly url?: string
  readonly unsafeUrl?: string
}

async function notesOf(page: Page): Promise<string[]> {
  const annotations = (await page.getAnnotations()) as readonly Annotation[]
  return annotations.flatMap(a => {
    const values = [
      a.contentsObj?.str,
      a.titleObj?.str,
      a.richText?.str,
      ...[a.fieldValue, a.defaultFieldValue].flat(),
      a.alternativeText,
      a.unsafeUrl ?? a.url,
    ]
    return values.filter((v): v is string => typeof v === 'string' && v.trim() !== '')
  })
}

type OutlineItem = { readonly title: string; readonly items: readonly OutlineItem[] }

async function readProperties(
  document: Document,
  file: string | null,
  segments: Segment[],
  notes: FileNote[],
) {
  const { info, metadata } = await document.getMetadata()
  const add = (
    text: string,
    checks: Segment['checks'],
    part: Segment['part'] = 'property',
    label = '文件属性',
  ) => {
    if (text.trim() !== '') segments.push({ text, part, label, file, checks })
  }
  const properties = info as Record<string, unknown>
  const author = properties['Author']
  for (const [name, value] of Object.entries(properties)) {
    if (name === 'Custom' && typeof value === 'object' && value !== null)
      for (const custom of Object.values(value)) add(String(custom), 'personal')
    else if (typeof value === 'string' && !/Date$|Version$/.test(name))
      add(value, /^(?:Title|Subject|Keywords)$/.test(name) ? 'words' : 'personal')
  }
  const xmp = metadata ? (metadata as unknown as { getRaw(): string }).getRaw() : ''
  add(xmp.replaceAll(/<[^>]*>/g, '\n').slice(0, 100_000), 'personal')
  if (typeof author === 'string' && author.trim() !== '')
    notes.push({
      kind: 'properties',
      tier: 'C',
      message: `文件属性里有作者“${author.slice(0, 40)}”，公开后任何人都看得到。请在原稿中去掉后重新导出。`,
      label: '文件属性',
      file,
    })
  const outline = ((await document.getOutline()) ?? []) as readonly OutlineItem[]
  const queue = [...outline]
  for (let i = 0; i < queue.length && i < 5000; i++) {
    add(queue[i]!.title, 'words', 'page', '书签')
    queue.push(...queue[i]!.items)
  }
}
