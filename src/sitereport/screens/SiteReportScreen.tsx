import { Button, InputNumber } from 'antd'
import { useAddress } from '#console/address.ts'
import { Fault } from '#console/parts/Faults.tsx'
import { Page } from '#console/parts/Page.tsx'
import { Failed, Loading } from '#console/parts/States.tsx'
import { To } from '#console/parts/To.tsx'
import { useScrollFocus } from '#console/parts/useScrollFocus.ts'
import { useDoing, useGet } from '#console/query.ts'
import { dayText, now } from '#console/time.ts'
import type { SiteReportView } from '../views.ts'

/** 网站年度报表: what is counted for a year, and its way to the public. */
export default function SiteReportScreen() {
  const { search, set } = useAddress()
  const thisYear = Number(dayText(now()).slice(0, 4))
  const year = Number(search.year) || thisYear - 1
  const address = `/api/site-reports/${year}`
  const { data, error, loading, reload } = useGet<SiteReportView>(address, { fresh: 0 })
  return (
    <Page
      wide
      title="网站年度报表"
      lead="每年1月31日前在网站公布上一年度的报表（国办函〔2018〕12号）。能算的由系统逐件算出，其余在信息稿里填写。"
    >
      <div className="filters">
        <label>
          <span>年度</span>
          <InputNumber
            min={2008}
            max={thisYear}
            precision={0}
            value={year}
            aria-label="年度"
            onChange={value => value && set({ year: String(value) })}
          />
        </label>
      </div>
      {loading ? (
        <Loading rows={12} />
      ) : error || !data ? (
        <Failed error={error} retry={() => void reload()} />
      ) : (
        <>
          <Publishing report={data} isOver={year < thisYear} onSent={() => void reload()} />
          <Table report={data} />
        </>
      )}
    </Page>
  )
}

const sendable = ['draft', 'amending', 'withdrawn', 'cancelled']

type Props = { readonly report: SiteReportView; readonly isOver: boolean; readonly onSent: () => void }

function Publishing({ report, isOver, onSent }: Props) {
  const doing = useDoing()
  const { posting } = report
  const isDraft = posting?.state === 'draft' || posting?.state === 'amending'
  const send = async () => {
    if (await doing.run('POST', `/api/site-reports/${report.year}/send`)) onSent()
  }
  return (
    <div className="annual-publish">
      <p role="status">
        {posting ? (
          <>
            公布：<To href={`/postings/${posting.id}`}>{posting.stateLabel}</To>
            {posting.address ? (
              <>
                　
                <a href={posting.address} target="_blank" rel="noopener">
                  看公开的页面
                </a>
              </>
            ) : null}
          </>
        ) : isOver ? (
          `还没有送去公布。送去后生成一件信息稿：填好系统不掌握的 ${report.toFill} 项，送审，由另一人审查后公开。`
        ) : (
          '这一年还没有过完，数字到今天为止；报表到下一年1月编报。'
        )}
      </p>
      {isDraft ? <p>重新统计会换掉信息稿里的整张表，已经填写的也会换掉。</p> : null}
      <Fault error={doing.error} />
      {isOver && (posting === null || sendable.includes(posting.state)) ? (
        <Button type={isDraft ? 'default' : 'primary'} loading={doing.busy} onClick={() => void send()}>
          {isDraft ? '重新统计，更新信息稿' : '送去公布'}
        </Button>
      ) : null}
    </div>
  )
}

function Table({ report }: { report: SiteReportView }) {
  const { rows } = report
  const box = useScrollFocus(report.title)
  const groups = [...new Set(rows.map(r => r.group))].map(group => rows.filter(r => r.group === group))
  return (
    <div className="annual annual-words" ref={box}>
      <table>
        <caption>{report.title}</caption>
        <thead>
          <tr>
            {report.columns.map(name => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        {groups.map(of => (
          <tbody key={of[0]!.group}>
            {of.map((row, i) => (
              <tr key={row.label}>
                {i === 0 ? (
                  <th scope="rowgroup" rowSpan={of.length}>
                    {row.group}
                  </th>
                ) : null}
                <th scope="row">{row.label}</th>
                <td>{row.value}</td>
                <td>{row.note}</td>
              </tr>
            ))}
          </tbody>
        ))}
      </table>
    </div>
  )
}
