import { Button, Flex } from 'antd'
import { useState, type FormEvent } from 'react'
import { useGo } from '#console/address.ts'
import { Faults } from '#console/parts/Faults.tsx'
import { Light } from '#console/parts/Light.tsx'
import { ListTable } from '#console/parts/ListTable.tsx'
import { Page } from '#console/parts/Page.tsx'
import { Failed, Loading } from '#console/parts/States.tsx'
import { To } from '#console/parts/To.tsx'
import { useDoing, useGet, useRefresh } from '#console/query.ts'
import { byField, reasonsOf, type Reason } from '#console/refusal.ts'
import { PutBack } from '#console/parts/PutBack.tsx'
import { useTyped } from '#console/useTyped.ts'
import { opening } from '../../library/cleanup/workflow.ts'
import type { CleanupList } from '../../library/views.ts'
import type { FieldView } from '../../views.ts'
import { formOf, missingIn, StepFields, valuesOf, type Values } from '../StepFields.tsx'

/** 清理: the rounds of one's bodies. */
export default function CleanupsScreen() {
  const { data, error, loading, reload } = useGet<CleanupList>('/api/cleanups', { fresh: 0 })
  const [opened, setOpened] = useState<{ bodyId: number; body: string } | null>(null)
  if (loading || error || !data)
    return (
      <Page title="规范性文件清理">
        {loading ? <Loading rows={6} /> : <Failed error={error} retry={() => void reload()} />}
      </Page>
    )
  return (
    <Page
      wide
      title="规范性文件清理"
      lead="定期清理在施行的规范性文件，公布继续有效、废止和失效、拟修改三张目录；未列入继续有效目录的，不再作为管理依据。"
      actions={
        opened
          ? null
          : data.mayOpen.map(b => (
              <Button key={b.bodyId} type="primary" onClick={() => setOpened(b)}>
                {data.mayOpen.length > 1 ? `${b.body}：${opening.label}` : opening.label}
              </Button>
            ))
      }
    >
      <Flex vertical gap={16}>
        {opened ? <OpenForm {...opened} onClose={() => setOpened(null)} /> : null}
        <p>
          <To href="/library/expiring">到期评估：{data.expiring}件</To>
        </p>
        <ListTable
          label="清理"
          rowKey="id"
          head="name"
          dataSource={data.rounds}
          empty="还没有开展过清理。"
          columns={[
            {
              key: 'name',
              title: '名称',
              render: (_, row) => (
                <div className="item-title">
                  <To href={`/cleanups/${row.id}`}>{row.name}</To>
                  <p className="quiet">
                    {row.body}　{row.issuedUntil}以前印发
                  </p>
                </div>
              ),
            },
            {
              key: 'state',
              title: '进度',
              width: 190,
              render: (_, row) => (
                <>
                  {row.stateLabel}
                  <Light light={row.light} words={row.words} />
                </>
              ),
            },
            {
              key: 'numbers',
              title: '结论',
              render: (_, row) =>
                `共${row.numbers.total}件：继续有效${row.numbers.keep}，修改${row.numbers.amend}，废止${row.numbers.repeal}，失效${row.numbers.expire}`,
            },
            { key: 'by', title: '提意见截止', width: 130, render: (_, row) => row.opinionsBy },
          ]}
        />
      </Flex>
    </Page>
  )
}

const field = (name: string, label: string, type: FieldView['type'], hint: string): FieldView => ({
  name,
  label,
  type,
  required: true,
  hint,
  options: null,
  value: '',
})
const fields = [
  field('name', '清理的名称', 'text', '例如“2026年行政规范性文件清理”。'),
  field('issuedUntil', '清理哪一天以前印发的', 'day', '这一天和以前印发、现在仍在施行的全部纳入。'),
  field('opinionsBy', '提出意见的最后一天', 'day', '过了这一天没有提出意见的，可以不再等待。'),
]

function OpenForm({ bodyId, onClose }: { bodyId: number; onClose: () => void }) {
  const typed = useTyped<{ readonly values: Values }>(`cleanup-open-${bodyId}`, { values: valuesOf(fields) })
  const { values } = typed.values
  const [missing, setMissing] = useState<readonly Reason[]>([])
  const doing = useDoing()
  const refresh = useRefresh()
  const go = useGo()
  const names = fields.map(f => f.name)
  const sorted = byField(missing.length > 0 ? missing : doing.error ? reasonsOf(doing.error) : [], names)
  async function submit(event: FormEvent) {
    event.preventDefault()
    const found = missingIn(fields, values)
    setMissing(found)
    if (found.length > 0) return
    const made = await doing.run<{ subject: number }>('POST', '/api/cleanups', {
      body: bodyId,
      ...formOf(fields, values).form,
    })
    if (!made) return
    typed.forget()
    await refresh('/api/cleanups')
    go(`/cleanups/${made.subject}`)
  }
  return (
    <form className="act narrow-form" aria-label={opening.label} noValidate onSubmit={e => void submit(e)}>
      <p className="effect">{opening.effect}</p>
      <PutBack of={typed} />
      <Faults reasons={sorted.rest} />
      <StepFields
        fields={fields}
        values={values}
        set={next => typed.set({ values: next })}
        faults={sorted.fields}
      />
      <div className="act-buttons">
        <Button type="primary" htmlType="submit" loading={doing.busy}>
          {opening.label}
        </Button>
        <Button onClick={onClose} disabled={doing.busy}>
          取消
        </Button>
      </div>
    </form>
  )
}
