import { crc32 } from 'node:zlib'
import { fromBufferPromise, validateFileName, type Entry, type ZipFile } from 'yauzl'

export type ContainerLimits = {
  /** Entries in the container. */
  readonly entries: number
  /** Bytes of all entries together once inflated. */
  readonly inflated: number
  /** Bytes of one entry once inflated. */
  readonly part: number
}

/** bomb: more than a limit once inflated · many: too many entries · duplicate: two entries of one name · path: a name that leads outside. */
export type ContainerFault = 'damaged' | 'encrypted' | 'bomb' | 'many' | 'duplicate' | 'path'

/** Thrown where a container cannot be read safely; the caller says it in a sentence of its own. */
export class ContainerError extends Error {
  override readonly name = 'ContainerError'
  readonly fault: ContainerFault
  /** How many entries there are, where that is the fault. */
  readonly count: number
  constructor(fault: ContainerFault, count = 0) {
    super(fault)
    this.fault = fault
    this.count = count
  }
}

/** The entries of a ZIP (DOCX, XLSX and plain archives alike), each inflated when it is asked for and under every limit. */
export type Container = {
  readonly names: ReadonlySet<string>
  /** In the order of the directory; folders (names that end with a slash) included. */
  readonly entries: readonly { readonly name: string; readonly size: number }[]
  /** Bytes of an entry, or null where there is none. Throws ContainerError when it is larger than allowed or unlike its declaration. */
  read(name: string): Promise<Uint8Array | null>
}

const bufferOf = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)

const utf8 = new TextDecoder('utf-8', { fatal: true })
const gb18030 = new TextDecoder('gb18030')

/** Archives packed by Chinese Windows carry GBK names without saying so. */
function nameOf(entry: Entry): string {
  const raw = entry.fileNameRaw
  try {
    return utf8.decode(raw).replaceAll('\\', '/')
  } catch {
    return gb18030.decode(raw).replaceAll('\\', '/')
  }
}

/** Whether the bytes begin as a ZIP does; an empty archive too. */
export function isZip(bytes: Uint8Array): boolean {
  const [a, b, c, d] = bytes
  return a === 0x50 && b === 0x4b && ((c === 3 && d === 4) || (c === 5 && d === 6))
}

/** Lists a ZIP and hands out single entries; nothing is inflated that is not asked for, and nothing past its limit. Throws ContainerError. */
export async function openContainer(bytes: Uint8Array, limits: ContainerLimits): Promise<Container> {
  const entries = new Map<string, Entry>()
  let zip: ZipFile
  try {
    zip = await fromBufferPromise(bufferOf(bytes), {
      lazyEntries: true,
      autoClose: false,
      decodeStrings: false,
    })
  } catch (error) {
    throw faultOf(error)
  }
  if (zip.entryCount > limits.entries) throw new ContainerError('many', zip.entryCount)
  try {
    let declared = 0
    for await (const entry of zip.eachEntry()) {
      if (entries.size >= limits.entries) throw new ContainerError('many', entries.size + 1)
      declared += entry.uncompressedSize
      if (declared > limits.inflated) throw new ContainerError('bomb')
      if (entry.isEncrypted()) throw new ContainerError('encrypted')
      const name = nameOf(entry)
      if (validateFileName(name) !== null || name.includes('\0')) throw new ContainerError('path')
      if (entries.has(name)) throw new ContainerError('duplicate')
      entries.set(name, entry)
    }
  } catch (error) {
    throw faultOf(error)
  }
  let inflated = 0
  const read = async (name: string): Promise<Uint8Array | null> => {
    const entry = entries.get(name)
    if (!entry) return null
    if (entry.uncompressedSize > limits.part) throw new ContainerError('bomb')
    try {
      const part = await inflate(zip, entry, limits.part)
      if (crc32(part) !== entry.crc32) throw new ContainerError('damaged')
      inflated += part.length
      if (inflated > limits.inflated) throw new ContainerError('bomb')
      return part
    } catch (error) {
      throw faultOf(error)
    }
  }
  const listed = [...entries].map(([name, entry]) => ({ name, size: entry.uncompressedSize }))
  return { names: new Set(entries.keys()), entries: listed, read }
}

async function inflate(zip: ZipFile, entry: Entry, limit: number): Promise<Uint8Array> {
  const stream = await zip.openReadStreamPromise(entry)
  const chunks: Buffer[] = []
  let size = 0
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      size += chunk.length
      if (size > limit) throw new ContainerError('bomb')
      chunks.push(chunk)
    }
  } finally {
    stream.destroy()
  }
  return new Uint8Array(Buffer.concat(chunks))
}

function faultOf(error: unknown): ContainerError {
  if (error instanceof ContainerError) return error
  const message = error instanceof Error ? error.message : ''
  if (/encrypt/i.test(message)) return new ContainerError('encrypted')
  if (/relative path|absolute path|invalid characters in fileName/i.test(message))
    return new ContainerError('path')
  if (/too many bytes/i.test(message)) return new ContainerError('bomb')
  return new ContainerError('damaged')
}
