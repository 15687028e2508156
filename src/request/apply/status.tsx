import { sealFor } from '#kit/envelope.ts'
import { dayOf, instant, minuteOf } from '#kit/now.ts'
import { ErrorSummary, Honeypot, isTrapped, OwnForm, type Problem } from '#portal/form.tsx'
import type { Asked, PortalContext, Posted, Raw, Redirect, Upload, View } from '#portal/page.ts'
import { Link } from '#portal/parts.tsx'
import { disposition } from '#portal/send.ts'
import { bodiesOf, crumbsOf, sectionOf, servicesOf } from '#record/portal/data.ts'
import { queryHash, readerEnvelope, receiptCode } from '../codes.ts'
import {
  confirmDaysOf,
  deliveredFile,
  statusOf,
  wantedOf,
  writeToOffice,
  type Told,
  type WrittenKind,
} from '../store/portal.ts'
import { largestPaper, paperTypeOf } from '../online/model.ts'
import { wantedFields, wantedLabels, type Wanted } from '../supplied.ts'
import { Field } from './fields.tsx'
import { statusPath } from './place.tsx'
import { supplyIn, supplyProblems } from './supply.tsx'
import { receiptOfMatter, receiptPdf } from './receiptPaper.ts'
import { MatterView, supplementPapers, type Codes } from './statusMatter.tsx'

/**
 * 查进度: by 回执编号 and 查询码, both in the body of a form, never in an address. A wrong code, an unknown number and one that was
 * tried too often get the same answer.
 */

const title = '查询申请进度'
const nothing = '回执编号或者查询码不对，请核对后再查。连续多次查不到的，过一小时再试。'
const tooMany =
  '从这个网络查询得太多了（用同一个网络上网的人合在一起算），请过一小时再查。急的可以带回执编号打电话或者到现场查，电话见下面的机关名录。'

function form(problems: readonly Problem[], typed = '', status = problems.length > 0 ? 422 : 200): View {
  return {
    kind: 'view',
    status,
    title: [problems.length > 0 ? `错误：${title}` : title],
    description: '凭回执编号和查询码查看政府信息公开申请办到哪一步、什么时候答复。',
    word: 'openness',
    crumbs: [{ label: '首页', to: '/' }, { label: title }],
    main: (
      <div className="prose">
        <h1 className="page-title">{title}</h1>
        <ErrorSummary problems={problems} />
        <p className="lead">网上、当面、邮寄的申请都可以查，两个编码在接收回执上。</p>
        <OwnForm action={statusPath} className="form">
          <Honeypot />
          <Field
            name="receipt"
            label="回执编号"
            hint="12位字母和数字，如 K7QX-M3TR-9WPA；短横线可以不打。"
            value={typed}
            problems={problems}
            maxLength={40}
          />
          <Field name="query" label="查询码" value="" problems={problems} maxLength={40} />
          <div className="form-row">
            <button type="submit">查询</button>
          </div>
        </OwnForm>
        <h2>查询码丢了</h2>
        <p>
          请用登记的电话或者邮箱联系公开工作机构，或者带身份证明到现场，核实后补发新的查询码，旧的随即失效。电话见
          <Link to="/bodies.html">机关名录</Link>。
        </p>
      </div>
    ),
  }
}

export async function ask(_context: PortalContext, _asked: Asked): Promise<View> {
  return form([])
}

const said: Record<WrittenKind, string> = {
  message: '消息已经送到，公开工作机构的回复会显示在本页。',
  supplement: '补正已经送到，以今天为收到补正之日；工作人员收下后，答复期限从今天的次日起重新计算。',
  withdraw: '撤回的要求已经送到，工作人员核实后办结，本页会显示结果。',
  satisfaction: '谢谢您的评价。',
  convert: '建议已经送到，公开工作机构决定后，结果显示在本页（条例第四十四条）。',
  acknowledge: '已经记下您收到收费通知，工作人员登记后，缴费期限从今天的次日起计算。',
}

const wanted = {
  message: '请写消息的内容。',
  supplement: '请写补正的内容。',
  convert: '请写建议公开的理由：涉及哪些公众利益，为什么需要公众广泛知晓。',
} as const

/** What the file says where nothing was written besides the key that was pressed. */
const plain: Partial<Record<WrittenKind, string>> = {
  withdraw: '申请人在网上提出撤回申请。',
  acknowledge: '申请人在网上确认收到收费通知。',
}

/** What came along with a supplement or a message, each with what is against it. */
function papersIn(posted: Posted): { file: Upload; fault: string | null }[] {
  return supplementPapers.flatMap(name => {
    const file = posted.files.get(name)
    if (!file || (file.bytes.length === 0 && file.name === '')) return []
    const fault =
      file.bytes.length > largestPaper
        ? `超过 5 MB，请缩小照片或者降低扫描的清晰度后再传。`
        : paperTypeOf(file.bytes) === null
          ? '只收 PDF 文件和 JPG、PNG 图片。'
          : null
    return [{ file, fault }]
  })
}

