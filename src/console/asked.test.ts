import { describe, expect, test } from 'vitest'
import { formOf, initialOf, missingOf, type Asked } from './asked.ts'

const asks: readonly Asked[] = [
  { name: 'on', label: '施行日期', kind: 'day' },
  { name: 'note', label: '说明', kind: 'text', optional: true },
  { name: 'result', label: '结果', kind: 'one', choices: [{ value: 'upheld', label: '维持' }] },
  { name: 'from', label: '从次序号', kind: 'number' },
  { name: 'examined', label: '已审查', kind: 'box', missing: '请先审查，再勾选“已审查”。' },
  { name: 'purge', label: '一并清除', kind: 'box' },
  { name: 'opinion.3', label: '答复', kind: 'text', missing: '请写明怎样处理了这条意见。' },
]

describe('办理时要填的', () => {
  test('缺的一次说全：日期、文字请填写，选项请选择，要先做的事没有勾选的说该做什么；可以不填的不说', () => {
    expect(missingOf(asks, initialOf(asks))).toEqual([
      { field: 'on', text: '请填写施行日期。' },
      { field: 'result', text: '请选择结果。' },
      { field: 'from', text: '请填写从次序号。' },
      { field: 'examined', text: '请先审查，再勾选“已审查”。' },
      { field: 'opinion.3', text: '请写明怎样处理了这条意见。' },
    ])
    expect(missingOf(asks, { ...initialOf(asks), on: '  ' }).map(r => r.field)).toContain('on')
  })

  test('填齐了就没有缺的；送出的去掉首尾空白，没填的不送，勾选的总说有没有', () => {
    const values = {
      ...initialOf(asks),
      on: '2026-12-01',
      result: 'upheld',
      from: 7,
      examined: true,
      'opinion.3': ' 已改为全称 ',
    }
    expect(missingOf(asks, values)).toEqual([])
    expect(formOf(asks, values)).toEqual({
      on: '2026-12-01',
      result: 'upheld',
      from: 7,
      examined: true,
      purge: false,
      'opinion.3': '已改为全称',
    })
  })
})
