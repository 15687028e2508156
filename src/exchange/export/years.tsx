import { renderToStaticMarkup } from 'react-dom/server'
import { FrameContext, plainFrame } from '#portal/frame.ts'
import type { Site } from '#portal/site.ts'
import type { Bodies } from '#record/portal/data.ts'
import { Register } from '#record/portal/lists.tsx'
import type { Row } from '../store/select.ts'

/** Lists as files: the newest as they are, and each year whole. */

const rowsAPage = 500

/** Instead of numbered pages, which all move with every publication: a way to each year. */
export function yearsInstead(html: string, years: readonly number[], base: string, listPath: string): string {
  const links = years.map(y => `<li><a href="${base}${listPath}?year=${y}">${y} 年</a></li>`).join('')
  const nav = years.length === 0 ? '' : `<nav class="pager" aria-label="按年份"><ol>${links}</ol></nav>`
  return html.includes('<nav class="pager"') ? html.replace(/<nav class="pager"[\s\S]*?<\/nav>/, nav) : html
}

export type YearFile = { readonly path: string; readonly html: string }

/** A year of a list, from the page of that year and all of its rows. */
export function yearFiles(
  html: string,
  given: { site: Site; listPath: string; year: number; rows: readonly Row[]; bodies: Bodies | null },
): YearFile[] {
  const { site, listPath, year, rows, bodies } = given
  const count = Math.max(1, Math.ceil(rows.length / rowsAPage))
  const path = (n: number) => `${listPath}${year}${n === 1 ? '' : `_${n}`}.html`
  return Array.from({ length: count }, (_, i) => {
    const some = rows.slice(i * rowsAPage, (i + 1) * rowsAPage)
    const caption = `${year} 年共 ${rows.length} 件${count > 1 ? `，第 ${i + 1} 页，共 ${count} 页` : ''}，按发布日期从新到旧`
    const table = renderToStaticMarkup(
      <FrameContext value={plainFrame(site)}>
        <Register rows={some} bodies={bodies} caption={caption} />
      </FrameContext>,
    ).replace(/ (dateTime|colSpan|rowSpan)="/g, name => name.toLowerCase())
    const pager =
      count === 1
        ? ''
        : `<nav class="pager" aria-label="分页"><ol>${Array.from({ length: count }, (_, n) =>
            n === i
              ? `<li><span aria-current="page">${n + 1}</span></li>`
              : `<li><a href="${site.base}${path(n + 1)}">${n + 1}</a></li>`,
          ).join('')}</ol></nav>`
    return {
      path: path(i + 1),
      html: html
        .replace(/<nav class="pager"[\s\S]*?<\/nav>/, '')
        .replace(/<table class="register">[\s\S]*?<\/table>/, () => table + pager),
    }
  })
}