/** A receipt with what each of its matters is asked to supply about the applicant. */
type Known = Told & { readonly wanted: Readonly<Record<number, readonly Wanted[]>> }
async function toldOf({ db }: PortalContext, { receipt, queryHash }: Codes): Promise<Known | null> {
  const told = await statusOf(db, receipt, queryHash)
  if (!told) return null
  const isAsked = told.matters.some(matter => matter.state === 'supplementing')
  return { ...told, wanted: isAsked ? await wantedOf(db, receipt, queryHash) : {} }
}

type Acted = { readonly problems: readonly Problem[]; readonly said: string | null }

/** What the applicant writes on the page of his receipt. Everything wrong at once; what was typed stays. */
async function act(context: PortalContext, posted: Posted, codes: Codes, told: Known): Promise<Acted> {
  const kind = posted.form.get('act') as WrittenKind
  const matter = told.matters.find(m => String(m.id) === posted.form.get('matter'))
  if (!Object.hasOwn(said, kind) || !matter) return { problems: [], said: null }
  const field = `${kind}-${matter.id}`
  const fail = (text: string): Acted => ({ problems: [{ field, text }], said: null })
  const text = (posted.form.get('text') ?? '').trim()
  const score = kind === 'satisfaction' ? Number(posted.form.get('score')) : null
  if (score !== null && !(Number.isInteger(score) && score >= 1 && score <= 5))
    return fail('请选择您的评价。')
  if (kind === 'withdraw' && posted.form.get('sure') !== '1')
    return fail('请勾选“我确认撤回这件申请”。撤回后需要的，可以重新申请。')
  const asked = (kind === 'supplement' && told.wanted[matter.id]) || []
  const supply = supplyIn(posted.form, matter.id, asked)
  const isSupplying = Object.keys(supply.given).length > 0
  const against = supplyProblems(matter.id, asked, supply, text)
  if (against.length > 0) return { problems: against, said: null }
  if (Object.hasOwn(wanted, kind) && text === '' && !isSupplying)
    return fail(wanted[kind as keyof typeof wanted])
  if (text.length > 2000) return fail(`最多 2000 个字，现在有 ${text.length} 个字。`)
  const publicKey = (await servicesOf(context)).get('request')
  if (publicKey === undefined) return fail('现在送不出去，您写的内容还在，请稍后再试。')
  if (!posted.allow('request message', 20, 60))
    return fail('这里一小时内写得太多了，您写的内容还在，请过一会儿再送。')
  const files = kind === 'supplement' || kind === 'message' ? papersIn(posted) : []
  const faults = files.flatMap(({ file, fault }) =>
    fault === null ? [] : [`${file.name.slice(-60)}：${fault}`],
  )
  if (faults.length > 0) return fail(faults.join(''))
  const words = text || plain[kind] || ''
  // To the applicant himself it is enough to be told which data he sent.
  const sent = asked.filter(one => wantedFields[one].some(f => supply.given[f]))
  const mine = [words, isSupplying ? `补充了：${sent.map(one => wantedLabels[one]).join('、')}。` : '']
    .filter(Boolean)
    .join('\n')
  const outcome = await writeToOffice(context.db, {
    ...codes,
    matter: matter.id,
    kind,
    office:
      words === '' && !isSupplying
        ? null
        : sealFor(publicKey, JSON.stringify({ text: words, supplied: supply.given })),
    reader: mine === '' || matter.readerKey === null ? null : sealFor(matter.readerKey, mine),
    score,
    files: files.map(({ file }) =>
      sealFor(
        publicKey,
        JSON.stringify({ type: paperTypeOf(file.bytes), data: file.bytes.toString('base64') }),
      ),
    ),
  })
  if (outcome === 'taken') return { problems: [], said: said[kind] }
  if (outcome === 'too-many') return fail('一天内写得太多了，您写的内容还在，请明天再送，或者打电话联系。')
  return fail('这件申请已经办到后面的环节，不能再这样办理。请写消息，或者打电话联系公开工作机构。')
}

export async function answer(context: PortalContext, posted: Posted): Promise<View | Redirect | Raw | null> {
  if (isTrapped(posted.form)) return form([])
  const typed = (posted.form.get('receipt') ?? '').slice(0, 60)
  const query = (posted.form.get('query') ?? '').slice(0, 60)
  const problems: Problem[] = []
  const receipt = receiptCode(typed)
  if (typed.trim() === '') problems.push({ field: 'receipt', text: '请填写回执编号。' })
  else if (receipt === null)
    problems.push({
      field: 'receipt',
      text: '回执编号是12位字母和数字（没有字母 I、O 和数字 0、1），请核对。',
    })
  if (query.trim() === '') problems.push({ field: 'query', text: '请填写查询码。' })
  if (problems.length > 0) return form(problems, typed)
  const refuse = () => form([{ field: 'receipt', text: tooMany }], typed, 429)
  if (!posted.allow('request status', 60, 60)) return refuse()
  const codes: Codes = { receipt: receipt!, queryHash: queryHash(query), query }
  let told = await toldOf(context, codes)
  if (!told) {
    // Few wrong codes from one place; right ones do not count against it.
    if (!posted.allow('request guess', 15, 60)) return refuse()
    return form([{ field: 'receipt', text: nothing }], typed)
  }
  if (posted.form.get('file') === 'receipt') {
    const pdf = await receiptOf(context, posted, codes, told)
    if (pdf) return pdf
    const field = `receipt-${posted.form.get('matter') ?? ''}`
    const problems = [{ field, text: '现在生成不了 PDF，请直接打印本页，或者过一会儿再下载。' }]
    return shown(context, posted, codes, told, { problems, said: null })
  }
  const file = Number(posted.form.get('file') ?? 0)
  if (file > 0) return download(context, codes, file)
  const acted = posted.form.has('act')
    ? await act(context, posted, codes, told)
    : { problems: [], said: null }
  if (acted.said !== null) told = (await toldOf(context, codes)) ?? told
  return shown(context, posted, codes, told, acted)
}

