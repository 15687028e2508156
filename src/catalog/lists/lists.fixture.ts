/** For tests only: 权责清单 and 公共服务事项清单 as offices lay them out. */
import type { TestHouse } from '../../../test/setup/house.ts'
import { xlsxOf, type Sheet } from '../catalog.fixture.ts'
import type { GuidelineName } from '../model.ts'
import { readListFile } from './read.ts'
import { putStandingList, showPairs } from './store.ts'

export const powerRows: readonly (readonly string[])[] = [
  ['1', '000125005000', '11410821MB0001234X4000125005000', '危险化学品经营许可', '', '行政许可', '《危险化学品安全管理条例》第三十三条：国家对危险化学品经营实行许可制度。', '测试县应急管理局', '危化股'],
  ['2', '000125006000', '11410821MB0001234X4000125006000', '烟花爆竹经营（零售）许可', '', '行政许可', '《烟花爆竹安全管理条例》第十六条', '测试县应急管理局', '危化股'],
  ['3', '', '', '对生产经营单位未按规定设置安全生产管理机构的处罚', '', '行政处罚', '《中华人民共和国安全生产法》第九十七条', '测试县应急管理局', '执法大队'],
  ['4', '', '', '对存在重大事故隐患的生产经营单位停止供电', '', '行政强制', '《中华人民共和国安全生产法》第七十条', '测试县应急管理局', '执法大队'],
  ['5', '', '', '对生产经营单位安全生产的监督检查', '', '行政检查', '《中华人民共和国安全生产法》第六十五条', '测试县应急管理局', '执法大队'],
  ['6', '', '', '自然灾害救助对象的确认', '', '行政确认', '《自然灾害救助条例》第二十条', '测试县应急管理局', '救灾股'],
] // prettier-ignore

/** A title, a header of two rows (编码 over two columns), kinds in a column of their own. */
export function powerSheet(rows: readonly (readonly string[])[] = powerRows): Sheet {
  const head = ['序号', '编码', '', '权力名称', '子项', '权力类型', '实施依据', '行使主体', '承办科室']
  const below = ['', '基本编码', '实施编码', '', '', '', '', '', '']
  return {
    name: '权责清单',
    rows: [['测试县应急管理局权责清单（2026年版）', ...Array.from({ length: 8 }, () => '')], head, below, ...rows.map(r => [...r])],
    merges: [
      { startRow: 0, startCol: 0, endRow: 0, endCol: 8 },
      { startRow: 1, startCol: 1, endRow: 1, endCol: 2 },
      ...[0, 3, 4, 5, 6, 7, 8].map(c => ({ startRow: 1, startCol: c, endRow: 2, endCol: c })),
    ],
  } // prettier-ignore
}

/** As another office has it: kinds as bands, one power over several rows of duties, no codes. */
export const bandedSheet = (): Sheet => ({
  name: 'Sheet1',
  rows: [
    ['序号', '职权名称', '法定依据', '责任事项', '追责情形', '备注'],
    ['一、行政许可（共1项）', '', '', '', '', ''],
    [
      '1',
      '危险化学品经营许可',
      '《危险化学品安全管理条例》第三十三条',
      '1.受理责任：公示条件。',
      '未依法公示的',
      '',
    ],
    ['', '', '《危险化学品经营许可证管理办法》第三条', '2.审查责任：审核材料。', '', ''],
    ['', '', '', '3.决定责任：作出决定。', '', ''],
    ['二、其他职权（共1项）', '', '', '', '', ''],
    ['2', '生产安全事故应急预案备案', '《生产安全事故应急条例》第七条', '1.受理责任。', '', ''],
    ['备注：本清单动态调整。', '', '', '', '', ''],
  ],
  merges: [
    { startRow: 1, startCol: 0, endRow: 1, endCol: 5 },
    { startRow: 5, startCol: 0, endRow: 5, endCol: 5 },
    { startRow: 2, startCol: 0, endRow: 4, endCol: 0 },
    { startRow: 2, startCol: 1, endRow: 4, endCol: 1 },
    { startRow: 7, startCol: 0, endRow: 7, endCol: 5 },
  ],
})

export const serviceSheet = (): Sheet => ({
  name: '公共服务',
  rows: [
    ['序号', '服务事项名称', '设定依据', '服务主体', '服务对象', '联系电话'],
    ['1', '自然灾害救助政策咨询', '《自然灾害救助条例》第四条', '测试县应急管理局', '自然人', '0391-1234567'],
    ['2', '安全生产举报投诉受理', '《中华人民共和国安全生产法》第七十三条', '测试县应急管理局', '自然人、法人', '12350'],
  ],
  merges: [],
}) // prettier-ignore

/** A 权责清单 in force of a body of the record, as its publication would leave it, its first entry beside an item; keys e-0, e-1, … */
export async function standList(
  t: TestHouse,
  bodyId: number,
  address: string,
  item: { field: GuidelineName; key: string },
): Promise<void> {
  const { entries } = await readListFile({ name: 'a.xlsx', bytes: await xlsxOf(powerSheet()) }, 'power')
  await t.house.db.transaction().execute(async trx => {
    await putStandingList(trx, {
      ...{ bodyId, kind: 'power', versionId: 1, number: 3, address },
      ...{ effectiveOn: '2026-01-01', publishedOn: '2026-11-22' },
      entries: entries.map(({ row: _r, table: _t, cells: _c, ...e }, n) => ({ ...e, key: `e-${n}` })),
    })
    await showPairs(trx, bodyId, [{ field: item.field, item: item.key, kind: 'power', entry: 'e-0' }], 1)
  })
  t.house.recordChanged()
}
