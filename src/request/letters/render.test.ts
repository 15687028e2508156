import { expect, test } from 'vitest'
import type { Typst } from '#kit/typst.ts'
import { usualPitch } from '#document/renderings/fitting.ts'
import { textOfRuns } from '#document/renderings/runs.ts'
import { sheetOf, type Block } from '#document/renderings/sheet.ts'
import { signatureLines } from '#document/renderings/signature.ts'
import { formRow } from '#document/renderings/tablePlan.ts'
import { widthOf } from '#document/renderings/text.ts'
import { letterForm } from './forms.ts'
import { paperAs, renderedOf, type Paper } from './render.ts'

const typst = null as unknown as Typst
const givenOf = (code: string, text?: string): Paper => {
  const form = letterForm(code)!
  return {
    form,
    text: text ?? form.text,
    number: '测应急公开申〔2026〕9号',
    body: '测试县应急管理局',
    on: '2026-03-02',
    attachments: [],
  }
}
const paperOf = (code: string, text?: string) => renderedOf(givenOf(code, text))

test('由对方填写的确认函不落本机关的款和日期，写明由谁填写', () => {
  const paper = paperOf('consultReply')
  expect(paper.writtenOn).toBeNull()
  expect(paper.title).toBe('征求意见确认函（由被征求意见者填写）')
  expect(paperOf('reply-O4')).toMatchObject({ writtenOn: '2026-03-02', issuers: ['测试县应急管理局'] })
  expect(paperOf('reply-O1').title).toBe('政府信息公开申请答复书')
})

test('留给手写的格子有三行高，已经填好的只有一行；表格类文书的编号只出现一次', () => {
  const paper = paperOf('consultReply')
  const [table] = sheetOf(paper).blocks
  const { grid } = table as Extract<Block, { kind: 'table' }>
  const heights = grid.cells
    .filter(c => c.header)
    .map(c => [textOfRuns((c.blocks[0] as Extract<Block, { kind: 'paragraph' }>).runs), formRow(grid, c.row)])
  expect(Object.fromEntries(heights)).toMatchObject({
    不同意公开的内容和理由: 70,
    '签字（盖章）': 70,
    致: 28,
  })
  const proof = sheetOf(paperOf('proof')).blocks[0] as Extract<Block, { kind: 'table' }>
  expect(proof.grid.headRows).toBe(0)
  expect(proof.grid.cells.every(c => c.header === (c.column === 0))).toBe(true)
  expect(paper.documentNumber).toBe('测应急公开申〔2026〕9号')
  expect(paperOf('registration', '登记编号：测应急公开申〔2026〕9号').documentNumber).toBeNull()
})

test('送达回证由受送达人签收，登记表、呈批单本机关留存：不落本机关的款和日期', () => {
  for (const code of ['proof', 'registration', 'reviewSlip', 'handOver'])
    expect(paperOf(code).writtenOn, code).toBeNull()
  expect(paperOf('receipt').writtenOn).toBe('2026-03-02')
})

test('国标7.3.5.1：加盖印章的，成文日期右空四字，署名以成文日期居中', () => {
  const signature = sheetOf(paperOf('reply-O4')).blocks.at(-1) as Extract<Block, { kind: 'signature' }>
  const [name, date] = signatureLines(signature.names, signature.date, signature.isSealed)
  expect(date!.right).toBe(4)
  expect(name!.right + widthOf(name!.text) / 2).toBe(4 + widthOf(date!.text) / 2)
  const [long] = signatureLines(['某某省某某自治州某某自治县应急管理局'], '2026年3月2日', true)
  expect(long!.right).toBeGreaterThanOrEqual(0)
})

test('国标5.2.2：只长出几行的文书收紧行距排在一页，短的和长的照每页22行', () => {
  const pitchOf = (lines: number) =>
    sheetOf(paperOf('reply-O4', `张三：\n${'字'.repeat(28 * lines - 10)}`)).pitch
  expect(pitchOf(6)).toBe(usualPitch)
  expect(pitchOf(40)).toBe(usualPitch)
  expect(pitchOf(15)).toBeLessThan(usualPitch)
  expect(pitchOf(15)).toBeGreaterThan(23)
  const styles = (lines: number) =>
    paperAs('docx', givenOf('reply-O4', `张三：\n${'字'.repeat(28 * lines - 10)}`), typst).then(bytes =>
      Buffer.from(bytes).toString('latin1'),
    )
  return Promise.all([styles(6), styles(15)]).then(([short, closed]) => {
    expect(short).toContain('w:line="560"')
    expect(closed).not.toContain('w:line="560"')
  })
})
