import { z } from 'zod'
import { heldRoles, type Actor } from '#kit/actor.ts'
import { Refused, type Reason } from '#kit/errors.ts'
import { appendEvents } from '#kit/events.ts'
import { addJob } from '#kit/jobs.ts'
import type { House } from '../../house.ts'
import { lexiconBodies, merge } from '../lexicons.ts'
import { entrySchema, type LexiconEntry } from '../model.ts'
import {
  insertVersion,
  lexiconVersions,
  lockLexicon,
  replaceWords,
  wordsOf,
  type Word,
} from '../store/words.ts'
import { entryFaults } from '../wording/lexicon.ts'
import { readLexiconCsv } from '../wording/csv.ts'
import { mostWords, TooManyWords } from '../wording/matcher.ts'

export const changesForm = z.object({
  /** The version that was seen; another one now: somebody else was first. */
  version: z.int('缺少词库的版本号，请刷新页面。').min(0),
  reason: z
    .string('请写明为什么修改词库。')
    .trim()
    .min(4, '请写明为什么修改词库（至少4个字）。')
    .max(500, '理由不能超过500个字。'),
  put: z.array(entrySchema).max(2000, '一次最多修改2000条，更多的请用文件导入。').default([]),
  /** Own entries that go; a shipped entry of this spelling holds again. */
  remove: z.array(z.string().trim().min(1)).max(2000, '一次最多删除2000条。').default([]),
  /** Shipped entries that this body does not want. */
  off: z.array(z.string().trim().min(1)).max(2000, '一次最多停用2000条。').default([]),
})
export type Changes = z.infer<typeof changesForm>

export type LexiconChange = {
  readonly version: number
  readonly added: number
  readonly changed: number
  readonly removed: number
}

const editorRole = 'opennessOfficer'

/** Whether somebody may change the lexicon of his body. */
export const mayEdit = (actor: Actor): boolean => heldRoles(actor, editorRole, actor.bodyId).length > 0

function mustEdit(actor: Actor) {
  const [as] = heldRoles(actor, editorRole, actor.bodyId)
  if (!as) throw new Refused('forbidden', '词库由本机关的公开审查员维护，您没有修改的权限。')
  return as
}

/**
 * Changes the lexicon of the actor's body: a new version with its reason, an event in the history, a job that looks through what is
 * published here and below. Throws Refused with every reason; then nothing has changed.
 */
export async function changeLexicon(house: House, actor: Actor, changes: Changes): Promise<LexiconChange> {
  const reasons: Reason[] = changes.put.flatMap((entry, i) =>
    entryFaults(entry).map(text => ({ field: `put.${i}`, text: `“${entry.wrong}”：${text}` })),
  )
  if (changes.put.length + changes.remove.length + changes.off.length === 0)
    reasons.push({ text: '没有要修改的内容。' })
  if (reasons.length > 0) throw new Refused('invalid', reasons)
  return write(house, actor, changes.version, changes.reason, words => {
    const next = new Map(words.map(w => [w.wrong, w]))
    for (const wrong of changes.remove) next.delete(wrong)
    for (const entry of changes.put) next.set(entry.wrong, { ...entry, bodyId: actor.bodyId, off: false })
    for (const wrong of changes.off) next.set(wrong, switchedOff(wrong, actor.bodyId))
    return next
  })
}

const switchedOff = (wrong: string, bodyId: number): Word => ({
  wrong,
  right: null,
  tier: 'C',
  kind: 'typo',
  note: '',
  source: '',
  except: [],
  off: true,
  bodyId,
})

/**
 * Takes in a lexicon from CSV: `merge` puts its entries over the present ones, `replace` leaves nothing of these. Nothing is taken
 * in while a line is at fault. Throws Refused with the lines.
 */
