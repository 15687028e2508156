import type { z } from 'zod'
import type { Vault } from '#kit/vault.ts'
import type { Reason } from '#kit/errors.ts'
import type { Fact } from '../facts.ts'
import { completeForm } from '../forms.ts'
import { applicationFaults, identityProofLabels } from '../model.ts'
import { applicantKey, openPersonal, sealPersonal, shownApplicant, type Personal } from '../personal.ts'
import { changeCase, type Case } from '../store/cases.ts'
import { suppliedIn, suppliedLabels, type Supplied } from '../supplied.ts'
import { deedOf, type RequestHouse } from './deed.ts'

/** 补记、更正申请人信息: what a letter lacked and was learnt later, or was registered wrongly. */

export const completedLabels = {
  name: '姓名或者名称',
  ...suppliedLabels,
  agentName: '代理人',
} as const satisfies Record<keyof z.infer<typeof completeForm>, string>
const fields = Object.keys(completedLabels) as (keyof typeof completedLabels)[]

type Completed = { readonly next: Personal; readonly changed: readonly (keyof typeof completedLabels)[] }

function completed(before: Personal, form: Partial<z.infer<typeof completeForm>>): Completed {
  const changed = fields.filter(field => form[field] && form[field] !== before[field])
  return { changed, next: { ...before, ...Object.fromEntries(changed.map(field => [field, form[field]])) } }
}

/** What is wrong with what was changed; what the letter still lacks is no reason. */
function faultsIn(row: Case, { next, changed }: Completed): Reason[] {
  const { applicantKind, carrier, delivery } = row
  const whole = {
    ...{ ...next, applicantKind, carrier, delivery },
    ...{ otherWayAccepted: true, reducedFee: false, writtenDownBy: '' },
  }
  return applicationFaults(whole)
    .filter(fault => !fault.lacking && (changed as readonly string[]).includes(fault.path))
    .map(fault => ({ field: fault.path, text: fault.message, basis: '条例/29' }))
}

const before = (personal: Personal, { changed }: Completed): string =>
  changed
    .map(field => {
      const value = personal[field] ?? ''
      const shown =
        field === 'identityProof' && value !== '' ? identityProofLabels[value as never] : value || '没有写明'
      return `${completedLabels[field]}原来登记：${shown}`
    })
    .join('；')

/** What an applicant supplied about himself with a message; nothing where the message says that it holds none. */
export function suppliedOf(
  vault: Vault,
  facts: readonly Fact[],
  sealed: ReadonlyMap<number, Buffer>,
  factId: number,
): Supplied {
  const bytes = facts.some(f => f.id === factId && f.data.given !== undefined)
    ? sealed.get(factId)
    : undefined
  return bytes ? suppliedIn(vault.open(bytes)) : {}
}

/** What taking it over changes; null where nothing does. What is written wrongly stays in the message alone: a supplement is never refused for it. */
export function takenOver(vault: Vault, row: Case, given: Supplied) {
  if (row.sealed === null) return null
  const personal = openPersonal(vault, row.sealed)
  const form = given as Partial<z.infer<typeof completeForm>>
  const wrong = faultsIn(row, completed(personal, form)).map(reason => reason.field)
  const right = Object.fromEntries(Object.entries(form).filter(([field]) => !wrong.includes(field)))
  const change = completed(personal, right)
  return change.changed.length === 0
    ? null
    : {
        fact: { data: { fields: change.changed }, secret: before(personal, change) },
        row: changedRow(vault, row, change),
      }
}

/** The case with its applicant's data changed. */
const changedRow = (vault: Vault, row: Case, { next }: Completed) => ({
  sealed: sealPersonal(vault, next),
  applicantKey: applicantKey(vault, row.applicantKind === 'natural', next),
  applicantShown: shownApplicant({ applicantKind: row.applicantKind, name: next.name }),
})

export const complete = (house: RequestHouse) => {
  const open = (row: Case) => openPersonal(house.vault, row.sealed!)
  return deedOf(house, {
    form: completeForm,
    against({ row, form }) {
      if (row.sealed === null)
        return [{ text: '这件申请的申请人信息已经按期删除或者没有登记，不能更正。', basis: '个保法/19' }]
      const change = completed(open(row), form)
      return change.changed.length === 0
        ? [{ text: '没有要补记、更正的内容：请填写要改的那几项，其余的留空。', basis: '条例/29' }]
        : faultsIn(row, change)
    },
    facts({ row, form }, { today }) {
      const personal = open(row)
      const change = completed(personal, form)
      return [
        { kind: 'complete', on: today, data: { fields: change.changed }, secret: before(personal, change) },
      ]
    },
    async write({ trx, row, form }) {
      await changeCase(trx, row.id, changedRow(house.vault, row, completed(open(row), form)))
    },
  })
}
