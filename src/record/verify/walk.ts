import type { Db, Query } from '#kit/db.ts'
import { chainStart } from '#kit/events.ts'
import { readAnchors, type Head } from '../anchors.ts'
import { keyIdOf } from '../receipt.ts'
import * as audit from '../store/audit.ts'
import { faultOfCurrent } from './current.ts'
import { faultOfEvent, type Link } from './events.ts'
import type { BodyReport, Break, Report } from './model.ts'
import { contentsAhead, faultsOfPublications } from './publications.ts'

const batch = 1000

type Noted = Head & { readonly at: string }

/** What was noted outside: for a body, heads by the length at which they stood. */
type Anchors = ReadonlyMap<number, ReadonlyMap<number, Noted>>

/**
 * Walks every chain and holds everything public against it, in one read-only snapshot, a batch at a time.
 * `anchorsFile`: heads noted outside the database, or null. `trusted`: the only public keys that may have signed; null: those of
 * the table. `ownKey`: this machine's key; publications signed with another one are noted.
 */
export async function verifyRecord(
  db: Db,
  options: {
    readonly anchorsFile: string | null
    readonly trusted?: readonly string[] | null
    readonly ownKey?: string | null
    readonly onBody?: (name: string) => void
  },
): Promise<Report> {
  // Read before the snapshot: a head noted after it would look like a chain cut short.
  const anchors = await gather(options.anchorsFile)
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async trx => {
      const notes: string[] = []
      if (anchors.size === 0)
        notes.push('没有库外锚点（anchors.jsonl）：链尾被截断或整条链被重写时，仅凭数据库看不出来。')
      const keys = new Map((await audit.signingKeys(trx)).map(k => [k.id, k.public_key]))
      const badKeys = faultsOfKeys(keys, options.trusted ?? null)
      const names = await audit.bodyNames(trx)
      const ids = new Set([...(await audit.chainBodies(trx)), ...anchors.keys()])
      const bodies: BodyReport[] = []
      for (const id of [...ids].sort((a, b) => a - b)) {
        const name = names.get(id) ?? `机关 ${id}`
        options.onBody?.(name)
        bodies.push(await walkBody(trx, id, name, keys, anchors.get(id) ?? new Map()))
      }
      const loose = await looseEnds(trx)
      const breaks = [...badKeys, ...loose]
      if (breaks.length > 0)
        bodies.push({
          bodyId: 0,
          name: '全库',
          events: 0,
          publications: 0,
          head: '',
          first: breaks[0]!,
          breaks,
        })
      if (options.ownKey && keys.size > 0 && !keys.has(keyIdOf(options.ownKey)))
        notes.push(`库中的公开记录不是用本机密钥（${keyIdOf(options.ownKey)}）签名的。`)
      return {
        bodies,
        events: bodies.reduce((n, b) => n + b.events, 0),
        publications: bodies.reduce((n, b) => n + b.publications, 0),
        notes,
        holds: bodies.every(b => b.first === null),
      }
    })
}

async function gather(file: string | null): Promise<Anchors> {
  const all = new Map<number, Map<number, Noted>>()
  if (file === null) return all
  for await (const { at, heads } of readAnchors(file))
    for (const [body, head] of Object.entries(heads)) {
      const id = Number(body)
      if (!all.has(id)) all.set(id, new Map())
      all.get(id)!.set(head.length, { ...head, at })
    }
  return all
}

function faultsOfKeys(keys: ReadonlyMap<string, string>, trusted: readonly string[] | null): Break[] {
  const ids = trusted?.map(keyIdOf)
  const found: Break[] = []
  for (const [id, pem] of keys) {
    let real = ''
    try {
      real = keyIdOf(pem)
    } catch {
      real = ''
    }
    const text =
      real !== id
        ? `公钥表里 ${id} 的公钥被换过。`
        : ids && !ids.includes(id)
          ? `有公开记录用 ${id} 签名，它不在给出的公钥之中。`
          : null
    if (text) found.push({ bodyId: 0, position: null, address: null, place: 'key', text })
  }
  return found
}

async function looseEnds(db: Query): Promise<Break[]> {
  const found: Break[] = []
  const orphan = await audit.orphanContent(db)
  if (orphan)
    found.push({
      bodyId: 0,
      position: null,
      address: null,
      place: 'content',
      text: `正文 ${orphan.slice(0, 16)}… 不属于任何公开记录（被插入）。`,
    })
  const strange = await audit.strangeCurrent(db)
  if (strange)
    found.push({
      bodyId: strange.body_id,
      position: null,
      address: strange.address,
      place: 'current',
      text: `现状表里的 ${strange.address} 没有公开记录（被插入）。`,
    })
  return found
}

