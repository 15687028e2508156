import { expect, test } from 'vitest'
import { letterForm } from './forms.ts'
import { renderedOf } from './render.ts'

const paperOf = (code: string) => {
  const form = letterForm(code)!
  return renderedOf({
    form,
    text: form.text,
    number: '测应急公开申〔2026〕9号',
    body: '测试县应急管理局',
    on: '2026-03-02',
    attachments: [],
  })
}

test('由对方填写的确认函不落本机关的款和日期，写明由谁填写', () => {
  const paper = paperOf('consultReply')
  expect(paper.writtenOn).toBeNull()
  expect(paper.title).toBe('征求意见确认函（由被征求意见者填写）')
  expect(paperOf('reply-O4')).toMatchObject({ writtenOn: '2026-03-02', issuers: ['测试县应急管理局'] })
  expect(paperOf('reply-O1').title).toBe('政府信息公开申请答复书')
})

test('留给手写的格子有三行高，已经填好的只有一行', () => {
  const { bodyHtml } = paperOf('consultReply')
  const cells = [...bodyHtml.matchAll(/<th><p>([^<]*)<\/p><\/th><td>(.*?)<\/td>/g)].map(
    m => [m[1], m[2]!.match(/<p>/g)!.length] as const,
  )
  expect(Object.fromEntries(cells)).toMatchObject({ 不同意公开的内容和理由: 3, '签字（盖章）': 3, 致: 1 })
})
