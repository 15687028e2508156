import fc from 'fast-check'
import { LegalHoliday } from 'tyme4ts'
import { describe, expect, test } from 'vitest'
import {
  buildCalendar,
  CalendarError,
  listWorkingDays,
  nationalCalendar,
  regionFault,
  regionsAbove,
  workingDaysInYear,
} from './calendar.ts'
import { addDays, dayNumber, dayOfMonth, dayOfNumber, monthOf, weekday, yearOf } from './day.ts'
import { holidayYears } from './holidays.ts'
import { readOverrides } from './overrides.ts'

const calendar = nationalCalendar()
const first = dayNumber('2019-01-01')
const last = dayNumber('2026-12-31')
const anyDay = fc.integer({ min: first, max: last }).map(dayOfNumber)

describe('国务院办公厅放假通知', () => {
  test('2019年至2026年每一天的上班与放假，与独立的节假日资料逐日一致', () => {
    let compared = 0
    const different: string[] = []
    for (let n = dayNumber('2018-12-29'); n <= last; n++) {
      const day = dayOfNumber(n)
      const legal = LegalHoliday.fromYmd(yearOf(day), monthOf(day), dayOfMonth(day))
      const working = legal ? legal.isWork() : weekday(day) <= 5
      if (calendar.isWorkingDay(day) !== working) different.push(day)
      compared++
    }
    expect(different).toEqual([])
    expect(compared).toBe(2922 + 3)
  })

  test('每年都有文号、标题和证据等级；2026年的文号待核', () => {
    expect(holidayYears.map(year => year.year)).toEqual([2019, 2020, 2021, 2022, 2023, 2024, 2025, 2026])
    for (const { year, notices } of holidayYears) {
      for (const notice of notices) expect(notice.number).toMatch(/^国办发明电〔20\d\d〕\d+号$/)
      expect(notices[0]?.title).toContain(`${year}年`)
      expect(notices[0]?.issuedOn.startsWith(`${year - 1}-`)).toBe(true)
    }
    expect(calendar.sourceOf(2026)).toMatchObject({
      notice: '国办发明电〔2025〕7号',
      evidence: 'A',
      numberEvidence: 'K',
      provisional: false,
    })
    expect(calendar.sourceOf(2019).notice).toBe('国办发明电〔2018〕15号、国办发明电〔2019〕3号')
    expect(calendar.sourceOf(2020).notice).toBe('国办发明电〔2019〕16号、国办发明电〔2020〕1号')
  })

  test('补班日都在周末，放假日与补班日不重叠', () => {
    for (const { holidays } of holidayYears) {
      const rest = new Set<string>()
      for (const { from, to } of holidays)
        for (let day = from; day <= to; day = addDays(day, 1)) rest.add(day)
      for (const day of holidays.flatMap(h => h.work ?? [])) {
        expect(weekday(day), day).toBeGreaterThan(5)
        expect(rest.has(day), day).toBe(false)
      }
    }
  })

  test('2024、2025、2026年的工作日为251、248、248天', () => {
    expect([2024, 2025, 2026].map(year => workingDaysInYear(calendar, year))).toEqual([251, 248, 248])
  })

  test('2020年春节延长至2月2日，原定2月1日补班取消；2019年劳动节调整为四天；2024年除夕上班', () => {
    expect(['2020-01-31', '2020-02-01', '2020-02-02'].map(calendar.isWorkingDay)).toEqual([
      false,
      false,
      false,
    ])
    expect(calendar.isWorkingDay('2020-02-03')).toBe(true)
    expect(calendar.kindOf('2020-01-31')).toEqual({ kind: 'holiday', working: false, name: '春节' })
    expect(['2019-05-02', '2019-05-03'].map(calendar.isWorkingDay)).toEqual([false, false])
    expect(['2019-04-28', '2019-05-05'].map(day => calendar.kindOf(day).kind)).toEqual(['makeUp', 'makeUp'])
    expect(calendar.isWorkingDay('2024-02-09')).toBe(true)
    expect(calendar.isWorkingDay('2018-12-31')).toBe(false)
  })
})

