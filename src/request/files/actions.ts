import { z } from 'zod'
import { act, begin, type Deed, type Done, type Request } from '#kit/act.ts'
import type { Actor, HeldRole } from '#kit/actor.ts'
import { Refused } from '#kit/errors.ts'
import { appendEvents } from '#kit/events.ts'
import { later } from '#kit/now.ts'
import type { Procedure } from '#kit/procedure.ts'
import type { FileKind } from '#patrol/readers/file.ts'
import type { House } from '../../house.ts'
import { openSealedFile, purgeFiles, purgeLater, putSealedFile } from '../online/sealedFiles.ts'
import { namedReasons } from '../named.ts'
import { openPersonal } from '../personal.ts'
import { readCase, type Case } from '../store/cases.ts'
import {
  insertCaseFile,
  lastReveal,
  lockCaseFile,
  makeOriginal,
  moveCaseFile,
  noteCheck,
  readCaseFile,
  type CaseFileRow,
} from '../store/files.ts'
import { seesRequest } from '../visibility.ts'
import { checkOpenPart, fileKindOf, maskOpenPart } from './check.ts'
import { fileRoleLabels, largestFile, uploadedRoles, type FileRole } from './model.ts'
import { fileWorkflow } from './workflow.ts'

const contentTypes: Partial<Record<FileKind, string>> = {
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  ofd: 'application/ofd',
  text: 'text/plain; charset=utf-8',
}

/** What a department that was asked may add and read; and what those who review may read. Never who the applicant is. */
const ofDepartment: readonly FileRole[] = ['evidence', 'open-part']
const ofReviewer: readonly FileRole[] = ['evidence', 'open-part', 'consultation']
/** Opened only after saying what for. */
export const personalRoles: readonly FileRole[] = [
  'identity',
  'application',
  'delivery',
  'message',
  'consultation',
]

/** The role in which this person may open files of this kind; undefined: not at all. */
export function opener(row: Case, role: FileRole, actor: Actor): HeldRole | undefined {
  const mine = actor.roles.filter(r => r.bodyId === row.bodyId)
  return (
    mine.find(r => ['opennessOfficer', 'leader'].includes(r.role)) ??
    (ofReviewer.includes(role)
      ? mine.find(r => ['legalReviewer', 'secrecyOfficer'].includes(r.role))
      : undefined) ??
    (ofDepartment.includes(role) ? mine.find(r => ['drafter', 'departmentHead'].includes(r.role)) : undefined)
  )
}

async function caseFor(house: Pick<House, 'db'>, id: number, actor: Actor): Promise<Case> {
  const row = await readCase(house.db, id)
  if (!row || !seesRequest(row, actor)) throw new Refused('not-found', '没有找到这件申请。')
  return row
}

