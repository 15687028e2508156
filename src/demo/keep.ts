import type { TaskList } from 'graphile-worker'
import { passwordFits } from '#people/passwords.ts'
import type { House } from '../house.ts'
import { demoBodies, demoStaff } from './bodies.ts'
import { demoPassword } from './people.ts'

/**
 * A demonstration is left running for months; its printed password must not run into the 90 days after which a password
 * has to be changed. Accounts whose password is still the printed one are dated anew, all others are left alone.
 */
export async function keepDemoPasswords(house: Pick<House, 'db' | 'now'>): Promise<number> {
  const accounts = demoBodies.flatMap(b => demoStaff.map(s => `${b.slug}-${s.key}`))
  const hashes = await house.db
    .selectFrom('staff')
    .select('password_hash')
    .distinct()
    .where('account', 'in', accounts)
    .where('must_change', '=', false)
    .execute()
  let kept = 0
  for (const { password_hash } of hashes) {
    if (!(await passwordFits(password_hash, demoPassword))) continue
    const done = await house.db
      .updateTable('staff')
      .set({ password_set_at: house.now() })
      .where('account', 'in', accounts)
      .where('password_hash', '=', password_hash)
      .executeTakeFirst()
    kept += Number(done.numUpdatedRows)
  }
  return kept
}

/** Nightly; does nothing where no demonstration was loaded. */
export function demoJobs(house: Pick<House, 'db' | 'now'>): TaskList {
  return {
    'demo:keep': async () => {
      const loaded = await house.db
        .selectFrom('setting')
        .select('name')
        .where('name', '=', 'demo.loaded')
        .executeTakeFirst()
      if (loaded) await keepDemoPasswords(house)
    },
  }
}
