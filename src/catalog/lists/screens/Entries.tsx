import { Button, Input, Select } from 'antd'
import { useState } from 'react'
import { Field } from '#console/parts/Field.tsx'
import { codeOfEntry, entryTypes, nameOfEntry, type EntryType, type ReadEntry } from '../model.ts'

/** `row`: of the file it came from; it stays on this machine. */
export type Held = ReadEntry & { readonly key?: string; readonly row?: number }
type Note = { readonly message: string; readonly isGrave: boolean }

type Props = {
  readonly entries: readonly Held[]
  /** Absent: read only. */
  readonly onChange?: (entries: readonly Held[]) => void
  /** What is said of an entry. */
  readonly notesOf?: (entry: Held) => readonly Note[]
  /** What stood in the file's cells. */
  readonly cellsOf?: (entry: Held) => Readonly<Record<string, string>> | null
  /** Opened from outside. */
  readonly open: number | null
  readonly onOpen: (place: number | null) => void
}

const page = 20

/** The entries of a list, twenty at a time; one opens to be read beside its cells and mended. */
export function Entries({ entries, onChange, notesOf, cellsOf, open, onOpen }: Props) {
  const [asked, setAsked] = useState('')
  const [only, setOnly] = useState<EntryType | '' | 'none'>('')
  const [shown, setShown] = useState(page)
  const found = entries
    .map((e, place) => ({ e, place }))
    .filter(
      ({ e }) =>
        (only === '' || (only === 'none' ? e.type === null : e.type === only)) &&
        (asked.trim() === '' || `${nameOfEntry(e)} ${codeOfEntry(e) ?? ''}`.includes(asked.trim())),
    )
  const types = entryTypes.filter(t => entries.some(e => e.type === t))
  return (
    <>
      <div className="grid-tools">
        <Input
          aria-label="按名称或编码查找"
          placeholder="名称或编码"
          allowClear
          value={asked}
          onChange={event => setAsked(event.target.value)}
          className="entry-search"
        />
        <Select
          aria-label="事项类型"
          value={only}
          onChange={setOnly}
          className="entry-type"
          options={[
            { value: '', label: '全部类型' },
            ...types.map(t => ({ value: t, label: t })),
            ...(entries.some(e => e.type === null) ? [{ value: 'none' as const, label: '没有类型的' }] : []),
          ]}
        />
        <span className="found">{found.length}条</span>
      </div>
      <ul className="entry-list" aria-label="清单的各条">
        {found.slice(0, shown).map(({ e, place }) => {
          const notes = notesOf?.(e) ?? []
          const isOpen = open === place
          return (
            <li key={place} className={isOpen ? 'entry entry-open' : 'entry'}>
              <div className="entry-head">
                <Button type="link" aria-expanded={isOpen} onClick={() => onOpen(isOpen ? null : place)}>
                  {place + 1}. {nameOfEntry(e)}
                </Button>
                <span className={e.type === null ? 'note note-grave' : 'quiet'}>{e.type ?? '没有类型'}</span>
                <span className="quiet entry-code">{codeOfEntry(e) ?? ''}</span>
                <span className="quiet">{e.subject ?? ''}</span>
              </div>
              {notes.map(n => (
                <p key={n.message} className={n.isGrave ? 'note note-grave' : 'quiet'}>
                  {n.message}
                </p>
              ))}
              {isOpen ? (
                <One
                  entry={e}
                  cells={cellsOf?.(e) ?? null}
                  onChange={
                    onChange && (next => onChange(entries.map((old, i) => (i === place ? next : old))))
                  }
                  onDrop={onChange && (() => (onOpen(null), onChange(entries.filter((_, i) => i !== place))))}
                />
              ) : null}
            </li>
          )
        })}
      </ul>
      {found.length > shown ? (
        <Button onClick={() => setShown(shown + page)}>再看{Math.min(page, found.length - shown)}条</Button>
      ) : null}
    </>
  )
}

const texts = [
  ['name', '事项名称'],
  ['part', '子项'],
  ['code', '事项编码'],
  ['basicCode', '基本编码'],
  ['implementCode', '实施编码'],
  ['subject', '实施主体'],
  ['handler', '承办机构'],
  ['audience', '服务对象'],
  ['levels', '行使层级'],
] as const
const areas = [
  ['duties', '责任事项'],
  ['liability', '追责情形'],
  ['note', '备注'],
] as const

function One({
  entry,
  cells,
  onChange,
  onDrop,
}: {
  entry: Held
  cells: Readonly<Record<string, string>> | null
  onChange: ((entry: Held) => void) | undefined
  onDrop: (() => void) | undefined
}) {
  const set = (change: Partial<Held>) => onChange?.({ ...entry, ...change })
  const said = (text: string) => (text.trim() === '' ? null : text)
  if (!onChange)
    return (
      <dl className="list-card-facts">
        {[...texts, ...areas].map(([name, label]) =>
          entry[name] ? (
            <div key={name}>
              <dt>{label}</dt>
              <dd className="lines">{entry[name]}</dd>
            </div>
          ) : null,
        )}
        <div>
          <dt>设定依据</dt>
          <dd className="lines">{entry.basis?.join('\n') ?? '—'}</dd>
        </div>
      </dl>
    )
  return (
    <div className="entry-form site-form">
      <Field name="type" label="事项类型" required>
        {({ status, ...control }) => (
          <Select
            {...control}
            status={status}
            value={entry.type}
            placeholder="请选择"
            options={entryTypes.map(t => ({ value: t, label: t }))}
            onChange={(type: EntryType) => set({ type })}
          />
        )}
      </Field>
      {texts.map(([name, label]) => (
        <Field key={name} name={name} label={label} required={name === 'name'}>
          {({ status, ...control }) => (
            <Input
              {...control}
              status={status}
              value={entry[name] ?? ''}
              onChange={event =>
                set({ [name]: name === 'name' ? event.target.value : said(event.target.value) })
              }
            />
          )}
        </Field>
      ))}
      <Field name="basis" label="设定依据" hint="一条一段，空一行分开。">
        {({ status, ...control }) => (
          <Input.TextArea
            {...control}
            status={status}
            autoSize={{ minRows: 2, maxRows: 10 }}
            value={entry.basis?.join('\n\n') ?? ''}
            onChange={event => {
              const parts = event.target.value.split(/\n{2,}/).filter(p => p.trim() !== '')
              set({ basis: parts.length > 0 ? parts : null })
            }}
          />
        )}
      </Field>
      {areas.map(([name, label]) =>
        entry[name] === null ? null : (
          <Field key={name} name={name} label={label}>
            {({ status, ...control }) => (
              <Input.TextArea
                {...control}
                status={status}
                autoSize={{ minRows: 2, maxRows: 10 }}
                value={entry[name] ?? ''}
                onChange={event => set({ [name]: said(event.target.value) })}
              />
            )}
          </Field>
        ),
      )}
      {cells ? (
        <details>
          <summary>原表这一行的各格</summary>
          <dl className="list-card-facts">
            {Object.entries(cells).map(([head, text]) => (
              <div key={head}>
                <dt>{head}</dt>
                <dd className="lines">{text}</dd>
              </div>
            ))}
          </dl>
        </details>
      ) : null}
      {onDrop ? <Button onClick={onDrop}>去掉这一条</Button> : null}
    </div>
  )
}
