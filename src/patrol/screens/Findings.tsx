import { Button } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { Fault } from '#console/parts/Faults.tsx'
import { Icon } from '#console/parts/Icon.tsx'
import { Failed, Loading } from '#console/parts/States.tsx'
import { path } from '#console/client.ts'
import { useDoing, useGet } from '#console/query.ts'
import { clockText } from '#console/time.ts'
import { tierLabels, tiers, type Finding, type Tier } from '../model.ts'
import type { SettledView } from '../views.ts'
import { OneFinding, type Settled } from './OneFinding.tsx'

export type CheckedSubject = {
  readonly kind: string
  readonly id: number
  /** Shows the place of a finding in the text; false where it is not there any more. */
  readonly locate?: (finding: Finding) => boolean
}

/** What the form that holds the text can do about a finding. */
export type Mending = {
  readonly locate: (finding: Finding) => boolean
  /** Puts the right words in; false where the place has changed. */
  readonly put: (finding: Finding) => boolean
  /** Saves what was typed, so that the check sees it. */
  readonly save: () => Promise<unknown>
}

type Props = {
  readonly subject: CheckedSubject
  readonly mending?: Mending
  /** Changes when the text was saved or its files changed: then it is looked through again. */
  readonly stamp?: string | number | null
  /** The check has something new to say: what rests on it is read again. */
  readonly onChange?: () => void
  readonly onSettled?: (settled: SettledView) => void
}

/** 文字检查: what was found in a text, gravest first, and what can be done about each place. */
export function Findings({ subject, mending, stamp, onChange, onSettled }: Props) {
  const { data, error, loading, reload } = useGet<SettledView>(
    path('/api/patrol/findings', { kind: subject.kind, id: subject.id }),
    { fresh: 0 },
  )
  const asking = useDoing()
  const [busy, setBusy] = useState(false)
  const [asked, setAsked] = useState('')
  const before = useRef(stamp)
  const calls = useRef({ reload, onChange, onSettled })
  calls.current = { reload, onChange, onSettled }
  useEffect(() => {
    if (before.current === stamp) return
    before.current = stamp
    void calls.current.reload()
  }, [stamp])
  const state = data ? `${data.scannedAt} ${data.rulings.length}` : null
  useEffect(() => {
    if (state !== null) calls.current.onChange?.()
  }, [state])
  useEffect(() => {
    if (data) calls.current.onSettled?.(data)
  }, [data])
  async function again() {
    setBusy(true)
    await mending?.save()
    await reload()
    setBusy(false)
  }
  async function ask() {
    const { kind, id } = subject
    const done = await asking.run<{ names: string[] }>('POST', '/api/patrol/asks', { kind, id })
    if (done) setAsked(`已通知${done.names.join('、')}，对方确认后这里会显示。`)
  }
  if (loading) return <Loading words="正在检查文字和附件……" rows={3} />
  if (error || !data) return <Failed error={error} retry={() => void reload()} />
  const after = async () => void (await reload())
  return (
    <div className="findings">
      <div className="findings-head">
        <p role="status" className={data.gate.submit.length === 0 ? 'ready' : 'findings-sum'}>
          <Icon name={data.gate.submit.length === 0 ? 'done' : 'warn'} size={16} />
          <span>{sumOf(data)}</span>
        </p>
        <span className="findings-keys">
          <span className="quiet">{clockText(Date.parse(data.scannedAt))}检查</span>
          <Button size="small" loading={busy} onClick={() => void again()}>
            {mending ? '已改，重新检查' : '重新检查'}
          </Button>
        </span>
      </div>
      {data.mayAsk ? (
        <div className="findings-ask">
          <p>
            {asked ||
              '有的问题须由拟稿人以外的人确认无误。确属无误的，可以请部门负责人（密级标志请保密审查员）来看。'}
          </p>
          {asked ? null : (
            <Button size="small" loading={asking.busy} onClick={() => void ask()}>
              请人确认
            </Button>
          )}
        </div>
      ) : null}
      <Fault error={asking.error} />
      {tiers.map(tier => (
        <TierList
          key={tier}
          tier={tier}
          findings={data.findings.filter(f => f.tier === tier)}
          rulings={data.rulings}
          subject={subject}
          mending={mending}
          onRuled={after}
        />
      ))}
      <Mended rulings={data.rulings.filter(r => r.ruling === 'mended')} />
    </div>
  )
}

function TierList({
  tier,
  findings,
  rulings,
  ...rest
}: {
  tier: Tier
  findings: readonly Settled[]
  rulings: SettledView['rulings']
  subject: CheckedSubject
  mending?: Mending
  onRuled: () => Promise<void>
}) {
  if (findings.length === 0) return null
  const list = (
    <ul>
      {findings.map(finding => (
        <OneFinding
          key={finding.id}
          finding={finding}
          rulings={rulings.filter(r => r.findingId === finding.id)}
          {...rest}
        />
      ))}
    </ul>
  )
  const heading = `${tierLabels[tier]}（${findings.length}处）`
  // Hints stop nothing, so they do not push what matters off the screen.
  if (tier === 'C')
    return (
      <details className="findings-tier">
        <summary>{heading}</summary>
        {list}
      </details>
    )
  return (
    <section className="findings-tier" aria-label={heading}>
      <p className="findings-title">{heading}</p>
      {list}
    </section>
  )
}

function Mended({ rulings }: { rulings: SettledView['rulings'] }) {
  if (rulings.length === 0) return null
  return (
    <p className="quiet">
      已改正{rulings.length}处（最近：{rulings.at(-1)!.staffName} {rulings.at(-1)!.at}）。
    </p>
  )
}

/** One sentence over it all. */
function sumOf(settled: Pick<SettledView, 'findings' | 'gate'>): string {
  const open = settled.findings.filter(f => f.tier !== 'C' && f.open > 0).length
  const hints = settled.findings.filter(f => f.tier === 'C').length
  const also = hints > 0 ? `，另有${hints}处提示，不影响办理` : ''
  if (settled.gate.submit.length > 0) return `有${open}处须改正或确认后才能送审${also}。`
  if (open > 0) return `可以送审；有${open}处在签发前还须由第二人确认${also}。`
  return `没有须处理的问题${also}。`
}
