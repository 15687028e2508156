import { crc32 } from 'node:zlib'

/**
 * A ZIP for keeping: entries stored as they are, no dates, names in UTF-8, ZIP64 where it is needed. The same files give
 * the same bytes on any machine in any year, so a package can be checked byte by byte, and its writer needs the memory
 * of one entry alone.
 */
export type ZipItem = { readonly name: string; readonly bytes: Uint8Array }

type Listed = { readonly name: string; readonly crc: number; readonly size: number; readonly offset: number }

const zeroDate = 0x21
const utf8Names = 0x0800
const short = 0xffff
const long = 0xffffffff

const bufferOf = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)

function localHeader(entry: Omit<Listed, 'offset'>): Buffer {
  const name = Buffer.from(entry.name, 'utf8')
  const head = Buffer.alloc(30)
  head.writeUInt32LE(0x04034b50, 0)
  head.writeUInt16LE(20, 4)
  head.writeUInt16LE(utf8Names, 6)
  head.writeUInt16LE(zeroDate, 12)
  head.writeUInt32LE(entry.crc, 14)
  head.writeUInt32LE(entry.size, 18)
  head.writeUInt32LE(entry.size, 22)
  head.writeUInt16LE(name.length, 26)
  return Buffer.concat([head, name])
}

function directoryOf(entries: readonly Listed[], at: number): Buffer {
  const parts: Buffer[] = []
  let size = 0
  for (const entry of entries) {
    const name = Buffer.from(entry.name, 'utf8')
    const far = entry.offset >= long
    const head = Buffer.alloc(46)
    head.writeUInt32LE(0x02014b50, 0)
    head.writeUInt16LE(far ? 45 : 20, 4)
    head.writeUInt16LE(far ? 45 : 20, 6)
    head.writeUInt16LE(utf8Names, 8)
    head.writeUInt16LE(zeroDate, 14)
    head.writeUInt32LE(entry.crc, 16)
    head.writeUInt32LE(entry.size, 20)
    head.writeUInt32LE(entry.size, 24)
    head.writeUInt16LE(name.length, 28)
    head.writeUInt16LE(far ? 12 : 0, 30)
    head.writeUInt32LE(far ? long : entry.offset, 42)
    parts.push(head, name)
    size += 46 + name.length
    if (far) {
      const extra = Buffer.alloc(12)
      extra.writeUInt16LE(1, 0)
      extra.writeUInt16LE(8, 2)
      extra.writeBigUInt64LE(BigInt(entry.offset), 4)
      parts.push(extra)
      size += 12
    }
  }
  const large = entries.length >= short || at >= long || size >= long
  if (large) {
    const end = Buffer.alloc(56)
    end.writeUInt32LE(0x06064b50, 0)
    end.writeBigUInt64LE(44n, 4)
    end.writeUInt16LE(45, 12)
    end.writeUInt16LE(45, 14)
    end.writeBigUInt64LE(BigInt(entries.length), 24)
    end.writeBigUInt64LE(BigInt(entries.length), 32)
    end.writeBigUInt64LE(BigInt(size), 40)
    end.writeBigUInt64LE(BigInt(at), 48)
    const locator = Buffer.alloc(20)
    locator.writeUInt32LE(0x07064b50, 0)
    locator.writeBigUInt64LE(BigInt(at + size), 8)
    locator.writeUInt32LE(1, 16)
    parts.push(end, locator)
  }
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(large ? short : entries.length, 8)
  end.writeUInt16LE(large ? short : entries.length, 10)
  end.writeUInt32LE(large ? long : size, 12)
  end.writeUInt32LE(large ? long : at, 16)
  parts.push(end)
  return Buffer.concat(parts)
}

