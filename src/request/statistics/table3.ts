/** 年度报告表三“政府信息公开行政复议、行政诉讼情况” (国办公开办函〔2021〕30号): three blocks of five cells. */

export const remedyBlocks = ['review', 'directSuit', 'suitAfterReview'] as const
export type RemedyBlock = (typeof remedyBlocks)[number]
export const remedyBlockLabels: Record<RemedyBlock, string> = {
  review: '行政复议',
  directSuit: '行政诉讼·未经复议直接起诉',
  suitAfterReview: '行政诉讼·复议后起诉',
}

export const remedyResults = ['upheld', 'corrected', 'other', 'pending'] as const
export type RemedyResult = (typeof remedyResults)[number]
export const remedyResultLabels: Record<RemedyResult, string> = {
  upheld: '结果维持',
  corrected: '结果纠正',
  other: '其他结果',
  pending: '尚未审结',
}

/** 维持、纠正、其他、尚未审结、总计. */
export type Table3 = { readonly [B in RemedyBlock]: readonly number[] }

const tableOf = (numbersOf: (block: RemedyBlock) => readonly number[]): Table3 => ({
  review: numbersOf('review'),
  directSuit: numbersOf('directSuit'),
  suitAfterReview: numbersOf('suitAfterReview'),
})

export function makeTable3(
  cases: Iterable<{ readonly block: RemedyBlock; readonly result: RemedyResult; readonly count: number }>,
): Table3 {
  const cells = new Map<RemedyBlock, number[]>(remedyBlocks.map(b => [b, [0, 0, 0, 0]]))
  for (const { block, result, count } of cases) cells.get(block)![remedyResults.indexOf(result)]! += count
  return tableOf(b => {
    const numbers = cells.get(b)!
    return [...numbers, numbers.reduce((sum, n) => sum + n, 0)]
  })
}

/** In each block 总计＝维持＋纠正＋其他＋尚未审结. */
export function checkTable3(table: { readonly [block: string]: readonly number[] }): string[] {
  return remedyBlocks.flatMap(block => {
    const numbers = table[block]
    const wrong =
      !Array.isArray(numbers) || numbers.length !== 5 || numbers.some(n => !Number.isSafeInteger(n) || n < 0)
    if (wrong) return [`“${remedyBlockLabels[block]}”应有5个不小于0的整数。`]
    const sum = numbers.slice(0, 4).reduce((a: number, b: number) => a + b, 0)
    return sum === numbers[4]
      ? []
      : [`“${remedyBlockLabels[block]}”的总计是${numbers[4]}，四种结果之和是${sum}。`]
  })
}

export function addTables3(tables: readonly Table3[]): Table3 {
  return tableOf(b => Array.from({ length: 5 }, (_, at) => tables.reduce((sum, t) => sum + t[b][at]!, 0)))
}
