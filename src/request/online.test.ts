import mammoth from 'mammoth'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { dayOf } from '#kit/now.ts'
import { hasChineseFonts, textOfPdf } from '../document/renderings/pdf.fixture.ts'
import { receiptCode } from './codes.ts'
import { requestJobs } from './jobs.ts'
import { warnUnconfirmed } from './online/forget.ts'
import { largestPaper, paperTypeOf } from './online/model.ts'
import { openSealedFile } from './online/sealedFiles.ts'
import { takeAll, takeIn } from './online/takeIn.ts'
import { mailReceipt, receiptLetter } from './online/tell.ts'
import { rowViews } from './present.ts'
import { registerRows } from './store/register.ts'
import { makeOnline, type Online, at, png, secrets } from './online.fixture.ts'

let o: Online
let bench: Online['bench']
let house: Online['house']
let url: Online['url']
let errors: Online['errors']
let lines: Online['lines']
let reader: Online['reader']
let apply: Online['apply']
let submissionOf: Online['submissionOf']
let taken: Online['taken']
beforeAll(async () => {
  o = await makeOnline()
  ;({ bench, house, url, errors, lines, reader, apply, submissionOf, taken } = o)
})
afterAll(() => o.close())

describe('网上申请（第二十九条）', () => {
  test('不用脚本、不登录：四步填完，每一步一次说全错处，填过的都在', async () => {
    const r = reader()
    expect((await r.get(at)).text).toContain('开始申请')
    const empty = await r.post(`${at}what.html`, { purpose: '研究' })
    expect(empty.status).toBe(422)
    expect(empty.text).toContain('<title>错误：要什么信息')
    expect(empty.text).toContain('三项填一项即可')
    expect(empty.text).toContain('>研究</textarea>')
    const first = await r.post(`${at}what.html`, { description: '2025年执法检查计划' })
    expect(first.status).toBe(303)
    expect(first.headers.get('set-cookie')).toMatch(/HttpOnly; SameSite=Lax/)
    expect((await r.post(`${at}who.html`, {})).text).toContain('请选择申请人是公民还是')
    expect((await r.get(`${at}identity.html`)).to).toBe(`${at}who.html`)
    expect((await r.post(`${at}who.html`, { applicantKind: 'natural' })).to).toBe(`${at}identity.html`)
    expect((await r.get(`${at}identity.html`)).text).toContain('证件号码')
    const wrong = await r.post(`${at}identity.html`, {
      name: '',
      identityProof: 'residentCard',
      identityNumber: '110105194912310021',
    })
    for (const said of ['请填写姓名。', '校验码不对', 'value="110105194912310021"'])
      expect(wrong.text).toContain(said)
    await r.post(`${at}who.html`, { applicantKind: 'commercial' })
    const organization = await r.post(`${at}identity.html`, { name: '某某公司' })
    for (const said of ['请填写统一社会信用代码', '请填写联系人姓名'])
      expect(organization.text).toContain(said)
    await r.post(`${at}who.html`, { applicantKind: 'natural' })
    expect((await r.post(`${at}identity.html`, { identityProof: 'passport', ...secrets })).to).toBe(
      `${at}contact.html`,
    )
    const unreachable = await r.post(`${at}contact.html`, { phone: '139', email: 'a@', address: '某路1号' })
    for (const said of ['电话号码不对', '电子邮箱的写法不对', '某路1号'])
      expect(unreachable.text).toContain(said)
    await r.post(`${at}contact.html`, { ...secrets, email: '' })
    const how = await r.post(`${at}how.html`, { otherWayAccepted: '1' })
    expect(how.text).toContain('请选择获取信息的方式')
    expect((await r.post(`${at}how.html`, { delivery: 'pickUp' })).to).toBe(`${at}carrier.html`)
    expect((await r.post(`${at}carrier.html`, {})).text).toContain('请选择信息的形式')
    expect((await r.post(`${at}carrier.html`, { carrier: 'paper' })).to).toBe(`${at}check.html`)
    const check = await r.get(`${at}check.html`)
    for (const shown of ['2025年执法检查计划', secrets.name, secrets.phone, '自行领取', '修改您是谁'])
      expect(check.text).toContain(shown)
    expect(check.headers.get('cache-control')).toBe('no-store')
  })

  test('只问条例要求的：没有工作单位，用途可以不填', async () => {
    const r = reader()
    await r.post(`${at}what.html`, { informationName: '某计划' })
    await r.post(`${at}who.html`, { applicantKind: 'natural' })
    for (const page of ['who', 'identity', 'contact', 'how'])
      expect((await r.get(`${at}${page}.html`)).text).not.toMatch(/工作单位|职业|户籍|年龄/)
    for (const basic of ['当面', '邮寄', '口头申请']) expect((await r.get(at)).text).toContain(basic)
  })

  test('上传身份证明以前就写明怎样使用、办结后多少天删除：按本机关的设置（个人信息保护法第十七条）', async () => {
    const { t, bureau } = bench
    const r = reader()
    await r.post(`${at}what.html`, { informationName: '某计划' })
    await r.post(`${at}who.html`, { applicantKind: 'natural' })
    const asked = async () => (await r.get(`${at}identity.html`)).text
    expect(await asked()).toContain('水印')
    expect(await asked()).toContain('办结 30 天后删除')
    const set = async (identity_days: number) =>
      t.db
        .updateTable('request_setting')
        .set({ identity_days })
        .where('body_id', '=', bureau.bodyId)
        .execute()
    await set(7)
    expect(await asked()).toContain('办结 7 天后删除')
    await set(0)
    expect(await asked()).toContain('办结后随即删除')
    await set(30)
  })

  test('填到一半的换一个浏览器打不开，数据库里读不到，清除就没有了', async () => {
    const r = reader()
    await r.post(`${at}what.html`, { informationName: '只有我知道的名称' })
    expect((await r.get(`${at}what.html`)).text).toContain('只有我知道的名称')
    expect((await reader().get(`${at}what.html`)).text).not.toContain('只有我知道的名称')
    const rows = await bench.t.db.selectFrom('request_filling').selectAll().execute()
    expect(rows.some(row => row.sealed.includes('只有我知道'))).toBe(false)
    expect(rows.some(row => row.key_hash.toString('base64url') === r.cookie().slice(4))).toBe(false)
    await r.post(at, { act: 'clear' })
    expect(r.cookie()).toBe('')
    expect((await r.get(`${at}what.html`)).text).not.toContain('只有我知道的名称')
  })

  test('证明材料按内容认：改名的、空的、太大的都说明原因；收下的在库里是密文', async () => {
    const r = reader()
    await r.post(`${at}what.html`, { informationName: '某计划' })
    await r.post(`${at}who.html`, { applicantKind: 'natural' })
    const send = (bytes: Buffer, name = '身份证.png') =>
      r.upload(`${at}identity.html`, { act: 'upload', name: '张三' }, { name, bytes })
    expect((await send(Buffer.from('MZ this is a program'))).text).toContain('看的是内容，不是扩展名')
    expect((await send(Buffer.alloc(0), 'a.png')).text).toContain('空的')
    const huge = Buffer.from('89504e470d0a1a0a0000000d494844520000c3500000c3500806000000', 'hex')
    expect((await send(huge, '巨图.png')).text).toContain('超过 5000 万像素')
    expect((await send(Buffer.concat([png, Buffer.alloc(largestPaper)]))).text).toContain('超过 5 MB')
    expect((await send(Buffer.alloc(largestPaper + 2_000_000))).status).toBe(413)
    const kept = await send(png)
    expect(kept.text).toContain('已加密')
    expect(kept.text).toContain('value="张三"')
    const papers = await bench.t.db.selectFrom('request_paper').select('sealed').execute()
    expect(papers.length).toBeGreaterThan(0)
    expect(papers.some(p => p.sealed.includes('IDENTITY-PICTURE'))).toBe(false)
    expect([paperTypeOf(png), paperTypeOf(Buffer.from('PK'))]).toEqual(['image/png', null])
  })

  test('提交得到回执编号和查询码，再点一次还是那一份；说明双方确认之日起算和最迟日期', async () => {
    const { r, receipt, query, page } = await apply()
    expect(receiptCode(receipt.toLowerCase().replaceAll('-', ' '))).toBe(receipt)
    for (const said of ['双方确认之日为收到申请之日', '2026年11月26日', '2026年12月21日'])
      expect(page.text).toContain(said)
    expect(page.text).not.toContain(secrets.phone)
    expect((await r.post(`${at}check.html`, {})).to).toBe(`${at}done.html`)
    expect((await r.get(`${at}done.html`)).text).toContain(query)
    const all = await bench.t.db
      .selectFrom('request_submission')
      .select('id')
      .where('receipt_code', '=', receipt)
      .execute()
    expect(all.length).toBe(1)
  })

  test('确认期限从本机关的设置，页面、登记簿、提醒说的是同一天', async () => {
    await bench.t.db.updateTable('request_setting').set({ confirm_days: 5 }).execute()
    const { receipt, query, page, id } = await taken()
    expect(page.text).toContain('2026年11月30日')
    expect(page.text).toContain('5 个工作日，本机关的内部要求')
    expect((await o.status({ receipt, query })).text).toContain('2026年11月30日')
    const rows = await registerRows(bench.t.db, [bench.bureau.bodyId], {}, { limit: 50, offset: 0 })
    const views = await rowViews(house, rows)
    expect(views.find(v => v.id === id)).toMatchObject({ due: '2026-11-30', light: 'green' })
    await bench.t.db.updateTable('request_setting').set({ confirm_days: 3 }).execute()
  })

  test(
    '接收回执可以下载 PDF：提交后立即有两个编码，确认后有登记编号、收到之日和最迟日期',
    { skip: !hasChineseFonts, timeout: 240_000 },
    async () => {
      const { r, receipt, query, id } = await taken()
      const textOf = async (bytes: Buffer) => (await textOfPdf(new Uint8Array(bytes))).replace(/\s/g, '')
      const first = await r.post(`${at}done.html`, {})
      expect(first.headers.get('content-type')).toBe('application/pdf')
      expect(first.headers.get('cache-control')).toBe('no-store')
      const early = await textOf(first.bytes)
      for (const said of [
        receipt,
        query,
        '政府信息公开申请接收回执',
        '待双方确认',
        '2025年度执法检查计划',
        '欧**密',
      ])
        expect(early).toContain(said)
      expect(early).not.toContain('【请填写')
      for (const secret of Object.values(secrets)) expect(early).not.toContain(secret)
      expect((await reader().post(`${at}done.html`, {})).to).toBe(at)

      await o.confirm(id)
      const codes = { receipt, query }
      const later = await o.status(codes, { file: 'receipt', matter: String(id) })
      expect(later.headers.get('content-type')).toBe('application/pdf')
      const full = await textOf(later.bytes)
      for (const said of [receipt, query, '2026年11月23日', '2026年12月21日', '测应急公开申〔2026〕'])
        expect(full).toContain(said)
      const wrong = await o.status(
        { ...codes, query: 'AAAA-BBBB-CCCC' },
        { file: 'receipt', matter: String(id) },
      )
      expect([wrong.status, wrong.headers.get('content-type')?.includes('pdf')]).toEqual([422, false])
      const foreign = await o.status(codes, { file: 'receipt', matter: '999999' })
      expect(foreign.headers.get('content-type')).toContain('text/html')
    },
  )

  test('机器人、别的网站、没有公开工作机构的机关', async () => {
    const r = reader()
    expect((await r.post(`${at}what.html`, { informationName: '广告', website: 'x' })).to).toBe(at)
    expect(r.cookie()).toBe('')
    const foreign = await fetch(url + `${at}what.html`, {
      method: 'POST',
      body: new URLSearchParams({ informationName: 'x' }),
      headers: { 'Sec-Fetch-Site': 'cross-site' },
    })
    expect(foreign.status).toBe(403)
    await bench.t.db.updateTable('request_setting').set({ online: false }).execute()
    const closed = await r.get(at)
    expect(closed.text).toContain('没有开通网上申请')
    expect(closed.text).toContain('始终受理')
    expect((await r.get(`${at}what.html`)).to).toBe(at)
    await bench.t.db.updateTable('request_setting').set({ online: true }).execute()
  })

  test('空白申请表可以打印，也可以下载文档', async () => {
    const page = await reader().get(`${at}form.html`)
    for (const shown of ['统一社会信用代码', '口头申请', '签名、盖章']) expect(page.text).toContain(shown)
    const file = await reader().get(`${at}form.docx`)
    expect(file.bytes.subarray(0, 2).toString()).toBe('PK')
    const { value } = await mammoth.extractRawText({ buffer: file.bytes })
    for (const shown of [
      '政府信息公开申请表',
      '测试县应急管理局',
      '统一社会信用代码',
      '口头申请',
      '签名、盖章',
    ])
      expect(value).toContain(shown)
  })
})

