import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Actor } from '#kit/actor.ts'
import { Refused } from '#kit/errors.ts'
import { publishOne, withdrawOne } from '#record/record.fixture.ts'
import { recordPages } from '#record/portal.tsx'
import { makeBureau, type Bureau } from '../../test/setup/bureau.ts'
import { makeHouse, type TestHouse } from '../../test/setup/house.ts'
import { makeWeb, type Web } from '../../test/setup/web.ts'
import { performMoved, rehearse, seesTable, takeTable } from './actions.ts'
import { movedTo } from './portal.ts'
import { movedBeginning, movedVerbs, movedWorkflow } from './workflow.ts'

/** 换了网站，旧网址不成死链（国办发〔2017〕47号：除网站迁移外网址保持不变；迁移的要转过去）。 */

let t: TestHouse
let above: Bureau
let below: Bureau
let web: Web
let notice: string
let foreign: string
beforeAll(async () => {
  t = await makeHouse('2026-11-23T09:00:00+08:00')
  // The fixtures of the record know bodies 1 and 2 by these names.
  above = await makeBureau(t.db, 'mem', '应急管理部')
  below = await makeBureau(t.db, 'henan', '河南省应急管理厅')
  const under = { parent_id: above.bodyId, ancestors: [above.bodyId] }
  await t.db.updateTable('record.body').set(under).where('id', '=', below.bodyId).execute()
  web = await makeWeb(t, {
    pages: recordPages([]),
    elsewhere: movedTo,
  })
  notice = await publishOne(t.house, {
    body: 2,
    title: '关于开展汛期检查的通知',
    documentNumber: '豫应急〔2025〕8号',
    indexNumber: '11410000MB1912345X/2025-00008',
  })
  foreign = await publishOne(t.house, { body: 1, title: '部里的通知', documentNumber: '应急〔2025〕1号' })
})
afterAll(async () => {
  await web.close()
  await t.close()
})

const table = (...rows: string[][]) => ({
  name: '旧网址.csv',
  bytes: Buffer.from(['旧网址,新网址', ...rows.map(r => r.join(','))].join('\r\n')),
})
const take = (given: ReturnType<typeof table>, actor: Actor = below.actors.opennessOfficer, key?: string) =>
  takeTable(t.house, actor, below.bodyId, given, key)
const withdraw = (subject: number, actor: Actor, reason: string | null = '指错了') =>
  performMoved(t.house, { subject, verb: 'withdraw', actor, reason })
const get = async (path: string) => {
  const answer = await fetch(web.url + path, { redirect: 'manual' })
  return [answer.status, answer.headers.get('location')]
}
const refusal = async (promise: Promise<unknown>) => {
  try {
    await promise
  } catch (error) {
    if (error instanceof Refused) return error
    throw error
  }
  throw new Error('nothing was refused')
}

