import { useEffect, useMemo } from 'react'
import { useGo, useParam } from '#console/address.ts'
import { Page } from '#console/parts/Page.tsx'
import { Failed, Loading } from '#console/parts/States.tsx'
import { useGet } from '#console/query.ts'
import { useRestored } from '#console/useRestored.ts'
import type { Draft } from '../model.ts'
import type { CaseView } from '../views.ts'
import { DraftForm } from './DraftForm.tsx'
import { draftOf } from './draftOf.ts'
import { LibraryPanel } from './library/LibraryPanel.tsx'

/** Opens a draft: what the server holds, and what this machine still holds beyond it. */
export default function DraftScreen() {
  const id = useParam('id')
  const go = useGo()
  const { data, error, loading, reload } = useGet<CaseView>(`/api/documents/${id}`, { fresh: 0 })
  const server = useMemo(
    () => (data?.editable ? { draft: draftOf(data.document), version: data.document.version } : null),
    [data],
  )
  const opened = useRestored<Draft>(`document/${id}`, server)
  const editable = data?.editable
  useEffect(() => {
    if (editable === false) go(`/documents/${id}`, 'replace')
  }, [editable, go, id])
  if (error)
    return (
      <Page title="起草公文">
        <Failed error={error} retry={() => void reload()} />
      </Page>
    )
  if (loading || !data || !opened)
    return (
      <Page title="起草公文">
        <Loading rows={10} />
      </Page>
    )
  return (
    <>
      <DraftForm key={id} view={data} restored={opened.restored} reload={reload} />
      <div className="page">
        <LibraryPanel view={data} reload={() => Promise.resolve()} />
      </div>
    </>
  )
}
