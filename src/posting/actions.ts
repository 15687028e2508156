import { act, begin, type Applied, type Context, type Deed, type Done } from '#kit/act.ts'
import type { Actor } from '#kit/actor.ts'
import { sha256Hex } from '#kit/crypto.ts'
import { Refused } from '#kit/errors.ts'
import { dayOf } from '#kit/now.ts'
import type { Procedure } from '#kit/procedure.ts'
import { cleanHtml } from '#document/intake/clean.ts'
import { bodyOf, type BodyRow } from '#people/directory.ts'
import { contentHashAt, publish, reserveAddress, withdraw } from '#record/actions.ts'
import { isColumn, statutoryItems } from '#record/columns.ts'
import { publicationData, withdrawalData } from '#record/content.ts'
import { makeEntry, textOf, type Entry } from '#record/model.ts'
import type { House } from '../house.ts'
import {
  contentSchema,
  emptyContent,
  itemFact,
  postingFacts,
  postingKinds,
  publishForm,
  withdrawForm,
  type Content,
  type PostingKind,
  type PostingRow,
  type PublishForm,
  type WithdrawForm,
} from './model.ts'
import { cannotStand } from './rules.ts'
import { insertPosting, lockPosting, movePosting, putContent, putPublished } from './store.ts'
import { postingBeginning, postingWorkflow, type PostingVerb } from './workflow.ts'

const readers: readonly string[] = [...postingBeginning.by, 'leader', 'secrecyOfficer', 'legalReviewer']

/** Everybody who works in the body sees what it is about to publish; administrators do not (三员分立). */
export const seesPosting = (row: { readonly bodyId: number }, actor: Actor) =>
  actor.roles.some(r => r.bodyId === row.bodyId && readers.includes(r.role))

export const bodiesRead = (actor: Actor): number[] => [
  ...new Set(actor.roles.filter(r => readers.includes(r.role)).map(r => r.bodyId)),
]

export const postingProcedure: Procedure<PostingRow> = {
  kind: 'posting',
  noun: '信息',
  workflow: postingWorkflow,
  lock: lockPosting,
  sees: seesPosting,
  move: movePosting,
}

/** What the public will read. */
export function entryOf(kind: PostingKind, content: Content, body: BodyRow): Entry {
  const item = kind === 'absence' ? statutoryItems.find(i => i.id === content.item) : undefined
  const facts = [
    ...(item ? [{ label: itemFact, value: item.cite }] : []),
    ...postingFacts[kind].facts.flatMap(f => {
      const value = content.facts[f.label] ?? ''
      return value === '' ? [] : [{ label: f.label, value }]
    }),
  ]
  const html = cleanHtml(content.html)
  const columns =
    content.columns.length > 0 ? content.columns.filter(isColumn) : [...postingFacts[kind].columns]
  const told = facts.map(f => `${f.label}：${f.value}`)
  return makeEntry({
    kind,
    title: content.title,
    issuers: [body.name],
    source: content.source || body.name,
    columns,
    html: html.trim() === '' ? `<p>${told.map(t => t.replace(/[&<>]/g, '')).join('；')}</p>` : html,
    text: [...told, textOf(html)].join('\n').trim(),
    ...(facts.length > 0 ? { facts } : {}),
    ...(content.rank !== null ? { rank: content.rank } : {}),
  })
}

const cleaned = (content: Content): Content => ({ ...content, html: cleanHtml(content.html) })

