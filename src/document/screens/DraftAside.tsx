import { Button } from 'antd'
import { BasisList, Clause } from '#console/parts/Clause.tsx'
import { focusField } from '#console/parts/Faults.tsx'
import { Icon } from '#console/parts/Icon.tsx'
import { SaveWords } from '#console/parts/SaveWords.tsx'
import { To } from '#console/parts/To.tsx'
import { useRefresh } from '#console/query.ts'
import type { Saver, SaverState } from '#console/saver.ts'
import { useGo } from '#console/address.ts'
import type { Draft } from '../model.ts'
import type { CaseView } from '../views.ts'
import { ActForm } from './ActForm.tsx'

type Props = {
  readonly view: CaseView
  readonly state: SaverState<Draft>
  readonly saver: Saver<Draft>
  readonly submitting: boolean
  readonly submit: () => Promise<void>
}

/** Beside the form: whether it is saved, what is still missing (by the server's own check), and sending it on. */
export function DraftAside({ view, state, saver, submitting, submit }: Props) {
  const offer = view.offers.find(one => one.verb === 'submit')
  const cancel = view.offers.find(one => one.verb === 'cancel')
  const refresh = useRefresh()
  const go = useGo()
  const missing = offer?.blocked ?? []
  return (
    <aside className="draft-aside" aria-label="保存与送审">
      <SaveWords state={state} retry={() => void saver.flush()} />
      <h2>送审前还差</h2>
      {missing.length === 0 ? (
        <p className="ready">
          <Icon name="done" size={16} />
          没有缺项，可以送审。
        </p>
      ) : (
        <ul className="missing">
          {missing.map(reason => (
            <li key={reason.text}>
              {reason.field ? (
                <button type="button" className="link" onClick={() => focusField(reason.field ?? '')}>
                  {reason.text}
                </button>
              ) : (
                reason.text
              )}
              {reason.basis ? <Clause id={reason.basis} /> : null}
            </li>
          ))}
        </ul>
      )}
      {offer ? (
        <div className="draft-submit">
          <p className="effect">{offer.effect}</p>
          <BasisList basis={offer.basis} />
          <Button type="primary" size="large" block loading={submitting} onClick={() => void submit()}>
            送审
          </Button>
        </div>
      ) : null}
      <p>
        <To href={`/documents/${view.document.id}`}>看公众将看到的样子和履历</To>
      </p>
      {cancel ? (
        <details className="cancel">
          <summary>不再需要这件公文</summary>
          <ActForm
            view={view}
            offer={cancel}
            onStale={() => void saver.flush()}
            onDone={async () => {
              saver.stop()
              await refresh('/api/lists', '/api/documents')
              go('/worklist/mine', 'replace')
            }}
          />
        </details>
      ) : null}
    </aside>
  )
}
