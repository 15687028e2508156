import { Button, Checkbox, Input } from 'antd'
import { useState, type FormEvent } from 'react'
import { Clause } from '#console/parts/Clause.tsx'
import { DayInput } from '#console/parts/DayInput.tsx'
import { Faults } from '#console/parts/Faults.tsx'
import { Field } from '#console/parts/Field.tsx'
import { useDoing } from '#console/query.ts'
import { isStale, reasonsOf, type Reason } from '#console/refusal.ts'
import { useKept } from '#console/useKept.ts'
import type { VersionView } from '../views.ts'
import type { Opine } from './ItemPanel.tsx'

/** What is judged here: a version of a catalog, or of an instrument. */
type Judged = Pick<VersionView, 'id' | 'opinions' | 'conflicts' | 'offers' | 'address' | 'stateLabel'>
type Offer = Judged['offers'][number]
export type Spec = {
  readonly name: string
  readonly label: string
  readonly kind: 'day' | 'text' | 'box'
  readonly hint?: string
  readonly optional?: boolean
}
type Values = Readonly<Record<string, string>>

export const effectiveOn = (hint: string): Spec => ({
  name: 'effectiveOn',
  label: '施行日期',
  kind: 'day',
  hint,
})

type Props = {
  readonly view: Judged
  /** `/api/catalogs`: where its steps are sent to. */
  readonly path: string
  /** What 本级政府审核通过 asks for. */
  readonly approval: readonly Spec[]
  /** What steps ask for that only this kind has. */
  readonly more?: Readonly<Record<string, readonly Spec[]>>
  readonly nameOf: (key: string | null) => string
  /** Opinions noted on this machine that go out with a return. */
  readonly noted: readonly Opine[]
  readonly onDrop: (at: number) => void
  /** Sends what is still unsaved; the version to act on, null where it could not be saved. */
  readonly prepare: () => Promise<number | null>
  readonly onDone: (verb: string) => void
}

/** Conflicts of words alone that nobody has settled: whoever goes on says why they are none. */
const unsettled = (view: Judged) => view.conflicts.filter(c => !c.isCertain && c.cleared === null)
const clearName = (c: { bar: string; list: string; item: string }) => `clear.${c.bar}.${c.list}.${c.item}`

/** What each step asks for besides its reason. */
function specsOf({ view, approval, more, nameOf }: Props, verb: string): readonly Spec[] {
  const open = view.opinions.filter(o => o.answer === null)
  const clearing: Spec[] = unsettled(view).map(c => ({
    name: clearName(c),
    label: '为什么不冲突',
    kind: 'text',
    hint: `${c.text}确实冲突的，不写这一栏，先改内容。`,
  }))
  const specs: Record<string, readonly Spec[]> = {
    submit: [
      ...open.map((o): Spec => ({
        name: `opinion.${o.id}`,
        label: `答复：${nameOf(o.itemKey)} — ${o.text}`,
        kind: 'text',
        hint: `${o.by} ${o.at} 提出。写明怎样处理的；没有采纳的写明理由。`,
      })),
      ...clearing,
    ],
    approve: approval,
    publish: [
      {
        name: 'note',
        label: '给公众看的说明',
        kind: 'text',
        hint: view.address ? '与上一版相比改了什么。' : '第一次公布可以不写。',
        optional: view.address === null,
      },
      ...clearing,
    ],
    ...more,
  }
  return specs[verb] ?? []
}

function formOf(
  view: Judged,
  verb: string,
  specs: readonly Spec[],
  values: Values,
  noted: readonly Opine[],
): unknown {
  const clearances = unsettled(view).map(c => ({
    ...{ bar: c.bar, list: c.list, item: c.item },
    because: values[clearName(c)] ?? '',
  }))
  switch (verb) {
    case 'submit':
      return {
        answers: Object.entries(values)
          .filter(([name]) => name.startsWith('opinion.'))
          .map(([name, text]) => ({ opinion: Number(name.slice('opinion.'.length)), text })),
        clearances,
      }
    case 'return':
      return { opinions: noted }
    case 'publish':
      return { ...(values.note ? { note: values.note } : {}), clearances }
    default:
      return specs.length > 0
        ? Object.fromEntries(
            specs.map(s => [s.name, s.kind === 'box' ? values[s.name] === 'yes' : values[s.name]]),
          )
        : undefined
  }
}

/** The next lawful steps of a version. */
export function Act(props: Props) {
  const offers = props.view.offers.filter(o => o.verb !== 'save')
  const [chosen, setChosen] = useState<string | null>(null)
  if (offers.length === 0)
    return <p className="quiet">这一步不由您办理，或者这一版已经办结。现在：{props.view.stateLabel}。</p>
  const offer = offers.find(o => o.verb === chosen)
  return (
    <>
      <div className="act-buttons">
        {offers.map(o => (
          <Button
            key={o.verb}
            type={o.verb === chosen ? 'primary' : 'default'}
            aria-pressed={o.verb === chosen}
            onClick={() => setChosen(o.verb === chosen ? null : o.verb)}
          >
            {o.label}
          </Button>
        ))}
      </div>
      {offer ? (
        <Step
          key={offer.verb}
          {...props}
          offer={offer}
          onDone={verb => (setChosen(null), props.onDone(verb))}
        />
      ) : null}
    </>
  )
}

