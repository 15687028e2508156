import { Button, Select } from 'antd'
import { useRef, useState, type FormEvent } from 'react'
import { Clause } from '#console/parts/Clause.tsx'
import { Fault } from '#console/parts/Faults.tsx'
import { Field } from '#console/parts/Field.tsx'
import { Icon } from '#console/parts/Icon.tsx'
import { useDoing } from '#console/query.ts'
import type { MovedListView, RehearsalView } from '../views.ts'

const formOf = (file: File) => {
  const form = new FormData()
  form.append('file', file)
  return form
}

/** A table is read first and shown with everything that is wrong with it; only then it can be put to use. */
export function TakeForm({
  view,
  onDone,
  onClose,
}: {
  view: MovedListView
  onDone: (words: string) => void
  onClose: () => void
}) {
  const [body, setBody] = useState(view.bodies[0]!.id)
  const [file, setFile] = useState<File | null>(null)
  const [read, setRead] = useState<RehearsalView | null>(null)
  const input = useRef<HTMLInputElement>(null)
  const reading = useDoing()
  const taking = useDoing()
  const look = async (chosen: File, of: number) => {
    setFile(chosen)
    setRead(null)
    taking.clear()
    const found = await reading.run<RehearsalView>('POST', `/api/moved/check?body=${of}`, formOf(chosen))
    if (found) setRead(found)
  }
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (!file || !read) return
    if (await taking.run('POST', `/api/moved?body=${body}`, formOf(file)))
      onDone(`“${file.name}”已启用，${read.pairs} 个旧网址现在都转到新网址。`)
  }
  const isReady = read !== null && read.faults === 0 && read.pairs > 0
  return (
    <form className="act" aria-label="放入对照表" noValidate onSubmit={e => void submit(e)}>
      <h2>放入对照表</h2>
      <p className="effect">
        CSV 或
        XLSX，两列：旧网址、新网址。旧网址可以带域名和参数；新网址写本站的网址，或者写文号、索引号。先看一遍，没有问题才能启用。
      </p>
      {view.bodies.length > 1 ? (
        <Field name="moved-body" label="机关" required>
          {({ status, ...control }) => (
            <Select
              {...control}
              status={status}
              value={body}
              options={view.bodies.map(b => ({ value: b.id, label: b.name }))}
              onChange={next => {
                setBody(next)
                if (file) void look(file, next)
              }}
            />
          )}
        </Field>
      ) : null}
      <div className="drop">
        <Button
          icon={<Icon name="upload" size={16} />}
          loading={reading.busy}
          onClick={() => input.current?.click()}
        >
          {file ? '换一个文件' : '选择文件'}
        </Button>
        <span className="quiet">{file ? file.name : 'CSV、XLSX，不超过 20 MB、5 万行。'}</span>
        <input
          ref={input}
          type="file"
          hidden
          aria-label="对照表文件"
          accept=".csv,.tsv,.txt,.xlsx"
          onChange={event => {
            const [chosen] = event.target.files ?? []
            if (chosen) void look(chosen, body)
            event.target.value = ''
          }}
        />
      </div>
      <Fault error={reading.error} title={file ? `“${file.name}”没有读成` : undefined} />
      {read ? <Understood read={read} /> : null}
      <Fault error={taking.error} />
      {isReady ? (
        <p className="effect">
          {view.beginning.effect}{' '}
          {view.beginning.basis.map(id => (
            <Clause key={id} id={id} />
          ))}
        </p>
      ) : null}
      <div className="act-buttons">
        <Button type="primary" htmlType="submit" disabled={!isReady} loading={taking.busy}>
          {view.beginning.label}
        </Button>
        <Button onClick={onClose}>取消</Button>
      </div>
    </form>
  )
}

function Understood({ read }: { read: RehearsalView }) {
  const notes = read.findings.length - Math.min(read.faults, read.findings.length)
  return (
    <section className="understood" aria-label="看出了什么" role="status">
      <p>
        {read.faults > 0
          ? `有 ${read.faults} 处要改正。改好文件再选一次；一处没改好，整张表都不启用。`
          : read.pairs > 0
            ? `没有问题，可以启用 ${read.pairs} 个旧网址。`
            : '表里的旧网址都已经在用，没有新的可以启用。'}
      </p>
      {read.findings.length > 0 ? (
        <ul className="plain-list">
          {read.findings.map(f => (
            <li key={`${f.row}${f.text}`}>
              <div>
                <span className="state-word">{f.tier === 'fault' ? '要改正' : '提示'}</span>第 {f.row} 行：
                {f.text}
              </div>
            </li>
          ))}
        </ul>
      ) : null}
      {read.faults + notes > read.findings.length ? <p className="quiet">只列出前 200 处。</p> : null}
      {read.some.length > 0 ? (
        <details>
          <summary>看前 {read.some.length} 个转到哪里</summary>
          <ul className="plain-list">
            {read.some.map(pair => (
              <li key={pair.key}>
                <div>
                  {pair.key} → {pair.target}
                </div>
              </li>
            ))}
          </ul>
        </details>
      ) : null}
    </section>
  )
}
