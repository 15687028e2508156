import { expect, test } from 'vitest'
import { agrees, notesOf, replaces, suggestionsOf } from './suggestions.ts'

const found = (value: unknown, confidence = 'sure') => ({ value, confidence, evidence: '原文' })

test('识别出的各项按表单次序列出，没认出的不列', () => {
  const list = suggestionsOf(
    {
      addressee: found('各县区'),
      title: found(' 关于检查的通知 '),
      writtenOn: found('2020-06-23', 'likely'),
      signatories: found(['甲局', '乙局']),
      kind: null,
      bodyHtml: '<p>为检验&nbsp;预案</p>',
    },
    ['title', 'kind', 'addressee', 'signatories', 'writtenOn', 'bodyHtml'],
  )
  expect(list.map(one => one.field)).toEqual(['title', 'addressee', 'signatories', 'writtenOn', 'bodyHtml'])
  expect(list[0]?.value).toBe('关于检查的通知')
  expect(list[2]?.shown).toBe('甲局、乙局')
  expect(list[3]?.sure).toBe(false)
  expect(list[4]?.shown).toBe('5 字：为检验 预案')
})

test('文号取规范写法，公开标注取其属性，认不得的值不采用', () => {
  const fields = ['documentNumber', 'attribute'] as const
  expect(
    suggestionsOf(
      {
        documentNumber: found({ asWritten: '应急厅函[2019]390号', normalised: ['应急厅函〔2019〕390号'] }),
        label: found({ text: '此件公开发布', attribute: 'proactive' }),
      },
      fields,
    ).map(one => one.shown),
  ).toEqual(['应急厅函〔2019〕390号', '主动公开'])
  expect(suggestionsOf({ attribute: found('秘密'), documentNumber: found({}) }, fields)).toEqual([])
})

test('空着的可以放心采用，写了别的要提醒会替换，一样的算已采用', () => {
  const [title] = suggestionsOf({ title: found('甲') }, ['title'])
  if (!title) throw new Error('没有标题')
  expect(replaces(title, '')).toBe(false)
  expect(replaces(title, null)).toBe(false)
  expect(replaces(title, '乙')).toBe(true)
  expect(agrees(title, '甲')).toBe(true)
  expect(replaces(title, '甲')).toBe(false)
})

test('提示一条不少，缺等级的当作要注意', () => {
  expect(notesOf({ notes: [{ level: 'info', message: '没有文号' }, { text: '有批注' }, {}] })).toEqual([
    { level: 'info', text: '没有文号' },
    { level: 'warn', text: '有批注' },
  ])
})
