import { Button, Input, Pagination, Tabs } from 'antd'
import { useRef, useState } from 'react'
import { useAddress, useGo, useParam } from '#console/address.ts'
import { path } from '#console/client.ts'
import { forwardOffer, returnOffer } from './offers.ts'
import { Page } from '#console/parts/Page.tsx'
import { Empty, Failed, Loading } from '#console/parts/States.tsx'
import { useGet } from '#console/query.ts'
import { useKeys } from '#console/useKeys.ts'
import { useMe } from '#console/session.ts'
import type { Worklist, WorklistKind, WorklistRow } from '../views.ts'
import { Decision } from './Decision.tsx'
import { Row } from './Row.tsx'

const kinds: readonly { readonly key: WorklistKind; readonly label: string }[] = [
  { key: 'todo', label: '待办' },
  { key: 'done', label: '已办' },
  { key: 'mine', label: '我发起的' },
  { key: 'watch', label: '督办' },
]

const leads: Record<WorklistKind, string> = {
  todo: '等您办理的公文，先到期的排在前面。',
  done: '您办过的公文，以及现在走到哪里。',
  mine: '您起草的公文，以及现在在谁手里。',
  watch: '您负责范围内正在办理的公文，先到期的排在前面。',
}

const kindOf = (text: string): WorklistKind => kinds.find(kind => kind.key === text)?.key ?? 'todo'

export default function WorklistScreen() {
  const kind = kindOf(useParam('kind'))
  const { search, set } = useAddress()
  const go = useGo()
  const me = useMe()
  const page = Math.max(1, Number(search.page) || 1)
  const q = search.q ?? ''
  const { data, error, loading, stale, reload } = useGet<Worklist>(
    path(`/api/worklist/${kind}`, { page: page > 1 ? page : null, q }),
    { keep: true },
  )
  const [deciding, setDeciding] = useState<{ row: WorklistRow; verb: string } | null>(null)
  const [done, setDone] = useState('')
  const list = useRef<HTMLUListElement>(null)
  const find = useRef<HTMLDivElement>(null)
  const links = () => [...(list.current?.querySelectorAll<HTMLElement>('.row-title a') ?? [])]
  const standing = () => links().findIndex(link => link.closest('li')?.contains(document.activeElement))
  const step = (by: number) => {
    const all = links()
    all[Math.min(all.length - 1, Math.max(0, standing() < 0 ? 0 : standing() + by))]?.focus()
  }
  const rows = data?.rows ?? []
  const decide = (pick: typeof forwardOffer | typeof returnOffer) => {
    const row = rows[Math.max(0, standing())]
    const offer = row ? pick(row.offers) : null
    if (row && offer) setDeciding({ row, verb: offer.verb })
  }
  useKeys({
    next: () => step(1),
    previous: () => step(-1),
    open: () => links()[Math.max(0, standing())]?.click(),
    forward: () => decide(forwardOffer),
    return: () => decide(returnOffer),
    search: () => find.current?.querySelector('input')?.focus(),
  })
  if (me.administrator)
    return (
      <Page title="工作台">
        <Empty title="管理员账号不办理公文">
          <p>系统、安全保密、审计三员分立：您的账号只做管理。请从左侧导航进入。</p>
        </Empty>
      </Page>
    )
  return (
    <Page
      title={kinds.find(one => one.key === kind)?.label ?? '待办'}
      lead={leads[kind]}
      actions={
        <div ref={find}>
          <Input.Search
            key={q}
            defaultValue={q}
            allowClear
            aria-label="在本列表中查找标题或文号"
            placeholder="标题、文号"
            onSearch={text => set({ q: text.trim(), page: null })}
          />
        </div>
      }
    >
      <Tabs
        activeKey={kind}
        className="list-tabs"
        onChange={key => go(`/worklist/${key}`)}
        items={kinds.map(one => ({
          key: one.key,
          label: (
            <>
              {one.label}
              {data ? <span className="tab-count">{data.counts[one.key]}</span> : null}
            </>
          ),
        }))}
      />
      <div aria-live="polite" className="done-words">
        {done}
      </div>
      {loading ? (
        <Loading rows={8} />
      ) : error ? (
        <Failed error={error} retry={() => void reload()} />
      ) : rows.length === 0 ? (
        <Nothing kind={kind} q={q} clear={() => set({ q: null, page: null })} />
      ) : (
        <>
          <ul
            className={stale ? 'rows rows-old' : 'rows'}
            ref={list}
            aria-label={kinds.find(one => one.key === kind)?.label}
          >
            {rows.map(row => (
              <Row
                key={row.id}
                row={row}
                decide={kind === 'todo' ? verb => setDeciding({ row, verb }) : undefined}
                deciding={deciding?.row.id === row.id}
              />
            ))}
          </ul>
          {data && data.total > data.pageSize ? (
            <Pagination
              current={data.page}
              total={data.total}
              pageSize={data.pageSize}
              showSizeChanger={false}
              align="end"
              showTotal={total => `共 ${total} 件`}
              onChange={next => set({ page: next > 1 ? String(next) : null })}
            />
          ) : null}
        </>
      )}
      {deciding ? (
        <Decision
          row={deciding.row}
          verb={deciding.verb}
          onClose={() => setDeciding(null)}
          onDone={words => {
            setDeciding(null)
            setDone(words)
          }}
        />
      ) : null}
    </Page>
  )
}

function Nothing({ kind, q, clear }: { kind: WorklistKind; q: string; clear: () => void }) {
  const go = useGo()
  if (q)
    return (
      <Empty title={`没有含“${q}”的公文`}>
        <p>请换一个词，或者用公文查询在全部公文里找。</p>
        <Button onClick={clear}>清除查找</Button>
      </Empty>
    )
  const words: Record<WorklistKind, [string, string]> = {
    todo: ['现在没有等您办理的公文', '有公文到您手里时会出现在这里，先到期的排在前面。'],
    done: ['还没有办过的公文', '您送审、审核、签发或公布过的公文会留在这里。'],
    mine: ['您还没有起草公文', '新建公文后，在这里看它走到哪里、在谁手里。'],
    watch: ['没有需要督办的公文', '您负责范围内没有正在办理的公文。'],
  }
  return (
    <Empty title={words[kind][0]}>
      <p>{words[kind][1]}</p>
      {kind === 'mine' ? <Button onClick={() => go('/documents/new')}>新建公文</Button> : null}
    </Empty>
  )
}
