import { Link } from '#portal/parts.tsx'
import type { PublicCatalog } from '../duty/publicData.ts'
import { codeOfEntry, listKindLabels, listKinds, nameOfEntry, type ListKind } from './model.ts'
import { listPath } from './paths.ts'

const entryPath = (of: PublicCatalog, kind: ListKind, key: string) =>
  `${listPath(of.body.slug, kind)}#e-${key}`

const mostShown = 3

/** In the table of items: what the item stands beside, the first few by name. */
export function CounterpartLines({ of, item, more }: { of: PublicCatalog; item: string; more: string }) {
  const found = of.counterparts.get(item) ?? []
  if (found.length === 0) return null
  return (
    <>
      <br />
      对应：
      {found.slice(0, mostShown).map(({ kind, entry }, i) => (
        <span key={entry.key}>
          {i > 0 && '、'}
          <Link to={entryPath(of, kind, entry.key)}>{nameOfEntry(entry)}</Link>
        </span>
      ))}
      {found.length > mostShown && (
        <>
          <Link to={more}>等 {found.length} 条</Link>
        </>
      )}
    </>
  )
}

/** On the page of an item: all that it stands beside, list by list. */
export function Counterparts({ of, item }: { of: PublicCatalog; item: string }) {
  const found = of.counterparts.get(item) ?? []
  if (found.length === 0) return null
  return (
    <div className="text">
      {listKinds
        .filter(kind => found.some(f => f.kind === kind))
        .map(kind => (
          <section key={kind} aria-labelledby={`counterparts-${kind}`}>
            <h2 id={`counterparts-${kind}`}>对应的{listKindLabels[kind]}事项</h2>
            <ul>
              {found
                .filter(f => f.kind === kind)
                .map(({ entry }) => (
                  <li key={entry.key}>
                    <Link to={entryPath(of, kind, entry.key)}>{nameOfEntry(entry)}</Link>
                    {[entry.type, codeOfEntry(entry)].filter(Boolean).length > 0 &&
                      `（${[entry.type, codeOfEntry(entry)].filter(Boolean).join('，')}）`}
                  </li>
                ))}
            </ul>
          </section>
        ))}
    </div>
  )
}
