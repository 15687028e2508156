import fc from 'fast-check'
import yauzl from 'yauzl'
import { describe, expect, test } from 'vitest'
import { canonical, makeSigner, newSigningKeyPem, sha256Hex } from '#kit/crypto.ts'
import { chainHash, chainStart } from '#kit/events.ts'
import { openKeptZip, zipOf } from '#kit/zip.ts'
import { bytesOfStream, sourceOf } from './archive.fixture.ts'
import { checkPackage } from './check.ts'
import { frozenText, type FrozenDocument, type Metadata } from './frozen.ts'
import { packOf } from './package.ts'

const signer = makeSigner(newSigningKeyPem())
const body = { id: 7, name: '测试县应急管理局', slug: 'test-bureau', creditCode: null }

const text = fc.string({ unit: 'binary', maxLength: 30 })
const attachment = fc.uint8Array({ maxLength: 60 })

const metadata = (id: number, title: string, note: string, files: readonly Uint8Array[]): Metadata => ({
  schema: 'zhaoming-document/1',
  id,
  body,
  department: '办公室',
  drafter: '甲',
  state: 'issued',
  title,
  kind: null,
  theme: null,
  attribute: 'on-request',
  attributeReason: note,
  ground: null,
  normative: false,
  urgency: '',
  addressee: note,
  signatories: [note],
  columns: [],
  series: null,
  numberYear: null,
  numberSequence: null,
  documentNumber: null,
  indexNumber: null,
  writtenOn: null,
  issuedOn: '2026-03-02',
  publishedAt: null,
  originalPublishedOn: null,
  reattributedOn: null,
  imported: false,
  sourceNote: null,
  label: null,
  audience: 'everyone',
  audienceWhy: null,
  openPart: null,
  bodyHash: null,
  address: null,
  createdAt: '2026-03-01T09:00:00+08:00',
  retention: { term: '30-years', rule: '其他公文', mark: 'K' },
  reviewers: [],
  transfer: {
    opening: { opinion: 'open', words: '到期开放', note: null, openOn: '2051-03-02' },
    disclosure: { words: note, publishedAt: null, withdrawn: false, requests: null },
    classification: { words: '非密', changes: [] },
  },
  attachments: files.map((bytes, i) => ({
    name: `${note}.bin`,
    role: 'attachment',
    path: `attachments/${String(i + 1).padStart(2, '0')}.bin`,
    size: bytes.length,
    hash: sha256Hex(bytes),
    contentType: 'application/octet-stream',
  })),
})

type Made = { document: FrozenDocument; files: readonly Uint8Array[] }
const documents = fc
  .array(fc.tuple(text, text, text, fc.array(attachment, { maxLength: 2 })), { minLength: 1, maxLength: 4 })
  .map(list =>
    list.map(([title, note, html, files], i): Made => {
      const payload = canonical({ kind: 'document', subject: i + 1, verb: 'sign', note })
      const previous = chainStart(7)
      const link = {
        position: i + 1,
        previous: previous.toString('hex'),
        hash: chainHash(previous, i + 1, payload).toString('hex'),
        payload,
      }
      return {
        document: {
          metadata: metadata(i + 1, title, note, files),
          history: [link],
          receipt: null,
          content: null,
          html,
        },
        files,
      }
    }),
  )

async function packed(list: readonly Made[]): Promise<Buffer> {
  const files = new Map(list.flatMap(m => m.files.map(f => [sha256Hex(f), f] as const)))
  const { stream } = packOf({
    head: {
      body,
      archives: '档案馆',
      from: '2026-01-01',
      until: '2026-12-31',
      series: null,
      madeAt: '2026-12-31T09:00:00+08:00',
      left: [],
    },
    documents: list.map(m => m.document),
    attachment: async hash => files.get(hash)!,
    signer,
  })
  return bytesOfStream(stream)
}

async function unpacked(bytes: Uint8Array): Promise<{ findings: readonly unknown[]; texts: string[] }> {
  const texts: string[] = []
  const { findings } = await checkPackage(sourceOf(bytes), {
    each: async (_folder, document) => void texts.push(frozenText(document)),
  })
  return { findings, texts }
}

describe('移交包', () => {
  test('移出再移入：任何公文的规范 JSON 都原样回来', async () => {
    await fc.assert(
      fc.asyncProperty(documents, async list => {
        const { findings, texts } = await unpacked(await packed(list))
        expect(findings).toEqual([])
        expect(texts).toEqual(list.map(m => frozenText(m.document)))
      }),
      { numRuns: 60 },
    )
  })

  test('档案法第三十九条：包里任何一个字节改动，核对都能发现', async () => {
    const [list] = fc.sample(documents, { numRuns: 1, seed: 5 })
    const bytes = await packed(list!)
    expect((await unpacked(bytes)).findings).toEqual([])
    const undetected: number[] = []
    for (let at = 0; at < bytes.length; at++) {
      const damaged = Buffer.from(bytes)
      damaged[at] = damaged[at]! ^ (1 << (at % 8))
      if ((await checkPackage(sourceOf(damaged))).holds) undetected.push(at)
    }
    expect(undetected).toEqual([])
    for (const cut of [0, 1, 21, 22, Math.floor(bytes.length / 2), bytes.length - 1])
      expect((await checkPackage(sourceOf(bytes.subarray(0, cut)))).holds).toBe(false)
    expect((await checkPackage(sourceOf(Buffer.concat([bytes, Buffer.from([0])])))).holds).toBe(false)
  })

  test('换一把钥匙重新签名的包，给出移交单位的公钥就能认出来', async () => {
    const [list] = fc.sample(documents, { numRuns: 1, seed: 9 })
    const bytes = await packed(list!)
    const other = makeSigner(newSigningKeyPem()).publicKeyPem
    const { findings } = await checkPackage(sourceOf(bytes), { publicKey: other })
    expect(findings).toEqual([{ path: 'signature.json', text: '签名用的公钥与给出的公钥不是同一把。' }])
  })

  test('七万个文件的包也是别的程序能读的 ZIP（ZIP64）', async () => {
    const names = Array.from({ length: 70_000 }, (_, i) => `f/${i}`)
    const bytes = await bytesOfStream(zipOf(names.map(name => ({ name, bytes: Buffer.from(name) }))))
    const zip = await openKeptZip(sourceOf(bytes))
    expect(zip.entries).toHaveLength(70_000)
    expect((await zip.read('f/69999')).toString()).toBe('f/69999')
    const outside = await yauzl.fromBufferPromise(bytes, { lazyEntries: true })
    expect(outside.entryCount).toBe(70_000)
  })
})
