import { createReadStream, existsSync } from 'node:fs'
import { open, readFile } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import type { Query } from '#kit/db.ts'
import { isoOf } from '#kit/now.ts'

/** A chain head noted outside the database at some time. */
export type Head = { readonly length: number; readonly head: string }
export type Anchor = { readonly at: string; readonly heads: Readonly<Record<string, Head>> }

/**
 * Appends the present heads of all chains that moved since the file's last line: `{at, heads: {bodyId: {length, head}}}`.
 * Kept outside the database, they show a chain that was cut at its end or written anew, which the database alone cannot.
 */
export async function noteAnchors(db: Query, file: string, at: Date): Promise<void> {
  const rows = await db.selectFrom('chain').select(['body_id', 'length', 'head']).orderBy('body_id').execute()
  const noted = await lastHeads(file)
  const moved = rows.filter(r => noted.get(String(r.body_id))?.length !== r.length)
  if (moved.length === 0) return
  const heads = Object.fromEntries(
    moved.map(r => [r.body_id, { length: r.length, head: r.head.toString('hex') }]),
  )
  const anchor: Anchor = { at: isoOf(at), heads }
  const handle = await open(file, 'a', 0o600)
  try {
    // A torn last line (power cut while writing) must not swallow this one.
    const torn = (await handle.stat()).size > 0 && !(await endsWithNewline(file))
    await handle.write(`${torn ? '\n' : ''}${JSON.stringify(anchor)}\n`)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

async function endsWithNewline(file: string): Promise<boolean> {
  const bytes = await readFile(file)
  return bytes.at(-1) === 0x0a
}

async function lastHeads(file: string): Promise<Map<string, Head>> {
  const last = new Map<string, Head>()
  for await (const anchor of readAnchors(file))
    for (const [body, head] of Object.entries(anchor.heads)) last.set(body, head)
  return last
}

/** The anchors of a file, oldest first; nothing when the file is not there. Lines that are no anchors (torn writes) are passed over. */
export async function* readAnchors(file: string): AsyncGenerator<Anchor> {
  if (!existsSync(file)) return
  for await (const line of createInterface({ input: createReadStream(file, 'utf8'), crlfDelay: Infinity })) {
    const anchor = parse(line)
    if (anchor) yield anchor
  }
}

function parse(line: string): Anchor | null {
  if (line.trim() === '') return null
  try {
    const value = JSON.parse(line) as Partial<Anchor>
    if (typeof value.at !== 'string' || typeof value.heads !== 'object' || value.heads === null) return null
    const heads = Object.entries(value.heads).filter(
      ([body, h]) => /^\d+$/.test(body) && Number.isInteger(h?.length) && /^[0-9a-f]{64}$/.test(h?.head),
    )
    return { at: value.at, heads: Object.fromEntries(heads) }
  } catch {
    return null
  }
}
