import type { TaskList } from 'graphile-worker'
import { dayOf } from '#kit/now.ts'
import { addDays } from '#law/day.ts'
import { treeOf } from '#people/bodies.ts'
import { bodyOf, holdersIn, type Holder } from '#people/directory.ts'
import type { House } from '../house.ts'
import { guidelineOf } from './guideline/guidelines.ts'
import { instrumentFacts, nameOfRow, valueOf } from './instrument/model.ts'
import { toReview } from './instrument/store.ts'
import { guidelineNames } from './model.ts'
import { tell } from './news.ts'
import { standingOn } from './rules/board.ts'
import { lookAtReports } from './reports/links.ts'
import { planNews, reviewNear, reviewNews } from './rules/remind.ts'
import { newestRollouts, tellOnce, versionsOf } from './store.ts'

type Clock = Pick<House, 'db' | 'now'>

const officersOf = (holders: readonly Holder[], bodyId: number) =>
  holders.filter(h => h.bodyId === bodyId && h.role === 'opennessOfficer').map(h => h.staffId)

/**
 * Tells the openness officers of every body that a milestone of its roll-out plan is near or over, each once, and those of the body
 * that gave the plan how many are over (J 二(一)1). A body goes by the plan of the nearest body above that gave one.
 */
export async function remindPlans({ db, now }: Clock): Promise<number> {
  const at = now()
  const today = dayOf(at)
  const plans = new Map((await newestRollouts(db)).map(p => [p.bodyId, p]))
  const bodies = (await treeOf(db, [...plans.keys()])).filter(b => b.active)
  const ids = bodies.map(b => b.id)
  const versions = await versionsOf(db, ids)
  const holders = await holdersIn(db, ids)
  let told = 0
  const over = new Map<number, number>()
  for (const body of bodies) {
    const giver = [body.id, ...[...body.ancestors].reverse()].find(id => plans.has(id))
    const plan = giver === undefined ? undefined : plans.get(giver)
    if (!plan) continue
    for (const field of guidelineNames) {
      const latest = versions.find(v => v.bodyId === body.id && v.field === field && v.state !== 'cancelled')
      const news = planNews(standingOn(latest?.state ?? 'none', plan, today), plan.id)
      if (!news) continue
      if (news.isOver && body.id !== plan.bodyId) over.set(plan.bodyId, (over.get(plan.bodyId) ?? 0) + 1)
      await db.transaction().execute(async trx => {
        if (!(await tellOnce(trx, `catalog/${body.id}/${field}`, news.stage, at))) return
        told++
        const text = `${plan.title}：${guidelineOf(field).field}标准目录${news.words}。`
        const subject = latest?.id ?? plan.id
        const kind = latest ? 'catalog' : 'catalogRollout'
        await tell(trx, officersOf(holders, body.id), { kind, subject, text, at })
      })
    }
  }
  for (const [giver, count] of over)
    await db.transaction().execute(async trx => {
      const plan = plans.get(giver)!
      // Once a week, and whenever the number has changed.
      const week = Math.floor(at.getTime() / (7 * 86_400_000))
      if (!(await tellOnce(trx, `rollout/${plan.id}`, `over/${count}/${week}`, at))) return
      const text = `${plan.title}：下级机关有${count}份目录超期，请在编制进度里查看、督促。`
      await tell(trx, officersOf(holders, giver), { kind: 'catalogRollout', subject: plan.id, text, at })
    })
  return told
}

/** Tells the openness officers of a body that its guide, basic catalog or negative list is to be looked through again (条例第十二条第一款). */
export async function remindReviews({ db, now }: Clock): Promise<number> {
  const at = now()
  const today = dayOf(at)
  const due = await toReview(db, addDays(today, reviewNear))
  const holders = await holdersIn(
    db,
    due.map(i => i.bodyId),
  )
  let told = 0
  for (const row of due) {
    const entries =
      row.kind === 'negative'
        ? row.rows.map(r => ({ name: nameOfRow(row.kind, r), reviewOn: valueOf(r, 'reviewOn') }))
        : []
    for (const news of reviewNews(row.reviewOn!, entries, today))
      await db.transaction().execute(async trx => {
        if (!(await tellOnce(trx, `instrument/${row.id}`, news.stage, at))) return
        told++
        const body = await bodyOf(trx, row.bodyId)
        const text = `${body.name}${instrumentFacts[row.kind].label}${news.words}。`
        await tell(trx, officersOf(holders, row.bodyId), { kind: 'instrument', subject: row.id, text, at })
      })
  }
  return told
}

export const catalogJobs = (house: House): TaskList => ({
  'catalog:remind': async () => {
    await remindPlans(house)
    await remindReviews(house)
  },
  'catalog:links': async () => {
    await lookAtReports(house)
  },
})
