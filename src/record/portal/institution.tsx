import type { PortalContext, View } from '#portal/page.ts'
import { Day, Empty, Facts, Link, SectionHead } from '#portal/parts.tsx'
import type { RecordBody } from '../model.ts'
import { entriesOf, type Told } from '../store/entries.ts'
import { showBody } from './body.ts'
import { bodiesOf, crumbsOf, sectionOf } from './data.ts'
import { ContactFacts } from './guide.tsx'
import { leaveAddress } from './leave.tsx'
import { reachable } from './reach.tsx'

/** The fact that names who is answerable for openness (焦作 三(一)、吉林 四(一): 分管负责人向社会公布). */
const opennessDuty = '政务公开'

const factOf = (told: Told, label: string) => told.entry.facts?.find(f => f.label === label)?.value ?? null

const byRank = (a: Told, b: Told) => (a.entry.rank ?? 9999) - (b.entry.rank ?? 9999) || a.number - b.number

/** What a body tells of itself for whoever looks for it: how it is reached, who leads it, in their order. */
export type Profile = {
  readonly reach: readonly { readonly label: string; readonly value: string }[]
  readonly leaders: readonly { readonly name: string; readonly post: string }[]
}

const isReach = /电话|热线|地址|办公时间|邮箱/

/** As it published it; what it did not publish is not there. */
export async function profileOf(context: PortalContext, bodyId: number): Promise<Profile> {
  const told = (await entriesOf(context.db, bodyId, ['organization', 'leader'])).sort(byRank)
  const organization = told.find(t => t.entry.kind === 'organization')
  return {
    reach: organization?.entry.facts?.filter(f => isReach.test(f.label)) ?? [],
    leaders: told
      .filter(t => t.entry.kind === 'leader')
      .map(t => ({ name: t.entry.title, post: factOf(t, '职务') ?? '' })),
  }
}

/** 机构概况: what the body is for, where it is, who leads it and who of them answers for openness (条例第二十条第二项). */
export async function institution(context: PortalContext, body: RecordBody): Promise<View> {
  const [told, bodies] = await Promise.all([
    entriesOf(context.db, body.id, ['organization', 'leader']),
    bodiesOf(context),
  ])
  const organizations = told.filter(t => t.entry.kind === 'organization').sort(byRank)
  const leaders = told.filter(t => t.entry.kind === 'leader').sort(byRank)
  const answers = leaders.filter(l => factOf(l, opennessDuty) !== null)
  const above = body.parentId === null ? undefined : bodies.byId(body.parentId)
  const below = bodies.childrenOf(body.id)
  return {
    kind: 'view',
    title: ['机构概况', body.name],
    description: `${body.name}的职能、地址、办公时间、联系电话和领导分工。`,
    section: sectionOf(body),
    word: 'openness',
    crumbs: [...crumbsOf(body), { label: '机构概况' }],
    column: {
      name: '机构概况',
      description: '机关职能、机构设置、办公地址、办公时间、联系方式、负责人及其分工。',
      keywords: ['机构职能', '领导信息', '联系方式'],
      type: '机构职能',
    },
    main: (
      <>
        <h1 className="page-title">机构概况</h1>
        <div className="columns-2 institution">
          <div>
            {organizations.map(o => (
              <section key={o.address} className="block">
                <h2 className="title-2">{o.entry.title}</h2>
                <Facts facts={reachable(o.entry.facts ?? [])} />
                <div className="text" dangerouslySetInnerHTML={{ __html: plainText(o, context.site.base) }} />
                <p className="take">
                  <Link to={o.address}>
                    {o.entry.title}（<Day day={o.publishedOn} /> 公开）
                  </Link>
                </p>
              </section>
            ))}
            {organizations.length === 0 && (
              <section className="block">
                <h2 className="title-2">联系方式</h2>
                <ContactFacts body={body} context={context} />
                <Empty>
                  {body.name}
                  的职能和机构设置还没有在本站公布。需要了解的，可以致电上面的电话，或者依申请公开。
                </Empty>
              </section>
            )}
            {leaders.length > 0 && <Leaders leaders={leaders} />}
          </div>
          <div>
            {answers.length > 0 && (
              <section className="block">
                <SectionHead id="answers" title="政务公开负责人" />
                <Facts
                  facts={answers.map(
                    a => ['政务公开分管负责人', `${a.entry.title}（${factOf(a, '职务') ?? ''}）`] as const,
                  )}
                />
              </section>
            )}
            <section className="block">
              <SectionHead id="places" title="上下级机关" />
              <ul className="bodies">
                {above && (
                  <li>
                    <span className="under">上级</span>
                    <Link to={`/${above.slug}/institution.html`}>{above.name}</Link>
                  </li>
                )}
                {below.map(b => (
                  <li key={b.id}>
                    <Link to={`/${b.slug}/institution.html`}>{b.name}</Link>
                  </li>
                ))}
                {!above && below.length === 0 && <li>本站没有登记它的上下级机关。</li>}
              </ul>
            </section>
          </div>
        </div>
      </>
    ),
  }
}

/** Its text one level lower, without the anchors of its own page: here several texts stand together. */
const plainText = (told: Told, base: string) =>
  showBody(
    told.entry.html,
    () => null,
    n => base + leaveAddress(told.number, n),
  ).html.replace(/<(\/?)h([2-4])(?:\s[^>]*)?>/g, (_, slash: string) =>
    slash ? '</strong></p>' : '<p><strong>',
  )

function Leaders({ leaders }: { leaders: readonly Told[] }) {
  return (
    <section className="block" aria-labelledby="leaders">
      <SectionHead id="leaders" title="领导分工" />
      <table className="register leaders">
        <thead>
          <tr>
            <th scope="col">姓名</th>
            <th scope="col">职务</th>
            <th scope="col">分工</th>
          </tr>
        </thead>
        <tbody>
          {leaders.map(l => (
            <tr key={l.address}>
              <td className="entry-title nowrap">
                <Link to={l.address}>{l.entry.title}</Link>
              </td>
              <td data-label="职务">{factOf(l, '职务') ?? '—'}</td>
              <td data-label="分工">
                {factOf(l, '分工') ?? '—'}
                {factOf(l, opennessDuty) && <span className="tag">政务公开分管负责人</span>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
