/** For tests only: two bureaus, one above the other, and this room's routes over real HTTP handling. */
import { appendEvents } from '#kit/events.ts'
import { dayOf } from '#kit/now.ts'
import { contentHashAt, publish, reserveAddress, withdraw } from '#record/actions.ts'
import { publicationData, withdrawalData } from '#record/content.ts'
import { makeEntry, type Entry } from '#record/model.ts'
import { makeBureau, type Bureau } from '../../test/setup/bureau.ts'
import { makeHouse, type TestHouse } from '../../test/setup/house.ts'
import { makeOffice, type Answer, type TestOffice } from '../../test/setup/office.ts'
import { patrolRoutes, type PatrolOptions } from './api.ts'
import type { LexiconView } from './views.ts'

export type PatrolOffice = Pick<TestOffice, 'call' | 'upload'> & {
  readonly t: TestHouse
  readonly upper: Bureau
  readonly lower: Bureau
  /** Publishes straight into the record; the same address again makes a new revision. */
  publish(bureau: Bureau, entry: Partial<Entry>, address?: string): Promise<string>
  withdraw(bureau: Bureau, address: string): Promise<void>
  /** Changes the lexicon of the upper or the lower bureau, as its openness officer and from the version it has. */
  changeLexicon(which: 'upper' | 'lower', changes: object): Promise<Answer>
  lexiconVersion(which: 'upper' | 'lower'): Promise<number>
  close(): Promise<void>
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
  const { call, upload, close } = await makeOffice(patrolRoutes(t.house, options))
  const bureaus = { upper, lower }
  const lexiconVersion = async (which: 'upper' | 'lower') =>
    (await call<LexiconView>(bureaus[which].actors.opennessOfficer, 'GET', '/api/patrol/lexicon')).body
      .version
  const slugOf = (bureau: Bureau) => (bureau === upper ? slugs.upper : slugs.lower)
  return {
    t,
    upper,
    lower,
    call,
    upload,
    lexiconVersion,
    changeLexicon: async (which, changes) =>
      call(bureaus[which].actors.opennessOfficer, 'PUT', '/api/patrol/lexicon', {
        version: await lexiconVersion(which),
        reason: '根据检查通报补充',
        ...changes,
      }),
    async close() {
      await close()
      await t.close()
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
