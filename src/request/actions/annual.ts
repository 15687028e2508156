import { z } from 'zod'
import { begin, type Done } from '#kit/act.ts'
import type { Actor, HeldRole } from '#kit/actor.ts'
import { Refused } from '#kit/errors.ts'
import { readForm } from '#kit/form.ts'
import { dayOf } from '#kit/now.ts'
import { normativeFigures } from '#document/library/figures.ts'
import { feeByPiece, feeByVolume } from '../fees.ts'
import { annualFigures, type AnnualFigures } from '../statistics/annual.ts'
import {
  draftParts,
  missingParts,
  numbersTold,
  partsSchema,
  type Parts,
  type WrittenPart,
} from '../statistics/parts.ts'
import { checkTable1, table1Schema, type Table1 } from '../statistics/table1.ts'
import { checkTable2, table2Rows, type Table2 } from '../statistics/table2.ts'
import { checkTable3, remedyBlocks, type Table3 } from '../statistics/table3.ts'
import { annualDraft, dropYear, feesPaid, saveAnnual } from '../store/annual.ts'
import { piecesThisMonth, readCase } from '../store/cases.ts'
import { settingsOf } from '../store/settings.ts'
import { bodyById, enterYear, enteredYear } from '../store/statistics.ts'
import type { RequestHouse } from './deed.ts'

/** 年度报告: its draft, and the figures of years before the cases were kept here. */

/** Throws Refused for whoever does not write the reports of a body. */
export const officer = (actor: Actor, bodyId: number): HeldRole => {
  const role = actor.roles.find(r => r.bodyId === bodyId && r.role === 'opennessOfficer')
  if (!role) throw new Refused('forbidden', '年度报告由本机关公开工作机构编写。')
  return role
}

/** Whether a year is over in Beijing: only then do its figures stand (数据统计期限为1月1日至12月31日). */
export const yearIsOver = (house: Pick<RequestHouse, 'now'>, year: number): boolean =>
  dayOf(house.now()) > `${year}-12-31`

/** 信息处理费 collected in the year, in yuan. */
export async function feesOf(house: Pick<RequestHouse, 'db'>, bodyId: number, year: number): Promise<number> {
  let sum = 0
  for (const paid of await feesPaid(house.db, bodyId, year)) {
    if (paid.amount !== null) {
      sum += paid.amount
      continue
    }
    if (paid.method !== 'byPiece') {
      sum += feeByVolume(paid.count).amount
      continue
    }
    const row = await readCase(house.db, paid.id)
    if (row) sum += feeByPiece(paid.count, (await piecesThisMonth(house.db, row)).before).amount
  }
  return sum
}

export type AnnualReport = {
  readonly title: string
  readonly version: number
  readonly parts: Parts
  /** The parts as the record would write them. */
  readonly drafted: Required<Parts>
  readonly table1: Table1
  /** Cells counted by the system, as they would be filled. */
  readonly counted: Table1
  readonly figures: AnnualFigures
  /** False while the year runs: its figures are those of today. */
  readonly isOver: boolean
  readonly faults: readonly string[]
  readonly hints: readonly string[]
}

/** The draft as it stands: what was written, where nothing was, what the record says. */
export async function annualReport(
  house: Pick<RequestHouse, 'db' | 'now'>,
  bodyId: number,
  year: number,
): Promise<AnnualReport> {
  const { db } = house
  const body = (await bodyById(db, bodyId))!
  const settings = await settingsOf(db, bodyId)
  const figures = await annualFigures(db, body, year)
  const [normative, before, fee, kept] = [
    await normativeFigures(db, bodyId, year),
    await normativeFigures(db, bodyId, year - 1),
    await feesOf(house, bodyId, year),
    await annualDraft(db, bodyId, year),
  ]
  const library = '本系统规范性文件库'
  const counted: Table1 = {
    normativeIssued: { value: normative.issued, source: library },
    normativeEnded: { value: normative.ended, source: library },
    normativeInForce: { value: normative.inForce, source: library },
  }
  const { table2, table3 } = figures
  const told = {
    body: body.name,
    year,
    contact: settings.contact,
    received: table2.r1[6]!,
    carried: table2.r2[6]!,
    decided: table2['r3.7'][6]!,
    open: table2.r4[6]!,
    reviews: table3.review[4]!,
    suits: table3.directSuit[4]! + table3.suitAfterReview[4]!,
    fee,
  }
  const drafted = draftParts(told)
  const parts: Parts = { ...drafted, ...kept?.parts }
  const table1: Table1 = { ...counted, ...kept?.table1 }
  const last = await annualDraft(db, bodyId, year - 1)
  const checked = checkTable1(table1, {
    normativeInForce: last?.table1.normativeInForce?.value ?? before.inForce,
  })
  return {
    title: `${body.name}${year}年政府信息公开工作年度报告`,
    version: kept?.version ?? 0,
    parts,
    drafted,
    table1,
    counted,
    figures,
    isOver: yearIsOver(house, year),
    faults: [...missingParts(parts), ...checked.faults, ...figures.faults.map(f => f.text)],
    hints: [...checked.hints, ...numbersTold(parts.request ?? '', told)],
  }
}

