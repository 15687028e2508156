import { instant, minuteOf } from '#kit/now.ts'
import type { Calendar } from '#law/calendar.ts'
import { proseDay } from '#law/day.ts'
import { leftText, type Reading } from '#law/reading.ts'
import { Honeypot, OwnForm, Problem } from '#portal/form.tsx'
import { Day, Facts, Mark, sizeOf } from '#portal/parts.tsx'
import { readPayment, supplementRestarts } from '../clock.ts'
import { feeNoticeOf } from '../facts.ts'
import { feeAccount, feeMethodLabels, feeText } from '../fees.ts'
import { remedyNotice } from '../remedy.ts'
import type { ToldMatter } from '../store/portal.ts'
import type { Wanted } from '../supplied.ts'
import { Area } from './fields.tsx'
import { statusPath } from './place.tsx'
import { supplementLabel, SupplyFields, type Supply } from './supply.tsx'
import { factsOfMatter, outcomeText, readingOf, stageOf, timelineOf } from './timeline.ts'

export type Codes = { readonly receipt: string; readonly query: string; readonly queryHash: Buffer }

type Props = {
  readonly matter: ToldMatter
  readonly many: boolean
  readonly codes: Codes
  readonly today: string
  readonly calendar: Calendar
  /** Working days that the body has set itself to confirm in. */
  readonly confirmDays: number
  readonly hasPdf: boolean
  readonly open: (sealed: string | null) => string | null
  readonly problems: readonly Problem[]
  readonly typed: string
  /** Which form of the page was sent, as its field is named. */
  readonly wrote: string
  /** What a supplement is asked for about the applicant, and what was typed of it. */
  readonly wanted: readonly Wanted[]
  readonly supply: Supply
}

/** One matter on the page of its receipt. */
export function MatterView(props: Props) {
  const { matter, many, today, calendar } = props
  const reading = readingOf(matter, today, calendar)
  const isOver = matter.state === 'replied' || matter.state === 'closed'
  const isWaiting = matter.state === 'supplementing' || matter.state === 'charging'
  const facts = factsOfMatter(matter)
  const isStanding =
    matter.state === 'charging' || (matter.state === 'supplementing' && supplementRestarts(facts, calendar))
  const charged = matter.state === 'charging' ? feeNoticeOf(facts)?.receivedOn : null
  const payment = charged ? readPayment(charged, today, calendar) : null
  return (
    <section aria-labelledby={`matter-${matter.id}`} className="matter-status">
      <h2 id={`matter-${matter.id}`}>{many ? matter.subject : '办到哪一步'}</h2>
      <p>
        <Mark tone={isOver ? 'good' : isWaiting ? 'warn' : 'quiet'}>{stageOf(matter)}</Mark>
      </p>
      <Facts
        facts={[
          ['登记编号', matter.number],
          ['申请人', matter.applicant],
          ['申请内容', matter.subject],
          ['答复书', matter.replyNumber],
          ['办理结果', outcomeText(matter)],
        ]}
      />
      {props.hasPdf && (
        <OwnForm action={statusPath} className="papers no-print">
          <Own matter={matter} codes={props.codes} act={null} />
          <Problem field={`receipt-${matter.id}`} problems={props.problems} />
          <button
            type="submit"
            name="file"
            value="receipt"
            id={`receipt-${matter.id}`}
            className="button-plain"
          >
            下载接收回执（PDF）
          </button>
        </OwnForm>
      )}
      <ol className="timeline">
        {timelineOf(matter, today, calendar, props.confirmDays).map((step, at) => (
          <li
            key={at}
            className={step.is === 'now' ? 'is-now' : undefined}
            aria-current={step.is === 'now' ? 'step' : undefined}
          >
            <span className="timeline-day">{step.on ? <Day day={step.on} /> : '现在'}</span>
            <span>
              <strong>{step.label}</strong>
              {step.words && <span className="timeline-words">{step.words}</span>}
            </span>
          </li>
        ))}
      </ol>
      {reading && reading.due !== null && reading.state !== 'closed' && !isStanding && (
        <Account reading={reading} what="答复期限" basis="条例第三十三条" />
      )}
      {payment && <Account reading={payment} what="缴费期限" basis="国办函〔2020〕109号第六条" />}
      {matter.state === 'charging' && <Fee {...props} />}
      {isOver && <Reply {...props} />}
      {!isOver && matter.files.length > 0 && <Papers {...props} heading="原来的答复" />}
      {isOver && <Proposal {...props} />}
      <Messages {...props} />
      {matter.state !== 'closed' && <Writing {...props} />}
    </section>
  )
}

/** A last day, and every day that led to it. */
function Account({ reading, what, basis }: { reading: Reading; what: string; basis: string }) {
  return (
    <details className="account">
      <summary>
        {what}到{proseDay(reading.due!)}（{leftText(reading)}），逐日说明
      </summary>
      <p className="hint">
        从{proseDay(reading.start)}的次日起数工作日，节假日不算（{basis}）。
        {reading.provisional && '跨入还没有公布放假安排的年份，日期为暂定。'}
      </p>
      <ol className="account-days">
        {reading.account().map(line => (
          <li key={line.day}>
            <Day day={line.day} />{' '}
            {[line.weekday, line.counted === null ? '不计' : `第 ${line.counted} 日`, line.why].join('　')}
          </li>
        ))}
      </ol>
    </details>
  )
}

