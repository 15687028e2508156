/** 本机关设置: which of them one person may change, and which another must approve. */

/** The settings of a body as they are edited; `version` 0: nothing was set yet. */
export type SettingRow = {
  readonly version: number
  readonly series: string
  readonly reviewBody: string
  readonly court: string
  readonly onlineReview: string
  readonly queryReviewFirst: boolean
  readonly supplementDays: number
  readonly taskDays: number
  readonly confirmDays: number
  readonly repeatAfter: number
  readonly identityDays: number
  readonly personalDays: number
  readonly online: boolean
  readonly contact: string
  readonly templates: Readonly<Record<string, string>>
}

/** What citizens are told by law, and how long personal data is kept: a slip here harms everybody who applies. */
export const guardedKeys = [
  'reviewBody',
  'court',
  'onlineReview',
  'queryReviewFirst',
  'identityDays',
  'personalDays',
] as const satisfies readonly (keyof SettingRow)[]
export const plainKeys = [
  'series',
  'supplementDays',
  'taskDays',
  'confirmDays',
  'repeatAfter',
  'online',
  'contact',
] as const satisfies readonly (keyof SettingRow)[]

export type GuardedKey = (typeof guardedKeys)[number]
/** Members that change; texts of papers by their code, empty for the shipped text. */
export type Change = {
  readonly [K in GuardedKey]?: SettingRow[K]
} & { readonly templates?: Readonly<Record<string, string>> }

export const settingLabels: Record<GuardedKey | (typeof plainKeys)[number], string> = {
  series: '机关代字',
  contact: '联系方式',
  online: '接受网上申请',
  reviewBody: '复议机关',
  court: '人民法院',
  onlineReview: '申请行政复议的互联网渠道',
  queryReviewFirst: '行政查询事项也实行复议前置',
  supplementDays: '补正期限（日）',
  taskDays: '部门反馈期限（工作日）',
  confirmDays: '网上申请的确认期限（工作日）',
  repeatAfter: '几位申请人申请同一信息后提示转为主动公开',
  identityDays: '办结后身份证明保留（日）',
  personalDays: '办结后个人信息保留（日）',
}

/** The guarded members in which two settings differ, as they are and as they would be; null: none. */
export function changeBetween(
  before: SettingRow,
  after: Pick<SettingRow, GuardedKey | 'templates'>,
): { readonly from: Change; readonly to: Change } | null {
  const keys = guardedKeys.filter(key => before[key] !== after[key])
  const codes = [...new Set([...Object.keys(before.templates), ...Object.keys(after.templates)])]
    .filter(code => (before.templates[code] ?? '') !== (after.templates[code] ?? ''))
    .sort()
  if (keys.length + codes.length === 0) return null
  const pick = (of: Pick<SettingRow, GuardedKey | 'templates'>): Change => ({
    ...Object.fromEntries(keys.map(key => [key, of[key]])),
    ...(codes.length > 0
      ? { templates: Object.fromEntries(codes.map(code => [code, of.templates[code] ?? ''])) }
      : {}),
  })
  return { from: pick(before), to: pick(after) }
}

/** Settings with a change put in; texts that became empty are the shipped ones again. */
export function changed(before: SettingRow, to: Change): SettingRow {
  const { templates, ...rest } = to
  const all = { ...before.templates, ...templates }
  return {
    ...before,
    ...rest,
    templates: Object.fromEntries(Object.entries(all).filter(([, text]) => text !== '')),
    version: before.version + 1,
  }
}

/** Whether nothing that a change rests on was changed since. */
export function standsOn(now: SettingRow, from: Change): boolean {
  const { templates = {}, ...rest } = from
  return (
    Object.entries(rest).every(([key, value]) => now[key as GuardedKey] === value) &&
    Object.entries(templates).every(([code, text]) => (now.templates[code] ?? '') === text)
  )
}
