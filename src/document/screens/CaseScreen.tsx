import { Tag } from 'antd'
import { useState } from 'react'
import { useParam } from '#console/address.ts'
import { CaseColumns } from '#console/parts/CaseColumns.tsx'
import { Page } from '#console/parts/Page.tsx'
import { Failed, Loading } from '#console/parts/States.tsx'
import { To } from '#console/parts/To.tsx'
import { useGet } from '#console/query.ts'
import { longDay, minuteText } from '#console/time.ts'
import type { CaseView } from '../views.ts'
import { publicStates } from '../workflow.ts'
import { Actions } from './Actions.tsx'
import { CaseChecks } from './CaseChecks.tsx'
import { attributeLabels } from './options.ts'
import { LibraryPanel } from './library/LibraryPanel.tsx'
import { Preview } from './Preview.tsx'
import { WhyAndWhen } from './WhyAndWhen.tsx'

/** One document: what it is, what may be done with it, why and by when. */
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
  const [done, setDone] = useState('')
  const panels = {
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
      <CaseColumns label="公文的三个方面" offers={view.offers.length} panels={panels} />
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
