import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { documentJobs } from '#document/jobs.ts'
import { makeJpeg, makePdf, makeZip } from '#patrol/files.fixture.ts'
import { idNumber } from '#patrol/patrol.fixture.ts'
import { makeXlsx } from '#patrol/sheets.fixture.ts'
import type { MaskView } from '#patrol/views.ts'
import { tablesWith } from '../../test/setup/everywhere.ts'
import { makeDesk, type Desk } from './desk.fixture.ts'
import { filesOf, readPosting } from './store.ts'
import type { PostingView } from './views.ts'

let d: Desk
beforeAll(async () => {
  d = await makeDesk()
})
afterAll(() => d.close())

const pdf = (words: string) => makePdf({ pages: [[words]] })
const view = async (id: number) =>
  (await d.call<PostingView>(d.b.actors.drafter, 'GET', `/api/postings/${id}`)).body
const historyOf = async (id: number) => (await view(id)).history.map(h => h.label)

describe('信息发布的附件', () => {
  test('类型按内容认，不信名字和浏览器的说法；改了扩展名的、可执行的、网页、含宏的、空的各有一句话，什么也没存下', async () => {
    const { drafter } = d.b.actors
    const id = await d.drafted(drafter)
    const good = await d.upload(drafter, id, '../附件 1：名单.pdf', pdf('名单'))
    expect(good).toMatchObject({
      status: 200,
      body: { name: '附件 1：名单.pdf', contentType: 'application/pdf' },
    })
    const zip = makeZip({ 'word/vbaProject.bin': 'x', '[Content_Types].xml': '<Types/>' })
    const refused: [string, Uint8Array, string][] = [
      ['名单.pdf', Buffer.from('<html><script>alert(1)</script></html>'), '不是.pdf格式'],
      ['说明.txt', Buffer.from('<!doctype html><script>alert(1)</script>'), '不是.txt格式'],
      ['照片.jpg', pdf('其实是PDF'), '不是.jpg格式（像是.pdf）'],
      ['页.html', Buffer.from('<p>x</p>'), '不收'],
      ['图.svg', Buffer.from('<svg/>'), '不收'],
      ['程序.exe', Buffer.from('MZ\u0000\u0000'), '不收'],
      ['程序.txt', Buffer.from('MZ\u0000\u0003\u0000'), '不是.txt格式'],
      ['宏.docx', zip, '含有宏'],
      ['坏.docx', Buffer.from('PK\u0003\u0004 not really'), '坏.docx'],
      ['空.pdf', Buffer.alloc(0), '空文件'],
      ['无名', Buffer.from('x'), '没有扩展名'],
      ['附件 1：名单.pdf', pdf('又一份'), '已有同名的附件'],
    ]
    for (const [name, bytes, words] of refused) {
      const answer = await d.upload(drafter, id, name, bytes)
      expect(answer.status, name).toBe(422)
      expect(answer.body.message, name).toContain(words)
    }
    expect((await filesOf(d.t.db, id)).map(f => f.name)).toEqual(['附件 1：名单.pdf'])
    const tooLarge = await d.upload(drafter, id, '大.pdf', Buffer.alloc(51 * 1024 * 1024, 37))
    expect(tooLarge.status).toBe(413)
    const picture = await d.upload(drafter, id, '现场.jpg', makeJpeg({}))
    expect(picture.body.contentType).toBe('image/jpeg')
  })

  test('公开后在信息页列出名称、类型、大小，从公开地址取到的就是那份文件；下载从不在办公后台里打开', async () => {
    const { drafter, publisher } = d.b.actors
    const id = await d.drafted(drafter)
    const bytes = pdf('救灾物资发放情况')
    const made = await d.upload(drafter, id, '发放情况.pdf', bytes)
    const inside = await d.call(drafter, 'GET', `/api/postings/${id}/attachments/${made.body.id}`)
    expect(inside.bytes.equals(Buffer.from(bytes))).toBe(true)
    expect((await d.step(drafter, id, 'submit')).status).toBe(200)
    expect((await d.publish(publisher, id)).status).toBe(200)
    const { address } = (await readPosting(d.t.db, id))!
    const page = await d.get(address!)
    const link = /href="(\/files\/[^"]+)"/.exec(page.text)![1]!
    expect(decodeURIComponent(link)).toContain('发放情况.pdf')
    expect(page.text).toMatch(/PDF[^<]{0,20}\d/)
    const file = await d.get(link.replaceAll('&amp;', '&'))
    expect(file.status).toBe(200)
    expect(file.headers.get('content-type')).toBe('application/pdf')
    expect(file.bytes.equals(Buffer.from(bytes))).toBe(true)
    expect((await d.upload(drafter, id, '再加.pdf', pdf('再加'))).status).toBe(409)
  })

  test('条例第十五条：附件里的身份证号过不了送审；遮盖后可以，原稿留下但不公开；拍摄位置可以清除', async () => {
    const { drafter, publisher, leader } = d.b.actors
    const id = await d.drafted(drafter)
    const made = await d.upload(drafter, id, '补助名单.xlsx', await makeXlsx({ hiddenSheet: idNumber(3) }))
    const refused = await d.step(drafter, id, 'submit')
    expect(refused.status).toBe(422)
    expect(JSON.stringify(refused.body)).toContain('补助名单.xlsx')
    expect(JSON.stringify(refused.body)).not.toContain(idNumber(3))
    const mask = `/api/postings/${id}/attachments/${made.body.id}/mask`
    expect((await d.call(d.other.actors.drafter, 'POST', mask)).status).toBe(404)
    expect((await d.call(leader, 'POST', mask)).status).toBe(403)
    const masked = await d.call<MaskView>(drafter, 'POST', mask)
    expect(masked.status).toBe(200)
    expect(masked.body.removed.map(r => r.kind)).toEqual(['idNumber'])
    expect((await filesOf(d.t.db, id)).map(f => [f.name, f.role]).sort()).toEqual([
      ['原稿-补助名单.xlsx', 'source'],
      ['补助名单.xlsx', 'attachment'],
    ])
    const photo = await d.upload(drafter, id, '现场.jpg', makeJpeg({ located: true }))
    await d.call<MaskView>(drafter, 'POST', `/api/postings/${id}/attachments/${photo.body.id}/strip`)
    await d.call(drafter, 'GET', `/api/patrol/findings?kind=posting&id=${id}`)
    // The hidden sheet itself is a finding for two people; here it is enough that it is no personal data any more.
    const left = await d.step(drafter, id, 'submit')
    expect(JSON.stringify(left.body)).not.toContain('身份证')
    if (left.status === 200) {
      await d.publish(publisher, id)
      const { address } = (await readPosting(d.t.db, id))!
      expect((await d.get(address!)).text).not.toContain('原稿')
    }
  })

  test('更正期间公众取到的仍是原附件；审查公开后才换；因涉密撤回的，历次版本的附件一并清除，地址取不到', async () => {
    const { drafter, publisher, leader } = d.b.actors
    const id = await d.drafted(drafter, {
      title: '某库戊六四号情况',
      html: '<p>储备己五七号物资若干，见附件。</p>',
    })
    const first = await d.upload(drafter, id, '附表一.pdf', pdf('first'))
    await d.step(drafter, id, 'submit')
    expect((await d.publish(publisher, id)).status).toBe(200)
    const { address } = (await readPosting(d.t.db, id))!
    const linkOf = async () =>
      /href="(\/files\/[^"]+)"/.exec((await d.get(address!)).text)![1]!.replaceAll('&amp;', '&')
    const oldLink = await linkOf()
    await d.step(drafter, id, 'amend', { reason: '附表有误' })
    expect((await d.call(drafter, 'DELETE', `/api/postings/${id}/attachments/${first.body.id}`)).status).toBe(
      200,
    )
    await d.upload(drafter, id, '附表二.pdf', pdf('second'))
    expect((await d.get(oldLink)).bytes.equals(Buffer.from(pdf('first')))).toBe(true)
    await d.step(drafter, id, 'submit')
    await d.publish(publisher, id, '更换附表。')
    const newLink = await linkOf()
    expect(newLink).not.toBe(oldLink)
    expect((await d.get(newLink)).bytes.equals(Buffer.from(pdf('second')))).toBe(true)
    expect((await d.get(oldLink)).status).toBe(404)
    const { rows } = await sql<{ hash: string }>`
      select file_hash as hash from office.posting_attachment where posting_id = ${id}`.execute(d.t.db)
    expect(rows).toHaveLength(2)
    const withdrawn = await d.step(leader, id, 'withdraw', {
      reason: '经核涉密',
      form: { publicNote: '该信息已撤回。', purge: true },
    })
    expect(withdrawn.status).toBe(200)
    expect((await d.get(address!)).status).toBe(410)
    expect([404, 410]).toContain((await d.get(newLink)).status)
    const { rows: jobs } = await sql<{ payload: { hashes: string[] } }>`
      select payload from graphile_worker._private_jobs j join graphile_worker._private_tasks k on k.id = j.task_id
      where k.identifier = 'document:purgeFiles'`.execute(d.t.db)
    const hashes = jobs.flatMap(j => j.payload.hashes)
    const own = rows.map(r => r.hash)
    expect(hashes).toEqual(expect.arrayContaining(own))
    await documentJobs(d.t.house)['document:purgeFiles']!({ hashes }, undefined as never)
    for (const hash of own) expect(await d.t.house.files.has(hash)).toBe(false)
    for (const words of ['戊六四', '己五七', '附表一', '附表二'])
      expect(await tablesWith(d.t, words)).toEqual([])
  })

  test('公开以前移除的附件，名称和内容都不再留', async () => {
    const { drafter } = d.b.actors
    const id = await d.drafted(drafter)
    const made = await d.upload(drafter, id, '误传庚三三号.pdf', pdf('uploaded by mistake'))
    const [file] = await filesOf(d.t.db, id)
    await d.call(drafter, 'DELETE', `/api/postings/${id}/attachments/${made.body.id}`)
    await documentJobs(d.t.house)['document:purgeFiles']!({ hashes: [file!.hash] }, undefined as never)
    expect(await d.t.house.files.has(file!.hash)).toBe(false)
    expect(await tablesWith(d.t, '庚三三')).toEqual([])
  })

  test('清除时，别的信息还在用的同一份文件留下', async () => {
    const { drafter, publisher, leader } = d.b.actors
    const shared = pdf('shared')
    const [one, two] = [await d.drafted(drafter), await d.drafted(drafter)]
    for (const id of [one, two]) await d.upload(drafter, id, '共用.pdf', shared)
    await d.step(drafter, one, 'submit')
    await d.publish(publisher, one)
    await d.step(leader, one, 'withdraw', {
      reason: '经核涉密',
      form: { publicNote: '该信息已撤回。', purge: true },
    })
    const [file] = await filesOf(d.t.db, two)
    await documentJobs(d.t.house)['document:purgeFiles']!({ hashes: [file!.hash] }, undefined as never)
    expect(await d.t.house.files.has(file!.hash)).toBe(true)
  })
})

