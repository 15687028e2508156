import { Button } from 'antd'
import { useEffect, useMemo, useRef, useState, type ReactNode } from 'react'
import { useParam } from '#console/address.ts'
import { newKey } from '#console/client.ts'
import { History } from '#console/parts/History.tsx'
import { Icon } from '#console/parts/Icon.tsx'
import { Kept } from '#console/parts/Kept.tsx'
import { Page } from '#console/parts/Page.tsx'
import { Failed, Loading } from '#console/parts/States.tsx'
import { useScrollFocus } from '#console/parts/useScrollFocus.ts'
import { useGet, useRefresh } from '#console/query.ts'
import { call, useMe } from '#console/session.ts'
import { sizeText } from '#console/time.ts'
import { useRestored, type Opened } from '#console/useRestored.ts'
import { useSaver } from '#console/useSaver.ts'
import type { Finding } from '#patrol/model.ts'
import { Findings } from '#patrol/screens/Findings.tsx'
import { Masking } from '#patrol/screens/Masking.tsx'
import type { Content } from '../model.ts'
import type { PostingView } from '../views.ts'
import { Form } from './Form.tsx'
import { Steps } from './Steps.tsx'

/** Where somebody still decides on the text. */
const undecided: readonly string[] = ['draft', 'submitted', 'amending', 'resubmitted']

const fieldWords: { readonly [F in keyof Content]?: string } = {
  title: '标题',
  source: '来源',
  html: '正文',
  facts: '要素',
  rank: '排序',
  item: '条例的项',
  columns: '栏目',
  catalogItems: '目录事项',
  tags: '标签',
}

/** One posting: its text while it is written, the next lawful steps, and what happened to it. */
export default function PostingScreen() {
  const id = useParam('id')
  const { data, error, loading, reload } = useGet<PostingView>(`/api/postings/${id}`, { fresh: 0 })
  const refresh = useRefresh()
  const writes = data?.offers.some(o => o.verb === 'save') ?? false
  const server = useMemo(
    () => (data && writes ? { draft: data.content, version: data.version } : null),
    [data, writes],
  )
  const opened = useRestored<Content>(`posting/${id}`, server)
  if (loading || error || !data || (writes && !opened))
    return (
      <Page wide title="信息发布">
        {error ? <Failed error={error} retry={() => void reload()} /> : <Loading rows={10} />}
      </Page>
    )
  const done = () => void refresh('/api/postings')
  return writes && opened ? (
    <Written key={`${data.id}-${data.state}`} view={data} opened={opened} reload={reload} done={done} />
  ) : (
    <Whole view={data} prepare={() => Promise.resolve(data.version)} done={done} stamp={data.version}>
      <Shown view={data} />
    </Whole>
  )
}

/** A posting that this person writes: kept by itself, on this machine and on the server. */
function Written({
  view,
  opened,
  reload,
  done,
}: {
  view: PostingView
  opened: Opened<Content>
  reload: () => Promise<unknown>
  done: () => void
}) {
  const me = useMe()
  const { restored } = opened
  const [openedAt] = useState(view.savedAt)
  const [rewritten, setRewritten] = useState(0)
  const [findings, setFindings] = useState<readonly Finding[]>([])
  const [start] = useState(() =>
    restored.kind === 'local'
      ? { draft: restored.draft, base: view.content, version: view.version, savedAt: null }
      : { draft: view.content, base: view.content, version: view.version, savedAt: null },
  )
  const [state, saver] = useSaver<Content>({ staff: me.staff.id, name: `posting/${view.id}` }, start, {
    save: (content, version) =>
      call<{ version: number; savedAt: string }>('PUT', `/api/postings/${view.id}`, {
        body: { version, content },
        key: newKey(),
      }),
    load: async () => {
      const now = await call<PostingView>('GET', `/api/postings/${view.id}`)
      return { draft: now.content, version: now.version }
    },
  })
  const again = useRef(reload)
  again.current = reload
  useEffect(() => {
    if (state.savedAt !== null && state.status === 'saved') void again.current()
  }, [state.savedAt, state.status])
  const files = view.attachments.filter(f => f.role === 'attachment')
  return (
    <Whole
      view={view}
      prepare={async () => ((await saver.flush()) ? saver.get().version : null)}
      done={done}
      stamp={`${state.version} ${rewritten} ${files.map(f => f.id).join()}`}
      onFindings={setFindings}
      masking={
        <Masking
          address={`/api/postings/${view.id}/attachments`}
          files={files}
          findings={findings}
          onChange={async () => {
            await reload()
            setRewritten(rewritten + 1)
          }}
        />
      }
    >
      <Kept
        restored={restored}
        server={start.base}
        savedAt={openedAt}
        words={fieldWords}
        edit={saver.edit}
        conflicts={state.conflicts}
      />
      <Form view={view} state={state} saver={saver} reload={reload} />
    </Whole>
  )
}

