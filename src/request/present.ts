import type { Actor } from '#kit/actor.ts'
import { historyOf } from '#kit/events.ts'
import { dayOf, isoOf } from '#kit/now.ts'
import type { Calendar } from '#law/calendar.ts'
import { proseDay } from '#law/day.ts'
import { outcomeOf } from '#law/outcomes.ts'
import { calendarFor, calendarsFor, departmentsIn, holdersIn, staffNames } from '#people/directory.ts'
import { chargeView } from './charged.ts'
import { completedLabels } from './actions/complete.ts'
import { payBy, readReply, supplementRestarts } from './clock.ts'
import { clockViews, replyLight } from './clockView.ts'
import { consultationAnswerLabels, consultationsOf, consultedIn, shownParty } from './consultations.ts'
import { labelOfFact, type Fact } from './facts.ts'
import { contactWayLabels, type ContactWay } from './forms.ts'
import { feeAccount, feeText } from './fees.ts'
import {
  applicantKindLabels,
  carrierLabels,
  channelLabels,
  deliveryLabels,
  deliveryWayLabels,
  type ApplicantKind,
  type Channel,
  type DeliveryWay,
} from './model.ts'
import { heldOf } from './holds.ts'
import { lackingIn, maskedPersonal, maskedSupplied, openPersonal } from './personal.ts'
import { holdUpsOf } from './holdUps.ts'
import { unsentIn } from './letters/unsent.ts'
import { extensionHeads } from './extension.ts'
import { offersFor, turnOf } from './offered.ts'
import { pendingMessages } from './pending.ts'
import { receiptRules } from './receipt.ts'
import { suppliedLabels, wantedLabels, type Wanted } from './supplied.ts'
import { suppliedOf } from './actions/complete.ts'
import { casesOfApplicant, type Case } from './store/cases.ts'
import { factsOf, factsOfMany, sealedOf, tasksOf } from './store/facts.ts'
import { openPartsOf } from './store/files.ts'
import { lettersOf } from './store/letters.ts'
import type { RegisterRow } from './store/register.ts'
import { confirmDaysOf, settingsOf } from './store/settings.ts'
import { table2Labels, type Table2Row } from './statistics/table2.ts'
import { nextOf } from './next.ts'
import { redoWanted } from './remedies/wanted.ts'
import { placesIn } from './remedy.ts'
import type { CaseView, FactView, RowView } from './views.ts'
import { labelOfRequestVerb } from './verbLabels.ts'
import { requestStateLabels, type RequestState } from './workflow.ts'
import type { RequestHouse } from './actions/deed.ts'

const words: Record<string, string> = {
  ...consultationAnswerLabels,
  thirdParty: '第三方',
  coMaker: '共同制作的机关',
  agency: '其他机关',
}

/** What the law makes of nobody answering in time (条例第三十二条、第三十四条). */
const silence = {
  thirdParty: '期满没有答复：不视为同意，由本机关决定是否公开（条例第三十二条）',
  coMaker: '期满没有答复：视为同意公开（条例第三十四条）',
  agency: '期满没有答复',
} as const

type Told = {
  readonly today: string
  readonly calendar: Calendar
  readonly parties: ReadonlyMap<string | null, string>
}

