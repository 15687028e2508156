import { expect } from 'vitest'
import { dayOf } from '#kit/now.ts'
import { recordPages } from '#record/portal.tsx'
import { makeWeb } from '../../test/setup/web.ts'
import { announceRequests } from './jobs.ts'
import { takeIn } from './online/takeIn.ts'
import { requestPages, requestParts } from './portal.tsx'
import { makeRequestBench } from './request.fixture.ts'

/** For tests only: a bureau that takes applications online, a portal over HTTP, and readers. */

export const at = '/test-bureau/apply/'
export const secrets = {
  name: '欧阳机密',
  identityNumber: '11010519491231002X',
  phone: '13912345678',
  email: 'secret.person@example.cn',
  address: '北京市密云区某某路77号',
}
export const png = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.from('IDENTITY-PICTURE')])

export type Online = Awaited<ReturnType<typeof makeOnline>>

export async function makeOnline() {
  const lines: string[] = []
  const bench = await makeRequestBench('2026-11-23T09:00:00+08:00')
  const house = { ...bench.t.house, log: (line: string) => void lines.push(line) }
  await announceRequests(house)
  const web = await makeWeb(bench.t, { pages: [...requestPages, ...recordPages(requestParts)] })
  const { url, errors } = web

  /** A reader's browser without scripts: keeps its cookie, follows where it is led. */
  function reader() {
    let cookie = ''
    const go = async (path: string, init: RequestInit = {}) => {
      const answer = await fetch(url + path, {
        ...init,
        redirect: 'manual',
        headers: { ...(init.headers ?? {}), ...(cookie ? { Cookie: cookie } : {}) },
      })
      const set = answer.headers.get('set-cookie')
      if (set) cookie = /^zmr=;/.test(set) ? '' : set.split(';')[0]!
      const bytes = Buffer.from(await answer.arrayBuffer())
      return {
        status: answer.status,
        to: answer.headers.get('location'),
        text: bytes.toString('utf8'),
        bytes,
        headers: answer.headers,
      }
    }
    return {
      get: (path: string) => go(path),
      post: (path: string, fields: Record<string, string>) =>
        go(path, { method: 'POST', body: new URLSearchParams(fields) }),
      upload: (path: string, fields: Record<string, string>, file: { name: string; bytes: Buffer }) => {
        const form = new FormData()
        for (const [name, value] of Object.entries(fields)) form.append(name, value)
        form.append('paper', new Blob([new Uint8Array(file.bytes)], { type: 'image/png' }), file.name)
        return go(path, { method: 'POST', body: form })
      },
      cookie: () => cookie,
    }
  }

  /** Applies to the end and answers the two codes. */
  async function apply(more: Record<string, string> = {}, withPaper = false) {
    const r = reader()
    await r.post(`${at}what.html`, { informationName: '2025年度执法检查计划', ...more })
    const identity = { identityProof: 'residentCard', ...secrets }
    await r.post(`${at}who.html`, { applicantKind: 'natural' })
    if (withPaper)
      await r.upload(
        `${at}identity.html`,
        { ...identity, act: 'upload' },
        { name: '欧阳机密的身份证.png', bytes: png },
      )
    await r.post(`${at}identity.html`, identity)
    await r.post(`${at}contact.html`, { ...secrets })
    await r.post(`${at}how.html`, { delivery: 'online', otherWayAccepted: '1' })
    const sent = await r.post(`${at}check.html`, {})
    expect(sent.to).toBe(`${at}done.html`)
    const page = await r.get(`${at}done.html`)
    const [receipt, query] = [...page.text.matchAll(/receipt-code">([A-Z0-9-]+)</g)].map(m => m[1]!)
    // The database's own clock said when: to the rest of the house it is another day.
    await bench.t.db
      .updateTable('request_submission')
      .set({ submitted_at: house.now() })
      .where('receipt_code', '=', receipt!)
      .execute()
    return { r, receipt: receipt!, query: query!, page }
  }
  const submissionOf = async (receipt: string) =>
    bench.t.db
      .selectFrom('request_submission')
      .selectAll()
      .where('receipt_code', '=', receipt)
      .executeTakeFirstOrThrow()
  async function taken(more: Record<string, string> = {}, withPaper = false) {
    const applied = await apply(more, withPaper)
    const submission = await submissionOf(applied.receipt)
    const id = (await takeIn(house, submission.id))!
    return { ...applied, id, submission }
  }
  const status = (codes: { receipt: string; query: string }, more: Record<string, string> = {}) =>
    reader().post('/apply-status.html', { receipt: codes.receipt, query: codes.query, ...more })
  const confirm = (id: number) =>
    bench.go(id, 'confirm', bench.who.opennessOfficer, {
      form: { on: dayOf(house.now()), how: 'phone' },
    })

  return {
    bench,
    house,
    url,
    errors,
    lines,
    reader,
    apply,
    submissionOf,
    taken,
    status,
    confirm,
    changed: () => web.portal.changed(),
    async close() {
      await web.close()
      await bench.t.close()
    },
  }
}
