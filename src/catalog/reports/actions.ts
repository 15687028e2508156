import { act, begin, type Deed, type Done } from '#kit/act.ts'
import type { Actor } from '#kit/actor.ts'
import { canonical, sha256Hex, token } from '#kit/crypto.ts'
import { Refused, type Reason } from '#kit/errors.ts'
import { readForm } from '#kit/form.ts'
import { dayOf, later } from '#kit/now.ts'
import type { Procedure } from '#kit/procedure.ts'
import { checkDraft } from '#patrol/check.ts'
import { isPersonal } from '#patrol/model.ts'
import { bodyOf, type BodyRow } from '#people/directory.ts'
import type { House } from '../../house.ts'
import { seesVersion } from '../actions.ts'
import { standingCatalogs, type StandingCatalog } from '../duty/store.ts'
import type { LocalItem } from '../localItem.ts'
import { marksOf, nameOfItem } from '../rules/marks.ts'
import { escape } from '../table.ts'
import { systemForm, type ItemRef, type Report, type ReportRow, type SystemRow } from './model.ts'
import { ownAddress, ownReasons } from './own.ts'
import * as store from './store.ts'
import { reportWorkflow, systemBeginning, systemWorkflow, type SystemVerb } from './workflow.ts'

export const systemProcedure: Procedure<SystemRow> = {
  kind: 'catalogSystem',
  noun: '业务系统',
  workflow: systemWorkflow,
  lock: store.lockSystem,
  sees: seesVersion,
  move: store.moveSystem,
}

export const reportProcedure: Procedure<ReportRow> = {
  kind: 'catalogReport',
  noun: '报送',
  workflow: reportWorkflow,
  lock: store.lockReport,
  // A system sees what it reported itself, the house everything, people what their roles show them.
  sees: (row, actor) =>
    actor.program === undefined
      ? seesVersion(row, actor)
      : actor.program === 0 || actor.program === row.systemId,
  move: store.moveReport,
}

/** 登记业务系统: which program may report against which items of the catalogs in force. Not before the leader lets it in. (焦作 二(一)2) */
export async function registerSystem(
  house: House,
  actor: Actor,
  input: unknown,
  key?: string,
): Promise<Done> {
  const form = readForm(systemForm, input)
  const role = actor.roles.find(
    r => r.bodyId === form.body && (systemBeginning.by as readonly string[]).includes(r.role),
  )
  if (!role)
    throw new Refused('forbidden', [
      { text: '业务系统由本机关的公开审查员登记，您没有这个权限。', basis: '焦作/二(一)2' },
    ])
  return begin(
    house,
    { kind: 'catalogSystem', bodyId: form.body, role: role.role, verb: 'register', actor, key, form },
    async (trx, at) => {
      const catalogs = await standingCatalogs(trx, [form.body])
      if (form.items.some(i => !itemAt(catalogs, i)))
        throw new Refused('invalid', [
          { field: 'items', text: '有的事项不在本机关公布的目录里，请刷新后重新选择。' },
        ])
      const id = await store.insertSystem(trx, form, actor.staffId, at)
      if (id === null)
        throw new Refused('invalid', [
          { field: 'name', text: `“${form.name}”已经登记过。要改登记的内容，请先停用它再重新登记。` },
        ])
      return {
        id,
        state: 'proposed',
        data: { name: form.name, keeper: form.keeper, hosts: form.hosts, items: form.items },
      }
    },
  )
}

const itemAt = (catalogs: readonly StandingCatalog[], ref: ItemRef): LocalItem | undefined =>
  catalogs.find(c => c.field === ref.field)?.items.find(i => i.key === ref.key && i.leftOut === null)

export type SystemRequest = {
  readonly subject: number
  readonly actor: Actor
  readonly reason?: string | null | undefined
  readonly version?: number | undefined
  readonly key?: string | undefined
}

/**
 * One step of a system. `issue` answers the new token, the only time it is seen: the table keeps its sha256, and the one before
 * is worth nothing from then on.
 */
export async function performSystem(
  house: House,
  request: SystemRequest & { verb: SystemVerb },
): Promise<Done & { token: string | null }> {
  if (request.verb !== 'issue') return { ...(await act(house, systemProcedure, {}, request)), token: null }
  const secret = `zm_${token()}`
  const issue: Deed<SystemRow> = {
    apply: c => store.putToken(c.trx, c.row.id, sha256Hex(secret), c.at),
  }
  return { ...(await act(house, systemProcedure, issue, request)), token: secret }
}

const withdraw: Deed<ReportRow> = { publish: c => store.hideReport(c.trx, c.row.id) }

/** 撤下报送: no longer evidence, gone from the public at once. */
export function withdrawReport(house: House, request: SystemRequest): Promise<Done> {
  return act(house, reportProcedure, withdraw, { ...request, verb: 'withdraw' })
}

