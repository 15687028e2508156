import { Clause } from '#console/parts/Clause.tsx'
import { Light } from '#console/parts/Light.tsx'
import { ListTable } from '#console/parts/ListTable.tsx'
import { Page } from '#console/parts/Page.tsx'
import { Empty, Failed, Loading } from '#console/parts/States.tsx'
import { To } from '#console/parts/To.tsx'
import { useGet } from '#console/query.ts'
import { freshnessLabels, type Freshness } from '#record/renewal.ts'
import type { ColumnsView } from '../views.ts'

type Body = ColumnsView['bodies'][number]
type Line = Body['columns'][number]

const lights: Record<Freshness, 'green' | 'yellow' | 'red' | 'none'> = {
  fresh: 'green',
  near: 'yellow',
  stale: 'red',
  empty: 'red',
  lasting: 'none',
}

/** 栏目更新: how every column stands against its term, and the three counts by which an inspection fails a site. */
export default function ColumnsScreen() {
  const { data, error, loading, reload } = useGet<ColumnsView>('/api/patrol/columns', { fresh: 0 })
  if (loading || error || !data)
    return (
      <Page title="栏目更新">
        {loading ? <Loading rows={6} /> : <Failed error={error} retry={() => void reload()} />}
      </Page>
    )
  return (
    <Page
      wide
      title="栏目更新"
      lead={
        <>
          按列表上显示的日期算，每夜巡检：超过期限的开整改工单，由公开审查员办理，发布以后自动办结。{' '}
          <Clause id="吉林/一(三)" /> <Clause id="19号(2019)/V4" />
        </>
      }
    >
      {data.bodies.length === 0 ? (
        <Empty title="没有可以查看的机关">
          <p>公开审查员、发布员、保密审查员、处室负责人和领导可以查看本机关的栏目。</p>
        </Empty>
      ) : (
        data.bodies.map(body => <One key={body.id} body={body} several={data.bodies.length > 1} />)
      )}
    </Page>
  )
}

function One({ body, several }: { body: Body; several: boolean }) {
  return (
    <section aria-label={body.name}>
      {several ? <h2>{body.name}</h2> : null}
      <ul className="row-facts" aria-label="单项否决“栏目不更新”">
        {body.veto.map(one => (
          <li key={one.label} className={one.count >= one.limit ? 'heat-overdue' : undefined}>
            {one.label} {one.count} 个（满 {one.limit} 个单项否决）
          </li>
        ))}
      </ul>
      <ListTable<Line>
        label={`${body.name}的栏目`}
        dataSource={body.columns}
        rowKey="address"
        pageSize={50}
        empty="还没有公开任何信息，公开以后在这里看各栏目的期限。"
        columns={[
          {
            key: 'label',
            title: '栏目',
            render: (_, c) => (
              <a href={c.address} target="_blank" rel="noreferrer">
                {c.label}
              </a>
            ),
          },
          {
            key: 'state',
            title: '现在',
            width: 190,
            render: (_, c) => (
              <Light
                light={lights[c.freshness]}
                words={c.late > 0 ? `超期${c.late}天` : freshnessLabels[c.freshness]}
              />
            ),
          },
          { key: 'newest', title: '最近更新', width: 120, render: (_, c) => c.newestOn },
          { key: 'due', title: '最迟更新', width: 120, render: (_, c) => c.dueOn ?? '—' },
          {
            key: 'term',
            title: '期限和依据',
            width: 330,
            render: (_, c) => (
              <>
                {c.term}
                <span className="quiet">
                  {'　'}
                  {c.source}（{c.mark}）
                </span>
              </>
            ),
          },
        ]}
      />
      {body.unsaid.length > 0 ? (
        <>
          <h3>没有内容也没有说明的法定项</h3>
          <ul>
            {body.unsaid.map(item => (
              <li key={item.cite}>
                {item.label}（{item.cite}）
              </li>
            ))}
          </ul>
          <p className="quiet">
            有这项职能的，公开相应的信息；没有的，<To href="/postings">发布“无此职能说明”</To>
            ，公众就知道不是漏公开。
          </p>
        </>
      ) : null}
    </section>
  )
}
