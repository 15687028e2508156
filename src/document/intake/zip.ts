import { writeZip, type ZipPart } from '#kit/ooxml/zip.ts'

/** Writes a ZIP whose entries are stored, not compressed, in the given order. */
export function storedZip(parts: Iterable<ZipPart>): Buffer {
  return writeZip(parts)
}
