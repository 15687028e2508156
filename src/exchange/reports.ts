import { callingSystem, noteCall, NotTaken, takeReport, type Taken } from '#catalog/reports/actions.ts'
import { reportedSchema, reportSchema, type Reported } from '#catalog/reports/model.ts'
import { Refused } from '#kit/errors.ts'
import type { App } from '#kit/http.ts'
import { isoOf } from '#kit/now.ts'
import type { House } from '../house.ts'
import { apiRoot, faultsOf, problemOf } from './endpoint.ts'
import { wholeAddress } from './present.ts'

/** What a business system sends: the one thing that the open interface takes in. It stands on the office side, with its rights. */

const mostBytes = 64 * 1024

/** POST /api/v1/catalogs/{body}/reports. */
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
      async (request, reply) => {
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
          const key = request.headers['idempotency-key']
          const report = reportSchema.safeParse(request.body)
          const faults = [
            ...(typeof key === 'string' && /^[\w-]{8,60}$/.test(key)
              ? []
              : [{ name: 'Idempotency-Key', reason: '请写8至60个字母、数字、横线，作为这一件的标识。' }]),
            ...(report.error ? faultsOf(report.error) : []),
          ]
          if (faults.length > 0) {
            await noteCall(house, system.id, 400, '写法不对')
            return say(400, problemOf(400, path, '请按 errors 中的说明改正后再报送。', faults))
          }
          const taken = await takeReport(house, system, report.data!, key as string)
          const status = taken.isNew ? 201 : 200
          await noteCall(house, system.id, status, taken.isNew ? '已列入' : '先前已列入')
          return say(status, reportedOf(house, own.slug, system.name, taken))
        } catch (error) {
          if (!(error instanceof NotTaken)) throw error
          await noteCall(house, systemId, error.status, outcomes[error.status] ?? '没有列入')
          const faults = error.reasons.flatMap(r => (r.field ? [{ name: r.field, reason: r.text }] : []))
          const detail = faults.length > 0 ? '请按 errors 中的说明改正后再报送。' : error.message
          return say(error.status, problemOf(error.status, path, detail, faults), {
            ...(error.status === 429 ? { 'Retry-After': '60' } : {}),
            ...(error.status === 401 ? { 'WWW-Authenticate': 'Bearer' } : {}),
          })
        }
      },
    )
  }
}

const outcomes: Record<number, string> = {
  401: '口令不对',
  403: '不是登记的机关或事项',
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
