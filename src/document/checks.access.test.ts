import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Actor } from '#kit/actor.ts'
import { reconcile } from '#patrol/actions/order.ts'
import { patrolRoutes } from '#patrol/api.ts'
import type { OrdersView, SettledView } from '#patrol/views.ts'
import { makeBureau, type Bureau } from '../../test/setup/bureau.ts'
import { makeOffice, type Method, type TestOffice } from '../../test/setup/office.ts'
import { attach } from './actions/draft.ts'
import { documentRoutes } from './api.ts'
import { checkedDocument } from './checks.ts'
import { makeDocumentBench, sampleDraft, type DocumentBench } from './journey.fixture.ts'
import { readDocument } from './store.ts'

let bench: DocumentBench
let other: Bureau
let office: TestOffice
const ids = { draft: 0, attachment: 0, order: 0, finding: '' }

const send = (actor: Actor, method: string, url: string, payload?: object | null) =>
  office.call(actor, method as Method, url, payload ?? undefined)

beforeAll(async () => {
  bench = await makeDocumentBench()
  other = await makeBureau(bench.t.db, 'other-bureau', '别县应急管理局')
  const { t, who } = bench
  office = await makeOffice(
    documentRoutes(t.house),
    patrolRoutes(t.house, { subjects: (kind, id, actor) => checkedDocument(t.db, kind, id, actor) }),
  )
  ids.draft = (await bench.drafted({ bodyHtml: `<p>经攻府同意。</p>${sampleDraft.bodyHtml}` })).subject
  ids.attachment = await attach(t.house, who.drafter, ids.draft, {
    name: '说明.txt',
    bytes: Buffer.from('说明'),
    role: 'attachment',
  })
  const published = await bench.upTo('publish')
  await send(who.opennessOfficer, 'PUT', '/api/patrol/lexicon', {
    version: 0,
    reason: '根据通报补充',
    put: [
      { wrong: '汛期安全防范', right: '防汛', tier: 'A', kind: 'typo', note: '', source: '', except: [] },
    ],
  })
  await reconcile(t.house, (await readDocument(t.db, published))!.address!)
  const orders = (await send(who.publisher, 'GET', '/api/patrol/orders')).body as unknown as OrdersView
  ids.order = orders.rows[0]!.id
  const found = await send(who.drafter, 'GET', `/api/patrol/findings?kind=document&id=${ids.draft}`)
  ids.finding = (found.body as unknown as SettledView).findings.find(f => f.kind === 'organ')!.id
})
afterAll(async () => {
  await office.close()
  await bench.t.close()
})

type Sample = {
  readonly url: () => string
  readonly payload?: () => object
  /** The roles of the own body that get through the door; what they find behind it is another test's. */
  readonly by: readonly string[] | 'everybody'
  /** What the others are told. */
  readonly no: number
}

