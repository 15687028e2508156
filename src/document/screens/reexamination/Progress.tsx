import { Button, type TableColumnType } from 'antd'
import { ListTable } from '#console/parts/ListTable.tsx'
import { Light } from '#console/parts/Light.tsx'
import type { DepartmentRow } from '../../reexamination/views.ts'

type Props = {
  readonly rows: readonly DepartmentRow[]
  readonly chosen?: string
  readonly choose?: (department: string | null) => void
}

/** How far each department is; late ones first. A press on a department filters the list below. */
export function Progress({ rows, chosen, choose }: Props) {
  const columns: TableColumnType<DepartmentRow>[] = [
    {
      key: 'department',
      title: '部门',
      render: (_, row) =>
        choose ? (
          <Button
            type="link"
            size="small"
            aria-pressed={chosen === String(row.departmentId)}
            onClick={() => choose(chosen === String(row.departmentId) ? null : String(row.departmentId))}
          >
            {row.department}
          </Button>
        ) : (
          row.department
        ),
    },
    { key: 'total', title: '纳入', width: 72, align: 'right', render: (_, row) => row.total },
    { key: 'asked', title: '待提意见', width: 92, align: 'right', render: (_, row) => row.asked },
    { key: 'answered', title: '待决定', width: 80, align: 'right', render: (_, row) => row.answered },
    { key: 'open', title: '转为主动公开', width: 116, align: 'right', render: (_, row) => row.open },
    { key: 'kept', title: '维持', width: 72, align: 'right', render: (_, row) => row.kept },
    {
      key: 'words',
      title: '提意见时限',
      width: 176,
      render: (_, row) => (row.words ? <Light light={row.light} words={row.words} /> : '已提完'),
    },
  ]
  return (
    <ListTable<DepartmentRow>
      label="各部门的进度"
      rowKey="departmentId"
      columns={columns}
      dataSource={rows}
      pageSize={12}
      minWidth={760}
    />
  )
}
