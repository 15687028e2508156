import { Button, Checkbox, Drawer, Input, Radio, Select } from 'antd'
import { useState } from 'react'
import { Field } from '#console/parts/Field.tsx'
import { PutBack } from '#console/parts/PutBack.tsx'
import { useTyped } from '#console/useTyped.ts'
import { draftedCodes, isDrafted } from '../guideline/guidelines.ts'
import type { LocalItem } from '../localItem.ts'
import type { GuidelineName } from '../model.ts'
import { elementText, type ComparedElement, type ElementChange } from '../rules/adopt.ts'
import type { VersionView } from '../views.ts'
import { channelsOf, chosenOf, columns, itemName, putText, type Column } from './cells.ts'
import { notesAt, saidWhileTyping, type Notes } from './notes.ts'
import { whyUnproven } from './ItemWords.tsx'
import { useGuideline } from './useGuideline.ts'
import { Marks } from '#console/parts/Marks.tsx'

export type Opine = { readonly item: string | null; readonly element: string | null; readonly text: string }

type Props = {
  readonly item: LocalItem
  readonly number: number
  readonly notes: Notes
  readonly opinions: VersionView['opinions']
  readonly departments: VersionView['departments']
  readonly field: GuidelineName
  readonly changes: readonly ElementChange[]
  /** The words of the file it was read from, by the heading of their column. */
  readonly printed?: Readonly<Record<string, string>>
  readonly at: ComparedElement | null
  readonly onPut?: (part: Partial<LocalItem>) => void
  readonly onOpine?: (opinion: Opine) => void
  readonly onStep: (by: 1 | -1) => void
  readonly onClose: () => void
}

/** One item whole: every element with what is said about it, where it came from, the opinions on it. */
export function ItemPanel(props: Props) {
  const { item, number, onPut, onOpine, onStep, onClose } = props
  const { codes, upper } = item.lineage
  const drafted = draftedCodes(useGuideline(props.field))
  const unproven = codes.filter(c => drafted.has(c))
  return (
    <Drawer
      open
      size={620}
      title={`第${number}行　${itemName(item)}`}
      onClose={onClose}
      rootClassName="item-panel"
      extra={
        <span className="row-keys">
          <Button size="small" onClick={() => onStep(-1)}>
            上一行
          </Button>
          <Button size="small" onClick={() => onStep(1)}>
            下一行
          </Button>
        </span>
      }
    >
      <p className="quiet">
        {codes.length > 0 ? `对应国家事项 ${codes.join('、')}。` : '没有对应的国家事项。'}
        {upper !== null ? '由上级目录派生。' : codes.length === 0 ? '本级增加。' : ''}
        {unproven.length > 0 ? `${unproven.join('、')}待核对：${whyUnproven}` : ''}
      </p>
      {notesAt(props.notes.get(item.key), null).map(n => (
        <p key={n.text} className={`note note-${n.tone}`}>
          {n.text}
        </p>
      ))}
      {props.printed ? (
        <section aria-label="文件里的原文">
          <h3>文件里的原文</h3>
          <dl className="list-card-facts">
            {Object.entries(props.printed).map(([label, text]) => (
              <div key={label}>
                <dt>{label}</dt>
                <dd className="grid-text-whole">{text || '—'}</dd>
              </div>
            ))}
          </dl>
        </section>
      ) : null}
      {onPut ? <Fields key={item.key} {...props} onPut={onPut} /> : <Read item={item} />}
      {props.changes.length > 0 ? (
        <section aria-label="与上级目录不同之处">
          <h3>与上级目录不同之处</h3>
          <ul className="missing-none">
            {props.changes.map(c => (
              <li key={c.element}>
                <span className="quiet">{columns.find(one => one.element === c.element)?.label}：</span>
                <Marks before={c.before} after={c.after} />
              </li>
            ))}
          </ul>
        </section>
      ) : null}
      <Opinions
        key={`o-${item.key}`}
        itemKey={item.key}
        whole="整个事项"
        choices={columns.map(c => ({ value: c.element as string, label: c.label }))}
        opinions={props.opinions}
        at={props.at}
        onOpine={onOpine}
      />
    </Drawer>
  )
}

