import type { Step, Workflow } from '#kit/workflow.ts'
import type { BusinessRole } from '#people/model.ts'
import type { MovedState } from './model.ts'

const basis = ['47号(2017)/网址'] as const
const keepers = ['opennessOfficer', 'publisher'] as const

/** A table of old addresses stands until it is taken away as a whole. */
export const movedWorkflow = {
  standing: {
    withdraw: {
      to: 'withdrawn',
      by: keepers,
      label: '撤下',
      reason: 'required',
      basis,
      effect: '表里的旧网址立即不再转到新网址，读者打开时看到“没有这个页面”。',
      weighty: true,
    },
  },
  withdrawn: {},
} as const satisfies Workflow<MovedState, BusinessRole>

export const movedBeginning = {
  to: 'standing',
  by: keepers,
  label: '启用对照表',
  basis,
  effect: '打开表里的旧网址，立即转到对应的新网址（301）。',
  weighty: true,
} as const satisfies Step<MovedState, BusinessRole>

export const movedVerbs = ['withdraw'] as const
export type MovedVerb = (typeof movedVerbs)[number]

export const labelOfMoved = (verb: string): string =>
  verb === 'take' ? movedBeginning.label : movedWorkflow.standing.withdraw.label
