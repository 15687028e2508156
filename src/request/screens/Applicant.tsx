import { Button } from 'antd'
import { useState } from 'react'
import { Step, type Offered } from '#console/parts/Step.tsx'
import type { CaseView } from '../views.ts'

const labels: Readonly<Record<string, string>> = {
  name: '姓名或者名称',
  identityNumber: '证件号码',
  creditCode: '统一社会信用代码',
  representative: '法定代表人',
  contactName: '联系人',
  agentName: '代理人',
  phone: '电话',
  address: '通信地址',
  postcode: '邮政编码',
  email: '电子邮箱',
  purpose: '用途',
  description: '申请内容（原文）',
}

type Revealed = {
  readonly personal: Readonly<Record<string, string | null>> | null
  readonly facts: readonly { readonly id: number; readonly text: string }[]
}

const revealing: Offered = {
  verb: 'reveal',
  label: '查看',
  effect: '谁、什么时候、为什么查看，都会记入履历。',
  basis: [],
  reason: 'required',
}

/** The application, masked; the whole of it after a reason, which is logged. */
export function Applicant({ view }: { view: CaseView }) {
  const [asking, setAsking] = useState(false)
  const [shown, setShown] = useState<Revealed | null>(null)
  const fields = Object.entries(labels).filter(([name]) => {
    const value = shown?.personal?.[name] ?? view.applicant.masked[name]
    return typeof value === 'string' && value !== ''
  })
  return (
    <>
      <h2>申请</h2>
      <dl className="request-facts">
        <dt>申请人</dt>
        <dd>{view.applicant.kind}</dd>
        {fields.map(([name, label]) => (
          <div key={name}>
            <dt>{label}</dt>
            <dd>{shown?.personal?.[name] ?? view.applicant.masked[name]}</dd>
          </div>
        ))}
        {view.description && !shown ? (
          <>
            <dt>内容描述</dt>
            <dd>{view.description}</dd>
          </>
        ) : null}
        <dt>形式</dt>
        <dd>
          {view.carrier}，{view.delivery}
        </dd>
        <dt>收到之日</dt>
        <dd>
          {view.receiptRule.day}；凭证：{view.receiptRule.evidence}
        </dd>
      </dl>
      {view.receiptRule.advice ? <p className="quiet">{view.receiptRule.advice}</p> : null}
      {shown ? (
        <p className="quiet">这次查看已经记入履历。离开页面后重新遮盖。</p>
      ) : asking ? (
        <Step<Revealed>
          offer={revealing}
          address={`/api/requests/${view.id}`}
          className="act"
          reasonLabel="查看的用途"
          reasonMissing="请写明查看的用途。"
          reasonMost={200}
          onDone={answer => {
            setShown(answer)
            setAsking(false)
          }}
          onClose={() => setAsking(false)}
        />
      ) : (
        <Button onClick={() => setAsking(true)}>查看个人信息</Button>
      )}
    </>
  )
}
