import { z } from 'zod'
import { catalogData } from '#catalog/duty/files.ts'
import { everyStanding, publicCatalog } from '#catalog/duty/publicData.ts'
import { guidelineOf } from '#catalog/guideline/guidelines.ts'
import { entryTypes, listKinds } from '#catalog/lists/model.ts'
import { listData, publicList } from '#catalog/lists/portal.tsx'
import { catalogItem, guidelineNames } from '#catalog/model.ts'
import { coverageStates } from '#catalog/rules/coverage.ts'
import { dayOf } from '#kit/now.ts'
import type { PortalContext } from '#portal/page.ts'
import { bodiesOf } from '#record/portal/data.ts'
import { apiRoot, endpoint, problemOf, type Endpoint, type Reply } from './endpoint.ts'
import { licenceText, problemSchema } from './model.ts'
import { wholeAddress } from './present.ts'

/** 基层政务公开标准目录 in the open interface: which bodies have published one, and each item with what stands under it. */

const day = z.string().meta({ description: 'YYYY-MM-DD' })
const nothing = z.strictObject({})

const catalogLine = z
  .object({
    body: z.string().meta({ description: '公开机关的简称' }),
    body_name: z.string(),
    field: z
      .enum(guidelineNames)
      .meta({ description: '领域：safety-production 安全生产，disaster-relief 救灾' }),
    field_name: z.string(),
    version: z.int(),
    effective_on: day.nullable(),
    published_on: day,
    items: z.int().meta({ description: '列入的事项数' }),
    url: z.url(),
    table_url: z.url().meta({ description: '各事项的公开情况' }),
  })
  .meta({ id: 'Catalog', description: '一个机关一个领域现行的标准目录' })
const catalogsSchema = z.object({ licence: z.string(), catalogs: z.array(catalogLine) })

const wholeCatalog = z
  .object({
    title: z.string(),
    body: z.string(),
    field: z.enum(guidelineNames),
    version: z.int(),
    effective_on: day.nullable(),
    published_on: day,
    url: z.url(),
    year: z.int(),
    made_at: z.string(),
    items: z.array(
      z.object({
        number: z.int().meta({ description: '序号' }),
        key: z.string(),
        national_codes: z.array(z.string()).meta({ description: '对应的国家目录事项；空为本级增加' }),
        ...catalogItem.omit({ deadlineRule: true }).shape,
        deadline_rule: catalogItem.shape.deadlineRule,
        state: z.enum(coverageStates),
        state_label: z.string(),
        months: z.array(z.enum(coverageStates)).meta({ description: '一月至十二月' }),
        published_in_year: z.int(),
        late_in_year: z.int(),
        published: z.int().meta({ description: '历年件数' }),
        last_published_on: day.nullable(),
        marks: z.array(z.string()).meta({ description: '公开信息的 catalog_items 含其中之一即属本事项' }),
        counterparts: z
          .array(
            z.object({
              list: z.enum(listKinds),
              key: z.string(),
              name: z.string(),
              code: z.string().nullable(),
            }),
          )
          .meta({ description: '对应的权责清单（power）、公共服务事项清单（service）的条目' }),
        not_applicable: z
          .object({ kind: z.string(), reason: z.string(), said_by: z.string(), said_on: day })
          .nullable()
          .meta({ description: '不适用：谁说的、为什么' }),
      }),
    ),
  })
  .meta({ id: 'WholeCatalog', description: '标准目录的事项、要素和公开情况' })

const wholeList = z
  .object({
    title: z.string(),
    body: z.string(),
    kind: z.enum(listKinds),
    version: z.int(),
    effective_on: day.nullable(),
    published_on: day,
    url: z.url(),
    table_url: z.url(),
    entries: z.array(
      z.object({
        key: z.string(),
        type: z.enum(entryTypes).nullable().meta({ description: '事项类型' }),
        name: z.string(),
        part: z.string().nullable().meta({ description: '子项' }),
        code: z.string().nullable().meta({ description: '事项编码' }),
        basic_code: z.string().nullable().meta({ description: '基本编码' }),
        implement_code: z.string().nullable().meta({ description: '实施编码' }),
        basis: z.array(z.string()).nullable().meta({ description: '设定依据' }),
        subject: z.string().nullable().meta({ description: '实施主体' }),
        handler: z.string().nullable().meta({ description: '承办机构' }),
        audience: z.string().nullable().meta({ description: '服务对象' }),
        levels: z.string().nullable().meta({ description: '行使层级' }),
        duties: z.string().nullable().meta({ description: '责任事项' }),
        liability: z.string().nullable().meta({ description: '追责情形' }),
        note: z.string().nullable(),
        catalog_items: z
          .array(z.object({ field: z.enum(guidelineNames), key: z.string(), name: z.string() }))
          .meta({ description: '对应的标准目录事项' }),
      }),
    ),
  })
  .meta({ id: 'List', description: '权责清单或公共服务事项清单现行的一版' })

