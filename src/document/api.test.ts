import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Actor } from '#kit/actor.ts'
import { makeBureau, type Bureau } from '../../test/setup/bureau.ts'
import { makeWholeOffice, type TestOffice } from '../../test/setup/office.ts'
import { makeDocumentBench, sampleDraft, type DocumentBench } from './journey.fixture.ts'
import { readDocument } from './store.ts'
import type { CaseView } from './views.ts'

let bench: DocumentBench
let office: TestOffice
let other: Bureau

beforeAll(async () => {
  bench = await makeDocumentBench()
  other = await makeBureau(bench.t.db, 'other-bureau', '别县应急管理局')
  office = await makeWholeOffice(bench.t)
})
afterAll(async () => {
  await office.close()
  await bench.t.close()
})

describe('公文接口', () => {
  test('拟稿人经接口走完新建、自动保存、送审；另一窗口的旧版本被拒绝', async () => {
    const { drafter, departmentHead } = bench.who
    const made = await office.call(drafter, 'POST', '/api/documents')
    const id = made.body.subject as number
    const saved = await office.call(drafter, 'PUT', `/api/documents/${id}`, {
      version: 1,
      draft: sampleDraft,
    })
    expect(saved).toMatchObject({ status: 200, body: { version: 2 } })
    expect(
      await office.call(drafter, 'PUT', `/api/documents/${id}`, { version: 1, draft: sampleDraft }),
    ).toMatchObject({ status: 409, body: { code: 'stale' } })
    expect(
      (await office.call(drafter, 'POST', `/api/documents/${id}/submit`, { version: 2 })).body.state,
    ).toBe('department-review')
    const view = (await office.call(departmentHead, 'GET', `/api/documents/${id}`))
      .body as unknown as CaseView
    expect(view.offers.map(o => o.verb)).toEqual(['approve', 'askCountersign', 'return'])
    expect(view.offers[0]!.basis[0]!.text.length).toBeGreaterThan(5)
    expect((await office.call(departmentHead, 'GET', '/api/lists/todo')).body.rows).toHaveLength(1)
  })

  test('没有登录、没有防伪标记的请求一律不办', async () => {
    const id = await bench.upTo('submit')
    for (const [method, url] of [
      ['GET', '/api/lists/todo'],
      ['GET', `/api/documents/${id}`],
      ['POST', '/api/documents'],
      ['PUT', `/api/documents/${id}`],
      ['POST', `/api/documents/${id}/approve`],
      ['GET', '/api/law/options'],
    ] as const)
      expect(
        (await office.call(null, method, url, method === 'GET' ? undefined : {})).status,
        `${method} ${url}`,
      ).toBe(401)
    const bare = { 'x-csrf-token': '' }
    const answer = await office.call(bench.who.departmentHead, 'POST', `/api/documents/${id}/approve`, { version: 3 }, bare) // prettier-ignore
    expect(answer.status).toBe(403)
  })

  test('预览：标准版、长者版各是公众将看到的样子', async () => {
    const id = await bench.upTo('submit')
    const get = (query: string) =>
      office.call(bench.who.departmentHead, 'GET', `/api/documents/${id}/preview${query}`)
    const root = (html: string) => /<html[^>]*>/.exec(html)?.[0] ?? ''
    const [standard, elder, unknown] = [await get(''), await get('?mode=elder'), await get('?mode=huge')]
    expect([standard.status, elder.status, unknown.status]).toEqual([200, 200, 422])
    expect(root(standard.text)).not.toContain('elder')
    expect(root(elder.text)).toContain('class="elder"')
    expect(elder.text).toContain('返回标准版')
    for (const html of [standard.text, elder.text]) expect(html).toContain(`<h1`)
  })

  test('别人的编号：外机关、三员对每一条公文接口都得到“没有找到”，与不存在的编号一样', async () => {
    const id = await bench.upTo('issue')
    const strangers = [
      ...Object.values(other.actors),
      bench.who.systemAdmin,
      bench.who.securityAdmin,
      bench.who.auditAdmin,
    ]
    for (const actor of strangers)
      for (const [method, path, payload] of [
        ['GET', '', undefined],
        ['GET', '/preview', undefined],
        ['GET', '/receipt', undefined],
        ['GET', '/attachments/1', undefined],
        ['PUT', '', { version: 1, draft: sampleDraft }],
        ['POST', '/publish', { version: 1 }],
        [
          'POST',
          '/withdraw',
          { version: 1, reason: '看看', form: { kind: 'error', publicNote: '看看而已' } },
        ],
        ['DELETE', '/attachments/1', undefined],
      ] as const) {
        const theirs = await office.call(actor, method, `/api/documents/${id}${path}`, payload)
        const nobodys = await office.call(actor, method, `/api/documents/999999${path}`, payload)
        expect(theirs.status, `${actor.name} ${method} ${path}`).toBe(404)
        expect(theirs.body.message).toBe(nobodys.body.message)
      }
    for (const actor of strangers) {
      for (const list of ['todo', 'done', 'mine', 'watch', 'all']) {
        const about = `${actor.name} ${list}`
        expect((await office.call(actor, 'GET', `/api/lists/${list}?q=汛期`)).body.rows, about).toEqual([])
        expect((await office.call(actor, 'GET', `/api/lists/${list}/count`)).body.total, about).toBe(0)
        expect((await office.call(actor, 'GET', `/api/lists/${list}/selection`)).body.items, about).toEqual(
          [],
        )
      }
    }
    expect((await readDocument(bench.t.db, id))!.state).toBe('issued')
  })

  test('拟稿中的公文本部门以外的同事看不到', async () => {
    const { subject } = await bench.drafted()
    const outside: Actor = bench.who.drafter2
    await bench.t.db
      .updateTable('role_grant')
      .set({ department_id: bench.bureau.otherDepartmentId })
      .where('staff_id', '=', outside.staffId)
      .execute()
    expect((await office.call(outside, 'GET', `/api/documents/${subject}`)).status).toBe(404)
    expect((await office.call(bench.who.opennessOfficer, 'GET', `/api/documents/${subject}`)).status).toBe(
      404,
    )
    expect((await office.call(bench.who.departmentHead, 'GET', `/api/documents/${subject}`)).status).toBe(200)
  })
})

