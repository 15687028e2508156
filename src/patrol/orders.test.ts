import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { historyOf } from '#kit/events.ts'
import { publishedAt } from '#record/reading.ts'
import { checkPublished } from './actions/order.ts'
import { overruleFinding } from './actions/ruling.ts'
import { patrolJobs } from './jobs.ts'
import { lexiconVersionFor } from './lexicons.ts'
import { makePatrolOffice, type PatrolOffice } from './office.fixture.ts'
import { makeDocx, mobile, word } from './patrol.fixture.ts'
import type { OrderCaseView, OrdersView, OrderView } from './views.ts'

let o: PatrolOffice
beforeAll(async () => {
  o = await makePatrolOffice()
})
afterAll(async () => {
  await o.close()
})

const officer = (which: 'upper' | 'lower') => o[which].actors.opennessOfficer
const put: PatrolOffice['changeLexicon'] = (which, changes) => o.changeLexicon(which, changes)

/** Runs the queued jobs of this room until none is left; answers how many ran. */
async function runJobs(): Promise<number> {
  const jobs = patrolJobs(o.t.house)
  const client = new pg.Client(o.t.connection())
  await client.connect()
  try {
    for (let count = 0; ; count++) {
      const { rows } = await client.query<{ id: string; task: string; payload: object }>(
        `select j.id, t.identifier as task, j.payload from graphile_worker._private_jobs j
         join graphile_worker._private_tasks t on t.id = j.task_id where t.identifier like 'patrol:%' order by j.id limit 1`,
      )
      const job = rows[0]
      if (!job) return count
      await client.query('delete from graphile_worker._private_jobs where id = $1', [job.id])
      await jobs[job.task]!(job.payload, {} as never)
    }
  } finally {
    await client.end()
  }
}

