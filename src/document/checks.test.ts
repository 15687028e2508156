import { buffer } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { act } from '#kit/act.ts'
import type { Actor } from '#kit/actor.ts'
import { changeLexicon } from '#patrol/actions/lexicon.ts'
import { patrolRoutes } from '#patrol/api.ts'
import { scanFile } from '#patrol/scan.ts'
import { idNumber, mobile, options } from '#patrol/patrol.fixture.ts'
import { makeXlsx } from '#patrol/sheets.fixture.ts'
import type { MaskView, SettledView } from '#patrol/views.ts'
import { makeBureau, type Bureau } from '../../test/setup/bureau.ts'
import { makeOffice, type Method, type TestOffice, type Told } from '../../test/setup/office.ts'
import { attach, saveDraft } from './actions/draft.ts'
import { deedsOf, perform } from './actions/perform.ts'
import { documentRoutes } from './api.ts'
import { checkedDocument, withChecks } from './checks.ts'
import { makeDocumentBench, refusal, sampleDraft, type DocumentBench } from './journey.fixture.ts'
import { documentProcedure } from './procedure.ts'
import { attachmentsOf, readDocument, type DocumentRow } from './store.ts'
import type { CaseView } from './views.ts'
import type { Deed } from '#kit/act.ts'

let bench: DocumentBench
let other: Bureau
let office: TestOffice
const call = <T = Told>(actor: Actor, method: Method, url: string, payload?: object) =>
  office.call<T>(actor, method, url, payload)

beforeAll(async () => {
  bench = await makeDocumentBench()
  other = await makeBureau(bench.t.db, 'other-bureau', '别县应急管理局')
  office = await makeOffice(
    documentRoutes(bench.t.house),
    patrolRoutes(bench.t.house, {
      subjects: (kind, id, actor) => checkedDocument(bench.t.db, kind, id, actor),
    }),
  )
})
afterAll(async () => {
  await office.close()
  await bench.t.close()
})

const body = (html: string) => ({ bodyHtml: `${html}${sampleDraft.bodyHtml}` })
const findings = async (actor: Actor, id: number) =>
  (await call<SettledView>(actor, 'GET', `/api/patrol/findings?kind=document&id=${id}`)).body
const overrule = (actor: Actor, id: number, finding: string, reason: string) =>
  call(actor, 'POST', '/api/patrol/rulings', { kind: 'document', id, finding, reason })
const view = async (actor: Actor, id: number) =>
  (await call<CaseView>(actor, 'GET', `/api/documents/${id}`)).body

