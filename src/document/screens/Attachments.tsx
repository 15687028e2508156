import { Button } from 'antd'
import { useRef } from 'react'
import { Faults } from '#console/parts/Faults.tsx'
import { Icon } from '#console/parts/Icon.tsx'
import { useDoing } from '#console/query.ts'
import { reasonsOf } from '#console/refusal.ts'
import { sizeText } from '#console/time.ts'
import type { AttachmentView } from '../views.ts'

type Props = {
  readonly id: number
  readonly files: readonly AttachmentView[]
  readonly onChange: () => Promise<unknown>
}

/** The files that go with a document: added, fetched and removed one by one, each at once on the server. */
export function Attachments({ id, files, onChange }: Props) {
  const input = useRef<HTMLInputElement>(null)
  const adding = useDoing()
  const removing = useDoing()
  async function add(list: FileList | null) {
    for (const file of list ?? []) {
      const form = new FormData()
      form.append('file', file)
      const added = await adding.run<AttachmentView>('POST', `/api/documents/${id}/attachments`, form)
      if (added === undefined) break
    }
    await onChange()
  }
  async function remove(file: AttachmentView) {
    await removing.run('DELETE', `/api/documents/${id}/attachments/${file.id}`)
    await onChange()
  }
  const error = adding.error ?? removing.error
  return (
    <section className="field" id="field-attachments" aria-labelledby="attachments-title">
      <h3 id="attachments-title">附件</h3>
      {files.length > 0 ? (
        <ul className="files">
          {files.map(file => (
            <li key={file.id}>
              <a href={`/api/documents/${id}/attachments/${file.id}`} download={file.name}>
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
      <p className="field-hint">每个不超过 50 MB。附件随公文一起公开，文件名就是公众看到的名称。</p>
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
