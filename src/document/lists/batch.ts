import type { Actor } from '#kit/actor.ts'
import { Refused, type Reason } from '#kit/errors.ts'
import { itemChoices } from '#catalog/choice.ts'
import { minuteOf } from '#kit/now.ts'
import type { Step } from '#kit/workflow.ts'
import { seriesOf } from '../numbers.ts'
import type { House } from '../../house.ts'
import { chaseTable } from '../actions/chase.ts'
import { perform, rehearse } from '../actions/perform.ts'
import { batchFields } from '../fields.ts'
import type { DocumentRow } from '../store.ts'
import { seesDocument } from '../visibility.ts'
import { stateLabels, workflow, type State } from '../workflow.ts'
import type { BatchForm } from './model.ts'
import { rowsById } from './store.ts'
import type { BatchDone, BatchOffer, BatchPreview, BatchRow } from './views.ts'

/**
 * What may be done on many documents at once: the handling of what has been decided. Whatever judges a document (reviews, signature,
 * returns, withdrawal, correction) is done one by one: 条例第十七条 asks for a review of each.
 */
export const batchVerbs = [
  'remind',
  'number',
  'issue',
  'publish',
  'schedule',
  'unschedule',
  'confirm',
  'classify',
  'addChannel',
] as const
export type BatchVerb = (typeof batchVerbs)[number]

/** The steps of the table with this name, and the states they begin in. */
function stepsNamed(verb: string): { state: string; step: Step }[] {
  const tables = verb === 'remind' ? chaseTable : (workflow as Record<string, Record<string, Step>>)
  return Object.entries(tables).flatMap(([state, steps]) =>
    Object.hasOwn(steps, verb) ? [{ state, step: steps[verb]! }] : [],
  )
}

/** The batches this person's roles open somewhere, with what each asks for. */
export async function batchOffers(house: House, actor: Actor): Promise<BatchOffer[]> {
  const roles = new Set(actor.roles.map(r => r.role))
  const series = await seriesOf(house.db, actor.bodyId)
  const choices = await itemChoices(house.db, actor.bodyId)
  return batchVerbs.flatMap(verb => {
    const step = stepsNamed(verb).map(s => s.step)[0]
    if (!step || !step.by.some(role => roles.has(role))) return []
    return [
      {
        verb,
        label: step.label,
        effect: step.effect,
        reason: step.reason ?? null,
        weighty: step.weighty ?? false,
        basis: step.basis,
        fields: batchFields(verb, series, choices),
      },
    ]
  })
}

const gone: Reason = { text: '没有找到这件公文，或您没有查看它的权限。' }
const single: Reason = { text: '这个操作须逐件办理，不能成批。', basis: '条例/17' }

async function seen(house: House, actor: Actor, form: BatchForm): Promise<Map<number, DocumentRow>> {
  const rows = await rowsById(
    house.db,
    form.items.map(i => i.id),
  )
  return new Map(rows.filter(r => seesDocument(r, actor)).map(r => [r.id, r]))
}

const lineOf = (id: number, row: DocumentRow | undefined): Omit<BatchRow, 'ok' | 'words' | 'reasons'> => ({
  id,
  title: row ? row.title || '（未填标题）' : '',
  documentNumber: row?.documentNumber ?? null,
})

/** What happens to one document, in words. */
function wordsOf(row: DocumentRow, verb: string, to: string, form: BatchForm): string {
  const asked = (form.form ?? {}) as { publishAt?: string }
  if (verb === 'remind') return `催办“${stateLabels[row.state]}”的经办人`
  if (verb === 'schedule') return `${asked.publishAt?.replace('T', ' ') ?? ''}发布`
  if (verb === 'unschedule') return row.publishAt ? `不再于${minuteOf(row.publishAt)}发布` : '不再定时发布'
  if (to === row.state) return `仍是“${stateLabels[row.state]}”`
  return `${stateLabels[row.state]} → ${stateLabels[to as State] ?? to}`
}

/** The step needs a word that is missing: said once for all, not on every line. Throws where the step is none for many. */
function missing(form: BatchForm): Reason[] {
  if (!(batchVerbs as readonly string[]).includes(form.verb)) throw new Refused('invalid', [single])
  const step = stepsNamed(form.verb)[0]?.step
  return step?.reason === 'required' && !form.reason?.trim()
    ? [{ field: 'reason', text: `“${step.label}”须写明理由。`, basis: step.basis[0] }]
    : []
}

async function each(
  house: House,
  actor: Actor,
  form: BatchForm,
  one: (row: DocumentRow, version: number | undefined) => Promise<string>,
): Promise<BatchRow[]> {
  const rows = await seen(house, actor, form)
  const lines: BatchRow[] = []
  for (const { id, version } of form.items) {
    const row = rows.get(id)
    const line = lineOf(id, row)
    if (!row) {
      lines.push({ ...line, ok: false, words: '', reasons: [gone] })
      continue
    }
    try {
      lines.push({ ...line, ok: true, words: await one(row, version), reasons: [] })
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      lines.push({ ...line, ok: false, words: '', reasons: error.reasons })
    }
  }
  return lines
}

/** What would happen to each, or why not: the act's own checks up to the last, nothing being changed. */
export async function previewBatch(house: House, actor: Actor, form: BatchForm): Promise<BatchPreview> {
  const reasons = missing(form)
  const { verb } = form
  if (reasons.length > 0) return { reasons, rows: [] }
  const rows = await each(house, actor, form, async (row, version) => {
    const to = await rehearse(house, {
      subject: row.id,
      verb,
      actor,
      reason: form.reason,
      form: form.form,
      version,
    })
    return wordsOf(row, verb, to, form)
  })
  return { reasons: [], rows }
}

/**
 * Does it on each: an act of its own with its own key (`<key>-<id>`), so that a retry of the whole request repeats nothing. What is
 * refused is reported line by line; the others are done.
 */
export async function performBatch(
  house: House,
  actor: Actor,
  form: BatchForm,
  key: string,
): Promise<BatchDone> {
  const reasons = missing(form)
  if (reasons.length > 0) throw new Refused('invalid', reasons)
  const rows = await each(house, actor, form, async (row, version) => {
    const done = await perform(house, {
      subject: row.id,
      verb: form.verb,
      actor,
      reason: form.reason,
      form: form.form,
      version,
      key: `${key}-${row.id}`,
    })
    return form.verb === 'remind' ? '已催办' : `现在是“${stateLabels[done.state as State] ?? done.state}”`
  })
  return { rows }
}
