import { Button, Input, Select } from 'antd'
import { useState, type FormEvent } from 'react'
import { Faults } from '#console/parts/Faults.tsx'
import { Field } from '#console/parts/Field.tsx'
import { PutBack } from '#console/parts/PutBack.tsx'
import { useDoing } from '#console/query.ts'
import { byField, reasonsOf } from '#console/refusal.ts'
import { useTyped } from '#console/useTyped.ts'
import { explanationKinds, gapKinds, type Gap } from '../model.ts'
import type { RegisterView } from '../views.ts'

const nameOf = (gap: Gap) =>
  `${gap.series}〔${gap.year}〕${gap.first === gap.last ? gap.first : `${gap.first}至${gap.last}`}号`

/** Numbers without a document, findings first; an unexplained one is explained in place. */
export function Gaps({ view, onExplained }: { view: RegisterView; onExplained: () => void }) {
  const [open, setOpen] = useState<string | null>(null)
  if (view.gaps.length === 0) return <p className="quiet">发文号码连续，没有缺号、重号和作废号。</p>
  return (
    <section aria-label="发文号码检查">
      <h2>{view.findings > 0 ? `发文号码有 ${view.findings} 处需要说明` : '发文号码均有去向'}</h2>
      <ul className="rows">
        {view.gaps.map(gap => {
          const key = `${nameOf(gap)}${gap.kind}`
          const askable = gap.kind === 'missing' || gap.kind === 'unused'
          return (
            <li key={key}>
              <strong>{nameOf(gap)}</strong> {gapKinds[gap.kind]}：{gap.text}
              {askable ? (
                <Button
                  type="link"
                  onClick={() => setOpen(open === key ? null : key)}
                  aria-expanded={open === key}
                >
                  说明去向
                </Button>
              ) : null}
              {open === key ? (
                <Explain
                  gap={gap}
                  bodyId={view.body.id}
                  onDone={() => {
                    setOpen(null)
                    onExplained()
                  }}
                />
              ) : null}
            </li>
          )
        })}
      </ul>
    </section>
  )
}

function Explain({ gap, bodyId, onDone }: { gap: Gap; bodyId: number; onDone: () => void }) {
  const typed = useTyped(`archive-gap-${bodyId}-${nameOf(gap)}`, { kind: 'outside', reason: '' })
  const { kind, reason } = typed.values
  const doing = useDoing()
  const sorted = byField(doing.error ? reasonsOf(doing.error) : [], ['kind', 'reason'])
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const { series, year, first, last } = gap
    const done = await doing.run('POST', '/api/archive/explanations', {
      body: bodyId,
      series,
      year,
      first,
      last,
      kind,
      reason,
    })
    if (!done) return
    typed.forget()
    onDone()
  }
  return (
    <form onSubmit={event => void submit(event)} noValidate aria-label={`说明${nameOf(gap)}的去向`}>
      <PutBack of={typed} />
      <Faults reasons={sorted.rest} />
      <Field name="kind" label="去向" required reasons={sorted.fields.get('kind')}>
        {({ status, ...control }) => (
          <Select
            {...control}
            status={status}
            value={kind}
            options={Object.entries(explanationKinds).map(([value, label]) => ({ value, label }))}
            onChange={next => typed.set({ kind: next })}
          />
        )}
      </Field>
      <Field
        name="reason"
        label="说明"
        required
        reasons={sorted.fields.get('reason')}
        hint="涉密公文只写“涉密公文占用”，不得写标题和内容。"
        why={{ text: '全量备案要求每个号码都有去向。', clause: '上海/五(十五)' }}
      >
        {({ status, ...control }) => (
          <Input
            {...control}
            status={status}
            value={reason}
            maxLength={500}
            onChange={e => typed.set({ reason: e.target.value })}
          />
        )}
      </Field>
      <Button type="primary" htmlType="submit" loading={doing.busy}>
        保存说明
      </Button>
    </form>
  )
}
