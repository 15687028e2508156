import { describe, expect, test } from 'vitest'
import { standingOn } from './board.ts'
import { planNews, reviewNews, stageOf } from './remind.ts'

const plan = {
  compiledBy: '2026-11-20',
  revisedBy: '2026-12-01',
  publishedBy: '2026-12-20',
  longStop: '2026-12-31',
}

describe('临近和超期的提醒（焦作 二(一)1；条例第十二条：及时更新）', () => {
  test('提前的日子以内算临近，当天还是临近，过了才是超期', () => {
    expect([8, 7, 0, -1].map(left => stageOf(left, 7))).toEqual([null, 'near', 'near', 'over'])
  })

  test('编制计划：按现在的环节取下一个期限；公布了就不再提醒', () => {
    const words = (state: 'none' | 'reviewing' | 'published', today: string) =>
      planNews(standingOn(state, plan, today), 3)
    expect(words('none', '2026-11-01')).toBeNull()
    expect(words('none', '2026-11-14')).toMatchObject({ isOver: false, stage: 'plan/3/2026-11-20/near' })
    expect(words('none', '2026-11-20')!.words).toContain('今天到期')
    expect(words('none', '2026-11-22')!.words).toBe('“编制完成并报审”应于2026-11-20办结，已超期2日')
    expect(words('reviewing', '2026-11-26')!.stage).toBe('plan/3/2026-12-01/near')
    expect(words('published', '2027-01-01')).toBeNull()
  })

  test('年度复核：整份一次，负面清单里到了日子的每一条一次', () => {
    const entries = [
      { name: '甲', reviewOn: '2026-12-10' },
      { name: '乙', reviewOn: '2027-06-01' },
    ]
    expect(reviewNews('2027-11-22', entries, '2026-11-22').map(n => n.stage)).toEqual([
      'entry/甲/2026-12-10/near',
    ])
    expect(reviewNews('2026-11-01', [], '2026-11-22')[0]!.words).toContain('已超期21日')
  })
})
