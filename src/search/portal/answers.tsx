import { useFrame } from '#portal/frame.ts'
import type { PortalContext } from '#portal/page.ts'
import { Facts, Link, Phone } from '#portal/parts.tsx'
import type { RecordBody } from '#record/model.ts'
import { dutyPhoneOf } from '#record/portal/data.ts'
import { profileOf, type Profile } from '#record/portal/institution.tsx'
import { reachable } from '#record/portal/reach.tsx'
import type { Meant, Topic } from '../answers.ts'

/** What stands above the hits: what was asked for besides publications. */
export type Answers = Meant & { readonly profiles: ReadonlyMap<number, Profile> }

/** With what the bodies that are named tell of themselves; it stands in the record like everything else. */
export async function answersOf(context: PortalContext, meant: Meant): Promise<Answers> {
  const told = await Promise.all(
    meant.bodies.map(async body => [body.id, await profileOf(context, body.id)] as const),
  )
  return { ...meant, profiles: new Map(told) }
}

type Fact = readonly [string, React.ReactNode]
type Said = {
  readonly title: string
  readonly to: string
  readonly says?: string
  readonly facts?: readonly Fact[]
}

/** As the body published it, else as it is registered. */
function reach(body: RecordBody, answers: Answers): readonly Fact[] {
  const own = answers.profiles.get(body.id)?.reach ?? []
  return own.length > 0 ? reachable(own) : registered(body)
}

const registered = (body: RecordBody): readonly Fact[] => [
  ['联系电话', body.site.phone && <Phone number={body.site.phone} />],
  ['值班电话', dutyPhoneOf(body) && <Phone number={dutyPhoneOf(body)!} />],
  ['地址', body.site.address],
  ['办公时间', body.site.hours],
]

/** An answer about one body (null: about the site, or any body). */
function say(topic: Topic, body: RecordBody | null, answers: Answers, duty: React.ReactNode): Said {
  const of = body ? `${body.name}：` : ''
  const at = (page: string) => (body ? `/${body.slug}/${page}` : '/bodies.html')
  const chosen = body ? undefined : '在机关名录里选定机关。'
  switch (topic) {
    case 'contact':
      return body
        ? { title: `${of}联系方式`, to: at('institution.html'), facts: reach(body, answers) }
        : {
            title: '各机关的电话、地址和办公时间',
            to: '/bodies.html',
            says: '在机关名录里选定机关，看它的“机构概况”。',
            facts: [['本站值班电话', duty]],
          }
    case 'leaders':
      return {
        title: body ? `${of}领导分工` : '各机关的职能和领导分工',
        to: at('institution.html'),
        says: body ? undefined : '在机关名录里选定机关，看它的“机构概况”。',
        facts: answers.profiles.get(body?.id ?? 0)?.leaders.map(l => [l.name, l.post] as const),
      }
    case 'report':
      return {
        title: '举报与热线',
        to: body ? at('interaction.html') : '/interaction.html',
        facts: [
          ['安全生产举报', <Phone key="12350" number="12350" />],
          ['便民热线', <Phone key="12345" number="12345" />],
        ],
      }
    case 'danger':
      return {
        title: '应急电话',
        to: '/service.html',
        facts: [
          ['火警、救援', <Phone key="119" number="119" />],
          ['报警', <Phone key="110" number="110" />],
          ['医疗急救', <Phone key="120" number="120" />],
          ['值班电话', duty],
        ],
      }
    case 'apply':
      return {
        title: body ? `${of}依申请公开` : '依申请公开',
        to: body ? at('disclosure/request.html') : '/apply.html',
        says: '没有公开的信息，可以申请；不用登录。',
      }
    case 'progress':
      return { title: '查申请进度', to: '/apply-status.html', says: '凭回执编号和查询码。' }
    case 'guide':
      return { title: `${of}政府信息公开指南`, to: at('disclosure/guide.html'), says: chosen }
    case 'system':
      return { title: `${of}政府信息公开制度`, to: at('disclosure/system.html'), says: chosen }
    case 'annual':
      return { title: `${of}政府信息公开年报`, to: body ? at('disclosure/annual.html') : '/list/annual/' }
    case 'site-report':
      return { title: `${of}网站工作年度报表`, to: body ? at('site-report.html') : '/site-report.html' }
    case 'alerts':
      return {
        title: `${of}应急响应`,
        to: body ? at('alerts.html') : '/alerts.html',
        says: '当前的和以前的应急响应。',
      }
    case 'mistake':
      return { title: '本站找错', to: '/about.html#mistake', says: '每一页下面也可以指出错误。' }
    case 'subscribe':
      return { title: '订阅', to: '/subscribe/', says: '有新内容时收到邮件；每个列表也有 RSS、Atom。' }
    case 'receipt':
      return { title: '核对发布回执', to: '/about.html#receipt', says: '核对公文是不是本站发布的。' }
    case 'privacy':
      return { title: '隐私声明', to: '/about.html#privacy' }
    case 'service':
      return {
        title: '服务',
        to: body ? at('service.html') : '/service.html',
        says: '应急电话、办事入口和公开数据。',
      }
  }
}

/** Each body that is named has an answer of its own; a query of nothing but its name leads to its pages. */
function allSaid(answers: Answers, duty: React.ReactNode): Said[] {
  const { bodies, topics } = answers
  if (topics.length === 0)
    return bodies.map(b => ({ title: b.name, to: `/${b.slug}/institution.html`, facts: reach(b, answers) }))
  const own = bodies.length > 0 ? bodies : [null]
  const said = topics.flatMap(topic => own.map(body => say(topic, body, answers, duty)))
  return said.filter((one, i) => said.findIndex(other => other.to === one.to) === i)
}

export function AnswerList({ answers }: { answers: Answers }) {
  const { site } = useFrame()
  const duty = site.dutyPhone && (
    <>
      <Phone number={site.dutyPhone} />
      {site.demo && '（演示）'}
    </>
  )
  return (
    <section className="answers" aria-labelledby="answers">
      <h2 id="answers">直接看</h2>
      <ul>
        {allSaid(answers, duty).map(one => (
          <li key={one.to}>
            <h3 className="entry-title">
              <Link to={one.to}>{one.title}</Link>
            </h3>
            {one.says && <p className="under">{one.says}</p>}
            {one.facts && <Facts facts={one.facts} />}
          </li>
        ))}
      </ul>
    </section>
  )
}
