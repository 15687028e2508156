import { faultsOf } from '#kit/form.ts'
import { begin, type Done } from '#kit/act.ts'
import type { Actor } from '#kit/actor.ts'
import { canonical, sha256Hex } from '#kit/crypto.ts'
import { Refused, type Reason } from '#kit/errors.ts'
import { dayOf } from '#kit/now.ts'
import { dayFault } from '#law/day.ts'
import { seriesOf } from '#document/numbers.ts'
import type { z } from 'zod'
import type { House } from '../../house.ts'
import {
  explanationForm,
  filingForm,
  retentionForm,
  retentionRuleForm,
  type Gap,
  type RegisterRow,
} from '../model.ts'
import { gapsOf } from '../register.ts'
import { retentionRules, upwardRow } from '../rules.ts'
import * as store from '../store.ts'
import { bodyOfDocument } from '../store/disposal.ts'
import { officeFor, seesRegister } from '../visibility.ts'

type Part = Pick<House, 'db' | 'now' | 'recordChanged'>

/** Parses a form or throws Refused with every reason at once. */
export function formOf<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value ?? {})
  if (parsed.success) return parsed.data
  throw new Refused('invalid', faultsOf(parsed.error))
}

/** The two texts of a filing: the full one, and the one that goes upward, without the titles of what is withheld. */
export function filedTexts(
  body: { id: number; name: string },
  period: { from: string; until: string },
  rows: readonly RegisterRow[],
  gaps: readonly Gap[],
): { list: string; upward: string } {
  const text = (lines: readonly RegisterRow[]) =>
    canonical({
      schema: 'zhaoming-filing/1',
      body,
      from: period.from,
      until: period.until,
      rows: lines,
      gaps,
    } satisfies store.FiledList)
  return { list: text(rows), upward: text(rows.map(upwardRow)) }
}

/**
 * 备案 (上海 五(十五)：非密公文全量备案): freezes the register of a body and period with its hash in the body's chain. The
 * period must have ended or be running; with findings left open a note is needed. Throws Refused.
 */
export async function fileRegister(
  house: Part,
  actor: Actor,
  bodyId: number,
  form: unknown,
  key?: string,
): Promise<Done> {
  const role = officeFor(actor, bodyId, '备案')
  const { from, until, note } = formOf(filingForm, form)
  if (until > dayOf(house.now()))
    throw new Refused('invalid', [
      { field: 'until', text: '止日还没有到，请在期间结束后备案，或把止日改为今天。' },
    ])
  const body = (await store.placeOf(house.db, bodyId))!
  return begin(
    house,
    {
      kind: 'filing',
      verb: 'file',
      bodyId,
      actor,
      role: role.role,
      reason: note ?? null,
      form: { from, until, note },
      key,
    },
    async (trx, at) => {
      const rows = await store.registerRows(trx, bodyId, { from, until })
      const gaps = await gapsOf(trx, bodyId, { from, until })
      const findings = gaps.filter(g => g.finding).length
      const undated = await store.undatedCount(trx, bodyId)
      const reasons: Reason[] = []
      if (rows.length === 0)
        reasons.push({
          field: 'from',
          text: '这个期间没有已印发的非密公文。没有公文也要报备的，请按上级要求另报。',
        })
      if (findings > 0 && !note?.trim())
        reasons.push({
          field: 'note',
          text: `发文号码还有${findings}处没有说明，请先说明，或者在备案说明里写明情况。`,
          basis: '上海/五(十五)',
        })
      if (reasons.length > 0) throw new Refused('invalid', reasons)
      const { list, upward } = filedTexts({ id: body.id, name: body.name }, { from, until }, rows, gaps)
      const hash = sha256Hex(list)
      const upwardHash = sha256Hex(upward)
      const id = await store.insertFiling(trx, {
        bodyId,
        from,
        until,
        list,
        upward,
        hash,
        upwardHash,
        documents: rows.length,
        findings,
        note: note?.trim() || null,
        filedBy: actor.staffId,
        filedAt: at,
      })
      return {
        id,
        state: 'filed',
        data: { from, until, hash, upwardHash, documents: rows.length, findings, undated },
      }
    },
  )
}

