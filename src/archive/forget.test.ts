import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sha256Hex } from '#kit/crypto.ts'
import { historyOf } from '#kit/events.ts'
import { makePdf } from '#patrol/files.fixture.ts'
import { verifyRecord } from '#record/verify/walk.ts'
import { makeBureau, type Bureau } from '../../test/setup/bureau.ts'
import { tablesWith } from '../../test/setup/everywhere.ts'
import { attach } from '../document/actions/draft.ts'
import { documentJobs } from '../document/jobs.ts'
import { isFileUsed } from '../document/removal.ts'
import { refusal } from '../document/journey.fixture.ts'
import { makeLibraryBench, type LibraryBench } from '../document/library/library.fixture.ts'
import { fileRegister } from './actions/filing.ts'
import { packageOf, performTransfer, prepareTransfer } from './actions/transfer.ts'
import { bytesOfStream, sourceOf } from './archive.fixture.ts'
import { checkPackage } from './check.ts'
import { sendDeposit } from './deposit/actions.ts'
import { depositList } from './deposit/api.ts'
import { readDeposit } from './deposit/store.ts'
import { filingView } from './present.ts'
import { filedText } from './store.ts'
import { readTransfer, transferDocuments } from './store/transfer.ts'

const secretTitle = '测试县丙七三一仓库管理办法'
const privateTitle = '测试县戊九五二救助管理办法'
const period = { archives: '测试县档案馆', from: '2026-01-01', until: '2026-12-31' }

let bench: LibraryBench
let above: Bureau
const ids = { secret: 0, private: 0, kept: 0, filing: 0, transfer: 0, deposits: [] as number[] }
let attachment = ''
let handed = ''

async function normative(title: string): Promise<number> {
  const { who, go, t } = bench
  const { subject } = await bench.drafted({ title, normative: true, columns: ['normative'] })
  await attach(t.house, who.drafter, subject, {
    name: '附件 一.pdf',
    bytes: Buffer.from(makePdf({ pages: [[`${title}的附表`]] })),
    role: 'attachment',
  })
  await go(subject, 'submit', who.drafter)
  await go(subject, 'approve', who.departmentHead)
  await go(subject, 'agree', who.opennessOfficer)
  await go(subject, 'pass', who.legalReviewer, { reason: '合法' })
  await go(subject, 'sign', who.leader)
  await go(subject, 'number', who.publisher, { form: { series: '测应急' } })
  await go(subject, 'issue', who.publisher)
  await go(subject, 'publish', who.publisher)
  return subject
}

const withdraw = (subject: number, kind: string) =>
  bench.go(subject, 'withdraw', bench.who.publisher, {
    reason: '经核查应当撤回',
    form: { kind, publicNote: '该文件已撤回。' },
  })

beforeAll(async () => {
  bench = await makeLibraryBench()
  const { t, who, bureau } = bench
  above = await makeBureau(t.db, 'above-bureau', '测试市应急管理局')
  await t.db
    .updateTable('body')
    .set({ parent_id: above.bodyId, ancestors: [above.bodyId] })
    .where('id', '=', bureau.bodyId)
    .execute()
  ids.secret = await normative(secretTitle)
  ids.private = await normative(privateTitle)
  ids.kept = await normative('测试县零售点布设办法')
  attachment = (
    await t.db
      .selectFrom('document_attachment')
      .select('file_hash')
      .where('document_id', '=', ids.secret)
      .executeTakeFirstOrThrow()
  ).file_hash
  ids.filing = (
    await fileRegister(t.house, who.publisher, bureau.bodyId, { from: '2026-01-01', until: '2026-03-02' })
  ).subject
  for (const document of [ids.secret, ids.private])
    ids.deposits.push(
      (
        await sendDeposit(t.house, who.legalReviewer, {
          document,
          explanation: `${document === ids.secret ? secretTitle : privateTitle}依据有关规定制定，经征求意见、合法性审查和集体审议。`,
        })
      ).subject,
    )
  const transfer = (await prepareTransfer(t.house, who.publisher, bureau.bodyId, period)).subject
  ids.transfer = transfer
  await performTransfer(t.house, { subject: transfer, verb: 'check', actor: who.opennessOfficer })
  await performTransfer(t.house, { subject: transfer, verb: 'handOver', actor: who.publisher })
  handed = (await readTransfer(t.db, transfer))!.packageHash!
})
afterAll(() => bench.t.close())

