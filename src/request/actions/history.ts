import { Refused } from '#kit/errors.ts'
import { appendEvents } from '#kit/events.ts'
import type { PastCase } from '../history.ts'
import { insertPast, numbersTaken } from '../store/history.ts'
import type { RequestHouse } from './deed.ts'

/**
 * Takes an older register into the body, all of it or nothing, labelled as imported: every case with an event in the history.
 * It is not begun by a person of the console; `by` names who ran it. Throws Refused for numbers that are there already.
 */
export async function importHistory(
  house: Pick<RequestHouse, 'db' | 'now'>,
  bodyId: number,
  cases: readonly PastCase[],
  source: string,
  by: string,
): Promise<number> {
  return house.db.transaction().execute(async trx => {
    const at = house.now()
    const numbers = cases.flatMap(c => (c.number === null ? [] : [c.number]))
    const taken = await numbersTaken(trx, bodyId, numbers)
    if (taken.length > 0)
      throw new Refused(
        'invalid',
        `这些登记编号已经在登记簿里，没有重复导入：${taken.slice(0, 10).join('、')}${taken.length > 10 ? '等' : ''}。`,
      )
    for (let from = 0; from < cases.length; from += 500) {
      const part = cases.slice(from, from + 500)
      const ids = await insertPast(trx, bodyId, part, source, at)
      await appendEvents(
        trx,
        bodyId,
        part.map((c, i) => ({
          kind: 'request',
          subject: ids[i]!,
          verb: 'import',
          from: null,
          to: c.endedOn === null ? 'handling' : 'closed',
          at,
          actor: null,
          actorName: by,
          role: null,
          data: {
            number: c.number,
            receivedOn: c.receivedOn,
            endedOn: c.endedOn,
            outcome: c.outcome,
            reportRow: c.reportRow,
            applicantKind: c.applicantKind,
            source,
          },
        })),
      )
    }
    return cases.length
  })
}
