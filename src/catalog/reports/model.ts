import { z } from 'zod'
import type { Subject } from '#kit/procedure.ts'
import { isDay } from '#law/day.ts'
import { guidelineNames, type GuidelineName } from '../model.ts'
import type { ReportState, SystemState } from './workflow.ts'

/** An item that a system may report against. */
export type ItemRef = { readonly field: GuidelineName; readonly key: string }

export type SystemRow = Subject & {
  readonly state: SystemState
  readonly name: string
  readonly keeper: string
  readonly hosts: readonly string[]
  readonly items: readonly ItemRef[]
  readonly perMinute: number
  readonly tokenSince: Date | null
  readonly usedAt: Date | null
  readonly changedAt: Date
}

export type ReportRow = Subject & {
  readonly state: ReportState
  readonly systemId: number
  readonly key: string
  readonly fingerprint: string
  readonly title: string
  readonly url: string
  readonly shownOn: string
  readonly formedOn: string | null
  readonly marks: readonly string[]
  readonly items: readonly ItemRef[]
  readonly operator: string
  readonly reason: string
  readonly reportedAt: Date
  /** When its address was last looked at, what was found against it, and since when it no longer counts. */
  readonly checkedAt: Date | null
  readonly checkWords: string | null
  readonly failures: number
  readonly failingSince: Date | null
  readonly lostAt: Date | null
}
/** What its address is found to be, afterwards. */
type Look = 'checkedAt' | 'checkWords' | 'failures' | 'failingSince' | 'lostAt'
export type NewReport = Omit<ReportRow, Look | 'id' | 'departmentId' | 'drafterId' | 'state' | 'version'> & {
  /** The page of our own site that it means. */
  readonly ownAddress: string | null
}

/** A name with at least one dot, no number of a machine: aqxk.jiaozuo.gov.cn. */
const host = z
  .string()
  .trim()
  .toLowerCase()
  .max(120)
  .regex(
    /^(?=.*[a-z])(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/,
    '公开网址的域名应写成aqxk.example.gov.cn的样子：只写域名，不写http、端口和路径，也不能是IP地址。',
  )

export const systemForm = z.object({
  body: z.int(),
  name: z
    .string('请写系统的名称。')
    .trim()
    .min(2, '请写系统的名称，公众会看到“由…系统报送”。')
    .max(60, '系统的名称不能超过60个字。'),
  keeper: z
    .string('请写负责部门和负责人。')
    .trim()
    .min(2, '请写负责部门和负责人。')
    .max(60, '负责部门和负责人不能超过60个字。'),
  hosts: z.array(host).min(1, '请写系统公开信息所在的域名。').max(10, '域名不能超过10个。'),
  items: z
    .array(z.object({ field: z.enum(guidelineNames), key: z.string().min(1).max(40) }))
    .min(1, '请选择这个系统可以报送的事项。')
    .max(200),
  perMinute: z
    .int('每分钟次数应为整数。')
    .min(1, '每分钟至少1次。')
    .max(600, '每分钟最多600次。')
    .default(60),
})
export type SystemForm = z.infer<typeof systemForm>

const day = z.string().refine(isDay, '应为YYYY-MM-DD的日期，如2026-11-22。')
const text = (what: string, least: number, most: number) =>
  z
    .string(`${what}应为文字。`)
    .trim()
    .min(least, `${what}至少${least}个字。`)
    .max(most, `${what}不能超过${most}个字。`)

/** What a system sends, in the open interface's names. */
export const reportSchema = z
  .strictObject({
    title: text('title', 2, 300).meta({ description: '公开的信息的标题' }),
    url: z
      .url({ protocol: /^https?$/, error: 'url应为http或https的完整网址。' })
      .max(1000, 'url不能超过1,000个字符。')
      .meta({ description: '公开所在的网址，域名应在登记的名单里' }),
    disclosed_on: day.meta({ description: '在业务系统上公开的日期，北京时间' }),
    formed_on: day.optional().meta({ description: '信息形成或变更的日期，用来算时限' }),
    items: z
      .array(z.string().min(1).max(80), 'items应为事项的列表。')
      .min(1, 'items至少写一个事项。')
      .max(50, 'items最多50个事项。')
      .meta({ description: '事项：/catalogs/{body}/{field} 里的 key，或国家目录编码' }),
    operator: text('operator', 2, 60).meta({ description: '业务系统里办理公开的人，只供机关查阅' }),
    reason: text('reason', 4, 300).meta({
      description: '为什么报送，如“许可决定生效后自动推送”，只供机关查阅',
    }),
  })
  .meta({ id: 'Report', description: '业务系统报送的一件公开' })
export type Report = z.infer<typeof reportSchema>

export const reportedSchema = z
  .object({
    id: z.int(),
    state: z.literal('reported'),
    body: z.string(),
    system: z.string().meta({ description: '公众看到的“由…报送”' }),
    title: z.string(),
    url: z.url(),
    disclosed_on: z.string(),
    items: z.array(z.object({ field: z.enum(guidelineNames), key: z.string(), name: z.string() })),
    evidence: z.array(z.url()).meta({ description: '各事项的公开情况页面' }),
    reported_at: z.string(),
    position: z.int().meta({ description: '机关履历里的链位' }),
  })
  .meta({ id: 'Reported', description: '已列入公开情况的报送' })
export type Reported = z.infer<typeof reportedSchema>

/** Why a system takes a report back, and who in it did so. */
export const takeBackSchema = z
  .strictObject({
    operator: text('operator', 2, 60).meta({ description: '业务系统里撤回的人，只供机关查阅' }),
    reason: text('reason', 4, 300).meta({ description: '为什么撤回，如“误报，原件已删除”，只供机关查阅' }),
  })
  .meta({ id: 'TakeBack', description: '业务系统撤回自己报送的一件' })
export type TakeBack = z.infer<typeof takeBackSchema>

export const takenBackSchema = z
  .object({
    id: z.int(),
    state: z.literal('withdrawn'),
    body: z.string().meta({ description: '机关的简称' }),
    system: z.string(),
    withdrawn_by: z
      .enum(['system', 'body'])
      .meta({ description: 'system：系统自己撤回的；body：机关先前已撤下' }),
    withdrawn_at: z.string().meta({ description: '撤回、撤下的时刻，北京时间' }),
    position: z.int().meta({ description: '机关履历里的链位' }),
  })
  .meta({ id: 'TakenBack', description: '已撤回的报送：不再列入公开情况' })
export type TakenBackJson = z.infer<typeof takenBackSchema>
