import { z } from 'zod'
import { doneView, keyOf } from '#kit/actRoute.ts'
import type { Actor } from '#kit/actor.ts'
import { Refused } from '#kit/errors.ts'
import { attachmentName, type App } from '#kit/http.ts'
import { dayOf } from '#kit/now.ts'
import { docxOf } from '#document/renderings/docx.ts'
import { pdfOf } from '#document/renderings/pdf.ts'
import { staffNames } from '#people/directory.ts'
import { postingStateLabels } from '#posting/model.ts'
import type { House } from '../../house.ts'
import { annualReport, dropReport, enterReport, saveReport, yearIsOver } from '../actions/annual.ts'
import { annualPosting, changedSince, reportShown, sendReport } from '../actions/publishAnnual.ts'
import { applicantKinds } from '../model.ts'
import { view, yearField } from '../routes.ts'
import { enteredYears, registeredYears } from '../store/annual.ts'
import { settingsOf } from '../store/settings.ts'
import { bodyById, casesOfCell, remediesOfCell } from '../store/statistics.ts'
import { registersOf } from '../visibility.ts'
import { annualFigures, annualSum } from './annual.ts'
import { handledLines } from './handled.ts'
import { handlingLists, handlingOf, linesOf, outcomeGroups } from './handling.ts'
import { table2Rows } from './table2.ts'
import { remedyBlocks, remedyResults } from './table3.ts'
import { reportBody, reportPage } from './reportHtml.ts'

const docx = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'
const oneYear = z.object({ year: yearField })
const pageField = z.coerce.number('页码应为数字。').int('页码应为整数。').min(1).max(10_000).default(1)
const size = 50
const at = (page: number) => ({ limit: size, offset: (page - 1) * size })
const paged = <T extends object>(page: number, found: T) => ({ ...found, page, size })

/** 年度报告 under /api/annual-reports. */
export function annualRoutes(house: House): (app: App) => Promise<void> {
  const ownBody = (actor: Actor): number => {
    const [bodyId] = registersOf(actor)
    if (bodyId === undefined) throw new Refused('not-found', '没有找到年度报告，或您没有查看它的权限。')
    return bodyId
  }
  return async app => {
    app.get('/api/annual-reports', { schema: { response: { 200: view } } }, async ({ actor }) => {
      const bodyId = ownBody(actor)
      const entered = await enteredYears(house.db, bodyId)
      const names = await staffNames(
        house.db,
        entered.flatMap(one => one.by ?? []),
      )
      return {
        entered: entered.map(({ year, source, by, at }) => ({
          year,
          source,
          by: by === null ? null : (names.get(by) ?? null),
          on: dayOf(at),
        })),
        registered: await registeredYears(house.db, bodyId),
      }
    })
    app.get(
      '/api/annual-reports/:year',
      { schema: { params: oneYear, response: { 200: view } } },
      async ({ actor, params }) => {
        const bodyId = ownBody(actor)
        const standing = await annualPosting(house.db, bodyId, params.year)
        const report = await annualReport(house, bodyId, params.year)
        const shown = await reportShown(house.db, bodyId, params.year, standing)
        const address = standing?.address ?? shown?.address ?? null
        return {
          ...report,
          changed: address === null ? [] : await changedSince(house.db, address, report.figures),
          shown,
          posting: standing && { ...standing, stateLabel: postingStateLabels[standing.state] },
        }
      },
    )
    app.get(
      '/api/annual-reports/:year/tables',
      {
        schema: {
          params: oneYear,
          querystring: z.object({ below: z.enum(['1']).optional() }),
          response: { 200: view },
        },
      },
      async ({ actor, params: { year }, query }) => {
        const body = (await bodyById(house.db, ownBody(actor)))!
        const isOver = yearIsOver(house, year)
        return query.below
          ? { ...(await annualSum(house.db, body.id, year)), isOver }
          : { ...(await annualFigures(house.db, body, year)), isOver }
      },
    )
    app.get(
      '/api/annual-reports/:year/cases',
      {
        schema: {
          params: oneYear,
          querystring: z.object({
            row: z.enum(table2Rows, '没有这一行。'),
            kind: z.enum(applicantKinds, '没有这一列。').optional(),
            page: pageField,
          }),
          response: { 200: view },
        },
      },
      async ({ actor, params, query: { row, kind = null, page } }) =>
        paged(page, await casesOfCell(house.db, ownBody(actor), params.year, { row, kind }, at(page))),
    )
    app.get(
      '/api/annual-reports/:year/remedies',
      {
        schema: {
          params: oneYear,
          querystring: z.object({
            block: z.enum(remedyBlocks, '没有这一类。'),
            result: z.enum(remedyResults, '没有这种结果。').optional(),
            page: pageField,
          }),
          response: { 200: view },
        },
      },
      async ({ actor, params, query: { block, result = null, page } }) =>
        paged(page, await remediesOfCell(house.db, ownBody(actor), params.year, { block, result }, at(page))),
    )
    app.get(
      '/api/annual-reports/:year/handling',
      { schema: { params: oneYear, response: { 200: view } } },
      async ({ actor, params: { year } }) => ({
        ...handlingOf(await handledLines(house, ownBody(actor), year)),
        isOver: yearIsOver(house, year),
      }),
    )
    app.get(
      '/api/annual-reports/:year/handled',
      {
        schema: {
          params: oneYear,
          querystring: z.object({
            of: z.enum([...handlingLists, ...outcomeGroups.map(g => g.id)], '没有这一项。'),
            page: pageField,
          }),
          response: { 200: view },
        },
      },
      async ({ actor, params, query: { of, page } }) => {
        const lines = linesOf(await handledLines(house, ownBody(actor), params.year), of)
        const { limit, offset } = at(page)
        return paged(page, { total: lines.length, rows: lines.slice(offset, offset + limit) })
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
    app.post(
      '/api/annual-reports/:year/entered/drop',
      { schema: { params: oneYear, body: z.unknown(), response: { 200: doneView } } },
      async ({ actor, params: { year }, body, headers }) =>
        dropReport(house, actor, { bodyId: ownBody(actor), year }, body, keyOf(headers)),
    )
    app.get(
      '/api/annual-reports/:year/file/:kind',
      {
        schema: {
          params: oneYear.extend({ kind: z.enum(['docx', 'pdf', 'html'], '只能下载DOCX、PDF或者HTML。') }),
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
        const rendered = {
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
        }
        const bytes = params.kind === 'docx' ? await docxOf(rendered) : await pdfOf(rendered, house.typst)
        return reply
          .type(params.kind === 'docx' ? docx : 'application/pdf')
          .header('content-disposition', name)
          .send(Buffer.from(bytes))
      },
    )
  }
}
