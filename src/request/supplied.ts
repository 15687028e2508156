import { z } from 'zod'
import { applicationFaults, identityProofLabels, identityProofs, type Application } from './model.ts'

/**
 * 补正申请人信息: what a body asks an applicant to supply about himself, what he then sends in the shape of the application, and how it is
 * read back when an officer takes it over (条例第二十九条、第三十条). Pure.
 */

export const suppliedLabels = {
  identityProof: '身份证明的种类',
  identityNumber: '证件号码',
  creditCode: '统一社会信用代码',
  contactName: '联系人',
  phone: '联系电话',
  email: '电子邮箱',
  address: '通信地址',
  postcode: '邮政编码',
} as const satisfies Partial<Record<keyof Application, string>>
export type SuppliedField = keyof typeof suppliedLabels
export const suppliedFields = Object.keys(suppliedLabels) as SuppliedField[]
export type Supplied = Readonly<Partial<Record<SuppliedField, string>>>

/** What may be asked for. */
export const wantedData = ['identity', 'creditCode', 'contactName', 'contact'] as const
export type Wanted = (typeof wantedData)[number]
export const wantedLabels: Readonly<Record<Wanted, string>> = {
  identity: '身份证明',
  creditCode: '统一社会信用代码或者其他身份证明',
  contactName: '联系人',
  contact: '联系方式',
}
export const wantedFields: Readonly<Record<Wanted, readonly SuppliedField[]>> = {
  identity: ['identityProof', 'identityNumber'],
  creditCode: ['creditCode'],
  contactName: ['contactName'],
  contact: ['phone', 'email', 'address', 'postcode'],
}

/** What is asked for as a letter and a message say it; empty where nothing is. */
export const wantedText = (wanted: readonly Wanted[]): string =>
  wanted.length === 0 ? '' : `请补充申请人的${wanted.map(w => wantedLabels[w]).join('、')}。`

const oneLine = (most: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(most)
    .regex(/^[^\p{Cc}]*$/u)
    .optional()
/** The same as the portal's side has checked it; the office vouches for itself. */
export const suppliedSchema = z.object({
  identityProof: z.enum(identityProofs).optional(),
  identityNumber: oneLine(40),
  creditCode: oneLine(40),
  contactName: oneLine(50),
  phone: oneLine(40),
  email: oneLine(120),
  address: oneLine(200),
  postcode: oneLine(10),
})

type Fault = { readonly field: SuppliedField; readonly text: string; readonly lacking: boolean }

/** Everything that stands against what was supplied, by the same rules as an application. */
export function suppliedFaults(wanted: readonly Wanted[], given: Supplied): Fault[] {
  const mine = wanted.flatMap(w => wantedFields[w])
  const natural = !wanted.some(w => w === 'creditCode' || w === 'contactName')
  const long = mine.flatMap(field => {
    const fault = suppliedSchema.shape[field].safeParse(given[field] || undefined).error
    return fault && field !== 'identityProof'
      ? [{ field, text: `${suppliedLabels[field]}太长，或者不止一行，请核对。`, lacking: false }]
      : []
  })
  const blank = Object.fromEntries(suppliedFields.map(field => [field, given[field] ?? '']))
  const faults = applicationFaults({
    ...(blank as Record<SuppliedField, string>),
    ...{ applicantKind: natural ? 'natural' : 'otherOrganization', name: '略', description: '略' },
    identityProof: identityProofs.find(proof => proof === given.identityProof) ?? null,
    ...{ representative: '', agentName: '', informationName: '', documentNumber: '', purpose: '' },
    ...{ carrier: 'paper', delivery: 'pickUp', otherWayAccepted: true, reducedFee: false, writtenDownBy: '' },
  })
  return [
    ...long,
    ...faults.flatMap(({ path, message, lacking }) => {
      const field = mine.find(one => one === path)
      return field ? [{ field, text: message, lacking }] : []
    }),
  ]
}

const heading = '【补充的申请人信息】'

/** What the applicant wrote, with what he supplied below it, one line each: read by people, and read back by `suppliedIn`. */
export function suppliedText(words: string, given: Supplied): string {
  const lines = suppliedFields.flatMap(field => {
    const value = given[field]
    if (!value) return []
    return `${suppliedLabels[field]}：${field === 'identityProof' ? identityProofLabels[value as never] : value}`
  })
  return [words, ...(lines.length > 0 ? [heading, ...lines] : [])].filter(Boolean).join('\n')
}

/** What stands supplied in such a text. */
export function suppliedIn(text: string): Supplied {
  const lines = text.split('\n')
  const from = lines.lastIndexOf(heading)
  if (from < 0) return {}
  const found = lines.slice(from + 1).flatMap(line => {
    const field = suppliedFields.find(one => line.startsWith(`${suppliedLabels[one]}：`))
    if (!field) return []
    const value = line.slice(suppliedLabels[field].length + 1)
    const proof = identityProofs.find(one => identityProofLabels[one] === value)
    return field === 'identityProof' ? (proof ? [[field, proof]] : []) : [[field, value]]
  })
  return Object.fromEntries(found) as Supplied
}
