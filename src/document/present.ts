import { rolesFor } from '#kit/permit.ts'
import type { Actor } from '#kit/actor.ts'
import type { Query } from '#kit/db.ts'
import { historyOf, type PastEvent } from '#kit/events.ts'
import { dayOf, isoOf } from '#kit/now.ts'
import { offerOf } from '#kit/offers.ts'
import type { Step } from '#kit/workflow.ts'
import { basisView } from '#law/clauses.ts'
import { leftText, lightOf } from '#law/reading.ts'
import {
  bodyOf,
  departmentName,
  departmentNames,
  holdersIn,
  staffNames,
  type Holder,
} from '#people/directory.ts'
import type { House } from '../house.ts'
import { remindOffer } from './actions/chase.ts'
import { cannotRecall } from './actions/review.ts'
import { knownFaults } from './checks.ts'
import { channelsOf, readingPlace } from './channels.ts'
import { readPublishClock } from './clocks.ts'
import { channels, type Channel } from './model.ts'
import { countersignsOf, noteRead } from './countersigns.ts'
import { emergencyView, ratifyClock } from './emergency/present.ts'
import { fieldsOf } from './fields.ts'
import { paperReasons } from './paper/guard.ts'
import { paperOffers, paperViews } from './paper/present.ts'
import { papersOf } from './paper/store.ts'
import { plainText } from './intake/render.ts'
import { stepsFor } from './procedure.ts'
import { cannotPublish, cannotSubmit } from './rules.ts'
import { attachmentsOf, type DocumentRow } from './store.ts'
import { tagReasons } from './tags.ts'
import { always, rulesView } from './variants/table.ts'
import { waitingIn } from './waiting.ts'
import type { CaseView, ClockView, FlowNode, Offer, ReasonView, TrailRow } from './views.ts'
import { goesForward, labelOfVerb, stateLabels, workflow, type State } from './workflow.ts'

/** What this person may lawfully do next, what each step asks for, and what stands in its way. */
export async function offersFor(
  db: Query,
  document: DocumentRow,
  actor: Actor,
  past: readonly PastEvent[],
  now: Date,
): Promise<Offer[]> {
  return Promise.all(
    stepsFor(document, actor).map(async ({ verb, step }) => {
      const as = rolesFor(step, document, actor)[0]!
      return {
        ...offerOf(verb, step),
        basis: step.basis.map(basisView),
        fields: await fieldsOf(db, document, verb, step, now),
        onBehalfOf: as.onBehalfName,
        blocked: await blockedBy(db, document, actor, verb, step, past),
      }
    }),
  )
}

async function blockedBy(
  db: Query,
  document: DocumentRow,
  actor: Actor,
  verb: string,
  step: Step,
  past: readonly PastEvent[],
): Promise<ReasonView[]> {
  const hands = past.filter(e => step.notBy?.includes(e.verb)).flatMap(e => [e.actor, e.onBehalfOf])
  const free = rolesFor(step, document, actor).some(
    r => !hands.includes(actor.staffId) && (r.onBehalfOf === null || !hands.includes(r.onBehalfOf)),
  )
  if (!free)
    return [
      {
        text: '您起草或经办过这件公文，按四眼原则须由另一人办理。',
        ...(step.basis[0] ? { basis: step.basis[0] } : {}),
      },
    ]
  const found = [
    ...(await knownFaults(db, document, actor, verb)),
    ...(await paperReasons(db, document.id, verb, { staffId: actor.staffId, enters: false })),
  ]
  if (verb === 'submit')
    return [
      ...cannotSubmit(document, [...plainText(document.bodyHtml)].length, document.rules),
      ...(await tagReasons(db, document)),
      ...found,
    ]
  // Columns may still be chosen while publishing.
  if (verb === 'publish' || verb === 'schedule') return [...cannotPublish(document, ['policy']), ...found]
  if (verb === 'recall') return cannotRecall(db, document)
  return found
}

