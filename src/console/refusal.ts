/** Why something is refused: a sentence, the field it concerns, the clause it rests on. */
export type Reason = { readonly text: string; readonly field?: string; readonly basis?: string }

/** The server said no, with every reason at once. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly status: number
  readonly code: string
  readonly reasons: readonly Reason[]
  constructor(status: number, code: string, reasons: readonly Reason[]) {
    super(reasons.map(r => r.text).join('；'))
    this.status = status
    this.code = code
    this.reasons = reasons
  }
}

/** No answer came: the network is down or the server is away. Whatever was typed is still here. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable'
  constructor() {
    super('暂时连不上服务器。您填写的内容还在，请检查网络后重试。')
  }
}

/** The person closed the sign-in dialog instead of signing in again. */
export class NotSignedIn extends Error {
  override readonly name = 'NotSignedIn'
  constructor() {
    super('还没有重新登录，这一步没有提交。您填写的内容还在。')
  }
}

const plain: Record<number, [string, string]> = {
  401: ['signed-out', '登录已经失效，请重新登录。'],
  403: ['forbidden', '您没有权限做这一步。'],
  404: ['not-found', '没有找到这项内容，可能已被移走，或者您无权查看。'],
  409: ['not-now', '这一步现在不能办理，请刷新后再看。'],
  413: ['too-large', '内容或文件过大，请拆分后再提交。'],
  422: ['invalid', '填写的内容不符合要求，请检查后再提交。'],
  429: ['too-many', '操作过于频繁，请稍等一分钟再试。'],
}

function isReason(value: unknown): value is Reason {
  return typeof value === 'object' && value !== null && 'text' in value && typeof value.text === 'string'
}

/** An error answer as a `Refusal`; an answer that is not ours (a proxy's page, an empty body) becomes one plain sentence. */
export function toRefusal(status: number, body: string): Refusal {
  const fallback = plain[status] ?? ['failed', '服务器出错了，您填写的内容没有丢失，请稍后再试。']
  let read: unknown = null
  try {
    read = JSON.parse(body)
  } catch {
    return new Refusal(status, fallback[0], [{ text: fallback[1] }])
  }
  const answer = (typeof read === 'object' && read !== null ? read : {}) as {
    code?: unknown
    message?: unknown
    reasons?: unknown
  }
  const code = typeof answer.code === 'string' ? answer.code : fallback[0]
  const reasons = Array.isArray(answer.reasons) ? answer.reasons.filter(isReason) : []
  if (reasons.length > 0) return new Refusal(status, code, reasons)
  const message = typeof answer.message === 'string' && answer.message ? answer.message : fallback[1]
  return new Refusal(status, code, [{ text: message }])
}

/** The reasons of anything thrown, as sentences for people. */
export function reasonsOf(error: unknown): readonly Reason[] {
  if (error instanceof Refusal) return error.reasons
  if (error instanceof Unreachable || error instanceof NotSignedIn) return [{ text: error.message }]
  return [{ text: '页面出错了，您填写的内容还在，请重试；如仍不行，请刷新页面。' }]
}

const wrappers = ['draft', 'form', 'body', 'fields']

/** `draft.signatories.0` and `form.signatories` are both the field `signatories` of a form. */
export function fieldName(path: string): string {
  const steps = path.split(/[./]/).filter(Boolean)
  const first =
    steps[0] !== undefined && wrappers.includes(steps[0]) && steps.length > 1 ? steps[1] : steps[0]
  return first ?? path
}

export type Sorted = {
  readonly fields: ReadonlyMap<string, readonly Reason[]>
  readonly rest: readonly Reason[]
}

/** Reasons that stand at a field of this form, and those that stand at its top only. */
export function byField(reasons: readonly Reason[], known: readonly string[]): Sorted {
  const fields = new Map<string, Reason[]>()
  const rest: Reason[] = []
  for (const reason of reasons) {
    const whole = reason.field ?? null
    const field = whole === null || known.includes(whole) ? whole : fieldName(whole)
    if (field === null || !known.includes(field)) rest.push(reason)
    else fields.set(field, [...(fields.get(field) ?? []), reason])
  }
  return { fields, rest }
}

/** Somebody else was first: what is on the screen is older than what the server holds. */
export const isStale = (error: unknown): boolean => error instanceof Refusal && error.code === 'stale'

/** Worth trying again with the same idempotency key: nothing was decided. */
export const isUndecided = (error: unknown): boolean =>
  error instanceof Unreachable ||
  error instanceof NotSignedIn ||
  (error instanceof Refusal && error.status >= 500)

/** Says nothing about the thing asked for: the next try may answer (no connection, a server at its limit or in trouble). */
export const isPassing = (error: unknown): boolean =>
  isUndecided(error) || (error instanceof Refusal && error.status === 429)
