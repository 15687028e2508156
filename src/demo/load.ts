import type { House } from '../house.ts'
import { demoStaff } from './bodies.ts'
import { loadCatalogs } from './catalogs.ts'
import { loadColumns } from './columns.ts'
import { loadDocuments } from './documents.ts'
import { keepDemoPasswords } from './keep.ts'
import { loadOffice } from './office.ts'
import { demoPassword, loadBodies } from './people.ts'
import { loadTags } from './tags.ts'
import { loadVariants } from './variants.ts'
import { loadPostings } from './postings.ts'
import { loadRequests } from './requests.ts'

const mark = 'demo.loaded'

/**
 * Loads the demonstration once, through the same acts a user's clicks go through. Killed in the middle, the next start
 * goes on where it stopped: every step carries its idempotency key.
 */
export async function loadDemo(house: House, root: string, log: (line: string) => void): Promise<void> {
  const loaded = await house.db
    .selectFrom('setting')
    .select('name')
    .where('name', '=', mark)
    .executeTakeFirst()
  if (loaded) {
    await keepDemoPasswords(house)
    return
  }
  const strangers = await house.db
    .selectFrom('body')
    .select('id')
    .where('slug', '=', 'mem')
    .executeTakeFirst()
  const any = await house.db.selectFrom('body').select('id').executeTakeFirst()
  if (any && !strangers) return
  await loadBodies(house, log)
  await loadDocuments(house, root, log)
  // After the documents: those go by the national procedure.
  await loadVariants(house)
  await loadTags(house)
  await loadPostings(house)
  await loadRequests(house)
  await loadCatalogs(house)
  await loadColumns(house)
  await loadOffice(house)
  await house.db
    .insertInto('setting')
    .values({ name: mark, value: JSON.stringify(true), changed_at: house.now() })
    .onConflict(c => c.doNothing())
    .execute()
}

const shown = [
  'drafter',
  'head',
  'openness',
  'openness-head',
  'secrecy',
  'legal',
  'leader',
  'publisher',
  'sysadmin',
  'secadmin',
  'secadmin2',
  'audit',
]

/** Lines for the terminal: the demonstration's accounts and their password. */
export function demoAccounts(): string[] {
  const rows = demoStaff
    .filter(s => shown.includes(s.key))
    .map(s => `    jiaozuo-${s.key.padEnd(15)}${s.name}`)
  return [
    `  演示账号（焦作市应急管理局；其他单位把 jiaozuo 换成 mem、henan、ruili、shanghai、jilin 等）`,
    ...rows,
    `  口令都是    ${demoPassword}`,
  ]
}