/** 接收回执 of one matter; null where it cannot be made now. */
async function receiptOf(
  context: PortalContext,
  posted: Posted,
  codes: Codes,
  told: Told,
): Promise<Raw | null> {
  const matter = told.matters.find(m => String(m.id) === posted.form.get('matter'))
  const body = (await bodiesOf(context)).byId(told.bodyId)
  if (!matter || !body || !posted.allow('receipt pdf', 30, 60)) return null
  const at = { today: dayOf(context.now()), calendar: context.calendarOf(matter.region) }
  return receiptPdf(context, body, receiptOfMatter(matter, codes, body, at))
}

/** An answer that was delivered online: opened with the reader's own codes, handed over as a download. */
async function download(context: PortalContext, codes: Codes, id: number): Promise<Raw | null> {
  const file = await deliveredFile(context.db, codes.receipt, codes.queryHash, id)
  if (!file || !(await context.files.has(file.hash))) return null
  const parts: Buffer[] = []
  for await (const part of context.files.read(file.hash) as AsyncIterable<Buffer>) parts.push(part)
  const opened = readerEnvelope(codes.receipt, codes.query).open(Buffer.concat(parts))
  return {
    kind: 'raw',
    status: 200,
    type: file.content_type === 'application/pdf' ? 'application/pdf' : 'application/octet-stream',
    body: Buffer.from(opened, 'base64'),
    headers: { 'Content-Disposition': disposition(file.name, false) },
  }
}

async function shown(
  context: PortalContext,
  posted: Posted,
  codes: Codes,
  told: Known,
  acted: Acted,
): Promise<View> {
  const body = (await bodiesOf(context)).byId(told.bodyId) ?? null
  const envelope = readerEnvelope(codes.receipt, codes.query)
  const open = (sealed: string | null) => {
    if (sealed === null) return null
    try {
      return envelope.open(Buffer.from(sealed, 'base64'))
    } catch {
      return null
    }
  }
  const today = dayOf(context.now())
  const confirmDays = await confirmDaysOf(context.db, told.bodyId)
  const typed = acted.problems.length > 0 ? (posted.form.get('text') ?? '') : ''
  return {
    kind: 'view',
    status: acted.problems.length > 0 ? 422 : 200,
    title: [acted.problems.length > 0 ? '错误：申请进度' : '申请进度'],
    section: body ? sectionOf(body) : null,
    word: 'openness',
    crumbs: [...crumbsOf(body), { label: title, to: statusPath }, { label: codes.receipt }],
    noindex: true,
    isPrivate: true,
    main: (
      <div className="prose">
        <h1 className="page-title">申请进度</h1>
        <ErrorSummary problems={acted.problems} />
        {acted.said && (
          <p className="said" role="status">
            {acted.said}
          </p>
        )}
        <p className="lead">
          回执编号 <strong className="num">{codes.receipt}</strong>，{minuteOf(instant(told.submittedAt))}{' '}
          登记{body ? `，${body.name}` : ''}。
        </p>
        {told.waiting ? (
          <p>申请已经送达，正在登记，几分钟后再查就能看到登记编号。</p>
        ) : (
          told.matters.map(matter => (
            <MatterView
              key={matter.id}
              matter={matter}
              many={told.matters.length > 1}
              codes={codes}
              today={today}
              calendar={context.calendarOf(matter.region)}
              confirmDays={confirmDays}
              hasPdf={context.typst !== null}
              open={open}
              problems={acted.problems}
              typed={typed}
              wrote={`${posted.form.get('act')}-${posted.form.get('matter')}`}
              wanted={told.wanted[matter.id] ?? []}
              supply={
                acted.problems.length > 0
                  ? supplyIn(posted.form, matter.id, told.wanted[matter.id] ?? [])
                  : { given: {}, lacks: false }
              }
            />
          ))
        )}
        <p className="hint no-print">
          本页不能刷新查看最新进度，请<Link to={statusPath}>重新查询</Link>。在公用电脑上，用完请关闭浏览器。
        </p>
      </div>
    ),
  }
}
