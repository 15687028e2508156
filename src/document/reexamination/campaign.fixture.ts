import { sql } from 'kysely'
import type { Actor } from '#kit/actor.ts'
import type { Done } from '#kit/act.ts'
import type { Db } from '#kit/db.ts'
import { makeDocumentBench, type DocumentBench } from '../journey.fixture.ts'
import { openCampaign, performItem } from './actions.ts'

/** Issued documents that are not public, straight into the table: every third one withheld, the rest on-request. */
export async function issuedDocuments(
  db: Db,
  of: { bodyId: number; departmentId: number; drafterId: number },
  count: number,
): Promise<void> {
  await sql`
    insert into document (body_id, department_id, drafter_id, state, title, attribute, attribute_reason, ground,
      document_number, written_on, issued_on, label, body_html, reached_at, created_at, saved_at)
    select ${of.bodyId}, ${of.departmentId}, ${of.drafterId}, 'issued', '关于演练事项的函（' || n || '）',
      case when n % 3 = 0 then 'withheld' else 'on-request' end, '理由', case when n % 3 = 0 then 'E16-2' end,
      '测应急〔2025〕' || n || '号', '2025-03-01', '2025-03-03', '此件依申请公开', '<p>正文。</p>',
      '2025-03-03T09:00:00+08:00', '2025-03-01T09:00:00+08:00', '2025-03-01T09:00:00+08:00'
    from generate_series(1, ${count}) n`.execute(db)
}

export type CampaignBench = DocumentBench & {
  /** Somebody of the openness unit besides the first. */
  readonly openness2: Actor
  open(): Promise<number>
  items(
    campaign: number,
  ): Promise<{ id: number; document_id: number; department_id: number; attribute: string }[]>
  on(
    item: number,
    verb: string,
    actor: Actor,
    more?: { reason?: string; form?: unknown; key?: string },
  ): Promise<Done>
}

export async function makeCampaignBench(startAt = '2026-03-02T09:00:00+08:00'): Promise<CampaignBench> {
  const bench = await makeDocumentBench(startAt)
  const { t, who, bureau } = bench
  const openness2: Actor = { ...who.leader, name: '公开机构经办人乙', roles: who.opennessOfficer.roles }
  await t.db
    .insertInto('role_grant')
    .values({
      staff_id: openness2.staffId,
      role: 'opennessOfficer',
      body_id: bureau.bodyId,
      granted_at: t.house.now(),
      activated_at: t.house.now(),
    })
    .execute()
  return {
    ...bench,
    openness2,
    open: async () =>
      (await openCampaign(t.house, who.opennessOfficer, { year: 2026, opinionsBy: '2026-03-31' })).subject,
    items: campaign =>
      t.db
        .selectFrom('reexamination_item')
        .select(['id', 'document_id', 'department_id', 'attribute'])
        .where('reexamination_id', '=', campaign)
        .orderBy('id')
        .execute(),
    on: (item, verb, actor, more = {}) => performItem(t.house, { subject: item, verb, actor, ...more }),
  }
}
