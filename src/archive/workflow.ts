import type { Step, Workflow } from '#kit/workflow.ts'

export type TransferState = 'prepared' | 'checked' | 'handed-over' | 'received' | 'cancelled'
export const transferStateLabels: Record<TransferState, string> = {
  prepared: '整理中',
  checked: '已核对',
  'handed-over': '已移交，待回执',
  received: '已接收',
  cancelled: '已取消',
}
export type ArchiveRole = 'opennessOfficer' | 'publisher' | 'leader'

/** 向档案馆移交 (档案法第十五条，实施条例第二十条、第三十条). */
export const transferWorkflow = {
  prepared: {
    setOpening: {
      to: 'prepared',
      by: ['opennessOfficer', 'publisher'],
      label: '填写到期开放意见',
      basis: ['档案法实施条例/30(2)', '档案法/30'],
      effect: '给所选公文写明到期开放意见，随档案一并移交。',
    },
    check: {
      to: 'checked',
      by: ['opennessOfficer', 'leader'],
      label: '核对移交清单',
      basis: ['档案法实施条例/30(2)', '档案法/39(1)'],
      notBy: ['prepare'],
      effect: '由另一人核对清单和到期开放意见；核对后清单不能再改。',
    },
    cancel: {
      to: 'cancelled',
      by: ['opennessOfficer', 'publisher'],
      label: '取消移交',
      basis: ['档案法/15(1)'],
      reason: 'required',
      effect: '清单作废，其中的公文可以重新列入别的批次。',
    },
  },
  checked: {
    handOver: {
      to: 'handed-over',
      by: ['opennessOfficer', 'publisher'],
      label: '生成移交包',
      basis: ['档案法实施条例/40(1)', '档案法/39(1)', '上海/五(十五)'],
      effect: '冻结每件公文的元数据、履历和回执，算出全部文件的指纹并签名；此后可以反复下载同一个包。',
      weighty: true,
    },
    cancel: {
      to: 'cancelled',
      by: ['opennessOfficer', 'publisher'],
      label: '取消移交',
      basis: ['档案法/15(1)'],
      reason: 'required',
      effect: '清单作废，其中的公文可以重新列入别的批次。',
    },
  },
  'handed-over': {
    receipt: {
      to: 'received',
      by: ['opennessOfficer', 'publisher'],
      label: '登记档案馆回执',
      basis: ['档案法/15(1)', '档案法实施条例/40(2)'],
      effect: '登记档案馆的回执编号、日期和接收人。',
    },
  },
  received: {},
  cancelled: {},
} as const satisfies Workflow<TransferState, ArchiveRole>

export const prepareStep = {
  to: 'prepared',
  by: ['opennessOfficer', 'publisher'],
  label: '整理移交清单',
  basis: ['档案法/15(1)', '上海/五(十五)'],
  effect: '按期间和机关代字选出公文，列成一批移交清单。',
} as const satisfies Step<TransferState, ArchiveRole>

export type DisposalState = 'proposed' | 'approved' | 'refused'
export const disposalStateLabels: Record<DisposalState, string> = {
  proposed: '待审定',
  approved: '已决定销毁',
  refused: '继续保存',
}

/** 保管期限届满的鉴定 (档案法实施条例第二十四条): two people, and nothing is deleted by it. */
export const disposalWorkflow = {
  proposed: {
    approve: {
      to: 'approved',
      by: ['leader'],
      label: '同意销毁',
      basis: ['档案法实施条例/24(2)', '档案法/21(2)'],
      reason: 'required',
      notBy: ['propose'],
      effect: '记下销毁决定。登记簿的一行和履历永远保留；系统不会自动删除任何内容。',
      weighty: true,
    },
    refuse: {
      to: 'refused',
      by: ['leader'],
      label: '继续保存',
      basis: ['档案法实施条例/24(2)'],
      reason: 'required',
      effect: '不予销毁，公文继续保存，可以重新划定保管期限。',
    },
  },
  approved: {},
  refused: {},
} as const satisfies Workflow<DisposalState, ArchiveRole>

export const proposeStep = {
  to: 'proposed',
  by: ['opennessOfficer', 'publisher'],
  label: '提出销毁',
  basis: ['档案法实施条例/24(2)'],
  effect: '把保管期限届满的公文列成一批，由领导审定；决定以前什么也不变。',
} as const satisfies Step<DisposalState, ArchiveRole>

/** Labels of every verb of this room, by kind of subject, for the audit's list. */
export function labelOfArchiveVerb(kind: string, verb: string): { kind: string; verb: string } | null {
  const beginnings: Record<string, [string, Record<string, string>]> = {
    filing: ['全量备案', { file: '备案', expunge: '清除撤回公文的题名' }],
    'number-explanation': ['号码说明', { explain: '说明缺号' }],
    retention: ['保管期限', { set: '划定保管期限', 'set-rule': '调整保管期限规则' }],
    transfer: [
      '档案移交',
      { prepare: prepareStep.label, export: '命令行导出移交包', expunge: '因撤回处理已移交的公文' },
    ],
    disposal: ['档案鉴定', { propose: proposeStep.label }],
  }
  const found = beginnings[kind]
  if (!found) return null
  if (Object.hasOwn(found[1], verb)) return { kind: found[0], verb: found[1][verb]! }
  const table = (
    kind === 'transfer' ? transferWorkflow : kind === 'disposal' ? disposalWorkflow : {}
  ) as Workflow
  for (const steps of Object.values(table))
    if (Object.hasOwn(steps, verb)) return { kind: found[0], verb: steps[verb]!.label }
  return { kind: found[0], verb }
}
