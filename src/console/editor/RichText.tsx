import { TableKit } from '@tiptap/extension-table'
import { Editor, EditorContent, useEditorState } from '@tiptap/react'
import { StarterKit } from '@tiptap/starter-kit'
import { Button, Select } from 'antd'
import { useEffect, useRef, useState } from 'react'
import './editor.css'
import { Picture, Raised, Lowered, roleExtension } from './marks.ts'
import { cleanPaste, countCharacters } from './paste.ts'

export type RichTextProps = {
  readonly id: string
  readonly label: string
  readonly describedBy?: string
  readonly invalid?: boolean
  readonly value: string
  readonly limit: number
  /** What a paragraph can be besides plain text, in the words of the room; kept as its class. */
  readonly roles: readonly { readonly value: string; readonly label: string }[]
  readonly onChange: (html: string) => void
  readonly onBlur?: () => void
  /** A whole text was pasted; it stands in the editor already. */
  readonly onPasted?: (html: string, text: string) => void
}

/** The editor of a document's body: headings, lists, tables, alignment; nothing that a 公文 does not have. */
export default function RichText(props: RichTextProps) {
  const latest = useRef(props)
  latest.current = props
  /** The form's text as last given or taken, and the editor's own writing of it: opening a text is not a change. */
  const given = useRef(props.value)
  const written = useRef('')
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null)
  const [editor, setEditor] = useState<Editor | null>(null)
  const roles = props.roles.map(role => role.value).join()
  useEffect(() => {
    const emit = (now: Editor) => {
      if (timer.current) clearTimeout(timer.current)
      timer.current = null
      const html = htmlOf(now)
      if (html === written.current) return
      written.current = html
      given.current = html
      latest.current.onChange(html)
    }
    // Made here and not by the library's hook: that one drops its editor when a screen takes a moment to appear.
    const made = new Editor({
      extensions: extensionsFor(roles.split(',')),
      content: given.current,
      editorProps: {
        attributes: attributesOf(latest.current),
        transformPastedHTML: cleanPaste,
        handlePaste: (_view, event) => {
          const html = event.clipboardData?.getData('text/html') ?? ''
          const text = event.clipboardData?.getData('text/plain') ?? ''
          if (text) setTimeout(() => latest.current.onPasted?.(html, text))
          // Pasted into an empty text, the first paragraph would melt into the empty one and lose its place in the middle.
          if (!made.isEmpty || !/<(p|h[1-6]|div|table|ul|ol)\b/i.test(html)) return false
          made.chain().setContent(cleanPaste(html), { emitUpdate: true }).focus('end').run()
          return true
        },
      },
      onUpdate: ({ editor: now }) => {
        if (timer.current) clearTimeout(timer.current)
        timer.current = setTimeout(() => emit(now), 400)
      },
      onBlur: ({ editor: now }) => {
        emit(now)
        latest.current.onBlur?.()
      },
    })
    written.current = htmlOf(made)
    setEditor(made)
    // The form keeps its copy on the same events: what was just typed has to be in it, so this one listens first.
    const leaving = () => emit(made)
    addEventListener('pagehide', leaving, true)
    document.addEventListener('visibilitychange', leaving, true)
    return () => {
      removeEventListener('pagehide', leaving, true)
      document.removeEventListener('visibilitychange', leaving, true)
      if (timer.current) emit(made)
      setEditor(null)
      made.destroy()
    }
  }, [roles])
  const { id, label, describedBy, invalid } = props
  useEffect(() => {
    editor?.setOptions({
      editorProps: {
        ...editor.options.editorProps,
        attributes: attributesOf({ id, label, describedBy, invalid }),
      },
    })
  }, [editor, id, label, describedBy, invalid])
  useEffect(() => {
    if (!editor || props.value === given.current) return
    given.current = props.value
    editor.commands.setContent(props.value, { emitUpdate: false })
    written.current = htmlOf(editor)
  }, [editor, props.value])
  if (!editor) return null
  return (
    <div className={props.invalid ? 'editor editor-bad' : 'editor'}>
      <Toolbar editor={editor} controls={props.id} roles={props.roles} />
      <EditorContent editor={editor} className="editor-text" />
      <Count editor={editor} limit={props.limit} />
    </div>
  )
}

function extensionsFor(roles: readonly string[]) {
  return [
    StarterKit.configure({
      heading: { levels: [2, 3, 4] },
      codeBlock: false,
      code: false,
      link: { openOnClick: false },
    }),
    TableKit.configure({ table: { resizable: false } }),
    roleExtension(roles),
    Raised,
    Lowered,
    Picture,
  ]
}

type Described = Pick<RichTextProps, 'id' | 'label' | 'describedBy' | 'invalid'>

function attributesOf({ id, label, describedBy, invalid }: Described): Record<string, string> {
  return {
    id,
    role: 'textbox',
    'aria-multiline': 'true',
    'aria-label': label,
    ...(describedBy ? { 'aria-describedby': describedBy } : {}),
    ...(invalid ? { 'aria-invalid': 'true' } : {}),
  }
}

