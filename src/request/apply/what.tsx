import { isTrapped, OwnForm, type Problem } from '#portal/form.tsx'
import { useFrame } from '#portal/frame.ts'
import type { Asked, PortalContext, Posted, Raw, Redirect, View } from '#portal/page.ts'
import { Day, Link } from '#portal/parts.tsx'
import type { RecordBody } from '#record/model.ts'
import { likely } from '#search/likely.ts'
import { mostMatters, type Matter } from '../online/model.ts'
import { Field, StepLine } from './fields.tsx'
import {
  cookieName,
  cookieOf,
  drop,
  emptyFilling,
  emptyMatter,
  held,
  keep,
  newKey,
  noCookie,
  type Filling,
} from './filling.ts'
import { applyPath, frameHere, opensFor } from './place.tsx'
import { mattersIn, nextOf, problemsOf, typedIn } from './read.ts'
import { stepView } from './stepView.tsx'
import { to } from './walk.ts'

/** The first step: what is wanted, and whether it is public already. */

type Shown = Pick<Filling, 'typed' | 'matters'>

function page(body: RecordBody, shown: Shown, problems: readonly Problem[], more = false): View {
  const matters = more ? [...shown.matters, emptyMatter].slice(0, mostMatters) : shown.matters
  return stepView(body, {
    step: 1,
    name: '要什么信息',
    heading: '您要什么信息',
    page: 'what.html',
    problems,
    lead: <p className="lead">名称、文号、内容描述，填其中一项就可以；写得越具体，找得越快。</p>,
    fields: (
      <>
        {matters.map((matter, at) => (
          <MatterFields key={at} matter={matter} at={at} many={matters.length > 1} problems={problems} />
        ))}
        <LiveMatches body={body} />
        <Field
          name="purpose"
          label="用途（可以不填）"
          hint="不填不影响申请。写明用途有时能帮我们更准确地找到信息。"
          value={shown.typed.purpose}
          problems={problems}
          rows={2}
          maxLength={1200}
        />
      </>
    ),
    more: matters.length < mostMatters && (
      <button type="submit" name="act" value="more" className="button-plain">
        再申请一项信息
      </button>
    ),
    after: (
      <p className="hint">
        一封申请可以要几项信息，每一项分别登记、分别答复。请不要写其他人的身份证号、电话等个人信息。
      </p>
    ),
  })
}

/** Where a script shows what is public already while somebody types; without it the next page asks the same. */
function LiveMatches({ body }: { body: RecordBody }) {
  const { site } = useFrame()
  return (
    <div
      className="live-matches"
      data-matches={site.base + applyPath(body, 'matches.json')}
      role="status"
      aria-live="polite"
    />
  )
}

function MatterFields({
  matter,
  at,
  many,
  problems,
}: {
  matter: Matter
  at: number
  many: boolean
  problems: readonly Problem[]
}) {
  const n = at === 0 ? '' : String(at)
  const fields = (
    <>
      <Field
        name={`informationName${n}`}
        label="信息的名称"
        hint={at === 0 ? '例如：2025年度安全生产监督检查计划' : undefined}
        value={matter.informationName}
        problems={problems}
        maxLength={240}
      />
      <Field
        name={`documentNumber${n}`}
        label="文号"
        hint={at === 0 ? '知道的话填上，例如：应急厅函〔2019〕390号' : undefined}
        value={matter.documentNumber}
        problems={problems}
        maxLength={100}
      />
      <Field
        name={`description${n}`}
        label="内容描述"
        hint={at === 0 ? '什么事、哪一年、哪个地方、哪个单位。最多4000个字。' : undefined}
        value={matter.description}
        problems={problems}
        rows={at === 0 ? 5 : 3}
        maxLength={4400}
      />
    </>
  )
  return many ? (
    <fieldset className="matter">
      <legend>第 {at + 1} 项</legend>
      {fields}
    </fieldset>
  ) : (
    fields
  )
}

export async function what(context: PortalContext, asked: Asked, body: RecordBody): Promise<View | Redirect> {
  if (!(await opensFor(context, body))) return to(body, '')
  const has = await held(context, asked.cookie(cookieName))
  const filling = has && has.filling.done === null ? has.filling : emptyFilling(body.slug)
  return page(body, filling, [])
}

