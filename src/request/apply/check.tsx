import { cipherOfKey, sealFor } from '#kit/envelope.ts'
import { dayOf, instant, isoOf, minuteOf } from '#kit/now.ts'
import { proseDay } from '#law/day.ts'
import { maskPersonalData } from '#law/personalData.ts'
import { ErrorSummary, Honeypot, isTrapped, OwnForm, type Problem } from '#portal/form.tsx'
import type { Asked, PortalContext, Posted, Raw, Redirect, View } from '#portal/page.ts'
import { Facts, Link } from '#portal/parts.tsx'
import { bodiesOf, servicesOf } from '#record/portal/data.ts'
import type { RecordBody } from '#record/model.ts'
import { newCodes } from '../codes.ts'
import {
  applicantKindLabels,
  carrierLabels,
  deliveryLabels,
  identityProofLabels,
  subjectOf,
  type Application,
} from '../model.ts'
import type { Matter } from '../online/model.ts'
import { shownApplicant } from '../personal.ts'
import { confirmDaysOf, regionOf, submit } from '../store/portal.ts'
import { cookieName, held, keyHash, sealFilling, type Done, type Filling } from './filling.ts'
import { applyPath, frameHere, OtherWays, phoneOf, statusPath } from './place.tsx'
import { isAsked, wholeOf } from './read.ts'
import { newReceipt, receiptPdf } from './receiptPaper.ts'
import { stepView } from './stepView.tsx'
import { to } from './walk.ts'

/** The last step: check, submit, and the receipt. */

type Row = readonly [label: string, value: string]

function Answers({
  body,
  step,
  title,
  rows,
}: {
  body: RecordBody
  step: string
  title: string
  rows: Row[]
}) {
  return (
    <section aria-labelledby={`answers-${step}`} className="answered">
      <div className="section-head">
        <h2 id={`answers-${step}`}>{title}</h2>
        <Link to={applyPath(body, `${step}.html`)} className="more" aria-label={`修改${title}`}>
          修改
        </Link>
      </div>
      <Facts facts={rows} />
    </section>
  )
}

const matterRows = (matter: Matter, at: number, many: boolean): Row[] => {
  const of = (label: string) => (many ? `第${at + 1}项${label}` : label)
  return [
    [of('名称'), matter.informationName],
    [of('文号'), matter.documentNumber],
    [of('内容描述'), matter.description],
  ]
}

function page(
  body: RecordBody,
  filling: Filling,
  application: Application,
  problems: readonly Problem[],
): View {
  const a = application
  const natural = a.applicantKind === 'natural'
  const many = filling.matters.length > 1
  return stepView(body, {
    step: 4,
    name: '核对',
    title: '核对并提交',
    heading: '核对并提交',
    page: 'check.html',
    problems,
    go: '提交申请',
    lead: (
      <>
        <p className="lead">
          向<strong>{body.name}</strong>申请。核对无误后提交，提交后得到回执编号和查询码。
        </p>
        <Answers
          body={body}
          step="what"
          title="要什么信息"
          rows={[...filling.matters.flatMap((m, at) => matterRows(m, at, many)), ['用途', a.purpose]]}
        />
        <Answers
          body={body}
          step="who"
          title="以什么名义申请"
          rows={[['申请人', natural ? '公民' : applicantKindLabels[a.applicantKind]]]}
        />
        <Answers
          body={body}
          step="identity"
          title="您是谁"
          rows={[
            [natural ? '姓名' : '单位名称', a.name],
            ['身份证明', natural && a.identityProof ? identityProofLabels[a.identityProof] : ''],
            ['证件号码', natural ? a.identityNumber : ''],
            ['统一社会信用代码', natural ? '' : a.creditCode],
            ['法定代表人', natural ? '' : a.representative],
            ['联系人', natural ? '' : a.contactName],
            ['上传的证明', filling.papers.map(p => p.name).join('、') || '没有上传，确认时提供'],
            ['代理人', a.agentName],
          ]}
        />
        <Answers
          body={body}
          step="contact"
          title="怎样联系您"
          rows={[
            ['联系电话', a.phone],
            ['电子邮箱', a.email],
            ['通信地址', a.address],
          ]}
        />
        <Answers
          body={body}
          step="how"
          title="怎样获取"
          rows={[
            ['获取的方式', deliveryLabels[a.delivery]],
            ['其他方式', a.otherWayAccepted ? '可以接受' : '不接受'],
          ]}
        />
        {isAsked('carrier', filling.typed) && (
          <Answers
            body={body}
            step="carrier"
            title={a.delivery === 'post' ? '寄什么、寄到哪里' : '信息的形式'}
            rows={[
              ['信息的形式', carrierLabels[a.carrier]],
              ['寄到', a.delivery === 'post' ? a.address : ''],
              ['邮政编码', a.postcode],
            ]}
          />
        )}
      </>
    ),
    fields: (
      <p>提交后，以双方确认之日为收到申请之日，从次日起 20 个工作日内答复（条例第三十一条、第三十三条）。</p>
    ),
  })
}

