import type { ReactNode } from 'react'
import type { View } from '#portal/page.ts'
import { Day, Link } from '#portal/parts.tsx'
import { crumbsOf, sectionOf } from '#record/portal/data.ts'
import { guidelineOf } from '../guideline/guidelines.ts'
import { listKindLabels } from '../lists/model.ts'
import { listPath } from '../lists/paths.ts'
import type { CoverageState } from '../rules/coverage.ts'
import type { PublicCatalog } from './publicData.ts'

/** What the public pages of a catalog share. */

export const tones: Record<CoverageState, 'good' | 'warn' | 'bad' | 'quiet'> = {
  met: 'good',
  late: 'warn',
  due: 'quiet',
  overdue: 'bad',
  empty: 'warn',
  quiet: 'quiet',
  notApplicable: 'quiet',
}

export const home = (of: PublicCatalog) => `/${of.body.slug}/catalog/${of.catalog.field}`
export const evidencePath = (of: PublicCatalog, key: string, query = '') =>
  `${home(of)}/${encodeURIComponent(key)}.html${query}`

export function view(of: PublicCatalog, here: string, title: string, main: ReactNode): View {
  const guideline = guidelineOf(of.catalog.field)
  const own = here === ''
  return {
    kind: 'view',
    title: [own ? title : `${title}（${guideline.field}）`, of.body.name],
    description: `${of.body.name}${guideline.field}基层政务公开标准目录各事项的公开情况。`,
    section: sectionOf(of.body),
    word: 'openness',
    crumbs: [
      ...crumbsOf(of.body),
      { label: '政府信息公开', to: `/${of.body.slug}/disclosure/` },
      { label: `${guideline.field}标准目录`, to: `${home(of)}.html` },
      ...(own ? [] : [{ label: title }]),
    ],
    column: {
      name: '基层政务公开标准目录',
      description: '安全生产和救灾领域基层政务公开标准目录、指引及其落实。',
      keywords: ['标准目录', '政务公开', '标准化规范化'],
      type: '法定主动公开内容',
    },
    canonical: `${home(of)}${here || '.html'}`,
    main,
  }
}

/** Which version this is, and the ways to its other sides. */
export function Facts({ of, here = '' }: { of: PublicCatalog; here?: string }) {
  const { catalog } = of
  const ways: readonly (readonly [string, string])[] = [
    [`${home(of)}.html`, '各事项'],
    [`${home(of)}/coverage.html`, '逐月公开情况'],
    [`${home(of)}/below.html`, '各机关公开情况'],
    [catalog.address, '公布的目录原文'],
    ...of.lists.map(kind => [listPath(of.body.slug, kind), listKindLabels[kind]] as const),
  ]
  return (
    <>
      <p className="lead">
        第 {catalog.number} 版，
        {catalog.effectiveOn && (
          <>
            自 <Day day={catalog.effectiveOn} /> 起施行，
          </>
        )}
        共 {of.items.length} 项。
      </p>
      <ul className="ways">
        {ways.map(([to, label]) => (
          <li key={to}>
            {to === `${home(of)}${here || '.html'}` ? (
              <span aria-current="true">{label}</span>
            ) : (
              <Link to={to}>{label}</Link>
            )}
          </li>
        ))}
      </ul>
    </>
  )
}
