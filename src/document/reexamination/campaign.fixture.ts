import type { Actor } from '#kit/actor.ts'
import type { Done } from '#kit/act.ts'
import { makeDocumentBench, type DocumentBench } from '../journey.fixture.ts'
import { openCampaign, performItem } from './actions.ts'

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
