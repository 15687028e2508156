import type { Context, Deed } from '#kit/act.ts'
import type { Trx } from '#kit/db.ts'
import { dayOf } from '#kit/now.ts'
import type { Subject } from '#kit/procedure.ts'
import type { Step, Workflow } from '#kit/workflow.ts'
import { treeOf } from '#people/bodies.ts'
import { bodyOf, holdersIn, notify, standInsFor } from '#people/directory.ts'

/** How the steps of a procedure are told to those they concern. */
export type News<R extends Subject> = {
  readonly kind: string
  readonly workflow: Workflow
  titleOf(row: R): string
  /** What the bodies right below are told when it is published; absent: nothing. */
  readonly below?: string
}

/** Verbs that nobody waits for: writing and giving up are the compilers' own. */
const idle = ['save', 'cancel', 'confirm', 'withdraw']

const waitedFor = (workflow: Workflow, state: string): ReadonlySet<string> =>
  new Set(
    Object.entries<Step>(workflow[state] ?? {})
      .filter(([verb]) => !idle.includes(verb))
      .flatMap(([, step]) => step.by),
  )

/** Leaves notices for people and those who stand in for them. */
export async function tell(
  trx: Trx,
  ids: readonly number[],
  notice: { kind: string; subject: number; text: string; at: Date },
): Promise<void> {
  const wanted = [...new Set(ids)]
  await notify(trx, [...wanted, ...(await standInsFor(trx, wanted, dayOf(notice.at)))], notice)
}

/**
 * A step that is told: to the openness officers of the body, to whoever may take the next step, to who compiled it, never to who did
 * it himself; when it is published also to the openness officers right below.
 */
export function told<R extends Subject, F, M>(deed: Deed<R, F, M>, news: News<R>): Deed<R, F, M> {
  return {
    ...deed,
    async apply(c) {
      const applied = await deed.apply?.(c)
      await tellStep(c, news)
      return applied
    },
  }
}

async function tellStep<R extends Subject, F>(c: Context<R, F>, news: News<R>): Promise<void> {
  const { trx, row, actor, at, to } = c
  if (to === row.state) return
  const next = waitedFor(news.workflow, to)
  const holders = await holdersIn(trx, [row.bodyId])
  const inPlace = (h: { departmentId: number | null }) =>
    h.departmentId === null || h.departmentId === row.departmentId
  const own = holders.filter(h => h.role === 'opennessOfficer' || (next.has(h.role) && inPlace(h)))
  const step = Object.values(news.workflow[row.state] ?? {}).find(s => s.to === to && s.label)
  const title = news.titleOf(row)
  const waits = next.size > 0 && !['revising', 'compiling'].includes(to)
  const text =
    to === 'revising'
      ? `${title}被退回修改：${c.reason ?? ''}`
      : `${title}：${actor.name}已办理“${step?.label ?? ''}”${waits ? '，等待下一步办理' : ''}。`
  const ids = [row.drafterId, ...own.map(h => h.staffId)].filter(id => id !== actor.staffId)
  await tell(trx, ids, { kind: news.kind, subject: row.id, text, at })
  if (to !== 'published' || !news.below) return
  const below = (await treeOf(trx, [row.bodyId])).filter(b => b.active && b.depth === 1)
  const officers = (
    await holdersIn(
      trx,
      below.map(b => b.id),
    )
  ).filter(h => h.role === 'opennessOfficer')
  const body = await bodyOf(trx, row.bodyId)
  await tell(
    trx,
    officers.map(h => h.staffId),
    { kind: 'catalogAbove', subject: row.id, text: `${news.below}${body.name}${title}。`, at },
  )
}
