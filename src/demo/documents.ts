import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import type { Actor } from '#kit/actor.ts'
import { dayOf } from '#kit/now.ts'
import { saveDraft, startDraft } from '#document/actions/draft.ts'
import { importDocument } from '#document/actions/import.ts'
import { perform } from '#document/actions/perform.ts'
import { takeIn } from '#document/actions/takeIn.ts'
import { joinBrokenLines } from '#document/intake/brokenLines.ts'
import { emptyDraft, type Draft } from '#document/model.ts'
import { readDocument } from '#document/store.ts'
import { loadActor } from '#people/actor.ts'
import type { House } from '../house.ts'
import { htmlOf, published, underWay, waiting, type DemoText } from './texts.ts'

type Metadata = {
  readonly file: string
  readonly body: string
  readonly title: string
  readonly issuer: string
  readonly documentNumber: string | null
  readonly writtenOn: string | null
  readonly issuedOn: string | null
  readonly publishedOn: string | null
  readonly indexNumber: string | null
  readonly signatories: readonly string[] | null
  readonly source: string
}

export async function demoActor(house: House, slug: string, key: string): Promise<Actor> {
  const { rows } = await sql<{
    id: number
  }>`select id from office.staff where account = ${`${slug}-${key}`}`.execute(house.db)
  const actor = rows[0] && (await loadActor(house.db, rows[0].id, dayOf(house.now())))
  if (!actor) throw new Error(`demo: no account ${slug}-${key}`)
  return actor
}

const columnsFor: Record<string, readonly string[]> = {
  mem: ['catalog', 'policy'],
  ruili: ['catalog'],
  shanghai: ['policy'],
  jilin: ['policy'],
  jiaozuo: ['catalog', 'policy'],
}

async function sourceText(house: House, root: string, file: string): Promise<string> {
  const bytes = await readFile(join(root, 'demo', 'documents', file))
  const taken = await takeIn(house, { kind: 'docx', bytes, fileName: file })
  // The page of 390号 breaks lines inside sentences; a clerk would accept the suggestion to join them.
  return joinBrokenLines(taken.bodyHtml).html
}

/** Four of the five sources as history with their own dates; each entered by one and published by another. */
async function importHistory(house: House, root: string, metadata: readonly Metadata[]): Promise<void> {
  for (const source of metadata.filter(m => m.body !== 'jiaozuo')) {
    const key = `demo-import-${source.body}`
    const enters = await demoActor(house, source.body, 'openness')
    const { subject } = await importDocument(
      house,
      enters,
      {
        title: source.title,
        kind: null,
        theme: '安全与应急管理',
        attribute: 'proactive',
        normative: false,
        addressee: '',
        signatories: source.signatories ?? [source.issuer],
        columns: columnsFor[source.body],
        documentNumber: source.documentNumber,
        indexNumber: source.indexNumber,
        writtenOn: source.writtenOn,
        issuedOn: source.issuedOn,
        originalPublishedOn: source.publishedOn,
        sourceNote: source.source,
        bodyHtml: await sourceText(house, root, source.file),
      },
      key,
    )
    const checks = await demoActor(house, source.body, 'publisher')
    await perform(house, { subject, verb: 'confirm', actor: checks, key: `${key}-confirm` })
  }
}

type Way = readonly [verb: string, who: string, reason?: string][]

const whole: Way = [
  ['submit', 'drafter'],
  ['approve', 'head', '同意。'],
  ['agree', 'openness', '同意公开属性。'],
  ['sign', 'leader', '同意印发。'],
  ['number', 'publisher'],
  ['issue', 'publisher'],
  ['publish', 'publisher'],
]

/** Drafts a text in a body and takes it along a way; every step has its own key, so a start that was cut short goes on. */
async function drive(
  house: House,
  slug: string,
  key: string,
  draft: Draft,
  way: Way,
  forms: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const drafter = await demoActor(house, slug, 'drafter')
  const id = `demo-${slug}-${key}`
  const { subject } = await startDraft(house, drafter, id)
  const now = await readDocument(house.db, subject)
  if (now!.state === 'draft' && now!.version === 1) await saveDraft(house, drafter, subject, 1, draft)
  for (const [i, [verb, who, reason]] of way.entries())
    await perform(house, {
      subject,
      verb,
      actor: await demoActor(house, slug, who),
      key: `${id}-${i}-${verb}`,
      ...(reason ? { reason } : {}),
      ...(forms[verb] ? { form: forms[verb] } : {}),
    })
}

