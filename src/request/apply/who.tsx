import { sealFor } from '#kit/envelope.ts'
import { isTrapped, Problem } from '#portal/form.tsx'
import type { Asked, PortalContext, Posted, Redirect, Upload, View } from '#portal/page.ts'
import { Facts, Link, sizeOf } from '#portal/parts.tsx'
import type { RecordBody } from '#record/model.ts'
import { isHugePicture } from '#document/renderings/pictures.ts'
import { servicesOf } from '#record/portal/data.ts'
import { identityProofLabels } from '../model.ts'
import { largestPaper, mostPapers, paperTypeOf } from '../online/model.ts'
import { dropPaper, keepDaysOf, keepPaper } from '../store/portal.ts'
import { Choices, describedBy, type FieldProps } from './fields.tsx'
import { cookieName, held, keep, keyHash, type Filling, type KeptPaper } from './filling.ts'
import { applyPath } from './place.tsx'
import { problemsOf, typedIn } from './read.ts'
import { Fields, stepView } from './stepView.tsx'
import { to } from './what.tsx'

/** The second step: who asks (条例第二十九条第二款第一项). Nothing else is asked: no place of work, no certificate of residence. */

const kinds = [
  ['natural', '公民'],
  ['commercial', '商业企业'],
  ['research', '科研机构'],
  ['welfare', '社会公益组织'],
  ['legalService', '法律服务机构'],
  ['otherOrganization', '其他组织'],
] as const

type Asking = Omit<FieldProps, 'value' | 'problems'>

const labelOf = (kind: string | undefined) => kinds.find(([k]) => k === kind)?.[1] ?? ''

