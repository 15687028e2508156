import type { FastifyReply, FastifyRequest } from 'fastify'
import { callingSystem, noteCall, NotTaken, takeReport, type Taken } from '#catalog/reports/actions.ts'
import { reportedSchema, reportSchema, takeBackSchema, takenBackSchema } from '#catalog/reports/model.ts'
import type { Reported, SystemRow, TakenBackJson } from '#catalog/reports/model.ts'
import { takeBackReport, type TakenBack } from '#catalog/reports/takeBack.ts'
import { Refused } from '#kit/errors.ts'
import type { App } from '#kit/http.ts'
import { isoOf } from '#kit/now.ts'
import type { House } from '../house.ts'
import { apiRoot, faultsOf, problemOf } from './endpoint.ts'
import { wholeAddress } from './present.ts'
import type { Fault } from './selection.ts'

/** What business systems send: what the open interface takes in. It stands on the office side, with its rights. */

const mostBytes = 64 * 1024

/** What goes back to a system, and the one sentence that the record of calls keeps of it. */
type Reply = { readonly status: number; readonly body: object; readonly outcome: string }

/** Thrown where what was sent is not written as described: every fault at once. */
class Miswritten extends Error {
  readonly faults: readonly Fault[]
  constructor(faults: readonly Fault[]) {
    super('miswritten')
    this.faults = faults
  }
}

const again = '请按 errors 中的说明改正后再报送。'

/** POST /api/v1/catalogs/{body}/reports, and …/{id}/withdrawal. */
export function reportRoutes(house: House): (app: App) => Promise<void> {
  return async app => {
    app.removeContentTypeParser('text/plain')
    // Whatever goes wrong before the route: too large, no JSON.
    app.setErrorHandler((error: { code?: string; statusCode?: number; status?: number }, request, reply) => {
      const path = request.url.split('?')[0]!
      const known: Record<string, readonly [number, string]> = {
        FST_ERR_CTP_BODY_TOO_LARGE: [413, `内容不能超过 ${mostBytes / 1024} KB。`],
        FST_ERR_CTP_INVALID_MEDIA_TYPE: [400, '请用 Content-Type: application/json 发送 JSON。'],
        FST_ERR_CTP_EMPTY_JSON_BODY: [400, '没有内容，请发送 JSON。'],
        FST_ERR_CTP_INVALID_JSON_BODY: [400, '内容不是合格的 JSON。'],
      }
      const [status, detail] = known[error.code ?? ''] ?? [
        error instanceof SyntaxError ? 400 : (error.statusCode ?? error.status ?? 500),
        error instanceof SyntaxError
          ? '内容不是合格的 JSON。'
          : error instanceof Refused
            ? error.message
            : '系统内部出错，这一件没有列入，请稍后用同一个 Idempotency-Key 重发。',
      ]
      if (status >= 500) house.log(`${request.id} ${path} ${String((error as Error).stack ?? error)}`)
      return reply
        .status(status)
        .type('application/problem+json; charset=utf-8')
        .send(JSON.stringify(problemOf(status, path, detail)))
    })
    app.post<{ Params: { body: string } }>(
      `${apiRoot}/catalogs/:body/reports`,
      { bodyLimit: mostBytes },
      (request, reply) =>
        answer(house, request, reply, async system => {
          const key = request.headers['idempotency-key']
          const report = reportSchema.safeParse(request.body)
          const faults = [
            ...(typeof key === 'string' && /^[\w-]{8,60}$/.test(key)
              ? []
              : [{ name: 'Idempotency-Key', reason: '请写8至60个字母、数字、横线，作为这一件的标识。' }]),
            ...(report.error ? faultsOf(report.error) : []),
          ]
          if (faults.length > 0) throw new Miswritten(faults)
          const taken = await takeReport(house, system, report.data!, key as string)
          const body = reportedOf(house, request.params.body, system.name, taken)
          return { status: taken.isNew ? 201 : 200, body, outcome: taken.isNew ? '已列入' : '先前已列入' }
        }),
    )
    app.post<{ Params: { body: string; id: string } }>(
      `${apiRoot}/catalogs/:body/reports/:id/withdrawal`,
      { bodyLimit: mostBytes },
      (request, reply) =>
        answer(house, request, reply, async system => {
          const form = takeBackSchema.safeParse(request.body)
          const faults = [
            ...(/^[1-9]\d{0,14}$/.test(request.params.id)
              ? []
              : [{ name: 'id', reason: 'id 应为报送时回答的编号，是正整数。' }]),
            ...(form.error ? faultsOf(form.error) : []),
          ]
          if (faults.length > 0) throw new Miswritten(faults)
          const back = await takeBackReport(house, system, Number(request.params.id), form.data!)
          const body = takenBackOf(request.params.body, system.name, back)
          return { status: 200, body, outcome: back.isNew ? '已撤回' : '先前已撤回' }
        }),
    )
  }
}