function draftOf(text: DemoText, given: { addressee: string; signatory: string; writtenOn: string }): Draft {
  return {
    ...emptyDraft,
    title: text.title,
    attribute: text.attribute ?? 'proactive',
    attributeReason: text.attributeReason ?? null,
    ground: text.ground ?? null,
    normative: text.normative ?? false,
    secrecyDoubt: text.secrecyDoubt ?? false,
    urgency: text.urgency ?? '',
    addressee: given.addressee,
    signatories: [given.signatory],
    columns: [...text.columns],
    theme: '安全与应急管理',
    writtenOn: given.writtenOn,
    bodyHtml: htmlOf(text, given),
  }
}

const names: Record<string, string> = {
  jiaozuo: '焦作市应急管理局',
  jiefang: '焦作市解放区应急管理局',
  xiuwu: '修武县应急管理局',
  wuzhi: '武陟县应急管理局',
  ruili: '瑞丽市应急管理局',
}
const series: Record<string, string> = {
  jiaozuo: '焦应急',
  jiefang: '解应急',
  xiuwu: '修应急',
  wuzhi: '武应急',
  ruili: '瑞应急',
}

/** One document in every step of 焦作市应急管理局, so that every role finds something to do. */
async function loadUnderWay(house: House, root: string, metadata: readonly Metadata[]): Promise<void> {
  const today = dayOf(house.now())
  const given = { addressee: '各县（市）区应急管理局：', signatory: names.jiaozuo!, writtenOn: today }
  const upTo = (verb: string): Way => whole.slice(0, whole.findIndex(([v]) => v === verb) + 1)
  const ways: Record<string, Way> = {
    'drill-plan': [...upTo('submit'), ['return', 'head', '演练时间请与市里统一安排核对后再报。']],
    'relief-list': upTo('submit'),
    stock: upTo('approve'),
    training: upTo('approve'),
    discretion: upTo('agree'),
    'openness-plan': upTo('agree'),
    inspection: upTo('sign'),
  }
  for (const text of underWay) await drive(house, 'jiaozuo', text.key, draftOf(text, given), ways[text.key]!)

  const source = metadata.find(m => m.body === 'jiaozuo')!
  await drive(
    house,
    'jiaozuo',
    'source',
    {
      ...emptyDraft,
      title: source.title,
      attribute: 'proactive',
      addressee: '各县（市）区应急管理局、局机关各科室及二级机构：',
      signatories: [source.issuer],
      columns: [...columnsFor.jiaozuo!],
      theme: '安全与应急管理',
      writtenOn: source.writtenOn,
      bodyHtml: await sourceText(house, root, source.file),
    },
    upTo('approve'),
  )
}

/** A text taken the whole way, issued so many working days ago; `items` are those of the body's catalogs it answers. */
export async function publishText(
  house: House,
  text: DemoText & { readonly body: string; readonly issuedWorkingDaysAgo: number },
  way: Way = whole,
  items?: readonly string[],
): Promise<void> {
  const issuedOn = house.calendar().addWorkingDays(dayOf(house.now()), -text.issuedWorkingDaysAgo)
  const given = { addressee: '各有关单位：', signatory: names[text.body]!, writtenOn: issuedOn }
  await drive(house, text.body, text.key, draftOf(text, given), way, {
    number: { series: series[text.body] },
    issue: { issuedOn },
    publish: items ? { catalogItems: items } : {},
  })
}

async function loadIssued(house: House): Promise<void> {
  for (const text of waiting) await publishText(house, { ...text, body: 'jiaozuo' }, whole.slice(0, -1))
  for (const text of published) await publishText(house, text)
}

export async function loadDocuments(house: House, root: string, log: (line: string) => void): Promise<void> {
  const metadata = JSON.parse(
    await readFile(join(root, 'demo', 'documents', 'metadata.json'), 'utf8'),
  ) as Metadata[]
  log('载入演示公文：五份来源文件和各环节的样例……')
  await importHistory(house, root, metadata)
  await loadIssued(house)
  await loadUnderWay(house, root, metadata)
}
