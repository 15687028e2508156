import { Button, Modal } from 'antd'
import { useState, type FormEvent } from 'react'
import { Clause } from '#console/parts/Clause.tsx'
import { Fault, Faults } from '#console/parts/Faults.tsx'
import { Field } from '#console/parts/Field.tsx'
import { Icon } from '#console/parts/Icon.tsx'
import { Opinion } from '#console/parts/Opinion.tsx'
import { PutBack } from '#console/parts/PutBack.tsx'
import { To } from '#console/parts/To.tsx'
import { useDoing } from '#console/query.ts'
import { byField, type Reason } from '#console/refusal.ts'
import { useTyped } from '#console/useTyped.ts'
import { batchLimit } from '../../lists/model.ts'
import type { BatchDone, BatchOffer, BatchPreview, BatchRow } from '../../lists/views.ts'
import { formOf, missingIn, StepFields, valuesOf } from '../StepFields.tsx'

type Item = { readonly id: number; readonly version?: number }
type Props = {
  readonly offer: BatchOffer
  readonly items: readonly Item[]
  readonly onClose: () => void
  /** After anything was done: what, in a sentence, and what is still chosen (not done). */
  readonly onDone: (words: string, rest: readonly number[]) => void | Promise<void>
}

const inParts = (items: readonly Item[]) =>
  Array.from({ length: Math.ceil(items.length / batchLimit) }, (_, at) =>
    items.slice(at * batchLimit, (at + 1) * batchLimit),
  )

