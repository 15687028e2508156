import type { Context, Deed } from '#kit/act.ts'
import { sha256Hex } from '#kit/crypto.ts'
import type { Query } from '#kit/db.ts'
import type { Reason } from '#kit/errors.ts'
import { dayOf, isoOf } from '#kit/now.ts'
import type { Subject } from '#kit/procedure.ts'
import { conflictWords, type Conflict } from './rules/conflict.ts'
import * as store from './store.ts'
import { returnForm, submitForm, type Clearance, type ReturnForm, type SubmitForm } from './versions.ts'

/** What catalogs and instruments have in common on their way: opinions, answers, conflicts with the other side. */
export type Side<R extends Subject> = {
  opinionsOf(row: R): store.OpinionsOf
  keysOf(row: R): readonly string[]
  digestOf(row: R): string
  /** What must be mended before it goes on. */
  problemsOf(row: R, today: string): readonly Reason[]
  /** Where it says the contrary of what the body has in force elsewhere. */
  conflictsOf(db: Query, row: R, today: string): Promise<readonly Conflict[]>
}

type Drafted = Subject & { readonly changedAt: Date }

/** How the text was found by a step, and when it was last saved: what the sitting before it left. */
export const foundBy = <R extends Drafted>(side: Side<R>, row: R) => ({
  foundAs: side.digestOf(row),
  lastSavedAt: isoOf(row.changedAt),
})

export type StandingConflict = Conflict & {
  /** Who said why the two do not concern the same; null while nobody has. */
  readonly cleared: { readonly because: string; readonly by: string; readonly at: Date } | null
}

const isOf = (c: Conflict, other: { readonly bar: string; readonly list: string; readonly item: string }) =>
  c.bar === other.bar && c.list === other.list && c.item === other.item

/** The conflicts of a text with those statements that still hold: they were said of the same words. */
export async function standingConflicts(
  db: Query,
  bodyId: number,
  conflicts: readonly Conflict[],
): Promise<StandingConflict[]> {
  if (conflicts.length === 0) return []
  const said = await store.clearancesOf(db, bodyId)
  return conflicts.map(c => {
    const words = sha256Hex(c.words)
    const own = c.how === 'words' ? said.findLast(s => isOf(c, s) && s.words === words) : undefined
    return { ...c, cleared: own ? { because: own.because, by: own.by, at: own.at } : null }
  })
}

/** What to answer at a conflict: `clear.<entry>.<list>.<item>`. */
export const clearField = (c: { readonly bar: string; readonly list: string; readonly item: string }) =>
  `clear.${c.bar}.${c.list}.${c.item}`

/** Every conflict that no statement settles, with both texts; a statement about no conflict is refused too. */
export async function conflictReasons<R extends Subject>(
  side: Side<R>,
  trx: Query,
  row: R,
  today: string,
  clearances: readonly Clearance[],
): Promise<Reason[]> {
  const open = await standingConflicts(trx, row.bodyId, await side.conflictsOf(trx, row, today))
  return [
    ...open
      .filter(c => c.cleared === null && !(c.how === 'words' && clearances.some(s => isOf(c, s))))
      .map(c => ({ field: clearField(c), text: conflictWords(c), basis: '吉林/四(二)' })),
    ...clearances
      .filter(s => !open.some(c => c.how === 'words' && isOf(c, s)))
      .map(s => ({
        field: clearField(s),
        text: '这条不冲突说明所指的冲突已经没有，或者不能用说明解决，请刷新后重试。',
      })),
  ]
}

/** Keeps what was said, with the words it was said of. */
export async function keepClearances<R extends Subject>(
  side: Side<R>,
  c: Context<R, unknown>,
  today: string,
  clearances: readonly Clearance[],
): Promise<void> {
  if (clearances.length === 0) return
  const conflicts = await side.conflictsOf(c.trx, c.row, today)
  await store.insertClearances(
    c.trx,
    c.row.bodyId,
    { id: c.actor.staffId, name: c.actor.name, at: c.at },
    clearances.map(s => ({ ...s, words: sha256Hex(conflicts.find(x => isOf(x, s))!.words) })),
  )
}

/** 送审: nothing missing, every opinion answered, every conflict settled. */
export const submitDeed = <R extends Drafted>(side: Side<R>): Deed<R, SubmitForm> => ({
  form: submitForm as Deed<R, SubmitForm>['form'],
  async guard(c) {
    const open = (await store.opinionsOf(c.trx, side.opinionsOf(c.row))).filter(o => o.answer === null)
    const answered = new Set(c.form.answers.map(a => a.opinion))
    return [
      ...side.problemsOf(c.row, dayOf(c.at)),
      ...open
        .filter(o => !answered.has(o.id))
        .map(o => ({
          field: `opinion.${o.id}`,
          text: `意见“${o.text.slice(0, 40)}”还没有答复，请写明怎样处理的。`,
        })),
      ...c.form.answers
        .filter(a => !open.some(o => o.id === a.opinion))
        .map(a => ({
          field: `opinion.${a.opinion}`,
          text: '这条意见已经答复或不属于这一版，请刷新后重试。',
        })),
      ...(await conflictReasons(side, c.trx, c.row, dayOf(c.at), c.form.clearances)),
    ]
  },
  async apply(c) {
    for (const a of c.form.answers)
      await store.answerOpinion(c.trx, a.opinion, { text: a.text, by: c.actor.staffId, at: c.at })
    await keepClearances(side, c, dayOf(c.at), c.form.clearances)
    return {
      data: {
        ...foundBy(side, c.row),
        answers: c.form.answers.length,
        clearances: c.form.clearances.map(s => ({ ...s })),
      },
    }
  },
})

/** 退回修改: opinions at rows that are there. */
export const returnDeed = <R extends Drafted>(
  side: Side<R>,
  nouns: { readonly row: string; readonly whole: string },
): Deed<R, ReturnForm> => ({
  form: returnForm as Deed<R, ReturnForm>['form'],
  guard(c) {
    const keys = new Set(side.keysOf(c.row))
    return c.form.opinions
      .filter(o => o.item !== null && !keys.has(o.item))
      .map(o => ({
        field: 'opinions',
        text: `意见“${o.text.slice(0, 40)}”所指的${nouns.row}已不在${nouns.whole}里，请刷新后重试。`,
      }))
  },
  async apply(c) {
    await store.insertOpinions(
      c.trx,
      side.opinionsOf(c.row),
      { id: c.actor.staffId, name: c.actor.name, at: c.at, step: c.row.state },
      c.form.opinions,
    )
    return { data: { opinions: c.form.opinions.length } }
  },
})

/** 作废: what was left is told by its digest. */
export const cancelDeed = <R extends Drafted>(side: Side<R>): Deed<R> => ({
  apply: c => Promise.resolve({ data: foundBy(side, c.row) }),
})