/** The hidden part of every form here: the codes stay in the body of the form. */
function Own({ matter, codes, act }: Pick<Props, 'matter' | 'codes'> & { act: string | null }) {
  return (
    <>
      <Honeypot />
      <input type="hidden" name="receipt" value={codes.receipt} />
      <input type="hidden" name="query" value={codes.query} />
      <input type="hidden" name="matter" value={matter.id} />
      {act && <input type="hidden" name="act" value={act} />}
    </>
  )
}

function Reply({ matter, codes, problems, today }: Props) {
  const isOnline = matter.facts.some(f => f.kind === 'reply' && f.data.how === 'online')
  const notice =
    matter.outcome !== null && matter.repliedOn !== null && matter.remedy
      ? remedyNotice({ outcome: matter.outcome, grounds: matter.grounds, online: isOnline }, matter.remedy)
          .text
      : null
  return (
    <>
      {matter.files.length > 0 && <Papers matter={matter} codes={codes} heading="答复" />}
      {isOnline && matter.files.length === 0 && (
        <>
          <h3>答复</h3>
          <p>
            {matter.repliedOn === today
              ? '答复书正在准备，几分钟后重新查询就能下载。'
              : '答复书已经不能在这里下载，需要的请向公开工作机构索取。'}
          </p>
        </>
      )}
      {matter.repliedOn && (
        <>
          <h3>对答复不服的</h3>
          <p>{notice ?? '救济途径以答复书写明的为准。'}</p>
        </>
      )}
      {matter.satisfaction !== null && <p>您的评价：{scores[5 - matter.satisfaction]}。</p>}
      {matter.repliedOn && matter.satisfaction === null && (
        <OwnForm action={statusPath} className="form">
          <Own matter={matter} codes={codes} act="satisfaction" />
          <Score matter={matter} problems={problems} />
          <button type="submit">提交评价</button>
        </OwnForm>
      )}
    </>
  )
}

const scores = ['非常满意', '满意', '基本满意', '不满意', '非常不满意']

/** What was delivered online, to be downloaded with both codes. */
function Papers({ matter, codes, heading }: Pick<Props, 'matter' | 'codes'> & { readonly heading: string }) {
  return (
    <>
      <h3>{heading}</h3>
      <ul className="papers">
        {matter.files.map(file => (
          <li key={file.id}>
            <OwnForm action={statusPath}>
              <Own matter={matter} codes={codes} act={null} />
              <button type="submit" name="file" value={file.id} className="button-plain">
                下载 {file.name}（{sizeOf(file.size)}）
              </button>
            </OwnForm>
          </li>
        ))}
      </ul>
    </>
  )
}

/** 收费通知 as it stands (国办函〔2020〕109号第六条): how much, by which standard, how to pay, by when; and that it was received. */
function Fee({ matter, codes, open, problems, today, calendar }: Props) {
  const notice = feeNoticeOf(factsOfMatter(matter))
  if (notice === null || notice.amount === null) return null
  const account = feeAccount(notice.method, notice.count, notice.before)
  const told = matter.messages.findLast(m => m.kind === 'fee')
  const words = told ? open(told.sealed) : null
  const hasSaid = matter.messages.some(m => m.kind === 'acknowledge' && m.id > (told?.id ?? 0))
  const payment = notice.receivedOn === null ? null : readPayment(notice.receivedOn, today, calendar)
  const id = `acknowledge-${matter.id}`
  return (
    <>
      <h3>收费通知</h3>
      <Facts
        facts={[
          ['应缴', `${account.amount}元（${feeMethodLabels[account.method]}）`],
          ['怎样算的', words === null ? feeText(account).join('；') : null],
          [
            '缴费期限',
            payment
              ? `${proseDay(payment.due!)}前（${leftText(payment)}）`
              : '您收到收费通知的次日起20个工作日内',
          ],
        ]}
      />
      {words !== null && <p className="message-text">{words}</p>}
      {notice.receivedOn === null && !hasSaid && (
        <OwnForm action={statusPath} className="form no-print">
          <Own matter={matter} codes={codes} act="acknowledge" />
          <Problem field={id} problems={problems} />
          <p className="hint">缴费期限从您收到通知的次日起算。</p>
          <button type="submit" id={id}>
            我已收到收费通知
          </button>
        </OwnForm>
      )}
    </>
  )
}

function Score({ matter, problems }: Pick<Props, 'matter' | 'problems'>) {
  const field = `satisfaction-${matter.id}`
  return (
    <fieldset
      id={field}
      aria-describedby={problems.some(p => p.field === field) ? `${field}-fault` : undefined}
    >
      <legend>您对这次答复满意吗</legend>
      <Problem field={field} problems={problems} />
      {scores.map((label, at) => (
        <label key={label} className="choice">
          <input type="radio" name="score" value={5 - at} />
          <span>{label}</span>
        </label>
      ))}
    </fieldset>
  )
}

