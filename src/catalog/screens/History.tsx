import type { HistoryLine } from '../instrument/views.ts'

/** What happened to it, newest first: one line a step, one a sitting of writing. */
export function History({ lines }: { lines: readonly HistoryLine[] }) {
  return (
    <section aria-label="履历">
      <h2>履历</h2>
      <ol className="rows">
        {lines.map(h => (
          <li key={`${h.at}${h.label}${h.by}`}>
            {h.at}　{h.by}　{h.label}
            {h.reason ? `：${h.reason}` : ''}
          </li>
        ))}
      </ol>
    </section>
  )
}
