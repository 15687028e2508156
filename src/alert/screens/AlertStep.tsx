import { Step, type StepFields } from '#console/parts/Step.tsx'
import type { AlertView } from '../views.ts'
import { AlertFields, sentOf, type Words } from './AlertForm.tsx'

/** What adjusting asks: the words as they stand. */
const adjusted = (row: AlertView): StepFields<Words> => ({
  initial: {
    kind: row.kind,
    level: row.level,
    title: row.title,
    text: row.text,
    address: row.address ?? '',
    startsAt: row.startsAt ?? '',
    endsAt: row.endsAt ?? '',
  },
  form: sentOf,
  draw: held => <AlertFields words={held.values} set={held.set} faults={held.faults} />,
})

type Props = {
  readonly row: AlertView
  readonly verb: string
  readonly onDone: () => void
  readonly onClose: () => void
}

/** One step of an alert; adjusting shows the words again. */
export function AlertStep({ row, verb, onDone, onClose }: Props) {
  const offer = row.offers.find(o => o.verb === verb)
  if (!offer) return null
  return (
    <Step
      offer={offer}
      heading={`${offer.label}：${row.title}`}
      address={`/api/alerts/${row.id}`}
      version={row.version}
      fields={verb === 'adjust' ? adjusted(row) : undefined}
      onDone={onDone}
      onClose={onClose}
    />
  )
}
