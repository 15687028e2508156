import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { canonical, sha256Hex } from '#kit/crypto.ts'
import { makeDocumentBench, refusal, type DocumentBench } from '../document/journey.fixture.ts'
import { makeHouse, type TestHouse } from '../../test/setup/house.ts'
import { packageOf, performTransfer, prepareTransfer } from './actions/transfer.ts'
import { heldDocuments, heldPackage, importPackage } from './actions/import.ts'
import { bytesOfStream, sourceOf, withAttachment } from './archive.fixture.ts'
import { checkPackage } from './check.ts'
import { frozenOf, readTransfer, transferDocuments } from './store/transfer.ts'

let bench: DocumentBench
let empty: TestHouse
let transfer = 0
let bytes: Buffer
const ids: number[] = []

beforeAll(async () => {
  bench = await makeDocumentBench()
  empty = await makeHouse()
  ids.push(await withAttachment(bench, '测试县应急管理局关于汛期值班的通知'))
  ids.push(
    await bench.upTo('issue', {
      title: '测试县应急管理局关于内部演练的函',
      attribute: 'on-request',
      attributeReason: '面向特定单位',
    }),
  )
  ids.push(
    await bench.upTo('issue', {
      title: '测试县应急管理局关于某企业隐患的通报',
      attribute: 'withheld',
      ground: 'E15',
      attributeReason: '涉及企业商业秘密，公开会损害其合法权益',
    }),
  )
})
afterAll(async () => {
  await bench.t.close()
  await empty.close()
})

const period = { archives: '测试县档案馆', from: '2026-01-01', until: '2026-12-31' }

