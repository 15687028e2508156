import type { z } from 'zod'
import { act, begin, type Deed, type Done, type Request } from '#kit/act.ts'
import type { Actor } from '#kit/actor.ts'
import { Refused } from '#kit/errors.ts'
import { dayOf, isoOf } from '#kit/now.ts'
import type { Procedure } from '#kit/procedure.ts'
import { bodyOf } from '#people/directory.ts'
import type { House } from '../../house.ts'
import { defaultOpening, freeze, type Opinion } from '../freeze.ts'
import { frozenText, type FrozenDocument } from '../frozen.ts'
import { openingForm, prepareForm, receiptForm } from '../model.ts'
import { packOf, repack, type Manifest } from '../package.ts'
import * as store from '../store/transfer.ts'
import type { TransferRow } from '../store/transfer.ts'
import { officeFor, seesRegister } from '../visibility.ts'
import { transferWorkflow } from '../workflow.ts'
import { formOf } from './filing.ts'

type Making = Pick<House, 'files' | 'signer'>

export const transferProcedure: Procedure<TransferRow> = {
  kind: 'transfer',
  noun: '移交清单',
  workflow: transferWorkflow,
  lock: store.lockTransfer,
  sees: (row, actor) => seesRegister(actor, row.bodyId),
  move: store.moveTransfer,
}

/**
 * 整理移交清单: every issued non-secret document of the period (and series) that is in no other batch. What was withdrawn
 * for secrecy stays out. Throws Refused.
 */
export async function prepareTransfer(
  house: Pick<House, 'db' | 'now' | 'recordChanged'>,
  actor: Actor,
  bodyId: number,
  form: unknown,
  key?: string,
): Promise<Done> {
  const role = officeFor(actor, bodyId, '整理移交清单')
  const { archives, from, until, series } = formOf(prepareForm, form)
  const choice = { from, until, series: series?.trim() || null }
  return begin(
    house,
    { kind: 'transfer', verb: 'prepare', bodyId, actor, role: role.role, form: { archives, ...choice }, key },
    async (trx, at) => {
      const found = await store.candidates(trx, bodyId, choice)
      const chosen = found.filter(d => !d.secret)
      if (chosen.length === 0)
        throw new Refused('invalid', [
          { field: 'from', text: '这个期间没有可以移交的公文：没有已印发的公文，或者都已列入别的批次。' },
        ])
      const id = await store.insertTransfer(trx, { bodyId, archives, ...choice, by: actor.staffId, at })
      await store.insertTransferDocuments(
        trx,
        id,
        chosen.map(d => ({ id: d.id, opening: d.private ? null : defaultOpening(d.attribute) })),
      )
      return {
        id,
        state: 'prepared',
        data: { archives, ...choice, documents: chosen.length, left: found.length - chosen.length },
      }
    },
  )
}

const setOpening: Deed<TransferRow, z.infer<typeof openingForm>> = {
  form: openingForm,
  guard: ({ form }) =>
    form.opening === 'controlled' && !form.note?.trim()
      ? [{ field: 'note', text: '控制使用的，须写明理由。', basis: '档案法/30' }]
      : [],
  async apply({ trx, row, form }) {
    const { documents, opening } = form
    const note = form.note?.trim() || null
    const changed = await store.setOpening(trx, row.id, { documents, opening, note })
    if (changed !== new Set(documents).size)
      throw new Refused('invalid', [
        { field: 'documents', text: '所选公文中有的不在这张移交清单里，请刷新后重新选择。' },
      ])
    return { data: { documents, opening, note } }
  },
}

const check: Deed<TransferRow> = {
  async guard({ trx, row }) {
    const lacking = await store.withoutOpening(trx, row.id)
    return lacking === 0
      ? []
      : [
          {
            field: 'documents',
            text: `还有${lacking}件公文没有到期开放意见，请填写后再核对。`,
            basis: '档案法实施条例/30(2)',
          },
        ]
  },
}