const htmlOf = (editor: Editor): string => (editor.isEmpty ? '' : editor.getHTML())

function Count({ editor, limit }: { editor: Editor; limit: number }) {
  const count = useEditorState({ editor, selector: ({ editor: now }) => countCharacters(now.getText()) })
  return (
    <p className={count > limit ? 'editor-count editor-over' : 'editor-count'}>
      {count.toLocaleString('zh-CN')} 字
      {count > limit ? `，超过 ${limit.toLocaleString('zh-CN')} 字的上限，请把大段附表另存为附件上传。` : ''}
    </p>
  )
}

function roleOf(editor: Editor): string | null {
  const { role } = editor.getAttributes(editor.isActive('heading') ? 'heading' : 'paragraph')
  return typeof role === 'string' ? role : null
}

function blockOf(editor: Editor): string {
  for (const level of [2, 3, 4]) if (editor.isActive('heading', { level })) return `h${level}`
  const role = roleOf(editor)
  return role && role !== 'center' && role !== 'right' ? role : 'p'
}

function setBlock(editor: Editor, block: string): void {
  const chain = editor.chain().focus()
  if (/^h[2-4]$/.test(block))
    chain
      .setHeading({ level: Number(block.slice(1)) as 2 | 3 | 4 })
      .updateAttributes('heading', { role: null })
      .run()
  else
    chain
      .setParagraph()
      .updateAttributes('paragraph', { role: block === 'p' ? null : block })
      .run()
}

function align(editor: Editor, role: 'center' | 'right' | null): void {
  const type = editor.isActive('heading') ? 'heading' : 'paragraph'
  editor.chain().focus().updateAttributes(type, { role }).run()
}

type ToolbarProps = {
  readonly editor: Editor
  readonly controls: string
  readonly roles: RichTextProps['roles']
}

function Toolbar({ editor, controls, roles }: ToolbarProps) {
  const on = useEditorState({
    editor,
    selector: ({ editor: now }) => ({
      block: blockOf(now),
      bold: now.isActive('bold'),
      center: roleOf(now) === 'center',
      right: roleOf(now) === 'right',
      bullets: now.isActive('bulletList'),
      numbers: now.isActive('orderedList'),
      table: now.isActive('table'),
      undo: now.can().undo(),
      redo: now.can().redo(),
    }),
  })
  const chain = () => editor.chain().focus()
  const key = (label: string, words: string, run: () => void, pressed?: boolean, disabled?: boolean) => (
    <Button
      type="text"
      size="small"
      title={label}
      aria-pressed={pressed}
      disabled={disabled}
      className={pressed ? 'tool tool-on' : 'tool'}
      onClick={run}
    >
      {words}
    </Button>
  )
  return (
    <div className="toolbar" role="toolbar" aria-label="正文格式" aria-controls={controls}>
      <Select
        size="small"
        aria-label="段落样式"
        value={on.block}
        style={{ width: 112 }}
        popupMatchSelectWidth={false}
        options={[
          { value: 'p', label: '正文' },
          { value: 'h2', label: '一级标题' },
          { value: 'h3', label: '二级标题' },
          { value: 'h4', label: '三级标题' },
          ...roles.filter(role => role.value !== 'center' && role.value !== 'right'),
        ]}
        onChange={block => setBlock(editor, block)}
      />
      {key('加粗', '加粗', () => chain().toggleBold().run(), on.bold)}
      <span className="tool-gap" />
      {key('居左', '居左', () => align(editor, null), !on.center && !on.right)}
      {key('居中', '居中', () => align(editor, 'center'), on.center)}
      {key('居右', '居右', () => align(editor, 'right'), on.right)}
      <span className="tool-gap" />
      {key('加项目符号的列表', '列表', () => chain().toggleBulletList().run(), on.bullets)}
      {key('按 1、2、3 编号的列表', '编号', () => chain().toggleOrderedList().run(), on.numbers)}
      <span className="tool-gap" />
      {on.table ? (
        <>
          {key('在下方加一行', '+行', () => chain().addRowAfter().run())}
          {key('在右侧加一列', '+列', () => chain().addColumnAfter().run())}
          {key('删除本行', '−行', () => chain().deleteRow().run())}
          {key('删除本列', '−列', () => chain().deleteColumn().run())}
          {key('合并或拆分单元格', '合并', () => chain().mergeOrSplit().run())}
          {key('首行设为表头', '表头', () => chain().toggleHeaderRow().run())}
          {key('删除表格', '删表', () => chain().deleteTable().run())}
        </>
      ) : (
        key('插入表格', '表格', () => chain().insertTable({ rows: 3, cols: 3, withHeaderRow: true }).run())
      )}
      <span className="tool-gap" />
      {key('清除格式', '清除格式', () => chain().unsetAllMarks().clearNodes().run())}
      {key('撤销', '撤销', () => chain().undo().run(), undefined, !on.undo)}
      {key('重做', '重做', () => chain().redo().run(), undefined, !on.redo)}
    </div>
  )
}
