import { begin, type Done } from '#kit/act.ts'
import type { Actor } from '#kit/actor.ts'
import type { Query } from '#kit/db.ts'
import { Refused } from '#kit/errors.ts'
import { performPosting } from '#posting/actions.ts'
import { publishedAt } from '#record/reading.ts'
import { annualReportShown, type ReportShown } from '#record/standing.ts'
import { layDraft, postingStands, type Standing } from '#posting/lay.ts'
import { emptyContent, postingFacts, type Content } from '#posting/model.ts'
import type { House } from '../../house.ts'
import { changedTables } from '../statistics/published.ts'
import { reportBody } from '../statistics/reportHtml.ts'
import { annualDraft, putAnnualPosting } from '../store/annual.ts'
import { annualReport, officer, yearIsOver, type AnnualReport } from './annual.ts'

/**
 * 年度报告 to the public (条例第四十九条、第五十条): what stands in the draft becomes a posting in the column 年报, and goes the way of every
 * posting: checked, examined and published by another. One way out of the house, one address a year.
 */

const kind = 'annual-report'

export const contentOf = (report: AnnualReport, year: number): Content => ({
  ...emptyContent,
  title: report.title,
  columns: [...postingFacts[kind].columns],
  facts: { 报告年度: String(year) },
  html: reportBody({
    parts: report.parts,
    table1: report.table1,
    table2: report.figures.table2,
    table3: report.figures.table3,
  }),
})

/** How the publication of a year's report stands; null before it was sent. */
export async function annualPosting(db: Query, bodyId: number, year: number): Promise<Standing | null> {
  const id = (await annualDraft(db, bodyId, year))?.postingId ?? null
  return id === null ? null : postingStands(db, id)
}

/** The report of a year that is public already though it was not sent from here: moved in, or written as a posting. */
export async function reportShown(
  db: Query,
  bodyId: number,
  year: number,
  posting: Standing | null,
): Promise<ReportShown | null> {
  const shown = await annualReportShown(db, bodyId, year)
  return shown !== null && shown.address === posting?.address ? null : shown
}

/** Which tables of the report that stands at an address say something else than the record does now. */
export async function changedSince(
  db: Query,
  address: string,
  figures: AnnualReport['figures'],
): Promise<readonly string[]> {
  const standing = await publishedAt(db, address)
  return standing ? changedTables(standing.entry.html, figures) : []
}

/**
 * Sends the report of a year to be examined: lays a draft of a posting, or renews the one that is there. Throws Refused: not the officer,
 * parts or cells missing, sums that do not add up, a posting that is being examined or stands published unamended.
 */
export async function sendReport(
  house: House,
  actor: Actor,
  bodyId: number,
  year: number,
  key?: string,
): Promise<Done> {
  const role = officer(actor, bodyId)
  if (!yearIsOver(house, year))
    throw new Refused('not-now', [
      {
        text: `${year}年还没有结束，报告的数统计到12月31日；${year + 1}年1月1日起送去公开，1月31日前公布。`,
        basis: '条例/49',
      },
    ])
  const report = await annualReport(house, bodyId, year)
  if (report.faults.length > 0)
    throw new Refused(
      'invalid',
      report.faults.map(text => ({ text, basis: '条例/50(1)' })),
    )
  const content = contentOf(report, year)
  const standing = await annualPosting(house.db, bodyId, year)
  if (standing?.state === 'submitted' || standing?.state === 'resubmitted')
    throw new Refused('not-now', '这一年的报告正在由另一人审查，要改请先由审查人退回。')
  if (standing?.state === 'published')
    throw new Refused(
      'not-now',
      '这一年的报告已经公开。要更正，请先在信息发布里办理“更正”，再回到这里更新稿子。',
    )
  const shown = await reportShown(house.db, bodyId, year, standing)
  if (shown)
    throw new Refused('not-now', [
      {
        text: `这一年的报告已经公开：《${shown.title}》（${shown.address}）。要更正的，请在那一件上办理；要改由本系统编写的这一份公开，请先撤回那一件。`,
        basis: '条例/49',
      },
    ])
  if (standing?.state === 'draft' || standing?.state === 'amending')
    return performPosting(house, { subject: standing.id, verb: 'save', actor, form: content, key })
  return begin(
    house,
    { kind: 'request-annual', verb: 'send-report', bodyId, actor, role: role.role, form: { year }, key },
    async (trx, at) => {
      const posting = await layDraft(trx, { bodyId, kind, content, actor, as: role, at })
      await putAnnualPosting(trx, bodyId, year, posting, { staffId: actor.staffId, at })
      return { id: year, state: 'sent', data: { year, posting, version: report.version } }
    },
  )
}