describe('送审、签发、发布前的文字检查（吉林一（二）、一（三））', () => {
  test('条例第十五条：附件XLSX隐藏工作表里有身份证号的不能送审；一键遮盖后可以，原稿留下但不公开', async () => {
    const { t, who } = bench
    const { subject } = await bench.drafted()
    const bytes = await makeXlsx({ hiddenSheet: idNumber(3) })
    const attachment = await attach(t.house, who.drafter, subject, {
      name: '补助名单.xlsx',
      bytes,
      role: 'attachment',
    })
    const refused = await refusal(bench.go(subject, 'submit', who.drafter))
    // The number, and the hidden sheet itself.
    expect(refused.reasons).toHaveLength(2)
    expect(refused.reasons[0]).toMatchObject({
      field: expect.stringMatching(/^finding:[0-9a-f]{20}$/) as string,
      basis: '条例/15',
    })
    expect(refused.reasons[0]!.text).toMatch(/附件“补助名单\.xlsx”工作表“底表”（隐藏）.*身份证/)
    expect(JSON.stringify(refused.reasons)).not.toContain(idNumber(3))
    // The case page knows it now, too.
    const offer = (await view(who.drafter, subject)).offers.find(o => o.verb === 'submit')!
    expect(offer.blocked.map(r => r.field)).toEqual(refused.reasons.map(r => r.field))

    const url = `/api/documents/${subject}/attachments/${attachment}/mask`
    expect((await call(other.actors.drafter, 'POST', url)).status).toBe(404)
    expect((await call(who.departmentHead, 'POST', url)).status).toBe(403)
    const masked = await call<MaskView>(who.drafter, 'POST', url)
    expect(masked.status).toBe(200)
    expect(masked.body.removed).toEqual([
      { kind: 'idNumber', masked: expect.any(String) as string, count: 1 },
    ])
    expect(masked.body.checks.length).toBeGreaterThan(2)
    const files = await attachmentsOf(t.db, subject)
    expect(files.map(f => [f.name, f.role])).toEqual([
      ['补助名单.xlsx', 'attachment'],
      ['原稿-补助名单.xlsx', 'source'],
    ])
    // Pressed twice, there is nothing more to mask, and the masked file is not taken for an original.
    expect((await call<MaskView>(who.drafter, 'POST', url)).body.removed).toEqual([])
    expect(await attachmentsOf(t.db, subject)).toHaveLength(2)
    const now = new Uint8Array(await buffer(t.house.files.read(files[0]!.hash)))
    expect(
      (await scanFile({ name: '补助名单.xlsx', bytes: now }, options)).findings.map(f => f.kind),
    ).not.toContain('idNumber')
    const hidden = await refusal(bench.go(subject, 'submit', who.drafter))
    expect(hidden.reasons).toMatchObject([{ text: expect.stringContaining('隐藏') as string }])
    const sheet = hidden.reasons[0]!.field!.slice('finding:'.length)
    expect((await overrule(who.drafter, subject, sheet, '底表只有户数，需要保留')).status).toBe(200)
    expect((await bench.go(subject, 'submit', who.drafter)).state).toBe('department-review')
    // That the number was mended is on record with the name of who did it.
    const { rulings } = await findings(who.departmentHead, subject)
    expect(rulings.map(r => [r.ruling, r.staffName])).toEqual([
      ['mended', who.drafter.name],
      ['overruled', who.drafter.name],
    ])
  })

  test('没有问题的公文不多一步：送审、签发、发布照常，检查结果自动存下', async () => {
    const id = await bench.upTo('publish')
    expect((await readDocument(bench.t.db, id))!.state).toBe('published')
    const settled = await findings(bench.who.publisher, id)
    expect(settled.gate).toEqual({ submit: [], publish: [] })
    expect(settled.findings.every(f => f.tier === 'C')).toBe(true)
  })

  test('必须改正的：拟稿人自己不能确认无误，部门负责人写明理由可以；改正了的也可以送审', async () => {
    const { who } = bench
    const { subject } = await bench.drafted(body('<p>经攻府同意，现予公布。</p>'))
    const [reason] = (await refusal(bench.go(subject, 'submit', who.drafter))).reasons
    const finding = reason!.field!.slice('finding:'.length)
    const own = await overrule(who.drafter, subject, finding, '这是引用的原文，没有错')
    expect(own.status).toBe(422)
    expect(own.body.message).toContain('拟稿人不能自己确认无误')
    const wordless = await overrule(who.departmentHead, subject, finding, ' ')
    expect(wordless.body.message).toContain('请写明为什么')
    expect((await overrule(other.actors.departmentHead, subject, finding, '别的机关的人')).status).toBe(404)
    expect((await overrule(who.departmentHead, subject, finding, '引用的是原文的写法')).status).toBe(200)
    expect((await bench.go(subject, 'submit', who.drafter)).state).toBe('department-review')
  })

  test('改正或经第二人确认的：送审前一人确认即可，签发前须有第二人', async () => {
    const { who } = bench
    const { subject } = await bench.drafted(body('<p>认真布署汛期工作。</p>'))
    await refusal(bench.go(subject, 'submit', who.drafter))
    const finding = (await findings(who.drafter, subject)).findings.find(f => f.tier === 'B')!
    expect(finding).toMatchObject({ open: 2, mayOverrule: true })
    expect((await overrule(who.drafter, subject, finding.id, '地方文件中的固定写法')).status).toBe(200)
    await bench.go(subject, 'submit', who.drafter)
    await bench.go(subject, 'approve', who.departmentHead)
    await bench.go(subject, 'agree', who.opennessOfficer)
    const refused = await refusal(bench.go(subject, 'sign', who.leader))
    expect(refused.reasons[0]!.text).toContain('还须由第二人确认')
    expect((await overrule(who.leader, subject, finding.id, '确为固定写法')).status).toBe(200)
    expect((await bench.go(subject, 'sign', who.leader)).state).toBe('numbering')
    await bench.go(subject, 'number', who.publisher, { form: { series: '测应急' } })
    await bench.go(subject, 'issue', who.publisher)
    expect((await bench.go(subject, 'publish', who.publisher)).state).toBe('published')
  })

  test('提示不拦路：半角标点、没有主题分类的公文照样送审', async () => {
    const { who } = bench
    const { subject } = await bench.drafted(body('<p>请各乡镇,各单位遵照执行。</p>'))
    expect((await bench.go(subject, 'submit', who.drafter)).state).toBe('department-review')
    const { findings: found } = await findings(who.departmentHead, subject)
    expect(found.map(f => f.kind)).toEqual(expect.arrayContaining(['punctuation', 'metadata']))
    expect(found.every(f => f.open === 0)).toBe(true)
  })

  test('错链：指向本站没有的地址、内部网络和本机文件的链接不能送审', async () => {
    const { t, who } = bench
    const { address } = (await readDocument(t.db, await bench.upTo('publish')))!
    const site = t.house.site.origin + t.house.site.base
    const { subject } = await bench.drafted(
      body(
        `<p><a href="${site}/test-bureau/content/20200101-9999.html">旧文</a>、<a href="http://10.1.2.3/a">内网</a>、<a href="${site}${address}">已公开的</a>、<a href="https://www.gov.cn/">中国政府网</a></p>`,
      ),
    )
    const refused = await refusal(bench.go(subject, 'submit', who.drafter))
    expect(refused.reasons.map(r => r.text)).toEqual([
      expect.stringContaining('本站没有的地址') as string,
      expect.stringContaining('内部网络') as string,
    ])
  })
})

