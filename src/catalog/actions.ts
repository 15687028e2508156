import { act, begin, type Applied, type Deed, type Done } from '#kit/act.ts'
import type { Actor } from '#kit/actor.ts'
import { sha256Hex, token } from '#kit/crypto.ts'
import type { Query } from '#kit/db.ts'
import { Refused } from '#kit/errors.ts'
import { readForm } from '#kit/form.ts'
import { dayOf } from '#kit/now.ts'
import type { Procedure } from '#kit/procedure.ts'
import { lineOf, treeOf } from '#people/bodies.ts'
import { bodyNames } from '#people/directory.ts'
import { bodyOf, type BodyRow } from '#people/directory.ts'
import { publish, reserveAddress } from '#record/actions.ts'
import { publicationData } from '#record/content.ts'
import { makeEntry, type Entry } from '#record/model.ts'
import type { House } from '../house.ts'
import { guidelineOf } from './guideline/guidelines.ts'
import type { LocalItem } from './localItem.ts'
import type { GuidelineName } from './model.ts'
import { derive, itemsOfGuideline, problemsOf } from './rules/adopt.ts'
import { putStandingCatalog } from './duty/store.ts'
import { noteSuperseded } from './supersede.ts'
import { barsInForce } from './instrument/bars.ts'
import { told, type News } from './news.ts'
import {
  cancelDeed,
  conflictReasons,
  foundBy,
  keepClearances,
  returnDeed,
  standingConflicts,
  submitDeed,
  type Side,
} from './review.ts'
import { conflictsOf, listedItems } from './rules/conflict.ts'
import { saveInSitting, type SaveDeed } from './sitting.ts'
import * as store from './store.ts'
import { tableHtml } from './table.ts'
import {
  approveForm,
  compileForm,
  publishForm,
  rolloutForm,
  saveForm,
  type ApproveForm,
  type PublishForm,
  type SaveForm,
  type VersionRow,
} from './versions.ts'
import { versionBeginning, versionWorkflow, type VersionVerb } from './workflow.ts'

const readers: readonly string[] = [
  ...versionBeginning.by,
  'leader',
  'legalReviewer',
  'publisher',
  'secrecyOfficer',
]

/** Everybody who works in the body sees its catalogs; administrators do not (三员分立). */
export const seesVersion = (row: { readonly bodyId: number }, actor: Actor): boolean =>
  actor.roles.some(r => r.bodyId === row.bodyId && readers.includes(r.role))

export const bodiesRead = (actor: Actor): number[] => [
  ...new Set(actor.roles.filter(r => readers.includes(r.role)).map(r => r.bodyId)),
]

export const versionProcedure: Procedure<VersionRow> = {
  kind: 'catalog',
  noun: '目录',
  workflow: versionWorkflow,
  lock: store.lockVersion,
  sees: seesVersion,
  move: store.moveVersion,
}

const digest = (items: readonly LocalItem[]) => sha256Hex(JSON.stringify(items))
const newKey = () => token().slice(0, 16)

/** The catalog above a body: of the nearest body above that has published one, else the guideline. */
export async function upperOf(
  db: Query,
  bodyId: number,
  field: GuidelineName,
): Promise<{ version: VersionRow | null; items: readonly LocalItem[] }> {
  const line = (await lineOf(db, bodyId)) ?? []
  for (const above of line.slice(1)) {
    const version = await store.standingVersion(db, above, field)
    if (version) return { version, items: version.items }
  }
  return { version: null, items: itemsOfGuideline(guidelineOf(field)) }
}

