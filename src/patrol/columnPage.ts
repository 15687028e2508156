import type { Actor } from '#kit/actor.ts'
import { dayOf } from '#kit/now.ts'
import { evidenceNames } from '#law/evidence.ts'
import { bodyOf } from '#people/directory.ts'
import { columns } from '#record/columns.ts'
import { freshnessOf, type Freshnesses } from '#record/freshness.ts'
import type { House } from '../house.ts'
import type { ColumnsView } from './views.ts'
import { orderReaders } from './workflow.ts'

/** 单项否决“栏目不更新”, the three counts of 国办秘函〔2019〕19号: any of them at its limit, and the site has failed. */
function vetoOf({ columns: states, unsaid }: Freshnesses): ColumnsView['bodies'][number]['veto'] {
  const stale = states.filter(s => s.freshness === 'stale')
  const prompt = stale.filter(s => ['weeks2', 'months6'].includes(columns[s.column].renewal))
  return [
    { label: '动态、公告、政策类超期的栏目', count: prompt.length, limit: 5 },
    { label: '全部超期的栏目', count: stale.length, limit: 10 },
    { label: '没有内容也没有说明的法定项', count: unsaid.length, limit: 5 },
  ]
}

/** 栏目更新 of the bodies in which the actor has to do with orders, by what is published now. */
export async function columnPage(
  house: Pick<House, 'db' | 'now' | 'site'>,
  actor: Actor,
): Promise<ColumnsView> {
  const ids = [...new Set(actor.roles.filter(r => orderReaders.includes(r.role)).map(r => r.bodyId))]
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
