import type { Query, Trx } from '#kit/db.ts'
import type { SettingRow } from '../settings/model.ts'
import { settingDefaults } from './settings.ts'

export async function settingRow(db: Query | Trx, bodyId: number, lock = false): Promise<SettingRow> {
  // The body's own row is the lock: there may be no row of settings yet.
  if (lock) await db.selectFrom('body').select('id').where('id', '=', bodyId).forUpdate().execute()
  const row = await db
    .selectFrom('request_setting')
    .selectAll()
    .where('body_id', '=', bodyId)
    .executeTakeFirst()
  return {
    version: row?.version ?? 0,
    series: row?.series ?? '',
    reviewBody: row?.review_body ?? '',
    court: row?.court ?? '',
    onlineReview: row?.online_review ?? '',
    queryReviewFirst: row?.query_review_first ?? false,
    supplementDays: row?.supplement_days ?? settingDefaults.supplementDays,
    taskDays: row?.task_days ?? settingDefaults.taskDays,
    confirmDays: row?.confirm_days ?? settingDefaults.confirmDays,
    repeatAfter: row?.repeat_after ?? settingDefaults.repeatAfter,
    identityDays: row?.identity_days ?? settingDefaults.identityDays,
    personalDays: row?.personal_days ?? settingDefaults.personalDays,
    online: row?.online ?? true,
    contact: row?.contact ?? '',
    templates: (row?.templates ?? {}) as Record<string, string>,
  }
}

export async function putSettings(trx: Trx, bodyId: number, s: SettingRow): Promise<void> {
  const values = {
    series: s.series,
    review_body: s.reviewBody,
    court: s.court,
    online_review: s.onlineReview,
    query_review_first: s.queryReviewFirst,
    supplement_days: s.supplementDays,
    task_days: s.taskDays,
    confirm_days: s.confirmDays,
    repeat_after: s.repeatAfter,
    identity_days: s.identityDays,
    personal_days: s.personalDays,
    online: s.online,
    contact: s.contact,
    templates: JSON.stringify(s.templates),
    version: s.version,
  }
  await trx
    .insertInto('request_setting')
    .values({ body_id: bodyId, ...values })
    .onConflict(c => c.column('body_id').doUpdateSet(values))
    .execute()
}
