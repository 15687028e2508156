/**
 * The columns in which publications stand, under the items of 条例第二十条、第二十一条 in the statute's order.
 * A publication names its columns; it has one address whatever the number of columns.
 */

export type Renewal = 'weeks2' | 'months6' | 'year' | 'lasting'

export type StatutoryItem = {
  readonly id: string
  /** 条 and 项 as cited. */
  readonly cite: string
  /** What the statute lists, shortened. */
  readonly label: string
  /** Why the item does not concern an emergency-management body; null where it does. */
  readonly notOurs: string | null
}

export const statutoryItems = [
  { id: '20-1', cite: '条例第二十条第（一）项', label: '规章和规范性文件', notOurs: null },
  { id: '20-2', cite: '条例第二十条第（二）项', label: '机构职能与联系方式', notOurs: null },
  { id: '20-3', cite: '条例第二十条第（三）项', label: '规划和相关政策', notOurs: null },
  { id: '20-4', cite: '条例第二十条第（四）项', label: '统计信息', notOurs: null },
  { id: '20-5', cite: '条例第二十条第（五）项', label: '行政许可和对外管理服务事项', notOurs: null },
  { id: '20-6', cite: '条例第二十条第（六）项', label: '行政处罚和行政强制', notOurs: null },
  { id: '20-7', cite: '条例第二十条第（七）项', label: '财政预算、决算', notOurs: null },
  { id: '20-8', cite: '条例第二十条第（八）项', label: '行政事业性收费', notOurs: null },
  { id: '20-9', cite: '条例第二十条第（九）项', label: '政府集中采购', notOurs: null },
  { id: '20-10', cite: '条例第二十条第（十）项', label: '重大建设项目', notOurs: null },
  {
    id: '20-11',
    cite: '条例第二十条第（十一）项',
    label: '扶贫、教育、医疗、社会保障、促进就业',
    notOurs: '应急管理部门不承担这些职责，由相应主管部门公开。',
  },
  { id: '20-12', cite: '条例第二十条第（十二）项', label: '应急预案、预警信息和应对情况', notOurs: null },
  { id: '20-13', cite: '条例第二十条第（十三）项', label: '安全生产监督检查', notOurs: null },
  { id: '20-14', cite: '条例第二十条第（十四）项', label: '公务员招考', notOurs: null },
  { id: '20-15', cite: '条例第二十条第（十五）项', label: '其他应当主动公开的信息', notOurs: null },
  { id: '21', cite: '条例第二十一条', label: '社会救助（灾害救助）', notOurs: null },
] as const satisfies readonly StatutoryItem[]

export type StatutoryItemId = (typeof statutoryItems)[number]['id']

export type ColumnFacts = {
  readonly label: string
  readonly item: StatutoryItemId
  /** ColumnDescription of 网页标签: purpose and content, not the name again. */
  readonly description: string
  readonly keywords: readonly string[]
  /** ColumnType of 网页标签. */
  readonly type: string
  readonly renewal: Renewal
}

