import { Fragment } from 'react'
import { openJson, openTable, tableForms, type TableForm } from '#portal/openFile.ts'
import type { Asked, PortalContext, PublicPage, Raw, View } from '#portal/page.ts'
import { Day, Link } from '#portal/parts.tsx'
import { reservedSlugs, type RecordBody } from '#record/model.ts'
import type { PagePart } from '#record/parts.ts'
import { bodiesOf, crumbsOf, sectionOf } from '#record/portal/data.ts'
import { guidelineOf } from '../guideline/guidelines.ts'
import { standingCatalogs } from '../duty/store.ts'
import { nameOfItem } from '../rules/marks.ts'
import type { GuidelineName } from '../model.ts'
import { leavePage } from '../reports/portal.tsx'
import { listKindLabels, listKinds, type ListEntry, type ListKind } from './model.ts'
import { listPath } from './paths.ts'
import { publicPairs, standingLists, type StandingList } from './store.ts'
import { columnsOf, publicationKinds } from './table.ts'

/** 权责清单 and 公共服务事项清单 as they stand: the table with the items each entry stands beside, and its files. */

type Beside = { readonly field: GuidelineName; readonly key: string; readonly name: string }
type PublicList = {
  readonly body: RecordBody
  readonly list: StandingList
  readonly beside: ReadonlyMap<string, readonly Beside[]>
}

const slug = `(?<slug>(?!(?:${reservedSlugs.join('|')})(?:/|$))[a-z][a-z0-9-]{1,39})`
const at = (rest: string) => new RegExp(`^/${slug}/catalog/${rest}$`)

async function askedList(context: PortalContext, asked: Asked): Promise<PublicList | null> {
  const { slug = '', kind = '' } = asked.match.groups!
  const body = (await bodiesOf(context)).bySlug(slug)
  return body && (listKinds as readonly string[]).includes(kind)
    ? publicList(context, body, kind as ListKind)
    : null
}

/** A list in force with what its entries stand beside, once until the record changes. */
export function publicList(
  context: PortalContext,
  body: RecordBody,
  kind: ListKind,
): Promise<PublicList | null> {
  return context.once(`catalog-list/${body.id}/${kind}`, async () => {
    const list = (await standingLists(context.db, body.id)).find(l => l.kind === kind)
    if (!list) return null
    const names = new Map(
      (await standingCatalogs(context.db, [body.id])).flatMap(c =>
        c.items.filter(i => i.leftOut === null).map(i => [`${c.field}/${i.key}`, nameOfItem(i)]),
      ),
    )
    const beside = new Map<string, Beside[]>()
    for (const p of await publicPairs(context.db, body.id)) {
      const name = names.get(`${p.field}/${p.item}`)
      if (p.kind !== kind || name === undefined) continue
      beside.set(p.entry, [...(beside.get(p.entry) ?? []), { field: p.field, key: p.item, name }])
    }
    return { body, list, beside }
  })
}

const titleOf = (of: PublicList) => `${of.body.name}${listKindLabels[of.list.kind]}`
const besideText = (of: PublicList, e: ListEntry) =>
  (of.beside.get(e.key) ?? [])
    .map(b => `${b.name}（${guidelineOf(b.field).field.replace(/领域$/, '')}）`)
    .join('、') || null

