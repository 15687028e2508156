import { expect, test } from 'vitest'
import { cleanPaste, countCharacters, isWholeText } from './paste.ts'

test('Word 的注释、样式、命名空间标记都不进编辑器，文字和表格留下', () => {
  const word = `<html xmlns:o="urn"><head><style>p{mso-style:x}</style></head><body><!--StartFragment-->
<p class=MsoNormal style='text-align:center'><b><span lang=EN-US>关于<o:p></o:p></span>开展检查的通知</b></p>
<table><tr><td colspan=2 lang="zh">县区</td></tr></table><!--EndFragment--></body></html>`
  const clean = cleanPaste(word)
  expect(clean).not.toMatch(/mso-style|<o:p|StartFragment|lang=/)
  expect(clean).toContain('text-align:center')
  expect(clean).toContain('<td colspan=2>县区</td>')
  expect(clean.replace(/<[^>]*>/g, '')).toContain('关于开展检查的通知')
})

test('Word 用空格撑出来的编号和首行缩进变成普通文字', () => {
  const list = `<p class=MsoListParagraph><![if !supportLists]><span>1.<span style='font:7pt'>&nbsp;&nbsp;&nbsp; </span></span><![endif]>第一项</p>`
  expect(cleanPaste(list).replace(/<[^>]*>/g, '')).toBe('1. 第一项')
  expect(cleanPaste('<p>　　为检验预案</p>')).toBe('<p>为检验预案</p>')
})

test('脚本粘不进来', () => {
  expect(cleanPaste('<p>甲</p><script>alert(1)</script><p>乙</p>')).toBe('<p>甲</p><p>乙</p>')
  expect(cleanPaste('<p class="center" onclick="alert(1)">甲</p>')).toBe('<p class="center">甲</p>')
})

test('一句话不算全文，一页纸才去识别要素', () => {
  expect(isWholeText('', '请核对数据')).toBe(false)
  expect(isWholeText('', '通知'.repeat(80))).toBe(true)
})

test('字数不计空白', () => {
  expect(countCharacters('一 二\n三　四')).toBe(4)
})
