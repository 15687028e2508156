import { Input, InputNumber, Select, Spin } from 'antd'
import { lazy, Suspense } from 'react'
import { Attachments } from '#console/parts/Attachments.tsx'
import { Faults } from '#console/parts/Faults.tsx'
import { Field } from '#console/parts/Field.tsx'
import { SaveWords } from '#console/parts/SaveWords.tsx'
import type { Saver, SaverState } from '#console/saver.ts'
import { columns } from '#record/columns.ts'
import { DraftTags } from '#tag/screens/TagField.tsx'
import { absenceItems, postingColumns, postingFacts, type Content } from '../model.ts'
import type { PostingView } from '../views.ts'
import { FactField } from './FactField.tsx'

const RichText = lazy(() => import('#console/editor/RichText.tsx'))
const roles = [
  { value: 'center', label: '居中' },
  { value: 'right', label: '居右' },
]

type Props = {
  readonly view: PostingView
  readonly state: SaverState<Content>
  readonly saver: Saver<Content>
  readonly reload: () => Promise<unknown>
}

/** The text, files and facts of a posting. Everything typed is kept by itself; what still misses is told beside it. */
export function Form({ view, state, saver, reload }: Props) {
  const content = state.draft
  const put = (change: Partial<Content>) => saver.edit(change)
  const fact = (label: string, value: string) => put({ facts: { ...content.facts, [label]: value } })
  const save = () => void saver.flush()
  const { reasons } = state
  const at = (field: string) => reasons.filter(r => r.field === field)
  const asked = postingFacts[view.kind]
  const files = `/api/postings/${view.id}/attachments`
  return (
    <form
      className="act site-form"
      aria-label="内容"
      noValidate
      onBlur={save}
      onSubmit={event => {
        event.preventDefault()
        save()
      }}
    >
      <Faults reasons={reasons} />
      <Field
        name="title"
        label={view.kind === 'leader' ? '姓名' : '标题'}
        required
        hint={asked.hint}
        reasons={at('title')}
      >
        {({ status, ...control }) => (
          <Input
            {...control}
            status={status}
            value={content.title}
            maxLength={200}
            onChange={e => put({ title: e.target.value })}
          />
        )}
      </Field>
      {view.kind === 'absence' ? (
        <Field name="item" label="条例哪一项" required reasons={at('item')}>
          {({ status, ...control }) => (
            <Select
              {...control}
              status={status}
              value={content.item ?? undefined}
              placeholder="请选择"
              options={absenceItems.map(i => ({ value: i.id, label: i.label }))}
              onChange={item => put({ item })}
            />
          )}
        </Field>
      ) : null}
      {asked.facts.map(f => (
        <FactField
          key={f.label}
          fact={f}
          value={content.facts[f.label] ?? ''}
          reasons={at(`facts.${f.label}`)}
          set={value => fact(f.label, value)}
        />
      ))}
      {view.kind === 'leader' ? (
        <Field name="rank" label="排序" hint="数字小的排在前面。" reasons={at('rank')}>
          {({ status, ...control }) => (
            <InputNumber
              {...control}
              status={status}
              value={content.rank}
              min={0}
              max={9999}
              onChange={value => put({ rank: value === null ? null : Math.round(Number(value)) })}
            />
          )}
        </Field>
      ) : null}
      <Field
        name="html"
        label={view.kind === 'leader' ? '简历（可以不写）' : '正文'}
        required={view.kind !== 'leader'}
        reasons={at('html')}
      >
        {control => (
          <Suspense fallback={<Spin />}>
            <RichText
              id={control.id}
              label="正文"
              describedBy={control['aria-describedby']}
              invalid={control['aria-invalid']}
              value={content.html}
              limit={200_000}
              roles={roles}
              onChange={html => put({ html })}
            />
          </Suspense>
        )}
      </Field>
      {view.kind === 'news' || view.kind === 'notice' ? (
        <Field
          name="columns"
          label="栏目"
          required
          reasons={at('columns')}
          hint="可以同时进几个栏目，地址只有一个。"
        >
          {({ status, ...control }) => (
            <Select
              {...control}
              status={status}
              mode="multiple"
              maxCount={5}
              value={content.columns}
              options={postingColumns.map(c => ({ value: c as string, label: columns[c].label }))}
              onChange={chosen => put({ columns: chosen as Content['columns'] })}
            />
          )}
        </Field>
      ) : null}
      <Field name="source" label="来源" hint="不填为本机关。" reasons={at('source')}>
        {({ status, ...control }) => (
          <Input
            {...control}
            status={status}
            value={content.source}
            maxLength={100}
            onChange={e => put({ source: e.target.value })}
          />
        )}
      </Field>
      {view.items.length > 0 ? (
        <Field
          name="catalogItems"
          label="对应哪些标准目录事项"
          reasons={at('catalogItems')}
          hint="可以选几项，也可以不选；选了的，公开后就算作该事项按目录公开了。"
        >
          {({ status, ...control }) => (
            <Select
              {...control}
              status={status}
              mode="multiple"
              maxCount={20}
              optionFilterProp="label"
              value={content.catalogItems}
              options={view.items.map(i => ({ value: i.value, label: i.label }))}
              onChange={catalogItems => put({ catalogItems })}
            />
          )}
        </Field>
      ) : null}
      <DraftTags
        bodyId={view.bodyId}
        value={content.tags}
        set={tags => {
          put({ tags })
          save()
        }}
        title={content.title}
        html={content.html}
        reasons={at('tags')}
      />
      <Attachments address={files} files={view.attachments} noun="本件" heading="h2" onChange={reload} />
      <SaveWords state={state} retry={save} />
      {view.missing.length > 0 ? (
        <section aria-label="送审前还缺">
          <h2>送审前还缺</h2>
          <ul>
            {view.missing.map(m => (
              <li key={m.text}>{m.text}</li>
            ))}
          </ul>
        </section>
      ) : null}
    </form>
  )
}
