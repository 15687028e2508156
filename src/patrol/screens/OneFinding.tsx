import { Button, Input } from 'antd'
import { useState, type FormEvent } from 'react'
import { Clause } from '#console/parts/Clause.tsx'
import { anchorOf, Fault } from '#console/parts/Faults.tsx'
import { Field } from '#console/parts/Field.tsx'
import { Icon } from '#console/parts/Icon.tsx'
import { PutBack } from '#console/parts/PutBack.tsx'
import { useDoing } from '#console/query.ts'
import { byField, reasonsOf } from '#console/refusal.ts'
import { useTyped } from '#console/useTyped.ts'
import { partLabels, kindLabels } from '../model.ts'
import type { SettledView } from '../views.ts'
import type { CheckedSubject, Mending } from './Findings.tsx'

export type Settled = SettledView['findings'][number]

type Props = {
  readonly subject: CheckedSubject
  readonly finding: Settled
  readonly rulings: SettledView['rulings']
  readonly mending?: Mending
  readonly onRuled: () => Promise<void>
}

/** One finding: the words in their place, what is wrong, who has said what, and what this person may do about it. */
export function OneFinding({ subject, finding, rulings, mending, onRuled }: Props) {
  const [ruling, setRuling] = useState(false)
  const [lost, setLost] = useState(false)
  const { before, hit, after } = finding.excerpt
  const settled = finding.tier !== 'C' && finding.open === 0
  const words = rulings.filter(r => r.ruling === 'overruled')
  const locate = mending?.locate ?? subject.locate
  return (
    <li
      id={anchorOf(`finding:${finding.id}`)}
      tabIndex={-1}
      className={`finding finding-${finding.tier}${settled ? ' finding-settled' : ''}`}
    >
      <p className="finding-kind">
        {kindLabels[finding.kind]}
        <span className="quiet">
          {finding.place.file ? `附件“${finding.place.file}” ` : ''}
          {placeWords(finding)}
        </span>
      </p>
      {hit ? (
        <p className="finding-words">
          {before ? `…${before}` : ''}
          <mark>{hit}</mark>
          {after ? `${after}…` : ''}
        </p>
      ) : null}
      <p>
        {finding.message}
        {finding.basis ? <Clause id={finding.basis} /> : null}
      </p>
      {words.map(r => (
        <p key={`${r.staffId}`} className="finding-ruling">
          <Icon name="done" size={15} />
          <span>
            {r.staffName}确认无误：{r.reason}
            <span className="quiet"> {r.at}</span>
          </span>
        </p>
      ))}
      {finding.tier !== 'C' && words.length > 0 && finding.open > 0 ? (
        <p className="finding-still">送审已经可以；签发、发布前还须由第二人确认，或者改正。</p>
      ) : null}
      {lost ? (
        <p role="status" className="finding-still">
          这一处的文字已有变动，请在正文中直接修改。
        </p>
      ) : null}
      {ruling ? (
        <RulingForm subject={subject} finding={finding} onDone={onRuled} onClose={() => setRuling(false)} />
      ) : (
        <div className="finding-keys">
          {mending && finding.right !== null && finding.place.file === null ? (
            <Button size="small" onClick={() => setLost(!mending.put(finding))}>
              改为“{finding.right}”
            </Button>
          ) : null}
          {locate && canBeShown(finding) ? (
            <Button size="small" onClick={() => setLost(!locate(finding))}>
              看这一处
            </Button>
          ) : null}
          {finding.tier !== 'C' && finding.open > 0 && finding.mayOverrule ? (
            <Button size="small" onClick={() => setRuling(true)}>
              确认无误
            </Button>
          ) : null}
        </div>
      )}
      {finding.open > 0 && !finding.mayOverrule && words.length === 0 && finding.whyNot ? (
        <p className="quiet finding-not">
          <Icon name="lock" size={14} /> {finding.whyNot}
        </p>
      ) : null}
    </li>
  )
}

const canBeShown = ({ place, excerpt }: Settled) =>
  place.part === 'title' || place.part === 'metadata' || (place.file === null && excerpt.hit !== '')

function placeWords({ place }: Settled): string {
  if (place.part === 'metadata') return '表单'
  return place.label === '标题'
    ? '标题'
    : `${place.part === 'body' || place.file ? '' : `${partLabels[place.part]} `}${place.label}`
}

function RulingForm({
  subject,
  finding,
  onDone,
  onClose,
}: {
  subject: CheckedSubject
  finding: Settled
  onDone: () => Promise<void>
  onClose: () => void
}) {
  const typed = useTyped(`ruling-${subject.kind}-${subject.id}-${finding.id}`, { reason: '' })
  const { reason } = typed.values
  const doing = useDoing()
  const name = `reason-${finding.id}`
  const sorted = byField(doing.error ? reasonsOf(doing.error) : [], ['reason'])
  async function rule(event: FormEvent) {
    event.preventDefault()
    const { kind, id } = subject
    const done = await doing.run('POST', '/api/patrol/rulings', { kind, id, finding: finding.id, reason })
    if (!done) return
    typed.forget()
    onClose()
    await onDone()
  }
  return (
    <form className="finding-ruler" onSubmit={event => void rule(event)} noValidate aria-label="确认无误">
      <PutBack of={typed} />
      {sorted.rest.length > 0 ? <Fault error={doing.error} /> : null}
      <Field
        name={name}
        label="为什么无误"
        required
        reasons={sorted.fields.get('reason')}
        hint="理由和您的姓名存入履历，经办的人都能看到。"
      >
        {({ status, ...control }) => (
          <Input
            {...control}
            status={status}
            autoFocus
            value={reason}
            maxLength={500}
            onChange={event => typed.set({ reason: event.target.value })}
          />
        )}
      </Field>
      <div className="act-buttons">
        <Button type="primary" htmlType="submit" loading={doing.busy}>
          确认无误
        </Button>
        <Button onClick={onClose} disabled={doing.busy}>
          取消
        </Button>
      </div>
    </form>
  )
}
