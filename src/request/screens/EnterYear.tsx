import { Button, Input, InputNumber } from 'antd'
import { useState, type FormEvent } from 'react'
import { Fault } from '#console/parts/Faults.tsx'
import { Field } from '#console/parts/Field.tsx'
import { PutBack } from '#console/parts/PutBack.tsx'
import { useDoing, useGet } from '#console/query.ts'
import { useTyped } from '#console/useTyped.ts'
import { pastedTable } from '../statistics/pasted.ts'
import { table2Rows } from '../statistics/table2.ts'
import { remedyBlocks } from '../statistics/table3.ts'

type Years = { readonly entered: readonly { readonly year: number; readonly source: string }[] }

const empty = { year: null as number | null, table2: '', table3: '', source: '' }

/** 填入以前年度: the figures of a published report, pasted from a spreadsheet; every identity is checked before they are kept. */
export function EnterYear() {
  const years = useGet<Years>('/api/annual-reports', { fresh: 0 })
  const typed = useTyped('annual-entered', empty)
  const { year, table2, table3, source } = typed.values
  const [fault, setFault] = useState<readonly string[]>([])
  const [said, setSaid] = useState('')
  const doing = useDoing()
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const second = pastedTable(table2, table2Rows.length, 7, '表二')
    const third = pastedTable(table3, remedyBlocks.length, 5, '表三')
    const faults = [
      ...(year === null ? ['请填写年度。'] : []),
      ...(second.ok ? [] : [second.fault]),
      ...(third.ok ? [] : [third.fault]),
    ]
    setFault(faults)
    if (faults.length > 0 || !second.ok || !third.ok) return
    const done = await doing.run('POST', `/api/annual-reports/${year}/entered`, {
      table2: Object.fromEntries(table2Rows.map((row, at) => [row, second.rows[at]])),
      table3: Object.fromEntries(remedyBlocks.map((block, at) => [block, third.rows[at]])),
      source,
    })
    if (!done) return
    typed.forget()
    setSaid(`${year}年的表已填入，全部勾稽关系成立。`)
    await years.reload()
  }
  return (
    <details>
      <summary>填入本系统启用以前年度的表二、表三</summary>
      <form
        className="act request-group"
        noValidate
        aria-label="填入以前年度"
        onSubmit={event => void submit(event)}
      >
        <div aria-live="polite">{said ? <p className="done-words">{said}</p> : null}</div>
        {(years.data?.entered ?? []).length > 0 ? (
          <p className="quiet">
            已填入：{years.data!.entered.map(one => `${one.year}年（${one.source}）`).join('；')}
          </p>
        ) : null}
        <PutBack of={typed} />
        {fault.length > 0 ? (
          <div className="faults" role="alert">
            <ul>
              {fault.map(words => (
                <li key={words}>{words}</li>
              ))}
            </ul>
          </div>
        ) : null}
        <Fault error={doing.error} />
        <Field name="entered-year" label="年度" required>
          {({ status, ...control }) => (
            <InputNumber
              {...control}
              status={status}
              min={2008}
              max={2199}
              precision={0}
              value={year}
              onChange={next => typed.set({ year: next })}
            />
          )}
        </Field>
        <Field
          name="entered-table2"
          label="表二的数字"
          required
          hint="在表格软件里选中25行7列数字（从“本年新收”到“结转下年度”，自然人到总计），复制后粘贴。空格按0算。"
        >
          {({ status, ...control }) => (
            <Input.TextArea
              {...control}
              status={status}
              value={table2}
              maxLength={20_000}
              autoSize={{ minRows: 6, maxRows: 26 }}
              onChange={event => typed.set({ table2: event.target.value })}
            />
          )}
        </Field>
        <Field
          name="entered-table3"
          label="表三的数字"
          required
          hint="15个数字：行政复议、未经复议直接起诉、复议后起诉各5个。可以是一行15列，也可以是3行5列。"
        >
          {({ status, ...control }) => (
            <Input.TextArea
              {...control}
              status={status}
              value={table3}
              maxLength={2000}
              autoSize={{ minRows: 2, maxRows: 4 }}
              onChange={event => typed.set({ table3: event.target.value })}
            />
          )}
        </Field>
        <Field
          name="entered-source"
          label="数据的来源"
          required
          hint="如：2023年年度报告，2024年1月20日公布。"
        >
          {({ status, ...control }) => (
            <Input
              {...control}
              status={status}
              value={source}
              maxLength={300}
              onChange={event => typed.set({ source: event.target.value })}
            />
          )}
        </Field>
        <div className="act-buttons">
          <Button htmlType="submit" loading={doing.busy}>
            核对并填入
          </Button>
        </div>
      </form>
    </details>
  )
}