const from = {
  message: { applicant: '您的消息', office: '机关的消息' },
  supplement: { applicant: '您的补正', office: '补正' },
  withdraw: { applicant: '您提出撤回', office: '撤回' },
  convert: { applicant: '您建议主动公开', office: '主动公开' },
  'ask-supplement': { applicant: '补正', office: '请您补正' },
  fee: { applicant: '收费通知', office: '收费通知' },
  acknowledge: { applicant: '您确认收到收费通知', office: '收费通知' },
} as const

function Messages({ matter, open }: Props) {
  // What is owed now stands above, by itself.
  const standing = matter.state === 'charging' ? matter.messages.findLast(m => m.kind === 'fee') : undefined
  const messages = matter.messages.filter(m => m !== standing)
  if (messages.length === 0) return null
  return (
    <>
      <h3>来往消息</h3>
      <ol className="messages">
        {messages.map(m => (
          <li key={m.id} className={m.direction}>
            <p className="hint">
              {from[m.kind][m.direction]}　{minuteOf(instant(m.sentAt))}
            </p>
            <p className="message-text">
              {open(m.sealed) ?? '（这条消息的内容已按期删除，或者是补发查询码以前写的。）'}
            </p>
          </li>
        ))}
      </ol>
    </>
  )
}

function Writing({ matter, codes, problems, typed, wrote, wanted, supply }: Props) {
  const text = (kind: string) => (wrote === `${kind}-${matter.id}` ? typed : '')
  const at = (kind: string) => `${kind}-${matter.id}`
  const isSupplementing = matter.state === 'supplementing'
  return (
    <div className="writing no-print">
      {isSupplementing && (
        <OwnForm action={statusPath} className="form" files>
          <Own matter={matter} codes={codes} act="supplement" />
          <SupplyFields matter={matter.id} wanted={wanted} supply={supply} problems={problems} />
          <Area
            id={at('supplement')}
            label={supplementLabel(wanted)}
            value={text('supplement')}
            problems={problems}
          />
          <SentPapers matter={matter} legend="随补正提交的材料（没有的不用传）" />
          <button type="submit">提交补正</button>
        </OwnForm>
      )}
      <details open={problems.some(p => p.field === at('message')) ? true : undefined}>
        <summary>给公开工作机构写消息</summary>
        <OwnForm action={statusPath} className="form" files>
          <Own matter={matter} codes={codes} act="message" />
          <Area id={at('message')} label="消息内容" value={text('message')} problems={problems} />
          <SentPapers matter={matter} legend="随消息提交的材料（没有的不用传）" />
          <button type="submit">送出</button>
        </OwnForm>
      </details>
      {matter.state !== 'replied' && (
        <details open={problems.some(p => p.field === at('withdraw')) ? true : undefined}>
          <summary>撤回这件申请</summary>
          <OwnForm action={statusPath} className="form">
            <Own matter={matter} codes={codes} act="withdraw" />
            <Problem field={at('withdraw')} problems={problems} />
            <label className="choice" id={at('withdraw')}>
              <input type="checkbox" name="sure" value="1" />
              <span>我确认撤回这件申请。撤回后不再答复，以后可以重新申请。</span>
            </label>
            <button type="submit">撤回申请</button>
          </OwnForm>
        </details>
      )}
    </div>
  )
}

/** What may be sent along with a supplement or a message, by the names of its fields. */
export const supplementPapers = ['paper1', 'paper2', 'paper3'] as const

function SentPapers({ matter, legend }: Pick<Props, 'matter'> & { readonly legend: string }) {
  const id = `papers-${legend.length}-${matter.id}`
  return (
    <fieldset aria-describedby={id}>
      <legend>{legend}</legend>
      <p className="hint" id={id}>
        PDF 文件或者 JPG、PNG 图片，每份不超过 5 MB，加密保存。
      </p>
      {supplementPapers.map((name, at) => (
        <label key={name} className="paper-field">
          第 {at + 1} 份
          <input type="file" name={name} accept="image/jpeg,image/png,application/pdf" />
        </label>
      ))}
    </fieldset>
  )
}

/** 条例第四十四条第二款: who was given information may propose that everybody has it. */
function Proposal({ matter, codes, problems, typed }: Props) {
  const id = `convert-${matter.id}`
  const isAt = problems.some(p => p.field === id)
  if (!['O1', 'O2', 'O3'].includes(matter.outcome ?? '') || matter.messages.some(m => m.kind === 'convert'))
    return null
  return (
    <details className="no-print" open={isAt ? true : undefined}>
      <summary>建议把这项信息主动公开</summary>
      <OwnForm action={statusPath} className="form">
        <Own matter={matter} codes={codes} act="convert" />
        <p className="hint">
          涉及公众利益调整、需要公众广泛知晓或者需要公众参与决策的，可以建议纳入主动公开的范围（条例第四十四条）。
        </p>
        <Area id={id} label="建议的理由" value={isAt ? typed : ''} problems={problems} />
        <button type="submit">提出建议</button>
      </OwnForm>
    </details>
  )
}
