import { createPublicKey } from 'node:crypto'
import { canonical, sha256Hex, signatureHolds } from '#kit/crypto.ts'
import { chainHash } from '#kit/events.ts'
import { marksOf, titleHashOf } from './content.ts'

/** What the key signs: every fact of a publication, the title and the content by their hashes. */
export type Statement = {
  readonly product: 'zhaoming'
  readonly version: 1
  readonly address: string
  readonly revision: number
  readonly kind: string
  readonly standing: 'published' | 'withdrawn'
  readonly purged: boolean
  readonly contentHash: string
  readonly titleHash: string
  readonly note: string | null
  /** `YYYY-MM-DDTHH:mm:ss+08:00`, set by the server. */
  readonly publishedAt: string
  readonly imported: boolean
  readonly originalOn: string | null
  readonly body: { readonly id: number; readonly name: string }
  readonly chain: { readonly position: number; readonly previous: string; readonly hash: string }
}

export type Receipt = Omit<Statement, 'titleHash' | 'chain'> & {
  readonly title: string
  readonly chain: Statement['chain'] & { readonly payload: string }
  readonly publicKey: string
  readonly signature: string
  readonly check: string
}

export const howToCheck =
  '运行 npx zhaoming verify --receipt 本文件（可加 --content 下载的正文 JSON），即可离线核对签名、内容指纹和链位；公钥应与本站 /.well-known/zhaoming-receipt-key.pem 一致。'

export function statementBytes(statement: Statement): Buffer {
  return Buffer.from(canonical(statement), 'utf8')
}

/** A short name of a public key: the first 16 hex digits of the SHA-256 of its DER form. Throws for what is no key. */
export function keyIdOf(publicKeyPem: string): string {
  return sha256Hex(createPublicKey(publicKeyPem).export({ type: 'spki', format: 'der' })).slice(0, 16)
}

export type Finding = { readonly what: string; readonly text: string }

const hex64 = /^[0-9a-f]{64}$/

/** The receipt in a parsed JSON file, or the sentence that says why it is none. */
export function readReceipt(value: unknown): Receipt | string {
  if (typeof value !== 'object' || value === null) return '文件不是回执：内容不是 JSON 对象。'
  const r = value as Record<string, unknown>
  if (r['product'] !== 'zhaoming') return '文件不是昭明的发布回执（product 不是 zhaoming）。'
  if (r['version'] !== 1)
    return `回执的版本是 ${String(r['version'])}，本程序只认识版本 1，请换用更新的程序核对。`
  const chain = r['chain'] as Record<string, unknown> | null | undefined
  const body = r['body'] as Record<string, unknown> | null | undefined
  const strings = [
    'address',
    'title',
    'kind',
    'standing',
    'contentHash',
    'publishedAt',
    'signature',
    'publicKey',
  ]
  const missing = strings.filter(name => typeof r[name] !== 'string')
  if (typeof r['revision'] !== 'number') missing.push('revision')
  if (typeof r['imported'] !== 'boolean') missing.push('imported')
  if (typeof r['purged'] !== 'boolean') missing.push('purged')
  for (const name of ['note', 'originalOn'])
    if (r[name] !== null && typeof r[name] !== 'string') missing.push(name)
  if (typeof body?.['id'] !== 'number') missing.push('body.id')
  if (typeof body?.['name'] !== 'string') missing.push('body.name')
  if (typeof chain?.['position'] !== 'number') missing.push('chain.position')
  for (const name of ['previous', 'hash'])
    if (typeof chain?.[name] !== 'string' || !hex64.test(chain[name])) missing.push(`chain.${name}`)
  if (typeof chain?.['payload'] !== 'string') missing.push('chain.payload')
  if (missing.length > 0) return `回执不完整或被改动：缺少或写错了 ${missing.join('、')}。`
  return value as Receipt
}

/** The statement a receipt stands for. */
export function statementOf(receipt: Receipt): Statement {
  return {
    product: receipt.product,
    version: receipt.version,
    address: receipt.address,
    revision: receipt.revision,
    kind: receipt.kind,
    standing: receipt.standing,
    purged: receipt.purged,
    contentHash: receipt.contentHash,
    titleHash: titleHashOf(receipt.contentHash, receipt.title),
    note: receipt.note,
    publishedAt: receipt.publishedAt,
    imported: receipt.imported,
    originalOn: receipt.originalOn,
    body: { id: receipt.body.id, name: receipt.body.name },
    chain: { position: receipt.chain.position, previous: receipt.chain.previous, hash: receipt.chain.hash },
  }
}

/**
 * Checks a receipt without any database: the signature, the link of the chain, that the event names this content, and,
 * where given, the content itself (its exact bytes) and the key it should be signed with. Empty: everything holds.
 */
export function checkReceipt(
  receipt: Receipt,
  against: { readonly content?: string; readonly publicKey?: string } = {},
): Finding[] {
  const findings: Finding[] = []
  const find = (what: string, text: string) => findings.push({ what, text })

  const key = against.publicKey ?? receipt.publicKey
  if (against.publicKey !== undefined && !sameKey(against.publicKey, receipt.publicKey))
    find('publicKey', '回执里的公钥与给出的公钥不是同一把。')
  if (!signatureHolds(key, statementBytes(statementOf(receipt)), Buffer.from(receipt.signature, 'base64')))
    find(
      'signature',
      '签名不成立：地址、标题、时间、内容指纹或链位中至少有一项被改动，或者不是用这把公钥签的。',
    )

  const link = chainHash(
    Buffer.from(receipt.chain.previous, 'hex'),
    receipt.chain.position,
    receipt.chain.payload,
  )
  if (link.toString('hex') !== receipt.chain.hash)
    find('chain', '链位不成立：按前一环和事件内容算出的指纹与回执所记不同。')
  const named = marksOf(receipt.chain.payload).some(
    m =>
      m.address === receipt.address &&
      m.contentHash === receipt.contentHash &&
      m.standing === receipt.standing,
  )
  if (!named) find('payload', '链上的事件没有记载这个地址和这份内容的公开。')
  if (atOf(receipt.chain.payload) !== receipt.publishedAt)
    find('publishedAt', '回执的发布时间与链上事件的时间不同。')

  if (against.content !== undefined) {
    if (sha256Hex(against.content) !== receipt.contentHash)
      find('content', '给出的正文与回执的内容指纹不符：正文被改动过，或者不是这一版。')
    else if (titleIn(against.content) !== receipt.title) find('title', '回执的标题与正文里的标题不同。')
  }
  return findings
}

function atOf(payload: string): string | null {
  try {
    const { at } = JSON.parse(payload) as { at?: unknown }
    return typeof at === 'string' ? at : null
  } catch {
    return null
  }
}

function titleIn(content: string): string | null {
  try {
    const { title } = JSON.parse(content) as { title?: unknown }
    return typeof title === 'string' ? title : null
  } catch {
    return null
  }
}

function sameKey(a: string, b: string): boolean {
  try {
    return keyIdOf(a) === keyIdOf(b)
  } catch {
    return false
  }
}
