import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { displayWidth, due, table } from './due.ts'

let dataDir: string
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'zhaoming-due-'))
})
afterEach(() => rm(dataDir, { recursive: true, force: true }))

async function run(line: string) {
  const out: string[] = []
  const err: string[] = []
  const code = await due(line.split(' ').filter(Boolean), {
    out: text => out.push(text),
    err: text => err.push(text),
    dataDir,
  })
  return { code, out: out.join('\n'), err }
}
const json = async (line: string) => JSON.parse((await run(`${line} --json`)).out) as Record<string, unknown>

describe('zhaoming due', () => {
  test('第二十六条：--working-days 20 --from 2024-09-10 --json 以到期日开头', async () => {
    const { code, out, err } = await run('--working-days 20 --from 2024-09-10 --json')
    expect(code).toBe(0)
    expect(err).toEqual([])
    expect(out.startsWith('{"due":"2024-10-14",')).toBe(true)
    expect(JSON.parse(out)).toMatchObject({
      from: '2024-09-10',
      unit: 'workingDays',
      length: 20,
      provisional: false,
      sources: [{ year: 2024, notice: '国办发明电〔2023〕7号' }],
    })
    expect(out).not.toContain('account')
  })

  test('--explain 逐日说明，表格按汉字宽度对齐', async () => {
    const { out } = await run('--clock R02 --from 2024-09-10 --explain')
    expect(out).toContain('到期日  2024年10月14日（周一）')
    expect(out).toContain('依据    应急厅函〔2019〕390号 四（一）5（A：全文已核）')
    expect(out).toContain('日历    2024年：国办发明电〔2023〕7号')
    expect(out).toContain('2024-09-14  周六  4     调休上班')
    expect(out).toContain('2024-10-14  周一  20    工作日，期限届满')
    const rows = out.split('\n').filter(row => /^(日期|2024-)/.test(row))
    expect(rows).toHaveLength(36)
    const lastColumn = (row: string) => displayWidth(row) - displayWidth(row.split(/ {2,}/).at(-1) ?? '')
    expect(new Set(rows.map(lastColumn))).toEqual(new Set([24]))
    const account = (await json('--clock R02 --from 2024-09-10 --explain')).account as unknown[]
    expect(account).toHaveLength(35)
  })

  test('各种单位：日和月顺延，小时昼夜连续', async () => {
    expect(await json('--days 60 --from 2025-08-05')).toMatchObject({
      due: '2025-10-09',
      rolledFrom: '2025-10-04',
      unit: 'days',
    })
    expect(await json('--days 60 --from 2025-08-12')).toMatchObject({ due: '2025-10-11', rolledFrom: null })
    expect(await json('--months 6 --from 2025-08-31')).toMatchObject({ due: '2026-02-28', unit: 'months' })
    expect(await json('--hours 48 --from 2025-10-01T09:30')).toMatchObject({
      due: '2025-10-03T09:30',
      unit: 'hours',
    })
  })

  test('第三十三条：暂停、延长和重新计算可以一起给，重新计算以最后一次为准', async () => {
    expect(await json('--clock R04 --from 2025-04-10 --pause 2025-04-18..2025-05-13')).toMatchObject({
      due: '2025-06-03',
      paused: 15,
    })
    expect(await json('--clock R04 --from 2024-09-10 --extend 20')).toMatchObject({
      due: '2024-11-11',
      extended: 20,
    })
    expect(
      await json(
        '--clock R04 --from 2026-01-20 --restart 2026-02-24 --restart 2026-02-03 --pause 2026-01-22..2026-01-30',
      ),
    ).toMatchObject({
      due: '2026-03-23',
      start: '2026-02-24',
      from: '2026-01-20',
      paused: 0,
      notes: ['所给的暂停不在期限之内，或者其中没有应扣除的日子，不影响到期日。'],
    })
    expect(await json('--working-days 20 --from 2025-04-10 --pause 2025-04-18..2025-05-13')).toMatchObject({
      due: '2025-06-03',
    })
    expect(await json('--working-days 20 --from 2024-09-10 --extend 20')).toMatchObject({ due: '2024-11-11' })
  })

  test('--today 说明状态；没有结束的暂停算到今天', async () => {
    expect(await json('--clock R02 --from 2024-09-10 --today 2024-10-16')).toMatchObject({
      state: 'overdue',
      left: -2,
      leftText: '已超期2个工作日',
    })
    expect(await json('--clock R04 --from 2025-04-10 --pause 2025-04-18.. --today 2025-04-30')).toMatchObject(
      {
        state: 'paused',
        left: 14,
      },
    )
    expect((await run('--clock R02 --from 2024-09-10')).out).not.toContain('状态')
  })

  test('延长超过法定上限，拒绝并说明理由', async () => {
    expect(await run('--clock R04 --from 2024-09-10 --extend 21')).toEqual({
      code: 2,
      out: '',
      err: ['不能延长21个工作日。《政府信息公开条例》第三十三条第二款：延长的期限最长不得超过20个工作日。'],
    })
  })

  test('时限没有的变化不能用', async () => {
    expect(
      (
        await run(
          '--clock R02 --from 2024-09-10 --extend 5 --pause 2024-09-11..2024-09-12 --restart 2024-09-12',
        )
      ).err,
    ).toEqual([
      'R02（公开已印发的政策文件）没有重新计算的规定，不能用--restart。',
      'R02（公开已印发的政策文件）没有中止计算的规定，不能用--pause。',
      'R02（公开已印发的政策文件）没有延长的规定，不能用--extend。',
    ])
    expect((await run('--hours 5 --from 2025-10-01T09:30 --pause 2025-10-01..2025-10-02')).err).toEqual([
      '按小时计算的期限昼夜连续，不能用--pause。',
    ])
    expect((await run('--clock R08 --from 2025-10-01')).err[0]).toContain('请用--clock R04 --pause')
    expect((await run('--clock R23 --variant x --from 2025-10-01')).err).toEqual([
      'R23没有“x”这一种情形，可用的是：market（涉及市场主体生产经营）。',
    ])
    expect(await json('--clock R23 --variant market --from 2025-03-03')).toMatchObject({ due: '2025-04-02' })
  })

  test('所有毛病一次说完，退出码为2', async () => {
    const { code, out, err } = await run(
      '--from 2025-02-30 --working-days -5 --pause x --pause 2025-05-02..2025-05-01 --extend 0 --foo --json=1 bar --today 2025.1.3 --region 45 --calendar /nope/a.json',
    )
    expect(code).toBe(2)
    expect(out).toBe('')
    const text = err.join('\n')
    for (const words of [
      '没有“--foo”这个选项',
      '“--json”不带值',
      '不认识的参数“bar”',
      '读不了放假安排文件“/nope/a.json”',
      '“45”不是行政区划代码',
      '--working-days应为1至5000的整数',
      '2025年2月只有1日至28日',
      '请写成“2025-01-03”',
      '--pause应写“发出日..收到日”',
      '--pause“2025-05-02..2025-05-01”首尾颠倒',
      '--extend应为1至10000的整数',
    ])
      expect(text).toContain(words)
    expect(err).toHaveLength(11)
  })

  test('缺少与冲突的参数', async () => {
    expect((await run('')).err).toEqual([
      '请用--clock指明时限（R01至R43），或者用--working-days、--days、--months、--hours给出期限。',
      '缺少--from（起算的日子，当日不计），例如--from 2024-09-10。',
    ])
    expect((await run('--clock R02 --days 3 --from 2024-09-10')).err).toEqual(['--clock、--days只能用一个。'])
    expect((await run('--clock R99 --from 2024-09-10')).err).toEqual([
      '没有编号为“R99”的时限，编号从R01到R43。',
    ])
    expect((await run('--clock R02 --from')).err).toEqual(['“--from”后面缺少值。'])
    expect((await run('--clock R02 --from 2024-09-10 --from 2024-09-11')).err).toEqual([
      '“--from”只能给一次。',
    ])
    expect((await run('--hours 5 --from 2025-10-01')).err[0]).toContain('按小时计算的期限需要时刻')
    expect((await run('--clock R04 --from 2025-04-10 --pause 2025-04-18..')).err[0]).toContain(
      '请同时用--today',
    )
    expect((await run('--clock R04 --from 2025-04-10 --restart 2025-04-01')).err[0]).toContain(
      '不能在起算之前',
    )
    expect((await run('--working-days 5000 --from 2099-01-01')).err[0]).toContain(
      '工作日历只包括1980年至2100年',
    )
  })

  test('--help 与 --list', async () => {
    expect((await run('--help --foo')).out).toContain('--working-days N')
    const { out } = await run('--list')
    expect(out.split('\n')).toHaveLength(44)
    expect(out).toContain('R04   20个工作日     答复政府信息公开申请')
  })
})