describe('工作日序号', () => {
  test('序号与工作日互逆', () => {
    fc.assert(
      fc.property(anyDay, day => {
        const ordinal = calendar.ordinal(day)
        expect(calendar.day(ordinal)).toBe(calendar.previousWorkingDay(day))
        expect(calendar.ordinal(calendar.day(ordinal))).toBe(ordinal)
        if (calendar.isWorkingDay(day)) expect(calendar.day(ordinal)).toBe(day)
      }),
    )
  })

  test('加工作日与逐日数出的结果一致，往回数也一致', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: -60, max: 60 }), (start, n) => {
        let day = start
        for (let left = Math.abs(n); left > 0;) {
          day = addDays(day, Math.sign(n))
          const legal = LegalHoliday.fromYmd(yearOf(day), monthOf(day), dayOfMonth(day))
          if (legal ? legal.isWork() : weekday(day) <= 5) left--
        }
        expect(calendar.addWorkingDays(start, n)).toBe(day)
      }),
      { numRuns: 400 },
    )
  })

  test('起算日越晚、天数越多，到期日不会更早；分两段加等于一次加', () => {
    fc.assert(
      fc.property(anyDay, fc.nat(60), fc.nat(60), fc.nat(30), (start, n, more, later) => {
        const due = calendar.addWorkingDays(start, n)
        expect(calendar.addWorkingDays(addDays(start, later), n) >= due).toBe(true)
        expect(calendar.addWorkingDays(due, more)).toBe(calendar.addWorkingDays(start, n + more))
        expect(calendar.workingDaysBetween(start, due)).toBe(n)
      }),
    )
  })

  test('逐个列出的工作日序号连续', () => {
    const days = [...listWorkingDays(calendar, '2025-01-25', '2025-02-08')]
    expect(days.map(item => item.day)).toEqual([
      '2025-01-26',
      '2025-01-27',
      '2025-02-05',
      '2025-02-06',
      '2025-02-07',
      '2025-02-08',
    ])
    expect(days.map(item => item.ordinal - (days[0]?.ordinal ?? 0))).toEqual([0, 1, 2, 3, 4, 5])
    expect([...listWorkingDays(calendar, '2025-01-28', '2025-02-04')]).toEqual([])
  })
})

describe('没有放假通知的年份', () => {
  test('按周一至周五计算，并标为暂定', () => {
    expect(calendar.knownUntil).toBe('2026-12-31')
    expect(calendar.provisional('2026-12-31')).toBe(false)
    expect(calendar.provisional('2027-01-01')).toBe(true)
    expect(calendar.provisional('2018-06-01')).toBe(true)
    expect(calendar.isWorkingDay('2027-10-01')).toBe(true)
    expect(calendar.provisionalBetween('2026-12-01', '2027-01-04')).toBe(true)
    expect(calendar.provisionalBetween('2025-12-01', '2026-01-04')).toBe(false)
    expect(calendar.sourceOf(2027)).toMatchObject({ notice: null, provisional: true })
    expect(calendar.sourcesBetween('2025-12-01', '2027-01-04').map(s => s.year)).toEqual([2025, 2026, 2027])
  })

  test('日历至少包括2000年至2060年，之外的日子说明原因', () => {
    expect(calendar.addWorkingDays('2000-01-01', 1)).toBe('2000-01-03')
    expect(calendar.addWorkingDays('2060-12-30', 1)).toBe('2060-12-31')
    expect(() => calendar.addWorkingDays('2100-12-30', 20)).toThrow(
      '所求的工作日不在日历之内，工作日历只包括1980年至2100年。',
    )
    expect(() => calendar.ordinal('1979-12-31')).toThrow(CalendarError)
    expect(() => calendar.ordinal('xx')).toThrow('不是日期')
  })
})

const file = (content: unknown, name = 'a.json') => ({ name, text: JSON.stringify(content) })
const next = { year: 2027, notice: '国办发明电〔2026〕1号', source: '中国政府网' }