describe('错误的输入', () => {
  test('编号、列表、动作、请求体都不像样：每样一句话，不是栈', async () => {
    const { drafter } = bench.who
    const { subject } = await bench.drafted()
    for (const [method, url, payload] of [
      ['GET', '/api/documents/abc', undefined],
      ['GET', '/api/documents/-1', undefined],
      ['GET', '/api/documents/99999999999999999999', undefined],
      ['GET', '/api/lists/everything', undefined],
      ['GET', '/api/lists/all?page=1e99', undefined],
      ['GET', '/api/lists/all?state=nowhere', undefined],
      ['GET', '/api/lists/all?from=2026-02-30&until=2026-02-01', undefined],
      ['GET', '/api/nothing/here', undefined],
      ['POST', `/api/documents/${subject}/constructor`, { version: 2 }],
      ['POST', `/api/documents/${subject}/submit`, {}],
      ['PUT', `/api/documents/${subject}`, { version: 2, draft: { title: 5 } }],
      ['PUT', `/api/documents/${subject}`, { version: 2, draft: { ...sampleDraft, attribute: 'maybe' } }],
      ['POST', '/api/documents/intake', { html: '' }],
      ['POST', '/api/documents/import', { title: '' }],
    ] as const) {
      const answer = await office.call(drafter, method, url, payload)
      expect(answer.status, `${method} ${url}`).toBeGreaterThanOrEqual(400)
      expect(answer.status, `${method} ${url}`).toBeLessThan(500)
      expect(answer.body.message, `${method} ${url}`).toMatch(/[\u4e00-\u9fff].*[。]/)
      expect(JSON.stringify(answer.body)).not.toMatch(/ at |node_modules|\.ts:/)
    }
    expect(office.complaints).toEqual([])
  })

  test('正文里的脚本：保存后没有脚本、事件属性、javascript:地址，别的字都在', async () => {
    const { drafter } = bench.who
    const { subject } = await bench.drafted()
    const bodyHtml =
      '<p onclick="x()">甲<script>alert(1)</script>乙</p><a href="javascript:alert(1)">丙</a><img src=x onerror=alert(1)><iframe src="//e"></iframe><p style="position:fixed">丁</p>'
    await office.call(drafter, 'PUT', `/api/documents/${subject}`, {
      version: 2,
      draft: { ...sampleDraft, bodyHtml },
    })
    const kept = (await readDocument(bench.t.db, subject))!.bodyHtml
    expect(kept).not.toMatch(/script|onclick|onerror|iframe|style=/i)
    for (const word of ['甲', '乙', '丙', '丁']) expect(kept).toContain(word)
  })

  test('200,000字以内收下，超过的送审时说出字数；4 MB 以上的请求说太大', async () => {
    const { drafter } = bench.who
    const long = await bench.drafted({ bodyHtml: `<p>${'字'.repeat(200_001)}</p>` })
    const no = await office.call(drafter, 'POST', `/api/documents/${long.subject}/submit`, {
      version: long.version,
    })
    expect(no.body.message).toContain('200001')
    const huge = await office.call(drafter, 'PUT', `/api/documents/${long.subject}`, {
      version: long.version,
      draft: { ...sampleDraft, bodyHtml: '字'.repeat(1_500_000) },
    })
    expect(huge).toMatchObject({ status: 413, body: { code: 'too-large' } })
    expect((await readDocument(bench.t.db, long.subject))!.bodyHtml).toHaveLength(200_008)
  })

  test('60 MB 的文件、改了扩展名的文件、空文件、含宏和可执行的附件：各有一句话，什么也没存下', async () => {
    const { drafter } = bench.who
    const { subject } = await bench.drafted()
    const url = `/api/documents/${subject}/attachments`
    expect(await office.upload(drafter, url, '大.pdf', Buffer.alloc(60 * 1024 * 1024, 1))).toMatchObject({
      status: 413,
      body: { code: 'too-large' },
    })
    expect((await office.upload(drafter, url, '空.pdf', Buffer.alloc(0))).body.message).toContain('空文件')
    for (const name of ['宏.docm', '程序.exe', '页.html', '图.svg'])
      expect((await office.upload(drafter, url, name, Buffer.from('x'))).status, name).toBe(422)
    const renamed = await office.upload(
      drafter,
      '/api/documents/intake',
      '公文.docx',
      Buffer.from('PK\u0003\u0004 not really'),
    )
    expect(renamed.status).toBe(422)
    expect(renamed.body.message).toMatch(/[\u4e00-\u9fff]/)
    expect(
      ((await office.call(drafter, 'GET', `/api/documents/${subject}`)).body as unknown as CaseView)
        .attachments,
    ).toEqual([])
    const good = await office.upload(drafter, url, '../../附件 1：名单.pdf', Buffer.from('%PDF-1.4'))
    expect(good).toMatchObject({ status: 200, body: { name: '附件 1：名单.pdf', size: 8 } })
  })

  test('附件只作为下载给出，从不在办公后台的域里打开', async () => {
    const { drafter } = bench.who
    const { subject } = await bench.drafted()
    const made = await office.upload(
      drafter,
      `/api/documents/${subject}/attachments`,
      '说明.pdf',
      Buffer.from('%PDF-1.4'),
    )
    const answer = await office.call(drafter, 'GET', `/api/documents/${subject}/attachments/${made.body.id as number}`) // prettier-ignore
    expect(answer.headers).toMatchObject({
      'content-type': 'application/octet-stream',
      'x-content-type-options': 'nosniff',
    })
    expect(answer.headers['content-disposition']).toContain("filename*=UTF-8''%E8%AF%B4%E6%98%8E.pdf")
    expect(answer.headers['content-security-policy']).toContain('sandbox')
  })
})
