import { readFile, stat } from 'node:fs/promises'
import { parseArgs, type ParseArgsConfig } from 'node:util'
import type { Finding } from '#catalog/import/findings.ts'
import { mostBytes } from '#catalog/import/open.ts'

/** What the command needs of the world. `out` and `err` end the text with a line end themselves; `input` is all of the standard input. */
export type CatalogIo = {
  out(text: string): void
  err(text: string): void
  input?(): Promise<Uint8Array>
}

type Options = NonNullable<ParseArgsConfig['options']>

/** The words and options of a command, and what is wrong with them, all at once. */
export function readWords(
  argv: readonly string[],
  options: Options,
): { words: string[]; values: Map<string, string | true>; faults: string[] } {
  const faults: string[] = []
  const { tokens } = parseArgs({
    args: [...argv],
    options,
    allowPositionals: true,
    strict: false,
    tokens: true,
  })
  const words: string[] = []
  const values = new Map<string, string | true>()
  for (const token of tokens) {
    if (token.kind === 'positional') words.push(token.value)
    if (token.kind !== 'option') continue
    if (!Object.hasOwn(options, token.name)) faults.push(`没有“${token.rawName}”这个选项。`)
    else if (options[token.name]!.type === 'boolean') values.set(token.name, true)
    else if (!token.value) faults.push(`“--${token.name}”后面要写内容。`)
    else values.set(token.name, token.value)
  }
  return { words, values, faults }
}

/** The file of a command; a sentence where it cannot be read. “-” is the standard input. */
export async function bytesOf(path: string, io: CatalogIo): Promise<Uint8Array | string> {
  if (path === '-') return io.input ? io.input() : '没有标准输入可读。'
  try {
    const facts = await stat(path)
    if (facts.isDirectory()) return `“${path}”是文件夹，不是文件。请写明里面的目录文件。`
    if (!facts.isFile()) return `“${path}”不是普通文件，不能读。`
    if (facts.size > mostBytes)
      return `“${path}”有${Math.ceil(facts.size / 1024 / 1024)} MB，超过${mostBytes / 1024 / 1024} MB的上限。目录表不会有这么大，请删去图片或拆分后再试。`
    return new Uint8Array(await readFile(path))
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (code === 'ENOENT' || code === 'ENOTDIR') return `没有“${path}”这个文件，请核对文件名和所在的文件夹。`
    if (code === 'EACCES' || code === 'EPERM') return `没有读取“${path}”的权限。`
    return `“${path}”读不出来（${code ?? '原因不明'}）。`
  }
}

export function fail(io: CatalogIo, text: string): 2 {
  io.err(text)
  return 2
}

/** Where a finding is, in a few characters. */
export const where = (f: { row: number | null; cell: string | null }) =>
  f.cell ?? (f.row === null ? '' : `第${f.row}行`)

/** A finding as programs read it: these four and nothing else. */
export const findingShape = ({ row, cell, kind, message }: Finding): Finding => ({ row, cell, kind, message })
