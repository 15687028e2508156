import { Button, Input } from 'antd'
import { useEffect, useId, useMemo, useRef, useState, type FormEvent, type ReactNode } from 'react'
import type { Answers } from '../asked.ts'
import { useDoing, useRefresh } from '../query.ts'
import { byField, isStale, reasonsOf, type Reason } from '../refusal.ts'
import { useKept } from '../useKept.ts'
import { BasisList, Clause, type Basis } from './Clause.tsx'
import { anchorOf, Faults, focusField } from './Faults.tsx'
import { Field, type Control } from './Field.tsx'
import { Icon } from './Icon.tsx'
import { PutBack } from './PutBack.tsx'

/** A lawful step as a view offers it. */
export type Offered = {
  readonly verb: string
  readonly label: string
  readonly effect: string
  /** Clauses by their ids, or with their texts. */
  readonly basis: readonly string[] | readonly Basis[]
  readonly reason: 'required' | 'optional' | null
  readonly weighty?: boolean
  /** What keeps it from being taken now. */
  readonly blocked?: readonly Reason[]
}

/** What is typed into the fields of a step, and how it is changed. */
export type HeldFields<V extends Answers = Answers> = {
  readonly values: V
  set(part: Partial<V>): void
  readonly faults: ReadonlyMap<string, readonly Reason[]>
  /** Name and faults of a field for `Field`: several steps on one page do not get into each other's way. */
  at(name: string): { readonly name: string; readonly reasons: readonly Reason[] }
}

/** What a step asks for besides its reason. */
export type StepFields<V extends Answers = Answers> = {
  readonly initial: V
  /** Fields that are not brought back after a refresh. */
  readonly unkept?: readonly string[]
  missing?(values: V): readonly Reason[]
  /** What is sent as `form`; undefined sends none. */
  form(values: V): unknown
  draw(held: HeldFields<V>): ReactNode
}

export type StepProps<A = unknown> = {
  readonly offer: Offered
  /** What the verb is put behind: `/api/postings/7`. */
  readonly address: string
  /** What the person was looking at; none where nothing is moved by it. */
  readonly version?: number
  readonly fields?: StepFields
  /** Sends what is still unsaved; the version to act on, null where it could not be saved. */
  readonly prepare?: () => Promise<number | null>
  readonly onDone: (answer: A, offer: Offered) => unknown
  /** Somebody was first: called at once; without it the person is offered to read the page again. */
  readonly onStale?: () => void
  /** Gives a button that leaves the step as it is. */
  readonly onClose?: () => void
  readonly heading?: ReactNode
  /** Between what the step does and what it asks. */
  readonly above?: ReactNode
  /** What the reason is called here. */
  readonly reasonLabel?: string
  /** Characters it takes. */
  readonly reasonMost?: number
  /** Said where it is missing. */
  readonly reasonMissing?: string
  /** Kept by the parent where several steps share one reason. */
  readonly words?: {
    readonly text: string
    readonly set: (text: string) => void
    readonly restored: boolean
    readonly forget: () => void
  }
  /** Another box for the reason than the plain one. */
  readonly reasonBox?: (control: Control, value: string, set: (text: string) => void) => ReactNode
  /** What happens, in the second question. */
  readonly sure?: (values: Answers) => string
  readonly tone?: 'primary' | 'default' | 'danger'
  readonly autoFocus?: boolean
  readonly className?: string
}

type Typed = { readonly values: Answers; readonly reason: string }

const none: StepFields = { initial: {}, form: () => undefined, draw: () => null }
/** They take something away from those who had it. */
const harsh: readonly string[] = ['cancel', 'withdraw', 'remove']
const unsaved: readonly Reason[] = [
  { text: '内容还没有保存到服务器（见上面的提示），已留在本机；保存好以后再办理。' },
]

/**
 * One lawful step: what it does, what it rests on, what it asks, everything wrong at once, a second question where it weighs. What is
 * typed stays on this machine until it was sent.
 */
