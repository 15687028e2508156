import { Button, Checkbox, Input } from 'antd'
import { useState } from 'react'
import { Field } from '#console/parts/Field.tsx'
import { useTyped } from '#console/useTyped.ts'
import type { Decision } from '../model.ts'
import type { AloneView, PairingView } from '../views.ts'
import type { Sides } from './sides.ts'

type Props = {
  readonly side: 'item' | 'entry'
  readonly view: PairingView
  readonly sides: Sides
  /** Ids without a counterpart and without a word why. */
  readonly open: readonly string[]
  readonly decides: boolean
  readonly decide: (decisions: readonly Decision[], back?: readonly Decision[]) => Promise<void>
}

const words = {
  item: {
    list: '没有对应的目录事项',
    none: '每个目录事项都有对照，或者说明了无须对照。',
    hint: '例如：法律法规的公开不是一项权力，也不是一项服务。',
  },
  entry: {
    list: '没有对应的清单条目',
    none: '每一条清单都有对照，或者说明了无须对照。',
    hint: '例如：属于其他领域，安全生产、救灾目录里没有相应的公开事项。',
  },
} as const

/** What stands open on one side: said for several at once to need no counterpart, with the reason; what was said can be taken back. */
export function AloneList({ side, view, sides, open, decides, decide }: Props) {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const typed = useTyped(`alone-${side}`, { reason: '' })
  const { reason } = typed.values
  const of = (id: string) => {
    const [scope = '', key = ''] = id.split('/')
    return { side, scope, key }
  }
  const nameOf = (id: string) =>
    side === 'item' ? (sides.items.get(id)?.name ?? id) : (sides.entries.get(id)?.name ?? id)
  const hintOf = (id: string) => {
    const [item, entry] = [sides.items.get(id), sides.entries.get(id)]
    return item ? `${item.fieldLabel} · ${item.level1}` : [entry?.kindLabel, entry?.type, entry?.code].filter(Boolean).join(' · ') // prettier-ignore
  }
  const said: readonly { readonly id: string; readonly alone: AloneView }[] = (
    side === 'item' ? view.items : view.entries
  ).flatMap((x: { readonly id: string; readonly alone: AloneView | null }) =>
    x.alone ? [{ id: x.id, alone: x.alone }] : [],
  )
  const picked = open.filter(id => chosen.has(id))
  return (
    <>
      {open.length === 0 ? <p className="quiet">{words[side].none}</p> : null}
      <ul className="pair-list" aria-label={words[side].list}>
        {open.map(id => (
          <li key={id} className="pair">
            {decides ? (
              <Checkbox
                checked={chosen.has(id)}
                onChange={event => {
                  const next = new Set(chosen)
                  if (event.target.checked) next.add(id)
                  else next.delete(id)
                  setChosen(next)
                }}
              >
                {nameOf(id)}
              </Checkbox>
            ) : (
              <span>{nameOf(id)}</span>
            )}
            <span className="quiet">{hintOf(id)}</span>
          </li>
        ))}
      </ul>
      {decides && open.length > 0 ? (
        <form
          className="act site-form"
          aria-label="说明无须对照"
          onSubmit={event => {
            event.preventDefault()
            void decide(
              picked.map(id => ({ do: 'alone', ...of(id), reason })),
              picked.map(id => ({ do: 'notAlone', ...of(id) })),
            ).then(() => setChosen(new Set()))
          }}
        >
          <Field name="alone" label="为什么无须对照（至少四个字）" hint={words[side].hint} required>
            {({ status, ...control }) => (
              <Input
                {...control}
                status={status}
                maxLength={300}
                value={reason}
                onChange={event => typed.set({ reason: event.target.value })}
              />
            )}
          </Field>
          <div className="act-buttons">
            <Button
              htmlType="submit"
              type="primary"
              disabled={picked.length === 0 || reason.trim().length < 4}
            >
              说明选中的{picked.length}
              {side === 'item' ? '项' : '条'}无须对照
            </Button>
            <Button onClick={() => setChosen(picked.length === open.length ? new Set() : new Set(open))}>
              {picked.length === open.length ? '都不选' : '全选'}
            </Button>
          </div>
        </form>
      ) : null}
      {said.length > 0 ? (
        <>
          <h3>说明了无须对照的</h3>
          <ul className="pair-list" aria-label="说明了无须对照的">
            {said.map(({ id, alone }) => (
              <li key={id} className="pair">
                <span>
                  {nameOf(id)}：{alone.reason}
                </span>
                <span className="quiet">
                  {alone.by} {alone.at}
                </span>
                {decides ? (
                  <Button size="small" onClick={() => void decide([{ do: 'notAlone', ...of(id) }])}>
                    撤回说明
                  </Button>
                ) : null}
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </>
  )
}
