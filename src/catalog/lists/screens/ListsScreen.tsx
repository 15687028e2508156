import { Button, Select, type TableColumnType } from 'antd'
import { useState } from 'react'
import { useGo } from '#console/address.ts'
import { ListTable } from '#console/parts/ListTable.tsx'
import { Page } from '#console/parts/Page.tsx'
import { Failed, Loading } from '#console/parts/States.tsx'
import { To } from '#console/parts/To.tsx'
import { useGet } from '#console/query.ts'
import { listKindLabels, listKinds } from '../model.ts'
import type { ListLine, ListsView } from '../views.ts'

const columns: TableColumnType<ListLine>[] = [
  {
    key: 'name',
    title: '清单',
    render: (_, row) => (
      <To href={`/catalogs/lists/${row.id}`}>
        {row.kindLabel}第{row.number}版
      </To>
    ),
  },
  { key: 'body', title: '机关', width: 200, render: (_, row) => row.body.name },
  { key: 'state', title: '状态', width: 150, render: (_, row) => row.stateLabel },
  { key: 'count', title: '事项', width: 90, render: (_, row) => `${row.count}条` },
  { key: 'source', title: '来自文件', width: 220, render: (_, row) => row.source },
  { key: 'effective', title: '施行日期', width: 120, render: (_, row) => row.effectiveOn ?? '—' },
  { key: 'drafter', title: '导入人', width: 120, render: (_, row) => row.drafter },
  { key: 'changed', title: '最近改动', width: 150, render: (_, row) => row.changedAt },
]

/** 权责与服务清单: both lists of one's bodies in their versions, importing one, and the way to holding them against the catalogs. */
export default function ListsScreen() {
  const { data, error, loading, reload } = useGet<ListsView>('/api/catalogs/lists')
  const go = useGo()
  const [body, setBody] = useState<number | null>(null)
  if (loading || error || !data)
    return (
      <Page title="权责与服务清单">
        {loading ? <Loading rows={6} /> : <Failed error={error} retry={() => void reload()} />}
      </Page>
    )
  const mine = data.bodies.filter(b => b.mayImport)
  const chosen = body ?? mine[0]?.id ?? null
  return (
    <Page
      wide
      title="权责与服务清单"
      lead="权责清单和公共服务事项清单：从文件导入成版本，由另一人公布；与标准目录的事项逐条对照，没有对应的两边都看得见。"
      actions={
        <Button type="primary" onClick={() => go('/catalogs/pairing')}>
          对照标准目录
        </Button>
      }
    >
      {chosen !== null ? (
        <section aria-label="导入清单">
          <h2>导入清单</h2>
          <div className="act-buttons">
            {mine.length > 1 ? (
              <Select
                aria-label="机关"
                value={chosen}
                options={mine.map(b => ({ value: b.id, label: b.name }))}
                onChange={setBody}
              />
            ) : null}
            {listKinds.map(kind => (
              <Button key={kind} onClick={() => go(`/catalogs/lists/import?body=${chosen}&kind=${kind}`)}>
                导入{listKindLabels[kind]}
              </Button>
            ))}
          </div>
        </section>
      ) : null}
      <section aria-label="各个版本">
        <h2>各个版本</h2>
        <ListTable<ListLine>
          label="清单的版本"
          columns={columns}
          dataSource={data.rows}
          rowKey="id"
          pageSize={20}
          empty="还没有清单。选一种清单，把编办公布的或本机关整理的表导入进来（XLSX、DOCX、HTML、CSV，或粘贴）。"
        />
      </section>
    </Page>
  )
}
