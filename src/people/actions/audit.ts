import type { Actor } from '#kit/actor.ts'
import { Refused } from '#kit/errors.ts'
import type { JsonMembers } from '#kit/events.ts'
import { dayOf, isoOf, later } from '#kit/now.ts'
import { daysBetween } from '#law/day.ts'
import type { House } from '../../house.ts'
import { treeOf } from '../bodies.ts'
import { record } from '../history.ts'
import { eventLabels, labelOfRole } from '../model.ts'
import { bodiesOfPower, powerReason } from '../rules/power.ts'
import { auditEvents } from '../store/audit.ts'
import type { AuditPage } from '../views.ts'
import { refusePowerless } from './account.ts'

export type AuditQuery = {
  readonly body?: number | undefined
  readonly staff?: number | undefined
  readonly verb?: string | undefined
  readonly from?: string | undefined
  readonly until?: string | undefined
  readonly page: number
}

/** The words of other rooms for their kinds and verbs; this room knows its own. */
export type EventWords = (
  kind: string,
  verb: string,
) => { readonly kind: string; readonly verb: string } | null

const pageSize = 50
const longestDays = 366

/**
 * The history of the bodies an auditor looks after, newest first, by default of the last 30 days. Looking is itself
 * written into the history first. A security administrator sees in it what the auditors did, and nothing else.
 */
export async function audit(
  house: Pick<House, 'db' | 'now'>,
  actor: Actor,
  query: AuditQuery,
  words: EventWords = () => null,
): Promise<AuditPage> {
  refusePowerless(actor, 'auditAuditors')
  const at = house.now()
  const until = query.until ?? dayOf(at)
  const from = query.from ?? dayOf(later(at, -30 * 86_400_000))
  const days = daysBetween(from, until)
  if (days < 0) throw new Refused('invalid', [{ field: 'until', text: '结束日期不能早于开始日期。' }])
  if (days > longestDays)
    throw new Refused('invalid', [{ field: 'from', text: '一次最多查询一年的记录，请缩短时间范围。' }])

  const all = bodiesOfPower(actor, 'audit')
  const scope = all.length > 0 ? 'all' : 'auditors'
  const tree = await treeOf(house.db, scope === 'all' ? all : bodiesOfPower(actor, 'auditAuditors'))
  const bodies = tree.map(b => b.id)
  if (query.body !== undefined && !bodies.includes(query.body))
    throw new Refused('forbidden', [
      powerReason(actor, 'audit', [query.body]) ?? { text: '这个单位不归您管理。' },
    ])

  await house.db
    .transaction()
    .execute(trx =>
      record(trx, actor.bodyId, at, actor, [
        { kind: 'audit', subject: actor.staffId, verb: 'query', data: { ...query, from, until } },
      ]),
    )
  const found = await auditEvents(
    house.db,
    {
      bodies: query.body === undefined ? bodies : [query.body],
      kinds: scope === 'all' ? null : ['audit'],
      staff: query.staff ?? null,
      verb: query.verb ?? null,
      from,
      until,
    },
    query.page,
    pageSize,
  )
  return {
    total: found.total,
    page: query.page,
    pageSize,
    scope,
    rows: found.rows.map(row => {
      const own = eventLabels[row.subject_kind]
      const said = own
        ? { kind: own.label, verb: own.verbs[row.verb] ?? row.verb }
        : (words(row.subject_kind, row.verb) ?? { kind: row.subject_kind, verb: row.verb })
      return {
        id: row.id,
        bodyId: row.body_id,
        bodyName: row.body_name,
        position: row.position,
        at: isoOf(row.happened_at),
        kind: row.subject_kind,
        kindLabel: said.kind,
        subject: row.subject_id,
        verb: row.verb,
        label: said.verb,
        who: row.actorName,
        onBehalfOf: row.onBehalfName,
        roleLabel: row.role === null ? null : labelOfRole(row.role),
        reason: own || row.subject_kind === 'variant' ? row.reason : row.reason && unread,
        details: own ? detailsOf(row.data) : [],
        hash: row.hash.toString('hex'),
      }
    }),
  }
}

/** 三员分立: an opinion on a document speaks of what is in it; that there was one, the auditor sees. */
const unread = '（意见属业务内容，审计中不显示）'

const detailLabels: Record<string, string> = {
  account: '账号',
  name: '姓名',
  address: '来源地址',
  agent: '浏览器',
  label: '角色',
  toName: '受托人',
  fromOn: '自',
  untilOn: '至',
  until: '锁定至',
  why: '原因',
  session: '会话',
  endedSessions: '同时注销会话数',
  body: '单位',
  staff: '人员',
  verb: '操作',
  from: '自',
  slug: '网址名',
  page: '页',
}
const whys: Record<string, string> = {
  password: '账号或口令不正确',
  code: '动态口令不正确',
  disabled: '账号已停用',
}

function detailsOf(data: JsonMembers): string[] {
  return Object.entries(data).flatMap(([key, value]) => {
    const label = detailLabels[key]
    if (label === undefined || (typeof value !== 'string' && typeof value !== 'number') || value === '')
      return []
    return [`${label}：${key === 'why' ? (whys[value] ?? value) : value}`]
  })
}
