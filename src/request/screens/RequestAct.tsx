import { Step } from '#console/parts/Step.tsx'
import type { CaseView, OfferView } from '../views.ts'
import { fieldsOf } from './stepFields.tsx'

type Props = {
  readonly view: Pick<CaseView, 'id' | 'version'> & Partial<Pick<CaseView, 'departments' | 'consultations'>>
  readonly offer: OfferView
  /** Where the step is sent: a case of the register, unless something else is said. */
  readonly base?: string
  /** 登记编号 that suit a field which asks for one. */
  readonly numbers?: readonly string[]
  readonly onDone: (label: string) => void
}

/** One lawful step on a case or a proposal. */
export function RequestAct({ view, offer, base = '/api/requests', numbers, onDone }: Props) {
  const { blocked, ...step } = offer
  if (blocked) return <p className="quiet">{blocked}</p>
  return (
    <Step
      key={offer.verb}
      offer={step}
      address={`${base}/${view.id}`}
      version={view.version}
      className="act"
      tone="primary"
      fields={fieldsOf(offer.fields, { ...view, numbers })}
      reasonLabel={offer.verb === 'opine' ? '意见' : '理由'}
      onDone={() => onDone(offer.label)}
    />
  )
}
