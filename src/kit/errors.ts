/** An error whose message is written for the operator: one sentence, no stack. */
export class OperatorError extends Error {
  override readonly name = 'OperatorError'
  readonly exitCode: number
  constructor(message: string, exitCode = 1) {
    super(message)
    this.exitCode = exitCode
  }
}

/** Why something is refused: a sentence for the person, the field it concerns, the clause it rests on. */
export type Reason = { readonly text: string; readonly field?: string; readonly basis?: string }

export type RefusalCode =
  | 'invalid' // what was typed cannot be accepted
  | 'signed-out'
  | 'forbidden' // not this person, not this role
  | 'not-found'
  | 'not-now' // not in this state
  | 'stale' // somebody else was first
  | 'too-large'
  | 'too-many'

const statusOf: Record<RefusalCode, number> = {
  invalid: 422,
  'signed-out': 401,
  forbidden: 403,
  'not-found': 404,
  'not-now': 409,
  stale: 409,
  'too-large': 413,
  'too-many': 429,
}

/** A lawful no. Carries every reason at once; the one error handler turns it into an answer. */
export class Refused extends Error {
  override readonly name = 'Refused'
  readonly code: RefusalCode
  readonly reasons: readonly Reason[]
  constructor(code: RefusalCode, reasons: string | readonly Reason[]) {
    const list = typeof reasons === 'string' ? [{ text: reasons }] : reasons
    super(list.map(r => r.text).join('；'))
    this.code = code
    this.reasons = list
  }
  get status(): number {
    return statusOf[this.code]
  }
}
