import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { append } from '#record/record.fixture.ts'
import { publish, reserveAddress } from '#record/actions.ts'
import { publicationData } from '#record/content.ts'
import { makeEntry } from '#record/model.ts'
import { recordPages } from '#record/portal.tsx'
import { makeBureau, type Bureau } from '../../test/setup/bureau.ts'
import { makeHouse, type TestHouse } from '../../test/setup/house.ts'
import { makeWeb, type Web } from '../../test/setup/web.ts'
import { performMistake, seesMistake } from './actions.ts'
import { feedbackJobs } from './jobs.ts'
import { feedbackPages, feedbackParts } from './portal.tsx'
import { mistakesOf } from './store.ts'

let t: TestHouse
let b: Bureau
let web: Web
let address: string
beforeAll(async () => {
  t = await makeHouse('2026-11-23T09:00:00+08:00')
  b = await makeBureau(t.db, 'ceshi', '测试县应急管理局')
  web = await makeWeb(t, {
    pages: [...recordPages(feedbackParts), ...feedbackPages],
  })
  address = await t.db.transaction().execute(async trx => {
    const at = await reserveAddress(trx, 'ceshi', '2026-11-23')
    const entry = makeEntry({
      title: '关于检查的通知',
      issuers: ['测试县应急管理局'],
      html: '<p>正文在此。</p>',
      columns: ['policy'],
    })
    const event = await append(trx, b.bodyId, 1, 'publish', t.house.now(), publicationData(entry, at))
    await publish(trx, t.house, { entry, bodyId: b.bodyId, subjectId: 1, address: at, event })
    return at
  })
})
afterAll(async () => {
  await web.close()
  await t.close()
})

const send = async (path: string, fields: Record<string, string>, headers: Record<string, string> = {}) => {
  const answer = await fetch(web.url + path, {
    method: 'POST',
    body: new URLSearchParams(fields),
    headers,
    redirect: 'manual',
  })
  return { status: answer.status, to: answer.headers.get('location'), text: await answer.text() }
}
const report = (text: string, more: Record<string, string> = {}) =>
  send('/report.html', { at: address, kind: 'wording', text, ...more })
const reports = async () => (await mistakesOf(t.db, [b.bodyId], null, 1)).rows

