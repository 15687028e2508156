import type { Actor } from '#kit/actor.ts'
import { canonical, sha256Hex } from '#kit/crypto.ts'
import type { Query, Trx } from '#kit/db.ts'
import { appendEvents, type NewEvent } from '#kit/events.ts'
import { isoOf } from '#kit/now.ts'
import { notify } from '#people/directory.ts'
import type { Manifest } from './package.ts'
import type { FiledList } from './store.ts'
import * as store from './store/forget.ts'

export type TakenBack = {
  readonly id: number
  readonly bodyId: number
  readonly documentNumber: string | null
  /** secrecy: nothing of it may stay (保密法第三十一条); privacy: the office may keep it, others may not read it (条例第十五条). */
  readonly why: 'secrecy' | 'privacy'
}

const whyWords = { secrecy: '因涉密已撤回', privacy: '因个人隐私已撤回' } as const

/** A filed list without the title, kind and address of one document. */
function expungedList(text: string, id: number): string {
  const list = JSON.parse(text) as FiledList
  const rows = list.rows.map(r =>
    r.id === id ? { ...r, title: null, kind: null, ground: null, address: null, purged: true } : r,
  )
  return canonical({ ...list, rows })
}

/** The manifest of a package without one document; which files there are is known again when the package is made. */
function expungedManifest(text: string, document: TakenBack, at: Date): string {
  const manifest = JSON.parse(text) as Manifest
  const left = { id: document.id, number: document.documentNumber, why: `${whyWords.secrecy}，不再装入本包` }
  return canonical({
    ...manifest,
    madeAt: isoOf(at),
    documents: manifest.documents.filter(d => d.id !== document.id),
    left: [...manifest.left, left],
    files: [],
  })
}

/**
 * Takes a document out of what the archive froze, in the transaction of its withdrawal: filed lists, packages of transfers, deposits
 * upward. Hashes of what was filed and handed over stay, with an event each. Answers the hashes of files that nothing needs any more.
 */
export async function takeFromArchive(
  trx: Trx,
  document: TakenBack,
  actor: Pick<Actor, 'staffId' | 'name'>,
  at: Date,
): Promise<string[]> {
  const { id, bodyId, why } = document
  const events: NewEvent[] = []
  const expunged = (kind: string, subject: number, data: NewEvent['data']): NewEvent => ({
    kind,
    subject,
    verb: 'expunge',
    from: null,
    to: null,
    at,
    actor: actor.staffId,
    actorName: actor.name,
    role: null,
    data: { document: id, why, ...data },
  })
  for (const filing of await store.filingsNaming(trx, bodyId, id)) {
    const list = why === 'secrecy' ? expungedList(filing.list, id) : filing.list
    const upward = expungedList(filing.upward, id)
    if (list === filing.list && upward === filing.upward) continue
    await store.expungeFiling(trx, { id: filing.id, list, upward }, at)
    events.push(expunged('filing', filing.id, { hash: sha256Hex(list), upwardHash: sha256Hex(upward) }))
  }
  for (const transfer of await store.transfersNaming(trx, id)) {
    if (transfer.manifest === null) continue
    if (why === 'secrecy')
      await store.expungeTransfer(trx, transfer.id, expungedManifest(transfer.manifest, document, at), at)
    events.push(expunged('transfer', transfer.id, {}))
    await notify(trx, [transfer.madeBy], {
      kind: 'transfer',
      subject: transfer.id,
      text: `已移交${transfer.archives}的${document.documentNumber ?? `编号${id}`}${whyWords[why]}，请书面告知${
        why === 'secrecy'
          ? '其停止利用并按保密规定处理已接收的副本；本系统里的副本已清除'
          : '其按控制使用处理，不再开放'
      }。`,
      at,
    })
  }
  if (why === 'secrecy') await store.forgetFrozen(trx, id)
  else await store.forgetOpinions(trx, id)
  await appendEvents(trx, bodyId, events)
  return store.forgetDeposits(trx, id)
}

/** Whether a package that was handed over or received here still holds a file. */
export const isHeldInArchive = (db: Query, hash: string): Promise<boolean> => store.isHeld(db, hash)