const bodyParam = z
  .string()
  .regex(/^[a-z][a-z0-9-]{1,39}$/, 'body 应为公开机关的简称，见 /bodies。')
  .meta({ description: '公开机关的简称' })

async function catalogs(context: PortalContext): Promise<Reply> {
  const bodies = await bodiesOf(context)
  const all = await everyStanding(context)
  return {
    status: 200,
    body: {
      licence: licenceText,
      catalogs: all.flatMap(c => {
        const body = bodies.byId(c.bodyId)
        if (!body) return []
        return [
          {
            body: body.slug,
            body_name: body.name,
            field: c.field,
            field_name: guidelineOf(c.field).field,
            version: c.number,
            effective_on: c.effectiveOn,
            published_on: c.publishedOn,
            items: c.items.filter(i => !i.leftOut).length,
            url: wholeAddress(context.site, c.address),
            table_url: wholeAddress(context.site, `/${body.slug}/catalog/${c.field}.html`),
          },
        ]
      }),
    },
  }
}

const missing = (detail: string, path: string): Reply => ({
  status: 404,
  body: problemOf(404, apiRoot + path, detail),
})

export const catalogEndpoints: readonly Endpoint[] = [
  endpoint({
    path: '/catalogs',
    id: 'listCatalogs',
    summary: '基层政务公开标准目录：哪些机关公布了哪个领域的',
    params: nothing,
    query: nothing,
    answers: {
      200: { description: '成功', schema: catalogsSchema },
      400: { description: '参数有误，逐项说明', schema: problemSchema },
    },
    respond: context => catalogs(context),
  }),
  endpoint({
    path: '/catalogs/{body}/{field}',
    id: 'getCatalog',
    summary: '一份标准目录：各事项的要素和一年的公开情况',
    params: z.strictObject({
      body: bodyParam,
      field: z
        .enum(guidelineNames, 'field 只能是 safety-production 或 disaster-relief。')
        .meta({ description: '领域' }),
    }),
    query: z.strictObject({
      year: z
        .string()
        .regex(/^20\d\d$/, 'year 应为四位年份，如 2026。')
        .optional()
        .meta({ description: '年份，默认今年' }),
    }),
    answers: {
      200: { description: '成功', schema: wholeCatalog },
      400: { description: '参数有误，逐项说明', schema: problemSchema },
      404: { description: '没有找到', schema: problemSchema },
    },
    async respond(context, { params, query }) {
      const thisYear = Number(dayOf(context.now()).slice(0, 4))
      const year = query.year === undefined ? thisYear : Number(query.year)
      const body = (await bodiesOf(context)).bySlug(params.body)
      const found = body && year <= thisYear ? await publicCatalog(context, body, params.field, year) : null
      if (found) return { status: 200, body: catalogData(context, found) }
      return missing(
        '这个机关没有公布这个领域的标准目录，或者年份还没有到。有哪些见 /catalogs。',
        `/catalogs/${params.body}/${params.field}`,
      )
    },
  }),
  endpoint({
    path: '/catalogs/{body}/lists/{kind}',
    id: 'getList',
    summary: '权责清单或公共服务事项清单：各条的编码、类型、依据、主体，和对应的标准目录事项',
    params: z.strictObject({
      body: bodyParam,
      kind: z
        .enum(listKinds, 'kind 只能是 power（权责清单）或 service（公共服务事项清单）。')
        .meta({ description: '清单' }),
    }),
    query: nothing,
    answers: {
      200: { description: '成功', schema: wholeList },
      400: { description: '参数有误，逐项说明', schema: problemSchema },
      404: { description: '没有找到', schema: problemSchema },
    },
    async respond(context, { params }) {
      const body = (await bodiesOf(context)).bySlug(params.body)
      const found = body ? await publicList(context, body, params.kind) : null
      return found
        ? { status: 200, body: listData(context, found) }
        : missing('这个机关没有公布这种清单。', `/catalogs/${params.body}/lists/${params.kind}`)
    },
  }),
]
