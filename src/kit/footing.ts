import { AsyncLocalStorage } from 'node:async_hooks'
import type { KyselyPlugin } from 'kysely'

/**
 * What an answer was made from, written down while it is made: every table that a query names (`record.body`), or, where the query
 * says it more closely, marks of rows (`at /x/content/…`, `body 3`). An answer stays good until one of them is told to have changed.
 */
export type Footing = ReadonlySet<string>

/** Rests on everything: any change counts. */
export const anything = '*'

const gathering = new AsyncLocalStorage<Set<string> | null>()

/** Whether a change concerns what rests on a footing. */
export function meets(footing: Footing, change: Footing): boolean {
  if (footing.has(anything)) return true
  const [few, many] = footing.size < change.size ? [footing, change] : [change, footing]
  for (const mark of few) if (many.has(mark)) return true
  return false
}

export type Gathered<T> = { readonly value: T; readonly footing: Footing }

/** Does a piece of work and answers what its result rests on. */
export async function gather<T>(work: () => Promise<T>): Promise<Gathered<T>> {
  const footing = new Set<string>()
  const value = await gathering.run(footing, work)
  return { value, footing }
}

/** Says that what is being made here rests on these marks; nothing where nothing is gathered. */
export function restOn(marks: Iterable<string>): void {
  const footing = gathering.getStore()
  if (footing) for (const mark of marks) footing.add(mark)
}

/** A piece of work whose result rests on these marks and no others, whatever its queries name: a promise that a test must hold to. */
export function resting<T>(marks: Iterable<string>, work: () => Promise<T>): Promise<T> {
  restOn(marks)
  return gathering.run(null, work)
}

/** Tables of the record that tell by their names when they change (migrations/0044_touch.sql); of any other, every change counts. */
export const telling: ReadonlySet<string> = new Set(
  (
    'alert body catalog catalog_absence catalog_list catalog_pair catalog_report change content copy current file_text ' +
    'instrument mistake old_address posting publication sealed service signing_key synonym tag_name tally thesaurus vocabulary ' +
    'vocabulary_mark'
  )
    .split(' ')
    .map(name => `record.${name}`),
)
const markOf = (schema: string, name: string) =>
  telling.has(`${schema}.${name}`) ? `${schema}.${name}` : anything

const named = /\b(record|office|intake)"?\s*\.\s*"?([a-z_]+)"?\s*(\()?/g
const utility = /^\s*(set|begin|commit|rollback|savepoint|release)\b/i

type Node = { readonly kind?: unknown; readonly [member: string]: unknown }

/** The tables a query names. Functions of ours hide what they read, and so does a query that names nothing. */
export function tablesOf(query: object): Set<string> {
  const found = new Set<string>()
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) return node.forEach(visit)
    if (node === null || typeof node !== 'object') return
    const { kind } = node as Node
    // What a query is given is no part of what it says.
    if (kind === 'ValueNode' || kind === 'PrimitiveValueListNode') return
    if (kind === 'SchemableIdentifierNode') {
      const { schema, identifier } = node as {
        schema?: { name: string }
        identifier: { name: string }
      } & Node
      if (schema) found.add(markOf(schema.name, identifier.name))
      return
    }
    if (kind === 'RawNode')
      for (const [, schema, name, call] of (
        node as unknown as { sqlFragments: readonly string[] }
      ).sqlFragments
        .join(' ? ')
        .matchAll(named))
        found.add(call === undefined ? markOf(schema!, name!) : anything)
    for (const part of Object.values(node)) if (typeof part === 'object') visit(part)
  }
  visit(query)
  const fragments = (query as { sqlFragments?: readonly string[] }).sqlFragments
  if (found.size === 0 && !utility.test(fragments?.[0] ?? '')) found.add(anything)
  return found
}

/** Notes the tables of every query that is asked where something is gathered. */
export const footingPlugin: KyselyPlugin = {
  transformQuery({ node }) {
    if (gathering.getStore()) restOn(tablesOf(node))
    return node
  },
  async transformResult({ result }) {
    return result
  },
}
