import type { z } from 'zod'
import { Refused, type Reason } from './errors.ts'

/** Every fault of a form at its field, in the words of the form. */
export function faultsOf(error: {
  readonly issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[]
}): Reason[] {
  return error.issues.map(i => ({ field: i.path.join('.') || undefined, text: i.message }))
}

/** What somebody sent, read by its form. Throws Refused with every fault at once. */
export function readForm<F extends z.ZodType>(form: F, given: unknown): z.infer<F> {
  const read = form.safeParse(given)
  if (!read.success) throw new Refused('invalid', faultsOf(read.error))
  return read.data
}
