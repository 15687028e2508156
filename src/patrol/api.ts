import { faultsOf } from '#kit/form.ts'
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Actor } from '#kit/actor.ts'
import { Refused } from '#kit/errors.ts'
import { attachmentName, uploadLimit, type App } from '#kit/http.ts'
import { dayOf, isoOf, minuteOf } from '#kit/now.ts'
import type { House } from '../house.ts'
import { changeLexicon, changesForm, importLexicon } from './actions/lexicon.ts'
import { askForRuling } from './actions/ask.ts'
import { presentScan, type CheckedSubject } from './actions/check.ts'
import { overruleFinding } from './actions/ruling.ts'
import { effectOf } from './effect.ts'
import { lexiconFor, officesOf } from './lexicons.ts'
import { maskFile, stripMetadata } from './mask/mask.ts'
import { CannotMask } from './mask/report.ts'
import { entrySchema, kindLabels, tiers, wordKinds } from './model.ts'
import { orderRoutes } from './orderRoutes.ts'
import { entriesFor, lexiconPage, settledOf } from './present.ts'
import { Unreadable } from './readers/unreadable.ts'
import { decodeText } from './readers/text.ts'
import { scanDraft, scanFile, scanText } from './scan.ts'
import { rulingsOf } from './store/rulings.ts'
import { versionsOf } from './store/words.ts'
import {
  askedView,
  effectView,
  fileScanView,
  lexiconChangeView,
  lexiconVersionView,
  lexiconView,
  maskView,
  rulingView,
  scanView,
  settledView,
} from './views.ts'
import { writeLexiconCsv } from './wording/csv.ts'

/**
 * How this room learns about the subjects of others: their body, drafter and present text, when the actor may see them; null when
 * for him they do not exist. Without it rulings over HTTP do not exist either.
 */
export type Subjects = (kind: string, id: number, actor: Actor) => Promise<CheckedSubject | null>

export type PatrolOptions = { readonly subjects?: Subjects }

const subjectQuery = z.object({
  kind: z.string().max(40),
  id: z.coerce
    .number('编号应为数字。')
    .int()
    .positive()
    .max(2 ** 53 - 1),
})
const page = z.coerce.number().int().min(1).max(100_000).default(1)

const scanForm = z.object({
  text: z.string().max(3_000_000, '文字过长，请分几次检查。').optional(),
  title: z.string().max(300).default(''),
  html: z.string().max(3_000_000, '文字过长，请分几次检查。').optional(),
  attribute: z.enum(['proactive', 'on-request', 'withheld']).nullish(),
})

/** A file that cannot be read or masked is a lawful no, with its sentence. */
async function orRefused<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof Unreadable)
      throw new Refused(error.code === 'too-large' ? 'too-large' : 'invalid', [
        { field: 'file', text: error.message },
      ])
    if (error instanceof CannotMask) throw new Refused('invalid', [{ field: 'file', text: error.message }])
    throw error
  }
}

async function oneFile(
  request: FastifyRequest,
): Promise<{ name: string; bytes: Uint8Array; fields: Map<string, string> }> {
  const file = await request.file()
  if (!file) throw new Refused('invalid', [{ field: 'file', text: '没有收到文件，请重新选择文件后上传。' }])
  const bytes = new Uint8Array(await file.toBuffer())
  const fields = new Map<string, string>()
  for (const [name, field] of Object.entries(file.fields)) {
    const one = Array.isArray(field) ? field[0] : field
    if (one?.type === 'field' && typeof one.value === 'string') fields.set(name, one.value)
  }
  return { name: file.filename, bytes, fields }
}

