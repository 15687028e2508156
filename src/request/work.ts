import type { Actor } from '#kit/actor.ts'
import { dayOf, isoOf } from '#kit/now.ts'
import { openSteps, type OpenStep } from '#kit/worklist/open.ts'
import {
  gathered,
  lightOfLeft,
  mostGathered,
  plainRank,
  undue,
  wordsOfLeft,
  type Work,
  type WorkSource,
} from '#kit/worklist/work.ts'
import type { Calendar } from '#law/calendar.ts'
import { calendarsFor, holdersIn, namesOfHolders, type Holder } from '#people/directory.ts'
import { payBy, readReply, supplementRestarts } from './clock.ts'
import { replyLight } from './clockView.ts'
import { consultationsOf } from './consultations.ts'
import { asksToExtend, extensionHeads } from './extension.ts'
import { feeNoticeOf, type Fact } from './facts.ts'
import { channelLabels } from './model.ts'
import { pendingMessages, type Written } from './pending.ts'
import { factsOfMany } from './store/facts.ts'
import { confirmDaysOf } from './store/settings.ts'
import { casesAsked, casesWaiting, taskDays, type WaitingCase } from './store/waiting.ts'
import type { RequestHouse } from './actions/deed.ts'
import { departmentsOf, seesRequest } from './visibility.ts'
import { openStates, requestStateLabels, requestWorkflow, type RequestState } from './workflow.ts'

/** Requests on the worklist: whose turn a case is, from its stage, its facts and four eyes. */

type Row = Omit<Work, 'kind'>
type Situation = {
  readonly row: WaitingCase
  readonly facts: readonly Fact[]
  readonly today: string
  readonly calendar: Calendar
  /** Working days that the body has set itself to confirm in. */
  readonly confirmDays: number
}

/** Stages in which something can wait for a role. */
const statesOf: Readonly<Record<string, readonly RequestState[]>> = {
  opennessOfficer: [...openStates, 'replied'],
  legalReviewer: ['drafted'],
  secrecyOfficer: ['drafted'],
  departmentHead: ['drafted', 'received', 'handling'],
  leader: ['reviewed', 'received', 'handling', 'drafted'],
}

const written: Readonly<Record<Written, string>> = {
  supplement: '申请人提交了补正',
  withdraw: '申请人提出撤回',
  message: '申请人来信待回复',
  acknowledge: '申请人确认收到收费通知，待登记',
}

const textIn = (fact: Fact | undefined, name: string): string =>
  typeof fact?.data[name] === 'string' ? fact.data[name] : ''

const waitsForOthers = ({ row, facts, today, calendar }: Situation): boolean =>
  row.asked.length > 0 || consultationsOf(facts, today, calendar).some(c => c.answer === null)

/** When each verb is somebody's turn, and in what words; what is left out is lawful, but nobody waits for it. */
const turns: Readonly<Record<string, (s: Situation) => string | null>> = {
  confirm: () => '待与申请人双方确认',
  supplement: ({ facts }) =>
    pendingMessages(facts).some(m => m.about === 'supplement') ? written.supplement : null,
  cancel: ({ facts }) => (pendingMessages(facts).some(m => m.about === 'withdraw') ? written.withdraw : null),
  note: ({ facts }) => (pendingMessages(facts).some(m => m.about === 'message') ? written.message : null),
  lapse: ({ facts, today }) => {
    const until = textIn(
      facts.findLast(f => f.kind === 'askSupplement'),
      'supplementBy',
    )
    return until !== '' && today > until ? '补正期满，待告知' : null
  },
  lapseFee: ({ facts, today, calendar }) => {
    const received = feeNoticeOf(facts)?.receivedOn
    return received && today > payBy(received, calendar) ? '缴费期满，待告知' : null
  },
  acknowledge: ({ facts, today, calendar }) =>
    consultationsOf(facts, today, calendar).some(
      c => c.answer === null && c.receivedOn === null && c.who !== 'agency',
    )
      ? '待登记对方收到意见书'
      : null,
  acknowledgeFee: ({ facts }) =>
    pendingMessages(facts).some(m => m.about === 'acknowledge')
      ? written.acknowledge
      : feeNoticeOf(facts)?.receivedOn === null
        ? '待登记申请人收到收费通知'
        : null,
  extend: ({ facts }) => (asksToExtend(facts) ? '待批准延长' : null),
  opine: () => '待部门提出意见',
  propose: s => (s.row.state === 'received' || !waitsForOthers(s) ? requestStateLabels[s.row.state] : null),
  review: () => requestStateLabels.drafted,
  approve: () => requestStateLabels.reviewed,
  deliver: () => requestStateLabels.approved,
  archive: () => '待归档',
}

/** The words of the first turn that is open to this person; null where the case waits for others. */
function turnOf(s: Situation, steps: readonly OpenStep[]): string | null {
  for (const [verb, say] of Object.entries(turns))
    if (steps.some(step => step.verb === verb)) {
      const words = say(s)
      if (words !== null) return words
    }
  return null
}

type Due = Pick<Row, 'dueOn' | 'light' | 'words' | 'left'>

function dueOf({ row, facts, today, calendar, confirmDays: days }: Situation): Due {
  if (row.state === 'replied') return { dueOn: null, light: 'none', words: '', left: undue }
  const reading = readReply(facts, today, calendar)
  const shown = replyLight(row.state, reading, supplementRestarts(facts, calendar), {
    on: row.submittedOn,
    today,
    calendar,
    days,
  })
  const left = shown.due === null ? undue : calendar.workingDaysBetween(today, shown.due)
  const hasWord = pendingMessages(facts).length > 0
  return {
    dueOn: shown.due,
    light: shown.light ?? 'none',
    words: shown.words ?? '',
    // What an applicant wrote starts or ends clocks: it stands before what is merely on its way.
    left: hasWord ? Math.min(left, 0) : left,
  }
}

