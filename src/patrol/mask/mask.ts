import { openContainer, type Container } from '#kit/ooxml/container.ts'
import { writeZip, type ZipPart } from '#kit/ooxml/zip.ts'
import { isPersonal, type Finding } from '../model.ts'
import { personalHits } from '../personal/find.ts'
import { kindOfBytes, officeKind, readFile, type FileKind, type NamedFile } from '../readers/file.ts'
import { stripPicture } from '../readers/picture.ts'
import { decodeText } from '../readers/text.ts'
import { fileLimits, unreadable, type FileLimits } from '../readers/unreadable.ts'
import { makeLexicon } from '../wording/lexicon.ts'
import { scanReading } from '../scan.ts'
import { rewriteOffice } from './office.ts'
import { CannotMask, type MaskOptions, type MaskReport } from './report.ts'
import { makeRemoval, type Removal } from './strings.ts'
import { entriesHolding, opensAgain } from './verify.ts'

const refusals: Partial<Record<FileKind, string>> = {
  pdf: 'PDF不能就地遮盖：盖上的黑块下面文字还在。有原稿（DOCX、XLSX）的，在原稿中遮盖后重新导出；只有PDF或者纸质件的，打印后涂黑再扫描，或者只摘出可以公开的页，重新上传检查。',
  pptx: '演示文稿不能自动遮盖。请在原稿中手工删去个人信息后另存，或改为DOCX、XLSX。',
  ofd: 'OFD不能就地遮盖。请在原稿（DOCX、XLSX）中遮盖后重新导出。',
  odf: 'ODF文件不能自动遮盖。请另存为DOCX或XLSX后再试。',
  html: '网页文件不能自动遮盖。请在正文编辑框中修改。',
}
const pdfStrip = 'PDF的属性不能就地清除。请在原稿中清除后重新导出PDF。'

type Work = { readonly removal: Removal | null; readonly limits: FileLimits; readonly stripped: Set<string> }

/** What is left of a file after masking (`removal`) and stripping. */
async function rewrite(
  file: NamedFile,
  work: Work,
  depth: number,
): Promise<{ bytes: Uint8Array; kind: FileKind }> {
  const { bytes, name } = file
  const kind = kindOfBytes(bytes, name)
  if (kind === 'zip') {
    const container = await openContainer(bytes, work.limits)
    const office = await officeKind(container)
    if (office.kind === 'zip') return { kind: 'zip', bytes: await rewriteArchive(container, work, depth) }
    if (office.kind !== 'docx' && office.kind !== 'xlsx')
      throw new CannotMask(
        refusals[office.kind] ?? '这种文件不能自动遮盖。请在原稿中手工删去个人信息后另存。',
      )
    const made = await rewriteOffice(container, office.kind, work.removal, (inner, innerBytes) =>
      rewriteInner({ name: inner, bytes: innerBytes }, work, depth),
    )
    for (const what of made.stripped) work.stripped.add(what)
    return { kind: office.kind, bytes: made.bytes }
  }
  if (kind === 'picture') {
    const plain = stripPicture(bytes)
    if (plain !== bytes) work.stripped.add('照片的拍摄位置、时间和相机信息')
    return { kind, bytes: plain }
  }
  if (kind === 'text') {
    if (!work.removal) return { kind, bytes }
    const { text, encoding, mark } = decodeText(bytes)
    const masked = work.removal.masked(text)
    // Spreadsheets take a CSV without the mark for the encoding of the machine.
    const head = mark || encoding !== 'utf-8' ? '\ufeff' : ''
    if (encoding !== 'utf-8') work.stripped.add(`原来的编码（${encoding.toUpperCase()}），已改为UTF-8`)
    return { kind, bytes: Buffer.from(head + masked, 'utf8') }
  }
  throw new CannotMask(
    (work.removal === null && kind === 'pdf' ? pdfStrip : refusals[kind]) ??
      '这种文件不能自动遮盖。请在原稿中手工删去个人信息后另存。',
  )
}

async function rewriteInner(file: NamedFile, work: Work, depth: number): Promise<Uint8Array> {
  if (depth + 1 > work.limits.depth)
    throw new CannotMask(`文件套了超过${work.limits.depth}层，不能遮盖。请解开后逐个处理。`)
  try {
    return (await rewrite(file, work, depth + 1)).bytes
  } catch (error) {
    const told = unreadable(error, work.limits)
    const why = told instanceof Error ? told.message : ''
    throw new CannotMask(`里面的文件“${file.name.slice(file.name.lastIndexOf('/') + 1)}”不能处理：${why}`)
  }
}

async function rewriteArchive(container: Container, work: Work, depth: number): Promise<Uint8Array> {
  // Twice: what is found in a later member must go from the earlier ones, too.
  for (let round = work.removal ? 0 : 1; ; round++) {
    const known = work.removal?.removed.size ?? 0
    const parts: ZipPart[] = []
    for (const { name } of container.entries) {
      work.removal?.note(name)
      if (name.endsWith('/')) continue
      const bytes = (await container.read(name))!
      const made = bytes.length === 0 ? bytes : await rewriteInner({ name, bytes }, work, depth)
      parts.push([work.removal ? safeName(work.removal.masked(name)) : name, made])
    }
    if (round > 0 || (work.removal?.removed.size ?? 0) === known) return writeZip(parts, { deflate: true })
  }
}

