import { minuteOf, dayOf } from '#kit/now.ts'
import type { Asked, PortalContext, View } from '#portal/page.ts'
import { Link } from '#portal/parts.tsx'
import { compare } from '../compare/compare.ts'
import { entrySchema, validities, type Entry, type RecordBody } from '../model.ts'
import { contentAt, standingNow, type Standing } from '../store/read.ts'
import { validityOn } from '../validity.ts'
import { ComparisonView } from './comparison.tsx'
import { crumbsOf, sectionOf } from './data.ts'
import { relationsAround } from './relations.tsx'

type Stands = Standing & { readonly entry: Entry }

async function standsAt(
  context: PortalContext,
  at: { address: string } | { number: number },
): Promise<Stands | null> {
  const standing = await standingNow(context.db, at)
  return standing?.entry ? { ...standing, entry: standing.entry } : null
}

const addressOf = (asked: Asked, suffix: string) => asked.path.replace(suffix, '.html')

const nameOf = (entry: Entry) => `${entry.title}${entry.documentNumber ? `（${entry.documentNumber}）` : ''}`

/** 新旧对照: a document against the one it changes or that changes it. Others are no two texts of one matter and have no page. */
export async function comparePage(
  context: PortalContext,
  asked: Asked,
  body: RecordBody,
): Promise<View | null> {
  const address = addressOf(asked, '.compare.html')
  const other = asked.query.get('with')
  if (!other || !/^[1-9]\d{0,14}$/.test(other)) return null
  const here = await standsAt(context, { address })
  if (!here || here.bodyId !== body.id) return null
  const related = await relationsAround(context, address, here.entry)
  const relation = related.find(r => r.compareWith === Number(other))
  const there = relation ? await standsAt(context, { number: Number(other) }) : null
  if (!relation || !there) return null
  const isNewer = ['amends', 'replaces', 'repeals'].includes(relation.relation)
  const [old, now] = isNewer ? [there, here] : [here, there]
  const side = (s: Stands) => ({ name: nameOf(s.entry), address: s.address })
  return {
    kind: 'view',
    title: [`新旧对照：${now.entry.title}`, body.name],
    description: `《${now.entry.title}》与《${old.entry.title}》逐条对照。`,
    section: sectionOf(body),
    word: 'policy',
    crumbs: [...crumbsOf(body), { label: '正文', to: address }, { label: '新旧对照' }],
    noindex: true,
    main: (
      <article className="compare-page">
        <h1 className="page-title">新旧对照</h1>
        <p className="doc-notice">
          本页由系统按条款逐字比较两件文件的公开正文生成，供阅读参考；以两件文件的正式文本为准。
        </p>
        <ComparisonView
          comparison={compare(old.entry.html, now.entry.html)}
          old={side(old)}
          now={side(now)}
        />
      </article>
    ),
  }
}

type Facts = readonly (readonly [string, string])[]

const factsOf = (entry: Entry, on: string): Facts => {
  const validity = validityOn(entry, on)
  return [
    ['标题', entry.title],
    ['有效性', validity ? validities[validity] : ''],
    ['实施日期', entry.effectiveOn ?? ''],
    ['有效期至', entry.expiresOn ?? ''],
    ['废止日期', entry.repealedOn ?? ''],
    ['统一编号', entry.unifiedNumber ?? ''],
    ['发文字号', entry.documentNumber ?? ''],
    ['主题分类', entry.theme ?? ''],
    ['附件', entry.attachments.map(a => a.name).join('、')],
    ['相关文件', entry.links.map(l => l.title).join('、')],
  ]
}

