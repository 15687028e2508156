import { Button, Input, Radio } from 'antd'
import { useEffect, useRef, useState, type FormEvent } from 'react'
import { useGo } from '#console/address.ts'
import { path } from '#console/client.ts'
import { holds } from '#console/me.ts'
import { Clause } from '#console/parts/Clause.tsx'
import { Fault } from '#console/parts/Faults.tsx'
import { Field } from '#console/parts/Field.tsx'
import { Failed, Loading } from '#console/parts/States.tsx'
import { To } from '#console/parts/To.tsx'
import { useDoing, useGet, useRefresh } from '#console/query.ts'
import { useMe } from '#console/session.ts'
import type { EvidenceView } from '../duty/views.ts'
import { absenceKindLabels, absenceKinds, type AbsenceKind } from '../duty/model.ts'

type Props = {
  readonly body: number
  readonly field: string
  readonly item: string
  readonly year: number
  readonly month: string | null
  readonly canState: boolean
  readonly close: () => void
}

/** What stands behind a cell; where nothing does, the openness office may say why nothing has to. */
export function CellEvidence(props: Props) {
  const { body, field, item, year, month, canState, close } = props
  const { data, error, loading, reload } = useGet<EvidenceView>(
    path('/api/catalogs/coverage/evidence', { body, field, item, year, month }),
  )
  const heading = useRef<HTMLHeadingElement>(null)
  const isThere = Boolean(data)
  useEffect(() => {
    // Below a table of fifty rows it would open out of sight.
    heading.current?.closest('section')?.scrollIntoView({ block: 'nearest' })
    heading.current?.focus({ preventScroll: true })
  }, [isThere, field, item, year, month])
  if (loading) return <Loading rows={3} />
  if (error || !data) return <Failed error={error} retry={() => void reload()} />
  return (
    <section className="evidence" aria-label={`${data.name}的依据`}>
      <div className="grid-tools">
        <h2 ref={heading} tabIndex={-1}>
          {data.fieldLabel}　{data.name}：{year} 年{month ? `${month} 月` : ''}
        </h2>
        <Button className="tools-end" onClick={close}>
          收起
        </Button>
      </div>
      <p className="quiet">
        公开时限：{data.deadline ?? '没有规定'}。
        {data.basis.length > 0 ? `依据：${data.basis.join('；')}` : ''}
      </p>
      {data.absence ? (
        <p>
          <strong>{data.absence.kindLabel}</strong>：{data.absence.reason}（{data.absence.saidBy}，
          {data.absence.saidOn}
          {data.absence.year ? `，${data.absence.year} 年` : ''}）
        </p>
      ) : null}
      {data.rows.length === 0 ? <p>这段时间没有在这一事项下公开的信息。</p> : null}
      <ul className="rows">
        {data.rows.map(r => (
          <li key={r.report ? `report-${r.report.id}` : r.address}>
            <p>
              <a href={r.address} target="_blank" rel="noopener">
                {r.title}
              </a>
            </p>
            <p className={r.isLate || r.report?.fault ? 'heat-overdue' : 'quiet'}>
              {r.shownOn} 公布
              {r.formedOn ? `，${r.formedOn} 印发` : ''}
              {r.lastDay ? `，期限 ${r.lastDay}` : ''}
              {r.isLate ? '，逾期' : ''}
              {r.report ? `，由“${r.report.system}”报送` : ''}
              {r.report?.fault ? `；${r.report.fault}，不计入` : ''}
            </p>
          </li>
        ))}
      </ul>
      {data.hasMore ? <p className="quiet">只列出最近的 {data.rows.length} 件。</p> : null}
      {!data.absence ? <Publish body={body} field={field} item={item} /> : null}
      {canState && !data.absence && data.rows.length === 0 ? <StateAbsence {...props} /> : null}
      {canState && data.absence ? <TakeBack id={data.absence.id} /> : null}
    </section>
  )
}

const makers: readonly string[] = ['drafter', 'departmentHead', 'opennessOfficer', 'publisher']

/** What answers a duty: a posting that names the item already, or a document in which it is chosen. */
function Publish({ body, field, item }: Pick<Props, 'body' | 'field' | 'item'>) {
  const me = useMe()
  const go = useGo()
  const doing = useDoing()
  if (!me.roles.some(r => r.bodyId === body && makers.includes(r.role))) return null
  const begin = async () => {
    const content = {
      title: '',
      source: '',
      html: '',
      columns: ['notice'],
      catalogItems: [`${field}/${item}`],
    }
    const made = await doing.run<{ subject: number }>('POST', '/api/postings', {
      body,
      kind: 'notice',
      content,
    })
    if (made) go(`/postings/${made.subject}`)
  }
  return (
    <>
      <Fault error={doing.error} />
      <div className="act-buttons">
        <Button loading={doing.busy} onClick={() => void begin()}>
          在这一事项下起草信息
        </Button>
        {holds(me, 'drafter') ? <To href="/documents/new">起草公文（在发文批办单里选这一事项）</To> : null}
      </div>
    </>
  )
}

function StateAbsence({ body, field, item, year }: Props) {
  const [kind, setKind] = useState<AbsenceKind>('nothing')
  const [reason, setReason] = useState('')
  const doing = useDoing()
  const refresh = useRefresh()
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const form = { body, field, item, kind, year, reason }
    if (await doing.run('POST', '/api/catalogs/absences', form)) await refresh('/api/catalogs/')
  }
  return (
    <form className="act site-form" aria-label="说明不适用" noValidate onSubmit={e => void submit(e)}>
      <p className="effect">
        公众页面上写明谁在哪天说明的和理由，这一事项不再算作空白或超期。 <Clause id="焦作/二(一)2" />
      </p>
      <Fault error={doing.error} />
      <Field name="kind" label="为什么没有" required group>
        {({ status: _status, ...control }) => (
          <Radio.Group
            {...control}
            value={kind}
            onChange={e => setKind(e.target.value as AbsenceKind)}
            options={absenceKinds.map(value => ({
              value,
              label:
                value === 'nothing' ? `${absenceKindLabels[value]}（${year} 年）` : absenceKindLabels[value],
            }))}
          />
        )}
      </Field>
      <Field name="reason" label="理由（公众会看到）" required>
        {({ status, ...control }) => (
          <Input.TextArea
            {...control}
            status={status}
            rows={2}
            maxLength={300}
            value={reason}
            onChange={e => setReason(e.target.value)}
          />
        )}
      </Field>
      <Button type="primary" htmlType="submit" loading={doing.busy}>
        说明不适用
      </Button>
    </form>
  )
}

function TakeBack({ id }: { id: number }) {
  const [reason, setReason] = useState('')
  const doing = useDoing()
  const refresh = useRefresh()
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (await doing.run('POST', `/api/catalogs/absences/${id}/withdraw`, { reason }))
      await refresh('/api/catalogs/')
  }
  return (
    <form className="act site-form" aria-label="撤回不适用说明" noValidate onSubmit={e => void submit(e)}>
      <p className="effect">这一事项重新按时限要求公开，公众页面上的说明随即撤下。</p>
      <Fault error={doing.error} />
      <Field name="reason" label="撤回的理由" required>
        {({ status, ...control }) => (
          <Input
            {...control}
            status={status}
            maxLength={300}
            value={reason}
            onChange={e => setReason(e.target.value)}
          />
        )}
      </Field>
      <Button htmlType="submit" loading={doing.busy}>
        撤回说明
      </Button>
    </form>
  )
}
