import type { Query } from '#kit/db.ts'
import type { Reason } from '#kit/errors.ts'
import { annualReportShown } from '#record/standing.ts'
import type { PostingRow } from './model.ts'

/** A second 年度报告 of a year beside one that stands published (条例第四十九条: one a year): why it cannot be. Empty for all else. */
export async function reportedTwice(
  db: Query,
  row: Pick<PostingRow, 'kind' | 'bodyId' | 'address' | 'content'>,
): Promise<Reason[]> {
  const year = Number(row.content.facts['报告年度'])
  if (row.kind !== 'annual-report' || !Number.isInteger(year)) return []
  const shown = await annualReportShown(db, row.bodyId, year)
  return shown === null || shown.address === row.address
    ? []
    : [
        {
          field: 'facts.报告年度',
          text: `${year}年的报告已经公开：《${shown.title}》（${shown.address}）。要更正的，请在那一件上办理“更正”；要换成这一件，请先撤回那一件。`,
          basis: '条例/49',
        },
      ]
}