describe('信息发布的自动保存', () => {
  test('写到一半也收；同一人接着写不再记履历，换了人记一笔；两个窗口后存的得到提示，什么也没覆盖', async () => {
    const { drafter, departmentHead } = d.b.actors
    const id = await d.drafted(drafter)
    const put = (actor: typeof drafter, version: number, title: string) =>
      d.call<{ version: number; message: string }>(actor, 'PUT', `/api/postings/${id}`, {
        version,
        content: d.content({ title, html: '' }),
      })
    const first = await put(drafter, 1, '写到一半')
    expect(first).toMatchObject({ status: 200, body: { version: 2 } })
    expect((await put(drafter, 2, '又写一点')).body.version).toBe(3)
    expect(await historyOf(id)).toEqual(['新建'])
    const late = await put(drafter, 2, '另一个窗口')
    expect(late.status).toBe(409)
    expect(late.body.message).toContain('您刚才填写的内容还在本页')
    expect((await view(id)).content.title).toBe('又写一点')
    expect((await put(departmentHead, 3, '他人接手')).status).toBe(200)
    expect((await put(departmentHead, 4, '接着改')).status).toBe(200)
    expect(await historyOf(id)).toEqual(['保存', '新建'])
    const cleaned = await d.call(departmentHead, 'PUT', `/api/postings/${id}`, {
      version: 5,
      content: d.content({ html: '<p onclick="x()">正文<script>alert(1)</script></p>' }),
    })
    expect(cleaned.status).toBe(200)
    expect((await view(id)).content.html).not.toMatch(/script|onclick/)
    const wrong = await d.call(departmentHead, 'PUT', `/api/postings/${id}`, {
      version: 6,
      content: { ...d.content(), title: '长'.repeat(201), columns: ['无此栏目'] },
    })
    expect(wrong.status).toBe(422)
    expect(wrong.body.reasons!.map(r => r.field)).toEqual(['title', 'columns.0'])
  })

  test('条例第十七条：只自动保存过、只加过附件的人，也不能自己审查公开', async () => {
    const { drafter, opennessOfficer, publisher } = d.b.actors
    const typed = await d.drafted(drafter)
    expect(
      (await d.call(opennessOfficer, 'PUT', `/api/postings/${typed}`, { version: 1, content: d.content() }))
        .status,
    ).toBe(200)
    await d.step(drafter, typed, 'submit')
    expect((await d.publish(opennessOfficer, typed)).status).toBe(403)
    const attached = await d.drafted(drafter)
    expect((await d.upload(publisher, attached, '附表.pdf', pdf('x'))).status).toBe(200)
    await d.step(drafter, attached, 'submit')
    expect((await d.publish(publisher, attached)).status).toBe(403)
    expect((await d.publish(opennessOfficer, attached)).status).toBe(200)
  })
})
