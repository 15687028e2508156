import { targetsOf } from '#kit/workflow.ts'
import { attributeName, attributeOf } from '#law/attributes.ts'
import { roleLabels, type Role } from '#people/model.ts'
import { ratifyHours } from '../emergency/model.ts'
import { stateLabels, type State } from '../workflow.ts'
import { clauseOrNull } from './basis.ts'
import { demandable, hideable, keyOfDifference, type Difference } from './model.ts'
import { droppable, narrowable, opinionable, stepAt } from './table.ts'
import type { ChoiceView, DifferenceView } from './views.ts'

const stateName = (state: string) => stateLabels[state as State] ?? state

function stepWords(state: State, verb: string): { where: string; national: string } {
  const step = stepAt({ state, verb })
  if (!step) return { where: stateName(state), national: '没有这一动作' }
  const by = step.by.map(role => roleLabels[role as Role] ?? role).join('、')
  const targets = targetsOf(step)
  const to =
    typeof step.to === 'string'
      ? stateName(step.to)
      : targets.map(t => `${stateName(t)}（${(step.to as Record<string, string>)[t]}）`).join('，或')
  return {
    where: `${stateName(state)}：${step.label}`,
    national: `${by}可以办理${targets[0] === state ? '' : `，转${to}`}`,
  }
}

/** A difference as two sentences side by side: the national procedure and the one here. */
export function wordsOf(d: Difference): Omit<DifferenceView, 'basis' | 'difference'> {
  switch (d.kind) {
    case 'drop':
      return { ...stepWords(d.state, d.verb), here: '没有这一步' }
    case 'narrow':
      return { ...stepWords(d.state, d.verb), here: `一律转${stateName(d.to)}` }
    case 'opinion':
      return {
        where: stepWords(d.state, d.verb).where,
        national: '可以不写意见',
        here: '必须写明意见',
      }
    case 'hide':
      return {
        where: `发文批办单：${hideable[d.field]}`,
        national: '有这一栏；勾选的，起草单位须对公开属性提出明确建议',
        here: '没有这一栏',
      }
    case 'demand':
      return { where: `发文批办单：${demandable[d.field]}`, national: '可以不填', here: '送审前必须填写' }
    case 'label':
      return {
        where: `成文日期后的标注：${attributeName(d.attribute)}`,
        national: `（${attributeOf(d.attribute).label}）`,
        here: `（${d.text}）`,
      }
    case 'hours':
      return {
        where: '突发事件先行发布：补办审签的期限',
        national: `${ratifyHours}小时（本系统默认）`,
        here: `${d.hours}小时`,
      }
  }
}

export function differenceView(difference: Difference): DifferenceView {
  return { ...wordsOf(difference), basis: clauseOrNull(difference.basis) ?? difference.basis, difference }
}

const everyDifference = (): Difference[] => [
  ...droppable.map(d => ({ kind: 'drop' as const, ...d, basis: '' })),
  ...narrowable.map(d => ({ kind: 'narrow' as const, ...d, basis: '' })),
  ...opinionable.map(d => ({ kind: 'opinion' as const, ...d, basis: '' })),
  ...(Object.keys(hideable) as (keyof typeof hideable)[]).map(field => ({
    kind: 'hide' as const,
    field,
    basis: '',
  })),
  ...(Object.keys(demandable) as (keyof typeof demandable)[]).map(field => ({
    kind: 'demand' as const,
    field,
    basis: '',
  })),
]

/** Everything a variant may differ in: a closed list; labels and hours are typed. */
export function choicesView(): ChoiceView[] {
  return everyDifference().map(difference => {
    const { where, national, here } = wordsOf(difference)
    const { basis: _basis, ...rest } = difference
    return {
      key: keyOfDifference(rest),
      label: `${where} → ${here}`,
      national,
      here,
      difference: rest as Record<string, string>,
    }
  })
}

/** Every difference that can be chosen from the list, for the proof over all combinations. */
export const choosable = everyDifference
