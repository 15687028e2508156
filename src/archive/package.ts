import { createHash } from 'node:crypto'
import { z } from 'zod'
import { canonical, sha256Hex, type Signer } from '#kit/crypto.ts'
import { zipOf, type ZipItem } from '#kit/zip.ts'
import { signatureOf } from '#record/signedPackage.ts'
import { filesOf, type FrozenDocument } from './frozen.ts'
import { readme } from './readme.ts'

export const packageSchema = 'zhaoming-transfer/1'

const hash = z.string().regex(/^[0-9a-f]{64}$/)
export const manifestSchema = z.strictObject({
  product: z.literal('zhaoming'),
  schema: z.literal(packageSchema),
  body: z.strictObject({
    id: z.number().int(),
    name: z.string(),
    slug: z.string(),
    creditCode: z.string().nullable(),
  }),
  archives: z.string().nullable(),
  from: z.string(),
  until: z.string(),
  series: z.string().nullable(),
  madeAt: z.string(),
  documents: z.array(
    z.strictObject({
      folder: z.string().regex(/^documents\/\d{5,}$/),
      id: z.number().int(),
      documentNumber: z.string().nullable(),
      title: z.string(),
      attribute: z.string().nullable(),
      issuedOn: z.string().nullable(),
      retention: z.string(),
    }),
  ),
  /** Chosen by the period, yet not handed over, with the reason; no titles. */
  left: z.array(z.strictObject({ id: z.number().int(), number: z.string().nullable(), why: z.string() })),
  files: z.array(z.strictObject({ path: z.string(), size: z.number().int(), sha256: hash })),
})
export type Manifest = z.infer<typeof manifestSchema>
export type PackageHead = Omit<Manifest, 'product' | 'schema' | 'documents' | 'files'>

/** What the key signs: the manifest's hash under a name of its own, so that no other signature can stand for it. */
export const signedBytes = (manifestSha256: string): Buffer =>
  Buffer.from(`zhaoming/transfer/1\n${manifestSha256}`, 'utf8')

export const folderOf = (position: number): string => `documents/${String(position).padStart(5, '0')}`

/** Files that may go with the documents of a package, under these names only. */
export const accompanying: readonly string[] = ['report.txt', 'explanation.txt']

export type PackageInput = {
  readonly head: PackageHead
  readonly documents: AsyncIterable<FrozenDocument> | Iterable<FrozenDocument>
  /** Bytes of an attachment by its hash; throws when they are gone. */
  attachment(hash: string): Promise<Uint8Array>
  readonly signer: Signer
  /** Files besides the documents: reports that go with them. */
  readonly extras?: readonly ZipItem[]
}

export type Packed = {
  readonly hash: string
  readonly size: number
  readonly manifest: string
  readonly signature: string
}

/**
 * The package as a stream of bytes; what it was is known when it has ended (`done`). The same documents, head and key
 * give the same bytes.
 */
export function packOf(input: PackageInput): { stream: AsyncGenerator<Buffer>; done(): Packed } {
  let packed: Packed | null = null
  async function* run(): AsyncGenerator<Buffer> {
    let size = 0
    const whole = createHash('sha256')
    const trailer = { manifest: '', signature: '' }
    for await (const piece of zipOf(items(input, trailer))) {
      whole.update(piece)
      size += piece.length
      yield piece
    }
    packed = { hash: whole.digest('hex'), size, ...trailer }
  }
  return {
    stream: run(),
    done() {
      if (!packed) throw new Error('package: not finished')
      return packed
    },
  }
}

async function* items(
  input: PackageInput,
  trailer: { manifest: string; signature: string },
): AsyncGenerator<ZipItem> {
  const documents: Manifest['documents'] = []
  const files: Manifest['files'] = []
  const note = (name: string, bytes: Uint8Array): ZipItem => {
    files.push({ path: name, size: bytes.length, sha256: sha256Hex(bytes) })
    return { name, bytes }
  }
  for await (const document of input.documents) {
    const { metadata } = document
    const folder = folderOf(documents.length + 1)
    documents.push({
      folder,
      id: metadata.id,
      documentNumber: metadata.documentNumber,
      title: metadata.title,
      attribute: metadata.attribute,
      issuedOn: metadata.issuedOn,
      retention: metadata.retention.term,
    })
    for (const file of filesOf(document)) yield note(`${folder}/${file.path}`, file.bytes)
    for (const one of metadata.attachments)
      yield note(`${folder}/${one.path}`, await input.attachment(one.hash))
  }
  for (const extra of input.extras ?? []) yield note(extra.name, extra.bytes)
  yield note('README.txt', Buffer.from(readme(input.head, documents.length), 'utf8'))
  const manifest: Manifest = { product: 'zhaoming', schema: packageSchema, ...input.head, documents, files }
  trailer.manifest = canonical(manifest)
  trailer.signature = signatureOf(input.signer, trailer.manifest, signedBytes)
  yield { name: 'manifest.json', bytes: Buffer.from(trailer.manifest, 'utf8') }
  yield { name: 'signature.json', bytes: Buffer.from(trailer.signature, 'utf8') }
}

/** A package again from what was kept of it: byte for byte the one that came. */
export async function* repack(kept: {
  readonly manifest: string
  readonly signature: string
  readonly documents: AsyncIterable<FrozenDocument> | Iterable<FrozenDocument>
  attachment(hash: string): Promise<Uint8Array>
}): AsyncGenerator<Buffer> {
  const head = manifestSchema.parse(JSON.parse(kept.manifest))
  async function* all(): AsyncGenerator<ZipItem> {
    let position = 0
    for await (const document of kept.documents) {
      const folder = folderOf(++position)
      for (const file of filesOf(document)) yield { name: `${folder}/${file.path}`, bytes: file.bytes }
      for (const one of document.metadata.attachments)
        yield { name: `${folder}/${one.path}`, bytes: await kept.attachment(one.hash) }
    }
    yield { name: 'README.txt', bytes: Buffer.from(readme(head, head.documents.length), 'utf8') }
    yield { name: 'manifest.json', bytes: Buffer.from(kept.manifest, 'utf8') }
    yield { name: 'signature.json', bytes: Buffer.from(kept.signature, 'utf8') }
  }
  yield* zipOf(all())
}
