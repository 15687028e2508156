import { Alert, Button, Input, Select } from 'antd'
import { useState, type FormEvent } from 'react'
import { DayInput } from '#console/parts/DayInput.tsx'
import { Fault, Faults } from '#console/parts/Faults.tsx'
import { Field } from '#console/parts/Field.tsx'
import { PutBack } from '#console/parts/PutBack.tsx'
import { Empty, Failed, Loading } from '#console/parts/States.tsx'
import { useDoing, useGet } from '#console/query.ts'
import { byField, reasonsOf } from '#console/refusal.ts'
import { dayText, now } from '#console/time.ts'
import { useTyped } from '#console/useTyped.ts'
import type { Colleague, DelegationMade, DelegationView } from '../views.ts'

const states: Record<DelegationView['state'], string> = {
  planned: '未开始',
  inForce: '生效中',
  ended: '已结束',
}
const fields = ['toStaff', 'fromOn', 'untilOn', 'reason']

/** Who stands in for me while I am away, and for whom I stand in. */
export function Delegations() {
  const { data, error, loading, reload } = useGet<DelegationView[]>('/api/me/delegations', { fresh: 0 })
  const ending = useDoing()
  return (
    <>
      <p>
        请假、出差时委托同事代办：期间他以您的角色办理，履历写明“代”。四眼原则照样适用，您起草的公文他不能代您审核。
      </p>
      <NewDelegation onMade={() => void reload()} />
      <h2>委托记录</h2>
      <Fault error={ending.error} />
      {loading ? (
        <Loading />
      ) : error || !data ? (
        <Failed error={error} retry={() => void reload()} />
      ) : data.length === 0 ? (
        <Empty title="没有委托过">
          <p>委托别人或受人委托后，记录在这里。</p>
        </Empty>
      ) : (
        <ul className="plain-list">
          {data.map(one => (
            <li key={one.id}>
              <div>
                <p>
                  <strong>
                    {one.direction === 'given' ? `我委托 ${one.toName}` : `${one.fromName} 委托我`}
                  </strong>
                  <span className="state-word">{states[one.state]}</span>
                </p>
                <p className="quiet">
                  {one.fromOn} 至 {one.untilOn}，{one.reason}
                </p>
              </div>
              {one.direction === 'given' && one.state !== 'ended' ? (
                <Button
                  loading={ending.busy}
                  aria-label={`终止委托 ${one.toName}`}
                  onClick={async () => {
                    await ending.run('DELETE', `/api/me/delegations/${one.id}`)
                    await reload()
                  }}
                >
                  终止
                </Button>
              ) : null}
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

type Away = {
  readonly toStaff: number | null
  readonly fromOn: string | null
  readonly untilOn: string | null
  readonly reason: string
}

function NewDelegation({ onMade }: { onMade: () => void }) {
  const colleagues = useGet<Colleague[]>('/api/me/colleagues')
  const typed = useTyped<Away>('delegation', {
    toStaff: null,
    fromOn: dayText(now()),
    untilOn: null,
    reason: '',
  })
  const { toStaff, fromOn, untilOn, reason } = typed.values
  const [warnings, setWarnings] = useState<readonly string[]>([])
  const doing = useDoing()
  const sorted = byField(doing.error ? reasonsOf(doing.error) : [], fields)
  async function submit(event: FormEvent) {
    event.preventDefault()
    const made = await doing.run<DelegationMade>('POST', '/api/me/delegations', {
      toStaff: toStaff ?? undefined,
      fromOn: fromOn ?? undefined,
      untilOn: untilOn ?? undefined,
      reason,
    })
    if (!made) return
    setWarnings(made.warnings)
    typed.forget()
    onMade()
  }
  return (
    <form onSubmit={submit} noValidate className="narrow-form">
      <PutBack of={typed} />
      <Faults reasons={sorted.rest} />
      <Field name="toStaff" label="受托人" required reasons={sorted.fields.get('toStaff')}>
        {({ status, ...control }) => (
          <Select
            {...control}
            status={status}
            showSearch={{ optionFilterProp: 'label' }}
            placeholder="选择本单位的同事"
            loading={colleagues.loading}
            value={toStaff ?? undefined}
            options={colleagues.data?.map(one => ({
              value: one.id,
              label: [one.name, one.title, one.department].filter(Boolean).join('　'),
            }))}
            onChange={(id: number) => typed.set({ toStaff: id })}
          />
        )}
      </Field>
      <div className="field-row">
        <Field name="fromOn" label="从" required reasons={sorted.fields.get('fromOn')}>
          {control => (
            <DayInput control={control} value={fromOn} onChange={day => typed.set({ fromOn: day })} />
          )}
        </Field>
        <Field name="untilOn" label="到（含当天）" required reasons={sorted.fields.get('untilOn')}>
          {control => (
            <DayInput control={control} value={untilOn} onChange={day => typed.set({ untilOn: day })} />
          )}
        </Field>
      </div>
      <Field name="reason" label="事由" required reasons={sorted.fields.get('reason')}>
        {({ status, ...control }) => (
          <Input
            {...control}
            status={status}
            maxLength={200}
            value={reason}
            placeholder="例如：年休假"
            onChange={e => typed.set({ reason: e.target.value })}
          />
        )}
      </Field>
      {warnings.map(text => (
        <Alert key={text} type="warning" showIcon title={text} />
      ))}
      <Button type="primary" htmlType="submit" loading={doing.busy}>
        委托
      </Button>
    </form>
  )
}
