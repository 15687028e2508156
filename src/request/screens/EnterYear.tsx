import { Button, Input, InputNumber } from 'antd'
import { useState, type FormEvent, type ReactNode } from 'react'
import { Fault } from '#console/parts/Faults.tsx'
import { Field } from '#console/parts/Field.tsx'
import { PutBack } from '#console/parts/PutBack.tsx'
import { Step } from '#console/parts/Step.tsx'
import { To } from '#console/parts/To.tsx'
import { useDoing, useGet } from '#console/query.ts'
import { longDay } from '#console/time.ts'
import { useTyped } from '#console/useTyped.ts'
import { pastedTable } from '../statistics/pasted.ts'
import { checkTable2, table2Rows, type Fault as Broken, type Table2 } from '../statistics/table2.ts'
import { checkTable3, remedyBlocks, type Table3 } from '../statistics/table3.ts'
import { TableThree, TableTwo } from './AnnualTables.tsx'

type Years = {
  readonly entered: readonly {
    readonly year: number
    readonly source: string
    readonly by: string | null
    readonly on: string
  }[]
  readonly registered: readonly { readonly year: number; readonly cases: number }[]
}

const empty = { year: null as number | null, table2: '', table3: '', source: '' }

/** What was pasted, as the table it makes: what cannot be read, or which identities do not hold. Null where nothing was pasted. */
function readTwo(text: string): { table?: Table2; broken: readonly Broken[]; faults: string[] } | null {
  if (text.trim() === '') return null
  const read = pastedTable(text, table2Rows.length, 7, '表二')
  if (!read.ok) return { broken: [], faults: [read.fault] }
  const table = Object.fromEntries(table2Rows.map((row, at) => [row, read.rows[at]!])) as unknown as Table2
  const broken = checkTable2(table)
  return { table, broken, faults: broken.map(f => f.text) }
}

function readThree(text: string): { table?: Table3; faults: string[] } | null {
  if (text.trim() === '') return null
  const read = pastedTable(text, remedyBlocks.length, 5, '表三')
  if (!read.ok) return { faults: [read.fault] }
  const table = Object.fromEntries(
    remedyBlocks.map((block, at) => [block, read.rows[at]!]),
  ) as unknown as Table3
  return { table, faults: checkTable3(table) }
}

/** 填入以前年度: the figures of a published report, pasted from a spreadsheet; every identity is checked while they are pasted. */
export function EnterYear() {
  const years = useGet<Years>('/api/annual-reports', { fresh: 0 })
  const typed = useTyped('annual-entered', empty)
  const { year, table2, table3, source } = typed.values
  const [tried, setTried] = useState(false)
  const [said, setSaid] = useState('')
  const doing = useDoing()
  const [two, three] = [readTwo(table2), readThree(table3)]
  const faults = [
    ...(year === null ? ['请填写年度。'] : []),
    ...(two?.faults ?? ['请粘贴表二的数字。']),
    ...(three?.faults ?? ['请粘贴表三的数字。']),
    ...(source.trim().length < 4 ? ['请写明数据的来源，例如“2023年年度报告，2024年1月20日公布”。'] : []),
  ]
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setSaid('')
    setTried(true)
    doing.clear()
    if (faults.length > 0) return
    const done = await doing.run('POST', `/api/annual-reports/${year}/entered`, {
      table2: two!.table,
      table3: three!.table,
      source,
    })
    if (!done) return
    typed.forget()
    setTried(false)
    setSaid(`${year}年的表已填入，全部勾稽关系成立。`)
    await years.reload()
  }
  const entered = years.data?.entered ?? []
  const before = entered.find(one => one.year === year)
  const cases = years.data?.registered.find(one => one.year === year)?.cases ?? 0
  return (
    <details className="enter-year">
      <summary>填入本系统启用以前年度的表二、表三</summary>
      <Entered years={entered} onDropped={() => void years.reload()} />
      <form
        className="act request-group"
        noValidate
        aria-label="填入以前年度"
        onSubmit={event => void submit(event)}
      >
        <div aria-live="polite">{said ? <p className="done-words">{said}</p> : null}</div>
        <PutBack of={typed} />
        {tried && faults.length > 0 ? (
          <div className="faults" role="alert">
            <ul>
              {faults.map(words => (
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
        {before ? (
          <p role="status">
            {year}年已经填入过（{before.source}），再填会换掉原来的数。
          </p>
        ) : null}
        {cases > 0 ? (
          <p role="status">
            本系统登记有{year}年收到的{cases}件申请。填入以后，这一年的表以填入的数为准，不再由登记算出。
          </p>
        ) : null}
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
              autoSize={{ minRows: 6, maxRows: 10 }}
              onChange={event => typed.set({ table2: event.target.value })}
            />
          )}
        </Field>
        <Read name="表二" faults={two?.faults}>
          {two?.table ? <TableTwo table={two.table} faults={two.broken} /> : null}
        </Read>
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
        <Read name="表三" faults={three?.faults}>
          {three?.table ? <TableThree table={three.table} /> : null}
        </Read>
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

type ReadProps = {
  readonly name: string
  readonly faults: readonly string[] | undefined
  readonly children: ReactNode
}

/** How what was pasted reads, at once: the table with its wrong cells marked. Nothing where nothing was pasted. */
function Read({ name, faults, children }: ReadProps) {
  return (
    <div aria-live="polite">
      {faults === undefined ? null : faults.length === 0 ? (
        <details>
          <summary>{name}读出来了，勾稽关系成立；点开核对</summary>
          {children}
        </details>
      ) : (
        <>
          <p>
            {name}有{faults.length}处要核对：
          </p>
          <ul>
            {faults.map(words => (
              <li key={words}>{words}</li>
            ))}
          </ul>
          {children}
        </>
      )}
    </div>
  )
}

/** The years that were entered; one entered wrongly can be taken away, with a reason. */
function Entered({ years, onDropped }: { readonly years: Years['entered']; readonly onDropped: () => void }) {
  const [dropping, setDropping] = useState<number | null>(null)
  if (years.length === 0) return null
  return (
    <>
      <p>已填入：</p>
      <ul className="request-earlier">
        {years.map(one => (
          <li key={one.year}>
            <To href={`/requests/annual?year=${one.year}`}>{one.year}年</To>
            <p className="quiet">
              {[one.source, `${one.by ? `${one.by}，` : ''}${longDay(one.on)}填入`].join('　')}
            </p>
            {dropping === one.year ? (
              <Step
                offer={{
                  verb: 'drop',
                  label: `撤去${one.year}年填入的表`,
                  effect: '填入的数撤去，这一年的表改由登记的申请算出；谁在何时为什么撤去留在日志里。',
                  basis: [],
                  reason: 'required',
                }}
                address={`/api/annual-reports/${one.year}/entered`}
                reasonMost={500}
                onDone={() => {
                  setDropping(null)
                  onDropped()
                }}
                onClose={() => setDropping(null)}
              />
            ) : (
              <Button size="small" onClick={() => setDropping(one.year)}>
                撤去
              </Button>
            )}
          </li>
        ))}
      </ul>
    </>
  )
}
