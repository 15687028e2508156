import { findPersonalData, personalDataNames } from '#law/personalData.ts'
import { ErrorSummary, Honeypot, isTrapped, OwnForm, Problem } from '#portal/form.tsx'
import type { PortalContext, Posted, PublicPage, Redirect, View } from '#portal/page.ts'
import { Day, Empty, Link, Mark } from '#portal/parts.tsx'
import { dayOf } from '#kit/now.ts'
import { addressPattern } from '#record/model.ts'
import type { PagePart } from '#record/parts.ts'
import { mistakeKinds, mistakeStateLabels, type MistakeKind } from './model.ts'
import { markUseful, publicAnswers, reportMistake, titleAt } from './store.ts'

/** Under every publication: is it of use, and what is wrong with it. Neither asks who the reader is. */

const reportPath = '/report.html'
const usefulPath = '/useful.html'
const isKind = (kind: string): kind is MistakeKind => Object.hasOwn(mistakeKinds, kind)

export const feedbackParts: readonly PagePart[] = [
  {
    place: 'interaction',
    order: 900,
    async make() {
      return (
        <>
          <h2>页面找错</h2>
          <p>
            每件信息的页面底部都可以指出错误，不用登录。
            <Link to="/mistakes.html">页面找错处理情况</Link>
          </p>
        </>
      )
    },
  },
  {
    place: 'after',
    order: 900,
    async make(_context, { shown }) {
      return shown ? <Feedback address={shown.address} /> : null
    },
  },
]

function Feedback({ address }: { address: string }) {
  return (
    <section className="feedback" aria-labelledby="feedback">
      <h2 id="feedback">这条信息对您有用吗？</h2>
      <OwnForm action={usefulPath}>
        <input type="hidden" name="at" value={address} />
        <Honeypot />
        <button type="submit" name="useful" value="yes">
          有用
        </button>
        <button type="submit" name="useful" value="no">
          没有用
        </button>
      </OwnForm>
      <p>
        <Link to={`${reportPath}?at=${encodeURIComponent(address)}`} rel="nofollow">
          本页有错，我来指出
        </Link>
      </p>
    </section>
  )
}

type Typed = { readonly address: string; readonly kind: string; readonly text: string }

function faultsOf(typed: Typed): Problem[] {
  const problems: Problem[] = []
  if (!isKind(typed.kind)) problems.push({ field: 'kind', text: '请选择是哪一类错误。' })
  const text = typed.text.trim()
  if (text.length < 4) problems.push({ field: 'text', text: '请写出错在哪里，至少 4 个字。' })
  if (text.length > 1000)
    problems.push({ field: 'text', text: `请缩短到 1000 个字以内，现在有 ${text.length} 个字。` })
  const personal = findPersonalData(text).filter(f => f.certain)
  if (personal.length > 0)
    problems.push({
      field: 'text',
      text: `请不要写${[...new Set(personal.map(f => personalDataNames[f.kind]))].join('、')}：只说明它在页面的什么位置就可以。`,
    })
  return problems
}