/** Freezes every document, builds the package once to learn its hash, and keeps what is needed to give it out again. */
export const handOver = (house: Making): Deed<TransferRow> => ({
  async guard({ trx, row }) {
    const all = await store.candidates(trx, row.bodyId, row, true)
    const inBatch = new Set((await store.transferDocuments(trx, row.id)).map(d => d.documentId))
    const secret = all.filter(d => d.secret && inBatch.has(d.id)).length
    const lacking = await store.withoutOpening(trx, row.id)
    return [
      ...(secret === 0
        ? []
        : [
            {
              text: `清单中有${secret}件公文因涉密已撤回，不能移交。请取消这张清单后重新整理。`,
              basis: '保密法/31',
            },
          ]),
      ...(lacking === 0
        ? []
        : [
            {
              text: `核对以后有${lacking}件公文因个人隐私撤回，原来的到期开放意见不再有效。请取消这张清单后重新整理。`,
              basis: '档案法实施条例/30(2)',
            },
          ]),
    ]
  },
  async apply({ trx, row, at }) {
    const listed = await store.transferDocuments(trx, row.id)
    const inBatch = new Set(listed.map(d => d.documentId))
    const all = await store.candidates(trx, row.bodyId, row, true)
    const body = await bodyOf(trx, row.bodyId)
    const opinions = new Map<number, Opinion>(
      listed.map(d => [d.documentId, { opening: d.opening, note: d.openingNote }]),
    )
    async function* kept(): AsyncGenerator<FrozenDocument> {
      const ids = listed.map(d => d.documentId)
      for await (const document of freeze(trx, row.bodyId, ids, opinions)) {
        await store.keepFrozen(trx, row.id, document.metadata.id, frozenText(document))
        yield document
      }
    }
    const { stream, done } = packOf({
      head: {
        body: { id: body.id, name: body.name, slug: body.slug, creditCode: body.creditCode },
        archives: row.archives,
        from: row.from,
        until: row.until,
        series: row.series,
        madeAt: isoOf(at),
        left: all
          .filter(d => d.secret && !inBatch.has(d.id))
          .map(d => ({ id: d.id, number: d.number, why: '因涉密已撤回，不装入本包' })),
      },
      documents: kept(),
      attachment: hash => bytesOf(house, hash),
      signer: house.signer,
    })
    for await (const piece of stream) void piece
    const made = done()
    await store.keepPackage(trx, row.id, made)
    return { data: { packageHash: made.hash, packageSize: made.size, documents: listed.length } }
  },
})

const receipt: Deed<TransferRow, z.infer<typeof receiptForm>> = {
  form: receiptForm,
  guard({ row, form, at }) {
    const reasons = []
    if (form.on > dayOf(at)) reasons.push({ field: 'on', text: '回执日期晚于今天，请核对。' })
    if (form.on < dayOf(row.reachedAt))
      reasons.push({ field: 'on', text: `回执日期早于移交日期${dayOf(row.reachedAt)}，请核对。` })
    return reasons
  },
  async apply({ trx, row, form }) {
    await store.keepReceipt(trx, row.id, form)
    return { data: { ...form, packageHash: row.packageHash } }
  },
}

const cancel: Deed<TransferRow> = {
  async apply({ trx, row }) {
    await store.releaseDocuments(trx, row.id)
  },
}

export function performTransfer(
  house: Pick<House, 'db' | 'now' | 'recordChanged' | 'files' | 'signer'>,
  request: Request,
): Promise<Done> {
  const deeds = { setOpening, check, handOver: handOver(house), receipt, cancel } as Record<
    string,
    Deed<TransferRow>
  >
  return act(
    house,
    transferProcedure,
    Object.hasOwn(deeds, request.verb) ? deeds[request.verb]! : {},
    request,
  )
}

/** Bytes under a hash; Refused where a withdrawal or a damaged disk has taken them. */
export async function bytesOf(house: Pick<House, 'files'>, hash: string): Promise<Uint8Array> {
  if (!(await house.files.has(hash)))
    throw new Refused(
      'not-now',
      `有一个附件的内容已经不在（指纹 ${hash.slice(0, 12)}…），不能生成移交包。请先查明原因。`,
    )
  const pieces: Buffer[] = []
  for await (const piece of house.files.read(hash)) pieces.push(Buffer.from(piece as Buffer))
  return Buffer.concat(pieces)
}

const portion = 100

/**
 * The package of a batch again, byte for byte; null before it was handed over. Where a document was taken back from it for secrecy, a
 * package of the others, signed anew.
 */
export async function packageOf(
  house: Pick<House, 'db' | 'files' | 'signer'>,
  transferId: number,
): Promise<AsyncGenerator<Buffer> | null> {
  const kept = await store.keptPackage(house.db, transferId)
  if (!kept) return null
  async function* documents(): AsyncGenerator<FrozenDocument> {
    for (let at = 0; at < kept!.documents.length; at += portion)
      for (const text of await store.frozenOf(house.db, transferId, kept!.documents.slice(at, at + portion)))
        yield JSON.parse(text) as FrozenDocument
  }
  const attachment = (hash: string) => bytesOf(house, hash)
  const { manifest, signature } = kept
  if (signature !== null) return repack({ manifest, signature, documents: documents(), attachment })
  const { body, archives, from, until, series, madeAt, left } = JSON.parse(manifest) as Manifest
  const head = { body, archives, from, until, series, madeAt, left }
  return packOf({ head, documents: documents(), attachment, signer: house.signer }).stream
}
