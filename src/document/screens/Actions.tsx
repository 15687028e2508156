import { useEffect, useRef, useState } from 'react'
import { forwardOffer, isBackward, returnOffer } from './offers.ts'
import { Icon } from '#console/parts/Icon.tsx'
import { To } from '#console/parts/To.tsx'
import { useGet, useRefresh } from '#console/query.ts'
import { nearText } from '#console/time.ts'
import { useKept } from '#console/useKept.ts'
import { useKeys } from '#console/useKeys.ts'
import type { Acted, CaseView, Offer } from '../views.ts'
import type { ListPage } from '../lists/views.ts'
import { stateLabels } from '../workflow.ts'
import { ActForm } from './ActForm.tsx'
import { PaperEntry } from './PaperEntry.tsx'
import { holders } from './Row.tsx'

type Props = {
  readonly view: CaseView
  readonly reload: () => Promise<unknown>
  readonly done: string
  readonly setDone: (words: string) => void
}

/** The lawful next actions and nothing else. One opinion serves them all, so changing one's mind loses no word. */
export function Actions({ view, reload, done, setDone }: Props) {
  const [verb, setVerb] = useState<string | null>(null)
  const opinion = useKept(`opinion/${view.document.id}`, { text: '' })
  const [pressed, setPressed] = useState(0)
  /** Set when somebody was first; holds what this person had written. */
  const [overtaken, setOvertaken] = useState<string | null>(null)
  const refresh = useRefresh()
  const offers = [...view.offers].sort((a, b) => Number(isBackward(a.verb)) - Number(isBackward(b.verb)))
  const chosen =
    offers.find(offer => offer.verb === verb) ??
    forwardOffer(offers) ??
    offers.find(offer => offer.verb !== 'publishEmergency') ??
    null
  const pick = (offer: Offer | null) => {
    if (!offer) return
    setVerb(offer.verb)
    setPressed(pressed + 1)
  }
  useKeys({ forward: () => pick(forwardOffer(offers)), return: () => pick(returnOffer(offers)) })
  async function acted(offer: Offer, answer: Acted) {
    opinion.forget()
    setOvertaken(null)
    setVerb(null)
    await refresh('/api/lists')
    await reload()
    setDone(`已${offer.label}，公文现在是“${stateLabels[answer.state]}”。`)
  }
  const editing = view.editable && offers.some(offer => offer.verb === 'submit')
  return (
    <div className="actions">
      <div aria-live="polite">{done ? <Done words={done} id={view.document.id} /> : null}</div>
      {overtaken === null ? null : <Overtaken view={view} opinion={overtaken} />}
      {view.lastOpinion ? (
        <blockquote className="last-opinion">
          <p>{view.lastOpinion.text}</p>
          <footer>
            {view.lastOpinion.who}　{nearText(view.lastOpinion.at)}
          </footer>
        </blockquote>
      ) : null}
      {editing ? (
        <p>
          <To href={`/documents/${view.document.id}/draft`} className="as-button">
            <Icon name="pen" size={16} />
            继续修改
          </To>
        </p>
      ) : null}
      {offers.length === 0 ? (
        <Nothing view={view} />
      ) : (
        <>
          {chosen === null ? <Nothing view={view} /> : null}
          {offers.length > 1 || chosen === null ? (
            <div className="choices" role="radiogroup" aria-label="怎样办理">
              {offers.map(offer => (
                <label key={offer.verb} className={offer === chosen ? 'choice choice-on' : 'choice'}>
                  <input
                    type="radio"
                    name="verb"
                    value={offer.verb}
                    checked={offer === chosen}
                    onChange={() => {
                      setVerb(offer.verb)
                      setPressed(0)
                      setDone('')
                    }}
                  />
                  <span>{offer.label}</span>
                  {offer.blocked.length > 0 ? <Icon name="lock" size={15} /> : null}
                  <Key offer={offer} offers={offers} />
                </label>
              ))}
            </div>
          ) : null}
          {chosen ? (
            <ActForm
              key={`${chosen.verb}${pressed}`}
              view={view}
              offer={chosen}
              opinion={{
                text: opinion.value.text,
                set: text => opinion.set({ text }),
                restored: opinion.restored,
                forget: opinion.forget,
              }}
              onDone={answer => acted(chosen, answer)}
              onStale={() => {
                setOvertaken(opinion.value.text)
                void reload()
              }}
              autoFocus={pressed > 0}
            />
          ) : null}
        </>
      )}
      {view.remind ? (
        <details className="remind" open={offers.length === 0}>
          <summary>催办</summary>
          <ActForm
            key={view.document.version}
            view={view}
            offer={view.remind}
            onDone={async () => {
              await reload()
              setDone(`已催办，${holders(view.waitingFor)}会收到通知。`)
            }}
            onStale={() => void reload()}
          />
        </details>
      ) : null}
      <PaperEntry
        key={view.document.version}
        view={view}
        onDone={async (offer, answer) => {
          await refresh('/api/worklist')
          await reload()
          setDone(`已补录“${offer.label}”，公文现在是“${stateLabels[answer.state]}”。`)
        }}
      />
    </div>
  )
}

function Overtaken({ view, opinion }: { view: CaseView; opinion: string }) {
  const last = view.trail.at(-1)
  return (
    <div className="faults" role="alert">
      <p className="faults-title">
        <Icon name="warn" />
        有人先办了，您这一步没有提交
      </p>
      {last ? (
        <p>{`${last.who}${nearText(last.at)}办理了“${last.label}”，公文现在是“${view.stateLabel}”。`}</p>
      ) : null}
      {opinion.trim() ? (
        <>
          <p className="quiet">您写的意见还在，需要时请复制：</p>
          <p className="kept-opinion">{opinion}</p>
        </>
      ) : null}
    </div>
  )
}

function Key({ offer, offers }: { offer: Offer; offers: readonly Offer[] }) {
  if (offer === forwardOffer(offers) && !isBackward(offer.verb)) return <kbd aria-hidden="true">y</kbd>
  return offer === returnOffer(offers) ? <kbd aria-hidden="true">r</kbd> : null
}

function Nothing({ view }: { view: CaseView }) {
  const waiting = view.waitingFor
  return (
    <div className="nothing">
      <p className="state-title">现在没有您要办的</p>
      {waiting.length > 0 ? (
        <p>{`公文在“${view.stateLabel}”环节，等${holders(waiting)}办理。`}</p>
      ) : (
        <p>公文是“{view.stateLabel}”，没有下一步。</p>
      )}
    </div>
  )
}

function Done({ words, id }: { words: string; id: number }) {
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    box.current?.scrollIntoView({ block: 'center' })
  }, [words])

  const todo = useGet<ListPage>('/api/lists/todo', { fresh: 60_000 })
  const next = todo.data?.rows.find(row => row.id !== id)
  return (
    <div className="done-box" ref={box}>
      <p>
        <Icon name="done" size={16} />
        {words}
      </p>
      {next ? (
        <p>
          下一件：<To href={`/documents/${next.id}`}>{next.title || '（还没有标题）'}</To>
        </p>
      ) : (
        <p>待办已经办完。</p>
      )}
      <p>
        <To href="/worklist/todo">回到待办</To>
      </p>
    </div>
  )
}
