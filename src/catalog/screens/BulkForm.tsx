import { Button, Checkbox, Input, Radio, Select } from 'antd'
import { useState, type FormEvent } from 'react'
import { Faults } from '#console/parts/Faults.tsx'
import { Field } from '#console/parts/Field.tsx'
import type { LocalItem } from '../localItem.ts'
import type { VersionView } from '../views.ts'
import { columns, putText } from './cells.ts'
import { saidWhileTyping } from './notes.ts'

type Props = {
  readonly items: readonly LocalItem[]
  readonly departments: VersionView['departments']
  readonly onPut: (parts: ReadonlyMap<string, Partial<LocalItem>>) => void
  readonly onClose: () => void
}

/** One element of all chosen rows at once; one undo takes it back. */
export function BulkForm({ items, departments, onPut, onClose }: Props) {
  const [what, setWhat] = useState<string>('subject')
  const [text, setText] = useState('')
  const [fault, setFault] = useState<readonly { text: string }[]>([])
  const column = columns.find(c => c.element === what)
  const first = items[0]
  if (!first) return null
  const put = (event: FormEvent) => {
    event.preventDefault()
    const parts = new Map<string, Partial<LocalItem>>()
    for (const item of items) {
      if (what === 'leftOut') parts.set(item.key, { leftOut: { reason: text.trim() } })
      else if (what === 'takenIn') parts.set(item.key, { leftOut: null })
      else if (what === 'department') parts.set(item.key, { department: text === '' ? null : Number(text) })
      else if (column) {
        const result = putText(item, column.element, text)
        if ('fault' in result) return setFault([{ text: result.fault }])
        parts.set(item.key, result.part)
      }
    }
    if (what === 'leftOut' && text.trim().length < 4)
      return setFault([{ text: '请写明不列入的理由（至少四个字）。' }])
    onPut(parts)
    onClose()
  }
  const said = column ? saidWhileTyping(first, column.element, text) : null
  return (
    <form className="act site-form bulk" aria-label="批量修改" noValidate onSubmit={put}>
      <Faults reasons={fault} />
      <Field name="bulkWhat" label={`选中的${items.length}行改什么`}>
        {({ status, ...control }) => (
          <Select
            {...control}
            status={status}
            value={what}
            options={[
              { value: 'leftOut', label: '列入改为不列入' },
              { value: 'takenIn', label: '不列入改为列入' },
              ...columns
                .filter(c => !['level2', 'level3'].includes(c.element))
                .map(c => ({ value: c.element as string, label: c.label })),
              ...(departments.length > 0 ? [{ value: 'department', label: '责任科室' }] : []),
            ]}
            onChange={value => {
              setWhat(value)
              setText('')
              setFault([])
            }}
          />
        )}
      </Field>
      {what === 'takenIn' ? null : what === 'department' ? (
        <Field name="bulkValue" label="改成">
          {({ status, ...control }) => (
            <Select
              {...control}
              status={status}
              value={text}
              options={[
                { value: '', label: '（不定）' },
                ...departments.map(d => ({ value: String(d.id), label: d.name })),
              ]}
              onChange={setText}
            />
          )}
        </Field>
      ) : column?.choices ? (
        <Field name="bulkValue" label="改成" group>
          {() =>
            column.kind === 'one' ? (
              <Radio.Group
                value={text}
                options={column.choices!.map(c => ({ value: c, label: c }))}
                onChange={event => setText(String(event.target.value))}
              />
            ) : (
              <Checkbox.Group
                className="checks"
                value={text.split('、').filter(Boolean)}
                options={[...column.choices!]}
                onChange={list => setText(list.join('、'))}
              />
            )
          }
        </Field>
      ) : (
        <Field name="bulkValue" label={what === 'leftOut' ? '理由' : '改成'} hint={said?.text}>
          {({ status, ...control }) => (
            <Input.TextArea
              {...control}
              status={status}
              autoSize={{ minRows: 1, maxRows: 8 }}
              value={text}
              onChange={event => setText(event.target.value)}
            />
          )}
        </Field>
      )}
      <div className="act-buttons">
        <Button type="primary" htmlType="submit">
          改{items.length}行
        </Button>
        <Button onClick={onClose}>不改了</Button>
      </div>
    </form>
  )
}
