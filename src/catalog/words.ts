import type { Step, Workflow } from '#kit/workflow.ts'

type Told = {
  readonly noun: string
  readonly first: string
  readonly beginning: Step
  readonly workflow: Workflow
}

/** The words of events by the tables they come from; null for another's. */
export const sayer =
  (tables: Readonly<Record<string, Told>>) =>
  (kind: string, verb: string): { kind: string; verb: string } | null => {
    const told = Object.hasOwn(tables, kind) ? tables[kind] : undefined
    if (!told) return null
    if (verb === told.first) return { kind: told.noun, verb: told.beginning.label }
    if (verb === 'supersede') return { kind: told.noun, verb: '由新版本代替' }
    const steps = Object.values(told.workflow).find(s => Object.hasOwn(s, verb))
    return { kind: told.noun, verb: steps?.[verb]?.label ?? verb }
  }
