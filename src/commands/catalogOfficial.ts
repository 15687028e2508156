import { basename } from 'node:path'
import { guidelineOf } from '#catalog/guideline/guidelines.ts'
import { findingKinds } from '#catalog/import/findings.ts'
import { CatalogFileFault } from '#catalog/import/open.ts'
import { isGrave, readCatalogFile, rowsOf, type CatalogReading } from '#catalog/import/read.ts'
import { guidelineNames, type Guideline, type GuidelineName } from '#catalog/model.ts'
import { officialChanges, tryReplace, type OfficialChanges } from '#catalog/official/compare.ts'
import { comparedLabels } from '#catalog/rules/adopt.ts'
import { bytesOf, fail, findingShape, readWords, where, type CatalogIo } from './catalogFile.ts'

const help = `用法：zhaoming catalog official 文件 --field disaster-relief|safety-production [--json] [--sheet 表名]

看应急厅函〔2019〕390号的官方附件代替整理的草稿会改变什么：哪些待核对的得到证实、哪些不一样、哪些是新的、哪些附件里没有。
什么也不保存：装入系统在后台“国家目录”里办理，一人装入，另一人核定。比照时用 catalog check --official 文件。

  --field       disaster-relief 救灾领域；safety-production 安全生产领域
  --json        供程序读取
  --sheet 表名  只读这张工作表

退出码：0 可以代替草稿；1 有须处理的问题；2 用法不对或文件打不开。`

const options = {
  json: { type: 'boolean' },
  sheet: { type: 'string' },
  field: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const

async function readOne(
  file: string,
  sheet: string | undefined,
  io: CatalogIo,
): Promise<CatalogReading | string> {
  const bytes = await bytesOf(file, io)
  if (typeof bytes === 'string') return bytes
  try {
    const reading = await readCatalogFile({ name: file === '-' ? '' : basename(file), bytes }, { sheet })
    return reading
  } catch (error) {
    if (!(error instanceof CatalogFileFault)) throw error
    return `“${file}”：${error.message}`
  }
}

/** Of a file with both attachments only the rows of the one asked for. */
function replaceBy(guideline: Guideline, reading: CatalogReading) {
  return tryReplace(guideline, rowsOf(reading, guideline.field).rows, reading, [])
}

/** The national catalog as an official attachment says it, for a check by it; a sentence where the file cannot be one. */
export async function officialOf(
  file: string,
  name: GuidelineName,
  io: CatalogIo,
): Promise<Guideline | string> {
  const read = await readOne(file, undefined, io)
  if (typeof read === 'string') return read
  const replaced = replaceBy(guidelineOf(name), read)
  return typeof replaced === 'string' ? `“${file}”不能当作官方附件：${replaced}` : replaced.guideline
}

/** What an official attachment would change; keeps nothing. Returns the exit code. */
export async function official(argv: readonly string[], io: CatalogIo): Promise<number> {
  if (argv.length === 0 || argv.includes('--help') || argv.includes('-h')) {
    io.out(help)
    return argv.length === 0 ? 2 : 0
  }
  const { words, values, faults } = readWords(argv, options)
  const [file, ...more] = words
  if (file === undefined) faults.push('没有写明附件文件。')
  if (more.length > 0) faults.push(`一次只读一个文件，多出了“${more.join('、')}”。`)
  const name = values.get('field')
  if (!(guidelineNames as readonly unknown[]).includes(name))
    faults.push(
      name === undefined
        ? '要写明是哪个领域的附件：--field disaster-relief（救灾）或--field safety-production（安全生产）。'
        : `没有“${String(name)}”这个领域，可选：disaster-relief（救灾）、safety-production（安全生产）。`,
    )
  if (faults.length > 0)
    return fail(io, [...faults, '', '用 zhaoming catalog official --help 查看用法。'].join('\n'))
  const read = await readOne(file!, values.get('sheet') as string | undefined, io)
  if (typeof read === 'string') return fail(io, read)
  const before = guidelineOf(name as GuidelineName)
  const replaced = replaceBy(before, read)
  const fault = typeof replaced === 'string' ? replaced : null
  const changes = typeof replaced === 'string' ? null : officialChanges(before, replaced)
  const { findings } = read
  io.out(
    values.has('json')
      ? JSON.stringify({ field: name, fault, changes, findings: findings.map(findingShape) }, null, 2)
      : tableOf(before, fault, changes, findings),
  )
  return fault !== null || findings.some(isGrave) ? 1 : 0
}

function tableOf(
  before: Guideline,
  fault: string | null,
  changes: OfficialChanges | null,
  findings: CatalogReading['findings'],
): string {
  const lines = [`《${before.title}》`]
  if (fault !== null) lines.push(`  ! 不能代替现行的：${fault}`)
  if (changes) {
    lines.push(`  读出${changes.level1}个一级事项、${changes.items}个二级事项；不变${changes.same}项`)
    if (changes.counts) lines.push(`  ! ${changes.counts}`)
    const part = (label: string, list: readonly { code: string; name: string }[]) => {
      if (list.length > 0)
        lines.push('', `${label}${list.length}项：`, ...list.map(i => `  ${i.code} ${i.name}`))
    }
    part('原来待核对、现在得到证实的', changes.proven)
    part('新的（接着编码）', changes.fresh)
    part('附件里没有的', changes.dropped)
    if (changes.changed.length > 0) lines.push('', `不一样的${changes.changed.length}项：`)
    for (const c of changes.changed) {
      lines.push(`  ${c.code} ${c.name}`)
      for (const e of c.changes)
        lines.push(`    ${comparedLabels[e.element]}：${flat(e.before) || '—'} → ${flat(e.after) || '—'}`)
    }
  }
  if (findings.length > 0) lines.push('', `要核对的${findings.length}处：`)
  for (const f of findings)
    lines.push(`  ${isGrave(f) ? '!' : ' '} [${findingKinds[f.kind].label}] ${where(f)} ${f.message}`)
  return lines.join('\n')
}

const flat = (text: string) => {
  const one = text.replace(/\s+/g, ' ')
  return one.length > 60 ? `${one.slice(0, 60)}…` : one
}
