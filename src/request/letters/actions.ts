import { z } from 'zod'
import { act, begin, type Deed, type Done, type Request } from '#kit/act.ts'
import type { Actor } from '#kit/actor.ts'
import type { Trx } from '#kit/db.ts'
import { Refused } from '#kit/errors.ts'
import { readForm } from '#kit/form.ts'
import { dayOf } from '#kit/now.ts'
import type { Procedure } from '#kit/procedure.ts'
import { proseDay } from '#law/day.ts'
import { calendarFor } from '#people/directory.ts'
import type { RequestHouse } from '../actions/deed.ts'
import { baseDue } from '../clock.ts'
import { consultationsOf } from '../consultations.ts'
import { placeCase } from '../placed.ts'
import { readCase, type Case } from '../store/cases.ts'
import { addFact, factsOf } from '../store/facts.ts'
import { changeLetter, lockLetter, moveLetter, type LetterRow } from '../store/letters.ts'
import { seesRequest } from '../visibility.ts'
import { letterForm } from './forms.ts'
import { checkLetter } from './model.ts'
import { finish, writeLetter } from './reply.ts'
import { letterFacts } from './values.ts'
import { formOf, openWords, sealWords, wholeText, wordsHash } from './words.ts'
import { letterWorkflow, making, stateOf, type LetterState } from './workflow.ts'

type Subject = {
  readonly id: number
  readonly bodyId: number
  readonly departmentId: number | null
  readonly drafterId: number
  readonly state: LetterState
  readonly version: number
  readonly letter: LetterRow
  readonly of: Case
}

const letterProcedure: Procedure<Subject> = {
  kind: 'request-letter',
  noun: '文书',
  workflow: letterWorkflow,
  async lock(trx, id) {
    const letter = await lockLetter(trx, id)
    const of = letter && (await readCase(trx, letter.requestId))
    if (!letter || !of) return null
    return {
      id: letter.id,
      bodyId: of.bodyId,
      departmentId: of.departmentId,
      drafterId: letter.madeBy,
      state: stateOf(letter),
      version: letter.version,
      letter,
      of,
    }
  },
  sees: (row, actor) => seesRequest(row.of, actor),
  move: (trx, row, to, at) => moveLetter(trx, row.id, to, at),
}

const makeForm = z.object({
  form: z.string('请选择文书的种类。').max(40),
  ref: z.string().max(20).nullable().default(null),
})
const saveForm = z.object({
  text: z.string('请填写文书的正文。').trim().min(1, '请填写文书的正文。').max(20_000, '文书最多20000个字。'),
})

/** 拟文书: a paper of the set, filled from the case. Throws Refused: unknown form, a reply that is not of the judged outcome. */
export async function makeLetter(
  house: RequestHouse,
  actor: Actor,
  requestId: number,
  value: unknown,
  key?: string,
): Promise<Done> {
  const row = await readCase(house.db, requestId)
  if (!row || !seesRequest(row, actor)) throw new Refused('not-found', '没有找到这件申请。')
  const role = actor.roles.find(
    r => r.bodyId === row.bodyId && (making.by as readonly string[]).includes(r.role),
  )
  if (!role) throw new Refused('forbidden', '文书由公开工作机构的经办人拟写。')
  const parsed = readForm(makeForm, value ?? {})
  const form = letterForm(parsed.form)
  if (!form) throw new Refused('invalid', [{ field: 'form', text: '没有这种文书，请重新选择。' }])
  if (row.imported) throw new Refused('not-now', '历史登记的申请只供查阅，不再出具文书。')
  if (form.isReply && (row.state !== 'drafted' || form.code !== `reply-${row.outcome}`))
    throw new Refused('not-now', '答复书随“拟定答复”生成，请先办理“拟定答复”。')
  return begin(
    house,
    {
      kind: letterProcedure.kind,
      verb: 'make',
      bodyId: row.bodyId,
      actor,
      role: role.role,
      form: parsed,
      ...(key === undefined ? {} : { key }),
    },
    async (trx, at) => {
      const { ref } = parsed
      const made = await writeLetter(house, trx, row, form, { staffId: actor.staffId, at, ref })
      return { id: made.id, state: 'draft', data: { request: row.id, form: form.code, hash: made.hash } }
    },
  )
}

