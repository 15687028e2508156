import { readXlsx } from 'hucre/xlsx'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Actor } from '#kit/actor.ts'
import { Refused } from '#kit/errors.ts'
import { faultOfCurrent } from '#record/verify/current.ts'
import { makeBureau, type Bureau } from '../../../../test/setup/bureau.ts'
import { refusal } from '../../journey.fixture.ts'
import { listPage } from '../../lists/lists.ts'
import { noFilter } from '../../lists/model.ts'
import { readDocument } from '../../store.ts'
import { makeLibraryBench, type LibraryBench } from '../library.fixture.ts'
import { normativeOf } from '../store.ts'
import { draftResult, openCleanup, performMany } from './actions.ts'
import { itemDeeds, performCleanup, performItem, verbsFor } from './deeds.ts'
import { libraryJobs } from './jobs.ts'
import { listsXlsx } from './lists.ts'
import { allItems, itemsOf, readCleanup, readItem } from './store.ts'
import { itemsVisibleTo, seesItem } from './visibility.ts'
import { itemStates, itemVerbs, itemWorkflow } from './workflow.ts'

let bench: LibraryBench
let other: Bureau
const titles = ['甲', '乙', '丙', '丁', '戊'].map(n => `测试县${n}项管理办法`)
let documents: number[]

beforeAll(async () => {
  bench = await makeLibraryBench()
  other = await makeBureau(bench.t.db, 'other-bureau', '别县应急管理局')
  documents = []
  for (const [i, title] of titles.entries())
    documents.push(await bench.normative(title, i === 4 ? { term: { expiresOn: '2026-05-31' } } : {}))
})
afterAll(() => bench.t.close())

const at = (on: string) => bench.t.setNow(`${on}T09:00:00+08:00`)
const run = (name: string, payload: object = {}) =>
  libraryJobs(bench.t.house)[name]!(payload as never, {} as never)
const on = (item: number, verb: string, actor: Actor, more: { reason?: string; form?: unknown } = {}) =>
  performItem(bench.t.house, { subject: item, verb, actor, ...more })
const notices = async (staffId: number) =>
  (
    await bench.t.db
      .selectFrom('notice')
      .select('text')
      .where('staff_id', '=', staffId)
      .orderBy('id')
      .execute()
  ).map(n => n.text)
const lawyer = () => bench.who.legalReviewer

describe('到期评估', () => {
  test('上海一（二）：到期前90天起草部门收到评估任务，30天再催一次；续期由一人决定、另一人执行，公开页面换成新日期', async () => {
    at('2026-03-01')
    await run('library:turn')
    expect(await count()).toBe(0)
    at('2026-03-02')
    await run('library:turn')
    await run('library:turn')
    expect(await count()).toBe(1)
    const [item] = await expiring()
    expect((await notices(bench.who.departmentHead.staffId)).at(-1)).toContain('有效期到2026年5月31日')
    at('2026-05-02')
    await run('library:turn')
    await run('library:turn')
    const urged = (await notices(bench.who.drafter.staffId)).filter(t => t.includes('还没有评估意见'))
    expect(urged).toHaveLength(1)

    const { drafter, publisher, legalReviewer } = bench.who
    const answered = on(item!.id, 'answer', drafter, {
      reason: '仍需执行',
      form: { opinion: 'keep', until: '2028-05-31' },
    })
    await answered
    const decide = (form: object) => on(item!.id, 'decide', legalReviewer, { reason: '同意续期', form })
    expect((await refusal(decide({ decision: 'keep' }))).message).toContain('续期到哪一天')
    expect((await refusal(decide({ decision: 'keep', until: '2028-05-31' }))).reasons[0]!.field).toBe(
      'publicNote',
    )
    expect(
      (await refusal(decide({ decision: 'keep', until: '2040-01-01', publicNote: '经评估延长。' }))).message,
    ).toContain('最长到')
    expect((await refusal(decide({ decision: 'repeal' }))).reasons.map(r => r.field)).toEqual([
      'on',
      'publicNote',
    ])
    await decide({ decision: 'keep', until: '2028-05-31', publicNote: '经评估，有效期延长至2028年5月31日。' })
    expect((await bench.entry(documents[4]!)).expiresOn).toBe('2026-05-31')
    await on(item!.id, 'apply', publisher, {})
    expect((await bench.entry(documents[4]!)).expiresOn).toBe('2028-05-31')
    expect(await readItem(bench.t.db, item!.id)).toMatchObject({ state: 'applied' })
    expect(await faultOfCurrent(bench.t.db, bench.bureau.bodyId)).toBeNull()
    at('2026-03-02')
  })

  const expiring = () =>
    itemsOf(
      bench.t.db,
      { cleanupId: null, filter: none, visible: itemsVisibleTo(lawyer()) },
      { limit: 10, offset: 0 },
    )
  const count = async () => (await expiring()).length
})

