import { Button } from 'antd'
import { useRef } from 'react'
import { useDoing } from '../query.ts'
import { reasonsOf } from '../refusal.ts'
import { sizeText } from '../time.ts'
import { Faults } from './Faults.tsx'
import { Icon } from './Icon.tsx'

export type Attached = {
  readonly id: number
  readonly name: string
  readonly size: number
  /** `source`: the original of what was masked, never published. */
  readonly role: string
}

type Props = {
  /** Where they are: `/api/documents/7/attachments`. */
  readonly address: string
  readonly files: readonly Attached[]
  /** With what they are published: 公文, 本件. */
  readonly noun: string
  /** Under which heading it stands. */
  readonly heading?: 'h2' | 'h3'
  readonly onChange: () => Promise<unknown>
}

/** The files that go with something to be published: added, fetched and removed one by one, each at once on the server. */
export function Attachments({ address, files, noun, heading: Heading = 'h3', onChange }: Props) {
  const input = useRef<HTMLInputElement>(null)
  const adding = useDoing()
  const removing = useDoing()
  async function add(list: FileList | null) {
    for (const file of list ?? []) {
      const form = new FormData()
      form.append('file', file)
      const added = await adding.run<Attached>('POST', address, form)
      if (added === undefined) break
    }
    await onChange()
  }
  async function remove(file: Attached) {
    await removing.run('DELETE', `${address}/${file.id}`)
    await onChange()
  }
  const error = adding.error ?? removing.error
  return (
    <section className="field" id="field-attachments" aria-labelledby="attachments-title">
      <Heading id="attachments-title">附件</Heading>
      {files.length > 0 ? (
        <ul className="files">
          {files.map(file => (
            <li key={file.id}>
              <a href={`${address}/${file.id}`} download={file.name}>
                <Icon name="download" size={15} />
                {file.name}
              </a>
              <span className="quiet">
                {sizeText(file.size)}
                {file.role === 'source' ? '，原稿，不公开' : ''}
              </span>
              <Button
                size="small"
                type="text"
                icon={<Icon name="remove" size={15} />}
                aria-label={`移除附件：${file.name}`}
                disabled={removing.busy}
                onClick={() => void remove(file)}
              >
                移除
              </Button>
            </li>
          ))}
        </ul>
      ) : null}
      {error ? <Faults reasons={reasonsOf(error)} title="附件没有处理成功" /> : null}
      <Button
        icon={<Icon name="upload" size={16} />}
        loading={adding.busy}
        onClick={() => input.current?.click()}
      >
        添加附件
      </Button>
      <p className="field-hint">每个不超过 50 MB。附件随{noun}一起公开，文件名就是公众看到的名称。</p>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-label="添加附件"
        onChange={event => {
          void add(event.target.files).then(() => {
            if (input.current) input.current.value = ''
          })
        }}
      />
    </section>
  )
}
