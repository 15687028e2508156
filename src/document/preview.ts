import { Refused } from '#kit/errors.ts'
import { dayOf } from '#kit/now.ts'
import { labelFor } from '#law/attributes.ts'
import { bodyOf, departmentName } from '#people/directory.ts'
import { recordBodyOf } from '#record/actions.ts'
import { renderPreview } from '#record/portal.tsx'
import type { House } from '../house.ts'
import { entryOf } from './entry.ts'
import { standingFacts } from './library/facts.ts'
import { attachmentsOf, type DocumentRow } from './store.ts'
import { tagsInPublic } from './tags.ts'
import { labelsOf } from './variants/table.ts'

/**
 * The document as the public will see it, drawn by the portal's own page. What is not known yet (number, date, label)
 * stands as it would be today. `elder`: as readers of the elder mode will see it.
 */
export async function previewOf(house: House, document: DocumentRow, elder = false): Promise<string> {
  const [body, department, attachments, recordBody, library, named] = await Promise.all([
    bodyOf(house.db, document.bodyId),
    departmentName(house.db, document.departmentId),
    attachmentsOf(house.db, document.id),
    recordBodyOf(house.db, document.bodyId),
    standingFacts(house.db, document),
    tagsInPublic(house.db, document),
  ])
  if (!recordBody) throw new Refused('not-now', '本机关还没有公开网页，不能预览。')
  const today = dayOf(house.now())
  const asIssued: DocumentRow = {
    ...document,
    title: document.title || '（未填标题）',
    writtenOn: document.writtenOn ?? (document.imported ? null : today),
    label:
      document.label ??
      (document.imported || !document.attribute
        ? null
        : labelFor(document.attribute, labelsOf(document.rules))),
  }
  const columns = document.columns.length > 0 ? document.columns : ['policy']
  const entry = entryOf(asIssued, { body, department, attachments, columns, library, named, on: today })
  const address = document.address ?? `/${body.slug}/content/preview.html`
  return renderPreview(entry, { body: recordBody, site: house.site, address, now: house.now, elder })
}
