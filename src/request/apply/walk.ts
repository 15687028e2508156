import { isTrapped, type Problem } from '#portal/form.tsx'
import type { Asked, PortalContext, Posted, Redirect, View } from '#portal/page.ts'
import type { RecordBody } from '#record/model.ts'
import { cookieName, held, keep, type Filling } from './filling.ts'
import { applyPath } from './place.tsx'
import { beforeOf, isAsked, nextOf, problemsOf, typedIn, type Step } from './read.ts'

/** How one goes from page to page of an application: forward to what is left, back with everything that was typed. */

export const to = (body: RecordBody, page: string): Redirect => ({
  kind: 'redirect',
  status: 303,
  to: applyPath(body, page),
})
const toStep = (body: RecordBody, step: Step | 'check' | null) =>
  to(body, step === null ? '' : `${step}.html`)

export type Draw = (
  context: PortalContext,
  body: RecordBody,
  filling: Filling,
  problems: readonly Problem[],
) => View | Promise<View>

type Page = {
  readonly step: Exclude<Step, 'what'>
  readonly draw: Draw
  /** What else was sent along: files. */
  readonly more?: (context: PortalContext, posted: Posted, key: string, filling: Filling) => Promise<More>
}
type More = {
  readonly filling: Filling
  readonly problems: readonly Problem[]
  /** The page is shown again, without asking whether it is whole. */
  readonly stays: boolean
}

/** The body's filling of this browser, or where to go instead. */
async function here(context: PortalContext, cookie: string | undefined, body: RecordBody, step: Step) {
  const has = await held(context, cookie)
  if (!has || has.filling.done !== null) return to(body, has ? 'done.html' : 'what.html')
  const { typed } = has.filling
  if (step === 'identity' && problemsOf('who', typed, []).length > 0) return to(body, 'who.html')
  return isAsked(step, typed) && (step !== 'carrier' || problemsOf('how', typed, []).length === 0)
    ? has
    : to(body, 'how.html')
}

/** What an answer makes of those given before: another kind of applicant has another identity, another way another form. */
function pastAfter(step: Step, before: Filling, typed: Filling['typed']): readonly string[] {
  const isNatural = (of: Filling['typed']) => of.applicantKind === 'natural'
  if (step === 'who' && isNatural(before.typed) !== isNatural(typed))
    return before.past.filter(one => one !== 'identity')
  if (step === 'how' && before.typed.delivery !== typed.delivery)
    return before.past.filter(one => one !== 'carrier')
  return before.past
}

/** A page of the application: shown with what is kept; sent, it keeps what was typed, right or wrong, and says all that is wrong. */
export function walking({ step, draw, more }: Page) {
  async function show(context: PortalContext, asked: Asked, body: RecordBody): Promise<View | Redirect> {
    const has = await here(context, asked.cookie(cookieName), body, step)
    return 'kind' in has ? has : draw(context, body, has.filling, [])
  }
  async function post(context: PortalContext, posted: Posted, body: RecordBody): Promise<View | Redirect> {
    const has = await here(context, posted.cookie(cookieName), body, step)
    if (isTrapped(posted.form)) return to(body, '')
    if ('kind' in has) return has
    const typed = typedIn(step, posted.form, has.filling.typed)
    const sent: Filling = {
      ...has.filling,
      body: body.slug,
      typed,
      past: pastAfter(step, has.filling, typed),
    }
    const extra = await more?.(context, posted, has.key, sent)
    const filling = extra?.filling ?? sent
    const isBack = posted.form.get('act') === 'back'
    const stays = extra?.stays === true && !isBack
    const wrong = problemsOf(step, typed, filling.matters)
    const problems = isBack ? [] : [...(extra?.problems ?? []), ...(stays ? [] : wrong)]
    const isRight = wrong.length === 0 && !stays && problems.length === 0
    const past =
      isRight && !isBack
        ? [...new Set([...filling.past, step])]
        : filling.past.filter(one => wrong.length === 0 || one !== step)
    const next = { ...filling, past }
    await keep(context, has.key, next, posted.mode)
    if (isBack) return toStep(body, beforeOf(step, typed))
    return isRight ? toStep(body, nextOf(next)) : draw(context, body, next, problems)
  }
  return { show, post }
}
