import { Button, Checkbox, Input, Radio } from 'antd'
import { useState, type FormEvent } from 'react'
import { Clause } from '#console/parts/Clause.tsx'
import { Fault } from '#console/parts/Faults.tsx'
import { Field } from '#console/parts/Field.tsx'
import { useDoing, useRefresh } from '#console/query.ts'
import { byField, isStale, reasonsOf } from '#console/refusal.ts'
import { useKept } from '#console/useKept.ts'
import { grounds as allGrounds } from '#law/grounds.ts'
import { consultationAnswerLabels } from '../consultations.ts'
import { guide } from '../guide.ts'
import type { CaseView, OfferView } from '../views.ts'

type FileField = {
  readonly name: string
  readonly label: string
  readonly when: (outcome: string, grounds: readonly string[], isRefused: boolean) => boolean
}

/** What the file must hold, asked only where the outcome needs it. */
const fileFields: readonly FileField[] = [
  { name: 'publicAddress', label: '已公开信息的网址或者获取途径', when: o => o === 'O1' },
  { name: 'specialLaw', label: '依照哪一部法律、行政法规，到哪里办理', when: o => o === 'O5' },
  { name: 'responsibleBody', label: '负责公开的机关的名称、联系方式（能够确定的）', when: o => o === 'O7' },
  { name: 'rightChannel', label: '可以反映问题的渠道', when: o => o === 'O10' },
  { name: 'earlierRequest', label: '已经答复的那一件的登记编号', when: o => o === 'O11' },
  {
    name: 'classificationEvidence',
    label: '密级标志、保密期限或者定密文件',
    when: (_, g) => g.includes('E14-1'),
  },
  {
    name: 'prohibitingLaw',
    label: '禁止公开的法律、行政法规名称和条款',
    when: (_, g) => g.includes('E14-2'),
  },
  { name: 'harm', label: '会危及什么、为什么可能发生', when: (_, g) => g.includes('E14-3') },
  {
    name: 'publicInterest',
    label: '公共利益的考量（第三方有合理理由不同意而决定公开的，写明公开的理由）',
    when: (o, g, isRefused) =>
      g.includes('E15') || (isRefused && (o === 'O2' || (o === 'O3' && !g.includes('E15')))),
  },
  {
    name: 'reason',
    label: '具体理由',
    when: o => ['O3', 'O4', 'O7', 'O8'].includes(o),
  },
]

type Draft = {
  readonly answers: Readonly<Record<string, string>>
  readonly file: Readonly<Record<string, string>>
  readonly grounds: readonly string[]
  readonly findings: string
}

type Props = {
  readonly view: CaseView
  readonly offer: OfferView
  readonly onDone: (label: string) => void
}

