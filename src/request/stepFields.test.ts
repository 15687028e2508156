import { expect, test } from 'vitest'
import { verbFields } from './fields.ts'
import { acknowledgeForm, deliverForm, opineForm, searchForm } from './forms.ts'
import { fieldsOf } from './screens/stepFields.tsx'
import { requestWorkflow } from './workflow.ts'

const form = (verb: string, values: object) => {
  const { initial, form } = fieldsOf(verbFields[verb]!)
  return form({ ...initial, ...values })
}
const search = {
  on: '2026-03-02',
  systems: ['公文系统', '档案室'],
  scope: '2019年至2023年',
  keywords: ['检查计划'],
  found: false,
}
const typed = {
  'search.on': search.on,
  'search.systems': '公文系统\n 档案室 \n',
  'search.scope': search.scope,
  'search.keywords': '检查计划',
  'search.found': search.found,
}

test('部门提出意见时填写的检索一并送出；什么也没有填的不算检索', () => {
  expect(opineForm.parse(form('opine', typed)).search).toMatchObject(search)
  expect(opineForm.parse(form('opine', {})).search).toBeNull()
})

test('检索只填了一半的，送出去由服务器说缺什么，不会悄悄丢掉', () => {
  const half = opineForm.safeParse(form('opine', { 'search.systems': '公文系统' }))
  expect(half.success).toBe(false)
  expect(half.error!.issues.map(i => i.path.join('.')).sort()).toEqual([
    'search.found',
    'search.keywords',
    'search.on',
    'search.scope',
  ])
})

test('单独登记的检索、签收照填的送出', () => {
  const one = form('search', { ...search, systems: '公文系统\n档案室', keywords: '检查计划' })
  expect(searchForm.parse(one)).toMatchObject(search)
  const signed = { ref: '1', on: '2026-03-02', note: '回执' }
  expect(acknowledgeForm.parse(form('acknowledge', signed))).toEqual(signed)
})

test('送达只问这一种方式要的：邮寄问交邮和邮件号码，当面问签收，别的方式留下的不送出', () => {
  const { initial, missing, form } = fieldsOf(verbFields.deliver!)
  const asked = (how: string) => missing!({ ...initial, on: null, how }).map(r => r.field)
  expect(asked('post')).toEqual(['on', 'mailNumber'])
  expect(asked('pickUp')).toEqual(['signedOn'])
  expect(asked('onTheSpot')).toEqual(['signedOn'])
  expect(asked('fax')).toEqual(['on'])
  const left = { ...initial, how: 'pickUp', signedOn: '2026-03-03', mailNumber: 'XA1', unstamped: true }
  expect(deliverForm.parse(form(left))).toEqual({
    ...{ how: 'pickUp', on: null, signedOn: '2026-03-03', mailNumber: '', unstamped: false },
  })
})

test('程序表里的每一种办理都写明要填什么（拟定答复另有界面）', () => {
  const verbs = new Set(Object.values(requestWorkflow).flatMap(steps => Object.keys(steps)))
  expect([...verbs].filter(verb => verb !== 'propose' && !Object.hasOwn(verbFields, verb))).toEqual([])
})
