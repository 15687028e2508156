import { Button } from 'antd'
import { useState, type FormEvent } from 'react'
import { Faults } from '#console/parts/Faults.tsx'
import { PutBack } from '#console/parts/PutBack.tsx'
import { useDoing } from '#console/query.ts'
import { byField, reasonsOf, type Reason } from '#console/refusal.ts'
import { useTyped } from '#console/useTyped.ts'
import { relationKinds } from '../../library/model.ts'
import type { LibraryCase } from '../../library/views.ts'
import type { FieldView } from '../../views.ts'
import { formOf, missingIn, StepFields, valuesOf, type Values } from '../StepFields.tsx'

const field = (
  name: string,
  label: string,
  type: FieldView['type'],
  more: Partial<FieldView> = {},
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

type Send = { readonly method: 'PUT' | 'POST'; readonly path: string; readonly label: string }

/** A small form of the drafting stage: opened when wanted, nothing typed is lost by a refusal. */
function Small({
  title,
  fields,
  send,
  done,
}: {
  title: string
  fields: readonly FieldView[]
  send: Send
  done: () => Promise<unknown>
}) {
  const [open, setOpen] = useState(false)
  const typed = useTyped<{ readonly values: Values }>(`${send.path}-${send.method}`, {
    values: valuesOf(fields),
  })
  const { values } = typed.values
  const [missing, setMissing] = useState<readonly Reason[]>([])
  const doing = useDoing()
  const names = fields.map(f => f.name)
  const sorted = byField(missing.length > 0 ? missing : doing.error ? reasonsOf(doing.error) : [], names)
  async function submit(event: FormEvent) {
    event.preventDefault()
    event.stopPropagation()
    const found = missingIn(fields, values)
    setMissing(found)
    if (found.length > 0) return
    if ((await doing.run(send.method, send.path, formOf(fields, values).form ?? {})) === undefined) return
    setOpen(false)
    typed.forget()
    await done()
  }
  if (!open)
    return (
      <Button size="small" onClick={() => setOpen(true)}>
        {title}
      </Button>
    )
  return (
    <form className="act" aria-label={title} noValidate onSubmit={event => void submit(event)}>
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
          {send.label}
        </Button>
        <Button onClick={() => setOpen(false)} disabled={doing.busy}>
          取消
        </Button>
      </div>
    </form>
  )
}

/** 实施日期和有效期 of a draft. */
export function TermForm({ view, done }: { view: LibraryCase; done: () => Promise<unknown> }) {
  const s = view.standing
  const fields = [
    field('effectiveOn', '实施日期', 'day', { hint: '不填即自印发之日起施行。', value: s.effectiveOn ?? '' }),
    field('termYears', '有效期几年', 'text', {
      hint: `最长${view.longestYears}年；写年数或写截止日期，只填一项。`,
      value: s.termYears ? String(s.termYears) : '',
    }),
    field('expiresOn', '有效期截止日期', 'day', { value: s.expiresOn ?? '' }),
    field('noTermReason', '不设有效期的理由', 'text', { value: s.noTermReason ?? '' }),
  ]
  const key = JSON.stringify(s)
  return (
    <Small
      key={key}
      title="填写实施日期和有效期"
      fields={fields}
      send={{ method: 'PUT', path: `/api/library/documents/${view.id}/term`, label: '保存' }}
      done={done}
    />
  )
}

/** A relation of a draft to another document; it acts when the draft is published. */
export function RelationForm({ document, done }: { document: number; done: () => Promise<unknown> }) {
  const fields = [
    field('relation', '本件对另一件文件', 'one', {
      required: true,
      options: Object.entries(relationKinds).map(([value, label]) => ({ value, label })),
      value: 'basis',
    }),
    field('target', '另一件文件', 'text', {
      required: true,
      hint: '填写已公开文件的文号、网址或完整标题；不在本系统的，写成《文件全称》（文号）。',
    }),
    field('whole', '修改的范围', 'one', {
      hint: '只在关系为“修改”时有用。',
      options: [
        { value: 'part', label: '部分修改' },
        { value: 'whole', label: '全文修改' },
      ],
      value: 'part',
    }),
    field('on', '自哪一天起', 'day', {
      hint: '修改、废止、替代的生效日期；不填即本件的实施日期或印发日期。',
    }),
  ]
  return (
    <Small
      title="登记与其他文件的关系"
      fields={fields}
      send={{ method: 'POST', path: `/api/library/documents/${document}/relations`, label: '登记' }}
      done={done}
    />
  )
}