describe('向档案馆移交', () => {
  test('档案法实施条例第三十条：没有到期开放意见的公文不能通过核对；不予公开的须由人写意见', async () => {
    const { t, who, bureau } = bench
    const made = await prepareTransfer(t.house, who.publisher, bureau.bodyId, period)
    transfer = made.subject
    const listed = await transferDocuments(t.db, transfer)
    expect(listed.map(d => [d.documentId, d.opening])).toEqual([
      [ids[0], 'open'],
      [ids[1], 'at-25-years'],
      [ids[2], null],
    ])
    const refused = await refusal(
      performTransfer(t.house, { subject: transfer, verb: 'check', actor: who.opennessOfficer }),
    )
    expect(refused.reasons[0]!.text).toContain('还有1件公文没有到期开放意见')
    const bare = await refusal(
      performTransfer(t.house, {
        subject: transfer,
        verb: 'setOpening',
        actor: who.publisher,
        form: { documents: [ids[2]], opening: 'controlled' },
      }),
    )
    expect(bare.reasons[0]!.field).toBe('note')
    await performTransfer(t.house, {
      subject: transfer,
      verb: 'setOpening',
      actor: who.publisher,
      form: { documents: [ids[2]], opening: 'controlled', note: '商业秘密，延期开放' },
    })
  })

  test('四眼原则：整理清单的人不能核对自己的清单，部门的拟稿人看不到清单', async () => {
    const { t, who } = bench
    const own = await refusal(
      performTransfer(t.house, { subject: transfer, verb: 'check', actor: who.publisher }),
    )
    expect(own.code).toBe('forbidden')
    const stranger = await refusal(
      performTransfer(t.house, { subject: transfer, verb: 'check', actor: who.drafter }),
    )
    expect(stranger.code).toBe('not-found')
    await performTransfer(t.house, { subject: transfer, verb: 'check', actor: who.opennessOfficer })
  })

  test('档案法第三十九条：移交包可以重复下载，每次逐字节相同，离线核对无误，附具三项情况', async () => {
    const { t, who } = bench
    expect(await packageOf(t.house, transfer)).toBeNull()
    await performTransfer(t.house, { subject: transfer, verb: 'handOver', actor: who.publisher })
    bytes = await bytesOfStream((await packageOf(t.house, transfer))!)
    expect(sha256Hex(bytes)).toBe((await readTransfer(t.db, transfer))!.packageHash)
    expect(await bytesOfStream((await packageOf(t.house, transfer))!)).toEqual(bytes)
    const checked = await checkPackage(sourceOf(bytes), { publicKey: t.house.signer.publicKeyPem })
    expect(checked.findings).toEqual([])
    expect(checked.manifest!.documents.map(d => d.id)).toEqual(ids)
    const frozen = (await frozenOf(t.db, transfer, ids)).map(f => JSON.parse(f))
    expect(frozen[0].metadata.transfer.disclosure.words).toMatch(
      /^主动公开；2026年3月2日在本机关网站公开，地址 \//,
    )
    expect(frozen[0].metadata.transfer.opening).toMatchObject({ opinion: 'open', openOn: '2051-03-02' })
    expect(frozen[2].metadata.transfer.opening).toMatchObject({
      opinion: 'controlled',
      note: '商业秘密，延期开放',
    })
    expect(frozen[2].metadata.transfer.classification.words).toContain('非密')
    expect(frozen[0].metadata.reviewers.map((r: { verb: string }) => r.verb)).toEqual([
      'submit',
      'approve',
      'agree',
      'sign',
      'publish',
    ])
    expect(frozen[0].receipt.contentHash).toBe(sha256Hex(frozen[0].content))
  })

  test('移交以后公文再有变动，移交包不变', async () => {
    const { t, who, go } = bench
    await go(ids[0]!, 'withdraw', who.publisher, {
      reason: '文件有误',
      form: { kind: 'error', publicNote: '文件有误，已撤回。' },
    })
    expect(await bytesOfStream((await packageOf(t.house, transfer))!)).toEqual(bytes)
  })

  test('导入空的系统：每件公文的规范 JSON 与移出时相同，重新打包逐字节相同，重复接收被拒绝', async () => {
    const { t } = bench
    const { hash, documents } = await importPackage(empty.house, sourceOf(bytes))
    expect(documents).toBe(3)
    const held = await heldDocuments(empty.house, hash)
    const sent = await frozenOf(t.db, transfer, ids)
    expect(held!.map(canonical)).toEqual(sent)
    expect(await bytesOfStream((await heldPackage(empty.house, hash))!)).toEqual(bytes)
    const twice = await refusal(importPackage(empty.house, sourceOf(bytes)))
    expect(twice.code).toBe('not-now')
  })

  test('损坏的包不接收，逐个文件说明，什么也不留下', async () => {
    const damaged = Buffer.from(bytes)
    const at = damaged.indexOf(Buffer.from('%PDF-1.5'))
    damaged[at] = damaged[at]! ^ 1
    const other = damaged.indexOf(Buffer.from('关于内部演练'))
    damaged[other] = damaged[other]! ^ 1
    const refused = await refusal(importPackage(empty.house, sourceOf(damaged)))
    const texts = refused.reasons.map(r => r.text)
    expect(texts.some(text => text.startsWith('documents/00001/attachments/01.pdf：'))).toBe(true)
    expect(texts.some(text => text.startsWith('documents/00002/'))).toBe(true)
    expect(await heldDocuments(empty.house, sha256Hex(damaged))).toBeNull()
  })

  test('档案馆回执：日期不能早于移交、不能晚于今天，登记后写入履历', async () => {
    const { t, who } = bench
    const form = { number: '测档收〔2026〕1号', by: '档案馆李某' }
    for (const on of ['2026-03-01', '2026-03-03'])
      expect(
        (
          await refusal(
            performTransfer(t.house, {
              subject: transfer,
              verb: 'receipt',
              actor: who.publisher,
              form: { ...form, on },
            }),
          )
        ).reasons[0]!.field,
      ).toBe('on')
    await performTransfer(t.house, {
      subject: transfer,
      verb: 'receipt',
      actor: who.publisher,
      form: { ...form, on: '2026-03-02' },
    })
    expect(await readTransfer(t.db, transfer)).toMatchObject({
      state: 'received',
      receiptNumber: '测档收〔2026〕1号',
      receiptBy: '档案馆李某',
    })
    const none = await refusal(prepareTransfer(t.house, who.publisher, bench.bureau.bodyId, period))
    expect(none.message).toContain('没有可以移交的公文')
  })
})