function factLines(fact: Fact, facts: readonly Fact[], { today, calendar, parties }: Told): string[] {
  const letter = `第${fact.ref}份${parties.has(fact.ref) ? `（${parties.get(fact.ref)}）` : ''}`
  const d = fact.data
  const list = (value: unknown) => (Array.isArray(value) ? value.join('、') : '')
  const prose = (value: unknown) => (typeof value === 'string' && value ? proseDay(value) : '')
  switch (fact.kind) {
    case 'search':
      if (d.scope === undefined) return ['检索的系统、范围和关键词已按期删除。']
      return [
        `系统：${list(d.systems)}`,
        `范围：${String(d.scope)}；关键词：${list(d.keywords)}`,
        d.found ? '找到了所申请的信息' : '没有找到',
      ]
    case 'receive':
      return typeof d.how === 'string' ? [`与申请人确认：${contactWayLabels[d.how as ContactWay]}`] : []
    case 'askSupplement':
      return [
        `补正期限：${prose(d.supplementBy)}`,
        ...(Array.isArray(d.wanted) && d.wanted.length > 0
          ? [`请补充：${list(d.wanted.map(w => wantedLabels[w as Wanted]))}`]
          : []),
        ...(d.late ? ['超过7个工作日告知'] : []),
      ]
    case 'consultThirdParty':
    case 'consultAgency':
      return [
        `${letter}，${words[String(d.who)]}`,
        ...consultationsOf(facts, today, calendar)
          .filter(c => c.ref === fact.ref)
          .flatMap(c => [
            c.receivedOn === null
              ? '对方收到的日期还没有登记'
              : `对方${proseDay(c.receivedOn)}收到${c.limit ? `，${proseDay(c.limit)}前答复` : ''}`,
            ...(c.answer === 'silent' && c.heardOn === null ? [silence[c.who]] : []),
          ]),
      ]
    case 'cancel':
      if (typeof d.into === 'string') return [`并入${d.into}，一并答复`]
      return d.message ? ['申请人在网上提交'] : []
    case 'receiveLetter':
    case 'withdrawLetter':
      return [letter]
    case 'hearThirdParty':
    case 'hearAgency':
      return [`${letter}：${words[String(d.answer)]}`]
    case 'extend':
      return [`延长${String(d.length)}个工作日`]
    case 'proposeExtension':
      return [`提请延长${String(d.days)}个工作日`]
    case 'sendFeeNotice':
      return d.amount === undefined
        ? []
        : [
            ...feeText(feeAccount(String(d.method), Number(d.count), d.before as number | null)),
            `共计${String(d.amount)}元`,
          ]
    case 'pay':
      return [
        ...(d.amount === undefined ? [] : [`实缴${String(d.amount)}元`]),
        ...(d.receipt ? [`票据${String(d.receipt)}`] : []),
      ]
    case 'redo':
      return [
        `${String(d.authority)}${String(d.number)}要求重新答复${d.until ? `，${prose(d.until)}前答复` : ''}`,
      ]
    case 'receiveFeeNotice':
      return [`${proseDay(payBy(fact.on, calendar))}前缴费`]
    case 'askReasons':
      return [`${String(d.period ?? '')}共${String(d.count)}件；${prose(d.until)}前说明`]
    case 'hearReasons':
      return [d.reasonable ? '理由合理' : '理由不合理']
    case 'delay':
      return [`延迟到${prose(d.until)}答复`]
    case 'reply':
      return [
        `${deliveryWayLabels[d.how as DeliveryWay] ?? ''}${d.mailNumber ? `，邮件号码${String(d.mailNumber)}` : ''}`,
      ]
    case 'prove':
      return d.online === true ? ['申请人凭回执编号和查询码在网上下载了答复。'] : []
    case 'complete':
      return [list((Array.isArray(d.fields) ? d.fields : []).map(f => completedLabels[f as never]))]
    case 'note':
      return [
        d.from === 'applicant'
          ? d.about === 'supplement'
            ? '申请人在网上提交了补正'
            : d.about === 'withdraw'
              ? '申请人在网上提出撤回'
              : d.about === 'convert'
                ? '申请人建议主动公开'
                : d.about === 'acknowledge'
                  ? '申请人在网上确认收到收费通知'
                  : '申请人来信'
          : '写给申请人',
      ]
    case 'convert':
      return d.opened ? [`已主动公开：${String(d.opened)}`] : d.declined ? ['没有纳入主动公开'] : []
    case 'supplement':
      return d.message ? ['申请人在网上提交'] : []
    case 'satisfaction':
      return [`${String(d.score)}分（满分5分）`]
    case 'propose':
      return d.outcome ? [outcomeOf(String(d.outcome)).label] : []
    default:
      return []
  }
}

