import { sealFor } from '#kit/envelope.ts'
import { isMailAddress } from '#kit/mail.ts'
import { readSearch } from '#exchange/selection.ts'
import { ErrorSummary, Honeypot, isTrapped, OwnForm, Problem } from '#portal/form.tsx'
import type { Asked, PortalContext, Posted, PublicPage, Redirect, View } from '#portal/page.ts'
import { Empty, Facts, Link } from '#portal/parts.tsx'
import { columnIds, columns, gathered, isColumn } from '#record/columns.ts'
import { bodiesOf, servicesOf, tagsInUse, type Bodies } from '#record/portal/data.ts'
import { tokenHashOf } from './token.ts'
import { frequencies, frequencyHints, isFrequency, wishText, type Frequency, type Wish } from './model.ts'
import { confirmSubscription, endSubscription, requestSubscription, subscriptionOf } from './store/intake.ts'

/** Subscribing by e-mail: one form, one letter to confirm, one click to stop. Nothing here tells whether an address is known. */

const place = '/subscribe/'
const names = ['body', 'column', 'tag', 'item', 'words', 'frequency', 'email'] as const
type Name = (typeof names)[number]
type Typed = Readonly<Record<Name, string>>

const crumbs = [{ label: '首页', to: '/' }, { label: '邮件订阅' }]
const typedFrom = (get: (name: Name) => string | null): Typed =>
  Object.fromEntries(names.map(n => [n, (get(n) ?? '').trim().slice(0, 300)])) as Typed

const labelOfColumn = (id: string): string | null =>
  isColumn(id)
    ? columns[id].label
    : Object.hasOwn(gathered, id)
      ? gathered[id as keyof typeof gathered].label
      : null

/** What a reader may choose from. */
type Choices = { readonly bodies: Bodies; readonly tags: readonly string[] }

type Read = { readonly wish: Wish; readonly problems: readonly Problem[] }

/** What is wished for, and every fault of it at once. */
function read(typed: Typed, bodies: Bodies): Read {
  const problems: Problem[] = []
  const body = typed.body === '' ? null : (bodies.bySlug(typed.body) ?? undefined)
  if (body === undefined) problems.push({ field: 'body', text: '没有这个机关，请从列表中选择。' })
  const column = typed.column === '' ? null : typed.column
  if (column !== null && labelOfColumn(column) === null)
    problems.push({ field: 'column', text: '没有这个栏目，请从列表中选择。' })
  if ([...typed.tag].length > 30) problems.push({ field: 'tag', text: '标签或关键词不超过 30 个字。' })
  const query = typed.words === '' ? null : (readSearch(typed.words)?.shown ?? undefined)
  if (query === undefined)
    problems.push({ field: 'words', text: '“含有的词”里没有可以检索的文字，请输入汉字、字母或数字。' })
  else if (query !== null && !readSearch(query)?.words)
    problems.push({ field: 'words', text: '“含有的词”太短，请写得具体一些。' })
  const wish: Wish = {
    bodyId: body?.id ?? null,
    columnId: column,
    keyword: typed.tag || null,
    item: typed.item.slice(0, 60) || null,
    query: query ?? null,
  }
  const isEmpty = Object.values(wish).every(v => v === null)
  if (isEmpty && problems.length === 0)
    problems.push({ field: 'body', text: '请至少选一项：机关、栏目、标签或含有的词。' })
  if (!isFrequency(typed.frequency)) problems.push({ field: 'frequency', text: '请选择多久收一次。' })
  if (typed.email === '') problems.push({ field: 'email', text: '请填写电子邮箱。' })
  else if (!isMailAddress(typed.email))
    problems.push({ field: 'email', text: '电子邮箱写法不对，应像 zhang@example.cn 这样。' })
  return { wish, problems }
}

async function open(context: PortalContext, asked: Asked): Promise<View> {
  const bodies = await bodiesOf(context)
  const services = await servicesOf(context)
  if (!services.has('subscription')) return closed()
  const typed = typedFrom(n => (n === 'email' ? null : (asked.query.get(n) ?? null)))
  const tags = await tagsInUse(context)
  return form({ bodies, tags }, { ...typed, frequency: typed.frequency || 'daily' }, [])
}

const closed = (): View => ({
  kind: 'view',
  title: ['邮件订阅'],
  crumbs,
  noindex: true,
  main: (
    <div className="prose">
      <h1 className="page-title">邮件订阅</h1>
      <Empty>本站没有开通邮件订阅。</Empty>
      <p>
        每个栏目、每个机关都有订阅源（RSS、Atom），用任何阅读器都能订阅，不需要邮箱：打开
        <Link to="/list/all/">全部公开信息</Link>或任一栏目，在列表下方。
      </p>
    </div>
  ),
})

