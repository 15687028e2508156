import { Button, Checkbox, Input, InputNumber, Select } from 'antd'
import { useState, type FormEvent } from 'react'
import { Fault } from '#console/parts/Faults.tsx'
import { Field } from '#console/parts/Field.tsx'
import { Page } from '#console/parts/Page.tsx'
import { PutBack } from '#console/parts/PutBack.tsx'
import { Failed, Loading } from '#console/parts/States.tsx'
import { useDoing, useGet } from '#console/query.ts'
import { useTyped } from '#console/useTyped.ts'
import { PendingChange, type Pending } from './PendingChange.tsx'
import { byField, reasonsOf, type Reason } from '#console/refusal.ts'
import type { SettingRow } from '../settings/model.ts'

type View = SettingRow & {
  readonly maySet: boolean
  readonly forms: readonly {
    readonly code: string
    readonly title: string
    readonly text: string
    readonly must: readonly string[]
  }[]
  readonly places: readonly string[]
  /** Members that another person must approve. */
  readonly guarded: readonly string[]
  readonly pending: Pending | null
}

type Spec = {
  readonly name: keyof SettingRow
  readonly label: string
  readonly kind: 'line' | 'number' | 'check'
  readonly hint: string
}
const groups: readonly { readonly title: string; readonly fields: readonly Spec[] }[] = [
  {
    title: '编号和联系方式',
    fields: [
      {
        name: 'series',
        label: '机关代字',
        kind: 'line',
        hint: '登记编号写作“机关代字＋公开申〔年〕n号”，答复书写作“机关代字＋公开复〔年〕n号”。',
      },
      {
        name: 'contact',
        label: '联系方式',
        kind: 'line',
        hint: '写在回执和告知书上：地址、电话、办公时间。',
      },
      { name: 'online', label: '接受网上申请', kind: 'check', hint: '关上以后，网站上说明其他的申请渠道。' },
    ],
  },
  {
    title: '救济途径',
    fields: [
      {
        name: 'reviewBody',
        label: '复议机关',
        kind: 'line',
        hint: '政府工作部门的复议机关是本级人民政府（行政复议法第二十四条）。',
      },
      { name: 'court', label: '人民法院', kind: 'line', hint: '有管辖权的人民法院的全称。' },
      {
        name: 'onlineReview',
        label: '申请行政复议的互联网渠道',
        kind: 'line',
        hint: '网上送达答复的，必须同时提供（行政复议法第二十二条第二款）。',
      },
      {
        name: 'queryReviewFirst',
        label: '行政查询事项也实行复议前置',
        kind: 'check',
        hint: '各地做法不一，请按当地法院和复议机关的意见选择。',
      },
    ],
  },
  {
    title: '期限和保留',
    fields: [
      {
        name: 'supplementDays',
        label: '补正期限（日）',
        kind: 'number',
        hint: '全国没有统一的天数，应当合理。',
      },
      {
        name: 'taskDays',
        label: '部门反馈期限（工作日）',
        kind: 'number',
        hint: '分办时不另填的，按这个天数。',
      },
      {
        name: 'confirmDays',
        label: '网上申请的确认期限（工作日）',
        kind: 'number',
        hint: '过了还没有与申请人确认的，提醒经办人。',
      },
      {
        name: 'repeatAfter',
        label: '几位申请人申请同一信息后提示转为主动公开',
        kind: 'number',
        hint: '条例第四十四条没有定人数，由本机关定。',
      },
      {
        name: 'identityDays',
        label: '办结后身份证明保留（日）',
        kind: 'number',
        hint: '到期自动删除，记录留下。',
      },
      {
        name: 'personalDays',
        label: '办结后个人信息保留（日）',
        kind: 'number',
        hint: '到期自动删除，统计不受影响。',
      },
    ],
  },
]

/** 本机关设置 of 依申请公开: words of numbers, places of remedy, terms, the texts of its papers. */
export default function SettingsScreen() {
  const { data, error, loading, reload } = useGet<View>('/api/request-settings', { fresh: 0 })
  return (
    <Page
      title="依申请公开设置"
      lead="由公开工作机构或者系统管理员调整，须写明理由，改前改后记入履历。救济途径、文书范本和保留天数由签发领导批准后生效。"
    >
      {loading ? (
        <Loading rows={10} />
      ) : error || !data ? (
        <Failed error={error} retry={() => void reload()} />
      ) : (
        <>
          {data.pending ? <PendingChange pending={data.pending} onDone={() => void reload()} /> : null}
          <Form key={data.version} view={data} onSaved={() => void reload()} />
        </>
      )}
    </Page>
  )
}

type Saved = { readonly set: object | null; readonly proposed: object | null }

