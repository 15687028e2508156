import { act, begin, type Applied, type Context, type Deed, type Done } from '#kit/act.ts'
import { faultsOf } from '#kit/form.ts'
import type { Actor } from '#kit/actor.ts'
import { sha256Hex } from '#kit/crypto.ts'
import { Refused, type Reason } from '#kit/errors.ts'
import { dayOf } from '#kit/now.ts'
import type { Procedure } from '#kit/procedure.ts'
import { cleanHtml } from '#document/intake/clean.ts'
import { purgeFilesLater } from '#document/removal.ts'
import { forgetChecks } from '#patrol/actions/check.ts'
import { bodyOf } from '#people/directory.ts'
import { contentHashAt, publish, reserveAddress, withdraw } from '#record/actions.ts'
import { publicationData, withdrawalData } from '#record/content.ts'
import type { Entry } from '#record/model.ts'
import type { House } from '../house.ts'
import { patrolLater, withChecks } from './checks.ts'
import { entryNow, marksOf } from './entry.ts'
import {
  contentSchema,
  emptyContent,
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
import {
  filesOf,
  forgetFiles,
  insertPosting,
  lockPosting,
  movePosting,
  putContent,
  putPublished,
} from './store.ts'
import { seesPosting } from './visibility.ts'
import { reportedTwice } from './twice.ts'
import { postingBeginning, postingWorkflow, type PostingVerb } from './workflow.ts'

export const postingProcedure: Procedure<PostingRow> = {
  kind: 'posting',
  noun: '信息',
  workflow: postingWorkflow,
  lock: lockPosting,
  sees: seesPosting,
  move: movePosting,
}

export const cleaned = (content: Content): Content => ({ ...content, html: cleanHtml(content.html) })

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
  if (input.kind === 'guide')
    throw new Refused('invalid', [
      {
        field: 'kind',
        text: '公开指南在“公开指南与清单”里逐项编制、审核、公布；以前在这里发布的，仍在这里更正、撤回。',
        basis: '条例/12(2)',
      },
    ])
  const kind = input.kind as PostingKind
  const parsed = contentSchema.safeParse(
    input.content ?? { ...emptyContent, columns: postingFacts[kind].columns },
  )
  if (!parsed.success) throw new Refused('invalid', faultsOf(parsed.error))
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
      data: { kind, content: sha256Hex(JSON.stringify(content)) },
    }),
  )
}

type C<F> = Context<PostingRow, F>

const save: Deed<PostingRow, Content> = {
  form: contentSchema,
  async apply(c: C<Content>) {
    const content = cleaned(c.form)
    await putContent(c.trx, c.row.id, content)
    return { data: { content: sha256Hex(JSON.stringify(content)) } }
  },
}

const cannotPass = async (c: C<unknown>): Promise<Reason[]> => [
  ...cannotStand(c.row.kind, c.row.content),
  ...(await marksOf(c.trx, c.row)).reasons,
  ...(await reportedTwice(c.trx, c.row)),
]

const submit: Deed<PostingRow> = {
  guard: cannotPass,
  async apply(c) {
    const files = (await filesOf(c.trx, c.row.id)).filter(f => f.role === 'attachment')
    // By their hashes alone: names may say what has to be forgotten, and the history forgets nothing.
    const named = files.length > 0 ? { files: files.map(f => f.hash) } : {}
    return { data: { content: sha256Hex(JSON.stringify(c.row.content)), ...named } }
  },
}

type Signing = Pick<House, 'signer'>
type Made = { readonly entry: Entry; readonly address: string }

const release = (house: Signing): Deed<PostingRow, PublishForm, Made> => ({
  form: publishForm,
  guard: async c => [
    ...(await cannotPass(c)),
    ...(c.row.address !== null && !c.form.note
      ? [{ field: 'note', text: '请写一句给公众看的更正说明：改了什么、为什么。' }]
      : []),
  ],
  async apply(c): Promise<Applied<Made>> {
    const { slug } = await bodyOf(c.trx, c.row.bodyId)
    const entry = await entryNow(c.trx, c.row)
    const address = c.row.address ?? (await reserveAddress(c.trx, slug, dayOf(c.at)))
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
    await patrolLater(c.trx, made.address)
  },
})

const takeBack = (house: Signing): Deed<PostingRow, WithdrawForm> => ({
  form: withdrawForm,
  async apply(c) {
    const address = c.row.address!
    const contentHash = await contentHashAt(c.trx, address)
    if (contentHash === null) throw new Refused('not-now', '这件信息已不在公开，不需要撤回。')
    if (c.form.purge) {
      // 保密法第三十一条：what must not be public for secrecy may not stay in the office either.
      await putContent(c.trx, c.row.id, { ...emptyContent, title: '（已清除）' })
      await purgeFilesLater(c.trx, await forgetFiles(c.trx, c.row.id))
      await forgetChecks(c.trx, { kind: 'posting', id: c.row.id, address })
    }
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
    await patrolLater(c.trx, c.row.address!)
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

/** One step of a posting. Throws Refused with every reason against it, those of the check of its text among them. */
export async function performPosting(
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
  const deed = await withChecks(house, deedsOf(house)[request.verb], request)
  return act(house, postingProcedure, deed, request)
}
