import { begin, type Done } from '#kit/act.ts'
import type { Actor } from '#kit/actor.ts'
import type { Trx } from '#kit/db.ts'
import { Refused, type Reason } from '#kit/errors.ts'
import { readForm } from '#kit/form.ts'
import { nextNumber } from '#kit/numbers.ts'
import { dayOf } from '#kit/now.ts'
import { maskPersonalData } from '#law/personalData.ts'
import { calendarFor } from '#people/directory.ts'
import type { z } from 'zod'
import { readReply } from '../clock.ts'
import { newCodes, type Codes } from '../codes.ts'
import { incompleteRegisterForm, registerForm, type ContactWay } from '../forms.ts'
import { subjectOf, type Application, type Channel } from '../model.ts'
import { withoutNames } from '../named.ts'
import { applicantKey, personalOf, sealPersonal, shownApplicant } from '../personal.ts'
import { placeCase } from '../placed.ts'
import { arrivalFaults, receiptDay, receiptRules } from '../receipt.ts'
import { insertCase, readCases } from '../store/cases.ts'
import { addFact, factsOfMany } from '../store/facts.ts'
import { opennessDepartment, settingsOf, type Settings } from '../store/settings.ts'
import type { RequestHouse } from './deed.ts'

export { queryHash, readableCode } from '../codes.ts'

/** 登记 (条例第二十七条至第三十一条、第四十五条): what came by any channel becomes a numbered case, or several. */

type Entered = {
  readonly application: Application
  readonly channel: Channel
  readonly submittedOn: string
  readonly arrivedOn: string
  readonly confirmedOn: string | null
  readonly confirmedBy?: ContactWay | null
  /** What proves the day, in the officer's words: number of the registered letter, who passed it on. */
  readonly evidence?: string
  readonly letterId: number | null
}

export type Registered = Done & {
  readonly receiptCode: string
  readonly queryCode: string
  readonly number: string | null
  readonly title: string
  readonly receivedOn: string | null
  /** Last of the 20 working days of 条例第三十三条; null while nothing runs. */
  readonly dueOn: string | null
}

/** The next 登记编号 of the body and year, without gaps: ××公开申〔2026〕1号. */
async function nextRegisterNumber(trx: Trx, settings: Settings, year: number) {
  const series = `${settings.series}公开申`
  const sequence = await nextNumber(trx, settings.bodyId, series, year)
  return { text: `${series}〔${year}〕${sequence}号`, year, sequence }
}

/** Writes one matter: row, number, receipt fact. Runs in the transaction of `begin`. */
export async function writeCase(
  trx: Trx,
  house: Pick<RequestHouse, 'vault' | 'calendar'>,
  settings: Settings,
  entered: Entered,
  by: {
    readonly staffId: number | null
    readonly at: Date
    readonly codes: Codes
  },
): Promise<{ id: number; state: 'submitted' | 'received'; number: string }> {
  const { application } = entered
  const received = receiptDay(entered)
  const personal = personalOf(application)
  const natural = application.applicantKind === 'natural'
  const listed = (text: string) => withoutNames(personal, natural, maskPersonalData(text))
  const number = await nextRegisterNumber(trx, settings, Number(dayOf(by.at).slice(0, 4)))
  const state = received === null ? 'submitted' : 'received'
  const id = await insertCase(trx, {
    bodyId: settings.bodyId,
    departmentId: await opennessDepartment(trx, settings.bodyId),
    officerId: by.staffId,
    state,
    letterId: entered.letterId,
    number,
    channel: entered.channel,
    submittedOn: entered.submittedOn,
    arrivedOn: entered.arrivedOn,
    receivedOn: received,
    applicantKind: application.applicantKind,
    applicantShown: shownApplicant(application),
    applicantKey: applicantKey(house.vault, natural, application),
    sealed: sealPersonal(house.vault, personal),
    subject: listed(subjectOf(application)),
    description: listed(application.description),
    carrier: application.carrier,
    delivery: application.delivery,
    receiptCode: by.codes.receipt,
    queryHash: by.codes.queryHash,
    readerKey: by.codes.readerKey,
    at: by.at,
  })
  if (entered.evidence)
    await addFact(trx, {
      requestId: id,
      kind: 'arrive',
      on: entered.arrivedOn,
      data: { channel: entered.channel },
      // It may name people.
      sealed: house.vault.seal(entered.evidence),
      by: by.staffId,
      at: by.at,
    })
  if (received !== null)
    await addFact(trx, {
      requestId: id,
      kind: 'receive',
      on: received,
      data: {
        channel: entered.channel,
        rule: receiptRules[entered.channel].day,
        ...(receiptRules[entered.channel].confirmed && entered.confirmedBy
          ? { how: entered.confirmedBy }
          : {}),
      },
      by: by.staffId,
      at: by.at,
    })
  await placeCase(house, trx, id, by.at)
  return { id, state, number: number.text }
}