export async function importLexicon(
  house: House,
  actor: Actor,
  given: {
    readonly version: number
    readonly reason: string
    readonly csv: string
    readonly mode: 'merge' | 'replace'
  },
): Promise<LexiconChange> {
  mustEdit(actor)
  let file: ReturnType<typeof readLexiconCsv>
  try {
    file = readLexiconCsv(given.csv)
  } catch (error) {
    if (error instanceof TooManyWords) throw new Refused('too-large', error.message)
    throw error
  }
  if (file.faultCount > 0)
    throw new Refused('invalid', [
      { text: `词库文件有${file.faultCount}行有误，没有导入。请改正后重新上传。` },
      ...file.faults.map(text => ({ text })),
    ])
  if (file.entries.length === 0) throw new Refused('invalid', '词库文件里没有词。请核对是不是选错了文件。')
  return write(house, actor, given.version, given.reason, words => {
    const next = new Map<string, Word>(given.mode === 'replace' ? [] : words.map(w => [w.wrong, w]))
    for (const entry of file.entries) next.set(entry.wrong, { ...entry, bodyId: actor.bodyId, off: false })
    return next
  })
}

const same = (a: Word, b: Word) =>
  a.right === b.right &&
  a.tier === b.tier &&
  a.kind === b.kind &&
  a.note === b.note &&
  a.source === b.source &&
  a.off === b.off &&
  a.except.join('\n') === b.except.join('\n')

async function write(
  house: House,
  actor: Actor,
  seen: number,
  reason: string,
  change: (words: readonly Word[]) => Map<string, Word>,
): Promise<LexiconChange> {
  const as = mustEdit(actor)
  const { bodyId } = actor
  return house.db.transaction().execute(async trx => {
    const at = house.now()
    await lockLexicon(trx, bodyId)
    const present = (await lexiconVersions(trx, [bodyId])).get(bodyId) ?? 0
    if (present !== seen)
      throw new Refused(
        'stale',
        '词库已被别人修改过，您看到的不是最新的。请刷新后再改，已填写的内容不会丢失。',
      )
    const before = new Map((await wordsOf(trx, [bodyId])).map(w => [w.wrong, w]))
    const next = change([...before.values()])
    const added = [...next.values()].filter(w => !before.has(w.wrong))
    const changed = [...next.values()].filter(w => before.has(w.wrong) && !same(before.get(w.wrong)!, w))
    const removed = [...before.keys()].filter(wrong => !next.has(wrong))
    if (added.length + changed.length + removed.length === 0)
      throw new Refused('invalid', '与现在的词库相同，没有要修改的内容。')
    const bodies = await lexiconBodies(trx, bodyId)
    const above = await wordsOf(trx, bodies.slice(0, -1))
    const total = merge([...above, ...next.values()], bodies).length
    if (total > mostWords)
      throw new Refused(
        'too-large',
        `词库合计${total.toLocaleString('en-US')}条（含自带的和上级的），超过${mostWords.toLocaleString('en-US')}条的上限。请删去不用的词。`,
      )
    const aboveWords = new Set(above.map((w: LexiconEntry) => w.wrong))
    const overruled = [...added, ...changed].filter(w => aboveWords.has(w.wrong))
    if (overruled.length > 0)
      throw new Refused(
        'invalid',
        overruled.slice(0, 20).map(w => ({
          text: `“${w.wrong}”在上级机关的词库里，不能在本机关修改。需要调整的，请向上级机关提出。`,
        })),
      )
    const version = present + 1
    await replaceWords(
      trx,
      bodyId,
      version,
      [...changed.map(w => w.wrong), ...removed],
      [...added, ...changed],
    )
    await insertVersion(trx, {
      bodyId,
      version,
      reason,
      words: next.size,
      staffId: actor.staffId,
      staffName: actor.name,
      at,
    })
    const sample = (words: readonly { wrong: string }[]) => words.slice(0, 20).map(w => w.wrong)
    await appendEvents(trx, bodyId, [
      {
        kind: 'lexicon',
        subject: bodyId,
        verb: 'change',
        from: String(present),
        to: String(version),
        at,
        actor: actor.staffId,
        actorName: actor.name,
        onBehalfOf: as.onBehalfOf,
        onBehalfName: as.onBehalfName,
        role: as.role,
        reason,
        data: {
          added: added.length,
          changed: changed.length,
          removed: removed.length,
          words: next.size,
          sample: { added: sample(added), changed: sample(changed), removed: removed.slice(0, 20) },
        },
      },
    ])
    await addJob(trx, {
      name: 'patrol:rescan',
      payload: { body: bodyId, after: 0 },
      key: `patrol:rescan:${bodyId}`,
    })
    return { version, added: added.length, changed: changed.length, removed: removed.length }
  })
}
