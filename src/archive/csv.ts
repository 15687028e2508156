import { attributeLabels, registerStateLabels, type RegisterRow } from './model.ts'

/** A cell that no spreadsheet takes for a formula. */
const cell = (value: string | number | null): string => {
  const text = value === null ? '' : String(value)
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** The register as CSV for Excel: a byte order mark, CRLF, withheld titles as the list has them (empty upward). */
export function csvOf(rows: readonly RegisterRow[]): string {
  const head = [
    '序号',
    '发文字号',
    '标题',
    '文种',
    '公开属性',
    '不予公开的依据',
    '状态',
    '成文日期',
    '印发日期',
    '公开时间',
    '地址',
    '补录',
    '回执链位',
    '内容指纹',
  ]
  const lines = rows.map((r, i) =>
    [
      i + 1,
      r.number,
      r.title,
      r.kind,
      attributeLabels[r.attribute ?? ''] ?? null,
      r.ground,
      registerStateLabels[r.state as keyof typeof registerStateLabels] ?? r.state,
      r.writtenOn,
      r.issuedOn,
      r.publishedAt,
      r.address,
      r.imported ? '是' : '',
      r.receipt?.position ?? null,
      r.receipt?.contentHash ?? null,
    ]
      .map(cell)
      .join(','),
  )
  return `\ufeff${[head.join(','), ...lines].join('\r\n')}\r\n`
}
