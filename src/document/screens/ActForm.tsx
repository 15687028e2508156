import { Button } from 'antd'
import { useEffect, useRef, useState, type FormEvent } from 'react'
import { isBackward } from './offers.ts'
import { BasisList, Clause } from '#console/parts/Clause.tsx'
import { Faults } from '#console/parts/Faults.tsx'
import { Field } from '#console/parts/Field.tsx'
import { Icon } from '#console/parts/Icon.tsx'
import { Opinion } from '#console/parts/Opinion.tsx'
import { useDoing } from '#console/query.ts'
import { byField, isStale, reasonsOf, type Reason } from '#console/refusal.ts'
import type { Acted, CaseView, Offer } from '../views.ts'
import { attributeLabels } from './options.ts'
import { formOf, missingIn, StepFields, valuesOf, type Values } from './StepFields.tsx'

type Props = {
  readonly view: CaseView
  readonly offer: Offer
  /** Where the step is sent; the document's own steps where nothing is said. */
  readonly base?: string
  /** Kept by the parent where several actions share one opinion. */
  readonly opinion?: { readonly text: string; readonly set: (text: string) => void }
  readonly onDone: (acted: Acted) => void | Promise<void>
  /** Somebody was first: fetch the matter anew. What was typed here stays. */
  readonly onStale: () => void
  readonly autoFocus?: boolean
}

/** One lawful action: what it does, what it rests on, what it needs, and a second question where it weighs. */
export function ActForm(props: Props) {
  return <OneAct key={props.offer.verb} {...props} />
}

function OneAct({ view, offer, base, opinion, onDone, onStale, autoFocus }: Props) {
  const [own, setOwn] = useState('')
  const [values, setValues] = useState<Values>(() => valuesOf(offer.fields))
  const [missing, setMissing] = useState<readonly Reason[]>([])
  const [asked, setAsked] = useState(false)
  const doing = useDoing()
  const text = opinion?.text ?? own
  const sorted = byField(missing.length > 0 ? missing : doing.error ? reasonsOf(doing.error) : [], [
    'reason',
    ...offer.fields.map(f => f.name),
  ])
  const question = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (asked) question.current?.focus()
  }, [asked])
  function look(): readonly Reason[] {
    const found: Reason[] = []
    if (offer.reason === 'required' && text.trim() === '')
      found.push({ field: 'reason', text: isBackward(offer.verb) ? '请写明理由。' : '请填写意见。' })
    found.push(...missingIn(offer.fields, values))
    return found
  }
  async function act() {
    const acted = await doing.run<Acted>(
      'POST',
      `${base ?? `/api/documents/${view.document.id}`}/${offer.verb}`,
      {
        version: view.document.version,
        ...(offer.reason && text.trim() ? { reason: text.trim() } : {}),
        ...formOf(offer.fields, values),
      },
    )
    if (acted) await onDone(acted)
    else setAsked(false)
  }
  function submit(event: FormEvent) {
    event.preventDefault()
    const found = look()
    setMissing(found)
    if (found.length > 0) return
    if (offer.weighty && !asked) return setAsked(true)
    void act()
  }
  const stale = isStale(doing.error)
  useEffect(() => {
    if (stale) onStale()
  }, [stale])
  return (
    <form onSubmit={submit} noValidate className="act" aria-label={offer.label}>
      <p className="effect">{offer.effect}</p>
      {offer.onBehalfOf ? <p className="behalf">您代 {offer.onBehalfOf} 办理，履历中会写明。</p> : null}
      <BasisList basis={offer.basis} />
      {offer.blocked.length > 0 ? (
        <div className="blocked">
          <p className="blocked-title">
            <Icon name="lock" size={16} />
            现在还不能{offer.label}
          </p>
          <ul>
            {offer.blocked.map(reason => (
              <li key={reason.text}>
                {reason.text}
                {reason.basis ? <Clause id={reason.basis} /> : null}
              </li>
            ))}
          </ul>
        </div>
      ) : (
        <>
          <Faults reasons={sorted.rest} title={stale ? '有人先办了，您写的意见还在' : undefined} />
          <StepFields fields={offer.fields} values={values} set={setValues} faults={sorted.fields} />
          {offer.reason ? (
            <Field
              name="reason"
              label={isBackward(offer.verb) ? '理由' : '意见'}
              required={offer.reason === 'required'}
              reasons={sorted.fields.get('reason')}
            >
              {control => (
                <Opinion
                  control={control}
                  value={text}
                  onChange={opinion?.set ?? setOwn}
                  autoFocus={autoFocus}
                  usual={usualOf(offer)}
                  placeholder={hintOf(offer.verb)}
                />
              )}
            </Field>
          ) : null}
          {asked ? (
            <div
              className="confirm"
              ref={question}
              tabIndex={-1}
              role="group"
              aria-label={`确认${offer.label}`}
            >
              <p>
                <strong>确认{offer.label}？</strong>
                {whatHappens(view, offer, values)}
              </p>
              <div className="act-buttons">
                <Button type="primary" htmlType="submit" loading={doing.busy}>
                  确认{offer.label}
                </Button>
                <Button onClick={() => setAsked(false)} disabled={doing.busy}>
                  再想想
                </Button>
              </div>
            </div>
          ) : (
            <div className="act-buttons">
              <Button
                type={isBackward(offer.verb) ? 'default' : 'primary'}
                htmlType="submit"
                loading={doing.busy}
                autoFocus={autoFocus && !offer.reason}
                size="large"
              >
                {offer.label}
              </Button>
            </div>
          )}
        </>
      )}
    </form>
  )
}

function hintOf(verb: string): string {
  if (verb === 'return') return '写明哪里需要修改，拟稿人会看到'
  return isBackward(verb) ? '写明原因，存入履历' : '存入履历，经办的人都能看到'
}

function usualOf(offer: Offer): readonly string[] {
  if (offer.verb === 'return')
    return ['请核对文中数据后再报。', '请按公文格式修改。', '公开属性的理由不充分，请补充。']
  if (offer.verb === 'clear') return ['经审查，不涉及国家秘密、工作秘密和敏感信息。']
  if (offer.verb === 'pass') return ['经审查，符合法律、法规、规章和国家政策规定。']
  return isBackward(offer.verb) ? [] : ['同意。']
}

function whatHappens(view: CaseView, offer: Offer, values: Values): string {
  const { title, attribute } = view.document
  const facts = `《${title}》${attribute ? `（${attributeLabels[attribute]}）` : ''}`
  const day = offer.verb === 'issue' ? `印发日期为${values.issuedOn || '今天'}。` : ''
  return `${facts}：${offer.effect}${day}`
}
