import { dayOf, startOf } from '#kit/now.ts'
import { attributeName } from '#law/attributes.ts'
import { bodyOf, departmentsIn } from '#people/directory.ts'
import { sql, type SqlBool } from 'kysely'
import type { House } from '../../house.ts'
import { readPublishClock } from '../clocks.ts'
import { opinionLabels, type Campaign } from './model.ts'
import { convertedDays, keptByGround, numbersOf, totalsOf } from './numbers.ts'
import { departmentRows, finishedOf, groundLabel, reexamineClock } from './present.ts'
import { campaignsOf, examinable } from './store.ts'
import type { ItemView, ReportView } from './views.ts'

/**
 * The result of a campaign as numbers (390号文 四(一)4), without the name of any document: what was taken in, what the
 * departments said, what was decided, on which grounds documents stay withheld, and how the new 20 working days of those
 * turned public went (R02 from the day of the change).
 */
export async function reportOf(house: House, campaign: Campaign): Promise<ReportView> {
  const { db } = house
  const today = dayOf(house.now())
  const everything = sql<SqlBool>`true`
  const [body, numbers, totals, kept, days, departments, all, waiting] = await Promise.all([
    bodyOf(db, campaign.bodyId),
    numbersOf(db, campaign.id, everything, today),
    totalsOf(db, [campaign.id], today),
    keptByGround(db, campaign.id),
    convertedDays(db, campaign.id),
    departmentsIn(db, campaign.bodyId),
    campaignsOf(db, [campaign.bodyId]),
    examinable(db, [campaign.bodyId]),
  ])
  const calendar = house.calendar(body.region)
  const turned = { publishedInTime: 0, publishedLate: 0, running: 0, overdue: 0 }
  for (const d of days) {
    const reading = readPublishClock(
      {
        attribute: 'proactive',
        state: d.publishedOn ? 'published' : 'issued',
        issuedOn: d.issuedOn ?? d.reattributedOn,
        reattributedOn: d.reattributedOn,
        publishedAt: d.publishedOn === null ? null : startOf(d.publishedOn),
        imported: false,
        originalPublishedOn: null,
      },
      today,
      calendar,
    )
    if (reading?.state === 'met') turned.publishedInTime += d.count
    else if (reading?.state === 'late') turned.publishedLate += d.count
    else if (reading?.state === 'overdue') turned.overdue += d.count
    else turned.running += d.count
  }
  const sum = (of: (n: (typeof numbers)[number]) => number) => numbers.reduce((total, n) => total + of(n), 0)
  const otherTotals = await totalsOf(
    db,
    all.map(c => c.id),
    today,
  )
  return {
    campaignId: campaign.id,
    body: body.name,
    year: campaign.year,
    opinionsBy: campaign.opinionsBy,
    openedOn: dayOf(campaign.openedAt),
    finishedOn: totals.get(campaign.id)?.finishedOn ?? null,
    takenIn: campaign.takenIn,
    opinions: {
      open: sum(n => n.saidOpen),
      keep: sum(n => n.saidKeep),
      none: sum(n => n.saidNothing),
      waiting: sum(n => n.asked),
    },
    decided: { open: sum(n => n.open), keep: sum(n => n.kept), waiting: sum(n => n.asked + n.answered) },
    kept: kept.map(k => ({
      label:
        k.attribute === 'withheld' ? (groundLabel(k.ground) ?? '未登记依据') : attributeName(k.attribute),
      ground: k.ground,
      count: k.count,
    })),
    turned: { converted: sum(n => n.converted), refused: sum(n => n.refused), ...turned },
    departments: departmentRows(
      numbers,
      new Map(departments.map(d => [d.id, d.name])),
      departments.map(d => d.id),
      campaign.opinionsBy,
      today,
    ).map(d => ({
      departmentId: d.departmentId,
      department: d.department,
      total: d.total,
      asked: d.asked,
      answered: d.answered,
      open: d.open,
      kept: d.kept,
      late: d.late,
      light: d.light,
      words: d.words,
      saidOpen: d.saidOpen,
      saidKeep: d.saidKeep,
    })),
    clock: reexamineClock(
      waiting.get(campaign.bodyId)?.since ?? null,
      finishedOf(all, otherTotals),
      today,
      calendar,
    ),
  }
}

/** A cell that a spreadsheet neither splits nor runs: quoted where needed, a leading = + - @ made text. */
function cell(value: string | number | null): string {
  const text = value === null ? '' : String(value)
  const plain = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain
}

const csv = (rows: readonly (readonly (string | number | null)[])[]) =>
  `\uFEFF${rows.map(row => row.map(cell).join(',')).join('\r\n')}\r\n`

/** The report as CSV (UTF-8 with a mark, so that spreadsheets read the Chinese). */
export function reportCsv(r: ReportView): string {
  return csv([
    ['机关', r.body],
    ['年度', r.year],
    ['开展日期', r.openedOn],
    ['提出意见截止', r.opinionsBy],
    ['完成日期', r.finishedOn ?? '未完成'],
    ['纳入复查', r.takenIn],
    ['建议公开', r.opinions.open],
    ['建议维持', r.opinions.keep],
    ['逾期未提意见', r.opinions.none],
    ['等待意见', r.opinions.waiting],
    ['转为主动公开', r.decided.open],
    ['维持', r.decided.keep],
    ['尚未决定', r.decided.waiting],
    ...r.kept.map(k => [`维持：${k.label}`, k.count] as const),
    ['已转换', r.turned.converted],
    ['没有转成', r.turned.refused],
    ['转换后按期公布', r.turned.publishedInTime],
    ['转换后超期公布', r.turned.publishedLate],
    ['转换后待公布（未到期）', r.turned.running],
    ['转换后待公布（已超期）', r.turned.overdue],
    [],
    ['部门', '纳入', '待提意见', '其中逾期', '待决定', '建议公开', '建议维持', '转为主动公开', '维持'],
    ...r.departments.map(d => [
      d.department,
      d.total,
      d.asked,
      d.late,
      d.answered,
      d.saidOpen,
      d.saidKeep,
      d.open,
      d.kept,
    ]),
  ])
}

/** The list of documents as CSV, for the body's own people. */
export function itemsCsv(rows: readonly ItemView[]): string {
  return csv([
    [
      '标题',
      '文号',
      '印发日期',
      '纳入时属性',
      '纳入时依据',
      '起草部门',
      '拟稿人',
      '环节',
      '起草单位意见',
      '意见理由',
      '提出人',
      '决定理由',
      '决定人',
      '会同文秘',
      '转换',
    ],
    ...rows.map(i => [
      i.title,
      i.documentNumber,
      i.issuedOn,
      attributeName(i.attribute),
      i.groundLabel,
      i.department,
      i.drafter,
      i.stateLabel,
      i.opinion && opinionLabels[i.opinion],
      i.opinionReason,
      i.answeredBy,
      i.decisionReason,
      i.decidedBy,
      i.secretary,
      i.conversionWords,
    ]),
  ])
}
