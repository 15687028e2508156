import type { PastEvent } from '#kit/events.ts'
import { dayOf, isoOf, minuteOf } from '#kit/now.ts'
import type { DocumentRow } from '../store.ts'
import { clauseOrNull } from '../variants/basis.ts'
import type { ClockView, EmergencyView } from '../views.ts'
import { emergencyStates } from '../workflow.ts'
import { hoursFor } from './deeds.ts'
import { emergencyKinds } from './model.ts'

export const emergencyView = (
  { emergency }: Pick<DocumentRow, 'emergency'>,
  names: ReadonlyMap<number, string>,
): EmergencyView | null =>
  emergency && {
    kind: emergencyKinds[emergency.kind],
    event: emergency.event,
    consentBy: names.get(emergency.consentBy) ?? '',
    at: isoOf(emergency.at),
    due: isoOf(emergency.due),
  }

function hoursWords(milliseconds: number): string {
  const minutes = Math.ceil(Math.abs(milliseconds) / 60_000)
  if (minutes < 60) return `${minutes}分钟`
  return `${Math.floor(minutes / 60)}小时${minutes % 60 ? `${minutes % 60}分` : ''}`
}

/** The hours within which the reviews of what was published at once have to follow; runs through nights and holidays. */
export function ratifyClock(
  document: Pick<DocumentRow, 'emergency' | 'state' | 'rules'>,
  past: readonly PastEvent[],
  now: Date,
): ClockView[] {
  const { emergency } = document
  if (!emergency) return []
  const settled = past.find(e => e.verb === 'ratify' || e.verb === 'refuseAfter' || e.verb === 'withdraw')
  const open = emergencyStates.includes(document.state)
  const left = emergency.due.getTime() - (settled?.at ?? now).getTime()
  const own = document.rules?.differences.find(d => d.kind === 'hours')
  const state = open ? (left < 0 ? 'overdue' : 'running') : left < 0 ? 'late' : 'met'
  return [
    {
      id: 'emergency',
      name: `先行发布后补办审签（${hoursFor(document)}小时，${own ? `按“${document.rules!.name}”` : '本系统默认，法律未定小时数'}；${minuteOf(emergency.due)}到期）`,
      basis: clauseOrNull(own?.basis ?? '突发事件应对法/7(1)'),
      startedOn: dayOf(emergency.at),
      dueOn: dayOf(emergency.due),
      state,
      light: left < 0 ? 'red' : !open ? 'none' : left < 6 * 3600_000 ? 'yellow' : 'green',
      words:
        state === 'running'
          ? `剩${hoursWords(left)}`
          : state === 'overdue'
            ? `超期${hoursWords(left)}`
            : state === 'late'
              ? `超期${hoursWords(left)}办结`
              : '按期办结',
      left: Math.floor(left / 3600_000),
      provisional: false,
      account: [],
    },
  ]
}
