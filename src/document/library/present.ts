import type { RawBuilder, SqlBool } from 'kysely'
import type { Actor } from '#kit/actor.ts'
import { Refused } from '#kit/errors.ts'
import { historyOf } from '#kit/events.ts'
import { dayOf, isoOf } from '#kit/now.ts'
import { offerOf } from '#kit/offers.ts'
import { rolesFor } from '#kit/permit.ts'
import { addDays, daysBetween } from '#law/day.ts'
import { defaultTerms, longestTerm, noticeDays } from '#law/normativeTerms.ts'
import { departmentNames } from '#people/directory.ts'
import { compare } from '#record/compare/compare.ts'
import { entrySchema, relations as relationWords, validities } from '#record/model.ts'
import { revisionContent, revisionsOf } from '#record/reading.ts'
import { summaryOf } from '#record/portal/comparison.tsx'
import { opposite, validityOn } from '#record/validity.ts'
import type { House } from '../../house.ts'
import { basisView } from '#law/clauses.ts'
import type { DocumentRow } from '../store.ts'
import type { Light, Offer } from '../views.ts'
import { labelOfVerb } from '../workflow.ts'
import { itemViews } from './cleanup/present.ts'
import { openItemsOf } from './cleanup/store.ts'
import { libraryFields } from './fields.ts'
import { relationKinds, type Normative, type Rule } from './model.ts'
import { listNormatives, type ListedNormative } from './listing.ts'
import { incoming, normativeOf, relationsOf, ruleOf, textOfStep, textsOf } from './store.ts'
import type { CompareView, LibraryCase, LibraryPage, LibraryRow, TextView } from './views.ts'
import { libraryVerbs, libraryWorkflow } from './workflow.ts'

export const defaultRule: Rule = {
  generalYears: defaultTerms.generalYears,
  trialYears: defaultTerms.trialYears,
  depositDays: defaultTerms.depositDays,
  unifiedTemplate: null,
  reason: null,
}

/** The light of a term: red within thirty days of its end, yellow within ninety. */
export function expiryLight(now: Normative, today: string): { light: Light; words: string } {
  const validity = validityOn({ ...now, validity: 'in-force' }, today)
  if (validity === 'repealed') return { light: 'grey', words: `${now.repealedOn}废止` }
  if (validity === 'expired') return { light: 'grey', words: `${now.expiresOn}失效` }
  if (!now.expiresOn) return { light: 'none', words: now.noTermReason ? '不设有效期' : '没有登记有效期' }
  const left = daysBetween(today, now.expiresOn)
  const words = left === 0 ? '今天到期' : `还有${left}天到期`
  return { light: left <= noticeDays[1] ? 'red' : left <= noticeDays[0] ? 'yellow' : 'green', words }
}

function libraryRow(r: ListedNormative, departments: ReadonlyMap<number, string>, today: string): LibraryRow {
  const validity = validityOn({ ...r.standing, validity: 'in-force' }, today)!
  return {
    id: r.id,
    title: r.title,
    documentNumber: r.documentNumber,
    unifiedNumber: r.standing.unifiedNumber,
    department: departments.get(r.departmentId) ?? '',
    issuedOn: r.issuedOn,
    expiresOn: r.standing.expiresOn,
    validity,
    validityLabel: validities[validity],
    ...expiryLight(r.standing, today),
    address: r.address,
  }
}

const pageSize = 20

/** The body's normative documents that are public, with what is near its end first. */
export async function libraryPage(
  house: Pick<House, 'db' | 'now'>,
  visible: RawBuilder<SqlBool>,
  asked: { show: 'all' | 'inForce' | 'expiring' | 'ended' | 'noTerm'; q: string; page: number },
): Promise<LibraryPage> {
  const today = dayOf(house.now())
  const soon = addDays(today, noticeDays[0])
  const found = await listNormatives(house.db, visible, { ...asked, today, soon, pageSize })
  const departments = await departmentNames(
    house.db,
    found.rows.map(r => r.departmentId),
  )
  return {
    total: found.total,
    page: asked.page,
    pageSize,
    rows: found.rows.map(r => libraryRow(r, departments, today)),
    counts: found.counts,
  }
}

/** What the library may do with a document, in the same form as the steps of its own table. */
async function offersOf(house: House, document: DocumentRow, actor: Actor): Promise<Offer[]> {
  if (document.state !== 'published') return []
  const past = await historyOf(house.db, 'document', document.id)
  const relations = await relationsOf(house.db, document.id)
  return Promise.all(
    libraryVerbs
      .filter(verb => rolesFor(libraryWorkflow.published[verb], document, actor).length > 0)
      .filter(verb => verb !== 'unrelate' || relations.some(r => r.standing === 'public'))
      .map(async (verb): Promise<Offer> => {
        const step = libraryWorkflow.published[verb]
        const roles = rolesFor(step, document, actor)
        const hands = past
          .filter(e => (step.notBy as readonly string[]).includes(e.verb))
          .flatMap(e => [e.actor, e.onBehalfOf])
        const free = roles.some(
          r => !hands.includes(actor.staffId) && (r.onBehalfOf === null || !hands.includes(r.onBehalfOf)),
        )
        return {
          ...offerOf(verb, step),
          basis: step.basis.map(basisView),
          fields: await libraryFields(house.db, document, verb, dayOf(house.now())),
          onBehalfOf: roles[0]!.onBehalfName,
          blocked: free ? [] : [{ text: '您起草或经办过这件公文，按四眼原则须由另一人办理。' }],
        }
      }),
  )
}

