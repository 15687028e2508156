import { createPublicKey, verify } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Actor } from '#kit/actor.ts'
import { canonical, makeSigner, newSigningKeyPem, sha256Hex } from '#kit/crypto.ts'
import { stepOf } from '#kit/workflow.ts'
import { bufferSource, openKeptZip, zipOf } from '#kit/zip.ts'
import { signatureOf } from '#record/signedPackage.ts'
import { refusal } from '../../document/journey.fixture.ts'
import { checkArchive } from '../archive/check.ts'
import { archivePackage, signedBytes } from '../archive/package.ts'
import { requestExport } from '../export.ts'
import { uploadFile } from '../files/actions.ts'
import { letterForm } from '../letters/forms.ts'
import { openWords } from '../letters/words.ts'
import { makeRequestBench, type RequestBench } from '../request.fixture.ts'
import { readCase } from '../store/cases.ts'
import { settingsOf } from '../store/settings.ts'
import { lettersOf } from '../store/letters.ts'
import { insertProposal, moveProposal, pendingProposal } from '../store/proposals.ts'
import { settingRow } from '../store/settingRow.ts'
import { setSettings } from './actions.ts'
import { guardedKeys, plainKeys } from './model.ts'
import { performProposal, proposalVerbs } from './proposals.ts'
import { settingWork } from './work.ts'
import { proposalStates, proposalWorkflow } from './workflow.ts'

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

const pending = async () => (await pendingProposal(bench.t.db, bench.bureau.bodyId))!
const decide = async (verb: string, actor = bench.who.leader, more: { reason?: string } = {}) =>
  performProposal(bench.t.house, { subject: (await pending()).id, verb, actor, ...more })
const settings = () => settingsOf(bench.t.db, bench.bureau.bodyId)
const notices = async () =>
  bench.t.db
    .selectFrom('notice')
    .select(['staff_id', 'text'])
    .where('subject_kind', '=', 'request-setting')
    .orderBy('id', 'desc')
    .execute()
const events = async (kind: string) =>
  (
    await bench.t.db
      .selectFrom('event')
      .select('payload')
      .where('subject_kind', '=', kind)
      .orderBy('id', 'desc')
      .execute()
  ).map(e => JSON.parse(e.payload) as Record<string, unknown>)

