import { z } from 'zod'

/** The thirteen boxes of 公开渠道和载体 in the order of the national form. A local catalog may have others. */
export const channelNames = [
  '政府网站',
  '政府公报',
  '两微一端',
  '发布会',
  '广播电视',
  '纸质媒体',
  '公开查阅点',
  '政务服务中心',
  '便民服务站',
  '入户/现场',
  '社区/企事业单位、村公示栏(电子屏)',
  '精准推送',
  '其他',
] as const
export type ChannelName = (typeof channelNames)[number]

export const audiences = ['全社会', '特定群体', '全社会、特定群体'] as const
export type Audience = (typeof audiences)[number]

export const modes = ['主动', '依申请'] as const
export type Mode = (typeof modes)[number]

export const levels = ['县级', '乡级'] as const
export type Level = (typeof levels)[number]

/** A printed time limit as structure: the closed set. `other` keeps the text; nothing is bent to fit. */
export const deadlineRule = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('workingDays'),
    n: z.int().min(1).max(999),
    from: z.literal('formedOrChanged'),
    retention: z.literal('longTerm').optional(),
    exceptOtherwiseProvided: z.literal(true).optional(),
  }),
  z.strictObject({ kind: z.literal('asProgresses') }),
  z.strictObject({ kind: z.literal('promptlyAfter'), event: z.literal('majorDecisionMade') }),
  z.strictObject({
    kind: z.literal('advanceNotice'),
    days: z.int().min(1).max(365),
    event: z.literal('meetingHeld'),
  }),
  z.strictObject({ kind: z.literal('periodic'), months: z.int().min(1).max(120) }),
  z.strictObject({ kind: z.literal('simultaneous'), with: z.literal('policyDocument') }),
  z.strictObject({ kind: z.literal('immediately') }),
  z.strictObject({ kind: z.literal('other'), text: z.string().min(1) }),
])
export type DeadlineRule = z.infer<typeof deadlineRule>

/** `preselected`: true ■, false □, null where copies disagree. */
export const channel = z.strictObject({ name: z.string().min(1), preselected: z.boolean().nullable() })
export type Channel = z.infer<typeof channel>

const elementShape = {
  level1: z.string().nullable(),
  level2: z.string().nullable(),
  content: z.string().nullable(),
  basis: z.array(z.string()).nullable(),
  deadline: z.string().nullable(),
  deadlineRule: deadlineRule.nullable(),
  subject: z.string().nullable(),
  channels: z.array(channel).nullable(),
  audience: z.enum(audiences).nullable(),
  mode: z.enum(modes).nullable(),
  levels: z.array(z.enum(levels)).nullable(),
}

/** A row of any catalog. null is always “no evidence”, never “none”. */
export const catalogItem = z.strictObject({ ...elementShape, level3: z.string().nullable() })
export type CatalogItem = z.infer<typeof catalogItem>

/** high: three or more independent copies · medium: few · low: one, or cut · drafted: read nowhere (待核对). */
export const confidences = ['high', 'medium', 'low', 'drafted'] as const
export type Confidence = (typeof confidences)[number]
export const confidenceLabels: Record<Confidence, string> = {
  high: '多份印证',
  medium: '少数印证',
  low: '孤证或残缺',
  drafted: '待核对',
}

export const guidelineItem = z.strictObject({
  code: z.string().regex(/^(?:AQSC|JZ)-[A-Z]{2}-\d{2}$/),
  order: z.int().nullable(),
  ...elementShape,
  aliases: z.array(z.string()),
  confidence: z.enum(confidences),
  evidence: z.array(z.string()),
  notes: z.string().nullable(),
})
export type GuidelineItem = z.infer<typeof guidelineItem>

export const guidelineNames = ['safety-production', 'disaster-relief'] as const
export type GuidelineName = (typeof guidelineNames)[number]

/** working-draft: put together from local copies · official: the attachment itself was loaded. */
export const guideline = z.strictObject({
  catalog: z.enum(guidelineNames),
  field: z.string(),
  title: z.string(),
  source: z.strictObject({
    issuer: z.string(),
    docNumber: z.string(),
    issued: z.string(),
    attachment: z.boolean(),
    officialTextSeen: z.boolean(),
  }),
  status: z.enum(['working-draft', 'official']),
  level1Order: z.array(z.string()),
  officialCount: z.strictObject({ level1: z.int(), level2: z.int() }),
  evidencedCount: z.int(),
  draftedCount: z.int(),
  items: z.array(guidelineItem),
})
export type Guideline = z.infer<typeof guideline>

/** 安全生产领域 → safety-production. */
export const guidelineOfField: Readonly<Record<string, GuidelineName>> = {
  安全生产领域: 'safety-production',
  救灾领域: 'disaster-relief',
}

/** The elements every item must have: the eight of J 二(一)1 and the level. */
export const elements = [
  'level2',
  'content',
  'basis',
  'deadline',
  'subject',
  'mode',
  'channels',
  'audience',
  'levels',
] as const
export type Element = (typeof elements)[number]
export const elementLabels: Record<Element, string> = {
  level2: '名称',
  content: '内容',
  basis: '依据',
  deadline: '时限',
  subject: '主体',
  mode: '方式',
  channels: '渠道',
  audience: '公开对象',
  levels: '公开层级',
}

/** Which of the elements an item lacks, in the order of the list. */
export function elementsMissing(item: CatalogItem): Element[] {
  return elements.filter(element => {
    if (element === 'level2') return !item.level2 && !item.level3
    const value = item[element]
    // Boxes that are all empty say of no channel that it is used.
    if (element === 'channels') return !item.channels?.some(c => c.preselected !== false)
    return value === null || value === '' || (Array.isArray(value) && value.length === 0)
  })
}
