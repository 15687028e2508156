import { Radio } from 'antd'
import { useMemo, useState } from 'react'
import { useGo, useParam } from '#console/address.ts'
import { Page } from '#console/parts/Page.tsx'
import { Failed, Loading } from '#console/parts/States.tsx'
import { To } from '#console/parts/To.tsx'
import { useDoing, useGet, useRefresh } from '#console/query.ts'
import { useKept } from '#console/useKept.ts'
import type { LocalItem } from '../localItem.ts'
import type { Guideline } from '../model.ts'
import type { ImportView, VersionView } from '../views.ts'
import { Editor } from './Editor.tsx'
import { FindingList } from './FindingList.tsx'
import type { Place } from './Grid.tsx'
import { notesOfImport, printedOf } from './imported.ts'
import { FileSection, KeepRead, Understood, useReadingFile } from './Importing.tsx'
import { itemsOf, sheetOf } from './sheet.ts'
import { takeTogether, type HowTaken } from './together.ts'
import { useGuideline } from './useGuideline.ts'

type Read = {
  readonly file: string
  readonly reading: ImportView | null
  readonly items: readonly LocalItem[]
  readonly how: HowTaken
  readonly looked: boolean
}
const nothing: Read = { file: '', reading: null, items: [], how: 'together', looked: false }

/** 导入目录: what a file says, cell by cell, what was not understood and why; mended here, then saved. Nothing is kept before. */
export default function ImportScreen() {
  const id = useParam('id')
  const { data, error, loading, reload } = useGet<VersionView>(`/api/catalogs/${id}`, { fresh: 0 })
  if (loading || error || !data)
    return (
      <Page title="从文件导入目录">
        {loading ? <Loading rows={10} /> : <Failed error={error} retry={() => void reload()} />}
      </Page>
    )
  return <Importing key={id} view={data} />
}

function Importing({ view }: { view: VersionView }) {
  const kept = useKept<Read>(`catalog-${view.id}-import`, nothing)
  const { file, reading, items, how, looked } = kept.value
  const from = useReadingFile<ImportView>(`/api/catalogs/${view.id}/import`, {}, (found, { name }) =>
    kept.set({ ...nothing, file: name, reading: found, items: found.rows.map(r => r.item) }),
  )
  const saver = useDoing()
  const refresh = useRefresh()
  const go = useGo()
  const writes = view.offers.some(o => o.verb === 'save')
  const guideline = useGuideline(view.field)
  const taken = useMemo(() => takeTogether(view.items, items, how), [view.items, items, how])
  const save = async () => {
    const done = await saver.run('POST', `/api/catalogs/${view.id}/save`, {
      version: view.version,
      form: { items: taken.items },
    })
    if (!done) return
    kept.forget()
    await refresh('/api/catalogs')
    go(`/catalogs/${view.id}`)
  }
  const isGrave = reading?.findings.some(f => f.isGrave) ?? false
  return (
    <Page
      wide
      title="从文件导入目录"
      lead={
        <>
          导入到{' '}
          <To href={`/catalogs/${view.id}`} className="link">
            {view.body.name}
            {view.fieldLabel}标准目录第{view.number}版
          </To>
          。看懂了什么、没看懂什么先都列出来，改好再存；存之前什么也不改动。
        </>
      }
    >
      {writes ? null : <p role="status">这一版现在是“{view.stateLabel}”，可以试读文件，但不能存进去。</p>}
      <FileSection noun="目录" file={from} />
      {reading ? (
        <>
          {kept.restored ? <p role="status">上次读到一半的“{file}”已经放回来了。</p> : null}
          <Understood
            facts={factsOf(file, reading, guideline, view.body.name)}
            findings={reading.findings}
            file={from}
          />
          {items.length > 0 || reading.rows.length > 0 ? (
            <Rows
              view={view}
              reading={reading}
              items={items}
              onItems={next => kept.set({ ...kept.value, items: next })}
            />
          ) : (
            <section aria-label="要核对的地方">
              <h2>要核对的地方</h2>
              <FindingList findings={reading.findings} />
            </section>
          )}
          {writes && items.length > 0 ? (
            <KeepRead
              title={`存为第${view.number}版的内容`}
              label="存为这一版的内容"
              looks={isGrave ? { text: '没有看懂的地方已经逐项核对、改好', looked } : null}
              saver={saver}
              onLook={next => kept.set({ ...kept.value, looked: next })}
              onSave={save}
              onDrop={kept.forget}
            >
              <Radio.Group
                className="choices-plain"
                value={how}
                onChange={event => kept.set({ ...kept.value, how: event.target.value as HowTaken })}
                options={[
                  {
                    value: 'together',
                    label: '并入：对应的换下，没有的追加；文件里没有的事项、空着的要素照旧',
                  },
                  { value: 'instead', label: '代替：只留文件里的事项（缺少的国家事项送审前要写明理由）' },
                ]}
              />
              <p role="status">
                换下{taken.replaced}项，追加{taken.added}项，
                {how === 'together' ? `保留${taken.kept}项` : ''}
                {taken.removed > 0
                  ? `${how === 'together' ? '，' : ''}去掉${taken.removed}项${how === 'together' ? '（文件里和别的事项合成一行的）' : ''}`
                  : ''}
                ，存后共
                {taken.items.length}项。
              </p>
            </KeepRead>
          ) : null}
        </>
      ) : null}
    </Page>
  )
}

