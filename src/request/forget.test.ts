import { readdir } from 'node:fs/promises'
import { join, dirname } from 'node:path'
import pg from 'pg'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bufferSource } from '#kit/zip.ts'
import { verifyRecord } from '#record/verify/walk.ts'
import { tablesWith } from '../../test/setup/everywhere.ts'
import { refusal } from '../document/journey.fixture.ts'
import { readerEnvelope } from './codes.ts'
import { archivePackage } from './archive/package.ts'
import { checkArchive } from './archive/check.ts'
import { reveal } from './actions/reveal.ts'
import { performFile, revealFile, uploadFile } from './files/actions.ts'
import { makeLetter, performLetter } from './letters/actions.ts'
import { deliverOnline } from './online/deliver.ts'
import { nightly } from './online/forget.ts'
import { takeAll } from './online/takeIn.ts'
import { makeOnline, png, secrets, type Online } from './online.fixture.ts'
import { caseView } from './present.ts'
import { enterRemedy, performRemedy } from './remedies/actions.ts'
import { emptyFile, ordinary } from './request.fixture.ts'
import { readCase } from './store/cases.ts'
import { lettersOf } from './store/letters.ts'
import { registerRows } from './store/register.ts'
import { rowViews } from './present.ts'

/** Every word by which this applicant, and whoever was consulted, could be found again. */
const words = {
  ...secrets,
  thirdParty: '司马第三方化工',
  keyword: '欧阳机密',
  remedyNote: '住密云区某某路77号',
}

let o: Online
let id = 0
let codes = { receipt: '', query: '' }
let before: string[] = []

const folder = () => dirname(dirname(o.house.files.pathOf('0'.repeat(64))))
const filesOnDisk = async () =>
  (await readdir(folder(), { recursive: true, withFileTypes: true }).catch(() => []))
    .filter(e => e.isFile())
    .map(e => join(e.parentPath, e.name))
    .sort()

/** Everything that still lies closed anywhere in the database or on disk, opened: with the vault, the office's key, the reader's codes. */
async function opened(): Promise<string[]> {
  const found: string[] = []
  const reader = readerEnvelope(codes.receipt, codes.query)
  const openers = [o.house.vault, o.house.envelope, reader]
  const look = (where: string, bytes: Buffer) => {
    for (const opener of openers)
      try {
        const text = opener.open(bytes)
        found.push(`${where} ${text} ${Buffer.from(text, 'base64').toString('utf8')}`)
      } catch {
        // Not closed for this one.
      }
  }
  const client = new pg.Client(o.bench.t.connection())
  await client.connect()
  try {
    const columns = await client.query<{ t: string; c: string }>(
      `select format('%I.%I', table_schema, table_name) as t, quote_ident(column_name) as c
       from information_schema.columns where data_type = 'bytea' and table_schema in ('office', 'record')`,
    )
    expect(columns.rows.length).toBeGreaterThan(8)
    for (const { t, c } of columns.rows) {
      const rows = await client.query<{ v: Buffer }>(`select ${c} as v from ${t} where ${c} is not null`)
      for (const { v } of rows.rows) look(`${t}.${c}`, v)
    }
  } finally {
    await client.end()
  }
  const { readFile } = await import('node:fs/promises')
  for (const file of await filesOnDisk()) look(file, await readFile(file))
  return found
}

