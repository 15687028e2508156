import { Icon } from '#console/parts/Icon.tsx'
import { Step } from '#console/parts/Step.tsx'
import { longDay, minuteText } from '#console/time.ts'
import type { CaseView } from '../views.ts'

/** Decisions entered from paper, with their scans; who is said to have decided may object. */
export function Papers({
  view,
  reload,
}: {
  readonly view: CaseView
  readonly reload: () => Promise<unknown>
}) {
  if (view.papers.length === 0) return null
  return (
    <section aria-labelledby="papers-title" className="papers">
      <h3 id="papers-title">纸面意见</h3>
      <ul>
        {view.papers.map(paper => (
          <li key={paper.id} className="paper">
            <p>
              <span className="state-word">补录</span>
              <strong>{paper.decider}</strong>　{paper.label}　{longDay(paper.decidedOn)}
              {paper.void ? <span className="state-word">已退回重办</span> : null}
            </p>
            <p className="quiet">
              {`${paper.clerk}于${minuteText(paper.enteredAt)}补录　`}
              <a
                href={`/api/documents/${view.document.id}/papers/${paper.id}/scan`}
                download={paper.fileName}
              >
                <Icon name="download" size={14} />
                扫描件
              </a>
            </p>
            {paper.objection ? (
              <p className="paper-objection">
                <Icon name="warn" size={15} /> {paper.decider}提出异议：{paper.objection}
              </p>
            ) : null}
            {paper.offers.map(offer => (
              <details key={`${offer.verb}${paper.version}`} className="paper-say">
                <summary>{offer.label}</summary>
                <Step
                  offer={offer}
                  address={`/api/documents/${view.document.id}/papers/${paper.id}`}
                  version={paper.version}
                  className="act"
                  tone="default"
                  onDone={reload}
                />
              </details>
            ))}
          </li>
        ))}
      </ul>
    </section>
  )
}
