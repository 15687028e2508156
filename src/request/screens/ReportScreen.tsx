import { Button, Input, InputNumber } from 'antd'
import { useState, type FormEvent } from 'react'
import { useAddress } from '#console/address.ts'
import { Fault } from '#console/parts/Faults.tsx'
import { Field } from '#console/parts/Field.tsx'
import { Page } from '#console/parts/Page.tsx'
import { PutBack } from '#console/parts/PutBack.tsx'
import { Failed, Loading } from '#console/parts/States.tsx'
import { To } from '#console/parts/To.tsx'
import { useDoing, useGet } from '#console/query.ts'
import { isStale } from '#console/refusal.ts'
import { useMe } from '#console/session.ts'
import { holds } from '#console/me.ts'
import { longDay, dayText, now } from '#console/time.ts'
import { useTyped } from '#console/useTyped.ts'
import { EnterYear } from './EnterYear.tsx'
import { YearField } from './YearField.tsx'
import { writtenKeys, writtenParts, type Parts } from '../statistics/parts.ts'
import { table1Cells, table1Keys, type Table1, type Table1Cell } from '../statistics/table1.ts'

type Report = {
  readonly title: string
  readonly version: number
  readonly parts: Parts
  readonly table1: Table1
  readonly counted: Table1
  /** The posting that carries it to the public. */
  readonly posting: {
    readonly id: number
    readonly stateLabel: string
    readonly state: string
    readonly address: string | null
  } | null
  readonly isOver: boolean
  /** Tables of the public report that say something else than the record does now. */
  readonly changed: readonly string[]
  /** A report of this year that is public already and was not sent from here. */
  readonly shown: { readonly title: string; readonly address: string; readonly on: string } | null
  readonly faults: readonly string[]
  readonly hints: readonly string[]
}

/** 年度报告草稿: six parts, 表一 with its sources; 表二、表三 come from the cases. */
export default function ReportScreen() {
  const { search, set } = useAddress()
  const year = Number(search.year) || Number(dayText(now()).slice(0, 4)) - 1
  const address = `/api/annual-reports/${year}`
  const isOfficer = holds(useMe(), 'opennessOfficer')
  const { data, error, loading, reload } = useGet<Report>(address, { fresh: 0 })
  return (
    <Page
      title="年度报告"
      lead="六部分的标题固定（国办公开办函〔2021〕30号）；表二、表三由登记的申请和复议、诉讼算出。"
      actions={
        <div className="act-buttons">
          <a className="as-button" href={`${address}/file/docx`}>
            下载DOCX
          </a>
          <a className="as-button" href={`${address}/file/pdf`}>
            下载PDF
          </a>
          <a className="as-button" href={`${address}/file/html`}>
            下载HTML
          </a>
        </div>
      }
    >
      <div className="filters">
        <YearField year={year} set={value => set({ year: String(value) })} />
        <To href={`/requests/annual?year=${year}`}>看表二、表三</To>
      </div>
      {loading ? (
        <Loading rows={10} />
      ) : error || !data ? (
        <Failed error={error} retry={() => void reload()} />
      ) : (
        <Draft key={year} year={year} report={data} address={address} onSaved={reload} />
      )}
      {isOfficer ? <EnterYear /> : null}
    </Page>
  )
}

type Props = {
  readonly year: number
  readonly report: Report
  readonly address: string
  readonly onSaved: () => Promise<unknown>
}

/** Only what was changed here: a part that nobody touched follows the server. */
type Written = {
  readonly parts: Parts
  readonly table1: Table1
  /** The version over which it was begun: a colleague's newer one is not written over unseen. */
  readonly from: number | null
}

function Draft({ year, report, address, onSaved }: Props) {
  const isOfficer = holds(useMe(), 'opennessOfficer')
  const typed = useTyped<Written>(`annual-report-${year}`, { parts: {}, table1: {}, from: null })
  const written = typed.values
  const write = (part: Partial<Written>) => typed.set({ from: written.from ?? report.version, ...part })
  const parts: Parts = { ...report.parts, ...written.parts }
  const table1: Table1 = { ...report.table1, ...written.table1 }
  const [said, setSaid] = useState('')
  const doing = useDoing()
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (!(await doing.run('POST', address, { version: written.from ?? report.version, parts, table1 })))
      return
    await onSaved()
    typed.forget()
    setSaid('年度报告已保存。')
  }
  return (
    <form className="act request-new" noValidate aria-label="年度报告" onSubmit={event => void submit(event)}>
      <h2>{report.title}</h2>
      <div aria-live="polite">{said ? <p className="done-words">{said}</p> : null}</div>
      {report.faults.length > 0 ? (
        <div className="faults" role="status">
          <p className="faults-title">还有{report.faults.length}处没有完成</p>
          <ul>
            {report.faults.map(fault => (
              <li key={fault}>{fault}</li>
            ))}
          </ul>
        </div>
      ) : (
        <p role="status">六部分都写了，各表勾稽关系成立。</p>
      )}
      <Publishing report={report} year={year} address={address} onSent={() => void onSaved()} />
      {report.hints.map(hint => (
        <p key={hint} role="status">
          {hint}
        </p>
      ))}
      <PutBack of={typed} />
      <Fault error={doing.error} />
      {isStale(doing.error) ? (
        <p>
          <Button
            onClick={() => {
              doing.clear()
              write({ from: null })
              void onSaved()
            }}
          >
            刷新，保留我写的内容
          </Button>
        </p>
      ) : null}
      {writtenKeys.map(key => (
        <Field key={key} name={`parts.${key}`} label={writtenParts[key]}>
          {({ status, ...control }) => (
            <Input.TextArea
              {...control}
              status={status}
              disabled={!isOfficer}
              value={parts[key] ?? ''}
              maxLength={20_000}
              autoSize={{ minRows: 3, maxRows: 16 }}
              onChange={event => write({ parts: { ...written.parts, [key]: event.target.value } })}
            />
          )}
        </Field>
      ))}
      <h2>表一　主动公开政府信息情况</h2>
      {table1Keys.map(cell => (
        <Cell
          key={cell}
          cell={cell}
          entry={table1[cell]}
          counted={report.counted[cell]?.value ?? null}
          disabled={!isOfficer}
          set={entry => write({ table1: { ...written.table1, [cell]: entry } })}
        />
      ))}
      {isOfficer ? (
        <div className="act-buttons">
          <Button type="primary" htmlType="submit" loading={doing.busy}>
            保存
          </Button>
        </div>
      ) : null}
    </form>
  )
}