function form({ bodies, tags }: Choices, typed: Typed, problems: readonly Problem[]): View {
  const described = (field: Name, hint = false) =>
    [hint ? `${field}-hint` : '', problems.some(p => p.field === field) ? `${field}-fault` : '']
      .filter(Boolean)
      .join(' ') || undefined
  return {
    kind: 'view',
    status: problems.length > 0 ? 422 : 200,
    title: [problems.length > 0 ? '错误：邮件订阅' : '邮件订阅'],
    description: '按机关、栏目、标签或检索词订阅新公开的政府信息，随时可以停止。',
    word: 'interaction',
    crumbs,
    noindex: true,
    main: (
      <div className="prose">
        <h1 className="page-title">邮件订阅</h1>
        <ErrorSummary problems={problems} />
        <p className="lead">
          有新公开的信息时给您发邮件。选的几项须同时符合；想分开收，分几次订阅。每封信里都有停止的链接，不需要登录。
        </p>
        <OwnForm action={place} className="form">
          <Honeypot />
          <div className="field">
            <label htmlFor="body">机关</label>
            <p className="hint" id="body-hint">
              包括它的下级机关。
            </p>
            <Problem field="body" problems={problems} />
            <select
              id="body"
              name="body"
              defaultValue={typed.body}
              aria-describedby={described('body', true)}
            >
              <option value="">不限</option>
              {bodies.all.map(b => (
                <option key={b.id} value={b.slug}>
                  {b.name}
                </option>
              ))}
            </select>
          </div>
          <div className="field">
            <label htmlFor="column">栏目</label>
            <Problem field="column" problems={problems} />
            <select
              id="column"
              name="column"
              defaultValue={typed.column}
              aria-describedby={described('column')}
            >
              <option value="">不限</option>
              {[...Object.keys(gathered), ...columnIds].map(id => (
                <option key={id} value={id}>
                  {labelOfColumn(id)}
                </option>
              ))}
            </select>
          </div>
          <div className="field">
            <label htmlFor="tag">标签或关键词</label>
            <p className="hint" id="tag-hint">
              与文件所标的完全相同才算，例如：危险化学品；适用对象也可以，例如：企业。可以不填。
              {tags.length > 0 && (
                <>
                  有哪些见<Link to="/tags.html">标签目录</Link>。
                </>
              )}
            </p>
            <Problem field="tag" problems={problems} />
            <input
              id="tag"
              name="tag"
              type="text"
              maxLength={40}
              autoComplete="off"
              defaultValue={typed.tag}
              list={tags.length > 0 ? 'tags' : undefined}
              aria-describedby={described('tag', true)}
            />
            {tags.length > 0 && (
              <datalist id="tags">
                {tags.map(tag => (
                  <option key={tag} value={tag} />
                ))}
              </datalist>
            )}
          </div>
          <div className="field">
            <label htmlFor="words">含有的词</label>
            <p className="hint" id="words-hint">
              标题或正文里有这些词，写法和搜索一样。可以不填。
            </p>
            <Problem field="words" problems={problems} />
            <input
              id="words"
              name="words"
              type="text"
              maxLength={100}
              autoComplete="off"
              defaultValue={typed.words}
              aria-describedby={described('words', true)}
            />
          </div>
          {typed.item !== '' && <input type="hidden" name="item" value={typed.item} />}
          <fieldset id="frequency" aria-describedby={described('frequency')}>
            <legend>多久收一次</legend>
            <Problem field="frequency" problems={problems} />
            {(Object.keys(frequencies) as Frequency[]).map(f => (
              <label key={f} className="choice">
                <input type="radio" name="frequency" value={f} defaultChecked={typed.frequency === f} />
                <span>
                  {frequencies[f]}：{frequencyHints[f]}
                </span>
              </label>
            ))}
          </fieldset>
          <div className="field">
            <label htmlFor="email">电子邮箱</label>
            <p className="hint" id="email-hint">
              只用来发您订阅的内容，加密保存，停止订阅即删除。我们先发一封信请您确认。
            </p>
            <Problem field="email" problems={problems} />
            <input
              id="email"
              name="email"
              type="email"
              maxLength={254}
              autoComplete="email"
              defaultValue={typed.email}
              aria-describedby={described('email', true)}
            />
          </div>
          <button type="submit">订阅</button>
        </OwnForm>
      </div>
    ),
  }
}

const to = (path: string): Redirect => ({ kind: 'redirect', status: 303, to: path })

