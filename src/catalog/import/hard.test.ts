import { describe, expect, test } from 'vitest'
import { csvOf, utf8, xlsxOf } from '../catalog.fixture.ts'
import { powerSheet, serviceSheet } from '../lists/lists.fixture.ts'
import { hardFiles, judge } from './hardFiles.fixture.ts'
import { readCatalogFile } from './read.ts'

const none = { wrong: [], lost: [] }

describe('各地送来的表：该对应的都对应上，不该对应的一个不对应，时限和要素逐格读对（焦作 二(三)）', () => {
  test.each(Object.keys(hardFiles))('%s', async name => {
    const hard = await hardFiles[name]!()
    const reading = await readCatalogFile({ name: hard.file, bytes: hard.bytes })
    const { pairs, verdicts, missing, notProven, added, elements } = judge(reading, hard)
    expect({ wrong: pairs.wrong, lost: pairs.lost }).toEqual(none)
    expect(pairs.right).toBeGreaterThan(8)
    expect({ missing, notProven, added }).toEqual({ missing: none, notProven: none, added: none })
    expect(verdicts.wrong).toEqual([])
    expect(elements.wrong).toEqual([])
  })
})

describe('像目录又不是目录的表：一行也不读进来', () => {
  const tables: Record<string, string[][]> = {
    随机抽查事项清单: [['序号', '抽查事项名称', '抽查依据', '抽查主体', '抽查对象', '抽查比例', '抽查方式'], ['1', '安全生产检查', '《安全生产法》', '县应急局', '企业', '5%', '现场检查']],
    培训计划: [['序号', '培训内容', '培训时间', '责任单位', '培训对象', '培训方式'], ['1', '安全生产法', '3月', '县应急局', '企业负责人', '集中']],
    任务分解表: [['序号', '重点任务', '工作内容', '责任单位', '完成时限'], ['1', '推进政务公开', '完善目录', '办公室', '12月底']],
    公开台账: [['序号', '标题', '公开时间', '公开渠道', '链接'], ['1', '某通知', '2024-01-01', '政府网站', '/a']],
    证明事项清单: [['序号', '事项名称', '设定依据', '责任单位', '证明对象', '办理方式'], ['1', '某证明', '《某法》', '县应急局', '个人', '现场']],
    年报表: [['信息内容', '本年制发件数', '本年废止件数', '现行有效件数'], ['规章', '0', '0', '0']],
  } // prettier-ignore
  test.each(Object.keys(tables))('%s', async name => {
    const reading = await readCatalogFile({
      name: 'a.csv',
      bytes: utf8(csvOf({ rows: tables[name]!, merges: [] })),
    })
    expect(reading.items).toEqual([])
    expect(reading.findings.map(f => f.kind)).toEqual(['notACatalog'])
  })

  test('权责清单、公共服务事项清单', async () => {
    for (const sheet of [powerSheet(), serviceSheet()]) {
      const reading = await readCatalogFile({ name: 'a.xlsx', bytes: await xlsxOf(sheet) })
      expect([reading.items, reading.findings.map(f => f.kind)]).toEqual([[], ['notACatalog']])
    }
  })
})
