import { Button, Input, Segmented } from 'antd'
import { useEffect, useRef, useState, type FormEvent } from 'react'
import { Faults } from '#console/parts/Faults.tsx'
import { Field } from '#console/parts/Field.tsx'
import { PutBack } from '#console/parts/PutBack.tsx'
import { useDoing } from '#console/query.ts'
import { byField, reasonsOf, type Reason } from '#console/refusal.ts'
import { useTyped } from '#console/useTyped.ts'
import { groupSchema, type SynonymGroup, type SynonymsView } from '../model.ts'

type Props = {
  readonly view: SynonymsView
  /** Which of the own groups; null: a new one. */
  readonly at: number | null
  readonly remove: boolean
  readonly onDone: (words: string) => Promise<void>
  readonly onClose: () => void
}

/** One group, new, changed or taken away. The list goes to the server whole, with the version it was read in. */
export function GroupForm({ view, at, remove, onDone, onClose }: Props) {
  const given = at === null ? null : view.own[at]!
  const typed = useTyped(`synonyms-${remove ? 'remove-' : ''}${given?.words.join('、') ?? 'new'}`, {
    words: given?.words.join('、') ?? '',
    oneWay: given?.oneWay ?? false,
    note: given?.note ?? '',
    reason: '',
  })
  const { words, oneWay, note, reason } = typed.values
  const [missing, setMissing] = useState<readonly Reason[]>([])
  const saving = useDoing()
  const head = useRef<HTMLHeadingElement>(null)
  useEffect(() => head.current?.focus(), [])
  const told = missing.length > 0 ? missing : saving.error ? reasonsOf(saving.error).map(atWords) : []
  const sorted = byField(told, ['words', 'note', 'reason'])

  function read(): SynonymGroup | null {
    const parsed = groupSchema.safeParse({
      words: words
        .split(/[、，,;；=\n]+/)
        .map(w => w.trim())
        .filter(w => w !== ''),
      oneWay,
      note,
    })
    const found: Reason[] = parsed.success
      ? []
      : parsed.error.issues.map(i => ({ field: String(i.path[0] ?? 'words'), text: i.message }))
    if (reason.trim().length < 4)
      found.push({ field: 'reason', text: '请写明为什么修改同义词（至少4个字）。' })
    setMissing(found)
    return parsed.success && found.length === 0 ? parsed.data : null
  }

  async function save(event: FormEvent) {
    event.preventDefault()
    const group = read()
    if (!group) return
    const groups = remove
      ? view.own.filter((_, i) => i !== at)
      : at === null
        ? [...view.own, group]
        : view.own.map((g, i) => (i === at ? group : g))
    const done = await saving.run('PUT', '/api/search/synonyms', { version: view.version, reason, groups })
    if (!done) return
    typed.forget()
    await onDone(`已${remove ? '删除' : at === null ? '新增' : '修改'}“${group.words.join('、')}”。`)
  }

  const title = remove ? `删除“${given!.words.join('、')}”` : given ? '修改这一组' : '新增一组'
  return (
    <form className="lexicon-edit" aria-label="同义词" noValidate onSubmit={event => void save(event)}>
      <h2 ref={head} tabIndex={-1}>
        {title}
      </h2>
      <PutBack of={typed} />
      <Faults reasons={sorted.rest} />
      {remove ? null : (
        <>
          <Field
            name="words"
            label="词"
            required
            reasons={sorted.fields.get('words')}
            hint="用顿号或逗号隔开，例如：应急管理局、应急局、安监局。单向的，第一个是读者会输入的词。"
          >
            {({ status, ...control }) => (
              <Input
                {...control}
                status={status}
                value={words}
                maxLength={700}
                onChange={event => typed.set({ words: event.target.value })}
              />
            )}
          </Field>
          <Field name="oneWay" label="方向">
            {({ status: _, ...control }) => (
              <Segmented
                {...control}
                value={oneWay ? 'one' : 'both'}
                options={[
                  { value: 'both', label: '互相代替' },
                  { value: 'one', label: '单向（从第一个词）' },
                ]}
                onChange={value => typed.set({ oneWay: value === 'one' })}
              />
            )}
          </Field>
          <Field name="note" label="说明" reasons={sorted.fields.get('note')}>
            {({ status, ...control }) => (
              <Input
                {...control}
                status={status}
                value={note}
                maxLength={200}
                onChange={event => typed.set({ note: event.target.value })}
              />
            )}
          </Field>
        </>
      )}
      <Field name="reason" label="为什么修改" required reasons={sorted.fields.get('reason')}>
        {({ status, ...control }) => (
          <Input
            {...control}
            status={status}
            value={reason}
            maxLength={500}
            onChange={event => typed.set({ reason: event.target.value })}
          />
        )}
      </Field>
      <div className="act-buttons">
        <Button type="primary" htmlType="submit" loading={saving.busy}>
          {remove ? '删除' : '保存'}
        </Button>
        <Button onClick={onClose}>取消</Button>
      </div>
    </form>
  )
}

/** What the server says of one of the groups stands at the words. */
const atWords = (reason: Reason): Reason =>
  reason.field?.startsWith('groups') ? { ...reason, field: 'words' } : reason
