import type { PortalContext, View } from '#portal/page.ts'
import { Facts, Link } from '#portal/parts.tsx'
import type { RecordBody } from '#record/model.ts'
import { identityProofLabels } from '../model.ts'
import { keepDaysOf } from '../store/portal.ts'
import { Choices, type FieldProps } from './fields.tsx'
import { Papers, papersIn } from './papers.tsx'
import { applyPath } from './place.tsx'
import { Fields, stepView } from './stepView.tsx'
import { walking, type Draw } from './walk.ts'

/**
 * The second step: who asks (条例第二十九条第二款第一项), on three pages: citizen or organisation, the identity, how to be reached.
 * Nothing else is asked: no place of work, no certificate of residence.
 */

const kinds = [
  ['natural', '公民'],
  ['commercial', '商业企业'],
  ['research', '科研机构'],
  ['welfare', '社会公益组织'],
  ['legalService', '法律服务机构'],
  ['otherOrganization', '其他组织'],
] as const

export type Asking = Omit<FieldProps, 'value' | 'problems'>

const labelOf = (kind: string | undefined) => kinds.find(([k]) => k === kind)?.[1] ?? ''

const who: Draw = (_context, body, { typed }, problems) =>
  stepView(body, {
    step: 2,
    name: '您是谁',
    heading: '您是以个人还是单位的名义申请',
    page: 'who.html',
    problems,
    back: true,
    fields: (
      <Choices
        name="applicantKind"
        label="申请人是"
        hint="公民以个人名义申请；单位请选择性质，只用于年度报告的统计。"
        value={typed.applicantKind}
        problems={problems}
        choices={kinds}
      />
    ),
  })

const nameField = (natural: boolean): Asking => ({
  name: 'name',
  label: natural ? '姓名' : '单位名称',
  autoComplete: natural ? 'name' : 'organization',
  maxLength: 120,
})
const identityNumber: Asking = {
  name: 'identityNumber',
  label: '证件号码',
  hint: '居民身份证号会核对末位校验码，打错了会提示。',
  maxLength: 60,
}
const organization: readonly Asking[] = [
  {
    name: 'creditCode',
    label: '统一社会信用代码',
    hint: '18位，见营业执照、登记证书。',
    maxLength: 60,
  },
  { name: 'representative', label: '法定代表人或者负责人（可以不填）', maxLength: 60 },
  { name: 'contactName', label: '联系人', maxLength: 60 },
]
const agent: Asking = {
  name: 'agentName',
  label: '代理人（委托他人办理的填写）',
  hint: '委托书可以和身份证明一起上传，或者确认时提供。',
  maxLength: 60,
}

const identity: Draw = async ({ db }: PortalContext, body: RecordBody, filling, problems): Promise<View> => {
  const { typed } = filling
  const natural = typed.applicantKind === 'natural'
  const held = { typed, problems }
  const days = await keepDaysOf(db, body.id)
  return stepView(body, {
    step: 2,
    name: '您是谁',
    heading: natural ? '您的姓名和身份证明' : '单位的名称和代码',
    page: 'identity.html',
    problems,
    files: true,
    back: true,
    lead: (
      <p className="lead">
        只问条例第二十九条要求的：姓名或者名称、身份证明、联系方式。提交时加密，只有公开工作机构看得到。
      </p>
    ),
    fields: (
      <>
        {/* HTML: Enter in a field presses the first button of the form, which must not be one that deletes. */}
        <p className="hidden" aria-hidden="true">
          <button type="submit" tabIndex={-1}>
            继续
          </button>
        </p>
        <Facts
          facts={[
            [
              '申请人是',
              <>
                {labelOf(typed.applicantKind)}
                {'　'}
                <Link to={applyPath(body, 'who.html')} aria-label="修改申请人是公民还是单位">
                  修改
                </Link>
              </>,
            ],
          ]}
        />
        <Fields {...held} fields={[nameField(natural)]} />
        {natural ? (
          <>
            <Choices
              name="identityProof"
              label="身份证明的种类"
              value={typed.identityProof}
              problems={problems}
              choices={Object.entries(identityProofLabels).map(([value, label]) => [value, label])}
            />
            <Fields {...held} fields={[identityNumber]} />
          </>
        ) : (
          <Fields {...held} fields={organization} />
        )}
        <Papers natural={natural} papers={filling.papers} problems={problems} days={days} />
        <Fields {...held} fields={[agent]} />
      </>
    ),
  })
}

const reaching: readonly Asking[] = [
  {
    name: 'phone',
    label: '联系电话',
    type: 'tel',
    inputMode: 'tel',
    autoComplete: 'tel',
    maxLength: 50,
  },
  {
    name: 'email',
    label: '电子邮箱',
    type: 'email',
    inputMode: 'email',
    autoComplete: 'email',
    maxLength: 140,
  },
  {
    name: 'address',
    label: '通信地址',
    hint: '没有电话和邮箱的填写；要寄给您的，后面还会问寄到哪里。',
    autoComplete: 'address-line1',
    maxLength: 240,
  },
]

const contact: Draw = (_context, body, { typed }, problems) =>
  stepView(body, {
    step: 2,
    name: '怎样联系您',
    heading: '怎样联系您',
    page: 'contact.html',
    problems,
    back: true,
    lead: <p className="lead">至少留一种。网上申请要与您确认收到才开始计算期限，留电话最快。</p>,
    fields: <Fields typed={typed} problems={problems} fields={reaching} />,
  })

export const whoPage = walking({ step: 'who', draw: who })
export const identityPage = walking({ step: 'identity', draw: identity, more: papersIn })
export const contactPage = walking({ step: 'contact', draw: contact })
