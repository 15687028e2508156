import { minuteText } from '#console/time.ts'
import type { OfferView } from '../views.ts'

/** Parts that the page of a case and that of a proposal share. */

type ChoicesProps = {
  readonly label: string
  readonly offers: readonly OfferView[]
  readonly chosen: OfferView | null
  readonly choose: (verb: string) => void
}

/** The lawful steps as one choice. */
export function OfferChoices({ label, offers, chosen, choose }: ChoicesProps) {
  return (
    <div className="choices" role="radiogroup" aria-label={label}>
      {offers.map(offer => (
        <label key={offer.verb} className={offer === chosen ? 'choice choice-on' : 'choice'}>
          <input
            type="radio"
            name="verb"
            value={offer.verb}
            checked={offer === chosen}
            onChange={() => choose(offer.verb)}
          />
          <span>{offer.label}</span>
        </label>
      ))}
    </div>
  )
}

type TrailProps = {
  readonly rows: readonly {
    readonly at: string
    readonly who: string
    readonly label: string
    readonly reason: string | null
  }[]
}

/** 履历: who did what, when and why. */
export function Trail({ rows }: TrailProps) {
  return (
    <ol className="request-file">
      {rows.map(row => (
        <li key={`${row.at}${row.label}`}>
          <span className="request-day">{minuteText(row.at)}</span>
          <div>
            <strong>{row.label}</strong>
            <span className="quiet">　{row.who}</span>
            {row.reason ? <p>{row.reason}</p> : null}
          </div>
        </li>
      ))}
    </ol>
  )
}
