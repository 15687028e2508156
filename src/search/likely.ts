import { makeSegmenter } from '#kit/segment.ts'
import type { PortalContext } from '#portal/page.ts'
import { dictionary } from '#record/dictionary.ts'
import { bodiesOf } from '#record/portal/data.ts'
import { rollOf } from '#record/roll/keep.ts'
import { firstOf, isLate, type How } from './find.ts'
import { readQuery, type Asked } from './query.ts'
import type { Hit } from './store/hits.ts'
import { starter, synonymsOf } from './synonyms.ts'

const segmenter = makeSegmenter(dictionary)
const synonyms = synonymsOf(starter)
/** Words that every application holds and that tell nothing of what it is about. */
const empty = new Set(
  '申请 公开 政府 信息 情况 关于 有关 相关 内容 全部 所有 资料 材料 文件 通知 年度 本人 我们 需要 希望 获取 提供 了解 查询 以及 贵局 应急 管理局 管理'.split(
    ' ',
  ),
)
const mostWords = 8

/**
 * What stands published that somebody who describes it in his own words may mean: by number, by its whole name, else by the words
 * of the description, rare words counting for more. At most `limit`, likeliest first. Nothing of what was typed is kept.
 */
export async function likely(
  context: PortalContext,
  described: { readonly name: string; readonly number: string; readonly text: string },
  bodyId: number | null,
  limit = 6,
): Promise<readonly Hit[]> {
  const roll = await rollOf(context)
  const narrowing = { values: bodyId === null ? {} : { body: [String(bodyId)] } }
  type Look = { readonly asked: Asked; readonly how: How; readonly weight: (total: number) => number }
  const lookFor = (typed: string, within: How['within'], weight: Look['weight']): Look[] => {
    const asked = readQuery(typed, segmenter, synonyms)
    return asked.terms.length === 0 && asked.number === null
      ? []
      : [{ asked, how: { within, order: 'relevance' }, weight }]
  }
  try {
    // Where somebody lives and whom he writes to stands in every title.
    const names = (await bodiesOf(context)).all.map(b => b.name).join(' ')
    const words = [
      ...new Set(segmenter.queryTerms(`${described.name} ${described.text}`.slice(0, 400)).map(t => t.word)),
    ]
      .filter(w => [...w].length >= 2 && !empty.has(w) && !/^\d+年?$/.test(w) && !names.includes(w))
      .sort((a, b) => b.length - a.length)
      .slice(0, mostWords)
    const looks = [
      ...(described.number ? lookFor(described.number, 'title', () => 100) : []),
      ...(described.name ? lookFor(described.name, 'text', () => 12) : []),
      ...words.flatMap(word => lookFor(word, 'title', total => 4 / Math.log2(total + 2))),
    ]
    const scores = new Map<number, { hit: Hit; score: number }>()
    for (const [i, { total, hits }] of (await firstOf(context.db, roll, looks, narrowing, 30)).entries())
      for (const hit of hits) {
        const known = scores.get(hit.number)
        scores.set(hit.number, { hit, score: (known?.score ?? 0) + looks[i]!.weight(total) })
      }
    // One common word in a title says nothing.
    return [...scores.values()]
      .filter(s => s.score >= (words.length > 1 ? 2 : 0.5))
      .sort((a, b) => b.score - a.score || b.hit.number - a.hit.number)
      .slice(0, limit)
      .map(s => s.hit)
  } catch (error) {
    if (isLate(error)) return []
    throw error
  }
}
