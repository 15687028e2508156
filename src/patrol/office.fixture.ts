/** For tests only: two bureaus, one above the other, and this room's routes over real HTTP handling. */
import type { Actor } from '#kit/actor.ts'
import { appendEvents } from '#kit/events.ts'
import { makeApp, type App } from '#kit/http.ts'
import { dayOf } from '#kit/now.ts'
import { contentHashAt, publish, reserveAddress, withdraw } from '#record/actions.ts'
import { publicationData, withdrawalData } from '#record/content.ts'
import { makeEntry, type Entry } from '#record/model.ts'
import { makeBureau, type Bureau } from '../../test/setup/bureau.ts'
import { makeHouse, type TestHouse } from '../../test/setup/house.ts'
import { patrolRoutes, type PatrolOptions } from './api.ts'

export type PatrolOffice = {
  readonly t: TestHouse
  readonly upper: Bureau
  readonly lower: Bureau
  readonly app: App
  readonly complaints: string[]
  call(actor: Actor, method: 'GET' | 'POST' | 'PUT', url: string, payload?: object): Promise<Answer>
  /** A multipart upload: fields first, as the console sends it. */
  upload(
    actor: Actor,
    url: string,
    name: string,
    bytes: Uint8Array,
    fields?: Record<string, string>,
  ): Promise<Answer>
  /** Publishes straight into the record; the same address again makes a new revision. */
  publish(bureau: Bureau, entry: Partial<Entry>, address?: string): Promise<string>
  withdraw(bureau: Bureau, address: string): Promise<void>
}

export type Answer = {
  readonly status: number
  readonly body: Record<string, unknown> & { message?: string; reasons?: { field?: string; text: string }[] }
  readonly bytes: Buffer
  readonly headers: Record<string, unknown>
}

const slugs = { upper: 'upper-bureau', lower: 'lower-bureau' }

export async function makePatrolOffice(options: PatrolOptions = {}): Promise<PatrolOffice> {
  const t = await makeHouse('2026-03-02T09:00:00+08:00')
  const upper = await makeBureau(t.db, slugs.upper, '某市应急管理局')
  const lower = await makeBureau(t.db, slugs.lower, '某县应急管理局')
  await t.db
    .updateTable('record.body')
    .set({ parent_id: upper.bodyId, ancestors: [upper.bodyId] })
    .where('id', '=', lower.bodyId)
    .execute()
  const actors = new Map(
    [upper, lower].flatMap(b => Object.values(b.actors)).map(a => [String(a.staffId), a]),
  )
  const complaints: string[] = []
  const app = await makeApp({
    secure: false,
    trustProxy: false,
    perMinute: 100_000,
    onError: l => complaints.push(l),
  })
  await app.register(async (signedIn: App) => {
    signedIn.addHook('onRequest', async request => {
      request.actor = actors.get(String(request.headers['x-actor']))!
    })
    await signedIn.register(patrolRoutes(t.house, options))
  })
  await app.ready()

  const inject = async (
    actor: Actor,
    method: 'GET' | 'POST' | 'PUT',
    url: string,
    payload?: object | Buffer,
    headers = {},
  ) => {
    const answer = await app.inject({
      method,
      url,
      headers: { 'x-actor': String(actor.staffId), ...headers },
      ...(payload === undefined ? {} : { payload }),
    })
    const isJson = String(answer.headers['content-type']).includes('json')
    return {
      status: answer.statusCode,
      body: (isJson ? answer.json() : {}) as Answer['body'],
      bytes: answer.rawPayload,
      headers: answer.headers as Record<string, unknown>,
    }
  }
  const slugOf = (bureau: Bureau) => (bureau === upper ? slugs.upper : slugs.lower)
  return {
    t,
    upper,
    lower,
    app,
    complaints,
    call: inject,
    upload(actor, url, name, bytes, fields = {}) {
      const boundary = '----test'
      const parts = Object.entries(fields).map(([k, v]) =>
        Buffer.from(`--${boundary}\r\ncontent-disposition: form-data; name="${k}"\r\n\r\n${v}\r\n`, 'utf8'),
      )
      const head = Buffer.from(
        `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: application/octet-stream\r\n\r\n`,
        'utf8',
      )
      const body = Buffer.concat([...parts, head, bytes, Buffer.from(`\r\n--${boundary}--\r\n`)])
      return inject(actor, 'POST', url, body, { 'content-type': `multipart/form-data; boundary=${boundary}` })
    },
    async publish(bureau, given, again) {
      const at = t.house.now()
      return t.db.transaction().execute(async trx => {
        const entry = makeEntry({
          title: '关于测试的通知',
          issuers: ['某局'],
          html: '<p>正文。</p>',
          columns: ['policy'],
          ...given,
        })
        const address = again ?? (await reserveAddress(trx, slugOf(bureau), dayOf(at)))
        const [event] = await appendEvents(trx, bureau.bodyId, [
          {
            kind: 'document',
            subject: 1,
            verb: 'publish',
            from: null,
            to: 'published',
            at,
            actor: 1,
            actorName: '甲',
            role: 'publisher',
            data: publicationData(entry, address),
          },
        ])
        await publish(trx, t.house, {
          entry,
          bodyId: bureau.bodyId,
          subjectId: 1,
          address,
          note: again ? '更正错字' : null,
          event: event!,
        })
        return address
      })
    },
    async withdraw(bureau, address) {
      const at = t.house.now()
      await t.db.transaction().execute(async trx => {
        const contentHash = (await contentHashAt(trx, address))!
        const [event] = await appendEvents(trx, bureau.bodyId, [
          {
            kind: 'document',
            subject: 1,
            verb: 'withdraw',
            from: null,
            to: 'withdrawn',
            at,
            actor: 1,
            actorName: '甲',
            role: 'publisher',
            data: withdrawalData({ address, contentHash, purge: false }),
          },
        ])
        await withdraw(trx, t.house, {
          address,
          publicNote: '内容有误，已撤回。',
          purge: false,
          event: event!,
        })
      })
    },
  }
}
