import { Radio } from 'antd'
import { useMemo, useState } from 'react'
import { useAddress, useGo } from '#console/address.ts'
import { Page } from '#console/parts/Page.tsx'
import { To } from '#console/parts/To.tsx'
import { useDoing, useRefresh } from '#console/query.ts'
import { useKept } from '#console/useKept.ts'
import { FindingList } from '../../screens/FindingList.tsx'
import { FileSection, KeepRead, Understood, useReadingFile } from '../../screens/Importing.tsx'
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
  const [open, setOpen] = useState<number | null>(null)
  const saver = useDoing()
  const refresh = useRefresh()
  const go = useGo()
  const from = useReadingFile<ListImportView>('/api/catalogs/lists/read', { kind }, found =>
    kept.set({
      reading: found,
      entries: found.rows.map(r => ({ ...r.entry, row: r.row })),
      looked: false,
    }),
  )
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
      <FileSection noun="清单" file={from}>
        <Radio.Group
          value={kind}
          aria-label="哪种清单"
          onChange={event => set({ kind: event.target.value as string }, 'replace')}
          options={listKinds.map(k => ({ value: k, label: listKindLabels[k] }))}
        />
      </FileSection>
      {reading ? (
        <>
          {kept.restored ? <p role="status">上次读到一半的“{reading.source.name}”已经放回来了。</p> : null}
          <Understood
            facts={[
              ['文件', reading.source.name],
              ['标题', reading.title ?? '没有读到'],
              ['地方', reading.locality ?? '没有读到'],
              [
                '事项',
                `${reading.rows.length}条：${reading.tally.map(t => `${t.type}${t.count}`).join('、')}`,
              ],
            ]}
            findings={reading.findings}
            file={from}
          />
          <section aria-label="要核对的地方">
            <h2>要核对的地方</h2>
            <FindingList
              findings={reading.findings}
              onGo={found => {
                const place = entries.findIndex(e => e.row === found.row)
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
            <KeepRead
              title="存为待公布的一版"
              label="存为待公布的一版"
              looks={isGrave ? { text: '没有看懂的地方已经逐条核对、改好', looked } : null}
              saver={saver}
              onLook={next => kept.set({ ...kept.value, looked: next })}
              onSave={save}
              onDrop={kept.forget}
            >
              <p role="status">
                共{entries.length}条
                {entries.some(e => e.type === null)
                  ? `，其中${entries.filter(e => e.type === null).length}条还没有类型，公布前要选好`
                  : ''}
                。与上一版名称、编码相同的沿用原来的对照。
              </p>
            </KeepRead>
          ) : null}
        </>
      ) : null}
    </Page>
  )
}
