import type { Problem } from '#portal/form.tsx'
import { applicantKinds, applicationSchema, type Application, type Carrier, type Delivery } from '../model.ts'
import { isMatter, mostMatters, type Matter } from '../online/model.ts'
import { emptyMatter, type Filling, type Typed } from './filling.ts'

/** Reads the steps of an application out of what was typed; the same schema as at the counter checks it (条例第二十九条). */

/** The pages of applying in their order: one question each, what belongs to one answer together. */
export const steps = ['what', 'who', 'identity', 'contact', 'how', 'carrier'] as const
export type Step = (typeof steps)[number]

export const fieldsOf = {
  what: ['purpose'],
  who: ['applicantKind'],
  identity: [
    'name',
    'identityProof',
    'identityNumber',
    'creditCode',
    'representative',
    'contactName',
    'agentName',
  ],
  contact: ['phone', 'email', 'address'],
  how: ['delivery', 'otherWayAccepted'],
  carrier: ['carrier', 'address', 'postcode', 'email'],
} as const satisfies Record<Step, readonly string[]>

/** In which form something can be had by each way; where there is only one, nobody is asked. */
export const carriersOf: Readonly<Record<Delivery, readonly [Carrier, ...Carrier[]]>> = {
  online: ['email'],
  email: ['email'],
  post: ['paper', 'disc'],
  pickUp: ['paper', 'disc'],
  onTheSpot: ['read'],
}
const deliveryOf = (typed: Typed): Delivery | null =>
  Object.hasOwn(carriersOf, typed.delivery ?? '') ? (typed.delivery as Delivery) : null

/** Whether a page asks anything that the others have not answered. */
export function isAsked(step: Step, typed: Typed): boolean {
  const delivery = deliveryOf(typed)
  if (step !== 'carrier' || delivery === null) return true
  return carriersOf[delivery].length > 1 || (delivery === 'email' && !typed.email)
}

/** The first page that was not filled in rightly; `check` after the last. */
export function nextOf({
  past,
  typed,
  matters,
}: Pick<Filling, 'past' | 'typed' | 'matters'>): Step | 'check' {
  const isLeft = (step: Step) => !past.includes(step) || problemsOf(step, typed, matters).length > 0
  return steps.find(step => isAsked(step, typed) && isLeft(step)) ?? 'check'
}

/** The page before one; the start before the first. */
export function beforeOf(step: Step | 'check', typed: Typed): Step | null {
  const end = step === 'check' ? steps.length : steps.indexOf(step)
  return steps.slice(0, end).findLast(one => isAsked(one, typed)) ?? null
}

/** Longer than any field may be: the schema says so, nothing is cut before. */
const longest = 6000

/** The fields of a step as they were typed. A step without a field (a checkbox not ticked, an input not shown) leaves what was. */
export function typedIn(step: Step, form: URLSearchParams, before: Typed): Typed {
  const next: Record<string, string> = { ...before }
  for (const name of fieldsOf[step]) {
    const value = form.get(name)
    if (value !== null) next[name] = value.trim().slice(0, longest)
    else if (name === 'otherWayAccepted') next[name] = ''
  }
  return next
}

/** Matters as typed, blank ones left out except the first. */
export function mattersIn(form: URLSearchParams): Matter[] {
  const all = Array.from({ length: mostMatters }, (_, at) => {
    const get = (name: string) => (form.get(`${name}${at === 0 ? '' : at}`) ?? '').trim().slice(0, longest)
    return {
      informationName: get('informationName'),
      documentNumber: get('documentNumber'),
      description: get('description'),
    }
  })
  const some = all.filter(isMatter)
  return some.length > 0 ? some : [emptyMatter]
}

