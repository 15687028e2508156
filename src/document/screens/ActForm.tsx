import { Button, Checkbox, Input, Select } from 'antd'
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
import { attributeLabels, useOptions } from './options.ts'

type Props = {
  readonly view: CaseView
  readonly offer: Offer
  /** Kept by the parent where several actions share one opinion. */
  readonly opinion?: { readonly text: string; readonly set: (text: string) => void }
  readonly onDone: (acted: Acted) => void | Promise<void>
  /** Somebody was first: fetch the matter anew. What was typed here stays. */
  readonly onStale: () => void
  readonly autoFocus?: boolean
}

const known = ['reason', 'series', 'issuedOn', 'columns', 'publicNote']

/** One lawful action: what it does, what it rests on, what it needs, and a second question where it weighs. */
export function ActForm({ view, offer, opinion, onDone, onStale, autoFocus }: Props) {
  const [own, setOwn] = useState('')
  const [form, setForm] = useState<Form>({
    series: view.series[0]?.code ?? '',
    issuedOn: '',
    columns: [...view.document.columns],
    publicNote: '',
  })
  const [missing, setMissing] = useState<readonly Reason[]>([])
  const [asked, setAsked] = useState(false)
  const doing = useDoing()
  const text = opinion?.text ?? own
  const sorted = byField(missing.length > 0 ? missing : doing.error ? reasonsOf(doing.error) : [], known)
  const question = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (asked) question.current?.focus()
  }, [asked])
  function look(): readonly Reason[] {
    const found: Reason[] = []
    if (offer.reason === 'required' && text.trim() === '')
      found.push({ field: 'reason', text: isBackward(offer.verb) ? '请写明理由。' : '请填写意见。' })
    if (offer.verb === 'number' && !form.series) found.push({ field: 'series', text: '请选择机关代字。' })
    if (offer.verb === 'publish' && form.columns.length === 0)
      found.push({ field: 'columns', text: '请至少选择一个栏目。' })
    if (offer.verb === 'withdraw' && form.publicNote.trim().length < 4)
      found.push({ field: 'publicNote', text: '请写一句给公众看的撤回说明（至少 4 个字）。' })
    return found
  }
  async function act() {
    const acted = await doing.run<Acted>('POST', `/api/documents/${view.document.id}/${offer.verb}`, {
      version: view.document.version,
      ...(offer.reason && text.trim() ? { reason: text.trim() } : {}),
      ...formOf(offer.verb, form),
    })
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
          <Extra view={view} verb={offer.verb} form={form} set={setForm} faults={sorted.fields} />
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
                {whatHappens(view, offer, form)}
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

type Form = {
  readonly series: string
  readonly issuedOn: string
  readonly columns: readonly string[]
  readonly publicNote: string
}

function formOf(verb: string, form: Form): { form?: Record<string, unknown> } {
  if (verb === 'number') return { form: { series: form.series } }
  if (verb === 'issue') return { form: form.issuedOn ? { issuedOn: form.issuedOn } : {} }
  if (verb === 'publish') return { form: { columns: form.columns } }
  if (verb === 'withdraw') return { form: { publicNote: form.publicNote.trim() } }
  return {}
}

function whatHappens(view: CaseView, offer: Offer, form: Form): string {
  const { title, attribute } = view.document
  const facts = `《${title}》${attribute ? `（${attributeLabels[attribute]}）` : ''}`
  const day = offer.verb === 'issue' ? `印发日期为${form.issuedOn || '今天'}。` : ''
  return `${facts}：${offer.effect}${day}`
}

type ExtraProps = {
  readonly view: CaseView
  readonly verb: string
  readonly form: Form
  readonly set: (form: Form) => void
  readonly faults: ReadonlyMap<string, readonly Reason[]>
}

function Extra({ view, verb, form, set, faults }: ExtraProps) {
  const options = useOptions()
  if (verb === 'number')
    return (
      <Field
        name="series"
        label="机关代字"
        required
        reasons={faults.get('series')}
        hint={nextOf(view, form.series)}
      >
        {({ status, ...control }) => (
          <Select
            {...control}
            status={status}
            value={form.series || undefined}
            placeholder="请选择"
            options={view.series.map(one => ({ value: one.code, label: `${one.code}　${one.name}` }))}
            onChange={series => set({ ...form, series })}
          />
        )}
      </Field>
    )
  if (verb === 'issue')
    return (
      <Field
        name="issuedOn"
        label="印发日期"
        hint="不填即为今天。公布的 20 个工作日从印发次日起算。"
        reasons={faults.get('issuedOn')}
      >
        {({ status, ...control }) => (
          <Input
            {...control}
            status={status}
            type="date"
            value={form.issuedOn}
            onChange={event => set({ ...form, issuedOn: event.target.value })}
          />
        )}
      </Field>
    )
  if (verb === 'publish')
    return (
      <Field name="columns" label="发布到哪些栏目" required group reasons={faults.get('columns')}>
        {() => (
          <Checkbox.Group
            className="checks"
            value={[...form.columns]}
            options={(options.data?.columns ?? []).map(one => ({ value: one.value, label: one.label }))}
            onChange={columns => set({ ...form, columns: columns.map(String) })}
          />
        )}
      </Field>
    )
  if (verb === 'withdraw')
    return (
      <Field
        name="publicNote"
        label="给公众看的撤回说明"
        required
        hint="原地址会显示这句话，例如“本件因内容有误撤回，更正后重新发布。”"
        reasons={faults.get('publicNote')}
      >
        {({ status, ...control }) => (
          <Input.TextArea
            {...control}
            status={status}
            value={form.publicNote}
            maxLength={500}
            autoSize={{ minRows: 2, maxRows: 6 }}
            onChange={event => set({ ...form, publicNote: event.target.value })}
          />
        )}
      </Field>
    )
  return null
}

function nextOf(view: CaseView, code: string): string {
  const series = view.series.find(one => one.code === code)
  return series ? `下一个号是 ${series.next}，以取号时为准。` : '按机关代字和年份连续取号，不跳号、不重号。'
}
