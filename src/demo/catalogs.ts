import type { Actor } from '#kit/actor.ts'
import { dayOf } from '#kit/now.ts'
import { compileVersion, performVersion, planRollout } from '#catalog/actions.ts'
import { stateAbsence } from '#catalog/duty/actions.ts'
import { compileInstrument, performInstrument } from '#catalog/instrument/actions.ts'
import type { InstrumentKind, Row } from '#catalog/instrument/model.ts'
import { readInstrument } from '#catalog/instrument/store.ts'
import type { LocalItem } from '#catalog/localItem.ts'
import { guidelineNames, type GuidelineName } from '#catalog/model.ts'
import { readVersion, standingVersion } from '#catalog/store.ts'
import { importDocument } from '#document/actions/import.ts'
import { perform } from '#document/actions/perform.ts'
import { addDays, addMonths } from '#law/day.ts'
import type { House } from '../house.ts'
import { bars, guideTexts, late, past } from './catalogTexts.ts'
import { demoActor, publishText } from './documents.ts'

/** Catalogs of the demonstration, the duties under them met, late and empty, and what a city says of its own openness. */

type People = Readonly<Record<'drafter' | 'openness' | 'legal' | 'leader' | 'publisher', Actor>>

async function peopleOf(house: House, slug: string): Promise<People> {
  const one = (key: string) => demoActor(house, slug, key)
  return {
    drafter: await one('drafter'),
    openness: await one('openness'),
    legal: await one('legal'),
    leader: await one('leader'),
    publisher: await one('publisher'),
  }
}

/** What the copies of the guideline do not tell, as an office would fill it in. */
const whole = (item: LocalItem, subject: string): LocalItem => ({
  ...item,
  content: item.content ?? `${item.level2 ?? ''}的有关信息`,
  basis: item.basis ?? ['《中华人民共和国政府信息公开条例》'],
  deadline: item.deadline ?? '信息形成或者变更之日起20个工作日内',
  deadlineRule: item.deadlineRule ?? { kind: 'workingDays', n: 20, from: 'formedOrChanged' },
  subject,
  channels: item.channels?.some(c => c.preselected)
    ? item.channels
    : [{ name: '政府网站', preselected: true }],
  audience: item.audience ?? '全社会',
  mode: item.mode ?? '主动',
  levels: item.levels ?? ['县级'],
})

async function publishCatalog(house: House, slug: string, name: string, field: GuidelineName): Promise<void> {
  const who = await peopleOf(house, slug)
  const key = `demo-catalog-${slug}-${field}`
  const { subject } = await compileVersion(house, who.drafter, { body: who.drafter.bodyId, field }, key)
  const row = (await readVersion(house.db, subject))!
  if (row.state === 'published') return
  if (row.version === 1)
    await performVersion(house, {
      ...{ subject, verb: 'save', actor: who.drafter, key: `${key}-save` },
      form: { items: row.items.map(i => whole(i, name)) },
    })
  const steps = [
    ['submit', who.drafter, {}],
    ['pass', who.openness, undefined],
    ['approve', who.leader, { effectiveOn: dayOf(house.now()) }],
    ['publish', who.publisher, {}],
  ] as const
  for (const [verb, actor, form] of steps)
    await performVersion(house, { subject, verb, actor, form, key: `${key}-${verb}` })
}

async function itemsOf(house: House, bodyId: number): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>()
  for (const field of guidelineNames)
    for (const item of (await standingVersion(house.db, bodyId, field))?.items ?? [])
      for (const code of item.lineage.codes) found.set(code, `${field}/${item.key}`)
  return found
}

/** What was public before the catalogs were: moved in with its own day, and put under its items. */
async function loadPast(house: House): Promise<void> {
  const today = dayOf(house.now())
  for (const [i, text] of past.entries()) {
    const key = `demo-catalog-past-${i}`
    const who = await peopleOf(house, text.body)
    const on = addDays(today, -text.daysAgo)
    const { subject } = await importDocument(
      house,
      who.openness,
      {
        title: text.title,
        kind: null,
        theme: '安全与应急管理',
        attribute: 'proactive',
        normative: false,
        addressee: '',
        signatories: [text.issuer],
        columns: [text.column],
        documentNumber: null,
        indexNumber: null,
        writtenOn: on,
        issuedOn: on,
        originalPublishedOn: on,
        sourceNote: '演示：由原网站迁入。',
        bodyHtml: `<p>${text.words}</p>`,
      },
      key,
    )
    await perform(house, { subject, verb: 'confirm', actor: who.publisher, key: `${key}-confirm` })
    await putUnder(house, subject, who.publisher, text.items, key)
  }
}

