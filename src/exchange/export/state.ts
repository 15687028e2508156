import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { OperatorError } from '#kit/errors.ts'

/** What a folder of an export holds, noted in the folder itself. */

export const stateFile = '.zhaoming-export.json'

const stateSchema = z.object({
  format: z.literal(1),
  stamp: z.string(),
  /** The mark of what stands on every page or many: bodies, alerts, what tags are called. */
  frame: z.string().default(''),
  /** Everything up to this change is in the folder, once `isComplete`. */
  change: z.int(),
  day: z.string(),
  /** Copies made by transactions before this one are in the folder, too. */
  copies: z.string().default('0'),
  /** Documents up to this number are written; a run that was stopped goes on here. */
  upTo: z.int(),
  isComplete: z.boolean(),
})
export type State = z.infer<typeof stateSchema>

/** The state of a folder; null of a new one. Throws OperatorError where it cannot be read. */
export async function readState(out: string): Promise<State | null> {
  const text = await readFile(join(out, stateFile), 'utf8').catch(() => null)
  if (text === null) return null
  try {
    return stateSchema.parse(JSON.parse(text))
  } catch {
    throw new OperatorError(
      `${join(out, stateFile)} 读不懂，可能由别的版本写成。请用 --fresh 重新导出，或换一个目录。`,
    )
  }
}