const safeName = (name: string) => name.replaceAll('*', '＊')

/** A lexicon of nothing: the scan after masking looks for personal data alone. */
const noWords = makeLexicon('', [])

type Left = {
  /** What a new scan says: hints, and what a machine cannot see. */
  readonly findings: Finding[]
  /** Where something is left that should have gone. */
  readonly grave: readonly string[]
}

async function personalLeft(file: NamedFile, options: MaskOptions, limits: FileLimits): Promise<Left> {
  const reading = await readFile(file, limits)
  const offices = officesOf(options)
  // Looked for by itself: the list of a scan is cut where it grows too long to be read.
  const grave = reading.segments
    .filter(segment => personalHits(segment.text, offices).some(hit => hit.tier !== 'C'))
    .map(segment => segment.label)
  const findings = await scanReading(reading, {
    lexicon: noWords,
    today: options.today,
    offices: options.offices ?? [],
  })
  return {
    grave,
    findings: findings.filter(f => isPersonal(f.kind) || f.kind === 'unread' || f.kind === 'embedded'),
  }
}

const officesOf = (options: MaskOptions): ReadonlySet<string> =>
  new Set((options.offices ?? []).map(o => o.replaceAll(/\D/g, '')))

/**
 * Writes a new file in which all personal data is exchanged for its masked form, in every part, and the traces of people and
 * machines are gone; opens it again with another reader, searches every entry for what was taken out, and scans it anew. DOCX,
 * XLSX, text, CSV, pictures (their tags), ZIP of these. Throws CannotMask or Unreadable with a sentence; then there is no file.
 */
export async function maskFile(
  file: NamedFile,
  options: MaskOptions,
  limits: FileLimits = fileLimits,
): Promise<MaskReport> {
  const removal = makeRemoval(officesOf(options), options.words)
  removal.note(file.name)
  const work: Work = { removal, limits, stripped: new Set() }
  try {
    const { bytes, kind } = await rewrite(file, work, 0)
    const made = { name: safeName(removal.masked(file.name)), bytes }
    const checks: string[] = []
    if (kind === 'docx' || kind === 'xlsx') {
      await opensAgain(kind, bytes)
      checks.push(
        kind === 'docx' ? '已用另一种程序（mammoth）重新打开，正常。' : '已重新打开全部工作表，正常。',
      )
    }
    const strings = [...removal.removed.keys()]
    const holding = await entriesHolding(bytes, strings, limits)
    if (holding.length > 0)
      throw new CannotMask(
        `遮盖以后，${holding[0] === '' ? '文件里' : `部件“${holding.slice(0, 3).join('、')}”里`}仍能找到被遮盖的内容，新文件没有交出。请在原稿中删去嵌入的对象后再试，或手工处理。`,
      )
    checks.push(`已逐个部件搜索被遮盖的${strings.length}项内容（含隐藏部分、其他编码），均未发现。`)
    const { grave, findings: left } = await personalLeft(made, options, limits)
    if (grave.length > 0)
      throw new CannotMask(
        `遮盖以后重新检查，${grave[0]}等${grave.length}处仍有个人信息，新文件没有交出。请手工处理后再试。`,
      )
    checks.push('已重新检查新文件，没有发现需要遮盖的个人信息。')
    return { file: made, removed: summary(removal), stripped: [...work.stripped], checks, left }
  } catch (error) {
    throw unreadable(error, limits)
  }
}

function summary(removal: Removal): MaskReport['removed'] {
  const counts = new Map<string, MaskReport['removed'][number]>()
  for (const [raw, { masked, kind }] of removal.removed) {
    if (kind === 'given') continue
    const key = `${kind}\u0000${masked}`
    const count = (counts.get(key)?.count ?? 0) + (removal.counts.get(raw) ?? 0)
    counts.set(key, { kind, masked, count })
  }
  return [...counts.values()]
}

/**
 * Writes a new file without properties, authors, session numbers, thumbnails, custom data and the tags of photographs; its text
 * stays as it is. DOCX, XLSX, pictures, ZIP of these. Throws CannotMask or Unreadable with a sentence.
 */
export async function stripMetadata(
  file: NamedFile,
  options: MaskOptions,
  limits: FileLimits = fileLimits,
): Promise<MaskReport> {
  const work: Work = { removal: null, limits, stripped: new Set() }
  try {
    const { bytes, kind } = await rewrite(file, work, 0)
    const made = { name: file.name, bytes }
    const checks: string[] = []
    if (kind === 'docx' || kind === 'xlsx') {
      const [before, after] = [await opensAgain(kind, file.bytes), await opensAgain(kind, bytes)]
      if (before !== after)
        throw new CannotMask('清除属性以后，文件的文字有了变化，新文件没有交出。请在原稿中手工清除属性。')
      checks.push('已重新打开新文件，文字与原来一致。')
    }
    return {
      file: made,
      removed: [],
      stripped: [...work.stripped],
      checks,
      left: (await personalLeft(made, options, limits)).findings,
    }
  } catch (error) {
    throw unreadable(error, limits)
  }
}
