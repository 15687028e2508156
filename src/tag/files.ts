import { isoOf } from '#kit/now.ts'
import { openJson, openTable, type TableForm } from '#portal/openFile.ts'
import type { PortalContext, Raw } from '#portal/page.ts'
import type { RecordBody } from '#record/model.ts'
import { bodiesOf } from '#record/portal/data.ts'
import { groups, type HeldTerm } from './model.ts'
import { thesauri } from './publicData.ts'

/** The thesaurus itself as data: every term with what it is called, was called, and leads to; nothing is ever left out. */

const columns = [
  { header: '标识', width: 20 },
  { header: '组', width: 10 },
  { header: '名称', width: 20 },
  { header: '同义词', width: 30 },
  { header: '曾用名', width: 20 },
  { header: '说明', width: 40 },
  { header: '上位词', width: 20 },
  { header: '启用', width: 12 },
  { header: '停用', width: 12 },
  { header: '合并到', width: 20 },
  { header: '制定机关', width: 24 },
  { header: '本地', width: 8 },
  { header: '地址', width: 50 },
]

const titleOf = (body: RecordBody | null) => `${body?.name ?? ''}标签目录`
const nameOf = (body: RecordBody | null) => ({ title: titleOf(body), plain: 'tags' })

async function lookUp(context: PortalContext, body: RecordBody | null) {
  const [all, bodies] = await Promise.all([thesauri(context), bodiesOf(context)])
  const held = all.held(body)
  const named = (key: string | null) => held.terms.find(t => t.key === key)?.name ?? null
  const owner = (t: HeldTerm) => bodies.byId(t.bodyId)?.name ?? null
  const url = (t: HeldTerm) =>
    `${context.site.origin}${context.site.base}${body ? `/${body.slug}` : ''}/tags/${t.key}.html`
  return { terms: held.terms, rule: held.rule, named, owner, url, own: all.own, bodies }
}

export async function tableAnswer(
  context: PortalContext,
  body: RecordBody | null,
  form: TableForm,
): Promise<Raw> {
  const { terms, named, owner, url } = await lookUp(context, body)
  return openTable(nameOf(body), form, {
    notes: [`${context.site.name}，${isoOf(context.now())}下载`],
    columns,
    lines: terms.map(t => [
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
    ]),
  })
}

export async function jsonAnswer(context: PortalContext, body: RecordBody | null): Promise<Raw> {
  const { terms, rule, owner, url, own, bodies } = await lookUp(context, body)
  const versions = own
    .filter(o => body === null || o.bodyId === body.id || body.ancestors.includes(o.bodyId))
    .map(o => ({ body: bodies.byId(o.bodyId)?.slug ?? null, version: o.number, since: o.since }))
  const value = {
    title: titleOf(body),
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
  return openJson(nameOf(body), value)
}
