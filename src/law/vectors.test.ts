import { describe, expect, test } from 'vitest'
import { buildCalendar } from './calendar.ts'
import { yearOf } from './day.ts'
import { answerDue } from './due.ts'
import vectors from './vectors.json' with { type: 'json' }

type Vector = {
  id: string
  what: string
  clock: string
  from: string
  due: string
  length?: number
  extend?: string
  pauses?: string[]
  restarts?: string[]
  days?: string
  paused?: number
  raw?: string
  advise?: string
}

const calendar = buildCalendar()
const list: Vector[] = vectors.vectors

function answerOf(question: Parameters<typeof answerDue>[0]) {
  const result = answerDue(question, calendar)
  if ('faults' in result) throw new Error(result.faults.join('\n'))
  return result.answer
}

describe('算例', () => {
  test.each(list)('$id：$what，自$from起，到期日为$due', vector => {
    const { clock, from, extend, pauses, restarts } = vector
    const answer = answerOf({ clock, from, extend, pauses, restarts, explain: true })
    expect(answer.due).toBe(vector.due)
    expect(answer.rolledFrom).toBe(vector.raw ?? null)
    expect(answer.provisional).toBe(false)
    if (vector.length !== undefined) expect(answer.length).toBe(vector.length)
    if (vector.paused !== undefined) expect(answer.paused).toBe(vector.paused)
    if (vector.advise !== undefined) expect(answer.adviseOn).toBe(vector.advise)
    if (vector.days !== undefined) {
      const counted = answer.account?.filter(line => line.counted !== null).map(line => line.day.slice(5))
      expect(counted).toEqual(vector.days.split(' '))
    }
  })

  test.each(list.filter(vector => vector.length !== undefined))(
    '$id：不用时限编号、直接给工作日数，结果相同',
    vector => {
      expect(answerOf({ workingDays: String(vector.length), from: vector.from }).due).toBe(vector.due)
    },
  )

  test('算例覆盖2024年至2026年的春节、国庆和补班周末', () => {
    expect(new Set(list.map(vector => yearOf(vector.from)))).toEqual(new Set([2024, 2025, 2026]))
    expect(list.filter(vector => vector.id.startsWith('V'))).toHaveLength(20)
  })
})