/** 文字检查 and 巡检 for staff: the lexicon, checks of texts and files, masking, rulings, orders. Mounted behind `authenticate`. */
export function patrolRoutes(house: House, options: PatrolOptions = {}): (app: App) => Promise<void> {
  const subjectOf = async (kind: string, number: number, actor: Actor): Promise<CheckedSubject> => {
    const subject = await options.subjects?.(kind, number, actor)
    if (!subject) throw new Refused('not-found', '没有找到要检查的内容。')
    return subject
  }
  const scanOptions = async (actor: Actor) => ({
    lexicon: await lexiconFor(house.db, actor.bodyId),
    today: dayOf(house.now()),
    offices: await officesOf(house.db, actor.bodyId),
  })

  return async app => {
    app.get(
      '/api/patrol/words',
      {
        schema: {
          response: {
            200: z.object({
              tiers: z.array(z.string()),
              kinds: z.record(z.string(), z.string()),
              findings: z.record(z.string(), z.string()),
            }),
          },
        },
      },
      async () => ({ tiers: [...tiers], kinds: wordKinds, findings: kindLabels }),
    )

    app.get(
      '/api/patrol/lexicon',
      {
        schema: {
          querystring: z.object({
            q: z.string().max(60).optional(),
            tier: z.enum(tiers).optional(),
            kind: z.string().max(40).optional(),
            origin: z.enum(['own', 'above', 'shipped']).optional(),
            page,
          }),
          response: { 200: lexiconView },
        },
      },
      request => lexiconPage(house.db, request.actor, request.query),
    )
    app.get(
      '/api/patrol/lexicon/versions',
      { schema: { response: { 200: z.array(lexiconVersionView) } } },
      async request =>
        (await versionsOf(house.db, request.actor.bodyId, 200)).map(v => ({
          ...v,
          changedAt: isoOf(v.changedAt),
        })),
    )
    app.get('/api/patrol/lexicon.csv', async (request, reply) => {
      const entries = (await entriesFor(house.db, request.actor.bodyId)).filter(e => !e.off)
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', attachmentName(`文字检查词库-${dayOf(house.now())}.csv`))
        .send(writeLexiconCsv(entries))
    })
    app.put(
      '/api/patrol/lexicon',
      { schema: { body: changesForm, response: { 200: lexiconChangeView } } },
      request => changeLexicon(house, request.actor, request.body),
    )
    app.post(
      '/api/patrol/lexicon/import',
      { schema: { response: { 200: lexiconChangeView } } },
      async request => {
        const { bytes, fields } = await oneFile(request)
        const form = z
          .object({
            version: changesForm.shape.version,
            reason: changesForm.shape.reason,
            mode: z.enum(['merge', 'replace'], '请选择合并还是替换。'),
          })
          .safeParse({
            version: Number(fields.get('version')),
            reason: fields.get('reason'),
            mode: fields.get('mode'),
          })
        if (!form.success) throw new Refused('invalid', faultsOf(form.error))
        const csv = await orRefused(async () => decodeText(bytes).text)
        return importLexicon(house, request.actor, { ...form.data, csv })
      },
    )

    app.post(
      '/api/patrol/scan',
      { bodyLimit: 16 * 1024 * 1024, schema: { body: scanForm, response: { 200: scanView } } },
      async request => {
        const { text, html, title, attribute } = request.body
        if ((text ?? html ?? '').trim() === '' && title.trim() === '')
          throw new Refused('invalid', [{ field: 'text', text: '没有要检查的文字。' }])
        const given = { ...(await scanOptions(request.actor)), attribute: attribute ?? null }
        const findings =
          html === undefined
            ? scanText([title, text ?? ''].join('\n'), given)
            : scanDraft({ title, html }, given)
        return { lexicon: given.lexicon.version, findings }
      },
    )
    app.post(
      '/api/patrol/scan/file',
      { bodyLimit: uploadLimit, schema: { response: { 200: fileScanView } } },
      async request => {
        const { name, bytes } = await oneFile(request)
        const given = await scanOptions(request.actor)
        return {
          ...(await orRefused(() => scanFile({ name, bytes }, given))),
          lexicon: given.lexicon.version,
        }
      },
    )
    for (const [verb, work] of [
      ['mask', maskFile],
      ['strip', stripMetadata],
    ] as const)
      app.post(
        `/api/patrol/${verb}`,
        { schema: { querystring: z.object({ report: z.enum(['0', '1']).optional() }) } },
        async (request, reply) => {
          const { name, bytes } = await oneFile(request)
          const { today, offices } = await scanOptions(request.actor)
          const made = await orRefused(() => work({ name, bytes }, { today, offices }))
          if (request.query.report === '1') {
            const { file, removed, stripped, checks, left } = made
            return reply.send(maskView.parse({ name: file.name, removed, stripped, checks, left }))
          }
          return reply
            .type('application/octet-stream')
            .header('content-disposition', attachmentName(made.file.name))
            .header('x-content-type-options', 'nosniff')
            .send(Buffer.from(made.file.bytes))
        },
      )

    app.get(
      '/api/patrol/findings',
      { schema: { querystring: subjectQuery, response: { 200: settledView } } },
      async request => {
        const subject = await subjectOf(request.query.kind, request.query.id, request.actor)
        await presentScan(house, subject, request.actor)
        const settled = await settledOf(house.db, subject, request.actor)
        if (!settled) throw new Refused('not-found', '这件内容还没有检查过。')
        return settled
      },
    )
    app.post(
      '/api/patrol/rulings',
      {
        schema: {
          body: subjectQuery.extend({
            finding: z.string('请指明是哪一处。').max(64),
            reason: z.string('请写明理由。').max(1000, '理由不能超过1000个字。'),
          }),
          response: { 200: rulingView },
        },
      },
      async request => {
        const { kind, id: number, finding: findingId, reason } = request.body
        const subject = await subjectOf(kind, number, request.actor)
        const scan = await presentScan(house, subject, request.actor)
        const finding = scan?.findings.find(f => f.id === findingId)
        if (!finding)
          throw new Refused('not-now', '这一处已经不在最近一次检查的结果里，可能已改正。请刷新后再看。')
        const ruling = await house.db
          .transaction()
          .execute(trx =>
            overruleFinding(trx, { subject, finding, actor: request.actor, reason, at: house.now() }),
          )
        return { ...ruling, at: minuteOf(ruling.at) }
      },
    )
    app.get(
      '/api/patrol/rulings',
      { schema: { querystring: subjectQuery, response: { 200: z.array(rulingView) } } },
      async request => {
        const subject = await subjectOf(request.query.kind, request.query.id, request.actor)
        return (await rulingsOf(house.db, subject)).map(r => ({ ...r, at: minuteOf(r.at) }))
      },
    )
    app.post(
      '/api/patrol/asks',
      { schema: { body: subjectQuery, response: { 200: askedView } } },
      async request => {
        const { kind, id: number } = request.body
        return {
          names: await askForRuling(house, await subjectOf(kind, number, request.actor), request.actor),
        }
      },
    )
    app.post(
      '/api/patrol/lexicon/preview',
      { schema: { body: entrySchema, response: { 200: effectView } } },
      request => effectOf(house, request.actor, request.body),
    )
    await app.register(orderRoutes(house))
  }
}
