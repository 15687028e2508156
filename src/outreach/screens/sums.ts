import type { TableColumnType } from 'antd'

/** A column of numbers of an account. */
export const sumColumn = <R>(title: string, of: keyof R & string): TableColumnType<R> => ({
  key: of,
  title,
  width: 110,
  align: 'right',
  render: (_, row) => Number(row[of]),
})
