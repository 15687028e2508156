import { z } from 'zod'
import { applicationSchema } from '../model.ts'
import { suppliedSchema } from '../supplied.ts'

/** 网上提交: what the portal closes and the office opens. */

export const matterSchema = z.object({
  informationName: z.string().trim().max(200).default(''),
  documentNumber: z.string().trim().max(80).default(''),
  description: z.string().trim().max(4000).default(''),
})
export type Matter = z.infer<typeof matterSchema>
export const isMatter = (m: Matter): boolean =>
  Boolean(m.informationName || m.documentNumber || m.description)

/** At most so many matters of one letter online; more are applied for again. */
export const mostMatters = 10

/** The content of a submission's envelope. The office checks it again: the side in front of the wall vouches for nothing. */
export const submissionSchema = z.object({
  application: applicationSchema,
  /** Further matters of the letter. */
  matters: z
    .array(matterSchema.refine(isMatter))
    .max(mostMatters - 1)
    .default([]),
})
export type SubmissionContent = z.infer<typeof submissionSchema>

/** 身份证明: what may be uploaded, told by the bytes themselves. */
export const paperTypes = {
  'image/jpeg': { name: 'JPG', extension: 'jpg' },
  'image/png': { name: 'PNG', extension: 'png' },
  'application/pdf': { name: 'PDF', extension: 'pdf' },
} as const
export type PaperType = keyof typeof paperTypes
export const largestPaper = 5 * 1024 * 1024
export const mostPapers = 3

/** What a file is by its first bytes; null for anything that is no paper. A name or a claimed type proves nothing. */
export function paperTypeOf(bytes: Uint8Array): PaperType | null {
  const starts = (...head: number[]) => head.every((b, i) => bytes[i] === b)
  if (starts(0xff, 0xd8, 0xff)) return 'image/jpeg'
  if (starts(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return 'image/png'
  return starts(0x25, 0x50, 0x44, 0x46, 0x2d) ? 'application/pdf' : null
}

export const paperSchema = z.object({
  type: z.enum(Object.keys(paperTypes) as [PaperType, ...PaperType[]]),
  data: z.base64().max(7_200_000),
})

export const writtenSchema = z
  .object({ text: z.string().trim().max(2000), supplied: suppliedSchema.default({}) })
  .refine(written => written.text !== '' || Object.keys(written.supplied).length > 0)

/** Hours that what is being filled in is kept for its reader. */
export const fillingHours = 24
