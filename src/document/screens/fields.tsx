import { Checkbox, Input, Select, Spin } from 'antd'
import { lazy, Suspense } from 'react'
import { DayInput } from '#console/parts/DayInput.tsx'
import { bodyRoles } from './bodyRoles.ts'
import { Field } from '#console/parts/Field.tsx'
import type { Reason } from '#console/refusal.ts'
import { useMe } from '#console/session.ts'
import { useOptions } from './options.ts'

const RichText = lazy(() => import('#console/editor/RichText.tsx'))

export type FieldProps<V> = {
  readonly value: V
  readonly set: (value: V) => void
  readonly reasons?: readonly Reason[]
  readonly required?: boolean
  readonly onBlur?: () => void
}

type Why = { readonly text: string; readonly clause?: string }

type Words = {
  readonly name: string
  readonly label: string
  readonly hint?: string
  readonly why?: Why
}

/** A line or a few lines of text. */
export function TextField(
  props: FieldProps<string> & Words & { readonly max: number; readonly lines?: number },
) {
  const { name, label, hint, why, value, set, reasons, required, onBlur, max, lines } = props
  return (
    <Field name={name} label={label} hint={hint} why={why} required={required} reasons={reasons}>
      {({ status, ...control }) =>
        lines ? (
          <Input.TextArea
            {...control}
            status={status}
            value={value}
            maxLength={max}
            autoSize={{ minRows: lines, maxRows: 8 }}
            onBlur={onBlur}
            onChange={event => set(event.target.value)}
          />
        ) : (
          <Input
            {...control}
            status={status}
            value={value}
            maxLength={max}
            onBlur={onBlur}
            onChange={event => set(event.target.value)}
          />
        )
      }
    </Field>
  )
}

/** A civil day, `YYYY-MM-DD` in and out. */
export function DayField(props: FieldProps<string | null> & Words) {
  const { name, label, hint, why, value, set, reasons, required, onBlur } = props
  return (
    <Field name={name} label={label} hint={hint} why={why} required={required} reasons={reasons}>
      {control => <DayInput control={control} value={value} onChange={set} onBlur={onBlur} />}
    </Field>
  )
}

export function KindField({ value, set, reasons, required, onBlur }: FieldProps<string | null>) {
  const options = useOptions()
  const chosen = options.data?.kinds.find(kind => kind.value === value)
  return (
    <Field
      name="kind"
      label="文种"
      required={required}
      reasons={reasons}
      hint={chosen?.hint ?? '按公文的用途选择，例如布置工作用“通知”，答复下级用“批复”。'}
    >
      {({ status, ...control }) => (
        <Select
          {...control}
          status={status}
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          placeholder="请选择"
          loading={options.loading}
          value={value ?? undefined}
          options={options.data?.kinds.map(kind => ({ value: kind.value, label: kind.label })) ?? []}
          onBlur={onBlur}
          onChange={(next: string | undefined) => set(next ?? null)}
        />
      )}
    </Field>
  )
}

export function ThemeField({ value, set, reasons, required, onBlur }: FieldProps<string | null>) {
  const options = useOptions()
  return (
    <Field name="theme" label="主题分类" required={required} reasons={reasons} hint="公众按它筛选。">
      {({ status, ...control }) => (
        <Select
          {...control}
          status={status}
          allowClear
          showSearch
          placeholder="请选择"
          value={value ?? undefined}
          options={options.data?.themes.map(theme => ({ value: theme, label: theme })) ?? []}
          onBlur={onBlur}
          onChange={(next: string | undefined) => set(next ?? null)}
        />
      )}
    </Field>
  )
}

export function ColumnsField({ value, set, reasons, required }: FieldProps<readonly string[]>) {
  const options = useOptions()
  return (
    <Field
      name="columns"
      label="公开栏目"
      group
      required={required}
      reasons={reasons}
      hint="可选多个，公开后同一件公文、同一个地址，出现在所选的每个栏目。"
      why={{ text: '法定主动公开内容要放在固定栏目，公众才找得到。', clause: '条例/20' }}
    >
      {() => (
        <Checkbox.Group
          className="checks"
          value={[...value]}
          options={options.data?.columns.map(column => ({ value: column.value, label: column.label })) ?? []}
          onChange={next => set(next.map(String))}
        />
      )}
    </Field>
  )
}

export function SignatoriesField(props: FieldProps<readonly string[]>) {
  const { value, set, reasons, required, onBlur } = props
  const own = useMe().body.name
  return (
    <Field
      name="signatories"
      label="发文机关署名"
      required={required}
      reasons={reasons}
      hint="写全称，输入后按回车；联合行文时主办机关在前，最多 10 个。"
      extra={
        value.length === 0 ? (
          <button type="button" className="link field-fill" onClick={() => set([own])}>
            填入{own}
          </button>
        ) : null
      }
    >
      {({ status, ...control }) => (
        <Select
          {...control}
          status={status}
          mode="tags"
          open={false}
          suffixIcon={null}
          tokenSeparators={['、', '，', ',', '；']}
          maxCount={10}
          value={[...value]}
          onBlur={onBlur}
          onChange={(next: string[]) => set(next.map(one => one.trim()).filter(Boolean))}
        />
      )}
    </Field>
  )
}

export function NormativeField({ value, set }: FieldProps<boolean>) {
  return (
    <div className="field" id="field-normative">
      <Checkbox
        checked={value}
        onChange={event => set(event.target.checked)}
        aria-describedby="field-normative-hint"
      >
        这是行政规范性文件
      </Checkbox>
      <p className="field-hint" id="field-normative-hint">
        涉及公民、法人和其他组织权利义务，在一定时期内反复适用的公文。勾选后须经合法性审查。
      </p>
    </div>
  )
}

/** What a paragraph of a 公文 can be, in the words the intake uses for them. */

type BodyProps = FieldProps<string> & { readonly onPasted?: (html: string, text: string) => void }

/** The text of the document. The editor is a part of its own, fetched when a form needs it. */
export function BodyField({ value, set, reasons, required, onBlur, onPasted }: BodyProps) {
  return (
    <Field
      name="bodyHtml"
      label="正文"
      required={required}
      reasons={reasons}
      hint="从主送机关以下写起，不含标题、文号和落款日期后的公开标注；从 Word、WPS 粘贴时自动清理格式。"
    >
      {control => (
        <Suspense
          fallback={
            <div className="editor-waiting">
              <Spin /> 正在打开编辑器……
            </div>
          }
        >
          <RichText
            id={control.id}
            label="正文"
            describedBy={control['aria-describedby']}
            invalid={control['aria-invalid']}
            value={value}
            limit={200_000}
            roles={bodyRoles}
            onChange={set}
            onBlur={onBlur}
            onPasted={onPasted}
          />
        </Suspense>
      )}
    </Field>
  )
}
