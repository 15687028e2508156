import { Tag } from 'antd'
import { useState } from 'react'
import { useParam } from '#console/address.ts'
import { CaseColumns } from '#console/parts/CaseColumns.tsx'
import { Clause } from '#console/parts/Clause.tsx'
import { ClockAccount } from '#console/parts/ClockAccount.tsx'
import { Light } from '#console/parts/Light.tsx'
import { ListTable } from '#console/parts/ListTable.tsx'
import { Page } from '#console/parts/Page.tsx'
import { Failed, Loading } from '#console/parts/States.tsx'
import { To } from '#console/parts/To.tsx'
import { holds } from '#console/me.ts'
import { useGet, useRefresh } from '#console/query.ts'
import { useMe } from '#console/session.ts'
import { longDay } from '#console/time.ts'
import type { AlikeView, CaseView, OfferView } from '../views.ts'
import { Alike, AlikeHint, mergeNumbers } from './Alike.tsx'
import { Applicant } from './Applicant.tsx'
import { CaseFiles } from './CaseFiles.tsx'
import { CaseRemedies } from './CaseRemedies.tsx'
import { Letters } from './Letters.tsx'
import { OfferChoices, Trail } from './parts.tsx'
import { Pending } from './Pending.tsx'
import { Propose } from './Propose.tsx'
import { RequestAct } from './RequestAct.tsx'
import { FactText, Reveal, RevealedContext, type Revealed } from './Reveal.tsx'

/** One request: what comes next, by when and why; what may lawfully be done; the file; the clocks day by day. */
export default function CaseScreen() {
  const id = useParam('id')
  const { data, error, loading, reload } = useGet<CaseView>(`/api/requests/${id}`, { fresh: 0 })
  const me = useMe()
  const readsAll = ['opennessOfficer', 'leader', 'legalReviewer', 'secrecyOfficer'].some(role =>
    holds(me, role),
  )
  const alike = useGet<AlikeView>(readsAll ? `/api/requests/${id}/alike` : null)
  const refresh = useRefresh()
  const [said, setSaid] = useState('')
  const [shown, setShown] = useState<Revealed | null>(null)
  if (loading)
    return (
      <Page title="依申请公开">
        <Loading rows={10} />
      </Page>
    )
  if (error || !data)
    return (
      <Page title="依申请公开">
        <Failed error={error} retry={() => void reload()} />
      </Page>
    )
  const done = async (label: string) => {
    await refresh('/api/requests')
    await reload()
    setSaid(`已${label}。`)
  }
  return (
    <Page
      title={data.subject}
      heading={<span className="serif case-title">{data.subject}</span>}
      lead={<Facts view={data} />}
      wide
    >
      <RevealedContext value={{ id: data.id, shown, show: setShown }}>
        <CaseColumns
          label="申请的三个方面"
          offers={data.offers.length}
          widest="do"
          panels={{
            what: (
              <div className="request-column">
                <Applicant view={data} />
                {alike.data ? <Alike alike={alike.data} /> : null}
                {data.earlier.length > 0 ? <Earlier view={data} /> : null}
              </div>
            ),
            do: (
              <div className="request-column">
                <Next view={data} />
                <HoldUps view={data} />
                {alike.data ? <AlikeHint alike={alike.data} view={data} /> : null}
                <Pending view={data} onDone={label => void done(label)} />
                <div aria-live="polite">{said ? <p className="done-words">{said}</p> : null}</div>
                <Steps
                  key={`${data.id}-${data.version}`}
                  view={data}
                  numbers={mergeNumbers(alike.data)}
                  onDone={label => void done(label)}
                />
                {data.tasks.length > 0 ? <Tasks view={data} /> : null}
                <Letters
                  key={`letters-${data.id}-${data.version}`}
                  view={data}
                  onChange={() => void reload()}
                />
                <CaseFiles view={data} onChange={() => void reload()} />
              </div>
            ),
            why: (
              <div className="request-column">
                <Clocks view={data} />
                {readsAll ? <CaseRemedies key={`remedies-${data.version}`} view={data} /> : null}
                <File view={data} />
              </div>
            ),
          }}
        />
      </RevealedContext>
    </Page>
  )
}

function Next({ view: { next } }: { view: CaseView }) {
  return (
    <div className="request-next">
      <h3>下一步</h3>
      <p>
        <strong>{next.words}</strong>
        {next.by ? `，${longDay(next.by)}前` : ''}
      </p>
      <p className="quiet">{next.why}</p>
    </div>
  )
}

/** Who has not answered yet: said before anybody decides. */
function HoldUps({ view: { holdUps } }: { view: CaseView }) {
  if (holdUps.length === 0) return null
  return (
    <div className="blocked request-hold" role="note">
      <p className="blocked-title">
        {holdUps.some(h => h.stops) ? '还有意见没有收到，现在不能拟定答复' : '承办部门还没有反馈'}
      </p>
      <ul>
        {holdUps.map(h => (
          <li key={h.text}>
            {h.text}
            {h.basis ? <Clause id={h.basis} /> : null}
          </li>
        ))}
      </ul>
    </div>
  )
}