/** The sentence that says why something sent is refused, with the status of the open interface. */
export class NotTaken extends Error {
  override readonly name = 'NotTaken'
  readonly status: number
  readonly reasons: readonly Reason[]
  constructor(status: number, reasons: string | readonly Reason[]) {
    const list = typeof reasons === 'string' ? [{ text: reasons }] : reasons
    super(list.map(r => r.text).join('；'))
    this.status = status
    this.reasons = list
  }
}

const logDays = 200

/** Who calls, by the token sent. Throws NotTaken 401 and 429; every call is counted and kept for 200 days (网络安全法 二十一). */
export async function callingSystem(
  house: House,
  sent: string | undefined,
): Promise<{ system: SystemRow; body: BodyRow }> {
  const secret = /^Bearer ([\w-]{20,200})$/.exec(sent ?? '')?.[1]
  const system = secret ? await store.systemByToken(house.db, sha256Hex(secret)) : null
  if (!system)
    throw new NotTaken(
      401,
      '口令不对，或这个系统没有开通、已经停用。请在Authorization里写“Bearer 口令”，口令由机关的公开审查员生成。',
    )
  const calls = await store.callsSince(house.db, system.id, later(house.now(), -60_000))
  if (calls >= system.perMinute)
    throw new NotTaken(429, `“${system.name}”每分钟最多报送${system.perMinute}次，请稍候再来。`)
  return { system, body: await bodyOf(house.db, system.bodyId) }
}

/** Keeps the outcome of a call: its status and one sentence, never what was sent. */
export const noteCall = (
  house: House,
  systemId: number | null,
  status: number,
  outcome: string,
): Promise<void> => {
  const at = house.now()
  return store.noteCall(house.db, { systemId, at, status, outcome }, later(at, -logDays * 86_400_000))
}

export type Taken = {
  readonly row: Pick<ReportRow, 'id' | 'title' | 'url' | 'shownOn' | 'items' | 'reportedAt'>
  readonly names: readonly { readonly field: ItemRef['field']; readonly key: string; readonly name: string }[]
  readonly position: number
  readonly isNew: boolean
}

/**
 * A disclosure on a business system, reported against items: evidence from now on, with its outside address, said to come from the
 * system (焦作 二(一)2). The same key again changes nothing. Throws NotTaken: 403 beyond what was registered, 409 another message
 * under a key, 422 with every reason: dates, items, the address, what the check of texts found (personal data and the like).
 */
export async function takeReport(
  house: House,
  system: SystemRow,
  report: Report,
  key: string,
): Promise<Taken> {
  const fingerprint = sha256Hex(canonical(JSON.parse(JSON.stringify(report))))
  const catalogs = await standingCatalogs(house.db, [system.bodyId])
  const earlier = await store.reportByKey(house.db, system.id, key)
  if (earlier) return again(house, earlier, fingerprint, catalogs)
  const { chosen, marks } = await examined(house, system, report, catalogs)
  const at = house.now()
  const made: { id: number | null } = { id: null }
  const row = {
    ...{ bodyId: system.bodyId, systemId: system.id, key, fingerprint, marks, items: chosen },
    ...{ title: report.title, url: oneOrigin(report.url), shownOn: report.disclosed_on },
    formedOn: report.formed_on ?? null,
    ...{ operator: report.operator, reason: report.reason, reportedAt: at },
    ownAddress: ownAddress(house.site, report.url),
  }
  try {
    const done = await begin(
      house,
      {
        ...{ kind: 'catalogReport', bodyId: system.bodyId, role: null, verb: 'report' },
        actor: { staffId: null, name: `${system.name}（经办人${report.operator}）` },
        reason: report.reason,
      },
      async trx => {
        const alike = await store.reportAlike(trx, row)
        if (alike !== null)
          throw new NotTaken(
            409,
            `同一件（标题、网址、公开日期都相同）已经列入，编号${alike}，不重复计数。要改正，请先撤回那一件。`,
          )
        made.id = await store.insertReport(trx, row)
        if (made.id === null) throw new Doubled()
        const id = made.id
        return {
          id,
          state: 'reported',
          data: {
            system: system.id,
            systemName: system.name,
            operator: report.operator,
            title: report.title,
            url: row.url,
            disclosedOn: report.disclosed_on,
            items: chosen,
            fingerprint,
          },
          publish: event => store.showReport(trx, id, row, system.name, event.position),
        }
      },
    )
    return {
      row: { ...row, id: done.subject },
      names: namesOf(catalogs, chosen),
      position: done.position,
      isNew: true,
    }
  } catch (error) {
    // Somebody was reporting the same under the same key just now: theirs stands.
    if (!(error instanceof Doubled)) throw error
    return again(house, (await store.reportByKey(house.db, system.id, key))!, fingerprint, catalogs)
  }
}

class Doubled extends Error {}

