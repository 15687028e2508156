import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { noteMended } from './actions/ruling.ts'
import { checkDraft } from './check.ts'
import { makeJpeg } from './files.fixture.ts'
import { maskedStretch } from './findings.ts'
import { makePatrolOffice, type PatrolOffice } from './office.fixture.ts'
import { makeDocx, mobile } from './patrol.fixture.ts'
import { putScan, rulingsOf } from './store/rulings.ts'
import type { SettledView } from './views.ts'

let o: PatrolOffice
const subject = { kind: 'document', id: 77 }

beforeAll(async () => {
  o = await makePatrolOffice({
    subjects: async (kind, id, actor) =>
      kind === 'document' && actor.bodyId === o.lower.bodyId
        ? { kind, id, bodyId: o.lower.bodyId, drafterId: o.lower.actors.drafter.staffId }
        : null,
  })
})
afterAll(async () => {
  await o.close()
})

describe('检查和遮盖', () => {
  test('文字、正文、文件都可以查；看见的只有遮盖后的个人信息', async () => {
    const text = await o.call(o.lower.actors.drafter, 'POST', '/api/patrol/scan', {
      html: `<p>联系人手机${mobile(1)}，经攻府同意。</p>`,
      title: '关于测试的通知',
    })
    expect(text.status).toBe(200)
    expect(JSON.stringify(text.body)).not.toContain(mobile(1))
    expect((text.body as unknown as { findings: { kind: string }[] }).findings.map(f => f.kind)).toEqual([
      'mobile',
      'organ',
    ])
    expect(
      (await o.call(o.lower.actors.drafter, 'POST', '/api/patrol/scan', { text: ' ' })).body.message,
    ).toContain('没有要检查的文字')
    const file = await o.upload(
      o.lower.actors.drafter,
      '/api/patrol/scan/file',
      '名单.docx',
      await makeDocx({ comment: `电话${mobile(2)}` }),
    )
    expect((file.body as unknown as { findings: { kind: string }[] }).findings.map(f => f.kind)).toContain(
      'mobile',
    )
    const bad = await o.upload(
      o.lower.actors.drafter,
      '/api/patrol/scan/file',
      'a.docx',
      Buffer.from('PK\x03\x04坏的'),
    )
    expect(bad.status).toBe(422)
    expect(bad.body.message).toContain('损坏')
  })

  test('遮盖：交出新文件，或只要报告；做不到的说明原因', async () => {
    const bytes = await makeDocx({ body: `电话${mobile(3)}`, picture: makeJpeg({ located: true }) })
    const made = await o.upload(o.lower.actors.drafter, '/api/patrol/mask', '名单.docx', bytes)
    expect(made.status).toBe(200)
    expect(made.headers['content-disposition']).toContain(encodeURIComponent('名单'))
    expect(made.bytes.subarray(0, 2).toString()).toBe('PK')
    const report = await o.upload(o.lower.actors.drafter, '/api/patrol/mask?report=1', '名单.docx', bytes)
    expect(report.body).toMatchObject({ removed: [{ kind: 'mobile', count: 1 }] })
    expect(
      (await o.upload(o.lower.actors.drafter, '/api/patrol/mask', 'a.pdf', Buffer.from('%PDF-1.4'))).body
        .message,
    ).toContain('在原稿中遮盖后重新导出')
    expect(
      (await o.upload(o.lower.actors.drafter, '/api/patrol/strip?report=1', 'a.docx', bytes)).status,
    ).toBe(200)
  })

  test('整份草稿连同附件：附件打不开的也是问题，不放过；机关网站上的电话不报', async () => {
    await o.t.db
      .updateTable('record.body')
      .set({ site: JSON.stringify({ phone: '0391-2119119', dutyPhone: `值班${mobile(9)}` }) })
      .where('id', '=', o.lower.bodyId)
      .execute()
    const good = await o.t.house.files.put(await makeDocx({ table: `电话${mobile(4)}` }))
    const bad = await o.t.house.files.put(Buffer.from('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', 'latin1'))
    const { findings } = await checkDraft(o.t.house, {
      bodyId: o.lower.bodyId,
      title: '通知',
      html: `<p>值班手机${mobile(9)}，张某，0391-2119119。<a href="/lower-bureau/content/20260101-999.html">办</a></p>`,
      attribute: 'proactive',
      attachments: [
        { name: '名单.docx', hash: good.hash },
        { name: '旧.doc', hash: bad.hash },
        { name: '没了.docx', hash: '0'.repeat(64) },
      ],
    })
    expect(findings.filter(f => f.tier !== 'C').map(f => [f.kind, f.place.file])).toEqual([
      ['mobile', '名单.docx'],
      ['link', null],
      ['unread', '旧.doc'],
      ['unread', '没了.docx'],
    ])
  })
})

