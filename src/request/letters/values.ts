import type { Query } from '#kit/db.ts'
import { dayOf } from '#kit/now.ts'
import type { Calendar } from '#law/calendar.ts'
import { proseDay } from '#law/day.ts'
import { cite } from '#law/clauses.ts'
import { groundOf, isGround } from '#law/grounds.ts'
import { maskAddress, maskName } from '#law/identity.ts'
import { outcomeOf } from '#law/outcomes.ts'
import { calendarFor } from '#people/directory.ts'
import type { RequestHouse } from '../actions/deed.ts'
import { consultationsOf, consultedIn, type Consultation } from '../consultations.ts'
import { limitOf, payBy, readReply, supplementRestarts } from '../clock.ts'
import { feeNoticeOf, type Fact, type FeeNotice } from '../facts.ts'
import { reasonsHeard } from '../holds.ts'
import type { ReasonsHeard } from '../needs.ts'
import { feeAccount, feeMethodLabels, feeText } from '../fees.ts'
import { askedWay, channelLabels } from '../model.ts'
import { openPersonal } from '../personal.ts'
import { receiptRules } from '../receipt.ts'
import { remedyNotice } from '../remedy.ts'
import { piecesThisMonth } from '../store/cases.ts'
import type { Case } from '../store/cases.ts'
import { factsOf, sealedOf, tasksOf } from '../store/facts.ts'
import { filesOf } from '../store/files.ts'
import { lettersOf, type LetterRow } from '../store/letters.ts'
import { settingsOf } from '../store/settings.ts'
import { letterForm } from './forms.ts'
import { nameOf, type RemedyWords, type Values } from './model.ts'

const prose = (value: unknown) => (typeof value === 'string' && value !== '' ? proseDay(value) : '')
const textIn = (value: unknown) => (typeof value === 'string' ? value : '')
/** What people write ends as a sentence does, however they left it; a place in the middle of one takes it bare. */
const sentence = (text: string) =>
  text
    .trim()
    .replace(/[，、；;,.。]*$/, '')
    .replace(/[^。！？!?]$/u, '$&。')
const bare = (text: string) => text.trim().replace(/[，、；;,.。]+$/, '')
const listed = (value: unknown) => (Array.isArray(value) ? value.join('、') : '')

export type LetterFacts = {
  readonly values: Values
  /** The same as the office's screens show it. */
  readonly masked: Values
  readonly remedy: RemedyWords | null
  /** Today, or the day the paper bears. */
  readonly on: string
}

type Options = {
  readonly ref?: string | null
  /** Known only to who has just registered the case or holds the receipt. */
  readonly queryCode?: string
  /** The outcome being proposed in this very transaction. */
  readonly row?: Partial<Pick<Case, 'outcome' | 'grounds' | 'caseFile'>>
}

async function feeOf(db: Query, row: Case, notice: FeeNotice | null, calendar: Calendar): Promise<Values> {
  if (!notice) return {}
  const isTold = notice.method !== 'byPiece' || notice.before !== null
  const before = isTold ? notice.before : (await piecesThisMonth(db, row)).before
  const account = feeAccount(notice.method, notice.count, before)
  return {
    feeMethod: feeMethodLabels[account.method],
    feeLines: feeText(account).join('；'),
    feeAmount: `${account.amount}元`,
    payBy: notice.receivedOn ? proseDay(payBy(notice.receivedOn, calendar)) : '自收到本通知之日起算',
    feeSentOn: proseDay(notice.sentOn),
  }
}

function searchesIn(facts: readonly Fact[]): string {
  return facts
    .filter(f => f.kind === 'search')
    .map(
      f =>
        `${proseDay(f.on)}检索了${listed(f.data.systems)}，范围为${bare(textIn(f.data.scope))}，关键词为“${listed(f.data.keywords)}”，${f.data.found ? '找到有关信息' : '没有找到'}`,
    )
    .join('；')
}