function Read({ item }: { item: LocalItem }) {
  return (
    <dl className="list-card-facts">
      {columns.map(c => (
        <div key={c.element}>
          <dt>{c.label}</dt>
          <dd className="grid-text-whole">{elementText(item, c.element) || '—'}</dd>
        </div>
      ))}
      {item.leftOut ? (
        <div>
          <dt>不列入</dt>
          <dd>{item.leftOut.reason || '没有写理由'}</dd>
        </div>
      ) : null}
    </dl>
  )
}

function Fields({
  item,
  notes,
  departments,
  field,
  onPut,
}: Props & { onPut: (part: Partial<LocalItem>) => void }) {
  const own = notes.get(item.key)
  const guideline = useGuideline(field)
  return (
    <form aria-label="事项" onSubmit={event => event.preventDefault()}>
      <Field
        name="leftOut"
        label="是否列入"
        group
        reasons={notesAt(own, 'leftOut').map(n => ({ text: n.text }))}
      >
        {() => (
          <>
            <Radio.Group
              value={item.leftOut ? 'out' : 'in'}
              options={[
                { value: 'in', label: '列入' },
                { value: 'out', label: '不列入' },
              ]}
              onChange={event =>
                onPut({
                  leftOut: event.target.value === 'out' ? { reason: item.leftOut?.reason ?? '' } : null,
                })
              }
            />
            {item.leftOut ? (
              <Input
                aria-label="不列入的理由"
                placeholder="例如：本县没有这项职能"
                maxLength={500}
                value={item.leftOut.reason}
                onChange={event => onPut({ leftOut: { reason: event.target.value } })}
              />
            ) : null}
          </>
        )}
      </Field>
      {columns.map(c => (
        <Element key={c.element} column={c} item={item} onPut={onPut} notes={notesAt(own, c.element)} />
      ))}
      <Field
        name="codes"
        label="对应的国家事项"
        hint="一项可以对应几个；没有对应的就是本级增加。"
        reasons={notesAt(own, 'lineage')}
      >
        {({ status, ...control }) => (
          <Select
            {...control}
            status={status}
            mode="multiple"
            allowClear
            optionFilterProp="label"
            placeholder="没有对应"
            value={[...item.lineage.codes]}
            options={guideline.items.map(g => ({
              value: g.code,
              label: `${g.code} ${g.level2 ?? g.content?.slice(0, 20) ?? ''}${isDrafted(g) ? '（待核对）' : ''}`,
            }))}
            onChange={codes => onPut({ lineage: { ...item.lineage, codes } })}
          />
        )}
      </Field>
      {departments.length > 0 ? (
        <Field name="department" label="责任科室" hint="这一项该公开时，由这个科室办理。">
          {({ status, ...control }) => (
            <Select
              {...control}
              status={status}
              allowClear
              placeholder="请选择"
              value={item.department ?? undefined}
              options={departments.map(d => ({ value: d.id, label: d.name }))}
              onChange={value => onPut({ department: value ?? null })}
            />
          )}
        </Field>
      ) : null}
    </form>
  )
}

type ElementProps = {
  readonly column: Column
  readonly item: LocalItem
  readonly notes: readonly { readonly text: string }[]
  readonly onPut: (part: Partial<LocalItem>) => void
}

