import type { Done, Request } from '#kit/act.ts'
import type { Actor } from '#kit/actor.ts'
import { Refused } from '#kit/errors.ts'
import type { BulkDone } from './model.ts'

type Bulk = Pick<Request, 'verb' | 'reason' | 'form'> & {
  readonly items: readonly { readonly id: number; readonly version?: number }[]
}

type Room = {
  /** The item as far as this person sees it. */
  itemOf(id: number): Promise<{ readonly title: string } | null | undefined>
  /** Said of what he does not see. */
  readonly gone: string
  perform(request: Request): Promise<Done>
}

/**
 * Many items with one reason, each an act of its own with its own key (`<key>-<item>`): a retry of the whole request repeats nothing,
 * and what is refused is told item by item while the others are done.
 */
export async function performEach<S extends string>(
  { itemOf, gone, perform }: Room,
  actor: Actor,
  bulk: Bulk,
  key: string,
): Promise<BulkDone<S>> {
  const done: BulkDone<S>['done'][number][] = []
  const failed: BulkDone<S>['failed'][number][] = []
  const { verb, reason, form } = bulk
  for (const { id, version } of bulk.items) {
    const item = await itemOf(id)
    if (!item) {
      failed.push({ id, title: '', reasons: [{ text: gone }] })
      continue
    }
    try {
      const result = await perform({ subject: id, verb, actor, reason, form, version, key: `${key}-${id}` })
      done.push({ id, state: result.state as S, version: result.version })
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      failed.push({ id, title: item.title, reasons: error.reasons })
    }
  }
  return { done, failed }
}