describe('巡检已公开的内容', () => {
  const orders = async (which: 'upper' | 'lower', state = '') =>
    (
      (await o.call(officer(which), 'GET', `/api/patrol/orders${state ? `?state=${state}` : ''}`))
        .body as unknown as { rows: OrderView[] }
    ).rows

  test('词库一改，已公开的页面就重查：开工单、定责任人和期限、发提醒；更正以后复查自动办结', async () => {
    await runJobs()
    const clean = await o.publish(o.lower, { html: '<p>没有问题的正文。</p>' })
    const address = await o.publish(o.lower, {
      title: '关于做好甲乙工作的通知',
      html: '<p>认真做好甲乙丙工作。</p>',
    })
    const elsewhere = await o.publish(o.upper, { html: '<p>认真做好甲乙丙工作。</p>' })
    await put('lower', { put: [word('甲乙丙', '甲乙', { tier: 'A', kind: 'organ' })] })
    expect(await runJobs()).toBeGreaterThan(0)
    const [order, ...more] = await orders('lower', 'open')
    expect(more).toEqual([])
    expect(order).toMatchObject({
      address,
      kind: 'organ',
      tier: 'A',
      ownerName: officer('lower').name,
      dueOn: '2026-03-03',
      late: false,
    })
    expect(order!.excerpt).toContain('【甲乙丙】')
    expect(await orders('upper')).toEqual([])
    const notices = await o.t.db
      .selectFrom('notice')
      .selectAll()
      .where('staff_id', '=', officer('lower').staffId)
      .execute()
    expect(notices.at(-1)!.text).toContain('《关于做好甲乙工作的通知》巡检发现1处问题')
    // The same look again opens nothing twice.
    await patrolJobs(o.t.house)['patrol:check']!({ address }, {} as never)
    expect(await orders('lower', 'open')).toHaveLength(1)

    const still = await o.call(officer('lower'), 'POST', `/api/patrol/orders/${order!.id}/recheck`, {})
    expect(still).toMatchObject({ status: 200, body: { state: 'open' } })
    await o.publish(o.lower, { title: '关于做好甲乙工作的通知', html: '<p>认真做好甲乙工作。</p>' }, address)
    const done = await o.call(officer('lower'), 'POST', `/api/patrol/orders/${order!.id}/recheck`, {})
    expect(done).toMatchObject({ status: 200, body: { state: 'mended', closedWhy: '复查时没有再发现。' } })
    expect((await historyOf(o.t.db, 'order', order!.id)).map(e => [e.verb, e.actorName])).toEqual([
      ['open', '系统巡检'],
      ['recheck', officer('lower').name],
      ['recheck', officer('lower').name],
    ])
    expect([clean, elsewhere].every(a => a !== address)).toBe(true)
  })

  test('撤回以后工单由机器办结；附件里的问题也开工单', async () => {
    const attachment = await o.t.house.files.put(await makeDocx({ table: `电话${mobile(6)}` }))
    const address = await o.publish(o.lower, {
      html: '<p>名单见附件。</p>',
      attachments: [
        {
          name: '名单.docx',
          size: attachment.size,
          contentType: 'application/octet-stream',
          hash: attachment.hash,
        },
      ],
    })
    const jobs = patrolJobs(o.t.house)
    await jobs['patrol:check']!({ address }, {} as never)
    const [order] = (await orders('lower', 'open')).filter(x => x.address === address)
    expect(order).toMatchObject({ kind: 'mobile', place: '附件“名单.docx”第1个表格第1行第2列' })
    expect(order!.excerpt).not.toContain(mobile(6))
    await o.withdraw(o.lower, address)
    await jobs['patrol:nightly']!({}, {} as never)
    const closed = (await orders('lower', 'mended')).find(x => x.id === order!.id)
    expect(closed).toMatchObject({ closedWhy: '信息已撤回。' })
  })

  test('确认无误的以后不再开工单；必须写理由；别的机关看不到工单；涉密标志只由保密审查员确认', async () => {
    const address = await o.publish(o.lower, { html: '<p>认真做好甲乙丙工作。</p><p>机密★1年</p>' })
    const jobs = patrolJobs(o.t.house)
    await jobs['patrol:check']!({ address }, {} as never)
    const open = (await orders('lower', 'open')).filter(x => x.address === address)
    const wording = open.find(x => x.kind === 'organ')!
    const mark = open.find(x => x.kind === 'classification')!
    const excuse = (who: (typeof o.lower.actors)['drafter'], id: number, reason: string | null) =>
      o.call(who, 'POST', `/api/patrol/orders/${id}/excuse`, { reason })
    expect((await excuse(officer('lower'), wording.id, null)).body.message).toContain('须写明理由')
    expect((await excuse(officer('upper'), wording.id, '看不见的')).status).toBe(404)
    expect((await excuse(o.lower.actors.drafter, wording.id, '拟稿人说的')).status).toBe(404)
    expect((await excuse(o.lower.actors.leader, wording.id, '领导说的')).status).toBe(403)
    expect((await excuse(officer('lower'), mark.id, '已经解密了')).body.message).toContain(
      '只能由保密审查员确认',
    )
    expect((await excuse(o.lower.actors.secrecyOfficer, mark.id, '已依法解密')).body.state).toBe('excused')
    expect((await excuse(officer('lower'), wording.id, '这是企业名称')).body.state).toBe('excused')
    await jobs['patrol:check']!({ address }, {} as never)
    expect((await orders('lower', 'open')).filter(x => x.address === address)).toEqual([])
    expect((await excuse(officer('lower'), wording.id, '这是企业名称')).status).toBe(409)
  })

  test('每夜：词库换了还没有重查过的机关排上队，重查过的不再排', async () => {
    await runJobs()
    const jobs = patrolJobs(o.t.house)
    await jobs['patrol:nightly']!({}, {} as never)
    await runJobs()
    await jobs['patrol:nightly']!({}, {} as never)
    expect(await runJobs()).toBe(0)
    await put('upper', { put: [word('夜间甲', '夜间乙')] })
    expect(await lexiconVersionFor(o.t.db, o.lower.bodyId)).toMatch(/^s\d+-/)
    expect(await runJobs()).toBeGreaterThan(0)
    await jobs['patrol:nightly']!({}, {} as never)
    expect(await runJobs()).toBe(0)
  })

  test('工单的期限是工作日：周五发现的严重问题下周一到期，其他的再下周五；过期标出', async () => {
    o.t.setNow('2026-03-06T10:00:00+08:00')
    const address = await o.publish(o.lower, { html: `<p>手机${mobile(8)}，豫H12345。认真布署。</p>` })
    await patrolJobs(o.t.house)['patrol:check']!({ address }, {} as never)
    const due = (await orders('lower', 'open')).filter(x => x.address === address).map(x => [x.kind, x.dueOn])
    expect(due).toEqual([
      ['mobile', '2026-03-09'],
      ['plate', '2026-03-09'],
      ['typo', '2026-03-13'],
    ])
    o.t.setNow('2026-03-10T10:00:00+08:00')
    expect(
      (await orders('lower', 'open')).filter(x => x.address === address && x.tier === 'A').every(x => x.late),
    ).toBe(true)
  })

  test('工单的页面：问题、责任人、指向公文的路、履历；巡检何时做过；只有公开审查员能立即巡检', async () => {
    o.t.setNow('2026-03-12T10:00:00+08:00')
    const address = await o.publish(o.lower, { html: '<p>认真布署。</p>' })
    await patrolJobs(o.t.house)['patrol:check']!({ address }, {} as never)
    const [order] = (await orders('lower', 'open')).filter(x => x.address === address)
    const page = await o.call(officer('lower'), 'GET', `/api/patrol/orders/${order!.id}`)
    expect(page).toMatchObject({
      status: 200,
      body: { source: { kind: 'document', id: 1 }, bodyName: '某县应急管理局' },
    })
    expect((page.body as unknown as OrderCaseView).trail.map(e => [e.label, e.who, e.to])).toEqual([
      ['巡检开出工单', '系统巡检', '待整改'],
    ])
    expect((await o.call(officer('upper'), 'GET', `/api/patrol/orders/${order!.id}`)).status).toBe(404)
    expect((await o.call(o.lower.actors.publisher, 'POST', '/api/patrol/orders/look')).status).toBe(403)
    await runJobs()
    expect((await o.call(officer('lower'), 'POST', '/api/patrol/orders/look')).status).toBe(200)
    expect(await runJobs()).toBe(1)
    const list = (await o.call(officer('lower'), 'GET', '/api/patrol/orders')).body as unknown as OrdersView
    expect(list.looked).toEqual([{ body: '某县应急管理局', at: expect.any(String) as string, present: true }])
    expect(list.counts.open).toBe(list.rows.filter(r => r.state === 'open').length)
  })

  test('每夜：两天内发布的都看一遍，不管由哪里发布', async () => {
    o.t.setNow('2026-03-16T10:00:00+08:00')
    const old = await o.publish(o.lower, { kind: 'news', html: '<p>提前布署。</p>' })
    o.t.setNow('2026-03-19T01:30:00+08:00')
    const address = await o.publish(o.lower, { kind: 'news', html: '<p>继续布署。</p>' })
    await patrolJobs(o.t.house)['patrol:nightly']!({}, {} as never)
    const found = (await orders('lower', 'open')).map(x => x.address)
    expect(found).toContain(address)
    expect(found).not.toContain(old)
  })

  test('发布前已由两人确认无误的，巡检不再追究', async () => {
    const address = await o.publish(o.lower, { html: '<p>依法布署。</p>' })
    const one = (await publishedAt(o.t.db, address))!
    const [finding] = (await checkPublished(o.t.house, one)).findings
    for (const actor of [o.lower.actors.departmentHead, o.lower.actors.leader])
      await o.t.db.transaction().execute(trx =>
        overruleFinding(trx, {
          subject: {
            kind: 'document',
            id: one.subjectId,
            bodyId: o.lower.bodyId,
            drafterId: o.lower.actors.drafter.staffId,
          },
          finding: finding!,
          actor,
          reason: '原文的固定写法',
          at: o.t.house.now(),
        }),
      )
    await patrolJobs(o.t.house)['patrol:check']!({ address }, {} as never)
    expect((await orders('lower', 'open')).filter(x => x.address === address)).toEqual([])
  })

  test('看影响：这个写法在本机关和下级已公开的内容里有多少，写错的词条说明错在哪里', async () => {
    await o.publish(o.lower, { title: '关于影响的通知', html: '<p>影响甲，影响甲。</p><p>影响乙。</p>' })
    const entry = word('影响甲', '影响')
    const effect = await o.call(officer('upper'), 'POST', '/api/patrol/lexicon/preview', entry)
    expect(effect.body).toMatchObject({
      struck: 1,
      hits: 2,
      whole: true,
      pages: [{ title: '关于影响的通知', hits: 2, excerpt: '【影响甲】，影响甲。' }],
    })
    const wrong = await o.call(officer('upper'), 'POST', '/api/patrol/lexicon/preview', word('[甲乙', '甲'))
    expect(wrong).toMatchObject({ status: 422 })
    expect(wrong.body.message).toContain('括号不成对')
  })
})
