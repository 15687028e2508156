import { sealFor } from '#kit/envelope.ts'
import { dayOf, instant, minuteOf } from '#kit/now.ts'
import { ErrorSummary, Honeypot, isTrapped, OwnForm, type Problem } from '#portal/form.tsx'
import type { Asked, PortalContext, Posted, Raw, Redirect, View } from '#portal/page.ts'
import { Link } from '#portal/parts.tsx'
import { disposition } from '#portal/send.ts'
import { bodiesOf, crumbsOf, sectionOf, servicesOf } from '#record/portal/data.ts'
import { queryHash, readerEnvelope, receiptCode } from '../codes.ts'
import { deliveredFile, statusOf, writeToOffice, type Told, type WrittenKind } from '../store/portal.ts'
import { Field } from './fields.tsx'
import { statusPath } from './place.tsx'
import { MatterView, type Codes } from './statusMatter.tsx'

/**
 * 查进度: by 回执编号 and 查询码, both in the body of a form, never in an address. A wrong code, an unknown number and one that was
 * tried too often get the same answer.
 */

const title = '查询申请进度'
const nothing = '回执编号或者查询码不对，请核对后再查。连续多次查不到的，过一小时再试。'
const tooMany = '这里一小时内查询得太多了，请过一会儿再查。'

function form(problems: readonly Problem[], typed = ''): View {
  return {
    kind: 'view',
    status: problems.length > 0 ? 422 : 200,
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
  supplement: '补正已经送到，以今天为收到补正之日，由工作人员登记后答复期限重新计算。',
  withdraw: '撤回的要求已经送到，工作人员核实后办结，本页会显示结果。',
  satisfaction: '谢谢您的评价。',
}

type Acted = { readonly problems: readonly Problem[]; readonly said: string | null }

/** What the applicant writes on the page of his receipt. Everything wrong at once; what was typed stays. */
async function act(context: PortalContext, posted: Posted, codes: Codes, told: Told): Promise<Acted> {
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
  if ((kind === 'message' || kind === 'supplement') && text === '')
    return fail(kind === 'message' ? '请写消息的内容。' : '请写补正的内容。')
  if (text.length > 2000) return fail(`最多 2000 个字，现在有 ${text.length} 个字。`)
  const publicKey = (await servicesOf(context)).get('request')
  if (publicKey === undefined) return fail('现在送不出去，您写的内容还在，请稍后再试。')
  if (!posted.allow('request message', 20, 60))
    return fail('这里一小时内写得太多了，您写的内容还在，请过一会儿再送。')
  const words = text || (kind === 'withdraw' ? '申请人在网上提出撤回申请。' : '')
  const outcome = await writeToOffice(context.db, {
    ...codes,
    matter: matter.id,
    kind,
    office: words === '' ? null : sealFor(publicKey, JSON.stringify({ text: words })),
    reader: words === '' || matter.readerKey === null ? null : sealFor(matter.readerKey, words),
    score,
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
  if (!posted.allow('request status', 60, 60)) return form([{ field: 'receipt', text: tooMany }], typed)
  const codes: Codes = { receipt: receipt!, queryHash: queryHash(query), query }
  let told = await statusOf(context.db, codes.receipt, codes.queryHash)
  if (!told) {
    // Few wrong codes from one place; right ones do not count against it.
    if (!posted.allow('request guess', 15, 60)) return form([{ field: 'receipt', text: tooMany }], typed)
    return form([{ field: 'receipt', text: nothing }], typed)
  }
  const file = Number(posted.form.get('file') ?? 0)
  if (file > 0) return download(context, codes, file)
  const acted = posted.form.has('act')
    ? await act(context, posted, codes, told)
    : { problems: [], said: null }
  if (acted.said !== null) told = (await statusOf(context.db, codes.receipt, codes.queryHash)) ?? told
  return shown(context, posted, codes, told, acted)
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
  told: Told,
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
              calendar={context.calendar}
              open={open}
              problems={acted.problems}
              typed={typed}
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
