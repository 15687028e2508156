import { Button } from 'antd'
import type { Answers, Asked } from '#console/asked.ts'
import { asked } from '#console/parts/AskedFields.tsx'
import { Steps } from '#console/parts/Steps.tsx'
import type { VersionView } from '../views.ts'
import type { Opine } from './ItemPanel.tsx'

/** What is judged here: a version of a catalog, or of an instrument. */
type Judged = Pick<
  VersionView,
  'id' | 'version' | 'opinions' | 'conflicts' | 'offers' | 'address' | 'stateLabel'
>

export const effectiveOn = (hint: string): Asked => ({
  name: 'effectiveOn',
  label: '施行日期',
  kind: 'day',
  hint,
})

/** What is said to the public with a version: what has changed, where one stood there before. */
export const publicNote = (address: string | null): Asked => ({
  name: 'note',
  label: '给公众看的说明',
  kind: 'text',
  most: 500,
  hint: address ? '与上一版相比改了什么。' : '第一次公布可以不写。',
  optional: address === null,
})

type Props = {
  readonly view: Judged
  /** `/api/catalogs`: where its steps are sent to. */
  readonly path: string
  /** What 本级政府审核通过 asks for. */
  readonly approval: readonly Asked[]
  /** What steps ask for that only this kind has. */
  readonly more?: Readonly<Record<string, readonly Asked[]>>
  readonly nameOf: (key: string | null) => string
  /** Opinions noted on this machine that go out with a return. */
  readonly noted: readonly Opine[]
  readonly onDrop: (at: number) => void
  /** Sends what is still unsaved; the version to act on, null where it could not be saved. */
  readonly prepare: () => Promise<number | null>
  readonly onDone: (verb: string) => void
}

/** Conflicts of words alone that nobody has settled: whoever goes on says why they are none. */
const unsettled = (view: Judged) => view.conflicts.filter(c => !c.isCertain && c.cleared === null)
const clearName = (c: { bar: string; list: string; item: string }) => `clear.${c.bar}.${c.list}.${c.item}`

/** What each step asks for besides its reason. */
function asksOf({ view, approval, more, nameOf }: Props, verb: string): readonly Asked[] {
  const open = view.opinions.filter(o => o.answer === null)
  const clearing: Asked[] = unsettled(view).map(c => ({
    name: clearName(c),
    label: '为什么不冲突',
    kind: 'text',
    hint: `${c.text}确实冲突的，不写这一栏，先改内容。`,
    missing: '请写明为什么不冲突，或者先改内容。',
  }))
  const asks: Record<string, readonly Asked[]> = {
    submit: [
      ...open.map((o): Asked => ({
        name: `opinion.${o.id}`,
        label: `答复：${nameOf(o.itemKey)} — ${o.text}`,
        kind: 'text',
        hint: `${o.by} ${o.at} 提出。写明怎样处理的；没有采纳的写明理由。`,
        missing: '请写明怎样处理了这条意见。',
      })),
      ...clearing,
    ],
    approve: approval,
    publish: [publicNote(view.address), ...clearing],
    ...more,
  }
  return asks[verb] ?? []
}

function formOf(view: Judged, verb: string, values: Answers, noted: readonly Opine[]): unknown {
  const clearances = unsettled(view).map(c => ({
    ...{ bar: c.bar, list: c.list, item: c.item },
    because: values[clearName(c)] ?? '',
  }))
  switch (verb) {
    case 'submit':
      return {
        answers: Object.entries(values)
          .filter(([name]) => name.startsWith('opinion.'))
          .map(([name, text]) => ({ opinion: Number(name.slice('opinion.'.length)), text })),
        clearances,
      }
    case 'return':
      return { opinions: noted }
    case 'publish':
      return { ...(values.note ? { note: values.note } : {}), clearances }
    default:
      return Object.keys(values).length > 0 ? values : undefined
  }
}

/** The next lawful steps of a version. */
export function Act(props: Props) {
  const { view, path, nameOf, noted, onDrop, prepare, onDone } = props
  return (
    <Steps
      offers={view.offers.filter(o => o.verb !== 'save')}
      address={`${path}/${view.id}`}
      version={view.version}
      prepare={prepare}
      fieldsOf={({ verb }) => asked(asksOf(props, verb), values => formOf(view, verb, values, noted))}
      aboveOf={({ verb }) => (verb === 'return' ? <Noted {...{ noted, nameOf, onDrop }} /> : null)}
      idle={`这一步不由您办理，或者这一版已经办结。现在：${view.stateLabel}。`}
      onDone={(_, { verb }) => onDone(verb)}
    />
  )
}

function Noted({ noted, nameOf, onDrop }: Pick<Props, 'noted' | 'nameOf' | 'onDrop'>) {
  if (noted.length === 0)
    return <p className="quiet">还没有逐项意见：展开一行就可以写。只写总的理由也可以退回。</p>
  return (
    <ul className="opinion-list" aria-label="一并送出的意见">
      {noted.map((o, i) => (
        <li key={`${o.item}${o.text}`}>
          <strong>{nameOf(o.item)}</strong>　{o.text}{' '}
          <Button size="small" onClick={() => onDrop(i)}>
            去掉
          </Button>
        </li>
      ))}
    </ul>
  )
}