export const columns = {
  normative: {
    label: '行政规范性文件',
    item: '20-1',
    description: '本机关制定的行政规范性文件及其有效性，集中公开、动态更新。',
    keywords: ['规范性文件', '有效性', '政策文件'],
    type: '政策文件',
    renewal: 'months6',
  },
  policy: {
    label: '其他政策文件',
    item: '20-1',
    description: '通知、意见、方案等不属于规范性文件的政策性公文。',
    keywords: ['政策文件', '通知', '意见', '方案'],
    type: '政策文件',
    renewal: 'months6',
  },
  organization: {
    label: '机构职能',
    item: '20-2',
    description: '机关职能、机构设置、办公地址、办公时间、联系方式和负责人。',
    keywords: ['机构职能', '内设机构', '联系方式'],
    type: '机构职能',
    renewal: 'lasting',
  },
  plan: {
    label: '规划计划',
    item: '20-3',
    description: '专项规划、年度计划、工作要点及其落实情况。',
    keywords: ['规划', '计划', '工作要点'],
    type: '规划计划',
    renewal: 'year',
  },
  statistics: {
    label: '统计信息',
    item: '20-4',
    description: '安全生产、自然灾害和应急救援方面的统计数据。',
    keywords: ['统计', '数据', '安全生产形势'],
    type: '统计信息',
    renewal: 'months6',
  },
  licensing: {
    label: '行政许可',
    item: '20-5',
    description: '行政许可和其他对外管理服务事项的依据、条件、程序和办理结果。',
    keywords: ['行政许可', '办事', '安全生产许可'],
    type: '办事服务',
    renewal: 'months6',
  },
  penalty: {
    label: '行政处罚与强制',
    item: '20-6',
    description: '行政处罚、行政强制的依据、程序和有社会影响的处罚决定。',
    keywords: ['行政处罚', '行政强制', '裁量基准'],
    type: '行政执法',
    renewal: 'months6',
  },
  budget: {
    label: '财政预决算',
    item: '20-7',
    description: '部门预算、决算、“三公”经费和绩效目标。',
    keywords: ['预算', '决算', '三公经费'],
    type: '财政信息',
    renewal: 'year',
  },
  fee: {
    label: '行政事业性收费',
    item: '20-8',
    description: '收费项目及其依据、标准。',
    keywords: ['收费', '标准', '依据'],
    type: '收费信息',
    renewal: 'lasting',
  },
  procurement: {
    label: '政府采购',
    item: '20-9',
    description: '集中采购项目的目录、标准和实施情况。',
    keywords: ['政府采购', '中标', '合同'],
    type: '政府采购',
    renewal: 'year',
  },
  project: {
    label: '重大建设项目',
    item: '20-10',
    description: '重大建设项目的批准和实施情况。',
    keywords: ['重大项目', '批准', '实施'],
    type: '重大建设项目',
    renewal: 'year',
  },
  emergency: {
    label: '应急预案与预警信息',
    item: '20-12',
    description: '突发事件应急预案、预警信息和应对情况。',
    keywords: ['应急预案', '预警', '应急演练'],
    type: '应急管理',
    renewal: 'months6',
  },
  safety: {
    label: '安全生产监督检查',
    item: '20-13',
    description: '安全生产监督检查、事故调查报告和整改情况。',
    keywords: ['安全生产', '监督检查', '事故调查'],
    type: '安全生产',
    renewal: 'months6',
  },
  recruitment: {
    label: '公务员招考',
    item: '20-14',
    description: '公务员招考的职位、名额、条件和录用结果。',
    keywords: ['公务员', '招考', '录用'],
    type: '人事信息',
    renewal: 'year',
  },
  catalog: {
    label: '基层政务公开标准目录',
    item: '20-15',
    description: '安全生产和救灾领域基层政务公开标准目录、指引及其落实。',
    keywords: ['标准目录', '政务公开', '标准化规范化'],
    type: '法定主动公开内容',
    renewal: 'year',
  },
  system: {
    label: '政府信息公开制度',
    item: '20-15',
    description: '本机关关于政府信息公开的工作制度和规定。',
    keywords: ['政府信息公开', '制度', '规定'],
    type: '信息公开制度',
    renewal: 'lasting',
  },
  annual: {
    label: '政府信息公开年报',
    item: '20-15',
    description: '本机关历年政府信息公开工作年度报告。',
    keywords: ['政府信息公开', '年度报告', '年报'],
    type: '信息公开年报',
    renewal: 'year',
  },
  interpretation: {
    label: '政策解读',
    item: '20-15',
    description: '对政策文件的背景、目标、内容和举措的解读。',
    keywords: ['政策解读', '问答', '图解'],
    type: '政策解读',
    renewal: 'months6',
  },
  news: {
    label: '工作动态',
    item: '20-15',
    description: '本机关和本系统的工作部署、会议活动和执法检查动态。',
    keywords: ['工作动态', '要闻', '应急管理'],
    type: '政务动态',
    renewal: 'weeks2',
  },
  notice: {
    label: '通知公告',
    item: '20-15',
    description: '需要公众知晓的通知、公告和公示。',
    keywords: ['通知', '公告', '公示'],
    type: '通知公告',
    renewal: 'months6',
  },
  relief: {
    label: '灾害救助',
    item: '21',
    description: '灾情、救助对象与标准、款物接收发放和物资储备。',
    keywords: ['灾害救助', '救灾', '款物'],
    type: '社会救助',
    renewal: 'months6',
  },
  // At the end: other systems know columns by their place.
  basic: {
    label: '主动公开基本目录',
    item: '20-15',
    description: '本机关主动公开的事项、内容、主体、时限、方式和渠道，按版本动态调整。',
    keywords: ['主动公开', '基本目录', '政府信息公开'],
    type: '法定主动公开内容',
    renewal: 'year',
  },
  negative: {
    label: '政务公开负面清单',
    item: '20-15',
    description: '不予公开的信息逐条列出范围、依据、理由和期限，每年复核。',
    keywords: ['负面清单', '不予公开', '政务公开'],
    type: '法定主动公开内容',
    renewal: 'year',
  },
} as const satisfies Record<string, ColumnFacts>

export type ColumnId = keyof typeof columns

export function isColumn(id: string): id is ColumnId {
  return Object.hasOwn(columns, id)
}

export const columnIds = Object.keys(columns) as readonly ColumnId[]

/** Names under which lists gather several columns. */
export const gathered = {
  documents: {
    label: '政策文件',
    columns: ['normative', 'policy'],
    description: '行政规范性文件和其他政策性公文，按发布时间排列。',
    keywords: ['政策文件', '规范性文件', '公文'],
    type: '政策文件',
  },
  all: {
    label: '全部公开信息',
    columns: null,
    description: '已公开的全部信息，按发布时间排列。',
    keywords: ['政府信息公开', '公文', '最新公开'],
    type: '法定主动公开内容',
  },
} as const

/** The columns under a statutory item, in the order of this file. */
export function columnsOf(item: StatutoryItemId): readonly ColumnId[] {
  return columnIds.filter(id => columns[id].item === item)
}
