import type { Db } from '#kit/db.ts'
import { Refused } from '#kit/errors.ts'
import { dayOf, isoOf } from '#kit/now.ts'
import { isHugePicture } from '#document/renderings/pictures.ts'
import { lexiconFor, officesOf } from '#patrol/lexicons.ts'
import { maskFile } from '#patrol/mask/mask.ts'
import { CannotMask, type MaskReport } from '#patrol/mask/report.ts'
import { hiddenInPdf, streamsIn } from '#patrol/mask/pdfHidden.ts'
import { entriesHolding, opensAgain } from '#patrol/mask/verify.ts'
import { isPersonal, type Finding } from '#patrol/model.ts'
import { kindOfBytes, officeKind, readFile, type FileKind, type NamedFile } from '#patrol/readers/file.ts'
import { fileLimits, Unreadable } from '#patrol/readers/unreadable.ts'
import { scanFile } from '#patrol/scan.ts'
import { openContainer } from '#kit/ooxml/container.ts'
import type { Checked } from '../store/files.ts'

/** 部分公开的文件 (条例第三十七条): nothing that was masked may be found again, by anybody, with any program. */

const hugePicture =
  '这张图片展开后超过5000万像素，打开它会占满内存，可能是有意做的。请缩小（一般照片、扫描件300 dpi即可）后再上传。'

const allowed: Readonly<Record<string, readonly FileKind[]>> = {
  pdf: ['pdf'],
  docx: ['docx'],
  xlsx: ['xlsx'],
  ofd: ['ofd'],
  jpg: ['picture'],
  jpeg: ['picture'],
  png: ['picture'],
  txt: ['text'],
  csv: ['text'],
}

/** Reads what somebody wants done with a file; Unreadable and CannotMask become a lawful no with their sentence. */
async function orRefused<T>(name: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof CannotMask || error instanceof Unreadable)
      throw new Refused('invalid', [{ field: 'file', text: `“${name}”：${error.message}` }])
    throw error
  }
}

/**
 * What an uploaded file is by its bytes; its name must say the same. Throws Refused: a kind that is not taken, a name that lies, a
 * damaged file, one that inflates to no end.
 */
export async function fileKindOf(file: NamedFile): Promise<FileKind> {
  const ending = /\.([a-z0-9]{1,5})$/i.exec(file.name)?.[1]?.toLowerCase() ?? ''
  const kinds = Object.hasOwn(allowed, ending) ? allowed[ending]! : null
  if (!kinds)
    throw new Refused('invalid', [
      {
        field: 'file',
        text: `不收这种文件（${ending ? `.${ending}` : '没有扩展名'}）。请用PDF、DOCX、XLSX、OFD、JPG、PNG、TXT或者CSV。`,
      },
    ])
  return orRefused(file.name, async () => {
    const kind = kindOfBytes(file.bytes, file.name)
    const found = kind === 'zip' ? (await officeKind(await openContainer(file.bytes, fileLimits))).kind : kind
    if (!kinds.includes(found) || (found === 'text' && file.bytes.subarray(0, 4096).includes(0)))
      throw new Refused('invalid', [
        { field: 'file', text: `文件的内容不是.${ending}格式，可能改过扩展名。请重新另存后再上传。` },
      ])
    if (found === 'picture' && isHugePicture(file.bytes))
      throw new Refused('invalid', [{ field: 'file', text: hugePicture }])
    if (kind === 'zip') await readFile(file)
    return found
  })
}

/** Findings for which a file may not be given out. */
const barring = (finding: Finding): boolean =>
  (isPersonal(finding.kind) && finding.tier !== 'C') ||
  [
    'classification',
    'comments',
    'revisions',
    'hidden',
    'properties',
    'embedded',
    'macro',
    'location',
  ].includes(finding.kind)

const squeezed = (text: string) => text.replaceAll(/[\s\u00a0\u200b-\u200d\u3000\ufeff]/g, '')

async function textOfPdf(bytes: Uint8Array): Promise<string> {
  // A third of a second and forty megabytes that no start should pay for.
  const { getDocument } = await import('pdfjs-dist/legacy/build/pdf.mjs')
  const task = getDocument({
    data: new Uint8Array(bytes),
    verbosity: 0,
    useSystemFonts: false,
    isEvalSupported: false,
  })
  const pdf = await task.promise
  try {
    let text = JSON.stringify(await pdf.getMetadata().then(m => m.info))
    for (let number = 1; number <= pdf.numPages; number++) {
      const page = await pdf.getPage(number)
      for (const item of (await page.getTextContent()).items) if ('str' in item) text += item.str
      text += JSON.stringify((await page.getAnnotations()).map(a => [a.contentsObj, a.fieldValue, a.url]))
      page.cleanup()
    }
    return text
  } finally {
    await task.destroy()
  }
}