/** A table of another place is taken as a pattern: its offices and limits are not one's own. */
const elsewhere = (locality: string, bodyName: string) =>
  bodyName.includes(locality.slice(0, 2)) ? '' : `（和${bodyName}不是一个地方，公开主体、公开时限请逐项核对）`

/** The file as a whole: which table, which field, how many rows, against the guideline. */
const factsOf = (
  file: string,
  { check, rows, title, field, locality }: ImportView,
  guideline: Guideline,
  bodyName: string,
) => {
  const named = (codes: readonly string[]) =>
    guideline.items
      .filter(i => codes.includes(i.code))
      .map(i => i.level2 ?? i.code)
      .join('、')
  return [
    ['文件', file],
    ['标题', title ?? '没有读到'],
    ['领域', field ?? '没有读出，请核对是不是这个领域的目录'],
    ['地方', locality === null ? '没有读到' : locality + elsewhere(locality, bodyName)],
    [
      '事项',
      `${rows.length}行；对应上国家事项的${check.matched.length}行，本级增加的${check.added.length}行`,
    ],
    [
      '国家事项',
      rows.length === 0
        ? '没有读出事项，没有比照'
        : check.missing.length > 0
          ? `文件里缺少${check.missing.length}项：${named(check.missing)}`
          : '核对过的国家事项，文件里一项不缺',
    ],
    ...(rows.length > 0 && check.notProven.length > 0
      ? [
          [
            '不能断定',
            `另有${check.notProven.length}项文件里没有，但国家目录的这几行还待核对：${named(check.notProven)}`,
          ] as const,
        ]
      : []),
  ] as const
}

function Rows({
  view,
  reading,
  items,
  onItems,
}: {
  view: VersionView
  reading: ImportView
  items: readonly LocalItem[]
  onItems: (items: readonly LocalItem[]) => void
}) {
  const [goTo, setGoTo] = useState<Place | null>(null)
  const extra = useMemo(() => notesOfImport(reading), [reading])
  const printed = useMemo(() => printedOf(reading), [reading])
  const sheet = useMemo(() => sheetOf(items), [items])
  const keyOf = new Map(reading.rows.map(r => [`${r.table}!${r.row}`, r.item.key]))
  return (
    <>
      <section aria-label="要核对的地方">
        <h2>要核对的地方</h2>
        <FindingList
          findings={reading.findings}
          onGo={found => {
            const key = keyOf.get(`${found.table ?? ''}!${found.row}`)
            return key && items.some(i => i.key === key) ? () => setGoTo({ key, element: 'level2' }) : null
          }}
        />
      </section>
      <section aria-label="读出的事项">
        <h2>读出的事项</h2>
        <Editor
          label="读出的事项"
          field={view.field}
          held={{ sheet, edit: change => onItems(itemsOf({ ...sheet, ...change } as typeof sheet)) }}
          opinions={[]}
          departments={view.departments}
          fromUpper={[]}
          extra={extra}
          printed={printed}
          goTo={goTo}
          isWhole={false}
        />
      </section>
    </>
  )
}