/** Puts a publication under items of its body's catalogs, named by the codes of the guideline. */
export async function putUnder(
  house: House,
  subject: number,
  actor: Actor,
  codes: readonly string[],
  key: string,
): Promise<void> {
  const items = await itemsOf(house, actor.bodyId)
  const catalogItems = codes.map(code => items.get(code)!)
  await perform(house, { subject, verb: 'classify', actor, form: { catalogItems }, key: `${key}-classify` })
}

async function loadLate(house: House): Promise<void> {
  for (const { items, ...text } of late) {
    const { bodyId } = await demoActor(house, text.body, 'publisher')
    const known = await itemsOf(house, bodyId)
    await publishText(
      house,
      text,
      undefined,
      items.map(code => known.get(code)!),
    )
  }
}

/** 下达计划: the counties are on their way, some of them past the first milestone. */
async function loadPlan(house: House): Promise<void> {
  const leader = await demoActor(house, 'jiaozuo', 'leader')
  const today = dayOf(house.now())
  await planRollout(
    house,
    leader,
    {
      body: leader.bodyId,
      title: `${today.slice(0, 4)}年度标准目录编制（演示）`,
      basis: '焦作市应急管理局政务公开工作安排（演示）',
      outlineBy: addDays(today, -40),
      compiledBy: addDays(today, -6),
      revisedBy: addDays(today, 14),
      publishedBy: addDays(today, 35),
      longStop: addMonths(today, 6),
    },
    'demo-catalog-plan',
  )
}

async function publishInstrument(
  house: House,
  kind: InstrumentKind,
  change: (rows: readonly Row[]) => readonly Row[],
): Promise<void> {
  const who = await peopleOf(house, 'jiaozuo')
  const today = dayOf(house.now())
  const key = `demo-instrument-${kind}`
  const { subject } = await compileInstrument(house, who.openness, { body: who.openness.bodyId, kind }, key)
  const row = (await readInstrument(house.db, subject))!
  if (row.state === 'published') return
  if (row.version === 1)
    await performInstrument(house, {
      ...{ subject, verb: 'save', actor: who.openness, key: `${key}-save` },
      form: { rows: change(row.rows) },
    })
  const steps = [
    ['submit', who.openness, {}],
    ['pass', who.legal, undefined],
    ['approve', who.leader, { effectiveOn: today, reviewOn: addMonths(today, 11) }],
    ['publish', who.publisher, {}],
  ] as const
  for (const [verb, actor, form] of steps)
    await performInstrument(house, { subject, verb, actor, form, key: `${key}-${verb}` })
}

export async function loadCatalogs(house: House): Promise<void> {
  for (const [slug, name] of [
    ['jiaozuo', '焦作市应急管理局'],
    ['xiuwu', '修武县应急管理局'],
  ] as const)
    for (const field of guidelineNames) await publishCatalog(house, slug, name, field)
  await loadPlan(house)
  await loadPast(house)
  await loadLate(house)
  const officer = await demoActor(house, 'xiuwu', 'openness')
  const items = await itemsOf(house, officer.bodyId)
  const [field, item] = items.get('JZ-KW-01')!.split('/') as [string, string]
  await stateAbsence(
    house,
    officer,
    {
      ...{ body: officer.bodyId, field, item, kind: 'nothing', year: Number(dayOf(house.now()).slice(0, 4)) },
      reason: '本年度没有接收救灾捐赠款物（演示）。',
    },
    'demo-catalog-absence',
  )
  await publishInstrument(house, 'guide', rows =>
    rows.map(r => ({ ...r, values: { ...r.values, text: r.values.text || (guideTexts[r.key] ?? '') } })),
  )
  await publishInstrument(house, 'basic', rows => rows)
  await publishInstrument(house, 'negative', () => bars(dayOf(house.now())))
}
