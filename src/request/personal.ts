import type { Vault } from '#kit/vault.ts'
import { maskAddress, maskEmail, maskIdNumber, maskMobile, maskName } from '#law/identity.ts'
import { maskPersonalData } from '#law/personalData.ts'
import { identityProofLabels, personalFields, type Application } from './model.ts'
import { suppliedFields, wantedData, type Supplied, type Wanted } from './supplied.ts'

/** Personal data of an application: sealed at rest, masked on every screen, found again by a keyed mark alone. */

export type Personal = { readonly [F in (typeof personalFields)[number]]: string } & {
  readonly identityProof: Application['identityProof']
  /** What was applied for as written: it may name people. */
  readonly informationName: string
  readonly documentNumber: string
  readonly description: string
}

export function personalOf(application: Application): Personal {
  const picked = Object.fromEntries(personalFields.map(field => [field, application[field]])) as Omit<
    Personal,
    'identityProof' | 'informationName' | 'documentNumber' | 'description'
  >
  return {
    ...picked,
    identityProof: application.identityProof,
    informationName: application.informationName,
    documentNumber: application.documentNumber,
    description: application.description,
  }
}

export function sealPersonal(vault: Vault, personal: Personal): Buffer {
  return vault.seal(JSON.stringify(personal))
}

export function openPersonal(vault: Vault, sealed: Uint8Array): Personal {
  return JSON.parse(vault.open(sealed)) as Personal
}

/** What lists show of the applicant: a citizen's name masked, an organisation's as it is. */
export function shownApplicant(application: Pick<Application, 'applicantKind' | 'name'>): string {
  return application.applicantKind === 'natural' ? maskName(application.name) : application.name
}

const folded = (number: string) => number.normalize('NFKC').replace(/[\s-]/g, '').toUpperCase()

type Identified = Pick<Personal, 'identityProof' | 'identityNumber' | 'creditCode'>

/** The mark by which the same applicant is found again: of the identity number or credit code; null where neither is known. */
export function applicantKey(vault: Vault, natural: boolean, personal: Identified): Buffer | null {
  const number = folded(natural ? personal.identityNumber : personal.creditCode)
  return number === ''
    ? null
    : vault.tag(
        'request/applicant',
        natural ? `${personal.identityProof ?? ''}:${number}` : `creditCode:${number}`,
      )
}

/** What 条例第二十九条 asks for and this letter does not say. */
export function lackingIn(personal: Personal, natural: boolean): Wanted[] {
  const lacks: Readonly<Record<Wanted, boolean>> = {
    identity: natural && !(personal.identityProof && personal.identityNumber),
    creditCode: !natural && !personal.creditCode,
    contactName: !natural && !personal.contactName,
    contact: !personal.phone && !personal.email && !personal.address,
  }
  return wantedData.filter(wanted => lacks[wanted])
}

/** Data about himself that an applicant supplied, as a screen shows them. */
export function maskedSupplied(given: Supplied, natural: boolean): [field: keyof Supplied, value: string][] {
  const blank = Object.fromEntries(personalFields.map(field => [field, '']))
  const masked = maskedPersonal({ ...blank, ...given } as unknown as Personal, natural)
  return suppliedFields.flatMap(field => {
    if (!given[field]) return []
    return [
      [field, field === 'identityProof' ? identityProofLabels[given[field] as never] : (masked[field] ?? '')],
    ]
  })
}

/** Every personal field as a screen shows it before anybody asks to see it. */
export function maskedPersonal(personal: Personal, natural: boolean): Record<string, string> {
  const keepEnds = (text: string) =>
    text.length > 2 ? `${text[0]}${'*'.repeat(text.length - 2)}${text.at(-1)}` : '**'
  return {
    name: natural ? maskName(personal.name) : personal.name,
    identityNumber:
      personal.identityProof === 'residentCard'
        ? maskIdNumber(personal.identityNumber)
        : personal.identityNumber && keepEnds(personal.identityNumber),
    creditCode: personal.creditCode,
    representative: personal.representative && maskName(personal.representative),
    contactName: personal.contactName && maskName(personal.contactName),
    agentName: personal.agentName && maskName(personal.agentName),
    phone: personal.phone && maskMobile(personal.phone),
    address: personal.address && maskAddress(personal.address),
    postcode: personal.postcode,
    email: personal.email && maskEmail(personal.email),
    purpose: maskPersonalData(personal.purpose),
  }
}
