import { Tag } from 'antd'
import { useState } from 'react'
import { useParam } from '#console/address.ts'
import { Light } from '#console/parts/Light.tsx'
import { Page } from '#console/parts/Page.tsx'
import { Unread } from '#console/parts/Unread.tsx'
import { To } from '#console/parts/To.tsx'
import { useGet } from '#console/query.ts'
import { longDay } from '#console/time.ts'
import type { ConversionView } from '../views.ts'
import { OfferChoices, Trail } from './parts.tsx'
import { RequestAct } from './RequestAct.tsx'

/** One proposal to open what was asked for: what is to be decided, what becomes public, who is told (条例第四十四条). */
export default function ConversionScreen() {
  const { data, error, loading, reload } = useGet<ConversionView>(`/api/conversions/${useParam('id')}`, {
    fresh: 0,
  })
  const [said, setSaid] = useState('')
  if (loading || error || !data)
    return <Unread title="转为主动公开" rows={10} error={error} retry={() => void reload()} />
  const done = async (label: string) => {
    await reload()
    setSaid(`已办理“${label}”。`)
  }
  return (
    <Page
      title={data.title}
      heading={<span className="serif case-title">{data.title}</span>}
      lead={
        <ul className="facts">
          <li>
            <Tag className="state-tag">{data.stateLabel}</Tag>
          </li>
          <li>
            {data.proposedBy}
            {longDay(data.proposedOn)}提出
          </li>
          <li>{data.applicants}位申请人申请过</li>
        </ul>
      }
      wide
    >
      <div className="request">
        <section className="request-do" aria-label="办理">
          <div className="request-next">
            <h2>下一步</h2>
            <p>
              <strong>{next(data)}</strong>
              {data.dueOn ? `，${longDay(data.dueOn)}前` : ''}
            </p>
            {data.dueOn ? <Light light={data.light} words={data.words} /> : null}
          </div>
          <div aria-live="polite">{said ? <p className="done-words">{said}</p> : null}</div>
          {data.posting ? (
            <p>
              信息稿：<To href={`/postings/${data.posting.id}`}>{data.posting.title}</To>（
              {data.posting.stateLabel}）
            </p>
          ) : null}
          {data.document ? (
            <p>
              公文：<To href={`/documents/${data.document.id}`}>{data.document.title}</To>
              {data.document.documentNumber}（{data.document.stateLabel}）
            </p>
          ) : null}
          {data.address ? (
            <p>
              公开的页面：
              <a className="in-text" href={data.address} target="_blank" rel="noopener">
                {data.address}
              </a>
            </p>
          ) : null}
          <Steps key={data.version} view={data} onDone={label => void done(label)} />
        </section>
        <section className="request-why" aria-label="依据">
          <h2>申请过这项信息的</h2>
          <ul className="request-earlier">
            {data.cases.map(one => (
              <li key={one.id}>
                <To href={`/requests/${one.id}`}>{one.subject || '（未写内容）'}</To>
                <p className="quiet">{one.number}</p>
              </li>
            ))}
          </ul>
          <h2>履历</h2>
          <Trail rows={data.history} />
        </section>
      </div>
    </Page>
  )
}

function next(view: ConversionView): string {
  switch (view.state) {
    case 'proposed':
      return '决定是否纳入主动公开'
    case 'accepted':
      return view.isOpen
        ? '已经公开，告知申请人'
        : view.posting
          ? view.posting.stateLabel === '草稿'
            ? '写好信息稿，送审、公开'
            : `信息稿${view.posting.stateLabel}，公开以后告知申请人`
          : '在公文里变更公开属性，发布'
    case 'declined':
      return '已决定不纳入，没有需要办理的事项'
    case 'opened':
      return '已经公开并告知申请人'
  }
}

/** Why there is nothing to do here for this person. */
function waitingWords({ state, isOpen, posting, turn }: ConversionView): string {
  if (state === 'declined' || state === 'opened') return '已经办结。'
  if (state === 'proposed')
    return `由提出人以外的另一人决定${turn.length > 0 ? `：${turn.join('、')}` : ''}。`
  if (isOpen) return `等${turn.join('、')}告知申请人。`
  return posting
    ? '请打开上面的信息稿写好、送审；公开以后，在这里告知申请人。'
    : '请在上面的公文里变更公开属性、发布；公开以后，在这里告知申请人。'
}

type StepsProps = {
  readonly view: ConversionView
  readonly onDone: (label: string) => void
}

function Steps({ view, onDone }: StepsProps) {
  const offers = view.offers.filter(o =>
    o.verb === 'announce'
      ? view.isOpen
      : o.verb === 'redraft'
        ? ['已作废', '已撤回'].includes(view.posting?.stateLabel ?? '')
        : true,
  )
  const [verb, setVerb] = useState<string | null>(offers.length === 1 ? offers[0]!.verb : null)
  if (offers.length === 0) return <p className="quiet">{waitingWords(view)}</p>
  const chosen = offers.find(o => o.verb === verb)
  return (
    <div className="request-steps">
      <OfferChoices label="怎样办理" offers={offers} chosen={chosen ?? null} choose={setVerb} />
      {chosen ? (
        <RequestAct key={chosen.verb} view={view} offer={chosen} base="/api/conversions" onDone={onDone} />
      ) : null}
    </div>
  )
}
