import { Button, Checkbox, Input, Modal } from 'antd'
import { useState, type FormEvent } from 'react'
import { useDoing, useGet, useRefresh } from '../query.ts'
import { minuteText, sizeText } from '../time.ts'
import { Fault } from './Faults.tsx'
import { Field } from './Field.tsx'

type Export = {
  readonly id: number
  readonly title: string
  readonly state: 'making' | 'ready' | 'failed' | 'expired'
  readonly lines: number | null
  readonly size: number | null
  readonly full: boolean
  readonly reason: string
  readonly askedAt: string
  readonly expiresAt: string | null
}

type Props = {
  /** Which list: the name its room gave it. */
  readonly source: string
  /** The filter as the server reads it. */
  readonly query: Readonly<Record<string, unknown>>
  /** How many lines there would be, in words. */
  readonly words: string
  /** What stays masked unless somebody says why not; absent: nothing can be unmasked. */
  readonly masked?: string
}

/** Takes the whole filtered list out as a spreadsheet: what for is asked, and who took it is kept. */
export function ExportButton(props: Props) {
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button onClick={() => setOpen(true)}>导出</Button>
      {open ? <ExportForm {...props} onClose={() => setOpen(false)} /> : null}
    </>
  )
}

const states = { making: '正在生成', ready: '可以下载', failed: '没有做成，请重试', expired: '已过期' }

function ExportForm({ source, query, words, masked, onClose }: Props & { onClose: () => void }) {
  const [reason, setReason] = useState('')
  const [full, setFull] = useState(false)
  const [made, setMade] = useState<Export | null>(null)
  const doing = useDoing()
  const refresh = useRefresh()
  const mine = useGet<Export[]>('/api/exports', { fresh: 0 })
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const answer = await doing.run<Export>('POST', '/api/exports', { source, query, full, reason })
    if (!answer) return
    setMade(answer)
    await refresh('/api/exports')
    if (answer.state === 'ready') window.location.assign(`/api/exports/${answer.id}/file`)
  }
  const missing = reason.trim().length < 2
  const kept = (mine.data ?? []).filter(one => one.state !== 'expired').slice(0, 5)
  return (
    <Modal open title="导出为表格" footer={null} width={560} onCancel={onClose} destroyOnHidden>
      <form className="act" noValidate aria-label="导出为表格" onSubmit={event => void submit(event)}>
        <p className="effect">
          {words}
          全部导出为一个XLSX文件，不只是这一页。导出人、时间、条件、件数和用途记入履历，文件保留24小时。
        </p>
        <Fault error={doing.error} />
        <Field name="export-reason" label="用途" required hint="例如“季度报送”“部门核对”。">
          {({ status, ...control }) => (
            <Input
              {...control}
              status={status}
              value={reason}
              maxLength={200}
              onChange={event => setReason(event.target.value)}
            />
          )}
        </Field>
        {masked ? (
          <Field name="export-full" label="遮盖" group hint={masked}>
            {() => (
              <Checkbox checked={full} onChange={event => setFull(event.target.checked)}>
                不遮盖（用途里写明为什么需要）
              </Checkbox>
            )}
          </Field>
        ) : null}
        {made ? (
          <p role="status">
            {made.state === 'ready'
              ? `已导出${made.lines}条，下载已经开始。`
              : '条目较多，正在后台生成，做好后在下面下载；可以先关上这个窗口。'}
          </p>
        ) : null}
        <div className="act-buttons">
          <Button type="primary" htmlType="submit" loading={doing.busy} disabled={missing}>
            导出
          </Button>
          <Button onClick={onClose}>关闭</Button>
          <Button type="text" onClick={() => void mine.reload()}>
            刷新下面的清单
          </Button>
        </div>
      </form>
      {kept.length > 0 ? (
        <>
          <h3 className="exports-head">最近的导出</h3>
          <ul className="plain-list" aria-label="最近的导出">
            {kept.map(one => (
              <li key={one.id}>
                <div>
                  {one.title}
                  {one.lines === null ? '' : `，${one.lines}条`}
                  <p className="quiet">
                    {minuteText(one.askedAt)}　{one.reason}
                    {one.full ? '　未遮盖' : ''}
                  </p>
                </div>
                {one.state === 'ready' ? (
                  <a href={`/api/exports/${one.id}/file`}>
                    下载{one.size ? `（${sizeText(one.size)}）` : ''}
                  </a>
                ) : (
                  <span className="quiet">{states[one.state]}</span>
                )}
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </Modal>
  )
}
