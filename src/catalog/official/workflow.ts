import type { Step, Workflow } from '#kit/workflow.ts'
import type { BusinessRole } from '#people/model.ts'
import { sayer } from '../words.ts'

export const officialStates = ['loaded', 'standing', 'superseded', 'refused'] as const
export type OfficialState = (typeof officialStates)[number]
export const officialStateLabels: Record<OfficialState, string> = {
  loaded: '待核定',
  standing: '已核定，现行',
  superseded: '已被后来的代替',
  refused: '没有核定',
}

const basis = ['390号/一(三)'] as const
const judges = ['opennessOfficer', 'legalReviewer', 'leader'] as const

/** One person loads the attachment, another holds it against the original: what all bodies are checked by is no one's alone. */
export const officialWorkflow = {
  loaded: {
    confirm: {
      to: 'standing',
      by: judges,
      notBy: ['load'],
      label: '核定',
      basis,
      effect: '官方附件立即代替整理的草稿：各机关的派生、检查和比较都以它为准，待核对的标记随之取消。',
      weighty: true,
    },
    refuse: {
      to: 'refused',
      by: judges,
      label: '不予核定',
      reason: 'required',
      basis,
      effect: '这份文件不采用，现行的国家目录不变，理由留在履历里。',
    },
  },
  standing: {},
  superseded: {},
  refused: {},
} as const satisfies Workflow<OfficialState, BusinessRole>

export const officialBeginning = {
  to: 'loaded',
  by: judges,
  label: '装入官方附件',
  basis,
  effect: '读出的事项和与现行国家目录的差别都列出来，由另一人核定后才起作用。',
} as const satisfies Step<OfficialState, BusinessRole>

export const officialVerbs = ['confirm', 'refuse'] as const
export type OfficialVerb = (typeof officialVerbs)[number]

/** The words of an event of this part; null for another's. */
export const wordsOfOfficial = sayer({
  catalogOfficial: {
    noun: '国家目录官方附件',
    first: 'load',
    beginning: officialBeginning,
    workflow: officialWorkflow,
  },
})
