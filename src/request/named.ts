import type { Reason } from '#kit/errors.ts'
import type { Personal } from './personal.ts'

/**
 * Words that stay for ever must not name the applicant: the history is a chain and forgets nothing, so what is personal may not get
 * into it (个人信息保护法第十九条). Pure.
 */

const told = {
  name: '姓名',
  identityNumber: '证件号码',
  representative: '法定代表人的姓名',
  contactName: '联系人的姓名',
  agentName: '代理人的姓名',
  phone: '电话',
  address: '住址',
  email: '电子邮箱',
} as const satisfies Partial<Record<keyof Personal, string>>

const flat = (text: string) => text.normalize('NFKC').replace(/[\s-]/g, '').toLowerCase()

/** What of this applicant stands in some words: 姓名, 电话…; an organisation's own name is not personal. */
export function namedIn(personal: Personal | null, natural: boolean, words: string): string[] {
  if (personal === null) return []
  const given = flat(words)
  return (Object.keys(told) as (keyof typeof told)[]).flatMap(field => {
    const value = flat(personal[field])
    return value.length < 2 || (field === 'name' && !natural) || !given.includes(value) ? [] : [told[field]]
  })
}

/** The refusal of such words, or nothing. */
export function namedReasons(
  personal: Personal | null,
  natural: boolean,
  words: readonly (readonly [field: string, text: string | null | undefined])[],
): Reason[] {
  return words.flatMap(([field, text]) => {
    const found = text ? namedIn(personal, natural, text) : []
    return found.length === 0
      ? []
      : [
          {
            field,
            text: `这里写的话永久留在办理履历里，不能删除，请不要写申请人的${found.join('、')}，改写成“申请人”“登记的电话”这样的话。`,
            basis: '个保法/19',
          },
        ]
  })
}

/** The same words with what is personal of this applicant masked: for lists. */
export function withoutNames(personal: Personal, natural: boolean, text: string): string {
  const values = (Object.keys(told) as (keyof typeof told)[])
    .filter(field => field !== 'name' || natural)
    .map(field => personal[field])
    .filter(value => value.length >= 2)
    .sort((a, b) => b.length - a.length)
  return values.reduce((words, value) => words.replaceAll(value, `${value[0]}${'*'.repeat(3)}`), text)
}
