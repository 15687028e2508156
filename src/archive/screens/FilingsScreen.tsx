import { Button, Input } from 'antd'
import { useState, type FormEvent } from 'react'
import { Clause } from '#console/parts/Clause.tsx'
import { DayInput } from '#console/parts/DayInput.tsx'
import { Faults } from '#console/parts/Faults.tsx'
import { Field } from '#console/parts/Field.tsx'
import { Page } from '#console/parts/Page.tsx'
import { PutBack } from '#console/parts/PutBack.tsx'
import { Empty, Failed, Loading } from '#console/parts/States.tsx'
import { useDoing, useGet, useRefresh } from '#console/query.ts'
import { byField, reasonsOf } from '#console/refusal.ts'
import { useTyped } from '#console/useTyped.ts'
import type { Difference } from '../rules.ts'
import type { FilingView } from '../views.ts'

const changeWords = { added: '备案后新增', gone: '已不在登记簿', changed: '有改动' } as const

/** 备案: one filing a period, its list to download, and what the register says differently since. */
export default function FilingsScreen() {
  const { data, error, loading, reload } = useGet<{ rows: FilingView[] }>('/api/archive/filings')
  const refresh = useRefresh()
  return (
    <Page
      title="非密公文备案"
      lead={
        <>
          备案把一个期间的登记簿冻结下来，指纹写入履历。依据 <Clause id="上海/五(十五)" />
        </>
      }
    >
      <FileForm onDone={() => void refresh('/api/archive/')} />
      {loading ? (
        <Loading rows={4} />
      ) : error || !data ? (
        <Failed error={error} retry={() => void reload()} />
      ) : data.rows.length === 0 ? (
        <Empty title="还没有备案">
          <p>填写期间后备案，清单会出现在这里。</p>
        </Empty>
      ) : (
        <ul className="rows" aria-label="备案记录">
          {data.rows.map(row => (
            <li key={row.id}>
              <p>
                <strong>
                  {row.body.name} {row.from} 至 {row.until}
                </strong>
                ：{row.documents} 件公文，
                {row.findings > 0 ? `${row.findings} 处号码没有说明` : '号码均有去向'}；{row.filedBy}{' '}
                {row.filedAt.slice(0, 16).replace('T', ' ')} 备案
              </p>
              {row.note ? <p className="quiet">说明：{row.note}</p> : null}
              <p className="quiet fingerprint">指纹 {row.hash}</p>
              {row.expungedAt ? (
                <p className="quiet">
                  {row.expungedAt.slice(0, 10)}{' '}
                  起，清单里因涉密或个人隐私撤回的公文不再列出题名；指纹是备案时的指纹，与现在的清单对不上是正常的。
                </p>
              ) : null}
              <Button href={`/api/archive/filings/${row.id}/list.csv`}>清单 CSV</Button>{' '}
              <Button href={`/api/archive/filings/${row.id}/list.json`}>清单 JSON</Button>
              {row.inside ? <Differences id={row.id} /> : null}
            </li>
          ))}
        </ul>
      )}
    </Page>
  )
}

function Differences({ id }: { id: number }) {
  const [open, setOpen] = useState(false)
  const { data, error } = useGet<{ differences: Difference[]; differing: number }>(
    open ? `/api/archive/filings/${id}` : null,
  )
  return (
    <details onToggle={event => setOpen(event.currentTarget.open)}>
      <summary>与现在的登记簿比对</summary>
      {error ? <Failed error={error} /> : null}
      {data && data.differences.length === 0 ? <p>备案以后没有变动。</p> : null}
      {data && data.differing > data.differences.length ? (
        <p>
          共 {data.differing} 处，只显示前 {data.differences.length} 处。
        </p>
      ) : null}
      <ul>
        {data?.differences.map(one => (
          <li key={one.id}>
            {one.number ?? `编号 ${one.id}`}：{changeWords[one.what]}
            {one.fields.length > 0 ? `（${one.fields.join('、')}）` : ''}
          </li>
        ))}
      </ul>
    </details>
  )
}

type Period = { readonly from: string | null; readonly until: string | null; readonly note: string }

function FileForm({ onDone }: { onDone: () => void }) {
  const typed = useTyped<Period>('archive-filing', { from: null, until: null, note: '' })
  const { from, until, note } = typed.values
  const doing = useDoing()
  const sorted = byField(doing.error ? reasonsOf(doing.error) : [], ['from', 'until', 'note'])
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const done = await doing.run('POST', '/api/archive/filings', {
      from: from ?? '',
      until: until ?? '',
      ...(note.trim() ? { note: note.trim() } : {}),
    })
    if (!done) return
    typed.forget()
    onDone()
  }
  return (
    <form onSubmit={event => void submit(event)} noValidate aria-label="备案" className="act">
      <PutBack of={typed} />
      <Faults reasons={sorted.rest} />
      <Field name="from" label="起日" required reasons={sorted.fields.get('from')}>
        {control => <DayInput control={control} value={from} onChange={day => typed.set({ from: day })} />}
      </Field>
      <Field name="until" label="止日" required reasons={sorted.fields.get('until')}>
        {control => <DayInput control={control} value={until} onChange={day => typed.set({ until: day })} />}
      </Field>
      <Field
        name="note"
        label="备案说明"
        hint="发文号码还有没说明的，必须填写。"
        reasons={sorted.fields.get('note')}
      >
        {({ status, ...control }) => (
          <Input.TextArea
            {...control}
            status={status}
            rows={2}
            maxLength={1000}
            value={note}
            onChange={e => typed.set({ note: e.target.value })}
          />
        )}
      </Field>
      <Button type="primary" htmlType="submit" loading={doing.busy}>
        备案
      </Button>
    </form>
  )
}
