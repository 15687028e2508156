import { Button, Select } from 'antd'
import { useState } from 'react'
import { Field } from '#console/parts/Field.tsx'
import type { Decision } from '../model.ts'
import type { PairingView } from '../views.ts'

/** A pair that nobody proposed: an item and as many entries as stand beside it. */
export function Chooser({
  view,
  decide,
}: {
  view: PairingView
  decide: (decisions: readonly Decision[], back: readonly Decision[]) => Promise<void>
}) {
  const [item, setItem] = useState<string | null>(null)
  const [entries, setEntries] = useState<readonly string[]>([])
  const add = () => {
    const [field = '', key = ''] = item!.split('/')
    const pairs = entries.map(id => {
      const [kind = '', entry = ''] = id.split('/')
      return { field, item: key, kind, entry }
    })
    void decide(
      pairs.map(p => ({ do: 'pair', ...p }) as Decision),
      pairs.map(p => ({ do: 'clear', ...p }) as Decision),
    ).then(() => setEntries([]))
  }
  return (
    <form
      className="act site-form"
      aria-label="自己选对照"
      onSubmit={event => {
        event.preventDefault()
        if (item && entries.length > 0) add()
      }}
    >
      <Field name="pair-item" label="目录事项">
        {({ status, ...control }) => (
          <Select
            {...control}
            status={status}
            showSearch={{ optionFilterProp: 'label' }}
            value={item}
            placeholder="选一个事项"
            options={view.items.map(i => ({ value: i.id, label: `${i.name}（${i.fieldLabel}）` }))}
            onChange={setItem}
          />
        )}
      </Field>
      <Field name="pair-entries" label="清单条目（可以选几条）">
        {({ status, ...control }) => (
          <Select
            {...control}
            status={status}
            mode="multiple"
            showSearch={{ optionFilterProp: 'label' }}
            value={[...entries]}
            placeholder="选清单条目"
            options={view.entries.map(e => ({ value: e.id, label: `${e.name}（${e.type ?? e.kindLabel}）` }))}
            onChange={(next: string[]) => setEntries(next)}
          />
        )}
      </Field>
      <Button htmlType="submit" disabled={!item || entries.length === 0}>
        对照
      </Button>
    </form>
  )
}