/** Asks who calls and for which body, does what is asked, keeps the outcome of the call, and says every no with its reasons. */
async function answer(
  house: House,
  request: FastifyRequest<{ Params: { body: string } }>,
  reply: FastifyReply,
  work: (system: SystemRow) => Promise<Reply>,
): Promise<FastifyReply> {
  const path = request.url.split('?')[0]!
  const say = (status: number, body: object, headers: Record<string, string> = {}) =>
    reply
      .status(status)
      .headers(headers)
      .type(`application/${status < 300 ? 'json' : 'problem+json'}; charset=utf-8`)
      .send(JSON.stringify(body))
  let systemId: number | null = null
  try {
    const { system, body: own } = await callingSystem(house, request.headers.authorization)
    systemId = system.id
    if (own.slug !== request.params.body)
      throw new NotTaken(403, `这个口令只能报送${own.name}（${own.slug}）的事项。`)
    const { status, body, outcome } = await work(system)
    await noteCall(house, system.id, status, outcome)
    return say(status, body)
  } catch (error) {
    if (error instanceof Miswritten) {
      await noteCall(house, systemId, 400, '写法不对')
      return say(400, problemOf(400, path, again, error.faults))
    }
    if (!(error instanceof NotTaken)) throw error
    await noteCall(house, systemId, error.status, outcomes[error.status] ?? '没有列入')
    const faults = error.reasons.flatMap(r => (r.field ? [{ name: r.field, reason: r.text }] : []))
    const detail = faults.length > 0 ? again : error.message
    return say(error.status, problemOf(error.status, path, detail, faults), {
      ...(error.status === 429 ? { 'Retry-After': '60' } : {}),
      ...(error.status === 401 ? { 'WWW-Authenticate': 'Bearer' } : {}),
    })
  }
}

const outcomes: Record<number, string> = {
  401: '口令不对',
  403: '不是登记的机关或事项',
  404: '没有报送过这一件',
  409: '标识用在了另一件上',
  422: '内容不能列入',
  429: '太频繁',
}

function reportedOf(house: House, slug: string, system: string, { row, names, position }: Taken): Reported {
  return reportedSchema.parse({
    id: row.id,
    state: 'reported',
    body: slug,
    system,
    title: row.title,
    url: row.url,
    disclosed_on: row.shownOn,
    items: names,
    evidence: row.items.map(i =>
      wholeAddress(house.site, `/${slug}/catalog/${i.field}/${encodeURIComponent(i.key)}.html`),
    ),
    reported_at: isoOf(row.reportedAt),
    position,
  })
}

function takenBackOf(slug: string, system: string, back: TakenBack): TakenBackJson {
  return takenBackSchema.parse({
    id: back.id,
    state: 'withdrawn',
    body: slug,
    system,
    withdrawn_by: back.by,
    withdrawn_at: isoOf(back.at),
    position: back.position,
  })
}