/** One step for many documents: what it asks for, what would happen to each, then each as an act of its own, and what came of each. */
export function Batch({ offer, items, onClose, onDone }: Props) {
  const typed = useTyped(`batch-${offer.verb}`, { values: valuesOf(offer.fields), reason: '' })
  const { values, reason } = typed.values
  const [faults, setFaults] = useState<readonly Reason[]>([])
  const [seen, setSeen] = useState<readonly BatchRow[] | null>(null)
  const [done, setDone] = useState<readonly BatchRow[]>([])
  const [at, setAt] = useState(0)
  const doing = useDoing()
  const [looked, setLooked] = useState(0)
  const send = (part: readonly Item[]) => ({
    verb: offer.verb,
    items: part.map(({ id, version }) => ({ id, version })),
    ...(reason.trim() ? { reason: reason.trim() } : {}),
    ...formOf(offer.fields, values),
  })
  async function look(event: FormEvent) {
    event.preventDefault()
    const wrong: Reason[] = missingIn(offer.fields, values)
    if (offer.reason === 'required' && reason.trim() === '')
      wrong.push({ field: 'reason', text: '请写明理由。' })
    setFaults(wrong)
    if (wrong.length > 0) return
    const rows: BatchRow[] = []
    setLooked(0)
    for (const part of inParts(items)) {
      const answer = await doing.run<BatchPreview>('POST', '/api/lists/batch/preview', send(part))
      if (!answer) return
      if (answer.reasons.length > 0) return setFaults(answer.reasons)
      rows.push(...answer.rows)
      setLooked(rows.length)
    }
    setSeen(rows)
  }
  const fine = new Set(seen?.filter(row => row.ok).map(row => row.id))
  const able = items.filter(item => fine.has(item.id))
  async function run() {
    const parts = inParts(able)
    let all = done
    for (let next = at; next < parts.length; next++) {
      const answer = await doing.run<BatchDone>('POST', '/api/lists/batch', send(parts[next]!))
      if (!answer) return
      all = [...all, ...answer.rows]
      setDone(all)
      setAt(next + 1)
    }
    typed.forget()
    const good = new Set(all.filter(row => row.ok).map(row => row.id))
    const bad = all.length - good.size
    await onDone(
      `“${offer.label}”已办理${good.size}件${bad > 0 ? `，${bad}件没有办成` : ''}。`,
      items.filter(item => !good.has(item.id)).map(item => item.id),
    )
  }
  const over = seen !== null && done.length > 0 && at >= inParts(able).length
  const good = done.filter(row => row.ok).length
  const sorted = byField(faults, ['reason', ...offer.fields.map(f => f.name)])
  return (
    <Modal
      open
      title={`${offer.label}（${items.length}件）`}
      footer={null}
      width={680}
      onCancel={onClose}
      maskClosable={false}
      destroyOnHidden
    >
      {over ? (
        <div className="act" role="status">
          <p>
            <strong>
              已办理{good}件{done.length > good ? `，${done.length - good}件没有办成，其余不受影响` : ''}。
            </strong>
            {done.length > good ? '没有办成的仍然选着，处理后可以再办。' : ''}
          </p>
          <Rows label="每件的结果" rows={[...done].sort((a, b) => Number(a.ok) - Number(b.ok))} />
          <div className="act-buttons">
            <Button type="primary" onClick={onClose}>
              关闭
            </Button>
          </div>
        </div>
      ) : seen ? (
        <div className="act" role="group" aria-label="办理前核对">
          <p>
            <strong>
              将办理{able.length}件
              {seen.length > able.length ? `，另有${seen.length - able.length}件现在不能办` : ''}。
            </strong>
          </p>
          <Rows label="每件会怎样" rows={[...seen].sort((a, b) => Number(a.ok) - Number(b.ok))} />
          <Fault
            error={doing.error}
            title={done.length > 0 ? `已办理${good}件，其余还没有提交` : undefined}
          />
          {doing.busy ? (
            <p role="status">
              已提交{done.length}件，共{able.length}件……
            </p>
          ) : null}
          <div className="act-buttons">
            <Button
              type="primary"
              loading={doing.busy}
              disabled={able.length === 0}
              onClick={() => void run()}
            >
              {done.length > 0 ? '继续办理其余的' : `确认${offer.label}${able.length}件`}
            </Button>
            <Button disabled={doing.busy} onClick={done.length > 0 ? onClose : () => setSeen(null)}>
              {done.length > 0 ? '到此为止' : '再想想'}
            </Button>
          </div>
        </div>
      ) : (
        <form className="act" noValidate aria-label={offer.label} onSubmit={event => void look(event)}>
          <p className="effect">
            {offer.effect}
            {offer.basis.map(id => (
              <Clause key={id} id={id} />
            ))}
          </p>
          <PutBack of={typed} />
          <Faults reasons={sorted.rest} />
          <Fault error={doing.error} />
          <StepFields
            fields={offer.fields}
            values={values}
            set={next => typed.set({ values: next })}
            faults={sorted.fields}
          />
          {offer.reason ? (
            <Field
              name="reason"
              label={offer.reason === 'required' ? '理由' : '说明'}
              required={offer.reason === 'required'}
              reasons={sorted.fields.get('reason')}
            >
              {control => (
                <Opinion
                  control={control}
                  value={reason}
                  onChange={text => typed.set({ reason: text })}
                  placeholder="每一件都记这一条"
                />
              )}
            </Field>
          ) : null}
          {doing.busy && items.length > batchLimit ? (
            <p role="status">
              已核对{looked}件，共{items.length}件……
            </p>
          ) : null}
          <div className="act-buttons">
            <Button type="primary" htmlType="submit" loading={doing.busy}>
              下一步：看看会怎样
            </Button>
            <Button onClick={onClose}>不办了</Button>
          </div>
        </form>
      )}
    </Modal>
  )
}

/** So many lines one looks through; the rest are counted. */
const shown = 200

function Rows({ label, rows }: { label: string; rows: readonly BatchRow[] }) {
  return (
    <ul className="batch-rows" aria-label={label} tabIndex={0}>
      {rows.slice(0, shown).map(row => (
        <li key={row.id}>
          <span className={row.ok ? 'yes' : 'no'}>
            <Icon name={row.ok ? 'done' : 'warn'} size={16} />
            <span className="hidden">{row.ok ? '可以' : '不能'}</span>
          </span>
          <div>
            {row.title ? <To href={`/documents/${row.id}`}>{row.title}</To> : `编号${row.id}`}
            {row.documentNumber ? <span className="quiet"> {row.documentNumber}</span> : null}
            <p className="quiet">
              {row.words}
              {row.reasons.map(r => (
                <span key={r.text}>
                  {r.text}
                  {r.basis ? <Clause id={r.basis} /> : null}
                </span>
              ))}
            </p>
          </div>
        </li>
      ))}
      {rows.length > shown ? <li>还有{rows.length - shown}件没有列出。</li> : null}
    </ul>
  )
}
