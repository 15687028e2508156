import { z } from 'zod'
import { actBody, actOf, doneView, keyOf } from '#kit/actRoute.ts'
import type { Actor } from '#kit/actor.ts'
import { Refused } from '#kit/errors.ts'
import { attachmentName, type App } from '#kit/http.ts'
import { dayOf, isoOf } from '#kit/now.ts'
import { daysBetween } from '#law/day.ts'
import type { House } from '../../house.ts'
import { dueOf, performDeposit, receives, sendDeposit } from './actions.ts'
import { bodyAbove, depositDays, depositsOf, documentsFor, readDeposit, sentTo } from './store.ts'
import { depositStateLabels, sending } from './workflow.ts'

const id = z.object({
  id: z.coerce
    .number('编号应为数字。')
    .int('编号应为数字。')
    .positive('编号应为数字。')
    .max(2 ** 53 - 1),
})
const view = z.any()

/** Bodies whose own deposits this person looks after. */
const sends = (actor: Actor): number[] => [
  ...new Set(
    actor.roles
      .filter(r => r.departmentId === null && (sending.by as readonly string[]).includes(r.role))
      .map(r => r.bodyId),
  ),
]

/** What a body has to deposit and has deposited: overdue first. */
export async function depositList(house: Pick<House, 'db' | 'now'>, actor: Actor) {
  const today = dayOf(house.now())
  const own = await Promise.all(
    sends(actor).map(async bodyId => {
      const [documents, days, above] = await Promise.all([
        documentsFor(house.db, bodyId),
        depositDays(house.db, bodyId),
        bodyAbove(house.db, bodyId),
      ])
      const deposits = await depositsOf(
        house.db,
        documents.map(d => d.id),
      )
      return documents.map(d => {
        const deposit = deposits.get(d.id)
        const dueOn = dueOf(d.publishedOn ?? today, days)
        const left = daysBetween(today, dueOn)
        const open = !deposit || deposit.state === 'returned'
        return {
          documentId: d.id,
          title: d.title,
          documentNumber: d.documentNumber,
          publishedOn: d.publishedOn,
          to: deposit?.toName ?? above?.name ?? null,
          dueOn,
          depositId: deposit?.id ?? null,
          stateLabel: deposit ? depositStateLabels[deposit.state] : '未报送',
          receiptNumber: deposit?.receiptNumber ?? null,
          open,
          light: !open ? 'none' : left < 0 ? 'red' : left <= 7 ? 'yellow' : 'green',
          words: !open
            ? ''
            : left < 0
              ? `报送已逾期${-left}天`
              : left === 0
                ? '今天报送截止'
                : `还有${left}天报送截止`,
        }
      })
    }),
  )
  const incoming = await sentTo(house.db, receives(actor))
  return {
    own: own.flat().sort((a, b) => Number(b.open) - Number(a.open) || a.dueOn.localeCompare(b.dueOn)),
    incoming: incoming.map(r => ({
      id: r.id,
      version: r.version,
      body: r.body,
      title: r.title,
      documentNumber: r.documentNumber,
      sentAt: isoOf(r.sentAt),
      late: dayOf(r.sentAt) > r.dueOn,
      state: r.state,
      stateLabel: depositStateLabels[r.state],
      receiptNumber: r.receiptNumber,
      packageHash: r.packageHash,
    })),
  }
}

/** /api/archive/deposits…: normative documents deposited upward (F65). */
export function depositRoutes(house: House): (app: App) => Promise<void> {
  return async app => {
    app.get('/api/archive/deposits', { schema: { response: { 200: view } } }, async request =>
      depositList(house, request.actor),
    )
    app.post(
      '/api/archive/deposits',
      { schema: { body: z.unknown(), response: { 200: doneView } } },
      async request => sendDeposit(house, request.actor, request.body, keyOf(request.headers)),
    )
    app.get('/api/archive/deposits/:id/package', { schema: { params: id } }, async (request, reply) => {
      const row = await readDeposit(house.db, request.params.id)
      const may =
        row &&
        (sends(request.actor).includes(row.bodyId) ||
          (row.toBodyId !== null && receives(request.actor).includes(row.toBodyId)))
      if (!row || !may) throw new Refused('not-found', '没有找到这件备案，或您没有查看它的权限。')
      if (row.isEmptied)
        throw new Refused('not-now', '这件文件因涉密或个人隐私已撤回，备案包已清除，不再提供下载。')
      return reply
        .type('application/zip')
        .header('content-length', row.packageSize)
        .header('content-disposition', attachmentName(`规范性文件备案-${row.id}.zip`))
        .send(house.files.read(row.packageHash))
    })
    app.post(
      '/api/archive/deposits/:id/:verb',
      {
        schema: {
          params: id.extend({ verb: z.enum(['receive', 'giveBack'], '没有这个操作。') }),
          body: actBody,
          response: { 200: doneView },
        },
      },
      async request => performDeposit(house, actOf(request)),
    )
  }
}
