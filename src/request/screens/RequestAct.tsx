import type { Answers } from '#console/asked.ts'
import { Step } from '#console/parts/Step.tsx'
import type { CaseView, OfferView } from '../views.ts'
import { chargeFields } from './chargeFields.tsx'
import { fieldsOf } from './stepFields.tsx'

type Props = {
  readonly view: Pick<CaseView, 'id' | 'version'> &
    Partial<
      Pick<CaseView, 'departments' | 'consultations' | 'deliveryCode' | 'extension' | 'wanted' | 'charge'>
    >
  readonly offer: OfferView
  /** Where the step is sent: a case of the register, unless something else is said. */
  readonly base?: string
  /** 登记编号 that suit a field which asks for one. */
  readonly numbers?: readonly string[]
  readonly onDone: (label: string) => void
}

const reasonLabels: Readonly<Record<string, string>> = {
  opine: '意见',
  askReasons: '为什么要求说明理由',
  proposeExtension: '为什么要延长（写进延期答复告知书）',
  delay: '为什么延迟',
}

function alreadyIn(verb: string, { deliveryCode, extension, wanted, charge }: Props['view']): Answers {
  if (verb === 'pay' && charge?.due) return { amount: charge.due }
  // What the letter lacks, unless the officer unticks it (条例第三十条).
  if (verb === 'askSupplement') return { wanted: wanted ?? [] }
  // As the applicant asked for it (条例第四十条).
  if (verb === 'deliver' && deliveryCode) return { how: deliveryCode }
  return verb === 'extend' && extension ? { days: extension.days } : {}
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
      fields={
        offer.verb === 'charge' && view.charge
          ? chargeFields(offer.fields, view.charge)
          : fieldsOf(offer.fields, { ...view, numbers }, alreadyIn(offer.verb, view))
      }
      above={
        offer.verb === 'extend' && view.extension ? (
          <p>
            经办人提请延长{view.extension.days}个工作日
            {view.extension.why ? `，理由：${view.extension.why}` : '。'}
          </p>
        ) : undefined
      }
      reasonLabel={reasonLabels[offer.verb] ?? '理由'}
      onDone={() => onDone(offer.label)}
    />
  )
}
