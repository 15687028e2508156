import { Button, Checkbox, Modal, Select, type TableColumnType } from 'antd'
import { useState } from 'react'
import { useGo } from '#console/address.ts'
import { Fault } from '#console/parts/Faults.tsx'
import { Field } from '#console/parts/Field.tsx'
import { Light } from '#console/parts/Light.tsx'
import { ListTable } from '#console/parts/ListTable.tsx'
import { Page } from '#console/parts/Page.tsx'
import { Failed, Loading } from '#console/parts/States.tsx'
import { To } from '#console/parts/To.tsx'
import { useDoing, useGet, useRefresh } from '#console/query.ts'
import { useMe } from '#console/session.ts'
import { guidelineNames, type GuidelineName } from '../model.ts'
import type { BoardLine, VersionLine } from '../views.ts'
import { versionBeginning } from '../workflow.ts'
import { dueWords, lightOf } from './standing.ts'
import { Way } from './Way.tsx'

const fieldLabels: Record<GuidelineName, string> = {
  'safety-production': '安全生产领域',
  'disaster-relief': '救灾领域',
}

const columns: TableColumnType<VersionLine>[] = [
  {
    key: 'name',
    title: '目录',
    render: (_, row) => (
      <To href={`/catalogs/${row.id}`}>
        {row.fieldLabel}标准目录第{row.number}版
      </To>
    ),
  },
  { key: 'body', title: '机关', width: 200, render: (_, row) => row.body.name },
  { key: 'state', title: '状态', width: 150, render: (_, row) => row.stateLabel },
  {
    key: 'items',
    title: '事项',
    width: 150,
    render: (_, row) => `列入${row.listed}项${row.leftOut > 0 ? `，不列入${row.leftOut}项` : ''}`,
  },
  { key: 'effective', title: '施行日期', width: 120, render: (_, row) => row.effectiveOn ?? '—' },
  { key: 'drafter', title: '编制人', width: 120, render: (_, row) => row.drafter },
  { key: 'changed', title: '最近改动', width: 150, render: (_, row) => row.changedAt },
]

type Own = BoardLine & { readonly id: string }

/** 标准目录: where one's own catalogs stand, every version of them, and beginning a new one. */
export default function ListScreen() {
  const me = useMe()
  const list = useGet<{ rows: readonly VersionLine[] }>('/api/catalogs')
  const board = useGet<{ lines: readonly BoardLine[] }>('/api/catalogs/board')
  const [making, setMaking] = useState<{ body: number; field: GuidelineName } | null>(null)
  const error = list.error ?? board.error
  if (error)
    return (
      <Page title="标准目录">
        <Failed error={error} retry={() => void Promise.all([list.reload(), board.reload()])} />
      </Page>
    )
  const compiles = new Map(
    me.roles
      .filter(r => (versionBeginning.by as readonly string[]).includes(r.role))
      .map(r => [r.bodyId, r.bodyName]),
  )
  const mine = new Set(me.roles.map(r => r.bodyId))
  const lines = board.data?.lines ?? []
  const own: Own[] = lines
    .filter(l => mine.has(l.body.id))
    .map(l => ({ ...l, id: `${l.body.id}-${l.field}` }))
  const openOf = (l: BoardLine) =>
    l.version !== null && !['published', 'superseded', 'cancelled', 'none'].includes(l.state)
  const ownColumns: TableColumnType<Own>[] = [
    { key: 'field', title: '领域', width: 150, render: (_, l) => l.fieldLabel },
    ...(new Set(own.map(l => l.body.id)).size > 1
      ? [{ key: 'body', title: '机关', width: 190, render: (_: unknown, l: Own) => l.body.name }]
      : []),
    { key: 'state', title: '现在', width: 150, render: (_, l) => l.label },
    {
      key: 'next',
      title: '下一步',
      render: (_, l) => l.milestone?.label ?? (l.state === 'published' ? <Onwards /> : '—'),
    },
    { key: 'on', title: '期限', width: 120, render: (_, l) => l.milestone?.on ?? '—' },
    {
      key: 'due',
      title: '时间',
      width: 130,
      render: (_, l) => <Light light={lightOf(l)} words={dueWords(l)} />,
    },
    {
      key: 'do',
      title: '办理',
      width: 150,
      render: (_, l) =>
        openOf(l) ? (
          <To href={`/catalogs/${l.version}`}>打开第{l.number}版</To>
        ) : compiles.has(l.body.id) ? (
          <Button size="small" onClick={() => setMaking({ body: l.body.id, field: l.field })}>
            {l.state === 'none' ? '开始编制' : '编制新的一版'}
          </Button>
        ) : (
          '—'
        ),
    },
  ]
  return (
    <Page
      wide
      title="标准目录"
      lead="基层政务公开标准目录：由上级目录派生，逐项细化补充，业务部门审核、本级政府审核后公布。"
      actions={lines.some(l => !mine.has(l.body.id)) ? <To href="/catalogs/board">下级编制进度</To> : null}
    >
      <section aria-label="现在到了哪一步">
        <h2>现在到了哪一步</h2>
        {board.loading ? (
          <Loading rows={3} />
        ) : (
          <ListTable<Own>
            label="各领域的进度"
            columns={ownColumns}
            dataSource={own}
            rowKey="id"
            empty="您不在编制目录的机关任职。"
          />
        )}
      </section>
      {board.loading ? null : <Way state={null} plan={own[0]?.plan ?? null} />}
      <section aria-label="各个版本">
        <h2>各个版本</h2>
        {list.loading ? (
          <Loading rows={4} />
        ) : (
          <ListTable<VersionLine>
            label="版本列表"
            columns={columns}
            dataSource={list.data?.rows ?? []}
            rowKey="id"
            pageSize={20}
            empty="还没有目录。从上面选一个领域开始编制：上级目录的事项会逐项带过来，也可以接着导入现有的目录表。"
          />
        )}
      </section>
      {making ? (
        <Begin
          start={making}
          bodies={[...compiles].map(([id, name]) => ({ id, name }))}
          onClose={() => setMaking(null)}
        />
      ) : null}
    </Page>
  )
}

