import { useEffect, useState } from 'react'
import { restore, type Restored } from './autosave.ts'
import { readLocal } from './localCopy.ts'
import { useMe } from './session.ts'

export type Opened<D> = { readonly restored: Restored<D> }

/**
 * What this machine still holds of a draft beyond the server, read once when the draft is there; null until then. `name` is the one
 * that its saver keeps it under.
 */
export function useRestored<D extends object>(
  name: string,
  server: { readonly draft: D; readonly version: number } | null,
): Opened<D> | null {
  const me = useMe()
  const [opened, setOpened] = useState<Opened<D> | null>(null)
  useEffect(() => {
    if (!server || opened) return
    let gone = false
    void readLocal<D>(me.staff.id, name).then(local => {
      if (!gone) setOpened({ restored: restore(local, server.draft, server.version) })
    })
    return () => {
      gone = true
    }
  }, [server, name, me.staff.id, opened])
  return opened
}
