import { targetsOf, type Workflow } from '#kit/workflow.ts'

/** What has been done since the text was last open for changes; `asked`: the secrecy unit has it to clear. */
const facts = [
  'submit',
  'approve',
  'asked',
  'cleared',
  'agree',
  'sign',
  'number',
  'publishEmergency',
  'endorse',
  'ratify',
] as const
type Fact = (typeof facts)[number]

const words: Record<Fact, string> = {
  submit: '送审（公开属性、依据在这里核对）',
  approve: '部门审核',
  asked: '提请保密审查',
  cleared: '保密审查结论',
  agree: '公开审查',
  sign: '领导签发',
  number: '编号',
  publishEmergency: '先行发布',
  endorse: '补办的公开审查',
  ratify: '领导追认',
}

const factOf = (verb: string): Fact | null =>
  verb === 'clear' || verb === 'determineOpen'
    ? 'cleared'
    : (facts as readonly string[]).includes(verb)
      ? (verb as Fact)
      : null

/** What a return opens again: back at the department nothing after it still stands. */
const undoes: Readonly<Record<string, readonly Fact[]>> = {
  draft: facts,
  'department-review': ['approve', 'asked', 'cleared', 'agree', 'sign', 'number'],
  'secrecy-review': ['cleared', 'agree', 'sign', 'number'],
  'openness-review': ['agree', 'sign', 'number'],
  'legality-review': ['sign', 'number'],
  signature: ['sign', 'number'],
  numbering: ['number'],
}

const reviewed: Readonly<Record<string, readonly Fact[]>> = {
  'openness-review': ['submit', 'approve'],
  'legality-review': ['submit', 'approve', 'agree'],
  signature: ['submit', 'approve', 'agree'],
  numbering: ['submit', 'approve', 'agree', 'sign'],
  numbered: ['submit', 'approve', 'agree', 'sign', 'number'],
  issued: ['submit', 'approve', 'agree', 'sign', 'number'],
  published: ['submit', 'approve', 'agree', 'sign', 'number'],
}
/** 突发事件应对法第七条: before the public at once; never without the form complete, nor settled without both reviews. */
const hurried: Readonly<Record<string, readonly Fact[]>> = {
  'emergency-review': ['submit', 'publishEmergency'],
  'emergency-signature': ['submit', 'publishEmergency', 'endorse'],
  published: ['submit', 'publishEmergency', 'endorse', 'ratify'],
}

type Done = ReadonlySet<Fact>

/** What must have happened before a state may be reached and has not (390号文 四(一)1–3、五(三)). */
function missingAt(state: string, done: Done): Fact[] {
  const inHurry = state.startsWith('emergency-') || done.has('publishEmergency')
  const wanted = [...((inHurry ? hurried : reviewed)[state] ?? [])]
  if (done.has('asked') && (reviewed[state] || hurried[state])) wanted.push('cleared')
  return wanted.filter(fact => !done.has(fact))
}

function after(done: Done, verb: string, from: string, to: string): Done {
  const next = new Set(done)
  const fact = factOf(verb)
  if (to !== from) for (const undone of undoes[to] ?? []) next.delete(undone)
  if (fact) next.add(fact)
  if (to === 'secrecy-review') next.add('asked')
  return next
}

export type Proof = {
  /** Ways that reach a review, the number, the issue or the public without what the law demands before. */
  readonly faults: readonly string[]
  /** How many pairs of state and facts were looked at: a proof over nothing would be none. */
  readonly places: number
}

/**
 * Every way of a drafted document through a table, as far as it matters: all pairs of state and what has been done since
 * the text was last open. Attribute and ground are checked with the submit, so a way without it would be a document
 * without them.
 */
export function proofOf(table: Workflow): Proof {
  const faults: string[] = []
  const seen = new Set<string>()
  type Place = { readonly state: string; readonly done: Done; readonly way: readonly string[] }
  const open: Place[] = [{ state: 'draft', done: new Set(), way: [] }]
  for (let place = open.pop(); place; place = open.pop()) {
    const { state, done, way } = place
    const key = `${state}/${facts.filter(f => done.has(f)).join()}`
    if (seen.has(key)) continue
    seen.add(key)
    const missing = missingAt(state, done)
    if (missing.length > 0) {
      faults.push(`${way.join(' → ')} → ${state}，缺${missing.map(f => words[f]).join('、')}`)
      continue
    }
    for (const [verb, step] of Object.entries(table[state] ?? {}))
      for (const to of targetsOf(step))
        open.push({ state: to, done: after(done, verb, state, to), way: [...way, verb] })
  }
  return { faults, places: seen.size }
}
