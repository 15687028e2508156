import type { Query } from '#kit/db.ts'
import type { Site } from '#portal/site.ts'
import { numberProbe } from '#record/numberKey.ts'
import type { Finding, Line } from './model.ts'
import { cut, keyOfAddress, withoutQuery } from './rules/read.ts'
import { readTarget, type Written } from './rules/target.ts'
import { bodiesUnder, slugsOf, standingAt, taken, type Pair, type Standing } from './store.ts'

export type Resolved = { readonly pairs: readonly Pair[]; readonly findings: readonly Finding[] }

/**
 * Where each line leads, looked up in the record: only to what stands now, of the body itself or those below it, never to another old
 * address. A line that says what a table in use says already is noted and left out; every other fault is told with its row.
 */
export async function resolve(
  db: Query,
  site: Site,
  bodyId: number,
  lines: readonly Line[],
): Promise<Resolved> {
  const findings: Finding[] = []
  const written = new Map(lines.map(line => [line, readTarget(line.to, site)]))
  const [under, slugs, found, before, ours] = await Promise.all([
    bodiesUnder(db, bodyId),
    slugsOf(db),
    standingAt(db, wantedOf([...written.values()])),
    taken(
      db,
      lines.map(l => l.key),
    ),
    standingAt(db, { addresses: lines.map(l => l.key), indexNumbers: [], numberKeys: [] }),
  ])
  const standing = index(found)
  const living = new Set(ours.map(s => s.address))
  const keys = new Set(lines.map(l => l.key))
  const pairs: Pair[] = []
  for (const line of lines) {
    const faults: string[] = []
    const to = targetOf(written.get(line)!, standing, under, slugs)
    if ('fault' in to) faults.push(to.fault)
    if (living.has(line.key) || isPage(line.key, site, slugs))
      faults.push(`旧网址“${cut(line.from)}”本站正在使用，打开的就是现在的网页，不能再指到别处。`)
    const earlier = before.get(line.key)
    if ('address' in to) {
      if (keyOfAddress(to.address) === line.key) faults.push('旧网址和新网址是同一个地址，会转个不停。')
      else if (keys.has(to.address.toLowerCase()))
        faults.push(`新网址“${to.address}”在这张表里又是一个旧网址，会转来转去，请直接写最后的网址。`)
      if (earlier && earlier.target !== to.address)
        faults.push(
          `旧网址“${cut(line.from)}”在第 ${earlier.tableId} 号对照表里已指到 ${earlier.target}。要改，请先撤下那张表。`,
        )
    }
    for (const text of faults) findings.push({ row: line.row, tier: 'fault', text })
    if (faults.length > 0 || !('address' in to)) continue
    if (earlier)
      findings.push({ row: line.row, tier: 'note', text: `第 ${earlier.tableId} 号对照表里已有，不再重复。` })
    else pairs.push({ key: line.key, target: to.address })
  }
  return { pairs, findings }
}

/** A fixed page of this site, with or without the slash at its end. */
function isPage(key: string, site: Site, slugs: ReadonlySet<string>): boolean {
  const path = withoutQuery(key) ?? key
  return [path, `${path}/`].some(address => {
    const read = readTarget(address, site)
    return read.kind === 'page' && (read.slug === null || slugs.has(read.slug))
  })
}

const indexNumber = (text: string) => text.normalize('NFKC').toUpperCase().replace(/\s/g, '')
const numberKey = (text: string) => {
  const probe = numberProbe(text)
  return probe?.whole ? probe.key : null
}

function wantedOf(written: readonly Written[]) {
  const numbers = written.flatMap(w => (w.kind === 'number' ? [w.text] : []))
  return {
    addresses: written.flatMap(w => (w.kind === 'publication' ? [w.address] : [])),
    indexNumbers: numbers.map(indexNumber),
    numberKeys: numbers.flatMap(n => numberKey(n) ?? []),
  }
}

type Index = (of: 'address' | 'indexNumber' | 'numberKey', value: string) => readonly Standing[]

function index(found: readonly Standing[]): Index {
  const by = new Map<string, Standing[]>()
  for (const one of found)
    for (const of of ['address', 'indexNumber', 'numberKey'] as const)
      if (one[of] !== null) by.set(`${of} ${one[of]}`, [...(by.get(`${of} ${one[of]}`) ?? []), one])
  return (of, value) => by.get(`${of} ${value}`) ?? []
}

function targetOf(
  written: Written,
  standing: Index,
  under: ReadonlyMap<string, number>,
  slugs: ReadonlySet<string>,
): { readonly address: string } | { readonly fault: string } {
  if (written.kind === 'fault') return { fault: written.text }
  if (written.kind === 'page') {
    if (written.slug === null || under.has(written.slug)) return { address: written.address }
    return {
      fault: slugs.has(written.slug)
        ? `${written.address} 是别的机关的网页，只能指到本机关和下级机关的。`
        : `没有网址名为“${written.slug}”的机关。`,
    }
  }
  const mine = new Set(under.values())
  if (written.kind === 'publication') {
    const [one] = standing('address', written.address)
    if (!one) return { fault: `${written.address} 没有公开过任何信息，请核对。` }
    if (one.standing !== 'published') return { fault: `${written.address} 的信息已经撤回，不能指过去。` }
    return mine.has(one.bodyId)
      ? { address: one.address }
      : { fault: `${written.address} 是别的机关的信息，只能指到本机关和下级机关的。` }
  }
  const key = numberKey(written.text)
  const found = [
    ...new Set([
      ...standing('indexNumber', indexNumber(written.text)),
      ...(key === null ? [] : standing('numberKey', key)),
    ]),
  ].filter(s => mine.has(s.bodyId))
  if (found.length === 1) return { address: found[0]!.address }
  return {
    fault:
      found.length === 0
        ? `本机关和下级机关公开的信息里，没有文号或索引号为“${cut(written.text)}”的。`
        : `“${cut(written.text)}”有 ${found.length} 件公开的信息，请写其中一件的网址。`,
  }
}