export async function check(
  context: PortalContext,
  asked: Asked,
  body: RecordBody,
): Promise<View | Redirect> {
  const has = await held(context, asked.cookie(cookieName))
  if (!has || has.filling.done !== null) return to(body, has ? 'done.html' : 'what.html')
  const whole = wholeOf(has.filling)
  return whole.ok ? page(body, has.filling, whole.application, []) : to(body, `${whole.step}.html`)
}

export async function postCheck(
  context: PortalContext,
  posted: Posted,
  body: RecordBody,
): Promise<View | Redirect> {
  const has = await held(context, posted.cookie(cookieName))
  if (isTrapped(posted.form)) return to(body, '')
  if (!has || has.filling.done !== null) return to(body, has ? 'done.html' : 'what.html')
  const { key, filling } = has
  const whole = wholeOf(filling)
  if (!whole.ok) return to(body, `${whole.step}.html`)
  const say = (text: string) => page(body, filling, whole.application, [{ field: 'answers-what', text }])
  const publicKey = (await servicesOf(context)).get('request')
  const closed = `${body.name}现在不接收网上申请，您填的内容还在。请稍后再提交，或者当面、邮寄申请。`
  if (publicKey === undefined) return say(closed)
  if (!posted.allow('apply', 20, 60))
    return say('这里一小时内提交得太多了，您填的内容还在，请过一会儿再提交；也可以当面、邮寄申请。')
  const codes = newCodes(cipherOfKey(publicKey))
  const done: Done = {
    receipt: codes.receipt,
    query: codes.query,
    bodyId: body.id,
    at: isoOf(context.now()),
    matters: filling.matters.map(m => maskPersonalData(subjectOf(m))),
    applicant: shownApplicant(whole.application),
  }
  const outcome = await submit(context.db, {
    keyHash: keyHash(key),
    bodyId: body.id,
    receipt: codes.receipt,
    queryHash: codes.queryHash,
    readerKey: codes.readerKey,
    sealed: sealFor(publicKey, JSON.stringify({ application: whole.application, matters: whole.matters })),
    // Of what was typed, only the receipt stays for the reader.
    done: sealFilling(
      key,
      { ...filling, typed: {}, matters: [], papers: [], past: [], done },
      cipherOfKey(publicKey),
    ),
  })
  if (outcome === 'closed') return say(closed)
  if (outcome === 'too-many')
    return say('现在提交的申请太多，您填的内容还在，请过一会儿再提交；也可以当面、邮寄申请。')
  return to(body, 'done.html')
}

/** The receipt of this browser's application and the body it went to; null where there is none. */
async function receiptHere(context: PortalContext, cookie: string | undefined, body: RecordBody) {
  const receipt = (await held(context, cookie))?.filling.done ?? null
  return receipt && { receipt, own: (await bodiesOf(context)).byId(receipt.bodyId) ?? body }
}