/** 版本与差异: every revision of a publication, and what two of them differ in. */
export async function historyPage(
  context: PortalContext,
  asked: Asked,
  body: RecordBody,
): Promise<View | null> {
  const address = addressOf(asked, '.history.html')
  const here = await standsAt(context, { address })
  if (!here || here.bodyId !== body.id) return null
  const newest = here.revisions[0]!.revision
  const chosen = readPair(asked.query, newest)
  if (!chosen) return null
  const texts = await Promise.all(chosen.map(r => contentAt(context.db, address, r)))
  const entries = texts.map(t => (t === null ? null : entrySchema.parse(JSON.parse(t))))
  const revisionOf = (n: number) => here.revisions.find(r => r.revision === n)!
  const stem = address.replace(/\.html$/, '')
  const [old, now] = [entries[0] ?? null, entries[1] ?? null]
  return {
    kind: 'view',
    title: [`版本与差异：${here.entry.title}`, body.name],
    description: `《${here.entry.title}》公开以来的各个版本和每次改动。`,
    section: sectionOf(body),
    word: 'policy',
    crumbs: [...crumbsOf(body), { label: '正文', to: address }, { label: '版本与差异' }],
    noindex: true,
    main: (
      <article className="compare-page">
        <h1 className="page-title">版本与差异</h1>
        <p className="lead">
          <Link to={address}>{here.entry.title}</Link>公开以来共 {newest} 个版本。每个版本都有回执，可以核对。
        </p>
        <table className="register">
          <caption>从新到旧</caption>
          <thead>
            <tr>
              <th scope="col">版本</th>
              <th scope="col">时间</th>
              <th scope="col">说明</th>
              <th scope="col">对照</th>
              <th scope="col">数据</th>
            </tr>
          </thead>
          <tbody>
            {here.revisions.map(r => (
              <tr key={r.revision}>
                <td data-label="版本" className="nowrap">
                  第 {r.revision} 版
                </td>
                <td data-label="时间" className="nowrap">
                  <time dateTime={minuteOf(r.publishedAt)}>{minuteOf(r.publishedAt)}</time>
                </td>
                <td data-label="说明">{r.note ?? (here.entry.imported ? '迁入本站' : '首次公开')}</td>
                <td data-label="对照" className="nowrap">
                  {r.revision > 1 ? (
                    <Link to={`${stem}.history.html?from=${r.revision - 1}&to=${r.revision}`}>
                      与上一版对照
                    </Link>
                  ) : (
                    '—'
                  )}
                </td>
                <td data-label="数据" className="nowrap">
                  <Link to={`${stem}.json?revision=${r.revision}`}>正文</Link>{' '}
                  <Link to={`${stem}.receipt.json?revision=${r.revision}`}>回执</Link>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        {old && now && (
          <section>
            <h2 className="title-2">
              第 {chosen[0]} 版与第 {chosen[1]} 版
            </h2>
            <FactChanges
              old={factsOf(old, dayOf(revisionOf(chosen[0]!).publishedAt))}
              now={factsOf(now, dayOf(revisionOf(chosen[1]!).publishedAt))}
            />
            <ComparisonView
              comparison={compare(old.html, now.html)}
              old={{ name: `第 ${chosen[0]} 版`, address: null }}
              now={{ name: `第 ${chosen[1]} 版`, address: chosen[1] === newest ? address : null }}
            />
          </section>
        )}
      </article>
    ),
  }
}

/** Which two revisions: as asked, else the last two; none where there is one only. Null: no such pair. */
function readPair(query: ReadonlyMap<string, string>, newest: number): number[] | null {
  const [from, to] = [query.get('from'), query.get('to')]
  if (from === undefined && to === undefined) return newest > 1 ? [newest - 1, newest] : []
  if (!/^[1-9]\d{0,5}$/.test(from ?? '') || !/^[1-9]\d{0,5}$/.test(to ?? '')) return null
  const pair = [Number(from), Number(to)]
  return pair[0]! < pair[1]! && pair[1]! <= newest ? pair : null
}

function FactChanges({ old, now }: { old: Facts; now: Facts }) {
  const rows = now.flatMap(([label, value], i) =>
    old[i]![1] === value ? [] : [[label, old[i]![1], value] as const],
  )
  if (rows.length === 0) return <p className="lead">公文信息没有变化。</p>
  return (
    <table className="register fact-changes">
      <caption>公文信息的变化</caption>
      <thead>
        <tr>
          <th scope="col">项目</th>
          <th scope="col">原来</th>
          <th scope="col">现在</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(([label, before, after]) => (
          <tr key={label}>
            <td data-label="项目" className="nowrap">
              {label}
            </td>
            <td data-label="原来">{before || '—'}</td>
            <td data-label="现在">{after || '—'}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