function Whole({
  view,
  prepare,
  done,
  stamp,
  onFindings,
  masking,
  children,
}: {
  view: PostingView
  /** Makes sure that the server has what is on the screen; answers its version there, null where it could not be reached. */
  prepare: () => Promise<number | null>
  done: () => void
  stamp: string | number
  onFindings?: (findings: readonly Finding[]) => void
  masking?: ReactNode
  children: ReactNode
}) {
  return (
    <Page
      wide
      title={view.title}
      lead={
        <>
          {view.kindLabel} · {view.body} · {view.stateLabel}
          {view.publishedAt ? ` · ${view.publishedAt} 公开` : ''}
        </>
      }
      actions={
        <>
          {view.missing.length === 0 ? (
            <Button href={`/api/postings/${view.id}/preview`} target="_blank" rel="noopener">
              预览公开页面
            </Button>
          ) : null}
          {view.address ? (
            <Button href={view.address} target="_blank" rel="noopener">
              看公开页面
            </Button>
          ) : null}
        </>
      }
    >
      {children}
      {undecided.includes(view.state) ? (
        <section aria-label="文字检查">
          <h2>文字检查</h2>
          {masking}
          <Findings
            subject={{ kind: 'posting', id: view.id }}
            stamp={stamp}
            onSettled={settled => onFindings?.(settled.findings)}
          />
        </section>
      ) : null}
      <Steps view={view} prepare={prepare} onDone={done} />
      <History lines={view.history} />
    </Page>
  )
}

/** What was written, for those who only read it here. The text is cleaned by the server before it is kept. */
function Shown({ view }: { view: PostingView }) {
  const box = useScrollFocus('正文')
  const items = view.items.filter(i => view.content.catalogItems.includes(i.value))
  const files = view.attachments.filter(f => f.role === 'attachment')
  return (
    <section aria-label="内容">
      <dl className="list-card-facts">
        {Object.entries(view.content.facts)
          .filter(([, value]) => value !== '')
          .map(([label, value]) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        {view.tagNames.length > 0 ? (
          <div>
            <dt>标签</dt>
            <dd>{view.tagNames.join('、')}</dd>
          </div>
        ) : null}
        {items.length > 0 ? (
          <div>
            <dt>目录事项</dt>
            <dd>{items.map(i => i.label).join('；')}</dd>
          </div>
        ) : null}
      </dl>
      <div ref={box} className="posting-text" dangerouslySetInnerHTML={{ __html: view.content.html }} />
      {files.length > 0 ? (
        <>
          <h2>附件</h2>
          <ul className="files">
            {files.map(file => (
              <li key={file.id}>
                <a href={`/api/postings/${view.id}/attachments/${file.id}`} download={file.name}>
                  <Icon name="download" size={15} />
                  {file.name}
                </a>
                <span className="quiet">{sizeText(file.size)}</span>
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </section>
  )
}
