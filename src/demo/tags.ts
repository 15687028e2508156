import { perform } from '#document/actions/perform.ts'
import { plainText } from '#document/intake/render.ts'
import { readDocument } from '#document/store.ts'
import { dayOf } from '#kit/now.ts'
import { beginThesaurus, performThesaurus } from '#tag/actions.ts'
import { suggestTags } from '#tag/rules/indexing.ts'
import { activeThesaurus } from '#tag/store.ts'
import { thesaurusOf } from '#tag/thesaurus.ts'
import { demoActor } from './documents.ts'
import type { House } from '../house.ts'

/** 上海 asks for a thesaurus, 焦作 has bodies below it that use its own. */
const bodies = ['shanghai', 'jiaozuo']

/** The proposal that comes with the program, put in force by two people, and what stands published tagged by it. */
export async function loadTags(house: House): Promise<void> {
  for (const slug of bodies) {
    const writes = await demoActor(house, slug, 'openness')
    const { bodyId } = writes
    if (await activeThesaurus(house.db, bodyId)) continue
    const key = `demo-tags-${slug}`
    const { subject } = await beginThesaurus(house, writes, { body: bodyId, from: 'starter' }, key)
    await performThesaurus(house, {
      ...{ subject, verb: 'propose', actor: writes, key: `${key}-propose` },
      reason: '演示：按建议稿先行使用。',
    })
    const approves = await demoActor(house, slug, 'leader')
    await performThesaurus(house, { subject, verb: 'approve', actor: approves, key: `${key}-approve` })
    await tagPublished(house, slug, bodyId)
  }
}

/** Published documents get the tags that their own words suggest. */
async function tagPublished(house: House, slug: string, bodyId: number): Promise<void> {
  const { db } = house
  const actor = await demoActor(house, slug, 'publisher')
  const thesaurus = await thesaurusOf(db, bodyId)
  const rows = await db
    .selectFrom('document')
    .select('id')
    .where('body_id', '=', bodyId)
    .where('state', '=', 'published')
    .orderBy('id')
    .execute()
  for (const { id } of rows) {
    const document = (await readDocument(db, id))!
    const text = plainText(document.bodyHtml)
    const found = suggestTags(thesaurus.terms, { title: document.title, text }, dayOf(house.now()))
    const tags = found.slice(0, 5).map(s => s.key)
    if (tags.length === 0) continue
    await perform(house, {
      subject: id,
      verb: 'classify',
      actor,
      form: { tags },
      key: `demo-tag-${slug}-${id}`,
    })
  }
}
