import { blocksOf } from './blocks.ts'
import { findBrokenLines } from './brokenLines.ts'
import { cleanHtml, cleanSource, type Met } from './clean.ts'
import { readDocx, tooLong, type WordSource } from './docx.ts'
import { plainText } from './render.ts'
import { recognise } from './recognise.ts'
import { IntakeRefusal } from './refusal.ts'
import { blocksOfText } from './textSource.ts'
import { isClassificationMark } from './wording.ts'
import { countCharacters } from './wordPrepare.ts'
import { defaultLimits } from './types.ts'
import type {
  Block,
  Finding,
  FindingCode,
  ImagePart,
  IntakeInput,
  IntakeLimits,
  IntakeResult,
} from './types.ts'

/**
 * What a clerk gives (a DOCX file, HTML pasted from Word or WPS, pasted plain text) → the recognised parts of an official
 * document, its body as clean semantic HTML, and what the drafter should know.
 *
 * Never throws for bad input: `{ok: false}` carries every reason in Chinese with the remedy. `code: 'classified'` means that
 * the input bears a 密级 or internal mark: nothing of it may be stored (保密法第三十一条第三项), and nothing of it is in the
 * answer. `limits.today` is a day of Asia/Shanghai, for dates in the future.
 */
export async function intake(input: IntakeInput, limits: Partial<IntakeLimits> = {}): Promise<IntakeResult> {
  const all: IntakeLimits = { ...defaultLimits, ...limits }
  try {
    return await read(input, all)
  } catch (error) {
    if (error instanceof IntakeRefusal) return { ok: false, code: error.code, reasons: error.reasons }
    return {
      ok: false,
      code: 'damaged',
      reasons: [
        input.kind === 'docx'
          ? '文件无法读取，可能已损坏。请用 Word 或 WPS 打开确认后，重新另存为 .docx 再上传。'
          : '粘贴的内容无法读取。请改为粘贴纯文本，或上传 .docx。',
      ],
    }
  }
}

type Source = { blocks: Block[]; aside: readonly string[]; images: readonly ImagePart[]; notes: Finding[] }

async function read(input: IntakeInput, limits: IntakeLimits): Promise<IntakeResult> {
  const source = await sourceOf(input, limits)
  if (source.blocks.every(b => b.text === '')) {
    throw new IntakeRefusal('empty', '没有读到任何文字。如果正文是扫描图片，请上传可编辑的 Word 原稿。')
  }
  const recognition = recognise(source.blocks, source.aside, limits.today)
  if (recognition.mark !== null) throw classified(recognition.mark)
  const bodyHtml = cleanHtml(recognition.bodyHtml)
  const bodyText = plainText(bodyHtml)
  const characters = countCharacters(bodyText)
  if (characters > limits.characters) throw tooLong(characters, limits)
  const used = source.images.filter(image => bodyHtml.includes(`cid:${image.name}"`))
  return {
    ok: true,
    ...recognition.fields,
    bodyHtml,
    bodyText,
    characters,
    images: used,
    notes: [...source.notes, ...recognition.notes, ...brokenLineFindings(bodyHtml)],
  }
}

async function sourceOf(input: IntakeInput, limits: IntakeLimits): Promise<Source> {
  if (input.kind === 'docx') {
    if (isClassificationMark(input.fileName.replace(/\.[^.]*$/, ''), false)) throw classified('secret')
    const word = await readDocx(input.bytes, limits)
    const images = [...word.images]
    const { html, met } = cleanSource(word.html, images, () => false)
    return {
      blocks: blocksOf(html),
      aside: word.aside,
      images,
      notes: [...wordFindings(word), ...htmlFindings(met)],
    }
  }
  if (input.kind === 'html') {
    if (input.html.length > limits.html) throw oversizedPaste(input.html.length, limits)
    const images: ImagePart[] = []
    let bytes = 0
    const room = (size: number) => images.length < limits.images && (bytes += size) <= limits.imageBytes
    const { html, met } = cleanSource(input.html, images, room)
    const blocks = blocksOf(html)
    checkLength(blocks, limits)
    return { blocks, aside: [], images, notes: htmlFindings(met) }
  }
  if (input.text.length > limits.html) throw oversizedPaste(input.text.length, limits)
  const { blocks, notes } = blocksOfText(input.text)
  checkLength(blocks, limits)
  return { blocks, aside: [], images: [], notes }
}

function checkLength(blocks: readonly Block[], limits: IntakeLimits): void {
  const characters = blocks.reduce((sum, b) => sum + countCharacters(b.text), 0)
  if (characters > limits.characters) throw tooLong(characters, limits)
}