/** The grounds as the reply names them, those of one clause together; the law that forbids beside 条例第十四条, which only points to it. */
function groundsIn(codes: readonly string[], law: string): string {
  const byClause = new Map<string, string[]>()
  for (const code of codes.filter(isGround)) {
    const { clauses, label } = groundOf(code)
    const clause = cite(clauses[0]!)
    const by = code === 'E14-2' && law !== '' ? `，即${law}` : ''
    byClause.set(clause, [...(byClause.get(clause) ?? []), `${label}${by}`])
  }
  return [...byClause].map(([clause, labels]) => `${clause}（${labels.join('；')}）`).join('、')
}

const judgedReasons: Readonly<Record<ReasonsHeard, string>> = {
  'not-asked': '',
  waiting: '',
  reasonable: '',
  silent: '您在规定的期限内没有说明理由。',
  unreasonable: '经审查，您说明的理由不合理。',
}

/** A reply that rests on the third party's rights says that it was asked in writing and refuses with reason (条例第三十二条). */
const refusals = (row: Pick<Case, 'grounds'>, consultations: readonly Consultation[]): string =>
  row.grounds.includes('E15') &&
  consultations.some(c => c.who === 'thirdParty' && c.answer === 'refusesWithReasons')
    ? '本机关已书面征求第三方意见，第三方不同意公开并说明了合理的理由。'
    : ''

/** What is handed over with the proof of delivery: the letter last written to the applicant. */
function served(letters: readonly LetterRow[]): string {
  const isLetter = ({ form }: LetterRow) =>
    letterForm(form)?.to === 'applicant' && letterForm(form)?.layout === 'letter'
  const last = letters.findLast(isLetter)
  return last ? `《${letterForm(last.form)!.title}》${last.number ? `（${last.number}）` : ''}` : ''
}

