/** What an import says about a file: a closed set. `grave` ones keep a catalog from being taken over as it is. */
export const findingKinds = {
  unreadable: { label: '打不开的文件', isGrave: true },
  noTable: { label: '没有表格', isGrave: true },
  notACatalog: { label: '不是目录表', isGrave: true },
  noItems: { label: '没有事项', isGrave: true },
  ignoredTable: { label: '没有读的表', isGrave: false },
  hiddenSheet: { label: '隐藏的工作表', isGrave: false },
  hiddenRow: { label: '隐藏的行', isGrave: false },
  hiddenColumn: { label: '隐藏的列', isGrave: false },
  severalFields: { label: '不止一个领域', isGrave: true },
  picture: { label: '图片', isGrave: false },
  formula: { label: '公式', isGrave: false },
  traditional: { label: '繁体字', isGrave: false },
  renamedHeader: { label: '表头另有叫法', isGrave: false },
  extraColumn: { label: '多出的列', isGrave: false },
  missingColumn: { label: '缺少的列', isGrave: false },
  inferredHeader: { label: '推断的表头', isGrave: false },
  continuedTable: { label: '接上表', isGrave: false },
  title: { label: '标题行', isGrave: false },
  band: { label: '分类行', isGrave: false },
  repeatedHeader: { label: '重复的表头', isGrave: false },
  note: { label: '附注行', isGrave: false },
  filledDown: { label: '沿用上一行', isGrave: false },
  continuedRow: { label: '接上一行', isGrave: false },
  classAsName: { label: '一级事项作名称', isGrave: false },
  numberInName: { label: '名称带序号', isGrave: false },
  joinedLines: { label: '单元格内换行', isGrave: false },
  cutOff: { label: '内容被截断', isGrave: true },
  unclearRow: { label: '看不懂的行', isGrave: true },
  duplicateItem: { label: '重复的事项', isGrave: false },
  emptyCell: { label: '空白', isGrave: false },
  errorValue: { label: '错误值', isGrave: true },
  otherChannel: { label: '标准以外的渠道', isGrave: false },
  renamedChannel: { label: '渠道另有叫法', isGrave: false },
  channelWithoutBox: { label: '渠道没有方框', isGrave: false },
  channelShared: { label: '一个方框几个渠道', isGrave: false },
  channelConflict: { label: '渠道前后不一', isGrave: true },
  symbolFont: { label: '符号字体', isGrave: false },
  unknownMark: { label: '看不懂的勾选', isGrave: true },
  markDetail: { label: '勾选带说明', isGrave: false },
  audienceDetail: { label: '公开对象的说明', isGrave: false },
  unknownAudience: { label: '看不懂的公开对象', isGrave: true },
  unknownMode: { label: '看不懂的公开方式', isGrave: true },
  unknownLevel: { label: '看不懂的公开层级', isGrave: true },
  unknownDeadline: { label: '读不成规则的时限', isGrave: false },
  assumedStart: { label: '没有起算点的时限', isGrave: false },
} as const satisfies Record<string, { label: string; isGrave: boolean }>
export type FindingKind = keyof typeof findingKinds

/** `row` is the row of the sheet or table, counted from 1; `cell` its place (B12, 工作表!B12); null where the whole is meant. */
export type Finding = {
  readonly row: number | null
  readonly cell: string | null
  readonly kind: FindingKind
  readonly message: string
}
