import { z } from 'zod'

/**
 * How grave a finding is. A: must be mended; whoever drafted the text cannot overrule it. B: mended, or two people say that it is
 * right. C: a hint that stops nothing.
 */
export const tiers = ['A', 'B', 'C'] as const
export type Tier = (typeof tiers)[number]
export const tierLabels: Record<Tier, string> = {
  A: '必须改正',
  B: '改正或经第二人确认',
  C: '提示',
}

/** What a word of the lexicon is about; also the kind of its findings. */
export const wordKinds = {
  typo: '错别字',
  organ: '国家机构名称',
  sovereignty: '涉国家主权表述',
  classification: '密级标志',
  phrase: '提法',
  usage: '用词规范',
  sensitive: '敏感词',
} as const
export type WordKind = keyof typeof wordKinds

export const formatKinds = {
  number: '发文字号格式',
  citation: '法规引用格式',
  date: '日期',
  punctuation: '标点和字符',
  repetition: '重复的字词',
  numeral: '数字写法',
  label: '公开标注',
  metadata: '要素',
  link: '链接',
} as const

/** Personal information (民法典第一千零三十四条). */
export const personalKinds = {
  idNumber: '身份证号',
  mobile: '手机号码',
  landline: '固定电话',
  bankCard: '银行卡号',
  address: '住址',
  plate: '车牌号',
  email: '电子邮箱',
  passport: '出入境证件号',
  minor: '未成年人姓名',
  location: '照片的拍摄位置',
} as const
export type PersonalKind = keyof typeof personalKinds

/** What a file carries besides what is seen. */
export const fileKinds = {
  comments: '批注',
  revisions: '修订痕迹',
  hidden: '隐藏内容',
  properties: '文件属性',
  embedded: '嵌入的文件',
  macro: '宏',
  unread: '机器看不到的内容',
} as const

/** What is wrong with a publication beside others. */
export const siteKinds = {
  duplicate: '重复公开',
  misplaced: '内容错放',
  stale: '栏目不更新',
  empty: '空白栏目',
} as const

export const kindLabels = {
  ...wordKinds,
  ...formatKinds,
  ...personalKinds,
  ...fileKinds,
  ...siteKinds,
} as const
export type Kind = keyof typeof kindLabels

export const isPersonal = (kind: string): kind is PersonalKind => Object.hasOwn(personalKinds, kind)
export const isWordKind = (kind: string): kind is WordKind => Object.hasOwn(wordKinds, kind)

/** Where a text stood. */
export const partLabels = {
  title: '标题',
  body: '正文',
  table: '表格',
  header: '页眉',
  footer: '页脚',
  note: '脚注、尾注',
  comment: '批注',
  revision: '修订中删除的文字',
  textBox: '文本框',
  field: '域代码',
  alternative: '替代文字和名称',
  sheet: '工作表',
  cell: '单元格',
  definedName: '定义的名称',
  page: '页面',
  annotation: '注释',
  property: '文件属性',
  fileName: '文件名',
  member: '压缩包内的文件名',
  picture: '图片',
  leftover: '文件内部残留的数据',
  metadata: '要素',
  column: '栏目',
} as const
export type Part = keyof typeof partLabels

export type Place = {
  readonly part: Part
  /** For people: 第3段, 工作表“名单”（隐藏）B12. */
  readonly label: string
  /** Name of the attachment, with the way into it: 附件.zip／名单.xlsx. Null: the text itself. */
  readonly file: string | null
  /** Where it begins in the text of that place, and how long it is, in characters. */
  readonly start: number
  readonly length: number
}

export type Finding = {
  /** The same over rescans as long as the words, what stands round them and the part they stand in stay. */
  readonly id: string
  readonly tier: Tier
  readonly kind: Kind
  /** What is wrong and what to do. */
  readonly message: string
  /** Personal data stands here masked, also in what surrounds it. */
  readonly excerpt: { readonly before: string; readonly hit: string; readonly after: string }
  readonly place: Place
  /** What it should say, where that is known. */
  readonly right: string | null
  /** A clause that forbids it. */
  readonly basis: string | null
}

/** Stops the exit code of `scan` and, unmended, publication itself. */
export const isGrave = (finding: Pick<Finding, 'tier' | 'kind'>): boolean =>
  finding.tier === 'A' || (isPersonal(finding.kind) && finding.tier !== 'C')

export const rulings = ['mended', 'overruled'] as const
export type RulingKind = (typeof rulings)[number]

export type Ruling = {
  readonly findingId: string
  readonly ruling: RulingKind
  readonly staffId: number
  readonly staffName: string
  readonly role: string | null
  readonly reason: string
  readonly at: Date
}

export const longestWord = 60

/** A row of the lexicon. `wrong` may hold alternatives (攻府|攻俯), one of several characters ([布步]署) and what may be missing (的(人)民). */
export const entrySchema = z.object({
  wrong: z.string('请填写错误写法。').trim().min(1, '请填写错误写法。').max(200, '错误写法不能超过200个字。'),
  right: z.string().trim().max(200, '正确写法不能超过200个字。').nullable(),
  tier: z.enum(tiers, '级别应为A、B或C。'),
  kind: z.enum(Object.keys(wordKinds) as [WordKind, ...WordKind[]], '类别不在名单中。'),
  note: z.string().trim().max(500, '说明不能超过500个字。'),
  source: z.string().trim().max(200, '出处不能超过200个字。'),
  /** Longer words in which it is right: 既使用 for 既使. */
  except: z
    .array(z.string().trim().min(1).max(longestWord, '例外写法不能超过60个字。'))
    .max(40, '例外写法最多40个。'),
})
export type LexiconEntry = z.infer<typeof entrySchema>
