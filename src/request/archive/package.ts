import { z } from 'zod'
import { canonical, sha256Hex } from '#kit/crypto.ts'
import type { Trx, Query } from '#kit/db.ts'
import { dayOf, isoOf } from '#kit/now.ts'
import { zipOf, type ZipItem } from '#kit/zip.ts'
import { cite } from '#law/clauses.ts'
import type { Calendar } from '#law/calendar.ts'
import { proseDay } from '#law/day.ts'
import { outcomeOf } from '#law/outcomes.ts'
import { calendarFor, staffNames } from '#people/directory.ts'
import { signatureOf } from '#record/signedPackage.ts'
import type { House } from '../../house.ts'
import { readReply } from '../clock.ts'
import { labelOfFact, type Fact } from '../facts.ts'
import { bytesOf } from '../files/actions.ts'
import { fileRoleLabels, type FileRole } from '../files/model.ts'
import { letterFacts } from '../letters/values.ts'
import { formOf, openWords, wholeText } from '../letters/words.ts'
import { applicantKindLabels, channelLabels } from '../model.ts'
import { openPersonal } from '../personal.ts'
import { receiptRules } from '../receipt.ts'
import { chainLinks } from '../store/history.ts'
import type { Case } from '../store/cases.ts'
import { factsOf, sealedOf, tasksOf } from '../store/facts.ts'
import { allFilesOf } from '../store/files.ts'
import { lettersOf } from '../store/letters.ts'
import { remediesOf, type RemedyRow } from '../store/remedies.ts'
import { settingsOf } from '../store/settings.ts'
import { remedyBlockLabels, remedyResultLabels } from '../statistics/table3.ts'

export const archiveSchema = 'zhaoming-request/1'

const hash = z.string().regex(/^[0-9a-f]{64}$/)
export const archiveManifestSchema = z.strictObject({
  product: z.literal('zhaoming'),
  schema: z.literal(archiveSchema),
  number: z.string().nullable(),
  madeAt: z.string(),
  files: z.array(z.strictObject({ path: z.string(), size: z.number().int(), sha256: hash })),
})
export type ArchiveManifest = z.infer<typeof archiveManifestSchema>

/** What the key signs: the manifest's hash under a name of its own. */
export const signedBytes = (manifestSha256: string): Buffer =>
  Buffer.from(`zhaoming/request/1\n${manifestSha256}`, 'utf8')

/** Identity papers are deleted after their term (条例第二十九条 asks for proof, not for its keeping); all else makes up the file. */
const kept: readonly FileRole[] = [
  'application',
  'evidence',
  'consultation',
  'delivery',
  'reply',
  'open-part',
  'message',
]

/** A finished letter as it lies in the package, and read again. Words, number and day are what its fingerprint stands for. */
export type PackedLetter = {
  readonly title: string
  readonly number: string | null
  readonly on: string | null
  readonly hash: string
  readonly words: string
}
const letterPath = (at: number, form: string) => `letters/${String(at + 1).padStart(2, '0')}-${form}.txt`
export const letterFile = (l: PackedLetter): string =>
  `${l.title}\n编号：${l.number ?? ''}\n日期：${l.on ?? ''}\n指纹：${l.hash}\n\n${l.words}\n`
export function readLetterFile(text: string): PackedLetter | null {
  const match = /^([^\n]*)\n编号：([^\n]*)\n日期：([^\n]*)\n指纹：([0-9a-f]{64})\n\n([\s\S]*)\n$/.exec(text)
  return match
    ? { title: match[1]!, number: match[2] || null, on: match[3] || null, hash: match[4]!, words: match[5]! }
    : null
}

/** A letter as packages of the first months hold it: without its day, so that its fingerprint cannot be worked out again. */
export function readOlderLetterFile(text: string): { readonly hash: string } | null {
  const match = /^[^\n]*\n[^\n]*\n指纹：([0-9a-f]{64})\n\n[\s\S]*\n$/.exec(text)
  return match ? { hash: match[1]! } : null
}

const text = (name: string, words: string): ZipItem => ({ name, bytes: Buffer.from(words, 'utf8') })

/** One 复议 or 诉讼 of the case: when its papers came, when it was answered, how it ended. */
function remedyLine(y: RemedyRow): string {
  const said = [
    `${remedyBlockLabels[y.block]}　${y.authority}${y.number}`,
    `${y.receivedOn}收到副本`,
    y.defendedOn === null ? '没有提交答复的记录' : `${y.defendedOn}提交答复`,
    y.decidedOn === null ? '尚未审结' : `${y.decidedOn}${remedyResultLabels[y.result]}`,
    ...(y.redo ? [`要求重新答复${y.redoBy === null ? '' : `，${y.redoBy}前`}，${y.toldOn}收到`] : []),
  ]
  return said.join('；')
}

