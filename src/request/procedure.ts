import type { Procedure } from '#kit/procedure.ts'
import { lockCase, moveCase, type Case } from './store/cases.ts'
import { seesRequest } from './visibility.ts'
import { requestWorkflow } from './workflow.ts'

export const requestProcedure: Procedure<Case> = {
  kind: 'request',
  noun: '申请',
  workflow: requestWorkflow,
  lock: lockCase,
  sees: seesRequest,
  move: moveCase,
  instead: (row, verb) => {
    if (row.state === 'submitted' && verb !== 'confirm')
      return '这件申请还没有与申请人双方确认，收到申请之日未定，不能办理下一步。请先联系申请人，办理“登记双方确认”（条例第三十一条）。'
    if (row.state === 'supplementing' && verb === 'propose')
      return '正在等申请人补正，不能答复。收到补正的请办理“登记补正”；补正期限届满仍未补正的，办理“登记期满未补正”后书面告知（条例第三十条）。'
    if (row.state === 'charging' && verb === 'propose')
      return '正在等申请人缴费，不能答复。缴费后请办理“登记缴费”；期满未缴的，办理“登记期满未缴费”后书面告知（国办函〔2020〕109号第六条）。'
    return null
  },
}
