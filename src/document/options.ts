import { attributes } from '#law/attributes.ts'
import { documentKindMeanings, documentKinds } from '#law/documentKinds.ts'
import { groundsForDocuments, strengthNames } from '#law/grounds.ts'
import { columnIds, columns } from '#record/columns.ts'
import { basisView } from './present.ts'

/** 主题分类 of an emergency-management body, in the wording of 吉林's metadata box where it has one. */
const themes = [
  '安全与应急管理',
  '综合政务',
  '安全生产',
  '防灾减灾救灾',
  '应急预案与演练',
  '执法监督',
  '事故调查',
  '财政资金',
  '教育培训',
  '其他',
]

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
