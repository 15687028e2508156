import { dayOf } from '#kit/now.ts'
import type { PortalContext } from '#portal/page.ts'
import { Link } from '#portal/parts.tsx'
import { relations, type Entry, type Relation, type Validity } from '../model.ts'
import { linkingTo, nowAt, type Found } from '../store/relations.ts'
import { opposite, validityOn } from '../validity.ts'
import { isValidity, ValidityMark } from './lists.tsx'

/** How another document stands to the one shown. */
export type ShownRelation = {
  readonly relation: Relation
  readonly title: string
  readonly number: string | null
  /** Null: not on this site, or withdrawn. */
  readonly address: string | null
  readonly on: string | null
  readonly validity: Validity | null
  /** Under which number the two texts are compared; null where they are no two texts of one matter. */
  readonly compareWith: number | null
}

const comparable: readonly Relation[] = [
  'amends',
  'amended-by',
  'replaces',
  'replaced-by',
  'repeals',
  'repealed-by',
]

/** A law that hundreds rest upon shows its newest; all are found by the search. */
const mostReverse = 50

const shownOf = (
  relation: Relation,
  on: string | null,
  title: string,
  at: Found | undefined,
): ShownRelation => {
  const stands = at?.standing === 'published'
  return {
    relation,
    title: at ? (stands ? at.title : '已撤回的文件') : title,
    number: stands ? at.document_number : null,
    address: stands ? at.address : null,
    on,
    validity: stands && isValidity(at.validity) ? at.validity : null,
    compareWith: stands && comparable.includes(relation) ? at.number : null,
  }
}

/** What a document says of others, and others of it, each with what stands there now. */
export async function relationsAround(
  context: Pick<PortalContext, 'db'>,
  address: string,
  entry: Entry,
): Promise<ShownRelation[]> {
  const addresses = entry.links.flatMap(l => (l.address ? [l.address] : []))
  const [there, reverse] = await Promise.all([
    nowAt(context.db, addresses),
    linkingTo(context.db, address, mostReverse),
  ])
  const own = entry.links.map(l =>
    shownOf(l.relation, l.on ?? null, l.title, l.address ? there.get(l.address) : undefined),
  )
  const others = reverse.flatMap(row =>
    row.links.flatMap(link => {
      const back = link.address === address ? opposite[link.relation] : undefined
      return back ? [shownOf(back, link.on ?? null, row.title, row)] : []
    }),
  )
  const known = new Set<string>()
  return [...own, ...others].filter(r => {
    const key = `${r.relation}|${r.address ?? r.title}`
    return known.has(key) ? false : known.add(key)
  })
}

/** Without the record at hand: what the entry itself says. */
export const ownRelations = (entry: Entry): ShownRelation[] =>
  entry.links.map(l => ({ ...shownOf(l.relation, l.on ?? null, l.title, undefined), address: l.address }))

const order = Object.keys(relations) as Relation[]

/** 相关文件, grouped by how they stand to this one. */
export function Relations({ list, stem }: { list: readonly ShownRelation[]; stem: string }) {
  if (list.length === 0) return null
  const groups = order
    .map(relation => ({ relation, rows: list.filter(r => r.relation === relation) }))
    .filter(g => g.rows.length > 0)
  return (
    <section className="relations">
      <h2>相关文件</h2>
      <dl>
        {groups.map(({ relation, rows }) => (
          <div key={relation}>
            <dt>{relations[relation]}</dt>
            {rows.map(r => (
              <dd key={r.address ?? r.title}>
                {r.address ? <Link to={r.address}>{r.title}</Link> : <span>{r.title}</span>}
                <span className="size">
                  {r.number && <span className="nowrap">{r.number}</span>}
                  {r.on && <span className="nowrap">自 {r.on}</span>}
                  {r.validity && <ValidityMark validity={r.validity} />}
                </span>
                {r.compareWith !== null && (
                  <Link to={`${stem}.compare.html?with=${r.compareWith}`} className="compare-link">
                    新旧对照
                  </Link>
                )}
              </dd>
            ))}
          </div>
        ))}
      </dl>
    </section>
  )
}

const byWhom = (list: readonly ShownRelation[], wanted: readonly Relation[]) =>
  list.filter(r => wanted.includes(r.relation))

/** The banner over a document that is no longer, or not yet, or no longer wholly in force. */
export function ValidityNotice({
  entry,
  list,
  now,
}: {
  entry: Entry
  list: readonly ShownRelation[]
  now: Date
}) {
  const today = dayOf(now)
  const validity = validityOn(entry, today)
  if (validity === 'repealed' || validity === 'expired') {
    const on = validity === 'repealed' ? entry.repealedOn : entry.expiresOn
    const by = byWhom(list, ['replaced-by', 'repealed-by'])
    return (
      <p className="doc-notice is-ended">
        <strong>本件{validity === 'repealed' ? '已废止' : '已失效'}</strong>
        {on && (validity === 'repealed' ? `（自 ${on} 起）` : `（有效期至 ${on}）`)}
        ，仅供查考，不能作为办事依据。
        <ByWhom list={by} words={by.some(r => r.relation === 'replaced-by') ? '现行文件：' : '依据：'} />
      </p>
    )
  }
  const notes: React.ReactNode[] = []
  if (validity === 'amended' || validity === 'revised')
    notes.push(
      <span key="amended" className="line">
        <strong>本件{validity === 'revised' ? '已修改' : '部分内容已修改'}</strong>，请与修改文件一并阅读。
        <ByWhom list={byWhom(list, ['amended-by'])} words="修改文件：" />
      </span>,
    )
  if (entry.effectiveOn && entry.effectiveOn > today)
    notes.push(
      <span key="begins" className="line">
        本件自 {entry.effectiveOn} 起施行，现在尚未施行。
      </span>,
    )
  if (validity !== null && entry.repealedOn && entry.repealedOn > today)
    notes.push(
      <span key="ends" className="line">
        本件自 {entry.repealedOn} 起废止。
        <ByWhom list={byWhom(list, ['replaced-by', 'repealed-by'])} words="现行文件：" />
      </span>,
    )
  return notes.length === 0 ? null : <p className="doc-notice">{notes}</p>
}

function ByWhom({ list, words }: { list: readonly ShownRelation[]; words: string }) {
  if (list.length === 0) return null
  return (
    <>
      {words}
      {list.map((r, i) => (
        <span key={r.address ?? r.title}>
          {i > 0 && '、'}
          {r.address ? <Link to={r.address}>《{r.title}》</Link> : `《${r.title}》`}
        </span>
      ))}
      。
    </>
  )
}
