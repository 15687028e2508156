import { useRef, type KeyboardEvent, type ReactNode } from 'react'
import { useAddress } from '../address.ts'
import { useWide } from '../useWide.ts'

const parts = [
  { key: 'what', label: '看' },
  { key: 'do', label: '办' },
  { key: 'why', label: '因与时' },
] as const
type Part = (typeof parts)[number]['key']

type Props = {
  /** What the tabs are of: 公文的三个方面. */
  readonly label: string
  /** Steps at hand, beside the word 办. */
  readonly offers: number
  /** Which column has most room; the first, unless something else is said. */
  readonly widest?: 'what' | 'do'
  readonly panels: Readonly<Record<Part, ReactNode>>
}

/** One matter in three columns: what it is, what may be done, why and by when. Below 1100 px the columns are tabs. */
export function CaseColumns({ label, offers, widest = 'what', panels }: Props) {
  const wide = useWide(1100)
  const { search, set } = useAddress()
  const part: Part = parts.find(one => one.key === search.tab)?.key ?? 'what'
  return (
    <>
      {wide ? null : (
        <PartTabs label={label} part={part} offers={offers} pick={tab => set({ tab }, 'replace')} />
      )}
      <div className={wide ? `case case-wide case-most-${widest}` : 'case'}>
        {parts.map(one => (
          <section
            key={one.key}
            id={`part-${one.key}`}
            className={`case-part case-${one.key}`}
            role={wide ? undefined : 'tabpanel'}
            aria-label={one.label}
            hidden={!wide && part !== one.key}
          >
            <h2 className={wide ? 'case-part-title' : 'hidden'}>{one.label}</h2>
            {panels[one.key]}
          </section>
        ))}
      </div>
    </>
  )
}

type TabsProps = {
  readonly label: string
  readonly part: Part
  readonly offers: number
  readonly pick: (part: Part) => void
}

function PartTabs({ label, part, offers, pick }: TabsProps) {
  const list = useRef<HTMLDivElement>(null)
  function move(event: KeyboardEvent) {
    const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
    if (by === 0) return
    event.preventDefault()
    const at = parts.findIndex(one => one.key === part)
    const next = parts[(at + by + parts.length) % parts.length]
    if (!next) return
    pick(next.key)
    list.current?.querySelector<HTMLElement>(`[data-part="${next.key}"]`)?.focus()
  }
  return (
    <div className="part-tabs" role="tablist" aria-label={label} ref={list} onKeyDown={move}>
      {parts.map(one => (
        <button
          key={one.key}
          type="button"
          role="tab"
          data-part={one.key}
          aria-selected={part === one.key}
          aria-controls={`part-${one.key}`}
          tabIndex={part === one.key ? 0 : -1}
          onClick={() => pick(one.key)}
        >
          {one.label}
          {one.key === 'do' && offers > 0 ? <span className="tab-count">{offers}</span> : null}
        </button>
      ))}
    </div>
  )
}
