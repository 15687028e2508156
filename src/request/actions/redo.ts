import { z } from 'zod'
import { changeRemedy, redoOf } from '../store/remedies.ts'
import { reopenCase } from '../store/cases.ts'
import { deedOf, type RequestHouse } from './deed.ts'

/** 重新办理: what a decision or a judgement wants answered anew (复议法第六十四条、第七十七条，行诉法第七十条). */
export const redo = (house: RequestHouse) =>
  deedOf(house, {
    form: z.object({}),
    async against({ trx, row }) {
      if (row.repliedOn === null)
        return [{ text: '这件没有答复过就办结了，不能重新办理。申请人可以重新申请。', basis: '条例/33(1)' }]
      return (await redoOf(trx, row.id)) === null
        ? [
            {
              text: '没有登记要求本件重新答复的复议决定、判决。请先在“复议、诉讼”里登记结果：结果纠正，要求重新答复。',
              basis: '复议法/77(1)',
            },
          ]
        : []
    },
    async facts({ trx, row }) {
      const remedy = (await redoOf(trx, row.id))!
      return [
        {
          kind: 'redo',
          on: remedy.toldOn!,
          data: {
            remedy: remedy.id,
            block: remedy.block,
            number: remedy.number,
            authority: remedy.authority,
            for: remedy.redoFor,
            decidedOn: remedy.decidedOn,
            until: remedy.redoBy,
          },
        },
      ]
    },
    async write({ trx, row, at }) {
      const remedy = (await redoOf(trx, row.id))!
      await changeRemedy(trx, remedy.id, { redoneAt: at })
      await reopenCase(trx, row.id)
      return {
        remedy: remedy.id,
        outcome: row.outcome,
        repliedOn: row.repliedOn,
        replyNumber: row.replyNumber,
      }
    },
  })