beforeAll(async () => {
  o = await makeOnline()
  const { bench, house } = o
  const { opennessOfficer: officer, drafter, leader, legalReviewer } = bench.who
  before = await filesOnDisk()
  const taken = await o.taken(
    { informationName: `${secrets.name}的救助审批材料`, description: `电话${secrets.phone}` },
    true,
  )
  id = taken.id
  codes = taken
  await bench.t.db
    .updateTable('request')
    .set({ submitted_on: '2026-11-20', arrived_on: '2026-11-20' })
    .where('id', '=', id)
    .execute()
  const go = (verb: string, actor = officer, more: object = {}) => bench.go(id, verb, actor, more)
  const today = '2026-11-23'
  await go('contact', officer, {
    form: { on: today, how: 'phone', result: `拨打${secrets.phone}，${secrets.name}接听` },
  })
  await o.confirm(id)
  await o.status(codes, {
    act: 'message',
    matter: String(id),
    text: `我是${secrets.name}，住${secrets.address}`,
  })
  await takeAll(house)
  await go('note', officer, { form: { text: `${secrets.name}您好，已收到。` } })
  await go('handOut', officer, {
    form: { departments: [bench.bureau.departmentId], asked: `请检索${secrets.name}的材料。` },
  })
  await go('search', officer, {
    form: {
      on: today,
      systems: [`${secrets.name}的案卷`],
      scope: `${secrets.address}辖区`,
      keywords: [words.keyword],
      found: true,
      note: `在${secrets.name}名下找到`,
    },
  })
  await go('opine', drafter, { reason: '可以公开。' })
  await go('consult', officer, {
    form: {
      who: 'thirdParty',
      name: words.thirdParty,
      on: today,
      receivedOn: today,
      what: `${secrets.name}的材料是否公开`,
    },
  })
  await go('hear', officer, {
    form: { ref: '1', on: today, answer: 'consents', note: `${words.thirdParty}同意` },
  })
  for (const [role, name] of [
    ['application', `${secrets.name}的申请书.txt`],
    ['evidence', `${secrets.name}检索.txt`],
    ['consultation', `${words.thirdParty}的回函.txt`],
    ['open-part', '拟公开的部分.txt'],
  ] as const) {
    const bytes = Buffer.from(`${name}：${secrets.name}`)
    const { subject } = await uploadFile(house, officer, id, { role, name, bytes })
    if (role === 'open-part') await performFile(house, { subject, verb: 'check', actor: officer })
  }
  const { subject: paper } = await makeLetter(house, officer, id, { form: 'registration' })
  await performLetter(house, { subject: paper, verb: 'finish', actor: officer, reason: '照此存档' })
  for (const { id: subject, form, final } of await lettersOf(house.db, id))
    if (!final && form.startsWith('consult'))
      await performLetter(house, { subject, verb: 'finish', actor: officer, reason: '已发出' })
  await go('propose', officer, {
    form: {
      answers: ordinary,
      grounds: [],
      file: { ...emptyFile, reason: `${secrets.name}本人申请` },
      findings: `经查，${secrets.name}的材料在案。`,
      online: true,
    },
  })
  await go('review', legalReviewer)
  await go('approve', leader)
  await go('deliver', officer, { form: { how: 'online', on: today, unstamped: true } })
  await uploadFile(house, officer, id, {
    role: 'reply',
    name: `答复${secrets.name}.txt`,
    bytes: Buffer.from(`${secrets.name}：予以公开`),
  })
  expect(await deliverOnline(house, id)).toBeGreaterThan(0)
  await reveal(house, officer, id, { reason: '电话确认' })
  await go('archive', officer)
  await uploadFile(house, officer, id, {
    role: 'delivery',
    name: `${secrets.name}签收.txt`,
    bytes: Buffer.from(`${secrets.name}签收`),
  })
  const row = (await readCase(bench.t.db, id))!
  const { subject: remedy } = await enterRemedy(house, officer, bench.bureau.bodyId, {
    block: 'review',
    number: '测政复〔2026〕9号',
    authority: '测试县人民政府',
    receivedOn: today,
    request: row.number!,
    note: words.remedyNote,
  })
  await performRemedy(house, {
    subject: remedy,
    verb: 'decide',
    actor: officer,
    form: { on: today, result: 'upheld' },
  })
})
afterAll(() => o.close())

