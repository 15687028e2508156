import type { Answers } from '#console/asked.ts'
import type { HeldFields, StepFields } from '#console/parts/Step.tsx'
import type { ChargeView } from '../charged.ts'
import { feeByPiece, feeByVolume, feeMethodLabels, feeText, type FeeAccount } from '../fees.ts'
import type { FieldSpec } from '../fields.ts'
import { fieldsOf } from './stepFields.tsx'

/** 发出收费通知: by piece or by volume, the sum worked out while the pages are typed (国办函〔2020〕109号第三条至第五条). */
export function chargeFields(fields: readonly FieldSpec[], charge: ChargeView): StepFields {
  const methods = charge.byVolume ? feeMethodLabels : { byPiece: feeMethodLabels.byPiece }
  const shown = (values: Answers): readonly FieldSpec[] =>
    fields.flatMap(field => {
      if (field.name === 'method') return [{ ...field, choices: methods }]
      if (field.name !== 'count') return [field]
      return values.method === 'byVolume'
        ? [{ ...field, label: '页数', hint: 'A4及以下幅面，单面为1页；只算本件，不与其他申请累加。' }]
        : []
    })
  const whole = (values: Answers) => (values.method === 'byPiece' ? { ...values, count: 1 } : values)
  const { initial } = fieldsOf(fields)
  return {
    initial,
    missing: values => fieldsOf(shown(values)).missing?.(values) ?? [],
    form: values => fieldsOf(fields).form(whole(values)),
    draw: held => (
      <>
        {fieldsOf(shown(held.values)).draw(withCountAtMethod(held))}
        <Sum account={accountOf(held.values, charge.before)} before={charge.before} />
      </>
    ),
  }
}

/** By piece nothing is counted by hand: what is wrong with the count is said where the way of charging is chosen. */
function withCountAtMethod(held: HeldFields): HeldFields {
  if (held.values.method === 'byVolume') return held
  const reasons = [...held.at('method').reasons, ...held.at('count').reasons]
  return { ...held, at: name => (name === 'method' ? { ...held.at(name), reasons } : held.at(name)) }
}

function accountOf(values: Answers, before: number): FeeAccount | null {
  if (values.method === 'byPiece') return feeByPiece(1, before)
  const pages = values.count
  return values.method === 'byVolume' && typeof pages === 'number' && Number.isInteger(pages) && pages > 0
    ? feeByVolume(Math.min(pages, 100_000))
    : null
}

function Sum({ account, before }: { readonly account: FeeAccount | null; readonly before: number }) {
  return (
    <div className="request-sum" role="status">
      {account === null ? null : (
        <>
          <p>
            <strong>{account.amount > 0 ? `应收${account.amount}元` : '不收费，不发收费通知'}</strong>
          </p>
          {account.method === 'byPiece' ? (
            <p className="quiet">本件是同一申请人本月（自然月）的第{before + 1}件。</p>
          ) : null}
          {feeText(account).map(line => (
            <p key={line} className="quiet">
              {line}
            </p>
          ))}
        </>
      )}
    </div>
  )
}
