import type { Actor } from '#kit/actor.ts'
import { Refused } from '#kit/errors.ts'
import { bodiesUnder, publishedAfter } from '#record/reading.ts'
import type { House } from '../house.ts'
import type { LexiconEntry } from './model.ts'
import { readHtml } from './readers/html.ts'
import type { EffectView } from './views.ts'
import { entryFaults, makeLexicon } from './wording/lexicon.ts'

const mostPages = 2000
const shown = 20
const batch = 100

/**
 * What a word would find in what this body and those below it have published, before it is put into the lexicon. Attachments are not
 * looked through here.
 */
export async function effectOf(house: House, actor: Actor, entry: LexiconEntry): Promise<EffectView> {
  const faults = entryFaults(entry)
  if (faults.length > 0)
    throw new Refused(
      'invalid',
      faults.map(text => ({ field: 'wrong', text })),
    )
  const lexicon = makeLexicon('preview', [entry])
  const bodies = await bodiesUnder(house.db, actor.bodyId)
  const pages: { address: string; title: string; hits: number; excerpt: string }[] = []
  let looked = 0
  let hits = 0
  let struck = 0
  for (let after = 0; looked < mostPages;) {
    const some = await publishedAfter(house.db, bodies, after, batch)
    for (const { address, entry: published } of some) {
      const texts = [published.title, ...readHtml(published.html).segments.map(s => s.text)]
      const found = texts.flatMap(text => lexicon.find(text).map(hit => ({ text, hit })))
      looked++
      if (found.length === 0) continue
      struck++
      hits += found.length
      const { text, hit } = found[0]!
      const excerpt = `${text.slice(Math.max(0, hit.start - 12), hit.start)}【${text.slice(hit.start, hit.end)}】${text.slice(hit.end, hit.end + 12)}`
      if (pages.length < shown) pages.push({ address, title: published.title, hits: found.length, excerpt })
    }
    if (some.length < batch) break
    after = some.at(-1)!.number
  }
  return { looked, hits, struck, pages, whole: looked < mostPages }
}
