import { Button, Checkbox, Input, Radio } from 'antd'
import { useMemo, useState } from 'react'
import { useAddress, useGo } from '#console/address.ts'
import { Fault } from '#console/parts/Faults.tsx'
import { Page } from '#console/parts/Page.tsx'
import { To } from '#console/parts/To.tsx'
import { useDoing, useRefresh } from '#console/query.ts'
import { useKept } from '#console/useKept.ts'
import { FileIn } from '../../screens/FileIn.tsx'
import { FindingList } from '../../screens/FindingList.tsx'
import { listKindLabels, listKinds, type ListKind } from '../model.ts'
import type { ListImportView } from '../views.ts'
import { Entries, type Held } from './Entries.tsx'

type Read = {
  readonly reading: ListImportView | null
  readonly entries: readonly Held[]
  readonly looked: boolean
}
const nothing: Read = { reading: null, entries: [], looked: false }

/** 导入清单: what a file says, row by row beside its cells, what was not understood and why; mended here, then kept. Nothing is kept before. */
export default function ImportListScreen() {
  const { search, set } = useAddress()
  const body = Number(search.body)
  const kind: ListKind = search.kind === 'service' ? 'service' : 'power'
  const kept = useKept<Read>(`catalog-list-${body}-${kind}`, nothing)
  const { reading, entries, looked } = kept.value
  const [chosen, setChosen] = useState<File | null>(null)
  const [sheet, setSheet] = useState('')
  const [open, setOpen] = useState<number | null>(null)
  const reader = useDoing()
  const saver = useDoing()
  const refresh = useRefresh()
  const go = useGo()
  const read = async (from: File, name = '') => {
    setChosen(from)
    const form = new FormData()
    form.append('file', from)
    const query = name.trim() ? `&sheet=${encodeURIComponent(name.trim())}` : ''
    const found = await reader.run<ListImportView>(
      'POST',
      `/api/catalogs/lists/read?kind=${kind}${query}`,
      form,
    )
    if (found)
      kept.set({
        reading: found,
        entries: found.rows.map(r => ({ ...r.entry, row: r.row })),
        looked: false,
      })
  }
  const save = async () => {
    const done = await saver.run<{ subject: number }>('POST', '/api/catalogs/lists', {
      body,
      kind,
      source: reading!.source,
      entries: entries.map(({ row: _row, ...entry }) => entry),
    })
    if (!done) return
    kept.forget()
    await refresh('/api/catalogs/')
    go(`/catalogs/lists/${done.subject}`)
  }
  const byRow = useMemo(() => new Map(reading?.rows.map(r => [r.row, r])), [reading])
  const notes = useMemo(() => {
    const found = new Map<number, { message: string; isGrave: boolean }[]>()
    for (const f of reading?.findings ?? [])
      if (f.row !== null && f.isGrave) found.set(f.row, [...(found.get(f.row) ?? []), f])
    return found
  }, [reading])
  const isGrave = reading?.findings.some(f => f.isGrave) ?? false
  const label = listKindLabels[kind]
  return (
    <Page
      wide
      title={`导入${label}`}
      lead={
        <>
          读懂了什么、没读懂什么先都列出来，改好再存；存为待公布的一版，由另一人公布。
          <To href="/catalogs/lists" className="link">
            回到清单
          </To>
        </>
      }
    >
      <section aria-label="清单文件">
        <Radio.Group
          value={kind}
          aria-label="哪种清单"
          onChange={event => set({ kind: event.target.value as string }, 'replace')}
          options={listKinds.map(k => ({ value: k, label: listKindLabels[k] }))}
        />
        <FileIn noun="清单" busy={reader.busy} onFile={from => void read(from)} />
        <Fault error={reader.error} title={chosen ? `“${chosen.name}”没有读成` : undefined} />
      </section>
      {reading ? (
        <>
          {kept.restored ? <p role="status">上次读到一半的“{reading.source.name}”已经放回来了。</p> : null}
          <section aria-label="读懂了什么">
            <h2>读懂了什么</h2>
            <dl className="list-card-facts understood">
              {(
                [
                  ['文件', reading.source.name],
                  ['标题', reading.title ?? '没有读到'],
                  ['地方', reading.locality ?? '没有读到'],
                  [
                    '事项',
                    `${reading.rows.length}条：${reading.tally.map(t => `${t.type}${t.count}`).join('、')}`,
                  ],
                ] as const
              ).map(([name, text]) => (
                <div key={name}>
                  <dt>{name}</dt>
                  <dd>{text}</dd>
                </div>
              ))}
            </dl>
            {chosen && reading.findings.some(f => ['ignoredTable', 'hiddenSheet'].includes(f.kind)) ? (
              <div className="narrow-form">
                <Input.Search
                  aria-label="读另一张工作表"
                  placeholder="工作表的名称"
                  enterButton="读另一张工作表"
                  value={sheet}
                  loading={reader.busy}
                  onChange={event => setSheet(event.target.value)}
                  onSearch={name => void read(chosen, name)}
                />
              </div>
            ) : null}
          </section>
          <section aria-label="要核对的地方">
            <h2>要核对的地方</h2>
            <FindingList
              findings={reading.findings}
              onGo={row => {
                const place = entries.findIndex(e => e.row === row)
                return place >= 0 ? () => setOpen(place) : null
              }}
            />
          </section>
          {entries.length > 0 ? (
            <section aria-label="读出的事项">
              <h2>读出的事项</h2>
              <Entries
                entries={entries}
                onChange={next => kept.set({ ...kept.value, entries: next })}
                notesOf={e => (e.row === undefined ? [] : (notes.get(e.row) ?? []))}
                cellsOf={e => (e.row === undefined ? null : (byRow.get(e.row)?.cells ?? null))}
                open={open}
                onOpen={setOpen}
              />
            </section>
          ) : null}
          {entries.length > 0 ? (
            <section aria-label="存入">
              <h2>存为待公布的一版</h2>
              <p role="status">
                共{entries.length}条
                {entries.some(e => e.type === null)
                  ? `，其中${entries.filter(e => e.type === null).length}条还没有类型，公布前要选好`
                  : ''}
                。与上一版名称、编码相同的沿用原来的对照。
              </p>
              {isGrave ? (
                <Checkbox
                  checked={looked}
                  onChange={event => kept.set({ ...kept.value, looked: event.target.checked })}
                >
                  没有看懂的地方已经逐条核对、改好
                </Checkbox>
              ) : null}
              <Fault error={saver.error} title="没有存成" />
              <div className="act-buttons">
                <Button
                  type="primary"
                  loading={saver.busy}
                  disabled={isGrave && !looked}
                  onClick={() => void save()}
                >
                  存为待公布的一版
                </Button>
                <Button onClick={() => kept.forget()}>不要了</Button>
              </div>
            </section>
          ) : null}
        </>
      ) : null}
    </Page>
  )
}
