import { z } from 'zod'
import { actBody, actOf, keyOf } from '#kit/actRoute.ts'
import type { Actor } from '#kit/actor.ts'
import { OperatorError, Refused } from '#kit/errors.ts'
import { appendEvents } from '#kit/events.ts'
import { attachmentName, type App } from '#kit/http.ts'
import { dayOf, isoOf } from '#kit/now.ts'
import { staffNames } from '#people/directory.ts'
import type { House } from '../../house.ts'
import { queryHash } from '../actions/register.ts'
import { idField, view } from '../routes.ts'
import { readCase, type Case } from '../store/cases.ts'
import { filesOf } from '../store/files.ts'
import { lettersOf, readLetter, type LetterRow } from '../store/letters.ts'
import { queryHashOf } from '../store/register.ts'
import { settingsOf } from '../store/settings.ts'
import { seesRequest } from '../visibility.ts'
import { makeLetter, performLetter } from './actions.ts'
import { letterForm, letterForms } from './forms.ts'
import { checkLetter, fill } from './model.ts'
import { paperAs, type Paper } from './render.ts'
import { letterFacts } from './values.ts'
import type { LetterLine, LettersView, LetterView } from './views.ts'
import { goesOut } from './unsent.ts'
import { formOf, openWords, wholeText } from './words.ts'
import { letterStateLabels, stateOf } from './workflow.ts'

const types = {
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  pdf: 'application/pdf',
} as const
const one = z.object({ id: idField, letter: idField })

const toWords = {
  applicant: '给申请人',
  thirdParty: '给第三方',
  coMaker: '给其他机关',
  department: '给承办部门',
  inside: '本机关留存',
}

/** Only these hold the whole paper with the applicant's name in hand. */
const opens = (row: Case, actor: Actor) =>
  actor.roles.some(r => r.bodyId === row.bodyId && ['opennessOfficer', 'leader'].includes(r.role))

const lineOf = (row: LetterRow, names: ReadonlyMap<number, string>): LetterLine => ({
  id: row.id,
  form: row.form,
  title: formOf(row).title,
  ref: row.ref,
  number: row.number,
  state: stateOf(row),
  stateLabel: letterStateLabels[stateOf(row)],
  final: row.final,
  isOut: goesOut(formOf(row)),
  hash: row.hash,
  madeAt: isoOf(row.changedAt ?? row.madeAt),
  by: names.get(row.madeBy) ?? null,
})