const safeName = (name: string) =>
  name
    .replace(/^.*[\\/]/, '')
    .replace(/[\u0000-\u001f\u007f<>:"|?*]/g, '')
    .trim()
    .slice(-150)

/** Adds a file to a case, sealed on disk. Throws Refused: not for this role, too large, not what its name says. */
export async function uploadFile(
  house: House,
  actor: Actor,
  requestId: number,
  given: { readonly role: string; readonly name: string; readonly bytes: Uint8Array },
  key?: string,
): Promise<Done> {
  const row = await caseFor(house, requestId, actor)
  const role = uploadedRoles.find(r => r === given.role)
  if (!role) throw new Refused('invalid', [{ field: 'role', text: '请选择这是什么材料。' }])
  const held = actor.roles.find(
    r =>
      r.bodyId === row.bodyId &&
      (r.role === 'opennessOfficer' ||
        (ofDepartment.includes(role) && ['drafter', 'departmentHead'].includes(r.role))),
  )
  if (!held)
    throw new Refused(
      'forbidden',
      `“${fileRoleLabels[role]}”由公开工作机构上传；承办部门可以上传检索、审查证据和拟公开的部分。`,
    )
  if (row.imported) throw new Refused('not-now', '历史登记的申请只供查阅，不再添加材料。')
  if (row.state === 'closed' && role !== 'delivery')
    throw new Refused('not-now', '这件申请已经归档，只能补充送达凭证。')
  const name = safeName(given.name)
  if (given.bytes.length === 0)
    throw new Refused('invalid', [{ field: 'file', text: '文件是空的，请重新选择。' }])
  if (given.bytes.length > largestFile)
    throw new Refused('too-large', `文件超过${largestFile / 1024 / 1024} MB，请压缩或者拆分后再上传。`)
  const kind = await fileKindOf({ name, bytes: given.bytes })
  if (role === 'identity' && kind !== 'picture')
    throw new Refused('invalid', [
      { field: 'file', text: '身份证明请上传JPG或者PNG图片，查看时会加上水印。' },
    ])
  const contentType =
    kind === 'picture'
      ? /\.png$/i.test(name)
        ? 'image/png'
        : 'image/jpeg'
      : (contentTypes[kind] ?? 'application/octet-stream')
  const { hash } = await putSealedFile(house, Buffer.from(given.bytes))
  const made = begin(
    house,
    {
      kind: 'request-file',
      verb: 'upload',
      bodyId: row.bodyId,
      actor,
      role: held.role,
      form: { request: row.id, role, size: given.bytes.length },
      ...(key === undefined ? {} : { key }),
    },
    async (trx, at) => {
      const id = await insertCaseFile(trx, {
        requestId: row.id,
        role,
        name,
        contentType,
        size: given.bytes.length,
        hash,
        sealed: true,
        by: actor.staffId,
        at,
      })
      // Names of files may name people: the history knows the kind and the size.
      return { id, state: 'kept', data: { request: row.id, role, size: given.bytes.length, hash } }
    },
  )
  // A retry, or a step that was refused, leaves bytes that no row names.
  return made.finally(() => purgeFiles(house, [hash]))
}

type Subject = {
  readonly id: number
  readonly bodyId: number
  readonly departmentId: number | null
  readonly drafterId: number
  readonly state: string
  readonly version: number
  readonly file: CaseFileRow
  readonly of: Case
}

const fileProcedure: Procedure<Subject> = {
  kind: 'request-file',
  noun: '材料',
  workflow: fileWorkflow,
  async lock(trx, id) {
    const file = await lockCaseFile(trx, id)
    const of = file && (await readCase(trx, file.requestId))
    return file && of
      ? {
          id,
          bodyId: of.bodyId,
          departmentId: of.departmentId,
          drafterId: file.addedBy ?? 0,
          state: file.deletedAt === null ? 'kept' : 'removed',
          version: file.version,
          file,
          of,
        }
      : null
  },
  sees: (row, actor) => seesRequest(row.of, actor) && opener(row.of, row.file.role, actor) !== undefined,
  move: (trx, row, to, at) => moveCaseFile(trx, row.id, to, at),
}

const checkForm = z.object({
  words: z
    .array(z.string().trim().min(1).max(200, '每项最多200个字。'))
    .max(200, '一次最多200项。')
    .default([]),
  /** The officer has looked at every picture and scanned page. */
  looked: z.boolean().default(false),
})

export const bytesOf = (house: House, file: CaseFileRow): Promise<Buffer> => openSealedFile(house, file.hash)

const onlyOpenPart = (row: Subject) =>
  row.file.role === 'open-part' ? [] : [{ text: '只有“拟公开的部分”需要检查和遮盖。', basis: '条例/37' }]

const check = (house: House): Deed<Subject, z.infer<typeof checkForm>> => ({
  form: checkForm,
  guard: ({ row }) => onlyOpenPart(row),
  async apply({ trx, row, form }) {
    const bytes = await bytesOf(house, row.file)
    const file = { name: row.file.name, bytes }
    const checked = await checkOpenPart(house, row.bodyId, file, form.words, form.looked)
    await noteCheck(trx, row.id, checked)
    return {
      data: {
        request: row.of.id,
        clean: checked.clean,
        findings: checked.findings.length,
        words: form.words.length,
        looked: form.looked,
        sha256: checked.sha256,
      },
    }
  },
})

const mask = (house: House): Deed<Subject, z.infer<typeof checkForm>> => ({
  form: checkForm.prefault({}),
  guard: ({ row }) => onlyOpenPart(row),
  async apply({ trx, row, form, actor, at }) {
    const bytes = await bytesOf(house, row.file)
    const report = await maskOpenPart(house, row.bodyId, { name: row.file.name, bytes }, form.words)
    const made = Buffer.from(report.file.bytes)
    const checked = await checkOpenPart(
      house,
      row.bodyId,
      { name: report.file.name, bytes: made },
      form.words,
    )
    const id = await insertCaseFile(trx, {
      requestId: row.of.id,
      role: 'open-part',
      name: report.file.name,
      contentType: row.file.contentType,
      size: made.length,
      hash: (await putSealedFile(house, made)).hash,
      sealed: true,
      by: actor.staffId,
      at,
    })
    await noteCheck(trx, id, { ...checked, checks: [...report.checks, ...checked.checks] })
    await makeOriginal(trx, row.id, `原件-${row.file.name}`.slice(0, 150))
    return {
      data: {
        request: row.of.id,
        made: id,
        removed: report.removed.reduce((n, r) => n + r.count, 0),
        words: form.words.length,
        stripped: [...report.stripped],
        clean: checked.clean,
      },
    }
  },
})

const remove = (): Deed<Subject> => ({
  guard: ({ row }) =>
    row.of.state === 'closed' && row.file.role !== 'identity'
      ? [{ text: '案卷已经归档，材料不能再删除。', basis: '条例/45' }]
      : [],
  async apply({ trx, row }) {
    await purgeLater(trx, [row.file.hash])
    return { data: { request: row.of.id, role: row.file.role, hash: row.file.hash } }
  },
})

/** `check`, `mask` or `remove` on one file. Throws Refused with every reason; then nothing has changed. */
export async function performFile(house: House, request: Request): Promise<Done> {
  const deeds: Readonly<Record<string, (house: House) => Deed<Subject>>> = {
    check: check as (house: House) => Deed<Subject>,
    mask: mask as (house: House) => Deed<Subject>,
    remove,
  }
  const deed = Object.hasOwn(deeds, request.verb) ? deeds[request.verb] : undefined
  if (!deed) throw new Refused('not-found', '没有这种办理。')
  const before = await readCaseFile(house.db, request.subject)
  const done = await act(house, fileProcedure, deed(house), request)
  // After the commit: content that went with a rolled back step could not be brought back.
  if (request.verb === 'remove' && before) await purgeFiles(house, [before.hash])
  return done
}

async function fileFor(house: House, actor: Actor, requestId: number, fileId: number) {
  const row = await caseFor(house, requestId, actor)
  const file = await readCaseFile(house.db, fileId)
  const role = file && file.requestId === row.id ? opener(row, file.role, actor) : undefined
  if (!file || !role) throw new Refused('not-found', '没有找到这份材料，或您没有查看它的权限。')
  if (file.deletedAt !== null) throw new Refused('not-now', '这份材料的内容已经删除，只留下记录。')
  return { row, file, role }
}

async function note(
  house: House,
  row: Case,
  file: CaseFileRow,
  actor: Actor,
  role: HeldRole,
  verb: string,
  reason: string | null,
): Promise<void> {
  await house.db.transaction().execute(trx =>
    appendEvents(trx, row.bodyId, [
      {
        kind: 'request-file',
        subject: file.id,
        verb,
        from: 'kept',
        to: 'kept',
        at: house.now(),
        actor: actor.staffId,
        actorName: actor.name,
        onBehalfOf: role.onBehalfOf,
        onBehalfName: role.onBehalfName,
        role: role.role,
        reason,
        data: { request: row.id, role: file.role },
      },
    ]),
  )
}

/** Says what for a paper with personal data is looked at; for ten minutes it may then be opened. Throws Refused. */
export async function revealFile(
  house: House,
  actor: Actor,
  requestId: number,
  fileId: number,
  reason: string,
): Promise<void> {
  const { row, file, role } = await fileFor(house, actor, requestId, fileId)
  if (reason.trim().length < 2)
    throw new Refused('invalid', [
      { field: 'reason', text: '请写明查看的用途，例如“核对身份”“邮寄答复书”。' },
    ])
  const personal = row.sealed === null ? null : openPersonal(house.vault, row.sealed)
  const kept = namedReasons(personal, row.applicantKind === 'natural', [['reason', reason]])
  if (kept.length > 0) throw new Refused('invalid', kept)
  await note(house, row, file, actor, role, 'reveal-file', reason.trim().slice(0, 200))
}

const openFor = 10 * 60_000

/** A file to be sent to this person; the history knows that it was. Throws Refused. */
export async function fetchFile(
  house: House,
  actor: Actor,
  requestId: number,
  fileId: number,
): Promise<{ readonly file: CaseFileRow; readonly bytes: Buffer; readonly row: Case }> {
  const { row, file, role } = await fileFor(house, actor, requestId, fileId)
  if (personalRoles.includes(file.role)) {
    const said = await lastReveal(house.db, file.id, actor.staffId)
    if (!said || later(said, openFor) < house.now())
      throw new Refused('forbidden', '这份材料含个人信息，请先写明查看的用途；写明后10分钟内可以打开。')
  }
  await note(house, row, file, actor, role, 'fetch-file', null)
  return { file, bytes: await bytesOf(house, file), row }
}