/** What belongs to the other kind of applicant stays as typed, and is not sent. */
function application(typed: Typed, matter: Matter) {
  const natural = typed.applicantKind === 'natural'
  const delivery = deliveryOf(typed)
  const only = delivery !== null && carriersOf[delivery].length === 1 ? carriersOf[delivery][0] : null
  return {
    ...typed,
    ...(natural ? { creditCode: '', representative: '', contactName: '' } : { identityNumber: '' }),
    identityProof: (natural && typed.identityProof) || null,
    carrier: only ?? typed.carrier,
    postcode: delivery === 'post' ? (typed.postcode ?? '') : '',
    otherWayAccepted: typed.otherWayAccepted === '1',
    ...matter,
  }
}

/** Everything wrong with a page, at once. */
export function problemsOf(step: Step, typed: Typed, matters: readonly Matter[]): Problem[] {
  if (step === 'what') return matterProblems(typed, matters)
  if (step === 'who')
    return (applicantKinds as readonly string[]).includes(typed.applicantKind ?? '')
      ? []
      : [{ field: 'applicantKind', text: '请选择申请人是公民还是法人、其他组织。' }]
  const delivery = deliveryOf(typed)
  if (step === 'how') return delivery === null ? [{ field: 'delivery', text: '请选择获取信息的方式。' }] : []
  const mine: readonly string[] = fieldsOf[step]
  const fits = delivery === null || (carriersOf[delivery] as readonly string[]).includes(typed.carrier ?? '')
  const isFormLacking = step === 'carrier' && !fits && (delivery === null || carriersOf[delivery].length > 1)
  const result = applicationSchema.safeParse(
    application(
      {
        ...Object.fromEntries(mine.map(name => [name, typed[name] ?? ''])),
        applicantKind: typed.applicantKind ?? '',
        // Pages that are not reached yet are answered so that the schema speaks of this one.
        delivery: (step === 'carrier' && delivery) || 'onTheSpot',
        carrier: fits && typed.carrier ? typed.carrier : 'paper',
      },
      { ...emptyMatter, description: '略' },
    ),
  )
  const lacking = isFormLacking ? [{ field: 'carrier', text: '请选择信息的形式。' }] : []
  if (result.success) return lacking
  const problems = result.error.issues
    .map(i => ({ field: String(i.path[0]), text: i.message }))
    .filter(p => mine.includes(p.field))
  return unique([...lacking, ...problems])
}

function matterProblems(typed: Typed, matters: readonly Matter[]): Problem[] {
  const problems: Problem[] = []
  for (const [at, matter] of matters.entries()) {
    const n = at === 0 ? '' : String(at)
    const whose = matters.length > 1 ? `第${at + 1}项：` : ''
    if (!isMatter(matter))
      problems.push({
        field: 'description',
        text: '请填写所需信息的名称、文号或者内容描述，三项填一项即可。',
      })
    for (const [name, label, most] of [
      ['informationName', '所需信息的名称', 200],
      ['documentNumber', '文号', 80],
      ['description', '内容描述', 4000],
    ] as const)
      if (matter[name].length > most)
        problems.push({
          field: name + n,
          text: `${whose}${label}最多${most}个字，现在有${matter[name].length}个字。`,
        })
  }
  if ((typed.purpose ?? '').length > 1000)
    problems.push({ field: 'purpose', text: `用途最多1000个字，现在有${typed.purpose!.length}个字。` })
  return problems
}

const unique = (problems: readonly Problem[]) =>
  problems.filter((p, at) => problems.findIndex(o => o.field === p.field && o.text === p.text) === at)

/** The whole application, or the first step that is not right. */
export function wholeOf(
  filling: Filling,
): { ok: true; application: Application; matters: readonly Matter[] } | { ok: false; step: Step } {
  for (const step of steps)
    if (problemsOf(step, filling.typed, filling.matters).length > 0) return { ok: false, step }
  const [first, ...more] = filling.matters
  const result = applicationSchema.safeParse(application(filling.typed, first ?? emptyMatter))
  return result.success
    ? { ok: true, application: result.data, matters: more }
    : { ok: false, step: stepOfField(String(result.error.issues[0]?.path[0])) }
}

function stepOfField(field: string): Step {
  return steps.find(step => (fieldsOf[step] as readonly string[]).includes(field)) ?? 'what'
}