function Step(props: Props & { readonly offer: Offer }) {
  const { view, path, offer, nameOf, noted, onDrop, prepare, onDone } = props
  const specs = specsOf(props, offer.verb)
  const kept = useKept<{ values: Values; reason: string }>(`${path}-${view.id}-${offer.verb}`, {
    values: {},
    reason: '',
  })
  const { values, reason } = kept.value
  const [asked, setAsked] = useState(false)
  const [own, setOwn] = useState<readonly Reason[]>([])
  const doing = useDoing()
  const reasons = own.length > 0 ? own : doing.error ? reasonsOf(doing.error) : []
  const at = (name: string) => reasons.filter(r => r.field === name)
  const rest = reasons.filter(r => r.field !== 'reason' && !specs.some(s => s.name === r.field))
  async function submit(event: FormEvent) {
    event.preventDefault()
    const missing: Reason[] = specs
      .filter(s => !s.optional && s.kind !== 'box' && !values[s.name]?.trim())
      .map(s => ({
        field: s.name,
        text: s.kind === 'day' ? `请填写${s.label}。` : s.name.startsWith('opinion.') ? '请写明怎样处理了这条意见。' : s.name.startsWith('clear.') ? '请写明为什么不冲突，或者先改内容。' : `请写${s.label}。`, // prettier-ignore
      }))
    if (offer.reason === 'required' && reason.trim() === '')
      missing.push({ field: 'reason', text: '请写明理由。' })
    setOwn(missing)
    if (missing.length > 0) return
    if (offer.weighty && !asked) return setAsked(true)
    const version = await prepare()
    if (version === null) return setOwn([{ text: '改动还没有保存好，请看上面的保存提示，再试一次。' }])
    const asking = Object.fromEntries(specs.map(s => [s.name, values[s.name]?.trim() ?? '']))
    const done = await doing.run('POST', `${path}/${view.id}/${offer.verb}`, {
      version,
      form: formOf(view, offer.verb, specs, asking, noted),
      ...(reason.trim() ? { reason: reason.trim() } : {}),
    })
    setAsked(false)
    if (!done) return
    kept.forget()
    onDone(offer.verb)
  }
  return (
    <form
      className="act site-form"
      aria-label={offer.label}
      noValidate
      onSubmit={event => void submit(event)}
    >
      <p className="effect">
        {offer.effect}{' '}
        {offer.basis.map(id => (
          <Clause key={id} id={id} />
        ))}
      </p>
      {kept.restored ? <p role="status">上次没有提交的内容已经放回来了。</p> : null}
      <Faults reasons={rest} />
      {isStale(doing.error) ? (
        <p className="quiet">页面已经不是最新的，写下的内容都留着，请刷新后再提交。</p>
      ) : null}
      {offer.verb === 'return' ? <Noted noted={noted} nameOf={nameOf} onDrop={onDrop} /> : null}
      {specs.map(s => (
        <Field
          key={s.name}
          name={s.name.replaceAll(/[./]/g, '-')}
          label={s.label}
          hint={s.hint}
          required={!s.optional}
          reasons={at(s.name)}
        >
          {control =>
            s.kind === 'box' ? (
              <Checkbox
                id={control.id}
                aria-describedby={control['aria-describedby']}
                checked={values[s.name] === 'yes'}
                onChange={e =>
                  kept.set({ reason, values: { ...values, [s.name]: e.target.checked ? 'yes' : '' } })
                }
              >
                {s.label}
              </Checkbox>
            ) : s.kind === 'day' ? (
              <DayInput
                control={control}
                value={values[s.name] || null}
                onChange={day => kept.set({ reason, values: { ...values, [s.name]: day ?? '' } })}
              />
            ) : (
              <Words
                control={control}
                value={values[s.name] ?? ''}
                max={s.name === 'note' ? 500 : 1000}
                set={text => kept.set({ reason, values: { ...values, [s.name]: text } })}
              />
            )
          }
        </Field>
      ))}
      {offer.reason ? (
        <Field
          name="reason"
          label="理由（留在履历里）"
          required={offer.reason === 'required'}
          reasons={at('reason')}
        >
          {control => (
            <Words
              control={control}
              value={reason}
              max={2000}
              set={text => kept.set({ values, reason: text })}
            />
          )}
        </Field>
      ) : null}
      {asked ? (
        <p role="alert" className="confirm">
          <strong>确认{offer.label}？</strong>
          {offer.effect}
        </p>
      ) : null}
      <div className="act-buttons">
        <Button type="primary" htmlType="submit" loading={doing.busy} danger={offer.verb === 'cancel'}>
          {asked ? `确认${offer.label}` : offer.label}
        </Button>
        {asked ? <Button onClick={() => setAsked(false)}>再想想</Button> : null}
      </div>
    </form>
  )
}

function Words({
  control: { status, ...control },
  value,
  max,
  set,
}: {
  control: Parameters<Parameters<typeof Field>[0]['children']>[0]
  value: string
  max: number
  set: (text: string) => void
}) {
  return (
    <Input.TextArea
      {...control}
      status={status}
      maxLength={max}
      autoSize={{ minRows: 2, maxRows: 8 }}
      value={value}
      onChange={event => set(event.target.value)}
    />
  )
}

function Noted({ noted, nameOf, onDrop }: Pick<Props, 'noted' | 'nameOf' | 'onDrop'>) {
  if (noted.length === 0)
    return <p className="quiet">还没有逐项意见：展开一行就可以写。只写总的理由也可以退回。</p>
  return (
    <ul className="opinion-list" aria-label="一并送出的意见">
      {noted.map((o, i) => (
        <li key={`${o.item}${o.text}`}>
          <strong>{nameOf(o.item)}</strong>　{o.text}{' '}
          <Button size="small" onClick={() => onDrop(i)}>
            去掉
          </Button>
        </li>
      ))}
    </ul>
  )
}
