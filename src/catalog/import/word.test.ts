import { expect, test } from 'vitest'
import { wordFile } from '#document/intake/wordFixture.ts'
import { readCatalogFile } from './read.ts'

const run = (inner: string) => `<w:r>${inner}</w:r>`
const text = (t: string) => run(`<w:t xml:space="preserve">${t}</w:t>`)
const cell = (runs: string, properties = '') =>
  `<w:tc><w:tcPr>${properties}</w:tcPr><w:p>${runs}</w:p></w:tc>`
const row = (...cells: string[]) =>
  `<w:tr>${cells.map(c => (c.startsWith('<w:tc>') ? c : cell(text(c)))).join('')}</w:tr>`
const formBox = (inside: string) => run(`<w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:sizeAuto/>${inside}</w:checkBox></w:ffData></w:fldChar>`) // prettier-ignore
const symbol = (char: string) => run(`<w:sym w:font="Wingdings 2" w:char="${char}"/>`)

test('Word里的方框：符号字体、内容控件、旧式窗体域；修订按接受以后读；合并的单元格', async () => {
  const channels = `${symbol('F052')}${text('政府网站')}${symbol('F0A3')}${text('政府公报')}<w:sdt><w:sdtContent>${text('☒')}</w:sdtContent></w:sdt>${text('两微一端')}${formBox('<w:default w:val="0"/><w:checked/>')}${text('精准推送')}${formBox('<w:default w:val="0"/>')}${text('其他')}`
  const content = `${text('与救灾有关的')}<w:del>${run('<w:delText>规章</w:delText>')}</w:del><w:ins>${text('法律、法规')}</w:ins>`
  const body = `<w:p>${text('龙岭镇救灾领域基层政务公开标准目录')}</w:p><w:tbl>${[
    row('序号', '一级事项', '二级事项', '公开内容', '公开时限', '公开渠道', '公开方式'),
    row('1', cell(text('政策文件'), '<w:vMerge w:val="restart"/>'), '法律法规', cell(content), '实时公开', cell(channels, '<w:vMerge w:val="restart"/>'), '主动'),
    row('2', cell('', '<w:vMerge/>'), '标准', '国家标准', '实时公开', cell('', '<w:vMerge/>'), '主动'),
  ].join('')}</w:tbl>` // prettier-ignore
  const reading = await readCatalogFile({ name: 'a.docx', bytes: wordFile({ body }) })
  expect(reading).toMatchObject({ field: '救灾领域', locality: '龙岭镇' })
  expect(reading.items.map(i => [i.level1, i.level2, i.content])).toEqual([
    ['政策文件', '法律法规', '与救灾有关的法律、法规'],
    ['政策文件', '标准', '国家标准'],
  ])
  for (const item of reading.items)
    expect(item.channels).toEqual([
      { name: '政府网站', preselected: true },
      { name: '政府公报', preselected: false },
      { name: '两微一端', preselected: true },
      { name: '精准推送', preselected: true },
      { name: '其他', preselected: false },
    ])
  expect(reading.findings.filter(f => f.kind === 'filledDown')).toEqual([])
})
