import type { z } from 'zod'
import type { Context, Deed } from '#kit/act.ts'
import { canonical, sha256Hex } from '#kit/crypto.ts'
import type { Query, Trx } from '#kit/db.ts'
import type { Reason } from '#kit/errors.ts'
import { dayOf, minuteOf } from '#kit/now.ts'
import { forgetChecks } from '#patrol/actions/check.ts'
import { staffNames } from '#people/directory.ts'
import { forgetReads, readersSince } from '../countersigns.ts'
import { keepText, normativeOf, relationsOf } from '../library/store.ts'
import { determinationForm, returnForm } from '../model.ts'
import { plainText } from '../intake/render.ts'
import { afterDepartment, afterOpenness, cannotSubmit } from '../rules.ts'
import { purgeFilesLater, removeContent } from '../removal.ts'
import { attachmentsOf, changeDocument, type DocumentRow } from '../store.ts'
import { tagReasons } from '../tags.ts'

type Step = Context<DocumentRow, unknown>
type Plain = Deed<DocumentRow, unknown>

/**
 * The fingerprint of what is signed: title, addressee, body, signatories, attribute, the attachments' own hashes, and what the draft says
 * of its own term and of other documents. A target in this house counts by its id: its title may be emptied after a withdrawal.
 */
export async function fingerprintNow(db: Query, document: DocumentRow): Promise<string> {
  const attachments = await attachmentsOf(db, document.id)
  const { effectiveOn, termYears, expiresOn, noTermReason } = await normativeOf(db, document.id)
  const term = [effectiveOn, termYears, expiresOn, noTermReason]
  const relations = (await relationsOf(db, document.id)).map(r => [
    r.relation,
    r.targetId ?? [r.targetAddress, r.targetTitle, r.targetNumber],
    r.whole,
    r.on,
  ])
  return sha256Hex(
    canonical({
      // Left out where there are none: what was signed before they counted keeps its fingerprint.
      ...(term.some(t => t !== null) ? { term } : {}),
      ...(relations.length > 0 ? { relations } : {}),
      title: document.title,
      addressee: document.addressee,
      signatories: document.signatories,
      attribute: document.attribute,
      ground: document.ground,
      bodyHtml: document.bodyHtml,
      attachments: attachments.filter(a => a.role === 'attachment').map(a => [a.name, a.hash]),
    }),
  )
}

/** After a lawful change of what was signed (attribute, correction) its fingerprint is taken anew. */
export async function refreeze(trx: Trx, document: DocumentRow): Promise<string> {
  const contentHash = await fingerprintNow(trx, document)
  await changeDocument(trx, document.id, { body_hash: contentHash })
  return contentHash
}

/** Every return says from which step it comes; only what goes back to the drafter opens the text again. */
const sendBack: Deed<DocumentRow, z.infer<typeof returnForm>> = {
  form: returnForm,
  choose: (_row, form) => form.to ?? 'draft',
  async apply({ trx, row, reason, to }) {
    await changeDocument(trx, row.id, {
      returned_from: row.state,
      returned_reason: reason,
      ...(to === 'draft' ? { body_hash: null } : {}),
    })
    return { data: { returnedTo: to } }
  },
}

export const submit: Plain = {
  guard: async ({ trx, row }) => [
    ...cannotSubmit(row, [...plainText(row.bodyHtml)].length, row.rules),
    ...(await tagReasons(trx, row)),
  ],
  async apply({ trx, row, actor, at }) {
    await changeDocument(trx, row.id, { returned_from: null, returned_reason: null })
    await forgetReads(trx, row.id)
    await keepText(trx, row.id, { verb: 'submit', ...row, staffId: actor.staffId, at })
    const contentHash = await fingerprintNow(trx, row)
    return { data: { attribute: row.attribute, contentHash } }
  },
}

/** Why it cannot be taken back: somebody who can act on it has opened it. */
export async function cannotRecall(db: Query, document: DocumentRow): Promise<Reason[]> {
  const [first] = await readersSince(db, document.id, document.state, document.reachedAt)
  if (!first) return []
  const names = await staffNames(db, [first.staffId])
  return [
    {
      text: `${names.get(first.staffId) ?? '审核人'}已于${minuteOf(first.at)}打开这件公文，不能取回。需要修改时请与其联系，由其退回。`,
    },
  ]
}

export const recall: Plain = { guard: ({ trx, row }) => cannotRecall(trx, row) }

export const approve: Plain = { choose: row => afterDepartment(row) }
export const agree: Plain = {
  choose: row => afterOpenness(row),
  apply: async ({ row }) => ({ data: { attribute: row.attribute } }),
}

/** What an office outside decided, with its name and day: the last step of the two ladders of doubt (390号文 五(三)). */
const determination: Deed<DocumentRow, z.infer<typeof determinationForm>> = {
  form: determinationForm,
  guard: ({ form, at }) =>
    form.on > dayOf(at) ? [{ field: 'on', text: `日期${form.on}在今天之后，请核对。` }] : [],
  apply: async ({ form }) => ({ data: { office: form.office, on: form.on } }),
}

/**
 * The text turned out to be secret: everything of it leaves this system at once (保密法第三十一条：非涉密系统不得存储、处理
 * 国家秘密). What stays says only that something was here and who decided when.
 */
const remove: Plain = {
  async apply({ trx, row }) {
    const hashes = await removeContent(trx, row.id)
    await forgetChecks(trx, { kind: 'document', id: row.id, address: row.address })
    await purgeFilesLater(trx, hashes)
    return { data: { removed: true } }
  },
}

/** 签发: from here on the content is fixed; without a date of writing the day of signing is it (GB/T 9704 7.3.5). */
export const sign: Plain = {
  async apply({ trx, row, at }) {
    const contentHash = await fingerprintNow(trx, row)
    const writtenOn = row.writtenOn ?? dayOf(at)
    await changeDocument(trx, row.id, { body_hash: contentHash, written_on: writtenOn })
    return { data: { contentHash, writtenOn } }
  },
}

export const reviewDeeds = {
  submit,
  recall,
  cancel: {
    async apply({ trx, row }: Step) {
      await changeDocument(trx, row.id, { returned_from: null, returned_reason: null })
    },
  },
  approve,
  clear: {},
  refer: {},
  findSecret: remove,
  determineOpen: determination,
  determineSecret: remove,
  askSecrecy: {},
  consult: {},
  referOpenness: {},
  recordOpinion: determination,
  recordDetermination: determination,
  agree,
  pass: {},
  sign,
  return: sendBack,
}