describe('撤回以后，档案里冻结的副本', () => {
  test('移交包里的附件不算没有用处：公文不再提到它，文件也不删', async () => {
    const { t } = bench
    expect(await tablesWith(t, attachment)).toContain('office.transfer_document')
    await t.db.deleteFrom('document_attachment').where('document_id', '=', ids.secret).execute()
    expect(await isFileUsed(t.db, attachment)).toBe(true)
    await documentJobs(t.house)['document:purgeFiles']!({ hashes: [attachment] }, {} as never)
    expect(await t.house.files.has(attachment)).toBe(true)
    const { size } = await t.db
      .selectFrom('file')
      .select('size')
      .where('hash', '=', attachment)
      .executeTakeFirstOrThrow()
    expect(size).toBeGreaterThan(0)
  })

  test('条例第十五条：因个人隐私撤回，报上级的清单和备案件不再有题名，本机关的档案仍在', async () => {
    const { t, who } = bench
    await withdraw(ids.private, 'privacy')
    expect(await filedText(t.db, ids.filing, 'upward')).not.toContain('戊九五二')
    expect(await filedText(t.db, ids.filing, 'list')).toContain('戊九五二')
    const seen = JSON.stringify(await depositList(t.house, above.actors.legalReviewer))
    expect(seen).toContain('（已撤回）')
    expect(seen).not.toContain('戊九五二')
    expect(await t.house.files.has((await readDeposit(t.db, ids.deposits[1]!))!.packageHash)).toBe(true)
    const bytes = await bytesOfStream((await packageOf(t.house, ids.transfer))!)
    expect(sha256Hex(bytes)).toBe(handed)
    expect((await historyOf(t.db, 'transfer', ids.transfer)).at(-1)).toMatchObject({ verb: 'expunge' })
    const told = await t.db
      .selectFrom('notice')
      .select('text')
      .where('subject_kind', '=', 'transfer')
      .executeTakeFirstOrThrow()
    expect(told.text).toContain('按控制使用处理')
    expect(told.text).not.toContain('戊九五二')
    expect(who.publisher.staffId).toBeGreaterThan(0)
  })

  test('保密法第三十一条：因涉密撤回，题名和正文在任何表、任何文件里都不再有，其余公文的包照样核对无误', async () => {
    const { t, who } = bench
    expect(await tablesWith(t, '丙七三一')).toEqual(
      expect.arrayContaining([
        'office.filing',
        'office.transfer',
        'office.transfer_document',
        'office.deposit',
      ]),
    )
    await withdraw(ids.secret, 'secrecy')
    expect(await tablesWith(t, '丙七三一')).toEqual([])
    const packages = await Promise.all(
      ids.deposits.map(async id => (await readDeposit(t.db, id))!.packageHash),
    )
    await documentJobs(t.house)['document:purgeFiles']!({ hashes: [...packages, attachment] }, {} as never)
    for (const hash of [...packages, attachment]) expect(await t.house.files.has(hash)).toBe(false)

    const row = (await readTransfer(t.db, ids.transfer))!
    expect(row).toMatchObject({ state: 'handed-over', packageHash: handed })
    expect(row.expungedAt).not.toBeNull()
    const bytes = await bytesOfStream((await packageOf(t.house, ids.transfer))!)
    expect(await bytesOfStream((await packageOf(t.house, ids.transfer))!)).toEqual(bytes)
    const checked = await checkPackage(sourceOf(bytes), { publicKey: t.house.signer.publicKeyPem })
    expect(checked.findings).toEqual([])
    expect(checked.manifest!.documents.map(d => d.id)).toEqual([ids.private, ids.kept])
    expect(checked.manifest!.left).toMatchObject([{ id: ids.secret, why: '因涉密已撤回，不再装入本包' }])
    expect(bytes.includes('丙七三一')).toBe(false)

    const view = await filingView(t.house, who.publisher, ids.filing)
    expect(view.expungedAt).toMatch(/^2026-03-02T/)
    expect((await historyOf(t.db, 'filing', ids.filing)).map(e => e.verb)).toEqual([
      'file',
      'expunge',
      'expunge',
    ])
    expect((await verifyRecord(t.db, { anchorsFile: null, trusted: null, ownKey: null })).holds).toBe(true)
  })

  test('备案清单只能这样清除：别的改动和删除数据库不接受', async () => {
    const { t } = bench
    const filing = () => t.db.updateTable('filing').where('id', '=', ids.filing)
    await expect(
      filing()
        .set({ hash: 'f'.repeat(64), expunged_at: t.house.now() })
        .execute(),
    ).rejects.toThrow('只增不改')
    await expect(filing().set({ expunged_at: null }).execute()).rejects.toThrow('只增不改')
    await expect(t.db.deleteFrom('filing').where('id', '=', ids.filing).execute()).rejects.toThrow('只增不改')
  })

  test('实施条例第三十条：还没移交的，因个人隐私撤回后原来的到期开放意见作废，不能照旧移交', async () => {
    const { t, who, bureau } = bench
    const later = await normative('测试县己零六三救助办法')
    const transfer = (await prepareTransfer(t.house, who.publisher, bureau.bodyId, period)).subject
    const step = (verb: string, form?: unknown) =>
      performTransfer(t.house, {
        subject: transfer,
        verb,
        actor: verb === 'check' ? who.opennessOfficer : who.publisher,
        form,
        reason: verb === 'cancel' ? '重新整理' : null,
      })
    await step('check')
    await withdraw(later, 'privacy')
    expect((await refusal(step('handOver'))).message).toContain('到期开放意见不再有效')
    await step('cancel')
    const again = (await prepareTransfer(t.house, who.publisher, bureau.bodyId, period)).subject
    expect((await transferDocuments(t.db, again)).map(d => [d.documentId, d.opening])).toEqual([
      [later, null],
    ])
  })
})
