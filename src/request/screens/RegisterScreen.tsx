import { type TableColumnType } from 'antd'
import { useListAddress } from '#console/address.ts'
import { path } from '#console/client.ts'
import { holds } from '#console/me.ts'
import { ExportButton } from '#console/parts/ExportButton.tsx'
import { orAll } from '#console/parts/choices.ts'
import { Choice, Conditions, DayChoice, Pager } from '#console/parts/Filters.tsx'
import { Light } from '#console/parts/Light.tsx'
import { ListTable } from '#console/parts/ListTable.tsx'
import { Page } from '#console/parts/Page.tsx'
import { Empty, Failed, Loading } from '#console/parts/States.tsx'
import { To } from '#console/parts/To.tsx'
import { useGet } from '#console/query.ts'
import { useMe } from '#console/session.ts'
import { applicantKindLabels, applicantKinds, channelLabels, channels } from '../model.ts'
import type { RegisterView, RowView } from '../views.ts'
import { requestStateLabels, requestStates } from '../workflow.ts'

const columns: TableColumnType<RowView>[] = [
  {
    key: 'subject',
    title: '申请内容',
    render: (_, row) => <To href={`/requests/${row.id}`}>{row.subject || '（未写内容）'}</To>,
  },
  { key: 'number', title: '登记编号', width: 200, render: (_, row) => row.number ?? '未登记' },
  { key: 'applicant', title: '申请人', width: 130, render: (_, row) => `${row.applicant}（${row.kind}）` },
  { key: 'state', title: '环节', width: 112, dataIndex: 'stateLabel' },
  { key: 'received', title: '收到', width: 112, render: (_, row) => row.receivedOn ?? '待确认' },
  {
    key: 'due',
    title: '期限',
    width: 190,
    render: (_, row) =>
      row.words && row.light ? (
        <>
          <Light light={row.light} words={row.words} />
          {row.due ? <span className="quiet request-due">{row.due}</span> : null}
        </>
      ) : (
        (row.endedOn ?? '—')
      ),
  },
  { key: 'outcome', title: '结果', width: 130, render: (_, row) => row.outcome ?? '—' },
]

const isOpen = (state: string): boolean => !['all', 'replied', 'closed'].includes(state)

const keepers = ['opennessOfficer', 'leader', 'legalReviewer', 'secrecyOfficer']

/** 依申请公开登记簿: what is open first, every filter in the address. */
export default function RegisterScreen() {
  const me = useMe()
  const list = useListAddress()
  const { search, set } = list
  const { q = '', state = 'open', kind = '', channel = '', from = '', until = '', order = '' } = search
  const asked = { q, state: state === 'all' ? '' : state, kind, channel, from, until, order }
  const { data, error, loading, stale, reload } = useGet<RegisterView>(
    path('/api/requests', { ...asked, page: list.asked }),
    { keep: true },
  )
  return (
    <Page
      wide
      title="依申请公开"
      lead="未办结的先到期的在前，等申请人补正、缴费的在后；其他的按收到日期从近到远。期限按条例第三十三条逐日计算。"
      actions={
        holds(me, 'opennessOfficer') ? (
          <To href="/requests/new" className="as-button">
            登记申请
          </To>
        ) : null
      }
    >
      <Conditions list={list} words="编号或内容">
        <Choice
          label="环节"
          value={state}
          options={[
            { value: 'open', label: '未办结' },
            { value: 'all', label: '全部' },
            ...requestStates.map(one => ({ value: one as string, label: requestStateLabels[one] })),
          ]}
          onChange={value => set({ state: value === 'open' ? null : value })}
        />
        <Choice
          label="申请人"
          value={kind}
          options={orAll(applicantKinds.map(one => [one, applicantKindLabels[one]]))}
          onChange={value => set({ kind: value || null })}
        />
        <Choice
          label="渠道"
          value={channel}
          options={orAll(channels.map(one => [one, channelLabels[one]]))}
          onChange={value => set({ channel: value || null })}
        />
        <DayChoice name="from" label="收到日期自" value={from} onChange={day => set({ from: day })} />
        <DayChoice name="until" label="收到日期至" value={until} onChange={day => set({ until: day })} />
        {isOpen(state) ? (
          <Choice
            label="顺序"
            value={order}
            options={[
              { value: '', label: '先到期的在前' },
              { value: 'received', label: '后收到的在前' },
            ]}
            onChange={value => set({ order: value || null })}
          />
        ) : null}
      </Conditions>
      {loading ? (
        <Loading rows={8} />
      ) : error || !data ? (
        <Failed error={error} retry={() => void reload()} />
      ) : data.rows.length === 0 ? (
        <Empty title="没有符合条件的申请">
          <p>当面、邮寄、传真收到的申请，由公开工作机构在这里登记。</p>
        </Empty>
      ) : (
        <>
          <div className="list-tools">
            <p className="found" role="status">
              共 {data.total} 件
            </p>
            {me.roles.some(r => keepers.includes(r.role)) ? (
              <div className="tools-end">
                <To href={path('/requests/print', { ...asked, state: state === 'open' ? null : state })}>
                  打印
                </To>
                <ExportButton
                  source="requests"
                  query={Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== ''))}
                  words={`符合条件的${data.total}件`}
                />
              </div>
            ) : null}
          </div>
          <ListTable
            label="申请"
            rowKey="id"
            head="subject"
            minWidth={1080}
            stale={stale}
            dataSource={data.rows}
            columns={columns}
          />
          <Pager page={data.page} total={data.total} size={data.size} onPage={list.turn} />
        </>
      )}
    </Page>
  )
}
