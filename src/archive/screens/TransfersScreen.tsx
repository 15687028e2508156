import { Button, Input } from 'antd'
import type { FormEvent } from 'react'
import { useGo } from '#console/address.ts'
import { Clause } from '#console/parts/Clause.tsx'
import { DayInput } from '#console/parts/DayInput.tsx'
import { Faults } from '#console/parts/Faults.tsx'
import { Field } from '#console/parts/Field.tsx'
import { Page } from '#console/parts/Page.tsx'
import { PutBack } from '#console/parts/PutBack.tsx'
import { Empty } from '#console/parts/States.tsx'
import { Unread } from '#console/parts/Unread.tsx'
import { To } from '#console/parts/To.tsx'
import { useDoing, useGet } from '#console/query.ts'
import { byField, reasonsOf } from '#console/refusal.ts'
import { useTyped } from '#console/useTyped.ts'
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

type Batch = {
  readonly archives: string
  readonly series: string
  readonly from: string | null
  readonly until: string | null
}

const empty: Batch = { archives: '', series: '', from: null, until: null }

function Prepare({ bodyId }: { bodyId: number }) {
  const typed = useTyped('archive-transfer', empty)
  const { archives, series, from, until } = typed.values
  const doing = useDoing()
  const sorted = byField(doing.error ? reasonsOf(doing.error) : [], Object.keys(empty))
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
    if (!done) return
    typed.forget()
    go(`/archive/transfers/${done.subject}`)
  }
  return (
    <form onSubmit={event => void submit(event)} noValidate aria-label="整理移交清单" className="act">
      <h2>整理移交清单</h2>
      <PutBack of={typed} />
      <Faults reasons={sorted.rest} />
      <Field name="archives" label="接收的档案馆" required reasons={sorted.fields.get('archives')}>
        {({ status, ...control }) => (
          <Input
            {...control}
            status={status}
            value={archives}
            maxLength={100}
            onChange={e => typed.set({ archives: e.target.value })}
          />
        )}
      </Field>
      <Field name="from" label="公文起日" required reasons={sorted.fields.get('from')}>
        {control => <DayInput control={control} value={from} onChange={day => typed.set({ from: day })} />}
      </Field>
      <Field name="until" label="公文止日" required reasons={sorted.fields.get('until')}>
        {control => <DayInput control={control} value={until} onChange={day => typed.set({ until: day })} />}
      </Field>
      <Field name="series" label="机关代字" hint="不填为全部机关代字。" reasons={sorted.fields.get('series')}>
        {({ status, ...control }) => (
          <Input
            {...control}
            status={status}
            value={series}
            maxLength={40}
            onChange={e => typed.set({ series: e.target.value })}
          />
        )}
      </Field>
      <Button type="primary" htmlType="submit" loading={doing.busy}>
        整理清单
      </Button>
    </form>
  )
}
