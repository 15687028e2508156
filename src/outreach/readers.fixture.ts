import { sql } from 'kysely'
import { expect } from 'vitest'
import { sealFor } from '#kit/envelope.ts'
import { makeSender } from '#kit/mail.ts'
import { makeTestPortal } from '#record/portal.fixture.ts'
import { tick } from './actions/work.ts'
import { announce } from './jobs.ts'
import { makeMail } from './mail.fixture.ts'
import type { Frequency } from './model.ts'
import { requestSubscription } from './store/intake.ts'
import { ledgerNow } from './store/letters.ts'

/** A portal, a mail server, and people who subscribe. */
export async function makeReaders() {
  const p = await makeTestPortal()
  const mail = await makeMail()
  const house = () => ({
    ...p.t.house,
    mail: mail.settings,
    site: { ...p.t.house.site, origin: 'http://zhaoming.test' },
  })
  const sender = () => makeSender(mail.settings)
  const run = async () => {
    const s = sender()
    await tick(house(), s)
    s.close()
  }
  const post = (path: string, fields: Record<string, string>) =>
    fetch(p.url + path, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' })
  /** Asks as the form does, without its count of one sender's forms: tests come from one address. */
  const request = (email: string, fields: Record<string, string>) =>
    requestSubscription(p.t.portalDb, {
      sealed: sealFor(p.t.house.envelope.publicKey, email),
      frequency: (fields['frequency'] ?? 'at-once') as Frequency,
      bodyId: fields['body'] ? Number(fields['body']) : null,
      columnId: fields['column'] ?? null,
      keyword: fields['tag'] ?? null,
      item: fields['item'] ?? null,
      query: fields['q'] ?? null,
    })
  await announce(house())
  let people = 0
  /** Subscribes and, unless told otherwise, confirms by the letter. */
  const subscribe = async (fields: Record<string, string>, confirm = true) => {
    const email = `reader${++people}@example.cn`
    await request(email, fields)
    await run()
    const letter = mail.taken.find(t => t.to === email)!
    const token = /\/subscribe\/confirm\/([A-Za-z0-9_-]{43})/.exec(letter.email.text!)![1]!
    if (confirm) expect((await post(`/subscribe/confirm/${token}`, {})).status).toBe(303)
    mail.taken.length = 0
    return { email, token }
  }
  const lettersTo = (email: string) => mail.taken.filter(t => t.to === email)
  /** The account adds up, in all and for every change. */
  const expectBalanced = async () => {
    const ledger = await ledgerNow(p.t.db, 30)
    expect(ledger.unbalanced).toBe(0)
    expect(ledger.due).toBe(ledger.sent + ledger.failed + ledger.suppressed + ledger.waiting)
    return ledger
  }
  /** Nobody from before is owed anything any more. */
  const nobodyElse = async () => {
    await sql`update office.subscription set state = 'ended', ended_at = now(), ended_by = 'office', sealed = null, address_key = null
      where state <> 'ended'`.execute(p.t.db)
    p.t.pass(8 * 86_400_000)
    await run()
    expect((await expectBalanced()).waiting).toBe(0)
    mail.taken.length = 0
  }
  const reset = () => {
    mail.taken.length = 0
    mail.behave('take')
    mail.onArrived(() => {})
  }
  const close = async () => {
    await mail.close()
    await p.close()
  }
  return {
    p,
    mail,
    house,
    sender,
    run,
    post,
    request,
    subscribe,
    lettersTo,
    expectBalanced,
    nobodyElse,
    reset,
    close,
  }
}
export type Readers = Awaited<ReturnType<typeof makeReaders>>
