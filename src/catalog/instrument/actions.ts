import { act, begin, type Applied, type Deed, type Done } from '#kit/act.ts'
import type { Actor } from '#kit/actor.ts'
import { sha256Hex } from '#kit/crypto.ts'
import type { Query } from '#kit/db.ts'
import { Refused, type Reason } from '#kit/errors.ts'
import { readForm } from '#kit/form.ts'
import { dayOf } from '#kit/now.ts'
import type { Procedure } from '#kit/procedure.ts'
import { bodyOf } from '#people/directory.ts'
import { contentHashAt, publish, reserveAddress, withdraw } from '#record/actions.ts'
import { publicationData, withdrawalData } from '#record/content.ts'
import type { Entry } from '#record/model.ts'
import type { House } from '../../house.ts'
import { seesVersion, upperOf } from '../actions.ts'
import { guidelineOf } from '../guideline/guidelines.ts'
import { guidelineNames } from '../model.ts'
import { told, type News } from '../news.ts'
import {
  cancelDeed,
  conflictReasons,
  foundBy,
  keepClearances,
  returnDeed,
  standingConflicts,
  submitDeed,
  type Side,
} from '../review.ts'
import { conflictsOf, listedItems, type Conflict, type Listed } from '../rules/conflict.ts'
import { saveInSitting, type SaveDeed } from '../sitting.ts'
import { noteSuperseded } from '../supersede.ts'
import { publishForm, type PublishForm } from '../versions.ts'
import { barsInForce, forbiddenOf } from './bars.ts'
import { entryOf } from './entry.ts'
import { offeredRows } from './fill.ts'
import {
  approveForm,
  compileForm,
  confirmForm,
  instrumentFacts,
  saveForm,
  valueOf,
  withdrawForm,
  type ApproveForm,
  type ConfirmForm,
  type InstrumentKind,
  type InstrumentRow,
  type Row,
  type SaveForm,
  type WithdrawForm,
} from './model.ts'
import { problemsOfRows, yearAfter } from './rules.ts'
import { standingVersion } from '../store.ts'
import * as store from './store.ts'
import { withTextChecks } from './texts.ts'
import { instrumentBeginning, instrumentWorkflow, type InstrumentVerb } from './workflow.ts'

export const instrumentProcedure: Procedure<InstrumentRow> = {
  kind: 'instrument',
  noun: '文本',
  workflow: instrumentWorkflow,
  lock: store.lockInstrument,
  sees: seesVersion,
  move: store.moveInstrument,
}

const digest = (rows: readonly Row[]) => sha256Hex(JSON.stringify(rows))

/** Only what the kind asks for is kept. */
const known = (kind: InstrumentKind, rows: readonly Row[]): Row[] => {
  const names = instrumentFacts[kind].fields.map(f => f.name)
  return rows.map(r => ({
    key: r.key,
    values: Object.fromEntries(names.flatMap(n => (r.values[n] === undefined ? [] : [[n, r.values[n]]]))),
  }))
}

/** 开始编制: from the version in force; the first from what the system knows. Refused while another is on its way. */
export async function compileInstrument(
  house: House,
  actor: Actor,
  input: unknown,
  key?: string,
): Promise<Done> {
  const { body, kind } = readForm(compileForm, input)
  const role = actor.roles.find(
    r => r.bodyId === body && (instrumentBeginning.by as readonly string[]).includes(r.role),
  )
  const { label } = instrumentFacts[kind]
  if (!role) throw new Refused('forbidden', `您没有为这个机关编制${label}的权限。`)
  return begin(
    house,
    { kind: 'instrument', bodyId: body, role: role.role, verb: 'compile', actor, key, form: { body, kind } },
    async (trx, at) => {
      const { open, last, address } = await store.openInstrument(trx, body, kind)
      if (open !== null) throw new Refused('not-now', `本机关的${label}已有一版正在编制，请先办结或作废它。`)
      const standing = await store.standingInstrument(trx, body, kind)
      const rows = standing?.rows ?? (await offeredRows(trx, { bodyId: body, kind }))
      const id = await store.insertInstrument(trx, {
        bodyId: body,
        kind,
        number: last + 1,
        drafterId: actor.staffId,
        departmentId: role.departmentId,
        rows,
        address,
        at,
      })
      return { id, state: 'compiling', data: { kind, number: last + 1, rows: digest(rows) } }
    },
  )
}

