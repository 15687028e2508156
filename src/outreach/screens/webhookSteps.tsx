import { asked } from '#console/parts/AskedFields.tsx'
import type { StepFields } from '#console/parts/Step.tsx'
import type { WebhookForm, WebhookView } from '../webhook/model.ts'
import { WebhookFields } from './WebhookFields.tsx'

const changed = ({ name, contact, url, below }: WebhookView): StepFields<WebhookForm> => ({
  initial: { name, contact, url, below },
  form: values => values,
  draw: held => <WebhookFields value={held.values} set={held.set} reasons={held.faults} />,
})

/** What a step of a receiver asks for besides its reason. */
export function fieldsOf(view: WebhookView, verb: string): StepFields | undefined {
  if (verb === 'change') return changed(view)
  if (verb !== 'replay') return undefined
  return asked([
    { name: 'from', label: '从次序号', kind: 'number', hint: '含这一号。' },
    {
      name: 'to',
      label: '到次序号',
      kind: 'number',
      optional: true,
      hint: `含这一号；不填到 ${view.matchedTo}。`,
    },
  ])
}