const save = (house: RequestHouse): Deed<Subject, z.infer<typeof saveForm>> => ({
  form: saveForm,
  guard({ row }) {
    const form = formOf(row.letter)
    return form.isReply && row.of.state !== 'drafted'
      ? [
          {
            field: 'text',
            text: '答复书已经审核，不能再改。需要修改的，由审核人或者领导退回，重新拟定后再改。',
            basis: '条例/45',
          },
        ]
      : []
  },
  async apply({ trx, row, form }) {
    const hash = wordsHash({ form: row.letter.form, number: null, on: null, text: form.text })
    await changeLetter(trx, row.id, { sealed: sealWords(house.vault, { text: form.text }), hash })
    return { data: { request: row.of.id, form: row.letter.form, hash, before: row.letter.hash } }
  },
})

const finishing = (house: RequestHouse): Deed<Subject> => ({
  async guard({ trx, row, reason }) {
    const form = formOf(row.letter)
    if (form.isReply) return [{ text: '答复书由领导批准时编号定稿，不能自行定稿。', basis: '条例/36' }]
    const facts = await letterFacts(house, trx, row.of, { ref: row.letter.ref })
    const faults = checkLetter(
      form,
      wholeText(openWords(house.vault, row.letter), facts),
      facts.values,
      facts.remedy,
    )
    const calendar = await calendarFor({ db: trx, calendar: house.calendar }, row.bodyId)
    const today = dayOf(house.now())
    const base = form.verb === 'extend' ? baseDue(await factsOf(trx, row.of.id), today, calendar) : null
    if (base !== null && today > base)
      faults.push({
        text: `原答复期限已在${proseDay(base)}届满，告知书今天才定稿：届满前没有告知申请人的，延长不成立，请立即答复。届满前已经另外书面告知的，在理由里写明日期和凭证。`,
        basis: '条例/33(2)',
      })
    if (faults.length === 0 || reason) return []
    return [
      ...faults,
      { field: 'reason', text: '请先改正；确有理由照此发出的，写明理由后再定稿。', basis: form.basis[0] },
    ]
  },
  async apply({ trx, row, at }) {
    const hash = await finish(house, trx, row.of, row.letter, row.of.number, at)
    return { data: { request: row.of.id, form: row.letter.form, hash } }
  },
})

/** The consultation that a 征求意见书 opened and nobody has answered; null for every other paper. */
async function consultationOf(house: RequestHouse, trx: Trx, row: Subject) {
  if (formOf(row.letter).verb !== 'consult') return null
  const calendar = await calendarFor({ db: trx, calendar: house.calendar }, row.bodyId)
  const asked = consultationsOf(await factsOf(trx, row.of.id), dayOf(house.now()), calendar)
  return asked.find(c => c.ref === row.letter.ref) ?? null
}

const dropping = (house: RequestHouse): Deed<Subject> => ({
  async guard({ trx, row }) {
    if (formOf(row.letter).isReply && row.of.state !== 'replied')
      return [
        {
          text: '答复书随申请审核、批准，不能单独作废。需要修改的，由审核人或者领导退回后重新拟定。',
          basis: '条例/45',
        },
      ]
    const asked = await consultationOf(house, trx, row)
    const came = asked?.receivedOn ?? asked?.heardOn
    return came
      ? [
          {
            text: `对方已在${proseDay(came)}收到或者答复这份征求意见书，不能作为没有发出作废；请定稿。`,
            basis: '条例/32',
          },
        ]
      : []
  },
  async apply({ trx, row, actor, at }) {
    const asked = await consultationOf(house, trx, row)
    if (asked) {
      await addFact(trx, {
        requestId: row.of.id,
        kind: 'withdrawLetter',
        on: dayOf(at),
        ref: asked.ref,
        data: {},
        sealed: null,
        by: actor.staffId,
        at,
      })
      await placeCase(house, trx, row.of.id, at)
    }
    return { data: { request: row.of.id, form: row.letter.form, hash: row.letter.hash } }
  },
})

/** `save`, `finish` or `drop` on one paper. Throws Refused with every reason. */
export function performLetter(house: RequestHouse, request: Request): Promise<Done> {
  const deed =
    request.verb === 'save'
      ? save(house)
      : request.verb === 'finish'
        ? finishing(house)
        : request.verb === 'drop'
          ? dropping(house)
          : null
  if (!deed) throw new Refused('not-found', '没有这种办理。')
  return act(house, letterProcedure, deed as Deed<Subject>, request)
}
