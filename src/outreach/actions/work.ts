import { randomUUID } from 'node:crypto'
import type { Vault } from '#kit/vault.ts'
import type { Db, Trx } from '#kit/db.ts'
import type { Envelope as Opener } from '#kit/envelope.ts'
import { isMailAddress, MailFault, withoutAddresses, type Sender } from '#kit/mail.ts'
import { later, type Now } from '#kit/now.ts'
import type { Site } from '#portal/site.ts'
import { gathered, isColumn, columns } from '#record/columns.ts'
import { bodyNames } from '#record/standing.ts'
import { readSearch } from '#exchange/selection.ts'
import { synonymsOver } from '#search/holding.ts'
import { confirmationLetter, newsLetter, type Envelope } from '../letters.ts'
import { tokenHashOf, tokenOf } from '../token.ts'
import { wishText } from '../model.ts'
import { dueAt, mostBounces, mostInLetter, mostPerAddress, nextTry, unconfirmedDays } from '../rules.ts'
import * as dues from '../store/dues.ts'
import * as letters from '../store/letters.ts'
import * as wishes from '../store/wishes.ts'

/**
 * The work between a wish and a letter. Each step stands in a transaction of its own and may be done again after a crash: a wish is
 * asked about once, a change is matched once, what is owed is in one letter, and a letter that may have reached a mail server is
 * never sent a second time.
 */
export type OutreachHouse = {
  readonly db: Db
  readonly now: Now
  readonly vault: Vault
  readonly envelope: Opener
  readonly site: Site
}

const day = 86_400_000
/** A worker that has been silent for so long is dead: every wait of a connection is shorter. */
const lease = 10 * 60_000
const mostConfirmationsADay = 5

const lower = (address: string) => address.toLowerCase()
const newHeader = (site: Site) => `${randomUUID()}@${site.domain}`

/** Asks about new wishes: one letter each, nothing more until it is answered. */
export async function ask(house: OutreachHouse, limit = 200): Promise<number> {
  return house.db.transaction().execute(async trx => {
    const taken = await wishes.takeRequested(trx, limit)
    const now = house.now()
    for (const wish of taken) {
      const address = addressIn(house, wish)
      if (address === null) {
        await wishes.end(trx, wish.id, 'unconfirmed', now, '地址写法不对')
        continue
      }
      const addressKey = house.vault.tag('subscription address', lower(address))
      const held = await wishes.heldBy(trx, addressKey, wish, later(now, -day))
      // Nobody fills somebody else's mailbox through us, and nothing is told twice.
      if (held.same > 0 || held.all >= mostPerAddress || held.recent >= mostConfirmationsADay) {
        await wishes.end(trx, wish.id, 'repeated', now, '重复')
        continue
      }
      const tokenHash = tokenHashOf(tokenOf(house.vault, wish.id))
      await wishes.markAsked(trx, wish.id, { addressKey, tokenHash, at: now })
      await letters.insertLetter(trx, {
        subscriptionId: wish.id,
        kind: 'confirmation',
        header: newHeader(house.site),
        at: now,
      })
    }
    return taken.length
  })
}

function addressIn(house: OutreachHouse, wish: wishes.Subscription): string | null {
  if (!wish.sealed) return null
  try {
    const address = house.envelope.open(wish.sealed).trim()
    return isMailAddress(address) ? address : null
  } catch {
    return null
  }
}

/** The lists a publication in these columns stands in. */
const listsOf = (own: readonly string[]) => [
  ...own,
  ...Object.entries(gathered)
    .filter(([, g]) => g.columns === null || g.columns.some(c => own.includes(c)))
    .map(([id]) => id),
]

/** Finds out what is owed for changes not looked at yet; returns how many changes it looked at. */
export async function match(house: OutreachHouse, limit = 200): Promise<number> {
  return house.db.transaction().execute(async trx => {
    const cursor = await dues.lockCursor(trx)
    const numbers = await dues.numbersAfter(trx, cursor, limit)
    if (numbers.length === 0) return 0
    const now = house.now()
    const queries = await dues.queriesNow(trx)
    const synonyms = queries.length === 0 ? undefined : await synonymsOver(trx, await dues.topBodies(trx))
    const searches = queries.flatMap(query => {
      const words = readSearch(query, synonyms)?.words ?? null
      return words === null ? [] : [{ query, words }]
    })
    const due = { 'at-once': now, daily: dueAt('daily', now), weekly: dueAt('weekly', now) }
    for (const change of await dues.tellable(trx, numbers))
      await dues.oweAll(trx, change, {
        columns: listsOf(change.columns),
        queries: await dues.queriesMet(trx, change.address, searches),
        dueAt: due,
        at: now,
      })
    await dues.moveCursor(trx, numbers.at(-1)!)
    return numbers.length
  })
}

/** Puts what is due by now into letters, one a subscription; returns how many subscriptions it looked at. */
export async function write(house: OutreachHouse, limit = 500): Promise<number> {
  const ids = await dues.subscriptionsDue(house.db, house.now(), limit)
  for (const id of ids)
    await house.db.transaction().execute(async trx => {
      const subscription = await wishes.lockSubscription(trx, id)
      const now = house.now()
      const owed = await dues.takeDue(trx, id, now, mostInLetter)
      const numbers = (some: readonly dues.Owed[]) => some.map(o => o.change_number)
      if (subscription?.state !== 'active') {
        await dues.settle(trx, { subscription: id, numbers: numbers(owed) }, 'suppressed', '已停止订阅', now)
        return
      }
      const gone = owed.filter(o => !o.stands)
      await dues.settle(trx, { subscription: id, numbers: numbers(gone) }, 'suppressed', '已撤回', now)
      const told = owed.filter(o => o.stands)
      if (told.length === 0) return
      const letter = await letters.insertLetter(trx, {
        subscriptionId: id,
        kind: subscription.frequency === 'at-once' ? 'notice' : 'digest',
        header: newHeader(house.site),
        at: now,
      })
      await dues.putInLetter(trx, id, numbers(told), letter)
    })
  return ids.length
}

