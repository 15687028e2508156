import type { OpinionView } from '../instrument/views.ts'
import { OpinionList, type Opine } from './ItemPanel.tsx'

/** What was said in the reviews, and how much is noted on this machine to go out with a return. */
export function Said({
  opinions,
  nameOf,
  noted,
}: {
  opinions: readonly OpinionView[]
  nameOf: (key: string | null) => string
  noted: readonly Opine[]
}) {
  return (
    <>
      {opinions.length > 0 ? (
        <section aria-label="各次审核的意见">
          <h2>审核意见</h2>
          <OpinionList opinions={opinions} nameOf={nameOf} />
        </section>
      ) : null}
      {noted.length > 0 ? (
        <p role="status" className="note note-opinion">
          已记下{noted.length}条意见，退回修改时一并送出。
        </p>
      ) : null}
    </>
  )
}
