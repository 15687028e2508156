import type { Actor } from '#kit/actor.ts'
import { dayOf } from '#kit/now.ts'
import { evidenceNames } from '#law/evidence.ts'
import { bodyOf } from '#people/directory.ts'
import { freshnessOf, type Freshnesses } from '#record/freshness.ts'
import { namedColumns } from '#record/renewal.ts'
import type { House } from '../house.ts'
import { orderBodies } from './export.ts'
import type { ColumnsView } from './views.ts'

/** 单项否决“栏目不更新”, the three counts of 国办秘函〔2019〕19号: any of them at its limit, and the site has failed. */
function vetoOf({ columns: states, unsaid }: Freshnesses): ColumnsView['bodies'][number]['veto'] {
  const stale = states.filter(s => s.freshness === 'stale')
  const named = stale.filter(s => s.column === 'documents' || namedColumns.includes(s.column))
  return [
    { label: '动态、通知公告、政策文件超期', count: named.length, limit: 5 },
    { label: '其他栏目长期未更新', count: stale.length - named.length, limit: 10 },
    { label: '没有内容也没有说明', count: unsaid.length, limit: 5 },
  ]
}

/** 栏目更新 of the bodies in which the actor has to do with orders, by what is published now. */
export async function columnPage(
  house: Pick<House, 'db' | 'now' | 'site'>,
  actor: Actor,
): Promise<ColumnsView> {
  const ids = orderBodies(actor)
  const today = dayOf(house.now())
  return {
    today,
    bodies: await Promise.all(
      ids.map(async id => {
        const [body, found] = await Promise.all([
          bodyOf(house.db, id),
          freshnessOf(house.db, id, today, house.site.renewal),
        ])
        return {
          id,
          name: body.name,
          slug: body.slug,
          columns: found.columns.map(c => ({
            label: c.label,
            address: `/${body.slug}/list/${c.column}/`,
            newestOn: c.newestOn,
            term: c.rule.words,
            source: c.rule.source,
            mark: evidenceNames[c.rule.mark],
            basis: c.rule.basis,
            dueOn: c.dueOn,
            late: c.late,
            freshness: c.freshness,
          })),
          unsaid: found.unsaid.map(({ cite, label }) => ({ cite, label })),
          veto: vetoOf(found),
        }
      }),
    ),
  }
}
