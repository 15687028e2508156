import type { Step } from '#kit/workflow.ts'
import type { DocumentRole, State } from './states.ts'

type Steps = { readonly [S in State]?: { readonly [verb: string]: Step<State, DocumentRole> } }

const drafted = ['draft', 'submit'] as const

const correct = {
  by: ['publisher', 'opennessOfficer'],
  notBy: drafted,
  label: '更正',
  reason: 'required',
  basis: ['条例/6(2)', '吉林/一(三)'],
  effect: '公众立即看到更正后的内容和更正说明；原来的版本留在更新记录里。',
  weighty: true,
} as const

const withdraw = {
  to: 'withdrawn',
  by: ['publisher'],
  label: '撤回',
  reason: 'required',
  basis: ['吉林/一(三)', '条例/14', '条例/15'],
  effect: '公众立即看不到正文，原地址留下撤回说明；履历和回执保留。',
  weighty: true,
} as const

/** Neither who drafted it nor who put it before the public first looks at it afterwards. */
const hasty = [...drafted, 'publishEmergency'] as const

const refuseAfter = {
  ...withdraw,
  label: '不予追认，撤回',
  basis: ['突发事件应对法/7(1)', '条例/17'],
  effect: '公众立即看不到正文，原地址留下撤回说明；原因、理由和您的姓名存入履历。',
} as const

/** Published at once; the reviews come afterwards (突发事件应对法第七条). */
const emergencySteps = {
  'emergency-review': {
    endorse: {
      to: 'emergency-signature',
      by: ['opennessOfficer'],
      notBy: hasty,
      label: '公开审查同意',
      reason: 'optional',
      basis: ['390号/四(一)2', '条例/17'],
      effect: '补办的公开审查结论存入履历；转领导追认。内容有误的先更正，不应公开的不予追认。',
    },
    correct: { ...correct, to: 'emergency-review' },
    refuseAfter: { ...refuseAfter, by: ['opennessOfficer'] },
    withdraw,
  },
  'emergency-signature': {
    ratify: {
      to: 'published',
      by: ['leader'],
      notBy: hasty,
      label: '追认',
      reason: 'optional',
      basis: ['390号/五(三)', '党政机关公文处理工作条例/签发'],
      effect: '先行发布的审签手续补办完成，公文按已公开管理。',
    },
    correct: { ...correct, to: 'emergency-signature' },
    refuseAfter: { ...refuseAfter, by: ['leader'] },
    withdraw,
  },
} as const satisfies Steps

/** Where the public finds it, not what it says. */
const classify = {
  by: ['publisher', 'opennessOfficer'],
  label: '调整栏目和主题',
  basis: ['吉林/一(三)', '390号/四(一)6'],
  effect:
    '只改公开栏目、主题分类、目录事项和标签，正文不变；已经公开的，公众在新的栏目和标签下看到，更新记录里注明。',
} as const

/** From the number to the public and after (390号文 四(一)5–6). */
export const publicationSteps = {
  numbering: {
    number: {
      to: 'numbered',
      by: ['publisher'],
      label: '编号',
      basis: ['党政机关公文处理工作条例/发文字号', 'GB/T 9704/7.2.5'],
      effect: '按机关代字和年份取下一个号，连续不断；号一经取用不再收回。',
    },
    return: {
      to: { draft: '退回拟稿人', signature: '退回签发' },
      by: ['publisher'],
      label: '退回修改',
      reason: 'required',
      basis: ['吉林/一(二)', '80号/一(一)'],
      effect: '公文连同退回理由回到所选的环节；退回拟稿的，修改后须重新送审。',
    },
  },
  numbered: {
    classify: { ...classify, to: 'numbered' },
    issue: {
      to: 'issued',
      by: ['publisher'],
      label: '印发',
      basis: ['390号/四(一)5'],
      effect: '确定印发日期，在成文日期后标注公开属性；主动公开的自印发之日起20个工作日内须公布。',
      weighty: true,
    },
    voidNumber: {
      to: 'numbering',
      by: ['publisher'],
      label: '文号作废',
      reason: 'required',
      basis: ['党政机关公文处理工作条例/发文字号'],
      effect: '这个文号登记为作废，连同理由保留，不再使用；公文回到待编号。',
      weighty: true,
    },
  },
  issued: {
    classify: { ...classify, to: 'issued' },
    publish: {
      to: 'published',
      by: ['publisher'],
      notBy: drafted,
      label: '公开发布',
      basis: ['390号/四(一)6', '条例/26'],
      effect: '公众立即可以看到，系统出具发布回执；发布时间由系统记录，不能更改。',
      weighty: true,
    },
    schedule: {
      to: 'issued',
      by: ['publisher'],
      notBy: drafted,
      label: '定时发布',
      basis: ['390号/四(一)5', '条例/26'],
      effect: '到时由系统以您的名义发布；届时再核对一遍，不符合条件的不发布并通知您。',
    },
    unschedule: {
      to: 'issued',
      by: ['publisher'],
      label: '取消定时',
      basis: ['390号/四(一)5'],
      effect: '不再定时发布，公文仍待发布。',
    },
    reattribute: {
      to: 'issued',
      by: ['opennessOfficer'],
      notBy: drafted,
      label: '变更公开属性',
      reason: 'required',
      basis: ['390号/四(一)4', '条例/18'],
      effect: '改为主动公开的，自今天起重新计算20个工作日；属性、理由和您的姓名存入履历。',
      weighty: true,
    },
  },
  ...emergencySteps,
  'import-check': {
    confirm: {
      to: 'published',
      by: ['publisher'],
      notBy: ['import'],
      label: '核对无误，发布',
      basis: ['上海/五(十六)', '条例/26'],
      effect: '作为历史公文发布：显示原来的日期，并标明由本系统迁入；发布时间由系统记录。',
      weighty: true,
    },
    cancel: {
      to: 'cancelled',
      by: ['publisher', 'opennessOfficer'],
      label: '不予补录',
      reason: 'required',
      basis: ['条例/45'],
      effect: '补录的内容不发布，履历保留。',
    },
  },
  published: {
    classify: { ...classify, to: 'published' },
    addChannel: {
      to: 'published',
      by: ['publisher', 'opennessOfficer'],
      label: '登记其他渠道',
      basis: ['390号/四(一)6', '条例/23'],
      effect: '除本网站外还在哪里公布过（新媒体、公报、报刊、发布会等），登记备查。',
    },
    sendPaper: {
      to: 'published',
      by: ['publisher'],
      label: '登记纸质件移送',
      basis: ['390号/四(一)6', '条例/25'],
      effect: '纸质文件移送信息公开查阅场所；未收到签收前列入督办。',
    },
    receivePaper: {
      to: 'published',
      by: ['publisher'],
      label: '登记查阅场所签收',
      basis: ['390号/四(一)6', '条例/25'],
      effect: '签收人和日期存入履历，移送办结。',
    },
    correct: { ...correct, to: 'published' },
    withdraw,
  },
  withdrawn: {},
  cancelled: {},
  removed: {},
} as const satisfies Steps
