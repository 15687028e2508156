import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Actor } from '#kit/actor.ts'
import { Refused } from '#kit/errors.ts'
import { makeBureau, type Bureau } from '../../../test/setup/bureau.ts'
import { makeOffice, type Method, type TestOffice } from '../../../test/setup/office.ts'
import { refusal } from '../journey.fixture.ts'
import { readDocument } from '../store.ts'
import { seesDocument } from '../visibility.ts'
import { states, type State } from '../workflow.ts'
import { libraryRoutes } from './api.ts'
import { performLibrary } from './deeds.ts'
import { makeLibraryBench, type LibraryBench } from './library.fixture.ts'
import { libraryVerbs, type LibraryVerb } from './workflow.ts'

let bench: LibraryBench
let above: Bureau
let other: Bureau
let office: TestOffice
let published = 0
let draft = 0

beforeAll(async () => {
  bench = await makeLibraryBench()
  const { t } = bench
  above = await makeBureau(t.db, 'above-bureau', '测试市应急管理局')
  other = await makeBureau(t.db, 'other-bureau', '别县应急管理局')
  for (const table of ['body', 'record.body'] as const)
    await t.db
      .updateTable(table)
      .set({ parent_id: above.bodyId, ancestors: [above.bodyId] })
      .where('id', '=', bench.bureau.bodyId)
      .execute()
  published = await bench.normative('测试县零售点布设办法')
  draft = (await bench.drafted({ title: '测试县未定稿办法', normative: true })).subject
  office = await makeOffice(libraryRoutes(t.house))
})
afterAll(async () => {
  await office.close()
  await bench.t.close()
})

/** Who may do it at all, and only with a published document: written here a second time, on purpose. */
const allowed: Record<LibraryVerb, readonly string[]> = {
  relate: ['opennessOfficer', 'legalReviewer', 'publisher', 'publisher2'],
  unrelate: ['opennessOfficer', 'legalReviewer', 'publisher', 'publisher2'],
  extend: ['opennessOfficer', 'legalReviewer', 'publisher', 'publisher2'],
  end: ['legalReviewer', 'publisher', 'publisher2'],
}

async function codeOf(subject: number, verb: string, actor: Actor): Promise<string> {
  try {
    // No form: whoever is let through so far is told what is missing, and nothing is changed.
    await performLibrary(bench.t.house, { subject, verb, actor, reason: '核对权限' })
    return 'done'
  } catch (error) {
    if (error instanceof Refused) return error.code
    throw error
  }
}

describe('公开以后的立改废：谁能办', () => {
  test('每个环节 × 每个动作 × 每种角色：只有已公开的能办，只有名单上的人能办，别的机关和三员不知道有这件公文', async () => {
    const { t } = bench
    const put = (state: State) =>
      t.db.updateTable('document').set({ state }).where('id', '=', published).execute()
    const own = Object.entries(bench.bureau.actors)
    const strangers = [...Object.values(above.actors), ...Object.values(other.actors)]
    let asked = 0
    for (const state of states) {
      await put(state)
      const row = (await readDocument(t.db, published))!
      for (const verb of libraryVerbs) {
        for (const [name, actor] of own) {
          const expected = name.endsWith('Admin')
            ? 'not-found'
            : !seesDocument(row, actor)
              ? 'not-found'
              : state !== 'published'
                ? 'not-now'
                : allowed[verb].includes(name)
                  ? 'invalid'
                  : 'forbidden'
          expect(await codeOf(published, verb, actor), `${state} ${verb} ${name}`).toBe(expected)
          asked++
        }
        for (const actor of state === 'published' || state === 'draft' ? strangers : strangers.slice(0, 3)) {
          expect(await codeOf(published, verb, actor), `${state} ${verb} ${actor.name}`).toBe('not-found')
          asked++
        }
      }
    }
    await put('published')
    expect(asked).toBeGreaterThan(states.length * libraryVerbs.length * own.length)
  })

  test('四眼原则：拟稿、送审过的人即使有角色也不能办；撤销、废止等不写理由的不能办', async () => {
    const { t, who } = bench
    const both: Actor = {
      ...who.drafter,
      roles: [...who.drafter.roles, ...who.publisher.roles],
    }
    for (const verb of libraryVerbs) {
      expect(await codeOf(published, verb, both), verb).toBe('forbidden')
      const silent = await refusal(
        performLibrary(t.house, { subject: published, verb, actor: who.publisher, form: {} }),
      )
      expect(
        silent.reasons.map(r => r.field),
        verb,
      ).toContain('reason')
    }
  })
})

