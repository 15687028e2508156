import { InputNumber } from 'antd'

type Props = { readonly year: number; readonly set: (year: number) => void }

/** Which year a screen of figures speaks of. */
export function YearField({ year, set }: Props) {
  return (
    <label>
      <span>年度</span>
      <InputNumber
        min={2008}
        max={2199}
        precision={0}
        value={year}
        aria-label="年度"
        onChange={value => value && set(value)}
      />
    </label>
  )
}
