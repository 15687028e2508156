import { basename } from 'node:path'
import { parseCsv, readXlsx } from 'hucre'
import type { Db } from '#kit/db.ts'
import { Refused } from '#kit/errors.ts'
import { dayOf, type Now } from '#kit/now.ts'
import { importHistory } from '#request/actions/history.ts'
import { readHistory, type HistoryFinding, type PastCase } from '#request/history.ts'
import { bodyByCode } from '#request/store/statistics.ts'

export type RequestIo = {
  out(text: string): void
  err(text: string): void
  readBytes(path: string): Promise<Uint8Array>
  now: Now
  connect(): Promise<{ readonly db: Db; close(): Promise<void> }>
}

const usage = `用法：
  zhaoming request check 登记簿.xlsx [--json]                 只读出来看，不导入
  zhaoming request import 登记簿.xlsx --body 网址名 [--json]   把以前的登记簿作为历史导入，全部或者全不

登记簿是 XLSX 或 CSV，表头有：登记编号、申请人类型、渠道、申请内容、收到日期、办结日期、办理结果。
办理结果可以写报告行次（r3.1）、结果编号（O1至O17）或者年度报告表二里的文字。不导入任何个人信息。

退出码：0 没有问题，1 有看不懂的行或者不能导入，2 用法或文件有误。`

const largest = 50 * 1024 * 1024

const cellText = (value: unknown): string =>
  value === null || value === undefined
    ? ''
    : value instanceof Date
      ? value.toISOString().slice(0, 10)
      : typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
        ? String(value)
        : ''

async function rowsOf(name: string, bytes: Uint8Array): Promise<string[][]> {
  if (bytes.length === 0) throw new Refused('invalid', '这个文件是空的，请重新保存后再试。')
  if (bytes.length > largest) throw new Refused('invalid', '文件超过50 MB，请拆分后再导入。')
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) {
    const book = await readXlsx(bytes).catch(() => {
      throw new Refused('invalid', '这个 XLSX 文件打不开：可能已损坏或者加了密，请用表格软件另存一份再试。')
    })
    const sheet = book.sheets.find(s => s.rows.length > 1)
    if (!sheet) throw new Refused('invalid', '这个 XLSX 文件里没有表格。')
    return sheet.rows.map(row => row.map(cellText))
  }
  if (bytes[0] === 0xd0 && bytes[1] === 0xcf)
    throw new Refused('invalid', `“${name}”是旧的 XLS 格式或者加了密，请另存为 XLSX 再试。`)
  const text = decode(bytes)
  return parseCsv(text).map(row => row.map(cellText))
}

/** UTF-8, or GB18030 as spreadsheets on Chinese Windows save CSV. */
function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('gb18030').decode(bytes)
  }
}

function words(argv: readonly string[]): {
  file?: string
  body?: string
  json: boolean
  fault: string | null
} {
  const found: { file?: string; body?: string; json: boolean; fault: string | null } = {
    json: false,
    fault: null,
  }
  for (let at = 0; at < argv.length; at += 1) {
    const word = argv[at]!
    if (word === '--json') found.json = true
    else if (word === '--body') {
      const value = argv[++at]
      if (!value) found.fault = '--body 后面缺少内容。'
      else found.body = value
    } else if (word.startsWith('--')) found.fault = `不认识的参数“${word}”。`
    else if (found.file !== undefined) found.fault = `多了一个参数“${word}”。`
    else found.file = word
  }
  if (found.fault === null && found.file === undefined) found.fault = '请写明登记簿的文件名。'
  return found
}

/** `zhaoming request check|import`: 0 when all was understood, 1 when something was not or is there already, 2 for wrong words or files. */
export async function request(argv: readonly string[], io: RequestIo): Promise<number> {
  const [verb, ...rest] = argv
  if (verb === '--help' || verb === '-h' || rest.includes('--help')) {
    io.out(usage)
    return 0
  }
  const { file, body, json, fault } = words(rest)
  const wrong =
    verb !== 'check' && verb !== 'import'
      ? verb
        ? `没有“${verb}”这个子命令。`
        : '请写明要做什么。'
      : (fault ?? (verb === 'import' && !body ? '缺少 --body。' : null))
  if (wrong !== null) {
    io.err(`${wrong}\n\n${usage}`)
    return 2
  }
  try {
    const rows = await rowsOf(basename(file!), await io.readBytes(file!))
    const { cases, findings } = readHistory(rows, dayOf(io.now()))
    if (verb === 'check' || findings.length > 0) {
      tell(io, json, cases, findings, verb === 'import' ? '没有导入任何一件，请改正后重试。' : '')
      return findings.length === 0 ? 0 : 1
    }
    const { db, close } = await io.connect()
    try {
      const found = await bodyByCode(db, body!)
      if (!found) {
        io.err(`没有网址名或者统一社会信用代码为“${body}”的机关。`)
        return 1
      }
      const imported = await importHistory({ db, now: io.now }, found.id, cases, basename(file!), '运维人员')
      io.out(
        json
          ? JSON.stringify({ body: found.slug, imported, findings: [] })
          : `已把${imported}件历史申请导入${found.name}的登记簿，标注为“历史登记”。`,
      )
      return 0
    } finally {
      await close()
    }
  } catch (error) {
    if (error instanceof Refused) {
      for (const reason of error.reasons) io.err(reason.text)
      return 1
    }
    const code = (error as { code?: string }).code
    const sentences: Record<string, string> = {
      ENOENT: '没有这个文件，请核对路径。',
      EACCES: '没有读取这个文件的权限。',
      EISDIR: '这是一个目录，不是文件。',
    }
    if (code === undefined || !sentences[code]) throw error
    io.err(sentences[code])
    return 2
  }
}

function tell(
  io: RequestIo,
  json: boolean,
  cases: readonly PastCase[],
  findings: readonly HistoryFinding[],
  end: string,
): void {
  if (json) {
    io.out(JSON.stringify({ cases, findings }))
    return
  }
  io.out(`读出${cases.length}件。`)
  for (const f of findings) io.out(`第${f.row}行${f.column ? `“${f.column}”` : ''}：${f.text}`)
  if (end && findings.length > 0) io.err(end)
}
