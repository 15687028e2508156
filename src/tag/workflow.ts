import type { Step, Workflow } from '#kit/workflow.ts'
import type { BusinessRole } from '#people/model.ts'

export const thesaurusStates = ['drafting', 'proposed', 'active', 'superseded', 'cancelled'] as const
export type ThesaurusState = (typeof thesaurusStates)[number]
export const thesaurusStateLabels: Record<ThesaurusState, string> = {
  drafting: '起草',
  proposed: '待批准',
  active: '现行',
  superseded: '已被新版代替',
  cancelled: '已作废',
}

const writers = ['opennessOfficer', 'publisher'] as const
const deciders = ['opennessOfficer', 'leader'] as const
/** Whoever wrote any of it does not approve it. */
const hands = ['begin', 'save', 'propose'] as const
const basis = ['上海/一(一)'] as const

/** One writes, another approves; the version before is replaced in the same moment. */
export const thesaurusWorkflow = {
  drafting: {
    save: {
      to: 'drafting',
      by: writers,
      label: '保存',
      basis,
      effect: '存为草稿，批准前不影响标引和公众。',
    },
    propose: {
      to: 'proposed',
      by: writers,
      label: '送批',
      reason: 'required',
      basis,
      effect: '由另一人（公开审查员或领导）核对每一处变化后批准。',
    },
    cancel: {
      to: 'cancelled',
      by: writers,
      label: '作废',
      reason: 'required',
      basis,
      effect: '这一版不再办理，现行的标签目录不受影响。',
    },
  },
  proposed: {
    approve: {
      to: 'active',
      by: deciders,
      notBy: hands,
      label: '批准',
      basis,
      effect: '立即生效，本机关和下级机关按它标引；改了名、合并了的标签，原来的网址、订阅和订阅源继续有效。',
      weighty: true,
    },
    return: {
      to: 'drafting',
      by: deciders,
      notBy: hands,
      label: '退回修改',
      reason: 'required',
      basis,
      effect: '连同理由退回起草人修改。',
    },
    takeBack: {
      to: 'drafting',
      by: writers,
      label: '取回',
      basis,
      effect: '回到起草，可以继续修改。',
    },
  },
  active: {},
  superseded: {},
  cancelled: {},
} as const satisfies Workflow<ThesaurusState, BusinessRole>

export const thesaurusBeginning = {
  to: 'drafting',
  by: writers,
  label: '起草新版',
  basis,
  effect: '从现行的一版开始修改；还没有的，从空白或建议稿开始。',
} as const satisfies Step<ThesaurusState, BusinessRole>

export const thesaurusVerbs = ['save', 'propose', 'cancel', 'approve', 'return', 'takeBack'] as const
export type ThesaurusVerb = (typeof thesaurusVerbs)[number]

/** The words of an event of this room; null for one of another. */
export function wordsOfTags(kind: string, verb: string): { kind: string; verb: string } | null {
  if (kind !== 'thesaurus') return null
  if (verb === 'begin') return { kind: '标签目录', verb: thesaurusBeginning.label }
  if (verb === 'supersede') return { kind: '标签目录', verb: '由新版代替' }
  for (const steps of Object.values(thesaurusWorkflow) as Workflow[string][])
    if (Object.hasOwn(steps, verb)) return { kind: '标签目录', verb: steps[verb]!.label }
  return { kind: '标签目录', verb }
}
