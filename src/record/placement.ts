import { columns, type ColumnId } from './columns.ts'
import { kindFacts, type Kind } from './model.ts'

/** 内容混杂、错放: which columns take what. A column that is not named here takes everything. (吉林 一(三)) */

type Placed = {
  readonly kind: Kind
  readonly normative: boolean
  /** History moved in comes as documents whatever it was: without a number of its own it may have been news. */
  readonly imported?: boolean
  readonly documentNumber?: string | null
}

const wasNews = (what: Placed): boolean =>
  what.kind === 'document' && what.imported === true && (what.documentNumber ?? null) === null

/** Kinds that belong into one place: elsewhere they are mixed in. */
const homes: Partial<Record<Kind, readonly ColumnId[]>> = {
  leader: ['organization'],
  organization: ['organization'],
  'annual-report': ['annual'],
  'basic-catalog': ['basic'],
  'negative-list': ['negative'],
}

/** Columns that take certain kinds alone. Documents stand where bureaus published the same as a document before this system. */
const takes: Partial<Record<ColumnId, readonly Kind[]>> = {
  news: ['news'],
  normative: ['document'],
  policy: ['document'],
  annual: ['annual-report', 'document'],
  catalog: ['catalog', 'document', 'notice'],
  basic: ['basic-catalog', 'document'],
  negative: ['negative-list', 'document'],
  organization: ['organization', 'leader', 'power-list', 'service-list', 'document'],
}

const named = (ids: readonly ColumnId[]) => ids.map(id => `“${columns[id].label}”`).join('、')

/**
 * Why something does not belong into a column in which it stands, each with what to do; empty where all is in its place. A column of
 * normative documents takes nothing else, and what is one stands in no other column of policy documents.
 */
export function misplacedIn(what: Placed, ids: readonly ColumnId[]): { column: ColumnId; text: string }[] {
  const { label } = kindFacts[what.kind]
  const home = homes[what.kind]
  return ids.flatMap(column => {
    const here = `“${columns[column].label}”`
    const kinds = takes[column]
    if (home && !home.includes(column))
      return [{ column, text: `${label}应放在${named(home)}栏目，不应放在${here}。请调整栏目。` }]
    if (column === 'news' && wasNews(what)) return []
    if (kinds && !kinds.includes(what.kind))
      return [
        {
          column,
          text: `${here}栏目只放${kinds.map(k => kindFacts[k].label).join('、')}，${label}放错了栏目。请调整栏目。`,
        },
      ]
    if (column === 'normative' && !what.normative)
      return [
        {
          column,
          text: `${here}栏目只放规范性文件，这一件没有定为规范性文件。请改放“${columns.policy.label}”，或者先认定为规范性文件。`,
        },
      ]
    if (column === 'policy' && what.normative)
      return [{ column, text: `规范性文件应放在“${columns.normative.label}”，不应放在${here}。请调整栏目。` }]
    return []
  })
}
