import { Button, Input, Select } from 'antd'
import { useState } from 'react'
import { Clause } from '#console/parts/Clause.tsx'
import { Fault } from '#console/parts/Faults.tsx'
import { Field } from '#console/parts/Field.tsx'
import { PutBack } from '#console/parts/PutBack.tsx'
import { Failed, Loading } from '#console/parts/States.tsx'
import { useDoing, useGet } from '#console/query.ts'
import { minuteText } from '#console/time.ts'
import { isStale } from '#console/refusal.ts'
import { useTyped } from '#console/useTyped.ts'
import type { LetterLine, LettersView, LetterView } from '../letters/views.ts'
import type { CaseView } from '../views.ts'

/** 办理文书 of a case: what there is, what each still must say, its text, its files. */
export function Letters({ view, onChange }: { view: CaseView; onChange: () => void }) {
  const base = `/api/requests/${view.id}/letters`
  const { data, error, reload } = useGet<LettersView>(base, { fresh: 0 })
  const [open, setOpen] = useState<number | null>(null)
  const [form, setForm] = useState<string | undefined>(undefined)
  const making = useDoing()
  if (error) return <Failed error={error} retry={() => void reload()} />
  if (!data) return null
  const make = async () => {
    const done = await making.run<{ subject: number }>('POST', base, { form })
    if (!done) return
    setForm(undefined)
    await reload()
    setOpen(done.subject)
  }
  return (
    <section aria-labelledby="letters-title">
      <h2 id="letters-title">文书</h2>
      {data.letters.length === 0 ? (
        <p className="quiet">还没有文书。告知补正、征求意见、延长、收费、拟定答复时自动生成。</p>
      ) : (
        <ul className="request-earlier">
          {data.letters.map(letter => (
            <li key={letter.id}>
              <Line letter={letter} base={base} mayOpen={data.mayOpen} />
              <Button
                size="small"
                type="text"
                aria-expanded={open === letter.id}
                onClick={() => setOpen(open === letter.id ? null : letter.id)}
              >
                {open === letter.id
                  ? '收起'
                  : letter.state === 'draft' && letter.isOut && data.mayMake
                    ? '看内容，定稿'
                    : '看内容'}
              </Button>
              {open === letter.id ? (
                <Letter
                  key={letter.id}
                  address={`${base}/${letter.id}`}
                  onChange={() => {
                    onChange()
                    void reload()
                  }}
                />
              ) : null}
            </li>
          ))}
        </ul>
      )}
      {data.mayOpen && !view.imported ? (
        <p>
          <a href={`/api/requests/${view.id}/receipt.pdf`}>下载接收回执（PDF）</a>
          {view.state === 'closed' ? (
            <>
              {'　'}
              <a href={`/api/requests/${view.id}/archive`}>下载归档包（ZIP）</a>
            </>
          ) : null}
        </p>
      ) : null}
      {data.mayMake ? (
        <div className="filters">
          <label>
            <span>另拟文书</span>
            <Select
              value={form}
              placeholder="请选择"
              aria-label="另拟文书"
              popupMatchSelectWidth={false}
              options={data.forms.map(f => ({ value: f.code, label: `${f.title}（${f.to}）` }))}
              onChange={setForm}
            />
          </label>
          <Button disabled={!form} loading={making.busy} onClick={() => void make()}>
            拟文书
          </Button>
        </div>
      ) : null}
      <Fault error={making.error} />
    </section>
  )
}

function Line({ letter, base, mayOpen }: { letter: LetterLine; base: string; mayOpen: boolean }) {
  return (
    <>
      <strong>{letter.title}</strong>
      <p className="quiet">
        {[
          letter.number,
          letter.state === 'draft' && letter.isOut ? '草稿，还没有发出' : letter.stateLabel,
          letter.by,
          minuteText(letter.madeAt),
          letter.ref ? `第${letter.ref}份征求意见` : null,
        ]
          .filter(Boolean)
          .join('　')}
      </p>
      {mayOpen ? (
        <p>
          <a href={`${base}/${letter.id}/file/docx`}>DOCX（WPS可编辑）</a>
          {'　'}
          <a href={`${base}/${letter.id}/file/pdf`}>PDF</a>
        </p>
      ) : null}
    </>
  )
}

type Rewritten = {
  readonly text: string | null
  readonly reason: string
  /** Why it is thrown away. */
  readonly needless: string
  /** The version over which it was begun: a colleague's newer one is not written over unseen. */
  readonly from: number | null
}

