import { Button, Input, Select } from 'antd'
import { useEffect, useMemo, useRef, useState, type FormEvent } from 'react'
import { DayInput } from '#console/parts/DayInput.tsx'
import { Faults } from '#console/parts/Faults.tsx'
import { Field } from '#console/parts/Field.tsx'
import { PutBack } from '#console/parts/PutBack.tsx'
import { useDoing } from '#console/query.ts'
import { byField, reasonsOf, type Reason } from '#console/refusal.ts'
import { groupIds, groups, makeTerm, termSchema, type Group, type Term } from '../model.ts'
import { useKept } from '#console/useKept.ts'
import { faultsOf } from '../rules/change.ts'
import type { VersionView } from '../views.ts'

type Props = {
  readonly view: VersionView
  /** Null: a new one. */
  readonly term: Term | null
  readonly onDone: (words: string) => Promise<void>
  readonly onClose: () => void
}

const newTerm = () => makeTerm(`t-${crypto.randomUUID().replaceAll('-', '').slice(0, 12)}`, '')

const fieldNames = ['group', 'name', 'synonyms', 'note', 'broader', 'from', 'to', 'replacedBy'] as const

/** One term, new or changed. The whole version goes to the server with it, and is kept as a draft at once. */
export function TermForm({ view, term, onDone, onClose }: Props) {
  const [start] = useState(() => ({ draft: term ?? newTerm(), synonyms: term?.synonyms.join('、') ?? '' }))
  const kept = useKept(`thesaurus-${view.id}-term-${term?.key ?? 'new'}`, start)
  const { draft, synonyms } = kept.value
  const [missing, setMissing] = useState<readonly Reason[]>([])
  const saving = useDoing()
  const head = useRef<HTMLHeadingElement>(null)
  useEffect(() => head.current?.focus(), [])
  const sorted = useMemo(
    () =>
      byField(missing.length > 0 ? missing : saving.error ? reasonsOf(saving.error) : [], [...fieldNames]),
    [missing, saving.error],
  )
  const edit = (part: Partial<Term>) => kept.set({ synonyms, draft: { ...draft, ...part } })
  const isStanding = term !== null && view.standing.includes(term.key)
  const others = [...view.above, ...view.own].filter(t => t.key !== draft.key && t.replacedBy === null)
  const choices = (group: Group | null) =>
    others.filter(t => group === null || t.group === group).map(t => ({ value: t.key, label: t.name }))

  async function save(event: FormEvent) {
    event.preventDefault()
    const words = synonyms
      .split(/[、，,;；\n]+/)
      .map(w => w.trim())
      .filter(w => w !== '')
    const parsed = termSchema.safeParse({ ...draft, synonyms: words })
    if (!parsed.success) {
      setMissing(parsed.error.issues.map(i => ({ field: String(i.path[0] ?? 'name'), text: i.message })))
      return
    }
    const at = term ? view.own.findIndex(t => t.key === term.key) : view.own.length
    const terms = [...view.own.slice(0, at), parsed.data, ...view.own.slice(at + 1)]
    const above = { terms: view.above, rule: null, ruleOf: null }
    const faults = faultsOf({ terms, rule: null }, above, [])
    const mine = faults.filter(f => f.field?.startsWith(`terms.${at}.`) || f.field === `terms.${at}`)
    setMissing(mine.map(f => ({ ...f, field: f.field!.split('.')[2] ?? 'name' })))
    if (mine.length > 0) return
    const done = await saving.run('POST', `/api/tags/${view.id}/save`, {
      version: view.version,
      form: { terms, rule: view.rule },
    })
    if (!done) return
    kept.forget()
    await onDone(`已${term ? '修改' : '新增'}“${parsed.data.name}”，存在这一版的草稿里。`)
  }

  const pick = (
    name: 'broader' | 'replacedBy',
    label: string,
    hint: string,
    options: { value: string; label: string }[],
  ) => (
    <Field name={name} label={label} hint={hint} reasons={sorted.fields.get(name)}>
      {({ status, ...control }) => (
        <Select
          {...control}
          status={status}
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          placeholder="没有"
          value={draft[name] ?? undefined}
          options={options}
          onChange={(key: string | undefined) => edit({ [name]: key ?? null })}
        />
      )}
    </Field>
  )

  return (
    <form className="lexicon-edit" aria-label="标签词" noValidate onSubmit={event => void save(event)}>
      <h2 ref={head} tabIndex={-1}>
        {term ? `修改“${term.name}”` : '新增标签'}
      </h2>
      <PutBack of={kept} />
      <Faults reasons={sorted.rest} />
      <div className="field-row">
        <Field
          name="name"
          label="名称"
          required
          reasons={sorted.fields.get('name')}
          hint={isStanding ? '改名后，原名自动留作曾用名，网址不变。' : '2到20个字，不用标点。'}
        >
          {({ status, ...control }) => (
            <Input
              {...control}
              status={status}
              value={draft.name}
              maxLength={20}
              onChange={event => edit({ name: event.target.value })}
            />
          )}
        </Field>
        <Field
          name="group"
          label="组"
          required
          reasons={sorted.fields.get('group')}
          hint={groups[draft.group].hint}
        >
          {({ status, ...control }) => (
            <Select
              {...control}
              status={status}
              value={draft.group}
              options={groupIds.map(value => ({ value, label: groups[value].label }))}
              onChange={(group: Group) => edit({ group, broader: null })}
            />
          )}
        </Field>
      </div>
      <Field
        name="synonyms"
        label="同义词"
        reasons={sorted.fields.get('synonyms')}
        hint="用顿号隔开。文中出现这些词时，也会建议这个标签。"
      >
        {({ status, ...control }) => (
          <Input
            {...control}
            status={status}
            value={synonyms}
            maxLength={400}
            onChange={event => kept.set({ draft, synonyms: event.target.value })}
          />
        )}
      </Field>
      <Field
        name="note"
        label="说明"
        reasons={sorted.fields.get('note')}
        hint="什么时候用、什么时候不用；公众也看得到。"
      >
        {({ status, ...control }) => (
          <Input
            {...control}
            status={status}
            value={draft.note}
            maxLength={200}
            onChange={event => edit({ note: event.target.value })}
          />
        )}
      </Field>
      {pick('broader', '上位词', '同一组里更宽的标签，没有可以不填。', choices(draft.group))}
      <div className="field-row">
        <Field name="from" label="启用日期" reasons={sorted.fields.get('from')} hint="不填即批准之日。">
          {control => (
            <DayInput control={control} value={draft.from} onChange={day => edit({ from: day ?? null })} />
          )}
        </Field>
        <Field
          name="to"
          label="停用日期"
          reasons={sorted.fields.get('to')}
          hint="过了这一天不能再选，已经标的还在。"
        >
          {control => (
            <DayInput control={control} value={draft.to} onChange={day => edit({ to: day ?? null })} />
          )}
        </Field>
      </div>
      {isStanding
        ? pick(
            'replacedBy',
            '合并到',
            '批准后，标了它的文件都改按合并到的标签列出，原来的网址转到那里，订阅继续有效。',
            choices(null),
          )
        : null}
      <div className="act-buttons">
        <Button type="primary" htmlType="submit" loading={saving.busy}>
          保存
        </Button>
        <Button
          onClick={() => {
            kept.forget()
            onClose()
          }}
        >
          取消
        </Button>
      </div>
    </form>
  )
}
