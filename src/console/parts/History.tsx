export type HistoryLine = {
  readonly at: string
  readonly label: string
  readonly by: string
  readonly reason: string | null
}

/** 履历: what happened, newest first. */
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
