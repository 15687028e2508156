import type { Block } from './sheet.ts'
import { textOfRuns } from './runs.ts'
import { planTable, type TablePlan } from './tablePlan.ts'

/** Blocks on pages of one direction; every section but the first begins a page. */
export type Section = { readonly landscape: boolean; readonly blocks: readonly Block[] }

/** How each table at the top level is set; made once, for both renderings. */
export type Plans = ReadonlyMap<Block, TablePlan>

export function plansOf(blocks: readonly Block[]): Plans {
  const plans = new Map<Block, TablePlan>()
  for (const block of blocks) if (block.kind === 'table') plans.set(block, planTable(block.grid))
  return plans
}

const isAnnexHead = (block: Block): boolean =>
  block.kind === 'annexTitle' ||
  // A heading alone on an upright page, its table on the next one, heads nothing.
  block.kind === 'heading' ||
  (block.kind === 'paragraph' && (block.role === 'annexMark' || block.role === 'center'))

/** A remark under a table stays on its page. */
const isTableNote = (block: Block): boolean =>
  block.kind === 'paragraph' && /^(?:注|备注|说明|填表|附注)/.test(textOfRuns(block.runs))

/** Wide tables turn their page, and take along the heads that stand right above them. */
export function sectionsOf(blocks: readonly Block[], plans: Plans): Section[] {
  const turned = blocks.map(block => plans.get(block)?.landscape === true)
  blocks.forEach((_, i) => {
    if (!turned[i] || plans.get(blocks[i]!) === undefined) return
    for (let k = i - 1; k >= 0 && isAnnexHead(blocks[k]!); k--) turned[k] = true
    for (let k = i + 1; k < blocks.length && isTableNote(blocks[k]!); k++) turned[k] = true
  })
  const sections: { landscape: boolean; blocks: Block[] }[] = []
  blocks.forEach((block, i) => {
    const landscape = turned[i] === true
    const last = sections.at(-1)
    if (last && last.landscape === landscape) last.blocks.push(block)
    else sections.push({ landscape, blocks: [block] })
  })
  return sections
}

/** Does this block begin a page? Not where its section does so already. */
export function beginsPage(blocks: readonly Block[], at: number): boolean {
  const block = blocks[at]
  if (at === 0 || !block) return false
  if (block.kind === 'annexTitle') return block.newPage
  return block.kind === 'paragraph' && block.role === 'annexMark'
}

/** A short last paragraph goes with the signature: no page begins with a name alone. */
export const isHeldBy = (block: Block, next: Block | undefined): boolean =>
  block.kind === 'paragraph' &&
  block.role === 'text' &&
  (next?.kind === 'signature' || next?.kind === 'attachment') &&
  textOfRuns(block.runs).length <= 140
