import { createPublicKey, verify } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sha256Hex } from '#kit/crypto.ts'
import { bufferSource, openKeptZip } from '#kit/zip.ts'
import { refusal } from '../../document/journey.fixture.ts'
import { archivePackage, signedBytes } from '../archive/package.ts'
import { requestExport } from '../export.ts'
import { uploadFile } from '../files/actions.ts'
import { letterForm } from '../letters/forms.ts'
import { makeRequestBench, type RequestBench } from '../request.fixture.ts'
import { readCase } from '../store/cases.ts'
import { settingsOf } from '../store/settings.ts'
import { settingRow } from '../store/settingRow.ts'
import { setSettings } from './actions.ts'

let bench: RequestBench
beforeAll(async () => {
  bench = await makeRequestBench()
})
afterAll(() => bench.t.close())

const set = async (change: object, actor = bench.who.opennessOfficer) =>
  setSettings(bench.t.house, actor, bench.bureau.bodyId, {
    ...(await settingRow(bench.t.db, bench.bureau.bodyId)),
    reason: '机构调整',
    ...change,
  })

describe('本机关设置', () => {
  test('公开工作机构和系统管理员调整，写明理由，改前改后记入履历，领导收到通知', async () => {
    await set({ court: '测试市铁路运输法院' }, bench.who.systemAdmin)
    expect((await settingsOf(bench.t.db, bench.bureau.bodyId)).court).toBe('测试市铁路运输法院')
    const event = await bench.t.db
      .selectFrom('event')
      .select('payload')
      .where('subject_kind', '=', 'request-setting')
      .orderBy('id', 'desc')
      .executeTakeFirstOrThrow()
    expect(JSON.parse(event.payload)).toMatchObject({
      reason: '机构调整',
      data: { before: { court: '测试县人民法院' }, after: { court: '测试市铁路运输法院' } },
    })
    const told = await bench.t.db
      .selectFrom('notice')
      .select('staff_id')
      .where('subject_kind', '=', 'request-setting')
      .execute()
    expect(told.map(n => n.staff_id)).toContain(bench.who.leader.staffId)
    await set({ court: '测试县人民法院' })
  })

  test('别人刚改过的不被覆盖；没有权限的改不了；不合法的网址、天数一次说全', async () => {
    const old = await settingRow(bench.t.db, bench.bureau.bodyId)
    await set({ taskDays: 4 })
    expect((await refusal(set({ ...old }))).code).toBe('stale')
    for (const actor of [bench.who.leader, bench.who.drafter, bench.who.auditAdmin, bench.who.securityAdmin])
      expect((await refusal(set({}, actor))).code).toBe('forbidden')
    const said = await refusal(set({ onlineReview: 'javascript:alert(1)', taskDays: 0, reason: '' }))
    expect(said.reasons.map(r => r.field).sort()).toEqual(['onlineReview', 'reason', 'taskDays'])
  })

  test('文书范本：改掉了必须写明的内容、写了不认识的填写项，不收', async () => {
    const { text } = letterForm('supplement')!
    const bad = await refusal(
      set({
        templates: { supplement: text.replace('视为放弃申请', '后果自负').replace('{申请内容}', '{内容}') },
      }),
    )
    expect(bad.message).toContain('逾期不补正的后果')
    expect(bad.message).toContain('{内容}')
    await set({ templates: { supplement: `${text}\n办公地址：测试县某路1号。` } })
    const [one] = await bench.register()
    await bench.go(one!.subject, 'askSupplement', bench.who.opennessOfficer, {
      form: { on: '2026-03-02', items: '请写明年份。', until: '2026-03-20' },
    })
    const { lettersOf } = await import('../store/letters.ts')
    const { openWords } = await import('../letters/words.ts')
    const letter = (await lettersOf(bench.t.db, one!.subject)).find(l => l.form === 'supplement')!
    expect(openWords(bench.t.house.vault, letter).text).toContain('办公地址：测试县某路1号。')
  })
})

describe('归档包（第四十五条）', () => {
  test('日志逐日说明期限；指纹、签名、履历链可核对；没有证件号码和电话；身份证明不装入', async () => {
    const [one] = await bench.register({ name: '张三丰', identityNumber: 'X9988776' })
    const id = one!.subject
    const officer = bench.who.opennessOfficer
    const jpeg = Buffer.from([
      0xff, 0xd8, 0xff, 0xe0, 0, 16, 74, 70, 73, 70, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0, 0xff, 0xd9,
    ])
    await uploadFile(bench.t.house, officer, id, { role: 'identity', name: '张三丰身份证.jpg', bytes: jpeg })
    await uploadFile(bench.t.house, officer, id, {
      role: 'evidence',
      name: '检索.txt',
      bytes: Buffer.from('检索记录'),
    })
    await bench.reply(id)
    await bench.go(id, 'archive', officer)
    const row = (await readCase(bench.t.db, id))!
    const zip = await openKeptZip(bufferSource(await archivePackage(bench.t.house, bench.t.db, row)))
    const read = async (name: string) => (await zip.read(name)).toString('utf8')
    const log = await read('log.txt')
    expect(log).toContain('以提交之日为收到申请之日')
    expect(log).toMatch(/答复：2026-03-02/)
    const manifest = await read('manifest.json')
    for (const file of (JSON.parse(manifest) as { files: { path: string; sha256: string }[] }).files)
      expect(sha256Hex(await zip.read(file.path)), file.path).toBe(file.sha256)
    const signature = JSON.parse(await read('signature.json')) as Record<string, string>
    expect(
      verify(
        null,
        signedBytes(sha256Hex(manifest)),
        createPublicKey(signature.publicKey!),
        Buffer.from(signature.signature!, 'base64'),
      ),
    ).toBe(true)
    const history = JSON.parse(await read('history.json')) as { payload: string; hash: string }[]
    expect(history.map(h => (JSON.parse(h.payload) as { verb: string }).verb)).toEqual(
      expect.arrayContaining(['register', 'propose', 'approve', 'deliver', 'archive', 'upload']),
    )
    let whole = ''
    for (const entry of zip.entries) whole += `${entry.name}\n${await read(entry.name)}`
    expect(whole).toContain('张三丰')
    for (const personal of ['X9988776', '13800000000', 'applicant@example.invalid', '张三丰身份证'])
      expect(whole).not.toContain(personal)
    expect(zip.entries.filter(e => e.name.startsWith('files/'))).toHaveLength(1)
    expect(zip.entries.some(e => e.name.startsWith('letters/'))).toBe(true)
  })
})

describe('登记簿导出', () => {
  test('公民姓名遮盖，没有不遮盖的办法；三员和业务部门导不出', async () => {
    const source = requestExport(bench.t.house)
    const opened = source.open(bench.who.opennessOfficer, { state: 'open' })
    const lines = []
    for await (const line of opened.lines(true)) lines.push(line)
    expect(lines.length).toBeGreaterThan(0)
    expect(lines.length).toBe(await opened.count(1000))
    expect(JSON.stringify(lines)).not.toContain('申请人甲某')
    expect(await opened.conditions()).toBe('环节：未办结')
    for (const actor of [bench.who.systemAdmin, bench.who.auditAdmin, bench.who.drafter])
      expect(() => source.open(actor, {})).toThrow('导出')
  })
})
