import type { Asked, PortalContext, Posted, PublicPage } from '#portal/page.ts'
import { Link } from '#portal/parts.tsx'
import { bodiesOf } from '#record/portal/data.ts'
import { reservedSlugs, type RecordBody } from '#record/model.ts'
import type { PagePart } from '#record/parts.ts'
import { answers } from './apply/answers.tsx'
import { blankFile, blankPage } from './apply/blank.tsx'
import { check, done, postCheck, postDone } from './apply/check.tsx'
import { carrierPage, howPage } from './apply/how.tsx'
import { applyPath, statusPath } from './apply/place.tsx'
import { chooser, clear, start } from './apply/start.tsx'
import { answer, ask } from './apply/status.tsx'
import { to } from './apply/walk.ts'
import { chosen, found, matchesTyped, postWhat, what } from './apply/what.tsx'
import { contactPage, identityPage, whoPage } from './apply/who.tsx'
import { largestPaper, mostPapers } from './online/model.ts'
import { isOpen } from './store/portal.ts'

/** The applicant's side of 依申请公开: applying step by step, the receipt, looking after it. */

type Answer = (context: PortalContext, asked: Asked, body: RecordBody) => ReturnType<PublicPage['answer']>
type Post = (
  context: PortalContext,
  posted: Posted,
  body: RecordBody,
) => ReturnType<NonNullable<PublicPage['post']>>

const slug = `(?<slug>(?!(?:${reservedSlugs.join('|')})(?:/|$))[a-z][a-z0-9-]{1,39})`

/** A page below /{body}/apply/; where there is no such body, there is no page. */
function step(
  pattern: string,
  show: Answer,
  post?: Post,
  more: Pick<PublicPage, 'uploads' | 'query'> = {},
): PublicPage {
  const bodyOf = async (context: PortalContext, match: RegExpExecArray) =>
    (await bodiesOf(context)).bySlug(match.groups!['slug']!)
  return {
    path: new RegExp(`^/${slug}/apply/${pattern}$`),
    // The reader's own cookie decides what is shown.
    cached: false,
    async answer(context, asked) {
      const body = await bodyOf(context, asked.match)
      return body ? show(context, asked, body) : null
    },
    ...(post
      ? {
          async post(context: PortalContext, posted: Posted) {
            const body = await bodyOf(context, posted.match)
            return body ? post(context, posted, body) : null
          },
        }
      : {}),
    ...more,
  }
}

/** Where one applies and asks, and the answers of each body that everybody may read; the steps of a form are no pages to be found. */
const ways = async (context: PortalContext): Promise<readonly string[]> => [
  '/apply.html',
  statusPath,
  ...(await bodiesOf(context)).all.map(b => applyPath(b, 'answers.html')),
]

export const requestPages: readonly PublicPage[] = [
  { path: /^\/apply\.html$/, query: ['q'], mapped: ways, answer: chooser },
  {
    path: /^\/apply-status\.html$/,
    cached: false,
    answer: ask,
    post: answer,
    uploads: mostPapers * largestPaper + 1024 * 1024,
  },
  step('', start, clear),
  step(String.raw`what\.html`, what, postWhat),
  step(String.raw`found\.html`, found, chosen),
  // Asked by the script of the first step; whoever opens it goes to that step.
  step(String.raw`matches\.json`, async (_context, _asked, body) => to(body, 'what.html'), matchesTyped),
  step(String.raw`who\.html`, whoPage.show, whoPage.post),
  step(String.raw`identity\.html`, identityPage.show, identityPage.post, {
    uploads: largestPaper + 1024 * 1024,
  }),
  step(String.raw`contact\.html`, contactPage.show, contactPage.post),
  step(String.raw`how\.html`, howPage.show, howPage.post),
  step(String.raw`carrier\.html`, carrierPage.show, carrierPage.post),
  step(String.raw`check\.html`, check, postCheck),
  step(String.raw`done\.html`, done, postDone),
  step(String.raw`answers\.html`, answers),
  step(String.raw`form\.html`, blankPage),
  step(String.raw`form\.docx`, blankFile),
  {
    path: new RegExp(`^/${slug}/apply$`),
    async answer(context, asked) {
      const body = (await bodiesOf(context)).bySlug(asked.match.groups!['slug']!)
      return body ? { kind: 'redirect', status: 301, to: applyPath(body) } : null
    },
  },
]

export const requestParts: readonly PagePart[] = [
  {
    place: 'door',
    order: 50,
    async make(_context, { body }) {
      return (
        <>
          {!body && (
            <li>
              <Link to="/apply.html">依申请公开</Link>
            </li>
          )}
          <li>
            <Link to={statusPath}>查申请进度</Link>
          </li>
        </>
      )
    },
  },
  {
    place: 'request',
    order: 10,
    async make(context, { body }) {
      if (!body || !(await isOpen(context.db, body.id))) return null
      return (
        <>
          <p className="apply-go">
            <Link to={applyPath(body)} className="button">
              网上申请
            </Link>
          </p>
          <p>
            不用注册，四步填完。已经申请过的，<Link to={statusPath}>凭回执编号和查询码查进度</Link>
            。也可以<Link to={applyPath(body, 'form.html')}>打印空白申请表</Link>或者
            <Link to={applyPath(body, 'form.docx')}>下载 Word 文档</Link>
            。别人申请过、可以让所有人看的答复，见
            <Link to={applyPath(body, 'answers.html')}>依申请公开选登</Link>。
          </p>
        </>
      )
    },
  },
  {
    place: 'interaction',
    order: 50,
    async make(_context, { body }) {
      return (
        <>
          <h2>申请公开</h2>
          <p>
            <Link to={body ? applyPath(body) : '/apply.html'}>
              {body ? `向${body.name}申请公开政府信息` : '向一个机关申请公开政府信息'}
            </Link>
            ；<Link to={statusPath}>查询申请进度</Link>
          </p>
        </>
      )
    },
  },
]
