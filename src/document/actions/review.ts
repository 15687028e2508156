import type { Context, Deed } from '#kit/act.ts'
import { canonical, sha256Hex } from '#kit/crypto.ts'
import { dayOf } from '#kit/now.ts'
import { plainText } from '../intake/render.ts'
import { afterDepartment, afterOpenness, cannotSubmit } from '../rules.ts'
import { attachmentsOf, changeDocument, type Attachment, type DocumentRow } from '../store.ts'

type Step = Context<DocumentRow, unknown>
type Plain = Deed<DocumentRow, unknown>

/** The fingerprint of what is signed: title, addressee, body, signatories, attribute and the attachments' own hashes. */
export function fingerprint(document: DocumentRow, attachments: readonly Attachment[]): string {
  return sha256Hex(
    canonical({
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

/** Every return goes back to the drafter with the reason, and says from which step it came. */
const sendBack: Plain = {
  async apply({ trx, row, reason }: Step) {
    await changeDocument(trx, row.id, { returned_from: row.state, returned_reason: reason, body_hash: null })
  },
}

export const submit: Plain = {
  guard: ({ row }) => cannotSubmit(row, [...plainText(row.bodyHtml)].length),
  async apply({ trx, row }) {
    await changeDocument(trx, row.id, { returned_from: null, returned_reason: null })
    const contentHash = fingerprint(row, await attachmentsOf(trx, row.id))
    return { data: { title: row.title, attribute: row.attribute, contentHash } }
  },
}

export const approve: Plain = { choose: row => afterDepartment(row) }
export const agree: Plain = {
  choose: row => afterOpenness(row),
  apply: async ({ row }) => ({ data: { attribute: row.attribute } }),
}

/** 签发: from here on the content is fixed; without a date of writing the day of signing is it (GB/T 9704 7.3.5). */
export const sign: Plain = {
  async apply({ trx, row, at }) {
    const contentHash = fingerprint(row, await attachmentsOf(trx, row.id))
    const writtenOn = row.writtenOn ?? dayOf(at)
    await changeDocument(trx, row.id, { body_hash: contentHash, written_on: writtenOn })
    return { data: { contentHash, writtenOn } }
  },
}

export const reviewDeeds = {
  submit,
  recall: {},
  cancel: {
    async apply({ trx, row }) {
      await changeDocument(trx, row.id, { returned_from: null, returned_reason: null })
    },
  },
  approve,
  clear: {},
  askSecrecy: {},
  agree,
  pass: {},
  sign,
  return: sendBack,
} as const satisfies Record<string, Plain>
