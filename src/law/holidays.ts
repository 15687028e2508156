import type { Evidence } from './evidence.ts'
import type { Day } from './day.ts'

/** One holiday as the notice words it: rest from … to … (both included), and the weekend days worked instead. */
export type Holiday = {
  readonly name: string
  readonly from: Day
  readonly to: Day
  readonly work?: readonly Day[]
}

/** A State Council notice. `evidence` is about its number; the days have their own mark on the year. */
export type Notice = {
  readonly number: string
  readonly title: string
  readonly issuedOn: Day
  readonly evidence: Evidence
}

/** A year's arrangement after all its notices. */
export type HolidayYear = {
  readonly year: number
  readonly notices: readonly Notice[]
  /** About the days themselves. */
  readonly evidence: Evidence
  readonly holidays: readonly Holiday[]
  readonly remark?: string
}

const yearly = (year: number, number: string, issuedOn: Day, evidence: Evidence = 'A'): Notice => ({
  number,
  title: `国务院办公厅关于${year}年部分节假日安排的通知`,
  issuedOn,
  evidence,
})

/**
 * 国务院办公厅 2019–2026 年部分节假日安排的通知，含2019年劳动节调整和2020年春节延长。Days on which only some people have half
 * a day off (妇女节 etc.) are working days and do not appear.
 */
