import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Actor } from '#kit/actor.ts'
import { attach } from '../src/document/actions/draft.ts'
import { importDocument } from '../src/document/actions/import.ts'
import { makeDocumentBench, type DocumentBench } from '../src/document/journey.fixture.ts'
import { enterPaper } from '../src/document/paper/actions.ts'
import { openCampaign } from '../src/document/reexamination/actions.ts'
import { readDocument } from '../src/document/store.ts'
import { states, workflow } from '../src/document/workflow.ts'
import { doors, pages, siteState } from '../src/rooms.ts'
import { makeBureau, type Bureau } from './setup/bureau.ts'
import { makeWholeOffice, type Method, type TestOffice } from './setup/office.ts'
import { makeWeb, type Web } from './setup/web.ts'

/** A word that stands in title, text, file name, scan and opinion of every unpublished document, and nowhere else. */
const mark = '磐石计划内部稿'
const fileMark = 'panshi-internal'

let bench: DocumentBench
let office: TestOffice
let site: Web
let other: Bureau
/** Ids of what exists in the bureau, by the name of the parameter and the beginning of the route. */
const ids: Record<string, number> = {}
const documents: number[] = []
let fileHash = ''

beforeAll(async () => {
  bench = await makeDocumentBench()
  const { t, who, bureau } = bench
  other = await makeBureau(t.db, 'above-bureau', '上级应急管理局')
  await t.db
    .updateTable('body')
    .set({ parent_id: other.bodyId, ancestors: [other.bodyId] })
    .where('id', '=', bureau.bodyId)
    .execute()
  const marked = {
    title: `测试县应急管理局关于${mark}的通知`,
    bodyHtml: `<p>${mark}的内容。</p>`,
    attributeReason: `${mark}尚在研究`,
  }
  const draft = await bench.drafted(marked)
  ids.attachment = await attach(t.house, who.drafter, draft.subject, {
    name: `${fileMark}.txt`,
    bytes: Buffer.from(`${fileMark}：汛期值班安排。`),
    role: 'attachment',
  })
  documents.push(draft.subject)
  await bench.go(draft.subject, 'submit', who.drafter)
  await enterPaper(
    t.house,
    who.publisher,
    draft.subject,
    {
      verb: 'approve',
      version: (await readDocument(t.db, draft.subject))!.version,
      decider: who.departmentHead.staffId,
      decidedOn: '2026-03-02',
      opinion: `${mark}，同意`,
    },
    { name: `${fileMark}-scan.pdf`, bytes: Buffer.from(`%PDF-1.4 ${fileMark} %%EOF`) },
  )
  const paper = await t.db.selectFrom('document_paper').select(['id', 'file_hash']).executeTakeFirstOrThrow()
  ids.paper = paper.id
  fileHash = paper.file_hash
  for (const verb of ['submit', 'agree', 'sign', 'issue']) documents.push(await bench.upTo(verb, marked))
  for (const attribute of ['withheld', 'on-request'] as const)
    documents.push(
      await bench.upTo('issue', { ...marked, attribute, ground: attribute === 'withheld' ? 'E16-2' : null }),
    )
  const moved = await importDocument(t.house, who.opennessOfficer, {
    title: marked.title,
    kind: null,
    theme: null,
    attribute: 'proactive',
    normative: true,
    addressee: '',
    signatories: ['测试县应急管理局'],
    columns: ['policy'],
    documentNumber: null,
    indexNumber: null,
    writtenOn: null,
    issuedOn: null,
    originalPublishedOn: null,
    sourceNote: `${mark}，从原网站迁入`,
    bodyHtml: marked.bodyHtml,
  })
  documents.push(moved.subject)
  ids.reexaminations = (
    await openCampaign(t.house, who.opennessOfficer, { year: 2026, opinionsBy: '2026-03-31' })
  ).subject
  const item = await t.db.selectFrom('reexamination_item').select('id').limit(1).executeTakeFirst()
  ids.item = item?.id ?? 1

  office = await makeWholeOffice(t)
  site = await makeWeb(t, { pages, doors, state: siteState })
})
afterAll(async () => {
  await site?.close()
  await office?.close()
  await bench?.t.close()
})