/** What a body lists for disclosure: its catalogs in force (where it has none, those above it), and its basic catalog. */
async function listedBy(db: Query, bodyId: number): Promise<Listed[]> {
  const fields = await Promise.all(
    guidelineNames.map(async field => {
      const own = await catalogInForce(db, bodyId, field)
      return listedItems(own, field, guidelineOf(field).field)
    }),
  )
  const basic = await store.standingInstrument(db, bodyId, 'basic')
  return [...fields.flat(), ...listedRows(basic?.rows ?? [])]
}

async function catalogInForce(db: Query, bodyId: number, field: (typeof guidelineNames)[number]) {
  const own = await standingVersion(db, bodyId, field)
  return own ? own.items : (await upperOf(db, bodyId, field)).items
}

const listedRows = (rows: readonly Row[]): Listed[] =>
  rows.map(r => ({
    list: 'basic',
    listLabel: instrumentFacts.basic.label,
    key: r.key,
    codes: [],
    name: valueOf(r, 'item'),
    content: valueOf(r, 'content'),
    how: [valueOf(r, 'mode'), valueOf(r, 'deadline')].filter(Boolean).join('，'),
  }))

async function conflicts(db: Query, row: InstrumentRow, today: string): Promise<readonly Conflict[]> {
  if (row.kind === 'negative')
    return conflictsOf(forbiddenOf(row.rows, today), await listedBy(db, row.bodyId))
  if (row.kind === 'basic') return conflictsOf(await barsInForce(db, row.bodyId, today), listedRows(row.rows))
  return []
}

const side: Side<InstrumentRow> = {
  opinionsOf: row => ({ instrument: row.id }),
  keysOf: row => row.rows.map(r => r.key),
  digestOf: row => digest(row.rows),
  problemsOf: (row, today) =>
    problemsOfRows(row.kind, row.rows, today).map(p => ({
      ...(p.key ? { field: p.field ? `${p.key}.${p.field}` : p.key } : {}),
      text: p.text,
      basis: instrumentFacts[row.kind].basis[0],
    })),
  conflictsOf: conflicts,
}

/** The conflicts of a version with what is in force on the other side, with who settled which. */
export const conflictsOfInstrument = async (db: Query, row: InstrumentRow, today: string) =>
  standingConflicts(db, row.bodyId, await conflicts(db, row, today))

const save: SaveDeed<InstrumentRow, SaveForm> = {
  form: saveForm,
  put: (trx, row, form) => store.putRows(trx, row.id, known(row.kind, form.rows)),
  async apply(c) {
    const rows = known(c.row.kind, c.form.rows)
    await store.putRows(c.trx, c.row.id, rows)
    return { data: { ...foundBy(side, c.row), rows: digest(rows), count: rows.length } }
  },
}

const reviewReasons = (reviewOn: string, from: string, today: string): Reason[] => [
  ...(reviewOn <= today ? [{ field: 'reviewOn', text: '下次复核的日期应在今天以后。' }] : []),
  ...(reviewOn > yearAfter(from)
    ? [
        {
          field: 'reviewOn',
          text: `至少一年复核一次，最晚填${yearAfter(from)}。`,
          basis: '条例/12(1)',
        },
      ]
    : []),
]

const approve: Deed<InstrumentRow, ApproveForm> = {
  form: approveForm,
  guard: async c => [
    ...(c.form.effectiveOn < dayOf(c.at)
      ? [{ field: 'effectiveOn', text: '施行日期不能早于今天，不溯及公布以前。' }]
      : []),
    ...reviewReasons(c.form.reviewOn, c.form.effectiveOn, dayOf(c.at)),
    ...(await conflictReasons(side, c.trx, c.row, dayOf(c.at), [])),
  ],
  async apply(c) {
    await store.putDays(c.trx, c.row.id, c.form)
    return { data: { ...c.form, rows: digest(c.row.rows) } }
  },
}

type Made = { readonly entry: Entry; readonly address: string }
type Signing = Pick<House, 'signer'>

