import { Button } from 'antd'
import { Icon } from '#console/parts/Icon.tsx'
import { comparedElements, type ComparedElement, type Problem } from '../rules/adopt.ts'
import type { Place } from './Grid.tsx'

type Props = {
  readonly problems: readonly Problem[]
  readonly nameOf: (key: string) => string
  readonly onGo: (place: Place) => void
  /** Items of the catalog above that have no row here. */
  readonly missing: number
  readonly onTakeIn: () => void
  /** Whether it is still being written; who reviews or approves it is told what is lacking, not that it may be submitted. */
  readonly isOpen: boolean
}

const placeOf = (p: Problem): Place | null =>
  p.key === null
    ? null
    : {
        key: p.key,
        element: (comparedElements as readonly string[]).includes(p.element ?? '')
          ? (p.element as ComparedElement)
          : 'row',
      }

/** Problems of one row together, those of the whole catalog one by one. */
function grouped(problems: readonly Problem[]): { key: string | null; own: Problem[] }[] {
  const groups = new Map<string, { key: string | null; own: Problem[] }>()
  for (const [i, p] of problems.entries()) {
    const name = p.key ?? `whole-${i}`
    const group = groups.get(name) ?? { key: p.key, own: [] }
    group.own.push(p)
    groups.set(name, group)
  }
  return [...groups.values()]
}

/** What stands in the way of submitting, and what is to be looked at, each with a way to its cell. */
export function Problems({ problems, nameOf, onGo, missing, onTakeIn, isOpen }: Props) {
  const heading = isOpen ? '送审前检查' : '检查'
  const grave = problems.filter(p => p.isGrave)
  const soft = problems.filter(p => !p.isGrave)
  const list = (some: readonly Problem[]) => (
    <ul className="missing">
      {grouped(some).map(({ key, own }) =>
        key === null ? (
          <li key={own[0]!.text}>{own[0]!.text}</li>
        ) : (
          <li key={key}>
            <strong>{nameOf(key)}</strong>
            {own.map(p => (
              <button
                key={`${p.element}${p.text}`}
                type="button"
                className="link problem"
                onClick={() => onGo(placeOf(p)!)}
              >
                {p.text.replace(`“${nameOf(key)}”`, '').replace(/。$/, '')}
              </button>
            ))}
          </li>
        ),
      )}
    </ul>
  )
  return (
    <section aria-label={heading} className="problems">
      <h2>{heading}</h2>
      {grave.length === 0 ? (
        <p className="ready">
          <Icon name="done" size={16} />
          {isOpen ? '没有缺项，可以送审。' : '没有缺项。'}
        </p>
      ) : (
        <>
          <p className="found">
            有{grave.length}处{isOpen ? '要先处理' : '没有补齐'}
          </p>
          {list(grave)}
        </>
      )}
      {missing > 0 ? (
        <p>
          <Button onClick={onTakeIn}>把缺少的{missing}项照上级目录补进来</Button>
        </p>
      ) : null}
      {soft.length > 0 ? (
        <details className="soft-problems">
          <summary>
            另有{soft.length}处请核对{isOpen ? '，不影响送审' : ''}
          </summary>
          {list(soft)}
        </details>
      ) : null}
    </section>
  )
}