describe('收进后台（第三十一条）', () => {
  test('一封信三项各有登记编号，状态为待双方确认，通知公开工作机构；再收一次不多一件', async () => {
    const { id, submission } = await taken(
      { informationName1: '应急预案', description2: '2024年演练记录' },
      true,
    )
    const matters = await bench.t.db
      .selectFrom('request')
      .select(['id', 'state', 'channel', 'number', 'received_on', 'submitted_on'])
      .where(eb => eb.or([eb('id', '=', id), eb('letter_id', '=', id)]))
      .orderBy('id')
      .execute()
    expect(matters.map(m => [m.state, m.channel, m.received_on])).toEqual(
      Array.from({ length: 3 }, () => ['submitted', 'online', null]),
    )
    expect(matters[0]!.submitted_on).toBe(dayOf(submission.submitted_at))
    expect(await takeIn(house, submission.id)).toBeNull()
    await takeAll(house)
    const notices = await bench.t.db
      .selectFrom('notice')
      .selectAll()
      .where('subject_kind', '=', 'request')
      .where('subject_id', '=', id)
      .execute()
    expect(notices.map(n => n.staff_id)).toEqual([bench.who.opennessOfficer.staffId])
    const after = await submissionOf(submission.receipt_code)
    expect([after.sealed, after.request_id]).toEqual([null, id])
    const file = await bench.t.db
      .selectFrom('request_file')
      .selectAll()
      .where('request_id', '=', id)
      .executeTakeFirstOrThrow()
    expect([file.name, file.sealed, file.role]).toEqual(['身份证明1.png', true, 'identity'])
    expect((await openSealedFile(house, file.hash)).equals(png)).toBe(true)
  })

  test('个人信息不出现在明文、履历、日志、邮件主题、错误里', async () => {
    const { id, submission } = await taken({}, true)
    await bench.t.db
      .updateTable('request_submission')
      .set({ sealed: Buffer.alloc(80, 1), taken_at: null, request_id: null })
      .where('id', '=', submission.id)
      .execute()
    expect(await takeIn(house, submission.id)).toBeNull()
    await bench.t.db
      .updateTable('request_submission')
      .set({ sealed: null, taken_at: house.now(), request_id: id })
      .where('id', '=', submission.id)
      .execute()
    const tables = [
      'request',
      'request_fact',
      'request_submission',
      'request_message',
      'request_file',
      'event',
      'notice',
    ]
    const dump = await Promise.all(
      tables.map(async t =>
        (
          await sql<{ row: string }>`select row_to_json(x)::text as row from ${sql.raw(t)} x`.execute(
            bench.t.db,
          )
        ).rows
          .map(r => r.row)
          .join('\n'),
      ),
    )
    const jobs = await sql<{ payload: string }>`select payload::text from graphile_worker._private_jobs`
      .execute(bench.t.db)
      .catch(() => ({ rows: [] }))
    const mail = receiptLetter(house.site, secrets.email, submission.receipt_code, house.now())
    const all = [
      ...dump,
      ...jobs.rows.map(j => j.payload),
      ...lines,
      ...errors,
      mail.subject,
      mail.text,
      mail.html,
      JSON.stringify(mail.headers),
    ].join('\n')
    expect(lines.join()).toContain('未能登记')
    for (const secret of Object.values(secrets)) {
      expect(all, secret).not.toContain(secret)
      expect(all.includes(Buffer.from(secret).toString('hex')), secret).toBe(false)
    }
    expect(mail.text).not.toContain('执法检查计划')
  })

  test('确认邮件只发一次；中途断了不重发，服务器没接就再试', async () => {
    const { submission } = await taken()
    const sent: string[] = []
    const sender = (fail: boolean) => ({
      async send(letter: { to: string; subject: string }, onHanding: () => Promise<void>) {
        if (fail) throw new Error('connection refused')
        await onHanding()
        sent.push(letter.subject)
      },
      close() {},
    })
    await expect(mailReceipt(house, sender(true), submission.id)).rejects.toThrow('connection refused')
    expect(await mailReceipt(house, sender(false), submission.id)).toBe(true)
    expect(await mailReceipt(house, sender(false), submission.id)).toBe(false)
    expect(sent).toEqual([`政府信息公开申请已提交－${house.site.name}`])
    expect(Object.keys(requestJobs(house))).toContain('request:mail')
  })

  test('超过3个工作日没有确认的提醒一次', async () => {
    const { id } = await taken()
    await bench.t.db.updateTable('request').set({ submitted_on: '2026-11-16' }).where('id', '=', id).execute()
    const rows = await registerRows(
      bench.t.db,
      [bench.bureau.bodyId],
      { states: ['submitted'] },
      { limit: 50, offset: 0 },
    )
    const views = await rowViews(house, rows)
    expect(views.find(v => v.id === id)).toMatchObject({
      light: 'red',
      due: '2026-11-19',
      words: '提交已5个工作日，仍未双方确认',
    })
    expect(views.filter(v => v.light === null)).toEqual([])
    expect(await warnUnconfirmed(house)).toBe(1)
    expect(await warnUnconfirmed(house)).toBe(0)
    const notice = await bench.t.db
      .selectFrom('notice')
      .select('text')
      .where('subject_id', '=', id)
      .orderBy('id', 'desc')
      .executeTakeFirstOrThrow()
    expect(notice.text).toContain('超过3个工作日还没有双方确认')
  })
})
