import { Button, Flex, Input, Modal } from 'antd'
import { useState, type FormEvent } from 'react'
import { DayInput } from '#console/parts/DayInput.tsx'
import { Faults } from '#console/parts/Faults.tsx'
import { Field } from '#console/parts/Field.tsx'
import { Light } from '#console/parts/Light.tsx'
import { ListTable } from '#console/parts/ListTable.tsx'
import { Page } from '#console/parts/Page.tsx'
import { PutBack } from '#console/parts/PutBack.tsx'
import { Failed, Loading } from '#console/parts/States.tsx'
import { To } from '#console/parts/To.tsx'
import { useDoing, useGet, useRefresh } from '#console/query.ts'
import { byField, reasonsOf } from '#console/refusal.ts'
import { minuteText } from '#console/time.ts'
import { useTyped } from '#console/useTyped.ts'
import type { depositList } from '../deposit/api.ts'
import { receivingWorkflow, sending } from '../deposit/workflow.ts'

type Lists = Awaited<ReturnType<typeof depositList>>
type Own = Lists['own'][number]
type Incoming = Lists['incoming'][number]
type Asked =
  | { readonly what: 'send'; readonly row: Own }
  | { readonly what: 'receive' | 'giveBack'; readonly row: Incoming }

/** 规范性文件备案: what one's body has still to deposit, and what was deposited with it. */
export default function DepositsScreen() {
  const { data, error, loading, reload } = useGet<Lists>('/api/archive/deposits', { fresh: 0 })
  const [asked, setAsked] = useState<Asked | null>(null)
  if (loading || error || !data)
    return (
      <Page title="规范性文件备案" wide>
        {loading ? <Loading rows={6} /> : <Failed error={error} retry={() => void reload()} />}
      </Page>
    )
  return (
    <Page
      wide
      title="规范性文件备案"
      lead="公布后在规定期限内报送上一级机关：文件、备案报告、制定说明和指纹清单装成一个签名的包，可以离线校验。"
    >
      <Flex vertical gap={24}>
        <section aria-label="本机关报送">
          <h2>本机关报送</h2>
          <ListTable
            label="本机关报送"
            rowKey="documentId"
            head="title"
            pageSize={20}
            dataSource={data.own}
            empty="没有需要报送备案的规范性文件；补录的历史文件不在此列。"
            columns={[
              {
                key: 'title',
                title: '文件',
                render: (_, row) => (
                  <div className="item-title">
                    <To href={`/documents/${row.documentId}`}>{row.title}</To>
                    <p className="quiet">{row.documentNumber}</p>
                  </div>
                ),
              },
              {
                key: 'state',
                title: '状态',
                width: 220,
                render: (_, row) => (
                  <>
                    {row.stateLabel}
                    {row.receiptNumber ? `（${row.receiptNumber}）` : ''}
                    {row.words ? <Light light={row.light as 'red'} words={row.words} /> : null}
                  </>
                ),
              },
              { key: 'due', title: '报送期限', width: 120, render: (_, row) => row.dueOn },
              { key: 'to', title: '备案机关', width: 180, render: (_, row) => row.to ?? '—' },
              {
                key: 'act',
                title: '办理',
                width: 140,
                render: (_, row) =>
                  row.open ? (
                    <Button size="small" onClick={() => setAsked({ what: 'send', row })}>
                      {sending.label}
                    </Button>
                  ) : (
                    <a href={`/api/archive/deposits/${row.depositId}/package`} download>
                      下载备案包
                    </a>
                  ),
              },
            ]}
          />
        </section>
        {data.incoming.length > 0 ? (
          <section aria-label="下级报送">
            <h2>下级报送</h2>
            <ListTable
              label="下级报送"
              rowKey="id"
              head="title"
              pageSize={20}
              dataSource={data.incoming}
              columns={[
                {
                  key: 'title',
                  title: '文件',
                  render: (_, row) => (
                    <>
                      {row.title}
                      <p className="quiet">
                        {row.body}　{row.documentNumber}
                      </p>
                    </>
                  ),
                },
                {
                  key: 'sent',
                  title: '报送时间',
                  width: 200,
                  render: (_, row) => (
                    <>
                      {minuteText(row.sentAt)}
                      {row.late ? <Light light="red" words="逾期报送" /> : null}
                    </>
                  ),
                },
                {
                  key: 'state',
                  title: '状态',
                  width: 180,
                  render: (_, row) =>
                    `${row.stateLabel}${row.receiptNumber ? `（${row.receiptNumber}）` : ''}`,
                },
                {
                  key: 'act',
                  title: '办理',
                  width: 240,
                  render: (_, row) => (
                    <Flex gap={8} wrap>
                      {row.state === 'sent' ? (
                        <>
                          <Button
                            size="small"
                            type="primary"
                            onClick={() => setAsked({ what: 'receive', row })}
                          >
                            {receivingWorkflow.sent.receive.label}
                          </Button>
                          <Button size="small" onClick={() => setAsked({ what: 'giveBack', row })}>
                            {receivingWorkflow.sent.giveBack.label}
                          </Button>
                        </>
                      ) : null}
                      <a href={`/api/archive/deposits/${row.id}/package`} download>
                        下载备案包
                      </a>
                    </Flex>
                  ),
                },
              ]}
            />
          </section>
        ) : null}
      </Flex>
      {asked ? <DepositForm asked={asked} onClose={() => setAsked(null)} /> : null}
    </Page>
  )
}

