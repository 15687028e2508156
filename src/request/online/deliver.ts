import { sealFor } from '#kit/envelope.ts'
import { appendEvents } from '#kit/events.ts'
import { dayOf } from '#kit/now.ts'
import type { House } from '../../house.ts'
import { paperAs } from '../letters/render.ts'
import { letterFacts } from '../letters/values.ts'
import { formOf, openWords, wholeText } from '../letters/words.ts'
import { lockCase, readCase } from '../store/cases.ts'
import { addFact, factsOf } from '../store/facts.ts'
import { filesOf } from '../store/files.ts'
import { replyOf } from '../store/letters.ts'
import { fetchedOf, isDelivered, putDelivered, readerKeyOf } from '../store/online.ts'
import { redoneAtOf } from '../store/remedies.ts'
import { settingsOf } from '../store/settings.ts'
import { openSealedFile, purgeFiles } from './sealedFiles.ts'

/** 网上送达: the answer and what it opens, closed for the applicant's own codes and laid where his page finds them. */

type Ready = { readonly name: string; readonly contentType: string; readonly bytes: Buffer }

/** The stamped answer where one was scanned, else the answer as the house sets it; then every part that is opened. */
async function readyOf(house: House, requestId: number): Promise<Ready[]> {
  const row = (await readCase(house.db, requestId))!
  const files = await filesOf(house.db, requestId)
  const ready: Ready[] = []
  // A new answer does not go out with the stamped copy of the one that it takes the place of.
  const since = await redoneAtOf(house.db, requestId)
  const isOfNow = (f: { readonly role: string; readonly addedAt: Date }) =>
    f.role !== 'reply' || since === null || f.addedAt > since
  const stamped = files.filter(f => f.role === 'reply' && isOfNow(f))
  const letter = await replyOf(house.db, requestId)
  if (stamped.length === 0 && letter) {
    const kept = openWords(house.vault, letter)
    const facts = await letterFacts(house, house.db, row, { ref: letter.ref })
    const parts = files.filter(f => f.role === 'open-part')
    const bytes = await paperAs(
      'pdf',
      {
        form: formOf(letter),
        text: wholeText(kept, facts),
        number: letter.number,
        body: (await settingsOf(house.db, row.bodyId)).bodyName,
        on: kept.on ?? dayOf(house.now()),
        attachments: parts.map(p => p.name),
      },
      house.typst,
    )
    const name = `政府信息公开答复书${letter.number ?? ''}.pdf`
    ready.push({ name, contentType: 'application/pdf', bytes: Buffer.from(bytes) })
  }
  for (const file of files)
    if ((file.role === 'reply' && isOfNow(file)) || file.role === 'open-part')
      ready.push({
        name: file.name,
        contentType: file.contentType,
        bytes: await openSealedFile(house, file.hash),
      })
  return ready
}

/**
 * Delivers one answered case online, once. Nothing happens where it was sent another way or the case has no codes. Throws where a
 * file cannot be made: the queue tries again.
 */
export async function deliverOnline(house: House, requestId: number): Promise<number> {
  const [key, facts] = [await readerKeyOf(house.db, requestId), await factsOf(house.db, requestId)]
  if (key === null || !facts.some(f => f.kind === 'reply' && f.data.how === 'online')) return 0
  if (await isDelivered(house.db, requestId)) return 0
  const ready = await readyOf(house, requestId)
  const kept: { name: string; contentType: string; size: number; hash: string }[] = []
  for (const file of ready) {
    const sealed = await house.files.put(sealFor(key, file.bytes.toString('base64')))
    kept.push({
      name: file.name,
      contentType: file.contentType,
      size: file.bytes.length,
      hash: sealed.hash,
    })
  }
  const laid = house.db.transaction().execute(trx => putDelivered(trx, requestId, kept, house.now()))
  // Somebody was first: what was closed for nothing goes again.
  return laid.finally(() =>
    purgeFiles(
      house,
      kept.map(k => k.hash),
    ),
  )
}

/**
 * 送达凭证: that the applicant took his answer with both codes goes into the file and the history, once a case. Answers whether it was
 * noted now.
 */
export async function noteFetched(house: Pick<House, 'db' | 'now'>, deliveredId: number): Promise<boolean> {
  return house.db.transaction().execute(async trx => {
    const fetched = await fetchedOf(trx, deliveredId)
    if (!fetched) return false
    const { requestId, bodyId, state, at } = fetched
    await lockCase(trx, requestId)
    const facts = await factsOf(trx, requestId)
    const since = await redoneAtOf(trx, requestId)
    if (since !== null && fetched.deliveredAt <= since) return false
    const round = facts.slice(facts.findLastIndex(f => f.kind === 'redo') + 1)
    if (round.some(f => f.kind === 'prove' && f.data.online === true)) return false
    const on = dayOf(at)
    const data = { online: true }
    await addFact(trx, { requestId, kind: 'prove', on, data, by: null, at })
    await appendEvents(trx, bodyId, [
      {
        kind: 'request',
        subject: requestId,
        verb: 'fetched',
        from: state,
        to: state,
        at: house.now(),
        actor: null,
        actorName: '申请人（网上）',
        role: null,
        data: { facts: [{ kind: 'prove', on, ref: null, data }] },
      },
    ])
    return true
  })
}
