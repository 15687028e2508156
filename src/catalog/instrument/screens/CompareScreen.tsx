import { Select } from 'antd'
import { useAddress, useParam } from '#console/address.ts'
import { Page } from '#console/parts/Page.tsx'
import { Empty, Failed, Loading } from '#console/parts/States.tsx'
import { To } from '#console/parts/To.tsx'
import { useGet } from '#console/query.ts'
import { ChangedRows } from '../../screens/Changes.tsx'
import type { RowChange } from '../rules.ts'
import type { InstrumentLine } from '../views.ts'

const labels: Record<RowChange['kind'], string> = { added: '增加', removed: '减少', changed: '修改' }

/** One version beside another of the same kind. */
export default function CompareScreen() {
  const id = Number(useParam('id'))
  const { search, set } = useAddress()
  const list = useGet<{ rows: readonly InstrumentLine[] }>('/api/instruments')
  const own = list.data?.rows.find(r => r.id === id)
  const others = (list.data?.rows ?? []).filter(
    r => own && r.kind === own.kind && r.body.id === own.body.id && r.id !== id,
  )
  const other = search.with ?? others.find(r => own && r.number < own.number)?.id ?? others[0]?.id
  const { data, error, loading, reload } = useGet<{ changes: readonly RowChange[] }>(
    other === undefined ? null : `/api/instruments/${id}/against/${other}`,
  )
  const failed = list.error ?? error
  if (failed || list.loading || loading)
    return (
      <Page title="版本比较">
        {failed ? <Failed error={failed} retry={() => void reload()} /> : <Loading rows={8} />}
      </Page>
    )
  const before = others.find(r => r.id === Number(other))
  const name = (r: InstrumentLine) => `第${r.number}版（${r.stateLabel}）`
  return (
    <Page
      wide
      title="版本比较"
      lead={
        own ? (
          <To href={`/instruments/${id}`}>
            {own.body.name}
            {own.kindLabel}第{own.number}版
          </To>
        ) : null
      }
    >
      {others.length === 0 ? (
        <Empty title="没有别的版本">
          <p>只有这一版，还没有可以比较的。</p>
        </Empty>
      ) : (
        <>
          <div className="filters">
            <label>
              <span>和哪一版比</span>
              <Select
                aria-label="和哪一版比"
                value={String(other)}
                options={others.map(r => ({ value: String(r.id), label: name(r) }))}
                popupMatchSelectWidth={false}
                onChange={value => set({ with: value })}
              />
            </label>
          </div>
          {data && data.changes.length > 0 ? (
            <ChangedRows
              before={before ? name(before) : '原来'}
              after={`第${own?.number ?? ''}版`}
              groups={data.changes.map(c => ({
                key: `${c.kind}${c.key}`,
                state: labels[c.kind],
                name: c.name,
                rows: c.changes,
              }))}
            />
          ) : (
            <Empty title="两版完全一样">
              <p>逐条逐格没有不同。</p>
            </Empty>
          )}
        </>
      )}
    </Page>
  )
}