/** Ends letters whose worker died: what was not handed over waits again, what may have been is not sent twice. */
export async function recover(house: OutreachHouse): Promise<number> {
  const now = house.now()
  const found = await letters.abandoned(house.db, now)
  for (const { id, state } of found) {
    if (state === 'sending') await letters.tryLater(house.db, id, now, '发送程序中断，尚未交给邮件服务器')
    else
      await house.db.transaction().execute(async trx => {
        const why = '交给邮件服务器时中断，可能已经送达；为免重复，不再发送'
        if (await letters.finishLetter(trx, id, 'failed', now, why))
          await dues.settle(trx, { letter: id }, 'failed', why, now)
      })
  }
  return found.length
}

/** Sends what may be sent now, at most `limit` letters; returns how many it tried. */
export async function deliver(house: OutreachHouse, sender: Sender, limit = 200): Promise<number> {
  const names = await bodyNames(house.db)
  let tried = 0
  for (; tried < limit; tried++) {
    const letter = await letters.claimLetter(house.db, house.now(), later(house.now(), lease))
    if (!letter) break
    await one(house, sender, letter, id => names.get(id) ?? '')
  }
  return tried
}

async function one(
  house: OutreachHouse,
  sender: Sender,
  letter: letters.LetterRow,
  bodyName: (id: number) => string,
): Promise<void> {
  const made = await house.db.transaction().execute(trx => prepare(house, trx, letter, bodyName))
  if (!made) return
  let isOurs = true
  try {
    await sender.send(made, async () => {
      isOurs = await letters.markHanding(house.db, letter.id)
      if (!isOurs) throw new Error('letter was ended meanwhile')
    })
  } catch (error) {
    if (isOurs) await failed(house, letter, error)
    return
  }
  await house.db.transaction().execute(async trx => {
    const now = house.now()
    if (!(await letters.finishLetter(trx, letter.id, 'sent', now, null))) return
    await dues.settle(trx, { letter: letter.id }, 'sent', null, now)
    await wishes.forgetBounces(trx, letter.subscription_id)
  })
}

/** The letter as it is to go out now; null where nobody wants it any more or nothing of it stands: then it is suppressed. */
async function prepare(
  house: OutreachHouse,
  trx: Trx,
  letter: letters.LetterRow,
  bodyName: (id: number) => string,
) {
  const now = house.now()
  const subscription = await wishes.lockSubscription(trx, letter.subscription_id)
  const suppress = async (why: string) => {
    await letters.finishLetter(trx, letter.id, 'suppressed', now, null)
    await dues.settle(trx, { letter: letter.id }, 'suppressed', why, now)
    return null
  }
  const wanted = letter.kind === 'confirmation' ? 'asked' : 'active'
  const to = subscription && addressIn(house, subscription)
  if (subscription?.state !== wanted || !to) return suppress('已停止订阅')
  const envelope: Envelope = {
    to,
    site: house.site,
    wish: wishText(subscription, {
      body: id => bodyName(id) || null,
      column: id =>
        isColumn(id)
          ? columns[id].label
          : Object.hasOwn(gathered, id)
            ? gathered[id as keyof typeof gathered].label
            : null,
    }),
    frequency: subscription.frequency,
    token: tokenOf(house.vault, subscription.id),
    messageId: letter.header,
    date: now,
    bodyName,
  }
  if (letter.kind === 'confirmation') return confirmationLetter(envelope)
  const owed = await dues.inLetter(trx, letter.id)
  const gone = owed.filter(o => !o.stands)
  await dues.settle(
    trx,
    { subscription: subscription.id, numbers: gone.map(o => o.change_number) },
    'suppressed',
    '已撤回',
    now,
  )
  const told = owed.filter(o => o.stands)
  return told.length === 0 ? suppress('已撤回') : newsLetter(envelope, letter.kind, told)
}

async function failed(house: OutreachHouse, letter: letters.LetterRow, error: unknown): Promise<void> {
  const fault = error instanceof MailFault ? error : new MailFault((error as Error).message, false, false)
  const now = house.now()
  const text = withoutAddresses(fault.message)
  const next = fault.isPermanent ? null : nextTry(letter.attempts, now)
  if (next) return letters.tryLater(house.db, letter.id, next, text)
  await house.db.transaction().execute(async trx => {
    if (!(await letters.finishLetter(trx, letter.id, 'failed', now, text))) return
    await dues.settle(trx, { letter: letter.id }, 'failed', text, now)
    if (!fault.isAddress) return
    const bounces = await wishes.countBounce(trx, letter.subscription_id)
    if (letter.kind === 'confirmation' || bounces >= mostBounces)
      await wishes.end(trx, letter.subscription_id, 'bounce', now, '邮箱拒收')
  })
}

/** Forgets wishes that nobody confirmed. */
export async function sweep(house: OutreachHouse): Promise<number> {
  const now = house.now()
  const ids = await wishes.unconfirmed(house.db, later(now, -unconfirmedDays * day), 1000)
  for (const id of ids)
    await house.db.transaction().execute(trx => wishes.end(trx, id, 'unconfirmed', now, '没有确认'))
  return ids.length
}

/** All of it once, in order. */
export async function tick(house: OutreachHouse, sender: Sender): Promise<void> {
  await recover(house)
  await ask(house)
  while ((await match(house)) > 0);
  while ((await write(house)) === 500);
  await deliver(house, sender)
}
