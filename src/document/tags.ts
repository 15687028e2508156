import type { Query } from '#kit/db.ts'
import type { Reason } from '#kit/errors.ts'
import { kindOfTitle } from '#law/documentKinds.ts'
import { groups, type PublicTags, type Thesaurus } from '#tag/model.ts'
import { isUsable, publicTags, termsOf } from '#tag/rules/held.ts'
import { chosenKeys, missingTags, mustBeIndexed, suggestTags } from '#tag/rules/indexing.ts'
import { thesaurusOf } from '#tag/thesaurus.ts'
import { plainText } from './intake/render.ts'
import type { DocumentRow } from './store.ts'
import type { FieldView } from './views.ts'

/** Tags of documents: chosen from the thesaurus that holds in the body, asked for before anything goes out (上海 一(一)). */

const indexed = (row: DocumentRow) => ({
  title: row.title,
  kind: row.kind ?? kindOfTitle(row.title.trim()),
  normative: row.normative,
  attribute: row.attribute,
  imported: row.imported,
})

/** The keys of the tags chosen (those it has where nothing was asked), and everything against them. */
export async function tagsChosen(
  db: Query,
  row: DocumentRow,
  wanted: readonly string[] | undefined,
  today: string,
): Promise<{ keys: string[]; reasons: Reason[] }> {
  const thesaurus = await thesaurusOf(db, row.bodyId)
  if (wanted === undefined) return { keys: [...row.tags], reasons: [] }
  return chosenKeys(thesaurus, wanted, row.tags, today)
}

/** The same, and why the document may not go out with them. */
export async function tagsToGoOut(
  db: Query,
  row: DocumentRow,
  wanted: readonly string[] | undefined,
  today: string,
): Promise<{ keys: string[]; reasons: Reason[] }> {
  const { keys, reasons } = await tagsChosen(db, row, wanted, today)
  if (reasons.length > 0) return { keys, reasons }
  return { keys, reasons: missingTags(await thesaurusOf(db, row.bodyId), indexed(row), keys) }
}

/** What the history keeps of tags that changed. */
export const tagData = (row: DocumentRow, tags: readonly string[]) =>
  row.tags.join() === tags.join() ? {} : { fromTags: [...row.tags], tags: [...tags] }

/** What stands in the way of a document as it is tagged now. */
export const tagReasons = async (db: Query, row: DocumentRow): Promise<Reason[]> =>
  missingTags(await thesaurusOf(db, row.bodyId), indexed(row), row.tags)

/** Names for the public page. */
export const tagsInPublic = async (db: Query, row: DocumentRow): Promise<PublicTags> =>
  row.tags.length === 0 ? { tags: [], audience: [] } : publicTags(await thesaurusOf(db, row.bodyId), row.tags)

/** Nothing to choose from before a body, or one above it, has put a thesaurus in force. */
export async function tagFields(db: Query, row: DocumentRow, today: string): Promise<FieldView[]> {
  const thesaurus = await thesaurusOf(db, row.bodyId)
  const has = termsOf(thesaurus, row.tags)
  const options = optionsOf(thesaurus, today, row.tags)
  if (options.length === 0) return []
  const text = plainText(row.bodyHtml)
  return [
    {
      name: 'tags',
      label: '标签',
      type: 'tags',
      required: mustBeIndexed(thesaurus.rule, indexed(row)),
      hint: '公众按标签查找和订阅；适用对象写明这份文件对谁说。',
      options,
      value: has.map(t => t.key),
      suggestions: suggestTags(thesaurus.terms, { title: row.title, text }, today).map(s => ({
        value: s.key,
        label: s.name,
        hint: s.found.join('、'),
      })),
    },
  ]
}

const optionsOf = (thesaurus: Thesaurus, today: string, had: readonly string[]) =>
  thesaurus.terms
    .filter(t => isUsable(t, today) || (had.includes(t.key) && t.replacedBy === null))
    .map(t => ({ value: t.key, label: t.name, group: groups[t.group].label, words: t.synonyms }))
