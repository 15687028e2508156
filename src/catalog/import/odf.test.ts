import { expect, test } from 'vitest'
import { nationalForm, nationalItems } from '../catalog.fixture.ts'
import { odfOf, odtOf, odsOf, paragraphsOf, tableOf } from './odf.fixture.ts'
import { CatalogFileFault } from './open.ts'
import { readCatalogFile } from './read.ts'

const read = (bytes: Uint8Array, name = '目录.odt', sheet?: string) =>
  readCatalogFile({ name, bytes }, { sheet })
const cell = (inner: string, attributes = '') => `<table:table-cell${attributes}>${inner}</table:table-cell>`
const line = (...cells: string[]) => `<table:table-row>${cells.map(c => (c.startsWith('<table:') ? c : cell(paragraphsOf(c)))).join('')}</table:table-row>` // prettier-ignore
const head = line('序号', '一级事项', '二级事项', '公开内容', '公开时限', '公开渠道', '公开方式')

test('ODT：合并的格、空格和换行、修订、批注、脚注、标题行；表前的标题认出地方', async () => {
  const content = '<text:p>与救灾有关的<text:change-start text:change-id="c1"/>法律、<text:line-break/>法规<office:annotation><text:p>再核</text:p></office:annotation><text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>见附件</text:p></text:note-body></text:note></text:p>'
  const body = `<text:tracked-changes><text:changed-region><text:deletion><text:p>规章</text:p></text:deletion></text:changed-region></text:tracked-changes>
    <text:h text:outline-level="1">龙岭镇救灾领域<text:s/>基层政务公开标准目录</text:h>
    <table:table table:name="表格1"><table:table-column table:number-columns-repeated="7"/><table:table-header-rows>${head}</table:table-header-rows>
    ${line('1', cell(paragraphsOf('政策文件'), ' table:number-rows-spanned="2"'), '法律法规', cell(content), '实时公开', cell('<text:p>■政府网站<text:tab/>□政府公报</text:p><text:p>■精准推送</text:p>', ' table:number-rows-spanned="2"'), '主动')}
    ${line('2', '<table:covered-table-cell/>', '标准', '国家标准', '实时公开', '<table:covered-table-cell/>', '主动')}</table:table>`
  const reading = await read(odfOf('text', body))
  expect(reading).toMatchObject({ field: '救灾领域', locality: '龙岭镇' })
  expect(reading.items.map(i => [i.level1, i.level2, i.content])).toEqual([
    ['政策文件', '法律法规', '与救灾有关的法律、法规'],
    ['政策文件', '标准', '国家标准'],
  ])
  for (const item of reading.items)
    expect(item.channels?.map(c => [c.name, c.preselected])).toEqual([['政府网站', true], ['政府公报', false], ['精准推送', true]]) // prettier-ignore
}) // prettier-ignore

test('ODS：隐藏的工作表、行和列，公式，重复的格，下面一百万个空行', async () => {
  const rows = `<table:table-row>${['序号', '二级事项', '公开内容', '公开时限', '公开主体'].map(t => cell(paragraphsOf(t))).join('')}</table:table-row>
    ${line('1', '法律法规', '与救灾有关的法律', cell('<text:p>实时公开</text:p>', ' table:number-columns-repeated="1"'), cell(paragraphsOf('县局'), ' table:formula="of:=[.A1]"'))}
    <table:table-row table:visibility="collapse">${cell(paragraphsOf('2'))}${cell(paragraphsOf('标准'))}${cell('')}${cell(paragraphsOf('每季度'))}${cell('', ' table:formula="of:=[.B1]"')}</table:table-row>
    <table:table-row table:number-rows-repeated="1048500"><table:table-cell table:style-name="ce1" table:number-columns-repeated="16384"/></table:table-row>`
  const styles = '<style:style style:name="ta2" style:family="table"><style:table-properties table:display="false"/></style:style>'
  const book = odfOf('spreadsheet', `<table:table table:name="救灾"><table:table-column/><table:table-column table:visibility="collapse" table:number-columns-repeated="2"/><table:table-column/>${rows}</table:table><table:table table:name="旧" table:style-name="ta2"><table:table-column/>${rows}</table:table>`, styles)
  const reading = await read(book, '目录.ods')
  expect(reading.items.map(i => [i.row, i.level2, i.subject])).toEqual([[2, '法律法规', '县局'], [3, '标准', null]])
  const found = (kind: string) => reading.findings.filter(f => f.kind === kind).map(f => f.cell ?? f.row)
  expect([found('hiddenSheet').length, found('hiddenRow'), found('hiddenColumn'), found('formula')]).toEqual([1, [3], ['B1', 'C1'], [null, '救灾!E3', '旧!E3']])
  expect((await read(book, '目录.ods', '旧')).items).toHaveLength(2)
}) // prettier-ignore

test('加了密码的、演示文稿：说得清是什么', async () => {
  const manifest = { name: 'META-INF/manifest.xml', bytes: '<manifest:manifest xmlns:manifest="m"><manifest:file-entry><manifest:encryption-data/></manifest:file-entry></manifest:manifest>' } // prettier-ignore
  await expect(read(odfOf('text', '', '', [manifest]))).rejects.toThrow(/密码.*涉密文件不得/)
  await expect(read(odfOf('presentation', ''))).rejects.toThrow(/演示文稿/)
  await expect(read(odfOf('text', '<table:table>'))).rejects.toThrow(CatalogFileFault)
})

test('没有表格只有图片的ODT；表里套的表是另一张', async () => {
  const picture = await read(odfOf('text', '<text:p><draw:frame><draw:image/></draw:frame></text:p>'))
  expect(picture.findings[0]).toMatchObject({
    kind: 'noTable',
    message: expect.stringMatching(/只有1张图片/),
  })
  const inner = `<table:table table:name="内">${head}${line('1', '政策文件', '标准', '国家标准', '实时公开', '■政府网站', '主动')}</table:table>` // prettier-ignore
  const nested = await read(odfOf('text', `<table:table table:name="外">${line(cell(`<text:p>目录如下</text:p>${inner}`))}</table:table>`)) // prettier-ignore
  expect(nested.items.map(i => i.level2)).toEqual(['标准'])
})

test('国家目录存成ODT、ODS，逐项读回同样的名称和时限', async () => {
  const form = nationalForm(nationalItems('safety-production'), {
    title: '新平县安全生产领域基层政务公开标准目录',
  })
  for (const [name, bytes] of [
    ['目录.odt', odtOf(form)],
    ['目录.ods', odsOf(form)],
  ] as const) {
    const reading = await read(bytes, name)
    expect(reading.locality).toBe('新平县')
    expect(reading.items.map(i => [i.level1, i.level2, i.deadline, i.levels])).toEqual(
      nationalItems('safety-production').map(i => [i.level1, i.level2, i.deadline, i.levels]),
    )
  }
})

test('表的名称不影响表的次序：两张表接着读', async () => {
  const form = nationalForm(nationalItems('disaster-relief'))
  const first = { rows: form.rows.slice(0, 12), merges: form.merges.filter(m => m.endRow < 12) }
  const rest = { rows: form.rows.slice(12), merges: [] }
  const reading = await read(
    odfOf('text', tableOf(first, 'table:name="a"') + tableOf(rest, 'table:name="b"')),
  )
  expect(reading.items).toHaveLength(20)
})
