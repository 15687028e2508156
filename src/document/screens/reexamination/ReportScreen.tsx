import { Flex } from 'antd'
import { useId } from 'react'
import { useParam } from '#console/address.ts'
import { BasisList } from '#console/parts/Clause.tsx'
import { Light } from '#console/parts/Light.tsx'
import { Page } from '#console/parts/Page.tsx'
import { Failed, Loading } from '#console/parts/States.tsx'
import { useGet } from '#console/query.ts'
import type { ReportView } from '../../reexamination/views.ts'
import { Progress } from './Progress.tsx'

/** 复查结果: numbers only, so that a body above may read them too. */
export default function ReportScreen() {
  const id = useParam('id')
  const base = `/api/reexaminations/${id}/report`
  const { data, error, loading, reload } = useGet<ReportView>(base, { fresh: 0 })
  if (loading || error || !data)
    return (
      <Page title="复查结果">
        {loading ? <Loading rows={8} /> : <Failed error={error} retry={() => void reload()} />}
      </Page>
    )
  const { opinions, decided, turned } = data
  return (
    <Page
      title={`${data.body}${data.year}年年度复查结果`}
      lead={`${data.openedOn}开展，${data.opinionsBy}截止提意见，${data.finishedOn ? `${data.finishedOn}完成` : '尚未完成'}。`}
      actions={
        <a href={`${base}.csv`} download>
          下载CSV
        </a>
      }
    >
      <Flex vertical gap={24}>
        {data.clock ? (
          <div>
            <p>
              年度复查期限 {data.clock.dueOn}：<Light light={data.clock.light} words={data.clock.words} />
            </p>
            <BasisList basis={data.clock.basis} />
          </div>
        ) : null}
        <Numbers
          title="纳入和意见"
          rows={[
            ['纳入复查', data.takenIn],
            ['起草单位建议公开', opinions.open],
            ['起草单位建议维持', opinions.keep],
            ['逾期未提意见，已转入决定', opinions.none],
            ['等待意见', opinions.waiting],
          ]}
        />
        <Numbers
          title="决定"
          rows={[
            ['转为主动公开', decided.open],
            ['维持', decided.keep],
            ...data.kept.map(k => [`其中：${k.label}`, k.count] as const),
            ['尚未决定', decided.waiting],
          ]}
        />
        <Numbers
          title="转为主动公开以后"
          rows={[
            ['已转换', turned.converted],
            ['没有转成，须重新转换', turned.refused],
            ['按期公布', turned.publishedInTime],
            ['超期公布', turned.publishedLate],
            ['待公布，没有到期', turned.running],
            ['待公布，已超期', turned.overdue],
          ]}
        />
        <section>
          <h2>各部门</h2>
          <Progress rows={data.departments} />
        </section>
      </Flex>
    </Page>
  )
}

function Numbers({ title, rows }: { title: string; rows: readonly (readonly [string, number])[] }) {
  const id = useId()
  return (
    <section className="narrow-form">
      <h2 id={id}>{title}</h2>
      <table className="keys-table" aria-labelledby={id}>
        <tbody>
          {rows.map(([label, value]) => (
            <tr key={label}>
              <th scope="row">{label}</th>
              <td align="right">{value} 件</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