/** What a letter of this case may be filled with. Days are in prose; everything personal is in `values` alone. */
export async function letterFacts(
  house: Pick<RequestHouse, 'vault' | 'now' | 'calendar'>,
  db: Query,
  given: Case,
  options: Options = {},
): Promise<LetterFacts> {
  const row: Case = { ...given, ...options.row }
  const today = dayOf(house.now())
  const settings = await settingsOf(db, row.bodyId)
  const facts = await factsOf(db, row.id)
  const sealed = await sealedOf(db, row.id)
  const tasks = await tasksOf(db, row.id)
  const personal = row.sealed === null ? null : openPersonal(house.vault, row.sealed)
  const natural = row.applicantKind === 'natural'
  const last = (kind: Fact['kind']) => facts.findLast(f => f.kind === kind)
  const secretOf = (fact: Fact | undefined) => {
    const bytes = fact && sealed.get(fact.id)
    return bytes ? house.vault.open(bytes) : ''
  }
  const asked = last('askSupplement')
  const reasons = last('askReasons')
  const calendar = await calendarFor({ db, calendar: house.calendar }, row.bodyId)
  const notice = feeNoticeOf(facts)
  const limit = (fact: Fact | undefined) => (fact ? limitOf(fact, facts, calendar) : null)
  const consult = facts.findLast(
    f =>
      (f.kind === 'consultThirdParty' || f.kind === 'consultAgency') &&
      (options.ref == null || f.ref === options.ref),
  )
  const consulted = consultedIn(secretOf(consult))
  const task = tasks.at(-1)
  const file = row.caseFile
  const online = file.online === true || row.delivery === 'online' || row.delivery === 'email'
  const remedy =
    row.outcome === null
      ? null
      : remedyNotice({ outcome: row.outcome, grounds: row.grounds, online }, settings)
  const requested = (p: typeof personal) =>
    p
      ? [
          [p.informationName, p.documentNumber && `（${p.documentNumber}）`].filter(Boolean).join(''),
          p.description,
        ]
          .filter(Boolean)
          .map(part => bare(part ?? ''))
          .join('；')
      : bare(row.subject)
  const reading = readReply(facts, today, calendar)
  const files = await filesOf(db, row.id)
  const openParts = files
    .filter(f => f.role === 'open-part')
    .map(f => `《${nameOf(f.name)}》`)
    .join('')
  const harm = row.grounds.includes('E14-3') ? sentence(textIn(file.harm)) : ''
  const prohibitingLaw = row.grounds.includes('E14-2') ? bare(textIn(file.prohibitingLaw)) : ''
  const consultations = consultationsOf(facts, today, calendar)
  const values: Values = {
    body: settings.bodyName,
    number: row.number ?? '',
    applicant: personal?.name ?? row.applicantShown,
    address: personal?.address ?? '',
    submittedOn: proseDay(row.submittedOn),
    receivedOn: row.receivedOn === null ? '待双方确认' : proseDay(row.receivedOn),
    receiptRule: receiptRules[row.channel].day,
    channel: channelLabels[row.channel],
    requested: requested(personal),
    delivery: askedWay(row),
    today: proseDay(today),
    due: reading?.due ? proseDay(reading.due) : row.receivedOn === null ? '双方确认次日起20个工作日' : '',
    receiptCode: row.receiptCode ?? '',
    queryCode: options.queryCode ?? '登记时已当面或者书面告知，请妥善保管',
    contact: settings.contact || settings.bodyName,
    items: sentence(secretOf(asked)),
    supplementAskedOn: asked ? proseDay(asked.on) : '',
    supplementedOn: prose(last('supplement')?.on),
    supplementBy: prose(asked?.data.supplementBy),
    supplementCount: supplementRestarts(facts, calendar)
      ? '答复期限自本机关收到补正的申请之日起计算'
      : '本次告知超过收到申请之日起7个工作日，收到补正后答复期限不重新计算，仍自收到申请之日起计算',
    count: reasons ? `${String(reasons.data.count)}件` : '',
    period: textIn(reasons?.data.period),
    reasonsBy: prose(reasons?.data.until),
    reasonsAskedOn: prose(reasons?.on),
    extensionReason: bare(secretOf(last('proposeExtension'))),
    extendedDays: last('extend') ? `${String(last('extend')!.data.length)}个工作日` : '',
    delayedUntil: prose(last('delay')?.data.until),
    thirdParty: consulted?.name ?? '',
    consultedAbout: sentence(consulted?.what ?? ''),
    consultedOn: prose(consult?.on),
    consultBy: prose(limit(consult)) || (consult ? '自收到之日起15个工作日' : ''),
    ...(await feeOf(db, row, notice, calendar)),
    payTo: sentence(secretOf(facts.find(f => f.id === notice?.factId))),
    department: task?.department ?? '',
    asked: sentence(task?.asked ?? ''),
    taskBy: prose(task?.dueOn),
    reasonsJudged: judgedReasons[reasonsHeard(facts, today)],
    findings: sentence(secretOf(last('propose'))),
    grounds: groundsIn(row.grounds, prohibitingLaw),
    // 第十四条: what would be harmed belongs to the reason; 第三十二条: so does that the third party was heard.
    reason: [sentence(textIn(file.reason)), harm, refusals(row, consultations)].join(''),
    harm,
    prohibitingLaw,
    specialLaw: bare(textIn(file.specialLaw)),
    publicAddress: bare(textIn(file.publicAddress)),
    responsibleBody: bare(textIn(file.responsibleBody)) || '本机关目前不能确定',
    rightChannel: bare(textIn(file.rightChannel)),
    earlierRequest: bare(textIn(file.earlierRequest)),
    publicInterest: sentence(textIn(file.publicInterest)),
    searches: sentence(searchesIn(facts)),
    openParts,
    provision: [openParts, bare(textIn(file.provision))].filter(Boolean).join('；'),
    remedy: remedy?.text ?? '',
    // Against opening something one may always choose; only a refusal must go to review first (复议法第二十三条).
    thirdPartyRemedy: remedyNotice({ outcome: 'O2', grounds: [], online: false }, settings).text?.replace(
      '本答复',
      '本决定',
    ),
    outcome: row.outcome === null ? '' : outcomeOf(row.outcome).label,
    paper: served(await lettersOf(db, row.id)),
  }
  return {
    on: today,
    values,
    masked: {
      ...values,
      applicant: natural ? maskName(values.applicant ?? '') : values.applicant,
      address: values.address ? maskAddress(values.address) : '',
      requested: row.subject,
      thirdParty: values.thirdParty ? maskName(values.thirdParty) : '',
      consultedAbout: values.consultedAbout ? '（加密保存，下载文书时填入）' : '',
    },
    remedy: remedy && {
      remedy: remedy.remedy,
      reviewBody: settings.reviewBody,
      court: settings.court,
      onlineReview: settings.onlineReview,
      online,
    },
  }
}
