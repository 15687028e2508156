import { Button, Segmented, Select } from 'antd'
import { useMemo, useState } from 'react'
import { useAddress } from '#console/address.ts'
import { Fault } from '#console/parts/Faults.tsx'
import { Page } from '#console/parts/Page.tsx'
import { Failed, Loading } from '#console/parts/States.tsx'
import { Steps } from '#console/parts/Steps.tsx'
import { To } from '#console/parts/To.tsx'
import { useDoing, useGet, useRefresh } from '#console/query.ts'
import { useKeys } from '#console/useKeys.ts'
import type { Decision } from '../model.ts'
import type { PairingView } from '../views.ts'
import { AloneList } from './AloneList.tsx'
import { Chooser } from './Chooser.tsx'
import { tallyOf, type Sides } from './sides.ts'

type Tab = 'proposals' | 'items' | 'entries' | 'pairs'
const certaintyWords = { sure: '确定', likely: '很可能', possible: '要看一看' } as const

const pairOf = (item: string, entry: string) => {
  const [field = '', itemKey = ''] = item.split('/')
  const [kind = '', entryKey = ''] = entry.split('/')
  return { field, item: itemKey, kind, entry: entryKey } as never
}

/** 对照: proposals taken or refused by a key each, both sides without a counterpart, and what stands beside what. */
export default function PairingScreen() {
  const { search, set } = useAddress()
  const path = `/api/catalogs/pairings${search.body ? `?body=${search.body}` : ''}`
  const { data, error, loading, reload } = useGet<PairingView>(path, { keep: true, fresh: 0 })
  if (loading || error || !data)
    return (
      <Page title="目录与清单对照">
        {loading ? <Loading rows={8} /> : <Failed error={error} retry={() => void reload()} />}
      </Page>
    )
  return (
    <Page
      wide
      title="目录与清单对照"
      lead={
        <>
          {data.body.name}：标准目录的事项对照权责清单、公共服务事项清单，一个可以对几个。
          <To href="/catalogs/lists" className="link">
            导入清单
          </To>
        </>
      }
      actions={
        data.bodies.length > 1 ? (
          <Select
            aria-label="机关"
            value={data.body.id}
            options={data.bodies.map(b => ({ value: b.id, label: b.name }))}
            onChange={id => set({ body: String(id) })}
          />
        ) : null
      }
    >
      {data.lacking.map(text => (
        <p key={text} role="status">
          {text}
        </p>
      ))}
      {data.pairing ? <Pairing view={data} /> : <Start view={data} />}
    </Page>
  )
}

function Start({ view }: { view: PairingView }) {
  const doing = useDoing()
  const refresh = useRefresh()
  if (!view.mayStart) return <p className="quiet">还没有开始对照，由经办人、部门负责人或公开审查员开始。</p>
  return (
    <section aria-label="开始对照">
      <p>系统按名称、编码、类型和依据提出{view.proposals.length}处可能的对照，由人逐条认定，不自动算数。</p>
      <Fault error={doing.error} />
      <Button
        type="primary"
        loading={doing.busy}
        onClick={() =>
          void doing
            .run('POST', '/api/catalogs/pairings', { body: view.body.id })
            .then(done => done && refresh('/api/catalogs/pairings'))
        }
      >
        开始对照
      </Button>
    </section>
  )
}

function Pairing({ view }: { view: PairingView }) {
  const pairing = view.pairing!
  const sides: Sides = useMemo(
    () => ({
      items: new Map(view.items.map(i => [i.id, i])),
      entries: new Map(view.entries.map(e => [e.id, e])),
    }),
    [view],
  )
  const tally = tallyOf(view)
  const [tab, setTab] = useState<Tab>(view.proposals.length > 0 ? 'proposals' : 'pairs')
  const [undo, setUndo] = useState<readonly Decision[] | null>(null)
  const doing = useDoing()
  const refresh = useRefresh()
  const decides = pairing.offers.some(o => o.verb === 'decide')
  const decide = async (decisions: readonly Decision[], back: readonly Decision[] | null = null) => {
    const before = undo
    // What can be taken back is the last thing done, never one before it.
    setUndo(null)
    const done = await doing.run('POST', `/api/catalogs/pairings/${pairing.id}/decide`, {
      form: { decisions },
    })
    setUndo(done ? back : before)
    if (!done) return
    await refresh('/api/catalogs/pairings')
  }
  return (
    <>
      <p role="status" className="found">
        目录事项{view.items.length}项：有对照{tally.itemsPaired}项，说明无须对照{tally.itemsAlone}项，没有对应
        {tally.itemsOpen.length}项；清单{view.entries.length}条：有对照{tally.entriesPaired}条，说明无须对照
        {tally.entriesAlone}条，没有对应{tally.entriesOpen.length}条。
      </p>
      <div className="grid-tools">
        <Segmented<Tab>
          aria-label="看哪一部分"
          value={tab}
          onChange={setTab}
          options={[
            { value: 'proposals', label: `等认定的 ${view.proposals.length}` },
            { value: 'items', label: `没有对应的事项 ${tally.itemsOpen.length}` },
            { value: 'entries', label: `没有对应的清单条目 ${tally.entriesOpen.length}` },
            { value: 'pairs', label: `已对照 ${tally.pairs.length}` },
          ]}
        />
      </div>
      <Fault error={doing.error} title="没有记下" />
      {undo ? (
        <p role="status">
          已记下。{' '}
          <Button size="small" loading={doing.busy} onClick={() => void decide(undo)}>
            撤销刚才的
          </Button>
        </p>
      ) : null}
      {tab === 'proposals' ? (
        <Proposals view={view} sides={sides} decides={decides} busy={doing.busy} decide={decide} />
      ) : null}
      {tab === 'items' || tab === 'entries' ? (
        <AloneList
          side={tab === 'items' ? 'item' : 'entry'}
          view={view}
          sides={sides}
          open={tab === 'items' ? tally.itemsOpen : tally.entriesOpen}
          decides={decides}
          decide={decide}
        />
      ) : null}
      {tab === 'pairs' ? (
        <>
          {decides ? <Chooser view={view} decide={decide} /> : null}
          <ul className="pair-list" aria-label="已对照的">
            {tally.pairs.map(p => (
              <li key={p.item + p.entry} className="pair">
                <Both sides={sides} item={p.item} entry={p.entry} />
                <span className="quiet">
                  {p.by} {p.at}
                </span>
                {decides ? (
                  <Button
                    size="small"
                    onClick={() =>
                      void decide([{ do: 'clear', ...(pairOf(p.item, p.entry) as object) } as never])
                    }
                  >
                    取消对照
                  </Button>
                ) : null}
              </li>
            ))}
          </ul>
          {tally.pairs.length === 0 ? <p className="quiet">还没有认定的对照。</p> : null}
        </>
      ) : null}
      <section aria-label="公布对照">
        <h2>公布对照</h2>
        <Steps
          address={`/api/catalogs/pairings/${pairing.id}`}
          version={pairing.version}
          offers={pairing.offers.filter(o => o.verb === 'publish')}
          idle={
            pairing.state === 'current'
              ? '公众看到的就是现在的对照。'
              : '有改动还没有公布，由公开审查员或发布员公布。'
          }
          onDone={() => void refresh('/api/catalogs/pairings')}
        />
      </section>
    </>
  )
}

