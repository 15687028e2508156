import { sql, type RawBuilder, type SqlBool } from 'kysely'
import type { Query } from '#kit/db.ts'

/** The numbers of a campaign: counted in the database, never over rows in memory. */

export type DepartmentNumbers = {
  readonly departmentId: number
  readonly total: number
  readonly asked: number
  readonly answered: number
  readonly open: number
  readonly kept: number
  /** Of `asked`: the last day for opinions has passed. */
  readonly late: number
  /** Opinions: to open, to keep, none given in time. */
  readonly saidOpen: number
  readonly saidKeep: number
  readonly saidNothing: number
  /** Of `open`: the document's attribute has been changed; its change was refused. */
  readonly converted: number
  readonly refused: number
}

/** By department, of what `visible` lets through. */
export async function numbersOf(
  db: Query,
  campaignId: number,
  visible: RawBuilder<SqlBool>,
  today: string,
): Promise<DepartmentNumbers[]> {
  const { rows } = await sql<DepartmentNumbers>`
    select item.department_id as "departmentId",
      count(*)::integer as total,
      count(*) filter (where item.state = 'asked')::integer as asked,
      count(*) filter (where item.state = 'answered')::integer as answered,
      count(*) filter (where item.state = 'decided-open')::integer as open,
      count(*) filter (where item.state = 'decided-keep')::integer as kept,
      count(*) filter (where item.state = 'asked' and campaign.opinions_by < ${today}::date)::integer as late,
      count(*) filter (where item.opinion = 'open')::integer as "saidOpen",
      count(*) filter (where item.opinion = 'keep')::integer as "saidKeep",
      count(*) filter (where item.state <> 'asked' and item.opinion is null)::integer as "saidNothing",
      count(*) filter (where item.state = 'decided-open' and d.attribute = 'proactive')::integer as converted,
      count(*) filter (where item.state = 'decided-open' and d.attribute <> 'proactive'
        and item.conversion_refused is not null)::integer as refused
    from reexamination_item item
    join reexamination campaign on campaign.id = item.reexamination_id
    left join document d on d.id = item.document_id and item.state = 'decided-open'
    where item.reexamination_id = ${campaignId} and ${visible}
    group by item.department_id`.execute(db)
  return rows
}

export type CampaignNumbers = {
  readonly campaignId: number
  readonly total: number
  readonly decided: number
  readonly open: number
  readonly kept: number
  readonly late: number
  /** The day of the last decision where nothing is left to decide. */
  readonly finishedOn: string | null
}

/** Of whole campaigns, for lists and for bodies above. */
export async function totalsOf(
  db: Query,
  campaignIds: readonly number[],
  today: string,
): Promise<Map<number, CampaignNumbers>> {
  if (campaignIds.length === 0) return new Map()
  const { rows } = await sql<CampaignNumbers>`
    select campaign.id as "campaignId",
      count(item.id)::integer as total,
      count(item.id) filter (where item.state in ('decided-open', 'decided-keep'))::integer as decided,
      count(item.id) filter (where item.state = 'decided-open')::integer as open,
      count(item.id) filter (where item.state = 'decided-keep')::integer as kept,
      count(item.id) filter (where item.state = 'asked' and campaign.opinions_by < ${today}::date)::integer as late,
      case when count(item.id) filter (where item.state in ('asked', 'answered')) = 0
        then coalesce(max(item.decided_at), campaign.opened_at)::date end as "finishedOn"
    from reexamination campaign left join reexamination_item item on item.reexamination_id = campaign.id
    where campaign.id = any(${[...campaignIds]}::bigint[])
    group by campaign.id`.execute(db)
  return new Map(rows.map(r => [r.campaignId, r]))
}

/** Kept documents by attribute and ground. */
export async function keptByGround(
  db: Query,
  campaignId: number,
): Promise<{ attribute: 'on-request' | 'withheld'; ground: string | null; count: number }[]> {
  const { rows } = await sql<{ attribute: 'on-request' | 'withheld'; ground: string | null; count: number }>`
    select kept_attribute as attribute, kept_ground as ground, count(*)::integer as count
    from reexamination_item where reexamination_id = ${campaignId} and state = 'decided-keep'
    group by 1, 2 order by 1, 2`.execute(db)
  return rows
}

/** Documents turned public: the day of the decision's effect, the day of publication, how many. For the clock R02. */
export async function convertedDays(
  db: Query,
  campaignId: number,
): Promise<
  { reattributedOn: string | null; issuedOn: string | null; publishedOn: string | null; count: number }[]
> {
  const { rows } = await sql<{
    reattributedOn: string | null
    issuedOn: string | null
    publishedOn: string | null
    count: number
  }>`
    select d.reattributed_on as "reattributedOn",
      case when d.reattributed_on is null then d.issued_on end as "issuedOn",
      d.published_at::date as "publishedOn", count(*)::integer as count
    from reexamination_item item join document d on d.id = item.document_id
    where item.reexamination_id = ${campaignId} and item.state = 'decided-open' and d.attribute = 'proactive'
    group by 1, 2, 3`.execute(db)
  return rows
}
