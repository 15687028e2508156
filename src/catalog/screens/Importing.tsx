import { Button, Checkbox, Input } from 'antd'
import { useState, type ReactNode } from 'react'
import { path } from '#console/client.ts'
import { Fault } from '#console/parts/Faults.tsx'
import { useDoing } from '#console/query.ts'
import { FileIn } from './FileIn.tsx'

/** A file that is read before anything of it is kept. */
export type ReadingFile = {
  readonly chosen: File | null
  readonly busy: boolean
  readonly error: unknown
  /** Reads it, or another of its sheets. */
  read(from: File, sheet?: string): Promise<void>
}

/** Sends a file to be read at `address`; `onRead` gets what was understood. */
export function useReadingFile<T>(
  address: string,
  query: Readonly<Record<string, string>>,
  onRead: (reading: T, file: File) => void,
): ReadingFile {
  const [chosen, setChosen] = useState<File | null>(null)
  const doing = useDoing()
  return {
    chosen,
    busy: doing.busy,
    error: doing.error,
    async read(from, sheet = '') {
      setChosen(from)
      const form = new FormData()
      form.append('file', from)
      const found = await doing.run<T>('POST', path(address, { ...query, sheet: sheet.trim() }), form)
      if (found) onRead(found, from)
    },
  }
}

/** Where the file is given, and what is wrong with it as a whole. */
export function FileSection({
  noun,
  file,
  children,
}: {
  readonly noun: string
  readonly file: ReadingFile
  readonly children?: ReactNode
}) {
  return (
    <section aria-label={`${noun}文件`}>
      {children}
      <FileIn noun={noun} busy={file.busy} onFile={from => void file.read(from)} />
      <Fault error={file.error} title={file.chosen ? `“${file.chosen.name}”没有读成` : undefined} />
    </section>
  )
}

/** The file as a whole, in pairs of what and how it was read; where it has other tables, a way to read another. */
export function Understood({
  facts,
  findings,
  file,
}: {
  readonly facts: readonly (readonly [string, string])[]
  readonly findings: readonly { readonly kind: string }[]
  readonly file: ReadingFile
}) {
  const [sheet, setSheet] = useState('')
  const { chosen } = file
  return (
    <section aria-label="读懂了什么">
      <h2>读懂了什么</h2>
      <dl className="list-card-facts understood">
        {facts.map(([name, text]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
      {chosen && findings.some(f => ['ignoredTable', 'hiddenSheet'].includes(f.kind)) ? (
        <div className="narrow-form">
          <Input.Search
            aria-label="读另一张工作表"
            placeholder="工作表的名称"
            enterButton="读另一张工作表"
            value={sheet}
            loading={file.busy}
            onChange={event => setSheet(event.target.value)}
            onSearch={name => void file.read(chosen, name)}
          />
        </div>
      ) : null}
    </section>
  )
}

/** Keeping what was read: what will stand there, and that every doubt was looked at where the reading has grave ones. */
export function KeepRead({
  title,
  label,
  looks,
  saver,
  onLook,
  onSave,
  onDrop,
  children,
}: {
  readonly title: string
  readonly label: string
  /** What is confirmed where something was not understood; null where all was. */
  readonly looks: { readonly text: string; readonly looked: boolean } | null
  readonly saver: { readonly busy: boolean; readonly error: unknown }
  readonly onLook: (looked: boolean) => void
  readonly onSave: () => Promise<void>
  readonly onDrop: () => void
  readonly children: ReactNode
}) {
  return (
    <section aria-label="存入">
      <h2>{title}</h2>
      {children}
      {looks ? (
        <Checkbox checked={looks.looked} onChange={event => onLook(event.target.checked)}>
          {looks.text}
        </Checkbox>
      ) : null}
      <Fault error={saver.error} title="没有存成" />
      <div className="act-buttons">
        <Button
          type="primary"
          loading={saver.busy}
          disabled={looks !== null && !looks.looked}
          onClick={() => void onSave()}
        >
          {label}
        </Button>
        <Button onClick={onDrop}>不要了</Button>
      </div>
    </section>
  )
}