async function form(
  context: PortalContext,
  typed: Typed,
  problems: readonly Problem[],
): Promise<View | null> {
  const title = await titleAt(context.db, typed.address)
  if (title === null) return null
  return {
    kind: 'view',
    status: problems.length > 0 ? 422 : 200,
    title: [problems.length > 0 ? '错误：本页有错，我来指出' : '本页有错，我来指出'],
    description: '报告页面上的错字、打不开的链接、过期的内容。',
    word: 'interaction',
    crumbs: [{ label: '首页', to: '/' }, { label: '页面找错' }],
    noindex: true,
    main: (
      <div className="prose">
        <h1 className="page-title">本页有错，我来指出</h1>
        <ErrorSummary problems={problems} />
        <p className="lead">
          关于《<Link to={typed.address}>{title}</Link>
          》。不用登录，也请不要留下姓名、电话和证件号码；提交后给您一个编号。
        </p>
        <OwnForm action={reportPath} className="form">
          <input type="hidden" name="at" value={typed.address} />
          <Honeypot />
          <fieldset
            id="kind"
            aria-describedby={problems.some(p => p.field === 'kind') ? 'kind-fault' : undefined}
          >
            <legend>哪一类错误</legend>
            <Problem field="kind" problems={problems} />
            {Object.entries(mistakeKinds).map(([kind, label]) => (
              <label key={kind} className="choice">
                <input type="radio" name="kind" value={kind} defaultChecked={typed.kind === kind} />
                <span>{label}</span>
              </label>
            ))}
          </fieldset>
          <div className="field">
            <label htmlFor="text">错在哪里</label>
            <p className="hint" id="text-hint">
              例如：第三段“公开属性”写成了“公开属姓”。
            </p>
            <Problem field="text" problems={problems} />
            <textarea
              id="text"
              name="text"
              rows={5}
              maxLength={1200}
              defaultValue={typed.text}
              aria-describedby={`text-hint${problems.some(p => p.field === 'text') ? ' text-fault' : ''}`}
            />
          </div>
          <button type="submit">提交</button>
        </OwnForm>
      </div>
    ),
  }
}

async function post(context: PortalContext, posted: Posted): Promise<View | Redirect | null> {
  const typed = {
    address: posted.form.get('at') ?? '',
    kind: posted.form.get('kind') ?? '',
    text: (posted.form.get('text') ?? '').slice(0, 2000),
  }
  if (!addressPattern.test(typed.address)) return null
  if (isTrapped(posted.form)) return thanks(0)
  const problems = faultsOf(typed)
  if (problems.length > 0) return form(context, typed, problems)
  const tooMany = { field: 'text', text: '这里一小时内收到的报告太多了，您写的内容还在，请过一会儿再提交。' }
  if (!posted.allow('mistake', 8, 60)) return form(context, typed, [tooMany])
  const { outcome, number } = await reportMistake(context.db, {
    ...typed,
    kind: typed.kind as MistakeKind,
    text: typed.text.trim(),
  })
  if (outcome === 'too-many') return form(context, typed, [tooMany])
  return outcome === 'taken' && number !== null ? thanks(number) : null
}

const thanks = (number: number): Redirect => ({
  kind: 'redirect',
  status: 303,
  to: `/thanks.html${number > 0 ? `?n=${number}` : ''}`,
})

/** Reached without a page to speak about: what became of the reports of others. */
const toAnswers: Redirect = { kind: 'redirect', status: 303, to: '/mistakes.html' }

export const feedbackPages: readonly PublicPage[] = [
  {
    path: /^\/report\.html$/,
    query: ['at'],
    async answer(context, asked) {
      const address = asked.query.get('at') ?? ''
      return addressPattern.test(address) ? form(context, { address, kind: '', text: '' }, []) : toAnswers
    },
    post,
  },
  {
    path: /^\/useful\.html$/,
    answer: async () => toAnswers,
    async post(context, posted) {
      const address = posted.form.get('at') ?? ''
      if (!addressPattern.test(address)) return null
      const useful = posted.form.get('useful')
      if (isTrapped(posted.form) || (useful !== 'yes' && useful !== 'no')) return thanks(0)
      // One voice a page and hour from one place: more say nothing new.
      if (posted.allow(`useful ${address}`, 1, 60) && posted.allow('useful', 60, 60))
        if (!(await markUseful(context.db, address, useful === 'yes'))) return null
      return thanks(0)
    },
  },
  {
    path: /^\/thanks\.html$/,
    query: ['n'],
    async answer(_context, asked) {
      const number = asked.query.get('n')
      if (number !== undefined && !/^[1-9]\d{0,14}$/.test(number)) return null
      return {
        kind: 'view',
        title: ['谢谢您的反馈'],
        crumbs: [{ label: '首页', to: '/' }, { label: '反馈' }],
        noindex: true,
        main: (
          <div className="prose">
            <h1 className="page-title">谢谢您的反馈</h1>
            {number ? (
              <>
                <p className="receipt-number">
                  编号 <strong className="num">{number}</strong>
                </p>
                <p>
                  已送到公布这件信息的机关。查实的错误在原地址更正，页面右侧“更新记录”会写明改了什么；露出个人信息的会先撤下再处理。
                </p>
              </>
            ) : (
              <p>已经记下。汇总后的数字送公布这件信息的机关，用来改进内容。</p>
            )}
            <ul className="ways">
              <li>
                <Link to="/mistakes.html">页面找错处理情况</Link>
              </li>
              <li>
                <Link to="/">回到首页</Link>
              </li>
            </ul>
          </div>
        ),
      }
    },
  },
  {
    path: /^\/mistakes\.html$/,
    query: ['n'],
    mapped: async () => ['/mistakes.html'],
    async answer(context, asked) {
      const number = asked.query.get('n')
      if (number !== undefined && !/^[1-9]\d{0,14}$/.test(number)) return null
      return answered(context, number === undefined ? null : Number(number))
    },
  },
]

