import { begin, type Done } from '#kit/act.ts'
import type { Actor, HeldRole } from '#kit/actor.ts'
import type { Query } from '#kit/db.ts'
import { Refused } from '#kit/errors.ts'
import { dayOf, startOf } from '#kit/now.ts'
import { servicesListed } from '#catalog/lists/listed.ts'
import { mistakesBetween } from '#feedback/yearly.ts'
import { performPosting } from '#posting/actions.ts'
import { layDraft, postingStands, type Standing } from '#posting/lay.ts'
import { emptyContent, leftToFill, type Content, type PostingState } from '#posting/model.ts'
import type { RecordBody } from '#record/model.ts'
import { allBodies, yearOfRecord } from '#record/standing.ts'
import { requestsInYear } from '#request/yearly.ts'
import type { House } from '../house.ts'
import { reportRows } from './figures.ts'
import { nameOf, tableHtml, titleOf, yearFact, type Row } from './model.ts'
import { bodiesReported, postingOf, putPosting } from './store.ts'

const kind = 'site-report'

export type SiteReport = {
  readonly year: number
  readonly title: string
  readonly rows: readonly Row[]
  /** How many figures the body has to write itself. */
  readonly toFill: number
  readonly posting: Standing | null
}

/** The body for which a person prepares the report. Throws Refused where he is the openness officer of none. */
export function officerOf(actor: Actor): HeldRole {
  const role = actor.roles.find(r => r.role === 'opennessOfficer')
  if (!role) throw new Refused('forbidden', '网站年度报表由本机关公开工作机构编报。')
  return role
}

/** The report of a body and those below it for a civil year, counted now. */
export async function siteReport(
  house: Pick<House, 'db' | 'site'>,
  bodyId: number,
  year: number,
): Promise<SiteReport> {
  const { db, site } = house
  const bodies = await allBodies(db)
  const body = bodies.find(b => b.id === bodyId)
  const below = bodies.filter(b => b.ancestors.includes(bodyId)).map(b => b.id)
  const ids = [bodyId, ...below]
  const [record, mistakes, requests, services, posting] = await Promise.all([
    yearOfRecord(db, ids, year),
    mistakesBetween(db, ids, startOf(`${year}-01-01`), startOf(`${year + 1}-01-01`)),
    requestsInYear(db, ids, year),
    servicesListed(db, ids),
    standingReport(db, bodyId, year),
  ])
  const rows = reportRows(site, { record, mistakes, requests, services, below: below.length })
  return {
    year,
    title: titleOf(nameOf(body, site), year),
    rows,
    toFill: rows.filter(r => r.value === leftToFill).length,
    posting,
  }
}

async function standingReport(db: Query, bodyId: number, year: number): Promise<Standing | null> {
  const id = await postingOf(db, bodyId, year)
  return id === null ? null : postingStands(db, id)
}

/** How the report of a body and year stands; null before one was sent. */
export async function stateOfReport(db: Query, bodyId: number, year: number): Promise<PostingState | null> {
  return (await standingReport(db, bodyId, year))?.state ?? null
}

/** Which of some bodies report for a year: the topmost, whose website this is, and who did so for an earlier one. */
export async function reportersAmong(
  db: Query,
  bodies: readonly RecordBody[],
  year: number,
): Promise<readonly RecordBody[]> {
  const before = await bodiesReported(db, year)
  return bodies.filter(b => b.parentId === null || before.has(b.id))
}

export const contentOf = (report: SiteReport): Content => ({
  ...emptyContent,
  title: report.title,
  facts: { [yearFact]: String(report.year) },
  html: tableHtml(report.rows),
})

/**
 * Sends the report of a year to be completed, examined and published by another: lays a draft of a posting, or counts again into the one
 * that is there. Throws Refused: not the officer, a year that is not over, a posting that is being examined or stands unamended.
 */
export async function sendSiteReport(house: House, actor: Actor, year: number, key?: string): Promise<Done> {
  const role = officerOf(actor)
  const { bodyId } = role
  if (year >= Number(dayOf(house.now()).slice(0, 4)))
    throw new Refused('not-now', `${year}年还没有过完，报表要到下一年1月才能编报。`)
  const report = await siteReport(house, bodyId, year)
  const state = report.posting?.state
  if (state === 'submitted' || state === 'resubmitted')
    throw new Refused('not-now', '这一年的报表正在由另一人审查，要改请先由审查人退回。')
  if (state === 'published')
    throw new Refused(
      'not-now',
      '这一年的报表已经公开。要更正，请先在信息发布里办理“更正”，再回到这里重新统计。',
    )
  const content = contentOf(report)
  if (report.posting && (state === 'draft' || state === 'amending'))
    return performPosting(house, { subject: report.posting.id, verb: 'save', actor, form: content, key })
  return begin(
    house,
    { kind, verb: 'send-report', bodyId, actor, role: role.role, form: { year }, key },
    async (trx, at) => {
      const postingId = await layDraft(trx, { bodyId, kind, content, actor, as: role, at })
      await putPosting(trx, { bodyId, year, postingId, at })
      return { id: year, state: 'sent', data: { year, posting: postingId } }
    },
  )
}
