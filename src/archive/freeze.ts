import type { Query } from '#kit/db.ts'
import { isoOf } from '#kit/now.ts'
import { proseDay } from '#law/day.ts'
import { bodyOf } from '#people/directory.ts'
import { receiptOf } from '#record/actions.ts'
import { attributeLabels, openings, type Opening, type Term } from './model.ts'
import { extensionOf, type FrozenDocument, type HistoryLink, type Metadata } from './frozen.ts'
import { openOn, retentionOf } from './rules.ts'
import { retentionRulesOf } from './store.ts'
import * as source from './store/source.ts'

type Person = Metadata['reviewers'][number]
type Payload = {
  verb: string
  actorName: string
  onBehalfName: string | null
  role: string | null
  at: string
  reason: string | null
}

/** Steps in which somebody answers for the document; the rest of the history is in history.json. */
const reviews: readonly string[] = [
  'submit',
  'approve',
  'countersign',
  'clear',
  'agree',
  'pass',
  'sign',
  'confirm',
  'publish',
  'reattribute',
]
/** Steps of the chain of doubt that say something about the classification. */
const classifying: readonly string[] = [
  'askSecrecy',
  'clear',
  'refer',
  'recordDetermination',
  'findSecret',
  'determineOpen',
  'determineSecret',
]

const personOf = (p: Payload): Person => ({
  verb: p.verb,
  name: p.actorName,
  onBehalfOf: p.onBehalfName ?? null,
  role: p.role ?? null,
  at: p.at,
  reason: p.reason ?? null,
})

export type Opinion = { readonly opening: Opening | null; readonly note: string | null }

const chunk = 200

/**
 * Documents of one body as they are now, in the order of `ids`, read in portions. The three statements of 实施条例第三十条
 * are written from the record; the opinion on opening is what was entered for the batch.
 */
export async function* freeze(
  db: Query,
  bodyId: number,
  ids: readonly number[],
  opinions: ReadonlyMap<number, Opinion>,
): AsyncGenerator<FrozenDocument> {
  const body = await bodyOf(db, bodyId)
  const rules = new Map((await retentionRulesOf(db, bodyId)).map(r => [r.rule, r.term]))
  for (let at = 0; at < ids.length; at += chunk) {
    const part = ids.slice(at, at + chunk)
    const documents = await source.documentsOf(db, part)
    const events = await source.eventsOf(db, part)
    const attachments = await source.attachmentsOf(db, part)
    const terms = await source.ownTerms(db, part)
    for (const id of part) {
      const row = documents.get(id)
      if (!row || row.body_id !== bodyId) throw new Error(`freeze: document ${id} is not of body ${bodyId}`)
      const history = (events.get(id) ?? []).map(({ position, previous, hash, payload }) => ({
        position,
        previous,
        hash,
        payload,
      }))
      const receipt = row.address ? await receiptOf(db, row.address) : null
      const content = receipt
        ? ((await source.contentsOf(db, [receipt.contentHash])).get(receipt.contentHash) ?? null)
        : null
      const metadata = metadataOf(row, {
        body: { id: body.id, name: body.name, slug: body.slug, creditCode: body.creditCode },
        history,
        attachments: attachments.get(id) ?? [],
        own: terms.get(id) ?? null,
        rules,
        opinion: opinions.get(id) ?? { opening: defaultOpening(row.attribute), note: null },
      })
      yield { metadata, history, receipt: content === null ? null : receipt, content, html: row.body_html }
    }
  }
}

/** What can be said without asking: open documents stay open. A withheld one needs somebody's opinion. */
export function defaultOpening(attribute: string | null): Opening | null {
  return attribute === 'proactive' ? 'open' : attribute === 'on-request' ? 'at-25-years' : null
}

type Around = {
  readonly body: Metadata['body']
  readonly history: readonly HistoryLink[]
  readonly attachments: readonly source.SourceAttachment[]
  readonly own: { readonly term: Term } | null
  readonly rules: ReadonlyMap<string, Term>
  readonly opinion: Opinion
}

function metadataOf(row: source.SourceDocument, around: Around): Metadata {
  const past = around.history.map(l => JSON.parse(l.payload) as Payload)
  const formedOn = row.issued_on ?? row.written_on ?? row.original_published_on!
  const retention = retentionOf(row, around.own, around.rules)
  const changes = past.filter(p => classifying.includes(p.verb)).map(personOf)
  const publishedAt = row.published_at ? isoOf(row.published_at) : null
  return {
    schema: 'zhaoming-document/1',
    id: row.id,
    body: around.body,
    department: row.department,
    drafter: row.drafter,
    state: row.state,
    title: row.title,
    kind: row.kind,
    theme: row.theme,
    attribute: row.attribute,
    attributeReason: row.attribute_reason,
    ground: row.ground,
    normative: row.normative,
    urgency: row.urgency,
    addressee: row.addressee,
    signatories: row.signatories,
    columns: row.columns,
    series: row.series,
    numberYear: row.number_year,
    numberSequence: row.number_sequence,
    documentNumber: row.document_number,
    indexNumber: row.index_number,
    writtenOn: row.written_on,
    issuedOn: row.issued_on,
    publishedAt,
    originalPublishedOn: row.original_published_on,
    reattributedOn: row.reattributed_on,
    imported: row.imported,
    sourceNote: row.source_note,
    label: row.label,
    audience: row.audience,
    audienceWhy: row.audience_why,
    openPart: row.open_part,
    bodyHash: row.body_hash,
    address: row.address,
    createdAt: isoOf(row.created_at),
    retention: { term: retention.term, rule: retention.rule, mark: retention.mark },
    reviewers: past.filter(p => reviews.includes(p.verb)).map(personOf),
    transfer: {
      opening: {
        opinion: around.opinion.opening,
        words: around.opinion.opening ? openings[around.opinion.opening] : '未填写',
        note: around.opinion.note,
        openOn: openOn(formedOn),
      },
      disclosure: {
        words: disclosureWords(row, publishedAt),
        publishedAt,
        withdrawn: row.state === 'withdrawn',
        requests: null,
      },
      classification: {
        words:
          changes.length === 0
            ? '非密；形成以来未提出过定密疑问，密级没有变更。'
            : `非密；曾办理保密审查事项${changes.length}次，经过见 changes，结论为非密。`,
        changes,
      },
    },
    attachments: around.attachments.map((a, i) => ({
      name: a.name,
      role: a.role,
      path: `attachments/${String(i + 1).padStart(2, '0')}.${extensionOf(a.name)}`,
      size: a.size,
      hash: a.hash,
      contentType: a.contentType,
    })),
  }
}

function disclosureWords(row: source.SourceDocument, publishedAt: string | null): string {
  const attribute = attributeLabels[row.attribute ?? ''] ?? '公开属性未定'
  const changed = row.reattributed_on ? `，${proseDay(row.reattributed_on)}改定公开属性` : ''
  if (row.state === 'withdrawn') return `${attribute}${changed}；曾公开，已撤回。`
  if (publishedAt && row.address)
    return `${attribute}${changed}；${proseDay(publishedAt.slice(0, 10))}在本机关网站公开，地址 ${row.address}。`
  if (row.attribute === 'withheld') return `${attribute}${changed}；依据 ${row.ground ?? '未记'}。`
  return `${attribute}${changed}；未在网站公开。`
}