describe('检查之后又改动', () => {
  /** The step as `perform` takes it, cut open between the check and the transaction. */
  async function cut(subject: number, verb: string, actor: Actor, between: () => Promise<unknown>) {
    const { house } = bench.t
    const deed = deedsOf(house)[verb] as Deed<DocumentRow>
    const guarded = await withChecks(house, deed, { subject, verb, actor })
    await between()
    return act(house, documentProcedure, guarded, { subject, verb, actor })
  }

  test('检查完、办理前正文被改：请重新检查，公文不动；再办一次就按新的内容检查', async () => {
    const { t, who } = bench
    const { subject, version } = await bench.drafted()
    const refused = await refusal(
      cut(subject, 'submit', who.drafter, () =>
        saveDraft(t.house, who.drafter, subject, version, {
          ...sampleDraft,
          ...body(`<p>电话${mobile(4)}</p>`),
        }),
      ),
    )
    expect(refused.reasons.map(r => r.text).join()).toContain('请重新检查')
    expect((await readDocument(t.db, subject))!.state).toBe('draft')
    const again = await refusal(perform(t.house, { subject, verb: 'submit', actor: who.drafter }))
    expect(again.reasons[0]!.text).toContain('手机号码')
  })

  test('检查完、办理前加了附件，或者词库改了：同样请重新检查', async () => {
    const { t, who } = bench
    const { subject } = await bench.drafted()
    const attached = await refusal(
      cut(subject, 'submit', who.drafter, () =>
        attach(t.house, who.drafter, subject, {
          name: '说明.txt',
          bytes: Buffer.from('说明'),
          role: 'attachment',
        }),
      ),
    )
    expect(attached.reasons[0]!.text).toContain('请重新检查')
    const worded = await refusal(
      cut(subject, 'submit', who.drafter, () =>
        changeLexicon(t.house, who.opennessOfficer, {
          version: 0,
          reason: '根据通报补充',
          put: [
            { wrong: '甲乙丙丁', right: '甲乙', tier: 'A', kind: 'typo', note: '', source: '', except: [] },
          ],
          remove: [],
          off: [],
        }),
      ),
    )
    expect(worded.reasons[0]!.text).toContain('请重新检查')
    expect((await bench.go(subject, 'submit', who.drafter)).state).toBe('department-review')
  })

  test('更正也要检查：带进个人信息的不能发布，原来的问题不重复追究', async () => {
    const { who } = bench
    const id = await bench.upTo('publish')
    const form = {
      publicNote: '更正联系方式',
      title: sampleDraft.title,
      bodyHtml: `<p>请联系${mobile(9)}。</p>${sampleDraft.bodyHtml}`,
    }
    const refused = await refusal(bench.go(id, 'correct', who.publisher, { reason: '更正', form }))
    expect(refused.reasons).toMatchObject([{ field: 'bodyHtml', basis: '条例/15' }])
    const done = await bench.go(id, 'correct', who.publisher, {
      reason: '更正',
      form: { ...form, bodyHtml: `<p>请联系市局办公室。</p>${sampleDraft.bodyHtml}` },
    })
    expect(done.state).toBe('published')
  })
})

