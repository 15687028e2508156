import type { CaseView } from '../views.ts'
import { Recode } from './Recode.tsx'
import { Reveal, useRevealed } from './Reveal.tsx'

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
}

/** Whoever may write to the applicant is of the openness unit. */
const mayRecode = (view: CaseView) => !view.imported && view.offers.some(o => o.verb === 'note')

/** The application: what is asked for, then who asks, masked; the whole of it after a reason, which is logged. */
export function Applicant({ view }: { view: CaseView }) {
  const shown = useRevealed()
  const valueOf = (name: string) => shown?.personal?.[name] ?? view.applicant.masked[name]
  const rows = Object.entries(labels).flatMap(([name, label]) => {
    const value = valueOf(name)
    return typeof value === 'string' && value !== '' ? [{ name, label, value }] : []
  })
  const wanted = shown?.personal?.description || view.description
  return (
    <>
      <h3>申请公开的信息</h3>
      <p className="request-wanted">{shown?.personal?.informationName || view.subject}</p>
      {wanted && wanted !== view.subject ? <p className="request-wanted">{wanted}</p> : null}
      <dl className="request-facts">
        <dt>形式</dt>
        <dd>
          {view.carrier}，{view.delivery}
        </dd>
      </dl>
      <h3>申请人</h3>
      {view.lacking.length > 0 ? (
        <p className="effect" role="status">
          来信没有写明：{view.lacking.join('、')}
        </p>
      ) : null}
      <dl className="request-facts">
        <dt>性质</dt>
        <dd>{view.applicant.kind}</dd>
        {rows.map(({ name, label, value }) => (
          <div key={name}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {shown ? <p className="quiet">这次查看已经记入履历。离开页面后重新遮盖。</p> : null}
      <div className="request-keys">
        <Reveal label="查看个人信息和来信原文" />
        {mayRecode(view) ? <Recode view={view} /> : null}
      </div>
      <h3>怎样收到的</h3>
      <dl className="request-facts">
        <dt>渠道</dt>
        <dd>{view.channel}</dd>
        <dt>收到之日</dt>
        <dd>
          {view.receiptRule.day}；凭证：{view.receiptRule.evidence}
        </dd>
      </dl>
      {view.receiptRule.advice ? <p className="quiet">{view.receiptRule.advice}</p> : null}
    </>
  )
}
