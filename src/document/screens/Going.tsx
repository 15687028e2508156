import { To } from '#console/parts/To.tsx'
import { minuteText } from '#console/time.ts'
import type { CaseView } from '../views.ts'

/** By which procedure the document goes where it is not the national one, and what was published before its approval. */
export function Going({ view }: { readonly view: CaseView }) {
  const { rules, emergency } = view.document
  return (
    <>
      {rules ? (
        <p className="quiet">
          按
          <To href={`/variants?body=${rules.bodyId}`} className="in-text">
            “{rules.name}”第{rules.number}版
          </To>
          办理，公文开始时的版本管到办结。
        </p>
      ) : null}
      {emergency ? (
        <p className="quiet">
          因“{emergency.event}”（{emergency.kind}），{emergency.consentBy}口头同意，
          {minuteText(emergency.at)}先行发布。
        </p>
      ) : null}
    </>
  )
}