describe('本机关设置', () => {
  test('内部的期限、编号和联系方式一人调整即生效，改前改后记入履历，领导收到通知', async () => {
    const done = await set({ contact: '测试县某路1号，0391-1234567' })
    expect([done.set === null, done.proposed]).toEqual([false, null])
    expect((await settings()).contact).toContain('0391-1234567')
    expect((await events('request-setting'))[0]).toMatchObject({
      verb: 'set',
      reason: '机构调整',
      data: { before: { contact: '' }, after: { contact: '测试县某路1号，0391-1234567' } },
    })
    expect((await notices())[0]).toMatchObject({ staff_id: bench.who.leader.staffId })
  })

  test('救济途径、文书范本、保留期限须两人：批准以前仍按原来的办理，提请人自己批准不了', async () => {
    const done = await set({ court: '测试市铁路运输法院', taskDays: 6 }, bench.who.systemAdmin)
    expect([done.set === null, done.proposed === null]).toEqual([false, false])
    expect(await settings()).toMatchObject({ court: '测试县人民法院', taskDays: 6 })
    expect((await notices())[0]!.text).toContain('请审批：机构调整')
    for (const actor of [bench.who.systemAdmin, bench.who.opennessOfficer])
      expect((await refusal(decide('approve', actor))).code).toBe('forbidden')
    const both = {
      ...bench.who.systemAdmin,
      roles: [...bench.who.systemAdmin.roles, ...bench.who.leader.roles],
    }
    expect((await refusal(decide('approve', both))).message).toContain('四眼')
    const todo = (actor: Actor) =>
      settingWork(bench.t.house).page('todo', actor, { after: null, limit: 9, light: null })
    expect((await todo(bench.who.leader)).map(w => [w.step, w.address])).toEqual([
      ['待批准', '/requests/settings'],
    ])
    for (const actor of [both, bench.who.opennessOfficer, bench.who.auditAdmin])
      expect(await todo(actor)).toEqual([])
    expect((await refusal(set({ reviewBody: '某市人民政府' }))).message).toContain('已有一项调整')
    await set({ taskDays: 5 })
    await decide('approve')
    expect(await settings()).toMatchObject({ court: '测试市铁路运输法院', taskDays: 5 })
    expect((await events('request-setting-proposal'))[0]).toMatchObject({
      verb: 'approve',
      role: 'leader',
      data: { before: { court: '测试县人民法院' }, after: { court: '测试市铁路运输法院' } },
    })
    expect((await notices())[0]).toMatchObject({ staff_id: bench.who.systemAdmin.staffId })
    expect(await pendingProposal(bench.t.db, bench.bureau.bodyId)).toBeNull()
  })

  test('不予批准须写理由，设置不变；撤回以后可以再提；提请以后别处改过的不能照旧批准', async () => {
    await set({ court: '甲法院' })
    expect((await refusal(decide('reject'))).reasons[0]!.field).toBe('reason')
    await decide('reject', bench.who.leader, { reason: '仍由县法院管辖' })
    expect((await settings()).court).toBe('测试市铁路运输法院')
    expect((await notices())[0]!.text).toContain('仍由县法院管辖')
    await set({ court: '测试县人民法院' })
    await decide('withdraw', bench.who.opennessOfficer)
    await set({ court: '测试县人民法院' })
    await bench.t.db.updateTable('request_setting').set({ court: '别处改的' }).execute()
    expect((await refusal(decide('approve'))).message).toContain('又改过')
    await bench.t.db.updateTable('request_setting').set({ court: '测试市铁路运输法院' }).execute()
    const { id } = await pending()
    await decide('approve')
    expect((await settings()).court).toBe('测试县人民法院')
    const again = performProposal(bench.t.house, { subject: id, verb: 'approve', actor: bench.who.leader })
    expect((await refusal(again)).code).toBe('not-now')
  })

  test('每一项设置要么一人、要么两人，没有漏掉的；环节 × 动作 × 角色：表里没有的一律不行', async () => {
    const { version, templates, ...rest } = await settingRow(bench.t.db, bench.bureau.bodyId)
    expect([version > 0, typeof templates]).toEqual([true, 'object'])
    expect([...guardedKeys, ...plainKeys].sort()).toEqual(Object.keys(rest).sort())
    for (const state of proposalStates)
      for (const verb of proposalVerbs)
        for (const [role, actor] of Object.entries(bench.who)) {
          const id = await insertProposal(bench.t.db as never, {
            bodyId: bench.bureau.bodyId,
            from: {},
            to: {},
            reason: '试',
            proposedBy: bench.who.drafter.staffId,
            proposedAt: bench.t.house.now(),
          })
          if (state !== 'proposed') await moveProposal(bench.t.db as never, id, state, bench.t.house.now())
          const step = stepOf(proposalWorkflow, state, verb)
          const may = step !== undefined && step.by.includes(role)
          const tried = await performProposal(bench.t.house, {
            subject: id,
            verb,
            actor,
            reason: '试',
          }).then(
            () => 'done',
            (error: { code?: string }) => error.code,
          )
          const sees = ['opennessOfficer', 'systemAdmin', 'leader'].includes(role)
          const no = sees ? (step ? 'forbidden' : 'not-now') : 'not-found'
          expect(tried, `${state} ${verb} ${role}`).toBe(may ? 'done' : no)
          await bench.t.db.deleteFrom('request_setting_proposal').where('id', '=', id).execute()
        }
  })

  test('别人刚改过的不被覆盖；没有权限的改不了；不合法的网址、天数一次说全；没有改动的说明', async () => {
    const old = await settingRow(bench.t.db, bench.bureau.bodyId)
    await set({ taskDays: 4 })
    expect((await refusal(set({ ...old, taskDays: 7 }))).code).toBe('stale')
    expect((await refusal(set({}))).message).toContain('没有改动任何一项')
    for (const actor of [bench.who.leader, bench.who.drafter, bench.who.auditAdmin, bench.who.securityAdmin])
      expect((await refusal(set({ taskDays: 9 }, actor))).code).toBe('forbidden')
    const said = await refusal(set({ onlineReview: 'javascript:alert(1)', taskDays: 0, reason: '' }))
    expect(said.reasons.map(r => r.field).sort()).toEqual(['onlineReview', 'reason', 'taskDays'])
  })

  test('文书范本：改掉了必须写明的内容、写了不认识的填写项，不收；批准以后用于新的文书', async () => {
    const { text } = letterForm('supplement')!
    const bad = await refusal(
      set({
        templates: { supplement: text.replace('视为放弃申请', '后果自负').replace('{申请内容}', '{内容}') },
      }),
    )
    expect(bad.message).toContain('逾期不补正的后果')
    expect(bad.message).toContain('{内容}')
    await set({ templates: { supplement: `${text}\n办公地址：测试县某路1号。` } })
    const words = async () => {
      const [one] = await bench.register()
      await bench.go(one!.subject, 'askSupplement', bench.who.opennessOfficer, {
        form: { on: '2026-03-02', items: '请写明年份。', until: '2026-03-20' },
      })
      const letter = (await lettersOf(bench.t.db, one!.subject)).find(l => l.form === 'supplement')!
      return openWords(bench.t.house.vault, letter).text
    }
    expect(await words()).not.toContain('办公地址：测试县某路1号。')
    await decide('approve')
    expect(await words()).toContain('办公地址：测试县某路1号。')
    await set({ templates: {} })
    await decide('approve')
    expect(await words()).not.toContain('办公地址：测试县某路1号。')
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

    // 离线核对：改动任何一处都查得出，说得出是哪个文件。
    const whole2 = await archivePackage(bench.t.house, bench.t.db, row)
    const key = { publicKey: bench.t.house.signer.publicKeyPem }
    expect(await checkArchive(bufferSource(whole2), key)).toMatchObject({
      holds: true,
      findings: [],
      manifest: { number: row.number },
    })
    const other = { publicKey: makeSigner(newSigningKeyPem()).publicKeyPem }
    expect((await checkArchive(bufferSource(whole2), other)).findings[0]!.text).toContain('不是同一把')
    for (let at = 0; at < whole2.length; at += 97) {
      const changed = Buffer.from(whole2)
      changed[at]! ^= 1
      expect((await checkArchive(bufferSource(changed))).holds, `第${at}字节`).toBe(false)
    }
    for (const length of [0, 10, 1000, whole2.length - 1])
      expect((await checkArchive(bufferSource(whole2.subarray(0, length)))).holds).toBe(false)
    // Signed anew by the same key with another answer: the letter no longer comes to its fingerprint.
    const items = await Promise.all(
      zip.entries
        .filter(e => e.name !== 'manifest.json' && e.name !== 'signature.json')
        .map(async e => ({ name: e.name, bytes: await zip.read(e.name) })),
    )
    const reply = items.find(i => i.name.includes('reply-'))!
    reply.bytes = Buffer.from(reply.bytes.toString('utf8').replaceAll('予以公开', '不予公开'))
    const forged = canonical({
      ...(JSON.parse(manifest) as object),
      files: items.map(i => ({ path: i.name, size: i.bytes.length, sha256: sha256Hex(i.bytes) })),
    })
    items.push({ name: 'manifest.json', bytes: Buffer.from(forged) })
    const signed = signatureOf(bench.t.house.signer, forged, signedBytes)
    items.push({ name: 'signature.json', bytes: Buffer.from(signed) })
    const pieces: Buffer[] = []
    for await (const piece of zipOf(items)) pieces.push(piece)
    expect((await checkArchive(bufferSource(Buffer.concat(pieces)))).findings).toEqual([
      { path: reply.name, text: '文字、编号或者日期与定稿时的指纹不符。' },
    ])
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
