import type { Reason } from '#kit/errors.ts'
import type { Step, Workflow } from '#kit/workflow.ts'
import { labelReasons, type LabelOverrides } from '#law/attributes.ts'
import type { RulesView } from '../views.ts'
import { workflow, type State } from '../workflow.ts'
import type { Difference, Rules } from './model.ts'
import { proofOf } from './proof.ts'

type Row = { readonly state: State; readonly verb: string }

/** Rows of the national table that a variant may leave out: none of them is a review, a way back or a remedy. */
export const droppable: readonly Row[] = [
  { state: 'department-review', verb: 'askCountersign' },
  { state: 'department-review', verb: 'publishEmergency' },
  { state: 'issued', verb: 'schedule' },
  { state: 'published', verb: 'addChannel' },
  { state: 'published', verb: 'sendPaper' },
  { state: 'published', verb: 'receivePaper' },
]

/** Rows that lead to one of two steps nationally and that a variant may lead to the stricter one always. */
export const narrowable: readonly (Row & { readonly to: State })[] = [
  { state: 'department-review', verb: 'approve', to: 'secrecy-review' },
  { state: 'openness-review', verb: 'agree', to: 'legality-review' },
]

/** Rows where a variant may demand an opinion that nationally may be left out. */
export const opinionable: readonly Row[] = (
  Object.entries(workflow) as [State, Record<string, Step>][]
).flatMap(([state, steps]) =>
  Object.entries(steps)
    .filter(([, step]) => step.reason === 'optional')
    .map(([verb]) => ({ state, verb })),
)

export const stepAt = ({ state, verb }: Row): Step | undefined =>
  (workflow as unknown as Workflow)[state]?.[verb]

const patched = new WeakMap<readonly Difference[], Workflow>()
const national = workflow as unknown as Workflow

/** The national table with a variant's rows laid over it. The same differences give the same table object. */
export function tableWith(differences: readonly Difference[]): Workflow {
  const known = patched.get(differences)
  if (known) return known
  const table: Record<string, Record<string, Step>> = Object.fromEntries(
    Object.entries(national).map(([state, steps]) => [state, { ...steps }]),
  )
  for (const d of differences) {
    if (d.kind !== 'drop' && d.kind !== 'narrow' && d.kind !== 'opinion') continue
    const step = table[d.state]?.[d.verb]
    if (!step) continue
    if (d.kind === 'drop') delete table[d.state]![d.verb]
    else
      table[d.state]![d.verb] = d.kind === 'narrow' ? { ...step, to: d.to } : { ...step, reason: 'required' }
  }
  patched.set(differences, table)
  return table
}

/** The table a document goes by. */
export const tableFor = (rules: Pick<Rules, 'differences'> | null): Workflow =>
  rules ? tableWith(rules.differences) : national

/** The labels a variant puts after the date of writing instead of the three of 390号文 四(一)5. */
export function labelsOf(rules: Pick<Rules, 'differences'> | null): LabelOverrides {
  return Object.fromEntries(
    (rules?.differences ?? []).flatMap(d => (d.kind === 'label' ? [[d.attribute, d.text]] : [])),
  )
}

export const hides = (rules: Pick<Rules, 'differences'> | null, field: string): boolean =>
  (rules?.differences ?? []).some(d => d.kind === 'hide' && d.field === field)

/** What the console's forms need of a variant. */
export function rulesView(rules: Rules | null): RulesView | null {
  if (!rules) return null
  const { bodyId, name, number, differences } = rules
  return {
    bodyId,
    name,
    number,
    hidden: differences.flatMap(d => (d.kind === 'hide' ? [d.field] : [])),
    demanded: differences.flatMap(d => (d.kind === 'demand' ? [d.field] : [])),
    labels: labelsOf(rules) as Record<string, string>,
  }
}

/** Whether a step leads to one target always, by this variant. */
export const always = (rules: Pick<Rules, 'differences'> | null, to: State): boolean =>
  (rules?.differences ?? []).some(d => d.kind === 'narrow' && d.to === to)

const same = (row: Row) => (d: { state: string; verb: string }) =>
  d.state === row.state && d.verb === row.verb
const keyOf = (d: Difference): string =>
  'verb' in d
    ? `${d.kind}/${d.state}/${d.verb}`
    : `${d.kind}/${'field' in d ? d.field : 'attribute' in d ? d.attribute : ''}`

/**
 * Everything that keeps differences from becoming a variant, all at once: rows that may not be touched, the same row
 * twice, labels that cannot be told apart, and any way around the reviews that the table with them would have.
 */
export function reasonsAgainst(differences: readonly Difference[]): Reason[] {
  const reasons: Reason[] = []
  const add = (at: number, text: string) =>
    reasons.push({ field: `differences.${at}`, text: `第${at + 1}处：${text}` })
  const seen = new Set<string>()
  differences.forEach((d, at) => {
    if (seen.has(keyOf(d))) add(at, '同一处差异写了两次，请去掉一次。')
    seen.add(keyOf(d))
    if (d.kind === 'drop' && !droppable.some(same(d)))
      add(at, `“${stepAt(d)?.label ?? d.verb}”是法定的环节或补救，不能省去。`)
    if (d.kind === 'narrow' && !narrowable.some(n => same(n)(d) && n.to === d.to))
      add(at, `“${stepAt(d)?.label ?? d.verb}”不能改为一律转到所选的环节，只能改得更严。`)
    if (d.kind === 'opinion' && !opinionable.some(same(d)))
      add(at, `“${stepAt(d)?.label ?? d.verb}”的意见已是必填，或不能写意见。`)
  })
  const dropped = (verb: string) => differences.some(d => d.kind === 'drop' && d.verb === verb)
  if (dropped('sendPaper') !== dropped('receivePaper'))
    reasons.push({ field: 'differences', text: '纸质件的移送和签收要么都省去，要么都保留。' })
  for (const text of labelReasons(labelsOf({ differences }))) reasons.push({ field: 'differences', text })
  if (reasons.length === 0)
    for (const path of proofOf(tableWith(differences)).faults)
      reasons.push({ field: 'differences', text: `这样会绕过审查：${path}。`, basis: '390号/四(一)2' })
  return reasons
}
