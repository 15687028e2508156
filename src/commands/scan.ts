import { readFile as readFromDisk, stat, writeFile } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { dayOf, systemNow } from '#kit/now.ts'
import { isDay } from '#law/day.ts'
import { maskFile, stripMetadata } from '#patrol/mask/mask.ts'
import { CannotMask, type MaskReport } from '#patrol/mask/report.ts'
import { isGrave, kindLabels, tierLabels, tiers, type Finding } from '#patrol/model.ts'
import { decodeText } from '#patrol/readers/text.ts'
import { fileLimits, Unreadable } from '#patrol/readers/unreadable.ts'
import { scanFile, type FileScan } from '#patrol/scan.ts'
import { starter, starterVersion } from '#patrol/starter/starter.ts'
import { readLexiconCsv, writeLexiconCsv } from '#patrol/wording/csv.ts'
import { makeLexicon, type Lexicon } from '#patrol/wording/lexicon.ts'
import { TooManyWords } from '#patrol/wording/matcher.ts'

/** What the command needs of the world. `out` and `err` end the text with a line end themselves. */
export type ScanIo = {
  out(text: string): void
  err(text: string): void
  /** Today in Asia/Shanghai (YYYY-MM-DD); the machine's clock when it is not given. */
  today?: string
}

const options = {
  json: { type: 'boolean' },
  lexicon: { type: 'string' },
  only: { type: 'string' },
  phone: { type: 'string', multiple: true },
  today: { type: 'string' },
  mask: { type: 'string' },
  strip: { type: 'string' },
  'write-lexicon': { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const
type Option = keyof typeof options

const help = `用法：zhaoming scan 文件… [--json]
      zhaoming scan 名单.xlsx --mask 名单-遮盖.xlsx

检查文件里的错别字、敏感词、文号和日期格式、个人信息，连同批注、修订、隐藏的文字和工作表、文件属性、照片的拍摄位置。
可以检查DOCX、XLSX、PPTX、PDF、OFD、TXT、CSV、HTML、图片（拍摄信息）和ZIP（里面的文件逐个检查）。

  --json             供程序读取：{"file","sha256","findings":[…]}，多个文件时是数组
  --lexicon 文件     用这个词库（CSV），不用自带的
  --only 级别        只列出这些级别，例如 --only A,B
  --phone 号码       这是办公电话，不算个人信息，可以多次
  --today 日期       按这一天判断日期是否在将来，默认今天
  --mask 新文件      另写一个遮盖了个人信息、清除了属性的文件（原文件不动）
  --strip 新文件     另写一个只清除了属性的文件（原文件不动）
  --write-lexicon 文件   把自带的词库写成CSV，供修改

退出码：0 没有必须改正的问题和个人信息；1 有；2 用法不对或文件读不出来。`

type Given = {
  readonly files: readonly string[]
  readonly values: { readonly [O in Option]?: string | boolean | readonly string[] }
}

/** Understands the arguments without stopping at the first fault. */
function understand(argv: readonly string[]): Given | string[] {
  const faults: string[] = []
  const { tokens } = parseArgs({
    args: [...argv],
    options,
    allowPositionals: true,
    strict: false,
    tokens: true,
  })
  const values: Record<string, string | boolean | string[]> = {}
  const files: string[] = []
  for (const token of tokens) {
    if (token.kind === 'positional') files.push(token.value)
    if (token.kind !== 'option') continue
    if (!Object.hasOwn(options, token.name)) {
      faults.push(`没有“${token.rawName}”这个选项。`)
      continue
    }
    const option = options[token.name as Option]
    if (option.type === 'boolean') values[token.name] = true
    else if (token.value === undefined || token.value === '') faults.push(`“--${token.name}”后面要写内容。`)
    else if ('multiple' in option)
      values[token.name] = [...((values[token.name] as string[] | undefined) ?? []), token.value]
    else values[token.name] = token.value
  }
  const only = typeof values['only'] === 'string' ? values['only'].split(/[,，]/) : []
  for (const tier of only)
    if (!(tiers as readonly string[]).includes(tier.trim().toUpperCase()))
      faults.push(`没有“${tier}”这个级别，级别是A、B、C。`)
  if (typeof values['today'] === 'string' && !isDay(values['today']))
    faults.push(`“--today ${values['today']}”不是日期，应写成2026-11-22的样子。`)
  const writes = ['mask', 'strip'].filter(name => values[name] !== undefined)
  if (writes.length > 1) faults.push('“--mask”已包含清除属性，不必再写“--strip”。')
  if (writes.length > 0 && files.length > 1) faults.push(`“--${writes[0]}”一次只处理一个文件。`)
  for (const name of writes)
    if (files.some(f => resolve(f) === resolve(String(values[name]))))
      faults.push('新文件不能与原文件同名，原文件不会被改动。')
  if (files.length === 0 && !values['help'] && values['write-lexicon'] === undefined)
    faults.push('没有写明要检查哪个文件。')
  return faults.length > 0 ? faults : { files, values }
}

/** Reads a file, or says in a sentence why it cannot be read. */
async function read(path: string): Promise<Uint8Array | string> {
  try {
    const facts = await stat(path)
    if (facts.isDirectory()) return `“${path}”是文件夹，不是文件。请写明里面的文件，或先打成ZIP。`
    if (!facts.isFile()) return `“${path}”不是普通文件，不能检查。`
    if (facts.size > fileLimits.bytes)
      return `“${path}”有${Math.ceil(facts.size / 1024 / 1024)} MB，超过${fileLimits.bytes / 1024 / 1024} MB的上限。请拆分后再试。`
    return new Uint8Array(await readFromDisk(path))
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (code === 'ENOENT' || code === 'ENOTDIR') return `没有“${path}”这个文件，请核对文件名和所在的文件夹。`
    if (code === 'EACCES' || code === 'EPERM') return `没有读取“${path}”的权限。`
    return `“${path}”读不出来（${code ?? '原因不明'}）。`
  }
}

async function lexiconOf(path: string | undefined): Promise<Lexicon | string> {
  if (path === undefined) return makeLexicon(`s${starterVersion}`, starter)
  const bytes = await read(path)
  if (typeof bytes === 'string') return bytes
  try {
    const { entries, faults, faultCount } = readLexiconCsv(decodeText(bytes).text)
    if (faultCount > 0) return [`词库“${path}”有${faultCount}行有误：`, ...faults].join('\n')
    if (entries.length === 0) return `词库“${path}”里没有词。`
    return makeLexicon(basename(path), entries)
  } catch (error) {
    if (error instanceof TooManyWords || error instanceof Unreadable) return error.message
    throw error
  }
}

/**
 * Looks files through as the office does (no database is needed): exit 0 when nothing must be mended, 1 where there is a finding of
 * tier A or personal data, 2 for wrong use or a file that cannot be read. `--mask` and `--strip` write a new file.
 */
export async function scan(argv: readonly string[], io: ScanIo): Promise<number> {
  const given = understand(argv)
  if (Array.isArray(given)) {
    io.err([...given, '', '用 zhaoming scan --help 查看用法。'].join('\n'))
    return 2
  }
  const { files, values } = given as Given
  if (values.help) {
    io.out(help)
    return 0
  }
  const text = (name: Option) => (typeof values[name] === 'string' ? values[name] : undefined)
  const wanted = text('write-lexicon')
  if (wanted !== undefined) {
    const written = await write(wanted, Buffer.from(writeLexiconCsv(starter), 'utf8'))
    if (written !== null) return fail(io, written)
    io.out(`已把自带的词库（${starter.length}条）写到“${wanted}”。`)
    if (files.length === 0) return 0
  }
  const lexicon = await lexiconOf(text('lexicon'))
  if (typeof lexicon === 'string') return fail(io, lexicon)
  const today = text('today') ?? io.today ?? dayOf(systemNow())
  const offices = (values.phone as readonly string[] | undefined) ?? []
  const only = text('only')
    ?.split(/[,，]/)
    .map(t => t.trim().toUpperCase())

  const scanned: (FileScan & {
    stripped?: readonly string[]
    removed?: MaskReport['removed']
    written?: string
  })[] = []
  const faults: string[] = []
  for (const path of files) {
    const bytes = await read(path)
    if (typeof bytes === 'string') {
      faults.push(bytes)
      continue
    }
    const file = { name: basename(path), bytes }
    try {
      const result = await scanFile(file, { lexicon, today, offices })
      const target = text('mask') ?? text('strip')
      if (target === undefined) scanned.push({ ...result, file: path })
      else {
        const made = await (text('mask') === undefined ? stripMetadata : maskFile)(file, { today, offices })
        const problem = await write(target, made.file.bytes)
        if (problem !== null) faults.push(problem)
        scanned.push({
          ...result,
          file: path,
          stripped: made.stripped,
          removed: made.removed,
          written: target,
        })
        if (!values.json) io.out([`已写出“${target}”。`, ...made.checks].join('\n'))
      }
    } catch (error) {
      if (!(error instanceof Unreadable) && !(error instanceof CannotMask)) throw error
      faults.push(`“${path}”：${error.message}`)
    }
  }
  const shown = scanned.map(s => ({ ...s, findings: s.findings.filter(f => !only || only.includes(f.tier)) }))
  if (values.json)
    io.out(JSON.stringify(files.length === 1 && shown.length === 1 ? shown[0] : shown, null, 2))
  else for (const one of shown) io.out(table(one))
  if (faults.length > 0) return fail(io, faults.join('\n'))
  return scanned.some(s => s.findings.some(isGrave)) ? 1 : 0
}

function fail(io: ScanIo, text: string): 2 {
  io.err(text)
  return 2
}

async function write(path: string, bytes: Uint8Array): Promise<string | null> {
  try {
    // Never over something that is there: it may be the only copy.
    await writeFile(path, bytes, { flag: 'wx' })
    return null
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (code === 'EEXIST') return `“${path}”已经存在，没有覆盖。请换一个文件名。`
    if (code === 'ENOENT') return `没有“${path}”所在的文件夹。`
    return `“${path}”写不进去（${code ?? '原因不明'}）。`
  }
}

function table(result: FileScan): string {
  const { findings } = result
  const lines = [`${result.file}（SHA-256 ${result.sha256}）`]
  if (findings.length === 0) return [...lines, '  没有发现问题。'].join('\n')
  for (const tier of tiers) {
    const some = findings.filter(f => f.tier === tier)
    if (some.length === 0) continue
    lines.push(`  ${tier}级（${tierLabels[tier]}）${some.length}处`)
    for (const f of some) lines.push(...lineOf(f, result.file))
  }
  return lines.join('\n')
}

function lineOf(f: Finding, file: string): string[] {
  const inner = f.place.file && f.place.file !== basename(file) ? `${f.place.file} ` : ''
  const { before, hit, after } = f.excerpt
  const words = hit === '' ? '' : `  …${before}【${hit}】${after}…`
  return [`    [${kindLabels[f.kind]}] ${inner}${f.place.label}${words}`, `      ${f.message}`]
}
