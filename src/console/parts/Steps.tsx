import { Button } from 'antd'
import { useState, type ReactNode } from 'react'
import { Step, type Offered, type StepFields, type StepProps } from './Step.tsx'

type Props<O extends Offered, A> = Omit<StepProps<A>, 'offer' | 'fields' | 'above' | 'heading'> & {
  readonly offers: readonly O[]
  readonly fieldsOf?: (offer: O) => StepFields | undefined
  readonly aboveOf?: (offer: O) => ReactNode
  /** Said where nothing is to be done. */
  readonly idle?: string
  /** More buttons in the same row. */
  readonly more?: ReactNode
}

/** The next lawful steps of a subject: a button each; the one that is pressed opens as a form. */
export function Steps<O extends Offered, A = unknown>({
  offers,
  fieldsOf,
  aboveOf,
  idle,
  more,
  ...step
}: Props<O, A>) {
  const [chosen, setChosen] = useState<string | null>(null)
  const offer = offers.find(o => o.verb === chosen)
  if (offers.length === 0) return idle ? <p className="quiet">{idle}</p> : null
  return (
    <>
      <div className="act-buttons">
        {offers.map(o => (
          <Button
            key={o.verb}
            type={o.verb === chosen ? 'primary' : 'default'}
            aria-pressed={o.verb === chosen}
            onClick={() => setChosen(o.verb === chosen ? null : o.verb)}
          >
            {o.label}
          </Button>
        ))}
        {more}
      </div>
      {offer ? (
        <Step<A>
          key={`${step.address}-${offer.verb}`}
          {...step}
          offer={offer}
          fields={fieldsOf?.(offer)}
          above={aboveOf?.(offer)}
          onDone={answer => (setChosen(null), step.onDone(answer, offer))}
        />
      ) : null}
    </>
  )
}
