import { carrierLabels, deliveryLabels } from '../model.ts'
import { Choices } from './fields.tsx'
import { carriersOf } from './read.ts'
import { Fields, stepView } from './stepView.tsx'
import { walking, type Draw } from './walk.ts'

/**
 * The third step: by which way and in which form (条例第二十九条第二款第三项、第四十条). The form and the address are asked only
 * where the way leaves them open.
 */

const hints: Partial<Record<keyof typeof deliveryLabels, string>> = {
  online: '凭回执编号和查询码下载，最快',
  email: '发到您的邮箱',
  post: '由邮政企业寄送，不收邮费',
  pickUp: '到本机关取，请带身份证明',
  onTheSpot: '到本机关看，可以抄录',
}

const how: Draw = (_context, body, { typed }, problems) =>
  stepView(body, {
    step: 3,
    name: '怎样获取',
    heading: '您想怎样获取',
    page: 'how.html',
    problems,
    back: true,
    fields: (
      <>
        <Choices
          name="delivery"
          label="获取的方式"
          value={typed.delivery}
          problems={problems}
          choices={Object.entries(deliveryLabels).map(([value, label]) => [
            value,
            label,
            hints[value as keyof typeof hints],
          ])}
        />
        <label className="choice">
          <input
            type="checkbox"
            name="otherWayAccepted"
            value="1"
            defaultChecked={typed.otherWayAccepted !== ''}
          />
          <span>不能按这种方式提供的，也可以用其他方式</span>
        </label>
      </>
    ),
  })

const headings = { post: '寄什么、寄到哪里', email: '发到哪个邮箱', pickUp: '取什么样的' } as const

const carrier: Draw = (_context, body, { typed }, problems) => {
  const delivery = typed.delivery as keyof typeof headings
  const carriers = carriersOf[delivery]
  const held = { typed, problems }
  return stepView(body, {
    step: 3,
    name: '怎样获取',
    heading: headings[delivery],
    page: 'carrier.html',
    problems,
    back: true,
    fields: (
      <>
        {carriers.length > 1 && (
          <Choices
            name="carrier"
            label="信息的形式"
            value={typed.carrier}
            problems={problems}
            choices={carriers.map(value => [value, carrierLabels[value]])}
          />
        )}
        {delivery === 'post' && (
          <Fields
            {...held}
            fields={[
              { name: 'address', label: '通信地址', autoComplete: 'address-line1', maxLength: 240 },
              {
                name: 'postcode',
                label: '邮政编码（可以不填）',
                inputMode: 'numeric',
                autoComplete: 'postal-code',
                maxLength: 12,
              },
            ]}
          />
        )}
        {delivery === 'email' && (
          <Fields
            {...held}
            fields={[
              {
                name: 'email',
                label: '电子邮箱',
                type: 'email',
                inputMode: 'email',
                autoComplete: 'email',
                maxLength: 140,
              },
            ]}
          />
        )}
      </>
    ),
  })
}

export const howPage = walking({ step: 'how', draw: how })
export const carrierPage = walking({ step: 'carrier', draw: carrier })