export function clockViews(
  document: DocumentRow,
  today: string,
  calendar: ReturnType<House['calendar']>,
): ClockView[] {
  const reading = readPublishClock(document, today, calendar)
  if (!reading || reading.due === null || reading.state === 'closed' || reading.state === 'short') return []
  return [
    {
      id: reading.clock,
      name: '公布期限（自印发之日起20个工作日）',
      basis: basisView('390号/四(一)5'),
      startedOn: reading.start,
      dueOn: reading.due,
      state: reading.state,
      light: lightOf(reading),
      words: leftText(reading),
      left: reading.left ?? 0,
      provisional: reading.provisional,
      account: reading
        .account()
        .map(l => ({ day: l.day, weekday: l.weekday, counted: l.counted, why: l.why })),
    },
  ]
}

/** A length of time in the words of an office: “2天3小时”, “12分钟”. */
export function tookWords(milliseconds: number): string {
  const minutes = Math.floor(milliseconds / 60_000)
  if (minutes < 1) return '不到1分钟'
  if (minutes < 60) return `${minutes}分钟`
  const hours = Math.floor(minutes / 60)
  if (hours < 24) return `${hours}小时${minutes % 60 ? ` ${minutes % 60}分钟` : ''}`
  return `${Math.floor(hours / 24)}天${hours % 24 ? ` ${hours % 24}小时` : ''}`
}

/** Whose decision an event is: from paper that of who decided, not of who entered it. */
const whoDecided = (e: PastEvent): string => (paperOf(e) && e.onBehalfName ? e.onBehalfName : e.actorName)

function paperOf(e: PastEvent): TrailRow['paper'] {
  const paper = e.data['paper'] as { decidedOn?: string; clerk?: string } | undefined
  return paper?.decidedOn ? { decidedOn: paper.decidedOn, clerk: paper.clerk ?? e.actorName } : null
}

function trailOf(past: readonly PastEvent[]): TrailRow[] {
  return past.map((e, i) => ({
    position: e.position,
    at: isoOf(e.at),
    verb: e.verb,
    label: e.from ? (workflowLabel(e.from, e.verb) ?? labelOfVerb(e.verb)) : labelOfVerb(e.verb),
    from: e.from as State | null,
    to: e.to as State | null,
    who: whoDecided(e),
    onBehalfOf: paperOf(e) ? null : e.onBehalfName,
    role: e.role,
    reason: e.reason,
    took: i === 0 ? '' : tookWords(e.at.getTime() - past[i - 1]!.at.getTime()),
    hash: e.hash,
    paper: paperOf(e),
  }))
}

function workflowLabel(state: string, verb: string): string | undefined {
  const steps = (workflow as Record<string, Record<string, Step>>)[state]
  return steps?.[verb]?.label
}

/** The way this document goes: side steps only where it has been or must go, imports by their own short way. */
function wayOf(document: DocumentRow, past: readonly PastEvent[]): State[] {
  if (document.imported)
    return ['import-check', 'published', ...(document.state === 'withdrawn' ? (['withdrawn'] as const) : [])]
  if (document.state === 'cancelled') return ['draft', 'cancelled']
  const been = (state: State) => document.state === state || past.some(e => e.to === state)
  const only = (state: State, also = false) => (also || been(state) ? [state] : [])
  if (document.emergency)
    return [
      'draft',
      'department-review',
      'emergency-review',
      ...(document.state === 'withdrawn'
        ? [...only('emergency-signature'), 'withdrawn' as const]
        : (['emergency-signature', 'published'] as const)),
    ]
  if (document.state === 'removed')
    return ['draft', 'department-review', 'secrecy-review', ...only('secrecy-referral'), 'removed']
  return [
    'draft',
    'department-review',
    ...only('countersign'),
    ...only('secrecy-review', document.secrecyDoubt || always(document.rules, 'secrecy-review')),
    ...only('secrecy-referral'),
    'openness-review',
    ...only('openness-consult'),
    ...only('openness-referral'),
    ...only('legality-review', document.normative || always(document.rules, 'legality-review')),
    'signature',
    'numbering',
    'numbered',
    'issued',
    ...only('published', document.attribute === 'proactive' || document.attribute === null),
    ...only('withdrawn'),
  ]
}