function Element({ column, item, notes, onPut }: ElementProps) {
  const { element, label } = column
  const [text, setText] = useState(elementText(item, element))
  const [own, setOwn] = useState('')
  const put = (value: string) => {
    const result = putText(item, element, value)
    if (!('fault' in result)) onPut(result.part)
  }
  if (column.choices) {
    const chosen = chosenOf(item, element)
    const options = [...column.choices, ...chosen.filter(c => column.kind === 'several' && !column.choices!.includes(c))] // prettier-ignore
    return (
      <Field name={element} label={label} group reasons={notes}>
        {() =>
          column.kind === 'one' ? (
            <Radio.Group
              value={elementText(item, element)}
              options={options.map(o => ({ value: o, label: o }))}
              onChange={event => put(String(event.target.value))}
            />
          ) : (
            <>
              <Checkbox.Group
                className="checks"
                value={chosen}
                options={options}
                onChange={list => put(list.join('、'))}
              />
              {element === 'channels' ? (
                <Input.Search
                  aria-label="另有的渠道"
                  placeholder="另有的渠道，例如：村广播"
                  enterButton="加上"
                  maxLength={40}
                  value={own}
                  onChange={event => setOwn(event.target.value)}
                  onSearch={value => {
                    if (value.trim() === '') return
                    onPut({ channels: channelsOf(item, [...chosen, value.trim()]) })
                    setOwn('')
                  }}
                />
              ) : null}
            </>
          )
        }
      </Field>
    )
  }
  const said = saidWhileTyping(item, element, text)
  return (
    <Field
      name={element}
      label={label}
      reasons={notes}
      hint={said && !said.isFault ? said.text : element === 'basis' ? '一条依据一行。' : undefined}
    >
      {({ status, ...control }) => (
        <Input.TextArea
          {...control}
          status={status}
          autoSize={{ minRows: column.kind === 'lines' ? 2 : 1, maxRows: 12 }}
          value={text}
          onChange={event => {
            setText(event.target.value)
            put(event.target.value)
          }}
        />
      )}
    </Field>
  )
}

/** What was said of one row, and what a reviewer says of it now. */
export function Opinions({
  itemKey,
  whole,
  choices,
  opinions,
  at,
  onOpine,
}: Pick<Props, 'opinions' | 'onOpine'> & {
  readonly itemKey: string
  /** What the row as a whole is called. */
  readonly whole: string
  /** Parts of the row that may be named. */
  readonly choices: readonly { readonly value: string; readonly label: string }[]
  readonly at: string | null
}) {
  const own = opinions.filter(o => o.itemKey === itemKey)
  const [element, setElement] = useState<string>(at ?? '')
  const typed = useTyped(`catalog-opinion-${itemKey}`, { text: '' })
  const { text } = typed.values
  if (own.length === 0 && !onOpine) return null
  return (
    <section aria-label="意见">
      {own.length > 0 ? <h3>意见</h3> : null}
      {own.length > 0 ? <OpinionList opinions={own} /> : null}
      {onOpine ? (
        <form
          className="act"
          aria-label="提意见"
          onSubmit={event => {
            event.preventDefault()
            if (text.trim() === '') return
            onOpine({ item: itemKey, element: element || null, text: text.trim() })
            typed.forget()
          }}
        >
          <PutBack of={typed} />
          {choices.length > 0 ? (
            <Field name="opineElement" label="对哪个要素">
              {({ status, ...control }) => (
                <Select
                  {...control}
                  status={status}
                  value={element}
                  options={[{ value: '', label: whole }, ...choices]}
                  onChange={setElement}
                />
              )}
            </Field>
          ) : null}
          <Field name="opineText" label="意见" hint="先记在本机，退回修改时一并送出。">
            {({ status, ...control }) => (
              <Input.TextArea
                {...control}
                status={status}
                maxLength={1000}
                autoSize={{ minRows: 2, maxRows: 8 }}
                value={text}
                onChange={event => typed.set({ text: event.target.value })}
              />
            )}
          </Field>
          <div className="act-buttons">
            <Button htmlType="submit" disabled={text.trim() === ''}>
              记下这条意见
            </Button>
          </div>
        </form>
      ) : null}
    </section>
  )
}

/** Opinions with their answers. */
export function OpinionList({
  opinions,
  nameOf,
}: {
  opinions: VersionView['opinions']
  nameOf?: (key: string | null) => string
}) {
  return (
    <ul className="opinion-list">
      {opinions.map(o => (
        <li key={o.id}>
          <p>
            {nameOf ? <strong>{nameOf(o.itemKey)}　</strong> : null}
            {o.element ? (
              <span className="quiet">{columns.find(c => c.element === o.element)?.label}：</span>
            ) : null}
            {o.text}
          </p>
          <p className="quiet">
            {o.by}　{o.at}
          </p>
          <p className={o.answer ? undefined : 'note note-opinion'}>
            {o.answer ? `答复：${o.answer}` : '还没有答复，送审时须写明怎样处理的。'}
          </p>
        </li>
      ))}
    </ul>
  )
}
