import { appendEvents } from '#kit/events.ts'
import { addJob } from '#kit/jobs.ts'
import { dayOf } from '#kit/now.ts'
import type { Query, Trx } from '#kit/db.ts'
import { holdersIn, notify, standInsFor } from '#people/directory.ts'
import type { House } from '../../house.ts'
import { writeCase } from '../actions/register.ts'
import { propose } from '../conversion/actions.ts'
import { factLabels, type FactData, type FactKind } from '../facts.ts'
import { readCase } from '../store/cases.ts'
import { conversionsOf } from '../store/conversions.ts'
import {
  dropMessageFiles,
  insertSealedFile,
  lockMessage,
  lockSubmission,
  markHeard,
  markTaken,
  messageFiles,
  papersOf,
  putFault,
  putSatisfaction,
  waitingMessages,
  waitingSubmissions,
  type Message,
} from '../store/online.ts'
import { addFact } from '../store/facts.ts'
import { settingsOf } from '../store/settings.ts'
import { suppliedText } from '../supplied.ts'
import { paperSchema, paperTypeOf, paperTypes, submissionSchema, writtenSchema } from './model.ts'
import { purgeFiles, putSealedFile } from './sealedFiles.ts'

/** Applicants online: their submissions become cases, their messages come into the file (条例第二十九条、第三十一条). */

export type OnlineHouse = Pick<House, 'db' | 'now' | 'calendar' | 'vault' | 'envelope' | 'files' | 'log'>
const applicant = '申请人（网上）'

/** Those who work on requests in a body, and whoever stands in for them today. */
export async function officersOf(db: Query, bodyId: number, today: string): Promise<number[]> {
  const officers = (await holdersIn(db, [bodyId]))
    .filter(h => h.role === 'opennessOfficer')
    .map(h => h.staffId)
  return [...new Set([...officers, ...(await standInsFor(db, officers, today))])]
}

/**
 * One submission: every matter a case in state `submitted`, numbered; papers closed by the vault and on disk; officers told; the
 * confirmation letter queued. A second run finds nothing to do. What cannot be opened stays, with its fault, for the operator.
 */
export async function takeIn(house: OnlineHouse, submissionId: number): Promise<number | null> {
  const written: string[] = []
  try {
    return await house.db.transaction().execute(async trx => {
      const submission = await lockSubmission(trx, submissionId)
      if (!submission) return null
      const content = submissionSchema.parse(JSON.parse(house.envelope.open(submission.sealed)))
      const settings = await settingsOf(trx, submission.bodyId)
      const submittedOn = dayOf(submission.at)
      const codes = {
        receipt: submission.receipt,
        queryHash: submission.queryHash,
        readerKey: submission.readerKey,
      }
      const all = [
        content.application,
        ...content.matters.map(matter => ({ ...content.application, ...matter })),
      ]
      const numbers: string[] = []
      let first: number | null = null
      for (const application of all) {
        const made = await writeCase(
          trx,
          house,
          settings,
          {
            application,
            channel: 'online',
            submittedOn,
            arrivedOn: submittedOn,
            confirmedOn: null,
            letterId: first,
          },
          {
            staffId: null,
            at: submission.at,
            codes: first === null ? codes : { ...codes, receipt: null },
          },
        )
        await appendEvents(trx, submission.bodyId, [
          {
            kind: 'request',
            subject: made.id,
            verb: 'submit',
            from: null,
            to: made.state,
            at: submission.at,
            actor: null,
            actorName: applicant,
            role: null,
            data: { number: made.number, channel: 'online', submittedOn },
          },
        ])
        first ??= made.id
        numbers.push(made.number)
      }
      const papers = await papersOf(trx, submission.id)
      for (const [at, paper] of papers.entries()) {
        const opened = paperSchema.parse(JSON.parse(house.envelope.open(paper.sealed)))
        const bytes = Buffer.from(opened.data, 'base64')
        if (paperTypeOf(bytes) !== opened.type) continue
        const kept = await putSealedFile(house, bytes)
        written.push(kept.hash)
        await insertSealedFile(trx, {
          requestId: first!,
          role: 'identity',
          // The applicant's own file name may name him.
          name: `身份证明${at + 1}.${paperTypes[opened.type].extension}`,
          contentType: opened.type,
          ...kept,
          at: paper.received_at,
        })
      }
      const now = house.now()
      await markTaken(trx, submission.id, first!, now)
      await notify(trx, await officersOf(trx, submission.bodyId, dayOf(now)), {
        kind: 'request',
        subject: first!,
        text: `收到网上申请${numbers[0]}${numbers.length > 1 ? `等${numbers.length}件` : ''}，请与申请人确认收到，确认之日起计算答复期限。`,
        at: now,
      })
      if (content.application.email)
        await addJob(trx, {
          name: 'request:mail',
          payload: { submission: submission.id },
          key: `request-mail-${submission.id}`,
        })
      return first
    })
  } catch (error) {
    // Never the words of the error: they may quote what was filled in.
    const name = (error as Error).name
    await purgeFiles(house, written)
    await putFault(house.db, submissionId, name)
    house.log(`第${submissionId}号网上申请未能登记（${name}），内容保留，稍后重试。`)
    return null
  }
}

