import { isTrapped, type Problem } from '#portal/form.tsx'
import type { Asked, PortalContext, Posted, Redirect, View } from '#portal/page.ts'
import type { RecordBody } from '#record/model.ts'
import { carrierLabels, deliveryLabels } from '../model.ts'
import { Choices, Field } from './fields.tsx'
import { cookieName, held, keep, type Filling } from './filling.ts'
import { problemsOf, typedIn } from './read.ts'
import { stepView } from './stepView.tsx'
import { to } from './what.tsx'

/** The third step: in which form and by which way (条例第二十九条第二款第三项、第四十条). */

function page(body: RecordBody, filling: Filling, problems: readonly Problem[]): View {
  const { typed } = filling
  const asks = (name: string) => !typed[name] || problems.some(p => p.field === name)
  return stepView(body, {
    step: 3,
    name: '怎样获取',
    heading: '您想怎样获取',
    page: 'how.html',
    problems,
    fields: (
      <>
        <Choices
          name="carrier"
          label="信息的形式"
          value={typed.carrier}
          problems={problems}
          choices={Object.entries(carrierLabels).map(([value, label]) => [value, label])}
        />
        <Choices
          name="delivery"
          label="获取的方式"
          hint="网上查看的，凭回执编号和查询码下载；邮寄由邮政企业寄送，不收邮费。"
          value={typed.delivery}
          problems={problems}
          choices={Object.entries(deliveryLabels).map(([value, label]) => [value, label])}
        />
        {asks('address') && (
          <Field
            name="address"
            label="通信地址（选择邮政寄送的填写）"
            autoComplete="address-line1"
            value={typed.address}
            problems={problems}
            maxLength={240}
          />
        )}
        {asks('email') && (
          <Field
            name="email"
            label="电子邮箱（选择电子邮件的填写）"
            type="email"
            inputMode="email"
            autoComplete="email"
            value={typed.email}
            problems={problems}
            maxLength={140}
          />
        )}
        <label className="choice">
          <input
            type="checkbox"
            name="otherWayAccepted"
            value="1"
            defaultChecked={typed.otherWayAccepted !== ''}
          />
          <span>不能按以上方式提供的，也可以用其他方式</span>
        </label>
      </>
    ),
  })
}

export async function how(context: PortalContext, asked: Asked, body: RecordBody): Promise<View | Redirect> {
  const has = await held(context, asked.cookie(cookieName))
  if (!has || has.filling.done !== null) return to(body, has ? 'done.html' : 'what.html')
  return page(body, has.filling, [])
}

export async function postHow(
  context: PortalContext,
  posted: Posted,
  body: RecordBody,
): Promise<View | Redirect> {
  const has = await held(context, posted.cookie(cookieName))
  if (isTrapped(posted.form)) return to(body, '')
  if (!has || has.filling.done !== null) return to(body, has ? 'done.html' : 'what.html')
  const filling: Filling = {
    ...has.filling,
    body: body.slug,
    typed: typedIn('how', posted.form, has.filling.typed),
  }
  const problems = problemsOf('how', filling.typed, filling.matters)
  const past =
    problems.length === 0
      ? [...new Set([...filling.past, 'how'])]
      : filling.past.filter(step => step !== 'how')
  await keep(context, has.key, { ...filling, past }, posted.mode)
  return problems.length > 0 ? page(body, filling, problems) : to(body, 'check.html')
}
