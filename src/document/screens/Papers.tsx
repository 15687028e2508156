import { Button, Input } from 'antd'
import { useState, type FormEvent } from 'react'
import { Faults } from '#console/parts/Faults.tsx'
import { Field } from '#console/parts/Field.tsx'
import { Icon } from '#console/parts/Icon.tsx'
import { useDoing } from '#console/query.ts'
import { byField, reasonsOf } from '#console/refusal.ts'
import { longDay, minuteText } from '#console/time.ts'
import type { CaseView, PaperView } from '../views.ts'

/** Decisions entered from paper, with their scans; who is said to have decided may object. */
export function Papers({
  view,
  reload,
}: {
  readonly view: CaseView
  readonly reload: () => Promise<unknown>
}) {
  if (view.papers.length === 0) return null
  return (
    <section aria-labelledby="papers-title" className="papers">
      <h3 id="papers-title">纸面意见</h3>
      <ul>
        {view.papers.map(paper => (
          <li key={paper.id} className="paper">
            <p>
              <span className="state-word">补录</span>
              <strong>{paper.decider}</strong>　{paper.label}　{longDay(paper.decidedOn)}
              {paper.void ? <span className="state-word">已退回重办</span> : null}
            </p>
            <p className="quiet">
              {`${paper.clerk}于${minuteText(paper.enteredAt)}补录　`}
              <a
                href={`/api/documents/${view.document.id}/papers/${paper.id}/scan`}
                download={paper.fileName}
              >
                <Icon name="download" size={14} />
                扫描件
              </a>
            </p>
            {paper.objection ? (
              <p className="paper-objection">
                <Icon name="warn" size={15} /> {paper.decider}提出异议：{paper.objection}
              </p>
            ) : null}
            {paper.offers.map(offer => (
              <Say
                key={`${offer.verb}${paper.version}`}
                id={view.document.id}
                paper={paper}
                offer={offer}
                reload={reload}
              />
            ))}
          </li>
        ))}
      </ul>
    </section>
  )
}

type SayProps = {
  readonly id: number
  readonly paper: PaperView
  readonly offer: PaperView['offers'][number]
  readonly reload: () => Promise<unknown>
}

function Say({ id, paper, offer, reload }: SayProps) {
  const [reason, setReason] = useState('')
  const doing = useDoing()
  const name = `reason-${paper.id}`
  const given = doing.error ? reasonsOf(doing.error) : []
  const sorted = byField(
    given.map(r => (r.field === 'reason' ? { ...r, field: name } : r)),
    [name],
  )
  async function submit(event: FormEvent) {
    event.preventDefault()
    const done = await doing.run('POST', `/api/documents/${id}/papers/${paper.id}/${offer.verb}`, {
      version: paper.version,
      reason,
    })
    if (done) await reload()
  }
  return (
    <details className="paper-say">
      <summary>{offer.label}</summary>
      <form onSubmit={submit} noValidate aria-label={offer.label}>
        <p className="quiet">{offer.effect}</p>
        <Faults reasons={sorted.rest} />
        <Field name={name} label="理由" required reasons={sorted.fields.get(name)}>
          {({ status, ...control }) => (
            <Input.TextArea
              {...control}
              status={status}
              value={reason}
              maxLength={2000}
              autoSize={{ minRows: 2, maxRows: 6 }}
              onChange={event => setReason(event.target.value)}
            />
          )}
        </Field>
        <Button htmlType="submit" loading={doing.busy}>
          {offer.label}
        </Button>
      </form>
    </details>
  )
}
