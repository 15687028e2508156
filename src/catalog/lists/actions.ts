import { act, begin, type Applied, type Context, type Deed, type Done } from '#kit/act.ts'
import type { Actor } from '#kit/actor.ts'
import { sha256Hex, token } from '#kit/crypto.ts'
import type { Query } from '#kit/db.ts'
import { Refused, type Reason } from '#kit/errors.ts'
import { readForm } from '#kit/form.ts'
import { dayOf } from '#kit/now.ts'
import type { Procedure } from '#kit/procedure.ts'
import { bodyOf } from '#people/directory.ts'
import { publish, reserveAddress } from '#record/actions.ts'
import { publicationData } from '#record/content.ts'
import type { Entry } from '#record/model.ts'
import type { House } from '../../house.ts'
import { seesVersion } from '../actions.ts'
import { standingCatalogs } from '../duty/store.ts'
import type { LocalItem } from '../localItem.ts'
import type { GuidelineName } from '../model.ts'
import { nameOfItem } from '../rules/marks.ts'
import { versionsOf } from '../store.ts'
import { noteSuperseded } from '../supersede.ts'
import {
  decideForm,
  importForm,
  listKindLabels,
  listKinds,
  nameOfEntry,
  publishListForm,
  saveListForm,
  type DecideForm,
  type Decision,
  type ListEntry,
  type ListKind,
  type ListRow,
  type PairingRow,
  type PublishListForm,
  type SaveListForm,
} from './model.ts'
import { withKeys } from './rules/keys.ts'
import * as store from './store.ts'
import { listEntryOf } from './table.ts'
import {
  listBeginning,
  listWorkflow,
  pairingBeginning,
  pairingWorkflow,
  type ListVerb,
  type PairingVerb,
} from './workflow.ts'

export const listProcedure: Procedure<ListRow> = {
  kind: 'catalogList',
  noun: '清单',
  workflow: listWorkflow,
  lock: store.lockList,
  sees: seesVersion,
  move: store.moveList,
}

export const pairingProcedure: Procedure<PairingRow> = {
  kind: 'catalogPairing',
  noun: '对照',
  workflow: pairingWorkflow,
  lock: store.lockPairing,
  sees: seesVersion,
  move: store.movePairing,
}

const digest = (entries: readonly ListEntry[]) => sha256Hex(JSON.stringify(entries))
const newKey = () => token().slice(0, 16)

/** The actor's role that may begin something in a body. Throws Refused('forbidden'). */
function roleFor(actor: Actor, body: number, by: readonly string[], sentence: string) {
  const role = actor.roles.find(r => r.bodyId === body && by.includes(r.role))
  if (!role) throw new Refused('forbidden', [{ text: sentence, basis: '焦作/二(一)1' }])
  return role
}

/** 导入清单: a version as read and looked through; the file's hash is kept. Refused while another waits to be published. (焦作 二(一)1) */
export async function importList(house: House, actor: Actor, input: unknown, key?: string): Promise<Done> {
  const form = readForm(importForm, input)
  const role = roleFor(actor, form.body, listBeginning.by, '您没有为这个机关导入清单的权限。')
  return begin(
    house,
    { kind: 'catalogList', bodyId: form.body, role: role.role, verb: 'import', actor, key, form },
    async (trx, at) => {
      const { open, last, before } = await store.listsBefore(trx, form.body, form.kind)
      if (open !== null)
        throw new Refused(
          'not-now',
          `本机关的${listKindLabels[form.kind]}已有一版待公布，请先公布或作废它，也可以打开它改好再存。`,
        )
      const standing = await store.standingList(trx, form.body, form.kind)
      const entries = withKeys(form.entries, before?.entries ?? [], newKey)
      const id = await store.insertList(trx, {
        ...{ bodyId: form.body, kind: form.kind, number: last + 1, entries, at },
        drafterId: actor.staffId,
        departmentId: role.departmentId,
        sourceName: form.source.name,
        sourceHash: form.source.hash,
        address: standing?.address ?? null,
      })
      return {
        id,
        state: 'drafted',
        data: {
          list: form.kind,
          number: last + 1,
          source: form.source.name,
          sourceHash: form.source.hash,
          entries: digest(entries),
          count: entries.length,
        },
      }
    },
  )
}

const save: Deed<ListRow, SaveListForm> = {
  form: saveListForm,
  async apply(c) {
    const entries = withKeys(c.form.entries, c.row.entries, newKey)
    await store.putEntries(c.trx, c.row.id, entries)
    return { data: { entries: digest(entries), count: entries.length } }
  },
}

type Made = { readonly entry: Entry; readonly address: string }

