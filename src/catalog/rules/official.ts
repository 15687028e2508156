import type { CatalogItem, Guideline, GuidelineItem } from '../model.ts'
import { guideline as schema } from '../model.ts'
import { Matcher } from './match.ts'

export type Replaced = {
  readonly guideline: Guideline
  /** Codes of the draft that the official text does not have. */
  readonly dropped: readonly string[]
  /** Codes given to official rows that the draft did not have. */
  readonly fresh: readonly string[]
}

/** The classes' letters in the codes, as the drafts have them. */
const letters: Readonly<Record<string, string>> = {
  政策文件: 'ZC',
  依法行政: 'YF',
  备灾管理: 'BZ',
  灾后救助: 'JH',
  款物管理: 'KW',
  行政管理: 'GL',
  公共服务: 'FW',
  重点领域信息公开: 'ZD',
  工作动态: 'DT',
}

/**
 * The official attachment (as read from its file) in place of the draft: codes are kept where the names match, each once; rows that
 * the draft had not get the next number of their class, never one that was given before (`used`). Throws RangeError with a sentence
 * where the rows cannot be the attachment.
 */
export function replaceDraft(
  draft: Guideline,
  rows: readonly CatalogItem[],
  used: readonly string[] = [],
): Replaced {
  if (rows.length === 0) throw new RangeError('没有读到事项，不能代替国家目录的草稿。')
  const foreign = rows.find(r => !r.level1 || !letters[r.level1] || !draft.level1Order.includes(r.level1))
  if (foreign)
    throw new RangeError(
      `“${foreign.level1 ?? '（空）'}”不是《${draft.title}》的一级事项，请核对是不是官方附件。`,
    )
  const nameless = rows.find(r => !r.level2)
  if (nameless)
    throw new RangeError(`有一行没有二级事项（内容“${(nameless.content ?? '').slice(0, 20)}”），请核对文件。`)
  const matches = new Matcher(draft).match(rows)
  const taken = new Set<string>()
  const items: GuidelineItem[] = []
  const fresh: string[] = []
  const codes = rows.map((_, i) => {
    const code = matches[i]?.certainty === 'possible' ? undefined : matches[i]?.codes.find(c => !taken.has(c))
    if (code) taken.add(code)
    return code ?? null
  })
  const numbers = new Map<string, number>()
  const prefix = draft.items[0]!.code.split('-')[0]!
  for (const code of [...draft.items.map(i => i.code), ...used]) {
    const [, letter, n] = code.split('-')
    numbers.set(letter!, Math.max(numbers.get(letter!) ?? 0, Number(n)))
  }
  for (const [i, row] of rows.entries()) {
    let code = codes[i] ?? null
    if (code === null) {
      const letter = letters[row.level1!]!
      const n = (numbers.get(letter) ?? 0) + 1
      numbers.set(letter, n)
      code = `${prefix}-${letter}-${String(n).padStart(2, '0')}`
      fresh.push(code)
    }
    const before = draft.items.find(d => d.code === code)
    const { level3: _, ...elements } = row
    items.push({
      code,
      order: i + 1,
      ...elements,
      aliases: [
        ...new Set([
          ...(before?.aliases ?? []),
          ...(before?.level2 && before.level2 !== row.level2 ? [before.level2] : []),
        ]),
      ],
      confidence: 'high',
      evidence: ['官方附件'],
      notes: null,
    })
  }
  return {
    guideline: schema.parse({
      ...draft,
      source: { ...draft.source, officialTextSeen: true },
      status: 'official',
      evidencedCount: items.length,
      draftedCount: 0,
      items,
    }),
    dropped: draft.items.map(d => d.code).filter(c => !taken.has(c)),
    fresh,
  }
}
