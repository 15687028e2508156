import { Button, Input, Select } from 'antd'
import { useRef, useState, type FormEvent } from 'react'
import { Clause } from '#console/parts/Clause.tsx'
import { DayInput } from '#console/parts/DayInput.tsx'
import { Faults } from '#console/parts/Faults.tsx'
import { Field } from '#console/parts/Field.tsx'
import { Icon } from '#console/parts/Icon.tsx'
import { useDoing } from '#console/query.ts'
import { byField, reasonsOf } from '#console/refusal.ts'
import { sizeText } from '#console/time.ts'
import type { Acted, CaseView, PaperOffer } from '../views.ts'
import { formOf, StepFields, valuesOf, type Values } from './StepFields.tsx'

type Props = {
  readonly view: CaseView
  readonly onDone: (offer: PaperOffer, acted: Acted) => void | Promise<void>
}

/** 补录: a decision that was taken on paper, entered with its scan in the name of who took it. */
export function PaperEntry({ view, onDone }: Props) {
  const [verb, setVerb] = useState<string | null>(null)
  if (view.paperOffers.length === 0) return null
  const offer = view.paperOffers.find(one => one.verb === verb) ?? view.paperOffers[0]!
  return (
    <details className="paper-entry">
      <summary>补录纸面意见</summary>
      <p className="quiet">
        {view.stateLabel}
        的意见已在纸上作出的，由您照录并附扫描件；履历写明是谁的意见、由谁补录，作出人会收到通知，可以提出异议。
        <Clause id="390号/五(三)" />
      </p>
      {view.paperOffers.length > 1 ? (
        <Field name="paper-verb" label="补录哪一项">
          {({ status, ...control }) => (
            <Select
              {...control}
              status={status}
              value={offer.verb}
              options={view.paperOffers.map(one => ({ value: one.verb, label: one.label }))}
              onChange={setVerb}
            />
          )}
        </Field>
      ) : null}
      <EntryForm key={offer.verb} view={view} offer={offer} onDone={acted => onDone(offer, acted)} />
    </details>
  )
}

type FormProps = {
  readonly view: CaseView
  readonly offer: PaperOffer
  readonly onDone: (acted: Acted) => void | Promise<void>
}

function EntryForm({ view, offer, onDone }: FormProps) {
  const only = offer.deciders.length === 1 ? offer.deciders[0]!.id : undefined
  const [decider, setDecider] = useState<number | undefined>(only)
  const [day, setDay] = useState<string | null>(null)
  const [opinion, setOpinion] = useState('')
  const [values, setValues] = useState<Values>(() => valuesOf(offer.fields))
  const [scan, setScan] = useState<File | null>(null)
  const picker = useRef<HTMLInputElement>(null)
  const doing = useDoing()
  const sorted = byField(doing.error ? reasonsOf(doing.error) : [], [
    'decider',
    'decidedOn',
    'opinion',
    'scan',
    ...offer.fields.map(f => f.name),
  ])
  async function submit(event: FormEvent) {
    event.preventDefault()
    const body = new FormData()
    body.append(
      'entry',
      JSON.stringify({
        verb: offer.verb,
        version: view.document.version,
        decider,
        decidedOn: day ?? '',
        opinion,
        ...formOf(offer.fields, values),
      }),
    )
    if (scan) body.append('scan', scan)
    const acted = await doing.run<Acted>('POST', `/api/documents/${view.document.id}/papers`, body)
    if (acted) await onDone(acted)
  }
  return (
    <form onSubmit={submit} noValidate className="act" aria-label={`补录：${offer.label}`}>
      <Faults reasons={sorted.rest} title="没有补录成功" />
      <Field
        name="decider"
        label="作出意见的人"
        required
        reasons={sorted.fields.get('decider')}
        hint={`按角色有权“${offer.label}”的人；不能是您自己。`}
      >
        {({ status, ...control }) => (
          <Select
            {...control}
            status={status}
            value={decider}
            placeholder="请选择"
            showSearch={{ optionFilterProp: 'label' }}
            options={offer.deciders.map(one => ({ value: one.id, label: one.name }))}
            onChange={(id: number) => setDecider(id)}
          />
        )}
      </Field>
      <Field
        name="decidedOn"
        label="作出意见的日期"
        required
        reasons={sorted.fields.get('decidedOn')}
        hint="照纸面上的日期填写，不早于公文到这一环节的那天。"
      >
        {control => <DayInput control={control} value={day} onChange={setDay} />}
      </Field>
      <StepFields fields={offer.fields} values={values} set={setValues} faults={sorted.fields} />
      <Field
        name="opinion"
        label="意见全文"
        required
        reasons={sorted.fields.get('opinion')}
        hint="照纸面抄录，不增不减。"
      >
        {({ status, ...control }) => (
          <Input.TextArea
            {...control}
            status={status}
            value={opinion}
            maxLength={2000}
            autoSize={{ minRows: 2, maxRows: 8 }}
            onChange={event => setOpinion(event.target.value)}
          />
        )}
      </Field>
      <Field
        name="scan"
        label="扫描件"
        required
        reasons={sorted.fields.get('scan')}
        hint="PDF、JPG、PNG 或 OFD，按文件内容核对，不超过 50 MB。扫描件只供本机关查阅，不公开。"
      >
        {control => (
          <div>
            <Button
              id={control.id}
              aria-describedby={control['aria-describedby']}
              icon={<Icon name="upload" size={16} />}
              onClick={() => picker.current?.click()}
            >
              {scan ? '换一份' : '选择扫描件'}
            </Button>
            {scan ? <span className="quiet"> {`${scan.name}（${sizeText(scan.size)}）`}</span> : null}
            <input
              ref={picker}
              type="file"
              hidden
              aria-label="扫描件"
              accept=".pdf,.jpg,.jpeg,.png,.ofd"
              onChange={event => setScan(event.target.files?.[0] ?? null)}
            />
          </div>
        )}
      </Field>
      <Button type="primary" htmlType="submit" loading={doing.busy}>
        补录“{offer.label}”
      </Button>
    </form>
  )
}
