/** What is known of a picture's tags: whether they tell a place, whose camera, when. */
export type PictureFacts = {
  readonly type: 'jpeg' | 'png' | 'webp' | null
  /** A latitude and longitude are there. */
  readonly located: boolean
  /** Any tags that a viewer of the picture does not need. */
  readonly tagged: boolean
  readonly orientation: number
}

const nothing: PictureFacts = { type: null, located: false, tagged: false, orientation: 1 }

const ascii = (bytes: Uint8Array, from: number, to: number) =>
  Buffer.from(bytes.buffer, bytes.byteOffset + from, Math.max(0, Math.min(to, bytes.length) - from)).toString(
    'latin1',
  )

export function pictureType(bytes: Uint8Array): PictureFacts['type'] {
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return 'jpeg'
  if (ascii(bytes, 0, 8) === '\x89PNG\r\n\x1a\n') return 'png'
  if (ascii(bytes, 0, 4) === 'RIFF' && ascii(bytes, 8, 12) === 'WEBP') return 'webp'
  return null
}

type Tags = { located: boolean; orientation: number; count: number }

/** A TIFF block: the tags of the picture and whether there is a GPS directory with a latitude or longitude in it. */
function readTiff(bytes: Uint8Array): Tags {
  const tags: Tags = { located: false, orientation: 1, count: 0 }
  if (bytes.length < 8) return tags
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const little = view.getUint16(0) === 0x4949
  if (!little && view.getUint16(0) !== 0x4d4d) return tags
  const seen = new Set<number>()
  const directory = (at: number, isGps: boolean) => {
    if (at < 8 || at + 2 > bytes.length || seen.has(at) || seen.size > 8) return
    seen.add(at)
    const count = Math.min(view.getUint16(at, little), 512)
    for (let i = 0; i < count; i++) {
      const entry = at + 2 + i * 12
      if (entry + 12 > bytes.length) return
      const tag = view.getUint16(entry, little)
      tags.count++
      if (isGps && (tag === 2 || tag === 4)) tags.located = true
      if (!isGps && tag === 0x0112) tags.orientation = view.getUint16(entry + 8, little)
      if (!isGps && tag === 0x8825) directory(view.getUint32(entry + 8, little), true)
    }
  }
  directory(view.getUint32(4, little), false)
  return tags
}

type Chunk = { readonly from: number; readonly to: number; readonly kind: string; readonly data: Uint8Array }

/** The segments of a JPEG before its picture begins. */
function* jpegChunks(bytes: Uint8Array): Generator<Chunk> {
  let at = 2
  while (at + 4 <= bytes.length && bytes[at] === 0xff) {
    const marker = bytes[at + 1]!
    if (marker === 0xff) {
      at++
      continue
    }
    if (marker === 0xda || marker === 0xd9) return
    if (marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7)) {
      at += 2
      continue
    }
    const size = (bytes[at + 2]! << 8) | bytes[at + 3]!
    const to = at + 2 + size
    if (size < 2 || to > bytes.length) return
    yield { from: at, to, kind: marker.toString(16), data: bytes.subarray(at + 4, to) }
    at = to
  }
}

function* pngChunks(bytes: Uint8Array): Generator<Chunk> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let at = 8
  while (at + 12 <= bytes.length) {
    const size = view.getUint32(at)
    const to = at + 12 + size
    if (to > bytes.length) return
    yield { from: at, to, kind: ascii(bytes, at + 4, at + 8), data: bytes.subarray(at + 8, at + 8 + size) }
    at = to
  }
}

function* webpChunks(bytes: Uint8Array): Generator<Chunk> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let at = 12
  while (at + 8 <= bytes.length) {
    const size = view.getUint32(at + 4, true)
    const to = Math.min(bytes.length, at + 8 + size + (size & 1))
    yield {
      from: at,
      to,
      kind: ascii(bytes, at, at + 4),
      data: bytes.subarray(at + 8, Math.min(bytes.length, at + 8 + size)),
    }
    at = to
  }
}

const exifHead = 'Exif\0\0'
const xmpLocated = /exif:GPSL(?:atitude|ongitude)|photoshop:City|Iptc4xmp\w*:Location/i