const none = { state: null, conclusion: null, department: null, q: '' }

describe('清理', () => {
  let cleanup: number
  test('开展：现行有效的全部纳入；没有权限、日期不对、还有一次没结束，各有一句话', async () => {
    const { house } = bench.t
    const open = (actor: Actor, change: object = {}) =>
      openCleanup(house, actor, {
        name: '2026年规范性文件清理',
        issuedUntil: '2026-03-02',
        opinionsBy: '2026-03-31',
        ...change,
      })
    expect((await refusal(open(bench.who.drafter))).code).toBe('forbidden')
    const bad = await refusal(open(lawyer(), { issuedUntil: '2026-04-01', opinionsBy: '2026-03-01' }))
    expect(bad.reasons.map(r => r.field)).toEqual(['issuedUntil', 'opinionsBy'])
    expect((await refusal(open(lawyer(), { issuedUntil: '2020-01-01' }))).message).toContain('一件也没有')
    cleanup = (await open(lawyer())).subject
    expect((await readCleanup(bench.t.db, cleanup))!.takenIn).toBe(5)
    expect((await refusal(open(lawyer()))).message).toContain('没有结束')
    expect(await notices(bench.who.departmentHead.staffId)).toContainEqual(
      expect.stringContaining('本部门有5件规范性文件'),
    )
  })

  test('逐件提意见、决定；成批办理时一件不成不影响别的；四眼：提意见的人不能决定', async () => {
    const { house } = bench.t
    const items = await allItems(bench.t.db, cleanup)
    const both: Actor = {
      ...bench.who.departmentHead,
      roles: [...bench.who.departmentHead.roles, ...lawyer().roles],
    }
    await on(items[0]!.id, 'answer', both, { reason: '继续执行', form: { opinion: 'keep' } })
    const self = await refusal(
      on(items[0]!.id, 'decide', both, { reason: '同意', form: { decision: 'keep' } }),
    )
    expect(self.message).toContain('四眼')
    const bulk = await performMany(
      house,
      bench.who.departmentHead,
      {
        verb: 'answer',
        items: [...items.slice(1).map(i => ({ id: i.id })), { id: items[0]!.id }, { id: 999_999 }],
        reason: '经研究',
        form: { opinion: 'repeal' },
      },
      'bulk-answers-1',
    )
    expect(bulk.done).toHaveLength(4)
    expect(bulk.failed.map(f => f.reasons[0]!.text)).toEqual([
      expect.stringContaining('现在不能办理'),
      expect.stringContaining('没有找到'),
    ])
    const decisions: [number, object][] = [
      [0, { decision: 'keep' }],
      [1, { decision: 'repeal', on: '2026-03-10', publicNote: '经清理，自2026年3月10日起废止。' }],
      [2, { decision: 'expire', on: '2026-03-10', publicNote: '经清理，宣布失效。' }],
      [3, { decision: 'amend' }],
    ]
    for (const [i, form] of decisions)
      await on(items[i]!.id, 'decide', lawyer(), { reason: '经集体研究', form })
    const early = await refusal(
      performCleanup(house, { subject: cleanup, verb: 'conclude', actor: bench.who.leader }),
    )
    expect(early.message).toContain('还有1件没有决定')
    await on(items[4]!.id, 'decide', lawyer(), { reason: '经集体研究', form: { decision: 'keep' } })
    await on(items[4]!.id, 'reconsider', lawyer(), { reason: '再看一次' })
    await on(items[4]!.id, 'decide', lawyer(), { reason: '经集体研究', form: { decision: 'keep' } })
  })

  test('审定后逐件执行，每件一次完成；三张目录恰好包含全部文件，拟成公布的公文', async () => {
    const { house, db } = bench.t
    expect(
      (await refusal(draftResult(house, bench.who.drafter, (await readCleanup(db, cleanup))!))).code,
    ).toBe('not-now')
    await performCleanup(house, { subject: cleanup, verb: 'conclude', actor: bench.who.leader })
    await run('library:applyAll', { cleanup, staff: bench.who.leader.staffId })
    await run('library:applyAll', { cleanup, staff: bench.who.leader.staffId })
    const items = await allItems(db, cleanup)
    expect(items.map(i => [i.state, i.refused])).toEqual(items.map(() => ['applied', null]))
    expect(await normativeOf(db, documents[1]!)).toMatchObject({ repealedOn: '2026-03-10' })
    at('2026-03-10')
    expect(await Promise.all(documents.map(d => bench.validity(d)))).toEqual([
      'in-force',
      'repealed',
      'expired',
      'in-force',
      'in-force',
    ])
    expect(await faultOfCurrent(db, bench.bureau.bodyId)).toBeNull()
    at('2026-03-02')

    const round = (await readCleanup(db, cleanup))!
    const { sheets } = await readXlsx(await listsXlsx(round, items))
    const listed = sheets.map(s => s.rows.slice(2).map(r => r[1]))
    expect(listed).toEqual([[titles[0], titles[4]], [titles[1], titles[2]], [titles[3]]])

    const draft = await draftResult(house, bench.who.drafter, round)
    const made = (await readDocument(db, draft))!
    expect(made.title).toBe('测试县应急管理局关于公布2026年规范性文件清理结果的公告')
    expect(made.bodyHtml).toContain('继续有效2件，废止和失效2件，拟修改1件')
    for (const title of titles) expect(made.bodyHtml.split(title)).toHaveLength(2)
    const again = await refusal(draftResult(house, bench.who.drafter, (await readCleanup(db, cleanup))!))
    expect(again.message).toContain('已经拟好')
  })
})

