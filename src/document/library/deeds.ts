import type { z } from 'zod'
import { act, type Context, type Deed, type Done, type Request } from '#kit/act.ts'
import { dayOf } from '#kit/now.ts'
import type { Procedure } from '#kit/procedure.ts'
import type { Workflow } from '#kit/workflow.ts'
import { addDays } from '#law/day.ts'
import { defaultTerms, lastDayOfTerm, longestTerm } from '#law/normativeTerms.ts'
import { publish as publishRecord } from '#record/actions.ts'
import { publicationData } from '#record/content.ts'
import type { Entry } from '#record/model.ts'
import { validityOn } from '#record/validity.ts'
import type { House } from '../../house.ts'
import { entryNow } from '../entry.ts'
import { lockDocument, moveDocument, type DocumentRow } from '../store.ts'
import { seesDocument } from '../visibility.ts'
import { labelOfVerb } from '../workflow.ts'
import { actsOn, touch } from './effects.ts'
import { referenceOf } from './facts.ts'
import { endForm, extendForm, relatePublicForm, told, unrelateForm, type RelationRow } from './model.ts'
import { cannotEnd, cannotExtend } from './rules.ts'
import { aim } from './target.ts'
import { changeRelation, insertRelation, normativeOf, putNormative, relationNow, ruleOf } from './store.ts'
import { libraryWorkflow, type LibraryVerb } from './workflow.ts'

type Signing = Pick<House, 'signer'>
type Made = { readonly entry: Entry; readonly relation?: RelationRow }

/** The same subject as the document's own procedure, the same history, another table. */
export const libraryProcedure: Procedure<DocumentRow> = {
  kind: 'document',
  noun: '公文',
  workflow: libraryWorkflow as Workflow,
  labelOf: labelOfVerb,
  lock: lockDocument,
  sees: seesDocument,
  move: moveDocument,
}

/** The new revision that every step of the table makes. */
async function reprint(
  house: Signing,
  { trx, row }: Context<DocumentRow, unknown>,
  event: Parameters<typeof publishRecord>[2]['event'],
  entry: Entry,
  note: string,
): Promise<void> {
  await publishRecord(trx, house, {
    entry,
    bodyId: row.bodyId,
    subjectId: row.id,
    address: row.address!,
    note,
    event,
  })
}

async function madeOf(context: Context<DocumentRow, unknown>): Promise<Entry> {
  return entryNow(context.trx, context.row, dayOf(context.at))
}

const dayActing = async ({ trx, row, at }: Context<DocumentRow, unknown>, on: string | null) => {
  const { effectiveOn } = await normativeOf(trx, row.id)
  return actsOn({ on }, { effectiveOn, issuedOn: row.issuedOn }, dayOf(at))
}

const sayings: Record<RelationRow['relation'], (name: string) => string> = {
  replaces: name => `替代${name}`,
  repeals: name => `废止${name}`,
  amends: name => `修改${name}`,
  basis: name => `以${name}为依据`,
  implements: name => `实施${name}`,
  interprets: name => `解读${name}`,
}

/** The relation as the public reads it in a note; a publication of this site by its number alone. */
const spoken = (r: RelationRow): string =>
  sayings[r.relation](r.targetAddress ? referenceOf(r.targetNumber) : `《${r.targetTitle}》`)

/** 登记关系 after publication: both sides show it with the commit. */
function relate(house: Signing): Deed<DocumentRow, z.infer<typeof relatePublicForm>, Made> {
  return {
    form: relatePublicForm,
    guard: async context => {
      const { trx, row, form } = context
      return (await aim(trx, row, form, await dayActing(context, form.on ?? null))).reasons
    },
    async apply(context) {
      const { trx, row, form, actor, at } = context
      const { relation } = await aim(trx, row, form, await dayActing(context, form.on ?? null))
      const entered = { ...relation, standing: 'public' as const }
      const id = await insertRelation(trx, { ...entered, by: actor.staffId, at })
      const entry = await madeOf(context)
      const data = {
        ...publicationData(entry, row.address!),
        relation: relation.relation,
        target: relation.targetAddress ?? relation.targetTitle,
        on: relation.on,
      }
      return { data, made: { entry, relation: { ...entered, id } } }
    },
    async publish(context, event, { entry, relation }) {
      const { trx, row, form } = context
      const note = form.publicNote ?? `补充登记：${spoken(relation!)}。`
      await reprint(house, context, event, entry, note)
      if (told.includes(relation!.relation)) await touch(trx, house, relation!, row, context, 'begin')
    },
  }
}

