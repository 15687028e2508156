import { Button, Input } from 'antd'
import { useRef, useState, type ClipboardEvent } from 'react'
import { Icon } from '#console/parts/Icon.tsx'

/** A file chosen, dropped or pasted as a table. */
export function FileIn({
  busy,
  onFile,
  noun = '目录',
}: {
  busy: boolean
  onFile: (file: File) => void
  /** What the file is. */
  noun?: string
}) {
  const input = useRef<HTMLInputElement>(null)
  const [text, setText] = useState('')
  const paste = (event: ClipboardEvent) => {
    const html = event.clipboardData.getData('text/html')
    const [file] = event.clipboardData.files
    if (file) {
      event.preventDefault()
      onFile(file)
    } else if (/<table[\s>]/i.test(html)) {
      // The table as it was copied, merged cells included; the plain text has lost them.
      event.preventDefault()
      onFile(new File([html], '粘贴的表格.html', { type: 'text/html' }))
    }
  }
  return (
    <div className="file-drop">
      <div
        className="drop"
        onDragOver={event => event.preventDefault()}
        onDrop={event => {
          event.preventDefault()
          const [file] = event.dataTransfer.files
          if (file) onFile(file)
        }}
      >
        <Button
          type="primary"
          icon={<Icon name="upload" size={16} />}
          loading={busy}
          onClick={() => input.current?.click()}
        >
          选择{noun}文件
        </Button>
        <span className="quiet">
          或把文件拖到这里。XLSX、XLS、ODS、DOCX、ODT、HTML、CSV、TSV，不超过50 MB。先看懂多少，再决定存不存。
        </span>
        <input
          ref={input}
          type="file"
          hidden
          aria-label={`${noun}文件`}
          accept=".xlsx,.xls,.ods,.docx,.odt,.html,.htm,.csv,.tsv,.txt"
          onChange={event => {
            const [file] = event.target.files ?? []
            if (file) onFile(file)
            event.target.value = ''
          }}
        />
      </div>
      <label className="paste-in">
        <span>或者把表格粘贴在这里（从Excel、Word或网页复制，连表头一起）</span>
        <Input.TextArea
          value={text}
          autoSize={{ minRows: 2, maxRows: 8 }}
          onPaste={paste}
          onChange={event => setText(event.target.value)}
        />
      </label>
      {text.trim() !== '' ? (
        <Button
          loading={busy}
          onClick={() => onFile(new File([text], '粘贴的表格.txt', { type: 'text/plain' }))}
        >
          读这张表
        </Button>
      ) : null}
    </div>
  )
}
