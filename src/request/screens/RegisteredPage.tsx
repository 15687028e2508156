import { Button } from 'antd'
import { Page } from '#console/parts/Page.tsx'
import { To } from '#console/parts/To.tsx'
import { longDay } from '#console/time.ts'

export type Registered = {
  readonly subject: number
  readonly number: string | null
  readonly title: string
  readonly receiptCode: string
  readonly queryCode: string
  readonly receivedOn: string | null
  readonly dueOn: string | null
}

type Props = { readonly made: readonly Registered[]; readonly onMore: () => void }

/** What the applicant takes home: the number of each matter, by when it is answered, the codes it is followed by. */
export function RegisteredPage({ made, onMore }: Props) {
  return (
    <Page title="已登记" lead="请打印交给申请人；查询码只显示这一次。接收回执、登记表在“打开”的页面里下载。">
      {made.map(one => (
        <section key={one.subject} className="request-codes" aria-label={one.number ?? one.title}>
          <h2>{one.number}</h2>
          <p>{one.title}</p>
          <dl>
            <div>
              <dt>回执编号</dt>
              <dd className="request-code">{one.receiptCode}</dd>
            </div>
            <div>
              <dt>查询码</dt>
              <dd className="request-code">{one.queryCode}</dd>
            </div>
            <div>
              <dt>答复期限</dt>
              <dd>
                {one.receivedOn && one.dueOn
                  ? `${longDay(one.receivedOn)}收到，${longDay(one.dueOn)}前答复`
                  : '双方确认的次日起20个工作日'}
              </dd>
            </div>
          </dl>
          <p className="no-print">
            <To href={`/requests/${one.subject}`}>打开{one.number}</To>
          </p>
        </section>
      ))}
      <p className="request-codes-use">
        凭回执编号和查询码，可以在网站“依申请公开”的“查进度”里查看办到哪一步、给工作人员写消息。
      </p>
      <div className="act-buttons no-print">
        <Button type="primary" onClick={() => print()}>
          打印本页，交给申请人
        </Button>
        <Button onClick={onMore}>再登记一件</Button>
      </div>
    </Page>
  )
}
