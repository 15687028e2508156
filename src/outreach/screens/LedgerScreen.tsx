import { Button, Flex, type TableColumnType } from 'antd'
import { useState } from 'react'
import { Fault } from '#console/parts/Faults.tsx'
import { ListTable } from '#console/parts/ListTable.tsx'
import { Page } from '#console/parts/Page.tsx'
import { Empty, Failed, Loading } from '#console/parts/States.tsx'
import { useDoing, useGet, useRefresh } from '#console/query.ts'
import type { LedgerView, LetterLine } from '../ledger/model.ts'
import { sumColumn } from './sums.ts'

type Day = LedgerView['days'][number] & { readonly key: string }
const dayColumns: TableColumnType<Day>[] = [
  { key: 'day', title: '日期', render: (_, row) => row.day },
  { key: 'frequency', title: '种类', width: 120, render: (_, row) => row.frequency },
  sumColumn('应发', 'due'),
  sumColumn('已发', 'sent'),
  sumColumn('失败', 'failed'),
  sumColumn('不发', 'suppressed'),
  sumColumn('待发', 'waiting'),
]

/** 邮件订阅对账: what subscribers were owed, day by day, and the letters that did not go out. */
export default function LedgerScreen() {
  const { data, error, loading, reload } = useGet<LedgerView>('/api/subscriptions', { fresh: 0 })
  const refresh = useRefresh()
  const doing = useDoing()
  const [under, setUnder] = useState<number | null>(null)
  const [told, setTold] = useState('')
  if (loading || error || !data)
    return (
      <Page wide title="邮件订阅对账">
        {loading ? <Loading rows={10} /> : <Failed error={error} retry={() => void reload()} />}
      </Page>
    )
  const retry = async (letter: LetterLine) => {
    setUnder(letter.id)
    setTold('')
    const done = await doing.run('POST', `/api/subscriptions/letters/${letter.id}/retry`, {
      version: letter.version,
    })
    setUnder(null)
    if (!done) return
    setTold('已排入发送，一分钟内再发一次。')
    await refresh('/api/subscriptions')
  }
  const letterColumns: TableColumnType<LetterLine>[] = [
    { key: 'address', title: '收信人', width: 210, render: (_, row) => row.address },
    { key: 'kind', title: '种类', width: 100, render: (_, row) => row.kindLabel },
    { key: 'fault', title: '没有发出的原因', render: (_, row) => row.fault },
    { key: 'attempts', title: '次数', width: 72, align: 'right', render: (_, row) => row.attempts },
    { key: 'made', title: '写成时间', width: 160, render: (_, row) => row.madeAt },
    {
      key: 'state',
      title: '状态',
      width: 210,
      render: (_, row) => (
        <>
          {row.stateLabel}
          {row.nextTryAt ? <p className="quiet">{row.nextTryAt} 再试</p> : null}
          {row.mayRetry ? (
            <Button
              size="small"
              loading={under === row.id}
              disabled={doing.busy}
              aria-label={`${data.retry.label}：${row.address}，${row.kindLabel}`}
              onClick={() => void retry(row)}
            >
              {data.retry.label}
            </Button>
          ) : null}
        </>
      ),
    },
  ]
  const { sums } = data
  return (
    <Page
      wide
      title="邮件订阅对账"
      lead={`${data.bodies.length > 3 ? `${data.bodies.slice(0, 3).join('、')}等 ${data.bodies.length} 个机关` : data.bodies.join('、')}的变化，应当通知哪些订阅人、通知了没有。邮箱只显示首字母和域名。`}
    >
      <Flex vertical gap={16}>
        <p role="status">
          应发 {sums.due} ＝ 已发 {sums.sent} ＋ 失败 {sums.failed} ＋ 不发 {sums.suppressed} ＋ 待发{' '}
          {sums.waiting}，
          {data.unbalanced === 0 ? '逐件相符。' : `有 ${data.unbalanced} 件变化对不上，请联系运行维护人员。`}
          生效的订阅 {data.active} 个。{data.isOpen ? '' : '没有配置邮件服务器，订阅没有开通。'}
        </p>
        <section aria-label="近31天">
          <h2>近31天</h2>
          {data.days.length === 0 ? (
            <Empty title="这些天没有要发的通知">
              <p>有人订阅了这些机关的栏目、标签、目录事项或检索词，公开新内容以后这里才有记录。</p>
            </Empty>
          ) : (
            <ListTable<Day>
              label="近31天逐日的账"
              rowKey="key"
              head="day"
              columns={dayColumns}
              dataSource={data.days.map(d => ({ ...d, key: `${d.day} ${d.frequency}` }))}
            />
          )}
        </section>
        <section aria-label="没有发出的邮件">
          <h2>没有发出的邮件（最近100封）</h2>
          {data.letters.some(l => l.mayRetry) ? <p className="found quiet">{data.retry.effect}</p> : null}
          <Fault error={doing.error} />
          <p role="status" className="done-words">
            {told}
          </p>
          <ListTable
            label="没有发出的每一封"
            rowKey="id"
            head="address"
            columns={letterColumns}
            dataSource={data.letters}
            empty="没有。"
            pageSize={20}
          />
        </section>
      </Flex>
    </Page>
  )
}
