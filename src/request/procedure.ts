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
}