/** 撤销关系 that was entered by mistake; what it did to the other is taken back. */
function unrelate(house: Signing): Deed<DocumentRow, z.infer<typeof unrelateForm>, Made> {
  return {
    form: unrelateForm,
    async guard({ trx, row, form }) {
      const relation = await relationNow(trx, form.relation)
      return relation?.documentId === row.id && relation.standing === 'public'
        ? []
        : [{ field: 'relation', text: '没有这个关系，或者已经撤销。关系须在登记它的那件文件上撤销。' }]
    },
    async apply(context) {
      const { trx, row, form } = context
      const relation = (await relationNow(trx, form.relation))!
      await changeRelation(trx, relation.id, { standing: 'ended' })
      const entry = await madeOf(context)
      const data = { ...publicationData(entry, row.address!), relation: relation.relation, id: relation.id }
      return { data, made: { entry, relation } }
    },
    async publish(context, event, { entry, relation }) {
      await reprint(house, context, event, entry, context.form.publicNote)
      if (told.includes(relation!.relation))
        await touch(context.trx, house, relation!, context.row, context, 'end')
    },
  }
}

/** 续期, or the term of a document that has none yet. */
function extend(house: Signing): Deed<DocumentRow, z.infer<typeof extendForm>, Made> {
  return {
    form: extendForm,
    async guard({ trx, row, form, at }) {
      const now = await normativeOf(trx, row.id)
      const today = dayOf(at)
      const terms = (await ruleOf(trx, row.bodyId)) ?? defaultTerms
      // A first term counts from 实施日期 or issue, a further one from the end of the last.
      const from = now.expiresOn
        ? addDays(now.expiresOn, 1)
        : (form.effectiveOn ?? now.effectiveOn ?? row.issuedOn ?? row.writtenOn ?? today)
      const validity = validityOn({ ...now, validity: 'in-force' }, today)
      const most = lastDayOfTerm(from, longestTerm(row.title, terms))
      return cannotExtend(form.expiresOn, { expiresOn: now.expiresOn, validity, today, most })
    },
    async apply(context) {
      const { trx, row, form } = context
      const before = await normativeOf(trx, row.id)
      await putNormative(trx, row.id, {
        expiresOn: form.expiresOn,
        noTermReason: null,
        ...(form.effectiveOn ? { effectiveOn: form.effectiveOn } : {}),
      })
      const entry = await madeOf(context)
      const data = {
        ...publicationData(entry, row.address!),
        expiresOn: form.expiresOn,
        before: before.expiresOn,
      }
      return { data, made: { entry } }
    },
    publish: (context, event, { entry }) => reprint(house, context, event, entry, context.form.publicNote),
  }
}

/** What 废止 and 宣布失效 from a day on write: out of force on that day itself. */
export const ending = (how: 'repealed' | 'expired', on: string) =>
  how === 'repealed' ? { repealedOn: on } : { expiresOn: addDays(on, -1) }

/** 废止、宣布失效 without another document that does it. */
function end(house: Signing): Deed<DocumentRow, z.infer<typeof endForm>, Made> {
  return {
    form: endForm,
    async guard({ trx, row, form, at }) {
      const now = await normativeOf(trx, row.id)
      const validity = validityOn({ ...now, validity: 'in-force' }, dayOf(at))
      const endedOn = validity === 'repealed' ? now.repealedOn : now.expiresOn
      return cannotEnd(form.on, { issuedOn: row.issuedOn ?? row.writtenOn, validity, endedOn })
    },
    async apply(context) {
      const { trx, row, form } = context
      await putNormative(trx, row.id, ending(form.how, form.on))
      const entry = await madeOf(context)
      return {
        data: { ...publicationData(entry, row.address!), how: form.how, on: form.on },
        made: { entry },
      }
    },
    publish: (context, event, { entry }) => reprint(house, context, event, entry, context.form.publicNote),
  }
}

type AnyDeed = Deed<DocumentRow, never, never>

/** Every verb of the table and what it does; a test holds the two against each other. */
export function libraryDeeds(house: Signing): Record<LibraryVerb, AnyDeed> {
  return {
    relate: relate(house),
    unrelate: unrelate(house),
    extend: extend(house),
    end: end(house),
  } as Record<LibraryVerb, AnyDeed>
}

/** One verb of the library on one document through `act`. */
export function performLibrary(house: House, request: Request): Promise<Done> {
  const deeds: Record<string, AnyDeed> = libraryDeeds(house)
  const deed = Object.hasOwn(deeds, request.verb) ? deeds[request.verb]! : {}
  return act(house, libraryProcedure, deed as Deed<DocumentRow>, request)
}
