import { Button, Checkbox, Pagination } from 'antd'
import { useEffect, useRef, useState, type ReactNode } from 'react'
import { useAddress, useListAddress, writeSearch } from '#console/address.ts'
import { path } from '#console/client.ts'
import { pagerItem } from '#console/controls.tsx'
import { ExportButton } from '#console/parts/ExportButton.tsx'
import { Fault } from '#console/parts/Faults.tsx'
import { Failed, Loading } from '#console/parts/States.tsx'
import { useDoing, useGet, useRefresh } from '#console/query.ts'
import { useKeys } from '#console/useKeys.ts'
import { filterNames, mostChosen, mostCounted, type ListName } from '../../lists/model.ts'
import type { BatchOffer, Chosen, Counted, ListChoices, ListPage, ListRow } from '../../lists/views.ts'
import { Decision } from '../Decision.tsx'
import { forwardOffer, returnOffer } from '../offers.ts'
import { Batch } from './Batch.tsx'
import { Filters, filtersIn, SortChoice } from './Filters.tsx'
import { Saved } from './Saved.tsx'
import * as selecting from './selection.ts'
import { useRows } from './useRows.ts'

export type Shown = {
  readonly rows: readonly ListRow[]
  readonly stale: boolean
  readonly chosen: (id: number) => boolean
  readonly toggle: (id: number) => void
  readonly togglePage: (on: boolean) => void
  readonly decide: ((row: ListRow, verb: string) => void) | undefined
  readonly remind: ((row: ListRow) => void) | undefined
  readonly deciding: number | null
}

type Item = { readonly id: number; readonly version?: number }

type Props = {
  readonly list: ListName
  /** Draws the rows: as lines of work, or as a table. */
  readonly children: (shown: Shown) => ReactNode
  readonly empty: (filtered: boolean, clear: () => void) => ReactNode
  readonly decides?: boolean
  readonly tools?: ReactNode
}

const words = ({ total, isMore }: Counted) => (isMore ? `${total}件以上` : `${total}件`)

