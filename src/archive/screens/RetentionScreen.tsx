import { Button, Input } from 'antd'
import { useState, type FormEvent } from 'react'
import { Clause } from '#console/parts/Clause.tsx'
import { Fault } from '#console/parts/Faults.tsx'
import { Field } from '#console/parts/Field.tsx'
import { PutBack } from '#console/parts/PutBack.tsx'
import { ListTable } from '#console/parts/ListTable.tsx'
import { Page } from '#console/parts/Page.tsx'
import { Unread } from '#console/parts/Unread.tsx'
import { Step } from '#console/parts/Step.tsx'
import { To } from '#console/parts/To.tsx'
import { useDoing, useGet, useRefresh } from '#console/query.ts'
import { useTyped } from '#console/useTyped.ts'
import { terms } from '../model.ts'
import type { RetentionView } from '../views.ts'

/** 保管期限: the table of terms, what has come to its end, and the decisions of two people. */
export default function RetentionScreen() {
  const { data, error, loading, reload } = useGet<RetentionView>('/api/archive/retention')
  const refresh = useRefresh()
  const [chosen, setChosen] = useState<readonly number[]>([])
  if (loading || error || !data)
    return <Unread title="保管期限与鉴定" error={error} retry={() => void reload()} />
  const done = () => {
    setChosen([])
    void refresh('/api/archive/')
  }
  return (
    <Page
      title="保管期限与鉴定"
      lead={
        <>
          期限届满只是列出来，销毁须由两个人决定，系统不自动删除。依据 <Clause id="档案法实施条例/24(2)" />
          <Clause id="档案法/21(2)" />
        </>
      }
    >
      <section aria-label="保管期限表">
        <h2>保管期限表</h2>
        <ul className="plain-list plain-words">
          {data.rules.map(rule => (
            <li key={rule.id}>
              <div>
                {rule.name}：<strong>{terms[rule.term]}</strong>
              </div>
              <span className="quiet">
                {rule.source}；证据等级 {rule.mark}
              </span>
            </li>
          ))}
        </ul>
      </section>
      <section aria-label="期限届满">
        <h2>期限届满 {data.dueCount} 件</h2>
        {data.dueCount > data.due.length ? <p>只显示最早的 {data.due.length} 件。</p> : null}
        <ListTable
          label="期限届满的公文"
          rowKey="id"
          head="title"
          dataSource={data.due}
          pageSize={50}
          empty="没有期限届满的公文。"
          rowSelection={{
            selectedRowKeys: chosen,
            nameOf: row => row.title,
            onChange: keys => setChosen(keys.map(Number)),
          }}
          columns={[
            { title: '发文字号', dataIndex: 'number', width: 190 },
            {
              key: 'title',
              title: '标题',
              render: (_, row) => <To href={`/documents/${row.id}`}>{row.title}</To>,
            },
            {
              title: '保管期限',
              width: 160,
              render: (_, row) => `${row.retention.name}（${row.retention.rule}）`,
            },
            { title: '届满', dataIndex: 'dueOn', width: 112 },
          ]}
        />
        <Propose chosen={chosen} onDone={done} />
      </section>
      <section aria-label="鉴定意见">
        <h2>鉴定意见</h2>
        {data.disposals.length === 0 ? <p className="quiet">还没有鉴定意见。</p> : null}
        {data.disposals.map(one => (
          <div key={one.id}>
            <p>
              第 {one.id} 号：{one.documents} 件，{one.stateLabel}，{one.reachedAt.slice(0, 10)}
            </p>
            {one.offers.map(offer => (
              <Step
                key={offer.verb}
                offer={offer}
                heading={offer.label}
                version={one.version}
                address={`/api/archive/disposals/${one.id}`}
                onDone={done}
              />
            ))}
          </div>
        ))}
      </section>
    </Page>
  )
}

function Propose({ chosen, onDone }: { chosen: readonly number[]; onDone: () => void }) {
  const typed = useTyped('archive-disposal', { reason: '' })
  const { reason } = typed.values
  const doing = useDoing()
  if (chosen.length === 0) return null
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (!(await doing.run('POST', '/api/archive/disposals', { documents: chosen, reason }))) return
    typed.forget()
    onDone()
  }
  return (
    <form onSubmit={event => void submit(event)} noValidate aria-label="提出销毁" className="act">
      <PutBack of={typed} />
      <Fault error={doing.error} />
      <Field
        name="reason"
        label="鉴定意见"
        required
        why={{ text: '销毁前须经鉴定。', clause: '档案法实施条例/24(1)' }}
      >
        {({ status, ...control }) => (
          <Input.TextArea
            {...control}
            status={status}
            rows={2}
            maxLength={1000}
            value={reason}
            onChange={e => typed.set({ reason: e.target.value })}
          />
        )}
      </Field>
      <Button htmlType="submit" loading={doing.busy}>
        提出销毁所选 {chosen.length} 件
      </Button>
    </form>
  )
}