const sees = ['drafter', 'departmentHead'] as const
const handles = ['opennessOfficer', 'publisher', 'secrecyOfficer', 'leader', 'departmentHead'] as const
const draft = () => `kind=document&id=${ids.draft}`
const everybody = (url: string, payload?: () => object): Sample => ({
  url: () => url,
  payload,
  by: 'everybody',
  no: 0,
})
const samples: Record<string, Sample> = {
  'GET /api/patrol/words': everybody('/api/patrol/words'),
  'GET /api/patrol/lexicon': everybody('/api/patrol/lexicon'),
  'GET /api/patrol/lexicon/versions': everybody('/api/patrol/lexicon/versions'),
  'GET /api/patrol/lexicon.csv': everybody('/api/patrol/lexicon.csv'),
  'POST /api/patrol/scan': everybody('/api/patrol/scan', () => ({ text: '甲' })),
  'POST /api/patrol/scan/file': everybody('/api/patrol/scan/file'),
  'POST /api/patrol/mask': everybody('/api/patrol/mask'),
  'POST /api/patrol/strip': everybody('/api/patrol/strip'),
  'POST /api/patrol/lexicon/preview': everybody('/api/patrol/lexicon/preview', () => ({
    wrong: '甲乙丙',
    right: null,
    tier: 'B',
    kind: 'typo',
    note: '',
    source: '',
    except: [],
  })),
  'PUT /api/patrol/lexicon': {
    url: () => '/api/patrol/lexicon',
    payload: () => ({ version: 99, reason: '看看能不能改', remove: ['甲'] }),
    by: ['opennessOfficer'],
    no: 403,
  },
  'POST /api/patrol/lexicon/import': { url: () => '/api/patrol/lexicon/import', by: 'everybody', no: 0 },
  'GET /api/patrol/findings': { url: () => `/api/patrol/findings?${draft()}`, by: sees, no: 404 },
  'GET /api/patrol/rulings': { url: () => `/api/patrol/rulings?${draft()}`, by: sees, no: 404 },
  'POST /api/patrol/rulings': {
    url: () => '/api/patrol/rulings',
    payload: () => ({ kind: 'document', id: ids.draft, finding: ids.finding, reason: '' }),
    by: sees,
    no: 404,
  },
  'POST /api/patrol/asks': {
    url: () => '/api/patrol/asks',
    payload: () => ({ kind: 'document', id: ids.draft }),
    by: sees,
    no: 404,
  },
  'GET /api/patrol/orders': everybody('/api/patrol/orders'),
  'GET /api/patrol/columns': everybody('/api/patrol/columns'),
  'GET /api/patrol/orders/:id': { url: () => `/api/patrol/orders/${ids.order}`, by: handles, no: 404 },
  'POST /api/patrol/orders/look': {
    url: () => '/api/patrol/orders/look',
    by: ['opennessOfficer'],
    no: 403,
  },
  'POST /api/patrol/orders/:id/recheck': {
    url: () => `/api/patrol/orders/${ids.order}/recheck`,
    payload: () => ({ version: 9999 }),
    by: handles,
    no: 404,
  },
  'POST /api/patrol/orders/:id/excuse': {
    url: () => `/api/patrol/orders/${ids.order}/excuse`,
    payload: () => ({ version: 9999 }),
    by: handles,
    no: 404,
  },
  'POST /api/documents/:id/attachments/:attachment/mask': {
    url: () => `/api/documents/${ids.draft}/attachments/${ids.attachment}/mask`,
    by: sees,
    no: 404,
  },
  'POST /api/documents/:id/attachments/:attachment/strip': {
    url: () => `/api/documents/${ids.draft}/attachments/${ids.attachment}/strip`,
    by: sees,
    no: 404,
  },
}

test('每一条检查、巡检、遮盖的接口都在矩阵里', () => {
  const watched = office.routes.filter(r => /^\/api\/patrol\/|\/attachments\/:attachment\/(mask|strip)$/.test(r.url)) // prettier-ignore
  expect(watched.map(r => `${r.method} ${r.url}`).sort()).toEqual(Object.keys(samples).sort())
})

function getsThrough(sample: Sample, actor: Actor, own: boolean): boolean {
  const { role } = actor.roles[0]!
  if (sample.by === 'everybody') return true
  // Everybody's lexicon and look-through are those of his own body.
  if (sample.no !== 403 && !own) return false
  // A draft is its drafter's and the head's of the department alone.
  if (sample.by === sees && role === 'drafter') return actor === bench.who.drafter
  return sample.by.includes(role)
}

/** He sees the matter, but this step is another's: a lawful answer of its own. */
const notHisStep = /须由|只有拟稿人|没有“|没有修改的权限|权限/

test('接口 × 角色 × 机关：外机关和三员看不到草稿的检查结果和工单，也改不了词库；回答里没有一个字的原文', async () => {
  const colleagues = Object.values(bench.who)
  const strangers = Object.values(other.actors)
  let refused = 0
  for (const [route, sample] of Object.entries(samples))
    for (const actor of [...colleagues, ...strangers]) {
      const role = actor.roles[0]!.role
      const own = colleagues.includes(actor)
      const name = `${route} ${own ? '本机关' : '外机关'}${role} ${actor.name}`
      const [method] = route.split(' ') as [string]
      const answer = await send(actor, method, sample.url(), sample.payload?.())
      if (getsThrough(sample, actor, own)) {
        expect(answer.status, name).not.toBe(404)
        if (answer.status === 403) expect(answer.text, name).toMatch(notHisStep)
        continue
      }
      refused++
      expect(answer.status, name).toBe(sample.no)
      expect(answer.text, name).not.toMatch(/攻府|汛期/)
    }
  expect(refused).toBeGreaterThan(150)
})
