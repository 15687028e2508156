import fc from 'fast-check'
import { expect, it } from 'vitest'
import { makeBits, setBit } from '#kit/bits.ts'
import { facetNames } from './facets.ts'
import { makeRoll, type RollRow } from './roll.ts'

type Doc = { day: number; body: number; tags: number[]; imported: boolean; isPublished: boolean }
const doc = fc.record({
  day: fc.integer({ min: 10, max: 19 }),
  body: fc.integer({ min: 1, max: 3 }),
  tags: fc.uniqueArray(fc.integer({ min: 1, max: 3 }), { maxLength: 2 }),
  imported: fc.boolean(),
  isPublished: fc.boolean(),
})
const row = (d: Doc, number: number, publicationId: number): RollRow => ({
  number,
  isPublished: d.isPublished,
  publicationId,
  shownOn: `2026-11-${d.day}`,
  changed: publicationId,
  facets: facetNames
    .map(f =>
      f === 'body'
        ? String(d.body)
        : f === 'tag'
          ? d.tags.join('\u001f')
          : f === 'imported' && d.imported
            ? 'yes'
            : '',
    )
    .join('\u001e'),
})

it('名册与逐件清点一致：件数、各选项的件数、次序、任意一页，更正和撤回之后也一样', () => {
  fc.assert(
    fc.property(
      fc.array(doc, { maxLength: 40 }),
      fc.array(fc.tuple(fc.nat(39), doc), { maxLength: 10 }),
      fc.record({
        body: fc.option(fc.integer({ min: 1, max: 3 })),
        tag: fc.option(fc.integer({ min: 1, max: 3 })),
      }),
      fc.option(fc.tuple(fc.integer({ min: 10, max: 19 }), fc.integer({ min: 10, max: 20 }))),
      fc.boolean(),
      fc.option(fc.array(fc.boolean(), { minLength: 40, maxLength: 40 })),
      (docs, changes, chosen, span, own, among) => {
        const roll = makeRoll()
        const now = new Map<number, { d: Doc; id: number }>()
        let id = 0
        const put = (number: number, d: Doc) => {
          now.set(number, { d, id: ++id })
          return row(d, number, id)
        }
        roll.take(docs.map((d, i) => put(i, d)))
        for (const [number, d] of changes) roll.take([put(number, d)])
        const bits = among && makeBits(40)
        among?.forEach((is, i) => is && setBit(bits!, i))
        const wanted = {
          values: {
            ...(chosen.body === null ? {} : { body: [String(chosen.body)] }),
            ...(chosen.tag === null ? {} : { tag: [String(chosen.tag)] }),
          },
          own,
          from: span && `2026-11-${span[0]}`,
          until: span && `2026-11-${span[1]}`,
        }
        const found = roll.narrow(bits, wanted)

        const base = [...now].filter(([n, { d }]) => d.isPublished && (!among || among[n]))
        const fits = (d: Doc, leave: string | null) =>
          (leave === 'body' || chosen.body === null || d.body === chosen.body) &&
          (leave === 'tag' || chosen.tag === null || d.tags.includes(chosen.tag)) &&
          (!own || !d.imported) &&
          (!span || (d.day >= span[0] && d.day < span[1]))
        const hits = base
          .filter(([, { d }]) => fits(d, null))
          .sort(([, a], [, b]) => b.d.day - a.d.day || b.id - a.id)
          .map(([n]) => n)
        expect(found.total).toBe(hits.length)
        expect(roll.page(found.hits, 0, 100)).toEqual(hits)
        for (const offset of [0, 3, hits.length - 2, hits.length])
          expect(roll.page(found.hits, Math.max(0, offset), 5, found.total)).toEqual(
            hits.slice(Math.max(0, offset), Math.max(0, offset) + 5),
          )
        for (const facet of ['body', 'tag'] as const) {
          const naive = new Map<string, number>()
          for (const [, { d }] of base.filter(([, { d }]) => fits(d, facet)))
            for (const v of facet === 'body' ? [d.body] : d.tags)
              naive.set(String(v), (naive.get(String(v)) ?? 0) + 1)
          expect(new Map([...found.counts[facet]].sort())).toEqual(new Map([...naive].sort()))
        }
      },
    ),
    { numRuns: 300 },
  )
})
