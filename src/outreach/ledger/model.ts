import type { Step, Workflow } from '#kit/workflow.ts'

/** 邮件订阅的对账: what was owed to subscribers for the changes of some bodies, and what became of it. */

export type Count = {
  readonly due: number
  readonly sent: number
  readonly failed: number
  readonly suppressed: number
  readonly waiting: number
}

export type LetterLine = {
  readonly id: number
  readonly version: number
  readonly kindLabel: string
  /** Masked. */
  readonly address: string
  readonly state: 'waiting' | 'failed'
  readonly stateLabel: string
  readonly attempts: number
  readonly fault: string
  readonly madeAt: string
  readonly nextTryAt: string | null
  readonly mayRetry: boolean
}

export type LedgerView = {
  /** Whether e-mail can be sent at all. */
  readonly isOpen: boolean
  readonly bodies: readonly string[]
  readonly active: number
  readonly sums: Count
  /** Changes whose rows do not add up to what was counted when they were matched; 0 is right. */
  readonly unbalanced: number
  readonly days: readonly (Count & { readonly day: string; readonly frequency: string })[]
  readonly letters: readonly LetterLine[]
  readonly retry: { readonly label: string; readonly effect: string; readonly basis: readonly string[] }
}

/** Who may look at the account: of his own body, or, as an administrator, of those below as well. */
export const ledgerReaders = ['opennessOfficer', 'publisher', 'systemAdmin', 'auditAdmin'] as const
export const ledgerReaderAdmins = ['systemAdmin', 'auditAdmin'] as const

export type LetterState = 'waiting' | 'sending' | 'handing' | 'sent' | 'failed' | 'suppressed'
export type LetterRole = 'opennessOfficer' | 'systemAdmin'

/** A letter goes its way by itself; only one that failed waits for a person. */
export const letterWorkflow = {
  waiting: {},
  sending: {},
  handing: {},
  sent: {},
  suppressed: {},
  failed: {
    retry: {
      to: 'waiting',
      by: ['opennessOfficer', 'systemAdmin'],
      label: '重新发送',
      basis: ['上海/一(三)'],
      effect: '再发一次。失败原因写着“可能已经送达”的，收信人可能收到两封。',
    },
  },
} as const satisfies Workflow<LetterState, LetterRole>

export const retryStep: Step = letterWorkflow.failed.retry
