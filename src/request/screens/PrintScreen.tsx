import { Button } from 'antd'
import { useAddress } from '#console/address.ts'
import { path } from '#console/client.ts'
import { Page } from '#console/parts/Page.tsx'
import { Failed, Loading } from '#console/parts/States.tsx'
import { To } from '#console/parts/To.tsx'
import { useGet } from '#console/query.ts'
import { useMe } from '#console/session.ts'
import { minuteText, now } from '#console/time.ts'
import { applicantKindLabels, channelLabels, type ApplicantKind, type Channel } from '../model.ts'
import type { RegisterView } from '../views.ts'
import { requestStateLabels, type RequestState } from '../workflow.ts'

/** 登记簿 on paper: every row of the filter in one plain table, applicants masked as in the list. */
export default function PrintScreen() {
  const me = useMe()
  const { search } = useAddress()
  const { q = '', state = 'open', kind = '', channel = '', from = '', until = '', order = '' } = search
  const { data, error, loading, reload } = useGet<RegisterView>(
    path('/api/requests', {
      ...{ q, state: state === 'all' ? '' : state, kind, channel, from, until, order },
      whole: '1',
    }),
    { fresh: 0 },
  )
  const words = [
    state === 'all' ? '全部环节' : state === 'open' ? '未办结' : requestStateLabels[state as RequestState],
    kind ? applicantKindLabels[kind as ApplicantKind] : null,
    channel ? channelLabels[channel as Channel] : null,
    from || until ? `${from || '最早'}至${until || '今天'}收到` : null,
    q ? `“${q}”` : null,
  ].filter(Boolean)
  return (
    <Page
      wide
      title="政府信息公开申请登记簿"
      lead={`${me.body.name}　${words.join('，')}　${minuteText(new Date(now()).toISOString())}　${me.staff.name}打印`}
    >
      {loading ? (
        <Loading rows={12} />
      ) : error || !data ? (
        <Failed error={error} retry={() => void reload()} />
      ) : (
        <>
          <div className="act-buttons no-print">
            <Button type="primary" onClick={() => print()}>
              打印
            </Button>
            <To href={path('/requests', search)}>回到登记簿</To>
          </div>
          {data.total > data.rows.length ? (
            <p role="status">
              共{data.total}件，一次打印{data.rows.length}件；全部请在登记簿里导出表格。
            </p>
          ) : null}
          <table className="register-print">
            <caption className="hidden">政府信息公开申请登记簿</caption>
            <thead>
              <tr>
                {['登记编号', '收到', '渠道', '申请人', '申请内容', '环节', '期限', '办结', '结果'].map(
                  name => (
                    <th key={name} scope="col">
                      {name}
                    </th>
                  ),
                )}
              </tr>
            </thead>
            <tbody>
              {data.rows.map(row => (
                <tr key={row.id}>
                  <td>{row.number ?? '未登记'}</td>
                  <td>{row.receivedOn ?? '待确认'}</td>
                  <td>{row.channel}</td>
                  <td>{row.applicant}</td>
                  <td>{row.subject}</td>
                  <td>{row.stateLabel}</td>
                  <td>{row.due ?? '—'}</td>
                  <td>{row.endedOn ?? '—'}</td>
                  <td>{row.outcome ?? '—'}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </>
      )}
    </Page>
  )
}