/** 页面找错处理情况: what became of reports; one by its number, without telling whether an unanswered number exists. */
async function answered(context: PortalContext, number: number | null): Promise<View> {
  const rows = await publicAnswers(context.db, number)
  return {
    kind: 'view',
    title: ['页面找错处理情况'],
    description: '读者指出的页面错误怎样处理了。',
    word: 'interaction',
    crumbs: [
      { label: '首页', to: '/' },
      { label: '互动', to: '/interaction.html' },
      { label: '页面找错处理情况' },
    ],
    canonical: '/mistakes.html',
    main: (
      <>
        <h1 className="page-title">页面找错处理情况</h1>
        <p className="lead">
          读者在公开页面底部指出的错误和处理结果。只列处理说明，不列读者写的内容。收到编号的，可以按编号查。
        </p>
        <form action={`${context.site.base}/mistakes.html`} method="get" className="form">
          <div className="field">
            <label htmlFor="n">编号</label>
            <input
              id="n"
              name="n"
              type="text"
              inputMode="numeric"
              maxLength={15}
              defaultValue={number ?? ''}
            />
          </div>
          <button type="submit">按编号查</button>
        </form>
        {rows.length === 0 ? (
          <Empty>
            {number === null
              ? '还没有处理完的报告。'
              : `第 ${number} 号还没有处理完，或者没有这个编号。一般三个工作日内处理。`}
          </Empty>
        ) : (
          <table className="register">
            <caption>从新到旧，最多列 100 件</caption>
            <thead>
              <tr>
                <th scope="col">编号</th>
                <th scope="col">页面</th>
                <th scope="col">收到</th>
                <th scope="col">处理</th>
                <th scope="col">结果</th>
                <th scope="col">说明</th>
              </tr>
            </thead>
            <tbody>
              {rows.map(r => (
                <tr key={r.number}>
                  <td data-label="编号" className="nowrap">
                    {r.number}
                  </td>
                  <td className="entry-title">
                    {r.title ? <Link to={r.address}>{r.title}</Link> : '（已撤回的信息）'}
                  </td>
                  <td data-label="收到" className="nowrap">
                    <Day day={dayOf(r.received_at)} />
                  </td>
                  <td data-label="处理" className="nowrap">
                    <Day day={dayOf(r.answered_at)} />
                  </td>
                  <td data-label="结果" className="nowrap">
                    <Mark tone={r.outcome === 'fixed' ? 'good' : 'quiet'}>
                      {mistakeStateLabels[r.outcome as 'fixed' | 'dismissed']}
                    </Mark>
                  </td>
                  <td data-label="说明">{r.answer}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </>
    ),
  }
}
