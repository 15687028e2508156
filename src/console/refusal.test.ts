import { expect, test } from 'vitest'
import {
  byField,
  fieldName,
  isStale,
  isUndecided,
  reasonsOf,
  Refusal,
  toRefusal,
  Unreachable,
} from './refusal.ts'

test('服务器的每一条理由都带着字段和依据到页面', () => {
  const refusal = toRefusal(
    422,
    JSON.stringify({
      code: 'invalid',
      reasons: [{ text: '标题还没有填写。', field: 'title', basis: '条例/20' }],
    }),
  )
  expect(refusal.code).toBe('invalid')
  expect(refusal.reasons).toEqual([{ text: '标题还没有填写。', field: 'title', basis: '条例/20' }])
})

test('不是本系统的回答（代理的网页、空内容）变成一句能看懂的话，不露出原文', () => {
  for (const body of ['<html>502 Bad Gateway</html>', '', '[]', 'null', '{"reasons":[3]}']) {
    const refusal = toRefusal(413, body)
    expect(refusal.message).toBe('内容或文件过大，请拆分后再提交。')
  }
  expect(toRefusal(500, 'Error: at line 3').message).not.toContain('line')
})

test('没有理由列表时用服务器的一句话', () => {
  expect(toRefusal(409, '{"code":"stale","message":"王某已经办过。"}').reasons).toEqual([
    { text: '王某已经办过。' },
  ])
})

test('字段名去掉外层的包装和下标', () => {
  expect(fieldName('draft.signatories.0')).toBe('signatories')
  expect(fieldName('form/series')).toBe('series')
  expect(fieldName('reason')).toBe('reason')
  expect(fieldName('form')).toBe('form')
})

test('理由站到自己的字段旁，表单没有的字段留在最上面，一条不丢', () => {
  const sorted = byField(
    [
      { text: '甲', field: 'draft.title' },
      { text: '乙', field: 'file' },
      { text: '丙' },
      { text: '丁', field: 'title' },
    ],
    ['title'],
  )
  expect(sorted.fields.get('title')?.map(r => r.text)).toEqual(['甲', '丁'])
  expect(sorted.rest.map(r => r.text)).toEqual(['乙', '丙'])
})

test('断网和服务器故障还没有定论，用同一个请求标识重试；被拒绝的已有定论', () => {
  expect(isUndecided(new Unreachable())).toBe(true)
  expect(isUndecided(toRefusal(503, ''))).toBe(true)
  expect(isUndecided(toRefusal(422, ''))).toBe(false)
  expect(isStale(new Refusal(409, 'stale', [{ text: '有人先办了。' }]))).toBe(true)
  expect(isStale(new Refusal(409, 'not-now', [{ text: '现在不能。' }]))).toBe(false)
})

test('程序自己的错误不给人看堆栈', () => {
  expect(reasonsOf(new TypeError('x is undefined'))[0]?.text).toContain('您填写的内容还在')
})