/** 开始编制: the first version derived from above, a later one from the version in force. Refused while another is on its way. */
export async function compileVersion(
  house: House,
  actor: Actor,
  input: unknown,
  key?: string,
): Promise<Done> {
  const form = readForm(compileForm, input)
  const { body, field } = form
  const role = actor.roles.find(
    r => r.bodyId === body && (versionBeginning.by as readonly string[]).includes(r.role),
  )
  if (!role) throw new Refused('forbidden', '您没有为这个机关编制目录的权限。')
  return begin(
    house,
    { kind: 'catalog', bodyId: body, role: role.role, verb: 'compile', actor, key, form },
    async (trx, at) => {
      const { open, last } = await store.openVersion(trx, body, field)
      if (open !== null)
        throw new Refused(
          'not-now',
          `本机关的${guidelineOf(field).field}目录已有一版正在编制，请先办结或作废它。`,
        )
      const standing = await store.standingVersion(trx, body, field)
      const upper = await upperOf(trx, body, field)
      const [own] = await treeOf(trx, [body])
      const level = own?.level === 'township' ? '乡级' : '县级'
      const names = await bodyNames(trx, [body, ...(upper.version ? [upper.version.bodyId] : [])])
      const above = upper.version ? names.get(upper.version.bodyId) : undefined
      const subjects = above === undefined ? null : { above, own: names.get(body) ?? above }
      const items = standing?.items ?? derive(upper.items, level, newKey, subjects)
      const id = await store.insertVersion(trx, {
        bodyId: body,
        field,
        number: last + 1,
        drafterId: actor.staffId,
        departmentId: role.departmentId,
        upperId: standing ? standing.upperId : (upper.version?.id ?? null),
        items,
        address: standing?.address ?? null,
        at,
      })
      return {
        id,
        state: 'compiling',
        data: { field, number: last + 1, upper: upper.version?.id ?? null, items: digest(items) },
      }
    },
  )
}

const save: SaveDeed<VersionRow, SaveForm> = {
  form: saveForm,
  put: (trx, row, form) => store.putItems(trx, row.id, form.items),
  async apply(c) {
    await store.putItems(c.trx, c.row.id, c.form.items)
    return {
      data: { ...foundBy(side, c.row), items: digest(c.form.items), count: c.form.items.length },
    }
  },
}

/** A catalog beside the negative list of its body. */
const side: Side<VersionRow> = {
  opinionsOf: row => row.id,
  keysOf: row => row.items.map(i => i.key),
  digestOf: row => digest(row.items),
  problemsOf: row =>
    problemsOf(row.items, guidelineOf(row.field))
      .filter(p => p.isGrave)
      .map(p => ({ ...(p.key ? { field: p.key } : {}), text: p.text, basis: '焦作/二(一)1' })),
  conflictsOf: async (db, row, today) =>
    conflictsOf(
      await barsInForce(db, row.bodyId, today),
      listedItems(row.items, row.field, guidelineOf(row.field).field),
    ),
}

/** The conflicts of a version with the negative list in force, with who settled which. */
export const conflictsOfVersion = async (db: Query, row: VersionRow, today: string) =>
  standingConflicts(db, row.bodyId, await side.conflictsOf(db, row, today))

const approve: Deed<VersionRow, ApproveForm> = {
  form: approveForm,
  guard: async c => [
    ...(c.form.effectiveOn < dayOf(c.at)
      ? [{ field: 'effectiveOn', text: '施行日期不能早于今天，目录不溯及公布以前。' }]
      : []),
    ...(await conflictReasons(side, c.trx, c.row, dayOf(c.at), [])),
  ],
  async apply(c) {
    await store.putEffective(c.trx, c.row.id, c.form.effectiveOn)
    return { data: { effectiveOn: c.form.effectiveOn, items: digest(c.row.items) } }
  },
}

/** What the public will read: the official table with the days and the version. */
export function entryOf(row: VersionRow, body: BodyRow): Entry {
  const guideline = guidelineOf(row.field)
  const title = `${body.name}${guideline.title}`
  const listed = row.items.filter(i => i.leftOut === null)
  const codes = [...new Set(listed.flatMap(i => i.lineage.codes))]
  return makeEntry({
    kind: 'catalog',
    title,
    issuers: [body.name],
    source: body.name,
    columns: ['catalog'],
    effectiveOn: row.effectiveOn,
    html: tableHtml(title, row.items, guideline),
    facts: [
      { label: '版本', value: `第${row.number}版` },
      {
        label: '事项',
        value: `${listed.length}项，其中本级增加${listed.filter(i => i.lineage.codes.length === 0).length}项`,
      },
      { label: '对应的国家事项', value: `${codes.length}项` },
    ],
  })
}

