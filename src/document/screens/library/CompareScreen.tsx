import { Select } from 'antd'
import { useAddress, useParam } from '#console/address.ts'
import { Page } from '#console/parts/Page.tsx'
import { Empty, Failed, Loading } from '#console/parts/States.tsx'
import { To } from '#console/parts/To.tsx'
import { useGet } from '#console/query.ts'
import { minuteText } from '#console/time.ts'
import type { CompareView, LibraryCase, TextView } from '../../library/views.ts'

const words = { same: '未改动', changed: '修改', added: '新增', deleted: '删除' } as const

/** Any two texts of a document: as submitted, as it is, as published. */
export default function CompareScreen() {
  const id = useParam('id')
  const { search, set } = useAddress()
  const base = `/api/library/documents/${id}`
  const { data, error, loading, reload } = useGet<LibraryCase>(base, { fresh: 0 })
  const texts = data?.texts ?? []
  const from = search.from ?? texts.at(-2)?.key ?? ''
  const to = search.to ?? texts.at(-1)?.key ?? ''
  const ready = from !== '' && to !== '' && from !== to
  const compared = useGet<CompareView>(
    ready ? `${base}/compare?from=${encodeURIComponent(from)}&to=${encodeURIComponent(to)}` : null,
    { fresh: 0, keep: true },
  )
  if (loading || error || !data)
    return (
      <Page title="版本对照" wide>
        {loading ? <Loading rows={8} /> : <Failed error={error} retry={() => void reload()} />}
      </Page>
    )
  const pick = (label: string, value: string, name: 'from' | 'to') => (
    <label className="filter-long">
      <span>{label}</span>
      <Select
        popupMatchSelectWidth={false}
        aria-label={label}
        value={value || undefined}
        options={texts.map(t => ({ value: t.key, label: nameOf(t) }))}
        onChange={chosen => set({ [name]: chosen })}
      />
    </label>
  )
  return (
    <Page wide title="版本对照" lead={<To href={`/documents/${id}`}>回到公文</To>}>
      {texts.length < 2 ? (
        <Empty title="只有一个版本">
          <p>送审一次、公开或更正一次，就多一个可以对照的版本。</p>
        </Empty>
      ) : (
        <>
          <div className="filters">
            {pick('从', from, 'from')}
            {pick('到', to, 'to')}
          </div>
          {!ready ? <p>请选择两个不同的版本。</p> : null}
          {compared.error ? <Failed error={compared.error} /> : null}
          {compared.data ? (
            <Compared view={compared.data} />
          ) : ready && !compared.error ? (
            <Loading rows={6} />
          ) : null}
        </>
      )}
    </Page>
  )
}

const nameOf = (t: TextView) => `${t.label}（${minuteText(t.at)}${t.note ? `，${t.note}` : ''}）`

function Compared({ view }: { view: CompareView }) {
  const rows = view.rows.filter(r => r.change !== 'same' || r.renumbered || r.moved)
  return (
    <>
      <p>{view.summary}</p>
      {view.titles.from !== view.titles.to ? (
        <p>
          标题：<del>{view.titles.from}</del> <ins>{view.titles.to}</ins>
        </p>
      ) : null}
      <ol className="compare-list">
        {rows.map((row, i) => (
          <li key={i}>
            <p className="compare-head">
              <strong>
                {row.renumbered && row.from && row.to
                  ? `${row.from}改为${row.to}`
                  : (row.to ?? row.from ?? '一段')}
              </strong>{' '}
              <span className="quiet">
                {[
                  row.change === 'same' ? '' : words[row.change],
                  row.renumbered ? '条序变化' : '',
                  row.moved ? '位置移动' : '',
                ]
                  .filter(Boolean)
                  .join('，')}
              </span>
            </p>
            <p className="compare-text">
              {row.runs.map((run, n) =>
                run.kind === 'deleted' ? (
                  <del key={n}>{run.text}</del>
                ) : run.kind === 'added' ? (
                  <ins key={n}>{run.text}</ins>
                ) : (
                  <span key={n}>{run.text}</span>
                ),
              )}
            </p>
          </li>
        ))}
      </ol>
    </>
  )
}