/** Whom each 征求意见书 asks, by its number. */
function partiesOf(
  { vault }: RequestHouse,
  facts: readonly Fact[],
  sealed: ReadonlyMap<number, Buffer>,
): ReadonlyMap<string | null, string> {
  return new Map(
    facts.flatMap(f => {
      const bytes = f.kind.startsWith('consult') ? sealed.get(f.id) : undefined
      const consulted = bytes && consultedIn(vault.open(bytes))
      return consulted ? [[f.ref, shownParty(consulted.name)]] : []
    }),
  )
}

/** The whole case as its screen shows it; personal data masked. */
export async function caseView(house: RequestHouse, row: Case, actor: Actor): Promise<CaseView> {
  const { db } = house
  const today = dayOf(house.now())
  const calendar = await calendarFor(house, row.bodyId)
  const [facts, sealed, tasks, past, departments] = [
    await factsOf(db, row.id),
    await sealedOf(db, row.id),
    await tasksOf(db, row.id),
    await historyOf(db, 'request', row.id),
    await departmentsIn(db, row.bodyId),
  ]
  const names = await staffNames(
    db,
    facts.flatMap(f => (f.by === null ? [] : [f.by])),
  )
  const earlier =
    row.applicantKey === null
      ? []
      : await casesOfApplicant(db, row.bodyId, row.applicantKey, `${Number(today.slice(0, 4)) - 3}-01-01`)
  const natural = row.applicantKind === 'natural'
  const personal = row.sealed === null ? null : openPersonal(house.vault, row.sealed)
  const wanted = personal === null ? [] : lackingIn(personal, natural)
  const lacking = wanted.map(w => wantedLabels[w])
  const confirmDays = (await confirmDaysOf(db, [row.bodyId]))(row.bodyId)
  const parties = partiesOf(house, facts, sealed)
  const unsent = unsentIn(await lettersOf(db, row.id))
  const holders = await holdersIn(db, [row.bodyId])
  const heads = extensionHeads(row, holders, facts)
  const asking = past.findLast(e => e.verb === 'proposeExtension')
  const proposed = facts.findLast(f => f.kind === 'proposeExtension')
  const rule = receiptRules[row.channel]
  const redo = await redoWanted(house, row, today, calendar)
  const offers = row.imported
    ? []
    : offersFor(row, actor, past, { facts, today, calendar, heads }).filter(o => o.verb !== 'redo' || redo)
  const deciding = offers.some(o => o.verb === 'propose')
    ? {
        held: heldOf(facts, await openPartsOf(db, row.id), today, calendar),
        places: placesIn(await settingsOf(db, row.bodyId)),
      }
    : null
  return {
    id: row.id,
    version: row.version,
    number: row.number,
    state: row.state,
    stateLabel: requestStateLabels[row.state],
    channel: channelLabels[row.channel],
    submittedOn: row.submittedOn,
    arrivedOn: row.arrivedOn,
    receivedOn: row.receivedOn,
    receiptRule: { day: rule.day, evidence: rule.evidence, advice: rule.advice },
    applicant: {
      kind: applicantKindLabels[row.applicantKind],
      natural,
      masked: personal === null ? { name: row.applicantShown } : maskedPersonal(personal, natural),
    },
    subject: row.subject,
    description: row.description,
    carrier: carrierLabels[row.carrier],
    delivery: deliveryLabels[row.delivery],
    deliveryCode: row.delivery,
    imported: row.imported,
    clocks: clockViews(row.state, facts, today, calendar),
    lacking,
    wanted,
    next: nextOf(row, facts, { today, calendar, confirmDays, lacking, unsent, heads, redo }),
    offers,
    turn:
      row.state === 'closed'
        ? []
        : turnOf(row, holders, {
            unsent,
            heads,
            asks: proposed !== undefined && facts.every(f => f.kind !== 'extend'),
          }),
    holdUps: holdUpsOf(row.state, { facts, tasks, parties, today, calendar }),
    extension: proposed ? { days: Number(proposed.data.days), why: asking?.reason ?? null } : null,
    pending: pendingMessages(facts).map(m => ({
      ...m,
      given: maskedSupplied(suppliedOf(house.vault, facts, sealed, m.factId), natural).map(
        ([field, value]) => [suppliedLabels[field], value] as const,
      ),
    })),
    facts: facts.map((f): FactView => ({
      id: f.id,
      kind: f.kind,
      label: labelOfFact(f),
      on: f.on,
      lines: factLines(f, facts, { today, calendar, parties }),
      by: f.by === null ? null : (names.get(f.by) ?? null),
      sealed: sealed.has(f.id),
    })),
    tasks: tasks.map(({ departmentId, department, asked, dueOn, opinion }) => ({
      departmentId,
      department,
      asked,
      dueOn,
      opinion,
    })),
    consultations: consultationsOf(facts, today, calendar).map(c => ({
      ref: c.ref,
      who: words[c.who]!,
      party: parties.get(c.ref) ?? null,
      sentOn: c.sentOn,
      limit: c.limit,
      heardOn: c.heardOn,
      answer: c.answer && words[c.answer]!,
    })),
    answers: row.answers,
    caseFile: row.caseFile,
    grounds: row.grounds,
    deciding,
    outcome:
      row.outcome === null
        ? null
        : {
            code: row.outcome,
            label: outcomeOf(row.outcome).label,
            row: table2Labels[row.reportRow as Table2Row],
          },
    replyNumber: row.replyNumber,
    repliedOn: row.repliedOn,
    charge: await chargeView(db, row, facts),
    earlier: earlier
      .filter(e => e.id !== row.id)
      .map(e => ({
        id: e.id,
        number: e.number,
        subject: e.subject,
        receivedOn: e.received_on,
        stateLabel: requestStateLabels[e.state as RequestState],
        outcome: e.outcome && outcomeOf(e.outcome).label,
      })),
    departments,
    trail: past.map(e => ({
      at: isoOf(e.at),
      who: e.onBehalfName ? `${e.actorName}（代${e.onBehalfName}）` : e.actorName,
      label: labelOfRequestVerb(e.verb),
      reason: e.reason,
    })),
  }
}