type Deposit = { readonly text: string; readonly to: string; readonly day: string | null }

function DepositForm({ asked, onClose }: { asked: Asked; onClose: () => void }) {
  const typed = useTyped<Deposit>(
    `deposit-${asked.what}-${asked.what === 'send' ? asked.row.documentId : asked.row.id}`,
    { text: '', to: '', day: null },
  )
  const { text, to, day } = typed.values
  const doing = useDoing()
  const refresh = useRefresh()
  const sorted = byField(doing.error ? reasonsOf(doing.error) : [], [
    'explanation',
    'toName',
    'number',
    'on',
    'reason',
  ])
  const step = asked.what === 'send' ? sending : receivingWorkflow.sent[asked.what]
  async function submit(event: FormEvent) {
    event.preventDefault()
    const done =
      asked.what === 'send'
        ? await doing.run('POST', '/api/archive/deposits', {
            document: asked.row.documentId,
            explanation: text,
            ...(to ? { toName: to } : {}),
          })
        : await doing.run('POST', `/api/archive/deposits/${asked.row.id}/${asked.what}`, {
            version: asked.row.version,
            ...(asked.what === 'receive'
              ? { form: { number: text, on: day ?? undefined } }
              : { reason: text }),
          })
    if (!done) return
    typed.forget()
    await refresh('/api/archive/deposits')
    onClose()
  }
  const name = { send: 'explanation', receive: 'number', giveBack: 'reason' }[asked.what]
  const label = { send: '制定说明', receive: '备案号', giveBack: '退回的理由' }[asked.what]
  return (
    <Modal
      open
      title={`${step.label}：${asked.row.title}`}
      footer={null}
      width={640}
      onCancel={onClose}
      destroyOnHidden
    >
      <form className="act" noValidate onSubmit={event => void submit(event)}>
        <p className="effect">{step.effect}</p>
        <PutBack of={typed} />
        <Faults reasons={sorted.rest} />
        <Field
          name={name}
          label={label}
          required
          hint={asked.what === 'send' ? '写明制定的背景、依据、程序和主要内容，随文件报送。' : undefined}
          reasons={sorted.fields.get(name)}
        >
          {control =>
            asked.what === 'receive' ? (
              <Input
                {...control}
                value={text}
                maxLength={80}
                onChange={event => typed.set({ text: event.target.value })}
              />
            ) : (
              <Input.TextArea
                {...control}
                value={text}
                maxLength={5000}
                autoSize={{ minRows: 4, maxRows: 12 }}
                onChange={event => typed.set({ text: event.target.value })}
              />
            )
          }
        </Field>
        {asked.what === 'send' && asked.row.to === null ? (
          <Field name="toName" label="备案机关" required reasons={sorted.fields.get('toName')}>
            {control => (
              <Input
                {...control}
                value={to}
                maxLength={100}
                onChange={event => typed.set({ to: event.target.value })}
              />
            )}
          </Field>
        ) : null}
        {asked.what === 'receive' ? (
          <Field name="on" label="备案日期" required reasons={sorted.fields.get('on')}>
            {control => (
              <DayInput control={control} value={day} onChange={next => typed.set({ day: next })} />
            )}
          </Field>
        ) : null}
        <div className="act-buttons">
          <Button type="primary" htmlType="submit" loading={doing.busy}>
            {step.label}
          </Button>
          <Button onClick={onClose} disabled={doing.busy}>
            取消
          </Button>
        </div>
      </form>
    </Modal>
  )
}