describe('涉密', () => {
  test('保密法第三十五条：密级标志只有保密审查员能确认，写明理由', async () => {
    const { who } = bench
    const { subject } = await bench.drafted(body('<p>机密★1年</p>'))
    const { reasons } = await refusal(bench.go(subject, 'submit', who.drafter))
    const finding = reasons[0]!.field!.slice('finding:'.length)
    for (const actor of [who.drafter, who.departmentHead]) {
      const answer = await overrule(actor, subject, finding, '这不是密件')
      expect(answer.body.message).toContain('只能由保密审查员确认')
    }
  })

  test('请人确认：通知部门负责人和保密审查员；保密审查员看得到这件草稿的检查结果，看不到草稿，可以确认标志无误', async () => {
    const { t, who } = bench
    const { subject } = await bench.drafted(body('<p>机密★1年</p><p>经攻府同意。</p>'))
    await findings(who.drafter, subject)
    const asked = await call<{ names: string[] }>(who.drafter, 'POST', '/api/patrol/asks', {
      kind: 'document',
      id: subject,
    })
    expect(asked.body.names).toEqual([who.departmentHead.name, who.secrecyOfficer.name])
    const notices = await t.db
      .selectFrom('notice')
      .select(['subject_kind', 'text'])
      .where('staff_id', '=', who.secrecyOfficer.staffId)
      .where('subject_id', '=', subject)
      .execute()
    expect(notices).toEqual([
      { subject_kind: 'checks', text: expect.stringContaining('请您看2处文字检查的问题') as string },
    ])
    expect((await call(who.secrecyOfficer, 'GET', `/api/documents/${subject}`)).status).toBe(404)
    const mark = (await findings(who.secrecyOfficer, subject)).findings.find(
      f => f.kind === 'classification',
    )!
    expect((await overrule(who.secrecyOfficer, subject, mark.id, '已依法解密，见保密委批复')).status).toBe(
      200,
    )
    const left = await refusal(bench.go(subject, 'submit', who.drafter))
    expect(left.reasons.map(r => r.text).join()).not.toContain('机密')
    const clean = await bench.drafted()
    await findings(who.drafter, clean.subject)
    expect(
      (await call(who.secrecyOfficer, 'GET', `/api/patrol/findings?kind=document&id=${clean.subject}`))
        .status,
    ).toBe(404)
    const nothing = await call(who.drafter, 'POST', '/api/patrol/asks', {
      kind: 'document',
      id: clean.subject,
    })
    expect(nothing.body.message).toContain('没有需要请别人确认')
  })

  test('保密法第三十一条：认定涉密清除内容时，检查引用过的文字也一并清除，其余一字不能改', async () => {
    const { t, who } = bench
    const { subject } = await bench.drafted({ ...body('<p>认真布署某某工程。</p>'), secrecyDoubt: true })
    const finding = (await findings(who.drafter, subject)).findings.find(f => f.tier === 'B')!
    await overrule(who.drafter, subject, finding.id, '某某工程的固定写法')
    await bench.go(subject, 'submit', who.drafter)
    await bench.go(subject, 'approve', who.departmentHead)
    await bench.go(subject, 'findSecret', who.secrecyOfficer, { reason: '经审查涉密' })
    const scans = await t.db
      .selectFrom('patrol_scan')
      .select('findings')
      .where('subject_kind', '=', 'document')
      .where('subject_id', '=', subject)
      .execute()
    expect(scans).toEqual([])
    const rulings = await t.db
      .selectFrom('patrol_ruling')
      .select(['excerpt', 'reason', 'staff_name'])
      .where('subject_id', '=', subject)
      .execute()
    expect(rulings).toEqual([{ excerpt: '', reason: '', staff_name: who.drafter.name }])
    await expect(
      t.db
        .updateTable('patrol_ruling')
        .set({ staff_name: '别人' })
        .where('subject_id', '=', subject)
        .execute(),
    ).rejects.toThrow('只增不改')
    await expect(
      t.db.deleteFrom('patrol_ruling').where('subject_id', '=', subject).execute(),
    ).rejects.toThrow('只增不改')
  })
})