function flowOf(
  document: DocumentRow,
  past: readonly PastEvent[],
  holders: readonly Holder[],
  drafter: string,
): FlowNode[] {
  const way = wayOf(document, past)
  const here = way.indexOf(document.state)
  return way.map((state, i) => {
    const done = past.filter(e => e.from === state && i < here).map(whoDecided)
    return {
      state,
      label: stateLabels[state],
      standing: i < here ? 'past' : i === here ? 'current' : 'future',
      who: i < here ? done.slice(-1) : waitingIn(document, state, holders, drafter),
    }
  })
}

const opinionVerbs = [
  'approve',
  'countersign',
  'clear',
  'determineOpen',
  'askSecrecy',
  'recordOpinion',
  'recordDetermination',
  'agree',
  'pass',
  'sign',
  'return',
]

/** Everything the case page shows. */
export async function caseView(
  house: House,
  db: Query,
  document: DocumentRow,
  actor: Actor,
): Promise<CaseView> {
  const now = house.now()
  const today = dayOf(now)
  const [body, department, past, holders, attachments, countersigns, registered] = await Promise.all([
    bodyOf(db, document.bodyId),
    departmentName(db, document.departmentId),
    historyOf(db, 'document', document.id),
    holdersIn(db, [document.bodyId]),
    attachmentsOf(db, document.id),
    countersignsOf(db, document.id),
    channelsOf(db, document.id),
  ])
  const names = await staffNames(db, [
    document.drafterId,
    ...(document.emergency ? [document.emergency.consentBy] : []),
    ...countersigns.flatMap(c => c.staffId ?? []),
  ])
  const departments = await departmentNames(
    db,
    countersigns.map(c => c.departmentId),
  )
  const drafter = names.get(document.drafterId) ?? ''
  const offers = await offersFor(db, document, actor, past, now)
  const papers = await papersOf(db, document.id)
  if (offers.some(o => goesForward(o.verb) && o.verb !== 'submit'))
    await noteRead(db, document.id, actor.staffId, document.state, now)
  const opinion = past.findLast(e => e.reason !== null && opinionVerbs.includes(e.verb))
  return {
    document: {
      ...document,
      emergency: emergencyView(document, names),
      rules: rulesView(document.rules),
      publishedAt: document.publishedAt && isoOf(document.publishedAt),
      publishAt: document.publishAt && isoOf(document.publishAt),
      reachedAt: isoOf(document.reachedAt),
      createdAt: isoOf(document.createdAt),
      savedAt: isoOf(document.savedAt),
    },
    stateLabel: stateLabels[document.state],
    body: { id: body.id, name: body.name, slug: body.slug },
    department,
    drafter,
    editable: offers.some(o => o.verb === 'submit'),
    offers,
    remind: await remindOffer(db, document, actor, now),
    clocks: [
      ...ratifyClock(document, past, now),
      ...clockViews(document, today, house.calendar(body.region)),
    ],
    trail: trailOf(past),
    flow: flowOf(document, past, holders, drafter),
    attachments: attachments.map(({ id, name, size, contentType, role }) => ({
      id,
      name,
      size,
      contentType,
      role,
    })),
    waitingFor: waitingIn(document, document.state, holders, drafter),
    channels: registered.map(c => ({
      label: c.channel === readingPlace ? '纸质件移送' : channels[c.channel as Channel],
      place: c.place,
      doneOn: c.doneOn,
      link: c.link,
      receipt: c.receiptOn ? `${c.receiptOn} ${c.receiptBy}签收` : null,
      open: c.channel === readingPlace && c.receiptOn === null,
    })),
    papers: await paperViews(db, papers, actor),
    paperOffers: await paperOffers(db, document, actor, now),
    countersigns: countersigns.map(c => ({
      department: departments.get(c.departmentId) ?? '',
      round: c.round,
      who: c.staffId === null ? null : (names.get(c.staffId) ?? null),
      agrees: c.agrees,
      opinion: c.opinion,
      answeredAt: c.answeredAt && isoOf(c.answeredAt),
    })),
    lastOpinion: opinion ? { who: whoDecided(opinion), text: opinion.reason!, at: isoOf(opinion.at) } : null,
  }
}
