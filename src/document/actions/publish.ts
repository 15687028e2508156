import type { Context, Deed } from '#kit/act.ts'
import { Refused } from '#kit/errors.ts'
import { dayOf } from '#kit/now.ts'
import type { Trx } from '#kit/db.ts'
import { takeFromArchive } from '#archive/forget.ts'
import { bodyOf, forgetNotices, type BodyRow } from '#people/directory.ts'
import {
  contentHashAt,
  publish as publishRecord,
  reserveAddress,
  withdraw as withdrawRecord,
} from '#record/actions.ts'
import { publicationData, withdrawalData } from '#record/content.ts'
import type { Entry } from '#record/model.ts'
import { isColumn } from '#record/columns.ts'
import { formatIndexNumber, IndexNumberError } from '#law/indexNumber.ts'
import { askKind } from '#patrol/actions/ask.ts'
import { forgetChecks } from '#patrol/actions/check.ts'
import type { House } from '../../house.ts'
import { patrolLater } from '../checks.ts'
import { entryNow } from '../entry.ts'
import { begun, carryOut } from '../library/effects.ts'
import { correctForm, publishForm, withdrawForm, type WithdrawKind } from '../model.ts'
import { takeNumber } from '../numbers.ts'
import { itemsChosen } from '../items.ts'
import { tagsToGoOut } from '../tags.ts'
import { cannotPublish } from '../rules.ts'
import { purgeFilesLater, removeContent } from '../removal.ts'
import { changeDocument, type DocumentRow } from '../store.ts'
import { cleanHtml } from '../intake/clean.ts'
import { fingerprintNow, refreeze } from './review.ts'
import type { z } from 'zod'

/** 索引号 by the body's template and year; the counter is the body's own and has no gaps. */
async function indexNumberFor(trx: Trx, body: BodyRow, document: DocumentRow, at: Date): Promise<string> {
  const on = document.originalPublishedOn ?? document.issuedOn ?? document.writtenOn ?? dayOf(at)
  const year = Number(on.slice(0, 4))
  const sequence = await takeNumber(trx, {
    bodyId: body.id,
    series: '索引号',
    year,
    documentId: document.id,
    at,
  })
  try {
    return formatIndexNumber(body.indexTemplate, {
      uscc: body.creditCode ?? undefined,
      orgcode: body.organCode ?? undefined,
      area: body.region,
      on,
      sequence,
    })
  } catch (error) {
    if (error instanceof IndexNumberError)
      throw new Refused('invalid', `${error.message}请系统管理员补全本机关的设置后再发布。`)
    throw error
  }
}

export type Pending = { entry: Entry; address: string }

/** Writes the document's last facts (index number, address, time) and makes the entry; the event names its hash. */
export async function prepare(
  context: Context<DocumentRow, unknown>,
  columns: readonly string[],
  catalogItems: readonly string[] = context.row.catalogItems,
  tags: readonly string[] = context.row.tags,
): Promise<Pending> {
  const { trx, row, at } = context
  const body = await bodyOf(trx, row.bodyId)
  if (row.bodyHash !== null && (await fingerprintNow(trx, row)) !== row.bodyHash)
    throw new Refused('invalid', [
      {
        text: '正文、附件、有效期或与其他文件的关系与签发时不一致，不能发布。请退回重新审签。',
        basis: '390号/五(三)',
      },
    ])
  const indexNumber = row.indexNumber ?? (await indexNumberFor(trx, body, row, at))
  const address = await reserveAddress(trx, body.slug, dayOf(at))
  await changeDocument(trx, row.id, {
    index_number: indexNumber,
    address,
    columns: [...columns],
    catalog_items: [...catalogItems],
    tags: [...tags],
    published_at: at,
    publish_at: null,
  })
  await begun(trx, row)
  const document = { ...row, indexNumber, address, columns: [...columns], catalogItems, tags: [...tags] }
  return { entry: await entryNow(trx, document, dayOf(at)), address }
}

export type Signing = Pick<House, 'signer'>

export const toRecord =
  (house: Signing): NonNullable<Deed<DocumentRow, unknown, Pending>['publish']> =>
  async (context, event, { entry, address }) => {
    const { trx, row } = context
    await publishRecord(trx, house, { entry, bodyId: row.bodyId, subjectId: row.id, address, event })
    await carryOut(house, context, address)
    await patrolLater(trx, address)
  }

