import { Button } from 'antd'
import { useState } from 'react'
import { useParam } from '#console/address.ts'
import { asked } from '#console/parts/AskedFields.tsx'
import { Fault } from '#console/parts/Faults.tsx'
import { Page } from '#console/parts/Page.tsx'
import { Failed, Loading } from '#console/parts/States.tsx'
import { Steps } from '#console/parts/Steps.tsx'
import { To } from '#console/parts/To.tsx'
import { useDoing, useGet, useRefresh } from '#console/query.ts'
import { useKept } from '#console/useKept.ts'
import { effectiveOn, publicNote } from '../../screens/Act.tsx'
import type { ListView } from '../views.ts'
import { Entries, type Held } from './Entries.tsx'

/** One version of a list: mended while it waits, published by another person. */
export default function ListVersionScreen() {
  const id = useParam('id')
  const { data, error, loading, reload } = useGet<ListView>(`/api/catalogs/lists/${id}`, { fresh: 0 })
  if (loading || error || !data)
    return (
      <Page title="清单">
        {loading ? <Loading rows={8} /> : <Failed error={error} retry={() => void reload()} />}
      </Page>
    )
  return <Version key={`${id}-${data.version}`} view={data} />
}

function Version({ view }: { view: ListView }) {
  const refresh = useRefresh()
  const writes = view.offers.some(o => o.verb === 'save')
  const kept = useKept<{ entries: readonly Held[] | null }>(`catalog-list-${view.id}-${view.version}`, {
    entries: null,
  })
  const [open, setOpen] = useState<number | null>(null)
  const saver = useDoing()
  const entries = kept.value.entries ?? view.entries
  const isChanged = kept.value.entries !== null
  const save = async () => {
    const done = await saver.run('POST', `/api/catalogs/lists/${view.id}/save`, {
      version: view.version,
      form: { entries },
    })
    if (!done) return
    kept.forget()
    await refresh('/api/catalogs/')
  }
  const { changes } = view
  return (
    <Page
      wide
      title={`${view.body.name}${view.kindLabel}第${view.number}版`}
      lead={
        <>
          <span className="state-word">{view.stateLabel}</span>
          {view.count}条 · 导入人{view.drafter} · 来自“{view.source}”
          {view.effectiveOn ? ` · ${view.effectiveOn}起施行` : ''}
        </>
      }
      actions={
        <span className="row-keys">
          <To href="/catalogs/pairing" className="link">
            对照标准目录
          </To>
          {view.address && view.state === 'published' ? (
            <Button href={view.address} target="_blank" rel="noopener">
              看公开页面
            </Button>
          ) : null}
        </span>
      }
    >
      {changes ? (
        <section aria-label="与上一版相比">
          <h2>与上一版相比</h2>
          <p>
            增加{changes.added}条，改动{changes.changed}条，去掉{changes.removed.length}条
            {changes.removed.length > 0
              ? `：${changes.removed.slice(0, 10).join('、')}${changes.removed.length > 10 ? '等' : ''}`
              : ''}
            。
          </p>
        </section>
      ) : null}
      <section aria-label="各条">
        <h2>各条</h2>
        {kept.restored ? <p role="status">上次没有保存的改动已经放回来了。</p> : null}
        <Entries
          entries={entries}
          {...(writes ? { onChange: (next: readonly Held[]) => kept.set({ entries: next }) } : {})}
          open={open}
          onOpen={setOpen}
        />
        {isChanged ? (
          <>
            <Fault error={saver.error} title="没有存成" />
            <div className="act-buttons">
              <Button type="primary" loading={saver.busy} onClick={() => void save()}>
                保存改动
              </Button>
              <Button onClick={() => kept.forget()}>不要这些改动</Button>
            </div>
          </>
        ) : null}
      </section>
      <section aria-label="办理">
        <h2>办理</h2>
        {isChanged ? <p role="status">有没有保存的改动，请先保存再办理。</p> : null}
        <Steps
          address={`/api/catalogs/lists/${view.id}`}
          version={view.version}
          offers={isChanged ? [] : view.offers.filter(o => o.verb !== 'save')}
          fieldsOf={({ verb }) =>
            verb === 'publish'
              ? asked([effectiveOn('清单从哪天起施行，可以早于今天。'), publicNote(view.address)])
              : undefined
          }
          idle={isChanged ? '' : `这一步不由您办理，或者这一版已经办结。现在：${view.stateLabel}。`}
          onDone={() => void refresh('/api/catalogs/')}
        />
      </section>
    </Page>
  )
}
