import { Button, Checkbox, Input, Radio } from 'antd'
import { useState, type FormEvent } from 'react'
import { Fault, Faults } from '#console/parts/Faults.tsx'
import { Field } from '#console/parts/Field.tsx'
import { useDoing, useRefresh } from '#console/query.ts'
import { byField, isStale, reasonsOf, type Reason } from '#console/refusal.ts'
import { useKept } from '#console/useKept.ts'
import { grounds as allGrounds, groundOf, isGround } from '#law/grounds.ts'
import { guide } from '../guide.ts'
import { closedBecause, missingFor, needsFor, type CaseFile, type Written } from '../needs.ts'
import { remedyNotice } from '../remedy.ts'
import type { CaseView, OfferView } from '../views.ts'
import { Judged } from './Judged.tsx'

type FileField = {
  readonly name: keyof Written
  readonly label: string
  readonly hint?: string
  readonly when: (outcome: string, file: CaseFile) => boolean
}

/** What the file must hold, asked only where the outcome needs it. */
const fileFields: readonly FileField[] = [
  {
    name: 'publicAddress',
    label: '已公开信息的网址或者获取途径',
    hint: '写到能直接打开的网页，写进答复书。请先打开看一遍，确是申请人要的信息。',
    when: o => o === 'O1',
  },
  {
    name: 'provision',
    label: '提供什么，或者获取的途径和时间',
    hint: '文件已作为“拟公开的部分”上传的可以不填。如：检查计划复印件1份12页，随函寄送。写进答复书。',
    when: o => o === 'O2',
  },
  {
    name: 'specialLaw',
    label: '依照哪一部法律、行政法规，到哪里办理',
    hint: '如：《不动产登记暂行条例》第二十七条，到市不动产登记中心查询。写进答复书。',
    when: o => o === 'O5',
  },
  {
    name: 'responsibleBody',
    label: '负责公开的机关的名称、联系方式',
    hint: '能够确定的才填，写进答复书。',
    when: o => o === 'O7',
  },
  { name: 'rightChannel', label: '可以反映问题的渠道', hint: '写进答复书。', when: o => o === 'O10' },
  {
    name: 'earlierRequest',
    label: '已经答复的那一件的登记编号',
    hint: '写进答复书。',
    when: o => o === 'O11',
  },
  {
    name: 'classificationEvidence',
    label: '密级标志、保密期限或者定密文件',
    hint: '只写标志、期限和依据的名称，不写进答复书。涉密的内容不得录入、上传到本系统。',
    when: (_, f) => f.grounds.includes('E14-1'),
  },
  {
    name: 'prohibitingLaw',
    label: '禁止公开的法律、行政法规名称和条款',
    hint: '如：《中华人民共和国统计法》第二十八条。写进答复书。',
    when: (_, f) => f.grounds.includes('E14-2'),
  },
  {
    name: 'harm',
    label: '会危及什么、为什么可能发生',
    hint: '写进答复书。评估材料加到下面的“材料”（检索、审查证据）。',
    when: (_, f) => f.grounds.includes('E14-3'),
  },
  {
    name: 'publicInterest',
    label: '公共利益的考量（第三方有合理理由不同意而决定公开的，写明公开的理由）',
    when: (o, f) =>
      f.grounds.includes('E15') ||
      (f.thirdPartyRefused && (o === 'O2' || (o === 'O3' && !f.grounds.includes('E15')))),
  },
  {
    name: 'reason',
    label: '具体理由',
    hint: '写进答复书。说明为什么属于这种情形、公开有什么影响，不要把不公开的内容写出来。',
    when: o => ['O3', 'O4', 'O7', 'O8'].includes(o),
  },
  {
    name: 'reason',
    label: '为什么结束办理',
    hint: '写进告知书。如：您于2026年11月20日书面撤回该申请。并案的写明并入的登记编号。撤回的书面、网上记录加到下面的“材料”。',
    when: o => o === 'O17',
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
  const [own, setOwn] = useState<readonly Reason[]>([])
  const doing = useDoing()
  const refresh = useRefresh()
  const { answers, findings } = kept.value
  const judged = guide(answers)
  const outcome = judged.done ? judged.outcome : null
  const withheld = outcome?.code === 'O3' || outcome?.code === 'O4'
  const grounds = withheld ? kept.value.grounds : []
  const written = Object.fromEntries(
    fileFields.map(f => [f.name, (kept.value.file[f.name] ?? '').trim()]),
  ) as Written
  const { held, places } = view.deciding!
  const file: CaseFile = { ...held, ...written, grounds }
  const needs = outcome ? needsFor(outcome.code, file, answers) : []
  const wanted = outcome ? fileFields.filter(f => f.when(outcome.code, file)) : []
  const questions = judged.done ? judged.asked : [...judged.asked, judged.next]
  const sorted = byField(own.length > 0 ? own : doing.error ? reasonsOf(doing.error) : [], [
    'findings',
    'grounds',
    ...wanted.map(f => f.name),
  ])
  /** An answer that changes what comes after it takes the later answers back. */
  function answer(id: string, value: string) {
    const at = questions.findIndex(q => q.id === id)
    const before = Object.fromEntries(questions.slice(0, at).map(q => [q.id, answers[q.id] ?? '']))
    kept.set({ ...kept.value, answers: { ...before, [id]: value } })
  }
  async function submit(event: FormEvent) {
    event.preventDefault()
    if (!outcome) return
    const wrong: Reason[] = missingFor(outcome.code, file, answers)
    if (findings.trim() === '') wrong.push({ field: 'findings', text: '请写明查明的事实。' })
    doing.clear()
    setOwn(wrong)
    if (wrong.length > 0) return setAsked(false)
    if (!asked) return setAsked(true)
    const done = await doing.run('POST', `/api/requests/${view.id}/propose`, {
      version: view.version,
      form: {
        answers,
        grounds,
        findings,
        // What another outcome would need is not sent along.
        file: Object.fromEntries(fileFields.map(f => [f.name, wanted.includes(f) ? written[f.name] : ''])),
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
              options={question.options.map(o => {
                const closed = closedBecause(question.id, o.value, held)
                const hint = closed ? `${closed}，现在不能选` : o.hint
                return {
                  value: o.value,
                  label: hint ? `${o.label}（${hint.replace(/。$/, '')}）` : o.label,
                  disabled: closed !== null && answers[question.id] !== o.value,
                }
              })}
              onChange={event => answer(question.id, String(event.target.value))}
            />
          )}
        </Field>
      ))}
      {outcome ? (
        <>
          <Judged
            outcome={outcome}
            remedy={remedyNotice(
              { outcome: outcome.code, grounds, online: ['online', 'email'].includes(view.deliveryCode) },
              places,
            )}
            needs={needs}
          />
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
          {withheld ? <GroundHints grounds={grounds} /> : null}
          {wanted.map(field => (
            <Field
              key={field.name}
              name={field.name}
              label={field.label}
              hint={field.hint}
              required={
                needs.some(n => n.field === field.name) && !(field.name === 'provision' && held.openPart)
              }
              reasons={sorted.fields.get(field.name)}
            >
              {({ status, ...control }) => (
                <Input.TextArea
                  {...control}
                  status={status}
                  value={kept.value.file[field.name] ?? ''}
                  maxLength={2000}
                  autoSize={{ minRows: 2, maxRows: 8 }}
                  onChange={event =>
                    kept.set({
                      ...kept.value,
                      file: { ...kept.value.file, [field.name]: event.target.value },
                    })
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
          {own.length > 0 ? <Faults reasons={own} /> : <Fault error={doing.error} />}
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

/** What to check before a ground is rested on. */
function GroundHints({ grounds }: { grounds: readonly string[] }) {
  const chosen = grounds.filter(isGround).map(groundOf)
  if (chosen.length === 0) return null
  return (
    <div className="confirm judged">
      {chosen.map(ground => (
        <div key={ground.code}>
          <p>
            <strong>请核对：{ground.label}</strong>
          </p>
          <ul className="hints">
            {ground.hints.map(hint => (
              <li key={hint}>{hint}</li>
            ))}
          </ul>
        </div>
      ))}
    </div>
  )
}
