import { diffChars } from 'diff'

/** Two wordings in one line: taken out struck through, put in underlined, both said to those who hear it. */
export function Marks({ before, after }: { before: string; after: string }) {
  if (before === '' || after === '')
    return (
      <span className="marks">{before === '' ? <ins>{after || '（空）'}</ins> : <del>{before}</del>}</span>
    )
  return (
    <span className="marks">
      {diffChars(before, after).map((run, n) =>
        run.added ? (
          <ins key={n}>{run.value}</ins>
        ) : run.removed ? (
          <del key={n}>{run.value}</del>
        ) : (
          <span key={n}>{run.value}</span>
        ),
      )}
    </span>
  )
}