const roles = [
  'drafter',
  'departmentHead',
  'opennessOfficer',
  'secrecyOfficer',
  'legalReviewer',
  'leader',
  'publisher',
  'systemAdmin',
  'securityAdmin',
  'auditAdmin',
]

function everybody(): Actor[] {
  const { bureau, who } = bench
  return roles.flatMap(role =>
    [bureau.bodyId, other.bodyId].flatMap(bodyId =>
      [null, bureau.departmentId, bureau.otherDepartmentId].flatMap(departmentId =>
        (
          [
            [who.drafter.staffId, null],
            [who.leader.staffId, null],
            [who.leader.staffId, who.drafter2.staffId],
          ] as const
        ).map(([staffId, onBehalfOf]) => ({
          staffId,
          name: '甲',
          bodyId: bureau.bodyId,
          departmentId: bureau.departmentId,
          roles: [{ role, bodyId, departmentId, onBehalfOf, onBehalfName: null }],
        })),
      ),
    ),
  )
}

/** Written by hand, not read from the table: who may do what. */
function lawful(state: string, verb: string, actor: Actor): boolean {
  const r = actor.roles[0]!
  const { bureau, who } = bench
  if (r.bodyId !== bureau.bodyId) return false
  if (r.departmentId !== null && r.departmentId !== bureau.departmentId) return false
  const self = r.onBehalfOf ?? actor.staffId
  if (r.role === 'drafter' && r.departmentId === null && self !== who.drafter.staffId) return false
  switch (`${state}.${verb}`) {
    case 'asked.answer':
      return ['departmentHead', 'drafter'].includes(r.role)
    case 'asked.remind':
    case 'asked.proceed':
    case 'answered.decide':
    case 'decided.reconsider':
      return ['legalReviewer', 'opennessOfficer'].includes(r.role)
    case 'decided.apply':
      return ['leader', 'publisher'].includes(r.role)
    default:
      return false
  }
}

