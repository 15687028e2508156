import { sha256Hex } from '#kit/crypto.ts'
import { chainHash } from '#kit/events.ts'
import { openKeptZip, type ZipSource } from '#kit/zip.ts'
import { checkSignature, openSigned, readCanonical, type PackageFinding } from '#record/signedPackage.ts'
import { forgottenLetter, wordsHash } from '../letters/words.ts'
import {
  archiveManifestSchema,
  archiveSchema,
  readLetterFile,
  readOlderLetterFile,
  signedBytes,
  type ArchiveManifest,
} from './package.ts'

export type CheckedArchive = {
  readonly holds: boolean
  readonly findings: readonly PackageFinding[]
  /** What could not be looked at as closely as today, and is no fault. */
  readonly notes: readonly string[]
  readonly manifest: ArchiveManifest | null
  readonly keyId: string | null
}

type Link = {
  readonly position: number
  readonly previous: string
  readonly hash: string
  readonly payload: string
}

/**
 * Checks the 归档包 of one case without network or database: container, signature, every file against the manifest, every finished
 * letter against its fingerprint, the links of the chain, and that the reply is the one that was approved. All findings at once.
 */
export async function checkArchive(
  source: ZipSource,
  options: { readonly publicKey?: string } = {},
): Promise<CheckedArchive> {
  const findings: PackageFinding[] = []
  const find = (path: string | null, text: string) => void findings.push({ path, text })
  const notes: string[] = []
  const answer = (manifest: ArchiveManifest | null, keyId: string | null = null): CheckedArchive => ({
    holds: findings.length === 0,
    findings,
    notes,
    manifest,
    keyId,
  })
  const opened = await openSigned(source, '归档包', find)
  if (!opened) return answer(null)
  const { names, manifestText, signatureText, read } = opened
  const manifest = readCanonical(manifestText, archiveManifestSchema, archiveSchema)
  if (typeof manifest === 'string') {
    find('manifest.json', manifest)
    return answer(null)
  }
  const keyId = checkSignature({ manifestText, signatureText, signed: signedBytes }, options.publicKey, find)
  const files = new Map<string, string>()
  for (const listed of manifest.files) {
    const bytes = await read(listed.path)
    if (!bytes) continue
    if (bytes.length !== listed.size || sha256Hex(bytes) !== listed.sha256)
      find(listed.path, '内容与清单记载的指纹不符。')
    else files.set(listed.path, bytes.toString('utf8'))
  }
  const known = new Set(['manifest.json', 'signature.json', ...manifest.files.map(f => f.path)])
  for (const name of names) if (!known.has(name)) find(name, '清单里没有这个文件。')
  for (const path of ['case.json', 'log.txt', 'history.json', 'README.txt'])
    if (!manifest.files.some(f => f.path === path)) find(path, '包里没有这个文件。')
  const letters = checkLetters(files, find, note => notes.push(note))
  checkHistory(files.get('history.json'), letters, find)
  return answer(manifest, keyId)
}

type Find = (path: string | null, text: string) => void

/** The fingerprints of the finished letters; each is what the words in the package come to. */
function checkLetters(
  files: ReadonlyMap<string, string>,
  find: Find,
  tell: (note: string) => void,
): Set<string> {
  const hashes = new Set<string>()
  const older: string[] = []
  for (const [path, text] of files) {
    const form = /^letters\/\d+-(.+)\.txt$/.exec(path)?.[1]
    if (form === undefined) continue
    const letter = readLetterFile(text)
    if (!letter) {
      const old = readOlderLetterFile(text)
      if (old) {
        older.push(path)
        hashes.add(old.hash)
      } else find(path, '不是办理文书的写法。')
      continue
    }
    hashes.add(letter.hash)
    const { number, on, words } = letter
    if (words !== forgottenLetter && wordsHash({ form, number, on, text: words }) !== letter.hash)
      find(path, '文字、编号或者日期与定稿时的指纹不符。')
  }
  // One program wrote all letters of a package: a mixture is no older package.
  if (older.length < hashes.size) for (const path of older) find(path, '不是办理文书的写法。')
  else if (older.length > 0)
    tell(
      `这是较早版本的归档包：${older.length}份文书没有单列日期，文字由清单的指纹和签名核对，不再逐字重算定稿时的指纹。需要新格式的，请在案卷里重新下载归档包。`,
    )
  return hashes
}

function checkHistory(text: string | undefined, letters: ReadonlySet<string>, find: Find): void {
  if (text === undefined) return
  const path = 'history.json'
  let links: Link[]
  try {
    links = JSON.parse(text) as Link[]
    if (!Array.isArray(links) || links.length === 0) throw new TypeError('empty')
  } catch {
    return find(path, '履历读不出来或者是空的。')
  }
  let position = 0
  for (const link of links) {
    const computed = chainHash(Buffer.from(link.previous, 'hex'), link.position, link.payload).toString('hex')
    if (computed !== link.hash || link.position <= position)
      find(path, `履历第 ${link.position} 号与它的指纹不符，或次序颠倒。`)
    position = link.position
    const { verb, data } = JSON.parse(link.payload) as { verb?: string; data?: { letter?: unknown } }
    if (verb === 'approve' && typeof data?.letter === 'string' && !letters.has(data.letter))
      find(path, '批准时的答复书不在包里，或者不是批准的那一份。')
  }
}

/** Which package a file is, by its manifest; null where it has none that can be read. */
export async function schemaOf(source: ZipSource): Promise<string | null> {
  try {
    const zip = await openKeptZip(source)
    const { schema } = JSON.parse((await zip.read('manifest.json')).toString('utf8')) as { schema?: unknown }
    return typeof schema === 'string' ? schema : null
  } catch {
    return null
  }
}
