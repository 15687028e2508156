import { basename } from 'node:path'
import { CatalogFileFault } from '#catalog/import/open.ts'
import { isGraveInList, listFindingKinds } from '#catalog/lists/findings.ts'
import { codeOfEntry, listKindLabels, listKinds, nameOfEntry, type ListKind } from '#catalog/lists/model.ts'
import { readListFile, tallyOf, type ListReading } from '#catalog/lists/read.ts'
import { bytesOf, fail, readWords, where, type CatalogIo } from './catalogFile.ts'

const help = `用法：zhaoming catalog lists import 文件 --kind power|service [--json] [--sheet 表名]

读出权责清单（power）或公共服务事项清单（service），逐格说明读成了什么、什么没有读懂。
可以读XLSX、XLS、ODS、DOCX、ODT、HTML、CSV、TSV和粘贴的表格；文件写“-”时从标准输入读。

  --kind        power 权责清单；service 公共服务事项清单
  --json        供程序读取
  --sheet 表名  只读这张工作表（隐藏的也可以）

退出码：0 读懂了；1 有须处理的问题；2 用法不对或文件打不开。`

const options = {
  json: { type: 'boolean' },
  sheet: { type: 'string' },
  kind: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const

/** Reads a list without a database. Returns the exit code. */
export async function lists(argv: readonly string[], io: CatalogIo): Promise<number> {
  if (argv.length === 0 || argv.includes('--help') || argv.includes('-h')) {
    io.out(help)
    return argv.length === 0 ? 2 : 0
  }
  const { words, values, faults } = readWords(argv, options)
  const [verb, file, ...more] = words
  if (verb !== 'import') faults.unshift(`没有“catalog lists ${verb ?? ''}”，可以用import。`)
  else if (file === undefined) faults.push('没有写明清单文件。')
  if (more.length > 0) faults.push(`一次只读一个文件，多出了“${more.join('、')}”。`)
  const kind = values.get('kind')
  if (!(listKinds as readonly unknown[]).includes(kind))
    faults.push(
      kind === undefined
        ? '要写明是哪种清单：--kind power（权责清单）或--kind service（公共服务事项清单）。'
        : `没有“${String(kind)}”这种清单，可选：power（权责清单）、service（公共服务事项清单）。`,
    )
  if (faults.length > 0)
    return fail(io, [...faults, '', '用 zhaoming catalog lists --help 查看用法。'].join('\n'))
  const bytes = await bytesOf(file!, io)
  if (typeof bytes === 'string') return fail(io, bytes)
  let reading: ListReading
  try {
    const sheet = values.get('sheet') as string | undefined
    reading = await readListFile({ name: file === '-' ? '' : basename(file!), bytes }, kind as ListKind, {
      sheet,
    })
  } catch (error) {
    if (!(error instanceof CatalogFileFault)) throw error
    return fail(io, `“${file}”：${error.message}`)
  }
  io.out(values.has('json') ? JSON.stringify(shapeOf(reading), null, 2) : tableOf(reading))
  return reading.findings.some(isGraveInList) ? 1 : 0
}

const shapeOf = (r: ListReading) => ({
  kind: r.kind,
  locality: r.locality,
  entries: r.entries.map(({ row: _row, table: _table, cells: _cells, ...entry }) => entry),
  findings: r.findings,
})

function tableOf(r: ListReading): string {
  const lines = [
    `${r.title ?? '（没有标题）'}　${listKindLabels[r.kind]}　${r.locality ?? '地方不明'}　${r.entries.length}条`,
    ...tallyOf(r.entries).map(t => `  ${t.type}${t.count}条`),
    '',
  ]
  for (const e of r.entries) {
    lines.push(
      `  第${e.row}行 ${nameOfEntry(e)}　${e.type ?? '（没有类型）'}　${codeOfEntry(e) ?? '（没有编码）'}`,
    )
    lines.push(`    主体：${e.subject ?? '—'}　依据：${e.basis?.join('；').replace(/\n/g, ' / ') ?? '—'}`)
  }
  if (r.findings.length === 0) return [...lines, '', '全部读懂，没有要核对的。'].join('\n')
  lines.push('', `要核对的${r.findings.length}处：`)
  for (const f of r.findings)
    lines.push(
      `  ${isGraveInList(f) ? '!' : ' '} [${listFindingKinds[f.kind].label}] ${where(f)} ${f.message}`,
    )
  return lines.join('\n')
}
