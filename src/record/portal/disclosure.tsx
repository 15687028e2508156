import type { ReactNode } from 'react'
import type { PortalContext, View } from '#portal/page.ts'
import { Day, Empty, Link, Several } from '#portal/parts.tsx'
import { columns, columnsOf, statutoryItems, type ColumnId } from '../columns.ts'
import type { RecordBody } from '../model.ts'
import { entriesOf, type Told } from '../store/entries.ts'
import { listPublished, type Listed } from '../store/read.ts'
import { ContactFacts, Guide } from './guide.tsx'
import { partsAt, type Parts } from '../parts.ts'
import { countsOf, crumbsOf, sectionOf, type Counts } from './data.ts'
import { Index, LibraryWay } from './lists.tsx'

/** 政府信息公开: the statutory platform with its fixed parts, nothing else mixed in (国办公开办函〔2019〕61号). */

export const disclosureParts = ['guide', 'system', 'statutory', 'annual', 'request'] as const
export type DisclosurePart = (typeof disclosureParts)[number]

const sections: Record<DisclosurePart, { label: string; type: string; description: string }> = {
  guide: {
    label: '政府信息公开指南',
    type: '信息公开指南',
    description: '公开什么、在哪里看、向谁申请、不服怎么办。',
  },
  system: {
    label: '政府信息公开制度',
    type: '信息公开制度',
    description: '公开工作依据的法律法规和本机关的工作制度。',
  },
  statutory: {
    label: '法定主动公开内容',
    type: '法定主动公开内容',
    description: '按条例第二十条、第二十一条逐项列出，注明有无。',
  },
  annual: {
    label: '政府信息公开年报',
    type: '信息公开年报',
    description: '每年 1 月 31 日前公布的上一年度工作报告。',
  },
  request: {
    label: '依申请公开',
    type: '依申请公开',
    description: '没有主动公开的信息，怎样申请，多久答复。',
  },
}

const pathOf = (body: RecordBody, part: DisclosurePart) => `/${body.slug}/disclosure/${part}.html`

export async function disclosure(
  context: PortalContext,
  body: RecordBody,
  part: DisclosurePart | null,
  parts: Parts,
): Promise<View> {
  const counts = await countsOf(context)
  const title = part ? sections[part].label : '政府信息公开'
  const rows = await rowsFor(context, body, part)
  const told =
    part === 'guide' || part === 'statutory'
      ? await entriesOf(context.db, body.id, [part === 'guide' ? 'guide' : 'absence'])
      : []
  const more =
    part !== null && part !== 'system' ? await partsAt(parts, part, context, { body, shown: null }) : []
  return {
    kind: 'view',
    // The list of a column may bear the same name as its part here: titles tell pages apart.
    title: part ? [title, '政府信息公开平台', body.name] : [title, body.name],
    description: part ? sections[part].description : `${body.name}的政府信息公开平台。`,
    section: sectionOf(body),
    word: 'openness',
    crumbs: [
      ...crumbsOf(body),
      { label: '政府信息公开', to: `/${body.slug}/disclosure/` },
      ...(part ? [{ label: title }] : []),
    ],
    column: {
      name: title,
      description: part
        ? sections[part].description
        : '政府信息公开指南、制度、法定主动公开内容、年报和依申请公开。',
      keywords: ['政府信息公开', part ? sections[part].label : '法定主动公开内容', body.name],
      type: part ? sections[part].type : '法定主动公开内容',
    },
    main: (
      <div className="with-side">
        <nav className="side" aria-label="政府信息公开">
          <p className="side-title">政府信息公开</p>
          <ul>
            {disclosureParts.map(p => (
              <li key={p}>
                <Link to={pathOf(body, p)} className={p === part ? 'is-here' : undefined}>
                  {sections[p].label}
                </Link>
              </li>
            ))}
          </ul>
        </nav>
        <div className="with-side-main">
          <h1 className="page-title">{title}</h1>
          <Part
            part={part}
            body={body}
            counts={counts}
            rows={rows}
            context={context}
            more={more}
            told={told}
          />
        </div>
      </div>
    ),
  }
}

