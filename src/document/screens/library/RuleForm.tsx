import { Button, Modal } from 'antd'
import { useState, type FormEvent } from 'react'
import { Faults } from '#console/parts/Faults.tsx'
import { Failed, Loading } from '#console/parts/States.tsx'
import { useDoing, useGet, useRefresh } from '#console/query.ts'
import { byField, reasonsOf, type Reason } from '#console/refusal.ts'
import { PutBack } from '#console/parts/PutBack.tsx'
import { useTyped } from '#console/useTyped.ts'
import type { Rule } from '../../library/model.ts'
import type { FieldView } from '../../views.ts'
import { formOf, missingIn, StepFields, valuesOf, type Values } from '../StepFields.tsx'

type Answer = { rule: Rule; isDefault: boolean; maySet: boolean; label: string; effect: string }

const text = (name: string, label: string, value: string, hint: string, required = true): FieldView => ({
  name,
  label,
  type: 'text',
  required,
  hint,
  options: null,
  value,
})

/** What a body decided for itself: longest terms, days for the deposit, the style of unified numbers. */
export function RuleForm({ onClose }: { onClose: () => void }) {
  const { data, error, reload } = useGet<Answer>('/api/library/rule', { fresh: 0 })
  return (
    <Modal open title="本机关规则" footer={null} width={640} onCancel={onClose} destroyOnHidden>
      {error ? (
        <Failed error={error} retry={() => void reload()} />
      ) : data ? (
        <Form answer={data} onClose={onClose} />
      ) : (
        <Loading rows={5} />
      )}
    </Modal>
  )
}

function Form({ answer, onClose }: { answer: Answer; onClose: () => void }) {
  const { rule, isDefault, maySet, effect } = answer
  const fields = [
    text('generalYears', '有效期最长几年', String(rule.generalYears), '各地一般不超过5年，以本地规定为准。'),
    text('trialYears', '试行、暂行的最长几年', String(rule.trialYears), '各地一般不超过2年。'),
    text('depositDays', '公布后几日内报送备案', String(rule.depositDays), '各地一般为15日至30日，按自然日。'),
    text(
      'unifiedTemplate',
      '统一编号的样式',
      rule.unifiedTemplate ?? '',
      '例如 HFGS-{year}-{seq} 或 五政办规〔{year}〕{seq}号；不填即不编。',
      false,
    ),
    text('reason', '依据的本地规定', rule.reason ?? '', '写明规定的名称和条款。'),
  ]
  const typed = useTyped<{ readonly values: Values }>('library-rule', { values: valuesOf(fields) })
  const { values } = typed.values
  const [missing, setMissing] = useState<readonly Reason[]>([])
  const doing = useDoing()
  const refresh = useRefresh()
  const names = fields.map(f => f.name)
  const sorted = byField(missing.length > 0 ? missing : doing.error ? reasonsOf(doing.error) : [], names)
  async function submit(event: FormEvent) {
    event.preventDefault()
    const found = missingIn(fields, values)
    setMissing(found)
    if (found.length > 0) return
    if (!(await doing.run('PUT', '/api/library/rule', formOf(fields, values).form))) return
    typed.forget()
    await refresh('/api/library')
    onClose()
  }
  if (!maySet)
    return (
      <dl className="card-facts">
        {fields.map(f => (
          <div key={f.name}>
            <dt>{f.label}</dt>
            <dd>{f.value || '—'}</dd>
          </div>
        ))}
      </dl>
    )
  return (
    <form className="act" noValidate onSubmit={event => void submit(event)}>
      <p className="effect">
        {isDefault ? '现在用的是各地通行的默认值，未与本地规定核对。' : ''}
        {effect}
      </p>
      <PutBack of={typed} />
      <Faults reasons={sorted.rest} />
      <StepFields
        fields={fields}
        values={values}
        set={next => typed.set({ values: next })}
        faults={sorted.fields}
      />
      <div className="act-buttons">
        <Button type="primary" htmlType="submit" loading={doing.busy}>
          保存
        </Button>
        <Button onClick={onClose}>取消</Button>
      </div>
    </form>
  )
}
