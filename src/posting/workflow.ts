import type { Step, Workflow } from '#kit/workflow.ts'
import type { BusinessRole } from '#people/model.ts'
import type { PostingState } from './model.ts'

const writers = ['drafter', 'departmentHead', 'opennessOfficer', 'publisher'] as const
const releasers = ['opennessOfficer', 'publisher', 'leader'] as const
const law = ['条例/17(1)'] as const
/** Whoever wrote any of it does not release it. */
export const hands = ['draft', 'save', 'submit', 'amend'] as const

const save = (to: PostingState) => ({
  to,
  by: writers,
  label: '保存',
  basis: law,
  effect: '存为草稿，公众看不到。',
})
const cancel = {
  to: 'cancelled',
  by: writers,
  label: '作废',
  reason: 'required',
  basis: law,
  effect: '这件信息不再办理，内容和理由留在履历里。',
} as const

/** One writes, another examines and publishes (条例第十七条); corrections go the same way, the old text standing meanwhile. */
export const postingWorkflow = {
  draft: {
    save: save('draft'),
    submit: {
      to: 'submitted',
      by: writers,
      label: '送审',
      basis: law,
      effect: '由另一人审查后公开。',
    },
    cancel,
  },
  submitted: {
    publish: {
      to: 'published',
      by: releasers,
      notBy: hands,
      label: '审查并公开',
      basis: ['条例/17(1)', '条例/17(2)'],
      effect: '立即在网站公开，发布时间由系统记录，不能更改。',
      weighty: true,
    },
    return: {
      to: 'draft',
      by: releasers,
      label: '退回',
      reason: 'required',
      basis: law,
      effect: '退回修改，理由写给起草人。',
    },
  },
  published: {
    amend: {
      to: 'amending',
      by: writers,
      label: '更正',
      reason: 'required',
      basis: ['条例/6(1)'],
      effect: '开始更正；更正稿审查公开前，公众看到的仍是原文。',
    },
    withdraw: {
      to: 'withdrawn',
      by: releasers,
      label: '撤回',
      reason: 'required',
      basis: ['条例/14', '条例/15'],
      effect: '立即从网站、检索和订阅中撤下，原地址留下撤回说明。',
      weighty: true,
    },
  },
  amending: {
    save: save('amending'),
    submit: {
      to: 'resubmitted',
      by: writers,
      label: '送审',
      basis: law,
      effect: '由另一人审查后更正公开。',
    },
    withdraw: {
      to: 'withdrawn',
      by: releasers,
      label: '撤回',
      reason: 'required',
      basis: ['条例/14', '条例/15'],
      effect: '立即从网站撤下，不再更正。',
      weighty: true,
    },
  },
  resubmitted: {
    publish: {
      to: 'published',
      by: releasers,
      notBy: hands,
      label: '审查并更正',
      basis: ['条例/17(1)', '条例/6(1)'],
      effect: '同一地址出新版本，“更新记录”写明改了什么。',
      weighty: true,
    },
    return: {
      to: 'amending',
      by: releasers,
      label: '退回',
      reason: 'required',
      basis: law,
      effect: '退回修改，理由写给起草人；公众看到的仍是原文。',
    },
  },
  withdrawn: {},
  cancelled: {},
} as const satisfies Workflow<PostingState, BusinessRole>

export const postingBeginning = {
  to: 'draft',
  by: writers,
  label: '新建',
  basis: law,
  effect: '存为草稿，公众看不到。',
} as const satisfies Step<PostingState, BusinessRole>

export const postingVerbs = ['save', 'submit', 'cancel', 'publish', 'return', 'amend', 'withdraw'] as const
export type PostingVerb = (typeof postingVerbs)[number]

export function labelOfPosting(verb: string): string {
  if (verb === 'draft') return postingBeginning.label
  for (const steps of Object.values(postingWorkflow) as Workflow[string][])
    if (Object.hasOwn(steps, verb)) return steps[verb]!.label
  return verb
}
