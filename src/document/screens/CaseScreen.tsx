import { Tag } from 'antd'
import { useRef, useState, type KeyboardEvent, type ReactNode } from 'react'
import { useAddress, useParam } from '#console/address.ts'
import { Page } from '#console/parts/Page.tsx'
import { Failed, Loading } from '#console/parts/States.tsx'
import { To } from '#console/parts/To.tsx'
import { useGet } from '#console/query.ts'
import { longDay, minuteText } from '#console/time.ts'
import { useWide } from '#console/useWide.ts'
import type { CaseView } from '../views.ts'
import { publicStates } from '../workflow.ts'
import { Actions } from './Actions.tsx'
import { CaseChecks } from './CaseChecks.tsx'
import { attributeLabels } from './options.ts'
import { LibraryPanel } from './library/LibraryPanel.tsx'
import { Preview } from './Preview.tsx'
import { WhyAndWhen } from './WhyAndWhen.tsx'

const parts = [
  { key: 'what', label: '看' },
  { key: 'do', label: '办' },
  { key: 'why', label: '因与时' },
] as const
type Part = (typeof parts)[number]['key']

/** One matter in three columns: what it is, what may be done, why and by when. Below 1100 px the columns are tabs. */
export default function CaseScreen() {
  const id = useParam('id')
  const { data, error, loading, reload } = useGet<CaseView>(`/api/documents/${id}`, { fresh: 0 })
  if (loading)
    return (
      <Page title="公文">
        <Loading rows={10} />
      </Page>
    )
  if (error || !data)
    return (
      <Page title="公文">
        <Failed error={error} retry={() => void reload()} />
      </Page>
    )
  return <Case key={data.document.id} view={data} reload={reload} />
}

function Case({ view, reload }: { view: CaseView; reload: () => Promise<unknown> }) {
  const wide = useWide(1100)
  const { search, set } = useAddress()
  const [done, setDone] = useState('')
  const part: Part = parts.find(one => one.key === search.tab)?.key ?? 'what'
  const panels: Record<Part, ReactNode> = {
    what: (
      <>
        <CaseChecks view={view} reload={reload} />
        <Preview view={view} />
      </>
    ),
    do: (
      <>
        <Actions view={view} reload={reload} done={done} setDone={setDone} />
        <LibraryPanel view={view} reload={reload} />
      </>
    ),
    why: <WhyAndWhen view={view} reload={reload} />,
  }
  return (
    <Page
      title={view.document.title || '（还没有标题）'}
      heading={<span className="serif case-title">{view.document.title || '（还没有标题）'}</span>}
      lead={<Facts view={view} />}
      wide
    >
      {wide ? null : (
        <PartTabs part={part} offers={view.offers.length} pick={tab => set({ tab }, 'replace')} />
      )}
      <div className={wide ? 'case case-wide' : 'case'}>
        {parts.map(one => (
          <section
            key={one.key}
            id={`part-${one.key}`}
            className={`case-part case-${one.key}`}
            role={wide ? undefined : 'tabpanel'}
            aria-label={one.label}
            hidden={!wide && part !== one.key}
          >
            <h2 className={wide ? 'case-part-title' : 'hidden'}>{one.label}</h2>
            {panels[one.key]}
          </section>
        ))}
      </div>
    </Page>
  )
}

function Facts({ view }: { view: CaseView }) {
  const { document: official } = view
  return (
    <ul className="facts">
      <li>
        <Tag className="state-tag">{view.stateLabel}</Tag>
        {official.urgency ? (
          <span className={official.urgency === '特急' ? 'urgency urgency-top' : 'urgency'}>
            {official.urgency}
          </span>
        ) : null}
        {official.imported ? <Tag>补录</Tag> : null}
        {official.emergency ? <Tag>先行发布</Tag> : null}
      </li>
      {official.documentNumber ? <li>{official.documentNumber}</li> : null}
      <li>{official.attribute ? attributeLabels[official.attribute] : '未定公开属性'}</li>
      <li>
        {view.body.name}　{view.department}　{view.drafter}
      </li>
      {official.indexNumber ? <li>索引号 {official.indexNumber}</li> : null}
      {official.issuedOn ? <li>{longDay(official.issuedOn)}印发</li> : null}
      {official.publishedAt ? <li>{minuteText(official.publishedAt)} 发布</li> : null}
      {official.address ? (
        <li>
          <a href={official.address} target="_blank" rel="noreferrer">
            看公开页面
          </a>
        </li>
      ) : null}
      {publicStates.includes(official.state) ? (
        <li>
          <a href={`/api/documents/${official.id}/receipt`} download>
            下载发布回执
          </a>
        </li>
      ) : null}
      {view.editable ? (
        <li>
          <To href={`/documents/${official.id}/draft`}>继续修改</To>
        </li>
      ) : null}
    </ul>
  )
}

function PartTabs({ part, offers, pick }: { part: Part; offers: number; pick: (part: Part) => void }) {
  const list = useRef<HTMLDivElement>(null)
  function move(event: KeyboardEvent) {
    const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
    if (by === 0) return
    event.preventDefault()
    const at = parts.findIndex(one => one.key === part)
    const next = parts[(at + by + parts.length) % parts.length]
    if (!next) return
    pick(next.key)
    list.current?.querySelector<HTMLElement>(`[data-part="${next.key}"]`)?.focus()
  }
  return (
    <div className="part-tabs" role="tablist" aria-label="公文的三个方面" ref={list} onKeyDown={move}>
      {parts.map(one => (
        <button
          key={one.key}
          type="button"
          role="tab"
          data-part={one.key}
          aria-selected={part === one.key}
          aria-controls={`part-${one.key}`}
          tabIndex={part === one.key ? 0 : -1}
          onClick={() => pick(one.key)}
        >
          {one.label}
          {one.key === 'do' && offers > 0 ? <span className="tab-count">{offers}</span> : null}
        </button>
      ))}
    </div>
  )
}