function Clocks({ view: { clocks } }: { view: CaseView }) {
  return (
    <>
      <h3>期限</h3>
      {clocks.length === 0 ? (
        <p className="quiet">现在没有走动的法定期限。</p>
      ) : (
        clocks.map(clock => <ClockAccount key={clock.id} clock={clock} />)
      )}
    </>
  )
}

function Facts({ view }: { view: CaseView }) {
  const reply = view.clocks.find(clock => clock.id === 'R04')
  return (
    <ul className="facts">
      <li>
        <Tag className="state-tag">{view.stateLabel}</Tag>
        {view.imported ? <Tag>历史登记</Tag> : null}
      </li>
      {reply ? (
        <li>
          <Light light={reply.light} words={reply.words} />
        </li>
      ) : null}
      {view.number ? <li>{view.number}</li> : null}
      <li>{view.channel}</li>
      <li>
        {view.receivedOn ? `${longDay(view.receivedOn)}收到` : `${longDay(view.submittedOn)}提交，待确认`}
      </li>
      {view.outcome ? <li>{view.outcome.label}</li> : null}
      {view.replyNumber ? <li>{view.replyNumber}</li> : null}
    </ul>
  )
}

type StepsProps = {
  readonly view: CaseView
  readonly numbers: readonly string[]
  readonly onDone: (label: string) => void
}

/** The steps that come next stand open; the others wait below, so that nothing is hidden and nothing shouts. */
function Steps({ view, numbers, onDone }: StepsProps) {
  const [verb, setVerb] = useState<string | null>(null)
  if (view.offers.length === 0)
    return (
      <p className="quiet">
        {view.imported
          ? '历史登记的申请只供查阅和统计。'
          : view.turn.length > 0
            ? `现在没有需要您办理的事项，等${view.turn.join('、')}办理。`
            : '现在没有需要您办理的事项。'}
      </p>
    )
  const chosen = view.offers.find(o => o.verb === verb) ?? null
  const usual = view.offers.filter(o => view.next.verbs.includes(o.verb))
  const others = view.offers.filter(o => !view.next.verbs.includes(o.verb))
  const choices = (offers: readonly OfferView[]) => (
    <OfferChoices
      label={offers === usual ? '怎样办理' : '其他办理'}
      offers={offers}
      chosen={chosen}
      choose={setVerb}
    />
  )
  const step = chosen ? (
    <Step key={chosen.verb} view={view} numbers={numbers} offer={chosen} onDone={onDone} />
  ) : null
  const isUsual = chosen !== null && usual.includes(chosen)
  return (
    <div className="request-steps">
      {usual.length > 0 ? choices(usual) : null}
      {isUsual ? step : null}
      {others.length > 0 ? (
        <details className="request-others" open={usual.length === 0 || undefined}>
          <summary>其他办理（{others.length}项）</summary>
          {choices(others)}
          {isUsual ? null : step}
        </details>
      ) : null}
    </div>
  )
}

function Step({ offer, ...rest }: StepsProps & { readonly offer: OfferView }) {
  return offer.verb === 'propose' ? (
    <Propose offer={offer} {...rest} />
  ) : (
    <RequestAct offer={offer} {...rest} />
  )
}

function Tasks({ view }: { view: CaseView }) {
  return (
    <>
      <h3>承办部门</h3>
      <ListTable
        label="承办部门的任务"
        rowKey="departmentId"
        minWidth={600}
        dataSource={view.tasks}
        columns={[
          { key: 'department', title: '部门', dataIndex: 'department', width: 110 },
          { key: 'asked', title: '要求', dataIndex: 'asked' },
          { key: 'dueOn', title: '反馈期限', dataIndex: 'dueOn', width: 108 },
          { key: 'opinion', title: '意见', width: 140, render: (_, task) => task.opinion ?? '还没有反馈' },
        ]}
      />
    </>
  )
}

function File({ view }: { view: CaseView }) {
  return (
    <>
      <h3>办理记录</h3>
      <ol className="request-file">
        {view.facts.map(fact => (
          <li key={fact.id}>
            <span className="request-day">{fact.on}</span>
            <div>
              <strong>{fact.label}</strong>
              {fact.by ? <span className="quiet">　{fact.by}</span> : null}
              {fact.lines.map(line => (
                <p key={line}>{line}</p>
              ))}
              <FactText id={fact.id} />
            </div>
          </li>
        ))}
      </ol>
      {view.facts.some(fact => fact.sealed) ? <Reveal label="查看原文" /> : null}
      <details>
        <summary>履历（{view.trail.length}步）</summary>
        <Trail rows={view.trail} />
      </details>
    </>
  )
}

function Earlier({ view }: { view: CaseView }) {
  return (
    <>
      <h3>同一申请人的其他申请</h3>
      <ul className="request-earlier">
        {view.earlier.map(one => (
          <li key={one.id}>
            <To href={`/requests/${one.id}`}>{one.subject}</To>
            <p className="quiet">
              {[one.number, one.receivedOn, one.outcome ?? one.stateLabel].filter(Boolean).join('　')}
            </p>
          </li>
        ))}
      </ul>
    </>
  )
}