describe('规范性文件库的接口：谁看得到、谁能改', () => {
  const paths = (id: number): [method: Method, url: string, payload?: object][] => [
    ['GET', `/api/library/documents/${id}`],
    ['GET', `/api/library/documents/${id}/compare?from=now&to=now`],
    ['PUT', `/api/library/documents/${id}/term`, { effectiveOn: '2026-04-01' }],
    [
      'POST',
      `/api/library/documents/${id}/relations`,
      { relation: 'basis', target: '中华人民共和国安全生产法' },
    ],
    ['DELETE', `/api/library/documents/${id}/relations/1`],
    ...libraryVerbs.map(
      verb =>
        ['POST', `/api/library/documents/${id}/${verb}`, { reason: '核对', form: {} }] as [
          'POST',
          string,
          object,
        ],
    ),
  ]

  test('别的机关、上级机关和三员：每条路都是“没有找到”，草稿的题名一个字也不出来', async () => {
    const outside = [
      ...Object.values(above.actors),
      ...Object.values(other.actors),
      bench.who.systemAdmin,
      bench.who.securityAdmin,
      bench.who.auditAdmin,
    ]
    for (const actor of outside)
      for (const id of [draft, published])
        for (const [method, url, payload] of paths(id)) {
          const answer = await office.call(actor, method, url, payload)
          expect(answer.status, `${actor.name} ${method} ${url}`).toBe(404)
          expect(answer.text).not.toMatch(/未定稿|零售点/)
        }
  })

  test('列表：上级机关、别的机关和三员看不到本机关的草稿，本机关的人看得到已公开的', async () => {
    for (const show of ['all', 'inForce', 'expiring', 'ended', 'noTerm'])
      for (const actor of [
        above.actors.opennessOfficer,
        above.actors.leader,
        other.actors.publisher,
        bench.who.systemAdmin,
        bench.who.securityAdmin,
        bench.who.auditAdmin,
      ]) {
        const { status, text } = await office.call(actor, 'GET', `/api/library?show=${show}`)
        expect([200, 403, 404], `${actor.name} ${show}`).toContain(status)
        expect(text).not.toMatch(/未定稿|零售点/)
      }
    const own = await office.call(bench.who.legalReviewer, 'GET', '/api/library?show=all')
    expect(own.status).toBe(200)
    expect(own.text).toContain('零售点')
    expect(own.text).not.toContain('未定稿')
  })

  test('草稿的有效期和关系只有拟稿人能填，本机关别的角色不能；已送审的谁也不能再填', async () => {
    for (const actor of [
      bench.who.drafter2,
      bench.who.departmentHead,
      bench.who.opennessOfficer,
      bench.who.legalReviewer,
      bench.who.publisher,
      bench.who.leader,
    ])
      for (const [method, url, payload] of paths(draft).slice(2, 5))
        expect([403, 404], `${actor.name} ${method} ${url}`).toContain(
          (await office.call(actor, method, url, payload)).status,
        )
    const own = await office.call(bench.who.drafter, 'PUT', `/api/library/documents/${draft}/term`, {
      effectiveOn: '2026-04-01',
      termYears: 2,
    })
    expect(own.status, own.text).toBe(200)
    for (const [method, url, payload] of paths(published).slice(2, 5))
      expect((await office.call(bench.who.drafter, method, url, payload)).status, `${method} ${url}`).toBe(
        409,
      )
  })

  test('本机关规则只有公开审查员和合法性审查员能设；别的人被告知由谁办', async () => {
    for (const actor of [
      bench.who.drafter,
      bench.who.departmentHead,
      bench.who.leader,
      bench.who.publisher,
      bench.who.systemAdmin,
      bench.who.securityAdmin,
      bench.who.auditAdmin,
    ]) {
      const answer = await office.call(actor, 'PUT', '/api/library/rule', {})
      expect(answer.status, actor.name).toBe(403)
      expect(answer.text).toContain('公开审查员或合法性审查员')
    }
    expect((await office.call(bench.who.legalReviewer, 'PUT', '/api/library/rule', {})).status).toBe(422)
  })
})

describe('签发以后，有效期和关系也不能变', () => {
  test('390号五(三)：签发后库里的有效期或关系被改动，与签发时的指纹不符，不能发布', async () => {
    const { t, who, go } = bench
    const upTo = async () => {
      const { subject } = await bench.drafted({
        title: '测试县安全距离办法',
        normative: true,
        columns: ['normative'],
      })
      const term = await office.call(who.drafter, 'PUT', `/api/library/documents/${subject}/term`, {
        effectiveOn: '2026-04-01',
        termYears: 2,
      })
      expect(term.status, term.text).toBe(200)
      await go(subject, 'submit', who.drafter)
      await go(subject, 'approve', who.departmentHead)
      await go(subject, 'agree', who.opennessOfficer)
      await go(subject, 'pass', who.legalReviewer, { reason: '合法' })
      await go(subject, 'sign', who.leader)
      await go(subject, 'number', who.publisher, { form: { series: '测应急' } })
      await go(subject, 'issue', who.publisher)
      return subject
    }
    const changed = await upTo()
    await t.db
      .updateTable('normative')
      .set({ effective_on: '2027-01-01' })
      .where('document_id', '=', changed)
      .execute()
    expect((await refusal(go(changed, 'publish', who.publisher))).message).toContain('有效期')
    const related = await upTo()
    await t.db
      .insertInto('relation')
      .values({
        document_id: related,
        relation: 'repeals',
        target_id: published,
        target_title: '测试县零售点布设办法',
        standing: 'entered',
        whole: true,
        entered_by: who.drafter.staffId,
        entered_at: t.house.now(),
      } as never)
      .execute()
    expect((await refusal(go(related, 'publish', who.publisher))).message).toContain('与其他文件的关系')
    await t.db.deleteFrom('relation').where('document_id', '=', related).execute()
    expect((await go(related, 'publish', who.publisher)).state).toBe('published')
  })
})
