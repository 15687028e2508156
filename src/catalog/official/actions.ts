import { act, begin, type Deed, type Done } from '#kit/act.ts'
import type { Actor } from '#kit/actor.ts'
import { Refused } from '#kit/errors.ts'
import { dayOf } from '#kit/now.ts'
import type { Procedure } from '#kit/procedure.ts'
import { lineOf } from '#people/bodies.ts'
import type { House } from '../../house.ts'
import { seesVersion } from '../actions.ts'
import { guidelineOf } from '../guideline/guidelines.ts'
import { CatalogFileFault } from '../import/open.ts'
import { isGrave, readCatalogFile, rowsOf, type CatalogFile, type CatalogReading } from '../import/read.ts'
import type { GuidelineName } from '../model.ts'
import { noteSuperseded } from '../supersede.ts'
import { tryReplace } from './compare.ts'
import type { LoadForm, OfficialRow } from './model.ts'
import { ensureGuidelines } from './standing.ts'
import * as store from './store.ts'
import { officialBeginning, officialWorkflow, type OfficialVerb } from './workflow.ts'

export const officialProcedure: Procedure<OfficialRow> = {
  kind: 'catalogOfficial',
  noun: '官方附件',
  workflow: officialWorkflow,
  lock: store.lockOfficial,
  sees: seesVersion,
  move: store.moveOfficial,
}

/** The attachment as a file says it. Throws Refused where the file cannot be opened. */
export async function readOfficialFile(
  file: CatalogFile,
  field: GuidelineName,
  sheet: string | undefined,
): Promise<{ reading: CatalogReading; rows: CatalogReading['items'] }> {
  try {
    const reading = await readCatalogFile(file, { sheet })
    // Both attachments in one file: only the one asked for.
    return { reading, rows: rowsOf(reading, guidelineOf(field).field).rows }
  } catch (error) {
    if (error instanceof CatalogFileFault)
      throw new Refused('invalid', [{ field: 'file', text: error.message }])
    throw error
  }
}

/** The actor's role in a body that has none above it. Throws Refused('forbidden'): the guideline is the same for all bodies. */
async function topRole(house: House, actor: Actor, body: number) {
  const role = actor.roles.find(
    r => r.bodyId === body && (officialBeginning.by as readonly string[]).includes(r.role),
  )
  if (role && (await lineOf(house.db, body))?.length === 1) return role
  throw new Refused('forbidden', [
    {
      text: '国家目录各机关共用，官方附件由系统里最上级机关的公开审查员、合法性审查员或签发领导装入。',
      basis: '390号/一(三)',
    },
  ])
}

/**
 * 装入官方附件: what a file says in place of the national catalog that holds, codes kept where names match; nothing holds before another
 * person confirms it. The file is kept under its hash. Refused where the file cannot be the attachment or was not wholly understood.
 */
export async function loadOfficial(
  house: House,
  actor: Actor,
  form: LoadForm,
  file: CatalogFile,
  key?: string,
): Promise<Done> {
  const role = await topRole(house, actor, form.body)
  const { reading, rows } = await readOfficialFile(file, form.field, form.sheet)
  const grave = reading.findings.filter(f => isGrave(f) && f.kind !== 'severalFields')
  if (grave.length > 0)
    throw new Refused(
      'invalid',
      grave.slice(0, 20).map(f => ({
        field: 'file',
        text: `${f.cell ?? (f.row === null ? '整个文件' : `第${f.row}行`)}：${f.message}`,
      })),
    )
  await ensureGuidelines(house.db)
  const { hash } = await house.files.put(file.bytes)
  return begin(
    house,
    {
      kind: 'catalogOfficial',
      bodyId: form.body,
      role: role.role,
      verb: 'load',
      actor,
      key,
      form: { ...form, hash },
    },
    async (trx, at) => {
      const { open, used } = await store.officialFor(trx, form.field)
      if (open !== null)
        throw new Refused('not-now', '这个领域已有一份附件等待核定，请先核定它，或不予核定。')
      const replaced = tryReplace(guidelineOf(form.field), rows, reading, used)
      if (typeof replaced === 'string') throw new Refused('invalid', [{ field: 'file', text: replaced }])
      const id = await store.insertOfficial(trx, {
        ...{ bodyId: form.body, field: form.field, drafterId: actor.staffId, at },
        ...{ fileName: file.name, fileHash: hash, sourceNote: form.note },
        ...replaced,
      })
      return {
        id,
        state: 'loaded',
        data: {
          field: form.field,
          file: file.name,
          fileHash: hash,
          note: form.note,
          items: replaced.guideline.items.length,
          fresh: replaced.fresh,
          dropped: replaced.dropped,
        },
      }
    },
  )
}

const confirm: Deed<OfficialRow> = {
  async apply(c) {
    const { standing } = await store.officialFor(c.trx, c.row.field)
    if (standing) {
      await store.moveOfficial(c.trx, standing, 'superseded', c.at)
      await noteSuperseded(
        { ...c, row: { ...c.row, bodyId: standing.bodyId } },
        'catalogOfficial',
        standing.id,
      )
    }
    return { data: { field: c.row.field, fileHash: c.row.fileHash } }
  },
  publish: (c, event) => store.showOfficial(c.trx, c.row, dayOf(c.at), event.position),
}

/** 核定 or 不予核定, by another person than who loaded it. After it this process goes by the attachment, others with their next question. */
export async function performOfficial(
  house: House,
  request: {
    subject: number
    verb: OfficialVerb
    actor: Actor
    reason?: string | null | undefined
    version?: number | undefined
    key?: string | undefined
  },
): Promise<Done> {
  const done = await act(house, officialProcedure, request.verb === 'confirm' ? confirm : {}, request)
  await ensureGuidelines(house.db)
  return done
}
