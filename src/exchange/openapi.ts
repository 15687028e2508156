import { z } from 'zod'
import type { Site } from '#portal/site.ts'
import { apiRoot, type Endpoint } from './endpoint.ts'
import { licenceText, problemSchema } from './model.ts'

/** The description of the interface (OpenAPI 3.1), made of the schemas that the routes check with. */

type Json = Record<string, unknown>

export function describe(endpoints: readonly Endpoint[], site: Site): Json {
  const schemas: Record<string, Json> = {}
  /** A schema with its named parts moved to components. */
  const schemaOf = (schema: z.ZodType): Json => {
    const { $defs, $schema, ...rest } = z.toJSONSchema(schema, {
      target: 'draft-2020-12',
      io: 'output',
      reused: 'inline',
    }) as Json & { $defs?: Record<string, Json> }
    void $schema
    for (const [name, part] of Object.entries($defs ?? {})) schemas[name] = moved(part)
    const { id, ...body } = moved(rest)
    if (typeof id !== 'string') return body
    schemas[id] = body
    return { $ref: `#/components/schemas/${id}` }
  }
  const parametersOf = (object: z.ZodObject, place: 'path' | 'query'): Json[] =>
    Object.entries(object.shape).map(([name, schema]) => {
      const { description, examples, $schema, ...rest } = z.toJSONSchema(schema as z.ZodType, {
        io: 'input',
      }) as Json
      void $schema
      return {
        name,
        in: place,
        required: place === 'path',
        ...(description ? { description } : {}),
        schema: examples ? { ...rest, examples } : rest,
      }
    })
  const paths: Json = {}
  for (const e of endpoints) {
    const answers: Json = {}
    for (const [status, { description, schema }] of Object.entries(e.answers)) {
      const type = schema === problemSchema ? 'application/problem+json' : 'application/json'
      answers[status] = { description, content: { [type]: { schema: schemaOf(schema) } } }
    }
    answers['304'] = { description: '没有变化（If-None-Match）' }
    answers['429'] = {
      description: '请求太频繁，按 Retry-After 再来',
      content: { 'application/problem+json': { schema: schemaOf(problemSchema) } },
    }
    paths[e.path] = {
      get: {
        operationId: e.id,
        summary: e.summary,
        ...(e.description ? { description: e.description } : {}),
        parameters: [...parametersOf(e.params, 'path'), ...parametersOf(e.query, 'query')],
        responses: answers,
      },
    }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: `${site.name}开放接口`,
      version: '1.0.0',
      summary: '主动公开的政府信息：目录、全文、变化、回执',
      description:
        '只读，不需要注册。字段名固定；时刻为北京时间（+08:00），日期为 YYYY-MM-DD。带 ETag，请用 If-None-Match。允许跨源 GET。过于频繁的请求得到 429 和 Retry-After。',
      license: { name: licenceText, identifier: 'LicenseRef-open-government-information' },
    },
    servers: [{ url: site.origin + site.base + apiRoot }],
    paths,
    components: { schemas },
  }
}

/** References of JSON Schema within one schema, as references into components. */
function moved(value: Json): Json {
  return JSON.parse(JSON.stringify(value).replaceAll('"#/$defs/', '"#/components/schemas/')) as Json
}
