import { z } from 'zod'
import { freshnessLabels, type Freshness } from '#record/renewal.ts'
import { entrySchema, kindLabels, partLabels, tiers, type Kind, type Part } from './model.ts'
import { orderStates } from './workflow.ts'

/** What the routes of this room answer. */

export const findingView = z.object({
  id: z.string(),
  tier: z.enum(tiers),
  kind: z.enum(Object.keys(kindLabels) as [Kind, ...Kind[]]),
  message: z.string(),
  excerpt: z.object({ before: z.string(), hit: z.string(), after: z.string() }),
  place: z.object({
    part: z.enum(Object.keys(partLabels) as [Part, ...Part[]]),
    label: z.string(),
    file: z.string().nullable(),
    start: z.int(),
    length: z.int(),
  }),
  right: z.string().nullable(),
  basis: z.string().nullable(),
})

export const rulingView = z.object({
  findingId: z.string(),
  ruling: z.enum(['mended', 'overruled']),
  staffId: z.int(),
  staffName: z.string(),
  role: z.string().nullable(),
  reason: z.string(),
  at: z.string(),
})

export const reasonView = z.object({
  text: z.string(),
  field: z.string().optional(),
  basis: z.string().optional(),
})

export const scanView = z.object({ lexicon: z.string(), findings: z.array(findingView) })

export const fileScanView = scanView.extend({ file: z.string(), sha256: z.string(), kind: z.string() })

export const maskView = z.object({
  name: z.string(),
  removed: z.array(z.object({ kind: z.string(), masked: z.string(), count: z.int() })),
  stripped: z.array(z.string()),
  checks: z.array(z.string()),
  left: z.array(findingView),
})
export type MaskView = z.infer<typeof maskView>

/** The last check of a subject with what people have said, and what still stands in the way. */
export const settledView = z.object({
  lexicon: z.string(),
  scannedAt: z.string(),
  findings: z.array(
    findingView.extend({ open: z.int(), mayOverrule: z.boolean(), whyNot: z.string().nullable() }),
  ),
  rulings: z.array(rulingView),
  /** Somebody else could be asked for his word. */
  mayAsk: z.boolean(),
  gate: z.object({ submit: z.array(reasonView), publish: z.array(reasonView) }),
})
export type SettledView = z.infer<typeof settledView>

export const lexiconRow = entrySchema.extend({
  origin: z.enum(['shipped', 'above', 'own']),
  bodyName: z.string().nullable(),
  off: z.boolean(),
})
export const lexiconView = z.object({
  version: z.int(),
  name: z.string(),
  total: z.int(),
  page: z.int(),
  pageSize: z.int(),
  rows: z.array(lexiconRow),
  mayEdit: z.boolean(),
})
export type LexiconView = z.infer<typeof lexiconView>

export const lexiconVersionView = z.object({
  version: z.int(),
  reason: z.string(),
  words: z.int(),
  changedByName: z.string(),
  changedAt: z.string(),
})

export type LexiconVersionView = z.infer<typeof lexiconVersionView>

export const lexiconChangeView = z.object({
  version: z.int(),
  added: z.int(),
  changed: z.int(),
  removed: z.int(),
})

export const orderView = z.object({
  id: z.int(),
  version: z.int(),
  state: z.enum(orderStates),
  address: z.string(),
  title: z.string(),
  kind: z.string(),
  kindLabel: z.string(),
  tier: z.enum(tiers),
  message: z.string(),
  place: z.string(),
  excerpt: z.string(),
  ownerName: z.string().nullable(),
  dueOn: z.string(),
  late: z.boolean(),
  foundAt: z.string(),
  checkedAt: z.string(),
  closedAt: z.string().nullable(),
  closedWhy: z.string().nullable(),
  offers: z.array(
    z.object({
      verb: z.string(),
      label: z.string(),
      effect: z.string(),
      basis: z.array(z.string()),
      reason: z.enum(['required', 'optional']).nullable(),
      weighty: z.boolean(),
    }),
  ),
})
export type OrderView = z.infer<typeof orderView>

/** A step that an order has taken. */
const orderEvent = z.object({
  position: z.int(),
  at: z.string(),
  who: z.string(),
  label: z.string(),
  to: z.string().nullable(),
  reason: z.string().nullable(),
})
export const orderCaseView = orderView.extend({
  bodyName: z.string(),
  /** What stands at the address, in the room that has it; null where nothing stands there any more. */
  source: z.object({ kind: z.enum(['document', 'posting']), id: z.int() }).nullable(),
  /** It stands at a column or at the list of statutory items: mended by publishing, not by correcting. */
  isColumn: z.boolean(),
  trail: z.array(orderEvent),
})
export type OrderCaseView = z.infer<typeof orderCaseView>

export const ordersView = z.object({
  total: z.int(),
  page: z.int(),
  pageSize: z.int(),
  rows: z.array(orderView),
  counts: z.record(z.enum(orderStates), z.int()),
  /** When each body of the actor was last looked through as a whole, and whether its lexicon has changed since. */
  looked: z.array(z.object({ body: z.string(), at: z.string().nullable(), present: z.boolean() })),
  mayLook: z.boolean(),
})
export type OrdersView = z.infer<typeof ordersView>

export const askedView = z.object({ names: z.array(z.string()) })

/** What a word would find in what is published. */
export const effectView = z.object({
  looked: z.int(),
  /** False: there is more than was looked at. */
  whole: z.boolean(),
  struck: z.int(),
  hits: z.int(),
  pages: z.array(z.object({ address: z.string(), title: z.string(), hits: z.int(), excerpt: z.string() })),
})
export type EffectView = z.infer<typeof effectView>

/** How the columns of the bodies of a person stand against their terms. */
export const columnsView = z.object({
  today: z.string(),
  bodies: z.array(
    z.object({
      id: z.int(),
      name: z.string(),
      slug: z.string(),
      columns: z.array(
        z.object({
          label: z.string(),
          address: z.string(),
          newestOn: z.string(),
          term: z.string(),
          source: z.string(),
          mark: z.string(),
          basis: z.string().nullable(),
          dueOn: z.string().nullable(),
          late: z.int(),
          freshness: z.enum(Object.keys(freshnessLabels) as [Freshness, ...Freshness[]]),
        }),
      ),
      unsaid: z.array(z.object({ cite: z.string(), label: z.string() })),
      /** The three counts of the veto 栏目不更新, each with the number at which it falls. */
      veto: z.array(z.object({ label: z.string(), count: z.int(), limit: z.int() })),
    }),
  ),
})
export type ColumnsView = z.infer<typeof columnsView>
