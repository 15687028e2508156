import { Fragment } from 'react'
import type { Asked, PortalContext, PublicPage, View } from '#portal/page.ts'
import { Day, Link, Mark } from '#portal/parts.tsx'
import { reservedSlugs } from '#record/model.ts'
import type { PagePart } from '#record/parts.ts'
import { guidelineOf } from '../guideline/guidelines.ts'
import { instrumentPages, instrumentParts } from '../instrument/portal.tsx'
import { coverageLabels } from '../rules/coverage.ts'
import { belowPage, evidencePage, monthsPage } from './coveragePages.tsx'
import { csvFile, docxFile, jsonFile, xlsxFile } from './files.ts'
import { columnHeads, rowCells, rowGroups } from './layout.ts'
import { listPages, listParts } from '../lists/portal.tsx'
import { CounterpartLines } from '../lists/portalParts.tsx'
import { absenceKindLabels } from './model.ts'
import { evidencePath, Facts, home, tones, view } from './pageFrame.tsx'
import { askedCatalog, type PublicCatalog } from './publicData.ts'
import { standingCatalogs } from './store.ts'

/** 基层政务公开标准目录, live: every item with what stands published under it; the months, the bodies, the evidence. */

const slug = `(?<slug>(?!(?:${reservedSlugs.join('|')})(?:/|$))[a-z][a-z0-9-]{1,39})`
const at = (rest: string) =>
  new RegExp(`^/${slug}/catalog/(?<field>safety-production|disaster-relief)${rest}$`)

function Standing({ of, item }: { of: PublicCatalog; item: PublicCatalog['items'][number] }) {
  const { absence } = item
  return (
    <>
      <Mark tone={tones[item.state]}>{coverageLabels[item.state]}</Mark>
      {item.ever > 0 ? (
        <>
          <br />
          <Link to={evidencePath(of, item.item.key)}>
            共 {item.ever} 件<span className="hidden">：{item.name}</span>
          </Link>
          {item.last && (
            <>
              <br />
              最近 <Day day={item.last} />
            </>
          )}
        </>
      ) : null}
      <CounterpartLines of={of} item={item.item.key} more={evidencePath(of, item.item.key)} />
      {absence && item.published === 0 ? (
        <>
          <br />
          {absenceKindLabels[absence.kind]}：{absence.reason}（{absence.saidBy}，
          <Day day={absence.saidOn} />）
        </>
      ) : null}
      {!absence && item.state === 'notApplicable' ? (
        <>
          <br />
          依申请公开
        </>
      ) : null}
    </>
  )
}

const lines = (text: string) =>
  text.split('\n').map((line, i) => (
    <Fragment key={i}>
      {i > 0 && <br />}
      {line}
    </Fragment>
  ))

async function tablePage(context: PortalContext, asked: Asked): Promise<View | null> {
  const of = await askedCatalog(context, asked)
  if (!of) return null
  const guideline = guidelineOf(of.catalog.field)
  const title = `${guideline.field}基层政务公开标准目录`
  return view(
    of,
    '',
    title,
    <>
      <h1 className="page-title">{title}</h1>
      <Facts of={of} />
      <p>
        下载：
        {(['xlsx', 'docx', 'csv', 'json'] as const).map((form, i) => (
          <Fragment key={form}>
            {i > 0 && ' · '}
            <Link to={`${home(of)}.${form}`}>{form.toUpperCase()}</Link>
          </Fragment>
        ))}
      </p>
      <div className="text">
        <section className="scroll" tabIndex={0} aria-label={`${title}（表，可左右滚动）`}>
          <table className="catalog">
            <caption>
              {of.body.name}
              {title}及公开情况
            </caption>
            <thead>
              <tr>
                {columnHeads.map(head => (
                  <th key={head} scope="col">
                    {head}
                  </th>
                ))}
                <th scope="col">公开情况</th>
              </tr>
            </thead>
            {rowGroups(of.items, guideline).map(group => (
              <tbody key={group.level1}>
                {group.items.map(({ number, item }, i) => (
                  <tr key={item.item.key}>
                    <td>{number}</td>
                    {i === 0 && (
                      <th scope="rowgroup" rowSpan={group.items.length}>
                        {group.level1}
                      </th>
                    )}
                    <th scope="row">{item.name}</th>
                    {rowCells(item.item).map((cell, n) => (
                      <td key={columnHeads[n + 3]}>{lines(cell)}</td>
                    ))}
                    <td>
                      <Standing of={of} item={item} />
                    </td>
                  </tr>
                ))}
              </tbody>
            ))}
          </table>
        </section>
        {of.catalog.items.some(i => i.leftOut) && (
          <>
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
          </>
        )}
      </div>
    </>,
  )
}

export const catalogPages: readonly PublicPage[] = [
  { path: at(String.raw`\.html`), answer: tablePage },
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
