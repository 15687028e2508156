/**
 * A procedure as data: state × verb → step. The console's buttons, the API's checks, the drawings and the exhaustive
 * test all read the same table.
 */
export type Step<State extends string = string, Role extends string = string> = {
  /** Where it leads. Several: the room chooses among them and nothing else, each with the words that say when. */
  readonly to: State | { readonly [S in State]?: string }
  readonly by: readonly Role[]
  /** What the button says. */
  readonly label: string
  /** Clause ids the step rests on. */
  readonly basis: readonly string[]
  readonly reason?: 'required' | 'optional'
  /** 四眼原则: whoever last did one of these verbs on the subject may not do this step. */
  readonly notBy?: readonly string[]
  /** Only the one who drafted it. */
  readonly own?: true
  /** Only a department that was asked (会签), not the department the subject belongs to. */
  readonly asked?: true
  /** One sentence shown before the act: what will happen and to whom. */
  readonly effect: string
  /** 补录: may have been decided on paper; who may enter it afterwards, in the name of who decided. */
  readonly paper?: readonly Role[]
  /** Asked again before it is done: it cannot be undone, or the public sees it. */
  readonly weighty?: true
}

export type Workflow<State extends string = string, Role extends string = string> = {
  readonly [S in State]: { readonly [verb: string]: Step<State, Role> }
}

export type StateOf<W> = Extract<keyof W, string>
export type VerbOf<W> = { [S in keyof W]: Extract<keyof W[S], string> }[keyof W]

/** The step for a verb in a state, or undefined where the table says nothing (deny unless the table says yes). */
export function stepOf(workflow: Workflow, state: string, verb: string): Step | undefined {
  const steps = Object.hasOwn(workflow, state) ? workflow[state] : undefined
  return steps && Object.hasOwn(steps, verb) ? steps[verb] : undefined
}

export function targetsOf(step: Step): string[] {
  return typeof step.to === 'string' ? [step.to] : Object.keys(step.to)
}
