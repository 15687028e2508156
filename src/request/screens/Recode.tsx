import { Button, Input } from 'antd'
import { useState, type FormEvent } from 'react'
import { Fault } from '#console/parts/Faults.tsx'
import { Field } from '#console/parts/Field.tsx'
import { useDoing } from '#console/query.ts'
import type { CaseView } from '../views.ts'

type Recoded = { readonly receiptCode: string; readonly queryCode: string }

/** 补发查询码 for an applicant who lost his: how it was made sure that it is he, then the new code, shown this once. */
export function Recode({ view }: { view: CaseView }) {
  const [asking, setAsking] = useState(false)
  const [reason, setReason] = useState('')
  const [given, setGiven] = useState<Recoded | null>(null)
  const doing = useDoing()
  async function ask(event: FormEvent) {
    event.preventDefault()
    const answer = await doing.run<Recoded>('POST', `/api/requests/${view.id}/recode`, { reason })
    if (!answer) return
    setGiven(answer)
    setAsking(false)
  }
  if (given)
    return (
      <div role="status">
        <p>
          回执编号 <strong>{given.receiptCode}</strong>，新的查询码 <strong>{given.queryCode}</strong>
        </p>
        <p className="quiet">请告诉申请人，只显示这一次；原来的查询码已经失效。补发已记入履历。</p>
      </div>
    )
  if (!asking)
    return (
      <p>
        <Button onClick={() => setAsking(true)}>申请人丢了查询码，补发</Button>
      </p>
    )
  return (
    <form onSubmit={event => void ask(event)} aria-label="补发查询码" noValidate>
      <Fault error={doing.error} />
      <Field
        name="reason"
        label="怎样核实了申请人的身份"
        required
        hint="如：回拨登记的电话核对；本人持证件到窗口。补发后原来的查询码失效。"
      >
        {({ status, ...control }) => (
          <Input
            {...control}
            status={status}
            value={reason}
            maxLength={200}
            onChange={event => setReason(event.target.value)}
          />
        )}
      </Field>
      <div className="act-buttons">
        <Button type="primary" htmlType="submit" loading={doing.busy}>
          补发
        </Button>
        <Button onClick={() => setAsking(false)}>取消</Button>
      </div>
    </form>
  )
}