export async function postWhat(
  context: PortalContext,
  posted: Posted,
  body: RecordBody,
): Promise<View | Redirect> {
  if (isTrapped(posted.form) || !(await opensFor(context, body))) return to(body, '')
  const has = await held(context, posted.cookie(cookieName))
  const before = has && has.filling.done === null ? has.filling : emptyFilling(body.slug)
  const key = has && has.filling.done === null ? has.key : newKey()
  const matters = mattersIn(posted.form)
  const filling: Filling = {
    ...before,
    body: body.slug,
    typed: typedIn('what', posted.form, before.typed),
    matters,
  }
  if (posted.form.get('act') === 'more') return page(body, filling, [], true)
  const problems = problemsOf('what', filling.typed, filling.matters)
  if (problems.length > 0) return page(body, filling, problems)
  if (!posted.allow('filling', 200, 60))
    return page(body, filling, [
      { field: 'description', text: '这里一小时内填写得太多了，您写的内容还在，请过一会儿再继续。' },
    ])
  const past = [...new Set([...filling.past, 'what'])]
  try {
    if (!(await keep(context, key, { ...filling, past }, posted.mode))) return to(body, 'done.html')
  } catch (error) {
    // The database refuses a flood whoever it comes from.
    if ((error as { code?: string }).code !== '53400') throw error
    return page(body, filling, [
      {
        field: 'description',
        text: '现在填写的人太多，您写的内容还在，请过几分钟再继续，或者当面、邮寄申请。',
      },
    ])
  }
  return { ...to(body, 'found.html'), cookie: cookieOf(key, posted.mode) }
}

/** The same while somebody types: titles and addresses alone. Nothing of what was typed is kept or logged. */
export async function matchesTyped(context: PortalContext, posted: Posted, body: RecordBody): Promise<Raw> {
  const text = (name: string, most: number) => (posted.form.get(name) ?? '').trim().slice(0, most)
  const described = {
    name: text('informationName', 240),
    number: text('documentNumber', 100),
    text: text('description', 1000),
  }
  const isEnough = [...`${described.name}${described.number}${described.text}`].length >= 4
  const hits =
    isEnough && posted.allow('matches', 240, 60) && (await opensFor(context, body))
      ? await likely(context, described, null, 4)
      : []
  return {
    kind: 'raw',
    status: 200,
    type: 'application/json; charset=utf-8',
    body: JSON.stringify({
      matches: hits.map(hit => ({
        title: hit.title,
        href: context.site.base + hit.address,
        facts: [hit.document_number, hit.issuer, hit.shown_on].filter(Boolean).join('　'),
      })),
    }),
    headers: { 'Cache-Control': 'no-store' },
  }
}

/** 它已经公开了吗: what stands published that may be meant. */
export async function found(
  context: PortalContext,
  asked: Asked,
  body: RecordBody,
): Promise<View | Redirect> {
  const has = await held(context, asked.cookie(cookieName))
  if (!has || has.filling.done !== null) return to(body, 'what.html')
  const next = `${nextOf(has.filling)}.html`
  const hits = await matches(context, has.filling)
  if (hits.length === 0) return to(body, next)
  return {
    ...frameHere(body, '是不是已经公开'),
    title: ['是不是已经公开', '网上申请', body.name],
    main: (
      <div className="prose">
        <StepLine step={1} title="是不是已经公开了" />
        <p className="lead">下面这些已经公开，可以直接看，不用等答复。是您要的就不必申请了。</p>
        <ul className="found">
          {hits.map(hit => (
            <li key={hit.number}>
              <p className="found-title">
                <Link to={hit.address}>{hit.title}</Link>
              </p>
              <p className="hint">
                {[hit.document_number, hit.issuer].filter(Boolean).join('　')}　<Day day={hit.shown_on} />
              </p>
              <OwnForm action={applyPath(body, 'found.html')}>
                <input type="hidden" name="number" value={hit.number} />
                <button type="submit" className="button-plain" aria-label={`这是我要的：${hit.title}`}>
                  这是我要的
                </button>
              </OwnForm>
            </li>
          ))}
        </ul>
        <p className="apply-go">
          <Link to={applyPath(body, next)} className="button">
            都不是，继续申请
          </Link>
        </p>
        <p>
          <Link to={applyPath(body, 'what.html')}>回去改一改描述</Link>
        </p>
      </div>
    ),
  }
}

async function matches(context: PortalContext, filling: Filling) {
  const found = new Map<number, Awaited<ReturnType<typeof likely>>[number]>()
  for (const matter of filling.matters.slice(0, 3))
    for (const hit of await likely(
      context,
      { name: matter.informationName, number: matter.documentNumber, text: matter.description },
      null,
    ))
      found.set(hit.number, hit)
  return [...found.values()].slice(0, 8)
}

/** “这是我要的”: the journey ends at what is public; nothing of it is kept. */
export async function chosen(context: PortalContext, posted: Posted, body: RecordBody): Promise<Redirect> {
  const has = await held(context, posted.cookie(cookieName))
  if (!has) return to(body, 'what.html')
  const hit = (await matches(context, has.filling)).find(h => String(h.number) === posted.form.get('number'))
  if (!hit) return to(body, 'found.html')
  await drop(context, has.key)
  return { kind: 'redirect', status: 303, to: hit.address, cookie: noCookie }
}
