import type pg from 'pg'
import { payloadOf } from '#kit/events.ts'
import { makePool } from '#kit/db.ts'
import { ticks } from '#kit/now.ts'
import { makeBureau, type Bureau } from '../test/setup/bureau.ts'
import { makeHouse, type TestHouse } from '../test/setup/house.ts'
import { saveDraft, startDraft } from '../src/document/actions/draft.ts'
import { perform } from '../src/document/actions/perform.ts'
import { emptyDraft } from '../src/document/model.ts'
import type { Figure } from './figure.ts'

const seconds = 6

type Desk = { bureau: Bureau; document: number }

async function makeDesks(t: TestHouse, bodies: number): Promise<Desk[]> {
  const desks: Desk[] = []
  for (let i = 0; i < bodies; i++) {
    const bureau = await makeBureau(t.db, `bench-${i}`, `演练${i}县应急管理局`)
    const made = await startDraft(t.house, bureau.actors.drafter)
    await saveDraft(t.house, bureau.actors.drafter, made.subject, 1, {
      ...emptyDraft,
      title: '关于演练的通知',
      attribute: 'proactive',
      columns: ['policy'],
      bodyHtml: '<p>正文。</p>',
    })
    desks.push({ bureau, document: made.subject })
  }
  return desks
}

/** Runs `once` in so many loops for some seconds; gives how many ended per second. */
async function rate(clients: number, once: (client: number, turn: number) => Promise<void>): Promise<number> {
  let done = 0
  const end = ticks() + seconds * 1000
  const began = ticks()
  await Promise.all(
    Array.from({ length: clients }, async (_, client) => {
      for (let turn = 0; ticks() < end; turn++) {
        await once(client, turn)
        done++
      }
    }),
  )
  return done / ((ticks() - began) / 1000)
}

/** 取回 and 送审 in turn: two verbs that every desk can do for ever. */
async function actRate(t: TestHouse, desks: readonly Desk[], clients: number, run: string): Promise<number> {
  return rate(clients, async (client, turn) => {
    const { bureau, document } = desks[client]!
    const verb = turn % 2 === 0 ? 'submit' : 'recall'
    await perform(t.house, {
      subject: document,
      verb,
      actor: bureau.actors.drafter,
      key: `${run}-${client}-${turn}`,
    })
  })
}

/** The same rows by hand: the document, the event with its chain head, the idempotency key. */
async function plainRate(
  t: TestHouse,
  pool: pg.Pool,
  desks: readonly Desk[],
  clients: number,
  run: string,
): Promise<number> {
  return rate(clients, async (client, turn) => {
    const { bureau, document } = desks[client]!
    const submit = turn % 2 === 0
    const [verb, from, to] = submit
      ? ['submit', 'draft', 'department-review']
      : ['recall', 'department-review', 'draft']
    const at = t.house.now()
    const payload = payloadOf({
      kind: 'document',
      subject: document,
      verb: verb!,
      from: from!,
      to: to!,
      at,
      actor: bureau.actors.drafter.staffId,
      actorName: '拟稿人甲',
      role: 'drafter',
      data: submit ? { title: '关于演练的通知', attribute: 'proactive', contentHash: '0'.repeat(64) } : {},
    })
    const c = await pool.connect()
    try {
      await c.query('begin')
      await c.query('select id from office.document where id = $1 for update', [document])
      if (submit)
        await c.query(
          'update office.document set returned_from = null, returned_reason = null where id = $1',
          [document],
        )
      await c.query(
        'update office.document set state = $2, version = version + 1, reached_at = $3 where id = $1',
        [document, to, at],
      )
      await c.query('select * from office.append_events($1, $2)', [bureau.bodyId, [payload]])
      await c.query(
        'insert into office.idempotency (staff_id, key, request, response, happened_at) values ($1, $2, $3, $4, $5)',
        [
          bureau.actors.drafter.staffId,
          `${run}-${client}-${turn}`,
          '0'.repeat(64),
          { subject: document, verb, state: to, version: 1, position: 1 },
          at,
        ],
      )
      await c.query('commit')
    } finally {
      c.release()
    }
  })
}

/** `act` against the same rows written by hand, at 1 and 16 clients; each client has a body of its own. */
export async function bench(): Promise<Figure[]> {
  const t = await makeHouse()
  const figures: Figure[] = []
  const pool = makePool({ connection: t.connection('office'), size: 16, name: 'bench' })
  try {
    const desks = await makeDesks(t, 16)
    for (const clients of [1, 16]) {
      // Interleaved, best of three each: the machine's other work falls on both alike.
      let [own, plain] = [0, 0]
      for (let round = 0; round < 3; round++) {
        own = Math.max(
          own,
          await even(t, desks, clients, () => actRate(t, desks, clients, `a${clients}-${round}`)),
        )
        plain = Math.max(
          plain,
          await even(t, desks, clients, () => plainRate(t, pool, desks, clients, `p${clients}-${round}`)),
        )
      }
      const detail = `送审与取回轮流，${seconds}秒，${clients}个客户端各办一个机关的公文，三轮取最好；同样的行用手写 SQL：${Math.round(plain)}次/秒`
      figures.push(
        {
          name: `act 提交速度（${clients}个客户端）`,
          value: Math.round(own),
          unit: '次/秒',
          detail,
          target: null,
        },
        {
          name: `act 与手写 SQL 之比（${clients}个客户端）`,
          value: Number((own / plain).toFixed(2)),
          unit: '倍',
          detail,
          target: { at: 'least', value: 0.5 },
        },
      )
    }
  } finally {
    await pool.end()
    await t.close()
  }
  return figures
}

/** Puts every desk back to 拟稿 after a run that ended on an odd turn. */
async function even(
  t: TestHouse,
  desks: readonly Desk[],
  clients: number,
  run: () => Promise<number>,
): Promise<number> {
  const result = await run()
  await t.db
    .updateTable('document')
    .set({ state: 'draft' })
    .where(
      'id',
      'in',
      desks.slice(0, clients).map(d => d.document),
    )
    .execute()
  return result
}
