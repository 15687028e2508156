import type { Step, Workflow } from '#kit/workflow.ts'
import type { BusinessRole } from '#people/model.ts'
import { sayer } from '../words.ts'

export const systemStates = ['proposed', 'active', 'revoked'] as const
export type SystemState = (typeof systemStates)[number]
export const systemStateLabels: Record<SystemState, string> = {
  proposed: '待批准',
  active: '已开通',
  revoked: '已停用',
}

const basis = ['焦作/二(一)2'] as const

/** What a system tells stands before the public at once: one person registers it, the leader lets it in. */
export const systemWorkflow = {
  proposed: {
    approve: {
      to: 'active',
      by: ['leader'],
      notBy: ['register'],
      label: '批准开通',
      basis,
      effect: '这个系统可以报送名单里的事项；口令另由公开审查员生成一次。',
      weighty: true,
    },
    revoke: {
      to: 'revoked',
      by: ['opennessOfficer', 'leader'],
      label: '不予开通',
      reason: 'required',
      basis,
      effect: '登记作废，理由留在履历里。',
    },
  },
  active: {
    issue: {
      to: 'active',
      by: ['opennessOfficer'],
      label: '生成口令',
      basis,
      effect: '生成新的口令，只显示这一次，系统里只留它的散列值；原来的口令随即失效。',
      weighty: true,
    },
    revoke: {
      to: 'revoked',
      by: ['opennessOfficer', 'leader'],
      label: '停用',
      reason: 'required',
      basis,
      effect: '口令随即失效，不能再报送；已经报送的不受影响。',
      weighty: true,
    },
  },
  revoked: {},
} as const satisfies Workflow<SystemState, BusinessRole>

export const systemBeginning = {
  to: 'proposed',
  by: ['opennessOfficer'],
  label: '登记业务系统',
  basis,
  effect: '写明系统、负责人、公开网址和可以报送的事项，由签发领导批准后开通。',
} as const satisfies Step<SystemState, BusinessRole>

export const systemVerbs = ['approve', 'issue', 'revoke'] as const
export type SystemVerb = (typeof systemVerbs)[number]

export const reportStates = ['reported', 'withdrawn'] as const
export type ReportState = (typeof reportStates)[number]

export const reportWorkflow = {
  reported: {
    withdraw: {
      to: 'withdrawn',
      by: ['opennessOfficer'],
      label: '撤下报送',
      reason: 'required',
      basis,
      effect: '这一件不再算作公开情况的依据，公众页面上随即撤下；业务系统上的原件由业务系统处理。',
    },
    takeBack: {
      to: 'withdrawn',
      by: ['system'],
      label: '业务系统撤回报送',
      reason: 'required',
      basis,
      effect: '报送的系统自己撤回：不再算作公开情况的依据，公众页面上随即撤下，经办人和理由留在履历里。',
    },
    lose: {
      to: 'reported',
      by: ['machine'],
      label: '网址打不开，不再计入',
      reason: 'required',
      basis: ['吉林/一(三)'],
      effect: '原文的网址打不开了：不再算作公开情况的依据，公众页面写明原因；重新打得开的，随即恢复。',
    },
    find: {
      to: 'reported',
      by: ['machine'],
      label: '网址又打得开，重新计入',
      basis: ['吉林/一(三)'],
      effect: '原文的网址又打得开了：重新算作公开情况的依据。',
    },
  },
  withdrawn: {},
} as const satisfies Workflow<ReportState, BusinessRole | ReportProgram>

/** Steps that nobody of the staff takes: the system that reported, and the house that looks at addresses by the clock. */
export const reportPrograms = ['system', 'machine'] as const
export type ReportProgram = (typeof reportPrograms)[number]

/** A system acts, nobody of the staff: the table names no role. */
export const reportBeginning = {
  to: 'reported',
  by: [],
  label: '业务系统报送',
  basis,
  effect: '立即列入事项的公开情况，写明由哪个系统报送。',
} as const satisfies Step<ReportState, BusinessRole>

/** The words of an event of this part; null for another's. */
export const wordsOfReports = sayer({
  catalogSystem: {
    noun: '业务系统',
    first: 'register',
    beginning: systemBeginning,
    workflow: systemWorkflow,
  },
  catalogReport: {
    noun: '业务系统报送',
    first: 'report',
    beginning: reportBeginning,
    workflow: reportWorkflow,
  },
})
