import { attributes } from '#law/attributes.ts'
import { documentKindMeanings, documentKinds } from '#law/documentKinds.ts'
import { groundsForDocuments, strengthNames } from '#law/grounds.ts'
import { columnIds, columns } from '#record/columns.ts'
import { themes } from './model.ts'
import { basisView } from '#law/clauses.ts'

/** What the drafting form offers to choose from, each with what it means and rests on. */
export function optionsView() {
  return {
    kinds: documentKinds.map(value => ({ value, label: value, hint: documentKindMeanings[value] })),
    grounds: groundsForDocuments().map(g => ({
      code: g.code,
      label: g.label,
      strength: strengthNames[g.strength],
      text: g.text,
      hints: g.hints,
      basis: g.clauses.map(basisView),
    })),
    columns: columnIds.map(value => ({
      value,
      label: columns[value].label,
      hint: columns[value].description,
    })),
    attributes: attributes.map(a => ({
      value: a.value,
      label: a.name,
      mark: a.label,
      meaning: a.meaning,
      basis: a.clauses.map(basisView),
    })),
    themes,
  }
}
