import { open, rename, rm } from 'node:fs/promises'
import { appendEvents } from '#kit/events.ts'
import { Refused } from '#kit/errors.ts'
import { isoOf } from '#kit/now.ts'
import type { ZipSource } from '#kit/zip.ts'
import { dayFault } from '#law/day.ts'
import { importPackage } from '#archive/actions/import.ts'
import { bytesOf } from '#archive/actions/transfer.ts'
import { checkPackage, type CheckedPackage } from '#archive/check.ts'
import { freeze } from '#archive/freeze.ts'
import { packOf } from '#archive/package.ts'
import { bodyBySlug } from '#archive/store.ts'
import { candidates } from '#archive/store/transfer.ts'
import { bodyOf } from '#people/directory.ts'
import { checkArchive, schemaOf, type CheckedArchive } from '#request/archive/check.ts'
import type { House } from '../house.ts'

export type ArchiveIo = {
  out(text: string): void
  err(text: string): void
  readFile(path: string): Promise<string>
  /** As office, with the files and the key of the data folder; asked for only by export and import. */
  connect(): Promise<{
    readonly house: Pick<House, 'db' | 'now' | 'files' | 'signer'>
    close(): Promise<void>
  }>
}

const usage = `用法：
  zhaoming archive export --body 网址名 --from 2016-01-01 --until 2016-12-31 --out 移交包.zip   [--series 机关代字]
  zhaoming archive check 包.zip       [--key 公钥.pem] [--json]     离线核对移交包、依申请公开归档包：文件指纹、签名、履历、文书、回执
  zhaoming archive import 移交包.zip  [--key 公钥.pem] [--json]     核对后接收；有一个文件不对就不接收

退出码：0 完好，1 发现问题或不能办理，2 用法或文件有误。`

type Options = Record<string, string | undefined> & { json?: string; help?: string; file?: string }

function readOptions(words: readonly string[], allowed: readonly string[]): Options | string {
  const options: Options = {}
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!
    if (word === '--json') options.json = 'yes'
    else if (word === '--help' || word === '-h') options.help = 'yes'
    else if (!word.startsWith('--')) {
      if (options.file !== undefined) return `多了一个参数“${word}”。`
      options.file = word
    } else {
      const [name, inline] = word.slice(2).split('=', 2) as [string, string | undefined]
      if (!allowed.includes(name)) return `不认识的参数“${word}”。`
      const value = inline ?? words[++i]
      if (value === undefined || value === '') return `--${name} 后面缺少内容。`
      options[name] = value
    }
  }
  return options
}

/** `zhaoming archive …`: 0 when done and whole, 1 when something is damaged or refused, 2 for wrong words or unreadable files. */
export async function archive(argv: readonly string[], io: ArchiveIo): Promise<number> {
  const [verb, ...words] = argv
  const allowed = verb === 'export' ? ['body', 'from', 'until', 'out', 'series'] : ['key']
  const options = readOptions(words, allowed)
  if (
    verb === undefined ||
    verb === '--help' ||
    verb === '-h' ||
    (typeof options !== 'string' && options.help)
  ) {
    io.out(usage)
    return verb === undefined ? 2 : 0
  }
  const wrong =
    typeof options === 'string'
      ? options
      : !['export', 'check', 'import'].includes(verb)
        ? `没有“${verb}”这个子命令。`
        : verb !== 'export' && !options.file
          ? '请写明移交包的文件名。'
          : null
  if (wrong !== null || typeof options === 'string') {
    io.err(`${wrong}\n\n${usage}`)
    return 2
  }
  try {
    return verb === 'export' ? await runExport(options, io) : await runOnFile(verb, options, io)
  } catch (error) {
    if (error instanceof Refused) {
      for (const reason of error.reasons) io.err(reason.text)
      return 1
    }
    const code = (error as { code?: string }).code
    const sentences: Record<string, string> = {
      ENOENT: '没有这个文件或目录，请核对路径。',
      EACCES: '没有读写这个文件的权限。',
      EISDIR: '这是一个目录，不是文件。',
      ENOSPC: '磁盘已满，请清理后重试。',
    }
    if (code === undefined || !sentences[code]) throw error
    io.err(sentences[code])
    return 2
  }
}

