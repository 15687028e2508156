import { Input, Select } from 'antd'
import { Clause } from '#console/parts/Clause.tsx'
import { Field } from '#console/parts/Field.tsx'
import type { Reason } from '#console/refusal.ts'
import { attributes, type Attribute, type Draft } from '../model.ts'
import { attributeLabels, useOptions, type Options } from './options.ts'

const meanings: Record<Attribute, string> = {
  proactive: '印发后 20 个工作日内上网公布，所有人都能看到，成文日期后标注“此件公开发布”。',
  'on-request': '不上网；有人申请时依法提供，成文日期后标注“此件依申请公开”。',
  withheld: '不公开；须有法定依据并经公开机构审查，成文日期后标注“此件不公开”。',
}

const meaningOf = (attribute: Attribute, labels: Readonly<Record<string, string>>) =>
  labels[attribute]
    ? meanings[attribute].replace(/“此件[^”]*”/, `“${labels[attribute]}”`)
    : meanings[attribute]

type Props = {
  readonly draft: Draft
  readonly edit: (part: Partial<Draft>) => void
  readonly faults: ReadonlyMap<string, readonly Reason[]>
  readonly onBlur: () => void
  /** What the local variant writes after the date instead of the three of 390号文. */
  readonly labels?: Readonly<Record<string, string>>
}

/** 公开属性: three answers, each with what follows from it; withholding asks for its ground in the law. */
export function AttributeField({ draft, edit, faults, onBlur, labels = {} }: Props) {
  const options = useOptions()
  return (
    <>
      <Field
        name="attribute"
        label="公开属性"
        group
        required
        reasons={faults.get('attribute')}
        why={{ text: '起草时就要定下公开属性，没有定的公文会被退回。', clause: '390号/四(一)1' }}
      >
        {() => (
          <div className="cards" role="radiogroup" aria-label="公开属性">
            {attributes.map(attribute => (
              <label key={attribute} className={draft.attribute === attribute ? 'card card-on' : 'card'}>
                <input
                  type="radio"
                  name="attribute"
                  value={attribute}
                  checked={draft.attribute === attribute}
                  onChange={() => edit({ attribute })}
                  onBlur={onBlur}
                />
                <span className="card-label">{attributeLabels[attribute]}</span>
                <span className="card-text">{meaningOf(attribute, labels)}</span>
              </label>
            ))}
          </div>
        )}
      </Field>
      {draft.attribute === 'withheld' ? (
        <Ground draft={draft} edit={edit} faults={faults} onBlur={onBlur} options={options.data} />
      ) : null}
      {draft.attribute === 'withheld' || draft.attribute === 'on-request' ? (
        <Field
          name="attributeReason"
          label={draft.attribute === 'withheld' ? '不予公开的理由' : '依申请公开的理由'}
          required
          reasons={faults.get('attributeReason')}
          hint="写具体：哪一部分、公开会怎样。审查人和将来的复查都会看。"
          why={
            draft.attribute === 'withheld'
              ? { text: '拟不予公开的，起草单位应说明法定依据。', clause: '390号/四(一)3' }
              : {
                  text: '除依法不予公开的以外，政府信息应当公开；不主动公开要说得出为什么。',
                  clause: '条例/13',
                }
          }
        >
          {({ status, ...control }) => (
            <Input.TextArea
              {...control}
              status={status}
              value={draft.attributeReason ?? ''}
              maxLength={1000}
              autoSize={{ minRows: 2, maxRows: 8 }}
              onBlur={onBlur}
              onChange={event => edit({ attributeReason: event.target.value || null })}
            />
          )}
        </Field>
      ) : null}
    </>
  )
}

function Ground({ draft, edit, faults, onBlur, options }: Props & { readonly options: Options | undefined }) {
  const chosen = options?.grounds.find(ground => ground.code === draft.ground)
  return (
    <Field
      name="ground"
      label="不予公开的法定依据"
      required
      reasons={faults.get('ground')}
      why={{ text: '公开为常态、不公开为例外，例外只能出自法律、行政法规列明的情形。', clause: '条例/14' }}
    >
      {({ status, ...control }) => (
        <>
          <Select
            {...control}
            status={status}
            placeholder="请选择"
            showSearch={{ optionFilterProp: 'label' }}
            value={draft.ground ?? undefined}
            options={options?.grounds.map(ground => ({ value: ground.code, label: ground.label })) ?? []}
            onBlur={onBlur}
            onChange={(ground: string) => edit({ ground })}
          />
          {chosen ? (
            <blockquote className="article">
              <p>{chosen.text}</p>
              {chosen.strength ? <p className="quiet">{chosen.strength}</p> : null}
              {chosen.hints?.map(hint => (
                <p key={hint}>{hint}</p>
              ))}
              {chosen.basis.map(one => (
                <Clause key={one.id} id={one.id} cite={one.cite} />
              ))}
            </blockquote>
          ) : null}
        </>
      )}
    </Field>
  )
}
