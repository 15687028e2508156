import { Button } from 'antd'
import { Fault } from '#console/parts/Faults.tsx'
import { useDoing } from '#console/query.ts'
import { longDay } from '#console/time.ts'
import type { CaseView } from '../views.ts'
import { FactText, Reveal } from './Reveal.tsx'

type Props = { readonly view: CaseView; readonly onDone: (label: string) => void }

const words = {
  supplement: {
    title: '提交了补正',
    verb: 'supplement',
    key: '收下补正',
    effect:
      '收到补正之日就是提交之日，答复期限从次日起重新计算（条例第三十条）。补正的内容和材料已经在案卷里。',
  },
  withdraw: {
    title: '提出撤回申请',
    verb: 'cancel',
    key: '登记撤回',
    effect: '按申请人的撤回办结，计入“其他处理”，答复时钟停止。拿不准是不是本人的，先联系核实。',
  },
  acknowledge: {
    title: '确认收到收费通知',
    verb: 'acknowledgeFee',
    key: '登记收到',
    effect: '这一天就是收到收费通知之日，缴费期限从次日起20个工作日（国办函〔2020〕109号第六条）。',
  },
  message: {
    title: '来信',
    verb: 'note',
    key: null,
    effect: '用“写消息给申请人”回复后，这里不再提示。',
  },
} as const

/** What the applicant sent online and nobody has settled: one press takes it into the case. */
export function Pending({ view, onDone }: Props) {
  return view.pending.map(message => (
    <One key={message.factId} message={message} view={view} onDone={onDone} />
  ))
}

function One({ message, view, onDone }: Props & { readonly message: CaseView['pending'][number] }) {
  const { title, verb, key, effect } = words[message.about]
  const doing = useDoing()
  const mayTake = view.offers.some(o => o.verb === verb && o.blocked === null)
  async function take() {
    const done = await doing.run('POST', `/api/requests/${view.id}/${verb}`, {
      version: view.version,
      form: { from: message.factId },
      ...(verb === 'cancel' ? { reason: `申请人${longDay(message.on)}在网上提出撤回。` } : {}),
    })
    if (done && key) onDone(key)
  }
  return (
    <section className="request-pending" aria-label={`申请人${title}`}>
      <h3>
        申请人{longDay(message.on)}在网上{title}
      </h3>
      <p className="quiet">{effect}</p>
      {message.given.length > 0 ? (
        <>
          <p>一并补充了申请人信息，收下补正时随之补记：</p>
          <dl className="request-facts">
            {message.given.map(([label, value]) => (
              <div key={label}>
                <dt>{label}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        </>
      ) : null}
      <FactText id={message.factId} />
      <Reveal label="看来信的原文" />
      <Fault error={doing.error} />
      {key && mayTake ? (
        <Button type="primary" loading={doing.busy} onClick={() => void take()}>
          {key}
        </Button>
      ) : null}
    </section>
  )
}
