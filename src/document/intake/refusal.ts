import type { RefusalCode } from './types.ts'

/** Thrown inside the intake when a source cannot be accepted; `intake` turns it into `{ok: false}`. */
export class IntakeRefusal extends Error {
  override readonly name = 'IntakeRefusal'
  readonly code: RefusalCode
  readonly reasons: readonly string[]
  constructor(code: RefusalCode, ...reasons: readonly string[]) {
    super(reasons.join('；'))
    this.code = code
    this.reasons = reasons
  }
}
