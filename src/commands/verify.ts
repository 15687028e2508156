import type { Db } from '#kit/db.ts'
import { ticks } from '#kit/now.ts'
import { checkReceipt, keyIdOf, readReceipt } from '#record/receipt.ts'
import type { Report } from '#record/verify/model.ts'
import { verifyRecord } from '#record/verify/walk.ts'

export type VerifyIo = {
  out(text: string): void
  err(text: string): void
  readFile(path: string): Promise<string>
  /** As office or migrator; asked for only when the database is needed. */
  connect(): Promise<{ readonly db: Db; close(): Promise<void> }>
  /** DATA_DIR/anchors.jsonl, or null where there is no data folder. */
  readonly anchorsFile: string | null
  /** This machine's public key, where it is known. */
  readonly publicKey?: string | null
}

const usage = `用法：
  zhaoming verify                          逐环核对全部履历链、公开记录、正文、现状表和库外锚点
  zhaoming verify --receipt 回执.json       离线核对一份发布回执，不需要数据库
      --content 正文.json                   同时核对下载的正文（页面上的“正文数据”）
      --key 公钥.pem                        只认这把公钥（从 /.well-known/zhaoming-receipt-key.pem 取得）
  --anchors 文件                           另行保存的锚点文件
  --json                                   输出 JSON

退出码：0 完好，1 发现问题，2 用法或文件有误。`

type Options = {
  receipt?: string
  content?: string
  key?: string
  anchors?: string
  json: boolean
  help: boolean
}

function readOptions(argv: readonly string[]): Options | string {
  const options: Options = { json: false, help: false }
  for (let i = 0; i < argv.length; i++) {
    const word = argv[i]!
    if (word === '--json') options.json = true
    else if (word === '--help' || word === '-h') options.help = true
    else {
      const [name, inline] = word.split('=', 2) as [string, string | undefined]
      const field = {
        '--receipt': 'receipt',
        '--content': 'content',
        '--key': 'key',
        '--anchors': 'anchors',
      }[name]
      if (!field) return `不认识的参数“${word}”。`
      const value = inline ?? argv[++i]
      if (value === undefined || value === '') return `${name} 后面缺少文件名。`
      options[field as 'receipt' | 'content' | 'key' | 'anchors'] = value
    }
  }
  if (options.content && !options.receipt) return '--content 要和 --receipt 一起用。'
  return options
}

class Unreadable extends Error {}

async function read(io: VerifyIo, path: string, what: string): Promise<string> {
  try {
    return await io.readFile(path)
  } catch (error) {
    const why = (error as { code?: string }).code === 'ENOENT' ? '没有这个文件' : (error as Error).message
    throw new Unreadable(`读不到${what} ${path}：${why}。`)
  }
}

/** Every PEM block of a file; the published key file holds one block a key. */
function keysIn(pem: string, path: string): string[] {
  const blocks = pem.match(/-----BEGIN PUBLIC KEY-----[\s\S]+?-----END PUBLIC KEY-----/g) ?? []
  try {
    blocks.forEach(keyIdOf)
  } catch {
    throw new Unreadable(`${path} 里的公钥读不出来。`)
  }
  if (blocks.length === 0)
    throw new Unreadable(`${path} 里没有公钥（应以 -----BEGIN PUBLIC KEY----- 开头）。`)
  return blocks
}

/** `zhaoming verify`: 0 when everything holds, 1 when something is broken, 2 for wrong usage or unreadable files. */
export async function verify(argv: readonly string[], io: VerifyIo): Promise<number> {
  const options = readOptions(argv)
  if (typeof options === 'string') {
    io.err(`${options}\n\n${usage}`)
    return 2
  }
  if (options.help) {
    io.out(usage)
    return 0
  }
  try {
    return options.receipt ? await verifyReceipt(options, options.receipt, io) : await verifyAll(options, io)
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error
    io.err(error.message)
    return 2
  }
}

