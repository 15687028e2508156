import type { Actor } from '#kit/actor.ts'
import { historyOf } from '#kit/events.ts'
import { dayOf, isoOf } from '#kit/now.ts'
import { offerOf } from '#kit/offers.ts'
import { openSteps } from '#kit/worklist/open.ts'
import { lightOfLeft, wordsOfLeft, type WorkLight } from '#kit/worklist/work.ts'
import type { Calendar } from '#law/calendar.ts'
import { basisView } from '#law/clauses.ts'
import { outcomeOf } from '#law/outcomes.ts'
import { documentsStanding } from '#document/standing.ts'
import { calendarsFor, holdersIn, namesOfHolders, staffNames } from '#people/directory.ts'
import { postingStands } from '#posting/lay.ts'
import { postingStateLabels } from '#posting/model.ts'
import type { RequestHouse } from '../actions/deed.ts'
import { verbFields } from '../fields.ts'
import type { Case } from '../store/cases.ts'
import { casesOfConversion, conversionsOf } from '../store/conversions.ts'
import { repeatAfterOf } from '../store/likeness.ts'
import type { AlikeView, ConversionLine, ConversionView } from '../views.ts'
import { requestStateLabels, type RequestState } from '../workflow.ts'
import { conversionProcedure } from './actions.ts'
import { alikeTo } from './alike.ts'
import { conversionStateLabels, decideDays, openDays, type Conversion } from './model.ts'
import { conversionWorkflow, labelOfConversion } from './workflow.ts'

/** Its own clock: ten working days to decide (the house's custom), then the twenty of 条例第二十六条 to publish. */
export function conversionClock(
  row: Pick<Conversion, 'state' | 'proposedOn' | 'decidedOn'>,
  today: string,
  calendar: Calendar,
): { dueOn: string | null; left: number | null; light: WorkLight; words: string } {
  const dueOn =
    row.state === 'proposed'
      ? calendar.addWorkingDays(row.proposedOn, decideDays)
      : row.state === 'accepted' && row.decidedOn !== null
        ? calendar.addWorkingDays(row.decidedOn, openDays)
        : null
  if (dueOn === null) return { dueOn, left: null, light: 'none', words: conversionStateLabels[row.state] }
  const left = calendar.workingDaysBetween(today, dueOn)
  return { dueOn, left, light: lightOfLeft(left), words: wordsOfLeft(left) }
}

type House = Pick<RequestHouse, 'db' | 'now' | 'calendar'>

export async function conversionLines(house: House, rows: readonly Conversion[]): Promise<ConversionLine[]> {
  const today = dayOf(house.now())
  const calendarOf = await calendarsFor(
    house,
    rows.map(r => r.bodyId),
  )
  const names = await staffNames(
    house.db,
    rows.flatMap(r => (r.proposerId === null ? [] : [r.proposerId])),
  )
  return rows.map(row => {
    const { dueOn, light, words } = conversionClock(row, today, calendarOf(row.bodyId))
    return {
      id: row.id,
      title: row.title,
      state: row.state,
      stateLabel: conversionStateLabels[row.state],
      proposedBy: row.proposerId === null ? '申请人' : (names.get(row.proposerId) ?? ''),
      proposedOn: row.proposedOn,
      applicants: row.applicants,
      dueOn,
      light,
      words,
      address: row.address,
    }
  })
}

/** Who has it next; nobody once it is decided against or told. */
export const turnOf = (row: Conversion, holders: Parameters<typeof namesOfHolders>[0]): readonly string[] => {
  const steps =
    row.state === 'proposed'
      ? conversionWorkflow.proposed.accept
      : row.state === 'accepted'
        ? conversionWorkflow.accepted.announce
        : null
  return steps === null ? [] : namesOfHolders(holders, { bodyId: row.bodyId, departments: [] }, steps.by)
}

export async function conversionView(house: House, row: Conversion, actor: Actor): Promise<ConversionView> {
  const { db } = house
  const [[line], cases, past, posting, documents, steps] = [
    await conversionLines(house, [row]),
    await casesOfConversion(db, row.id),
    await historyOf(db, conversionProcedure.kind, row.id),
    row.postingId === null ? null : await postingStands(db, row.postingId),
    row.documentId === null ? [] : await documentsStanding(db, row.bodyId, { id: row.documentId }),
    await openSteps(db, conversionProcedure, [row], actor),
  ]
  const [document] = documents
  return {
    ...line!,
    version: row.version,
    turn: turnOf(row, await holdersIn(db, [row.bodyId])).filter(
      name => row.state !== 'proposed' || name !== line!.proposedBy,
    ),
    requestId: row.requestId,
    cases,
    posting: posting && {
      id: posting.id,
      title: posting.title || '（未写标题）',
      stateLabel: postingStateLabels[posting.state],
    },
    document: document
      ? {
          id: document.id,
          title: document.title,
          documentNumber: document.documentNumber,
          stateLabel: document.stateLabel,
        }
      : null,
    isOpen: (posting?.address ?? document?.address ?? null) !== null,
    offers: (steps.get(row.id) ?? []).map(({ verb, step }) => ({
      ...offerOf(verb, step),
      basis: step.basis.map(basisView),
      fields: verbFields[verb] ?? [],
      blocked: null,
    })),
    history: past.map(e => ({
      at: isoOf(e.at),
      who: e.onBehalfName ? `${e.actorName}（代${e.onBehalfName}）` : e.actorName,
      label: labelOfConversion(e.verb),
      reason: e.reason,
    })),
  }
}

/** What else was asked for of the same, and whether it should be opened for everybody. */
export async function alikeView(house: House, row: Case): Promise<AlikeView> {
  const { db } = house
  const { rows, applicants } = await alikeTo(db, row, dayOf(house.now()))
  return {
    rows: rows.map(r => ({
      ...r,
      stateLabel: requestStateLabels[r.state as RequestState],
      outcomeLabel: r.outcome && outcomeOf(r.outcome).label,
    })),
    applicants,
    suggestedFrom: await repeatAfterOf(db, row.bodyId),
    conversions: await conversionLines(
      house,
      await conversionsOf(db, { bodyIds: [row.bodyId], requestId: row.id }, 10),
    ),
  }
}