const release = (house: Pick<House, 'signer'>): Deed<ListRow, PublishListForm, Made> => ({
  form: publishListForm,
  guard(c) {
    const nameless = c.row.entries.filter(e => e.type === null)
    const reasons: Reason[] = []
    if (nameless.length > 0)
      reasons.push({
        field: 'entries',
        text: `有${nameless.length}条没有事项类型（“${nameOfEntry(nameless[0]!)}”${nameless.length > 1 ? '等' : ''}），请选好再公布。`,
        basis: '焦作/二(一)1',
      })
    if (c.row.address !== null && !c.form.note)
      reasons.push({ field: 'note', text: '请写一句给公众看的说明：与上一版相比改了什么。' })
    return reasons
  },
  async apply(c): Promise<Applied<Made>> {
    const { kind, number, entries, bodyId } = c.row
    const body = await bodyOf(c.trx, bodyId)
    const entry = listEntryOf(c.row, body.name, c.form.effectiveOn)
    const address = c.row.address ?? (await reserveAddress(c.trx, body.slug, dayOf(c.at)))
    const before = await store.standingList(c.trx, bodyId, kind)
    if (before) {
      await store.moveList(c.trx, before, 'superseded', c.at)
      await noteSuperseded(c, 'catalogList', before.id)
    }
    await store.putListPublished(c.trx, c.row.id, { address, effectiveOn: c.form.effectiveOn, at: c.at })
    await store.putStandingList(c.trx, {
      ...{ bodyId, kind, number, entries, address, versionId: c.row.id },
      ...{ effectiveOn: c.form.effectiveOn, publishedOn: dayOf(c.at) },
    })
    return { data: { ...publicationData(entry, address), number }, made: { entry, address } }
  },
  async publish(c, event, made) {
    await publish(c.trx, house, {
      ...made,
      bodyId: c.row.bodyId,
      subjectId: c.row.id,
      note: c.row.address === null ? null : (c.form.note ?? null),
      event,
    })
  },
})

export type ListRequest = {
  readonly subject: number
  readonly actor: Actor
  readonly form?: unknown
  readonly reason?: string | null | undefined
  readonly version?: number | undefined
  readonly key?: string | undefined
}

/** One step of a list's way. Throws Refused with every reason. */
export function performList(house: House, request: ListRequest & { verb: ListVerb }): Promise<Done> {
  const deeds: Record<ListVerb, Deed<ListRow, never, never>> = {
    save: save as never,
    publish: release(house) as never,
    cancel: {},
  }
  return act(house, listProcedure, deeds[request.verb], request)
}

/** 开始对照: the one pairing of a body. Refused where it has one. */
export async function startPairing(house: House, actor: Actor, body: number, key?: string): Promise<Done> {
  const role = roleFor(actor, body, pairingBeginning.by, '您没有为这个机关对照清单的权限。')
  return begin(
    house,
    { kind: 'catalogPairing', bodyId: body, role: role.role, verb: 'start', actor, key, form: { body } },
    async (trx, at) => {
      const id = await store.insertPairing(trx, body, actor.staffId, at)
      if (id === null) throw new Refused('not-now', '这个机关已经开始对照，请刷新页面后接着做。')
      return { id, state: 'current', data: {} }
    },
  )
}

export type ItemOfField = { readonly field: GuidelineName; readonly item: LocalItem }

/** What is held against each other: the newest versions of a body that were not given up, whether they are public or not. */
export async function sidesOf(
  db: Query,
  bodyId: number,
): Promise<{ items: ItemOfField[]; lists: ReadonlyMap<ListKind, ListRow> }> {
  const fields = new Map<GuidelineName, readonly LocalItem[]>()
  for (const v of await versionsOf(db, [bodyId]))
    if (v.state !== 'cancelled' && !fields.has(v.field)) fields.set(v.field, v.items)
  const lists = new Map<ListKind, ListRow>()
  for (const l of await store.listsOf(db, [bodyId]))
    if (l.state !== 'cancelled' && !lists.has(l.kind)) lists.set(l.kind, l)
  return {
    items: [...fields].flatMap(([field, items]) =>
      items.filter(i => i.leftOut === null).map(item => ({ field, item })),
    ),
    lists,
  }
}