type Made = { readonly entry: Entry; readonly address: string }

const release = (house: Pick<House, 'signer'>): Deed<VersionRow, PublishForm, Made> => ({
  form: publishForm,
  guard: async c => [
    ...(c.row.address !== null && !c.form.note
      ? [{ field: 'note', text: '请写一句给公众看的说明：与上一版相比改了什么。' }]
      : []),
    ...(await conflictReasons(side, c.trx, c.row, dayOf(c.at), c.form.clearances)),
  ],
  async apply(c): Promise<Applied<Made>> {
    await keepClearances(side, c, dayOf(c.at), c.form.clearances)
    const body = await bodyOf(c.trx, c.row.bodyId)
    const entry = entryOf(c.row, body)
    const address = c.row.address ?? (await reserveAddress(c.trx, body.slug, dayOf(c.at)))
    const before = await store.standingVersion(c.trx, c.row.bodyId, c.row.field)
    if (before) {
      await store.moveVersion(c.trx, before, 'superseded', c.at)
      await noteSuperseded(c, 'catalog', before.id)
    }
    await store.putPublished(c.trx, c.row.id, address, c.at)
    const { field, number, items, effectiveOn } = c.row
    await putStandingCatalog(c.trx, {
      ...{ bodyId: c.row.bodyId, versionId: c.row.id, field, number, items, effectiveOn, address },
      publishedOn: dayOf(c.at),
    })
    return {
      data: {
        ...publicationData(entry, address),
        number: c.row.number,
        clearances: c.form.clearances.map(s => ({ ...s })),
      },
      made: { entry, address },
    }
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

const deedsOf = (
  house: Pick<House, 'signer'>,
): Record<Exclude<VersionVerb, 'save'>, Deed<VersionRow, never, never>> =>
  ({
    submit: submitDeed(side),
    return: returnDeed(side, { row: '事项', whole: '目录' }),
    approve,
    publish: release(house),
    pass: {},
    cancel: cancelDeed(side),
  }) as never

const catalogNews: News<VersionRow> = {
  kind: 'catalog',
  workflow: versionWorkflow,
  titleOf: row => `${guidelineOf(row.field).field}标准目录第${row.number}版`,
  /** Bodies right below hold theirs against it. */
  below: '上级公布了新的一版目录，请核对本机关目录里受影响的事项：',
}

export type VersionRequest = {
  readonly subject: number
  readonly verb: VersionVerb
  readonly actor: Actor
  readonly form?: unknown
  readonly reason?: string | null
  readonly version?: number
  readonly key?: string
}

/** One step of a catalog's way. Throws Refused with every reason. */
export function performVersion(house: House, request: VersionRequest): Promise<Done> {
  const { verb } = request
  return verb === 'save'
    ? saveInSitting(house, versionProcedure, save, request)
    : act(house, versionProcedure, told(deedsOf(house)[verb], catalogNews), request)
}

/** 下达计划: the days by which the bodies below compile, have reviewed and publish their catalogs (J 二(一)1). */
export async function planRollout(house: House, actor: Actor, input: unknown, key?: string): Promise<Done> {
  const form = readForm(rolloutForm, input)
  const role = actor.roles.find(r => r.bodyId === form.body && ['opennessOfficer', 'leader'].includes(r.role))
  if (!role) throw new Refused('forbidden', '编制计划由本机关的公开审查员或签发领导下达，您没有这个权限。')
  return begin(
    house,
    { kind: 'catalogRollout', bodyId: form.body, role: role.role, verb: 'plan', actor, key, form },
    async (trx, at) => ({
      id: await store.insertRollout(trx, form, actor.staffId, at),
      state: 'given',
      data: {
        title: form.title,
        compiledBy: form.compiledBy,
        publishedBy: form.publishedBy,
        longStop: form.longStop,
      },
    }),
  )
}
