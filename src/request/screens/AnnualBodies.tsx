import type { TableColumnType } from 'antd'
import { ListTable } from '#console/parts/ListTable.tsx'
import { dayText, longDay, now } from '#console/time.ts'
import type { AnnualFigures } from '../statistics/annual.ts'

export type OfBody = AnnualFigures & {
  readonly report: { readonly address: string; readonly title: string; readonly on: string } | null
}
type Line = OfBody & { readonly slug: string }

const number = (key: string, title: string, of: (body: OfBody) => number | undefined) => ({
  key,
  title,
  width: 92,
  align: 'right' as const,
  render: (_: unknown, body: OfBody) => of(body) ?? 0,
})

/** What the sum is made of: one line a body, how its own tables add up, and whether its report is public. */
export function AnnualBodies({
  year,
  isOver,
  bodies,
}: {
  readonly year: number
  readonly isOver: boolean
  readonly bodies: readonly OfBody[]
}) {
  const silent = isOver ? bodies.filter(b => b.report === null) : []
  const isLate = dayText(now()) > `${year + 1}-01-31`
  const columns: TableColumnType<Line>[] = [
    { key: 'name', title: '机关', render: (_, { body }) => body.name },
    number('r1', '新收', b => b.table2.r1[6]),
    number('r2', '上年结转', b => b.table2.r2[6]),
    number('r3.7', '本年办结', b => b.table2['r3.7'][6]),
    number('r4', '结转下年', b => b.table2.r4[6]),
    number('review', '复议', b => b.table3.review[4]),
    number('suit', '诉讼', b => (b.table3.directSuit[4] ?? 0) + (b.table3.suitAfterReview[4] ?? 0)),
    {
      key: 'source',
      title: '数据',
      width: 108,
      render: (_, { source }) => (source === 'entered' ? '按报告填入' : '逐件算出'),
    },
    {
      key: 'adds',
      title: '勾稽',
      width: 92,
      render: (_, { faults }) => (faults.length === 0 ? '成立' : `${faults.length}处不符`),
    },
    {
      key: 'report',
      title: '年度报告',
      width: 150,
      render: (_, { report }) =>
        report ? (
          <a href={report.address} target="_blank" rel="noopener">
            {longDay(report.on)}公开
          </a>
        ) : isOver ? (
          '还没有公开'
        ) : (
          '—'
        ),
    },
  ]
  return (
    <section className="annual-bodies">
      <h2>各机关</h2>
      {isOver ? (
        <p role="status">
          {silent.length === 0
            ? `${bodies.length}个机关都公开了${year}年度的报告。`
            : `还没有公开${year}年度报告的有${silent.length}个机关${isLate ? `（${year + 1}年1月31日前应当公布，条例第四十九条）` : ''}：${silent
                .map(b => b.body.name)
                .join('、')}。`}
        </p>
      ) : null}
      <ListTable
        label="各机关"
        rowKey="slug"
        head="name"
        minWidth={1040}
        dataSource={bodies.map(b => ({ ...b, slug: b.body.slug }))}
        columns={columns}
      />
    </section>
  )
}
