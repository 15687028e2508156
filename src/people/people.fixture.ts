import { instant } from '#kit/now.ts'
import { makeApp, type App } from '#kit/http.ts'
import { makeHouse, type TestHouse } from '../../test/setup/house.ts'
import { peopleRoutes, type PeopleOptions } from './api.ts'
import { appoint, createBody, createDepartment, createStaff } from './bodies.ts'
import type { Role } from './model.ts'
import { hashPassword } from './passwords.ts'

/** For tests only: a small tree of bodies with people in it, and the routes of this room over real HTTP handling. */

export const password = 'Ku4-mian-Tau9'
export const startAt = '2026-03-02T09:00:00+08:00'

type Answer = {
  readonly status: number
  readonly json: never
  readonly text: string
  readonly cookie: string | null
}

export type Client = {
  readonly csrf: string
  readonly cookie: string
  get(url: string, headers?: Record<string, string>): Promise<Answer>
  post(url: string, body?: object, headers?: Record<string, string>): Promise<Answer>
  delete(url: string, body?: object): Promise<Answer>
}

export type TestPeople = {
  readonly t: TestHouse
  readonly app: App
  readonly errors: string[]
  /** Ids by slug of the body, by `slug/department`, by account. */
  readonly id: Record<string, number>
  /** Signs in and answers a client with that cookie; throws when it is refused. */
  as(account: string): Promise<Client>
  /** The same, signed in once and kept. */
  kept(account: string): Promise<Client>
  grant(by: string, staff: string, role: string, body: string): Promise<Answer>
  raw(
    method: 'GET' | 'POST' | 'DELETE',
    url: string,
    options?: {
      body?: object
      cookie?: string | undefined
      headers?: Record<string, string>
      address?: string
    },
  ): Promise<Answer>
  history(
    kind: string,
  ): Promise<{ verb: string; subject: number; actor: string; body: number; data: Record<string, unknown> }[]>
}

/**
 * ministry › province › city; other beside province. In each: sys, sec1, sec2, aud (administrators), draft, head
 * (department), open, lead, spare (no role); accounts are `city.sys` and so on.
 */
export async function makePeople(options: Partial<PeopleOptions> = {}): Promise<TestPeople> {
  const t = await makeHouse(startAt)
  const id: Record<string, number> = {}
  const hash = await hashPassword(password)
  const at = instant(startAt)
  await t.db.transaction().execute(async trx => {
    const body = async (slug: string, level: 'ministry' | 'province' | 'city', parent: string | null) => {
      const bodyId = await createBody(
        trx,
        { slug, name: `测试${slug}`, shortName: slug, level, parentId: parent === null ? null : id[parent]! },
        'system',
        at,
      )
      id[slug] = bodyId
      const department = await createDepartment(trx, { bodyId, name: '一处', duty: 'business' }, 'system', at)
      id[`${slug}/一处`] = department
      const person = async (short: string, name: string, role: Role | null) => {
        const account = `${slug}.${short}`
        const staffId = await createStaff(
          trx,
          {
            bodyId,
            departmentId: department,
            account,
            name,
            title: null,
            passwordHash: hash,
            mustChange: false,
          },
          'system',
          at,
        )
        id[account] = staffId
        const departmentId = role === 'departmentHead' || role === 'drafter' ? department : null
        if (role) await appoint(trx, { staffId, role, bodyId, departmentId }, at)
      }
      await person('sys', '系统管理员', 'systemAdmin')
      await person('sec1', '安全保密管理员甲', 'securityAdmin')
      await person('sec2', '安全保密管理员乙', 'securityAdmin')
      await person('aud', '审计管理员', 'auditAdmin')
      await person('draft', '拟稿人甲', 'drafter')
      await person('head', '部门负责人', 'departmentHead')
      await person('open', '公开审查员', 'opennessOfficer')
      await person('lead', '签发领导', 'leader')
      await person('spare', '工作人员', null)
    }
    await body('ministry', 'ministry', null)
    await body('province', 'province', 'ministry')
    await body('city', 'city', 'province')
    await body('other', 'province', 'ministry')
  })

  const errors: string[] = []
  const app = await makeApp({
    secure: false,
    trustProxy: false,
    perMinute: 100_000,
    onError: line => errors.push(line),
  })
  await app.register(peopleRoutes(t.house, { secure: false, demo: false, ...options }))
  await app.ready()

  const raw: TestPeople['raw'] = async (method, url, o = {}) => {
    const answer = await app.inject({
      method,
      url,
      ...(o.body ? { payload: o.body } : {}),
      headers: { 'user-agent': 'vitest', ...o.headers },
      ...(o.cookie ? { cookies: { zm_session: o.cookie } } : {}),
      ...(o.address ? { remoteAddress: o.address } : {}),
    })
    const set = answer.cookies.find(c => c.name === 'zm_session')
    return {
      status: answer.statusCode,
      json: (answer.body === '' ? null : answer.json()) as never,
      text: answer.body,
      cookie: set?.value ?? null,
    }
  }
  const as = async (account: string): Promise<Client> => {
    const answer = await raw('POST', '/api/session', { body: { account, password } })
    if (answer.status !== 200) throw new Error(`${account}: ${answer.text}`)
    const { csrf } = answer.json as { csrf: string }
    const cookie = answer.cookie!
    const signed = { 'x-csrf-token': csrf }
    return {
      csrf,
      cookie,
      get: (url, headers = {}) => raw('GET', url, { cookie, headers }),
      post: (url, body, headers = {}) =>
        raw('POST', url, { cookie, headers: { ...signed, ...headers }, ...(body ? { body } : {}) }),
      delete: (url, body) => raw('DELETE', url, { cookie, headers: signed, ...(body ? { body } : {}) }),
    }
  }
  const clients = new Map<string, Promise<Client>>()
  const kept = (account: string): Promise<Client> => {
    const client = clients.get(account) ?? as(account)
    clients.set(account, client)
    return client
  }
  return {
    t,
    app,
    errors,
    id,
    raw,
    as,
    kept,
    grant: async (by, staff, role, body) =>
      (await kept(by)).post('/api/people/grants', { staff: id[staff], role, body: id[body] }),
    async history(kind) {
      const rows = await t.db
        .selectFrom('event')
        .select(['verb', 'subject_id', 'payload', 'body_id'])
        .where('subject_kind', '=', kind)
        .orderBy('id')
        .execute()
      return rows.map(r => {
        const p = JSON.parse(r.payload) as { actorName: string; data: Record<string, unknown> }
        return { verb: r.verb, subject: r.subject_id, actor: p.actorName, body: r.body_id, data: p.data }
      })
    },
  }
}

/** The sentence of a refusal. */
export const message = (answer: { readonly json: unknown }): string =>
  (answer.json as { message: string }).message
