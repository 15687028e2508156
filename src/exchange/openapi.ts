import { z } from 'zod'
import type { Site } from '#portal/site.ts'
import { apiRoot, type Endpoint, type Write } from './endpoint.ts'
import { noticeSchema } from './changes.ts'
import { licenceText, problemSchema } from './model.ts'

/** The description of the interface (OpenAPI 3.1), made of the schemas that the routes check with. */

type Json = Record<string, unknown>

export function describe(endpoints: readonly Endpoint[], writes: readonly Write[], site: Site): Json {
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
  const answersOf = (e: Pick<Endpoint, 'answers'>): Json => {
    const answers: Json = {}
    for (const [status, { description, schema }] of Object.entries(e.answers)) {
      const type = schema === problemSchema ? 'application/problem+json' : 'application/json'
      answers[status] = { description, content: { [type]: { schema: schemaOf(schema) } } }
    }
    return answers
  }
  for (const e of endpoints) {
    const answers = answersOf(e)
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
  for (const w of writes)
    paths[w.path] = {
      post: {
        operationId: w.id,
        summary: w.summary,
        description: w.description,
        security: [{ system: [] }],
        parameters: [...parametersOf(w.params, 'path'), ...(w.keyed ? [messageKey] : [])],
        requestBody: {
          required: true,
          content: { 'application/json': { schema: schemaOf(w.body) } },
        },
        responses: answersOf(w),
      },
    }
  return {
    openapi: '3.1.0',
    info: {
      title: `${site.name}开放接口`,
      version: '1.0.0',
      summary: '主动公开的政府信息：目录、全文、变化、回执',
      description:
        '读取不需要注册；报送（POST）凭机关发给业务系统的口令。字段名固定；时刻为北京时间（+08:00），日期为 YYYY-MM-DD。带 ETag，请用 If-None-Match。允许跨源 GET。过于频繁的请求得到 429 和 Retry-After。',
      license: { name: licenceText, identifier: 'LicenseRef-open-government-information' },
    },
    servers: [{ url: site.origin + site.base + apiRoot }],
    paths,
    webhooks: { change: { post: noticeOperation(schemaOf(noticeSchema)) } },
    components: {
      schemas,
      securitySchemes: {
        system: {
          type: 'http',
          scheme: 'bearer',
          description: '机关登记业务系统后生成的口令，只显示一次；限于登记的机关和事项',
        },
      },
    },
  }
}

const messageKey: Json = {
  name: 'Idempotency-Key',
  in: 'header',
  required: true,
  description: '这一件的标识，8至60个字母、数字、横线；重发同一件用同一个，不会重复',
  schema: { type: 'string', pattern: '^[A-Za-z0-9_-]{8,60}$' },
}

/** What a registered receiver is sent, and how it answers (Standard Webhooks). */
function noticeOperation(schema: Json): Json {
  const header = (name: string, description: string) => ({
    name,
    in: 'header',
    required: true,
    description,
    schema: { type: 'string' },
  })
  return {
    operationId: 'change',
    summary: '变化推送（Webhook）',
    description:
      '每次公开、更正、撤回，向登记的接收系统发一个 POST。登记由机关的系统管理员在办公后台“变化推送”办理，密钥只显示一次。签名按 Standard Webhooks 1.0：以密钥（whsec_ 之后的部分按 Base64 解码）对“webhook-id.webhook-timestamp.原始正文”作 HMAC-SHA256，再以 Base64 写出；换密钥的一天内有两个签名，以空格分开，有一个相符即可。时间相差五分钟以上的请拒收。15 秒内回答 2xx 即为收到；不跟随跳转；回答 410 即停止推送；其余的按 1、5、30 分钟，2、5、10、14、20、24 小时重试，按 Retry-After 顺延。连续五天没有一次成功即停用，恢复后接着送，不漏；也可以按次序号重推，或用 /changes 自行补取。',
    parameters: [
      header('webhook-id', '这次推送的编号；重试时不变，据此去重'),
      header('webhook-timestamp', '签名的时刻，Unix 秒'),
      header('webhook-signature', '“v1,”加签名；可能有两个，以空格分开'),
    ],
    requestBody: { required: true, content: { 'application/json': { schema } } },
    responses: {
      '2XX': { description: '已收到' },
      '410': { description: '不再接收：停止推送' },
      default: { description: '没有收到，以后重试' },
    },
  }
}

/** References of JSON Schema within one schema, as references into components. */
function moved(value: Json): Json {
  return JSON.parse(JSON.stringify(value).replaceAll('"#/$defs/', '"#/components/schemas/')) as Json
}
