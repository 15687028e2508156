import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { later } from '#kit/now.ts'
import { publishOne, withdrawOne } from '#record/record.fixture.ts'
import { match, sweep, write } from './actions/work.ts'
import { announce } from './jobs.ts'
import { makeReaders, type Readers } from './readers.fixture.ts'
import { ledgerNow } from './store/letters.ts'

let r: Readers
let p: Readers['p']
let mail: Readers['mail']
beforeAll(async () => {
  r = await makeReaders()
  ;({ p, mail } = r)
})
afterAll(() => r.close())
beforeEach(() => r.reset())

describe('邮件订阅（上海实施意见一（三）：公众订阅）', () => {
  it('没有配置邮件：表单不出现，说明可用订阅源', async () => {
    await announce({ ...r.house(), mail: null })
    p.portal.changed()
    const page = await p.get('/subscribe/')
    expect(page.text).toContain('没有开通邮件订阅')
    expect(page.text).not.toContain('action="/subscribe/"')
    expect((await p.get('/list/all/')).text).not.toContain('/subscribe/')
    await announce(r.house())
    p.portal.changed()
    expect((await p.get('/subscribe/')).text).toContain('action="/subscribe/" method="post"')
  })

  it('填错的一次说全，填过的不丢；表单不用脚本', async () => {
    const answer = await r.post('/subscribe/', {
      email: 'not-an-address',
      words: '😀',
      frequency: 'hourly',
      tag: '防汛',
    })
    const text = await answer.text()
    expect(answer.status).toBe(422)
    for (const fault of ['电子邮箱写法不对', '没有可以检索的文字', '请选择多久收一次'])
      expect(text).toContain(fault)
    expect(text).toContain('value="not-an-address"')
    expect(text).toContain('value="防汛"')
    expect(await (await r.post('/subscribe/', { email: 'a@b.cn', frequency: 'daily' })).text()).toContain(
      '请至少选一项',
    )
  })

  it('确认以前只有一封确认信；确认以后才收到，信里有理由和停止的办法', async () => {
    const first = await r.post('/subscribe/', {
      body: 'jiaozuo',
      column: 'notice',
      frequency: 'at-once',
      email: 'zhang@example.cn',
    })
    expect(first.headers.get('location')).toBe('/subscribe/asked.html')
    await r.run()
    expect(mail.taken).toHaveLength(1)
    const asked = mail.taken[0]!.email
    expect(asked.subject).toBe('请确认订阅：焦作市应急管理局，栏目“通知公告”')
    expect(asked.from).toEqual({ name: '焦作市应急管理局政务公开', address: 'noreply@zhaoming.test' })
    expect(mail.taken[0]!.raw).toMatch(/^Subject: =\?UTF-8\?/m)
    await publishOne(p.t.house, { body: 3, title: '确认以前的通知', columns: ['notice'] })
    await r.run()
    expect(mail.taken).toHaveLength(1)
    const token = /\/subscribe\/confirm\/([A-Za-z0-9_-]{43})/.exec(asked.text!)![1]!
    // Opening the address confirms nothing: mail filters open every link.
    expect((await p.get(`/subscribe/confirm/${token}`)).text).toContain('确认订阅</button>')
    await publishOne(p.t.house, { body: 3, title: '还是没有确认', columns: ['notice'] })
    await r.run()
    expect(mail.taken).toHaveLength(1)
    await r.post(`/subscribe/confirm/${token}`, {})
    expect((await p.get(`/subscribe/confirm/${token}`)).text).toContain('订阅已经开始')
    const address = await publishOne(p.t.house, {
      body: 3,
      title: '关于防汛的<b>紧急</b>通知',
      columns: ['notice'],
      documentNumber: '焦应急〔2026〕40号',
    })
    await publishOne(p.t.house, { body: 2, title: '别的机关的通知', columns: ['notice'] })
    await publishOne(p.t.house, { body: 3, title: '别的栏目', columns: ['safety'] })
    await publishOne(p.t.house, {
      body: 3,
      title: '补录的',
      columns: ['notice'],
      imported: true,
      originalPublishedOn: '2020-01-01',
    })
    await r.run()
    await r.run()
    expect(mail.taken).toHaveLength(2)
    const { email, raw } = mail.taken[1]!
    expect(email.subject).toBe('新公开：关于防汛的<b>紧急</b>通知')
    expect(email.text).toContain(`http://zhaoming.test${address}`)
    expect(email.text).toContain(
      '您收到这封信，是因为您用这个邮箱订阅了：焦作市应急管理局，栏目“通知公告”（即时）',
    )
    expect(email.text).toContain(`http://zhaoming.test/subscribe/stop/${token}`)
    expect(email.html).toContain('关于防汛的&lt;b&gt;紧急&lt;/b&gt;通知')
    expect(email.html).not.toMatch(/<img|<script|http:\/\/(?!zhaoming\.test)/)
    const header = (name: string) => email.headers.find(h => h.key === name)?.value
    expect(header('list-unsubscribe')).toBe(`<http://zhaoming.test/subscribe/stop/${token}>`)
    expect(header('list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click')
    expect(raw).toMatch(/^Content-Type: multipart\/alternative/m)
    await r.expectBalanced()
  })

  it('检索结果页可以订邮件：词、机关、栏目、标签都带过去；订阅说不清的条件不给', async () => {
    await publishOne(p.t.house, { body: 3, title: '防溺水提示', columns: ['notice'], documentKind: '通知' })
    const link = async (search: string) =>
      /<a href="(\/subscribe\/[^"]*)">邮件<\/a>/.exec((await p.get(encodeURI(`/search?${search}`))).text)?.[1]
    const wish = await link('q=防溺水&body=jiaozuo&column=notice')
    expect(decodeURIComponent(wish!)).toBe('/subscribe/?words=防溺水&amp;body=jiaozuo&amp;column=notice')
    const form = (await p.get(wish!.replaceAll('&amp;', '&'))).text
    expect(form).toMatch(/name="words"[^>]*value="防溺水"/)
    expect(form).toMatch(/<option value="notice" selected/)
    for (const more of ['&in=title', '&time=week', '&kind=通知'])
      expect(await link(`q=防溺水${more}`), more).toBeUndefined()
  })

  it('邮件程序一键停止（RFC 8058）：不登录、不看页面；地址随即删除', async () => {
    const { email, token } = await r.subscribe({ body: '3' })
    // As a mail provider posts it: no cookie, no origin, exactly this body.
    expect((await r.post(`/subscribe/stop/${token}`, { 'List-Unsubscribe': 'One-Click' })).status).toBe(303)
    await publishOne(p.t.house, { body: 3, title: '停止以后' })
    await r.run()
    expect(r.lettersTo(email)).toHaveLength(0)
    expect((await p.get(`/subscribe/stop/${token}`)).text).toContain('订阅已经停止')
    const { rows } = await sql<{ n: number }>`select count(*)::integer as n from office.subscription
      where state = 'ended' and (sealed is not null or address_key is not null)`.execute(p.t.db)
    expect(rows[0]!.n).toBe(0)
    expect((await p.get(`/subscribe/stop/${'A'.repeat(43)}`)).status).toBe(404)
  })

  it('地址加密保存：库里找不到明文，公开一侧也打不开', async () => {
    const { email } = await r.subscribe({ tag: '防汛抗旱' })
    const tables = ['subscription', 'subscription_letter', 'subscription_due']
    for (const table of tables) {
      const { rows } = await sql<{
        t: string
      }>`select t::text as t from ${sql.raw(`office.${table}`)} t`.execute(p.t.db)
      const text = rows.map(r => r.t).join('\n')
      expect(text).not.toContain(email)
      expect(text).not.toContain(Buffer.from(email).toString('hex'))
    }
    await expect(sql`select * from office.subscription`.execute(p.t.portalDb)).rejects.toMatchObject({
      code: '42501',
    })
  })

  it('按标签、检索词、目录事项、上级机关都能订；机关的订阅含它的下级', async () => {
    const byTag = await r.subscribe({ tag: '危险化学品' })
    const byQuery = await r.subscribe({ q: '自然灾害救助' })
    // 站内检索的同义词：危化品 = 危险化学品。
    const bySynonym = await r.subscribe({ q: '危化品' })
    const byItem = await r.subscribe({ item: 'disaster-relief/3' })
    const byBody = await r.subscribe({ body: '2' })
    const byList = await r.subscribe({ column: 'documents' })
    await publishOne(p.t.house, { body: 3, title: '甲', tags: ['危险化学品'], columns: ['safety'] })
    await publishOne(p.t.house, { body: 1, title: '自然灾害救助标准', columns: ['relief'] })
    await publishOne(p.t.house, {
      body: 1,
      title: '丙',
      catalogItems: ['disaster-relief/3'],
      columns: ['relief'],
    } as never)
    await publishOne(p.t.house, { body: 1, title: '丁', keywords: ['危险化学品'], columns: ['normative'] })
    await publishOne(p.t.house, { body: 1, title: '危险化学品经营许可办理结果', columns: ['licensing'] })
    await r.run()
    const subjects = (s: { email: string }) =>
      r
        .lettersTo(s.email)
        .map(l => l.email.text!.match(/新公开：.+/g))
        .flat()
        .sort()
    expect(subjects(byTag)).toEqual(['新公开：甲', '新公开：丁'].sort())
    expect(subjects(byQuery)).toEqual(['新公开：自然灾害救助标准'])
    expect(subjects(bySynonym)).toContain('新公开：危险化学品经营许可办理结果')
    expect(subjects(byItem)).toEqual(['新公开：丙'])
    expect(subjects(byBody)).toEqual(['新公开：甲'])
    expect(subjects(byList)).toEqual(['新公开：丁'])
    await r.expectBalanced()
  })

  it('适用对象也能订（上海一（三）：定向推送）；标签改了名、合并了，原来的订阅照样收到', async () => {
    const names = [
      { body_id: 1, name: '防汛', current: '防汛防旱', key: 'flood' },
      { body_id: 1, name: '防汛防旱', current: '防汛防旱', key: 'flood' },
    ]
    await p.t.db.insertInto('record.tag_name').values(names).execute()
    const byAudience = await r.subscribe({ tag: '矿山企业' })
    const byOldName = await r.subscribe({ tag: '防汛' })
    const byNewName = await r.subscribe({ tag: '防汛防旱' })
    await publishOne(p.t.house, { body: 3, title: '给矿山', audience: ['矿山企业'] })
    await publishOne(p.t.house, { body: 3, title: '按新名标', tags: ['防汛防旱'] })
    await publishOne(p.t.house, { body: 3, title: '按老名标', tags: ['防汛'] })
    await r.run()
    const told = (s: { email: string }) =>
      r
        .lettersTo(s.email)
        .flatMap(l => l.email.text!.match(/新公开：.+/g) ?? [])
        .sort()
    expect(told(byAudience)).toEqual(['新公开：给矿山'])
    for (const one of [byOldName, byNewName])
      expect(told(one)).toEqual(['新公开：按新名标', '新公开：按老名标'].sort())
    p.portal.changed()
    const form = (await p.get('/subscribe/')).text
    expect(form).toContain('<option value="防汛防旱"')
    expect(form).not.toContain('<option value="防汛"')
    await r.expectBalanced()
  })

  it('每天、每周的摘要按北京时间上午八点，没有新内容的不发；更正写明说明', async () => {
    p.t.setNow('2026-12-02T09:00:00+08:00')
    const daily = await r.subscribe({ body: '1', frequency: 'daily' })
    const weekly = await r.subscribe({ body: '1', frequency: 'weekly' })
    const address = await publishOne(p.t.house, { body: 1, title: '周三公开的' })
    await publishOne(p.t.house, { body: 3, title: '周三焦作公开的' })
    await r.run()
    p.t.setNow('2026-12-03T07:59:00+08:00')
    await r.run()
    expect(r.lettersTo(daily.email)).toHaveLength(0)
    p.t.setNow('2026-12-03T08:00:00+08:00')
    await r.run()
    await r.run()
    expect(r.lettersTo(daily.email)).toHaveLength(1)
    expect(r.lettersTo(daily.email)[0]!.email.subject).toBe('2 件新公开的信息：周三公开的等')
    p.t.setNow('2026-12-04T08:00:00+08:00')
    await r.run()
    expect(r.lettersTo(daily.email)).toHaveLength(1)
    await publishOne(p.t.house, { body: 1, address, title: '周三公开的', note: '更正一处日期。' })
    await r.run()
    p.t.setNow('2026-12-07T07:59:59+08:00')
    await r.run()
    expect(r.lettersTo(weekly.email)).toHaveLength(0)
    p.t.setNow('2026-12-07T08:00:00+08:00')
    await r.run()
    expect(r.lettersTo(weekly.email)).toHaveLength(1)
    expect(r.lettersTo(weekly.email)[0]!.email.text).toContain('更正说明：更正一处日期。')
    await r.expectBalanced()
  })

  it('发出以前撤回的不再告诉，记为不发；其余照发', async () => {
    const { email } = await r.subscribe({ body: '2' })
    const gone = await publishOne(p.t.house, { body: 2, title: '马上撤回' })
    await publishOne(p.t.house, { body: 2, title: '照常公开' })
    await match(r.house())
    await write(r.house())
    await withdrawOne(p.t.house, gone, 2)
    await r.run()
    expect(r.lettersTo(email)).toHaveLength(1)
    expect(r.lettersTo(email)[0]!.email.text).not.toContain('马上撤回')
    expect((await r.expectBalanced()).suppressed).toBeGreaterThan(0)
  })

  it('暂时拒收的隔一会儿再发，只到一次；总也发不出的记为失败', async () => {
    const { email } = await r.subscribe({ body: '2' })
    await publishOne(p.t.house, { body: 2, title: '先拒后收' })
    mail.behave({ at: 'rcpt', code: 451, text: '4.7.1 greylisted' })
    await r.run()
    await r.run()
    mail.behave('take')
    await r.run()
    expect(r.lettersTo(email)).toHaveLength(0)
    p.t.pass(61_000)
    await r.run()
    expect(r.lettersTo(email)).toHaveLength(1)
    await publishOne(p.t.house, { body: 2, title: '一直拒收' })
    mail.behave({ at: 'data', code: 452, text: '4.2.2 mailbox full' })
    const before = (await ledgerNow(p.t.db, 1)).failed
    for (let i = 0; i < 12; i++) {
      await r.run()
      p.t.pass(13 * 3_600_000)
    }
    expect((await r.expectBalanced()).failed).toBeGreaterThan(before)
  })

  it('邮箱不存在：连着三次拒收就停止，以后的不再欠', async () => {
    const { email } = await r.subscribe({ body: '2' })
    mail.behave({ at: 'rcpt', code: 550, text: `5.1.1 <${email}> user unknown` })
    for (let i = 0; i < 4; i++) {
      await publishOne(p.t.house, { body: 2, title: `第${i}件` })
      await r.run()
    }
    mail.behave('take')
    await publishOne(p.t.house, { body: 2, title: '以后的' })
    await r.run()
    expect(r.lettersTo(email)).toHaveLength(0)
    const ledger = await r.expectBalanced()
    expect(ledger.faults.some(f => f.text.includes('user unknown'))).toBe(true)
    expect(JSON.stringify(ledger.faults.map(f => f.text))).not.toContain(email)
  })

  it('不能拿别人的邮箱来骚扰：一天最多问五次，同样的不问第二次，机器填的不算', async () => {
    for (let i = 0; i < 9; i++)
      await r.request(i % 2 ? 'Victim@example.cn' : 'victim@example.cn', {
        tag: `词${i}`,
        frequency: 'daily',
      })
    await r.run()
    expect(mail.taken.filter(t => t.to.toLowerCase() === 'victim@example.cn')).toHaveLength(5)
    const trapped = await r.post('/subscribe/', {
      body: 'mem',
      frequency: 'daily',
      email: 'bot@example.cn',
      website: 'http://spam',
    })
    expect(trapped.headers.get('location')).toBe('/subscribe/asked.html')
    await r.run()
    expect(r.lettersTo('bot@example.cn')).toHaveLength(0)
  })

  it('七天没有确认的忘掉：地址删除，确认的链接说已停止', async () => {
    const { token } = await r.subscribe({ body: '1' }, false)
    await sql`update office.subscription set requested_at = ${later(p.t.house.now(), -8 * 86_400_000)} where state = 'asked'`.execute(
      p.t.db,
    )
    expect(await sweep(r.house())).toBeGreaterThan(0)
    expect((await p.get(`/subscribe/confirm/${token}`)).text).toContain('订阅已经停止')
  })
})