const saveForm = z.object({
  version: z.number('缺少版本号，请刷新页面。').int().min(0),
  parts: partsSchema,
  table1: table1Schema,
})

const parsed = <T>(schema: z.ZodType<T>, value: unknown): T => {
  const form = readForm(schema, value ?? {})
  return form
}

/** Keeps the draft. Throws Refused: not the officer, somebody else was first. */
export async function saveReport(
  house: RequestHouse,
  actor: Actor,
  bodyId: number,
  year: number,
  value: unknown,
): Promise<Done & { readonly draftVersion: number }> {
  const role = officer(actor, bodyId)
  const form = parsed(saveForm, value)
  // What stands as the record says it is not kept: it goes on following the record.
  const { drafted } = await annualReport(house, bodyId, year)
  const parts = Object.fromEntries(
    Object.entries(form.parts).filter(([key, text]) => text !== drafted[key as WrittenPart]),
  )
  let draftVersion = 0
  const done = await begin(
    house,
    { kind: 'request-annual', verb: 'save-report', bodyId, actor, role: role.role },
    async (trx, at) => {
      const version = await saveAnnual(trx, bodyId, year, { ...form, parts }, actor.staffId, at)
      if (version === null)
        throw new Refused('stale', '年度报告刚刚被别人改过，请刷新后再保存；您写的内容还在本页。')
      draftVersion = version
      return { id: year, state: 'draft', data: { year, version } }
    },
  )
  return { ...done, draftVersion }
}

const numbers = (length: number, name: string) =>
  z
    .array(z.number('应为数字。').int('应为整数。').min(0, '不能小于0。'))
    .length(length, `${name}应有${length}个数。`)
const yearForm = z.object({
  table2: z.object(Object.fromEntries(table2Rows.map(row => [row, numbers(7, '每行')]))),
  table3: z.object(Object.fromEntries(remedyBlocks.map(block => [block, numbers(5, '每类')]))),
  source: z
    .string('请写明数据的来源。')
    .trim()
    .min(4, '请写明数据的来源，例如“2023年年度报告，某年某月某日公布”。')
    .max(300, '来源最多300个字。'),
})

/**
 * Enters the tables of a year as its published report had them; every identity is checked, the carry-over against the neighbours that
 * were entered. Throws Refused with everything that does not add up.
 */
export async function enterReport(
  house: RequestHouse,
  actor: Actor,
  bodyId: number,
  year: number,
  value: unknown,
): Promise<Done> {
  const role = officer(actor, bodyId)
  if (!yearIsOver(house, year))
    throw new Refused('invalid', [
      {
        field: 'year',
        text: `${year}年还没有结束，没有已公布的报告可以填；本年的数由登记的申请算出。`,
        basis: '条例/49',
      },
    ])
  const form = parsed(yearForm, value)
  const table2 = form.table2 as unknown as Table2
  const table3 = form.table3 as unknown as Table3
  const before = (await enteredYear(house.db, bodyId, year - 1))?.table2
  const after = (await enteredYear(house.db, bodyId, year + 1))?.table2
  const reasons = [
    ...checkTable2(table2, before).map(f => ({
      field: f.row === null ? 'table2' : `table2.${f.row}`,
      text: f.text,
      basis: '30号(2021)/三',
    })),
    ...checkTable3(table3).map(text => ({ field: 'table3', text, basis: '30号(2021)/四' })),
  ]
  if (after && after.r2.some((n, column) => n !== table2.r4[column]))
    reasons.push({
      field: 'table2.r4',
      text: `结转下年度与${year + 1}年填入的上年结转不一致，请核对两年的报告。`,
      basis: '30号(2021)/三',
    })
  if (reasons.length > 0) throw new Refused('invalid', reasons)
  return begin(
    house,
    { kind: 'request-annual', verb: 'enter-year', bodyId, actor, role: role.role },
    async (trx, at) => {
      await enterYear(trx, bodyId, year, { table2, table3, source: form.source }, actor.staffId, at)
      return {
        id: year,
        state: 'entered',
        data: { year, source: form.source, received: table2.r1[6]!, decided: table2['r3.7'][6]! },
      }
    },
  )
}

const dropForm = z.object({
  reason: z.string('请写明为什么撤去。').trim().min(2, '请写明为什么撤去。').max(500, '理由最多500个字。'),
})

/** Takes figures that were entered wrongly away: the year is counted from the cases again. Throws Refused: not the officer, nothing entered. */
export async function dropReport(
  house: RequestHouse,
  actor: Actor,
  { bodyId, year }: { readonly bodyId: number; readonly year: number },
  value: unknown,
  key?: string,
): Promise<Done> {
  const role = officer(actor, bodyId)
  const { reason } = parsed(dropForm, value)
  return begin(
    house,
    {
      kind: 'request-annual',
      verb: 'drop-year',
      bodyId,
      actor,
      role: role.role,
      reason,
      form: { year },
      key,
    },
    async trx => {
      if (!(await dropYear(trx, bodyId, year)))
        throw new Refused('not-found', `${year}年没有填入过的表，不用撤去。`)
      return { id: year, state: 'dropped', data: { year } }
    },
  )
}