function Letter({ address, onChange }: { address: string; onChange: () => void }) {
  const { data, error, loading, reload } = useGet<LetterView>(address, { fresh: 0 })
  const typed = useTyped<Rewritten>(`letter-${address}`, {
    text: null,
    reason: '',
    needless: '',
    from: null,
  })
  const { text, reason, needless, from } = typed.values
  const doing = useDoing()
  if (loading) return <Loading rows={4} />
  if (error || !data) return <Failed error={error} retry={() => void reload()} />
  const edited = text ?? data.text ?? ''
  const go = async (verb: 'save' | 'finish' | 'drop') => {
    const why = verb === 'drop' ? needless : reason
    const body = verb === 'save' ? { form: { text: edited } } : { reason: why.trim() || null }
    const done = await doing.run('POST', `${address}/${verb}`, { version: from ?? data.version, ...body })
    if (!done) return
    typed.forget()
    await reload()
    onChange()
  }
  const isReply = data.form.startsWith('reply-')
  return (
    <div className="letter">
      {data.faults.length > 0 ? (
        <div className="faults" role="alert">
          <p className="faults-title">还有{data.faults.length}处没有写到</p>
          <ul>
            {data.faults.map(fault => (
              <li key={fault.text}>
                {fault.text}
                <Clause id={fault.basis} />
              </li>
            ))}
          </ul>
        </div>
      ) : data.state !== 'draft' ? null : (
        <p role="status">必须写明的内容都写到了。</p>
      )}
      <div className="letter-sheet serif" aria-label="文书内容">
        {data.shown.split('\n').map((line, at) => (
          <p key={at}>{line}</p>
        ))}
      </div>
      {data.text === null ? null : (
        <form
          className="act"
          aria-label="修改文书"
          onSubmit={event => {
            event.preventDefault()
            void go('save')
          }}
        >
          <PutBack of={typed} />
          <Fault error={doing.error} />
          {isStale(doing.error) ? (
            <p>
              <Button
                onClick={() => {
                  doing.clear()
                  typed.set({ from: null })
                  void reload()
                }}
              >
                刷新，保留我写的内容
              </Button>
            </p>
          ) : null}
          <Field
            name="letter-text"
            label="正文"
            hint="一行一段。{申请人}、{申请内容}等填写项在下载时换成实际内容，请保留。"
          >
            {({ status, ...control }) => (
              <Input.TextArea
                {...control}
                status={status}
                value={edited}
                maxLength={20_000}
                autoSize={{ minRows: 6, maxRows: 20 }}
                onChange={event => typed.set({ text: event.target.value, from: from ?? data.version })}
              />
            )}
          </Field>
          {isReply || (data.faults.length === 0 && !doing.error) ? null : (
            <Field name="letter-reason" label="不改正而定稿的理由">
              {({ status, ...control }) => (
                <Input
                  {...control}
                  status={status}
                  value={reason}
                  maxLength={500}
                  onChange={event => typed.set({ reason: event.target.value })}
                />
              )}
            </Field>
          )}
          <div className="act-buttons">
            <Button htmlType="submit" disabled={text === null || text === data.text} loading={doing.busy}>
              保存修改
            </Button>
            {isReply ? (
              <span className="quiet">答复书由领导批准时编号定稿。</span>
            ) : (
              <Button
                type="primary"
                disabled={text !== null && text !== data.text}
                onClick={() => void go('finish')}
              >
                定稿
              </Button>
            )}
          </div>
          {isReply ? null : (
            <details>
              <summary>没有发出、不再发出：作废</summary>
              <Field
                name="letter-needless"
                label="作废的理由"
                hint={
                  data.ref && data.form !== 'disclosureNotice'
                    ? '征求意见书作废的，视为没有征求过，这段时间照常计入答复期限。'
                    : '留在履历里；作废的不装入归档包。'
                }
              >
                {({ status, ...control }) => (
                  <Input
                    {...control}
                    status={status}
                    value={needless}
                    maxLength={500}
                    onChange={event => typed.set({ needless: event.target.value })}
                  />
                )}
              </Field>
              <Button danger disabled={needless.trim() === ''} onClick={() => void go('drop')}>
                作废
              </Button>
            </details>
          )}
        </form>
      )}
    </div>
  )
}
