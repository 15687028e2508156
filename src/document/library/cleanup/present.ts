import type { Actor } from '#kit/actor.ts'
import type { Query } from '#kit/db.ts'
import { dayOf, isoOf } from '#kit/now.ts'
import { daysBetween } from '#law/day.ts'
import { noticeDays } from '#law/normativeTerms.ts'
import { bodyNames, departmentNames, staffNames } from '#people/directory.ts'
import type { House } from '../../../house.ts'
import type { Light } from '../../views.ts'
import type { CleanupList, CleanupRow, CleanupView, ItemPage, ItemView } from '../views.ts'
import { verbsFor } from './deeds.ts'
import type { Cleanup, Item, ItemFilter } from './model.ts'
import { cleanupsOf, countItems, itemsOf, numbersOf, readCleanup, type Numbers } from './store.ts'
import { bodiesOf, itemsVisibleTo } from './visibility.ts'
import { cleanupStateLabels, itemStateLabels, opening } from './workflow.ts'

type Part = Pick<House, 'db' | 'now'>

export const noNumbers: Numbers = {
  total: 0,
  asked: 0,
  answered: 0,
  decided: 0,
  applied: 0,
  refused: 0,
  keep: 0,
  amend: 0,
  repeal: 0,
  expire: 0,
}

function lightOf(item: Item, today: string): { light: Light; words: string } {
  if (item.state === 'applied') return { light: 'none', words: '' }
  const left = daysBetween(today, item.dueOn)
  const what = item.expiresOn ? '到期' : '提意见截止'
  if (left < 0) return { light: 'red', words: `${what}已过${-left}天` }
  const near = item.expiresOn ? noticeDays[1] : 3
  const words = left === 0 ? `今天${what}` : `还有${left}天${what}`
  return { light: left <= near ? 'yellow' : 'green', words }
}

/** Items as their people see them, names read at once. */
export async function itemViews(house: Part, actor: Actor, items: readonly Item[]): Promise<ItemView[]> {
  const today = dayOf(house.now())
  const staff = items.flatMap(i => [i.drafterId, i.answeredBy, i.decidedBy].filter(id => id !== null))
  const [departments, people, rounds] = await Promise.all([
    departmentNames(
      house.db,
      items.map(i => i.departmentId),
    ),
    staffNames(house.db, staff),
    roundNames(house.db, items),
  ])
  const name = (id: number | null) => (id === null ? null : (people.get(id) ?? null))
  return items.map(i => ({
    id: i.id,
    documentId: i.documentId,
    cleanup: i.cleanupId === null ? null : { id: i.cleanupId, name: rounds.get(i.cleanupId) ?? '' },
    title: i.title,
    documentNumber: i.documentNumber,
    department: departments.get(i.departmentId) ?? '',
    drafter: name(i.drafterId) ?? '',
    state: i.state,
    stateLabel: itemStateLabels[i.state],
    version: i.version,
    dueOn: i.dueOn,
    ...lightOf(i, today),
    expiresOn: i.expiresOn ?? i.presentExpiry,
    opinion: i.opinion,
    opinionReason: i.opinionReason,
    opinionUntil: i.opinionUntil,
    answeredBy: name(i.answeredBy),
    decision: i.decision,
    decisionReason: i.decisionReason,
    decisionUntil: i.decisionUntil,
    decisionOn: i.decisionOn,
    publicNote: i.publicNote,
    decidedBy: name(i.decidedBy),
    refused: i.refused,
    verbs: verbsFor(i, actor),
  }))
}

async function roundNames(db: Query, items: readonly Item[]): Promise<Map<number, string>> {
  const ids = [...new Set(items.flatMap(i => (i.cleanupId === null ? [] : [i.cleanupId])))]
  const rounds = await Promise.all(ids.map(id => readCleanup(db, id)))
  return new Map(rounds.flatMap(c => (c ? [[c.id, c.name] as const] : [])))
}

const pageSize = 50

export async function itemPage(
  house: Part,
  actor: Actor,
  cleanupId: number | null,
  filter: ItemFilter,
  page: number,
): Promise<ItemPage> {
  const of = { cleanupId, filter, visible: itemsVisibleTo(actor) }
  const [total, items] = await Promise.all([
    countItems(house.db, of),
    itemsOf(house.db, of, { limit: pageSize, offset: (page - 1) * pageSize }),
  ])
  return { total, page, pageSize, rows: await itemViews(house, actor, items) }
}

function rowOf(c: Cleanup, body: string, numbers: Numbers, today: string): CleanupRow {
  const left = daysBetween(today, c.opinionsBy)
  const open = numbers.asked + numbers.answered
  const state =
    c.state === 'concluded'
      ? numbers.refused > 0
        ? ({ light: 'red', words: `${numbers.refused}件没有执行成` } as const)
        : ({ light: 'none', words: '已审定' } as const)
      : numbers.asked > 0 && left < 0
        ? ({ light: 'red', words: `${numbers.asked}件逾期未提意见` } as const)
        : open === 0
          ? ({ light: 'yellow', words: '全部决定，待审定' } as const)
          : ({ light: left <= 3 ? 'yellow' : 'green', words: `还有${open}件待办` } as const)
  return {
    id: c.id,
    body,
    name: c.name,
    state: c.state,
    stateLabel: cleanupStateLabels[c.state],
    issuedUntil: c.issuedUntil,
    opinionsBy: c.opinionsBy,
    openedAt: isoOf(c.openedAt),
    numbers,
    ...state,
  }
}

/** The rounds of the person's bodies, and how many documents are looked at before their expiry. */
export async function cleanupList(house: Part, actor: Actor): Promise<CleanupList> {
  const bodyIds = bodiesOf(actor)
  const [rounds, names, expiring] = await Promise.all([
    cleanupsOf(house.db, bodyIds),
    bodyNames(house.db, bodyIds),
    countItems(house.db, {
      cleanupId: null,
      filter: { state: null, conclusion: null, department: null, q: '' },
      visible: itemsVisibleTo(actor),
    }),
  ])
  const numbers = await numbersOf(
    house.db,
    rounds.map(c => c.id),
  )
  const today = dayOf(house.now())
  const openers = actor.roles.filter(
    r => (opening.by as readonly string[]).includes(r.role) && r.departmentId === null,
  )
  return {
    mayOpen: [...new Set(openers.map(r => r.bodyId))].map(id => ({ bodyId: id, body: names.get(id) ?? '' })),
    rounds: rounds.map(c => rowOf(c, names.get(c.bodyId) ?? '', numbers.get(c.id) ?? noNumbers, today)),
    expiring,
  }
}

export async function cleanupView(house: Part, actor: Actor, c: Cleanup): Promise<CleanupView> {
  const [names, numbers] = await Promise.all([bodyNames(house.db, [c.bodyId]), numbersOf(house.db, [c.id])])
  const row = rowOf(c, names.get(c.bodyId) ?? '', numbers.get(c.id) ?? noNumbers, dayOf(house.now()))
  const holds = (role: string) => actor.roles.some(r => r.role === role && r.bodyId === c.bodyId)
  const open = row.numbers.asked + row.numbers.answered
  return {
    ...row,
    version: c.version,
    draftId: c.draftId,
    mayConclude: c.state === 'open' && holds('leader'),
    mayDraft: c.state === 'concluded' && c.draftId === null && holds('drafter'),
    blocked: open > 0 ? [{ text: `还有${open}件没有决定，全部决定后才能审定。` }] : [],
  }
}
