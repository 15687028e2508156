import { Checkbox, Input, Radio } from 'antd'
import { Clause } from '#console/parts/Clause.tsx'
import { Field } from '#console/parts/Field.tsx'
import type { Reason } from '#console/refusal.ts'
import type { Draft } from '../model.ts'

type Props = {
  readonly draft: Draft
  readonly edit: (part: Partial<Draft>) => void
  readonly faults: ReadonlyMap<string, readonly Reason[]>
  readonly onBlur: () => void
  /** Fields that the local variant leaves out. */
  readonly hidden?: readonly string[]
}

type TextName = 'audienceWhy' | 'openPart' | 'proposal'

/** To whom and how it is disclosed, what of it can be public, and the proposal where it goes out in the government's name. */
export function DisclosureWay({ draft, edit, faults, onBlur, hidden = [] }: Props) {
  const long = (name: TextName, label: string, hint: string, required: boolean, max = 1000) => (
    <Field name={name} label={label} hint={hint} required={required} reasons={faults.get(name)}>
      {({ status, ...control }) => (
        <Input.TextArea
          {...control}
          status={status}
          value={draft[name] ?? ''}
          maxLength={max}
          autoSize={{ minRows: 2, maxRows: 6 }}
          onBlur={onBlur}
          onChange={event => edit({ [name]: event.target.value || null })}
        />
      )}
    </Field>
  )
  return (
    <>
      {draft.attribute === 'withheld'
        ? long(
            'openPart',
            '其中可以公开的部分',
            '能够区分处理的，写明哪些部分可以公开；没有的可以不填（条例第三十七条）。',
            false,
          )
        : null}
      {draft.attribute === 'proactive' ? (
        <Field
          name="audience"
          label="公开范围"
          group
          reasons={faults.get('audience')}
          why={{ text: '按公开的目的、效果和影响选择方式和范围。', clause: '吉林/一(一)' }}
        >
          {() => (
            <Radio.Group
              name="audience"
              value={draft.audience}
              options={[
                { value: 'everyone', label: '面向社会' },
                { value: 'particular', label: '面向特定对象' },
              ]}
              onChange={event => edit({ audience: event.target.value as Draft['audience'] })}
            />
          )}
        </Field>
      ) : null}
      {draft.attribute === 'proactive' && draft.audience === 'particular'
        ? long('audienceWhy', '面向哪些人，为什么', '例如“只涉及某园区企业，已当面告知”。', true, 500)
        : null}
      {hidden.includes('inGovernmentName') ? null : (
        <Field name="inGovernmentName" label="发文名义" group reasons={faults.get('inGovernmentName')}>
          {() => (
            <>
              <Checkbox
                checked={draft.inGovernmentName}
                onChange={event => edit({ inGovernmentName: event.target.checked })}
              >
                拟以本级政府或其办公室名义印发
              </Checkbox>
              <Clause id="390号/四(一)3" />
            </>
          )}
        </Field>
      )}
      {draft.inGovernmentName && !hidden.includes('inGovernmentName')
        ? long('proposal', '对公开属性的建议', '起草单位应提出明确建议；拟不予公开的，说明法定依据。', true)
        : null}
    </>
  )
}