async function taken(context: PortalContext, posted: Posted): Promise<View | Redirect> {
  const key = (await servicesOf(context)).get('subscription')
  if (key === undefined) return closed()
  if (isTrapped(posted.form)) return to(`${place}asked.html`)
  const bodies = await bodiesOf(context)
  const typed = typedFrom(n => posted.form.get(n))
  const { wish, problems } = read(typed, bodies)
  const choices = { bodies, tags: await tagsInUse(context) }
  if (problems.length > 0) return form(choices, typed, problems)
  const tooMany = {
    field: 'email',
    text: '这里一小时内订阅得太多了，您填的内容还在，请过一会儿再提交。',
  }
  if (!posted.allow('subscribe', 10, 60)) return form(choices, typed, [tooMany])
  try {
    await requestSubscription(context.db, {
      ...wish,
      sealed: sealFor(key, typed.email),
      frequency: typed.frequency as Frequency,
    })
  } catch (error) {
    // The database refuses a flood whoever it comes from.
    if ((error as { code?: string }).code !== '53400') throw error
    return form(choices, typed, [tooMany])
  }
  return to(`${place}asked.html`)
}

const said = (): View => ({
  kind: 'view',
  title: ['请查收邮件'],
  crumbs: [...crumbs.slice(0, 1), { label: '邮件订阅', to: place }, { label: '请查收邮件' }],
  noindex: true,
  main: (
    <div className="prose">
      <h1 className="page-title">请查收邮件</h1>
      <p className="lead">几分钟内，您填的邮箱会收到一封信；打开信里的地址确认以后，订阅才开始。</p>
      <ul>
        <li>没有收到的，请看看垃圾邮件，并核对邮箱有没有写错。</li>
        <li>已经订阅过同样内容的，不再发确认信。</li>
        <li>七天内不确认，我们就删除这个邮箱地址。</li>
      </ul>
    </div>
  ),
})

const doors = {
  confirm: { title: '确认订阅', button: '确认订阅' },
  stop: { title: '停止订阅', button: '停止这个订阅' },
} as const

async function door(context: PortalContext, asked: Pick<Asked, 'match' | 'path'>): Promise<View | null> {
  const { verb, token } = asked.match.groups as { verb: keyof typeof doors; token: string }
  const known = await subscriptionOf(context.db, tokenHashOf(token))
  if (!known || known.state === 'requested') return null
  const bodies = await bodiesOf(context)
  const what = wishText(known, { body: id => bodies.byId(id)?.name ?? null, column: labelOfColumn })
  const isDone = verb === 'confirm' ? known.state !== 'asked' : known.state === 'ended'
  const title = known.state === 'ended' ? '订阅已经停止' : isDone ? '订阅已经开始' : doors[verb].title
  return {
    kind: 'view',
    title: [title],
    crumbs: [...crumbs.slice(0, 1), { label: '邮件订阅', to: place }, { label: title }],
    noindex: true,
    main: (
      <div className="prose">
        <h1 className="page-title">{title}</h1>
        <Facts
          facts={[
            ['内容', what],
            ['多久一次', `${frequencies[known.frequency]}：${frequencyHints[known.frequency]}`],
          ]}
        />
        {known.state === 'ended' ? (
          <p>
            不再发信，您的邮箱地址已经删除。想重新订阅，请到<Link to={place}>邮件订阅</Link>。
          </p>
        ) : isDone ? (
          <p>以后有新公开的信息就给您发信。每封信里都有停止的链接。</p>
        ) : (
          <OwnForm action={asked.path} className="form">
            <button type="submit">{doors[verb].button}</button>
          </OwnForm>
        )}
      </div>
    ),
  }
}

async function knocked(context: PortalContext, posted: Posted): Promise<View | Redirect | null> {
  const { verb, token } = posted.match.groups as { verb: keyof typeof doors; token: string }
  const hash = tokenHashOf(token)
  const isDone =
    verb === 'confirm' ? await confirmSubscription(context.db, hash) : await endSubscription(context.db, hash)
  // A confirmation after the end: the page says that it has ended.
  if (!isDone && !(await subscriptionOf(context.db, hash))) return null
  // A mail program that ends it by itself follows no redirect; a person's browser does.
  return to(posted.path)
}

export const outreachPages: readonly PublicPage[] = [
  {
    path: /^\/subscribe\/$/,
    query: names.filter(n => n !== 'email'),
    cached: false,
    answer: open,
    post: taken,
  },
  { path: /^\/subscribe$/, answer: async () => ({ kind: 'redirect', status: 301, to: place }) },
  { path: /^\/subscribe\/asked\.html$/, answer: async () => said() },
  {
    path: /^\/subscribe\/(?<verb>confirm|stop)\/(?<token>[A-Za-z0-9_-]{43})$/,
    cached: false,
    answer: door,
    post: knocked,
  },
]
