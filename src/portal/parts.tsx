import { Fragment, type ReactNode } from 'react'
import { useFrame, useHref } from './frame.ts'
import type { Crumb } from './page.ts'

/** Small parts of public pages: pure functions of what they are given. */

export function Link({
  to,
  children,
  ...rest
}: {
  to: string
  children: ReactNode
  className?: string
  rel?: string
  id?: string
  'aria-label'?: string
}) {
  const href = useHref()
  return (
    <a href={href(to)} aria-current={rest.className === 'is-here' ? 'true' : undefined} {...rest}>
      {children}
    </a>
  )
}

export function Breadcrumb({ crumbs }: { crumbs: readonly Crumb[] }) {
  return (
    <nav className="crumbs" aria-label="当前位置">
      <ol>
        {crumbs.map((crumb, i) => (
          <li key={crumb.label}>
            {crumb.to !== undefined && i < crumbs.length - 1 ? (
              <Link to={crumb.to}>{crumb.label}</Link>
            ) : (
              <span aria-current="page">{crumb.label}</span>
            )}
          </li>
        ))}
      </ol>
    </nav>
  )
}

/** A civil day; `minute` (`YYYY-MM-DD HH:mm`) where the time is known. */
export function Day({ day, minute }: { day: string; minute?: string }) {
  return <time dateTime={minute ?? day}>{minute ?? day}</time>
}

export function SectionHead({
  id,
  title,
  more,
}: {
  id: string
  title: string
  more?: { to: string; label: string }
}) {
  return (
    <div className="section-head">
      <h2 id={id}>{title}</h2>
      {more && (
        <Link to={more.to} className="more">
          {more.label}
        </Link>
      )}
    </div>
  )
}

/** A telephone number that a telephone dials when it is touched; what is no number, or one of nothing but zeros, stays text. */
export function Phone({ number }: { number: string }) {
  const dialled = number.replace(/[\s()（）-]/g, '')
  if (!/^\+?\d{3,15}$/.test(dialled) || /^0+$/.test(dialled)) return number
  return <a href={`tel:${dialled}`}>{number}</a>
}

/** Facts as a summary list; facts without a value are left out. */
export function Facts({
  facts,
  className,
}: {
  facts: readonly (readonly [string, ReactNode | null | undefined])[]
  className?: string
}) {
  return (
    <dl className={`facts ${className ?? ''}`.trim()}>
      {facts
        .filter(([, value]) => value !== null && value !== undefined && value !== false && value !== '')
        .map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  )
}

export type Tone = 'good' | 'warn' | 'bad' | 'quiet' | 'ended'

/** A status mark: a shape and a word, never colour alone. */
export function Mark({ tone, children }: { tone: Tone; children: ReactNode }) {
  return <span className={`mark mark-${tone}`}>{children}</span>
}

const words = new Intl.Segmenter('zh', { granularity: 'word' })

/** A title that may break between words only: GB/T 9704 wants its lines whole in meaning (词意完整). The text stays the same. */
export function Title({ children }: { children: string }) {
  const pieces: string[] = []
  for (const { segment } of words.segment(children)) {
    const clings =
      /^[\p{P}\p{Z}\p{N}]/u.test(segment) ||
      /[《〈（〔“‘]$/.test(pieces.at(-1) ?? '') ||
      /\p{N}$/u.test(pieces.at(-1) ?? '') ||
      /^[的了]$/.test(segment)
    if (clings && pieces.length > 0) pieces[pieces.length - 1] += segment
    else pieces.push(segment)
  }
  return pieces.map((piece, i) => (
    <Fragment key={i}>
      {i > 0 && <wbr />}
      {piece}
    </Fragment>
  ))
}

/** What this is, why it is empty and what to do next. */
export function Empty({ children }: { children: ReactNode }) {
  return <p className="empty">{children}</p>
}

/** The search field: a plain GET form. */
export function SearchForm({
  id,
  value,
  label,
  within,
  big,
}: {
  id: string
  value?: string
  label: string
  within?: string
  big?: boolean
}) {
  const { site } = useFrame()
  return (
    <form
      className={big ? 'search search-big' : 'search'}
      action={`${site.base}/search`}
      method="get"
      role="search"
    >
      <label htmlFor={id}>{label}</label>
      <div className="search-row">
        <input
          id={id}
          name="q"
          type="search"
          defaultValue={value}
          maxLength={200}
          autoComplete="off"
          placeholder="标题、文号或关键词"
        />
        {within && <input type="hidden" name="body" value={within} />}
        <button type="submit">搜索</button>
      </div>
    </form>
  )
}

/** Pages of a list: first, neighbours, last; each its own address. */
export function Pager({
  page,
  pages,
  to,
  what,
}: {
  page: number
  pages: number
  to: (page: number) => string
  what: string
}) {
  if (pages <= 1) return null
  const near = [...new Set([1, page - 2, page - 1, page, page + 1, page + 2, pages])].filter(
    n => n >= 1 && n <= pages,
  )
  return (
    <nav className="pager" aria-label={`${what}分页`}>
      {page > 1 && (
        <Link to={to(page - 1)} rel="prev">
          上一页
        </Link>
      )}
      <ol>
        {near.map((n, i) => (
          <li key={n} className={i > 0 && n - near[i - 1]! > 1 ? 'gap' : undefined}>
            {n === page ? <span aria-current="page">{n}</span> : <Link to={to(n)}>{n}</Link>}
          </li>
        ))}
      </ol>
      {page < pages && (
        <Link to={to(page + 1)} rel="next">
          下一页
        </Link>
      )}
    </nav>
  )
}

/** What other rooms hang into a place; nothing where there is nothing. */
export function Several({ parts, className }: { parts: readonly ReactNode[]; className?: string }) {
  if (parts.length === 0) return null
  const all = parts.map((part, i) => <Fragment key={i}>{part}</Fragment>)
  return className ? <div className={className}>{all}</div> : all
}

/** A size for people: 12 KB, 3.4 MB. */
export function sizeOf(bytes: number): string {
  if (bytes < 1024) return `${bytes} 字节`
  if (bytes < 1024 * 1024) return `${Math.round(bytes / 1024)} KB`
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`
}