describe('确认无误', () => {
  beforeEach(async () => {
    const { findings, lexicon } = await checkDraft(o.t.house, {
      bodyId: o.lower.bodyId,
      title: '通知',
      html: `<p>经攻府同意，认真贯彻做为。手机${mobile(5)}。</p>`,
      attribute: 'proactive',
      attachments: [],
    })
    await putScan(o.t.db, subject, o.lower.bodyId, {
      contentHash: 'h',
      lexicon,
      findings,
      scannedAt: o.t.house.now(),
    })
  })
  const settled = async (who = o.lower.actors.departmentHead) =>
    (await o.call(who, 'GET', '/api/patrol/findings?kind=document&id=77')).body as unknown as SettledView
  const rule = (who: (typeof o.lower.actors)['drafter'], finding: string, reason = '已核对，确实无误') =>
    o.call(who, 'POST', '/api/patrol/rulings', { ...subject, finding, reason })

  test('谁、何时、为什么都留下；拟稿人不能确认A级；B级要两个人；关口随之打开', async () => {
    const { drafter, departmentHead, opennessOfficer } = o.lower.actors
    const before = await settled(drafter)
    const [organ, phone, typo] = before.findings.map(f => f.id) as [string, string, string]
    expect(before.findings.map(f => [f.kind, f.open, f.mayOverrule])).toEqual([
      ['organ', 1, false],
      ['mobile', 1, false],
      ['typo', 2, true],
    ])
    expect(before.gate.publish).toHaveLength(3)
    const refused = await rule(drafter, organ)
    expect(refused.status).toBe(422)
    expect(refused.body.message).toContain('拟稿人不能自己确认')
    expect((await rule(drafter, typo)).status).toBe(200)
    expect((await rule(drafter, typo)).body.message).toContain('您已确认过')
    expect((await settled()).gate.submit.map(r => r.field)).toEqual([`finding:${organ}`, `finding:${phone}`])
    for (const finding of [organ, phone, typo]) expect((await rule(departmentHead, finding)).status).toBe(200)
    const after = await settled(opennessOfficer)
    expect(after.gate.publish).toEqual([])
    expect(after.rulings.map(r => [r.staffName, r.ruling, r.reason])).toContainEqual([
      departmentHead.name,
      'overruled',
      '已核对，确实无误',
    ])
    const rulings = await rulingsOf(o.t.db, subject)
    expect(rulings).toHaveLength(4)
    const events = await o.t.db
      .selectFrom('event')
      .select('payload')
      .where('subject_kind', '=', 'ruling')
      .execute()
    expect(events).toHaveLength(4)
    expect(events.map(e => e.payload).join()).not.toContain(mobile(5))
  })

  test('没有的问题、没有检查过的内容、看不见的人：说清楚', async () => {
    expect((await rule(o.lower.actors.departmentHead, 'nothing')).body.message).toContain('可能已改正')
    expect(
      (await o.call(o.lower.actors.departmentHead, 'GET', '/api/patrol/findings?kind=document&id=78')).status,
    ).toBe(404)
    expect(
      (await o.call(o.upper.actors.opennessOfficer, 'GET', '/api/patrol/findings?kind=document&id=77'))
        .status,
    ).toBe(404)
    expect(
      (await o.call(o.lower.actors.departmentHead, 'GET', '/api/patrol/findings?kind=other&id=77')).status,
    ).toBe(404)
    const other = { ...o.upper.actors.departmentHead, bodyId: o.lower.bodyId }
    expect(other.roles.every(r => r.bodyId !== o.lower.bodyId)).toBe(true)
  })

  test('改正了的留一笔“已改正”，只留一次；确认的记录不能改、不能删', async () => {
    const { findings } = await checkDraft(o.t.house, {
      bodyId: o.lower.bodyId,
      title: '',
      html: '<p>认真布局，经攻府同意。</p>',
      attribute: null,
      attachments: [],
    })
    const note = () =>
      o.t.db.transaction().execute(trx =>
        noteMended(trx, {
          subject: { kind: 'document', id: 90, bodyId: o.lower.bodyId },
          before: findings,
          now: [],
          actor: o.lower.actors.drafter,
          at: o.t.house.now(),
        }),
      )
    expect(await note()).toBe(1)
    expect(await note()).toBe(0)
    expect(await rulingsOf(o.t.db, { kind: 'document', id: 90 })).toMatchObject([
      { ruling: 'mended', findingId: findings[0]!.id },
    ])
    await expect(o.t.db.updateTable('patrol_ruling').set({ reason: '改' }).execute()).rejects.toThrow(
      '只增不改',
    )
    await expect(o.t.db.deleteFrom('patrol_ruling').execute()).rejects.toThrow('只增不改')
  })
})

test('摘录里的个人信息一律遮盖，跨在边上的也是', () => {
  const text = '张某13912345678、李某13812345678。'
  const hits = [
    { start: 2, end: 13, tier: 'A' as const, kind: 'mobile' as const, message: '', masked: '139****5678' },
    { start: 16, end: 27, tier: 'A' as const, kind: 'mobile' as const, message: '', masked: '138****5678' },
  ]
  expect(maskedStretch(text, 5, 20, hits)).toBe('139****5678、李某138****5678')
})
