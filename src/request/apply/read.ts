import type { Problem } from '#portal/form.tsx'
import { applicationSchema, type Application } from '../model.ts'
import { isMatter, mostMatters, type Matter } from '../online/model.ts'
import { emptyMatter, type Filling, type Typed } from './filling.ts'

/** Reads the steps of an application out of what was typed; the same schema as at the counter checks it (条例第二十九条). */

export const steps = ['what', 'who', 'how'] as const
export type Step = (typeof steps)[number]

export const fieldsOf = {
  what: ['purpose'],
  who: [
    'applicantKind',
    'name',
    'identityProof',
    'identityNumber',
    'creditCode',
    'representative',
    'contactName',
    'phone',
    'email',
    'address',
    'postcode',
    'agentName',
  ],
  how: ['carrier', 'delivery', 'otherWayAccepted', 'address', 'postcode', 'email'],
} as const satisfies Record<Step, readonly string[]>

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

function application(typed: Typed, matter: Matter) {
  return {
    ...typed,
    identityProof: typed.identityProof || null,
    otherWayAccepted: typed.otherWayAccepted === '1',
    ...matter,
  }
}

/** Answers of the step that is not reached yet, so that the schema speaks of the others. */
const ahead = { carrier: 'read', delivery: 'onTheSpot', otherWayAccepted: true }

/** Everything wrong with a step, at once. */
export function problemsOf(step: Step, typed: Typed, matters: readonly Matter[]): Problem[] {
  if (step === 'what') return matterProblems(typed, matters)
  const value =
    step === 'who'
      ? { ...application(typed, { ...emptyMatter, description: '略' }), ...ahead }
      : application(typed, { ...emptyMatter, description: '略' })
  const result = applicationSchema.safeParse(value)
  if (result.success) return []
  const mine: readonly string[] = fieldsOf[step]
  const problems = result.error.issues
    .map(i => ({ field: String(i.path[0]), text: i.message }))
    .filter(p => mine.includes(p.field))
  // Without the kind of applicant the schema stops there; the name is asked of everybody.
  if (step === 'who' && problems.some(p => p.field === 'applicantKind') && !typed.name)
    problems.push({ field: 'name', text: '请填写姓名或者单位名称。' })
  return unique(problems)
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
