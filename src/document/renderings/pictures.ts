import { imageType } from '../intake/clean.ts'
import type { Block } from './sheet.ts'
import type { Pictures } from './rendered.ts'

/** A picture that can be set: its type told by its bytes, its size in pixels. */
export type Picture = {
  readonly name: string
  readonly bytes: Uint8Array
  readonly extension: 'png' | 'jpg' | 'gif' | 'webp'
  readonly contentType: string
  readonly width: number
  readonly height: number
}

const extensions = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/gif': 'gif',
  'image/webp': 'webp',
} as const
const maxPixels = 50_000_000

/** The pictures that the blocks name and that can be read, in the order of their first use. Broken ones are left out: their words stand in. */
export function picturesOf(blocks: readonly Block[], given: Pictures | undefined): Map<string, Picture> {
  const found = new Map<string, Picture>()
  const visit = (list: readonly Block[]): void => {
    for (const block of list) {
      if (block.kind === 'list') block.items.forEach(visit)
      else if (block.kind === 'table') block.grid.cells.forEach(cell => visit(cell.blocks))
      else if ('runs' in block) {
        for (const run of block.runs) {
          if (!('picture' in run) || found.has(run.picture)) continue
          const bytes = given?.get(run.picture)
          const picture = bytes && readPicture(run.picture, bytes)
          if (picture) found.set(run.picture, picture)
        }
      }
    }
  }
  visit(blocks)
  return found
}

export function readPicture(name: string, bytes: Uint8Array): Picture | null {
  const contentType = imageType(bytes)
  if (contentType === null || !Object.hasOwn(extensions, contentType)) return null
  const extension = extensions[contentType as keyof typeof extensions]
  const size = sizeOf(bytes, extension)
  if (!size || size.width < 1 || size.height < 1 || size.width * size.height > maxPixels) return null
  return { name, bytes, extension, contentType, ...size }
}

/** Whether a small file would become too many pixels to hold when it is opened; what says no size of its own cannot be opened at all. */
export function isHugePicture(bytes: Uint8Array): boolean {
  const contentType = imageType(bytes)
  if (contentType === null || !Object.hasOwn(extensions, contentType)) return false
  const extension = extensions[contentType as keyof typeof extensions]
  if (extension === 'png' && Buffer.from(bytes.subarray(12, 16)).toString('latin1') !== 'IHDR') return false
  const size = sizeOf(bytes, extension)
  return size !== null && size.width * size.height > maxPixels
}

type Size = { width: number; height: number }

function sizeOf(bytes: Uint8Array, extension: Picture['extension']): Size | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  try {
    if (extension === 'png') return { width: view.getUint32(16), height: view.getUint32(20) }
    if (extension === 'gif') return { width: view.getUint16(6, true), height: view.getUint16(8, true) }
    if (extension === 'jpg') return jpegSize(view)
    return webpSize(view)
  } catch {
    return null // shorter than its own header says
  }
}

function jpegSize(view: DataView): Size | null {
  let at = 2
  while (at < view.byteLength) {
    if (view.getUint8(at) !== 0xff) return null
    const marker = view.getUint8(at + 1)
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)
    if (isFrame) return { width: view.getUint16(at + 7), height: view.getUint16(at + 5) }
    at += marker === 0xff ? 1 : 2 + view.getUint16(at + 2)
  }
  return null
}

function webpSize(view: DataView): Size | null {
  const kind = view.getUint32(12)
  if (kind === 0x56503858)
    return { width: 1 + (view.getUint32(24, true) & 0xffffff), height: 1 + (view.getUint32(26, true) >>> 8) }
  if (kind === 0x56503820)
    return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff }
  if (kind !== 0x5650384c) return null
  const bits = view.getUint32(21, true)
  return { width: 1 + (bits & 0x3fff), height: 1 + ((bits >> 14) & 0x3fff) }
}

/** The highest a picture may be: upright pages, and cells, whose page may be turned. Points. */
export const pictureHeight = { page: 570, cell: 360 } as const

/** The size on paper in points, at 96 dots an inch, never wider or higher than the room. */
export function sizeOnPaper(picture: Picture, most: Size): Size {
  const scale = Math.min(0.75, most.width / picture.width, most.height / picture.height)
  return { width: picture.width * scale, height: picture.height * scale }
}

/** What stands in for a picture that is not there. */
export const wordsFor = (alt: string): string => (alt === '' ? '［图片］' : `［图片：${alt}］`)
