import { Alert, Button, Spin, Tag } from 'antd'
import { useRef, useState, type ClipboardEvent, type DragEvent } from 'react'
import { cleanPaste } from '#console/editor/paste.ts'
import { Faults } from '#console/parts/Faults.tsx'
import { Icon } from '#console/parts/Icon.tsx'
import { useDoing } from '#console/query.ts'
import { reasonsOf } from '#console/refusal.ts'
import {
  agrees,
  notesOf,
  replaces,
  suggestionsOf,
  type Intake,
  type Suggestion,
  type SuggestionField,
} from './suggestions.ts'

export type Source =
  | { readonly kind: 'file'; readonly file: File }
  | { readonly kind: 'paste'; readonly html: string; readonly text: string }

/** The request body that a source becomes. Word's markup can be ten times its text: too much of it is cleaned, then left out. */
function bodyOf(source: Source): FormData | { html: string } | { text: string } {
  if (source.kind === 'file') {
    const form = new FormData()
    form.append('file', source.file)
    return form
  }
  const room = 3_000_000
  if (source.html && source.html.length < room) return { html: source.html }
  const clean = cleanPaste(source.html)
  return clean && clean.length < room ? { html: clean } : { text: source.text }
}

export type Reading = {
  readonly busy: boolean
  readonly error: unknown
  readonly from: string
  readonly intake: Intake | null
  readonly withBody: boolean
  read(source: Source, withBody: boolean): Promise<void>
  close(): void
}

/** Sends a file or a paste to be recognised. The answer is a proposal: the form changes only by a person's hand. */
export function useReading(): Reading {
  const doing = useDoing()
  const [intake, setIntake] = useState<Intake | null>(null)
  const [from, setFrom] = useState('')
  const [withBody, setWithBody] = useState(true)
  return {
    busy: doing.busy,
    error: doing.error,
    from,
    intake,
    withBody,
    async read(source, body) {
      setFrom(source.kind === 'file' ? source.file.name : '粘贴的内容')
      setWithBody(body)
      setIntake(null)
      const answer = await doing.run<Intake>('POST', '/api/documents/intake', bodyOf(source))
      if (answer) setIntake(answer)
    },
    close() {
      doing.clear()
      setIntake(null)
    },
  }
}

type Props = {
  readonly reading: Reading
  readonly fields: readonly SuggestionField[]
  readonly present: (field: SuggestionField) => unknown
  readonly adopt: (suggestions: readonly Suggestion[]) => void
}

/** Where a Word or WPS text comes in, and what was recognised in it. */
export function IntakePanel({ reading, fields, present, adopt }: Props) {
  const [over, setOver] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  const take = (file: File | null | undefined) => {
    if (file) void reading.read({ kind: 'file', file }, true)
  }
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    take(event.dataTransfer.files[0])
  }
  const paste = (event: ClipboardEvent) => {
    const file = event.clipboardData.files[0]
    const html = event.clipboardData.getData('text/html')
    const text = event.clipboardData.getData('text/plain')
    event.preventDefault()
    if (text.trim() || html.trim()) void reading.read({ kind: 'paste', html, text }, true)
    else take(file)
  }
  return (
    <section className="intake" aria-labelledby="intake-title">
      <h2 id="intake-title">从 Word、WPS 带入</h2>
      <div
        className={over ? 'drop drop-over' : 'drop'}
        tabIndex={0}
        role="group"
        aria-label="拖入 DOCX 文件，或在这里按 Ctrl+V 粘贴正文"
        onPaste={paste}
        onDrop={drop}
        onDragOver={event => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
      >
        {reading.busy ? (
          <p role="status">
            <Spin size="small" /> 正在识别{reading.from}……
          </p>
        ) : (
          <>
            <p>把 DOCX 文件拖到这里，或点一下这里再按 Ctrl+V 粘贴全文</p>
            <Button icon={<Icon name="upload" size={16} />} onClick={() => input.current?.click()}>
              选择 DOCX 文件
            </Button>
          </>
        )}
        <input
          ref={input}
          type="file"
          hidden
          aria-label="选择 DOCX 文件"
          accept=".docx,application/vnd.openxmlformats-officedocument.wordprocessingml.document"
          onChange={event => {
            take(event.target.files?.[0])
            event.target.value = ''
          }}
        />
      </div>
      {reading.error ? <Faults reasons={reasonsOf(reading.error)} title={`没有收下${reading.from}`} /> : null}
      {reading.intake ? (
        <Recognised
          reading={reading}
          intake={reading.intake}
          fields={fields}
          present={present}
          adopt={adopt}
        />
      ) : null}
    </section>
  )
}

function certainty(one: Suggestion): string {
  if (one.field === 'bodyHtml') return '格式已清理，层次、表格和列表保留'
  return one.sure ? '位置和写法都符合' : '按样子推断，请核对'
}

function Recognised({ reading, intake, fields, present, adopt }: Props & { readonly intake: Intake }) {
  const [refused, setRefused] = useState<readonly SuggestionField[]>([])
  const wanted = reading.withBody ? fields : fields.filter(field => field !== 'bodyHtml')
  const all = suggestionsOf(intake, wanted)
  const open = all.filter(one => !agrees(one, present(one.field)) && !refused.includes(one.field))
  const harmless = open.filter(one => !replaces(one, present(one.field)))
  const notes = notesOf(intake)
  return (
    <div className="recognised" aria-live="polite">
      <div className="recognised-head">
        <p>
          <strong>
            在{reading.from}中识别出 {all.length} 项
          </strong>
          ，采用前不会改动表单
        </p>
        <span>
          {harmless.length > 0 ? (
            <Button type="primary" size="small" onClick={() => adopt(harmless)}>
              {harmless.length === open.length ? '全部采用' : `采用 ${harmless.length} 项空白的`}
            </Button>
          ) : null}
          <Button size="small" type="text" onClick={reading.close}>
            收起
          </Button>
        </span>
      </div>
      <ul className="suggestions">
        {all.map(one => {
          const taken = agrees(one, present(one.field))
          const declined = refused.includes(one.field)
          return (
            <li key={one.field}>
              <div>
                <p className="suggestion-value">
                  <span className="suggestion-label">{one.label}</span>
                  <span>{one.shown}</span>
                </p>
                <p className="quiet">
                  {certainty(one)}
                  {one.evidence ? `；读自“${one.evidence}”` : ''}
                  {!taken && replaces(one, present(one.field)) ? '；采用会替换表单里现有的内容' : ''}
                </p>
              </div>
              {taken ? (
                <Tag className="taken">已采用</Tag>
              ) : declined ? (
                <Button
                  size="small"
                  type="text"
                  aria-label={`重新考虑${one.label}`}
                  onClick={() => setRefused(refused.filter(field => field !== one.field))}
                >
                  未采用，改主意
                </Button>
              ) : (
                <span className="suggestion-keys">
                  <Button size="small" aria-label={`采用${one.label}`} onClick={() => adopt([one])}>
                    采用
                  </Button>
                  <Button
                    size="small"
                    type="text"
                    aria-label={`不采用${one.label}`}
                    onClick={() => setRefused([...refused, one.field])}
                  >
                    不采用
                  </Button>
                </span>
              )}
            </li>
          )
        })}
      </ul>
      {all.length === 0 ? <p>没有认出标题、文号等内容，请手工填写。</p> : null}
      {notes.map(note => (
        <Alert key={note.text} type={note.level === 'info' ? 'info' : 'warning'} showIcon title={note.text} />
      ))}
    </div>
  )
}
