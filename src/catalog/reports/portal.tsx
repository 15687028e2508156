import type { Asked, PortalContext, View } from '#portal/page.ts'
import { Link } from '#portal/parts.tsx'
import { isForeign } from '#record/foreign.ts'
import { bodiesOf } from '#record/portal/data.ts'
import { leaving } from '#record/portal/leave.tsx'
import type { PublicCatalog } from '../duty/publicData.ts'
import { publicReport } from './store.ts'

/** A disclosure that stands elsewhere: its title leads there, over the page of leaving where that is no government site. */
export function Outside({
  of,
  report,
  row,
}: {
  of: PublicCatalog
  report: { readonly id: number; readonly system: string }
  row: { readonly title: string; readonly address: string }
}) {
  return (
    <>
      {isForeign(row.address) ? (
        <Link to={`/${of.body.slug}/catalog/report-${report.id}.html`}>{row.title}</Link>
      ) : (
        <a href={row.address} rel="noopener">
          {row.title}
        </a>
      )}
      <br />
      由“{report.system}”报送，原文在 {new URL(row.address).hostname}
    </>
  )
}

/** “您将离开本网站” before a reported address: it knows only what stands reported. */
export async function leavePage(context: PortalContext, asked: Asked): Promise<View | null> {
  const { slug = '', id } = asked.match.groups!
  const body = (await bodiesOf(context)).bySlug(slug)
  const report = body && (await publicReport(context.db, body.id, Number(id)))
  return report ? leaving(body, report.url, `/${body.slug}/disclosure/`) : null
}
