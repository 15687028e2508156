import type { Container } from '#kit/ooxml/container.ts'
import { decodePart } from '#kit/ooxml/markup.ts'
import { makeTurns } from '#kit/turns.ts'
import type { Part } from '../model.ts'
import type { FileNote, Reading, Segment } from '../segment.ts'
import {
  hiddenStylesOf,
  isInnerFile,
  isXml,
  partReader,
  readProperties,
  readSurroundings,
  segmentsOfBlock,
  segmentsOfPart,
  segmentsOfTags,
  wordless,
} from './office.ts'
import { hiddenStretches, piecesFor, type Block } from './markupText.ts'

const parts: readonly (readonly [RegExp, Part, string])[] = [
  [/(?:^|\/)header\d*\.xml$/i, 'header', '页眉'],
  [/(?:^|\/)footer\d*\.xml$/i, 'footer', '页脚'],
  [/(?:^|\/)footnotes\d*\.xml$/i, 'note', '脚注'],
  [/(?:^|\/)endnotes\d*\.xml$/i, 'note', '尾注'],
  [/(?:^|\/)comments\w*\.xml$/i, 'comment', '批注'],
  [/(?:^|\/)people\.xml$/i, 'property', '审阅者名单'],
  [/(?:^|\/)charts?\//i, 'leftover', '图表'],
  [/(?:^|\/)diagrams\//i, 'textBox', '图示'],
  [/(?:^|\/)glossary\//i, 'leftover', '构建基块'],
  [/^customXml\//i, 'leftover', '自定义数据'],
  [/\.rels$/i, 'leftover', '关系部件'],
]

const placeOf = (name: string): readonly [Part, string] => {
  const found = parts.find(([pattern]) => pattern.test(name))
  return found ? [found[1], found[2]] : ['leftover', `部件“${name}”`]
}

/**
 * Reads a DOCX whole: body with tables and text boxes, headers, footers, notes, comments, text before revisions, hidden text, field
 * instructions, alternative texts, properties, charts, custom data. Throws ContainerError, MarkupFault.
 */
export async function readDocx(container: Container, main: string, file: string | null): Promise<Reading> {
  const reader = partReader(container)
  const segments: Segment[] = []
  const notes: FileNote[] = []
  const folder = main.slice(0, main.lastIndexOf('/') + 1)
  const styles = await container.read(`${folder}styles.xml`)
  const hidden = styles ? hiddenStylesOf(decodePart(styles)) : new Set<string>()
  let revisions = 0
  let comments = 0
  let hiddenCount = 0

  const document = await reader.markup(main, hidden)
  if (document) {
    revisions += document.read.revisions
    let paragraph = 0
    const turn = makeTurns()
    for (const block of document.read.blocks) {
      await turn()
      if (block.element === 'p' && !block.table && !block.inside.includes('txbxContent')) paragraph++
      hiddenCount += hiddenStretches(piecesFor(block, 'accepted')).length
      segments.push(...segmentsOfBlock(block, bodyPlace(block, paragraph), file))
    }
    segments.push(...segmentsOfTags(document.read, '正文', file))
  }
  for (const { name } of container.entries) {
    if (
      name === main ||
      !isXml(name) ||
      wordless.test(name) ||
      /^docProps\//i.test(name) ||
      isInnerFile(name)
    )
      continue
    const part = await reader.markup(name, hidden)
    if (!part) continue
    const [where, label] = placeOf(name)
    revisions += part.read.revisions
    if (where === 'comment' && /(?:^|\/)comments\.xml$/i.test(name))
      comments += (part.source.match(/<(?:\w+:)?comment[\s>]/g) ?? []).length
    const checks = where === 'leftover' || where === 'comment' ? 'words' : 'all'
    segments.push(...segmentsOfPart(part.read, { part: where, label, checks }, file))
    segments.push(...segmentsOfTags(part.read, label, file))
  }
  const properties = await readProperties(reader, container.names, file)
  segments.push(...properties.segments)
  notes.push(...properties.notes, ...(await readSurroundings(container, file)))
  const add = (kind: FileNote['kind'], count: number, message: string, label: string) => {
    if (count > 0) notes.push({ kind, tier: 'B', message, label, file })
  }
  add('comments', comments, `文件里有${comments}条批注，会随文件一起公开。请处理后删去全部批注。`, '批注')
  add(
    'revisions',
    revisions,
    `文件里有${revisions}处修订痕迹，改动前的文字会随文件一起公开。请接受全部修订后另存。`,
    '修订',
  )
  add(
    'hidden',
    hiddenCount,
    `文件里有${hiddenCount}处隐藏文字，会随文件一起公开。请删去，或取消隐藏后核对。`,
    '隐藏文字',
  )
  return { segments, notes }
}

function bodyPlace(block: Block, paragraph: number) {
  if (block.inside.includes('txbxContent') || block.inside.includes('textbox'))
    return { part: 'textBox' as const, label: '文本框', checks: 'all' as const }
  if (block.table) {
    const { table, row, column } = block.table
    return {
      part: 'table' as const,
      label: `第${table}个表格第${row}行第${column}列`,
      checks: 'words' as const,
    }
  }
  return { part: 'body' as const, label: `第${paragraph}段`, checks: 'all' as const }
}
