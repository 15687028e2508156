import { z } from 'zod'

/** What a clerk enters about a decision that was taken on paper. The scan comes with it as a file. */
export const paperEntry = z.object({
  verb: z.string('请选择补录哪一项意见。').max(40, '请选择补录哪一项意见。'),
  version: z.int('缺少版本号，请刷新页面。'),
  decider: z.coerce
    .number('请选择作出意见的人。')
    .int('请选择作出意见的人。')
    .positive('请选择作出意见的人。'),
  decidedOn: z
    .string('请填写作出意见的日期。')
    .regex(/^\d{4}-\d{2}-\d{2}$/, '作出意见的日期应写成2026-11-22这样的形式。'),
  opinion: z
    .string('请照纸面抄录意见。')
    .trim()
    .min(1, '请照纸面抄录意见。')
    .max(2000, '意见不能超过2000个字。'),
  form: z.unknown().optional(),
})
export type PaperEntry = z.infer<typeof paperEntry>

export const scanKinds = {
  pdf: 'application/pdf',
  jpg: 'image/jpeg',
  png: 'image/png',
  ofd: 'application/ofd',
} as const
export type ScanKind = keyof typeof scanKinds

const begins = (bytes: Uint8Array, ...values: number[]) => values.every((v, at) => bytes[at] === v)
const tail = (bytes: Uint8Array, length: number) =>
  Array.from(bytes.subarray(-length), b => String.fromCharCode(b)).join('')

/** What a file is by its first bytes, whatever its name says; null: none of the four. */
export function scanKindOf(bytes: Uint8Array): ScanKind | null {
  if (begins(bytes, 0x25, 0x50, 0x44, 0x46, 0x2d)) return 'pdf'
  if (begins(bytes, 0xff, 0xd8, 0xff)) return 'jpg'
  if (begins(bytes, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return 'png'
  // A ZIP with OFD.xml in its directory at the end (GB/T 33190).
  if (begins(bytes, 0x50, 0x4b, 0x03, 0x04) && tail(bytes, 66_000).includes('OFD.xml')) return 'ofd'
  return null
}

/** Whether the file has its own end: a scan cut off in transit cannot be read later. */
export function isWhole(bytes: Uint8Array, kind: ScanKind): boolean {
  switch (kind) {
    case 'pdf':
      return tail(bytes, 2048).includes('%%EOF')
    case 'jpg':
      return tail(bytes, 64).includes('\u00ff\u00d9')
    case 'png':
      return tail(bytes, 64).includes('IEND')
    case 'ofd':
      return tail(bytes, 66_000).includes('PK\u0005\u0006')
  }
}

export const paperStates = ['entered', 'objected'] as const
export type PaperState = (typeof paperStates)[number]

export type Paper = {
  readonly id: number
  readonly documentId: number
  readonly bodyId: number
  readonly departmentId: number
  readonly atState: string
  readonly verb: string
  readonly deciderId: number
  readonly clerkId: number
  readonly decidedOn: string
  readonly fileHash: string
  readonly fileName: string
  readonly state: PaperState
  readonly version: number
  readonly objection: string | null
  readonly void: boolean
  readonly enteredAt: Date
}
