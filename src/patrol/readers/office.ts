import type { Container } from '#kit/ooxml/container.ts'
import { attribute, decodePart, walkMarkup } from '#kit/ooxml/markup.ts'
import type { Part } from '../model.ts'
import type { FileNote, Reading, Segment } from '../segment.ts'
import {
  hiddenStretches,
  piecesFor,
  readMarkupInTurns,
  textOfPieces,
  type Block,
  type MarkupText,
} from './markupText.ts'
import { pictureType, readPicture } from './picture.ts'

/** Parts of an Office file that hold no words: fonts, themes, styles of charts. */
export const wordless =
  /(?:^|\/)(?:theme\/|fonts\/|styles?\d*\.xml$|stylesWithEffects\.xml$|fontTable\.xml$|webSettings\.xml$|numbering\.xml$|calcChain\.xml$|colors\d*\.xml$|tableStyles\.xml$|presProps\.xml$|viewProps\.xml$|metadata\.xml$|slideLayouts\/|slideMasters\/|themeOverride\d*\.xml$)|^\[Content_Types\]\.xml$/i

export const isXml = (name: string) => /\.(?:xml|rels|vml|rdf)$/i.test(name)

/** Files inside that are files of their own: read again from the beginning. */
export const isInnerFile = (name: string) =>
  /(?:^|\/)(?:embeddings|afchunks?)\/[^/]+$|(?:^|\/)afchunk[^/]*$/i.test(name)

export type PartReader = {
  /** The text of a part; null where it is not there. */
  markup(
    name: string,
    hiddenStyles?: ReadonlySet<string>,
  ): Promise<{ source: string; read: MarkupText } | null>
}

export function partReader(container: Container): PartReader {
  return {
    async markup(name, hiddenStyles) {
      const bytes = await container.read(name)
      if (!bytes) return null
      const source = decodePart(bytes)
      return { source, read: await readMarkupInTurns(source, hiddenStyles) }
    },
  }
}

/** Ids of character styles that hide what they are given to. */
export function hiddenStylesOf(source: string): Set<string> {
  const found = new Set<string>()
  let id: string | null = null
  walkMarkup(source, {
    open(name, tag) {
      if (name === 'style')
        id = attribute(tag, 'type') === 'character' ? (attribute(tag, 'styleId') ?? null) : null
      if (name === 'vanish' && id !== null && !/"(?:0|false|off)"/.test(tag)) found.add(id)
    },
    close(name) {
      if (name === 'style') id = null
    },
  })
  return found
}

type Labelled = { readonly part: Part; readonly label: string; readonly checks: Segment['checks'] }

/** One block as segments: what is read, what stood there before the revisions, the instructions behind it. */
export function segmentsOfBlock(block: Block, at: Labelled, file: string | null): Segment[] {
  const segments: Segment[] = []
  const isEcho = block.inside.includes('Fallback')
  const accepted = piecesFor(block, 'accepted')
  const text = textOfPieces(accepted)
  if (text.trim() !== '') {
    const hidden = hiddenStretches(accepted)
    segments.push({ text, ...at, file, hidden, ...(isEcho ? { echo: true } : {}) })
  }
  if (block.pieces.some(p => p.kind === 'deleted')) {
    const before = textOfPieces(piecesFor(block, 'original'))
    segments.push({
      text: before,
      part: 'revision',
      label: `${at.label}（修订前的文字）`,
      checks: 'words',
      file,
      echo: true,
    })
  }
  const field = textOfPieces(piecesFor(block, 'field'))
  if (field.trim() !== '')
    segments.push({ text: field, part: 'field', label: `${at.label}（域代码）`, checks: 'personal', file })
  return segments
}

/** Texts in tags: alternative texts, names of bookmarks and sheets, targets of links, authors. */
export function segmentsOfTags(read: MarkupText, label: string, file: string | null): Segment[] {
  return read.attributes
    .filter(a => !(a.name === 'name' && /^(?:_|Picture|图片|Rectangle|矩形|文本框|Text Box)/.test(a.value)))
    .map(a => ({
      text: a.value,
      part: 'alternative' as const,
      label: `${label}的${tagNames[a.name] ?? '标记'}`,
      file,
      checks: a.name === 'Target' || a.name === 'href' ? ('personal' as const) : ('words' as const),
      ...(a.name === 'author' || a.name === 'initials' ? { checks: 'personal' as const } : {}),
    }))
}

