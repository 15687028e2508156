import type { PortalContext, Section } from '#portal/page.ts'
import { Facts, Link } from '#portal/parts.tsx'
import { crumbsOf, sectionOf } from '#record/portal/data.ts'
import type { RecordBody } from '#record/model.ts'
import { isOpen } from '../store/portal.ts'

/** Where the pages of applying lie, and what they share. */

export const applyPath = (body: Pick<RecordBody, 'slug'>, page = '') => `/${body.slug}/apply/${page}`
export const statusPath = '/apply-status.html'

export const crumbsHere = (body: RecordBody, label?: string) => [
  ...crumbsOf(body),
  { label: '依申请公开', to: `/${body.slug}/disclosure/request.html` },
  ...(label ? [{ label: '网上申请', to: applyPath(body) }, { label }] : [{ label: '网上申请' }]),
]

/** What every page of the journey is: the reader's own, found by no search engine. */
export const frameHere = (body: RecordBody, label?: string) =>
  ({
    kind: 'view',
    section: sectionOf(body) satisfies Section,
    word: 'openness',
    crumbs: crumbsHere(body, label),
    noindex: true,
    isPrivate: true,
  }) as const

/** A telephone that can be dialled, the openness office's before the one that is always manned. */
export const phoneOf = (body: RecordBody): string | null =>
  [body.site.phone, body.site.dutyPhone].find(phone => phone !== undefined && /\d{3}/.test(phone)) ?? null

/** 当面、邮寄 are the basic channels and are never refused (国办公开办函〔2017〕19号). */
export function OtherWays({ body }: { body: RecordBody }) {
  const { site } = body
  const asked = '请致电本机关或者到办公地点'
  return (
    <section aria-labelledby="other-ways">
      <h2 id="other-ways">当面、邮寄申请</h2>
      <p>
        不方便上网的，当面提交和邮政寄送始终受理，效力一样：
        <Link to={applyPath(body, 'form.html')}>打印空白申请表</Link>，或者
        <Link to={applyPath(body, 'form.docx')}>下载 Word 文档</Link>
        ，填好后送到或者寄到下面的地址，信封注明“政府信息公开申请”。当面提交的以提交之日、邮寄签收的以签收之日为收到申请之日。
      </p>
      <p>
        书写有困难的，可以到现场口头申请，由工作人员代为填写，念给您听后由您确认；视力、听力有障碍的，我们提供必要的帮助（条例第二十九条、第四十三条）。
      </p>
      <Facts
        facts={[
          ['受理机构', site.opennessOffice ?? `${body.name}政府信息公开工作机构`],
          ['地址', site.address ?? `${asked}查询`],
          ['邮政编码', site.postcode],
          ['办公时间', site.hours ?? '工作日；具体时间请致电'],
          ['电话', site.phone ?? site.dutyPhone ?? '见机关名录'],
          ['传真', site.fax],
        ]}
      />
    </section>
  )
}

export const opensFor = (context: PortalContext, body: RecordBody): Promise<boolean> =>
  isOpen(context.db, body.id)