export function Step<A = unknown>(props: StepProps<A>) {
  const { offer, address, version, fields = none, prepare, onDone, onStale, onClose, words } = props
  const kept = useKept<Typed>(`${address}-${offer.verb}`, { values: {}, reason: '' })
  const [fresh, setFresh] = useState<Answers>({})
  const [asked, setAsked] = useState(false)
  const [own, setOwn] = useState<readonly Reason[]>([])
  const [preparing, setPreparing] = useState(false)
  const doing = useDoing()
  const refresh = useRefresh()
  const id = useId()
  const names = Object.keys(fields.initial)
  const typed: Answers = { ...kept.value.values, ...fresh }
  const values = Object.fromEntries(
    names.map(name => [name, name in typed ? typed[name] : fields.initial[name]]),
  )
  const reason = words?.text ?? kept.value.reason
  const known = ['reason', ...names].join('\n')
  const sorted = useMemo(
    () => byField(own.length > 0 ? own : doing.error ? reasonsOf(doing.error) : [], known.split('\n')),
    [own, doing.error, known],
  )
  const anchor = (name: string) => `${id}${name.replaceAll(/[./]/g, '-')}`
  useEffect(() => {
    const first = [...sorted.fields.keys()][0]
    if (first === undefined || sorted.rest.length > 0) return
    focusField(document.getElementById(anchorOf(anchor(first))) ? anchor(first) : first)
  }, [sorted])
  const question = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (asked) question.current?.focus()
  }, [asked])
  const isOld = isStale(doing.error)
  useEffect(() => {
    if (isOld) onStale?.()
  }, [isOld])
  const set = (part: Answers) => {
    const entries = Object.entries(part)
    const isUnkept = ([name]: [string, unknown]) => fields.unkept?.includes(name) ?? false
    const held = entries.filter(e => !isUnkept(e))
    if (held.length < entries.length)
      setFresh({ ...fresh, ...Object.fromEntries(entries.filter(e => isUnkept(e))) })
    if (held.length > 0)
      kept.set({ ...kept.value, values: { ...kept.value.values, ...Object.fromEntries(held) } })
  }
  const setReason = words?.set ?? ((text: string) => kept.set({ ...kept.value, reason: text }))
  // Opened by its button and asking nothing, it already is the second question: what it does stands above 再想想.
  const isQuestion = onClose !== undefined && !offer.reason && names.length === 0
  async function submit(event: FormEvent) {
    event.preventDefault()
    if (preparing || doing.busy) return
    const missing = [...(fields.missing?.(values) ?? [])]
    if (offer.reason === 'required' && reason.trim() === '')
      missing.push({ field: 'reason', text: props.reasonMissing ?? '请写明理由。' })
    setOwn(missing)
    if (missing.length > 0) return setAsked(false)
    if (offer.weighty && !asked && !isQuestion) return (doing.clear(), setAsked(true))
    setPreparing(true)
    const at = prepare ? await prepare().catch(() => null) : version
    setPreparing(false)
    if (at === null) {
      setAsked(false)
      return setOwn(unsaved)
    }
    const form = fields.form(values)
    const done = await doing.run<A>('POST', `${address}/${offer.verb}`, {
      version: at,
      ...(offer.reason && reason.trim() ? { reason: reason.trim() } : {}),
      ...(form === undefined ? {} : { form }),
    })
    setAsked(false)
    if (done === undefined) return
    setFresh({})
    kept.forget()
    await onDone(done, offer)
  }
  const busy = preparing || doing.busy
  const tone = props.tone ?? (harsh.includes(offer.verb) ? 'danger' : 'primary')
  const key = {
    type: tone === 'default' ? ('default' as const) : ('primary' as const),
    danger: tone === 'danger',
    htmlType: 'submit' as const,
    loading: busy,
  }
  const inner = offer.blocked?.length ? (
    <Blocked label={offer.label} reasons={offer.blocked} />
  ) : (
    <>
      <PutBack
        of={{
          restored: kept.restored || (words?.restored ?? false),
          forget: () => (kept.forget(), words?.forget()),
        }}
      />
      <Faults reasons={sorted.rest} title={isOld ? '有人先办了，您写的内容还在' : undefined} />
      {isOld && !onStale ? (
        <p>
          <Button onClick={() => (doing.clear(), void refresh('/api/'))}>刷新，保留我写的内容</Button>
        </p>
      ) : null}
      {fields.draw({
        values,
        set,
        faults: sorted.fields,
        at: name => ({ name: anchor(name), reasons: sorted.fields.get(name) ?? [] }),
      })}
      {offer.reason ? (
        <Field
          name={anchor('reason')}
          label={props.reasonLabel ?? '理由（留在履历里）'}
          required={offer.reason === 'required'}
          reasons={sorted.fields.get('reason')}
        >
          {control =>
            props.reasonBox?.(control, reason, setReason) ?? (
              <Words {...{ control, reason, setReason }} most={props.reasonMost ?? 2000} />
            )
          }
        </Field>
      ) : null}
      {asked ? (
        <div
          className="confirm"
          ref={question}
          tabIndex={-1}
          role="group"
          aria-label={`确认${offer.label}`}
          aria-describedby={`${id}sure`}
        >
          <p id={`${id}sure`}>
            <strong>确认{offer.label}？</strong>
            {props.sure?.(values) ?? offer.effect}
          </p>
          <div className="act-buttons">
            <Button {...key}>确认{offer.label}</Button>
            <Button onClick={() => setAsked(false)} disabled={busy}>
              再想想
            </Button>
          </div>
        </div>
      ) : (
        <div className="act-buttons">
          <Button {...key} autoFocus={props.autoFocus && !offer.reason}>
            {offer.label}
          </Button>
          {onClose ? <Button onClick={onClose}>再想想</Button> : null}
        </div>
      )}
    </>
  )
  return (
    <form
      className={props.className ?? 'act site-form'}
      aria-label={offer.label}
      noValidate
      onSubmit={event => void submit(event)}
    >
      {props.heading ? <h2>{props.heading}</h2> : null}
      <Effect offer={offer} />
      {props.above}
      {inner}
    </form>
  )
}

const isId = (basis: string | Basis): basis is string => typeof basis === 'string'

function Effect({ offer: { effect, basis } }: { offer: Offered }) {
  const ids = basis.filter(isId)
  return (
    <>
      <p className="effect">
        {effect}{' '}
        {ids.map(one => (
          <Clause key={one} id={one} />
        ))}
      </p>
      <BasisList basis={basis.filter((one): one is Basis => !isId(one))} />
    </>
  )
}

/** Why a step cannot be taken now. */
function Blocked({ label, reasons }: { label: string; reasons: readonly Reason[] }) {
  return (
    <div className="blocked">
      <p className="blocked-title">
        <Icon name="lock" size={16} />
        现在还不能{label}
      </p>
      <ul>
        {reasons.map(reason => (
          <li key={reason.text}>
            {reason.text}
            {reason.basis ? <Clause id={reason.basis} /> : null}
          </li>
        ))}
      </ul>
    </div>
  )
}

type WordsProps = { control: Control; reason: string; most: number; setReason: (text: string) => void }

function Words({ control: { status, ...control }, reason, most, setReason }: WordsProps) {
  return (
    <Input.TextArea
      {...control}
      status={status}
      maxLength={most}
      autoSize={{ minRows: 2, maxRows: 8 }}
      value={reason}
      onChange={event => setReason(event.target.value)}
    />
  )
}