/** 公开发布 (390号文 四(一)6): the record, the receipt and the history in one transaction. */
export function publish(house: Signing): Deed<DocumentRow, z.infer<typeof publishForm>, Pending> {
  const columnsOf = (context: Context<DocumentRow, z.infer<typeof publishForm>>) =>
    (context.form.columns ?? context.row.columns).filter(isColumn)
  return {
    form: publishForm,
    guard: async context => [
      ...cannotPublish(context.row, columnsOf(context)),
      ...(await itemsChosen(context.trx, context.row, context.form.catalogItems)).reasons,
      ...(await tagsToGoOut(context.trx, context.row, context.form.tags, dayOf(context.at))).reasons,
    ],
    async apply(context) {
      const { marks } = await itemsChosen(context.trx, context.row, context.form.catalogItems)
      const { keys } = await tagsToGoOut(context.trx, context.row, context.form.tags, dayOf(context.at))
      const made = await prepare(context, columnsOf(context), marks, keys)
      return {
        data: { ...publicationData(made.entry, made.address), indexNumber: made.entry.indexNumber },
        made,
      }
    },
    publish: toRecord(house),
  }
}

/** 核对无误，发布: a document of before, with its own dates, labelled as moved in. */
export function confirm(house: Signing): Deed<DocumentRow, unknown, Pending> {
  return {
    guard: ({ row }) => cannotPublish(row, row.columns),
    async apply(context) {
      const made = await prepare(context, context.row.columns)
      return {
        data: {
          ...publicationData(made.entry, made.address),
          indexNumber: made.entry.indexNumber,
          imported: true,
        },
        made,
      }
    },
    publish: toRecord(house),
  }
}

/**
 * 更正: a new revision at the same address with a note for the public; the earlier one stays in the record
 * (条例第六条：发布准确的政府信息).
 */
export function correct(house: Signing): Deed<DocumentRow, z.infer<typeof correctForm>, Pending> {
  return {
    form: correctForm,
    guard({ row, form }) {
      const same = form.title === row.title && cleanHtml(form.bodyHtml) === row.bodyHtml
      return same ? [{ field: 'bodyHtml', text: '标题和正文都没有改动，不需要更正。' }] : []
    },
    async apply({ trx, row, form, at }) {
      const corrected: DocumentRow = { ...row, title: form.title, bodyHtml: cleanHtml(form.bodyHtml) }
      await changeDocument(trx, row.id, { title: corrected.title, body_html: corrected.bodyHtml })
      await refreeze(trx, corrected)
      const entry = await entryNow(trx, corrected, dayOf(at))
      return { data: publicationData(entry, row.address!), made: { entry, address: row.address! } }
    },
    async publish({ trx, row, form }, event, { entry, address }) {
      await publishRecord(trx, house, {
        entry,
        bodyId: row.bodyId,
        subjectId: row.id,
        address,
        note: form.publicNote,
        event,
      })
      await patrolLater(trx, address)
    },
  }
}

/** Reasons for which not even the tombstone may keep the content. */
const purging = ['secrecy', 'privacy'] as const satisfies readonly WithdrawKind[]
const isPurging = (kind: WithdrawKind): kind is (typeof purging)[number] => purging.some(one => one === kind)

/**
 * 撤回: a tombstone at the same address; page, list and search lose it with the commit. For secrecy and privacy the
 * content of every revision and the files go too.
 */
export function withdraw(house: Signing): Deed<DocumentRow, z.infer<typeof withdrawForm>> {
  return {
    form: withdrawForm,
    async apply({ trx, row, form, actor, at }) {
      const contentHash = await contentHashAt(trx, row.address!)
      const { kind } = form
      const purge = isPurging(kind)
      const data = withdrawalData({ address: row.address!, contentHash: contentHash!, purge })
      const files = isPurging(kind) ? await takeFromArchive(trx, { ...row, why: kind }, actor, at) : []
      // 保密法第三十一条：a secret may not stay in the office either; private data may, it is only no longer public.
      if (kind === 'secrecy') {
        files.push(...(await removeContent(trx, row.id)))
        await forgetChecks(trx, { kind: 'document', id: row.id, address: row.address })
        await forgetNotices(trx, ['document', askKind], row.id)
      }
      await purgeFilesLater(trx, files)
      return { data: { ...data, kind } }
    },
    async publish({ trx, row, form }, event) {
      const purge = isPurging(form.kind)
      const { publicNote } = form
      await withdrawRecord(trx, house, { address: row.address!, publicNote, purge, event })
      await patrolLater(trx, row.address!)
    },
  }
}
