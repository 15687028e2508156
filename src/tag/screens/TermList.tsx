import type { ReactNode } from 'react'
import type { Term } from '../model.ts'
import { isUsable } from '../rules/held.ts'
import { daysText } from '../rules/indexing.ts'

type Row = Term & { readonly bodyName?: string; readonly local?: boolean }

type Props<T extends Row> = {
  readonly title: string
  readonly hint?: string
  readonly terms: readonly T[]
  /** Among which the broader and the merged-to are looked up. */
  readonly all: readonly Term[]
  readonly today: string
  readonly marks?: (term: T) => ReactNode
  readonly keys?: (term: T) => ReactNode
}

/** Terms of one group in a row each: name, what else it is called, where it stands. */
export function TermList<T extends Row>({ title, hint, terms, all, today, marks, keys }: Props<T>) {
  const nameOf = (key: string) => all.find(t => t.key === key)?.name ?? key
  const id = `terms-${terms[0]?.group ?? 'none'}`
  return (
    <section className="tag-terms" aria-labelledby={id}>
      <h3 id={id}>
        {title} <span className="quiet">{terms.length}</span>
      </h3>
      {hint ? <p className="quiet">{hint}</p> : null}
      <ul className="plain-list">
        {terms.map(term => (
          <li key={term.key} id={`term-${term.key}`}>
            <div>
              <p>
                <span className={isUsable(term, today) ? 'tag-name' : 'tag-name tag-off'}>{term.name}</span>
                {term.replacedBy ? (
                  <span className="state-word">已合并到“{nameOf(term.replacedBy)}”</span>
                ) : isUsable(term, today) ? null : (
                  <span className="state-word">{daysText(term)}</span>
                )}
                {term.local ? <span className="state-word">本地</span> : null}
                {marks?.(term)}
              </p>
              <p className="quiet">
                {[
                  term.broader ? `上位词：${nameOf(term.broader)}` : null,
                  term.synonyms.length > 0 ? `同义词：${term.synonyms.join('、')}` : null,
                  term.former.length > 0 ? `曾用名：${term.former.join('、')}` : null,
                  term.note || null,
                  term.local && term.bodyName ? term.bodyName : null,
                ]
                  .filter(Boolean)
                  .join('　')}
              </p>
            </div>
            {keys?.(term)}
          </li>
        ))}
      </ul>
    </section>
  )
}
