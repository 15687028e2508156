import { Button, type TableColumnType } from 'antd'
import { useGo } from '#console/address.ts'
import { Clause } from '#console/parts/Clause.tsx'
import { Fault } from '#console/parts/Faults.tsx'
import { Light } from '#console/parts/Light.tsx'
import { ListTable } from '#console/parts/ListTable.tsx'
import { Page } from '#console/parts/Page.tsx'
import { Failed, Loading } from '#console/parts/States.tsx'
import { To } from '#console/parts/To.tsx'
import { useDoing, useGet, useRefresh } from '#console/query.ts'
import { useMe } from '#console/session.ts'
import { instrumentFacts, instrumentKinds, type InstrumentKind } from '../model.ts'
import { reviewNear } from '../../rules/remind.ts'
import type { InstrumentLine } from '../views.ts'
import { instrumentBeginning, openStates } from '../workflow.ts'

const columns: TableColumnType<InstrumentLine>[] = [
  {
    key: 'name',
    title: '文本',
    render: (_, row) => (
      <To href={`/instruments/${row.id}`}>
        {row.kindLabel}第{row.number}版
      </To>
    ),
  },
  { key: 'body', title: '机关', width: 220, render: (_, row) => row.body.name },
  { key: 'state', title: '状态', width: 150, render: (_, row) => row.stateLabel },
  {
    key: 'count',
    title: '内容',
    width: 120,
    render: (_, row) => `${row.count}个${instrumentFacts[row.kind].row}`,
  },
  { key: 'effective', title: '施行日期', width: 120, render: (_, row) => row.effectiveOn ?? '—' },
  { key: 'drafter', title: '编制人', width: 160, render: (_, row) => row.drafter },
  { key: 'changed', title: '最近改动', width: 150, render: (_, row) => row.changedAt },
]

type Own = {
  readonly id: string
  readonly body: { readonly id: number; readonly name: string }
  readonly kind: InstrumentKind
  readonly standing: InstrumentLine | undefined
  readonly open: InstrumentLine | undefined
}

function review({ standing }: Own) {
  const left = standing?.reviewIn
  if (left === undefined || left === null) return <Light light="none" words="没有现行的一版" />
  return left < 0 ? (
    <Light light="red" words={`超期${-left}日`} />
  ) : (
    <Light
      light={left <= reviewNear ? 'yellow' : 'green'}
      words={left === 0 ? '今天到期' : `还有${left}日`}
    />
  )
}

/** 公开指南与清单: what is in force, when it is looked through again, every version, and beginning a new one. */
export default function ListScreen() {
  const me = useMe()
  const { data, error, loading, reload } = useGet<{ rows: readonly InstrumentLine[] }>('/api/instruments')
  const doing = useDoing()
  const refresh = useRefresh()
  const go = useGo()
  if (loading || error || !data)
    return (
      <Page title="公开指南与清单">
        {loading ? <Loading rows={8} /> : <Failed error={error} retry={() => void reload()} />}
      </Page>
    )
  const compiles = new Set(
    me.roles.filter(r => (instrumentBeginning.by as readonly string[]).includes(r.role)).map(r => r.bodyId),
  )
  const bodies = [...new Map(me.roles.map(r => [r.bodyId, r.bodyName]))].map(([id, name]) => ({ id, name }))
  const own: Own[] = bodies.flatMap(body =>
    instrumentKinds.map(kind => {
      const mine = data.rows.filter(r => r.body.id === body.id && r.kind === kind)
      return {
        id: `${body.id}-${kind}`,
        body,
        kind,
        standing: mine.find(r => r.state === 'published'),
        open: mine.find(r => (openStates as readonly string[]).includes(r.state)),
      }
    }),
  )
  const begin = async (line: Own) => {
    const done = await doing.run<{ subject: number }>('POST', '/api/instruments', {
      body: line.body.id,
      kind: line.kind,
    })
    if (!done) return
    await refresh('/api/instruments')
    go(`/instruments/${done.subject}`)
  }
  const ownColumns: TableColumnType<Own>[] = [
    {
      key: 'kind',
      title: '文本',
      render: (_, l) => (
        <>
          {instrumentFacts[l.kind].label} <Clause id={instrumentFacts[l.kind].basis[0]!} />
        </>
      ),
    },
    ...(bodies.length > 1
      ? [{ key: 'body', title: '机关', width: 200, render: (_: unknown, l: Own) => l.body.name }]
      : []),
    {
      key: 'standing',
      title: '现行',
      width: 130,
      render: (_, l) =>
        l.standing ? <To href={`/instruments/${l.standing.id}`}>第{l.standing.number}版</To> : '还没有',
    },
    { key: 'on', title: '下次复核', width: 130, render: (_, l) => l.standing?.reviewOn ?? '—' },
    { key: 'due', title: '时间', width: 150, render: (_, l) => review(l) },
    {
      key: 'do',
      title: '办理',
      width: 190,
      render: (_, l) =>
        l.open ? (
          <To href={`/instruments/${l.open.id}`}>
            打开第{l.open.number}版（{l.open.stateLabel}）
          </To>
        ) : compiles.has(l.body.id) ? (
          <Button
            size="small"
            loading={doing.busy}
            aria-label={`${l.standing ? '编制新的一版' : '开始编制'}：${instrumentFacts[l.kind].label}`}
            onClick={() => void begin(l)}
          >
            {l.standing ? '编制新的一版' : '开始编制'}
          </Button>
        ) : (
          '—'
        ),
    },
  ]
  return (
    <Page
      wide
      title="公开指南与清单"
      lead="政府信息公开指南、主动公开基本目录、政务公开负面清单：编制、审核、公布，至少一年复核一次，变动后及时更新。"
    >
      <Fault error={doing.error} />
      <section aria-label="现在的情况">
        <h2>现在的情况</h2>
        <ListTable<Own>
          label="三种文本的情况"
          columns={ownColumns}
          dataSource={own}
          rowKey="id"
          empty="您不在编制这些文本的机关任职。"
        />
      </section>
      <section aria-label="各个版本">
        <h2>各个版本</h2>
        <ListTable<InstrumentLine>
          label="版本列表"
          columns={columns}
          dataSource={data.rows}
          rowKey="id"
          pageSize={20}
          empty="还没有。从上面开始编制：系统已经知道的会先填好。"
        />
      </section>
    </Page>
  )
}