describe('保存期限届满以后（个人信息保护法第十九条）', { timeout: 240_000 }, () => {
  test('届满以前：登记的个人信息只在密文里，经办人写进检索和分办的话另有明文；办理中的文件都在盘上', async () => {
    const written: Partial<Record<keyof typeof secrets, string[]>> = {
      name: ['request', 'request_delivered', 'request_fact', 'request_file', 'request_task'].map(
        t => `office.${t}`,
      ),
      address: ['office.request_fact'],
    }
    for (const [field, secret] of Object.entries(secrets))
      expect(await tablesWith(o.bench.t, secret), field).toEqual(written[field as 'name'] ?? [])
    expect(await tablesWith(o.bench.t, '住密云区某某路77号')).toEqual(['office.request_remedy'])
    const all = (await opened()).join('\n')
    for (const word of Object.values(words))
      expect(all.includes(word) || word === words.remedyNote).toBe(true)
    expect((await filesOnDisk()).length).toBeGreaterThanOrEqual(before.length + 8)
    const zip = await archivePackage(o.house, o.bench.t.db, (await readCase(o.bench.t.db, id))!)
    expect(zip.includes(secrets.name)).toBe(true)
    expect((await checkArchive(bufferSource(zip))).findings).toEqual([])
  })

  test('还有没审结的复议、诉讼时不删；差一天也不删', async () => {
    await o.bench.t.db.updateTable('request_setting').set({ personal_days: 60 }).execute()
    await o.bench.t.db
      .updateTable('request_remedy')
      .set({ result: 'pending', decided_on: null })
      .where('request_id', '=', id)
      .execute()
    o.bench.t.setNow('2027-03-01T02:00:00+08:00')
    await nightly(o.house)
    expect((await readCase(o.bench.t.db, id))!.sealed).not.toBeNull()
    await o.bench.t.db
      .updateTable('request_remedy')
      .set({ result: 'upheld', decided_on: '2026-11-23' })
      .where('request_id', '=', id)
      .execute()
    o.bench.t.setNow('2027-01-22T02:00:00+08:00')
    await nightly(o.house)
    expect((await readCase(o.bench.t.db, id))!.sealed).not.toBeNull()
  })

  test('以前登记的内容摘要里还有姓名的，届满时遮盖', async () => {
    await o.bench.t.db
      .updateTable('request')
      .set({ subject: `${secrets.name}（电话${secrets.phone}）的救助审批材料` })
      .where('id', '=', id)
      .execute()
    expect(await tablesWith(o.bench.t, `${secrets.name}（电话`)).toEqual(['office.request'])
  })

  test('任何表、任何文件里都不再有申请人和第三方的姓名、证件号码、电话、地址、邮箱，密文打开也没有', async () => {
    o.bench.t.setNow('2027-01-23T02:00:00+08:00')
    await nightly(o.house)
    for (const word of Object.values(words)) expect(await tablesWith(o.bench.t, word), word).toEqual([])
    const all = (await opened()).join('\n')
    for (const word of Object.values(words)) expect(all.includes(word), word).toBe(false)
    expect(await filesOnDisk()).toEqual(before)
    expect((await o.status(codes)).status).toBe(422)
  })

  test('留下的：编号、日期、结果、谁办的、指纹；统计和履历链不受影响', async () => {
    const { bench, house } = o
    const row = (await readCase(bench.t.db, id))!
    expect(row.subject).toBe('欧***（电话1***）的救助审批材料')
    expect([row.outcome, row.number, row.repliedOn]).toEqual(['O2', '测应急公开申〔2026〕1号', '2026-11-23'])
    const letters = await lettersOf(bench.t.db, id)
    expect(letters.length).toBeGreaterThan(3)
    for (const letter of letters) expect(letter.hash).toMatch(/^[0-9a-f]{64}$/)
    const files = await bench.t.db
      .selectFrom('request_file')
      .selectAll()
      .where('request_id', '=', id)
      .execute()
    expect(files.length).toBeGreaterThanOrEqual(7)
    for (const file of files)
      expect([file.name, file.checked, file.deleted_at === null]).toEqual(['（已按期删除）', null, false])
    const view = await caseView(house, row, bench.who.opennessOfficer)
    expect(view.facts.length).toBeGreaterThan(8)
    expect(JSON.stringify(view)).toContain('已按期删除')
    const zip = await archivePackage(house, bench.t.db, row)
    expect((await checkArchive(bufferSource(zip))).findings).toEqual([])
    const lines = await registerRows(bench.t.db, [bench.bureau.bodyId], {}, { limit: 9, offset: 0 })
    expect((await rowViews(house, lines))[0]).toMatchObject({
      applicant: '欧**密',
      outcome: expect.any(String),
    })
    const checked = await verifyRecord(bench.t.db, { anchorsFile: null, trusted: null, ownKey: null })
    expect(checked.holds).toBe(true)
  })

  test('再跑一遍没有可删的；办理记录不能被改成别的', async () => {
    await nightly(o.house)
    const forgets = await o.bench.t.db
      .selectFrom('event')
      .select('id')
      .where('verb', '=', 'forget')
      .where('subject_id', '=', id)
      .execute()
    expect(forgets).toHaveLength(1)
    const change = (set: string) =>
      sql`update request_fact set ${sql.raw(set)} where request_id = ${id}`.execute(o.bench.t.db)
    for (const set of [
      `on_day = '2020-01-01'`,
      `kind = 'note'`,
      `data = '{"found": false}'`,
      `sealed = decode('02010001ff', 'hex')`,
      `data = data || '{"scope": "另写"}'`,
    ])
      await expect(change(set), set).rejects.toThrow('只增不改')
  })
})

