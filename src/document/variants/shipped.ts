import type { Difference } from './model.ts'

/** A variant known from its source document: a system administrator may start from it and change what is local. */
export type Shipped = {
  readonly code: string
  readonly name: string
  /** What was read, and what the source leaves as it is. */
  readonly note: string
  readonly differences: readonly Difference[]
}

export const shipped: readonly Shipped[] = [
  {
    code: 'ruili',
    name: '瑞丽市规程',
    note: '瑞丽的主动公开流程没有“以县（市、区）政府或其办公室名义印发”一条，也没有把纸质文件移送查阅场所的要求；其余与全国相同。',
    differences: [
      { kind: 'hide', field: 'inGovernmentName', basis: '瑞丽/四(一)' },
      { kind: 'drop', state: 'published', verb: 'sendPaper', basis: '瑞丽/四(一)5' },
      { kind: 'drop', state: 'published', verb: 'receivePaper', basis: '瑞丽/四(一)5' },
    ],
  },
  {
    code: 'shanghai',
    name: '上海市规程',
    note: '落款处写“信息公开形式：主动公开”（原件有此标注，其余两种按同一格式类推）；要求加强对拟公开信息的保密审查，因此一律先经保密机构。',
    differences: [
      { kind: 'label', attribute: 'proactive', text: '信息公开形式：主动公开', basis: '上海/五(十五)' },
      { kind: 'label', attribute: 'on-request', text: '信息公开形式：依申请公开', basis: '上海/五(十五)' },
      { kind: 'label', attribute: 'withheld', text: '信息公开形式：不予公开', basis: '上海/五(十五)' },
      {
        kind: 'narrow',
        state: 'department-review',
        verb: 'approve',
        to: 'secrecy-review',
        basis: '上海/五(十五)',
      },
    ],
  },
  {
    code: 'jilin',
    name: '吉林省规程',
    note: '发布前严格落实合法性审查，不限于规范性文件；页头元数据有“分类”，送审时必填；发布前的审核把关须留下意见。',
    differences: [
      {
        kind: 'narrow',
        state: 'openness-review',
        verb: 'agree',
        to: 'legality-review',
        basis: '吉林/一(二)',
      },
      { kind: 'opinion', state: 'openness-review', verb: 'agree', basis: '吉林/一(二)' },
      { kind: 'demand', field: 'theme', basis: '吉林/文头' },
    ],
  },
  {
    code: 'jiaozuo',
    name: '焦作市规程',
    note: '焦作要求各县统一主动公开流程，公文的环节与全国相同，没有差异；有差异的是标准目录的要素和编制节点。',
    differences: [],
  },
]
