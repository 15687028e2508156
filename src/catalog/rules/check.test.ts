import { describe, expect, test } from 'vitest'
import { nationalItems } from '../catalog.fixture.ts'
import { guidelineOf } from '../guideline/guidelines.ts'
import { guidelineNames, type CatalogItem, type GuidelineName } from '../model.ts'
import { checkAgainst, type Checked } from './check.ts'
import { readDeadline } from './deadline.ts'

const blank: CatalogItem = { level1: null, level2: null, level3: null, content: null, basis: null, deadline: null, deadlineRule: null, subject: null, channels: null, audience: null, mode: null, levels: null } // prettier-ignore
const rowsOf = (...rows: Partial<CatalogItem>[]): Checked[] =>
  rows.map((r, i) => ({
    ...blank,
    deadlineRule: readDeadline(r.deadline ?? null)?.rule ?? null,
    ...r,
    row: i + 1,
  }))
const check = (name: GuidelineName, ...rows: Partial<CatalogItem>[]) =>
  checkAgainst(rowsOf(...rows), guidelineOf(name), null)
const codesOf = (name: GuidelineName, row: Partial<CatalogItem>) => check(name, row).matched[0]?.codes ?? []

describe('一行对应哪些国家事项', () => {
  test.each<[GuidelineName, Partial<CatalogItem>, string[]]>([
    ['safety-production', { level1: '政策文件', level2: '法律、法规' }, ['AQSC-ZC-01']],
    ['safety-production', { level2: '安全生产行政许可信息', content: '许可依据、条件、程序' }, ['AQSC-YF-01']],
    ['safety-production', { level1: '依法行政', level2: '行政处罚决定', content: '一般程序行政处罚决定信息' }, ['AQSC-YF-02']],
    ['safety-production', { level1: '依法行政', level2: '行政处罚自由裁量标准' }, ['AQSC-YF-05']],
    ['safety-production', { level1: '政策文件', level2: '重大政策解读', content: '有关重大政策的解读,安全生产相关热点问题的解读' }, ['AQSC-ZC-06']],
    ['safety-production', { level1: '行政管理', level2: '“黑名单”管理' }, ['AQSC-GL-03']],
    ['safety-production', { level2: '政策法规', content: '1.与安全生产有关的法律、法规 2.与安全生产有关的部门和地方规章' }, ['AQSC-ZC-01', 'AQSC-ZC-02']],
    ['disaster-relief', { level1: '政策文件', level2: '政策文件', content: '其他可以公开的与救灾有关的政策文件，包括改革方案、发展规划、专项规划、工作计划等' }, ['JZ-ZC-03']],
    ['disaster-relief', { level1: '灾后救助', level2: '因灾过渡期生活救助' }, ['JZ-JH-04']],
    ['disaster-relief', { level1: '灾后救助', level2: '灾情信息', content: '本行政区域内因自然灾害造成的损失情况（受灾时间、灾害种类、受灾范围、灾害造成的损失等）' }, ['JZ-JH-01']],
    ['disaster-relief', { level1: '款物管理', level2: '捐赠款物管理', content: '年度捐赠款物信息以及款物使用情况' }, ['JZ-KW-01']],
    ['disaster-relief', { level1: '备灾管理', level2: '信息员队伍', content: '灾害信息员工作职责和办公电话' }, ['JZ-BZ-02']],
    ['disaster-relief', { level1: '政策文件', level2: '重要会议', content: '以会议讨论作出重要改革方案等重大决策时的会议' }, ['JZ-ZC-07']],
    ['disaster-relief', { level1: '政策文件', level2: '法律法规、部门规章' }, ['JZ-ZC-01', 'JZ-ZC-02']],
    ['disaster-relief', { level1: '灾后救助', level2: '灾害救助', level3: '因灾倒损住房恢复重建救助', content: '对象评议结果公示' }, ['JZ-JH-05']],
  ])('%s %j', (name, row, codes) => {
    expect(codesOf(name, row)).toEqual(codes)
  }) // prettier-ignore

  test.each<[GuidelineName, Partial<CatalogItem>]>([
    ['safety-production', { level1: '行政管理', level2: '烟花爆竹零售点布设', content: '零售点名单、地址' }],
    ['safety-production', { level1: '依法行政', level2: '行政复议', content: '行政复议决定书' }],
    ['safety-production', { level1: '公共服务', level2: '消防安全', content: '消防通道、消防设施检查' }],
    ['disaster-relief', { level1: '备灾管理', level2: '应急避难场所', content: '避难场所名称、地址、容纳人数' }],
    ['disaster-relief', { level1: '备灾管理', level2: '救灾物资储备', content: '救灾物资储备库名称、物资种类和数量' }],
    ['disaster-relief', { level1: '工作动态', level2: '党建工作', content: '党组织活动' }],
  ])('本级增加的不硬配：%s %j', (name, row) => {
    expect(check(name, row).added).toEqual([{ row: 1, level2: row.level2 }])
  }) // prettier-ignore

  test('三级事项的几行都对应同一个国家事项；另一行已确定的不再猜给别行', () => {
    const result = check(
      'safety-production',
      { level1: '依法行政', level2: '行政许可', level3: '危险化学品经营许可', content: '许可依据、条件' },
      { level1: '依法行政', level2: '行政许可', level3: '烟花爆竹经营许可', content: '许可依据、条件' },
      { level1: '依法行政', level2: '行政处罚', content: '办理行政处罚的依据、条件、程序' },
      { level1: '依法行政', level2: '处罚结果统计', content: '案件数' },
    )
    expect(result.matched.map(m => m.codes)).toEqual([['AQSC-YF-01'], ['AQSC-YF-01'], ['AQSC-YF-02']])
    expect(result.added).toEqual([{ row: 4, level2: '处罚结果统计' }])
  })
})

