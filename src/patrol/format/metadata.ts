import { documentKinds, kindOfTitle } from '#law/documentKinds.ts'
import type { Hit } from '../hit.ts'

/** What a document says about itself. Undefined: not asked here; null or empty: missing. */
export type Metadata = {
  readonly title?: string
  readonly documentNumber?: string | null
  readonly indexNumber?: string | null
  readonly kind?: string | null
  readonly theme?: string | null
  readonly attribute?: string | null
  readonly columns?: readonly string[]
  readonly issuers?: readonly string[]
  readonly addressee?: string | null
  readonly writtenOn?: string | null
  readonly issuedOn?: string | null
  readonly effectiveOn?: string | null
  readonly expiresOn?: string | null
  readonly normative?: boolean
}

const names = {
  title: '标题',
  documentNumber: '发文字号',
  indexNumber: '索引号',
  kind: '公文种类',
  theme: '主题分类',
  attribute: '公开属性',
  columns: '公开栏目',
  issuers: '发文机关',
  writtenOn: '成文日期',
  issuedOn: '印发日期',
} as const

/** Fields whose absence keeps a reader from finding or trusting the document; the rest are hints. */
const needed: ReadonlySet<string> = new Set(['title', 'attribute', 'columns', 'issuers', 'writtenOn'])

const isEmpty = (value: unknown): boolean =>
  value === null || value === '' || (Array.isArray(value) && value.length === 0)

/** Missing and contradicting 要素, one line each; `field` names the field. Days are YYYY-MM-DD. */
export function metadataHits(metadata: Metadata): { field: string; hit: Hit }[] {
  const found: { field: string; hit: Hit }[] = []
  const add = (field: string, tier: 'B' | 'C', message: string, basis: string | null = null) =>
    found.push({ field, hit: { start: 0, end: 0, tier, kind: 'metadata', message, basis } })
  for (const [field, name] of Object.entries(names)) {
    const value = metadata[field as keyof Metadata]
    if (value === undefined || !isEmpty(value)) continue
    add(
      field,
      needed.has(field) ? 'B' : 'C',
      `缺少“${name}”。${needed.has(field) ? '请补填后再提交。' : '公开时读者要靠它检索，请补填；确实没有的可不填。'}`,
    )
  }
  const title = metadata.title?.trim() ?? ''
  if (title !== '') {
    if (/[。；，！？]$/.test(title)) add('title', 'C', '标题末尾不加标点。', 'GB/T 9704/7.3.1')
    const kind = kindOfTitle(title)
    if (
      kind === null &&
      !/(?:办法|规定|细则|方案|规划|计划|预案|目录|指南|制度|要点|清单|公示|规则|标准|规程|解读|总结)(?:（[^）]*）)?$/.test(
        title,
      )
    )
      add(
        'title',
        'C',
        `标题末尾没有公文种类（${documentKinds.slice(7, 9).join('、')}等），请核对。`,
        'GB/T 9704/7.3.1',
      )
    if (kind !== null && metadata.kind && metadata.kind !== kind)
      add('kind', 'C', `公文种类填的是“${metadata.kind}”，标题末尾是“${kind}”，请核对。`)
  }
  const { writtenOn, issuedOn, effectiveOn, expiresOn } = metadata
  if (writtenOn && issuedOn && writtenOn > issuedOn)
    add('issuedOn', 'B', `成文日期${writtenOn}晚于印发日期${issuedOn}，两个日期矛盾，请核对。`)
  if (effectiveOn && expiresOn && effectiveOn >= expiresOn)
    add('expiresOn', 'B', `施行日期${effectiveOn}不早于失效日期${expiresOn}，两个日期矛盾，请核对。`)
  if (metadata.normative === true && !expiresOn)
    add('expiresOn', 'C', '规范性文件没有填写有效期。没有规定有效期的，请确认。')
  return found
}