const oversizedPaste = (length: number, limits: IntakeLimits): IntakeRefusal =>
  new IntakeRefusal(
    'too-large',
    `粘贴的内容有 ${length} 个字符（含格式），超过 ${limits.html} 个的上限。请只粘贴正文，或改为上传 .docx。`,
  )

const classified = (mark: 'secret' | 'internal'): IntakeRefusal =>
  new IntakeRefusal(
    'classified',
    mark === 'secret'
      ? '文件标有国家秘密标志。本系统是非涉密系统，不得存储、处理国家秘密（《保守国家秘密法》第三十一条第三项），请在涉密系统中办理。内容未保存。'
      : '文件标有“内部”或工作秘密标志，不得在本系统办理；请按工作秘密管理规定在原系统继续办理，确需公开的先解除标志。内容未保存。',
  )

/** One finding, unless nothing was met. */
function finding(count: number, code: FindingCode, level: Finding['level'], message: string): Finding[] {
  return count > 0 ? [{ code, level, message: message.replace('{n}', String(count)) }] : []
}

function wordFindings({ met }: WordSource): Finding[] {
  return [
    ...finding(met.comments, 'comments', 'warn', '原稿含批注 {n} 条，未带入正文。请确认批注都已处理。'),
    ...finding(
      met.insertions + met.deletions,
      'revisions',
      'warn',
      '原稿含修订 {n} 处（插入的已接受，删除的已去掉）。请确认是定稿，最好在原稿中接受全部修订后重新上传。',
    ),
    ...finding(met.hidden, 'hidden-text', 'warn', '原稿含隐藏文字 {n} 处，未带入正文。请打开原稿核对。'),
    ...finding(
      met.struck,
      'struck-text',
      'warn',
      '原稿有 {n} 处文字带删除线，文字保留、删除线未保留。请核对是否应当删去。',
    ),
    ...finding(
      met.objects,
      'embedded-object',
      'warn',
      '原稿嵌有对象或控件 {n} 个（如嵌入的表格、公式、附件），已去除。需要的内容请改为正文文字或单独上传附件。',
    ),
    ...finding(
      met.externalTemplates,
      'external-template',
      'info',
      '原稿引用了外部模板，未读取，也不会打开。',
    ),
    ...finding(
      met.externalLinks,
      'external-link',
      'warn',
      '原稿引用了外部文件 {n} 处，未读取。需要的内容请放进正文。',
    ),
    ...finding(
      met.remoteImages,
      'remote-image',
      'warn',
      '原稿有 {n} 张图片在网络或别的电脑上，未下载。请把图片插入原稿后重新上传。',
    ),
    ...finding(
      met.unusableImages,
      'unusable-image',
      'warn',
      '原稿有 {n} 张图片的格式网页不能显示或超出数量、大小上限，未带入。请换成 PNG 或 JPEG 图片。',
    ),
    ...finding(
      met.drawings,
      'unusable-drawing',
      'warn',
      '原稿有图表或图示 {n} 个，未能转换。请另存为图片后插入，或改为文字、表格。',
    ),
    ...finding(met.formulas, 'formula', 'warn', '原稿有公式 {n} 处，已转为普通文字，可能走样，请核对。'),
  ]
}

function htmlFindings(met: Met): Finding[] {
  return [
    ...finding(
      met.active,
      'active-content',
      'warn',
      '内容中有脚本、表单或嵌入网页 {n} 处，已去除，没有运行。',
    ),
    ...finding(
      met.hidden,
      'hidden-text',
      'warn',
      '粘贴的内容含隐藏或已删除的文字 {n} 处，未带入正文。请核对原稿。',
    ),
    ...finding(
      met.struck,
      'struck-text',
      'warn',
      '粘贴的内容有 {n} 处文字带删除线，文字保留、删除线未保留。请核对是否应当删去。',
    ),
    ...finding(
      met.remoteImages,
      'remote-image',
      'warn',
      '粘贴的内容有 {n} 张网络图片，未下载。请把图片存下后单独插入。',
    ),
    ...finding(
      met.unusableImages,
      'unusable-image',
      'warn',
      '粘贴的内容有 {n} 张图片没有随文字带来。请改为上传 .docx，或单独插入图片。',
    ),
  ]
}

const brokenLineFindings = (bodyHtml: string): Finding[] =>
  findBrokenLines(bodyHtml).map(broken => ({
    code: 'broken-line',
    level: 'warn',
    message: `“…${broken.before}”与“${broken.after}…”像是一句话被截成了两段，未自动合并。确认后可以合并断行。`,
    excerpt: `${broken.before}｜${broken.after}`,
  }))
