import { Button, Flex } from 'antd'
import { useState } from 'react'
import { useListAddress } from '#console/address.ts'
import { path } from '#console/client.ts'
import { Choice, Conditions, Pager } from '#console/parts/Filters.tsx'
import { Light } from '#console/parts/Light.tsx'
import { ListTable } from '#console/parts/ListTable.tsx'
import { Page } from '#console/parts/Page.tsx'
import { Empty, Failed, Loading } from '#console/parts/States.tsx'
import { To } from '#console/parts/To.tsx'
import { useGet } from '#console/query.ts'
import type { LibraryPage } from '../../library/views.ts'
import { RuleForm } from './RuleForm.tsx'

const shows = [
  { value: 'inForce', label: '在施行的' },
  { value: 'expiring', label: '90天内到期' },
  { value: 'noTerm', label: '没有登记有效期' },
  { value: 'ended', label: '已失效、废止' },
  { value: 'all', label: '全部' },
] as const

/** 规范性文件库 for staff: what is in force, what will expire, with its light; the body's own rules. */
export default function LibraryScreen() {
  const list = useListAddress()
  const { search, set } = list
  const { show = 'inForce', q = '' } = search
  const [ruling, setRuling] = useState(false)
  const { data, error, loading, stale, reload } = useGet<LibraryPage>(
    path('/api/library', { show, q, page: list.asked }),
    { keep: true, fresh: 0 },
  )
  return (
    <Page
      wide
      title="规范性文件库"
      lead="本机关已公开的行政规范性文件：有效性和有效期按日期自动更新，到期前90天、30天提醒起草部门评估。"
      actions={
        <Flex gap={16} align="center" wrap>
          <To href="/library/expiring">到期评估</To>
          <To href="/cleanups">清理</To>
          <Button onClick={() => setRuling(true)}>本机关规则</Button>
        </Flex>
      }
    >
      <Flex vertical gap={16}>
        <Conditions list={list} words="标题、文号或统一编号" label="筛选规范性文件">
          <Choice
            label="范围"
            value={show}
            options={shows.map(s => ({
              value: s.value as string,
              label: data ? `${s.label}（${data.counts[s.value]}）` : s.label,
            }))}
            onChange={value => set({ show: value === 'inForce' ? null : value })}
          />
        </Conditions>
        {loading ? (
          <Loading rows={8} />
        ) : error || !data ? (
          <Failed error={error} retry={() => void reload()} />
        ) : data.rows.length === 0 ? (
          <Empty title="没有符合条件的规范性文件">
            <p>拟稿时勾选“规范性文件”并公开的公文，会列在这里。</p>
          </Empty>
        ) : (
          <>
            <ListTable
              label="规范性文件"
              rowKey="id"
              head="title"
              stale={stale}
              dataSource={data.rows}
              columns={[
                {
                  key: 'light',
                  title: '有效期',
                  width: 180,
                  render: (_, row) => (
                    <>
                      <Light light={row.light} words={row.words} />
                      {row.expiresOn ? <p className="quiet">到{row.expiresOn}</p> : null}
                    </>
                  ),
                },
                {
                  key: 'title',
                  title: '标题',
                  render: (_, row) => (
                    <div className="item-title">
                      <To href={`/documents/${row.id}`}>{row.title}</To>
                      <p className="quiet">
                        {[row.documentNumber, row.unifiedNumber].filter(Boolean).join('　')}
                      </p>
                    </div>
                  ),
                },
                { key: 'validity', title: '有效性', width: 110, render: (_, row) => row.validityLabel },
                { key: 'department', title: '起草部门', width: 150, render: (_, row) => row.department },
                { key: 'issued', title: '印发日期', width: 120, render: (_, row) => row.issuedOn ?? '—' },
              ]}
            />
            <Pager page={list.page} total={data.total} size={data.pageSize} onPage={list.turn} />
          </>
        )}
      </Flex>
      {ruling ? <RuleForm onClose={() => setRuling(false)} /> : null}
    </Page>
  )
}
