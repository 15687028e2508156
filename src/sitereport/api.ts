import { z } from 'zod'
import { doneView, keyOf } from '#kit/actRoute.ts'
import type { App } from '#kit/http.ts'
import { postingStateLabels } from '#posting/model.ts'
import type { House } from '../house.ts'
import { officerOf, sendSiteReport, siteReport } from './actions.ts'
import { columnHeads } from './model.ts'
import type { SiteReportView } from './views.ts'

const oneYear = z.object({
  year: z.coerce
    .number('年份应为四位数字。')
    .int()
    .min(2008, '年份应在2008年以后。')
    .max(2199, '年份应在2199年以前。'),
})

/** 网站年度报表 under /api/site-reports. */
export function siteReportRoutes(house: House): (app: App) => Promise<void> {
  return async app => {
    app.get(
      '/api/site-reports/:year',
      { schema: { params: oneYear, response: { 200: z.any() } } },
      async ({ actor, params }): Promise<SiteReportView> => {
        const { posting, ...report } = await siteReport(house, officerOf(actor).bodyId, params.year)
        return {
          ...report,
          columns: columnHeads,
          posting: posting && { ...posting, stateLabel: postingStateLabels[posting.state] },
        }
      },
    )
    app.post(
      '/api/site-reports/:year/send',
      { schema: { params: oneYear, response: { 200: doneView } } },
      async ({ actor, params, headers }) => sendSiteReport(house, actor, params.year, keyOf(headers)),
    )
  }
}
