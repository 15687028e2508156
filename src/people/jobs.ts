import type { TaskList } from 'graphile-worker'
import type { House } from '../house.ts'
import { sweepSessions } from './store/sessions.ts'

/** Tidies what nobody needs any more; nothing depends on its having run. */
export function peopleJobs(house: Pick<House, 'db' | 'now'>): TaskList {
  return {
    'people:sweep': () => sweepSessions(house.db, house.now()),
  }
}