async function rowsFor(
  context: PortalContext,
  body: RecordBody,
  part: DisclosurePart | null,
): Promise<Listed[]> {
  const column: ColumnId | null = part === 'system' ? 'system' : part === 'annual' ? 'annual' : null
  if (column === null && part !== null) return []
  const which = { bodyIds: [body.id], columns: column ? [column] : null, from: null, until: null }
  return listPublished(context.db, which, 0, column ? 100 : 8, 0)
}

export type PartProps = {
  readonly part: DisclosurePart | null
  readonly body: RecordBody
  readonly counts: Counts
  readonly rows: readonly Listed[]
  readonly context: PortalContext
  readonly more: readonly ReactNode[]
  /** 公开指南 and 无此职能说明 of the body, where it published them. */
  readonly told: readonly Told[]
}

function Part(p: PartProps) {
  switch (p.part) {
    case 'guide':
      return <Guide {...p} />
    case 'system':
      return <Rules {...p} />
    case 'statutory':
      return <Statutory {...p} />
    case 'annual':
      return <Annual {...p} />
    case 'request':
      return <HowToRequest {...p} />
    default:
      return <Front {...p} />
  }
}

function Front({ body, rows, counts }: PartProps) {
  return (
    <>
      <dl className="parts">
        {disclosureParts.map(p => (
          <div key={p}>
            <dt>
              <Link to={pathOf(body, p)}>{sections[p].label}</Link>
            </dt>
            <dd>{sections[p].description}</dd>
          </div>
        ))}
      </dl>
      <p className="take">
        <Link to={`/${body.slug}/institution.html`}>机构职能、领导分工和联系方式</Link>
      </p>
      {counts.of(body.id, 'normative') > 0 && <LibraryWay body={body} />}
      <h2 className="title-2 rows-head">最近公开</h2>
      {rows.length > 0 ? (
        <>
          <Index rows={rows} bodies={null} />
          <p className="take">
            <Link to={`/${body.slug}/list/all/`}>全部 {counts.of(body.id, '*')} 件</Link>
          </p>
        </>
      ) : (
        <Empty>{body.name}还没有在本站公开信息。需要其掌握的信息的，可以依申请公开。</Empty>
      )}
    </>
  )
}

function Rules({ body, rows }: PartProps) {
  return (
    <>
      {rows.length > 0 && <Index rows={rows} bodies={null} />}
      <div className="prose">
        {rows.length === 0 && (
          <p className="lead">
            {body.name}自行制定的公开制度还没有在本站公布。以下是公开工作的依据和本站执行的规则。
          </p>
        )}
        <h2>依据</h2>
        <ul>
          <li>《中华人民共和国政府信息公开条例》（国务院令第 711 号，2019 年 5 月 15 日起施行）</li>
          <li>《中华人民共和国保守国家秘密法》</li>
          <li>
            《应急管理部办公厅关于印发安全生产和救灾领域基层政务公开标准目录指引的通知》（应急厅函〔2019〕390号）
          </li>
        </ul>
        <h2>本站执行的规则</h2>
        <ul>
          <li>公文拟稿时必须选定公开属性：主动公开、依申请公开或者不予公开；拟不公开的要说明法定依据。</li>
          <li>公开前先审查：可能涉及国家秘密的，先经保密机构审查，再经公开机构审查，拟稿人不能自己发布。</li>
          <li>
            主动公开的公文，自印发之日起 20 个工作日内公布，用时逐件可查（
            <Link to={`/${body.slug}/timeliness.html`}>公开时效</Link>）。
          </li>
          <li>发布时间由系统在发布时记录，任何人不能更改；历史公文保留原发布日期并注明迁入。</li>
          <li>更正保留旧版并注明变更，撤回在原地址留下说明，都记入不能改动的履历。</li>
        </ul>
      </div>
    </>
  )
}