/** The facts up to each answer: a decision or judgement that wants a new one begins another round. */
function roundsOf(facts: readonly Fact[]): (readonly Fact[])[] {
  const ends = facts.flatMap((f, at) => (f.kind === 'redo' ? [at] : []))
  return [...ends, facts.length].map(end => facts.slice(0, end))
}

/** The answer's clock of one round, day by day. */
function daysOf(facts: readonly Fact[], at: number, row: Case, today: string, calendar: Calendar): string[] {
  const day = (on: string) => `${on}（${proseDay(on)}）`
  const replied = facts.findLast(f => f.kind === 'reply' || f.kind === 'redo')
  const repliedOn = replied?.kind === 'reply' ? replied.on : null
  const endedOn = repliedOn === null ? row.endedOn : null
  const heading = at === 0 ? [] : ['', `（第${at + 1}次答复）`]
  const reading = readReply(facts, repliedOn ?? endedOn ?? today, calendar)
  if (reading === null) return [...heading, '没有双方确认，法定期限没有起算。']
  const unit = reading.unit === 'days' ? '日' : '个工作日'
  return [
    ...heading,
    `起算：${day(String(reading.start))}；期限届满：${reading.due ? day(reading.due) : '—'}；${repliedOn ? `答复：${day(repliedOn)}` : endedOn ? `办结：${day(endedOn)}` : '没有答复'}`,
    ...reading
      .account()
      .map(l => `${l.day}　${l.weekday}　${l.counted === null ? '不计' : `第${l.counted}${unit}`}　${l.why}`),
    ...reading.notes.map(n => `注：${n}`),
  ]
}

/** 办理日志: every step and every day of the answer's clock, each with what it counts for and why. */
async function logOf(house: House, db: Query, row: Case, remedies: readonly RemedyRow[]): Promise<string> {
  const facts = await factsOf(db, row.id)
  const names = await staffNames(
    db,
    facts.flatMap(f => f.by ?? []),
  )
  const calendar = await calendarFor({ db, calendar: house.calendar }, row.bodyId)
  const day = (on: string) => `${on}（${proseDay(on)}）`
  const lines = [
    `${row.number ?? '未编号'}　办理日志`,
    '',
    '一、收到申请之日',
    `通过${channelLabels[row.channel]}提交，以${receiptRules[row.channel].day}为收到申请之日（${cite('条例/31')}）：${row.receivedOn ? day(row.receivedOn) : '没有双方确认'}。`,
    `凭证：${receiptRules[row.channel].evidence}`,
    '',
    '二、办理经过',
    ...facts.map(
      f => `${day(f.on)}　${labelOfFact(f)}${f.by === null ? '' : `　经办人：${names.get(f.by) ?? ''}`}`,
    ),
    '',
    '三、答复期限逐日',
    ...roundsOf(facts).flatMap((round, at) => daysOf(round, at, row, dayOf(house.now()), calendar)),
    ...(remedies.length === 0 ? [] : ['', '四、复议、诉讼', ...remedies.map(remedyLine)]),
  ]
  return `${lines.join('\n')}\n`
}

const readme = (body: string, number: string) => `政府信息公开申请归档包说明

机关：${body}
登记编号：${number}
格式版本：${archiveSchema}

case.json        登记簿各项（条例第四十五条）：申请人、渠道、日期、内容、结果。不含证件号码、电话、住址等与档案无关的个人信息。
log.txt          办理日志：收到之日怎样认定、每一步何人何日、答复期限逐日计算
letters/         定稿的办理文书（文字；指纹与审批时相同）
files/           案卷材料；身份证明按期删除，不装入本包，清单里留有记录
history.json     履历链：每一步的内容、链位、前一环指纹和本环指纹
manifest.json    清单：每个文件的大小和SHA-256
signature.json   对清单指纹的签名（Ed25519）

核对：用本程序运行 zhaoming archive check 本文件，不需要网络和数据库。不用本程序的，逐个文件计算SHA-256，与manifest.json比对；
签名的内容是“zhaoming/request/1”、一个换行符、manifest.json的SHA-256（十六进制），公钥应与本机关网站 /.well-known/zhaoming-receipt-key.pem 公布的一致。
`

