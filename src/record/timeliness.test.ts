import { describe, expect, it } from 'vitest'
import { instant } from '#kit/now.ts'
import { nationalCalendar } from '#law/calendar.ts'
import { percent, summaryOf, summaryOfTimes, timingsOf } from './portal/timeliness.ts'
import { boardOf } from './portal/timelinessBoard.tsx'
import type { RecordBody } from './model.ts'

const calendar = nationalCalendar()
const row = (issued_on: string, at: string) => ({
  address: '/mem/content/20260101-1.html',
  title: '甲',
  document_number: null,
  body_id: 1,
  issued_on,
  published_at: instant(at),
})

describe('公开时效', () => {
  it('390号文四（一）5：自印发之日起 20 个工作日，印发当日不计，第 20 个工作日公布是按时', () => {
    const [t] = timingsOf([row('2024-09-10', '2024-10-14T23:59:00+08:00')], calendar)
    expect(t).toMatchObject({ dueOn: '2024-10-14', took: 20, onTime: true, late: null })
    expect(timingsOf([row('2024-09-10', '2024-10-15T00:00:00+08:00')], calendar)[0]).toMatchObject({
      took: 21,
      onTime: false,
      late: '超期 1 个工作日',
    })
  })

  it('期满后的周末公布仍是超期，按天说明，不写“超期 0 个工作日”', () => {
    const [t] = timingsOf([row('2026-10-23', '2026-11-21T10:00:00+08:00')], calendar)
    expect(t).toMatchObject({ dueOn: '2026-11-20', onTime: false, late: '超期 1 天' })
  })

  it('当天印发当天公布用时 0；早于日历或先公布后印发的不计', () => {
    expect(timingsOf([row('2026-03-02', '2026-03-02T10:00:00+08:00')], calendar)[0]!.took).toBe(0)
    expect(timingsOf([row('1890-01-01', '2026-03-02T10:00:00+08:00')], calendar)).toEqual([])
    expect(timingsOf([row('2026-03-03', '2026-03-02T10:00:00+08:00')], calendar)).toEqual([])
  })

  it('中位数取中间两数的平均；有一件超期就不会写成 100%', () => {
    const timings = timingsOf(
      [row('2026-03-02', '2026-03-03T10:00:00+08:00'), row('2026-03-02', '2026-03-06T10:00:00+08:00')],
      calendar,
    )
    expect(summaryOf(timings)).toEqual({ n: 2, onTime: 2, median: 2.5 })
    expect(summaryOf([])).toBeNull()
    const pair = (issuedOn: string, publishedOn: string, n: number) => ({ issuedOn, publishedOn, n })
    // As if each stood alone: 0, 0, 0, 2, 5 and 0, 0, 2, 5.
    const pairs = [
      pair('2026-03-02', '2026-03-09', 1),
      pair('2026-03-02', '2026-03-02', 3),
      pair('2026-03-02', '2026-03-04', 1),
    ]
    expect(summaryOfTimes(pairs, calendar)).toEqual({ n: 5, onTime: 5, median: 0 })
    expect(summaryOfTimes([pairs[0]!, { ...pairs[1]!, n: 2 }, pairs[2]!], calendar)).toEqual({
      n: 4,
      onTime: 4,
      median: 1,
    })
    expect(summaryOfTimes([pair('2026-03-03', '2026-03-02', 9)], calendar)).toBeNull()
    expect(percent(9999, 10000)).toBe('99.9')
    expect(percent(10, 10)).toBe('100')
    expect(percent(1, 3)).toBe('33.3')
  })

  it('时效看板：每个机关连同它的下级，恰好算一次；没有的写没有；顶上只有一个机关时它自己一行', () => {
    const body = (id: number, parentId: number | null, ancestors: number[]): RecordBody => ({
      id,
      parentId,
      ancestors,
      slug: `b${id}x`,
      name: `机关${id}`,
      shortName: `机关${id}`,
      level: 'city',
      sort: id,
      site: {},
    })
    const all = [body(1, null, []), body(2, 1, [1]), body(3, 2, [1, 2]), body(4, 1, [1])]
    const bodies = {
      all,
      byId: (id: number) => all.find(b => b.id === id),
      bySlug: (slug: string) => all.find(b => b.slug === slug),
      childrenOf: (id: number | null) => all.filter(b => b.parentId === id),
      under: (id: number) => all.filter(b => b.ancestors.includes(id)),
    }
    const timed = (bodyId: number, day: string) => ({ ...row('2026-03-02', day), body_id: bodyId })
    const timings = timingsOf(
      [
        timed(1, '2026-03-03T10:00:00+08:00'),
        timed(2, '2026-03-04T10:00:00+08:00'),
        timed(3, '2026-05-06T10:00:00+08:00'),
      ],
      calendar,
    )
    const board = boardOf(timings, bodies, null)
    expect(board.map(r => [r.body.id, r.bodies, r.summary?.n ?? 0, r.summary?.onTime ?? 0])).toEqual([
      [1, 1, 1, 1],
      [2, 2, 2, 1],
      [4, 1, 0, 0],
    ])
    expect(boardOf(timings, bodies, all[1]!).map(r => [r.body.id, r.summary?.onTime])).toEqual([[3, 0]])
    expect(boardOf(timings, bodies, all[2]!)).toEqual([])
  })
})