describe('比照的结果', () => {
  test('没有读到过的国家事项缺了，只说不能断定（M 三的28项和20项）', () => {
    for (const name of guidelineNames) {
      const { items } = guidelineOf(name)
      const result = check(name)
      expect(result.missing).toEqual(items.filter(i => i.confidence !== 'drafted').map(i => i.code))
      expect(result.notProven).toEqual(items.filter(i => i.confidence === 'drafted').map(i => i.code))
      expect(result.findings.filter(f => f.kind === 'notProven')).toHaveLength(result.notProven.length)
    }
  })

  test('少一项、放宽一项、缺一个要素，恰好说这三处', () => {
    const rows = nationalItems('safety-production').map(i => ({
      ...i,
      basis: i.basis ?? ['《政府信息公开条例》'],
      deadline: i.deadline ?? '按进展情况及时公开',
      deadlineRule: i.deadlineRule ?? ({ kind: 'asProgresses' } as const),
      subject: '县应急管理局',
      channels: i.channels ?? [{ name: '政府网站', preselected: true }],
      audience: i.audience ?? ('全社会' as const),
      mode: i.mode ?? ('主动' as const),
      levels: i.levels ?? ['县级' as const],
    }))
    rows.splice(4, 1)
    rows[0] = {
      ...rows[0]!,
      deadline: '30个工作日',
      deadlineRule: readDeadline('信息形成之日起30个工作日内')!.rule,
    }
    rows[2] = { ...rows[2]!, basis: null as never }
    const result = checkAgainst(rows.map((r, i) => ({ ...r, row: i + 1 })), guidelineOf('safety-production'), '安全生产领域') // prettier-ignore
    expect(result.missing).toEqual(['AQSC-ZC-05'])
    expect(result.deadlines.filter(d => d.verdict === 'looser')).toEqual([{ row: 1, code: 'AQSC-ZC-01', verdict: 'looser' }]) // prettier-ignore
    expect(result.elementsMissing).toEqual([{ row: 3, elements: ['basis'] }])
    expect(result.added).toEqual([])
    expect(result.findings.map(f => f.kind).filter(k => k !== 'otherDeadline').sort()).toEqual(['elementMissing', 'looserDeadline', 'missing']) // prettier-ignore
  })

  test('只设乡级的目录缺了只在县级公开的事项：提示可能不必有', () => {
    const rows = nationalItems('disaster-relief')
      .filter(i => i.level2 !== '标准')
      .map((i, at) => ({ ...i, levels: ['乡级' as const], row: at + 1 }))
    const result = checkAgainst(rows, guidelineOf('disaster-relief'), '救灾领域')
    expect(result.missing).toEqual(['JZ-ZC-04'])
    expect(
      result.findings
        .filter(f => f.kind === 'levelOnly')
        .map(f => f.message)
        .join(),
    ).toContain('JZ-ZC-04')
  })

  test('领域选错了说出来', () => {
    const rows = nationalItems('disaster-relief').map((i, at) => ({ ...i, row: at + 1 }))
    const result = checkAgainst(rows, guidelineOf('safety-production'), '救灾领域')
    expect(result.findings[0]).toMatchObject({ kind: 'wrongField' })
  })
})