type Told = { readonly tagged: boolean; readonly located: boolean; readonly orientation: number }
const silent: Told = { tagged: false, located: false, orientation: 1 }

/** What one chunk tells that a viewer of the picture does not need. */
function told(type: NonNullable<PictureFacts['type']>, chunk: Chunk): Told {
  const { kind, data } = chunk
  const head = ascii(data, 0, 32)
  const xmp = () => ({ tagged: true, located: xmpLocated.test(ascii(data, 0, 200_000)), orientation: 1 })
  const tiff = (bytes: Uint8Array) => {
    const { located, orientation, count } = readTiff(bytes)
    return { tagged: count > (orientation === 1 ? 0 : 1), located, orientation }
  }
  if (type === 'jpeg') {
    if (kind === 'e1' && head.startsWith(exifHead)) return tiff(data.subarray(6))
    if (kind === 'e1') return xmp()
    if (kind === 'ed' || kind === 'fe') return { ...silent, tagged: true }
    return silent
  }
  if (type === 'png') {
    if (kind === 'eXIf') return tiff(data)
    if (kind === 'iTXt' || kind === 'tEXt' || kind === 'zTXt') return xmp()
    return kind === 'tIME' ? { ...silent, tagged: true } : silent
  }
  if (kind === 'EXIF') return tiff(head.startsWith(exifHead) ? data.subarray(6) : data)
  return kind === 'XMP ' ? xmp() : silent
}

const chunksOf = { jpeg: jpegChunks, png: pngChunks, webp: webpChunks }

/** Reads the tags of a JPEG, PNG or WebP; anything else is `type: null`. Never throws. */
export function readPicture(bytes: Uint8Array): PictureFacts {
  const type = pictureType(bytes)
  if (type === null) return nothing
  let facts: PictureFacts = { ...nothing, type }
  for (const chunk of chunksOf[type](bytes)) {
    const { tagged, located, orientation } = told(type, chunk)
    facts = {
      type,
      tagged: facts.tagged || tagged,
      located: facts.located || located,
      orientation: orientation === 1 ? facts.orientation : orientation,
    }
  }
  return facts
}

/** An Exif segment that says how the picture lies and nothing else. */
function orientationOnly(orientation: number): Buffer {
  const tiff = Buffer.from([
    0x4d,
    0x4d,
    0,
    42,
    0,
    0,
    0,
    8,
    0,
    1,
    0x01,
    0x12,
    0,
    3,
    0,
    0,
    0,
    1,
    0,
    orientation,
    0,
    0,
    0,
    0,
    0,
    0,
  ])
  const data = Buffer.concat([Buffer.from(exifHead, 'latin1'), tiff])
  const head = Buffer.from([0xff, 0xe1, 0, 0])
  head.writeUInt16BE(data.length + 2, 2)
  return Buffer.concat([head, data])
}

/** The picture without place, camera, owner and comments; how it lies is kept. The same bytes where there is nothing to take out. */
export function stripPicture(bytes: Uint8Array): Uint8Array {
  const facts = readPicture(bytes)
  if (facts.type === null || !facts.tagged) return bytes
  const { type } = facts
  const kept: Uint8Array[] = []
  let at = 0
  let isFirst = true
  for (const chunk of chunksOf[type](bytes)) {
    if (isFirst) {
      kept.push(bytes.subarray(0, chunk.from))
      if (type === 'jpeg' && facts.orientation !== 1) kept.push(orientationOnly(facts.orientation))
      isFirst = false
    }
    if (!told(type, chunk).tagged) kept.push(bytes.subarray(chunk.from, chunk.to))
    at = chunk.to
  }
  kept.push(bytes.subarray(at))
  const result = Buffer.concat(kept)
  if (type === 'webp') {
    result.writeUInt32LE(result.length - 8, 4)
    // VP8X announces EXIF (bit 3) and XMP (bit 2), which are gone.
    if (ascii(result, 12, 16) === 'VP8X') result[20] = result[20]! & ~0x0c
  }
  return new Uint8Array(result)
}