const split = (form: z.infer<typeof registerForm>): Application[] => [
  form.application,
  ...form.matters.map(matter => ({ ...form.application, ...matter })),
]

/** Everything wrong with a letter that is being registered, at once. */
function faults(form: z.infer<typeof registerForm>, today: string): Reason[] {
  const reasons: Reason[] = arrivalFaults(form, today).map(f => ({ ...f, basis: '条例/31' }))
  form.matters.forEach((matter, at) => {
    if (!matter.informationName && !matter.documentNumber && !matter.description)
      reasons.push({
        field: `matters.${at}.description`,
        text: `第${at + 2}项：请填写所需信息的名称、文号或者内容描述。`,
        basis: '条例/29',
      })
  })
  if (form.confirmedOn !== null && form.confirmedBy === null && receiptRules[form.channel].confirmed)
    reasons.push({ field: 'confirmedBy', text: '请选择与申请人确认的方式。', basis: '条例/31' })
  return reasons
}

/**
 * Registers a letter, one case a matter; with `incomplete` also one that lacks what it should say. Answers the cases with the codes the applicant is given; a retry with the same key
 * answers the same cases, and no codes a second time. Throws Refused with everything that is wrong.
 */
export async function registerRequests(
  house: RequestHouse,
  actor: Actor,
  bodyId: number,
  value: unknown,
  key?: string,
): Promise<Registered[]> {
  const role = actor.roles.find(r => r.role === 'opennessOfficer' && r.bodyId === bodyId)
  if (!role) throw new Refused('forbidden', [{ text: '您没有登记申请的权限，由本机关公开工作机构登记。' }])
  const isIncomplete = (value as { incomplete?: unknown } | null | undefined)?.incomplete === true
  const form = readForm(isIncomplete ? incompleteRegisterForm : registerForm, value ?? {})
  const reasons = faults(form, dayOf(house.now()))
  if (reasons.length > 0) throw new Refused('invalid', reasons)
  const settings = await settingsOf(house.db, bodyId)
  const done: (Done & Pick<Registered, 'receiptCode' | 'queryCode'>)[] = []
  for (const [at, application] of split(form).entries()) {
    const codes = newCodes(house.vault.cipher())
    const one = await begin(
      house,
      {
        kind: 'request',
        verb: 'register',
        bodyId,
        actor,
        role: role.role,
        form: { channel: form.channel, arrivedOn: form.arrivedOn, at },
        key: key === undefined ? undefined : `${key}-${at}`,
      },
      async (trx, now) => {
        const written = await writeCase(
          trx,
          house,
          settings,
          { ...form, application, letterId: done[0]?.subject ?? null },
          { staffId: actor.staffId, at: now, codes },
        )
        return {
          id: written.id,
          state: written.state,
          data: {
            number: written.number,
            channel: form.channel,
            arrivedOn: form.arrivedOn,
            receivedOn: receiptDay(form),
          },
        }
      },
    )
    done.push({ ...one, receiptCode: codes.receipt, queryCode: codes.query })
  }
  const ids = done.map(one => one.subject)
  const cases = new Map((await readCases(house.db, ids)).map(row => [row.id, row]))
  const facts = await factsOfMany(house.db, ids)
  const calendar = await calendarFor(house, bodyId)
  const today = dayOf(house.now())
  return done.map(one => {
    const { number, subject: title, receivedOn } = cases.get(one.subject)!
    const dueOn = readReply(facts.get(one.subject) ?? [], today, calendar)?.due ?? null
    return { ...one, number, title, receivedOn, dueOn }
  })
}