const release = (house: Signing): Deed<InstrumentRow, PublishForm, Made> => ({
  form: publishForm as Deed<InstrumentRow, PublishForm>['form'],
  guard: async c => [
    ...(c.row.address !== null && !c.form.note
      ? [{ field: 'note', text: '请写一句给公众看的说明：与上一版相比改了什么。' }]
      : []),
    ...(await conflictReasons(side, c.trx, c.row, dayOf(c.at), c.form.clearances)),
  ],
  async apply(c): Promise<Applied<Made>> {
    const { row, trx, at } = c
    await keepClearances(side, c, dayOf(at), c.form.clearances)
    const body = await bodyOf(trx, row.bodyId)
    const entry = entryOf(row, body)
    const address = row.address ?? (await reserveAddress(trx, body.slug, dayOf(at)))
    const before = await store.standingInstrument(trx, row.bodyId, row.kind)
    if (before) {
      await store.moveInstrument(trx, before, 'superseded', at)
      await noteSuperseded(c, 'instrument', before.id)
    }
    await store.putPublished(trx, row.id, address, at)
    await store.showInstrument(trx, {
      ...{ bodyId: row.bodyId, kind: row.kind, instrumentId: row.id, number: row.number, address },
      ...{ effectiveOn: row.effectiveOn!, reviewOn: row.reviewOn!, publishedOn: dayOf(at), rows: row.rows },
    })
    return {
      data: {
        ...publicationData(entry, address),
        number: row.number,
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

/** Nothing of the text changes, but the public reads until when it was looked through: its pages are made anew. */
const confirm: Deed<InstrumentRow, ConfirmForm> = {
  form: confirmForm,
  guard: c => reviewReasons(c.form.reviewOn, dayOf(c.at), dayOf(c.at)),
  async apply(c) {
    await store.putDays(c.trx, c.row.id, c.form)
    await store.showReview(c.trx, c.row.bodyId, c.row.kind, c.form.reviewOn)
    return { data: { ...c.form, before: c.row.reviewOn } }
  },
  publish: () => Promise.resolve(),
}

const takeBack = (house: Signing): Deed<InstrumentRow, WithdrawForm> => ({
  form: withdrawForm,
  async apply(c) {
    const address = c.row.address!
    const contentHash = await contentHashAt(c.trx, address)
    if (contentHash === null) throw new Refused('not-now', '它已不在公开，不需要撤回。')
    await store.hideInstrument(c.trx, c.row.bodyId, c.row.kind)
    // 保密法第三十一条：what must not be public for secrecy may not stay in the office either, in no version.
    if (c.form.purge) await store.emptyRows(c.trx, c.row.bodyId, c.row.kind)
    return {
      data: {
        ...withdrawalData({ address, contentHash, purge: c.form.purge }),
        publicNote: c.form.publicNote,
      },
    }
  },
  async publish(c, event) {
    await withdraw(c.trx, house, {
      address: c.row.address!,
      publicNote: c.form.publicNote,
      purge: c.form.purge,
      event,
    })
  },
})

const deedsOf = (house: House): Record<Exclude<InstrumentVerb, 'save'>, Deed<InstrumentRow, never, never>> =>
  ({
    submit: withTextChecks(house, submitDeed(side) as never),
    return: returnDeed(side, { row: '条目', whole: '文本' }),
    approve,
    publish: withTextChecks(house, release(house) as never),
    confirm,
    withdraw: takeBack(house),
    pass: {},
    cancel: cancelDeed(side),
  }) as never

const news: News<InstrumentRow> = {
  kind: 'instrument',
  workflow: instrumentWorkflow,
  titleOf: row => `${instrumentFacts[row.kind].label}第${row.number}版`,
}

/** One step of an instrument. Throws Refused with every reason. */
export function performInstrument(
  house: House,
  request: {
    readonly subject: number
    readonly verb: InstrumentVerb
    readonly actor: Actor
    readonly form?: unknown
    readonly reason?: string | null
    readonly version?: number
    readonly key?: string
  },
): Promise<Done> {
  const { verb } = request
  return verb === 'save'
    ? saveInSitting(house, instrumentProcedure, save, request)
    : act(house, instrumentProcedure, told(deedsOf(house)[verb], news), request)
}
