import { useState } from 'react'
import type { Offered } from '#console/parts/Step.tsx'
import type { CaseView } from '../views.ts'
import { Asking } from './Asking.tsx'

type Recoded = { readonly receiptCode: string; readonly queryCode: string }

const recoding: Offered = {
  verb: 'recode',
  label: '补发',
  effect: '如：回拨登记的电话核对；本人持证件到窗口。补发后原来的查询码失效。',
  basis: [],
  reason: 'required',
}

/** 补发查询码 for an applicant who lost his: how it was made sure that it is he, then the new code, shown this once. */
export function Recode({ view }: { view: CaseView }) {
  const [given, setGiven] = useState<Recoded | null>(null)
  if (given)
    return (
      <div role="status">
        <p>
          回执编号 <strong>{given.receiptCode}</strong>，新的查询码 <strong>{given.queryCode}</strong>
        </p>
        <p className="quiet">请告诉申请人，只显示这一次；原来的查询码已经失效。补发已记入履历。</p>
      </div>
    )
  return (
    <Asking<Recoded>
      label="申请人丢了查询码，补发"
      offer={recoding}
      address={`/api/requests/${view.id}`}
      reasonLabel="怎样核实了申请人的身份"
      reasonMissing="请写明怎样核实了申请人的身份。"
      onDone={setGiven}
    />
  )
}