/** Begins a posting; what is typed so far may be anything that can be kept. Refused where the actor writes for no such body. */
export async function beginPosting(
  house: House,
  actor: Actor,
  input: { body: number; kind: string; content?: unknown },
  key?: string,
): Promise<Done> {
  const role = actor.roles.find(
    r => r.bodyId === input.body && (postingBeginning.by as readonly string[]).includes(r.role),
  )
  if (!role) throw new Refused('forbidden', '您没有为这个机关起草信息的权限。')
  if (!(postingKinds as readonly string[]).includes(input.kind))
    throw new Refused('invalid', [{ field: 'kind', text: '请选择要发布哪一类信息。' }])
  const kind = input.kind as PostingKind
  const parsed = contentSchema.safeParse(
    input.content ?? { ...emptyContent, columns: postingFacts[kind].columns },
  )
  if (!parsed.success)
    throw new Refused(
      'invalid',
      parsed.error.issues.map(i => ({ field: i.path.join('.') || undefined, text: i.message })),
    )
  const content = cleaned(parsed.data)
  return begin(
    house,
    {
      kind: 'posting',
      bodyId: input.body,
      role: role.role,
      verb: 'draft',
      actor,
      key,
      form: { kind, content },
    },
    async (trx, at) => ({
      id: await insertPosting(trx, {
        bodyId: input.body,
        departmentId: role.departmentId,
        kind,
        drafterId: actor.staffId,
        content,
        at,
      }),
      state: 'draft',
      data: { kind, title: content.title, content: sha256Hex(JSON.stringify(content)) },
    }),
  )
}

type C<F> = Context<PostingRow, F>

const save: Deed<PostingRow, Content> = {
  form: contentSchema,
  async apply(c: C<Content>) {
    const content = cleaned(c.form)
    await putContent(c.trx, c.row.id, content)
    return { data: { title: content.title, content: sha256Hex(JSON.stringify(content)) } }
  },
}

const submit: Deed<PostingRow> = {
  guard: c => cannotStand(c.row.kind, c.row.content),
  apply: async c => ({ data: { content: sha256Hex(JSON.stringify(c.row.content)) } }),
}

type Signing = Pick<House, 'signer'>
type Made = { readonly entry: Entry; readonly address: string }

const release = (house: Signing): Deed<PostingRow, PublishForm, Made> => ({
  form: publishForm,
  guard: c => [
    ...cannotStand(c.row.kind, c.row.content),
    ...(c.row.address !== null && !c.form.note
      ? [{ field: 'note', text: '请写一句给公众看的更正说明：改了什么、为什么。' }]
      : []),
  ],
  async apply(c): Promise<Applied<Made>> {
    const body = await bodyOf(c.trx, c.row.bodyId)
    const entry = entryOf(c.row.kind, c.row.content, body)
    const address = c.row.address ?? (await reserveAddress(c.trx, body.slug, dayOf(c.at)))
    await putPublished(c.trx, c.row.id, address, c.at)
    return { data: { ...publicationData(entry, address), examined: true }, made: { entry, address } }
  },
  async publish(c, event, made) {
    await publish(c.trx, house, {
      ...made,
      bodyId: c.row.bodyId,
      subjectId: c.row.id,
      note: c.row.address === null ? null : c.form.note,
      event,
    })
  },
})

const takeBack = (house: Signing): Deed<PostingRow, WithdrawForm> => ({
  form: withdrawForm,
  async apply(c) {
    const address = c.row.address!
    const contentHash = await contentHashAt(c.trx, address)
    if (contentHash === null) throw new Refused('not-now', '这件信息已不在公开，不需要撤回。')
    return {
      data: {
        ...withdrawalData({ address, contentHash, purge: c.form.purge }),
        publicNote: c.form.publicNote,
      },
    }
  },
  async publish(c, event) {
    await withdraw(c.trx, house, {
      address: c.row.address!,
      publicNote: c.form.publicNote,
      purge: c.form.purge,
      event,
    })
  },
})

/** What each verb does besides moving the state; every form is parsed by its own schema before the deed sees it. */
const deedsOf = (house: Signing): Record<PostingVerb, Deed<PostingRow, never, never>> =>
  ({
    save,
    submit,
    publish: release(house),
    withdraw: takeBack(house),
    cancel: {},
    return: {},
    amend: {},
  }) as never

export function performPosting(
  house: House,
  request: {
    subject: number
    verb: PostingVerb
    actor: Actor
    form?: unknown
    reason?: string | null
    version?: number
    key?: string
  },
): Promise<Done> {
  return act(house, postingProcedure, deedsOf(house)[request.verb], request)
}
