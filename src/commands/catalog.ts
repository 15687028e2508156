import { basename } from 'node:path'
import { guidelineOf } from '#catalog/guideline/guidelines.ts'
import { findingKinds, type Finding } from '#catalog/import/findings.ts'
import { CatalogFileFault } from '#catalog/import/open.ts'
import {
  isGrave,
  readCatalogFile,
  rowsOf,
  type CatalogReading,
  type PlacedFinding,
} from '#catalog/import/read.ts'
import type { PlacedItem } from '#catalog/import/rows.ts'
import {
  elementLabels,
  guidelineNames,
  type CatalogItem,
  type Guideline,
  type GuidelineName,
} from '#catalog/model.ts'
import { checkAgainst, checkKinds, type CatalogCheck } from '#catalog/rules/check.ts'
import { verdictLabels } from '#catalog/rules/deadline.ts'
import type { Certainty } from '#catalog/rules/match.ts'
import { bytesOf, fail, findingShape, readWords, where, type CatalogIo } from './catalogFile.ts'
import { lists } from './catalogLists.ts'
import { official, officialOf } from './catalogOfficial.ts'

const help = `用法：zhaoming catalog import 文件 [--json] [--sheet 表名]
      zhaoming catalog check 文件 --against disaster-relief|safety-production [--official 文件] [--json] [--sheet 表名]
      zhaoming catalog lists import 文件 --kind power|service [--json] [--sheet 表名]
      zhaoming catalog official 文件 --field disaster-relief|safety-production [--json] [--sheet 表名]

import 读出基层政务公开标准目录，逐格说明读成了什么、什么没有读懂；check 与国家目录（应急厅函〔2019〕390号）比照。
lists 读出权责清单、公共服务事项清单；official 看官方附件代替整理的草稿会改变什么（装入系统在后台由两人办理）。
可以读XLSX、XLS、ODS、DOCX、ODT、HTML（也包括存成.xls的网页）、CSV、TSV和粘贴的表格；文件写“-”时从标准输入读。

  --json        供程序读取
  --sheet 表名  只读这张工作表（隐藏的也可以）
  --against     disaster-relief 救灾领域；safety-production 安全生产领域
  --official    官方附件的文件：按它比照，不按整理的草稿，不再有待核对的事项

文件里有几张表时，行号各表自己数：发现的格写成“表名!C5”，整行写成“表名!5:5”；check的各部分加table（表名）。

退出码：0 读懂了（check：没有缺少的事项、放宽的时限、缺少的要素）；1 有须处理的问题；
        2 用法不对或文件打不开；check：文件里没有目录，无从比照。`

