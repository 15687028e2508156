import { Button, Checkbox, Radio } from 'antd'
import { useEffect, useRef, useState, type FormEvent } from 'react'
import { Fault } from '#console/parts/Faults.tsx'
import { Field } from '#console/parts/Field.tsx'
import { useDoing } from '#console/query.ts'
import { documentKinds } from '#law/documentKinds.ts'
import { groupIds, groups, type Group, type IndexingRule } from '../model.ts'
import type { VersionView } from '../views.ts'

type Props = {
  readonly view: VersionView
  readonly onDone: (words: string) => Promise<void>
  readonly onClose: () => void
}

const usual: IndexingRule = { normative: true, kinds: [], groups: ['audience', 'topic'] }

/** Which documents may not go out without tags. */
export function RuleForm({ view, onDone, onClose }: Props) {
  const [rule, setRule] = useState<IndexingRule | null>(view.rule)
  const [faults, setFaults] = useState<string | null>(null)
  const saving = useDoing()
  const head = useRef<HTMLHeadingElement>(null)
  useEffect(() => head.current?.focus(), [])
  async function save(event: FormEvent) {
    event.preventDefault()
    const isEmpty = rule !== null && !rule.normative && rule.kinds.length === 0
    setFaults(isEmpty ? '还没有选哪些公文必须标引。都不要求的，请选“沿用上级的规定”。' : null)
    if (isEmpty) return
    const done = await saving.run('POST', `/api/tags/${view.id}/save`, {
      version: view.version,
      form: { terms: view.own, rule },
    })
    if (done) await onDone('已修改“必须标引”的规定，存在这一版的草稿里。')
  }
  return (
    <form className="lexicon-edit" aria-label="必须标引" noValidate onSubmit={event => void save(event)}>
      <h2 ref={head} tabIndex={-1}>
        必须标引的公文
      </h2>
      <Fault error={saving.error} />
      <Field
        name="rule"
        label="规定"
        group
        reasons={faults ? [{ field: 'rule', text: faults }] : []}
        why={{ text: '在政策出台时按照标签目录明确标签分类。', clause: '上海/一(一)' }}
      >
        {() => (
          <Radio.Group
            className="checks"
            name="rule"
            value={rule === null ? 'above' : 'own'}
            options={[
              { value: 'above', label: `沿用上级的规定（${view.aboveRule ?? '上级没有规定'}）` },
              { value: 'own', label: '本机关自己规定' },
            ]}
            onChange={event => setRule(event.target.value === 'own' ? (view.rule ?? usual) : null)}
          />
        )}
      </Field>
      {rule ? (
        <>
          <Field name="kinds" label="主动公开的哪些公文" group hint="选了的，不标引不能送审、印发和发布。">
            {() => (
              <Checkbox.Group
                className="checks"
                value={[...(rule.normative ? ['normative'] : []), ...rule.kinds]}
                options={[
                  { value: 'normative', label: '行政规范性文件' },
                  ...documentKinds.map(kind => ({ value: kind, label: kind })),
                ]}
                onChange={values =>
                  setRule({
                    ...rule,
                    normative: values.includes('normative'),
                    kinds: documentKinds.filter(kind => values.includes(kind)),
                  })
                }
              />
            )}
          </Field>
          <Field name="groups" label="每件至少要有哪几组的标签" group hint="都不选的，有任何一个标签就可以。">
            {() => (
              <Checkbox.Group
                className="checks"
                value={[...rule.groups]}
                options={groupIds.map(value => ({ value, label: groups[value].label }))}
                onChange={values => setRule({ ...rule, groups: values as Group[] })}
              />
            )}
          </Field>
        </>
      ) : null}
      <div className="act-buttons">
        <Button type="primary" htmlType="submit" loading={saving.busy}>
          保存
        </Button>
        <Button onClick={onClose}>取消</Button>
      </div>
    </form>
  )
}