/** 说明缺号: says what became of a range of numbers that no document here holds. Throws Refused. */
export async function explainNumbers(
  house: Part,
  actor: Actor,
  bodyId: number,
  form: unknown,
  key?: string,
): Promise<Done> {
  const role = officeFor(actor, bodyId, '说明缺号')
  const said = formOf(explanationForm, form)
  const [series, counters] = [
    await seriesOf(house.db, bodyId),
    await store.lastNumbers(house.db, bodyId, [said.year]),
  ]
  const codes = [...new Set([...series.map(s => s.code), ...counters.map(c => c.series)])]
  if (!codes.includes(said.series))
    throw new Refused('invalid', [
      {
        field: 'series',
        text: `“${said.series}”不是本机关用过的机关代字，可用的有：${codes.join('、') || '（还没有）'}。`,
      },
    ])
  const gaps = await gapsOf(house.db, bodyId, { from: `${said.year}-01-01`, until: `${said.year}-12-31` })
  const absent = gaps.filter(
    g => g.series === said.series && ['missing', 'unused', 'explained'].includes(g.kind),
  )
  const covered = (n: number) => absent.some(g => g.first <= n && n <= g.last)
  for (let n = said.first; n <= said.last; n++)
    if (!covered(n))
      throw new Refused('invalid', [
        {
          field: 'first',
          text: `${said.series}〔${said.year}〕${n}号不是缺号，不需要说明，请把它移出起止范围。`,
        },
      ])
  return begin(
    house,
    {
      kind: 'number-explanation',
      verb: 'explain',
      bodyId,
      actor,
      role: role.role,
      reason: said.reason,
      form: said,
      key,
    },
    async (trx, at) => {
      const id = await store.insertExplanation(trx, { ...said, bodyId, by: actor.staffId, at })
      const { series: code, year, first, last, kind } = said
      return { id, state: 'explained', data: { series: code, year, first, last, kind } }
    },
  )
}

/** 划定一件公文的保管期限 (实施条例第二十四条第二款：仍需继续保存的，重新划定). `from`: counted anew from this day. Throws Refused. */
export async function setRetention(
  house: Part,
  actor: Actor,
  documentId: number,
  form: unknown,
  key?: string,
): Promise<Done> {
  const bodyId = await bodyOfDocument(house.db, documentId)
  if (bodyId === null || !seesRegister(actor, bodyId))
    throw new Refused('not-found', '没有找到这件公文，或您没有查看它的权限。')
  const role = officeFor(actor, bodyId, '划定保管期限')
  const { term, reason, from } = formOf(retentionForm, form)
  const fault = from ? dayFault(from) : null
  if (fault) throw new Refused('invalid', [{ field: 'from', text: fault }])
  return begin(
    house,
    {
      kind: 'retention',
      verb: 'set',
      bodyId,
      actor,
      role: role.role,
      reason,
      form: { documentId, term, reason, from },
      key,
    },
    async (trx, at) => {
      await store.putRetention(trx, { documentId, term, from: from ?? null, reason, by: actor.staffId, at })
      return { id: documentId, state: 'set', data: { term, from: from ?? null } }
    },
  )
}

/** 调整本机关的保管期限规则: a rule of the default table gets the body's own term. Throws Refused. */
export async function setRetentionRule(
  house: Part,
  actor: Actor,
  bodyId: number,
  form: unknown,
  key?: string,
): Promise<Done> {
  const role = officeFor(actor, bodyId, '调整保管期限规则')
  const { rule, term, reason } = formOf(retentionRuleForm, form)
  if (!retentionRules.some(r => r.id === rule))
    throw new Refused('invalid', [{ field: 'rule', text: '没有这条保管期限规则，请重新选择。' }])
  return begin(
    house,
    {
      kind: 'retention',
      verb: 'set-rule',
      bodyId,
      actor,
      role: role.role,
      reason,
      form: { rule, term, reason },
      key,
    },
    async (trx, at) => {
      await store.putRetentionRule(trx, { bodyId, rule, term, reason, by: actor.staffId, at })
      return { id: bodyId, state: 'set', data: { rule, term } }
    },
  )
}
