import type { Workflow } from '#kit/workflow.ts'
import type { RequestRole } from '../workflow.ts'

export type CaseFileState = 'kept' | 'removed'

const handlers = ['opennessOfficer'] as const satisfies readonly RequestRole[]

/** A file of a case: what is to be given out is checked and masked; removed, its line stays with who and why. */
export const fileWorkflow = {
  kept: {
    check: {
      to: 'kept',
      by: handlers,
      label: '检查拟公开的文件',
      basis: ['条例/37'],
      effect: '逐处检查文字层、属性、文件名、修订、隐藏内容里有没有个人信息和已经遮盖的内容。',
    },
    mask: {
      to: 'kept',
      by: handlers,
      label: '遮盖个人信息',
      basis: ['条例/37', '条例/15'],
      effect: '另写一个新文件，个人信息全部换成遮盖后的形式并重新核对；原件留在证据里，不公开。',
    },
    remove: {
      to: 'removed',
      by: ['opennessOfficer'],
      label: '删除文件',
      reason: 'required',
      basis: ['条例/45'],
      effect: '内容删除，名称、上传人和删除的理由留在案卷里。',
      weighty: true,
    },
  },
  removed: {},
} as const satisfies Workflow<CaseFileState, RequestRole>
