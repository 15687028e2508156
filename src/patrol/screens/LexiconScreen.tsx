import { Button, Table, Tag, type TableColumnsType } from 'antd'
import { useState } from 'react'
import { useListAddress } from '#console/address.ts'
import { path } from '#console/client.ts'
import { Icon } from '#console/parts/Icon.tsx'
import { orAll } from '#console/parts/choices.ts'
import { Choice, Conditions, Pager } from '#console/parts/Filters.tsx'
import { Page } from '#console/parts/Page.tsx'
import { Empty, Failed, Loading } from '#console/parts/States.tsx'
import { useGet, useRefresh } from '#console/query.ts'
import { useWide } from '#console/useWide.ts'
import { tierLabels, tiers, wordKinds, type LexiconEntry } from '../model.ts'
import type { LexiconView } from '../views.ts'
import { EntryForm } from './EntryForm.tsx'
import { ImportForm } from './ImportForm.tsx'
import { OneWordForm } from './OneWordForm.tsx'
import { Versions } from './Versions.tsx'

type Row = LexiconView['rows'][number]
type Open =
  | { readonly what: 'add' }
  | { readonly what: 'import' }
  | { readonly what: 'edit' | 'off' | 'remove'; readonly row: Row }

const origins = { own: '本机关', above: '上级机关', shipped: '系统自带' } as const
const originOf = (row: Row) =>
  row.origin === 'above' ? (row.bodyName ?? origins.above) : origins[row.origin]
const emptyEntry: LexiconEntry = {
  wrong: '',
  right: null,
  tier: 'B',
  kind: 'typo',
  note: '',
  source: '',
  except: [],
}

/** 文字检查词库: what holds for this body, its own words first; changed by the openness officer, every change a version. */
export default function LexiconScreen() {
  const list = useListAddress()
  const { search, set } = list
  const { q = '', tier = '', kind = '', origin = '' } = search
  const { data, error, loading, stale, reload } = useGet<LexiconView>(
    path('/api/patrol/lexicon', { q, tier, kind, origin, page: list.asked }),
    { keep: true },
  )
  const refresh = useRefresh()
  const [open, setOpen] = useState<Open | null>(null)
  const [told, setTold] = useState('')
  const wide = useWide(900)
  const filtered = q !== '' || tier !== '' || kind !== '' || origin !== ''
  const clear = () => {
    set({ q: null, tier: null, kind: null, origin: null })
  }
  async function done(words: string) {
    setOpen(null)
    setTold(`${words}已公开的内容随即按新词库巡检。`)
    await refresh('/api/patrol')
  }
  const pick = (next: Open) => {
    setTold('')
    setOpen(next)
  }
  const keys = (row: Row) => (data?.mayEdit ? <Keys row={row} pick={pick} /> : null)
  return (
    <Page
      title="文字检查词库"
      lead="送审、签发、发布和巡检都按这份词库检查。系统自带的、上级机关的和本机关的词合在一起用；上级的词下级不能改。"
      actions={
        <span className="findings-keys">
          {data?.mayEdit ? (
            <>
              <Button type="primary" onClick={() => pick({ what: 'add' })}>
                新增词条
              </Button>
              <Button icon={<Icon name="upload" size={16} />} onClick={() => pick({ what: 'import' })}>
                导入CSV
              </Button>
            </>
          ) : null}
          <a className="as-button" href="/api/patrol/lexicon.csv" download>
            <Icon name="download" size={16} />
            导出CSV
          </a>
        </span>
      }
    >
      <p className="done-words" role="status">
        {told}
      </p>
      {data && open ? (
        <Opened open={open} version={data.version} onDone={done} onClose={() => setOpen(null)} />
      ) : null}
      <Conditions
        list={list}
        words="词或说明"
        longest={60}
        after={filtered ? <Button onClick={clear}>清除条件</Button> : null}
      >
        <Choice
          label="级别"
          value={tier}
          options={orAll(tiers.map(one => [one, `${one} ${tierLabels[one]}`]))}
          onChange={value => set({ tier: value })}
        />
        <Choice
          label="类别"
          value={kind}
          options={orAll(Object.entries(wordKinds))}
          onChange={value => set({ kind: value })}
        />
        <Choice
          label="来源"
          value={origin}
          options={orAll(Object.entries(origins))}
          onChange={value => set({ origin: value })}
        />
      </Conditions>
      {loading ? (
        <Loading rows={8} />
      ) : error || !data ? (
        <Failed error={error} retry={() => void reload()} />
      ) : data.rows.length === 0 ? (
        <Empty title="没有符合条件的词条">
          <p>请减少条件，或换一个词。</p>
          {filtered ? <Button onClick={clear}>清除条件</Button> : null}
        </Empty>
      ) : (
        <>
          <p className="found" role="status">
            共 {data.total} 条，词库版本 {data.name}
          </p>
          {wide ? (
            <Table<Row>
              className={stale ? 'rows-old' : undefined}
              rowKey="wrong"
              size="middle"
              columns={[
                ...columns,
                ...(data.mayEdit
                  ? [{ key: 'act', title: '操作', width: 150, render: (_: unknown, row: Row) => keys(row) }]
                  : []),
              ]}
              dataSource={[...data.rows]}
              pagination={false}
            />
          ) : (
            <ul className="plain-list" aria-label="词条">
              {data.rows.map(row => (
                <li key={row.wrong}>
                  <div>
                    <p>
                      <Words row={row} />
                    </p>
                    <p className="quiet">
                      {row.tier}级　{wordKinds[row.kind]}　{originOf(row)}
                    </p>
                    {row.note ? <p className="quiet">{row.note}</p> : null}
                  </div>
                  {keys(row)}
                </li>
              ))}
            </ul>
          )}
          <Pager page={data.page} total={data.total} size={data.pageSize} onPage={list.turn} />
        </>
      )}
      <Versions />
    </Page>
  )
}

