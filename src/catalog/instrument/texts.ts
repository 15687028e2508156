import type { Context, Deed } from '#kit/act.ts'
import type { Trx } from '#kit/db.ts'
import type { Reason } from '#kit/errors.ts'
import { checkDraft } from '#patrol/check.ts'
import { bodyOf } from '#people/directory.ts'
import type { House } from '../../house.ts'
import { entryOf } from './entry.ts'
import type { InstrumentRow } from './model.ts'

async function textReasons(house: House, trx: Trx, row: InstrumentRow): Promise<Reason[]> {
  const { title, html } = entryOf(row, await bodyOf(trx, row.bodyId))
  const { findings } = await checkDraft(
    { ...house, db: trx },
    { bodyId: row.bodyId, title, html, attribute: 'proactive', attachments: [] },
  )
  return findings
    .filter(f => f.tier === 'A')
    .map(f => ({
      text: `${f.excerpt.hit ? `“${f.excerpt.hit}”：` : ''}${f.message}`,
      ...(f.basis ? { basis: f.basis } : {}),
    }))
}

/**
 * No text passes to the examiner or to the public unlooked at (吉林 一(二)、一(三)): what must never stand (tier A: identity numbers,
 * bank cards, wrong names of the state) is told with every other reason, and the step waits until it is mended. Telephones and
 * mailboxes of the office belong into a guide (条例第十二条第二款) and do not stop it.
 */
export function withTextChecks<F>(
  house: House,
  deed: Deed<InstrumentRow, F, never>,
): Deed<InstrumentRow, F, never> {
  return {
    ...deed,
    async guard(c: Context<InstrumentRow, F>) {
      return [...((await deed.guard?.(c)) ?? []), ...(await textReasons(house, c.trx, c.row))]
    },
  }
}
