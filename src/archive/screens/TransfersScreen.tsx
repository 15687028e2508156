import { Button, Input } from 'antd'
import { useState, type FormEvent } from 'react'
import { useGo } from '#console/address.ts'
import { Clause } from '#console/parts/Clause.tsx'
import { DayInput } from '#console/parts/DayInput.tsx'
import { Fault } from '#console/parts/Faults.tsx'
import { Field } from '#console/parts/Field.tsx'
import { Page } from '#console/parts/Page.tsx'
import { Empty } from '#console/parts/States.tsx'
import { Unread } from '#console/parts/Unread.tsx'
import { To } from '#console/parts/To.tsx'
import { useDoing, useGet } from '#console/query.ts'
import type { TransferListView } from '../views.ts'

/** 档案移交: what is due by the statute, the batches, and a form for a new one. */
export default function TransfersScreen() {
  const { data, error, loading, reload } = useGet<TransferListView>('/api/archive/transfers')
  if (loading || error || !data)
    return <Unread title="向档案馆移交" error={error} retry={() => void reload()} />
  return (
    <Page
      title="向档案馆移交"
      lead={
        <>
          本机关的档案自形成之日起满 {data.years} 年即移交，可以提前。依据{' '}
          <Clause id="档案法实施条例/20(2)" />
        </>
      }
    >
      <section aria-label="到期应移交">
        <h2>到期应移交</h2>
        {data.due.length === 0 ? (
          <p className="quiet">没有到期未移交的公文。</p>
        ) : (
          <ul>
            {data.due.map(one => (
              <li key={one.year}>
                {one.year} 年形成的 {one.documents} 件，最早的一件 {one.oldest}
              </li>
            ))}
          </ul>
        )}
      </section>
      <section aria-label="移交批次">
        <h2>移交批次</h2>
        {data.rows.length === 0 ? (
          <Empty title="还没有移交批次">
            <p>在下面选择期间，整理第一张移交清单。</p>
          </Empty>
        ) : (
          <ul className="rows">
            {data.rows.map(row => (
              <li key={row.id}>
                <To href={`/archive/transfers/${row.id}`}>
                  {row.archives}：{row.from} 至 {row.until}
                  {row.series ? `，${row.series}` : ''}
                </To>{' '}
                {row.documents} 件，{row.stateLabel}
                {row.receipt ? `，回执 ${row.receipt.number}（${row.receipt.on}，${row.receipt.by}）` : ''}
              </li>
            ))}
          </ul>
        )}
      </section>
      <Prepare bodyId={data.body.id} />
    </Page>
  )
}

function Prepare({ bodyId }: { bodyId: number }) {
  const [archives, setArchives] = useState('')
  const [series, setSeries] = useState('')
  const [from, setFrom] = useState<string | null>(null)
  const [until, setUntil] = useState<string | null>(null)
  const doing = useDoing()
  const go = useGo()
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const done = await doing.run<{ subject: number }>('POST', '/api/archive/transfers', {
      body: bodyId,
      archives,
      from: from ?? '',
      until: until ?? '',
      ...(series.trim() ? { series: series.trim() } : {}),
    })
    if (done) go(`/archive/transfers/${done.subject}`)
  }
  return (
    <form onSubmit={event => void submit(event)} noValidate aria-label="整理移交清单" className="act">
      <h2>整理移交清单</h2>
      <Fault error={doing.error} />
      <Field name="archives" label="接收的档案馆" required>
        {({ status, ...control }) => (
          <Input
            {...control}
            status={status}
            value={archives}
            maxLength={100}
            onChange={e => setArchives(e.target.value)}
          />
        )}
      </Field>
      <Field name="from" label="公文起日" required>
        {control => <DayInput control={control} value={from} onChange={setFrom} />}
      </Field>
      <Field name="until" label="公文止日" required>
        {control => <DayInput control={control} value={until} onChange={setUntil} />}
      </Field>
      <Field name="series" label="机关代字" hint="不填为全部机关代字。">
        {({ status, ...control }) => (
          <Input
            {...control}
            status={status}
            value={series}
            maxLength={40}
            onChange={e => setSeries(e.target.value)}
          />
        )}
      </Field>
      <Button type="primary" htmlType="submit" loading={doing.busy}>
        整理清单
      </Button>
    </form>
  )
}