const heardAs = {
  message: '申请人来信，请查看并回复。',
  supplement: '申请人在网上提交了补正，请在案卷里查看后按“收下补正”，收到补正之日为提交之日。',
  withdraw: '申请人在网上提出撤回申请，请在案卷里核实后按“登记撤回”。',
  convert: '申请人建议把这项信息纳入主动公开范围，请由公开工作机构决定。',
  acknowledge: '申请人在网上确认收到收费通知，请在案卷里登记，缴费期限从次日起算。',
  satisfaction: '申请人对答复作了评价。',
} as const

/** One message of an applicant: its words sealed into the file, the officers told. It changes no state: an officer does that. */
export async function hear(house: OnlineHouse, messageId: number): Promise<void> {
  await house.db.transaction().execute(async trx => {
    const message = await lockMessage(trx, messageId)
    if (!message) return
    const now = house.now()
    const written = message.sealed
      ? writtenSchema.parse(JSON.parse(house.envelope.open(message.sealed)))
      : null
    const words = written && suppliedText(written.text, written.supplied)
    const given = Object.keys(written?.supplied ?? {})
    const kind: FactKind = message.kind === 'satisfaction' ? 'satisfaction' : 'note'
    const data: FactData =
      message.score === null
        ? { from: 'applicant', about: message.kind, ...(given.length > 0 ? { given } : {}) }
        : { score: message.score }
    const on = dayOf(message.at)
    const fact = await addFact(trx, {
      requestId: message.requestId,
      kind,
      on,
      data,
      sealed: words === null ? null : house.vault.seal(words),
      by: null,
      at: message.at,
    })
    if (message.score !== null) await putSatisfaction(trx, message.requestId, message.score)
    await keepFiles(house, trx, message, given)
    if (message.kind === 'convert') {
      const row = (await readCase(trx, message.requestId))!
      const open = await conversionsOf(trx, { bodyIds: [row.bodyId], requestId: row.id, open: true }, 1)
      if (open.length === 0) await propose(trx, row, { proposer: null, at: message.at })
    }
    await markHeard(trx, message.id, fact, now)
    await appendEvents(trx, message.bodyId, [
      {
        kind: 'request',
        subject: message.requestId,
        verb: 'write',
        from: message.state,
        to: message.state,
        at: message.at,
        actor: null,
        actorName: applicant,
        role: null,
        data: { facts: [{ kind, on, ref: null, data }], label: factLabels[kind] },
      },
    ])
    await notify(trx, await officersOf(trx, message.bodyId, dayOf(now)), {
      kind: 'request',
      subject: message.requestId,
      text: heardAs[message.kind],
      at: now,
    })
  })
}

/** What came with a supplement or a message goes into the file of the case, closed by the vault, under names that name nobody. */
async function keepFiles(
  house: OnlineHouse,
  trx: Trx,
  message: Message,
  given: readonly string[],
): Promise<void> {
  // Papers that prove who he is are watermarked, and deleted early, like those of the application.
  const isIdentity = given.includes('identityNumber') || given.includes('creditCode')
  for (const [at, sealed] of (await messageFiles(trx, message.id)).entries()) {
    const opened = paperSchema.parse(JSON.parse(house.envelope.open(sealed)))
    const bytes = Buffer.from(opened.data, 'base64')
    if (paperTypeOf(bytes) !== opened.type) continue
    await insertSealedFile(trx, {
      requestId: message.requestId,
      role: isIdentity ? 'identity' : 'message',
      name: `${dayOf(message.at)}${isIdentity ? '补正身份证明' : message.kind === 'supplement' ? '补正材料' : '来信材料'}${at + 1}.${paperTypes[opened.type].extension}`,
      contentType: opened.type,
      ...(await putSealedFile(house, bytes)),
      at: message.at,
    })
  }
  await dropMessageFiles(trx, message.id)
}

/** Whatever still waits: after a crash of the worker, or a fault that was mended. */
export async function takeAll(house: OnlineHouse): Promise<void> {
  for (const id of await waitingSubmissions(house.db)) await takeIn(house, id)
  for (const id of await waitingMessages(house.db))
    try {
      await hear(house, id)
    } catch (error) {
      house.log(`第${id}号来信未能收入案卷（${(error as Error).name}），稍后重试。`)
    }
}
