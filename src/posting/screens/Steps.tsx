import { Button, Checkbox, Input } from 'antd'
import { useState, type FormEvent } from 'react'
import { Clause } from '#console/parts/Clause.tsx'
import { Fault } from '#console/parts/Faults.tsx'
import { Field } from '#console/parts/Field.tsx'
import { useDoing } from '#console/query.ts'
import type { PostingView } from '../views.ts'

/** The next lawful steps: what each does, what it rests on, what it asks. */
export function Steps({
  view,
  prepare,
  onDone,
}: {
  view: PostingView
  prepare: () => Promise<number | null>
  onDone: () => void
}) {
  const offers = view.offers.filter(o => o.verb !== 'save')
  const [chosen, setChosen] = useState<string | null>(null)
  if (offers.length === 0) return null
  const offer = offers.find(o => o.verb === chosen)
  return (
    <section aria-label="办理">
      <h2>办理</h2>
      <div className="act-buttons">
        {offers.map(o => (
          <Button
            key={o.verb}
            type={o.verb === chosen ? 'primary' : 'default'}
            aria-pressed={o.verb === chosen}
            onClick={() => setChosen(o.verb)}
          >
            {o.label}
          </Button>
        ))}
      </div>
      {offer ? (
        <Step
          key={offer.verb}
          view={view}
          offer={offer}
          prepare={prepare}
          onDone={() => {
            setChosen(null)
            onDone()
          }}
        />
      ) : null}
    </section>
  )
}

function Step({
  view,
  offer,
  prepare,
  onDone,
}: {
  view: PostingView
  offer: PostingView['offers'][number]
  prepare: () => Promise<number | null>
  onDone: () => void
}) {
  const [reason, setReason] = useState('')
  const [note, setNote] = useState('')
  const [publicNote, setPublicNote] = useState('')
  const [examined, setExamined] = useState(false)
  const [purge, setPurge] = useState(false)
  const [isUnsaved, setUnsaved] = useState(false)
  const doing = useDoing()
  const form =
    offer.verb === 'publish'
      ? { examined, ...(note.trim() ? { note: note.trim() } : {}) }
      : offer.verb === 'withdraw'
        ? { publicNote, purge }
        : undefined
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const version = await prepare()
    setUnsaved(version === null)
    if (version === null) return
    const done = await doing.run('POST', `/api/postings/${view.id}/${offer.verb}`, {
      version,
      ...(reason.trim() ? { reason: reason.trim() } : {}),
      ...(form ? { form } : {}),
    })
    if (done) onDone()
  }
  return (
    <form
      className="act site-form"
      aria-label={offer.label}
      noValidate
      onSubmit={event => void submit(event)}
    >
      <p className="effect">
        {offer.effect}{' '}
        {offer.basis.map(id => (
          <Clause key={id} id={id} />
        ))}
      </p>
      <Fault error={doing.error} />
      {isUnsaved ? (
        <p role="alert">内容还没有保存到服务器（见上面的提示），已留在本机；保存以后再办理。</p>
      ) : null}
      {offer.verb === 'publish' ? (
        <Checkbox checked={examined} onChange={e => setExamined(e.target.checked)}>
          已审查：不涉密，不含应当遮盖的个人隐私和商业秘密
        </Checkbox>
      ) : null}
      {offer.verb === 'publish' && view.address ? (
        <Words name="note" label="更正说明（公众可见）" value={note} set={setNote} max={200} />
      ) : null}
      {offer.verb === 'withdraw' ? (
        <>
          <Words
            name="publicNote"
            label="撤回说明（公众可见）"
            value={publicNote}
            set={setPublicNote}
            max={300}
          />
          <Checkbox checked={purge} onChange={e => setPurge(e.target.checked)}>
            因涉密或个人隐私撤回：连标题和历次版本一并清除
          </Checkbox>
        </>
      ) : null}
      {offer.reason ? (
        <Words name="reason" label="理由（留在履历里）" value={reason} set={setReason} max={2000} />
      ) : null}
      <Button type="primary" htmlType="submit" loading={doing.busy} danger={offer.verb === 'withdraw'}>
        {offer.label}
      </Button>
    </form>
  )
}

function Words(p: { name: string; label: string; value: string; set: (value: string) => void; max: number }) {
  return (
    <Field name={p.name} label={p.label} required>
      {({ status, ...control }) => (
        <Input.TextArea
          {...control}
          status={status}
          rows={2}
          maxLength={p.max}
          value={p.value}
          onChange={e => p.set(e.target.value)}
        />
      )}
    </Field>
  )
}
