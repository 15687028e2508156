import { Clause } from '#console/parts/Clause.tsx'
import { Light } from '#console/parts/Light.tsx'
import type { Outcome } from '#law/outcomes.ts'
import type { Need } from '../needs.ts'
import { remedyWords, type RemedyNotice } from '../remedy.ts'

type Props = {
  readonly outcome: Outcome
  readonly remedy: RemedyNotice
  readonly needs: readonly Need[]
}

/** What the facts lead to: the outcome, what the reply says, which way the applicant has against it, what the file must hold. */
export function Judged({ outcome, remedy, needs }: Props) {
  const isOnlineLacking = remedy.faults.some(f => f.field === 'onlineReview')
  return (
    <div className="confirm judged" role="status">
      <p>
        <strong>合适的结果：{outcome.label}</strong>{' '}
        {outcome.clauses.map(id => (
          <Clause key={id} id={id} />
        ))}
      </p>
      <p>答复书必须写明：{outcome.mustSay}</p>
      <p>
        救济途径：{remedyWords[remedy.remedy]}
        {remedy.text === null ? '。' : '，文字由系统写进答复书。'}
        {remedy.basis
          .filter(id => !outcome.clauses.includes(id))
          .map(id => (
            <Clause key={id} id={id} />
          ))}
      </p>
      {needs.length > 0 ? (
        <>
          <p>案卷里须有：</p>
          <ul className="needs">
            {needs.map(need => (
              <li key={need.what}>
                <Light
                  light={need.ok ? 'green' : 'yellow'}
                  words={need.ok ? `${need.what}：已有` : `${need.what}：还缺`}
                />
                {need.ok ? null : (
                  <p className="quiet">
                    {need.text}
                    <Clause id={need.basis} />
                  </p>
                )}
              </li>
            ))}
          </ul>
        </>
      ) : null}
      {isOnlineLacking ? (
        <p className="quiet">
          申请人要求网上或者电子邮件答复，还没有设置申请行政复议的互联网渠道（“依申请公开设置”）；设置以前只能用其他方式送达。
        </p>
      ) : null}
    </div>
  )
}