export const holidayYears: readonly HolidayYear[] = [
  {
    year: 2019,
    notices: [
      yearly(2019, '国办发明电〔2018〕15号', '2018-12-04'),
      {
        number: '国办发明电〔2019〕3号',
        title: '国务院办公厅关于调整2019年劳动节假期安排的通知',
        issuedOn: '2019-03-22',
        evidence: 'A',
      },
    ],
    evidence: 'A',
    holidays: [
      { name: '元旦', from: '2018-12-30', to: '2019-01-01', work: ['2018-12-29'] },
      { name: '春节', from: '2019-02-04', to: '2019-02-10', work: ['2019-02-02', '2019-02-03'] },
      { name: '清明节', from: '2019-04-05', to: '2019-04-07' },
      { name: '劳动节', from: '2019-05-01', to: '2019-05-04', work: ['2019-04-28', '2019-05-05'] },
      { name: '端午节', from: '2019-06-07', to: '2019-06-09' },
      { name: '中秋节', from: '2019-09-13', to: '2019-09-15' },
      { name: '国庆节', from: '2019-10-01', to: '2019-10-07', work: ['2019-09-29', '2019-10-12'] },
    ],
    remark: '劳动节原定放假一天，后调整为四天。',
  },
  {
    year: 2020,
    notices: [
      yearly(2020, '国办发明电〔2019〕16号', '2019-11-21'),
      {
        number: '国办发明电〔2020〕1号',
        title: '国务院办公厅关于延长2020年春节假期的通知',
        issuedOn: '2020-01-26',
        evidence: 'A',
      },
    ],
    evidence: 'A',
    holidays: [
      { name: '元旦', from: '2020-01-01', to: '2020-01-01' },
      { name: '春节', from: '2020-01-24', to: '2020-02-02', work: ['2020-01-19'] },
      { name: '清明节', from: '2020-04-04', to: '2020-04-06' },
      { name: '劳动节', from: '2020-05-01', to: '2020-05-05', work: ['2020-04-26', '2020-05-09'] },
      { name: '端午节', from: '2020-06-25', to: '2020-06-27', work: ['2020-06-28'] },
      { name: '国庆节、中秋节', from: '2020-10-01', to: '2020-10-08', work: ['2020-09-27', '2020-10-10'] },
    ],
    remark: '春节假期延长至2月2日，原定2月1日（周六）上班因此取消。',
  },
  {
    year: 2021,
    notices: [yearly(2021, '国办发明电〔2020〕27号', '2020-11-25')],
    evidence: 'A',
    holidays: [
      { name: '元旦', from: '2021-01-01', to: '2021-01-03' },
      { name: '春节', from: '2021-02-11', to: '2021-02-17', work: ['2021-02-07', '2021-02-20'] },
      { name: '清明节', from: '2021-04-03', to: '2021-04-05' },
      { name: '劳动节', from: '2021-05-01', to: '2021-05-05', work: ['2021-04-25', '2021-05-08'] },
      { name: '端午节', from: '2021-06-12', to: '2021-06-14' },
      { name: '中秋节', from: '2021-09-19', to: '2021-09-21', work: ['2021-09-18'] },
      { name: '国庆节', from: '2021-10-01', to: '2021-10-07', work: ['2021-09-26', '2021-10-09'] },
    ],
  },
  {
    year: 2022,
    notices: [yearly(2022, '国办发明电〔2021〕11号', '2021-10-25')],
    evidence: 'A',
    holidays: [
      { name: '元旦', from: '2022-01-01', to: '2022-01-03' },
      { name: '春节', from: '2022-01-31', to: '2022-02-06', work: ['2022-01-29', '2022-01-30'] },
      { name: '清明节', from: '2022-04-03', to: '2022-04-05', work: ['2022-04-02'] },
      { name: '劳动节', from: '2022-04-30', to: '2022-05-04', work: ['2022-04-24', '2022-05-07'] },
      { name: '端午节', from: '2022-06-03', to: '2022-06-05' },
      { name: '中秋节', from: '2022-09-10', to: '2022-09-12' },
      { name: '国庆节', from: '2022-10-01', to: '2022-10-07', work: ['2022-10-08', '2022-10-09'] },
    ],
  },
  {
    year: 2023,
    notices: [yearly(2023, '国办发明电〔2022〕16号', '2022-12-08')],
    evidence: 'A',
    holidays: [
      { name: '元旦', from: '2022-12-31', to: '2023-01-02' },
      { name: '春节', from: '2023-01-21', to: '2023-01-27', work: ['2023-01-28', '2023-01-29'] },
      { name: '清明节', from: '2023-04-05', to: '2023-04-05' },
      { name: '劳动节', from: '2023-04-29', to: '2023-05-03', work: ['2023-04-23', '2023-05-06'] },
      { name: '端午节', from: '2023-06-22', to: '2023-06-24', work: ['2023-06-25'] },
      { name: '中秋节、国庆节', from: '2023-09-29', to: '2023-10-06', work: ['2023-10-07', '2023-10-08'] },
    ],
  },
  {
    year: 2024,
    notices: [yearly(2024, '国办发明电〔2023〕7号', '2023-10-25')],
    evidence: 'A',
    holidays: [
      { name: '元旦', from: '2024-01-01', to: '2024-01-01' },
      { name: '春节', from: '2024-02-10', to: '2024-02-17', work: ['2024-02-04', '2024-02-18'] },
      { name: '清明节', from: '2024-04-04', to: '2024-04-06', work: ['2024-04-07'] },
      { name: '劳动节', from: '2024-05-01', to: '2024-05-05', work: ['2024-04-28', '2024-05-11'] },
      { name: '端午节', from: '2024-06-10', to: '2024-06-10' },
      { name: '中秋节', from: '2024-09-15', to: '2024-09-17', work: ['2024-09-14'] },
      { name: '国庆节', from: '2024-10-01', to: '2024-10-07', work: ['2024-09-29', '2024-10-12'] },
    ],
    remark: '除夕（2月9日）只是鼓励安排带薪年休假，仍计为工作日。',
  },
  {
    year: 2025,
    notices: [yearly(2025, '国办发明电〔2024〕12号', '2024-11-12')],
    evidence: 'A',
    holidays: [
      { name: '元旦', from: '2025-01-01', to: '2025-01-01' },
      { name: '春节', from: '2025-01-28', to: '2025-02-04', work: ['2025-01-26', '2025-02-08'] },
      { name: '清明节', from: '2025-04-04', to: '2025-04-06' },
      { name: '劳动节', from: '2025-05-01', to: '2025-05-05', work: ['2025-04-27'] },
      { name: '端午节', from: '2025-05-31', to: '2025-06-02' },
      { name: '国庆节、中秋节', from: '2025-10-01', to: '2025-10-08', work: ['2025-09-28', '2025-10-11'] },
    ],
    remark: '除夕自本年起为法定节假日（《全国年节及纪念日放假办法》2024年修订第二条）。',
  },
  {
    year: 2026,
    notices: [yearly(2026, '国办发明电〔2025〕7号', '2025-11-04', 'K')],
    evidence: 'A',
    holidays: [
      { name: '元旦', from: '2026-01-01', to: '2026-01-03', work: ['2026-01-04'] },
      { name: '春节', from: '2026-02-15', to: '2026-02-23', work: ['2026-02-14', '2026-02-28'] },
      { name: '清明节', from: '2026-04-04', to: '2026-04-06' },
      { name: '劳动节', from: '2026-05-01', to: '2026-05-05', work: ['2026-05-09'] },
      { name: '端午节', from: '2026-06-19', to: '2026-06-21' },
      { name: '中秋节', from: '2026-09-25', to: '2026-09-27' },
      { name: '国庆节', from: '2026-10-01', to: '2026-10-07', work: ['2026-09-20', '2026-10-10'] },
    ],
    remark: '通知的文号未见原件，待核；日期已核。',
  },
]