describe('页面找错和“是否有用”', () => {
  test('每件信息底部有这两样；不用脚本、不登录、不问姓名，提交后得到编号', async () => {
    const page = await (await fetch(web.url + address)).text()
    expect(page).toContain('这条信息对您有用吗')
    expect(page).toContain(`/report.html?at=${encodeURIComponent(address)}`)
    const form = await (await fetch(`${web.url}/report.html?at=${encodeURIComponent(address)}`)).text()
    expect(form).toContain('关于检查的通知')
    expect(form).not.toMatch(/name="(name|phone|email|idNumber)"/)
    const done = await report('第二段“通知”写成了“通智”。')
    expect(done.status).toBe(303)
    expect(done.to).toMatch(/^\/thanks\.html\?n=\d+$/)
    expect(await reports()).toMatchObject([
      { state: 'received', address, text: '第二段“通知”写成了“通智”。' },
    ])
  })

  test('同一处同样的话再交一次，得到原来的编号，不多一条', async () => {
    const before = (await reports()).length
    const first = await report('附件打不开，提示找不到文件。')
    expect((await report('附件打不开，提示找不到文件。')).to).toBe(first.to)
    expect((await reports()).length).toBe(before + 1)
  })

  test('没选没写：一次说全，写过的还在；写了身份证号的请他删去，不存下来', async () => {
    const empty = await send('/report.html', { at: address, text: '错' })
    expect(empty.status).toBe(422)
    expect(empty.text).toContain('请选择是哪一类错误')
    expect(empty.text).toContain('至少 4 个字')
    expect(empty.text).toContain('>错</textarea>')
    expect(empty.text).toContain('<title>错误：')
    const before = (await reports()).length
    const personal = await report('名单里有 11010519491231002X 这个号码。')
    expect(personal.status).toBe(422)
    expect(personal.text).toContain('请不要写身份证号')
    expect((await reports()).length).toBe(before)
  })

  test('机器人填了隐藏栏：看起来成功，什么也没有存；别的网站发来的表单不收', async () => {
    const before = (await reports()).length
    expect((await report('买药请点这里看看', { website: 'http://spam.example' })).status).toBe(303)
    expect((await report('别处来的一条报告', {})).status).toBe(303)
    const foreign = await send(
      '/report.html',
      { at: address, kind: 'other', text: '别的网站' },
      { 'Sec-Fetch-Site': 'cross-site' },
    )
    expect(foreign.status).toBe(403)
    const origin = await send(
      '/report.html',
      { at: address, kind: 'other', text: '别的网站' },
      { Origin: 'https://evil.example' },
    )
    expect(origin.status).toBe(403)
    expect((await reports()).length).toBe(before + 1)
  })

  test('一个地方一小时内报得太多：请他稍后，写的还在；不存在的页面报不了；太大的表单 413', async () => {
    let last = { status: 0, text: '' }
    for (let i = 0; i < 12; i++) last = await report(`第${i}段有错别字需要改正`)
    expect(last.status).toBe(422)
    expect(last.text).toContain('太多了')
    expect(last.text).toContain('第11段有错别字')
    expect(
      (
        await send('/report.html', {
          at: '/ceshi/content/20261123-99999.html',
          kind: 'other',
          text: '没有这个页面',
        })
      ).status,
    ).not.toBe(303)
    expect((await send('/report.html', { at: address, text: 'x'.repeat(300_000) })).status).toBe(413)
    const bare = await fetch(`${web.url}/useful.html`, { redirect: 'manual' })
    expect([bare.status, bare.headers.get('location')]).toEqual([303, '/mistakes.html'])
  })

  test('有用、没有用：只加总数，同一个地方一小时只算一次', async () => {
    for (let i = 0; i < 3; i++)
      expect((await send('/useful.html', { at: address, useful: 'no' })).status).toBe(303)
    const row = await t.db
      .selectFrom('usefulness')
      .selectAll()
      .where('address', '=', address)
      .executeTakeFirstOrThrow()
    expect([row.useful, row.useless]).toEqual([0, 1])
  })

  test('收到的进入履历并通知经办人；处理说明公开，读者的话不公开；拟稿人不能办结', async () => {
    const [first] = await reports()
    const jobs = feedbackJobs(t.house)
    await jobs['feedback:receive']!({ mistake: first!.id }, {} as never)
    await jobs['feedback:receive']!({ mistake: first!.id }, {} as never)
    const events = await t.db
      .selectFrom('event')
      .select('verb')
      .where('subject_kind', '=', 'mistake')
      .where('subject_id', '=', first!.id)
      .execute()
    expect(events.map(e => e.verb)).toEqual(['receive'])
    const notices = await t.db
      .selectFrom('notice')
      .select('staff_id')
      .where('subject_kind', '=', 'mistake')
      .execute()
    expect(notices.map(n => n.staff_id)).toContain(b.actors.opennessOfficer.staffId)
    await expect(
      performMistake(t.house, {
        subject: first!.id,
        verb: 'fix',
        actor: b.actors.drafter,
        form: { answer: '已改。改正了' },
      }),
    ).rejects.toThrow('权限')
    expect(seesMistake({ bodyId: b.bodyId }, b.actors.auditAdmin)).toBe(false)
    await performMistake(t.house, {
      subject: first!.id,
      verb: 'fix',
      actor: b.actors.publisher,
      form: { answer: '已更正为“通知”，见更新记录。' },
    })
    const page = await (await fetch(`${web.url}/mistakes.html?n=${first!.id}`)).text()
    expect(page).toContain('已更正为“通知”')
    expect(page).not.toContain('通智')
    expect(await (await fetch(`${web.url}/mistakes.html?n=99999`)).text()).toContain('没有这个编号')
  })

  test('门户的角色只能经这两个函数写，读不到报告', async () => {
    for (const table of ['office.mistake', 'office.usefulness', 'office.posting', 'office.alert'])
      await expect(sql`select * from ${sql.raw(table)}`.execute(t.portalDb), table).rejects.toThrow(
        /permission denied/,
      )
    for (const table of ['record.mistake', 'record.alert', 'record.copy'])
      await expect(sql`delete from ${sql.raw(table)}`.execute(t.portalDb), table).rejects.toThrow(
        /permission denied/,
      )
  })
})