const sendable: readonly string[] = ['draft', 'amending', 'cancelled', 'withdrawn']

/** To the public by the room of postings: another examines and publishes it in the column 年报. */
function Publishing({
  report,
  year,
  address,
  onSent,
}: {
  readonly report: Report
  readonly year: number
  readonly address: string
  readonly onSent: () => void
}) {
  const isOfficer = holds(useMe(), 'opennessOfficer')
  const doing = useDoing()
  const { posting, shown, faults } = report
  const send = async () => {
    if (await doing.run('POST', `${address}/send`)) onSent()
  }
  const isDraft = posting?.state === 'draft' || posting?.state === 'amending'
  return (
    <div className="annual-publish">
      <p role="status">
        {posting ? (
          <>
            公开：<To href={`/postings/${posting.id}`}>{posting.stateLabel}</To>
            {posting.address ? (
              <>
                {'　'}
                <a href={posting.address} target="_blank" rel="noopener">
                  看公开的页面
                </a>
              </>
            ) : null}
          </>
        ) : shown ? (
          <>
            {year}年的报告已于{longDay(shown.on)}公开：
            <a className="in-text" href={shown.address} target="_blank" rel="noopener">
              {shown.title}
            </a>
            。下面是本系统按登记算出的稿子，供核对；要改由它公开，请先撤回已公开的那一件。
          </>
        ) : (
          `还没有送去公开。${year + 1}年1月31日前公布（条例第四十九条）：写完、保存后送去公开，生成一件“年报”栏目的信息稿，经检查、由另一人审查后公开。`
        )}
      </p>
      {report.changed.length > 0 ? (
        <div className="faults" role="status">
          <p>
            公开以后，登记有变动：现在算出的{report.changed.join('、')}
            与公开的不一样（如补登了上一年收到的申请，或者更正了结果）。
            {posting
              ? '要更正的，先在信息发布里办理“更正”，再回到这里用保存的内容更新信息稿。'
              : '要更正的，请在公开的那一件上办理。'}
          </p>
        </div>
      ) : null}
      {report.isOver ? null : (
        <p role="status">
          {year}年还没有结束，表二、表三是到今天为止的数；{year + 1}年1月1日起才能送去公开。
        </p>
      )}
      <Fault error={doing.error} />
      {isOfficer &&
      report.isOver &&
      shown === null &&
      (posting === null || sendable.includes(posting.state)) ? (
        <Button loading={doing.busy} disabled={faults.length > 0} onClick={() => void send()}>
          {isDraft ? '用保存的内容更新信息稿' : '送去公开'}
        </Button>
      ) : null}
    </div>
  )
}

type CellProps = {
  readonly cell: Table1Cell
  readonly entry: Table1[Table1Cell]
  readonly counted: number | null
  readonly disabled: boolean
  readonly set: (entry: { value: number | null; source: string }) => void
}

function Cell({ cell, entry, counted, disabled, set }: CellProps) {
  const value = entry?.value ?? null
  const source = entry?.source ?? ''
  return (
    <Field
      name={`table1.${cell}`}
      label={table1Cells[cell]}
      hint={counted === null ? undefined : `本系统规范性文件库算出的是${counted}。`}
    >
      {({ status, ...control }) => (
        <div className="annual-cell">
          <InputNumber
            {...control}
            status={status}
            disabled={disabled}
            min={0}
            value={value}
            onChange={next => set({ value: next, source })}
          />
          <Input
            aria-label={`${table1Cells[cell]}：数据来源`}
            placeholder="数据来源，如“行政处罚台账”"
            disabled={disabled}
            maxLength={300}
            value={source}
            onChange={event => set({ value, source: event.target.value })}
          />
        </div>
      )}
    </Field>
  )
}