/** A list with its filters, its pages, what is chosen of it, and what can be done with that. All of it stands in the address. */
export function ListView({ list, children, empty, decides, tools }: Props) {
  const { set } = useAddress()
  const { search, page, asked, set: ask, turn } = useListAddress()
  const filters = Object.fromEntries(
    filterNames.flatMap(name => (search[name] ? [[name, search[name]]] : [])),
  )
  const query = Object.fromEntries(Object.entries(filters).filter(([name]) => name !== 'sort'))
  const { data, error, loading, stale, reload } = useGet<ListPage>(
    path(`/api/lists/${list}`, { ...filters, page: asked }),
    { keep: true },
  )
  const counted = useGet<Counted>(path(`/api/lists/${list}/count`, query), { keep: true, fresh: 30_000 })
  const choices = useGet<ListChoices>('/api/lists/choices', { fresh: 300_000 })
  const refresh = useRefresh()
  const gathering = useDoing()
  const [deciding, setDeciding] = useState<{ row: ListRow; verb: string } | null>(null)
  const [batch, setBatch] = useState<{ offer: BatchOffer; items: Item[] } | null>(null)
  const [told, setTold] = useState('')
  const box = useRef<HTMLDivElement>(null)
  const find = useRef<HTMLDivElement>(null)

  const selection = selecting.readSelection(search)
  const choose = (next: selecting.Selection) => set(selecting.writeSelection(next), 'replace')
  const change = (filter: Readonly<Record<string, string | null>>) => ask({ ...filter, sel: null, but: null })
  const rows = data?.rows ?? []
  const ids = rows.map(row => row.id)
  const matching = counted.data
  const count = selecting.countOf(selection, matching?.total ?? 0)

  const { standing, keys } = useRows(box)
  const at = () => rows[Math.max(0, standing())]
  const decide = (pick: typeof forwardOffer | typeof returnOffer) => {
    const row = at()
    const offer = decides && row ? pick(row.offers) : null
    if (row && offer) setDeciding({ row, verb: offer.verb })
  }
  useKeys({
    ...keys,
    forward: () => decide(forwardOffer),
    return: () => decide(returnOffer),
    select: () => {
      const row = at()
      if (row) choose(selecting.toggled(selection, row.id))
    },
    search: () => find.current?.querySelector('input')?.focus(),
  })
  // A page that has emptied (its last rows were done) gives way to the one before.
  useEffect(() => {
    if (data && !stale && data.rows.length === 0 && page > 1)
      set({ page: page > 2 ? String(page - 1) : null }, 'replace')
  }, [data, stale, page, set])

  /** The documents meant, with the versions they were seen in where they are on this page. */
  async function begin(offer: BatchOffer) {
    if (selection.how === 'some') {
      const seen = new Map(rows.map(row => [row.id, row.version]))
      setBatch({ offer, items: selection.ids.map(id => ({ id, version: seen.get(id) })) })
      return
    }
    const all = await gathering.run<Chosen>('GET', path(`/api/lists/${list}/selection`, filters))
    if (all) setBatch({ offer, items: all.items.filter(item => selecting.isChosen(selection, item.id)) })
  }
  const after = async (done: string, rest: readonly number[]) => {
    setTold(done)
    choose({ how: 'some', ids: rest.slice(0, selecting.mostByHand) })
    await refresh('/api/lists', '/api/documents')
  }
  const clear = () => change(Object.fromEntries(filterNames.map(name => [name, null])))
  const offers = choices.data?.batch ?? []
  const pageChosen = ids.length > 0 && ids.every(id => selecting.isChosen(selection, id))
  const somePage = ids.some(id => selecting.isChosen(selection, id))
  return (
    <div ref={box}>
      <Filters list={list} search={search} set={change} choices={choices.data} find={find} />
      <div aria-live="polite" className="done-words">
        {told}
      </div>
      {loading ? (
        <Loading rows={8} />
      ) : error || !data ? (
        <Failed error={error} retry={() => void reload()} />
      ) : rows.length === 0 ? (
        empty(filtersIn(search) > 0, clear)
      ) : (
        <>
          <div className="list-tools">
            <Checkbox
              checked={pageChosen}
              indeterminate={somePage && !pageChosen}
              onChange={event => choose(selecting.pageToggled(selection, ids, event.target.checked))}
            >
              本页全选
            </Checkbox>
            <p className="found" role="status">
              {matching ? `共${words(matching)}${filtersIn(search) > 0 ? '符合条件' : ''}` : '正在计数……'}
            </p>
            <div className="tools-end">
              <SortChoice list={list} search={search} set={change} />
              <Saved list={list} query={writeSearch(filters)} saved={choices.data?.saved ?? []} />
              <ExportButton
                source="documents"
                query={{ list, ...filters }}
                words={matching ? `符合条件的${words(matching)}公文` : '符合条件的公文'}
                masked="默认遮盖标题里的身份证号、手机号、银行卡号，不予公开的公文不导出标题。"
              />
              {tools}
            </div>
          </div>
          {count > 0 || selection.how === 'all' ? (
            <div className="chosen-bar" role="group" aria-label="已选的公文">
              <span className="chosen-count" role="status">
                已选{count}件
              </span>
              {selection.how === 'some' && pageChosen && matching && matching.total > ids.length ? (
                matching.total <= mostChosen && !matching.isMore ? (
                  <Button type="link" size="small" onClick={() => choose({ how: 'all', but: [] })}>
                    选择符合条件的全部{matching.total}件
                  </Button>
                ) : (
                  <span className="quiet">符合条件的超过{mostChosen}件，不能一次全选，请增加条件。</span>
                )
              ) : null}
              <Button type="link" size="small" onClick={() => choose(selecting.nothing)}>
                取消选择
              </Button>
              <div className="chosen-keys">
                {offers.map(offer => (
                  <Button
                    key={offer.verb}
                    size="small"
                    loading={gathering.busy}
                    onClick={() => void begin(offer)}
                  >
                    {offer.label}
                  </Button>
                ))}
                {offers.length === 0 && choices.data ? (
                  <span className="quiet">您的角色没有可以成批办理的操作。</span>
                ) : null}
              </div>
            </div>
          ) : null}
          <Fault error={gathering.error} />
          {children({
            rows,
            stale,
            chosen: id => selecting.isChosen(selection, id),
            toggle: id => choose(selecting.toggled(selection, id)),
            togglePage: on => choose(selecting.pageToggled(selection, ids, on)),
            decide: decides ? (row, verb) => setDeciding({ row, verb }) : undefined,
            remind: list === 'watch' ? row => setDeciding({ row, verb: 'remind' }) : undefined,
            deciding: deciding?.row.id ?? null,
          })}
          {page > 1 || data.more ? (
            <Pagination
              current={page}
              total={Math.min(
                mostCounted,
                Math.max(
                  matching?.total ?? 0,
                  (page - 1) * data.pageSize + rows.length + (data.more ? 1 : 0),
                ),
              )}
              pageSize={data.pageSize}
              showSizeChanger={false}
              itemRender={pagerItem}
              align="end"
              onChange={turn}
            />
          ) : null}
        </>
      )}
      {deciding ? (
        <Decision
          row={deciding.row}
          verb={deciding.verb}
          onClose={() => setDeciding(null)}
          onDone={done => {
            setDeciding(null)
            setTold(done)
          }}
        />
      ) : null}
      {batch ? (
        <Batch offer={batch.offer} items={batch.items} onClose={() => setBatch(null)} onDone={after} />
      ) : null}
    </div>
  )
}
