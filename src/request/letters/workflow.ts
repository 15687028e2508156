import type { Step, Workflow } from '#kit/workflow.ts'
import type { RequestRole } from '../workflow.ts'

export type LetterState = 'draft' | 'final' | 'dropped'
export const letterStateLabels: Record<LetterState, string> = {
  draft: '草稿',
  final: '已定稿',
  dropped: '已作废',
}

/** Where a paper stands. */
export const stateOf = (letter: { readonly final: boolean; readonly droppedAt: Date | null }): LetterState =>
  letter.droppedAt !== null ? 'dropped' : letter.final ? 'final' : 'draft'

const officer = ['opennessOfficer'] as const satisfies readonly RequestRole[]

/** 办理文书: written until it is finished; then its words stand for good. A reply is finished by the approval alone. */
export const letterWorkflow = {
  draft: {
    save: {
      to: 'draft',
      by: officer,
      label: '修改文书',
      basis: ['条例/45'],
      effect: '文书按改动后的文字打印，旧的文字不再使用。',
    },
    finish: {
      to: 'final',
      by: officer,
      label: '文书定稿',
      basis: ['条例/45'],
      effect: '文字和日期定下，此后不能再改；改错的另拟一份。',
      reason: 'optional',
      weighty: true,
    },
    drop: {
      to: 'dropped',
      by: officer,
      label: '文书作废',
      basis: ['条例/45'],
      effect: '没有发出、也不再发出的草稿作废，不装入归档包；理由留在履历里。',
      reason: 'required',
    },
  },
  final: {},
  dropped: {},
} as const satisfies Workflow<LetterState, RequestRole>

export const making = {
  to: 'draft',
  by: officer,
  label: '拟文书',
  basis: ['条例/45'],
  effect: '按案卷填好文书，可以修改。',
} as const satisfies Step<LetterState, RequestRole>
