import { daysBetween } from '#law/day.ts'
import type { BoardStanding } from './board.ts'

/** Days before a milestone of a plan on which those who compile are told. */
export const planNear = 7
/** Days before a yearly review on which the openness officers are told. */
export const reviewNear = 30

/** near: told once before the day · over: once after it. Null: nothing to tell yet. */
export type Stage = 'near' | 'over'

/** `left` days until the day, below zero past it. */
export const stageOf = (left: number, near: number): Stage | null =>
  left < 0 ? 'over' : left <= near ? 'near' : null

/** What a body is told of the next milestone of its plan, and under which mark it is told once. */
export function planNews(
  standing: BoardStanding,
  planId: number,
): { readonly stage: string; readonly isOver: boolean; readonly words: string } | null {
  const { milestone, overdueBy } = standing
  if (milestone === null || overdueBy === null) return null
  const stage = stageOf(-overdueBy, planNear)
  if (stage === null) return null
  const words =
    stage === 'over'
      ? `“${milestone.label}”应于${milestone.on}办结，已超期${overdueBy}日`
      : `“${milestone.label}”应于${milestone.on}办结，${overdueBy === 0 ? '今天到期' : `还有${-overdueBy}日`}`
  return { stage: `plan/${planId}/${milestone.on}/${stage}`, isOver: stage === 'over', words }
}

/** The same of a yearly review: of the whole (its day), and of entries whose own day has come. */
export function reviewNews(
  reviewOn: string,
  entries: readonly { readonly name: string; readonly reviewOn: string }[],
  today: string,
): { readonly stage: string; readonly words: string }[] {
  const said = (what: string, mark: string, on: string) => {
    const left = daysBetween(today, on)
    const stage = stageOf(left, reviewNear)
    return stage === null
      ? []
      : [
          {
            stage: `${mark}/${on}/${stage}`,
            words:
              stage === 'over'
                ? `${what}应于${on}以前复核，已超期${-left}日，请复核后更新或者确认继续有效`
                : `${what}应于${on}以前复核，请复核后更新或者确认继续有效`,
          },
        ]
  }
  return [
    ...said('', 'review', reviewOn),
    ...entries.flatMap(e => said(`条目“${e.name}”`, `entry/${e.name}`, e.reviewOn)),
  ]
}
