import type { PastSource } from '#kit/worklist/past.ts'
import type { Db } from '#kit/db.ts'
import { pastLinesOf } from '#people/pastLines.ts'
import { channelLabels } from './model.ts'
import { labelOfRequestVerb } from './verbLabels.ts'
import { readCases } from './store/cases.ts'
import { seesRequest } from './visibility.ts'
import { holdersOf } from './work.ts'
import { requestStateLabels, requestWorkflow } from './workflow.ts'

/** Requests that a person registered or worked on. */
export function requestPast({ db }: { readonly db: Db }): PastSource {
  return {
    kind: 'request',
    label: '依申请公开',
    workflow: requestWorkflow,
    labelOf: labelOfRequestVerb,
    async lines(actor, ids) {
      const rows = (await readCases(db, ids)).filter(row => seesRequest(row, actor))
      return pastLinesOf(db, rows, (row, holders) => ({
        title: row.subject || '（未写内容）',
        facts: [row.number ?? '未编号', channelLabels[row.channel]],
        step: requestStateLabels[row.state],
        turn: holdersOf(row, holders),
        address: `/requests/${row.id}`,
      }))
    },
  }
}