/** 条例第二十条、第二十一条 in the statute's own order; what is not there is said, not hidden. */
function Statutory(p: PartProps) {
  return (
    <>
      <Several parts={p.more} />
      <StatutoryItems {...p} />
    </>
  )
}

function StatutoryItems({ body, counts, told }: PartProps) {
  return (
    <table className="register statutory">
      <caption>按条例次序。没有公开内容的栏目不单独开设，在此注明。</caption>
      <thead>
        <tr>
          <th scope="col">条款</th>
          <th scope="col">应当主动公开的信息</th>
          <th scope="col">栏目和件数</th>
        </tr>
      </thead>
      <tbody>
        {statutoryItems.map(item => {
          const filled = columnsOf(item.id).filter(c => counts.of(body.id, c) > 0)
          const absent = told.find(t => t.entry.facts?.some(f => f.value === item.cite))
          return (
            <tr key={item.id}>
              <td data-label="条款">{item.cite.replace('条例', '')}</td>
              <th scope="row">{item.label}</th>
              <td data-label="栏目">
                {item.notOurs !== null ? (
                  <span>不适用：{item.notOurs}</span>
                ) : filled.length === 0 && absent ? (
                  <span>
                    本机关无此职能：<Link to={absent.address}>{absent.entry.title}</Link>（{body.name}说明，
                    <Day day={absent.publishedOn} />）
                  </span>
                ) : filled.length === 0 ? (
                  <span>尚未公开此类信息</span>
                ) : (
                  <ul className="inline">
                    {filled.map(c => (
                      <li key={c}>
                        <Link to={`/${body.slug}/list/${c}/`}>{columns[c].label}</Link>
                        <span className="num">{counts.of(body.id, c)} 件</span>
                      </li>
                    ))}
                  </ul>
                )}
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

function Annual({ body, rows, more }: PartProps) {
  return (
    <>
      {rows.length > 0 ? (
        <Index rows={rows} bodies={null} />
      ) : (
        <Empty>
          {body.name}还没有在本站公布年度报告。按条例第四十九条，行政机关应当在每年 1 月 31
          日前公布上一年度政府信息公开工作年度报告；公布后会列在这里。
        </Empty>
      )}
      <Several parts={more} />
    </>
  )
}

function HowToRequest({ body, context, more }: PartProps) {
  return (
    <div className="prose">
      <p className="lead">
        没有主动公开的信息，任何公民、法人或者其他组织都可以申请，不必说明用途（条例第二十七条）。
      </p>
      <h2>向谁申请</h2>
      <ContactFacts body={body} context={context} />
      <h2>怎样申请</h2>
      <Several parts={more} />
      <p>
        {more.length > 0 ? '也可以当面提交或者邮寄' : '受理当面提交和邮寄两种方式；网上申请尚未开通'}
        。信封请注明“政府信息公开申请”。申请应当写明（条例第二十九条）：
      </p>
      <ol>
        <li>申请人的姓名或者名称、身份证明、联系方式；</li>
        <li>所申请信息的名称、文号，或者便于查询的其他特征；</li>
        <li>希望得到的形式，包括获取信息的方式、途径。</li>
      </ol>
      <h2>什么时候答复</h2>
      <p>
        能当场答复的当场答复；不能的，自收到申请之日起 20 个工作日内答复。需要延长的，最多再延长 20
        个工作日，并会告知您；征求第三方意见所需时间不计算在内（条例第三十三条）。当面提交的以提交之日为收到申请之日，邮寄需要签收的以签收之日为收到申请之日（条例第三十一条）。
      </p>
      <h2>收费</h2>
      <p>不收费。申请的数量、频次明显超过合理范围的，可以收取信息处理费（条例第四十二条）。</p>
      <h2>不服答复</h2>
      <p>
        可以向上一级机关或者政府信息公开工作主管部门投诉、举报，也可以依法申请行政复议或者提起行政诉讼（条例第五十一条）。答复不予公开的，应当先申请行政复议，对复议决定不服再提起行政诉讼（行政复议法第二十三条）。
      </p>
    </div>
  )
}
