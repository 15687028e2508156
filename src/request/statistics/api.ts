import { z } from 'zod'
import { doneView, keyOf } from '#kit/actRoute.ts'
import type { Actor } from '#kit/actor.ts'
import { Refused } from '#kit/errors.ts'
import { attachmentName, type App } from '#kit/http.ts'
import { docxOf } from '#document/renderings/docx.ts'
import { postingStateLabels } from '#posting/model.ts'
import type { House } from '../../house.ts'
import { annualReport, enterReport, saveReport } from '../actions/annual.ts'
import { annualPosting, reportShown, sendReport } from '../actions/publishAnnual.ts'
import { view, yearField } from '../routes.ts'
import { enteredYears } from '../store/annual.ts'
import { settingsOf } from '../store/settings.ts'
import { registersOf } from '../visibility.ts'
import { reportBody, reportPage } from './reportHtml.ts'

const docx = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'
const oneYear = z.object({ year: yearField })

/** 年度报告 under /api/annual-reports. */
export function annualRoutes(house: House): (app: App) => Promise<void> {
  const ownBody = (actor: Actor): number => {
    const [bodyId] = registersOf(actor)
    if (bodyId === undefined) throw new Refused('not-found', '没有找到年度报告，或您没有查看它的权限。')
    return bodyId
  }
  return async app => {
    app.get('/api/annual-reports', { schema: { response: { 200: view } } }, async ({ actor }) => ({
      entered: await enteredYears(house.db, ownBody(actor)),
    }))
    app.get(
      '/api/annual-reports/:year',
      { schema: { params: oneYear, response: { 200: view } } },
      async ({ actor, params }) => {
        const bodyId = ownBody(actor)
        const standing = await annualPosting(house.db, bodyId, params.year)
        return {
          ...(await annualReport(house, bodyId, params.year)),
          shown: await reportShown(house.db, bodyId, params.year, standing),
          posting: standing && { ...standing, stateLabel: postingStateLabels[standing.state] },
        }
      },
    )
    app.post(
      '/api/annual-reports/:year',
      { schema: { params: oneYear, body: z.unknown(), response: { 200: view } } },
      async ({ actor, params, body }) => saveReport(house, actor, ownBody(actor), params.year, body),
    )
    app.post(
      '/api/annual-reports/:year/send',
      { schema: { params: oneYear, response: { 200: doneView } } },
      async ({ actor, params, headers }) =>
        sendReport(house, actor, ownBody(actor), params.year, keyOf(headers)),
    )
    app.post(
      '/api/annual-reports/:year/entered',
      { schema: { params: oneYear, body: z.unknown(), response: { 200: view } } },
      async ({ actor, params, body }) => enterReport(house, actor, ownBody(actor), params.year, body),
    )
    app.get(
      '/api/annual-reports/:year/file/:kind',
      {
        schema: {
          params: oneYear.extend({ kind: z.enum(['docx', 'html'], '只能下载DOCX或者HTML。') }),
        },
      },
      async ({ actor, params }, reply) => {
        const bodyId = ownBody(actor)
        const report = await annualReport(house, bodyId, params.year)
        const { table2, table3 } = report.figures
        const body = reportBody({ parts: report.parts, table1: report.table1, table2, table3 })
        const name = attachmentName(`${report.title}（草稿）.${params.kind}`)
        if (params.kind === 'html')
          return reply
            .type('text/html; charset=utf-8')
            .header('content-disposition', name)
            .send(reportPage(report.title, body))
        const bytes = await docxOf({
          title: report.title,
          documentNumber: null,
          issuers: [(await settingsOf(house.db, bodyId)).bodyName],
          letterhead: null,
          addressee: '',
          bodyHtml: body,
          urgency: null,
          signer: null,
          copiedTo: null,
          issuedBy: null,
          issuedOn: null,
          address: null,
        })
        return reply.type(docx).header('content-disposition', name).send(Buffer.from(bytes))
      },
    )
  }
}
