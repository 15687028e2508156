import { readdir, readFile as readFromDisk } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { buildCalendar, regionFault } from '#law/calendar.ts'
import type { Calendar } from '#law/calendar.ts'
import { periodText, unitNames } from '#law/clock.ts'
import { clocks } from '#law/clocks.ts'
import { dayOfMoment, weekdayName } from '#law/day.ts'
import { answerDue } from '#law/due.ts'
import type { DueAnswer } from '#law/due.ts'
import { readOverrides } from '#law/overrides.ts'
import type { CalendarFile, Override } from '#law/overrides.ts'
import { dueText } from '#law/reading.ts'
import type { AccountLine } from '#law/reading.ts'

/** What the command needs of the world. `out` and `err` end the text with a line end themselves. */
export type DueIo = {
  out(text: string): void
  err(text: string): void
  /** Holiday files of the office are read from `calendar/*.json` in it. */
  dataDir: string
  readFile?(path: string): Promise<string>
  /** Names of the files in a folder; rejects when there is none. */
  listFiles?(folder: string): Promise<string[]>
}

const options = {
  clock: { type: 'string' },
  variant: { type: 'string' },
  'working-days': { type: 'string' },
  days: { type: 'string' },
  months: { type: 'string' },
  hours: { type: 'string' },
  from: { type: 'string' },
  pause: { type: 'string', multiple: true },
  extend: { type: 'string' },
  restart: { type: 'string', multiple: true },
  today: { type: 'string' },
  region: { type: 'string' },
  calendar: { type: 'string', multiple: true },
  explain: { type: 'boolean' },
  json: { type: 'boolean' },
  list: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const

type Option = keyof typeof options
const isOption = (name: string): name is Option => Object.hasOwn(options, name)

const help = `用法：zhaoming due --clock R02 --from 2024-09-10 [--explain] [--json]
      zhaoming due --working-days 20 --from 2024-09-10

计算到期日。起算当日不计（民法典第二百零一条），按工作日计算的含调休上班日。

期限（选一个）
  --clock R01…R43     法定时限，--list 列出全部
  --variant 名称      时限的另一种情形，例如 --clock R23 --variant market
  --working-days N    N个工作日
  --days N            N日，末日是休息日的顺延到下一个工作日
  --months N          N个月，末日是休息日的顺延到下一个工作日
  --hours N           N小时，昼夜和节假日连续计算

起算与变化
  --from 日期         起算的日子，例如 2024-09-10；按小时的写 2025-10-01T09:30（北京时间）
                      R21（提前送达）写听证会的日子
  --pause 起..止      不计入期限的一段：发出日..收到日，可以多次
  --extend N          延长N（单位与期限相同）
  --restart 日期      重新计算的日子（收到补正、缴费），可以多次，以最后一次为准
  --today 日期        同时说明到这一天为止的状态

日历
  --region 代码       六位行政区划代码，计入地方节假日
  --calendar 文件     放假安排文件（JSON），可以多次；数据目录 calendar/*.json 会自动读取

输出
  --explain           逐日说明
  --json              供程序读取
  --list              列出全部时限`

/** Understands the arguments without stopping at the first fault. */
function readArguments(argv: string[], faults: string[]) {
  const { tokens } = parseArgs({ args: argv, options, strict: false, allowPositionals: true, tokens: true })
  const texts = new Map<Option, string[]>()
  const switches = new Set<Option>()
  for (const token of tokens) {
    if (token.kind === 'positional') faults.push(`不认识的参数“${token.value}”。`)
    if (token.kind !== 'option') continue
    const { name, rawName, value, inlineValue } = token
    if (!isOption(name)) {
      faults.push(`没有“${rawName}”这个选项，可用的选项见 zhaoming due --help。`)
      continue
    }
    if (options[name].type === 'boolean') {
      if (value !== undefined) faults.push(`“${rawName}”不带值。`)
      switches.add(name)
      continue
    }
    if (value === undefined || value === '' || (!inlineValue && value.startsWith('--'))) {
      faults.push(`“${rawName}”后面缺少值。`)
      texts.set(name, texts.get(name) ?? [])
      continue
    }
    const list = texts.get(name) ?? []
    if (list.length > 0 && !('multiple' in options[name])) faults.push(`“${rawName}”只能给一次。`)
    texts.set(name, [...list, value])
  }
  return { texts, switches }
}

async function readOfficeFiles(io: Required<DueIo>, faults: string[]): Promise<CalendarFile[]> {
  const folder = join(io.dataDir, 'calendar')
  let names: string[]
  try {
    names = await io.listFiles(folder)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    faults.push(`读不了放假安排目录“${folder}”，请检查权限。`)
    return []
  }
  return readFiles(
    names.filter(name => name.endsWith('.json')).map(name => join(folder, name)),
    io,
    faults,
  )
}

async function readFiles(
  paths: readonly string[],
  io: Required<DueIo>,
  faults: string[],
): Promise<CalendarFile[]> {
  const files: CalendarFile[] = []
  for (const path of paths) {
    try {
      files.push({ name: path, text: await io.readFile(path) })
    } catch {
      faults.push(`读不了放假安排文件“${path}”，请检查文件是否存在、是否有权限。`)
    }
  }
  return files
}

/** Files named on the command line win over those of the data folder where both arrange the same year. */
async function loadCalendar(
  given: readonly string[],
  region: string | undefined,
  io: Required<DueIo>,
  faults: string[],
): Promise<Calendar | null> {
  const before = faults.length
  const office = readOverrides(await readOfficeFiles(io, faults))
  const own = readOverrides(await readFiles(given, io, faults))
  faults.push(...office.faults, ...own.faults)
  const fault = region === undefined ? null : regionFault(region)
  if (fault) faults.push(`--region：${fault}`)
  if (faults.length > before) return null
  const taken = (a: Override) =>
    own.overrides.some(b => a.year === b.year && a.region === b.region && !a.amends && !b.amends)
  const overrides = [...office.overrides.filter(override => !taken(override)), ...own.overrides]
  return buildCalendar({ overrides, region: region ?? null })
}

/** Columns of a terminal: wide East Asian characters take two. */
export function displayWidth(text: string): number {
  let width = 0
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0
    const wide =
      (code >= 0x1100 && code <= 0x115f) ||
      (code >= 0x2e80 && code <= 0xa4cf) ||
      (code >= 0xac00 && code <= 0xd7a3) ||
      (code >= 0xf900 && code <= 0xfaff) ||
      (code >= 0xfe30 && code <= 0xfe6f) ||
      (code >= 0xff00 && code <= 0xff60) ||
      (code >= 0xffe0 && code <= 0xffe6) ||
      (code >= 0x1f300 && code <= 0x1faff) ||
      (code >= 0x20000 && code <= 0x3fffd)
    width += wide ? 2 : 1
  }
  return width
}

