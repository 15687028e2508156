import { Button, Input, Radio } from 'antd'
import { useRef, useState, type FormEvent } from 'react'
import { Faults } from '#console/parts/Faults.tsx'
import { Field } from '#console/parts/Field.tsx'
import { useDoing } from '#console/query.ts'
import { byField, reasonsOf, type Reason } from '#console/refusal.ts'
import { sizeText } from '#console/time.ts'
import { useTyped } from '#console/useTyped.ts'

type Props = {
  readonly version: number
  readonly onDone: (words: string) => Promise<void>
  readonly onClose: () => void
}
type Change = { readonly added: number; readonly changed: number; readonly removed: number }

/** A lexicon from a CSV file, over the present words or in their place; nothing is taken in while a line is at fault. */
export function ImportForm({ version, onDone, onClose }: Props) {
  const input = useRef<HTMLInputElement>(null)
  const [file, setFile] = useState<File | null>(null)
  const [mode, setMode] = useState<'merge' | 'replace'>('merge')
  const typed = useTyped('lexicon-import', { reason: '' })
  const { reason } = typed.values
  const [missing, setMissing] = useState<readonly Reason[]>([])
  const doing = useDoing()
  const sorted = byField(missing.length > 0 ? missing : doing.error ? reasonsOf(doing.error) : [], [
    'file',
    'reason',
    'mode',
  ])
  async function act(event: FormEvent) {
    event.preventDefault()
    if (!file) return setMissing([{ field: 'file', text: '请先选择CSV文件。' }])
    setMissing([])
    const form = new FormData()
    form.append('version', String(version))
    form.append('mode', mode)
    form.append('reason', reason)
    form.append('file', file)
    const done = await doing.run<Change>('POST', '/api/patrol/lexicon/import', form)
    if (!done) return
    typed.forget()
    await onDone(`已导入：新增${done.added}条，修改${done.changed}条，去掉${done.removed}条。`)
  }
  return (
    <form className="lexicon-edit" aria-label="导入词库" noValidate onSubmit={event => void act(event)}>
      <h2>导入CSV</h2>
      <Faults reasons={sorted.rest} />
      <Field
        name="file"
        label="CSV文件"
        required
        group
        reasons={sorted.fields.get('file')}
        hint="列名与“导出CSV”的文件相同，UTF-8或GBK都可以；有一行有误就一条也不导入，并列出有误的行。"
      >
        {() => (
          <>
            <Button onClick={() => input.current?.click()}>选择文件</Button>{' '}
            {file ? (
              <span>
                {file.name} <span className="quiet">{sizeText(file.size)}</span>
              </span>
            ) : null}
            <input
              ref={input}
              type="file"
              accept=".csv,text/csv"
              hidden
              aria-label="CSV文件"
              onChange={event => setFile(event.target.files?.[0] ?? null)}
            />
          </>
        )}
      </Field>
      <Field name="mode" label="怎样导入" group reasons={sorted.fields.get('mode')}>
        {() => (
          <Radio.Group
            value={mode}
            onChange={event => setMode(event.target.value as 'merge' | 'replace')}
            options={[
              { value: 'merge', label: '合并：同一写法以文件为准，其余保留' },
              { value: 'replace', label: '替换：本机关的词全部换成文件里的' },
            ]}
          />
        )}
      </Field>
      <Field name="reason" label="为什么修改" required reasons={sorted.fields.get('reason')}>
        {({ status, ...control }) => (
          <Input
            {...control}
            status={status}
            value={reason}
            maxLength={500}
            onChange={event => typed.set({ reason: event.target.value })}
          />
        )}
      </Field>
      <div className="act-buttons">
        <Button type="primary" htmlType="submit" loading={doing.busy}>
          导入
        </Button>
        <Button onClick={onClose}>取消</Button>
      </div>
    </form>
  )
}