async function listPage(context: PortalContext, asked: Asked): Promise<View | null> {
  const of = await askedList(context, asked)
  if (!of) return null
  const { body, list } = of
  const label = listKindLabels[list.kind]
  const columns = columnsOf(list.entries)
  const path = listPath(body.slug, list.kind)
  return {
    kind: 'view',
    title: [label, body.name],
    description: `${titleOf(of)}：事项类型、名称、编码、设定依据和实施主体，与标准目录事项对照，可下载。`,
    section: sectionOf(body),
    word: 'openness',
    crumbs: [...crumbsOf(body), { label: '政府信息公开', to: `/${body.slug}/disclosure/` }, { label }],
    canonical: path,
    main: (
      <>
        <h1 className="page-title">{label}</h1>
        <p className="lead">
          第 {list.number} 版，
          {list.effectiveOn && (
            <>
              自 <Day day={list.effectiveOn} /> 起施行，
            </>
          )}
          共 {list.entries.length} 条。<Link to={list.address}>公布的清单原文</Link>
        </p>
        <p>
          下载：
          {(['xlsx', 'csv', 'json'] as const).map((form, i) => (
            <Fragment key={form}>
              {i > 0 && ' · '}
              <Link to={path.replace(/html$/, form)}>{form.toUpperCase()}</Link>
            </Fragment>
          ))}
        </p>
        <div className="text">
          <section className="scroll" tabIndex={0} aria-label={`${label}（表，可左右滚动）`}>
            <table className="catalog">
              <caption>{titleOf(of)}，及对应的标准目录事项</caption>
              <thead>
                <tr>
                  <th scope="col">序号</th>
                  {columns.map(c => (
                    <th key={c.head} scope="col">
                      {c.head}
                    </th>
                  ))}
                  <th scope="col">标准目录事项</th>
                </tr>
              </thead>
              <tbody>
                {list.entries.map((e, n) => (
                  <tr key={e.key} id={`e-${e.key}`}>
                    <td>{n + 1}</td>
                    {columns.map(c =>
                      c.head === '事项名称' ? (
                        <th key={c.head} scope="row">
                          <Lines text={c.of(e)} />
                        </th>
                      ) : (
                        <td key={c.head}>
                          <Lines text={c.of(e)} />
                        </td>
                      ),
                    )}
                    <td>
                      {(of.beside.get(e.key) ?? []).map((b, i) => (
                        <Fragment key={b.field + b.key}>
                          {i > 0 && <br />}
                          <Link to={`/${body.slug}/catalog/${b.field}/${encodeURIComponent(b.key)}.html`}>
                            {b.name}
                          </Link>
                        </Fragment>
                      ))}
                      {of.beside.has(e.key) ? null : '—'}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
        </div>
      </>
    ),
  }
}

const Lines = ({ text }: { text: string | null }) =>
  (text ?? '—').split('\n').map((line, i) => (
    <Fragment key={i}>
      {i > 0 && <br />}
      {line}
    </Fragment>
  ))

const nameOf = (of: PublicList) => ({ title: titleOf(of), plain: `${of.list.kind}-list` })

function tableOf(of: PublicList, form: TableForm): Promise<Raw> {
  const columns = columnsOf(of.list.entries)
  const { number, effectiveOn, publishedOn } = of.list
  return openTable(nameOf(of), form, {
    notes: [`第${number}版，${effectiveOn ?? publishedOn}起施行，${publishedOn}公布`],
    columns: [
      { header: '序号', width: 6 },
      ...columns.map(c => ({ header: c.head, width: c.width })),
      { header: '标准目录事项', width: 30 },
    ],
    lines: of.list.entries.map((e, n) => [n + 1, ...columns.map(c => c.of(e)), besideText(of, e)]),
  })
}

/** A list in force as the file and the open interface tell it. */
export function listData(context: PortalContext, of: PublicList) {
  const { list, body } = of
  const whole = (path: string) => `${context.site.origin}${context.site.base}${path}`
  return {
    title: titleOf(of),
    body: body.slug,
    kind: list.kind,
    version: list.number,
    effective_on: list.effectiveOn,
    published_on: list.publishedOn,
    url: whole(list.address),
    table_url: whole(listPath(body.slug, list.kind)),
    entries: list.entries.map(e => ({
      key: e.key,
      type: e.type,
      name: e.name,
      part: e.part,
      code: e.code,
      basic_code: e.basicCode,
      implement_code: e.implementCode,
      basis: e.basis,
      subject: e.subject,
      handler: e.handler,
      audience: e.audience,
      levels: e.levels,
      duties: e.duties,
      liability: e.liability,
      note: e.note,
      catalog_items: (of.beside.get(e.key) ?? []).map(b => ({ field: b.field, key: b.key, name: b.name })),
    })),
  }
}

const kinds = '(?<kind>power|service)-list'
const file =
  (make: (of: PublicList, context: PortalContext) => Promise<Raw>) =>
  async (context: PortalContext, asked: Asked): Promise<Raw | null> => {
    const of = await askedList(context, asked)
    return of ? make(of, context) : null
  }

export const listPages: readonly PublicPage[] = [
  { path: at(String.raw`${kinds}\.html`), answer: listPage },
  ...tableForms.map(form => ({
    path: at(String.raw`${kinds}\.${form}`),
    answer: file(of => tableOf(of, form)),
  })),
  {
    path: at(String.raw`${kinds}\.json`),
    answer: file(async (of, context) => openJson(nameOf(of), listData(context, of))),
  },
  { path: at(String.raw`report-(?<id>[1-9]\d{0,14})\.html`), answer: leavePage },
]

/** Above the text of a published list: the way to its table with the catalog's items, and to its files. */
export const listParts: readonly PagePart[] = [
  {
    place: 'lead',
    order: 50,
    kinds: Object.values(publicationKinds),
    async make(context, { body, shown }) {
      if (!body || !shown) return null
      const live = (await standingLists(context.db, body.id)).find(l => l.address === shown.address)
      if (!live) return null
      return (
        <p>
          <Link to={listPath(body.slug, live.kind)}>与标准目录的对照</Link>
          ，可下载 XLSX、CSV、JSON。
        </p>
      )
    },
  },
]
