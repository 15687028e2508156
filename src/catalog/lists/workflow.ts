import type { Step, Workflow } from '#kit/workflow.ts'
import type { BusinessRole } from '#people/model.ts'
import { sayer } from '../words.ts'

export const listStates = ['drafted', 'published', 'superseded', 'cancelled'] as const
export type ListState = (typeof listStates)[number]
export const listStateLabels: Record<ListState, string> = {
  drafted: '待公布',
  published: '已公布',
  superseded: '已被新版本代替',
  cancelled: '已作废',
}

const compilers = ['drafter', 'departmentHead', 'opennessOfficer'] as const
const basis = ['焦作/二(一)1'] as const
/** Whoever wrote any of it does not publish it. */
const hands = ['import', 'save'] as const

/** A list is approved elsewhere (机构编制); here a second person looks at it before the public reads it. */
export const listWorkflow = {
  drafted: {
    save: { to: 'drafted', by: compilers, label: '保存', basis, effect: '存为草稿，公众看不到。' },
    publish: {
      to: 'published',
      by: ['publisher', 'opennessOfficer'],
      notBy: hands,
      label: '公布',
      basis,
      effect: '立即在网站公布，原来的版本由它代替，地址不变；标准目录的页面随即指向它。',
      weighty: true,
    },
    cancel: {
      to: 'cancelled',
      by: compilers,
      label: '作废',
      reason: 'required',
      basis,
      effect: '这一版不再办理，内容和理由留在履历里；已公布的版本不受影响。',
    },
  },
  published: {},
  superseded: {},
  cancelled: {},
} as const satisfies Workflow<ListState, BusinessRole>

export const listBeginning = {
  to: 'drafted',
  by: compilers,
  label: '导入清单',
  basis,
  effect: '读出的各条存为待公布的一版，公众看不到；与上一版相同的沿用对照。',
} as const satisfies Step<ListState, BusinessRole>

export const listVerbs = ['save', 'publish', 'cancel'] as const
export type ListVerb = (typeof listVerbs)[number]

export const pairingStates = ['current', 'changed'] as const
export type PairingState = (typeof pairingStates)[number]

const decide = {
  to: 'changed',
  by: compilers,
  label: '记下对照',
  basis,
  effect: '记下谁在哪天认定的；公布对照以后公众才看得到。',
} as const
export const pairingWorkflow = {
  current: { decide },
  changed: {
    decide,
    publish: {
      to: 'current',
      by: ['opennessOfficer', 'publisher'],
      label: '公布对照',
      basis,
      effect: '标准目录的公开页面立即按现在的对照指向权责清单和公共服务事项清单。',
      weighty: true,
    },
  },
} as const satisfies Workflow<PairingState, BusinessRole>

export const pairingBeginning = {
  to: 'current',
  by: compilers,
  label: '开始对照',
  basis,
  effect: '逐项对照标准目录与权责清单、公共服务事项清单。',
} as const satisfies Step<PairingState, BusinessRole>

export const pairingVerbs = ['decide', 'publish'] as const
export type PairingVerb = (typeof pairingVerbs)[number]

/** The words of an event of this part; null for another's. */
export const wordsOfLists = sayer({
  catalogList: {
    noun: '权责清单、公共服务事项清单',
    first: 'import',
    beginning: listBeginning,
    workflow: listWorkflow,
  },
  catalogPairing: {
    noun: '目录与清单对照',
    first: 'start',
    beginning: pairingBeginning,
    workflow: pairingWorkflow,
  },
})