export async function done(context: PortalContext, asked: Asked, body: RecordBody): Promise<View | Redirect> {
  const here = await receiptHere(context, asked.cookie(cookieName), body)
  return here ? donePage(context, here, null) : to(body, '')
}

/** 下载接收回执. */
export async function postDone(
  context: PortalContext,
  posted: Posted,
  body: RecordBody,
): Promise<View | Redirect | Raw> {
  const here = await receiptHere(context, posted.cookie(cookieName), body)
  if (!here || isTrapped(posted.form)) return to(body, '')
  if (!posted.allow('receipt pdf', 30, 60))
    return donePage(context, here, '这里一小时内下载得太多了，请过一会儿再下载，或者直接打印本页。')
  const { receipt, own } = here
  const pdf = await receiptPdf(context, own, newReceipt(receipt, dayOf(instant(receipt.at)), own))
  return pdf ?? donePage(context, here, '现在生成不了 PDF，请直接打印本页，内容相同。')
}

type Here = NonNullable<Awaited<ReturnType<typeof receiptHere>>>
async function donePage(context: PortalContext, { receipt, own }: Here, fault: string | null): Promise<View> {
  const at = instant(receipt.at)
  const day = dayOf(at)
  const calendar = context.calendarOf(await regionOf(context.db, own.id))
  const confirmDays = await confirmDaysOf(context.db, own.id)
  const confirmBy = calendar.addWorkingDays(day, confirmDays)
  return {
    ...frameHere(own, '已提交'),
    title: ['申请已提交', '网上申请', own.name],
    main: (
      <div className="prose receipt-page">
        <ErrorSummary problems={fault === null ? [] : [{ field: 'receipt-pdf', text: fault }]} />
        <div className="receipt-panel">
          <h1 className="page-title">申请已提交</h1>
          <dl>
            <div>
              <dt>回执编号</dt>
              <dd className="receipt-code">{receipt.receipt}</dd>
            </div>
            <div>
              <dt>查询码</dt>
              <dd className="receipt-code">{receipt.query}</dd>
            </div>
          </dl>
          <p>请抄下、打印或者拍照保存。查询码只显示在这里，我们不保存原文，也不通过邮件发送。</p>
        </div>
        <Facts
          facts={[
            ['受理机关', own.name],
            ['提交时间', minuteOf(at)],
            ['申请内容', receipt.matters.join('；')],
            ['渠道', '互联网渠道'],
          ]}
        />
        <h2>接下来</h2>
        <ol>
          <li>
            工作人员会在 <strong>{proseDay(confirmBy)}</strong>
            前与您联系，确认收到申请（{confirmDays} 个工作日，本机关的内部要求）。
          </li>
          <li>
            <strong>双方确认之日为收到申请之日，法定答复期限从确认的次日起计算</strong>
            （条例第三十一条）：20 个工作日内答复。如果今天确认，应在{' '}
            <strong>{proseDay(calendar.addWorkingDays(day, 20))}</strong>前答复。
          </li>
          <li>内容不明确的，会一次性告诉您怎样补正；需要延长、征求第三方意见的，也会告诉您。</li>
        </ol>
        <p>
          随时<Link to={statusPath}>凭回执编号和查询码查进度</Link>
          ，还可以写消息、补正、撤回。超过时间没有人联系您，请拨打
          {phoneOf(own) ?? '机关名录中的电话'}，报回执编号。
        </p>
        <p className="no-print">
          下载或者打印的本页即为接收回执。本页在这个浏览器里保留 24 小时；在公用电脑上，用完请清除。
        </p>
        {context.typst && (
          <OwnForm action={applyPath(own, 'done.html')} className="form no-print">
            <Honeypot />
            <button type="submit" id="receipt-pdf">
              下载接收回执（PDF）
            </button>
          </OwnForm>
        )}
        <OwnForm action={applyPath(own)} className="form quiet-form no-print">
          <Honeypot />
          <button type="submit" name="act" value="clear" className="button-plain">
            我已记下，清除本页
          </button>
        </OwnForm>
        <OtherWays body={own} />
      </div>
    ),
  }
}
