import { useEffect, useRef, useState, type KeyboardEvent } from 'react'
import type { LocalItem } from '../localItem.ts'
import { elementText } from '../rules/adopt.ts'
import { chosenOf, type Column } from './cells.ts'
import { saidWhileTyping } from './notes.ts'

/** Where the cursor goes once a cell is done. */
export type Next = 'down' | 'up' | 'right' | 'left' | 'stay'
type Props = {
  readonly item: LocalItem
  readonly column: Column
  /** Typed over: the cell begins empty. */
  readonly over: boolean
  /** What was left here unfinished; it stands here again. */
  readonly back?: string
  /** Every time it is changed, before it is done. */
  readonly onText: (text: string) => void
  readonly onDone: (text: string, next: Next) => void
  readonly onCancel: () => void
}

const nextOf = (event: KeyboardEvent): Next | null =>
  event.key === 'Enter' ? (event.shiftKey ? 'up' : 'down') : event.key === 'Tab' ? (event.shiftKey ? 'left' : 'right') : null // prettier-ignore

/** The cell being written: text with what the machine makes of it below, or the boxes of a closed set. */
export function CellEditor(props: Props) {
  return props.column.choices ? <Choices {...props} /> : <Text {...props} />
}

const putBack = '上次没有写完的放回来了，Enter 收下，Esc 不改。'

function Text({ item, column, over, back, onText, onDone, onCancel }: Props) {
  const [text, setText] = useState(back ?? (over ? '' : elementText(item, column.element)))
  const [isTouched, setTouched] = useState(false)
  const change = (next: string) => {
    setTouched(true)
    setText(next)
    onText(next)
  }
  const box = useRef<HTMLTextAreaElement>(null)
  const left = useRef(false)
  useEffect(() => {
    const area = box.current!
    area.focus()
    area.setSelectionRange(area.value.length, area.value.length)
    area.closest('.cell-editor')?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [])
  useEffect(() => {
    const area = box.current!
    area.style.height = 'auto'
    area.style.height = `${Math.min(Math.max(area.scrollHeight + 2, 64), 260)}px`
  }, [text])
  const said = saidWhileTyping(item, column.element, text)
  const done = (next: Next) => {
    left.current = true
    onDone(text, next)
  }
  const press = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    event.stopPropagation()
    // While a word is being composed Enter chooses a candidate.
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Escape') {
      event.preventDefault()
      left.current = true
      onCancel()
    } else if (event.key === 'Enter' && event.altKey) {
      event.preventDefault()
      const area = event.currentTarget
      area.setRangeText('\n', area.selectionStart, area.selectionEnd, 'end')
      change(area.value)
    } else {
      const next = nextOf(event)
      if (!next) return
      event.preventDefault()
      done(next)
    }
  }
  return (
    <div className="cell-editor" style={{ width: Math.max(column.width, 260) }}>
      <textarea
        ref={box}
        aria-label={column.label}
        aria-invalid={said?.isFault || undefined}
        aria-describedby="cell-said"
        value={text}
        onChange={event => change(event.target.value)}
        onKeyDown={press}
        onBlur={() => {
          if (!left.current) done('stay')
        }}
      />
      <p id="cell-said" role="status" className={said?.isFault ? 'cell-said cell-bad' : 'cell-said'}>
        {back !== undefined && !isTouched ? putBack : null}
        {said?.text ?? (column.kind === 'lines' ? '换行按 Alt+Enter' : '')}
      </p>
    </div>
  )
}

function Choices({ item, column, back, onText, onDone, onCancel }: Props) {
  const isOne = column.kind === 'one'
  const had = chosenOf(item, column.element)
  const [chosen, setChosen] = useState<readonly string[]>(() => {
    const now = isOne ? [elementText(item, column.element)] : had
    return (back === undefined ? now : isOne ? [back] : back.split('、')).filter(Boolean)
  })
  const box = useRef<HTMLFieldSetElement>(null)
  const left = useRef(false)
  const options = [...column.choices!, ...(isOne ? [] : had.filter(c => !column.choices!.includes(c)))]
  const textOf = (list: readonly string[]) => list.join(isOne ? '' : '、')
  useEffect(() => {
    const inputs = [...box.current!.querySelectorAll('input')]
    ;(inputs.find(i => i.checked) ?? inputs[0])?.focus()
    box.current!.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [])
  const done = (next: Next, list = chosen) => {
    left.current = true
    onDone(textOf(list), next)
  }
  const press = (event: KeyboardEvent) => {
    event.stopPropagation()
    const next = nextOf(event)
    if (event.key === 'Escape') {
      event.preventDefault()
      left.current = true
      onCancel()
    } else if (next) {
      event.preventDefault()
      done(next)
    } else if (!isOne && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      event.preventDefault()
      const inputs = [...box.current!.querySelectorAll('input')]
      const at = inputs.indexOf(event.target as HTMLInputElement)
      inputs[(at + (event.key === 'ArrowDown' ? 1 : inputs.length - 1)) % inputs.length]?.focus()
    }
  }
  const said = saidWhileTyping(item, column.element, textOf(chosen))
  return (
    <fieldset
      ref={box}
      className="cell-editor cell-choices"
      onKeyDown={press}
      onBlur={event => {
        const to = event.relatedTarget
        if (!left.current && !(to instanceof Node && event.currentTarget.contains(to))) done('stay')
      }}
      // A press on a label must not take the focus out of the boxes before it ticks one.
      onMouseDown={event => {
        if (!(event.target instanceof HTMLInputElement)) event.preventDefault()
      }}
    >
      <legend className="hidden">{column.label}</legend>
      {options.map(option => (
        <label key={option}>
          <input
            type={isOne ? 'radio' : 'checkbox'}
            name={`cell-${column.element}`}
            checked={chosen.includes(option)}
            onChange={event => {
              const rest = chosen.filter(c => c !== option)
              const next = isOne ? [option] : event.target.checked ? [...rest, option] : rest
              setChosen(next)
              onText(textOf(next))
            }}
          />
          {option}
        </label>
      ))}
      <p role="status" className={said?.isFault ? 'cell-said cell-bad' : 'cell-said'}>
        {back === undefined ? null : putBack}
        {said?.isFault ? said.text : back === undefined ? 'Enter 收下，Esc 不改' : null}
      </p>
    </fieldset>
  )
}
