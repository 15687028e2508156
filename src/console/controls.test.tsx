import { Button, ConfigProvider, DatePicker, Pagination, Select, Spin } from 'antd'
import zhCN from 'antd/locale/zh_CN'
import type { ReactNode } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { controls, pagerItem } from './controls.tsx'

const drawn = (shown: ReactNode): string =>
  renderToStaticMarkup(
    <ConfigProvider locale={zhCN} {...controls}>
      {shown}
    </ConfigProvider>,
  )

/** Names that a screen reader would read out in English: labels of what is not hidden from it. */
const english = (html: string): string[] =>
  [...html.matchAll(/<[a-z]+ [^>]*aria-label="([^"]*)"[^>]*>/g)]
    .filter(([tag, name = '']) => /[a-z]/i.test(name) && !/aria-hidden="true"/.test(tag))
    .map(([, name = '']) => name)

test('正在办理的按钮只叫它自己的名字，不叫“loading 下达”', () => {
  for (const button of [
    <Button loading>下达</Button>,
    <Button loading type="primary" icon={<i />}>
      下达
    </Button>,
    <Button loading={{ delay: 0 }}>下达</Button>,
  ]) {
    const html = drawn(button)
    expect(html).toContain('anticon-loading')
    expect(english(html)).toEqual([])
  }
})

test('转圈、选择框、日期框的图标不用英文名念出来', () => {
  for (const part of [<Spin />, <Select />, <Select loading />, <DatePicker />])
    expect(english(drawn(part))).toEqual([])
})

test('翻页的箭头叫“上一页”“下一页”', () => {
  const html = drawn(
    <Pagination current={20} pageSize={20} total={900} onChange={() => {}} itemRender={pagerItem} />,
  )
  for (const name of ['上一页', '下一页', '向前几页', '向后几页'])
    expect(html).toContain(`aria-label="${name}"`)
})