/** Rooms that hold documents, their files, lists and exports. */
const holding =
  /^\/api\/(documents|lists|exports|library|cleanups|archive|reexaminations|patrol|variants|checks|search)\b/

/** Every value a parameter is tried with; a parameter without one fails the test, so that no new route goes unwatched. */
function valuesOf(name: string, url: string, method: string): readonly (string | number)[] {
  switch (name) {
    case 'id':
      // Reading asks for every document; writing is refused before it matters which, two stand for all.
      if (method !== 'GET' && /^\/api\/(documents|library\/documents)\//.test(url))
        return documents.slice(0, 2)
      if (/^\/api\/(documents|library\/documents)\//.test(url)) return documents
      if (url.startsWith('/api/reexaminations/')) return [ids.reexaminations!]
      return [1, 2, documents[0]!]
    case 'attachment':
    case 'paper':
    case 'item':
      return [ids[name]!]
    case 'verb':
      if (url.startsWith('/api/documents/:id/papers')) return ['object', 'retract']
      if (url === '/api/documents/:id/:verb')
        return [...new Set(states.flatMap(s => Object.keys(workflow[s]))), 'remind', 'nothing']
      return ['approve', 'answer', 'decide', 'remind', 'cancel', 'nothing']
    case 'kind':
      return ['docx', 'pdf']
    case 'list':
      return ['todo', 'done', 'mine', 'watch', 'documents', 'all']
    case 'clause':
      return [encodeURIComponent('390号/四(一)1')]
    case 'form':
      return ['list.csv', 'list.xlsx', 'package.zip', 'csv', 'json']
    case 'relation':
    case 'department':
      return [1]
    default:
      // Other rooms know documents by their id at most; in those that hold documents every parameter has to be thought of.
      if (!holding.test(url)) return [1, documents[0]!]
      throw new Error(`路由参数 :${name}（${url}）没有登记，不知道外人能不能由它看到未公开的公文`)
  }
}

/** A route with every combination of the values of its parameters. */
function* addressesOf(route: { method: string; url: string }, address = route.url): Generator<string> {
  const name = /:(\w+)/.exec(address)?.[1]
  if (!name) return void (yield address)
  for (const value of valuesOf(name, route.url, route.method))
    yield* addressesOf(route, address.replace(`:${name}`, String(value)))
}

const leaks = (bytes: Buffer): boolean => {
  const text = bytes.toString('utf8')
  return (
    text.includes(mark) ||
    text.includes(fileMark) ||
    text.includes(encodeURIComponent(mark)) ||
    bytes.toString('utf16le').includes(mark)
  )
}

const strangers = (): (readonly [string, Actor | null])[] => [
  ['未登录的人', null],
  ...(['drafter', 'opennessOfficer', 'leader', 'auditAdmin'] as const).map(
    key => [`上级机关的${key}`, other.actors[key]] as const,
  ),
  ...(['systemAdmin', 'securityAdmin', 'auditAdmin'] as const).map(
    key => [`本机关的${key}`, bench.who[key]] as const,
  ),
]

/** An answer without the number of the request, which differs every time. */
const said = (body: string) => body.replace(/"request":"[^"]*"/, '')

describe('未公开的公文（条例第十七条、390号文五（三））：外人由哪一条路也看不到', () => {
  test('登记的每一条接口 × 每个外人：内容、文件、导出、出错的话里都没有；什么也没有改变', async () => {
    const before = await bench.t.db
      .selectFrom('document')
      .select(['id', 'state', 'version', 'attribute'])
      .where('id', 'in', documents)
      .orderBy('id')
      .execute()
    const watched = office.routes.filter(r => r.url.startsWith('/api/') && !r.url.startsWith('/api/session'))
    expect(watched.length).toBeGreaterThan(90)
    let asked = 0
    for (const [who, actor] of strangers()) {
      for (const { method, url } of watched) {
        for (const address of addressesOf({ method, url })) {
          const query = method === 'GET' ? `?q=${encodeURIComponent('磐石')}` : ''
          const payload = ['GET', 'DELETE'].includes(method)
            ? undefined
            : { version: 1, reason: '看看', form: {}, list: 'documents', filter: {}, text: '甲' }
          const answer = await office.call(actor, method as Method, address + query, payload)
          asked++
          expect(leaks(answer.bytes), `${who} ${method} ${address} → ${answer.status}`).toBe(false)
          expect(
            leaks(Buffer.from(JSON.stringify(answer.headers))),
            `${who} ${method} ${address} 的报头`,
          ).toBe(false)
          if (!actor) expect(answer.status, `${method} ${address}`).toBeGreaterThanOrEqual(400)
          if (answer.status < 300)
            expect(address, who).not.toMatch(/\/api\/(documents|library\/documents)\/\d/)
        }
      }
    }
    expect(asked).toBeGreaterThan(1500)
    const after = await bench.t.db
      .selectFrom('document')
      .select(['id', 'state', 'version', 'attribute'])
      .where('id', 'in', documents)
      .orderBy('id')
      .execute()
    expect(after).toEqual(before)
  }, 600_000)

  test('别人的编号与没有的编号，回答一字不差', async () => {
    for (const [who, actor] of strangers().filter(([, a]) => a !== null)) {
      for (const path of [
        '',
        '/preview',
        '/receipt',
        '/copy.docx',
        '/copy.pdf',
        `/papers/${ids.paper}/scan`,
        `/attachments/${ids.attachment}`,
      ]) {
        const [theirs, nobodys] = await Promise.all(
          [documents[0]!, 987_654].map(id => office.call(actor, 'GET', `/api/documents/${id}${path}`)),
        )
        expect([theirs!.status, said(theirs!.text)], `${who} ${path}`).toEqual([
          nobodys!.status,
          said(nobodys!.text),
        ])
        expect(theirs!.status).toBe(404)
      }
    }
  })

  test('有权的人看得到：这张网不是靠什么都不答', async () => {
    for (const path of [
      `/api/documents/${documents[0]}`,
      `/api/documents/${documents[0]}/papers/${ids.paper}/scan`,
      `/api/lists/all?q=${encodeURIComponent('磐石')}`,
    ]) {
      const seen = await office.call(bench.who.opennessOfficer, 'GET', path)
      expect([path, seen.status, leaks(seen.bytes)]).toEqual([path, 200, true])
    }
  })

  test('公开网站：首页、栏目、搜索、订阅、站点地图、文件地址、猜的地址，都没有', async () => {
    const q = encodeURIComponent('磐石')
    const paths = [
      '/',
      '/test-bureau/',
      '/test-bureau/list/policy.html',
      `/search?q=${q}`,
      `/test-bureau/search?q=${q}`,
      '/feed.xml',
      '/test-bureau/feed.xml',
      '/sitemap.xml',
      `/files/1/${fileHash.slice(0, 8)}/${fileMark}.pdf`,
      `/files/${documents[0]}/${fileHash.slice(0, 8)}/${fileMark}-scan.pdf`,
      ...documents.flatMap(id => [
        `/test-bureau/content/2026/03/02/${id}.html`,
        `/test-bureau/content/${id}.html`,
      ]),
      `/api/v1/search?q=${q}`,
      '/api/v1/documents',
    ]
    let served = 0
    for (const path of paths) {
      const answer = await fetch(site.url + path, { redirect: 'manual' })
      const bytes = Buffer.from(await answer.arrayBuffer())
      if (answer.status === 200) served++
      const text = bytes.toString('utf8').replaceAll(`磐石`, '')
      expect(
        text.includes('计划内部稿') || text.includes(`${fileMark} %%EOF`),
        `${path} → ${answer.status}`,
      ).toBe(false)
      if (path.startsWith('/files/')) expect(answer.status, path).toBe(404)
    }
    expect(served).toBeGreaterThan(2)
  })

  test('整个测试里没有一次服务器出错', () => {
    expect([...office.complaints, ...site.errors]).toEqual([])
  })
})
