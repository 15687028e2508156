import type { Step, Workflow } from '#kit/workflow.ts'
import { labelOfLibrary } from './library/workflow.ts'
import { paperEventLabels } from './paper/workflow.ts'
import { publicationSteps } from './workflow/publication.ts'
import { reviewSteps } from './workflow/review.ts'
import type { DocumentRole, State } from './workflow/states.ts'

export {
  emergencyStates,
  publicStates,
  stateLabels,
  states,
  type DocumentRole,
  type State,
} from './workflow/states.ts'

/**
 * 公文 from the drafting form to the public (390号文 四(一)). The order is law: where a state secret may be involved
 * the secrecy unit looks first, then the openness unit, and nobody signs what has not passed both.
 */
export const workflow = {
  ...reviewSteps,
  ...publicationSteps,
} as const satisfies Workflow<State, DocumentRole>

/** How a document comes into being: not steps, for there is no state to leave. */
export const beginnings = {
  draft: {
    to: 'draft',
    by: ['drafter'],
    label: '新建公文',
    basis: ['390号/四(一)1'],
    effect: '打开一张发文批办单。',
  },
  import: {
    to: 'import-check',
    by: ['drafter', 'opennessOfficer', 'publisher'],
    label: '补录历史公文',
    basis: ['上海/五(十六)', '吉林/二(二)'],
    effect: '按原来的日期登记，由另一人核对后发布。',
  },
} as const satisfies Record<string, Step<State, DocumentRole>>

/** Every label of a verb, also of the beginnings and of the autosave's milestones. */
export function labelOfVerb(verb: string): string {
  if (verb === 'remind') return '催办'
  if (Object.hasOwn(paperEventLabels, verb)) return paperEventLabels[verb as keyof typeof paperEventLabels]
  if (Object.hasOwn(beginnings, verb)) return beginnings[verb as keyof typeof beginnings].label
  for (const steps of Object.values(workflow) as Workflow[string][])
    if (Object.hasOwn(steps, verb)) return steps[verb]!.label
  return labelOfLibrary(verb) ?? verb
}

/** Steps that are not the way forward: nobody waits for them. */
const aside: readonly string[] = [
  'return',
  'cancel',
  'recall',
  'withdraw',
  'voidNumber',
  'askSecrecy',
  'askCountersign',
  'endCountersign',
  'refer',
  'findSecret',
  'determineSecret',
  'consult',
  'referOpenness',
  'schedule',
  'unschedule',
  'reattribute',
  'correct',
  'addChannel',
  'classify',
  'sendPaper',
  'receivePaper',
  'publishEmergency',
  'refuseAfter',
]

/** Whether a verb is what a document in its state waits for. */
export const goesForward = (verb: string): boolean => !aside.includes(verb)