describe('放假安排文件', () => {
  test('载入下一年的通知后不再暂定，到期日随之改变', () => {
    const { overrides, faults } = readOverrides([
      file({
        ...next,
        off: [{ name: '元旦', from: '2027-01-01', to: '2027-01-03' }, '2027-02-05..2027-02-11'],
        work: ['2027-01-31'],
      }),
    ])
    expect(faults).toEqual([])
    const loaded = buildCalendar({ overrides })
    expect(calendar.addWorkingDays('2026-12-30', 3)).toBe('2027-01-04')
    expect(loaded.addWorkingDays('2026-12-30', 3)).toBe('2027-01-05')
    expect(loaded.kindOf('2027-01-01')).toEqual({ kind: 'holiday', working: false, name: '元旦' })
    expect(loaded.kindOf('2027-01-31').kind).toBe('makeUp')
    expect(loaded.provisional('2027-06-01')).toBe(false)
    expect(loaded.knownUntil).toBe('2027-12-31')
    expect(loaded.sourceOf(2027)).toMatchObject({ notice: '国办发明电〔2026〕1号', source: '中国政府网' })
  })

  test('同一年的全国文件整体替换内置安排；写明amends的只改动所列的日子', () => {
    const whole = readOverrides([
      file({ year: 2026, notice: '新通知', source: '演练', off: ['2026-01-01'], work: [] }),
    ])
    const replaced = buildCalendar({ overrides: whole.overrides })
    expect(replaced.isWorkingDay('2026-10-01')).toBe(true)
    expect(replaced.sourceOf(2026).notice).toBe('新通知')
    const part = readOverrides([
      file({
        year: 2026,
        notice: '紧急通知',
        source: '演练',
        amends: true,
        off: ['2026-10-08..2026-10-09'],
        work: ['2026-10-07'],
      }),
    ])
    const amended = buildCalendar({ overrides: part.overrides })
    expect(['2026-10-01', '2026-10-07', '2026-10-08'].map(amended.isWorkingDay)).toEqual([false, true, false])
    expect(amended.sourceOf(2026)).toMatchObject({
      notice: '国办发明电〔2025〕7号、紧急通知',
      provisional: false,
    })
  })

  test('《全国年节及纪念日放假办法》第四条：地方节日只在本地区计算，没有地方安排的按全国日历', () => {
    const { overrides, faults } = readOverrides([
      file({
        year: 2026,
        notice: '桂政办电〔2025〕1号',
        source: '演练',
        region: '450000',
        off: [{ name: '三月三', from: '2026-04-20', to: '2026-04-21' }],
        work: [],
      }),
      file(
        {
          year: 2027,
          notice: '桂政办电〔2026〕1号',
          source: '演练',
          region: '450000',
          off: ['2027-04-09'],
          work: [],
        },
        'b.json',
      ),
    ])
    expect(faults).toEqual([])
    expect(regionsAbove('450102')).toEqual(['450000', '450100', '450102'])
    expect(regionsAbove('450000')).toEqual(['450000'])
    const guangxi = buildCalendar({ overrides, region: '450102' })
    const yunnan = buildCalendar({ overrides, region: '533102' })
    expect(guangxi.kindOf('2026-04-20')).toEqual({ kind: 'holiday', working: false, name: '三月三' })
    expect(guangxi.addWorkingDays('2026-04-17', 1)).toBe('2026-04-22')
    expect(yunnan.addWorkingDays('2026-04-17', 1)).toBe('2026-04-20')
    expect(guangxi.isWorkingDay('2026-10-01')).toBe(false)
    expect(guangxi.provisional('2027-04-09')).toBe(true)
    expect(regionFault('4500')).toContain('六位数字')
    expect(regionFault('450000')).toBeNull()
  })

  test('所有毛病一次说清，并指明是哪个文件', () => {
    const { overrides, faults } = readOverrides([
      file({
        year: 2027,
        notice: '',
        off: ['2027-02-30', '2027-05-01', '2027-05-01', 7, '2028-01-01', '2027-06-03..2027-06-01'],
        work: ['2027-05-01', '2027-03-03'],
        region: '45',
        offs: [],
      }),
      { name: 'b.json', text: '{year:2027}' },
      file([], 'c.json'),
      file('2027', 'd.json'),
      file({ ...next, off: [], work: [] }, 'e.json'),
      file({ ...next, year: 1900, off: ['1900-01-01'] }, 'f.json'),
    ])
    expect(overrides).toEqual([])
    const text = faults.join('\n')
    for (const words of [
      '放假安排文件“a.json”：不认识的字段“offs”',
      '缺少“notice”',
      '缺少“source”',
      '2027年2月只有1日至28日',
      '“off”里“2027-05-01”重复出现',
      '“off”里的7看不懂',
      '“2028-01-01”不属于2027年',
      '首尾颠倒',
      '“2027-05-01”既在“off”（放假）又在“work”（上班）里',
      '“region”应为六位行政区划代码',
      '放假安排文件“b.json”不是有效的JSON',
      '放假安排文件“c.json”是空的列表',
      '放假安排文件“d.json”：内容应为一个对象',
      '放假安排文件“e.json”：“off”和“work”都是空的',
      '年份1900不在1980年至2100年之内',
    ])
      expect(text).toContain(words)
  })

  test('全国安排里把周三列为补班日，会被指出', () => {
    const { faults } = readOverrides([file({ ...next, off: ['2027-01-01'], work: ['2027-03-03'] })])
    expect(faults).toEqual(['放假安排文件“a.json”：“work”里的“2027-03-03”是周三，本来就上班，请核对。'])
  })

  test('两份文件写同一年，只认第一份并指出重复', () => {
    const { overrides, faults } = readOverrides([
      file({ ...next, off: ['2027-01-01'] }, 'b.json'),
      file({ ...next, off: ['2027-01-02'] }, 'a.json'),
    ])
    expect(overrides.map(o => o.file)).toEqual(['a.json'])
    expect(faults[0]).toContain('全国2027年的安排已在“a.json”里')
  })
})
