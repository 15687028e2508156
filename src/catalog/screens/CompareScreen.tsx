import { Segmented, Select } from 'antd'
import { useState } from 'react'
import { useAddress, useParam } from '#console/address.ts'
import { Page } from '#console/parts/Page.tsx'
import { Empty, Failed, Loading } from '#console/parts/States.tsx'
import { To } from '#console/parts/To.tsx'
import { useGet } from '#console/query.ts'
import type { ItemChange } from '../rules/adopt.ts'
import type { VersionLine, VersionView } from '../views.ts'
import { changeLabels, Changes } from './Changes.tsx'

/** One version beside another, beside the catalog above, or beside the guideline. */
export default function CompareScreen() {
  const id = useParam('id')
  const { search, set } = useAddress()
  const other = search.with ?? 'guideline'
  const view = useGet<VersionView>(`/api/catalogs/${id}`)
  const list = useGet<{ rows: readonly VersionLine[] }>('/api/catalogs')
  const { data, error, loading, reload } = useGet<{ changes: readonly ItemChange[] }>(
    `/api/catalogs/${id}/against/${other}`,
  )
  const [kind, setKind] = useState<ItemChange['kind'] | 'all'>('all')
  const failed = view.error ?? error
  if (failed)
    return (
      <Page title="目录比较">
        <Failed error={failed} retry={() => void reload()} />
      </Page>
    )
  if (!view.data || loading || !data)
    return (
      <Page title="目录比较">
        <Loading rows={10} />
      </Page>
    )
  const v = view.data
  const options = [
    { value: 'guideline', label: '国家目录' },
    ...(v.upper ? [{ value: String(v.upper.id), label: `上级：${v.upper.label}` }] : []),
    ...(list.data?.rows ?? [])
      .filter(r => r.field === v.field && r.id !== v.id && r.body.id === v.body.id)
      .map(r => ({ value: String(r.id), label: `第${r.number}版（${r.stateLabel}）` })),
  ]
  const shown = data.changes.filter(c => kind === 'all' || c.kind === kind)
  const kinds = (Object.keys(changeLabels) as ItemChange['kind'][]).filter(k =>
    data.changes.some(c => c.kind === k),
  )
  return (
    <Page
      wide
      title="目录比较"
      lead={
        <>
          <To href={`/catalogs/${v.id}`}>
            {v.body.name}
            {v.fieldLabel}标准目录第{v.number}版
          </To>
        </>
      }
    >
      <div className="filters">
        <label>
          <span>和哪一份比</span>
          <Select
            aria-label="和哪一份比"
            value={other}
            options={options}
            popupMatchSelectWidth={false}
            onChange={value => set({ with: value })}
          />
        </label>
      </div>
      {data.changes.length === 0 ? (
        <Empty title="两份完全一样">
          <p>全角半角、空格的不同不算。</p>
        </Empty>
      ) : (
        <>
          <div className="grid-tools">
            <Segmented
              aria-label="看哪一类"
              value={kind}
              options={[
                { value: 'all' as const, label: `全部 ${data.changes.length}` },
                ...kinds.map(k => ({
                  value: k,
                  label: `${changeLabels[k]} ${data.changes.filter(c => c.kind === k).length}`,
                })),
              ]}
              onChange={setKind}
            />
          </div>
          <Changes
            changes={shown}
            before={options.find(o => o.value === other)?.label ?? '原来'}
            after={`第${v.number}版`}
            field={v.field}
          />
        </>
      )}
    </Page>
  )
}
