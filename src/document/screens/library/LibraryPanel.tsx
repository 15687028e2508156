import { Button } from 'antd'
import { useState } from 'react'
import { Light } from '#console/parts/Light.tsx'
import { Fault } from '#console/parts/Faults.tsx'
import { To } from '#console/parts/To.tsx'
import { useDoing, useGet, useRefresh } from '#console/query.ts'
import { conclusions } from '../../library/cleanup/model.ts'
import type { LibraryCase } from '../../library/views.ts'
import type { CaseView } from '../../views.ts'
import { ActForm } from '../ActForm.tsx'
import { RelationForm, TermForm } from './DraftForms.tsx'

/** 有效性与关系 on the case page: how the document stands in time and to others, and what may be done about it. */
export function LibraryPanel({ view, reload }: { view: CaseView; reload: () => Promise<unknown> }) {
  const id = view.document.id
  const { data, reload: again } = useGet<LibraryCase>(`/api/library/documents/${id}`, { fresh: 0 })
  const [verb, setVerb] = useState('')
  const refresh = useRefresh()
  if (!data) return null
  const hasAny =
    data.editable ||
    data.normative ||
    data.relations.length > 0 ||
    data.incoming.length > 0 ||
    data.items.length > 0 ||
    data.offers.length > 0 ||
    data.texts.length > 1
  if (!hasAny) return null
  const offer = data.offers.find(o => o.verb === verb)
  const done = async () => {
    setVerb('')
    await Promise.all([again(), reload(), refresh('/api/library', '/api/cleanups')])
  }
  return (
    <section className="library-panel" aria-label="有效性与关系">
      <h3>有效性与关系</h3>
      <dl className="card-facts">
        {facts(data).map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {data.relations.length + data.incoming.length > 0 ? (
        <ul className="relation-list">
          {data.relations.map(r => (
            <li key={r.id}>
              {r.words.replace(/（.*/, '')}：<Named title={r.title} number={r.number} address={r.address} />
              {r.on ? `，自${r.on}起` : ''}
              {r.pending ? <span className="quiet">（公开时生效）</span> : null}
              {data.editable && r.pending ? (
                <Drop document={id} relation={r.id} title={r.title} done={done} />
              ) : null}
            </li>
          ))}
          {data.incoming.map(r => (
            <li key={`${r.words}${r.address ?? r.title}`}>
              {r.words}：<Named title={r.title} number={r.number} address={r.address} />
              {r.on ? `，自${r.on}起` : ''}
            </li>
          ))}
        </ul>
      ) : null}
      {data.items
        .filter(i => i.state !== 'applied')
        .map(i => (
          <p key={i.id}>
            {i.cleanup ? i.cleanup.name : '到期评估'}：{i.stateLabel}
            {i.decision ? `（${conclusions[i.decision]}）` : ''}{' '}
            {i.words ? <Light light={i.light} words={i.words} /> : null}{' '}
            <To
              href={
                i.cleanup
                  ? `/cleanups/${i.cleanup.id}?q=${encodeURIComponent(i.title)}`
                  : `/library/expiring?q=${encodeURIComponent(i.title)}`
              }
            >
              去办理
            </To>
          </p>
        ))}
      {data.editable ? (
        <div className="draft-forms">
          <TermForm view={data} done={done} />
          <RelationForm document={id} done={done} />
        </div>
      ) : null}
      <div className="act-buttons">
        {data.offers.map(o => (
          <Button
            key={o.verb}
            size="small"
            aria-expanded={verb === o.verb}
            onClick={() => setVerb(verb === o.verb ? '' : o.verb)}
          >
            {o.label}
          </Button>
        ))}
        {data.texts.length > 1 ? <To href={`/documents/${id}/compare`}>版本对照</To> : null}
      </div>
      {offer ? (
        <ActForm
          view={view}
          offer={offer}
          base={`/api/library/documents/${id}`}
          onDone={done}
          onStale={() => void reload()}
          autoFocus
        />
      ) : null}
    </section>
  )
}

function facts(data: LibraryCase): [string, string][] {
  const s = data.standing
  const term =
    s.expiresOn ??
    (s.termYears ? `${s.termYears}年` : s.noTermReason ? `不设（${s.noTermReason}）` : '没有登记')
  return [
    ...(data.validityLabel ? [['有效性', data.validityLabel] as [string, string]] : []),
    ...(s.effectiveOn ? [['实施日期', s.effectiveOn] as [string, string]] : []),
    ...(data.normative ? [['有效期', term] as [string, string]] : []),
    ...(s.repealedOn ? [['废止日期', s.repealedOn] as [string, string]] : []),
    ...(s.unifiedNumber ? [['统一编号', s.unifiedNumber] as [string, string]] : []),
  ]
}

function Named({ title, number, address }: { title: string; number: string | null; address: string | null }) {
  const text = `《${title}》${number ? `（${number}）` : ''}`
  return address ? (
    <a href={address} target="_blank" rel="noreferrer">
      {text}
    </a>
  ) : (
    <>{text}</>
  )
}

function Drop(p: { document: number; relation: number; title: string; done: () => Promise<unknown> }) {
  const doing = useDoing()
  const drop = async () => {
    const gone = await doing.run('DELETE', `/api/library/documents/${p.document}/relations/${p.relation}`)
    if (gone !== undefined) await p.done()
  }
  return (
    <>
      <Button
        type="link"
        size="small"
        loading={doing.busy}
        aria-label={`删去与《${p.title}》的关系`}
        onClick={() => void drop()}
      >
        删去
      </Button>
      <Fault error={doing.error} />
    </>
  )
}