/** HTTPS://Host:443/a and https://host/a are one address (RFC 3986 6.2); what stands behind the host stays as it was sent. */
const oneOrigin = (url: string): string => new URL(url).origin + url.replace(/^[^:]*:\/\/[^/?#]*/, '')

async function again(
  house: House,
  earlier: ReportRow,
  fingerprint: string,
  catalogs: readonly StandingCatalog[],
): Promise<Taken> {
  if (earlier.fingerprint !== fingerprint)
    throw new NotTaken(409, '这个Idempotency-Key已经报送过另一件。重发同一件用原来的，报送另一件请换一个。')
  if (earlier.state === 'withdrawn') {
    const by =
      (await store.endOf(house.db, earlier.id))?.by === 'system' ? '已由系统自己撤回' : '已被机关撤下'
    throw new NotTaken(409, `这一件${by}，不再列入公开情况。要重新报送，请换一个Idempotency-Key。`)
  }
  return {
    row: earlier,
    names: namesOf(catalogs, earlier.items),
    position: await store.positionOf(house.db, earlier.id),
    isNew: false,
  }
}

const namesOf = (catalogs: readonly StandingCatalog[], items: readonly ItemRef[]) =>
  items.map(i => {
    const item = itemAt(catalogs, i)
    return { ...i, name: item ? nameOfItem(item) : '' }
  })

/** Items by their keys or national codes; every reason against the report at once. */
async function examined(
  house: House,
  system: SystemRow,
  report: Report,
  catalogs: readonly StandingCatalog[],
): Promise<{ chosen: ItemRef[]; marks: string[] }> {
  const reasons: Reason[] = []
  const chosen: ItemRef[] = []
  const beyond: string[] = []
  const marks = new Set<string>()
  for (const [n, wanted] of report.items.entries()) {
    const found = catalogs.flatMap(c =>
      c.items
        .filter(i => i.leftOut === null && (i.key === wanted || i.lineage.codes.includes(wanted)))
        .map(item => ({ ref: { field: c.field, key: item.key }, item, all: c.items })),
    )
    if (found.length === 0) {
      reasons.push({ field: `items.${n}`, text: `“${wanted}”不是本机关现行目录的事项，见/catalogs。` })
      continue
    }
    const own = found.filter(f => system.items.some(i => i.field === f.ref.field && i.key === f.ref.key))
    if (own.length === 0) {
      beyond.push(nameOfItem(found[0]!.item))
      continue
    }
    if (own.length > 1) {
      reasons.push({ field: `items.${n}`, text: `“${wanted}”对应几个事项，请写事项的key。` })
      continue
    }
    const { ref, all } = own[0]!
    if (!chosen.some(c => c.field === ref.field && c.key === ref.key)) chosen.push(ref)
    for (const mark of marksOf(all).get(ref.key)?.chosen ?? []) marks.add(mark)
  }
  if (beyond.length > 0)
    throw new NotTaken(
      403,
      `“${system.name}”没有登记报送${beyond.map(b => `“${b}”`).join('、')}，请机关的公开审查员登记后再报送。`,
    )
  const today = dayOf(house.now())
  if (report.disclosed_on > today)
    reasons.push({
      field: 'disclosed_on',
      text: `disclosed_on不能晚于今天（${today}）：报送的是已经公开的。`,
    })
  if (report.formed_on && report.formed_on > report.disclosed_on)
    reasons.push({ field: 'formed_on', text: 'formed_on不能晚于disclosed_on。' })
  const address = addressReasons(system, report.url)
  reasons.push(...address, ...(address.length > 0 ? [] : await ownReasons(house.db, house.site, report.url)))
  reasons.push(...(await textReasons(house, system, report)))
  if (reasons.length > 0) throw new NotTaken(422, reasons)
  return { chosen, marks: [...marks] }
}

function addressReasons(system: SystemRow, text: string): Reason[] {
  const url = new URL(text)
  if (url.username !== '' || url.password !== '') return [{ field: 'url', text: 'url里不能有用户名和口令。' }]
  if (!system.hosts.includes(url.hostname.toLowerCase()))
    return [
      { field: 'url', text: `url的域名“${url.hostname}”不在登记的名单里（${system.hosts.join('、')}）。` },
    ]
  return []
}

/** What the check of texts finds in what the public will read: tiers A and B of the title, personal data also in the address. */
async function textReasons(house: House, system: SystemRow, report: Report): Promise<Reason[]> {
  const check = async (text: string) =>
    (
      await checkDraft(house, {
        bodyId: system.bodyId,
        title: text,
        html: `<p>${escape(text)}</p>`,
        attribute: 'proactive',
        attachments: [],
      })
    ).findings
  const said = new Map<string, Reason>()
  const add = (field: string, message: string, hit: string, basis: string | null | undefined) =>
    said.set(`${field}${message}`, {
      field,
      text: `${field}${hit ? `里的“${hit}”` : ''}：${message}`,
      ...(basis ? { basis } : {}),
    })
  for (const f of await check(report.title))
    if (f.tier !== 'C') add('title', f.message, f.excerpt.hit, f.basis)
  for (const f of await check(decoded(report.url)))
    if (f.tier !== 'C' && isPersonal(f.kind)) add('url', f.message, f.excerpt.hit, f.basis)
  return [...said.values()]
}

function decoded(url: string): string {
  try {
    return decodeURIComponent(url)
  } catch {
    return url
  }
}
