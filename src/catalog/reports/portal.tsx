import type { Asked, PortalContext, View } from '#portal/page.ts'
import { Link } from '#portal/parts.tsx'
import { isForeign } from '#record/foreign.ts'
import { bodiesOf } from '#record/portal/data.ts'
import { leaving } from '#record/portal/leave.tsx'
import type { PublicCatalog } from '../duty/publicData.ts'
import type { OutsideReport } from '../duty/store.ts'
import { publicReport } from './store.ts'

/**
 * A disclosure that stands elsewhere: its title leads there, over the page of leaving where that is no government site. What can no
 * longer be read there leads nowhere and says why.
 */
export function Outside({
  of,
  report,
  row,
}: {
  of: PublicCatalog
  report: OutsideReport
  row: { readonly title: string; readonly address: string }
}) {
  const from = `由“${report.system}”报送，原文在 ${new URL(row.address).hostname}`
  if (report.fault)
    return (
      <>
        {row.title}
        <br />
        {from}；{report.lostOn ? `${report.lostOn} 起` : '现在'}打不开（{report.fault}），不算作公开
      </>
    )
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
      {from}
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
