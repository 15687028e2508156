import { Checkbox } from 'antd'
import type { GridProps } from './Grid.tsx'
import { itemName } from './cells.ts'
import { ItemWords } from './ItemWords.tsx'

/** The rows where there is no room for a table: what it is, what is wrong with it, a way into it. */
export function Cards({
  label,
  items,
  notes,
  drafted,
  selected,
  onSelect,
  onOpen,
  from,
}: GridProps & { readonly from: number }) {
  const toggle = (key: string) => {
    const next = new Set(selected)
    if (!next.delete(key)) next.add(key)
    onSelect?.(next)
  }
  return (
    <ul className="list-cards" aria-label={label}>
      {items.map((item, i) => {
        const own = notes.get(item.key) ?? []
        return (
          <li key={item.key} className={selected?.has(item.key) ? 'list-card list-card-chosen' : 'list-card'}>
            <div className="list-card-head">
              {onSelect ? (
                <Checkbox
                  checked={selected?.has(item.key) ?? false}
                  aria-label={`选择：${itemName(item)}`}
                  onChange={() => toggle(item.key)}
                />
              ) : null}
              <div className="list-card-title">
                <button
                  type="button"
                  className="link"
                  onClick={() => onOpen({ key: item.key, element: 'level2' })}
                >
                  {from + i + 1}. {itemName(item)}
                </button>
                <ItemWords {...{ item, drafted }} />
              </div>
            </div>
            <p className="quiet">{[item.level1, item.deadline, item.subject].filter(Boolean).join(' · ')}</p>
            {own.map(n => (
              <p key={n.text} className={`note note-${n.tone}`}>
                {n.text}
              </p>
            ))}
          </li>
        )
      })}
    </ul>
  )
}
