import { Select } from 'antd'
import { useMemo, useState } from 'react'
import { Field } from '#console/parts/Field.tsx'
import { useGet } from '#console/query.ts'
import type { Reason } from '#console/refusal.ts'
import { groups, mostTags } from '../model.ts'
import { isUsable, termsOf } from '../rules/held.ts'
import { mustBeIndexed, suggestTags, type Indexed } from '../rules/indexing.ts'
import type { ThesaurusView } from '../views.ts'

export type TagChoice = {
  readonly value: string
  readonly label: string
  readonly group?: string
  readonly words?: readonly string[]
}
export type TagHint = { readonly value: string; readonly label: string; readonly hint: string }

type Props = {
  readonly value: readonly string[]
  readonly set: (keys: string[]) => void
  readonly options: readonly TagChoice[]
  readonly suggestions: readonly TagHint[]
  readonly required?: boolean
  readonly reasons?: readonly Reason[]
  readonly hint?: string | null
  readonly onBlur?: () => void
}

/** Tags of a text: typed at, chosen, or taken from what the text itself suggests with one press. */
export function TagField({ value, set, options, suggestions, required, reasons, hint, onBlur }: Props) {
  const [said, setSaid] = useState('')
  const grouped = useMemo(() => {
    const names = [...new Set(options.map(o => o.group ?? ''))]
    return names.map(name => ({
      label: name,
      title: name,
      options: options
        .filter(o => (o.group ?? '') === name)
        .map(o => ({ value: o.value, label: o.label, words: [o.label, ...(o.words ?? [])].join(' ') })),
    }))
  }, [options])
  const open = suggestions.filter(s => !value.includes(s.value))
  const add = (some: readonly TagHint[]) => {
    set([...value, ...some.map(s => s.value)].slice(0, mostTags))
    setSaid(`已加上${some.map(s => s.label).join('、')}。`)
    onBlur?.()
  }
  return (
    <Field
      name="tags"
      label="标签"
      required={required}
      reasons={reasons}
      hint={hint ?? '输入名称或同义词查找，回车选中。公众按标签查找和订阅。'}
      why={{ text: '政策出台时按标签目录明确标签分类，公众才收得到。', clause: '上海/一(一)' }}
    >
      {({ status, ...control }) => (
        <>
          <Select
            {...control}
            status={status}
            mode="multiple"
            maxCount={mostTags}
            placeholder="输入或选择"
            showSearch={{
              filterOption: (typed, option) =>
                (option as { words?: string } | undefined)?.words?.includes(typed.trim()) ?? false,
            }}
            value={[...value]}
            options={grouped}
            onBlur={onBlur}
            onChange={(keys: string[]) => set(keys)}
          />
          {open.length > 0 ? (
            <div className="tag-offers">
              <p className="quiet">文中出现，按一下就加上：</p>
              <ul aria-label="建议的标签">
                {open.map(s => (
                  <li key={s.value}>
                    <button type="button" className="chip" onClick={() => add([s])}>
                      <span aria-hidden="true">＋</span>
                      <span className="hidden">加上标签：</span>
                      {s.label}
                      {s.hint === s.label ? null : (
                        <span className="quiet">
                          <span className="hidden">文中：</span>
                          {s.hint}
                        </span>
                      )}
                    </button>
                  </li>
                ))}
                {open.length > 1 ? (
                  <li>
                    <button type="button" className="link" onClick={() => add(open)}>
                      全部加上
                    </button>
                  </li>
                ) : null}
              </ul>
            </div>
          ) : null}
          <p className="quiet" role="status">
            {said}
          </p>
        </>
      )}
    </Field>
  )
}

type OwnProps = {
  readonly bodyId: number
  readonly value: readonly string[]
  readonly set: (keys: string[]) => void
  readonly title: string
  readonly html: string
  readonly reasons?: readonly Reason[]
  readonly onBlur?: () => void
  /** Given for documents: whether this one must be tagged. */
  readonly indexed?: Indexed
}

const textOf = (html: string): string =>
  new DOMParser().parseFromString(html.replace(/<\/(?:p|h\d|li|td|th)>/g, '$&\n'), 'text/html').body
    .textContent

/** The same for a text that is being written: what may be chosen is read once, suggestions follow the words. */
export function DraftTags({ bodyId, value, set, title, html, reasons, onBlur, indexed }: OwnProps) {
  const { data } = useGet<ThesaurusView>(`/api/tags/in-force?body=${bodyId}`, { fresh: 60_000 })
  const text = useMemo(() => textOf(html), [html])
  const suggestions = useMemo(
    () =>
      data
        ? suggestTags(data.terms, { title, text }, data.today).map(s => ({
            value: s.key,
            label: s.name,
            hint: s.found.join('、'),
          }))
        : [],
    [data, title, text],
  )
  if (!data || data.terms.length === 0) return null
  const thesaurus = { terms: data.terms, rule: data.rule, ruleOf: null }
  const chosen = termsOf(thesaurus, value).map(t => t.key)
  return (
    <TagField
      value={chosen}
      set={set}
      options={data.terms
        .filter(t => isUsable(t, data.today) || (chosen.includes(t.key) && t.replacedBy === null))
        .map(t => ({
          value: t.key,
          label: t.name,
          group: groups[t.group].label,
          words: t.synonyms,
        }))}
      suggestions={suggestions}
      required={indexed !== undefined && mustBeIndexed(data.rule, indexed)}
      reasons={reasons}
      onBlur={onBlur}
    />
  )
}
