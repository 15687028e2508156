import type { LinkGroup } from '#portal/frame.ts'
import type { PortalContext } from '#portal/page.ts'
import type { RecordBody } from '../model.ts'
import { bodiesOf } from './data.ts'

/** More are found in the list of bodies. */
const most = 8

const linkOf = (body: RecordBody) => ({ label: body.shortName, to: `/${body.slug}/` })

const groupOf = (label: string, bodies: readonly RecordBody[]): LinkGroup => ({
  label,
  links: [
    ...bodies.slice(0, most).map(linkOf),
    ...(bodies.length > most ? [{ label: `全部 ${bodies.length} 个`, to: '/bodies.html' }] : []),
  ],
})

/** 上级机关、同级机关、下级机关 of a body from the tree; of the whole site (null) the bodies above which there is none here. */
export async function neighboursOf(
  context: PortalContext,
  slug: string | null,
): Promise<readonly LinkGroup[]> {
  const bodies = await bodiesOf(context)
  const body = slug === null ? undefined : bodies.bySlug(slug)
  const tops = bodies.childrenOf(null)
  const groups = body
    ? [
        groupOf('上级机关', body.ancestors.flatMap(id => bodies.byId(id) ?? []).reverse()),
        groupOf(
          '同级机关',
          (body.parentId === null ? tops : bodies.childrenOf(body.parentId)).filter(b => b.id !== body.id),
        ),
        groupOf('下级机关', bodies.childrenOf(body.id)),
      ]
    : [
        groupOf('本站机关', tops),
        groupOf('下级机关', tops.length === 1 ? bodies.childrenOf(tops[0]!.id) : []),
      ]
  return groups.filter(g => g.links.length > 0)
}
