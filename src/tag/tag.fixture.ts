import { expect } from 'vitest'
import type { Actor } from '#kit/actor.ts'
import type { Bureau } from '../../test/setup/bureau.ts'
import type { TestHouse } from '../../test/setup/house.ts'
import { beginThesaurus, performThesaurus } from './actions.ts'
import { makeTerm, type Group, type IndexingRule, type SaveForm, type Term } from './model.ts'
import { activeThesaurus, readThesaurus } from './store.ts'

/** For tests only: terms, and a thesaurus put in force by the two people it needs. */

export const term = makeTerm
export const audience: { readonly group: Group } = { group: 'audience' }

export const rule = (more: Partial<IndexingRule> = {}): IndexingRule => ({
  normative: true,
  kinds: [],
  groups: [],
  ...more,
})

/** A body below another. */
export async function putBelow(t: TestHouse, below: number, above: readonly number[]): Promise<void> {
  for (const table of ['body', 'record.body'] as const)
    await t.db
      .updateTable(table)
      .set({ parent_id: above.at(-1)!, ancestors: [...above] })
      .where('id', '=', below)
      .execute()
}

/** A draft with these terms, ready to be sent. */
export async function drafted(t: TestHouse, actor: Actor, form: SaveForm): Promise<number> {
  const { subject } = await beginThesaurus(t.house, actor, { body: actor.bodyId })
  await performThesaurus(t.house, { subject, verb: 'save', actor, form })
  return subject
}

export async function propose(t: TestHouse, who: Bureau['actors'], form: SaveForm): Promise<number> {
  const subject = await drafted(t, who.opennessOfficer, form)
  await performThesaurus(t.house, {
    ...{ subject, verb: 'propose', actor: who.opennessOfficer },
    reason: '按工作需要',
  })
  return subject
}

/** In force, by the openness officer and the leader. */
export async function putInForce(t: TestHouse, who: Bureau['actors'], form: SaveForm): Promise<number> {
  const subject = await propose(t, who, form)
  await performThesaurus(t.house, { subject, verb: 'approve', actor: who.leader })
  expect((await readThesaurus(t.db, subject))!.state).toBe('active')
  return subject
}

/** The version in force with some of its terms otherwise. */
export async function changed(
  t: TestHouse,
  bodyId: number,
  change: (term: Term) => Partial<Term>,
): Promise<SaveForm> {
  const standing = (await activeThesaurus(t.db, bodyId))!
  return { terms: standing.terms.map(one => ({ ...one, ...change(one) })), rule: standing.rule }
}