describe('放假安排文件', () => {
  const notice = {
    year: 2027,
    notice: '国办发明电〔2026〕1号',
    source: '测试',
    off: ['2027-01-01'],
    work: [],
  }

  test('数据目录calendar里的文件自动读取，载入后不再暂定', async () => {
    expect(await json('--clock R02 --from 2026-12-18')).toMatchObject({
      due: '2027-01-15',
      provisional: true,
    })
    expect((await run('--clock R02 --from 2026-12-18')).out).toContain('2027年1月15日（周五），暂定')
    await mkdir(join(dataDir, 'calendar'))
    await writeFile(join(dataDir, 'calendar', '2027.json'), JSON.stringify(notice))
    await writeFile(join(dataDir, 'calendar', '说明.txt'), '不是放假安排')
    expect(await json('--clock R02 --from 2026-12-18')).toMatchObject({
      due: '2027-01-18',
      provisional: false,
      sources: [{ year: 2026 }, { year: 2027, notice: '国办发明电〔2026〕1号' }],
    })
  })

  test('--calendar所给的文件优先于数据目录；坏文件不会悄悄略过', async () => {
    await mkdir(join(dataDir, 'calendar'))
    await writeFile(join(dataDir, 'calendar', '2027.json'), JSON.stringify(notice))
    const own = join(dataDir, 'own.json')
    await writeFile(own, JSON.stringify({ ...notice, off: ['2027-01-01', '2027-01-04'] }))
    expect(await json(`--clock R02 --from 2026-12-18 --calendar ${own}`)).toMatchObject({ due: '2027-01-19' })
    await writeFile(join(dataDir, 'calendar', '坏.json'), '{')
    const { code, err } = await run('--clock R02 --from 2026-12-18')
    expect(code).toBe(2)
    expect(err).toHaveLength(1)
    expect(err[0]).toContain('不是有效的JSON')
  })

  test('地区没有自己的安排时按全国日历，并说明', async () => {
    const own = join(dataDir, 'own.json')
    await writeFile(
      own,
      JSON.stringify({
        year: 2026,
        notice: '桂〔2025〕1号',
        source: '测试',
        region: '450000',
        off: ['2026-04-20'],
      }),
    )
    const line = `--working-days 1 --from 2026-04-17 --calendar ${own}`
    expect(await json(`${line} --region 450100`)).toMatchObject({ due: '2026-04-21', notes: [] })
    expect(await json(`${line} --region 533100`)).toMatchObject({
      due: '2026-04-20',
      notes: ['没有地区533100的地方放假安排，按全国日历计算。'],
    })
  })
})

test('汉字占两格', () => {
  expect(displayWidth('国办发明电〔2023〕7号')).toBe(6 * 2 + 4 + 4 + 1)
  expect(
    table([
      ['甲', 'b'],
      ['cccc', '丁'],
    ]),
  ).toBe('甲    b\ncccc  丁')
})