describe('履历里不能写进申请人是谁', { timeout: 240_000 }, () => {
  test('理由里写了姓名、证件号码、电话、住址、邮箱的，说明是哪一样并拒绝，改写后可以办理', async () => {
    const { bench, house } = o
    const officer = bench.who.opennessOfficer
    const [one] = await bench.register({ ...secrets, identityProof: 'residentCard' })
    const { subject } = one!
    const cancel = (reason: string) =>
      refusal(bench.go(subject, 'cancel', officer, { form: { on: '2027-01-23' }, reason }))
    for (const [field, said] of [
      ['name', '姓名'],
      ['identityNumber', '证件号码'],
      ['phone', '电话'],
      ['address', '住址'],
      ['email', '电子邮箱'],
    ] as const) {
      const refused = await cancel(`申请人${secrets[field]}来信撤回`)
      expect(refused.reasons[0]).toMatchObject({ field: 'reason' })
      expect(refused.message).toContain(said)
      expect(refused.message).not.toContain(secrets[field])
    }
    expect((await cancel('139 1234 5678 打来电话')).message).toContain('电话')
    const spoken = `回拨${secrets.phone}核对`
    expect((await refusal(reveal(house, officer, subject, { reason: spoken }))).message).toContain('电话')
    const { recode } = await import('./online/recode.ts')
    expect((await refusal(recode(house, officer, subject, { reason: spoken }))).message).toContain('电话')
    const { subject: file } = await uploadFile(house, officer, subject, {
      role: 'identity',
      name: '证件.png',
      bytes: png,
    })
    expect((await refusal(revealFile(house, officer, subject, file, spoken))).message).toContain('电话')
    await bench.go(subject, 'cancel', officer, { form: { on: '2027-01-23' }, reason: '申请人来信撤回' })
    for (const secret of Object.values(secrets)) expect(await tablesWith(bench.t, secret), secret).toEqual([])
  })

  test('单位的名称不是个人信息；列表里的内容摘要遮盖公民的姓名', async () => {
    const { bench } = o
    const [one] = await bench.register({
      applicantKind: 'commercial',
      name: '测试县某某有限公司',
      creditCode: '11220000740468418C',
      identityProof: null,
      identityNumber: '',
      contactName: '联系人乙',
      description: '测试县某某有限公司的许可档案',
    })
    const row = (await readCase(bench.t.db, one!.subject))!
    expect(row.subject).toBe('测试县某某有限公司的许可档案')
    await bench.go(one!.subject, 'cancel', bench.who.opennessOfficer, {
      form: { on: '2027-01-23' },
      reason: '测试县某某有限公司来函撤回',
    })
  })
})