const padEnd = (text: string, width: number) => text + ' '.repeat(Math.max(0, width - displayWidth(text)))

/** Rows as aligned columns, two spaces apart, nothing after the last. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths: number[] = []
  for (const row of rows) row.forEach((cell, i) => (widths[i] = Math.max(widths[i] ?? 0, displayWidth(cell))))
  const line = (row: readonly string[]) => row.map((cell, i) => padEnd(cell, widths[i] ?? 0)).join('  ')
  return rows.map(row => line(row).trimEnd()).join('\n')
}

function accountTable(lines: readonly AccountLine[]): string {
  const timed = lines.some(line => line.time !== undefined)
  return table([
    ['日期', '星期', ...(timed ? ['时刻'] : []), '计数', '说明'],
    ...lines.map(line => [
      line.day,
      line.weekday,
      ...(timed ? [line.time ?? ''] : []),
      line.counted === null ? '－' : String(line.counted),
      line.provisional ? `${line.why}（暂定）` : line.why,
    ]),
  ])
}

function sheet(answer: DueAnswer): string {
  const { clock } = answer
  const weekday = answer.due ? `（${weekdayName(dayOfMoment(answer.due))}）` : ''
  const changes = [
    answer.extended > 0 ? `延长${answer.extended}${unitNames[answer.unit]}` : '',
    answer.paused > 0 ? `暂停${answer.paused}${answer.unit === 'workingDays' ? '个工作日' : '日'}` : '',
  ].filter(Boolean)
  const begun = `${answer.start.replace('T', ' ')}（${weekdayName(dayOfMoment(answer.start))}）`
  const restarted =
    answer.start !== answer.from && answer.length !== null ? `，重新计算，原自${answer.from}起` : ''
  const rows = [
    ['到期日', `${dueText(answer)}${weekday}${answer.provisional ? '，暂定' : ''}`],
    ...(clock ? [['时限', `${clock.id} ${clock.name}`]] : []),
    ...(clock ? [['要求', clock.duty]] : []),
    ...(clock ? [['依据', `${clock.source}（${clock.evidence}：${clock.evidenceNote}）`]] : []),
    ['期限', [answer.period, ...changes].join('，')],
    ['起算', begun + restarted],
    ...(answer.earliest ? [['最早', answer.earliest]] : []),
    ...(answer.leftText ? [['状态', answer.leftText]] : []),
    ...answer.sources.map(source => [
      '日历',
      `${source.year}年：${source.notice ?? source.source}${source.numberEvidence === 'K' ? '（文号待核）' : ''}`,
    ]),
    ...answer.notes.map(note => ['说明', note]),
    ...(clock?.convention ? [['算法', clock.convention]] : []),
  ]
  return table(rows)
}

function listing(): string {
  return table([
    ['编号', '期限', '名称', '依据'],
    ...Object.values(clocks).map(clock => [clock.id, periodText(clock), clock.name, clock.source]),
  ])
}

/**
 * `zhaoming due …`: prints the due date of a lawful period, as a sheet for people or one JSON object for programs. Returns
 * the exit code: 0, or 2 where the question cannot be understood (then every fault stands on a line of `err`).
 */