const options = {
  json: { type: 'boolean' },
  sheet: { type: 'string' },
  against: { type: 'string' },
  official: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const

type Given = {
  readonly verb: 'import' | 'check'
  readonly file: string
  readonly json: boolean
  readonly sheet: string | undefined
  readonly against: GuidelineName | null
  readonly official: string | null
}

function understand(argv: readonly string[]): Given | string[] {
  const { words, values, faults } = readWords(argv, options)
  const [verb, file, ...more] = words
  if (verb !== 'import' && verb !== 'check')
    faults.unshift(
      verb === undefined
        ? '没有写明要做什么：import、check、lists或official。'
        : `没有“catalog ${verb}”，可以用import、check、lists或official。`,
    )
  else {
    if (file === undefined) faults.push('没有写明目录文件。')
    if (more.length > 0) faults.push(`一次只读一个文件，多出了“${more.join('、')}”。`)
  }
  const against = values.get('against')
  const isKnown = (guidelineNames as readonly unknown[]).includes(against)
  if (verb === 'check' && against === undefined && !faults.some(f => f.includes('--against')))
    faults.push(
      'check要写明比照哪份国家目录：--against disaster-relief（救灾）或--against safety-production（安全生产）。',
    )
  if (against !== undefined && !isKnown)
    faults.push(
      `没有“${against}”这份国家目录，可选：disaster-relief（救灾）、safety-production（安全生产）。`,
    )
  for (const name of ['against', 'official'])
    if (verb === 'import' && values.has(name)) faults.push(`“--${name}”只用于check。`)
  if (faults.length > 0) return faults
  return {
    verb: verb as Given['verb'],
    file: file!,
    json: values.has('json'),
    sheet: values.get('sheet') as string | undefined,
    against: isKnown ? (against as GuidelineName) : null,
    official: (values.get('official') as string | undefined) ?? null,
  }
}

/** Reads and checks catalogs without a database. Returns the exit code. */
export async function catalog(argv: readonly string[], io: CatalogIo): Promise<number> {
  if (argv[0] === 'lists') return lists(argv.slice(1), io)
  if (argv[0] === 'official') return official(argv.slice(1), io)
  if (argv.length === 0 || argv.includes('--help') || argv.includes('-h')) {
    io.out(help)
    return argv.length === 0 ? 2 : 0
  }
  const given = understand(argv)
  if (Array.isArray(given))
    return fail(io, [...given, '', '用 zhaoming catalog --help 查看用法。'].join('\n'))
  const { verb, file, json, sheet, against } = given as Given
  const bytes = await bytesOf(file, io)
  if (typeof bytes === 'string') return fail(io, bytes)
  let reading: CatalogReading
  try {
    reading = await readCatalogFile({ name: file === '-' ? '' : basename(file), bytes }, { sheet })
  } catch (error) {
    if (!(error instanceof CatalogFileFault)) throw error
    if (json) io.out(JSON.stringify(unreadable(verb, error.message), null, 2))
    return fail(io, `“${file}”：${error.message}`)
  }
  const isNone = reading.items.length === 0 && reading.findings.some(f => nothingToRead.includes(f.kind))
  if (verb === 'import' || against === null) {
    io.out(json ? JSON.stringify(importShape(reading), null, 2) : importTable(reading))
    return reading.findings.some(isGrave) ? 1 : 0
  }
  if (isNone) {
    if (json) io.out(JSON.stringify(emptyCheck(reading.findings.map(findingShape)), null, 2))
    return fail(io, [`“${file}”里没有可以比照的目录：`, ...reading.findings.map(f => f.message)].join('\n'))
  }
  const standing =
    given.official === null ? guidelineOf(against) : await officialOf(given.official, against, io)
  if (typeof standing === 'string') return fail(io, standing)
  const guideline = standing
  const { rows, findings, isPart } = rowsOf(reading, guideline.field)
  const field = isPart ? guideline.field : reading.field
  const check = checkAgainst(rows, guideline, field)
  const told = findings.filter(f => !(isPart && f.kind === 'severalFields'))
  io.out(
    json
      ? JSON.stringify({ ...check, findings: [...told.map(findingShape), ...check.findings] }, null, 2)
      : checkTable(rows, guideline, field, told),
  )
  const isFine =
    rows.length > 0 &&
    check.missing.length === 0 &&
    check.elementsMissing.length === 0 &&
    !check.deadlines.some(d => d.verdict === 'looser') &&
    !told.some(isGrave)
  return isFine ? 0 : 1
}

/** What a program is told of a file that cannot be opened: the same form, empty, with the reason. */
function unreadable(verb: Given['verb'], message: string) {
  const findings: Finding[] = [{ row: null, cell: null, kind: 'unreadable', message }]
  if (verb === 'import') return { field: null, locality: null, items: [], findings }
  return emptyCheck(findings)
}

/** A check of a file that holds no catalog: nothing is missing in what is none. */
function emptyCheck(findings: readonly Finding[]) {
  const nothing: Omit<CatalogCheck, 'findings'> = { matched: [], missing: [], notProven: [], added: [], deadlines: [], elementsMissing: [] } // prettier-ignore
  return { ...nothing, findings }
}

/** What says that a file holds no catalog at all. */
const nothingToRead: readonly string[] = ['noTable', 'notACatalog'] satisfies Finding['kind'][]

function importShape(reading: CatalogReading) {
  return {
    field: reading.field,
    locality: reading.locality,
    items: reading.items.map(itemShape),
    findings: reading.findings.map(findingShape),
  }
}

const itemShape = (i: CatalogItem): CatalogItem => ({
  level1: i.level1,
  level2: i.level2,
  level3: i.level3,
  content: i.content,
  basis: i.basis,
  deadline: i.deadline,
  deadlineRule: i.deadlineRule,
  subject: i.subject,
  channels: i.channels,
  audience: i.audience,
  mode: i.mode,
  levels: i.levels,
})

function importTable(reading: CatalogReading): string {
  const lines = [
    `${reading.title ?? '（没有标题）'}　${reading.field ?? '领域不明'}　${reading.locality ?? '地方不明'}　${reading.items.length}个事项`,
  ]
  let level1: string | null = null
  for (const item of reading.items) {
    if (item.level1 !== level1) lines.push(`\n${item.level1 ?? '（没有一级事项）'}`)
    level1 = item.level1
    const channels = item.channels?.filter(c => c.preselected).map(c => c.name) ?? []
    lines.push(`  第${item.row}行 ${item.level2 ?? '（没有名称）'}${item.level3 ? ` › ${item.level3}` : ''}`)
    lines.push(`    ${(item.content ?? '（没有内容）').replace(/\n/g, ' / ')}`)
    lines.push(
      `    时限：${item.deadline ?? '—'}　主体：${item.subject ?? '—'}　对象：${item.audience ?? '—'}　方式：${item.mode ?? '—'}　层级：${item.levels?.join('、') || '—'}`,
    )
    lines.push(`    依据：${item.basis?.join('；') ?? '—'}　渠道：${channels.join('、') || '—'}`)
  }
  if (reading.findings.length === 0) return [...lines, '', '全部读懂，没有要核对的。'].join('\n')
  lines.push('', `要核对的${reading.findings.length}处：`)
  for (const f of reading.findings)
    lines.push(`  ${isGrave(f) ? '!' : ' '} [${findingKinds[f.kind].label}] ${where(f)} ${f.message}`)
  return lines.join('\n')
}

const certaintyLabels: Record<Certainty, string> = { sure: '确定', likely: '很可能', possible: '须核对' }

function checkTable(
  rows: readonly PlacedItem[],
  guideline: Guideline,
  field: string | null,
  told: readonly PlacedFinding[],
): string {
  // Rows of several tables may have the same number: here they are told by their place among all.
  const check = checkAgainst(
    rows.map((r, i) => ({ ...r, row: i })),
    guideline,
    field,
  )
  const isMany = new Set(rows.map(r => r.table)).size > 1
  const placeOf = (at: number) => `${isMany ? `${rows[at]!.table} ` : ''}第${rows[at]!.row}行`
  const nameOf = (at: number) => rows[at]!.level3 ?? rows[at]!.level2 ?? '（没有名称）'
  const lines = [
    `与《${guideline.title}》比照：对应${check.matched.length}行，缺少${check.missing.length}项，待核对${check.notProven.length}项，本级增加${check.added.length}行`,
  ]
  for (const m of check.matched) {
    const verdicts = check.deadlines
      .filter(d => d.row === m.row)
      .map(d => (m.codes.length > 1 ? `${d.code} ` : '') + verdictLabels[d.verdict])
    const lacking =
      check.elementsMissing.find(e => e.row === m.row)?.elements.map(e => elementLabels[e]) ?? []
    lines.push(
      `  ${placeOf(m.row)} ${nameOf(m.row)} → ${m.codes.join('、')}（${certaintyLabels[m.certainty]}）时限${verdicts.join('、')}${lacking.length > 0 ? `　缺少${lacking.join('、')}` : ''}`,
    )
  }
  for (const a of check.added) lines.push(`  ${placeOf(a.row)} ${nameOf(a.row)} 本级增加`)
  lines.push('', `要核对的${told.length + check.findings.length}处：`)
  for (const f of told) lines.push(`  [${findingKinds[f.kind].label}] ${where(f)} ${f.message}`)
  for (const f of check.findings)
    lines.push(`  [${checkKinds[f.kind]}] ${f.row === null ? '' : `${placeOf(f.row)} `}${f.message}`)
  return lines.join('\n')
}
