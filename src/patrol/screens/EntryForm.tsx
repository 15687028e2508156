import { Button, Input, Segmented, Select } from 'antd'
import { useEffect, useRef, useState, type FormEvent } from 'react'
import { Faults } from '#console/parts/Faults.tsx'
import { Field } from '#console/parts/Field.tsx'
import { PutBack } from '#console/parts/PutBack.tsx'
import { useDoing } from '#console/query.ts'
import { byField, reasonsOf, type Reason } from '#console/refusal.ts'
import { useTyped } from '#console/useTyped.ts'
import { entrySchema, tierLabels, tiers, wordKinds, type LexiconEntry } from '../model.ts'
import type { EffectView } from '../views.ts'

type Props = {
  readonly entry: LexiconEntry
  readonly version: number
  readonly onDone: (words: string) => Promise<void>
  readonly onClose: () => void
}

const names = ['wrong', 'right', 'tier', 'kind', 'note', 'source', 'except', 'reason']

/** One word of the lexicon, new or changed; what it would find is shown before it is saved. */
export function EntryForm({ entry: given, version, onDone, onClose }: Props) {
  const isNew = given.wrong === ''
  const typed = useTyped(`lexicon-entry-${given.wrong}`, {
    ...given,
    exceptions: given.except.join('\n'),
    reason: '',
  })
  const { exceptions, reason, ...entry } = typed.values
  const [missing, setMissing] = useState<readonly Reason[]>([])
  const [effect, setEffect] = useState<EffectView | null>(null)
  const saving = useDoing()
  const looking = useDoing()
  const head = useRef<HTMLHeadingElement>(null)
  useEffect(() => head.current?.focus(), [])
  const error = saving.error ?? looking.error
  const sorted = byField(missing.length > 0 ? missing : error ? reasonsOf(error).map(atField) : [], names)
  const set = (part: Partial<LexiconEntry & { exceptions: string }>) => {
    typed.set(part)
    setEffect(null)
    setMissing([])
  }
  /** What is typed, as the server wants it; null when something is plainly missing. */
  function read(withReason: boolean): LexiconEntry | null {
    const parsed = entrySchema.safeParse({
      wrong: entry.wrong,
      right: entry.right?.trim() ? entry.right : null,
      tier: entry.tier,
      kind: entry.kind,
      note: entry.note,
      source: entry.source,
      except: exceptions.split('\n').filter(line => line.trim() !== ''),
    })
    const found: Reason[] = parsed.success
      ? []
      : parsed.error.issues.map(i => ({ field: String(i.path[0] ?? ''), text: i.message }))
    if (withReason && reason.trim().length < 4)
      found.push({ field: 'reason', text: '请写明为什么修改词库（至少4个字）。' })
    setMissing(found)
    return parsed.success && found.length === 0 ? parsed.data : null
  }
  async function look() {
    const body = read(false)
    if (body) setEffect((await looking.run<EffectView>('POST', '/api/patrol/lexicon/preview', body)) ?? null)
  }
  async function save(event: FormEvent) {
    event.preventDefault()
    const body = read(true)
    if (!body) return
    const moved = !isNew && body.wrong !== given.wrong
    const done = await saving.run('PUT', '/api/patrol/lexicon', {
      version,
      reason,
      put: [body],
      remove: moved ? [given.wrong] : [],
      off: [],
    })
    if (!done) return
    typed.forget()
    await onDone(isNew ? `已新增“${body.wrong}”。` : `已修改“${body.wrong}”。`)
  }
  return (
    <form className="lexicon-edit" aria-label="词条" noValidate onSubmit={event => void save(event)}>
      <h2 ref={head} tabIndex={-1}>
        {isNew ? '新增词条' : `修改“${given.wrong}”`}
      </h2>
      <PutBack of={typed} />
      <Faults reasons={sorted.rest} />
      <div className="field-row">
        <Field
          name="wrong"
          label="错误写法"
          required
          reasons={sorted.fields.get('wrong')}
          hint="几种写法用竖线隔开；[布步]署 表示布、步都算，的(人)民 表示“人”可有可无。"
        >
          {({ status, ...control }) => (
            <Input
              {...control}
              status={status}
              value={entry.wrong}
              maxLength={200}
              onChange={e => set({ wrong: e.target.value })}
            />
          )}
        </Field>
        <Field
          name="right"
          label="正确写法"
          reasons={sorted.fields.get('right')}
          hint="填写后可以一键改正；没有唯一写法的不填，只提示。"
        >
          {({ status, ...control }) => (
            <Input
              {...control}
              status={status}
              value={entry.right ?? ''}
              maxLength={200}
              onChange={e => set({ right: e.target.value })}
            />
          )}
        </Field>
      </div>
      <Field name="tier" label="级别" group reasons={sorted.fields.get('tier')}>
        {() => (
          <Segmented
            aria-label="级别"
            value={entry.tier}
            options={tiers.map(one => ({ value: one, label: `${one} ${tierLabels[one]}` }))}
            onChange={tier => set({ tier })}
          />
        )}
      </Field>
      <div className="field-row">
        <Field name="kind" label="类别" reasons={sorted.fields.get('kind')}>
          {({ id }) => (
            <Select
              id={id}
              aria-label="类别"
              value={entry.kind}
              options={Object.entries(wordKinds).map(([value, label]) => ({ value, label }))}
              onChange={kind => set({ kind: kind as LexiconEntry['kind'] })}
            />
          )}
        </Field>
        <Field
          name="source"
          label="出处"
          reasons={sorted.fields.get('source')}
          hint="通报、规定或工具书的名称。"
        >
          {({ status, ...control }) => (
            <Input
              {...control}
              status={status}
              value={entry.source}
              maxLength={200}
              onChange={e => set({ source: e.target.value })}
            />
          )}
        </Field>
      </div>
      <Field name="note" label="给拟稿人的说明" reasons={sorted.fields.get('note')}>
        {({ status, ...control }) => (
          <Input
            {...control}
            status={status}
            value={entry.note}
            maxLength={500}
            onChange={e => set({ note: e.target.value })}
          />
        )}
      </Field>
      <Field
        name="except"
        label="例外"
        reasons={sorted.fields.get('except')}
        hint="在这些更长的词里是对的，一行一个。例如“既使”的例外：既使用。"
      >
        {({ status, ...control }) => (
          <Input.TextArea
            {...control}
            status={status}
            autoSize={{ minRows: 1, maxRows: 6 }}
            value={exceptions}
            onChange={e => set({ exceptions: e.target.value })}
          />
        )}
      </Field>
      <div aria-live="polite">{effect ? <Effect effect={effect} /> : null}</div>
      <Field
        name="reason"
        label="为什么修改"
        required
        reasons={sorted.fields.get('reason')}
        hint="存入词库的版本记录和履历。"
      >
        {({ status, ...control }) => (
          <Input
            {...control}
            status={status}
            value={reason}
            maxLength={500}
            onChange={e => {
              typed.set({ reason: e.target.value })
              setMissing([])
            }}
          />
        )}
      </Field>
      <div className="act-buttons">
        <Button type="primary" htmlType="submit" loading={saving.busy}>
          保存
        </Button>
        <Button loading={looking.busy} onClick={() => void look()}>
          先看影响
        </Button>
        <Button onClick={onClose}>取消</Button>
      </div>
    </form>
  )
}

/** The server speaks of the list that was sent; here there is one entry. */
const atField = (reason: Reason): Reason =>
  reason.field?.startsWith('put.') ? { ...reason, field: reason.field.split('.')[2] ?? 'wrong' } : reason

function Effect({ effect }: { effect: EffectView }) {
  return (
    <div className="effect-box">
      <p>
        <strong>
          {effect.hits === 0
            ? `已公开的${effect.looked}件正文里没有这个写法。`
            : `已公开的${effect.looked}件里，${effect.struck}件有这个写法，共${effect.hits}处。保存后会为它们开出整改工单（提示级的除外）。`}
        </strong>
        {effect.whole ? '' : '只看了前面的部分。'}
      </p>
      {effect.pages.length > 0 ? (
        <ul>
          {effect.pages.map(page => (
            <li key={page.address}>
              <a href={page.address} target="_blank" rel="noreferrer">
                {page.title}
              </a>
              <span className="quiet">
                {page.excerpt}
                {page.hits > 1 ? `（${page.hits}处）` : ''}
              </span>
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  )
}
