import type { Step, Workflow } from '#kit/workflow.ts'
import type { BusinessRole } from '#people/model.ts'
import { wordsOfAbsence } from './duty/workflow.ts'
import { wordsOfLists } from './lists/workflow.ts'
import { wordsOfOfficial } from './official/workflow.ts'
import { wordsOfReports } from './reports/workflow.ts'

export const versionStates = [
  'compiling',
  'reviewing',
  'revising',
  'approving',
  'approved',
  'published',
  'superseded',
  'cancelled',
] as const
export type VersionState = (typeof versionStates)[number]
export const versionStateLabels: Record<VersionState, string> = {
  compiling: '编制',
  reviewing: '业务部门审核',
  revising: '修改',
  approving: '本级政府审核',
  approved: '待公布',
  published: '已公布',
  superseded: '已被新版本代替',
  cancelled: '已作废',
}

export const compilers = ['drafter', 'departmentHead', 'opennessOfficer'] as const
/** Whoever wrote any of it neither reviews nor approves it. */
const hands = ['compile', 'save', 'submit'] as const

type Words = {
  /** What is written rests on. */
  readonly content: readonly string[]
  /** Reviewing and approving rest on. */
  readonly milestones: readonly string[]
  /** Publishing rests on. */
  readonly publishing: readonly string[]
  readonly effects: { readonly submit: string; readonly approve: string }
}

/**
 * 编制—业务审核—修改—本级政府审核—公布 (J 二(一)1); opinions item by item at both reviews. One way for catalogs and for what a body
 * says of its own openness.
 */
export const compilation = ({ content, milestones, publishing, effects }: Words) => {
  const save = <S extends 'compiling' | 'revising'>(to: S) =>
    ({ to, by: compilers, label: '保存', basis: content, effect: '存为草稿，公众看不到。' }) as const
  const submit = {
    to: 'reviewing',
    by: compilers,
    label: '送审',
    basis: milestones,
    effect: effects.submit,
  } as const
  const cancel = {
    to: 'cancelled',
    by: compilers,
    label: '作废',
    reason: 'required',
    basis: content,
    effect: '这一版不再办理，内容和理由留在履历里；已公布的版本不受影响。',
  } as const
  const giveBack = <R extends BusinessRole>(by: readonly R[], effect: string) =>
    ({
      to: 'revising',
      by,
      notBy: hands,
      label: '退回修改',
      reason: 'required',
      basis: milestones,
      effect,
    }) as const
  return {
    compiling: { save: save('compiling'), submit, cancel },
    reviewing: {
      pass: {
        to: 'approving',
        by: ['opennessOfficer', 'legalReviewer'],
        notBy: hands,
        label: '业务部门审核通过',
        basis: milestones,
        effect: '上报本级政府审核。',
      },
      return: giveBack(['opennessOfficer', 'legalReviewer'], '逐项意见一并交给编制人修改。'),
    },
    revising: { save: save('revising'), submit, cancel },
    approving: {
      approve: {
        to: 'approved',
        by: ['leader'],
        notBy: hands,
        label: '本级政府审核通过',
        basis: milestones,
        effect: effects.approve,
        weighty: true,
      },
      return: giveBack(['leader'], '逐项意见一并交给编制人修改，改后重新审核。'),
    },
    approved: {
      publish: {
        to: 'published',
        by: ['publisher', 'opennessOfficer'],
        notBy: hands,
        label: '公布',
        basis: publishing,
        effect: '立即在网站公布，原来的版本由它代替，地址不变。',
        weighty: true,
      },
      return: giveBack(
        ['publisher', 'opennessOfficer', 'leader'],
        '公布前发现不妥的，交给编制人修改，改后重新审核。',
      ),
    },
    published: {},
    superseded: {},
    cancelled: {},
  } as const satisfies Workflow<VersionState, BusinessRole>
}

const content = ['焦作/二(一)1'] as const

/** The way of a standard catalog. */
export const versionWorkflow = compilation({
  content,
  milestones: ['焦作/二(一)1(第二段)'],
  publishing: ['焦作/二(一)1(第二段)', '390号/一(三)'],
  effects: {
    submit: '报本级政府相关业务部门审核，由另一人办理。',
    approve: '定下目录和施行日期，可以公布。',
  },
})

export const versionBeginning = {
  to: 'compiling',
  by: compilers,
  label: '开始编制',
  basis: content,
  effect: '由上级目录（没有的，由国家目录）派生一份，逐项细化补充。',
} as const satisfies Step<VersionState, BusinessRole>

export const versionVerbs = ['save', 'submit', 'cancel', 'pass', 'return', 'approve', 'publish'] as const
export type VersionVerb = (typeof versionVerbs)[number]

/** The words of an event of this room; null for one of another. */
export function wordsOfCatalog(kind: string, verb: string): { kind: string; verb: string } | null {
  if (kind === 'catalogRollout') return { kind: '目录编制计划', verb: verb === 'plan' ? '下达计划' : verb }
  const other =
    wordsOfAbsence(kind, verb) ??
    wordsOfLists(kind, verb) ??
    wordsOfReports(kind, verb) ??
    wordsOfOfficial(kind, verb)
  if (other) return other
  if (kind !== 'catalog') return null
  if (verb === 'compile') return { kind: '标准目录', verb: versionBeginning.label }
  if (verb === 'supersede') return { kind: '标准目录', verb: '由新版本代替' }
  for (const steps of Object.values(versionWorkflow) as Workflow[string][])
    if (Object.hasOwn(steps, verb)) return { kind: '标准目录', verb: steps[verb]!.label }
  return { kind: '标准目录', verb }
}
