import { z } from 'zod'
import { catalogItem } from './model.ts'

/** A row of a body's own catalog: `codes` the national items it stands for (none: local), `upper` the key it was derived from. */
export const localItem = z.strictObject({
  key: z.string().min(1).max(40),
  lineage: z.strictObject({
    codes: z.array(z.string().max(20)).max(30),
    upper: z.string().max(40).nullable(),
  }),
  ...catalogItem.shape,
  /** The department (科室) that answers for it. */
  department: z.int().nullable(),
  leftOut: z.strictObject({ reason: z.string().max(500) }).nullable(),
})
export type LocalItem = z.infer<typeof localItem>

export const isLocal = (item: LocalItem): boolean =>
  item.lineage.codes.length === 0 && item.lineage.upper === null
