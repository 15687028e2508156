import { z } from 'zod'

/** A group of words that mean the same, as staff keep it. One way: the first is also looked for as the others. */
export const groupSchema = z.object({
  words: z
    .array(
      z
        .string()
        .trim()
        .min(2, '每个词至少 2 个字。')
        .max(30, '每个词不能超过 30 个字。')
        .refine(w => w.replace(/[^\p{L}\p{N}]/gu, '').length >= 2, '词里要有至少 2 个汉字、字母或数字。'),
    )
    .min(2, '一组至少两个词。')
    .max(20, '一组不能超过 20 个词。'),
  oneWay: z.boolean().default(false),
  note: z.string().trim().max(200, '说明不能超过 200 个字。').default(''),
})
export type SynonymGroup = z.infer<typeof groupSchema>

export const mostGroups = 500

export const changeSchema = z.object({
  /** The version that was seen; another one now: somebody else was first. */
  version: z.int('缺少版本号，请刷新页面。').min(0),
  reason: z
    .string('请写明为什么修改同义词。')
    .trim()
    .min(4, '请写明为什么修改同义词（至少4个字）。')
    .max(500, '理由不能超过500个字。'),
  groups: z.array(groupSchema).max(mostGroups, `同义词不能超过 ${mostGroups} 组。`),
})
export type SynonymChange = z.infer<typeof changeSchema>

const folded = (word: string) =>
  word
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '')

/** What is wrong with groups besides their form: a word twice in one, a word of both ways in two. Field: `groups.i`. */
export function groupFaults(groups: readonly SynonymGroup[]): { field: string; text: string }[] {
  const faults: { field: string; text: string }[] = []
  const known = new Map<string, number>()
  groups.forEach(({ words, oneWay }, i) => {
    const own = new Set<string>()
    for (const word of words) {
      const key = folded(word)
      if (own.has(key))
        faults.push({ field: `groups.${i}`, text: `“${word}”在同一组里写了两次，请删去一个。` })
      own.add(key)
      const other = oneWay ? undefined : known.get(key)
      if (other !== undefined && other !== i)
        faults.push({
          field: `groups.${i}`,
          text: `“${word}”已在第 ${other + 1} 组（${groups[other]!.words.join('、')}），请合并成一组。`,
        })
      if (!oneWay) known.set(key, i)
    }
  })
  return faults
}

export const synonymVersionView = z.object({
  version: z.int(),
  reason: z.string(),
  groups: z.int(),
  changedByName: z.string(),
  changedAt: z.string(),
})

export const synonymsView = z.object({
  version: z.int(),
  bodyName: z.string(),
  /** The words hold on the whole site: the body is the topmost. */
  everywhere: z.boolean(),
  mayEdit: z.boolean(),
  own: z.array(groupSchema),
  above: z.array(groupSchema.extend({ bodyName: z.string() })),
  shipped: z.array(groupSchema),
  versions: z.array(synonymVersionView),
})
export type SynonymsView = z.infer<typeof synonymsView>

/** What the history says about this room: kind of subject, verb, words; null for one of another. */
export const wordsOfSearch = (kind: string, verb: string): { kind: string; verb: string } | null =>
  kind === 'synonym' ? { kind: '检索同义词', verb: verb === 'change' ? '修改同义词' : verb } : null