describe('权限', () => {
  test('表里的每个动作都有做法，表外的一个没有', () => {
    const inTable = new Set(Object.values(itemWorkflow).flatMap(steps => Object.keys(steps)))
    expect(Object.keys(itemDeeds(bench.t.house)).sort()).toEqual([...inTable].sort())
    expect([...itemVerbs].sort()).toEqual([...inTable].sort())
  })

  test('环节 × 动作 × 角色 × 机关 × 部门 × 本人：只有写明的能办，列表与单件看到的一样', async () => {
    const { db } = bench.t
    at('2026-04-20')
    const subject = await bench.normative('测试县权限测试办法')
    const rows = await sql<{ id: number }>`
      insert into cleanup_item (document_id, body_id, department_id, drafter_id, state, expires_on)
      values (${subject}, ${bench.bureau.bodyId}, ${bench.bureau.departmentId}, ${bench.who.drafter.staffId}, 'asked', '2026-05-01')
      returning id`.execute(db)
    const id = rows.rows[0]!.id
    const forms: Record<string, unknown> = { answer: { opinion: 'amend' }, decide: { decision: 'amend' } }
    let allowed = 0
    let refused = 0
    for (const actor of everybody()) {
      const item = (await readItem(db, id))!
      const listed = await itemsOf(
        db,
        { cleanupId: null, filter: { ...none, q: '权限测试' }, visible: itemsVisibleTo(actor) },
        { limit: 10, offset: 0 },
      )
      expect(
        listed.map(i => i.id),
        JSON.stringify(actor.roles),
      ).toEqual(seesItem(item, actor) ? [id] : [])
      for (const state of itemStates)
        for (const verb of itemVerbs) {
          const expected = lawful(state, verb, actor)
          expect(
            verbsFor({ ...item, state, answeredBy: null, decidedBy: null }, actor).includes(verb),
            `${state} ${verb}`,
          ).toBe(expected)
          // What the roles refuse needs no transaction each: four of five combinations are sampled by the role alone.
          if (!expected && !Object.hasOwn(itemWorkflow[state], verb) && actor.roles[0]!.departmentId !== null)
            continue
          await sql`update cleanup_item set state = ${state}, version = 1, reminded_at = null, decision = 'amend', answered_by = null, decided_by = null where id = ${id}`.execute(
            db,
          )
          const error = await on(
            id,
            verb,
            { ...actor, staffId: actor.staffId },
            { reason: '理由', form: forms[verb] },
          ).then(
            () => null,
            (e: unknown) => e,
          )
          const fourEyes = error instanceof Refused && error.message.includes('四眼')
          if (expected && !fourEyes) {
            expect(error, `${state} ${verb} ${JSON.stringify(actor)}`).toBeNull()
            allowed++
          } else {
            expect(error, `${state} ${verb} ${JSON.stringify(actor)}`).toBeInstanceOf(Refused)
            expect((await readItem(db, id))!.version).toBe(1)
            refused++
          }
        }
    }
    expect(allowed).toBeGreaterThan(15)
    expect(refused).toBeGreaterThan(800)
  }, 480_000)
})

describe('待办', () => {
  test('上海一（二）：到期评估列入起草部门的待办，提出意见后转到法制、公开机构；办完就没有了', async () => {
    const { house } = bench.t
    at('2026-03-02')
    const subject = await bench.normative('测试县待办办法', { term: { expiresOn: '2026-04-30' } })
    await run('library:turn')
    const todo = async (actor: Actor) =>
      (await listPage(house, { list: 'todo', filter: { ...noFilter, q: '待办办法' }, actor }, 1)).rows.map(
        r => [r.id, r.words, r.light],
      )
    const row = [subject, '评估还有59天', 'yellow']
    expect(await todo(bench.who.drafter)).toEqual([row])
    expect(await todo(bench.who.departmentHead)).toEqual([row])
    expect(await todo(lawyer())).toEqual([])
    const [item] = await itemsOf(
      bench.t.db,
      { cleanupId: null, filter: { ...none, q: '待办办法' }, visible: itemsVisibleTo(lawyer()) },
      { limit: 1, offset: 0 },
    )
    await on(item!.id, 'answer', bench.who.drafter, { reason: '任其失效', form: { opinion: 'expire' } })
    expect(await todo(bench.who.drafter)).toEqual([])
    expect(await todo(lawyer())).toEqual([row])
    await on(item!.id, 'decide', lawyer(), { reason: '同意', form: { decision: 'expire' } })
    expect(await todo(lawyer())).toEqual([])
  })
})
