import type { BoardLine } from '../views.ts'

/** Days before a milestone from which its light is yellow. */
const near = 15

export const lightOf = (line: Pick<BoardLine, 'milestone' | 'overdueBy'>): string =>
  line.overdueBy === null ? 'none' : line.overdueBy > 0 ? 'red' : line.overdueBy >= -near ? 'yellow' : 'green'

/** How far the next milestone is, in words; '' where nothing is due. */
export const dueWords = (line: Pick<BoardLine, 'milestone' | 'overdueBy' | 'state' | 'plan'>): string =>
  line.overdueBy === null
    ? line.state === 'published'
      ? '已公布'
      : line.plan
        ? '不计时'
        : '没有计划'
    : line.overdueBy > 0
      ? `超期${line.overdueBy}日`
      : line.overdueBy === 0
        ? '今天到期'
        : `还有${-line.overdueBy}日`