async function runExport(options: Options, io: ArchiveIo): Promise<number> {
  const faults: string[] = []
  for (const name of ['body', 'from', 'until', 'out']) if (!options[name]) faults.push(`缺少 --${name}。`)
  for (const name of ['from', 'until']) {
    const fault = options[name] ? dayFault(options[name]) : null
    if (fault) faults.push(`--${name}：${fault}`)
  }
  if (options.file) faults.push(`多了一个参数“${options.file}”。`)
  if (faults.length === 0 && options.from! > options.until!) faults.push('--until 早于 --from，请核对期间。')
  if (faults.length > 0) {
    io.err(`${faults.join('\n')}\n\n${usage}`)
    return 2
  }
  const [from, until, out] = [options.from!, options.until!, options.out!]
  const { house, close } = await io.connect()
  const beside = `${out}.part`
  try {
    const bodyId = await bodyBySlug(house.db, options.body!)
    if (bodyId === null) {
      io.err(`没有网址名为“${options.body}”的机关。网址名是机关首页地址里的那一段，例如 jiaozuo。`)
      return 1
    }
    const choice = { from, until, series: options.series ?? null }
    const body = await bodyOf(house.db, bodyId)
    const at = house.now()
    const handle = await open(beside, 'w', 0o600)
    try {
      // One snapshot for the whole package: a document changed meanwhile is in it as it was, or not at all.
      const { made, documents, left } = await house.db
        .transaction()
        .setIsolationLevel('repeatable read')
        .execute(async trx => {
          const found = await candidates(trx, bodyId, choice, true)
          const chosen = found.filter(d => !d.secret)
          if (chosen.length === 0) throw new Refused('invalid', '这个期间没有已印发的公文，没有写出文件。')
          const left = found.filter(d => d.secret)
          const { stream, done } = packOf({
            head: {
              body: { id: body.id, name: body.name, slug: body.slug, creditCode: body.creditCode },
              archives: null,
              ...choice,
              madeAt: isoOf(at),
              left: left.map(d => ({ id: d.id, number: d.number, why: '因涉密已撤回，不装入本包' })),
            },
            documents: freeze(
              trx,
              bodyId,
              chosen.map(d => d.id),
              new Map(),
            ),
            attachment: hash => bytesOf(house, hash),
            signer: house.signer,
          })
          for await (const piece of stream) await handle.write(piece)
          return { made: done(), documents: chosen.length, left: left.length }
        })
      await handle.sync()
      await handle.close()
      await house.db.transaction().execute(trx =>
        appendEvents(trx, bodyId, [
          {
            kind: 'transfer',
            subject: bodyId,
            verb: 'export',
            from: null,
            to: 'exported',
            at,
            actor: null,
            actorName: '命令行',
            role: null,
            data: { ...choice, documents, packageHash: made.hash, packageSize: made.size },
          },
        ]),
      )
      await rename(beside, out)
      io.out(`写出 ${out}：${documents} 件公文，${made.size} 字节，SHA-256 ${made.hash}`)
      if (left > 0) io.out(`另有 ${left} 件因涉密已撤回，没有装入。`)
      return 0
    } finally {
      await handle.close().catch(() => {})
    }
  } finally {
    await rm(beside, { force: true })
    await close()
  }
}

async function fileSource(path: string): Promise<ZipSource & { close(): Promise<void> }> {
  const handle = await open(path, 'r')
  const { size } = await handle.stat()
  return {
    size,
    async read(at, length) {
      const buffer = Buffer.alloc(length)
      let got = 0
      while (got < length) {
        const { bytesRead } = await handle.read(buffer, got, length - got, at + got)
        if (bytesRead === 0) break
        got += bytesRead
      }
      return buffer.subarray(0, got)
    },
    close: () => handle.close(),
  }
}

async function runOnFile(verb: string, options: Options, io: ArchiveIo): Promise<number> {
  const key = options.key ? { publicKey: await io.readFile(options.key) } : {}
  if (key.publicKey && !/-----BEGIN PUBLIC KEY-----/.test(key.publicKey)) {
    io.err(`${options.key} 里没有公钥（应以 -----BEGIN PUBLIC KEY----- 开头）。`)
    return 2
  }
  const source = await fileSource(options.file!)
  try {
    if (verb === 'check')
      return (await schemaOf(source))?.startsWith('zhaoming-request/')
        ? sayCase(await checkArchive(source, key), options, io)
        : say(await checkPackage(source, key), options, io)
    const checked = await checkPackage(source, key)
    if (!checked.holds) return say(checked, options, io)
    const { house, close } = await io.connect()
    try {
      const { hash, documents } = await importPackage(house, source, key)
      if (options.json) io.out(JSON.stringify({ holds: true, hash, documents }, null, 2))
      else io.out(`接收了 ${documents} 件公文，SHA-256 ${hash}`)
      return 0
    } finally {
      await close()
    }
  } finally {
    await source.close()
  }
}

function sayCase(checked: CheckedArchive, options: Options, io: ArchiveIo): number {
  const { manifest, findings, notes, holds, keyId } = checked
  const files = manifest?.files.length ?? 0
  if (options.json) {
    io.out(
      JSON.stringify({ holds, files, number: manifest?.number ?? null, keyId, findings, notes }, null, 2),
    )
    return holds ? 0 : 1
  }
  if (manifest) io.out(`归档包：${manifest.number ?? '未编号'}，${files} 个文件`)
  for (const note of notes) io.out(`  · ${note}`)
  return verdict(
    checked,
    '这个包不可信。请向原办理机关重新索取。',
    '文件指纹、清单签名、履历和文书',
    options,
    io,
  )
}

type Verdict = Pick<CheckedPackage, 'holds' | 'findings' | 'keyId'>
function verdict(
  { holds, findings, keyId }: Verdict,
  bad: string,
  good: string,
  options: Options,
  io: ArchiveIo,
): number {
  for (const one of findings) io.err(`  ✗ ${one.path === null ? '' : `${one.path}：`}${one.text}`)
  if (!holds) {
    io.err(`发现 ${findings.length} 处问题，${bad}`)
    return 1
  }
  io.out(`  ✓ ${good}均核对无误。`)
  if (!options.key)
    io.out(`  提示：核对用的是包里的公钥（${keyId}）；用 --key 给出从网站取得的公钥，才能确认是谁签的。`)
  return 0
}

function say(checked: CheckedPackage, options: Options, io: ArchiveIo): number {
  const { manifest, findings, holds, files, keyId } = checked
  if (options.json) {
    io.out(
      JSON.stringify(
        { holds, files, documents: manifest?.documents.length ?? null, keyId, findings },
        null,
        2,
      ),
    )
    return holds ? 0 : 1
  }
  if (manifest)
    io.out(
      `移交包：${manifest.body.name}，${manifest.from} 至 ${manifest.until}，${manifest.documents.length} 件公文，${files} 个文件`,
    )
  const bad = '这个包不可信，不要接收。请向移交单位重新索取。'
  return verdict(checked, bad, '文件指纹、清单签名、履历和回执', options, io)
}
