import { describe, expect, test } from 'vitest'
import { isClauseId } from './clauses.ts'
import { eventNames, periodText, variantOf } from './clock.ts'
import type { Clock } from './clock.ts'
import { clockIds, clockOf, clocks, isClockId } from './clocks.ts'

const all: Clock[] = clockIds.map(id => clocks[id])

describe('时限表', () => {
  test('R01至R43一个不缺，按编号排列', () => {
    expect(clockIds).toEqual(Array.from({ length: 43 }, (_, i) => `R${String(i + 1).padStart(2, '0')}`))
    for (const id of clockIds) expect(clocks[id].id).toBe(id)
  })

  test('每一条都有名称、要求、依据、条款和证据等级', () => {
    for (const clock of all) {
      expect(clock.name, clock.id).not.toBe('')
      expect(clock.duty, clock.id).not.toBe('')
      expect(clock.source, clock.id).not.toBe('')
      expect(clock.clauses.length, clock.id).toBeGreaterThan(0)
      for (const clause of clock.clauses) expect(clause, clock.id).toMatch(/^[^/\s]+\/[^/\s]+$/)
      expect('ABCDK', clock.id).toContain(clock.evidence)
    }
  })

  test('条款编号都在条款登记里', () => {
    const missing = all.flatMap(clock =>
      [...clock.clauses, ...clock.pauses.map(p => p.clause), clock.extension?.clause, clock.delay?.clause]
        .filter(id => id !== undefined && !isClauseId(id))
        .map(id => `${clock.id} ${id}`),
    )
    expect(missing).toEqual([])
  })

  test('起点、终点和各种变化都是认识的事件，每个时限都能开始', () => {
    for (const clock of all) {
      expect(clock.starts.length, clock.id).toBeGreaterThan(0)
      const kinds = [
        ...clock.starts,
        ...clock.stops,
        ...clock.closes,
        ...clock.restarts,
        ...clock.pauses.flatMap(pause => [pause.from, pause.to]),
      ]
      for (const kind of kinds) expect(Object.hasOwn(eventNames, kind), `${clock.id} ${kind}`).toBe(true)
      expect(
        clock.starts.filter(kind => clock.stops.includes(kind)),
        clock.id,
      ).toEqual([])
    }
  })

  test('期限与单位逐条相符', () => {
    const texts = Object.fromEntries(all.map(clock => [clock.id, periodText(clock)]))
    const expected: Record<string, string> = {}
    const put = (text: string, ...ids: string[]) => ids.forEach(id => (expected[id] = text))
    put('20个工作日', 'R01', 'R02', 'R04', 'R05', 'R09', 'R10', 'R30', 'R34')
    put('15个工作日', 'R06', 'R07')
    put('10个工作日', 'R16', 'R38')
    put('7个工作日', 'R03', 'R28', 'R29')
    put('5个工作日', 'R15')
    put('3个工作日', 'R31', 'R42', 'R43')
    put('至少7个工作日', 'R22', 'R23')
    put('5至15个工作日', 'R24')
    put('不计入期限', 'R08')
    put('60日', 'R11')
    put('30日', 'R41')
    put('20日', 'R36', 'R37')
    put('15日', 'R13')
    put('至少30日', 'R20')
    put('提前7日', 'R21')
    put('6个月', 'R12')
    put('12个月', 'R14', 'R33')
    put('5小时', 'R25')
    put('24小时', 'R26')
    put('48小时', 'R27')
    put('每年1月31日前', 'R17', 'R19')
    put('每年3月31日前', 'R18')
    put('每年一次', 'R39', 'R40')
    put('每日', 'R35')
    put('及时', 'R32')
    expect(texts).toEqual(expected)
  })

  test('民法典第二百零三条：只有按日、按月的期限顺延，工作日、小时和固定日期不顺延', () => {
    const rolling = all.filter(clock => clock.roll === 'nextWorkingDay').map(clock => clock.id)
    expect(rolling).toEqual(['R11', 'R12', 'R13', 'R36', 'R37', 'R41'])
    for (const clock of all)
      if (clock.roll === 'nextWorkingDay') expect(['days', 'months'], clock.id).toContain(clock.period?.unit)
    expect(all.filter(clock => clock.roll === 'warnBefore').map(clock => clock.id)).toEqual([
      'R17',
      'R18',
      'R19',
      'R21',
    ])
  })

  test('第三十三条：只有答复期限可以延长，最长20个工作日，一次', () => {
    expect(all.filter(clock => clock.extension).map(clock => clock.id)).toEqual(['R04', 'R10'])
    expect(clocks.R04.extension).toMatchObject({ max: 20, times: 1 })
    expect(clocks.R05).toMatchObject({ role: 'extension', of: 'R04' })
    expect(clocks.R08).toMatchObject({ role: 'pause', of: 'R04', period: null })
    expect(clocks.R10).toMatchObject({ role: 'restart', of: 'R04', evidence: 'K' })
  })

  test('情形：R23涉及市场主体的为至少30日，R38由保密行政管理部门在10个工作日内决定', () => {
    const market = variantOf(clocks.R23, 'market')
    expect(market && periodText(market)).toBe('至少30日')
    expect(variantOf(clocks.R38, 'determine')).toMatchObject({
      starts: ['receiveReferral'],
      stops: ['determine'],
    })
    expect(variantOf(clocks.R23, 'toString')).toBeNull()
    expect(variantOf(clocks.R01, 'market')).toBeNull()
  })

  test('编号的写法可以宽松，不认识的编号返回空', () => {
    expect(clockOf('r4')).toBe(clocks.R04)
    expect(clockOf(' R04 ')).toBe(clocks.R04)
    expect(clockOf('R44')).toBeNull()
    expect(clockOf('toString')).toBeNull()
    expect(isClockId('R43')).toBe(true)
    expect(isClockId('R4')).toBe(false)
  })
})
