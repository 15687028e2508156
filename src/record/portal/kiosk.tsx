import { useFrame } from '#portal/frame.ts'
import { kioskStart } from '#portal/mode.ts'
import type { PortalContext, View } from '#portal/page.ts'
import { Link, SearchForm, Several } from '#portal/parts.tsx'
import type { RecordBody } from '../model.ts'
import { partsAt, type Parts } from '../parts.ts'
import { crumbsOf, dutyPhoneOf, sectionOf } from './data.ts'

/** The start page of a machine in a service hall (政务公开专区: 查询、申请、咨询): four large ways and a search, nothing else. */
export async function kiosk(context: PortalContext, body: RecordBody | null, parts: Parts): Promise<View> {
  const more = await partsAt(parts, 'kiosk', context, { body, shown: null })
  const within = body ? `/${body.slug}` : ''
  const duty = (body && dutyPhoneOf(body)) ?? context.site.dutyPhone
  const keys: [string, string, string][] = [
    ['查文件', `${within}/list/documents/`, '规范性文件和其他政策文件，标明是否有效'],
    [
      '看政府信息公开',
      body ? `${within}/disclosure/` : '/bodies.html',
      body ? '指南、制度、法定主动公开内容、年报' : '先选定机关',
    ],
    [
      '申请公开',
      body ? `${within}/apply/` : '/apply.html',
      '没有公开的信息，在这里申请、查进度，打印空白申请表',
    ],
    ['咨询和提意见', `${within}/interaction.html`, '举报电话、机关地址和办公时间'],
    ['办事和应急电话', `${within}/service.html`, '119、110、120、12350 和值班电话'],
    ['机构和负责人', body ? `${within}/institution.html` : '/bodies.html', '职能、办公时间、领导分工'],
  ]
  return {
    kind: 'view',
    title: ['自助查阅', ...(body ? [body.name] : [])],
    description: '政务公开专区的自助查阅界面：查文件、看公开信息、申请公开、咨询。',
    section: body ? sectionOf(body) : null,
    crumbs: [...crumbsOf(body), { label: '自助查阅' }],
    ownSearch: true,
    noindex: true,
    main: (
      <>
        <h1 className="page-title">自助查阅</h1>
        <SearchForm id="q" label="查文件、文号、事项" within={body?.slug} big />
        <ul className="keys">
          {keys.map(([label, to, words]) => (
            <li key={label}>
              <Link to={to}>
                <strong>{label}</strong>
                <span>{words}</span>
              </Link>
            </li>
          ))}
        </ul>
        <Several parts={more} />
        <p className="lead">
          查阅公开信息不用登录，也不留下您的资料；申请公开填的内容用完请清除。两分钟不动会自动回到本页。需要人工帮助，请到服务台
          {duty ? `或拨打 ${duty}` : ''}。
        </p>
        <Enter slug={body?.slug ?? ''} />
      </>
    ),
  }
}

/** On an ordinary screen the page says how it becomes the machine's; on the machine it says nothing. */
function Enter({ slug }: { slug: string }) {
  const { mode } = useFrame()
  if (mode.kiosk !== null) return null
  return (
    <p className="take">
      <Link to={`/mode?kiosk=${slug}&back=${encodeURIComponent(kioskStart(slug))}`} rel="nofollow">
        在这台设备上进入大屏界面
      </Link>
    </p>
  )
}
