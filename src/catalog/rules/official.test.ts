import { describe, expect, test } from 'vitest'
import { nationalItems } from '../catalog.fixture.ts'
import { guidelineOf } from '../guideline/guidelines.ts'
import { checkAgainst } from './check.ts'
import { replaceDraft } from './official.ts'

const draft = guidelineOf('disaster-relief')

describe('官方附件代替草稿', () => {
  test('名称对得上的沿用编码，改了名的记为别名，新的接着编，草稿里没有的列出来', () => {
    const rows = nationalItems('disaster-relief').filter(i => i.level2 !== '预警信息')
    rows[3] = { ...rows[3]!, level2: '标准规范' }
    rows.push({ ...rows[0]!, level1: '备灾管理', level2: '应急避难场所', content: '名称、地址、容纳人数' })
    const { guideline, dropped, fresh } = replaceDraft(draft, rows)
    expect(guideline.status).toBe('official')
    expect(guideline.items.map(i => i.order)).toEqual(rows.map((_, i) => i + 1))
    expect(guideline.items[3]).toMatchObject({ code: 'JZ-ZC-04', level2: '标准规范', aliases: ['标准'] })
    expect([dropped, fresh]).toEqual([['JZ-BZ-03'], ['JZ-BZ-04']])
    expect(new Set(guideline.items.map(i => i.code)).size).toBe(20)
    // Nothing is drafted any more: what lacks is missing.
    expect(checkAgainst([], guideline, null).notProven).toEqual([])
  })

  test('不像附件的不换：别的领域、没有二级事项、空表', () => {
    expect(() => replaceDraft(draft, nationalItems('safety-production'))).toThrow(/依法行政.*不是/)
    expect(() => replaceDraft(draft, [])).toThrow(/没有读到事项/)
    expect(() => replaceDraft(draft, [{ ...nationalItems('disaster-relief')[0]!, level2: null }])).toThrow(/没有二级事项/) // prettier-ignore
  })
})
