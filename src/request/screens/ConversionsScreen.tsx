import { Light } from '#console/parts/Light.tsx'
import { ListTable } from '#console/parts/ListTable.tsx'
import { Page } from '#console/parts/Page.tsx'
import { Empty, Failed, Loading } from '#console/parts/States.tsx'
import { To } from '#console/parts/To.tsx'
import { useGet } from '#console/query.ts'
import type { ConversionLine } from '../views.ts'

/** 转为主动公开: every proposal of the body, those under way first. */
export default function ConversionsScreen() {
  const { data, error, loading, reload } = useGet<{ readonly rows: readonly ConversionLine[] }>(
    '/api/conversions',
  )
  return (
    <Page
      wide
      title="转为主动公开"
      lead="多人申请同一信息、或者申请人建议公开的，由公开工作机构决定是否纳入主动公开范围（条例第四十四条）。"
    >
      {loading ? (
        <Loading rows={6} />
      ) : error || !data ? (
        <Failed error={error} retry={() => void reload()} />
      ) : data.rows.length === 0 ? (
        <Empty title="还没有转为主动公开的建议">
          <p>在申请的办理页面选择“提出转为主动公开”，或者申请人在网上提出建议，都会出现在这里。</p>
        </Empty>
      ) : (
        <ListTable
          label="转为主动公开的建议"
          rowKey="id"
          minWidth={760}
          dataSource={[...data.rows]}
          columns={[
            {
              key: 'light',
              title: '时限',
              width: 160,
              render: (_, r) => <Light light={r.light} words={r.words} />,
            },
            {
              key: 'title',
              title: '信息',
              render: (_, r) => <To href={`/conversions/${r.id}`}>{r.title || '（未写内容）'}</To>,
            },
            { key: 'applicants', title: '申请人数', dataIndex: 'applicants', width: 92 },
            { key: 'by', title: '提出', width: 170, render: (_, r) => `${r.proposedBy}　${r.proposedOn}` },
            { key: 'state', title: '状态', dataIndex: 'stateLabel', width: 150 },
          ]}
        />
      )}
    </Page>
  )
}