/** Words that can still be taken out of the file by other programs than the one that checks: mammoth, hucre, pdf.js, every entry. */
async function recoverable(file: NamedFile, kind: FileKind, words: readonly string[]): Promise<string[]> {
  const found = new Set<string>()
  const reading = await readFile(file)
  let text = squeezed(reading.segments.map(s => s.text).join('\u0001'))
  if (kind === 'docx' || kind === 'xlsx') text += squeezed(await opensAgain(kind, file.bytes))
  if (kind === 'pdf') text += squeezed(await textOfPdf(file.bytes))
  if (kind === 'pdf')
    for await (const part of streamsIn(file.bytes))
      for (const word of words)
        if ((await entriesHolding(part, [word], fileLimits)).length > 0) found.add(word)
  for (const word of words)
    if (text.includes(squeezed(word)) || (await entriesHolding(file.bytes, [word], fileLimits)).length > 0)
      found.add(word)
  return [...found]
}

type CheckHouse = { readonly db: Db; now(): Date }

/**
 * Checks a file that is to be opened in part. `masked`: words the officer blacked out, which must not be found again; `looked`: he has
 * looked at the pictures himself, which no machine reads. Throws Refused where it cannot be looked through.
 */
export async function checkOpenPart(
  house: CheckHouse,
  bodyId: number,
  file: NamedFile,
  masked: readonly string[],
  looked = false,
): Promise<Checked> {
  return orRefused(file.name, async () => {
    const scanned = await scanFile(file, {
      lexicon: await lexiconFor(house.db, bodyId),
      today: dayOf(house.now()),
      offices: await officesOf(house.db, bodyId),
    })
    const words = masked.map(w => w.trim()).filter(Boolean)
    const left = await recoverable(file, scanned.kind, words)
    const isPdf = scanned.kind === 'pdf'
    const hidden = isPdf ? await hiddenInPdf(file.bytes) : []
    const findings = [
      ...hidden.map(({ message, label }) => ({ tier: 'A' as const, message, label })),
      ...scanned.findings
        .filter(barring)
        .map(f => ({ tier: f.tier, message: f.message, label: f.place.label })),
    ].slice(0, 50)
    // The words themselves are not repeated: what is kept of a check holds nothing that was masked.
    if (left.length > 0)
      findings.unshift({
        tier: 'A',
        message: `已经遮盖的内容仍能从文件里取出，共${left.length}项（填写的第${left.map(word => words.indexOf(word) + 1).join('、')}行；盖上黑块、改成白字都不算遮盖）。请在原稿中删去后重新导出。`,
        label: '全文',
      })
    const unseen = scanned.findings.some(f => f.kind === 'unread')
    if (unseen && !looked)
      findings.push({
        tier: 'B',
        message:
          '有图片或者扫描的页面，机器看不到上面的文字、签名和人像。请逐页看过，确认该遮盖的都遮盖了，再检查一次并勾选“已逐页看过”。',
        label: '图片',
      })
    return {
      clean: findings.length === 0,
      at: isoOf(house.now()),
      sha256: scanned.sha256,
      findings,
      checks: [
        isPdf
          ? '已检查文字层、色块下面和页面以外的文字、看不见的文字、批注、图层、以前保存的版本、文件属性、文件名和夹带的文件。'
          : '已检查文字层、表格、页眉页脚、批注、修订、隐藏内容、文件属性、文件名和嵌入的文件。',
        words.length > 0
          ? `已${isPdf ? '逐页并逐个数据流' : '用另一种程序'}重新提取全文，逐项查找遮盖的${words.length}项内容。`
          : '没有填写遮盖了哪些内容：姓名、商业秘密机器认不全，请人工看过，或者填写后再检查。',
        ...(unseen && looked ? ['图片和扫描的页面由经办人逐页看过。'] : []),
      ],
    }
  })
}

/** A new file with its personal data and the given words masked, verified by readers that had no part in writing it. Throws Refused. */
export async function maskOpenPart(
  house: CheckHouse,
  bodyId: number,
  file: NamedFile,
  words: readonly string[],
): Promise<MaskReport> {
  const options = { today: dayOf(house.now()), offices: await officesOf(house.db, bodyId), words }
  return orRefused(file.name, () => maskFile(file, options))
}