/** First of all, who applies: what is asked then is no more than that. */
const kindPage = (body: RecordBody, filling: Filling, problems: readonly Problem[]): View =>
  stepView(body, {
    step: 2,
    name: '您是谁',
    heading: '您是谁',
    page: 'who.html',
    problems,
    fields: (
      <Choices
        name="applicantKind"
        label="申请人是"
        hint="公民以个人名义申请；单位请选择性质，只用于年度报告的统计。"
        value={filling.typed.applicantKind}
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
    hint: '选择邮寄答复的，请填写。',
    autoComplete: 'address-line1',
    maxLength: 240,
  },
  {
    name: 'postcode',
    label: '邮政编码（可以不填）',
    inputMode: 'numeric',
    autoComplete: 'postal-code',
    maxLength: 12,
  },
  {
    name: 'agentName',
    label: '代理人（委托他人办理的填写）',
    hint: '委托书可以和身份证明一起上传，或者确认时提供。',
    maxLength: 60,
  },
]

async function page(
  { db }: PortalContext,
  body: RecordBody,
  filling: Filling,
  problems: readonly Problem[],
): Promise<View> {
  const { typed } = filling
  if (labelOf(typed.applicantKind) === '') return kindPage(body, filling, problems)
  const natural = typed.applicantKind === 'natural'
  const held = { typed, problems }
  const days = await keepDaysOf(db, body.id)
  return stepView(body, {
    step: 2,
    name: '您是谁',
    heading: '您是谁',
    page: 'who.html',
    problems,
    files: true,
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
        <input type="hidden" name="applicantKind" value={typed.applicantKind} />
        <Facts
          facts={[
            [
              '申请人是',
              <>
                {labelOf(typed.applicantKind)}　<Link to={applyPath(body, 'who.html?change=1')}>修改</Link>
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
        <h2>怎样联系您</h2>
        <p className="hint">至少留一种。网上申请要与您确认收到才开始计算期限，留电话最快。</p>
        <Fields {...held} fields={reaching} />
      </>
    ),
  })
}

/** `0`: at once. */
const afterEnd = (days: number) => (days === 0 ? '办结后随即删除' : `办结 ${days} 天后删除`)

function Papers({
  natural,
  papers,
  problems,
  days,
}: {
  natural: boolean
  papers: readonly KeptPaper[]
  problems: readonly Problem[]
  days: { readonly identity: number; readonly personal: number }
}) {
  return (
    <div className="field">
      <label htmlFor="paper">
        {natural ? '身份证明（照片或者扫描件）' : '单位证明、授权委托书（照片或者扫描件）'}
      </label>
      <p className="hint" id="paper-hint">
        JPG、PNG 或者 PDF，每份不超过 5 MB，最多 {mostPapers} 份。现在不方便的可以不传，确认时再提供。
      </p>
      <p className="hint" id="paper-use">
        身份证明只用来核对申请人，上传时即加密；工作人员取用时加盖“仅用于办理政府信息公开申请”的水印，并留下取用记录。
        {afterEnd(days.identity)}，只留“已核对”的记载；姓名和联系方式{afterEnd(days.personal)}。
      </p>
      <Problem field="paper" problems={problems} />
      {papers.length > 0 && (
        <ul className="papers">
          {papers.map(paper => (
            <li key={paper.id}>
              {paper.name}（{sizeOf(paper.size)}，已加密）
              <button
                type="submit"
                name="remove"
                value={paper.id}
                className="button-plain"
                aria-label={`删除 ${paper.name}`}
              >
                删除
              </button>
            </li>
          ))}
        </ul>
      )}
      {papers.length < mostPapers && (
        <>
          <input
            id="paper"
            name="paper"
            type="file"
            accept=".jpg,.jpeg,.png,.pdf"
            aria-describedby={`${describedBy('paper', true, problems)} paper-use`}
          />
          <button type="submit" name="act" value="upload" className="button-plain">
            上传
          </button>
        </>
      )}
    </div>
  )
}

export async function who(context: PortalContext, asked: Asked, body: RecordBody): Promise<View | Redirect> {
  const has = await held(context, asked.cookie(cookieName))
  if (!has || has.filling.done !== null) return to(body, has ? 'done.html' : 'what.html')
  return asked.query.has('change') ? kindPage(body, has.filling, []) : page(context, body, has.filling, [])
}

/** What is against a file, before anything of it is kept. */
function faultOf(file: Upload, papers: readonly KeptPaper[]): string | null {
  if (papers.length >= mostPapers) return `最多上传 ${mostPapers} 份，请先删除一份。`
  if (file.bytes.length === 0) return '这个文件是空的，请换一个文件。'
  if (file.bytes.length > largestPaper)
    return `这个文件有 ${sizeOf(file.bytes.length)}，超过 5 MB。请缩小照片或者降低扫描的清晰度后再传。`
  if (paperTypeOf(file.bytes) === null)
    return '这个文件不是 JPG、PNG 照片或者 PDF（看的是内容，不是扩展名），请换一个文件。'
  if (isHugePicture(file.bytes))
    return '这张照片展开后超过 5000 万像素，请缩小后再传（手机拍的照片、300 dpi 的扫描件都够清楚）。'
  return null
}

async function kept(context: PortalContext, key: string, file: Upload): Promise<KeptPaper | null> {
  const publicKey = (await servicesOf(context)).get('request')
  if (publicKey === undefined) return null
  const content = JSON.stringify({ type: paperTypeOf(file.bytes), data: file.bytes.toString('base64') })
  const id = await keepPaper(context.db, keyHash(key), sealFor(publicKey, content))
  return id === null ? null : { id, name: file.name.slice(-80) || '身份证明', size: file.bytes.length }
}

export async function postWho(
  context: PortalContext,
  posted: Posted,
  body: RecordBody,
): Promise<View | Redirect> {
  const has = await held(context, posted.cookie(cookieName))
  if (isTrapped(posted.form)) return to(body, '')
  if (!has || has.filling.done !== null) return to(body, has ? 'done.html' : 'what.html')
  const { key } = has
  let filling: Filling = {
    ...has.filling,
    body: body.slug,
    typed: typedIn('who', posted.form, has.filling.typed),
  }
  if (posted.form.get('name') === null) {
    if (labelOf(filling.typed.applicantKind) === '' || !posted.form.has('applicantKind'))
      return kindPage(body, filling, [
        { field: 'applicantKind', text: '请选择申请人是公民还是法人、其他组织。' },
      ])
    await keep(context, key, filling, posted.mode)
    return to(body, 'who.html')
  }
  const problems: Problem[] = []
  const remove = Number(posted.form.get('remove') ?? 0)
  if (remove > 0) {
    await dropPaper(context.db, keyHash(key), remove)
    filling = { ...filling, papers: filling.papers.filter(p => p.id !== remove) }
  }
  const file = posted.files.get('paper')
  const act = posted.form.get('act')
  if (file) {
    const fault = faultOf(file, filling.papers)
    if (fault) problems.push({ field: 'paper', text: fault })
    else if (!posted.allow('paper', 20, 60))
      problems.push({ field: 'paper', text: '这里一小时内上传得太多了，请过一会儿再传，或者确认时提供。' })
    else {
      const paper = await kept(context, key, file)
      if (paper) filling = { ...filling, papers: [...filling.papers, paper] }
      else problems.push({ field: 'paper', text: '没有存下来，请稍后再传，或者确认时提供。' })
    }
  } else if (act === 'upload') problems.push({ field: 'paper', text: '请先选择文件，再按“上传”。' })
  const isDone = remove === 0 && act !== 'upload'
  if (isDone) problems.push(...problemsOf('who', filling.typed, filling.matters))
  const isRight = isDone && problems.length === 0
  const past = isRight
    ? [...new Set([...filling.past, 'who'])]
    : filling.past.filter(step => !isDone || step !== 'who')
  await keep(context, key, { ...filling, past }, posted.mode)
  if (!isRight) return page(context, body, filling, problems)
  return to(body, filling.past.includes('how') ? 'check.html' : 'how.html')
}
