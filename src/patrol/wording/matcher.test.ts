import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { effortOf } from '../../../test/setup/effort.ts'
import { random } from '../patrol.fixture.ts'
import {
  buildMatcher,
  buildMatcherInSlices,
  codesOf,
  mostWords,
  TooManyWords,
  type Matcher,
} from './matcher.ts'

type Find = readonly [word: string, start: number, end: number]

function finds(matcher: Matcher, words: readonly string[], text: string): Find[] {
  const found: Find[] = []
  matcher.each(codesOf(text), text.length, (word, start, end) => void found.push([words[word]!, start, end]))
  return found
}

function naive(words: readonly string[], text: string): Find[] {
  const found: Find[] = []
  for (const word of new Set(words.filter(w => w !== '')))
    for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1))
      found.push([word, at, at + word.length])
  return found
}

const key = (f: Find) => `${f[1]},${f[2]},${f[0]}`
const sorted = (found: readonly Find[]) => found.map(key).sort()

describe('多词匹配', () => {
  test('任意的词和文字：找到的与逐词逐位查找完全相同，包括重叠的', () => {
    const letters = fc.string({ unit: fc.constantFrom('应', '急', '管', '理', 'a', '\ud840'), maxLength: 6 })
    const long = fc.string({ unit: fc.constantFrom('应', '急', '管', '理', 'a', '\ud840'), maxLength: 80 })
    fc.assert(
      fc.property(fc.array(letters, { maxLength: 30 }), long, (words, text) => {
        expect(sorted(finds(buildMatcher(words), words, text))).toEqual(sorted(naive(words, text)))
      }),
      { numRuns: 500 },
    )
  })

  test('后缀也是词：同一处从长到短逐个报告', () => {
    const words = ['人民政府', '政府', '府', '民政']
    expect(finds(buildMatcher(words), words, '市人民政府')).toEqual([
      ['民政', 2, 4],
      ['人民政府', 1, 5],
      ['政府', 3, 5],
      ['府', 4, 5],
    ])
  })

  test('空词不算词，重复的词只算一次，没有词也不出错', () => {
    const words = ['', '甲', '甲', '甲乙']
    const matcher = buildMatcher(words)
    expect(matcher.words).toBe(2)
    expect(finds(matcher, words, '甲乙甲')).toEqual([
      ['甲', 0, 1],
      ['甲乙', 0, 2],
      ['甲', 2, 3],
    ])
    expect(finds(buildMatcher([]), [], '甲乙')).toEqual([])
  })

  test('分段建立的与一次建立的相同，中间让出了时间', async () => {
    const next = random(3)
    const words = Array.from({ length: 100_000 }, () =>
      Array.from({ length: 2 + Math.floor(next() * 4) }, () =>
        String.fromCharCode(0x4e00 + Math.floor(next() * 800)),
      ).join(''),
    )
    const text = Array.from({ length: 20_000 }, () =>
      String.fromCharCode(0x4e00 + Math.floor(next() * 800)),
    ).join('')
    let rests = 0
    const slices = await buildMatcherInSlices(words, () => {
      rests++
      return Promise.resolve()
    })
    expect(rests).toBeGreaterThan(3)
    const whole = finds(buildMatcher(words), words, text)
    expect(whole.length).toBeGreaterThan(500)
    expect(finds(slices, words, text)).toEqual(whole)
  })

  test('一百万个词：建得成，内存不超过120 MB；一百万零一个词：说清楚为什么不收', () => {
    const next = random(5)
    const han = () => String.fromCharCode(0x4e00 + Math.floor(next() * 5000))
    const words = Array.from({ length: mostWords }, () => han() + han() + han() + han())
    const matcher = buildMatcher(words)
    expect(matcher.words).toBeGreaterThan(999_000)
    expect(matcher.bytes).toBeLessThan(120 * 1024 * 1024)
    expect(finds(matcher, words, `甲${words[777]}乙`).map(f => f[0])).toContain(words[777])
    expect(() => buildMatcher([...words, '多的'])).toThrow(TooManyWords)
    expect(() => buildMatcher([...words, '多的'])).toThrow('超过1,000,000个的上限')
  })

  test('字数过多的词库也不收', () => {
    expect(() => buildMatcher([`甲`.repeat(20_000_001)])).toThrow('超过20,000,000个字的上限')
  })

  test('时间随文字和命中增长，不随两者之积：全是同一个字也不变慢', async () => {
    const words = Array.from({ length: 200 }, (_, i) => '啊'.repeat(i + 1))
    const matcher = buildMatcher(words)
    const time = (length: number) => {
      const codes = codesOf('啊'.repeat(length))
      let steps = 0
      return effortOf(() =>
        matcher.each(codes, length, () => {
          steps++
          return steps < 100_000
        }),
      )
    }
    await time(1000)
    // A quadratic matcher would take minutes for the second.
    expect(await time(4_000_000)).toBeLessThan(4000)
  })
})
