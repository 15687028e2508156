import { readDay } from './dates.ts'
import { readAttribute } from './wording.ts'
import type { Block } from './types.ts'

/** The information table a government web page sets above a document (索引号、分类、发文机关、成文日期 …). */

const keys = {
  indexNumber: /^(?:索\s*引\s*号|信息索引号?)$/,
  category: /^(?:分\s*类|主题分类|信息分类|所属主题|体裁分类)$/,
  issuer: /^(?:发文机关|发布机构|发文单位|发布机关|制发机关|公开责任部门)$/,
  writtenOn: /^(?:成文日期|成文时间|生成日期|形成日期)$/,
  title: /^(?:标\s*题|信息名称|文件名称|名\s*称)$/,
  documentNumber: /^(?:发文字号|文\s*号|文件编号)$/,
  publishedOn: /^(?:发布日期|发布时间|公开日期|公布日期)$/,
  issuedOn: /^(?:印发日期|发文日期)$/,
  attribute: /^(?:公开属性|公开方式|公开形式|公开类别)$/,
  classification: /^密\s*级$/,
  other:
    /^(?:主\s*题\s*词|有\s*效\s*性|效力状态|关\s*键\s*词|公开时限|公开范围|公开目录|施行日期|废止日期|失效日期|有效期|来\s*源|浏览次数|字\s*体|信息格式)$/,
} as const
export type MetadataKey = keyof typeof keys
export type Metadata = Partial<Record<MetadataKey, string>>

const keyOf = (cell: string): MetadataKey | null => {
  const bare = cell.replace(/[:：]\s*$/, '').trim()
  if (bare.length > 12) return null
  return (Object.keys(keys) as MetadataKey[]).find(k => keys[k].test(bare)) ?? null
}

/** Cells → pairs. A key stands in its own cell before its value, or in one cell with it. */
function pairsIn(cells: readonly string[]): [MetadataKey, string, string][] {
  const pairs: [MetadataKey, string, string][] = []
  for (let i = 0; i < cells.length; i++) {
    const cell = (cells[i] ?? '').trim()
    const alone = keyOf(cell)
    if (alone) {
      const next = (cells[i + 1] ?? '').trim()
      const name = cell.replace(/[:：\s]/g, '')
      if (keyOf(next)) pairs.push([alone, '', name])
      else {
        pairs.push([alone, next, name])
        i++
      }
      continue
    }
    const match = /^([^:：]{2,12})[:：]\s*([\s\S]*)$/.exec(cell)
    const key = match?.[1] ? keyOf(match[1]) : null
    if (key) pairs.push([key, (match?.[2] ?? '').trim(), (match?.[1] ?? '').replace(/\s/g, '')])
  }
  return pairs
}

const cellsOfLine = (text: string): string[] => text.split(/\t|\s{3,}/).filter(c => c.trim() !== '')

/** Reads the metadata at the very head. `length` is how many blocks it takes; nothing is taken unless two keys are found. */
export function readMetadata(blocks: readonly Block[]): {
  fields: Metadata
  length: number
  evidence: Metadata
} {
  const fields: Metadata = {}
  const evidence: Metadata = {}
  let found = 0
  let length = 0
  for (const [i, block] of blocks.slice(0, 40).entries()) {
    if (block.kind === 'rule') continue
    const rows = block.kind === 'table' ? (block.rows ?? []) : [cellsOfLine(block.text)]
    const pairs = rows.flatMap(pairsIn)
    const isMetadata =
      block.kind === 'table' ? pairs.length >= 2 : block.kind === 'paragraph' && pairs.length >= 1
    if (!isMetadata) break
    for (const [key, value, name] of pairs) {
      if (value === '' || fields[key] !== undefined) continue
      fields[key] = value
      evidence[key] = `${name}：${value}`
    }
    found += pairs.length
    length = i + 1
  }
  if (found < 2) return { fields: {}, length: 0, evidence: {} }
  return { fields, length, evidence }
}

export const metadataDay = (value: string | undefined) =>
  value ? readDay(value.slice(0, 20).split(' ')[0] ?? '') : null
export const metadataAttribute = (value: string | undefined) => (value ? readAttribute(value) : null)