const rolesThatAct: Readonly<Record<RequestState, readonly string[]>> = {
  submitted: ['opennessOfficer'],
  received: ['opennessOfficer'],
  supplementing: ['opennessOfficer'],
  handling: ['opennessOfficer'],
  charging: ['opennessOfficer'],
  drafted: ['legalReviewer', 'departmentHead', 'secrecyOfficer'],
  reviewed: ['leader'],
  approved: ['opennessOfficer'],
  replied: ['opennessOfficer'],
  closed: [],
}

/** Whose turn a case is, by name. */
export function holdersOf(
  row: Pick<WaitingCase, 'bodyId' | 'departmentId' | 'state' | 'asked'>,
  holders: readonly Holder[],
): string[] {
  if (row.state === 'handling' && row.asked.length > 0)
    return namesOfHolders(
      holders.filter(h => h.departmentId !== null),
      { bodyId: row.bodyId, departments: row.asked },
      ['departmentHead', 'drafter'],
    )
  return namesOfHolders(
    holders,
    { bodyId: row.bodyId, departments: [row.departmentId] },
    rolesThatAct[row.state],
  )
}

/** Rows of some cases; `step` says what it waits for, null leaves the case out. */
async function rowsOf(
  house: Pick<RequestHouse, 'db' | 'now' | 'calendar'>,
  cases: readonly WaitingCase[],
  see: (s: Situation, due: () => Due) => { step: string; due: Due } | null,
): Promise<Row[]> {
  const today = dayOf(house.now())
  const calendarOf = await calendarsFor(
    house,
    cases.map(c => c.bodyId),
  )
  const facts = await factsOfMany(
    house.db,
    cases.map(c => c.id),
  )
  const holders = await holdersIn(
    house.db,
    cases.map(c => c.bodyId),
  )
  const daysOf = await confirmDaysOf(
    house.db,
    cases.map(c => c.bodyId),
  )
  // Thousands of cases lie with the same few people.
  const turns = new Map<string, string[]>()
  const turnsOf = (row: WaitingCase): string[] => {
    const key = `${row.state} ${row.bodyId} ${row.departmentId} ${row.asked.join()}`
    const turn = turns.get(key) ?? holdersOf(row, holders)
    turns.set(key, turn)
    return turn
  }
  return cases.flatMap(row => {
    const situation = {
      row,
      facts: facts.get(row.id) ?? [],
      today,
      calendar: calendarOf(row.bodyId),
      confirmDays: daysOf(row.bodyId),
    }
    const seen = see(situation, () => dueOf(situation))
    return seen === null
      ? []
      : [
          {
            id: String(row.id),
            title: row.subject || '（未写内容）',
            facts: [row.number ?? '未编号', channelLabels[row.channel]],
            step: seen.step,
            turn: asksToExtend(situation.facts)
              ? [
                  ...new Set([
                    ...extensionHeads(row, holders, situation.facts).map(h => h.name),
                    ...turnsOf(row),
                  ]),
                ]
              : turnsOf(row),
            ...seen.due,
            rank: plainRank,
            since: isoOf(row.reachedAt),
            address: `/requests/${row.id}`,
          },
        ]
  })
}

/** 待办、督办 of requests. Who oversees: the openness unit and the leaders of the body. */
export function requestWork(house: Pick<RequestHouse, 'db' | 'now' | 'calendar'>): WorkSource {
  const { db } = house

  async function todo(actor: Actor): Promise<Row[]> {
    const roles = actor.roles.filter(r => statesOf[r.role] !== undefined)
    const [waiting, asked] = [
      await casesWaiting(
        db,
        {
          bodyIds: [...new Set(roles.map(r => r.bodyId))],
          states: [...new Set(roles.flatMap(r => statesOf[r.role]!))],
        },
        mostGathered + 1,
      ),
      await casesAsked(db, departmentsOf(actor), mostGathered + 1),
    ]
    const cases = [...new Map([...waiting, ...asked].map(c => [c.id, c])).values()]
    const steps = await openSteps<WaitingCase>(
      db,
      { kind: 'request', workflow: requestWorkflow, sees: seesRequest },
      cases,
      actor,
    )
    const given = await taskDays(
      db,
      asked.map(c => c.id),
    )
    return rowsOf(house, cases, (s, read) => {
      const own = steps.get(s.row.id) ?? []
      const step = turnOf(s, own)
      if (step === null) return null
      const due = read()
      const days = own.some(o => o.verb === 'opine')
        ? departmentsOf(actor).flatMap(d => given.get(`${s.row.id} ${d}`) ?? [])
        : []
      const day = days.sort()[0]
      if (day === undefined || (due.dueOn !== null && due.dueOn < day)) return { step, due }
      const left = s.calendar.workingDaysBetween(s.today, day)
      return { step, due: { dueOn: day, light: lightOfLeft(left, 1), words: wordsOfLeft(left), left } }
    })
  }

  async function watch(actor: Actor): Promise<Row[]> {
    const overseen = actor.roles.filter(r => r.role === 'opennessOfficer' || r.role === 'leader')
    const bodyIds = [...new Set(overseen.map(r => r.bodyId))]
    const cases = await casesWaiting(db, { bodyIds, states: openStates }, mostGathered + 1)
    return rowsOf(house, cases, (s, read) => {
      const due = read()
      return due.light === 'red' || due.light === 'yellow'
        ? { step: requestStateLabels[s.row.state], due }
        : null
    })
  }

  return gathered({
    kind: 'request',
    label: '依申请公开',
    all: (list, actor) => (list === 'todo' ? todo(actor) : watch(actor)),
  })
}