const decide: Deed<PairingRow, DecideForm> = {
  form: decideForm,
  async guard(c) {
    const { items, lists } = await sidesOf(c.trx, c.row.bodyId)
    const names = new Map(items.map(i => [`item/${i.field}/${i.item.key}`, nameOfItem(i.item)]))
    for (const kind of listKinds)
      for (const e of lists.get(kind)?.entries ?? []) names.set(`entry/${kind}/${e.key}`, nameOfEntry(e))
    // Decisions are taken in their order: one may clear the way for the next.
    const alone = new Set((await store.aloneOf(c.trx, c.row.id)).map(a => `${a.side}/${a.scope}/${a.key}`))
    const paired = new Set(
      (await store.pairsOf(c.trx, c.row.id))
        .filter(p => p.verdict === 'paired')
        .map(p => `${p.field}/${p.item}+${p.kind}/${p.entry}`),
    )
    return c.form.decisions.flatMap((d, n) =>
      against(d, { names, alone, paired }).map(text => ({ field: `decisions.${n}`, text })),
    )
  },
  async apply(c) {
    const by = { id: c.actor.staffId, name: c.actor.name, at: c.at }
    for (const d of c.form.decisions) {
      if (d.do === 'alone') await store.putAlone(c.trx, c.row.id, d, by)
      else if (d.do === 'notAlone') await store.dropAlone(c.trx, c.row.id, d)
      else if (d.do === 'clear') await store.dropPair(c.trx, c.row.id, d)
      else await store.putPair(c.trx, c.row.id, d, d.do === 'pair' ? 'paired' : 'refused', by)
    }
    return { data: { decisions: c.form.decisions } }
  },
}

type Known = {
  readonly names: ReadonlyMap<string, string>
  readonly alone: Set<string>
  readonly paired: Set<string>
}

/** What stands against a decision after those before it; keeps `known` as the decision would leave it. */
function against(d: Decision, { names, alone, paired }: Known): string[] {
  const gone = '已不在目录或清单里，请刷新后重试。'
  if (d.do === 'alone' || d.do === 'notAlone') {
    const one = `${d.side}/${d.scope}/${d.key}`
    const name = names.get(one)
    if (d.do === 'notAlone') {
      alone.delete(one)
      return []
    }
    if (name === undefined) return [`${d.side === 'item' ? '这个事项' : '这一条'}${gone}`]
    const mark = `${d.scope}/${d.key}`
    if ([...paired].some(p => p.split('+')[d.side === 'item' ? 0 : 1] === mark))
      return [`“${name}”已有对照，不能再说无须对照，请先取消对照。`]
    alone.add(one)
    return []
  }
  const [left, right] = [`${d.field}/${d.item}`, `${d.kind}/${d.entry}`]
  if (d.do === 'clear') {
    paired.delete(`${left}+${right}`)
    return []
  }
  const [item, entry] = [names.get(`item/${left}`), names.get(`entry/${right}`)]
  if (item === undefined || entry === undefined)
    return [`${item === undefined ? '这个事项' : '这一条'}${gone}`]
  if (d.do === 'refuse') {
    paired.delete(`${left}+${right}`)
    return []
  }
  const said = [alone.has(`item/${left}`) ? item : null, alone.has(`entry/${right}`) ? entry : null]
  paired.add(`${left}+${right}`)
  return said.filter(s => s !== null).map(s => `“${s}”已说明无须对照，请先撤回说明再对照。`)
}

/** Pairs of which both sides stand published. */
async function showable(c: Context<PairingRow, unknown>): Promise<store.PublicPair[]> {
  const items = new Set(
    (await standingCatalogs(c.trx, [c.row.bodyId])).flatMap(s => s.items.map(i => `${s.field}/${i.key}`)),
  )
  const entries = new Set(
    (await store.standingLists(c.trx, c.row.bodyId)).flatMap(l => l.entries.map(e => `${l.kind}/${e.key}`)),
  )
  return (await store.pairsOf(c.trx, c.row.id))
    .filter(
      p => p.verdict === 'paired' && items.has(`${p.field}/${p.item}`) && entries.has(`${p.kind}/${p.entry}`),
    )
    .map(p => ({ field: p.field, item: p.item, kind: p.kind, entry: p.entry }))
}

const show: Deed<PairingRow, unknown, readonly store.PublicPair[]> = {
  async guard(c) {
    return (await showable(c)).length > 0
      ? []
      : [{ text: '没有两边都已公布的对照。请先公布标准目录和清单，或先认定对照。' }]
  },
  async apply(c) {
    const pairs = await showable(c)
    return { data: { pairs: sha256Hex(JSON.stringify(pairs)), count: pairs.length }, made: pairs }
  },
  publish: (c, event, pairs) => store.showPairs(c.trx, c.row.bodyId, pairs, event.position),
}

/** One step of a body's pairing: decisions, or showing them to the public. Throws Refused with every reason. */
export function performPairing(house: House, request: ListRequest & { verb: PairingVerb }): Promise<Done> {
  return request.verb === 'decide'
    ? act(house, pairingProcedure, decide, request)
    : act(house, pairingProcedure, show, request)
}
