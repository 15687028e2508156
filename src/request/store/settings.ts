import type { Query } from '#kit/db.ts'

/** What a body sets for its requests; the defaults stand where it has set nothing. */
export type Settings = {
  readonly bodyId: number
  readonly bodyName: string
  /** 机关代字 of register and reply numbers. */
  readonly series: string
  readonly reviewBody: string
  readonly court: string
  readonly onlineReview: string | null
  readonly queryReviewFirst: boolean
  /** Natural days to supplement; no national figure [K]. */
  readonly supplementDays: number
  readonly taskDays: number
  /** Days after closing until identity papers are deleted [D]. */
  readonly identityDays: number
  readonly contact: string
  /** Working days within which an online application should be confirmed [D]. */
  readonly confirmDays: number
}

/** What stands where a body has set nothing. */
export const settingDefaults = {
  supplementDays: 15,
  taskDays: 5,
  confirmDays: 3,
  repeatAfter: 3,
  identityDays: 30,
  personalDays: 3650,
} as const

export async function settingsOf(db: Query, bodyId: number): Promise<Settings> {
  const row = await db
    .selectFrom('body')
    .leftJoin('request_setting', 'request_setting.body_id', 'body.id')
    .select([
      'body.name',
      'body.short_name',
      'request_setting.series',
      'request_setting.review_body',
      'request_setting.court',
      'request_setting.online_review',
      'request_setting.query_review_first',
      'request_setting.supplement_days',
      'request_setting.task_days',
      'request_setting.identity_days',
      'request_setting.contact',
      'request_setting.confirm_days',
    ])
    .where('body.id', '=', bodyId)
    .executeTakeFirstOrThrow()
  return {
    bodyId,
    bodyName: row.name,
    series: row.series || row.short_name,
    reviewBody: row.review_body ?? '',
    court: row.court ?? '',
    onlineReview: row.online_review || null,
    queryReviewFirst: row.query_review_first ?? false,
    supplementDays: row.supplement_days ?? settingDefaults.supplementDays,
    taskDays: row.task_days ?? settingDefaults.taskDays,
    identityDays: row.identity_days ?? settingDefaults.identityDays,
    contact: row.contact ?? '',
    confirmDays: row.confirm_days ?? settingDefaults.confirmDays,
  }
}

/** The working days to confirm in, of several bodies. */
export async function confirmDaysOf(
  db: Query,
  bodyIds: readonly number[],
): Promise<(body: number) => number> {
  const rows =
    bodyIds.length === 0
      ? []
      : await db
          .selectFrom('request_setting')
          .select(['body_id', 'confirm_days'])
          .where('body_id', 'in', [...new Set(bodyIds)])
          .execute()
  const set = new Map(rows.map(r => [r.body_id, r.confirm_days]))
  return body => set.get(body) ?? settingDefaults.confirmDays
}

/** 公开工作机构: the department whose duty is openness, else the general one; null in a body without either. */
export async function opennessDepartment(db: Query, bodyId: number): Promise<number | null> {
  const rows = await db
    .selectFrom('department')
    .select(['id', 'duty'])
    .where('body_id', '=', bodyId)
    .where('duty', 'in', ['openness', 'general'])
    .orderBy('id')
    .execute()
  return (rows.find(r => r.duty === 'openness') ?? rows[0])?.id ?? null
}
