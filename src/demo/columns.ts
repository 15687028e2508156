import { importDocument } from '#document/actions/import.ts'
import { perform } from '#document/actions/perform.ts'
import { openCleanup } from '#document/library/cleanup/actions.ts'
import { performLibrary } from '#document/library/deeds.ts'
import { openCampaign } from '#document/reexamination/actions.ts'
import { dayOf } from '#kit/now.ts'
import { addDays, addMonths } from '#law/day.ts'
import { annualReport, saveReport } from '#request/actions/annual.ts'
import { importHistory } from '#request/actions/history.ts'
import { contentOf } from '#request/actions/publishAnnual.ts'
import { readHistory } from '#request/history.ts'
import { table1Keys } from '#request/statistics/table1.ts'
import type { House } from '../house.ts'
import { putUnder } from './catalogs.ts'
import { columnTexts } from './columnTexts.ts'
import { demoActor } from './documents.ts'
import { pastRequests, reportTexts } from './officeTexts.ts'

/** What 焦作市应急管理局 of the demonstration made public in the years before: its columns, its yearly reports, its normative documents. */

const slug = 'jiaozuo'
const issuer = '焦作市应急管理局'

type Moved = {
  readonly title: string
  readonly column: string
  readonly on: string
  readonly html: string
  readonly number?: string
  readonly normative?: boolean
}

/** Moves one document in with its own day: one enters it, another publishes it. Answers its id. */
async function moveIn(house: House, text: Moved, key: string): Promise<number> {
  const { subject } = await importDocument(
    house,
    await demoActor(house, slug, 'openness'),
    {
      title: text.title,
      kind: null,
      theme: '安全与应急管理',
      attribute: 'proactive',
      normative: text.normative ?? false,
      addressee: '',
      signatories: [issuer],
      columns: [text.column],
      documentNumber: text.number ?? null,
      indexNumber: null,
      writtenOn: text.on,
      issuedOn: text.on,
      originalPublishedOn: text.on,
      sourceNote: '演示：由原网站迁入。',
      bodyHtml: text.html,
    },
    key,
  )
  const actor = await demoActor(house, slug, 'publisher')
  await perform(house, { subject, verb: 'confirm', actor, key: `${key}-confirm` })
  return subject
}

async function loadTexts(house: House): Promise<void> {
  const today = dayOf(house.now())
  const publisher = await demoActor(house, slug, 'publisher')
  const legal = await demoActor(house, slug, 'legal')
  for (const [i, text] of columnTexts.entries()) {
    const key = `demo-column-${i}`
    const on = addDays(today, -text.daysAgo)
    const { title, column, html } = text
    const number = text.number && `焦应急〔${on.slice(0, 4)}〕${text.number.order}号`
    const moved = { title, column, html, on, ...(number ? { number, normative: true } : {}) }
    const subject = await moveIn(house, moved, key)
    if (text.items) await putUnder(house, subject, publisher, text.items, key)
    if (text.number)
      await performLibrary(house, {
        ...{ subject, verb: 'extend', actor: legal, key: `${key}-term` },
        reason: '演示：按原文登记有效期。',
        form: {
          expiresOn: addDays(addMonths(on, 12 * text.number.years), -1),
          publicNote: '登记有效期（演示）。',
        },
      })
    if (text.interprets)
      await performLibrary(house, {
        ...{ subject, verb: 'relate', actor: legal, key: `${key}-interprets` },
        reason: '演示：文件与解读相互关联。',
        form: { relation: 'interprets', target: text.interprets },
      })
  }
}

/** The register of a year as it was kept in a spreadsheet, and the report that was made of it. */
async function loadYear(house: House, year: number): Promise<void> {
  const officer = await demoActor(house, slug, 'openness')
  const { bodyId } = officer
  const number = (order: number) => `焦应急公开申〔${year}〕${order}号`
  const there = await house.db
    .selectFrom('request')
    .select('id')
    .where('body_id', '=', bodyId)
    .where('number', '=', number(1))
    .executeTakeFirst()
  if (!there) {
    const rows = pastRequests.map(([kind, channel, subject, received, ended, result], i) => [
      ...[number(i + 1), kind, channel, subject, `${year}-${received}`, `${year}-${ended}`, result],
    ])
    const head = ['登记编号', '申请人类型', '申请渠道', '申请内容', '收到日期', '办结日期', '办理结果']
    const { cases, findings } = readHistory([head, ...rows], dayOf(house.now()))
    if (findings.length > 0) throw new Error(`demo: ${findings.map(f => f.text).join(' ')}`)
    await importHistory(house, bodyId, cases, `${year}年台账（演示）`, officer.name)
  }
  let report = await annualReport(house, bodyId, year)
  if (report.version === 0) {
    const counts: Readonly<Record<string, number>> = { licences: 31, punishments: 18, coercions: 1 }
    await saveReport(house, officer, bodyId, year, {
      version: 0,
      parts: { ...report.parts, ...reportTexts },
      table1: Object.fromEntries(
        table1Keys.map(key => {
          const { value = null, source = '' } = report.table1[key] ?? {}
          return [key, { value: value ?? counts[key] ?? 0, source: source || '业务台账（演示）' }]
        }),
      ),
    })
    report = await annualReport(house, bodyId, year)
  }
  const { html } = contentOf(report, year)
  const on = `${year + 1}-01-20`
  await moveIn(house, { title: `${report.title}（演示）`, column: 'annual', on, html }, `demo-annual-${year}`)
}

/** The last years whose reports are due: before the end of January the newest is still being written. */
const reportYears = (today: string): number[] => {
  const last = Number(today.slice(0, 4)) - (today.slice(5) > '01-31' ? 1 : 2)
  return [last - 2, last - 1, last]
}

async function loadRounds(house: House): Promise<void> {
  const today = dayOf(house.now())
  const year = Number(today.slice(0, 4))
  const inThisYear = (days: number) =>
    addDays(today, days) > `${year}-12-31` ? `${year}-12-31` : addDays(today, days)
  await openCampaign(
    house,
    await demoActor(house, slug, 'openness'),
    { year, opinionsBy: inThisYear(12) },
    'demo-reexamination',
  )
  await openCleanup(
    house,
    await demoActor(house, slug, 'legal'),
    {
      name: `${year}年规范性文件清理（演示）`,
      issuedUntil: addDays(today, -30),
      opinionsBy: addDays(today, 15),
    },
    'demo-cleanup',
  )
}

export async function loadColumns(house: House): Promise<void> {
  await loadTexts(house)
  for (const year of reportYears(dayOf(house.now()))) await loadYear(house, year)
  await loadRounds(house)
}