const tagNames: Record<string, string> = {
  descr: '替代文字',
  title: '替代文字',
  author: '作者',
  name: '名称',
  Target: '链接地址',
  tooltip: '提示文字',
  displayName: '人名',
}

/** Any other part, block by block. */
export function segmentsOfPart(
  read: MarkupText,
  at: Labelled,
  file: string | null,
  isWanted: (block: Block) => boolean = () => true,
): Segment[] {
  const segments: Segment[] = []
  for (const block of read.blocks) if (isWanted(block)) segments.push(...segmentsOfBlock(block, at, file))
  return segments
}

const propertyNames: Record<string, string> = {
  creator: '作者',
  lastModifiedBy: '最后修改者',
  Company: '单位',
  Manager: '主管',
}

/** docProps: who wrote it and where; the other properties are texts like any. */
export async function readProperties(
  parts: PartReader,
  names: Iterable<string>,
  file: string | null,
): Promise<Reading> {
  const segments: Segment[] = []
  const found: string[] = []
  for (const name of names) {
    if (!/^docProps\/[^/]+\.xml$/i.test(name)) continue
    const part = await parts.markup(name)
    for (const block of part?.read.blocks ?? []) {
      const text = textOfPieces(block.pieces).trim()
      if (text === '') continue
      const known = propertyNames[block.element]
      if (known && !/^(?:Microsoft|WPS|user|admin|Administrator|un-?named|python-docx|openpyxl)$/i.test(text))
        found.push(`${known}“${text.slice(0, 40)}”`)
      if (/^\d{4}-\d{2}-\d{2}T/.test(text) || /^[\d.]{1,6}$/.test(text)) continue
      segments.push({ text, part: 'property', label: '文件属性', file, checks: known ? 'personal' : 'words' })
    }
    if (/custom\.xml$/i.test(name) && (part?.read.blocks.length ?? 0) > 0) found.push('自定义属性')
  }
  const notes: FileNote[] =
    found.length === 0
      ? []
      : [
          {
            kind: 'properties',
            tier: 'C',
            message: `文件属性里有${[...new Set(found)].join('、')}，公开后任何人都看得到。请用“清除文件属性”去掉。`,
            label: '文件属性',
            file,
          },
        ]
  return { segments, notes }
}

/** Pictures, macros, objects: what a container carries besides text. */
export async function readSurroundings(container: Container, file: string | null): Promise<FileNote[]> {
  const notes: FileNote[] = []
  const add = (kind: FileNote['kind'], tier: FileNote['tier'], message: string, label: string) =>
    notes.push({ kind, tier, message, label, file })
  let pictures = 0
  const objects: string[] = []
  for (const { name } of container.entries) {
    if (/\.(?:jpe?g|png|webp|tiff?|heic)$/i.test(name)) {
      const bytes = await container.read(name)
      if (bytes && pictureType(bytes)) {
        if (readPicture(bytes).located)
          add(
            'location',
            'B',
            '照片带有拍摄地点的经纬度，公开后任何人都能查到。请用“清除文件属性”去掉后再公开。',
            `图片“${name.slice(name.lastIndexOf('/') + 1)}”`,
          )
      }
    }
    if (/(?:^|\/)media\/[^/]+$/i.test(name)) pictures++
    if (/(?:^|\/)vbaProject\.bin$/i.test(name))
      add('macro', 'B', '文件带有宏，公众打开时会有安全提示。请另存为不含宏的文件后再公开。', '宏')
    if (/(?:^|\/)embeddings\/[^/]+\.bin$/i.test(name)) objects.push(name.slice(name.lastIndexOf('/') + 1))
  }
  if (objects.length > 0)
    add(
      'embedded',
      'B',
      `文件里嵌有${objects.length}个其他程序的对象，机器看不到里面的内容。请改为文字、表格或图片，或把它删去。`,
      '嵌入的对象',
    )
  if (pictures > 0)
    add(
      'unread',
      'C',
      `文件里有${pictures}张图片，机器看不到图片上的文字和人像。请人工查看有没有身份证件、名单、签名、指纹等。`,
      '图片',
    )
  return notes
}