async function verifyReceipt(options: Options, path: string, io: VerifyIo): Promise<number> {
  let value: unknown
  try {
    value = JSON.parse(await read(io, path, '回执'))
  } catch (error) {
    if (error instanceof Unreadable) throw error
    throw new Unreadable(`${path} 不是 JSON 文件，可能没有下载完整。`)
  }
  const receipt = readReceipt(value)
  if (typeof receipt === 'string') {
    if (options.json)
      io.out(JSON.stringify({ holds: false, findings: [{ what: 'format', text: receipt }] }, null, 2))
    else io.err(receipt)
    return 1
  }
  const content = options.content ? await read(io, options.content, '正文') : undefined
  const keys = options.key ? keysIn(await read(io, options.key, '公钥'), options.key) : [undefined]
  // Of several published keys it is enough that one has signed.
  const results = keys.map(publicKey => checkReceipt(receipt, { content, publicKey }))
  const findings = results.find(f => f.length === 0) ?? results[0]!
  if (options.json) {
    io.out(
      JSON.stringify(
        {
          holds: findings.length === 0,
          address: receipt.address,
          title: receipt.title,
          revision: receipt.revision,
          findings,
        },
        null,
        2,
      ),
    )
    return findings.length === 0 ? 0 : 1
  }
  io.out(`回执：${receipt.title}`)
  io.out(`      ${receipt.body.name}  ${receipt.address}  第 ${receipt.revision} 版  ${receipt.publishedAt}`)
  if (findings.length > 0) {
    for (const f of findings) io.err(`  ✗ ${f.text}`)
    io.err('这份回执不可信。请从公开页面重新下载后再核对。')
    return 1
  }
  const parts = ['签名', '链位', '链上事件', ...(content === undefined ? [] : ['正文'])]
  io.out(`  ✓ ${parts.join('、')}均核对无误。`)
  if (!options.key)
    io.out('  提示：核对用的是回执自带的公钥；用 --key 给出从网站取得的公钥，才能确认是谁签的。')
  if (content === undefined) io.out('  提示：没有给出正文（--content），正文是否一致没有核对。')
  return 0
}

async function verifyAll(options: Options, io: VerifyIo): Promise<number> {
  const trusted = options.key ? keysIn(await read(io, options.key, '公钥'), options.key) : null
  const anchorsFile = options.anchors ?? io.anchorsFile
  if (options.anchors) await read(io, options.anchors, '锚点文件')
  const started = ticks()
  const { db, close } = await io.connect()
  let report: Report
  try {
    report = await verifyRecord(db, { anchorsFile, trusted, ownKey: io.publicKey ?? null })
  } finally {
    await close()
  }
  const seconds = ((ticks() - started) / 1000).toFixed(1)
  if (options.json) io.out(JSON.stringify({ ...report, seconds: Number(seconds) }, null, 2))
  else print(report, seconds, io)
  return report.holds ? 0 : 1
}

/** Columns aligned for CJK: a Chinese character is two columns wide. */
function padded(text: string, width: number): string {
  const columns = [...text].reduce((n, c) => n + (/[\u2e80-\uffe6]/.test(c) ? 2 : 1), 0)
  return text + ' '.repeat(Math.max(1, width - columns))
}

function print(report: Report, seconds: string, io: VerifyIo): void {
  io.out(`${padded('机关', 34)}${padded('事件', 10)}${padded('公开记录', 10)}${padded('链头', 14)}结果`)
  for (const b of report.bodies) {
    const result = b.first ? '有问题' : '完好'
    io.out(
      `${padded(b.name, 34)}${padded(String(b.events), 10)}${padded(String(b.publications), 10)}${padded(b.head.slice(0, 12), 14)}${result}`,
    )
  }
  for (const b of report.bodies) {
    if (!b.first) continue
    const where = b.first.position === null ? '' : `第 ${b.first.position} 号：`
    io.err(`\n✗ ${b.name}（${b.bodyId}）${where}${b.first.text}`)
    for (const other of b.breaks.slice(1))
      io.err(`    另有：${other.position === null ? '' : `第 ${other.position} 号：`}${other.text}`)
  }
  for (const note of report.notes) io.out(`\n注意：${note}`)
  const total = `核对了 ${report.events} 个事件、${report.publications} 件公开记录，用时 ${seconds} 秒`
  if (report.holds) io.out(`\n${total}：没有发现改动。`)
  else io.err(`\n${total}：发现改动，以上是每个机关最早的一处。请保全现场并报告安全保密管理员和审计管理员。`)
}
