import { Button, Modal } from 'antd'
import { useState, type FormEvent } from 'react'
import { Faults } from '#console/parts/Faults.tsx'
import { Field } from '#console/parts/Field.tsx'
import { Opinion } from '#console/parts/Opinion.tsx'
import { PutBack } from '#console/parts/PutBack.tsx'
import { useDoing } from '#console/query.ts'
import { byField, reasonsOf, type Reason } from '#console/refusal.ts'
import { useTyped } from '#console/useTyped.ts'
import { conclusions } from '../../library/cleanup/model.ts'
import { itemWorkflow, type ItemVerb } from '../../library/cleanup/workflow.ts'
import type { ItemView } from '../../library/views.ts'
import type { Step, Workflow } from '#kit/workflow.ts'
import type { FieldView } from '../../views.ts'
import { formOf, missingIn, StepFields, valuesOf, type Values } from '../StepFields.tsx'

export const stepOfVerb = (verb: ItemVerb): Step =>
  Object.values(itemWorkflow as Workflow).find(steps => Object.hasOwn(steps, verb))![verb]!

const options = Object.entries(conclusions).map(([value, label]) => ({ value, label }))
const field = (
  name: string,
  label: string,
  type: FieldView['type'],
  more: Partial<FieldView>,
): FieldView => ({
  name,
  label,
  type,
  required: false,
  hint: null,
  options: null,
  value: '',
  ...more,
})

function fieldsOf(verb: ItemVerb, item: ItemView | null): FieldView[] {
  if (verb === 'answer')
    return [
      field('opinion', '意见', 'one', { required: true, options }),
      field('until', '建议续期到', 'day', { hint: '建议继续有效并延长有效期的填写。' }),
    ]
  if (verb !== 'decide') return []
  return [
    field('decision', '结论', 'one', { required: true, options, value: item?.opinion ?? '' }),
    field('until', '续期到', 'day', {
      hint: '结论为继续有效、需要延长有效期的填写。',
      value: item?.opinionUntil ?? '',
    }),
    field('on', '自哪一天起', 'day', { hint: '结论为废止、失效的填写；任其到期失效的不填。' }),
    field('publicNote', '给公众看的说明', 'text', {
      hint: '有效期、有效性有变化的必填，例如“经清理，自2026年12月1日起废止。”',
    }),
  ]
}

type Said = { readonly values: Values; readonly text: string }

type Many = {
  done: readonly { id: number }[]
  failed: readonly { id: number; title: string; reasons: readonly Reason[] }[]
}

/** One step on one document or on many; of many, what was refused is told one by one and nothing typed is lost. */
export function ItemForm({
  verb,
  items,
  onClose,
  onDone,
}: {
  verb: ItemVerb
  items: readonly ItemView[]
  onClose: () => void
  onDone: (words: string) => Promise<void>
}) {
  const step = stepOfVerb(verb)
  const fields = fieldsOf(verb, items.length === 1 ? items[0]! : null)
  const typed = useTyped<Said>(`cleanup-${verb}-${items.length === 1 ? items[0]!.id : 'many'}`, {
    values: valuesOf(fields),
    text: '',
  })
  const { values, text } = typed.values
  const [missing, setMissing] = useState<readonly Reason[]>([])
  const [failed, setFailed] = useState<Many['failed']>([])
  const doing = useDoing()
  const sorted = byField(missing.length > 0 ? missing : doing.error ? reasonsOf(doing.error) : [], [
    'reason',
    ...fields.map(f => f.name),
  ])
  async function submit(event: FormEvent) {
    event.preventDefault()
    const found = [
      ...(step.reason === 'required' && text.trim() === ''
        ? [{ field: 'reason', text: '请写明理由。' }]
        : []),
      ...missingIn(fields, values),
    ]
    setMissing(found)
    if (found.length > 0) return
    const said = { ...(text.trim() ? { reason: text.trim() } : {}), ...formOf(fields, values) }
    if (items.length === 1) {
      const [item] = items
      const url = `/api/cleanups/items/${item!.id}/${verb}`
      if (await doing.run('POST', url, { version: item!.version, ...said })) {
        typed.forget()
        await onDone(`已办理“${step.label}”。`)
        onClose()
      }
      return
    }
    const many = await doing.run<Many>('POST', '/api/cleanups/bulk', {
      verb,
      items: items.map(i => ({ id: i.id, version: i.version })),
      ...said,
    })
    if (!many) return
    if (many.failed.length === 0) typed.forget()
    await onDone(
      `已办理${many.done.length}件${many.failed.length > 0 ? `，${many.failed.length}件没有办成` : ''}。`,
    )
    if (many.failed.length > 0) setFailed(many.failed)
    else onClose()
  }
  return (
    <Modal
      open
      title={items.length === 1 ? `${step.label}：${items[0]!.title}` : `${step.label}（${items.length}件）`}
      footer={null}
      width={640}
      onCancel={onClose}
      destroyOnHidden
    >
      <form className="act" noValidate onSubmit={event => void submit(event)}>
        <p className="effect">{step.effect}</p>
        {failed.length > 0 ? (
          <div className="faults" role="alert">
            <p className="faults-title">这些没有办成，其余已经办完</p>
            <ul>
              {failed.map(f => (
                <li key={f.id}>
                  {f.title || `编号${f.id}`}：{f.reasons.map(r => r.text).join('；')}
                </li>
              ))}
            </ul>
          </div>
        ) : null}
        <PutBack of={typed} />
        <Faults reasons={sorted.rest} />
        <StepFields
          fields={fields}
          values={values}
          set={next => typed.set({ values: next })}
          faults={sorted.fields}
        />
        {step.reason ? (
          <Field
            name="reason"
            label="理由"
            required={step.reason === 'required'}
            reasons={sorted.fields.get('reason')}
          >
            {control => (
              <Opinion
                control={control}
                value={text}
                onChange={next => typed.set({ text: next })}
                usual={[]}
                placeholder="存入履历"
              />
            )}
          </Field>
        ) : null}
        <div className="act-buttons">
          <Button type="primary" htmlType="submit" loading={doing.busy}>
            {step.label}
          </Button>
          <Button onClick={onClose} disabled={doing.busy}>
            取消
          </Button>
        </div>
      </form>
    </Modal>
  )
}