/** 拟定答复: facts first, one at a time; then the only outcome that fits, what the reply must say and what the file must hold. */
export function Propose({ view, offer, onDone }: Props) {
  const start: Draft = {
    answers: Object.fromEntries(
      Object.entries(view.answers).filter((one): one is [string, string] => typeof one[1] === 'string'),
    ),
    file: Object.fromEntries(
      Object.entries(view.caseFile).filter((one): one is [string, string] => typeof one[1] === 'string'),
    ),
    grounds: view.grounds,
    findings: '',
  }
  const kept = useKept<Draft>(`request-${view.id}-propose`, start)
  const [asked, setAsked] = useState(false)
  const doing = useDoing()
  const refresh = useRefresh()
  const { answers, file, grounds, findings } = kept.value
  const judged = guide(answers)
  const outcome = judged.done ? judged.outcome : null
  const withheld = outcome?.code === 'O3' || outcome?.code === 'O4'
  const isRefused = view.consultations.some(c => c.answer === consultationAnswerLabels.refusesWithReasons)
  const wanted = outcome
    ? fileFields.filter(f => f.when(outcome.code, withheld ? grounds : [], isRefused))
    : []
  const questions = judged.done ? judged.asked : [...judged.asked, judged.next]
  const sorted = byField(doing.error ? reasonsOf(doing.error) : [], [
    'findings',
    'grounds',
    ...fileFields.map(f => f.name),
  ])
  /** An answer that changes what comes after it takes the later answers back. */
  function answer(id: string, value: string) {
    const at = questions.findIndex(q => q.id === id)
    const before = Object.fromEntries(questions.slice(0, at).map(q => [q.id, answers[q.id] ?? '']))
    kept.set({ ...kept.value, answers: { ...before, [id]: value } })
  }
  async function submit(event: FormEvent) {
    event.preventDefault()
    if (!asked) return setAsked(true)
    const done = await doing.run('POST', `/api/requests/${view.id}/propose`, {
      version: view.version,
      form: {
        answers,
        grounds: withheld ? grounds : [],
        findings,
        file: Object.fromEntries(fileFields.map(f => [f.name, file[f.name] ?? ''])),
      },
    })
    setAsked(false)
    if (!done) return
    kept.forget()
    onDone(offer.label)
  }
  if (offer.blocked) return <p className="quiet">{offer.blocked}</p>
  return (
    <form onSubmit={event => void submit(event)} noValidate className="act" aria-label="拟定答复">
      <p className="effect">先回答事实，结果由法律规定；答案随写随存在本机。</p>
      {kept.restored ? <p role="status">上次没有提交的内容已经放回来了。</p> : null}
      {questions.map(question => (
        <Field
          key={question.id}
          name={`answer-${question.id}`}
          label={question.text}
          group
          hint={question.why}
        >
          {() => (
            <Radio.Group
              className="checks checks-one"
              name={question.id}
              value={answers[question.id]}
              options={question.options.map(o => ({
                value: o.value,
                label: o.hint ? `${o.label}（${o.hint}）` : o.label,
              }))}
              onChange={event => answer(question.id, String(event.target.value))}
            />
          )}
        </Field>
      ))}
      {outcome ? (
        <>
          <div className="confirm" role="status">
            <p>
              <strong>合适的结果：{outcome.label}</strong>{' '}
              {outcome.clauses.map(id => (
                <Clause key={id} id={id} />
              ))}
            </p>
            <p>答复书必须写明：{outcome.mustSay}</p>
          </div>
          {withheld ? (
            <Field
              name="grounds"
              label="不予公开的法定依据"
              group
              required
              reasons={sorted.fields.get('grounds')}
              hint="选了几项的，第一项计入年度报告。"
            >
              {() => (
                <Checkbox.Group
                  className="checks checks-one"
                  value={[...grounds]}
                  options={allGrounds
                    .filter(g => g.forDocuments)
                    .map(g => ({ value: g.code, label: `${g.label}：${g.text}` }))}
                  onChange={values => kept.set({ ...kept.value, grounds: values.map(String) })}
                />
              )}
            </Field>
          ) : null}
          {wanted.map(field => (
            <Field
              key={field.name}
              name={field.name}
              label={field.label}
              reasons={sorted.fields.get(field.name)}
            >
              {({ status, ...control }) => (
                <Input.TextArea
                  {...control}
                  status={status}
                  value={file[field.name] ?? ''}
                  maxLength={2000}
                  autoSize={{ minRows: 2, maxRows: 8 }}
                  onChange={event =>
                    kept.set({ ...kept.value, file: { ...file, [field.name]: event.target.value } })
                  }
                />
              )}
            </Field>
          ))}
          <Field
            name="findings"
            label="查明的事实"
            required
            hint="写进答复书，加密保存。"
            reasons={sorted.fields.get('findings')}
          >
            {({ status, ...control }) => (
              <Input.TextArea
                {...control}
                status={status}
                value={findings}
                maxLength={5000}
                autoSize={{ minRows: 3, maxRows: 12 }}
                onChange={event => kept.set({ ...kept.value, findings: event.target.value })}
              />
            )}
          </Field>
          {sorted.rest.length > 0 || doing.error ? <Fault error={doing.error} /> : null}
          {isStale(doing.error) ? (
            <p>
              <Button onClick={() => (doing.clear(), void refresh('/api/requests'))}>
                刷新，保留我写的内容
              </Button>
            </p>
          ) : null}
          {asked ? (
            <p role="alert" className="confirm">
              <strong>确认送审核？</strong>结果是“{outcome.label}”，由另一人审核、领导批准。
            </p>
          ) : null}
          <div className="act-buttons">
            <Button type="primary" htmlType="submit" loading={doing.busy}>
              {asked ? '确认送审核' : '拟定答复，送审核'}
            </Button>
            {asked ? <Button onClick={() => setAsked(false)}>再想想</Button> : null}
          </div>
        </>
      ) : null}
    </form>
  )
}
