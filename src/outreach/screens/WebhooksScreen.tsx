import { Button, Flex, InputNumber, Select, type TableColumnType } from 'antd'
import { useState, type FormEvent } from 'react'
import { Faults } from '#console/parts/Faults.tsx'
import { Field } from '#console/parts/Field.tsx'
import { PutBack } from '#console/parts/PutBack.tsx'
import { ListTable } from '#console/parts/ListTable.tsx'
import { Page } from '#console/parts/Page.tsx'
import { Empty, Failed, Loading } from '#console/parts/States.tsx'
import { To } from '#console/parts/To.tsx'
import { useDoing, useGet, useRefresh } from '#console/query.ts'
import { byField, reasonsOf } from '#console/refusal.ts'
import { useTyped } from '#console/useTyped.ts'
import type { WebhookLine, WebhookListView } from '../webhook/model.ts'
import { Secret } from './Secret.tsx'
import { emptyWebhook, WebhookFields } from './WebhookFields.tsx'

const columns: TableColumnType<WebhookLine>[] = [
  {
    key: 'name',
    title: '接收系统',
    render: (_, row) => (
      <div className="item-title">
        <To href={`/webhooks/${row.id}`}>{row.name}</To>
        <p className="quiet">{row.url}</p>
      </div>
    ),
  },
  { key: 'body', title: '机关', width: 220, render: (_, row) => `${row.body}${row.below ? '及下级' : ''}` },
  {
    key: 'state',
    title: '状态',
    width: 190,
    render: (_, row) => (
      <>
        {row.stateLabel}
        {row.failingSince ? <p className="quiet">{row.failingSince} 起没有送达</p> : null}
      </>
    ),
  },
  { key: 'due', title: '应推', width: 84, align: 'right', render: (_, row) => row.sums.due },
  { key: 'delivered', title: '已送达', width: 84, align: 'right', render: (_, row) => row.sums.delivered },
  { key: 'failed', title: '失败', width: 84, align: 'right', render: (_, row) => row.sums.failed },
  { key: 'suppressed', title: '不推', width: 84, align: 'right', render: (_, row) => row.sums.suppressed },
  { key: 'waiting', title: '待推', width: 84, align: 'right', render: (_, row) => row.sums.waiting },
]

/** 变化推送: programs of others that are told of every publication, correction and withdrawal. */
export default function WebhooksScreen() {
  const { data, error, loading, reload } = useGet<WebhookListView>('/api/webhooks', { fresh: 0 })
  const refresh = useRefresh()
  const [adding, setAdding] = useState(false)
  const [secret, setSecret] = useState<string | null>(null)
  return (
    <Page
      wide
      title="变化推送"
      lead="每次公开、更正、撤回，向登记的接收系统（OA、政务服务平台、大数据中心）发一个带签名的通知。只推送已经公开的内容。"
      actions={
        data && data.bodies.length > 0 ? (
          <Button type="primary" onClick={() => setAdding(true)}>
            登记接收系统
          </Button>
        ) : null
      }
    >
      <Flex vertical gap={16}>
        {secret ? <Secret secret={secret} onClose={() => setSecret(null)} /> : null}
        {data && adding ? (
          <Register
            view={data}
            onClose={() => setAdding(false)}
            onDone={made => {
              setAdding(false)
              setSecret(made)
              void refresh('/api/webhooks')
            }}
          />
        ) : null}
        {loading ? (
          <Loading rows={6} />
        ) : error || !data ? (
          <Failed error={error} retry={() => void reload()} />
        ) : data.rows.length === 0 ? (
          <Empty title="还没有登记接收系统">
            <p>
              不想对外开口子的，对方也可以用开放接口 <a href="/api/v1/changes">/api/v1/changes</a>{' '}
              自己来取，内容相同。
            </p>
          </Empty>
        ) : (
          <ListTable label="接收系统" rowKey="id" head="name" columns={columns} dataSource={data.rows} />
        )}
        {data ? (
          <div>
            <p className="quiet">
              记录里最新的次序号是 {data.newest}。
              {data.origins.length > 0 ? `可以推送的内网地址：${data.origins.join('、')}。` : ''}
            </p>
            <p>
              <a href="/api/v1/openapi.json">接收系统怎样核对签名、去重（开放接口说明的 webhooks 一节）</a>
            </p>
          </div>
        ) : null}
      </Flex>
    </Page>
  )
}

function Register({
  view,
  onDone,
  onClose,
}: {
  view: WebhookListView
  onDone: (secret: string | null) => void
  onClose: () => void
}) {
  const typed = useTyped('register-webhook', {
    ...emptyWebhook,
    body: view.bodies[0]!.id,
    from: null as number | null,
  })
  const { body, from, ...form } = typed.values
  const doing = useDoing()
  const sorted = byField(doing.error ? reasonsOf(doing.error) : [], ['name', 'contact', 'url', 'from'])
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const done = await doing.run<{ secret: string | null }>('POST', '/api/webhooks', {
      body,
      ...form,
      ...(from === null ? {} : { from }),
    })
    if (!done) return
    typed.forget()
    onDone(done.secret)
  }
  return (
    <form className="act site-form" aria-label="登记接收系统" noValidate onSubmit={e => void submit(e)}>
      <h2>登记接收系统</h2>
      <PutBack of={typed} />
      <Faults reasons={doing.error ? reasonsOf(doing.error) : []} />
      {view.bodies.length > 1 ? (
        <Field name="body" label="推送哪个机关的变化" required>
          {({ status, ...control }) => (
            <Select
              {...control}
              status={status}
              value={body}
              showSearch
              optionFilterProp="label"
              options={view.bodies.map(b => ({ value: b.id, label: b.name }))}
              onChange={next => typed.set({ body: next })}
            />
          )}
        </Field>
      ) : null}
      <WebhookFields value={form} set={typed.set} reasons={sorted.fields} />
      <Field
        name="from"
        label="从哪个次序号起推送"
        hint={`不填的，从登记以后的变化起；填 1 的，把已有的 ${view.newest} 件变化里属于这个机关的全部推送一遍。`}
        reasons={sorted.fields.get('from')}
      >
        {({ status, ...control }) => (
          <InputNumber
            {...control}
            status={status}
            value={from}
            min={1}
            max={view.newest + 1}
            precision={0}
            onChange={next => typed.set({ from: next })}
          />
        )}
      </Field>
      <div className="act-buttons">
        <Button type="primary" htmlType="submit" loading={doing.busy}>
          登记
        </Button>
        <Button onClick={onClose}>取消</Button>
      </div>
    </form>
  )
}