export async function due(argv: string[], given: DueIo): Promise<number> {
  const io: Required<DueIo> = {
    out: text => given.out(text),
    err: text => given.err(text),
    dataDir: given.dataDir,
    readFile: path => (given.readFile ? given.readFile(path) : readFromDisk(path, 'utf8')),
    listFiles: folder => (given.listFiles ? given.listFiles(folder) : readdir(folder)),
  }
  const faults: string[] = []
  const { texts, switches } = readArguments(argv, faults)
  if (switches.has('help')) {
    io.out(help)
    return 0
  }
  const refuse = () => {
    for (const fault of faults) io.err(fault)
    return 2
  }
  if (switches.has('list')) {
    if (faults.length > 0) return refuse()
    io.out(switches.has('json') ? JSON.stringify(Object.values(clocks)) : listing())
    return 0
  }
  const one = (name: Option) => texts.get(name)?.at(-1)
  const calendar = await loadCalendar(texts.get('calendar') ?? [], one('region'), io, faults)
  const result = answerDue(
    {
      clock: one('clock'),
      variant: one('variant'),
      workingDays: one('working-days'),
      days: one('days'),
      months: one('months'),
      hours: one('hours'),
      from: one('from'),
      pauses: texts.get('pause') ?? [],
      extend: one('extend'),
      restarts: texts.get('restart') ?? [],
      today: one('today'),
      explain: switches.has('explain'),
    },
    calendar ?? buildCalendar(),
  )
  const half = (name: Option) => texts.get(name)?.length === 0
  const units: Option[] = ['clock', 'working-days', 'days', 'months', 'hours']
  const said = (fault: string) =>
    (half('from') && fault.startsWith('缺少--from')) ||
    (units.some(half) && fault.startsWith('请用--clock指明'))
  if ('faults' in result) faults.push(...result.faults.filter(fault => !said(fault)))
  if ('faults' in result || faults.length > 0) return refuse()
  if (switches.has('json')) io.out(JSON.stringify(result.answer))
  else {
    io.out(sheet(result.answer))
    if (result.answer.account) io.out(`\n${accountTable(result.answer.account)}`)
  }
  return 0
}
