import type { Asked, PortalContext, Posted, Redirect, View } from '#portal/page.ts'
import { Honeypot, OwnForm } from '#portal/form.tsx'
import { Empty, Link } from '#portal/parts.tsx'
import { bodiesOf, type Bodies } from '#record/portal/data.ts'
import type { RecordBody } from '#record/model.ts'
import { cookieName, drop, held, noCookie } from './filling.ts'
import { applyPath, frameHere, opensFor, OtherWays, statusPath } from './place.tsx'
import { nextOf } from './read.ts'

/** Before the first question: which body, what it takes, the other ways. */

/** 向哪个机关申请: the tree of bodies, narrowed by a word of the name. */
export async function chooser(context: PortalContext, asked: Asked): Promise<View> {
  const bodies = await bodiesOf(context)
  const word = (asked.query.get('q') ?? '').trim().slice(0, 60)
  const found = word === '' ? null : bodies.all.filter(b => b.name.includes(word))
  return {
    kind: 'view',
    title: ['向哪个机关申请'],
    description: '选定掌握信息的机关，向它申请公开政府信息。',
    word: 'openness',
    crumbs: [{ label: '首页', to: '/' }, { label: '申请公开' }],
    main: (
      <div className="prose">
        <h1 className="page-title">向哪个机关申请</h1>
        <p className="lead">
          谁制作的信息，向谁申请；从公民、企业那里取得的，向保存它的机关申请（条例第十条）。拿不准的，选最可能的一个：不属于本机关公开的，会告诉您向谁申请。
        </p>
        <form action={`${context.site.base}/apply.html`} method="get" className="form">
          <div className="field">
            <label htmlFor="q-body">按名称找机关</label>
            <input id="q-body" name="q" type="text" maxLength={60} defaultValue={word} autoComplete="off" />
          </div>
          <button type="submit">找机关</button>
        </form>
        {found === null ? (
          <Tree parent={null} bodies={bodies} />
        ) : found.length === 0 ? (
          <Empty>没有名称含有“{word}”的机关。请换一个词，或者清空后从上下级里选。</Empty>
        ) : (
          <ul className="tree">
            {found.map(b => (
              <li key={b.id}>
                <div className="tree-row">
                  <Link to={applyPath(b)}>{b.name}</Link>
                </div>
              </li>
            ))}
          </ul>
        )}
        <p>
          已经申请过的，<Link to={statusPath}>凭回执编号和查询码查进度</Link>。
        </p>
      </div>
    ),
  }
}

function Tree({ parent, bodies }: { parent: number | null; bodies: Bodies }) {
  const below = bodies.childrenOf(parent)
  if (below.length === 0) return parent === null ? <Empty>还没有登记机关。</Empty> : null
  return (
    <ul className={parent === null ? 'tree' : undefined}>
      {below.map(b => (
        <li key={b.id}>
          <div className="tree-row">
            <Link to={applyPath(b)}>{b.name}</Link>
          </div>
          <Tree parent={b.id} bodies={bodies} />
        </li>
      ))}
    </ul>
  )
}

export async function start(context: PortalContext, asked: Asked, body: RecordBody): Promise<View> {
  const [open, has] = await Promise.all([opensFor(context, body), held(context, asked.cookie(cookieName))])
  const unfinished = has && has.filling.done === null ? has.filling : null
  const isKiosk = asked.mode.kiosk !== null
  return {
    ...frameHere(body),
    title: ['网上申请公开政府信息', body.name],
    description: `向${body.name}申请公开政府信息：不用注册，四步填完。`,
    main: (
      <div className="prose">
        <h1 className="page-title">申请公开政府信息</h1>
        <p className="lead">向{body.name}申请。不用注册，不必说明用途，一般不收费；几分钟就能填完。</p>
        {open ? (
          <>
            <ol>
              <li>写清楚要什么信息，我们先帮您看看是不是已经公开了；</li>
              <li>填写姓名或者名称、身份证明和联系方式；</li>
              <li>选择怎样获取；</li>
              <li>核对后提交，得到回执编号和查询码。</li>
            </ol>
            <p className="apply-go">
              <Link
                to={applyPath(body, `${unfinished ? nextOf(unfinished) : 'what'}.html`)}
                className="button"
              >
                {unfinished ? '继续填写' : '开始申请'}
              </Link>
            </p>
            {unfinished && (
              <OwnForm action={applyPath(body)} className="form quiet-form">
                <p>
                  您有一份没有提交的申请，{isKiosk ? '1 小时' : '24 小时'}
                  内保留在这个浏览器里，别人打不开。不再需要的可以清除。
                </p>
                <Honeypot />
                <button type="submit" name="act" value="clear">
                  清除已填的内容
                </button>
              </OwnForm>
            )}
            <h2>提交以后</h2>
            <p>
              网上申请以<strong>双方确认之日</strong>
              为收到申请之日（条例第三十一条）。工作人员会与您联系确认；从确认的次日起 20
              个工作日内答复，需要延长的最多再延长 20 个工作日并告诉您。
            </p>
            <p>
              填写到一半的内容加密保留{isKiosk ? '1 小时' : '24 小时'}
              ，钥匙只在这个浏览器里；提交的内容用本机关的公钥加密，网站这一侧打不开。
            </p>
          </>
        ) : (
          <Empty>{body.name}没有开通网上申请。请用下面的方式，受理和答复的期限一样。</Empty>
        )}
        <p>
          已经提交过的，<Link to={statusPath}>凭回执编号和查询码查进度</Link>。不是向{body.shortName}申请的，
          <Link to="/apply.html">换一个机关</Link>。
        </p>
        <OtherWays body={body} />
      </div>
    ),
  }
}

/** Throws away what was filled in. */
export async function clear(context: PortalContext, posted: Posted, body: RecordBody): Promise<Redirect> {
  const has = await held(context, posted.cookie(cookieName))
  if (has) await drop(context, has.key)
  return { kind: 'redirect', status: 303, to: applyPath(body), cookie: noCookie }
}
