import { CalendarOutlined, CloseCircleFilled, DownOutlined, LoadingOutlined } from '@ant-design/icons'
import type { ConfigProviderProps, PaginationProps } from 'antd'
import { cloneElement, isValidElement, type HTMLAttributes } from 'react'

/** antd's marks are read out by their English file names; here they are silent, for words stand beside them. */
const busy = <LoadingOutlined aria-hidden />
const clear = <CloseCircleFilled aria-hidden />

/** What every button, list and picker of antd has in common here. */
export const controls: Pick<ConfigProviderProps, 'button' | 'spin' | 'select' | 'datePicker'> = {
  button: { autoInsertSpace: false, loadingIcon: busy },
  spin: { indicator: busy },
  select: { suffixIcon: <DownOutlined aria-hidden />, loadingIcon: busy, clearIcon: clear },
  datePicker: { suffixIcon: <CalendarOutlined aria-hidden />, clearIcon: clear },
}

const pagerNames = {
  page: null,
  prev: '上一页',
  next: '下一页',
  'jump-prev': '向前几页',
  'jump-next': '向后几页',
} as const

/** The arrows of a pager under their Chinese names; the numbers as they are. */
export const pagerItem: NonNullable<PaginationProps['itemRender']> = (_, type, element) => {
  const name = pagerNames[type]
  return name !== null && isValidElement<HTMLAttributes<HTMLElement>>(element)
    ? cloneElement(element, { 'aria-label': name })
    : element
}
