import type { Step, Workflow } from '#kit/workflow.ts'
import type { BusinessRole } from '#people/model.ts'
import { sayer } from '../words.ts'
import { compilation, compilers, versionStateLabels, versionVerbs, type VersionState } from '../workflow.ts'

export const instrumentStates = [
  'compiling',
  'reviewing',
  'revising',
  'approving',
  'approved',
  'published',
  'withdrawn',
  'superseded',
  'cancelled',
] as const satisfies readonly (VersionState | 'withdrawn')[]
export type InstrumentState = (typeof instrumentStates)[number]
export const instrumentStateLabels: Record<InstrumentState, string> = {
  ...versionStateLabels,
  withdrawn: '已撤回',
}

/** States in which a version is on its way: a body has at most one of a kind. */
export const openStates: readonly InstrumentState[] = [
  'compiling',
  'reviewing',
  'revising',
  'approving',
  'approved',
]

const improving = ['吉林/四(二)'] as const
const upToDate = ['条例/12(1)', '吉林/四(二)'] as const

/** The way of the guide, the basic catalog and the negative list: that of a catalog, then looked through every year. */
export const instrumentWorkflow = {
  ...compilation({
    content: improving,
    milestones: ['条例/17(1)', '吉林/四(二)'],
    publishing: ['条例/12(1)'],
    effects: {
      submit: '报审核人审核，由另一人办理。',
      approve: '定下内容、施行日期和下次复核的日期，可以公布。',
    },
  }),
  published: {
    confirm: {
      to: 'published',
      by: ['opennessOfficer'],
      label: '复核无误，继续有效',
      reason: 'required',
      basis: upToDate,
      effect: '内容不变，重新定下次复核的日期；复核人、日期和结论记入履历，公众看得到复核日期。',
    },
    withdraw: {
      to: 'withdrawn',
      by: ['opennessOfficer', 'publisher', 'leader'],
      label: '撤回',
      reason: 'required',
      basis: ['条例/14', '条例/15'],
      effect: '立即从网站撤下，原地址留下撤回说明；依法应当有的，请尽快重新编制公布。',
      weighty: true,
    },
  },
  withdrawn: {},
} as const satisfies Workflow<InstrumentState, BusinessRole>

export const instrumentBeginning = {
  to: 'compiling',
  by: compilers,
  label: '开始编制',
  basis: improving,
  effect: '已公布过的，由现行的一版接着改；没有公布过的，系统已经知道的先填好。',
} as const satisfies Step<InstrumentState, BusinessRole>

export const instrumentVerbs = [...versionVerbs, 'confirm', 'withdraw'] as const
export type InstrumentVerb = (typeof instrumentVerbs)[number]

/** The words of an event of this part; null for another's. */
export const wordsOfInstrument = sayer({
  instrument: {
    noun: '指南、基本目录、负面清单',
    first: 'compile',
    beginning: instrumentBeginning,
    workflow: instrumentWorkflow,
  },
})