const columns: TableColumnsType<Row> = [
  { key: 'words', title: '错误写法 → 正确写法', width: '34%', render: (_, row) => <Words row={row} /> },
  {
    key: 'tier',
    title: '级别',
    width: 70,
    render: (_, row) => <Tag className="state-tag">{row.tier}级</Tag>,
  },
  { key: 'kind', title: '类别', width: 130, render: (_, row) => wordKinds[row.kind] },
  { key: 'origin', title: '来源', width: 130, render: (_, row) => originOf(row) },
  {
    key: 'note',
    title: '说明、出处',
    render: (_, row) => (
      <span className="quiet">{[row.note, row.source].filter(Boolean).join('　') || '—'}</span>
    ),
  },
]

function Words({ row }: { row: Row }) {
  return row.off ? (
    <>
      <span className="lexicon-off">{row.wrong}</span>
      <span className="state-word">已停用</span>
    </>
  ) : (
    <>
      {row.wrong} → {row.right ?? <span className="quiet">（只提示）</span>}
    </>
  )
}

function Keys({ row, pick }: { row: Row; pick: (open: Open) => void }) {
  if (row.origin === 'above') return <span className="quiet">由上级维护</span>
  const key = (what: 'edit' | 'off' | 'remove', label: string) => (
    <Button
      size="small"
      type="link"
      aria-label={`${label}：${row.wrong}`}
      onClick={() => pick({ what, row })}
    >
      {label}
    </Button>
  )
  if (row.off) return key('remove', '恢复')
  return (
    <span className="findings-keys">
      {key('edit', '修改')}
      {row.origin === 'own' ? key('remove', '删除') : key('off', '停用')}
    </span>
  )
}

function Opened({
  open,
  ...rest
}: {
  open: Open
  version: number
  onDone: (words: string) => Promise<void>
  onClose: () => void
}) {
  if (open.what === 'import') return <ImportForm {...rest} />
  if (open.what === 'add') return <EntryForm key="add" entry={emptyEntry} {...rest} />
  if (open.what === 'edit') return <EntryForm key={open.row.wrong} entry={open.row} {...rest} />
  return (
    <OneWordForm
      key={`${open.what}${open.row.wrong}`}
      wrong={open.row.wrong}
      how={open.what === 'off' ? 'off' : open.row.off ? 'restore' : 'remove'}
      {...rest}
    />
  )
}
