import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Actor } from '#kit/actor.ts'
import { makeWholeOffice, type Method, type TestOffice } from '../../test/setup/office.ts'
import { makeDocumentBench, sampleDraft, type DocumentBench } from './journey.fixture.ts'
import { readDocument } from './store.ts'

let bench: DocumentBench
let office: TestOffice

beforeAll(async () => {
  bench = await makeDocumentBench()
  office = await makeWholeOffice(bench.t)
})
afterAll(async () => {
  await office.close()
  await bench.t.close()
})

async function call(actor: Actor, method: Method, url: string, payload?: object) {
  const answer = await office.call(actor, method, url, payload)
  return { ...answer, fields: (answer.body.reasons ?? []).map(r => r.field) }
}

const imported = (change: object = {}) => ({
  title: '测试县安全生产监督管理局关于开展检查的通知',
  kind: '通知',
  theme: null,
  attribute: 'proactive',
  normative: false,
  addressee: '',
  signatories: ['测试县应急管理局'],
  columns: ['policy'],
  documentNumber: null,
  indexNumber: null,
  writtenOn: null,
  issuedOn: null,
  originalPublishedOn: null,
  sourceNote: '从原网站迁入',
  bodyHtml: '<p>正文。</p>',
  ...change,
})

describe('错误的输入（经 HTTP）：每样一句明白话，一次说全，什么也没丢', () => {
  test('没有的日子：保存、补录、登记都说清楚，不是服务器出错；已写的还在', async () => {
    const { who } = bench
    const { subject, version } = await bench.drafted()
    for (const writtenOn of ['2026-02-30', '2026-13-01', '0000-00-00', '昨天']) {
      const no = await call(who.drafter, 'PUT', `/api/documents/${subject}`, {
        version,
        draft: { ...sampleDraft, title: '改过的标题', writtenOn },
      })
      expect(no.status, writtenOn).toBe(422)
      expect(no.fields).toEqual(['writtenOn'])
    }
    expect((await readDocument(bench.t.db, subject))!.title).toBe(sampleDraft.title)
    const no = await call(who.drafter, 'POST', '/api/documents/import', imported({ writtenOn: '2026-02-30' }))
    expect(no).toMatchObject({ status: 422, fields: ['writtenOn'] })
    const published = await bench.upTo('publish')
    const { version: at } = (await readDocument(bench.t.db, published))!
    const paper = await call(who.publisher, 'POST', `/api/documents/${published}/sendPaper`, {
      version: at,
      form: { place: '县图书馆', doneOn: '2026-02-31' },
    })
    expect(paper).toMatchObject({ status: 422, fields: ['doneOn'] })
    expect(office.complaints).toEqual([])
  })

  test('成文晚于印发、印发在将来：印发被拒绝，两个日期都写在话里；改好即可', async () => {
    const { who, t } = bench
    const id = await bench.upTo('number', { writtenOn: '2026-03-02' })
    const version = async () => (await readDocument(t.db, id))!.version
    const early = await call(who.publisher, 'POST', `/api/documents/${id}/issue`, {
      version: await version(),
      form: { issuedOn: '2026-03-01' },
    })
    expect(early.status).toBe(422)
    expect(early.body.message).toContain('成文日期2026-03-02晚于印发日期2026-03-01')
    const future = await call(who.publisher, 'POST', `/api/documents/${id}/issue`, {
      version: await version(),
      form: { issuedOn: '2026-03-09' },
    })
    expect(future.body.message).toContain('2026-03-09在今天之后')
    const good = await call(who.publisher, 'POST', `/api/documents/${id}/issue`, {
      version: await version(),
      form: { issuedOn: '2026-03-02' },
    })
    expect(good.status).toBe(200)
  })

  test('补录的三个日期互相矛盾、在将来、文号不成样、栏目没有：一次说全', async () => {
    const no = await call(
      bench.who.drafter,
      'POST',
      '/api/documents/import',
      imported({
        writtenOn: '2026-02-10',
        issuedOn: '2026-02-01',
        originalPublishedOn: '2026-01-01',
        documentNumber: '没有括号12',
        columns: ['nowhere'],
      }),
    )
    expect(no.status).toBe(422)
    expect(no.fields.sort()).toEqual(['columns', 'documentNumber', 'issuedOn', 'originalPublishedOn'])
    const future = await call(
      bench.who.drafter,
      'POST',
      '/api/documents/import',
      imported({ writtenOn: '2026-12-01', issuedOn: '2026-12-02' }),
    )
    expect(future.fields.sort()).toEqual(['issuedOn', 'writtenOn'])
  })

  test('文号重复：补录已有的号被拒绝；两个人同时补录同一个号只成一件；编号时跳过补录占用的号并登记理由', async () => {
    const { who, t, bureau } = bench
    const taken = await bench.upTo('number')
    const { documentNumber, numberSequence } = (await readDocument(t.db, taken))!
    const no = await call(who.drafter, 'POST', '/api/documents/import', imported({ documentNumber }))
    expect(no).toMatchObject({ status: 422, fields: ['documentNumber'] })
    expect(no.body.message).toContain(documentNumber!)
    const next = `测应急〔2026〕${numberSequence! + 1}号`
    const both = await Promise.all([
      call(who.drafter, 'POST', '/api/documents/import', imported({ documentNumber: next })),
      call(who.opennessOfficer, 'POST', '/api/documents/import', imported({ documentNumber: next })),
    ])
    expect(both.map(a => a.status).sort()).toEqual([200, 422])
    const after = await bench.upTo('number')
    expect((await readDocument(t.db, after))!.documentNumber).toBe(`测应急〔2026〕${numberSequence! + 2}号`)
    const voided = await t.db
      .selectFrom('number_used')
      .select('void_reason')
      .where('body_id', '=', bureau.bodyId)
      .where('series', '=', '测应急')
      .where('sequence', '=', numberSequence! + 1)
      .executeTakeFirst()
    expect(voided?.void_reason).toBe('补录的历史公文已用此号')
    expect(office.complaints).toEqual([])
  })

  test('签发以后想改属性、正文、附件：说明要先退回；印发以后走变更公开属性；库里绕过去的，发布时被指纹拦下', async () => {
    const { who, t } = bench
    const id = await bench.upTo('sign')
    const before = (await readDocument(t.db, id))!
    const no = await call(who.drafter, 'PUT', `/api/documents/${id}`, {
      version: before.version,
      draft: { ...sampleDraft, attribute: 'on-request', attributeReason: '改主意了' },
    })
    expect(no).toMatchObject({ status: 409, body: { code: 'not-now' } })
    expect(no.body.message).toMatch(/送审.*不能再改.*退回/)
    const early = await call(who.opennessOfficer, 'POST', `/api/documents/${id}/reattribute`, {
      version: before.version,
      reason: '不宜公开',
      form: { attribute: 'on-request' },
    })
    expect(early).toMatchObject({ status: 409, body: { code: 'not-now' } })
    expect(await readDocument(t.db, id)).toEqual(before)
    await bench.go(id, 'number', who.publisher, { form: { series: '测应急' } })
    await bench.go(id, 'issue', who.publisher)
    const { version } = (await readDocument(t.db, id))!
    const groundless = await call(who.opennessOfficer, 'POST', `/api/documents/${id}/reattribute`, {
      version,
      form: { attribute: 'withheld' },
    })
    expect(groundless.fields.sort()).toEqual(['ground', 'reason'])
    const sideways = await bench.upTo('issue')
    await t.db.updateTable('document').set({ attribute: 'on-request' }).where('id', '=', sideways).execute()
    await t.db
      .updateTable('document')
      .set({ attribute: 'proactive', title: '换了标题' })
      .where('id', '=', sideways)
      .execute()
    const stopped = await call(who.publisher, 'POST', `/api/documents/${sideways}/publish`, {
      version: (await readDocument(t.db, sideways))!.version,
      form: { columns: ['policy'] },
    })
    expect(stopped.status).toBe(422)
    expect(stopped.body.message).toContain('与签发时不一致')
    expect(office.complaints).toEqual([])
  })

  test('定时在过去、没有的时刻：说清楚', async () => {
    const { who, t } = bench
    const id = await bench.upTo('issue')
    const { version } = (await readDocument(t.db, id))!
    for (const publishAt of ['2026-03-01T09:00', '2026-02-30T09:00', '2026-03-05T25:00', '明天']) {
      const no = await call(who.publisher, 'POST', `/api/documents/${id}/schedule`, {
        version,
        form: { publishAt, columns: ['policy'] },
      })
      expect(no.status, publishAt).toBe(422)
      expect(no.fields, publishAt).toContain('publishAt')
    }
    expect((await readDocument(t.db, id))!.publishAt).toBeNull()
    expect(office.complaints).toEqual([])
  })
})