async function walkBody(
  db: Query,
  bodyId: number,
  name: string,
  keys: ReadonlyMap<string, string>,
  anchors: ReadonlyMap<number, Noted>,
): Promise<BodyReport> {
  const breaks: Break[] = []
  const add = (b: Omit<Break, 'bodyId'>) => breaks.push({ bodyId, ...b })
  let link: Link = { position: 0, id: 0, hash: chainStart(bodyId) }
  let publications = 0
  let publicationsHold = true

  walk: for (;;) {
    const events = await audit.eventsAfter(db, bodyId, link, batch)
    const [from, until] = [events[0]?.position, events.at(-1)?.position]
    if (from === undefined || until === undefined) break
    const published = await audit.publicationsBetween(db, bodyId, from, until)
    const contents = contentsAhead(db, published)
    let at = 0
    for (const event of events) {
      const fault = faultOfEvent(event, link)
      if (fault) {
        const position = Math.min(event.position, link.position + 1)
        add({ place: 'event', position, address: null, text: fault })
        break walk
      }
      const noted = anchors.get(event.position)
      if (noted && noted.head !== event.hash.toString('hex')) {
        add({
          place: 'anchor',
          position: event.position,
          address: null,
          text: `与库外锚点不符：${noted.at} 记下的链头是 ${noted.head.slice(0, 16)}…，此链在该处被重写。`,
        })
        break walk
      }
      const mine: audit.PublicationRow[] = []
      for (; at < published.length && published[at]!.chain_position === event.position; at++)
        mine.push(published[at]!)
      publications += mine.length
      if (publicationsHold) {
        const found = await faultsOfPublications(db, event, mine, keys, contents)
        if (found) {
          add({ position: event.position, ...found })
          publicationsHold = false
        }
      }
      link = { position: event.position, id: event.id, hash: event.hash }
    }
    if (events.length < batch) break
  }

  if (!breaks.some(b => b.place === 'event' || b.place === 'anchor'))
    await checkEnd(db, bodyId, link, anchors, add)
  const current = await faultOfCurrent(db, bodyId)
  if (current) add(current)
  // The list and search rows are made from the publications: a broken publication is named before them.
  const rank = (b: Break) => (b.place === 'current' ? 1 : 0)
  breaks.sort((a, b) => rank(a) - rank(b) || (a.position ?? Infinity) - (b.position ?? Infinity))
  return {
    bodyId,
    name,
    events: link.position,
    publications,
    head: link.hash.toString('hex'),
    first: breaks[0] ?? null,
    breaks,
  }
}

/** The end of the chain: the head table, heads noted outside, publications that rest on nothing. */
async function checkEnd(
  db: Query,
  bodyId: number,
  link: Link,
  anchors: ReadonlyMap<number, Noted>,
  add: (b: Omit<Break, 'bodyId'>) => void,
): Promise<void> {
  const head = await audit.chainHead(db, bodyId)
  if (!head && link.position > 0)
    add({ place: 'chain', position: null, address: null, text: '链头表里没有这个机关（被删除）。' })
  if (head && head.length > link.position)
    add({
      place: 'chain',
      position: link.position + 1,
      address: null,
      text: `链尾被截断：链头表登记有 ${head.length} 号，只剩 ${link.position} 号。`,
    })
  else if (head && (head.length !== link.position || !head.head.equals(link.hash)))
    add({
      place: 'chain',
      position: link.position,
      address: null,
      text: '链头表的长度或指纹与最后一环不符。',
    })
  const beyond = [...anchors.values()]
    .filter(a => a.length > link.position)
    .sort((a, b) => a.length - b.length)[0]
  if (beyond)
    add({
      place: 'anchor',
      position: link.position + 1,
      address: null,
      text: `链尾被截断：库外锚点在 ${beyond.at} 记有 ${beyond.length} 号，现在只剩 ${link.position} 号。`,
    })
  const stray = await audit.strayPublication(db, bodyId, link.position)
  if (stray)
    add({
      place: 'publication',
      position: stray.chain_position,
      address: stray.address,
      text: `公开记录 ${stray.address} 第 ${stray.revision} 版所说的链位不存在。`,
    })
  const gap = await audit.revisionGap(db, bodyId)
  if (gap)
    add({
      place: 'publication',
      position: gap.position,
      address: gap.address,
      text: `${gap.address} 最新是第 ${gap.top} 版，却只有 ${gap.n} 版在册。`,
    })
}
