import { createHash } from 'node:crypto'
import { Refused } from '#kit/errors.ts'
import type { ZipSource } from '#kit/zip.ts'
import type { House } from '../../house.ts'
import { checkPackage, type CheckedPackage } from '../check.ts'
import { frozenText, type FrozenDocument } from '../frozen.ts'
import { repack } from '../package.ts'
import * as store from '../store/holding.ts'
import { bytesOf } from './transfer.ts'

type Receiving = Pick<House, 'db' | 'now' | 'files'>

async function hashOf(source: ZipSource): Promise<string> {
  const hash = createHash('sha256')
  const piece = 1 << 20
  for (let at = 0; at < source.size; at += piece)
    hash.update(await source.read(at, Math.min(piece, source.size - at)))
  return hash.digest('hex')
}

export type Imported = { readonly hash: string; readonly documents: number; readonly checked: CheckedPackage }

/**
 * 接收移交包: checks everything first, then keeps every document as it came (state, numbers, history with its links,
 * receipt). Nothing is written into the receiving house's chains: events hashed into another chain would be other events.
 * Throws Refused with a reason for every damaged file, and for a package that is already here.
 */
export async function importPackage(
  house: Receiving,
  source: ZipSource,
  options: { readonly publicKey?: string } = {},
): Promise<Imported> {
  const checked = await checkPackage(source, options)
  if (!checked.holds || !checked.manifest || !checked.keyId)
    throw new Refused(
      'invalid',
      checked.findings.map(f => ({ text: f.path === null ? f.text : `${f.path}：${f.text}` })),
    )
  const { manifest, keyId, manifestText, signatureText } = checked
  const hash = await hashOf(source)
  const at = house.now()
  const byFolder = new Map(manifest.documents.map(d => [d.folder, d]))
  await house.db.transaction().execute(async trx => {
    const packageId = await store.insertHoldingPackage(trx, {
      hash,
      size: source.size,
      bodyName: manifest.body.name,
      manifest: manifestText,
      signature: signatureText,
      keyId,
      at,
    })
    if (packageId === null) throw new Refused('not-now', '这个移交包已经接收过，没有重复接收。')
    const again = await checkPackage(source, {
      ...options,
      async each(folder, document, files) {
        for (const one of document.metadata.attachments) {
          const bytes = files.get(one.path)!
          await house.files.put(bytes)
          await store.insertFile(trx, { hash: one.hash, size: one.size, contentType: one.contentType, at })
        }
        const entry = byFolder.get(folder)!
        await store.insertHolding(trx, {
          packageId,
          folder,
          number: entry.documentNumber,
          title: entry.title,
          attribute: entry.attribute,
          issuedOn: entry.issuedOn,
          frozen: frozenText(document),
        })
      },
    })
    if (!again.holds || again.manifestText !== manifestText)
      throw new Refused('invalid', '读取期间文件发生了变化，请重新接收。')
  })
  return { hash, documents: manifest.documents.length, checked }
}

/** The documents of a received package, in its order; null where it was never received. */
export async function heldDocuments(house: Receiving, hash: string): Promise<FrozenDocument[] | null> {
  const kept = await store.holdingPackage(house.db, hash)
  if (!kept) return null
  return (await store.holdingsOf(house.db, kept.id)).map(h => JSON.parse(h.frozen) as FrozenDocument)
}

/** A received package again, byte for byte as it came; null where it was never received. */
export async function heldPackage(house: Receiving, hash: string): Promise<AsyncGenerator<Buffer> | null> {
  const kept = await store.holdingPackage(house.db, hash)
  if (!kept) return null
  const documents = (await store.holdingsOf(house.db, kept.id)).map(
    h => JSON.parse(h.frozen) as FrozenDocument,
  )
  return repack({ ...kept, documents, attachment: one => bytesOf(house, one) })
}
