import type { AddressInfo } from 'node:net'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect } from 'vitest'
import { coverOne } from '#catalog/duty/cover.ts'
import { publishCatalog } from '#catalog/duty/duty.fixture.ts'
import { catalogPages } from '#catalog/duty/portal.tsx'
import { performSystem, registerSystem } from '#catalog/reports/actions.ts'
import { standingVersion } from '#catalog/store.ts'
import { makeApp } from '#kit/http.ts'
import { nationalCalendar } from '#law/calendar.ts'
import { makeSite } from '#portal/site.ts'
import type { House } from '../house.ts'
import { makeBureau } from '../../test/setup/bureau.ts'
import { makeHouse } from '../../test/setup/house.ts'
import { makeWeb } from '../../test/setup/web.ts'
import { exchangeDoors } from './portal.ts'
import { reportRoutes } from './reports.ts'

export type Json = Record<string, unknown>
export type Description = { paths: Record<string, { post?: { responses: Record<string, { content: Json }>; security: unknown[] } }>; components: Json } // prettier-ignore
export const field = 'disaster-relief' as const
const calendar = nationalCalendar()

/** A county with its catalog in force, a system that may report against its first two items, both sides serving. */
export async function makeReportBench(publicUrl: string | null = null) {
  const t = await makeHouse('2026-11-23T09:00:00+08:00')
  const house: House = publicUrl === null ? t.house : { ...t.house, site: makeSite({ config: undefined, demo: true, publicUrl }) } // prettier-ignore
  const b = await makeBureau(t.db, 'xian', '测试县应急管理局')
  const other = await makeBureau(t.db, 'lin', '邻县应急管理局')
  await publishCatalog(t, b)
  const { items } = (await standingVersion(t.db, b.bodyId, field))!
  const complaints: string[] = []
  const app = await makeApp({ secure: false, trustProxy: false, perMinute: 100_000, onError: l => complaints.push(l) }) // prettier-ignore
  await app.register(reportRoutes(house))
  await app.listen({ port: 0, host: '127.0.0.1' })
  const office = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`
  const site = await makeWeb(t, { pages: catalogPages, doors: exchangeDoors })
  const description = (await (await fetch(`${site.url}/api/v1/openapi.json`)).json()) as Description

  /** Registers a system, lets it in, and answers its number and token. */
  async function system(name: string, hosts: readonly string[], perMinute = 40) {
    const form = {
      ...{ body: b.bodyId, name, keeper: '救灾股李四', hosts, perMinute },
      items: items.slice(0, 2).map(i => ({ field, key: i.key })),
    }
    const { subject } = await registerSystem(house, b.actors.opennessOfficer, form)
    await performSystem(house, { subject, verb: 'approve', actor: b.actors.leader })
    const { token } = await performSystem(house, { subject, verb: 'issue', actor: b.actors.opennessOfficer })
    return { id: subject, token: token! }
  }
  const first = await system('救助管理系统', ['jz.example.gov.cn', 'jz.example.com'])

  const good = () => ({
    title: '2026年第三季度自然灾害救助情况',
    url: 'https://jz.example.gov.cn/open/3.html',
    disclosed_on: '2026-11-20',
    formed_on: '2026-11-18',
    items: [items[0]!.key],
    operator: '王经办',
    reason: '救助发放完毕后自动推送',
  })
  /** POSTs to the office side; every answer must be one that the description tells of, with what it says. */
  async function post(template: string, path: string, body: unknown, headers: Record<string, string>) {
    const answer = await fetch(`${office}/api/v1${path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${first.token}`,
        ...headers,
      },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    })
    const json = (await answer.json()) as Json & {
      errors?: { name: string; reason: string }[]
      detail?: string
    }
    const told = description.paths[template]!.post!.responses[answer.status]
    expect(told, `说明书没有 ${answer.status}`).toBeDefined()
    const [type, { schema }] = Object.entries(told!.content)[0] as [string, { schema: Json }]
    expect(answer.headers.get('content-type')!.split(';')[0]).toBe(type)
    const ajv = new Ajv2020({ strict: false, validateFormats: false })
    ajv.addSchema({ $id: 'doc', components: description.components })
    const validate = ajv.compile(JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"doc#/')) as Json)
    expect(validate(json), JSON.stringify(validate.errors)).toBe(true)
    return { status: answer.status, json, headers: answer.headers }
  }
  let n = 0
  return {
    ...{ t, house, b, other, items, site, description, calendar, token: first.token, system: first.id, good },
    register: system,
    send: (body: unknown, headers: Record<string, string> = {}, slug = 'xian') =>
      post('/catalogs/{body}/reports', `/catalogs/${slug}/reports`, body, {
        'idempotency-key': `message-${++n}`,
        ...headers,
      }),
    takeBack: (id: number | string, body: unknown, headers: Record<string, string> = {}, slug = 'xian') =>
      post(
        '/catalogs/{body}/reports/{id}/withdrawal',
        `/catalogs/${slug}/reports/${id}/withdrawal`,
        body,
        headers,
      ),
    covered: async (key: string) =>
      (await coverOne(t.db, b.bodyId, { year: 2026, today: '2026-11-23', calendarOf: () => calendar }))!.items.find(i => i.item.key === key)!, // prettier-ignore
    async close() {
      expect(complaints).toEqual([])
      await app.close()
      await site.close()
      await t.close()
    },
  }
}
export type ReportBench = Awaited<ReturnType<typeof makeReportBench>>