function Form({ view, onSaved }: { view: View; onSaved: () => void }) {
  const { maySet, forms, places, guarded, pending, ...start } = view
  const typed = useTyped<SettingRow & { readonly reason: string }>('request-settings', {
    ...start,
    reason: '',
  })
  const { reason, ...values } = typed.values
  const [said, setSaid] = useState('')
  const doing = useDoing()
  const reasons = doing.error ? reasonsOf(doing.error) : []
  const names = groups.flatMap(g => g.fields.map(f => f.name as string))
  const sorted = byField(reasons, ['reason', ...names, ...forms.map(f => `templates.${f.code}`)])
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const done = await doing.run<Saved>('POST', '/api/request-settings', { ...values, reason })
    if (!done) return
    typed.forget()
    setSaid(
      `${done.set ? '设置已保存。' : ''}${done.proposed ? '须由另一人批准的改动已送签发领导，批准以前仍按原来的设置办理。' : ''}`,
    )
    onSaved()
  }
  return (
    <form
      className="act request-new"
      noValidate
      aria-label="依申请公开设置"
      onSubmit={event => void submit(event)}
    >
      <PutBack of={typed} />
      {sorted.rest.length > 0 ? <Fault error={doing.error} /> : null}
      <div aria-live="polite">{said ? <p className="done-words">{said}</p> : null}</div>
      {groups.map(group => (
        <section key={group.title} className="request-group" aria-label={group.title}>
          <h2>{group.title}</h2>
          {group.fields.map(spec => (
            <One
              key={spec.name}
              spec={spec}
              value={values[spec.name]}
              disabled={!maySet || (pending !== null && guarded.includes(spec.name))}
              reasons={sorted.fields.get(spec.name)}
              set={value => typed.set({ [spec.name]: value })}
            />
          ))}
        </section>
      ))}
      <Papers
        forms={forms}
        places={places}
        templates={values.templates}
        disabled={!maySet || pending !== null}
        reasonsOf={code => sorted.fields.get(`templates.${code}`)}
        set={templates => typed.set({ templates })}
      />
      {maySet ? (
        <>
          <Field
            name="reason"
            label="调整的理由"
            required
            reasons={sorted.fields.get('reason')}
            hint="例如“机构改革，复议机关变更”。"
          >
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
            <Button type="primary" htmlType="submit" loading={doing.busy}>
              保存设置
            </Button>
          </div>
        </>
      ) : (
        <p className="quiet">您可以查看，不能调整。</p>
      )}
    </form>
  )
}

type OneProps = {
  readonly spec: Spec
  readonly value: unknown
  readonly disabled: boolean
  readonly reasons: readonly Reason[] | undefined
  readonly set: (value: string | number | boolean) => void
}

function One({ spec, value, disabled, reasons, set }: OneProps) {
  return (
    <Field
      name={spec.name}
      label={spec.label}
      hint={spec.hint}
      reasons={reasons}
      group={spec.kind === 'check'}
    >
      {({ status, ...control }) =>
        spec.kind === 'check' ? (
          <Checkbox
            checked={value === true}
            disabled={disabled}
            onChange={event => set(event.target.checked)}
          >
            {spec.label}
          </Checkbox>
        ) : spec.kind === 'number' ? (
          <InputNumber
            {...control}
            status={status}
            min={0}
            precision={0}
            disabled={disabled}
            value={typeof value === 'number' ? value : 0}
            onChange={next => set(next ?? 0)}
          />
        ) : (
          <Input
            {...control}
            status={status}
            disabled={disabled}
            maxLength={300}
            value={String(value ?? '')}
            onChange={event => set(event.target.value)}
          />
        )
      }
    </Field>
  )
}

type PapersProps = {
  readonly forms: View['forms']
  readonly places: readonly string[]
  readonly templates: Readonly<Record<string, string>>
  readonly disabled: boolean
  readonly reasonsOf: (code: string) => readonly Reason[] | undefined
  readonly set: (templates: Readonly<Record<string, string>>) => void
}

/** One paper at a time: its text, what it must say, the places it may use. */
function Papers({ forms, places, templates, disabled, reasonsOf: reasonsFor, set }: PapersProps) {
  const [code, setCode] = useState(forms[0]?.code ?? '')
  const form = forms.find(f => f.code === code)
  if (!form) return null
  const isOwn = (templates[code] ?? '') !== '' && templates[code] !== form.text
  return (
    <section className="request-group" aria-label="文书范本">
      <h2>文书范本</h2>
      <Field name="template-code" label="文书" hint="改过的范本只用于以后生成的文书。">
        {({ status, ...control }) => (
          <Select
            {...control}
            status={status}
            value={code}
            showSearch={{ optionFilterProp: 'label' }}
            options={forms.map(f => ({
              value: f.code,
              label: `${f.title}${templates[f.code] && templates[f.code] !== f.text ? '（已改）' : ''}`,
            }))}
            onChange={setCode}
          />
        )}
      </Field>
      <Field
        name={`templates.${code}`}
        label="正文"
        reasons={reasonsFor(code)}
        hint={`必须写明：${form.must.join('；')}。`}
      >
        {({ status, ...control }) => (
          <Input.TextArea
            {...control}
            status={status}
            disabled={disabled}
            value={templates[code] || form.text}
            maxLength={20_000}
            autoSize={{ minRows: 6, maxRows: 20 }}
            onChange={event => set({ ...templates, [code]: event.target.value })}
          />
        )}
      </Field>
      {isOwn && !disabled ? (
        <Button size="small" onClick={() => set({ ...templates, [code]: '' })}>
          恢复自带的范本
        </Button>
      ) : null}
      <details>
        <summary>可用的填写项</summary>
        <p>{places.map(place => `{${place}}`).join('　')}</p>
      </details>
    </section>
  )
}