describe('旧网址转到新网址', () => {
  test('启用以后旧网址 301 到新网址：带域名的、大小写不同的、参数换了次序的、GBK 编码的都认得；表里没有的仍是 404', async () => {
    expect(await get('/Html/2019/05/123.html')).toEqual([404, null])
    const { subject } = await take(
      table(
        ['http://old.henan.example/Html/2019/05/123.html', notice],
        ['/showinfo.aspx?CategoryNum=001&InfoID=88', '豫应急[2025]8号'],
        ['/%D5%FE%B2%DF/list.shtml', '/henan/list/policy/'],
        ['/通知/1.html', '11410000MB1912345X/2025-00008'],
      ),
    )
    expect(await get('/Html/2019/05/123.html')).toEqual([301, notice])
    expect(await get('/HTML/2019/05/123.HTML?from=singlemessage')).toEqual([301, notice])
    expect(await get('/showinfo.aspx?InfoID=88&CategoryNum=001')).toEqual([301, notice])
    expect(await get('/showinfo.aspx?InfoID=89&CategoryNum=001')).toEqual([404, null])
    expect(await get('/%d5%fe%b2%df/list.shtml')).toEqual([301, '/henan/list/policy/'])
    expect(await get(`/${encodeURIComponent('通知')}/1.html`)).toEqual([301, notice])
    expect((await get('/html/2019/05/124.html'))[0]).toBe(404)

    const silent = await refusal(withdraw(subject, below.actors.publisher, null))
    expect(silent.reasons[0]!.field).toBe('reason')
    await withdraw(subject, below.actors.publisher)
    expect(await get('/Html/2019/05/123.html')).toEqual([404, null])
    // 撤下以后可以另行启用。
    const again = await take(table(['/Html/2019/05/123.html', '/henan/']))
    expect(await get('/Html/2019/05/123.html')).toEqual([301, '/henan/'])
    await withdraw(again.subject, below.actors.opennessOfficer)
  })

  test('有一处不对整张表都不启用，各行的错一次说全：循环、转两次、重复、正在使用的、别处的、撤回的、没有的', async () => {
    const first = await take(table(['/taken.html', '/henan/']))
    const gone = await publishOne(t.house, { body: 2, title: '要撤回的' })
    await withdrawOne(t.house, gone, 2)
    const given = table(
      [notice, '/henan/'],
      ['/henan/list/policy/', '/henan/'],
      ['/', '/henan/'],
      ['/one.html', '/two.html'],
      ['/two.html', '/henan/'],
      ['/two.html', '/list/all/'],
      ['/taken.html', '/list/all/'],
      ['/x1.html', foreign],
      ['/x2.html', '应急〔2025〕1号'],
      ['/x3.html', '/mem/list/policy/'],
      ['/x4.html', 'https://evil.example/'],
      ['/x5.html', gone],
      ['/x6.html', '/henan/content/20200101-99999.html'],
      ['/x7.html', '豫应急〔1999〕1号'],
      ['/good.html', '/bodies.html'],
    )
    const refused = await refusal(take(given))
    const rows = refused.reasons.map(r => Number(/第 (\d+) 行/.exec(r.text)![1]))
    expect([...new Set(rows)]).toEqual([2, 3, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15])
    for (const path of ['/good.html', '/two.html', '/x1.html']) expect((await get(path))[0], path).toBe(404)
    const read = await rehearse(t.house, below.actors.publisher, below.bodyId, given)
    expect(read.findings.filter(f => f.tier === 'fault')).toHaveLength(refused.reasons.length)
    await withdraw(first.subject, below.actors.opennessOfficer)
  })

  test('同一个请求重发两次只启用一次；两人同时启用同一个旧网址，后一个被告知', async () => {
    const given = table(['/once.html', '/henan/'])
    const [a, b] = await Promise.all([
      take(given, below.actors.opennessOfficer, 'the-same-intention'),
      take(given, below.actors.opennessOfficer, 'the-same-intention'),
    ])
    expect(b).toEqual(a)
    const both = await Promise.allSettled([
      take(table(['/race.html', '/henan/'])),
      take(table(['/race.html', '/list/all/']), below.actors.publisher),
    ])
    expect(both.map(r => r.status).sort()).toEqual(['fulfilled', 'rejected'])
    expect((both.find(r => r.status === 'rejected') as PromiseRejectedResult).reason).toBeInstanceOf(Refused)
  })

  test('信息撤回以后，旧网址仍转到原址，看到的是撤回说明，不是别的', async () => {
    const soon = await publishOne(t.house, { body: 2, title: '以后撤回的' })
    await take(table(['/later.html', soon]))
    await withdrawOne(t.house, soon, 2)
    expect(await get('/later.html')).toEqual([301, soon])
    expect((await get(soon))[0]).toBe(410)
  })

  test('坏文件：空的、不是表格的、没有一行的，说清楚怎么办', async () => {
    for (const bytes of [
      Buffer.alloc(0),
      Buffer.from([0, 1, 2, 3, 0, 255, 254]),
      Buffer.from('旧网址,新网址'),
    ]) {
      const refused = await refusal(take({ name: 'x.csv', bytes }))
      expect(refused.reasons[0]!.text).toMatch(/[一-鿿].*。$/)
    }
    // 中文 Windows 的表格软件存成的 GBK。
    const gbk = Buffer.concat([
      Buffer.from([0xbe, 0xc9, 0xcd, 0xf8, 0xd6, 0xb7]),
      Buffer.from(','),
      Buffer.from([0xd0, 0xc2, 0xcd, 0xf8, 0xd6, 0xb7]),
      Buffer.from('\r\n/gbk.html,/henan/\r\n'),
    ])
    await take({ name: '表.csv', bytes: gbk })
    expect(await get('/gbk.html')).toEqual([301, '/henan/'])
  })
})

describe('谁能做什么', () => {
  const everybody = () => Object.entries(below.actors)

  test('启用：表里写的角色都能，其余人和别的机关的人一个也不能', async () => {
    let n = 0
    const may: string[] = []
    for (const [role, actor] of everybody()) {
      const done = await take(table([`/role-${++n}.html`, '/henan/']), actor).then(
        () => true,
        (error: unknown) => {
          if (error instanceof Refused && error.code === 'forbidden') return false
          throw error
        },
      )
      if (done) may.push(role)
    }
    expect(may.map(r => r.replace(/2$/, '')).sort()).toEqual([...movedBeginning.by, 'publisher'].sort())
    expect((await refusal(take(table(['/other.html', '/henan/']), above.actors.opennessOfficer))).code).toBe(
      'forbidden',
    )
    expect(
      (await refusal(rehearse(t.house, below.actors.drafter, below.bodyId, table(['/a.html', '/henan/']))))
        .code,
    ).toBe('forbidden')
  })

  test('状态 × 动作 × 角色：只许流程表里有的', async () => {
    let n = 0
    for (const verb of movedVerbs)
      for (const state of ['standing', 'withdrawn'] as const)
        for (const [role, actor] of everybody()) {
          const { subject } = await take(table([`/walk-${++n}.html`, '/henan/']))
          if (state === 'withdrawn') await withdraw(subject, below.actors.opennessOfficer)
          const step = (movedWorkflow[state] as Record<string, { by: readonly string[] }>)[verb]
          const lawful = step?.by.includes(role.replace(/2$/, '')) ?? false
          const done = await performMoved(t.house, { subject, verb, actor, reason: '检查' }).then(
            () => true,
            (error: unknown) => {
              if (error instanceof Refused) return false
              throw error
            },
          )
          expect(done, `${state} ${verb} ${role}`).toBe(lawful)
        }
    const { subject } = await take(table(['/mine.html', '/henan/']))
    expect((await refusal(withdraw(subject, above.actors.opennessOfficer))).code).toBe('not-found')
    expect(seesTable({ bodyId: below.bodyId }, below.actors.systemAdmin)).toBe(
      below.actors.systemAdmin.roles.length > 0,
    )
  })
})