/** Writes a ZIP in the given order, piece by piece. One entry must be smaller than 4 GB; throws RangeError otherwise. */
export async function* zipOf(items: AsyncIterable<ZipItem> | Iterable<ZipItem>): AsyncGenerator<Buffer> {
  const entries: Listed[] = []
  let offset = 0
  for await (const { name, bytes } of items) {
    if (bytes.length >= long) throw new RangeError(`zip: ${name} is too large`)
    const entry = { name, crc: crc32(bytes), size: bytes.length, offset }
    const head = localHeader(entry)
    entries.push(entry)
    offset += head.length + bytes.length
    yield head
    if (bytes.length > 0) yield bufferOf(bytes)
  }
  yield directoryOf(entries, offset)
}

/** A file that can be read at any place. */
export type ZipSource = { readonly size: number; read(at: number, length: number): Promise<Buffer> }

export function bufferSource(bytes: Uint8Array): ZipSource {
  const buffer = bufferOf(bytes)
  return { size: buffer.length, read: async (at, length) => buffer.subarray(at, at + length) }
}

/** Not a ZIP as `zipOf` writes it, or damaged. */
export class ZipFault extends Error {
  override readonly name = 'ZipFault'
}

export type KeptZip = {
  readonly entries: readonly { readonly name: string; readonly size: number }[]
  /** Throws ZipFault where the entry or its header was changed. */
  read(name: string): Promise<Buffer>
  has(name: string): boolean
}

/**
 * Opens a ZIP that `zipOf` wrote, strictly: entries without gaps, directory and end exactly as they were written. With
 * every entry read, every byte of the file was looked at. Throws ZipFault.
 */
export async function openKeptZip(source: ZipSource): Promise<KeptZip> {
  const exact = async (at: number, length: number): Promise<Buffer> => {
    if (at < 0 || length < 0 || at + length > source.size) throw new ZipFault('outside')
    const bytes = await source.read(at, length)
    if (bytes.length !== length) throw new ZipFault('short')
    return bytes
  }
  const end = await exact(source.size - 22, 22)
  if (end.readUInt32LE(0) !== 0x06054b50) throw new ZipFault('end')
  let at = end.readUInt32LE(16)
  if (at === long || end.readUInt16LE(8) === short) {
    const end64 = await exact(source.size - 98, 56)
    if (end64.readUInt32LE(0) !== 0x06064b50) throw new ZipFault('end')
    at = Number(end64.readBigUInt64LE(48))
  }
  const tail = await exact(at, source.size - at)
  const entries: Listed[] = []
  for (let p = 0; p + 46 <= tail.length && tail.readUInt32LE(p) === 0x02014b50;) {
    const nameLength = tail.readUInt16LE(p + 28)
    const extra = tail.readUInt16LE(p + 30)
    const after = p + 46 + nameLength
    if (after + extra > tail.length || (extra !== 0 && extra !== 12)) throw new ZipFault('directory')
    entries.push({
      name: tail.toString('utf8', p + 46, after),
      crc: tail.readUInt32LE(p + 16),
      size: tail.readUInt32LE(p + 24),
      offset: extra === 12 ? Number(tail.readBigUInt64LE(after + 4)) : tail.readUInt32LE(p + 42),
    })
    p = after + extra
  }
  const byName = new Map(entries.map(e => [e.name, e]))
  if (byName.size !== entries.length || !directoryOf(entries, at).equals(tail))
    throw new ZipFault('directory')
  let offset = 0
  for (const entry of entries) {
    if (entry.offset !== offset) throw new ZipFault('order')
    offset += 30 + Buffer.byteLength(entry.name, 'utf8') + entry.size
  }
  if (offset !== at) throw new ZipFault('order')
  return {
    entries: entries.map(({ name, size }) => ({ name, size })),
    has: name => byName.has(name),
    async read(name) {
      const entry = byName.get(name)
      if (!entry) throw new ZipFault('missing')
      const head = localHeader(entry)
      const whole = await exact(entry.offset, head.length + entry.size)
      const bytes = whole.subarray(head.length)
      if (!whole.subarray(0, head.length).equals(head) || crc32(bytes) !== entry.crc)
        throw new ZipFault('entry')
      return bytes
    },
  }
}