/** The file of one case as a ZIP, entries stored; the same case gives the same bytes but for the moment it was made. */
export async function archivePackage(house: House, db: Query | Trx, row: Case): Promise<Buffer> {
  const settings = await settingsOf(db, row.bodyId)
  const facts = await factsOf(db, row.id)
  const sealed = await sealedOf(db, row.id)
  const files = await allFilesOf(db, row.id)
  const personal = row.sealed === null ? null : openPersonal(house.vault, row.sealed)
  const remedies = await remediesOf(db, row.bodyId, { requestId: row.id, limit: 100, offset: 0 })
  const items: ZipItem[] = []
  const json = (name: string, value: unknown) => items.push(text(name, canonical(value)))

  json('case.json', {
    schema: archiveSchema,
    body: settings.bodyName,
    number: row.number,
    applicant: { kind: applicantKindLabels[row.applicantKind], name: personal?.name ?? row.applicantShown },
    channel: channelLabels[row.channel],
    submittedOn: row.submittedOn,
    arrivedOn: row.arrivedOn,
    receivedOn: row.receivedOn,
    asked: {
      name: personal?.informationName ?? '',
      number: personal?.documentNumber ?? '',
      description: personal?.description ?? row.description,
    },
    outcome: row.outcome === null ? null : { code: row.outcome, label: outcomeOf(row.outcome).label },
    grounds: [...row.grounds],
    reportRow: row.reportRow,
    replyNumber: row.replyNumber,
    repliedOn: row.repliedOn,
    endedOn: row.endedOn,
    caseFile: row.caseFile,
    tasks: (await tasksOf(db, row.id)).map(t => ({
      department: t.department,
      asked: t.asked,
      dueOn: t.dueOn,
      opinion: t.opinion,
    })),
    steps: facts.map(f => ({
      kind: f.kind,
      label: labelOfFact(f),
      on: f.on,
      ref: f.ref,
      data: f.data,
      // What was written to whom belongs to the file of the case.
      words: sealed.has(f.id) ? house.vault.open(sealed.get(f.id)!) : null,
    })),
    remedies: remedies.map(y => ({
      block: y.block,
      number: y.number,
      authority: y.authority,
      receivedOn: y.receivedOn,
      defendedOn: y.defendedOn,
      result: y.result,
      decidedOn: y.decidedOn,
      redo: y.redo,
      toldOn: y.toldOn,
      redoBy: y.redoBy,
    })),
    files: files.map((f, at) => ({
      role: fileRoleLabels[f.role],
      name: f.role === 'identity' ? '身份证明' : f.name,
      size: f.size,
      path: kept.includes(f.role) && f.deletedAt === null ? pathOf(f.name, at) : null,
      deletedAt: f.deletedAt && isoOf(f.deletedAt),
    })),
  })
  items.push(text('log.txt', await logOf(house, db, row, remedies)))
  for (const [at, letter] of (await lettersOf(db, row.id)).filter(l => l.final).entries()) {
    const lf = await letterFacts(house, db, row, { ref: letter.ref })
    const kept = openWords(house.vault, letter)
    items.push(
      text(
        letterPath(at, letter.form),
        letterFile({
          title: formOf(letter).title,
          number: letter.number,
          on: kept.on ?? null,
          hash: letter.hash,
          words: wholeText(kept, lf),
        }),
      ),
    )
  }
  for (const [at, file] of files.entries())
    if (kept.includes(file.role) && file.deletedAt === null)
      items.push({ name: pathOf(file.name, at), bytes: await bytesOf(house, file) })
  json('history.json', await chainLinks(db, row.id))
  items.push(text('README.txt', readme(settings.bodyName, row.number ?? '未编号')))
  const manifest: ArchiveManifest = {
    product: 'zhaoming',
    schema: archiveSchema,
    number: row.number,
    madeAt: isoOf(house.now()),
    files: items.map(i => ({ path: i.name, size: i.bytes.length, sha256: sha256Hex(i.bytes) })),
  }
  items.push(text('manifest.json', canonical(manifest)))
  items.push(text('signature.json', signatureOf(house.signer, canonical(manifest), signedBytes)))
  const pieces: Buffer[] = []
  for await (const piece of zipOf(items)) pieces.push(piece)
  return Buffer.concat(pieces)
}

const pathOf = (name: string, at: number): string =>
  `files/${String(at + 1).padStart(3, '0')}.${/\.([a-z0-9]{1,5})$/i.exec(name)?.[1]?.toLowerCase() ?? 'bin'}`
