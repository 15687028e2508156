import { csvOf, csvType } from '#kit/exports/csv.ts'
import type { Cell } from '#kit/exports/sheet.ts'
import type { PortalContext, Raw } from '#portal/page.ts'
import type { RecordBody } from '#record/model.ts'
import { bodiesOf } from '#record/portal/data.ts'
import { groups, type HeldTerm } from './model.ts'
import { thesauri } from './publicData.ts'

/** The thesaurus itself as data: every term with what it is called, was called, and leads to; nothing is ever left out. */

const heads = [
  '标识',
  '组',
  '名称',
  '同义词',
  '曾用名',
  '说明',
  '上位词',
  '启用',
  '停用',
  '合并到',
  '制定机关',
  '本地',
  '地址',
]

const nameOf = (body: RecordBody | null) => `${body?.name ?? ''}标签目录`

function answer(body: RecordBody | null, form: 'csv' | 'json', type: string, text: string): Raw {
  const name = encodeURIComponent(`${nameOf(body)}.${form}`)
  return {
    kind: 'raw',
    status: 200,
    type,
    body: text,
    headers: {
      'Content-Disposition': `attachment; filename="tags.${form}"; filename*=UTF-8''${name}`,
      'Access-Control-Allow-Origin': '*',
      'X-Robots-Tag': 'noindex',
    },
  }
}

async function lookUp(context: PortalContext, body: RecordBody | null) {
  const [all, bodies] = await Promise.all([thesauri(context), bodiesOf(context)])
  const held = all.held(body)
  const named = (key: string | null) => held.terms.find(t => t.key === key)?.name ?? null
  const owner = (t: HeldTerm) => bodies.byId(t.bodyId)?.name ?? null
  const url = (t: HeldTerm) =>
    `${context.site.origin}${context.site.base}${body ? `/${body.slug}` : ''}/tags/${t.key}.html`
  return { terms: held.terms, rule: held.rule, named, owner, url, own: all.own, bodies }
}

export async function csvAnswer(context: PortalContext, body: RecordBody | null): Promise<Raw> {
  const { terms, named, owner, url } = await lookUp(context, body)
  async function* lines(): AsyncGenerator<Cell[]> {
    for (const t of terms)
      yield [
        t.key,
        groups[t.group].label,
        t.name,
        t.synonyms.join('、'),
        t.former.join('、'),
        t.note,
        named(t.broader),
        t.from,
        t.to,
        named(t.replacedBy),
        owner(t),
        t.local ? '是' : '否',
        url(t),
      ]
  }
  let text = ''
  for await (const piece of csvOf(heads, lines())) text += piece
  return answer(body, 'csv', csvType, text)
}

export async function jsonAnswer(context: PortalContext, body: RecordBody | null): Promise<Raw> {
  const { terms, rule, owner, url, own, bodies } = await lookUp(context, body)
  const versions = own
    .filter(o => body === null || o.bodyId === body.id || body.ancestors.includes(o.bodyId))
    .map(o => ({ body: bodies.byId(o.bodyId)?.slug ?? null, version: o.number, since: o.since }))
  const value = {
    title: nameOf(body),
    versions,
    groups: Object.entries(groups).map(([id, g]) => ({ id, label: g.label })),
    ...(body ? { indexing_rule: rule } : {}),
    terms: terms.map(t => ({
      key: t.key,
      group: t.group,
      name: t.name,
      synonyms: t.synonyms,
      former_names: t.former,
      note: t.note,
      broader: t.broader,
      from: t.from,
      to: t.to,
      replaced_by: t.replacedBy,
      body: bodies.byId(t.bodyId)?.slug ?? null,
      body_name: owner(t),
      local: t.local,
      url: url(t),
    })),
  }
  return answer(body, 'json', 'application/json; charset=utf-8', `${JSON.stringify(value, null, 2)}\n`)
}
