import { Button } from 'antd'
import { useState } from 'react'
import { useParam } from '#console/address.ts'
import { Page } from '#console/parts/Page.tsx'
import { Failed, Loading } from '#console/parts/States.tsx'
import { useGet, useRefresh } from '#console/query.ts'
import { Findings } from '#patrol/screens/Findings.tsx'
import type { PostingView } from '../views.ts'
import { Form } from './Form.tsx'
import { Steps } from './Steps.tsx'

/** Where somebody still decides on the text. */
const undecided: readonly string[] = ['draft', 'submitted', 'amending', 'resubmitted']

/** One posting: its text while it is written, the next lawful steps, and what happened to it. */
export default function PostingScreen() {
  const { id } = { id: useParam('id') }
  const { data, error, loading, reload } = useGet<PostingView>(`/api/postings/${id}`)
  const refresh = useRefresh()
  const [isUnsaved, setUnsaved] = useState(false)
  if (loading) return <Loading rows={10} />
  if (error || !data) return <Failed error={error} retry={() => void reload()} />
  const done = () => void refresh('/api/postings')
  const writes = data.offers.some(o => o.verb === 'save')
  return (
    <Page
      wide
      title={data.title}
      lead={
        <>
          {data.kindLabel} · {data.body} · {data.stateLabel}
          {data.publishedAt ? ` · ${data.publishedAt} 公开` : ''}
        </>
      }
      actions={
        <>
          {data.missing.length === 0 ? (
            <Button href={`/api/postings/${data.id}/preview`} target="_blank" rel="noopener">
              预览公开页面
            </Button>
          ) : null}
          {data.address ? (
            <Button href={data.address} target="_blank" rel="noopener">
              看公开页面
            </Button>
          ) : null}
        </>
      }
    >
      {writes ? (
        <Form key={data.id} view={data} onSaved={done} onTyped={setUnsaved} />
      ) : (
        <Shown view={data} />
      )}
      {undecided.includes(data.state) ? (
        <section aria-label="文字检查">
          <h2>文字检查</h2>
          <Findings subject={{ kind: 'posting', id: data.id }} stamp={data.version} />
        </section>
      ) : null}
      {isUnsaved ? (
        <p role="status">有改动还没有保存，保存后可以送审。</p>
      ) : (
        <Steps view={data} onDone={done} />
      )}
      <section aria-label="履历">
        <h2>履历</h2>
        <ol className="rows">
          {data.history.map(h => (
            <li key={`${h.at}${h.label}${h.by}`}>
              {h.at}　{h.by}　{h.label}
              {h.reason ? `：${h.reason}` : ''}
            </li>
          ))}
        </ol>
      </section>
    </Page>
  )
}

/** What was written, for those who only read it here. The text is cleaned by the server before it is kept. */
function Shown({ view }: { view: PostingView }) {
  return (
    <section aria-label="内容">
      <dl className="facts">
        {Object.entries(view.content.facts)
          .filter(([, value]) => value !== '')
          .map(([label, value]) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
      </dl>
      <div className="posting-text" dangerouslySetInnerHTML={{ __html: view.content.html }} />
    </section>
  )
}
