import { Button, Modal, Radio, Select, Table, type TableColumnsType } from 'antd'
import { useState } from 'react'
import { useGo, useListAddress } from '#console/address.ts'
import { path } from '#console/client.ts'
import { Fault } from '#console/parts/Faults.tsx'
import { orAll } from '#console/parts/choices.ts'
import { Choice, Conditions, Pager } from '#console/parts/Filters.tsx'
import { Field } from '#console/parts/Field.tsx'
import { Page } from '#console/parts/Page.tsx'
import { Empty, Failed, Loading } from '#console/parts/States.tsx'
import { To } from '#console/parts/To.tsx'
import { useDoing, useGet } from '#console/query.ts'
import { labelOfKind, postingFacts, postingKinds, postingStateLabels, postingStates } from '../model.ts'
import type { PostingLine, PostingListView } from '../views.ts'

const columns: TableColumnsType<PostingLine> = [
  { key: 'kind', title: '类别', width: 112, render: (_, row) => row.kindLabel },
  { key: 'title', title: '标题', render: (_, row) => <To href={`/postings/${row.id}`}>{row.title}</To> },
  { key: 'state', title: '状态', width: 190, render: (_, row) => row.stateLabel },
  { key: 'drafter', title: '起草人', width: 140, render: (_, row) => row.drafter },
  { key: 'changed', title: '最近改动', width: 150, render: (_, row) => row.changedAt },
  { key: 'published', title: '公开', width: 150, render: (_, row) => row.publishedAt ?? '—' },
]

/** 信息发布: what the body tells the public besides documents. Filters stand in the address. */
export default function ListScreen() {
  const list = useListAddress()
  const { search, set } = list
  const { kind = '', state = '', q = '' } = search
  const { data, error, loading, stale, reload } = useGet<PostingListView>(
    path('/api/postings', { kind, state, q, page: list.asked }),
    { keep: true },
  )
  const [making, setMaking] = useState(false)
  return (
    <Page
      wide
      title="信息发布"
      lead="公开指南、机构职能、领导信息、工作动态、通知公告。公文从“新建公文”起草，不在这里。一人起草，另一人审查后公开。"
      actions={
        data && data.bodies.length > 0 ? (
          <Button type="primary" onClick={() => setMaking(true)}>
            新建
          </Button>
        ) : null
      }
    >
      <Conditions list={list} words="标题">
        <Choice
          label="类别"
          value={kind}
          options={orAll(postingKinds.map(one => [one, labelOfKind(one)]))}
          onChange={value => set({ kind: value })}
        />
        <Choice
          label="状态"
          value={state}
          options={orAll(postingStates.map(one => [one, postingStateLabels[one]]))}
          onChange={value => set({ state: value })}
        />
      </Conditions>
      {loading ? (
        <Loading rows={8} />
      ) : error || !data ? (
        <Failed error={error} retry={() => void reload()} />
      ) : data.rows.length === 0 ? (
        <Empty title="还没有符合条件的信息">
          <p>机构职能、领导信息和公开指南是每个机关都要公开的，可以先从这三类建起。</p>
        </Empty>
      ) : (
        <>
          <p className="found" role="status">
            共 {data.total} 件
          </p>
          <Table<PostingLine>
            className={stale ? 'rows-old' : undefined}
            rowKey="id"
            size="middle"
            columns={columns}
            dataSource={[...data.rows]}
            pagination={false}
            scroll={{ x: 900 }}
          />
          <Pager page={data.page} total={data.total} size={data.pageSize} onPage={list.turn} />
        </>
      )}
      {making && data ? <New bodies={data.bodies} onClose={() => setMaking(false)} /> : null}
    </Page>
  )
}

function New({ bodies, onClose }: { bodies: PostingListView['bodies']; onClose: () => void }) {
  const [body, setBody] = useState(bodies[0]!.id)
  const [kind, setKind] = useState<(typeof postingKinds)[number]>('news')
  const doing = useDoing()
  const go = useGo()
  const make = async () => {
    const done = await doing.run<{ subject: number }>('POST', '/api/postings', { body, kind })
    if (done) go(`/postings/${done.subject}`)
  }
  return (
    <Modal
      open
      title="新建信息"
      okText="开始起草"
      cancelText="取消"
      confirmLoading={doing.busy}
      onOk={() => void make()}
      onCancel={onClose}
    >
      <Fault error={doing.error} />
      {bodies.length > 1 ? (
        <Field name="body" label="发布机关" required>
          {({ status, ...control }) => (
            <Select
              {...control}
              status={status}
              value={body}
              options={bodies.map(one => ({ value: one.id, label: one.name }))}
              onChange={setBody}
            />
          )}
        </Field>
      ) : null}
      <Field name="posting-kind" label="类别" required group hint={postingFacts[kind].hint}>
        {() => (
          <Radio.Group
            value={kind}
            options={postingKinds
              .filter(one => one !== 'guide')
              .map(one => ({ value: one, label: labelOfKind(one) }))}
            onChange={event => setKind(event.target.value as typeof kind)}
          />
        )}
      </Field>
    </Modal>
  )
}
