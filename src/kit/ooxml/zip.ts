import { crc32, deflateRawSync } from 'node:zlib'

/** Midnight of 1980-01-01, the zero of ZIP's clock: the same parts give the same bytes on any day. */
const zeroDate = 0x21

export type ZipPart = readonly [name: string, bytes: Uint8Array]

const bufferOf = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)

/**
 * Writes a ZIP in the given order, without any date. `deflate` shrinks the entries where that helps; the first entry of an
 * Office file should stay [Content_Types].xml.
 */
export function writeZip(parts: Iterable<ZipPart>, options: { readonly deflate?: boolean } = {}): Buffer {
  const local: Buffer[] = []
  const central: Buffer[] = []
  let offset = 0
  let count = 0
  for (const [name, bytes] of parts) {
    const encoded = Buffer.from(name, 'utf8')
    const squeezed = options.deflate && bytes.length > 64 ? deflateRawSync(bytes) : null
    const isDeflated = squeezed !== null && squeezed.length < bytes.length
    const data = isDeflated ? squeezed : bufferOf(bytes)
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0) // version needed
    common.writeUInt16LE(0x0800, 2) // names are UTF-8
    common.writeUInt16LE(isDeflated ? 8 : 0, 4)
    common.writeUInt16LE(0, 6)
    common.writeUInt16LE(zeroDate, 8)
    common.writeUInt32LE(crc32(bytes), 10)
    common.writeUInt32LE(data.length, 14)
    common.writeUInt32LE(bytes.length, 18)
    common.writeUInt16LE(encoded.length, 22)
    const head = Buffer.alloc(4)
    head.writeUInt32LE(0x04034b50)
    local.push(head, common, encoded, data)
    const entry = Buffer.alloc(6)
    entry.writeUInt32LE(0x02014b50)
    entry.writeUInt16LE(20, 4)
    const rest = Buffer.alloc(14)
    rest.writeUInt32LE(offset, 10)
    central.push(entry, common, rest, encoded)
    offset += 30 + encoded.length + data.length
    count++
  }
  const size = central.reduce((sum, b) => sum + b.length, 0)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50)
  end.writeUInt16LE(count, 8)
  end.writeUInt16LE(count, 10)
  end.writeUInt32LE(size, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...local, ...central, end])
}