function Both({ sides, item, entry }: { sides: Sides; item: string; entry: string }) {
  const [left, right] = [sides.items.get(item), sides.entries.get(entry)]
  return (
    <>
      <div className="pair-side">
        <strong>{left?.name}</strong>
        <span className="quiet">
          {left?.fieldLabel} · {left?.level1}
        </span>
      </div>
      <div className="pair-side">
        <strong>{right?.name}</strong>
        <span className="quiet">
          {[right?.kindLabel, right?.type, right?.code].filter(Boolean).join(' · ')}
        </span>
      </div>
    </>
  )
}

/** One proposal after the other; y takes it, r refuses it, j and k go on without a word. */
function Proposals({
  view,
  sides,
  decides,
  busy,
  decide,
}: {
  view: PairingView
  sides: Sides
  decides: boolean
  busy: boolean
  decide: (decisions: readonly Decision[], back: readonly Decision[]) => Promise<void>
}) {
  const [at, setAt] = useState(0)
  const { proposals } = view
  const here = Math.min(at, Math.max(0, proposals.length - 1))
  const now = proposals[here]
  const say = (verb: 'pair' | 'refuse') => {
    if (!now || !decides || busy) return
    const pair = pairOf(now.item, now.entry) as object
    void decide([{ do: verb, ...pair } as Decision], [{ do: 'clear', ...pair } as Decision])
  }
  useKeys({
    next: () => setAt(Math.min(here + 1, proposals.length - 1)),
    previous: () => setAt(Math.max(0, here - 1)),
    forward: () => say('pair'),
    return: () => say('refuse'),
  })
  if (!now)
    return <p className="quiet">没有等认定的。没有对应的两边在旁边两栏里，可以自己选，也可以说明无须对照。</p>
  const [left, right] = [sides.items.get(now.item)!, sides.entries.get(now.entry)!]
  const alike = proposals.filter(p => p.item === now.item && p.certainty === now.certainty)
  return (
    <section aria-label="等认定的对照">
      <p className="quiet">
        第{here + 1}处，共{proposals.length}处。按 y 对照，按 r 不对照，j、k 看下一处、上一处。
      </p>
      <article className="pair-card" aria-live="polite">
        <p className="pair-why">
          <strong>{certaintyWords[now.certainty]}</strong>：{now.because.join('；')}
        </p>
        <div className="pair-sides">
          <div>
            <h2>{left.name}</h2>
            <p className="quiet">
              {left.fieldLabel} · {left.level1}
            </p>
            <p className="lines">{left.content ?? '（没有内容）'}</p>
            <p className="quiet lines">{left.basis.join('\n')}</p>
          </div>
          <div>
            <h2>{right.name}</h2>
            <p className="quiet">
              {[right.kindLabel, right.type, right.code, right.subject].filter(Boolean).join(' · ')}
            </p>
            <p className="quiet lines">{right.basis.join('\n')}</p>
          </div>
        </div>
        {decides ? (
          <div className="act-buttons">
            <Button type="primary" loading={busy} onClick={() => say('pair')}>
              对照（y）
            </Button>
            <Button disabled={busy} onClick={() => say('refuse')}>
              不对照（r）
            </Button>
            <Button onClick={() => setAt(Math.min(here + 1, proposals.length - 1))}>以后再定（j）</Button>
            {alike.length > 2 ? (
              <Button
                disabled={busy}
                onClick={() =>
                  void decide(
                    alike.map(p => ({ do: 'pair', ...(pairOf(p.item, p.entry) as object) }) as Decision),
                    alike.map(p => ({ do: 'clear', ...(pairOf(p.item, p.entry) as object) }) as Decision),
                  )
                }
              >
                “{left.name}”的{alike.length}处“{certaintyWords[now.certainty]}”都对照
              </Button>
            ) : null}
          </div>
        ) : null}
      </article>
    </section>
  )
}