/** Lines of the register with the reading of each answer's clock. */
export async function rowViews(house: RequestHouse, rows: readonly RegisterRow[]): Promise<RowView[]> {
  const today = dayOf(house.now())
  const calendarOf = await calendarsFor(
    house,
    rows.map(r => r.body_id),
  )
  const open = rows.filter(r => r.replied_on === null && r.ended_on === null)
  const facts = await factsOfMany(
    house.db,
    open.map(r => r.id),
  )
  const daysOf = await confirmDaysOf(
    house.db,
    open.map(r => r.body_id),
  )
  return rows.map(r => {
    const state = r.state as RequestState
    const mine = facts.get(r.id) ?? []
    const calendar = calendarOf(r.body_id)
    // An application that was only submitted has no facts yet; its own warning runs all the same.
    const light =
      r.replied_on === null && r.ended_on === null
        ? replyLight(state, readReply(mine, today, calendar), supplementRestarts(mine, calendar), {
            on: r.submitted_on,
            today,
            calendar,
            days: daysOf(r.body_id),
          })
        : { due: null, light: null, words: null }
    return {
      id: r.id,
      number: r.number,
      state,
      stateLabel: requestStateLabels[state],
      channel: channelLabels[r.channel as Channel],
      subject: r.subject,
      applicant: r.applicant_shown,
      kind: applicantKindLabels[r.applicant_kind as ApplicantKind],
      submittedOn: r.submitted_on,
      receivedOn: r.received_on,
      endedOn: r.replied_on ?? r.ended_on,
      outcome: r.outcome && outcomeOf(r.outcome).label,
      ...light,
    }
  })
}
