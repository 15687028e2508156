import { Input } from 'antd'
import { useState, type ReactNode } from 'react'
import { groupIds, groups, type Term } from '../model.ts'
import { isUsable } from '../rules/held.ts'
import { daysText } from '../rules/indexing.ts'

type Row = Term & { readonly bodyName?: string; readonly local?: boolean }

type Props<T extends Row> = {
  readonly terms: readonly T[]
  /** Among which the broader and the merged-to are looked up. */
  readonly all: readonly Term[]
  readonly today: string
  readonly marks?: (term: T) => ReactNode
  readonly keys?: (term: T) => ReactNode
}

/** Terms by their groups, to be looked through by name, synonym and former name. */
export function TermLists<T extends Row>(props: Props<T>) {
  const [words, setWords] = useState('')
  const asked = words.trim()
  const found = props.terms.filter(
    t => asked === '' || [t.name, ...t.synonyms, ...t.former].some(word => word.includes(asked)),
  )
  return (
    <>
      <form role="search" className="tag-find" onSubmit={event => event.preventDefault()}>
        <label htmlFor="tag-words">查找标签</label>
        <Input
          id="tag-words"
          allowClear
          value={words}
          maxLength={20}
          placeholder="名称、同义词或曾用名"
          onChange={event => setWords(event.target.value)}
        />
      </form>
      <p className="found" role="status">
        {asked ? `找到 ${found.length} 个` : ''}
      </p>
      {groupIds.map(group => {
        const terms = found.filter(t => t.group === group)
        return terms.length > 0 ? (
          <TermList
            key={group}
            {...props}
            title={groups[group].label}
            hint={groups[group].hint}
            terms={terms}
          />
        ) : null
      })}
    </>
  )
}

/** Terms of one group in a row each: name, what else it is called, where it stands. */
function TermList<T extends Row>({
  title,
  hint,
  terms,
  all,
  today,
  marks,
  keys,
}: Props<T> & { readonly title: string; readonly hint: string }) {
  const nameOf = (key: string) => all.find(t => t.key === key)?.name ?? key
  const id = `terms-${terms[0]?.group ?? 'none'}`
  return (
    <section className="tag-terms" aria-labelledby={id}>
      <h3 id={id}>
        {title} <span className="quiet">{terms.length}</span>
      </h3>
      <p className="quiet">{hint}</p>
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