/** The library's part of a case: how the document stands in time and to others. */
export async function libraryCase(
  house: House,
  document: DocumentRow,
  actor: Actor,
  editable: boolean,
): Promise<LibraryCase> {
  const { db } = house
  const today = dayOf(house.now())
  const [standing, own, others, rule, offers, items, texts] = await Promise.all([
    normativeOf(db, document.id),
    relationsOf(db, document.id),
    incoming(db, document.id),
    ruleOf(db, document.bodyId),
    offersOf(house, document, actor),
    openItemsOf(db, document.id),
    textViews(house, document),
  ])
  const hasValidity = document.normative || standing.repealedOn !== null || standing.expiresOn !== null
  return {
    id: document.id,
    version: document.version,
    normative: document.normative,
    editable,
    validityLabel: hasValidity ? validities[validityOn({ ...standing, validity: 'in-force' }, today)!] : null,
    standing,
    rule: rule ?? defaultRule,
    ruleIsDefault: rule === null,
    longestYears: longestTerm(document.title, rule ?? defaultTerms),
    relations: own.map(r => ({
      id: r.id,
      relation: r.relation,
      words: relationKinds[r.relation],
      title: r.targetTitle,
      number: r.targetNumber,
      address: r.targetAddress,
      on: r.on,
      pending: r.standing === 'entered',
    })),
    incoming: others.map(r => ({
      words: relationWords[opposite[r.relation]!],
      title: r.from.title,
      number: r.from.number,
      address: r.from.address,
      on: r.on,
    })),
    offers,
    items: await itemViews(house, actor, items),
    texts,
  }
}

/** Everything of a document that can be compared, oldest first: texts of steps, then public revisions. */
async function textViews(house: Pick<House, 'db'>, document: DocumentRow): Promise<TextView[]> {
  const kept = await textsOf(house.db, document.id)
  const revisions = document.address ? await revisionsOf(house.db, document.address) : []
  return [
    ...kept.map((t, i) => ({
      key: `text:${t.id}`,
      label: `第${i + 1}次${labelOfVerb(t.verb)}`,
      at: isoOf(t.kept_at),
      note: t.staff,
    })),
    ...(document.state === 'draft'
      ? [{ key: 'now', label: '现在的草稿', at: isoOf(document.savedAt), note: null }]
      : []),
    ...revisions.map(r => ({
      key: `revision:${r.revision}`,
      label: `公开第${r.revision}版`,
      at: isoOf(r.publishedAt),
      note: r.note,
    })),
  ]
}

async function textOf(
  house: Pick<House, 'db'>,
  document: DocumentRow,
  key: string,
): Promise<{ title: string; html: string } | null> {
  if (key === 'now') return { title: document.title, html: document.bodyHtml }
  const [kind, number] = key.split(':')
  if (kind === 'text') {
    const row = await textOfStep(house.db, document.id, Number(number))
    return row ? { title: row.title, html: row.body_html } : null
  }
  const content = document.address ? await revisionContent(house.db, document.address, Number(number)) : null
  if (content === null) return null
  const entry = entrySchema.parse(JSON.parse(content))
  return { title: entry.title, html: entry.html }
}

/** Two of a document's texts clause by clause. Throws Refused where one of them is not there (any more). */
export async function compareView(
  house: Pick<House, 'db'>,
  document: DocumentRow,
  from: string,
  to: string,
): Promise<CompareView> {
  const views = await textViews(house, document)
  const [a, b] = [views.find(t => t.key === from), views.find(t => t.key === to)]
  const [old, now] = await Promise.all([textOf(house, document, from), textOf(house, document, to)])
  if (!a || !b || !old || !now)
    throw new Refused('not-found', '没有找到要对照的版本，可能已经撤回或清除。请重新选择。')
  const comparison = compare(old.html, now.html)
  return {
    from: a,
    to: b,
    titles: { from: old.title, to: now.title },
    summary: summaryOf(comparison),
    rows: comparison.rows.map(r => ({
      change: r.change,
      renumbered: r.renumbered,
      moved: r.moved,
      from: r.old && (r.old.label || null),
      to: r.new && (r.new.label || null),
      runs: r.runs,
    })),
  }
}