/** 办理文书 of a case under /api/requests/:id/letters. */
export function letterRoutes(house: House): (app: App) => Promise<void> {
  const { db } = house
  const nothing = () => new Refused('not-found', '没有找到这件申请，或您没有查看它的权限。')
  const visible = async (id: number, actor: Actor): Promise<Case> => {
    const row = await readCase(db, id)
    if (!row || !seesRequest(row, actor)) throw nothing()
    return row
  }
  const letterOf = async (params: { id: number; letter: number }, actor: Actor) => {
    const row = await visible(params.id, actor)
    const letter = await readLetter(db, params.letter)
    if (!letter || letter.requestId !== row.id) throw new Refused('not-found', '没有找到这份文书。')
    return { row, letter }
  }

  async function send(row: Case, actor: Actor, kind: 'docx' | 'pdf', paper: Paper, form: string) {
    const role = actor.roles.find(
      r => r.bodyId === row.bodyId && ['opennessOfficer', 'leader'].includes(r.role),
    )
    if (!role)
      throw new Refused('forbidden', '文书里有申请人的姓名，由公开工作机构的经办人或者签发领导下载。')
    const bytes = await paperAs(kind, paper, house.typst).catch((error: unknown) => {
      if (error instanceof OperatorError)
        throw new Refused('not-now', `${kind.toUpperCase()}暂不能生成：${error.message}`)
      throw error
    })
    await db.transaction().execute(trx =>
      appendEvents(trx, row.bodyId, [
        {
          kind: 'request',
          subject: row.id,
          verb: 'fetch-letter',
          from: row.state,
          to: row.state,
          at: house.now(),
          actor: actor.staffId,
          actorName: actor.name,
          onBehalfOf: role.onBehalfOf,
          onBehalfName: role.onBehalfName,
          role: role.role,
          data: { form, file: kind },
        },
      ]),
    )
    return Buffer.from(bytes)
  }

  async function paperOf(row: Case, letter: LetterRow): Promise<Paper> {
    const facts = await letterFacts(house, db, row, { ref: letter.ref })
    const kept = openWords(house.vault, letter)
    const form = formOf(letter)
    const parts = form.isReply ? (await filesOf(db, row.id)).filter(f => f.role === 'open-part') : []
    return {
      form,
      text: wholeText(kept, facts),
      number: letter.number,
      body: (await settingsOf(db, row.bodyId)).bodyName,
      on: kept.on ?? dayOf(house.now()),
      attachments: parts.map(p => p.name),
    }
  }

  return async app => {
    app.get(
      '/api/requests/:id/letters',
      { schema: { params: z.object({ id: idField }), response: { 200: view } } },
      async ({ actor, params }): Promise<LettersView> => {
        const row = await visible(params.id, actor)
        const letters = await lettersOf(db, row.id)
        const names = await staffNames(
          db,
          letters.map(l => l.madeBy),
        )
        const mayMake =
          !row.imported && actor.roles.some(r => r.bodyId === row.bodyId && r.role === 'opennessOfficer')
        return {
          letters: letters.map(l => lineOf(l, names)).reverse(),
          forms: mayMake
            ? letterForms
                .filter(f => !f.isReply)
                .map(({ code, title, to }) => ({ code, title, to: toWords[to] }))
            : [],
          mayMake,
          mayOpen: opens(row, actor),
        }
      },
    )

    app.post(
      '/api/requests/:id/letters',
      { schema: { params: z.object({ id: idField }), body: z.unknown(), response: { 200: view } } },
      async ({ actor, params, body, headers }) =>
        makeLetter(house, actor, params.id, body, keyOf(headers, 56)),
    )

    app.get(
      '/api/requests/:id/letters/:letter',
      { schema: { params: one, response: { 200: view } } },
      async ({ actor, params }): Promise<LetterView> => {
        const { row, letter } = await letterOf(params, actor)
        const facts = await letterFacts(house, db, row, { ref: letter.ref })
        const kept = openWords(house.vault, letter)
        const form = formOf(letter)
        const names = await staffNames(db, [letter.madeBy])
        const edits =
          stateOf(letter) === 'draft' &&
          (!form.isReply || row.state === 'drafted') &&
          actor.roles.some(r => r.bodyId === row.bodyId && r.role === 'opennessOfficer')
        return {
          ...lineOf(letter, names),
          version: letter.version,
          text: edits ? kept.text : null,
          shown: wholeText({ text: kept.text }, facts, true),
          layout: form.layout,
          faults:
            stateOf(letter) !== 'draft'
              ? []
              : checkLetter(form, wholeText(kept, facts), facts.values, facts.remedy),
          must: form.must.map(m => ({ say: m.say, basis: m.basis })),
        }
      },
    )

    app.post(
      '/api/requests/:id/letters/:letter/:verb',
      {
        schema: {
          params: one.extend({ verb: z.enum(['save', 'finish', 'drop'], '没有这种办理。') }),
          body: actBody,
          response: { 200: view },
        },
      },
      async ({ actor, params, body, headers }) => {
        const { letter } = await letterOf(params, actor)
        return performLetter(
          house,
          actOf({ params: { id: letter.id, verb: params.verb }, body, actor, headers }, 56),
        )
      },
    )

    app.get(
      '/api/requests/:id/letters/:letter/file/:kind',
      { schema: { params: one.extend({ kind: z.enum(['docx', 'pdf'], '只能下载DOCX或者PDF。') }) } },
      async ({ actor, params }, reply) => {
        const { row, letter } = await letterOf(params, actor)
        const bytes = await send(row, actor, params.kind, await paperOf(row, letter), letter.form)
        const name = `${letter.final ? '' : `${letterStateLabels[stateOf(letter)]}-`}${formOf(letter).title}-${row.number ?? row.id}.${params.kind}`
        return reply.type(types[params.kind]).header('content-disposition', attachmentName(name)).send(bytes)
      },
    )

    // 接收回执: printed again at any time; the query code only where it is known, since it is kept as a hash alone.
    const receiptOf = async (id: number, actor: Actor, queryCode: string) => {
      const row = await visible(id, actor)
      if (queryCode && !(await queryHashOf(db, row.id))?.equals(queryHash(queryCode)))
        throw new Refused('invalid', [{ field: 'queryCode', text: '查询码与这件申请不符，请核对。' }])
      const facts = await letterFacts(house, db, row, queryCode ? { queryCode } : {})
      const form = letterForm('receipt')!
      const text = fill(form.text, facts.values)
      const body = facts.values.body ?? ''
      const paper = { form, text, number: null, body, on: facts.on, attachments: [] }
      const name = attachmentName(`接收回执-${row.number ?? row.id}.pdf`)
      return { name, bytes: await send(row, actor, 'pdf', paper, form.code) }
    }
    app.get(
      '/api/requests/:id/receipt.pdf',
      { schema: { params: z.object({ id: idField }) } },
      async ({ actor, params }, reply) => {
        const { name, bytes } = await receiptOf(params.id, actor, '')
        return reply.type(types.pdf).header('content-disposition', name).send(bytes)
      },
    )
    app.post(
      '/api/requests/:id/receipt.pdf',
      {
        schema: {
          params: z.object({ id: idField }),
          body: z.object({ queryCode: z.string().max(40).default('') }),
        },
      },
      async ({ actor, params, body }, reply) => {
        const { name, bytes } = await receiptOf(params.id, actor, body.queryCode)
        return reply.type(types.pdf).header('content-disposition', name).send(bytes)
      },
    )
  }
}
