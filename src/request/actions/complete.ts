import type { z } from 'zod'
import type { Reason } from '#kit/errors.ts'
import { completeForm } from '../forms.ts'
import { applicationFaults, identityProofLabels } from '../model.ts'
import { applicantKey, openPersonal, sealPersonal, shownApplicant, type Personal } from '../personal.ts'
import { changeCase, type Case } from '../store/cases.ts'
import { deedOf, type RequestHouse } from './deed.ts'

/** 补记、更正申请人信息: what a letter lacked and was learnt later, or was registered wrongly. */

export const completedLabels = {
  name: '姓名或者名称',
  identityProof: '身份证明的种类',
  identityNumber: '证件号码',
  creditCode: '统一社会信用代码',
  contactName: '联系人',
  phone: '联系电话',
  email: '电子邮箱',
  address: '通信地址',
  postcode: '邮政编码',
  agentName: '代理人',
} as const satisfies Record<keyof z.infer<typeof completeForm>, string>
const fields = Object.keys(completedLabels) as (keyof typeof completedLabels)[]

type Completed = { readonly next: Personal; readonly changed: readonly (keyof typeof completedLabels)[] }

function completed(before: Personal, form: z.infer<typeof completeForm>): Completed {
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
      const { next } = completed(open(row), form)
      const natural = row.applicantKind === 'natural'
      await changeCase(trx, row.id, {
        sealed: sealPersonal(house.vault, next),
        applicantKey: applicantKey(house.vault, natural, next),
        applicantShown: shownApplicant({ applicantKind: row.applicantKind, name: next.name }),
      })
    },
  })
}
