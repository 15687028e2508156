import { Fragment } from 'react'
import type { Asked, PortalContext, PublicPage, View } from '#portal/page.ts'
import { Link } from '#portal/parts.tsx'
import { reservedSlugs } from '#record/model.ts'
import type { PagePart } from '#record/parts.ts'
import { bodiesOf } from '#record/portal/data.ts'
import { guidelineOf } from '../guideline/guidelines.ts'
import { instrumentPages, instrumentParts } from '../instrument/portal.tsx'
import { belowPage, evidencePage, monthsPage } from './coveragePages.tsx'
import { csvFile, docxFile, jsonFile, xlsxFile } from './files.ts'
import { listPages, listParts } from '../lists/portal.tsx'
import { DutyGroups, Tally } from './dutyTable.tsx'
import { Facts, home, view } from './pageFrame.tsx'
import { askedCatalog, everyStanding } from './publicData.ts'
import { standingCatalogs } from './store.ts'

/** 基层政务公开标准目录, live: every item with what stands published under it; the months, the bodies, the evidence. */

const slug = `(?<slug>(?!(?:${reservedSlugs.join('|')})(?:/|$))[a-z][a-z0-9-]{1,39})`
const at = (rest: string) =>
  new RegExp(`^/${slug}/catalog/(?<field>safety-production|disaster-relief)${rest}$`)

async function tablePage(context: PortalContext, asked: Asked): Promise<View | null> {
  const of = await askedCatalog(context, asked)
  if (!of) return null
  const guideline = guidelineOf(of.catalog.field)
  const title = `${guideline.field}基层政务公开标准目录`
  return view(
    of,
    '',
    title,
    <div className="across">
      <h1 className="page-title">{title}</h1>
      <Facts of={of} />
      <p className="duty-sum">
        <Tally items={of.items} />
      </p>
      <p className="take">
        下载：
        {(['xlsx', 'docx', 'csv', 'json'] as const).map((form, i) => (
          <Fragment key={form}>
            {i > 0 && ' · '}
            <Link to={`${home(of)}.${form}`}>{form.toUpperCase()}</Link>
          </Fragment>
        ))}
      </p>
      <DutyGroups of={of} guideline={guideline} />
      <p className="duty-note">
        公开渠道和载体只列选用的，全部方框见公布的目录原文和下载的表格。
        <span className="duty-at-item">点开事项名称，看公开依据、主体、渠道、对象、方式和层级。</span>
      </p>
      {of.catalog.items.some(i => i.leftOut) && (
        <div className="text">
          <h2>没有列入的事项</h2>
          <ul>
            {of.catalog.items
              .filter(i => i.leftOut)
              .map(i => (
                <li key={i.key}>
                  {i.level2}：{i.leftOut!.reason}
                </li>
              ))}
          </ul>
        </div>
      )}
    </div>,
  )
}

/** The live table of every catalog in force, its months, its bodies below, its items. */
async function mapped(context: PortalContext): Promise<readonly string[]> {
  const bodies = await bodiesOf(context)
  return (await everyStanding(context)).flatMap(catalog => {
    const body = bodies.byId(catalog.bodyId)
    if (!body) return []
    const table = `/${body.slug}/catalog/${catalog.field}`
    const items = catalog.items.filter(i => !i.leftOut).map(i => encodeURIComponent(i.key))
    return [`${table}.html`, ...['coverage', 'below', ...items].map(name => `${table}/${name}.html`)]
  })
}

export const catalogPages: readonly PublicPage[] = [
  { path: at(String.raw`\.html`), mapped, answer: tablePage },
  { path: at(String.raw`\.xlsx`), answer: async (c, a) => xlsxFile(c, await askedCatalog(c, a)) },
  { path: at(String.raw`\.docx`), answer: async (c, a) => docxFile(c, await askedCatalog(c, a)) },
  { path: at(String.raw`\.csv`), answer: async (c, a) => csvFile(c, await askedCatalog(c, a)) },
  { path: at(String.raw`\.json`), answer: async (c, a) => jsonFile(c, await askedCatalog(c, a)) },
  { path: at(String.raw`/coverage\.html`), query: ['year'], answer: monthsPage },
  { path: at(String.raw`/below\.html`), query: ['year'], answer: belowPage },
  {
    path: at(String.raw`/(?!(?:coverage|below)\.html)(?<key>[^/.]{1,120})\.html`),
    query: ['year', 'month'],
    answer: evidencePage,
  },
  ...instrumentPages,
  ...listPages,
]

/** Above the text of a published catalog: the way to its live table. */
export const catalogParts: readonly PagePart[] = [
  ...listParts,
  ...instrumentParts,
  {
    place: 'lead',
    order: 50,
    kinds: ['catalog'],
    async make(context, { body, shown }) {
      if (!body || !shown) return null
      const live = (await standingCatalogs(context.db, [body.id])).find(c => c.address === shown.address)
      if (!live) return null
      return (
        <p>
          <Link to={`/${body.slug}/catalog/${live.field}.html`}>各事项的公开情况</Link>
          （件数、最近公开日期、时限是否达到），可下载 XLSX、DOCX、CSV、JSON。
        </p>
      )
    },
  },
]
