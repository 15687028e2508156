import type { Db } from '#kit/db.ts'
import { makeSegmenter } from '#kit/segment.ts'
import { dictionary } from '#record/dictionary.ts'
import { initialsOf, shapeOf, soundOf } from '../sound.ts'
import { addWords, lockVocabulary, markVocabulary, titlesChanged } from '../store/vocabulary.ts'

const segmenter = makeSegmenter(dictionary)
const atOnce = 5000
const worth = /^\p{Script=Han}{2,12}$/u

/** Words of new titles go into the vocabulary; the words of the dictionary with the first of them. Returns how many titles. */
export function learnTitles(db: Db): Promise<number> {
  return db.transaction().execute(async trx => {
    const span = await lockVocabulary(trx)
    const seen = new Map<string, number>()
    const add = (word: string, n: number) => {
      if (worth.test(word)) seen.set(word, (seen.get(word) ?? 0) + n)
    }
    if (span.from === '0') for (const word of dictionary.words) add(word.replace(/[^\p{L}\p{N}]/gu, ''), 1)
    let titles = 0
    for (let after = -1; ;) {
      const rows = await titlesChanged(trx, span, after, atOnce)
      for (const { title } of rows) for (const word of segmenter.indexWords(title)) add(word, 1)
      titles += rows.length
      if (rows.length < atOnce) break
      after = rows.at(-1)!.number
    }
    await addWords(
      trx,
      [...seen].map(([word, n]) => ({
        word,
        sound: soundOf(word),
        initials: initialsOf(word),
        shape: shapeOf(word),
        seen: n,
      })),
    )
    await markVocabulary(trx, span.until)
    return titles
  })
}
