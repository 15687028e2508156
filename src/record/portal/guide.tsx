import type { PortalContext } from '#portal/page.ts'
import { Day, Facts, Link, Phone, Several } from '#portal/parts.tsx'
import type { RecordBody } from '../model.ts'
import type { Told } from '../store/entries.ts'
import { fileAddress, showBody } from './body.ts'
import type { PartProps } from './disclosure.tsx'
import { leaveAddress } from './leave.tsx'
import { Reach } from './reach.tsx'

/** 政府信息公开指南 on the statutory platform, and the office that answers for it. */

export function ContactFacts({ body, context }: { body: RecordBody; context: PortalContext }) {
  const s = body.site
  const known = s.phone || s.address || s.email
  return (
    <>
      <Facts
        facts={[
          ['公开机关', body.name],
          ['公开工作机构', s.opennessOffice],
          ['信用代码', s.creditCode],
          ['地址', s.address],
          ['邮政编码', s.postcode],
          ['办公时间', s.hours],
          ['联系电话', s.phone && <Phone number={s.phone} />],
          ['传真', s.fax],
          ['电子邮箱', s.email && <Reach label="电子邮箱" value={s.email} />],
        ]}
      />
      {!known && (
        <p>
          {body.name}还没有在本站登记受理地址和电话
          {context.site.phone ? (
            <>
              ，可先致电本站主办单位：
              <Phone number={context.site.phone} />
              {context.site.demo && '（演示）'}
            </>
          ) : null}
          。
        </p>
      )}
    </>
  )
}

/**
 * The body's own guide where it published one (条例第十二条); until then what the statute says for everybody. A guide that takes effect
 * on a day was compiled part by part and names the office itself.
 */
export function Guide(p: PartProps) {
  const own = p.told[0]
  return own ? <OwnGuide own={own} {...p} /> : <UsualGuide {...p} />
}

function OwnGuide({ own, body, context, more }: PartProps & { own: Told }) {
  const files = (name: string) => {
    const file = own.entry.attachments.find(a => a.name === name)
    return file ? context.site.base + fileAddress(own.number, file) : null
  }
  const text = showBody(own.entry.html, files, n => context.site.base + leaveAddress(own.number, n))
  return (
    <>
      <p className="lead">
        <Link to={own.address}>{own.entry.title}</Link>，<Day day={own.publishedOn} /> 公开。
      </p>
      <Several parts={more} />
      <div className="text" dangerouslySetInnerHTML={{ __html: text.html }} />
      {own.entry.effectiveOn === null && (
        <div className="prose">
          <h2>公开工作机构</h2>
          <ContactFacts body={body} context={context} />
        </div>
      )}
    </>
  )
}

function UsualGuide({ body, context }: PartProps) {
  return (
    <div className="prose">
      <p className="lead">
        依照《中华人民共和国政府信息公开条例》第十二条编制，说明{body.name}公开什么、怎样查阅、怎样申请。
      </p>
      <h2>公开工作机构</h2>
      <ContactFacts body={body} context={context} />
      <h2>主动公开</h2>
      <p>
        对涉及公众利益调整、需要公众广泛知晓或者需要公众参与决策的政府信息，本机关主动公开，并自信息形成或者变更之日起
        20 个工作日内公布（条例第十九条、第二十六条）。目录和内容见
        <Link to={`/${body.slug}/disclosure/statutory.html`}>法定主动公开内容</Link>
        ，也可以用页面上方的搜索，按标题、文号或索引号查找。
      </p>
      <h2>依申请公开</h2>
      <p>
        主动公开以外的政府信息，公民、法人或者其他组织可以申请获取，办法见
        <Link to={`/${body.slug}/disclosure/request.html`}>依申请公开</Link>。
      </p>
      <h2>不予公开</h2>
      <p>
        依法确定为国家秘密的、法律和行政法规禁止公开的，以及公开后可能危及国家安全、公共安全、经济安全、社会稳定的政府信息不予公开（条例第十四条）；涉及商业秘密、个人隐私等，公开会对第三方合法权益造成损害的，除第三方同意公开或者不公开会对公共利益造成重大影响外，不予公开（条例第十五条）。
      </p>
      <h2>监督和救济</h2>
      <p>
        认为本机关未按要求主动公开、未依法答复的，可以向上一级机关或者政府信息公开工作主管部门投诉、举报，也可以依法申请行政复议或者提起行政诉讼（条例第四十六条、第四十七条、第五十一条）。
      </p>
    </div>
  )
}
