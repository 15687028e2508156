import { useEffect, useState } from 'react'
import { useGo, useParam } from '#console/address.ts'
import { restore, type LocalCopy, type Restored } from '#console/autosave.ts'
import { readLocal } from '#console/localCopy.ts'
import { Page } from '#console/parts/Page.tsx'
import { Failed, Loading } from '#console/parts/States.tsx'
import { useGet } from '#console/query.ts'
import { useMe } from '#console/session.ts'
import type { Draft } from '../model.ts'
import type { CaseView } from '../views.ts'
import { DraftForm } from './DraftForm.tsx'
import { draftOf } from './draftOf.ts'
import { LibraryPanel } from './library/LibraryPanel.tsx'

type Opened = { readonly local: LocalCopy<Draft> | null; readonly restored: Restored<Draft> }

/** Opens a draft: what the server holds, and what this machine still holds beyond it. */
export default function DraftScreen() {
  const id = useParam('id')
  const me = useMe()
  const go = useGo()
  const { data, error, loading, reload } = useGet<CaseView>(`/api/documents/${id}`, { fresh: 0 })
  const [opened, setOpened] = useState<Opened | null>(null)
  const editable = data?.editable
  useEffect(() => {
    if (editable === false) go(`/documents/${id}`, 'replace')
  }, [editable, go, id])
  useEffect(() => {
    if (!data || opened || !data.editable) return
    let gone = false
    void readLocal<Draft>(me.staff.id, `document/${id}`).then(local => {
      if (!gone) setOpened({ local, restored: restore(local, draftOf(data.document), data.document.version) })
    })
    return () => {
      gone = true
    }
  }, [data, id, me.staff.id, opened])
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
