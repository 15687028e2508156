import type { PortalContext, View } from '#portal/page.ts'
import { Facts, Link, Phone, Several } from '#portal/parts.tsx'
import type { RecordBody } from '../model.ts'
import { partsAt, type Parts } from '../parts.ts'
import { crumbsOf, dutyPhoneOf, sectionOf } from './data.ts'
import { ContactFacts } from './guide.tsx'

/** 互动 and 服务: only what there is. */

export async function interaction(
  context: PortalContext,
  body: RecordBody | null,
  parts: Parts,
): Promise<View> {
  const { site } = context
  const duty = (body && dutyPhoneOf(body)) ?? site.dutyPhone
  const more = await partsAt(parts, 'interaction', context, { body, shown: null })
  return {
    kind: 'view',
    title: ['互动', ...(body ? [body.name] : [])],
    description: '咨询、举报、提意见和申请公开的途径。',
    section: body ? sectionOf(body) : null,
    word: 'interaction',
    crumbs: [...crumbsOf(body), { label: '互动' }],
    main: (
      <div className="prose">
        <h1 className="page-title">互动</h1>
        <p className="lead">有险情、有隐患，请先打电话；查信息、指出页面的错误，都可以在这里办，不用登录。</p>
        <h2>举报与热线</h2>
        <Facts
          facts={[
            ['安全生产举报', <Phone key="12350" number="12350" />],
            ['便民热线', <Phone key="12345" number="12345" />],
            ['值班电话', duty && <DutyPhone number={duty} isShown={site.demo && duty === site.dutyPhone} />],
          ]}
        />
        <h2>联系机关</h2>
        {body ? (
          <>
            <ContactFacts body={body} context={context} />
            <ul className="ways">
              <li>
                <Link to={`/${body.slug}/institution.html`}>职能和领导分工</Link>
              </li>
              <li>
                <Link to={`/${body.slug}/disclosure/request.html`}>依申请公开的办法、期限和收费</Link>
              </li>
            </ul>
          </>
        ) : (
          <p>
            先在<Link to="/bodies.html">机关名录</Link>选定机关，它的“互动”页列有地址、电话和办公时间。
          </p>
        )}
        <h2>对政策和工作提意见</h2>
        <p>
          可以打电话、写信或者当面向{body ? '本机关' : '有关机关'}提出。文件公开以后的意见，起草的部门最清楚：
          {body ? (
            <Link to={`/${body.slug}/list/documents/`}>本机关的政策文件</Link>
          ) : (
            <Link to="/list/documents/">政策文件</Link>
          )}
          页上写有责任部门。
        </p>
        <Several parts={more} />
      </div>
    ),
  }
}

export async function service(context: PortalContext, body: RecordBody | null, parts: Parts): Promise<View> {
  const more = await partsAt(parts, 'service', context, { body, shown: null })
  const duty = (body && dutyPhoneOf(body)) ?? context.site.dutyPhone
  return {
    kind: 'view',
    title: ['服务', ...(body ? [body.name] : [])],
    description: '应急电话、办事入口、核对回执和公开数据。',
    section: body ? sectionOf(body) : null,
    word: 'service',
    crumbs: [...crumbsOf(body), { label: '服务' }],
    main: (
      <div className="prose">
        <h1 className="page-title">服务</h1>
        <p className="lead">紧急情况请直接拨打电话。</p>
        <h2>应急电话</h2>
        <Facts
          facts={[
            ['火警、救援', <Phone key="119" number="119" />],
            ['报警', <Phone key="110" number="110" />],
            ['医疗急救', <Phone key="120" number="120" />],
            ['安全生产举报', <Phone key="12350" number="12350" />],
            [
              '值班电话',
              duty && (
                <DutyPhone number={duty} isShown={context.site.demo && duty === context.site.dutyPhone} />
              ),
            ],
          ]}
        />
        <Several parts={more} />
        <h2>办事</h2>
        <p>
          行政许可、考试和证书等事项在
          <a href="https://www.gjzwfw.gov.cn/" rel="noopener">
            国家政务服务平台
          </a>
          或者当地政务服务网办理。
        </p>
        <h2>核对公文真伪</h2>
        <p>
          本站每件公开信息都有发布回执，下载后可以离线核对：<Link to="/about.html#receipt">怎样核对</Link>。
        </p>
        <h2>公开数据</h2>
        <ul>
          <li>
            每个列表都可以下载为表格，例如{' '}
            <Link to={`${body ? `/${body.slug}` : ''}/list/all/`}>全部公开信息</Link>。
          </li>
          <li>每件信息的正文数据和回执（JSON）在其页面右侧下载。</li>
          <li>
            各机关最新链位：<Link to="/chain.json">chain.json</Link>；全站地址：
            <Link to="/sitemap.xml">sitemap.xml</Link>
          </li>
        </ul>
      </div>
    ),
  }
}

/** `isShown`: the number is one of the demonstration. */
function DutyPhone({ number, isShown }: { number: string; isShown: boolean }) {
  return (
    <>
      <Phone number={number} />
      {isShown && '（演示）'}，24 小时
    </>
  )
}