/** What is to be done with a catalog that is published. */
const Onwards = () => (
  <>
    照着公开，每项到期没有看
    <To href="/catalogs/coverage" className="in-text">
      目录覆盖
    </To>
    ；职能、上级目录有变时编新的一版
  </>
)

function Begin({
  start,
  bodies,
  onClose,
}: {
  start: { body: number; field: GuidelineName }
  bodies: readonly { id: number; name: string }[]
  onClose: () => void
}) {
  const [body, setBody] = useState(start.body)
  const [field, setField] = useState(start.field)
  const [imports, setImports] = useState(false)
  const doing = useDoing()
  const refresh = useRefresh()
  const go = useGo()
  const begin = async () => {
    const done = await doing.run<{ subject: number }>('POST', '/api/catalogs', { body, field })
    if (!done) return
    await refresh('/api/catalogs')
    go(`/catalogs/${done.subject}${imports ? '/import' : ''}`)
  }
  return (
    <Modal
      open
      title="开始编制"
      okText="开始编制"
      cancelText="取消"
      confirmLoading={doing.busy}
      onOk={() => void begin()}
      onCancel={onClose}
    >
      <Fault error={doing.error} />
      <p className="effect">{versionBeginning.effect}已公布过的，由现行的一版接着改。</p>
      {bodies.length > 1 ? (
        <Field name="body" label="机关" required>
          {({ status, ...control }) => (
            <Select
              {...control}
              status={status}
              value={body}
              options={bodies.map(b => ({ value: b.id, label: b.name }))}
              onChange={setBody}
            />
          )}
        </Field>
      ) : null}
      <Field name="field" label="领域" required>
        {({ status, ...control }) => (
          <Select
            {...control}
            status={status}
            value={field}
            options={guidelineNames.map(n => ({ value: n, label: fieldLabels[n] }))}
            onChange={setField}
          />
        )}
      </Field>
      <Checkbox checked={imports} onChange={event => setImports(event.target.checked)}>
        接着导入现有的目录表（XLSX、ODS、DOCX、ODT、HTML、CSV，或粘贴）
      </Checkbox>
    </Modal>
  )
}
