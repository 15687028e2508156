import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import cookie from '@fastify/cookie'
import helmet from '@fastify/helmet'
import multipart from '@fastify/multipart'
import rateLimit from '@fastify/rate-limit'
import Fastify, {
  type FastifyBaseLogger,
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  type RawServerDefault,
} from 'fastify'
import {
  hasZodFastifySchemaValidationErrors,
  serializerCompiler,
  validatorCompiler,
  type ZodTypeProvider,
} from 'fastify-type-provider-zod'
import type { Actor } from './actor.ts'
import { sha256Hex } from './crypto.ts'
import { Refused, type Reason, type RefusalCode } from './errors.ts'
import { sayFaultsInChinese } from './faultWords.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by the people room's `authenticate`; reading it on an open route throws. */
    actor: Actor
    session: { readonly id: string; readonly csrf: string }
  }
}

export type App = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  ZodTypeProvider
>

/** One upload, also of many parts, stays below this (50 MB of file and some form fields). */
export const uploadLimit = 50 * 1024 * 1024

export type HttpOptions = {
  readonly secure: boolean
  readonly trustProxy: boolean
  /** Requests a minute of one browser before it is asked to wait; ten times as many from one address. */
  readonly perMinute: number
  readonly onError: (line: string) => void
}

const tooOften = () => new Refused('too-many', '操作过于频繁，请稍等一分钟再试。')

/** The office's HTTP side: one error handler, one set of headers, validation by zod in and out. */
export async function makeApp(options: HttpOptions): Promise<App> {
  sayFaultsInChinese()
  const app = Fastify({
    logger: false,
    // The one proxy in front: the address that it wrote last, not those that came with the request.
    trustProxy: options.trustProxy && ((_address, hop) => hop === 0),
    bodyLimit: 4 * 1024 * 1024,
    genReqId: () => randomUUID(),
    requestTimeout: 120_000,
    routerOptions: { maxParamLength: 300 },
  }).withTypeProvider<ZodTypeProvider>()
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  await app.register(helmet, {
    global: true,
    hsts: options.secure ? { maxAge: 31_536_000 } : false,
    crossOriginOpenerPolicy: options.secure,
    originAgentCluster: options.secure,
    contentSecurityPolicy: {
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        // antd writes its styles while the page runs.
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        fontSrc: ["'self'", 'data:'],
        connectSrc: ["'self'"],
        frameSrc: ["'self'"],
        frameAncestors: ["'self'"],
        objectSrc: ["'none'"],
        baseUri: ["'self'"],
        formAction: ["'self'"],
        upgradeInsecureRequests: options.secure ? [] : null,
      },
    },
  })
  await app.register(cookie)
  await app.register(multipart, {
    limits: { fileSize: uploadLimit, files: 1, fields: 20, fieldSize: 4 * 1024 * 1024 },
  })
  // A whole bureau often comes from one address (a proxy, NAT): each browser is counted by its session, the address only against floods.
  await app.register(rateLimit, {
    global: true,
    max: options.perMinute * 10,
    timeWindow: 60_000,
    errorResponseBuilder: tooOften,
  })
  const countBrowser = app.createRateLimit({
    max: options.perMinute,
    timeWindow: 60_000,
    keyGenerator: request => sha256Hex(request.headers.cookie ?? request.ip),
  })
  app.decorateRequest('actor')
  app.decorateRequest('session')
  app.addHook('onRequest', async (request, reply) => {
    reply.header('cache-control', 'no-store')
    const limit = await countBrowser(request)
    if (limit.isAllowed || !limit.isExceeded) return
    reply.header('retry-after', limit.ttlInSeconds)
    throw tooOften()
  })
  app.setErrorHandler((error, request, reply) =>
    answerError(error as FastifyError, request, reply, options.onError),
  )
  app.setNotFoundHandler((request, reply) =>
    refuse(reply, request, 404, 'not-found', [{ text: '没有这个地址。' }]),
  )
  return app
}

function refuse(
  reply: FastifyReply,
  request: FastifyRequest,
  status: number,
  code: RefusalCode | 'failed',
  reasons: readonly Reason[],
): FastifyReply {
  return reply
    .status(status)
    .type('application/json; charset=utf-8')
    .send(
      JSON.stringify({ code, message: reasons.map(r => r.text).join('；'), reasons, request: request.id }),
    )
}

const plainSentences: Record<string, [number, RefusalCode, string]> = {
  FST_ERR_CTP_BODY_TOO_LARGE: [413, 'too-large', '提交的内容太大，请拆分后再提交。'],
  FST_REQ_FILE_TOO_LARGE: [413, 'too-large', '文件超过50 MB，请压缩图片或拆分后再上传。'],
  FST_FILES_LIMIT: [422, 'invalid', '一次只能上传一个文件。'],
  FST_INVALID_MULTIPART_CONTENT_TYPE: [422, 'invalid', '没有收到文件，请重新选择文件后上传。'],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: [422, 'invalid', '不接受这种格式的内容。'],
  FST_ERR_CTP_INVALID_JSON_BODY: [422, 'invalid', '提交的内容不完整，请重试。'],
  FST_ERR_CTP_EMPTY_JSON_BODY: [422, 'invalid', '提交的内容是空的，请重试。'],
}

/** What PostgreSQL says of a value that no column can hold (SQLSTATE): what was sent is at fault, not the product. */
const unkeepable: Record<string, string> = {
  '22003': '有一个数字或者编号超出了范围，请核对后重试。',
  '22008': '有一个日期或者时间超出了范围，请核对后重试。',
  '22021': '内容里有不能保存的字符（例如空字符），请删去后重试。',
  '22P05': '内容里有不能保存的字符（例如空字符），请删去后重试。',
}

/** The one place where an error becomes an answer: a lawful no, bad input, or our fault (no stack, a number to quote). */
function answerError(
  error: FastifyError,
  request: FastifyRequest,
  reply: FastifyReply,
  log: (line: string) => void,
): FastifyReply {
  if (error instanceof Refused) return refuse(reply, request, error.status, error.code, error.reasons)
  if (hasZodFastifySchemaValidationErrors(error))
    return refuse(
      reply,
      request,
      422,
      'invalid',
      error.validation.map(v => ({
        text: v.message ?? '填写的内容不符合要求。',
        field: v.instancePath.replace(/^\//, '').replaceAll('/', '.') || undefined,
      })),
    )
  const known = plainSentences[error.code]
  if (known) return refuse(reply, request, known[0], known[1], [{ text: known[2] }])
  const kept = unkeepable[error.code]
  if (kept) {
    log(`${request.id} ${request.method} ${request.routeOptions.url ?? ''} ${error.code} ${error.message}`)
    return refuse(reply, request, 422, 'invalid', [{ text: kept }])
  }
  if (error.statusCode && error.statusCode >= 400 && error.statusCode < 500)
    return refuse(reply, request, error.statusCode, 'invalid', [
      { text: '请求不符合要求，请刷新页面后重试。' },
    ])
  log(`${request.id} ${request.method} ${request.routeOptions.url ?? ''} ${error.stack ?? String(error)}`)
  return refuse(reply, request, 500, 'failed', [
    {
      text: `系统内部出错，您填写的内容没有丢失，请稍后再试。如仍不行，请把编号${request.id}告诉系统管理员。`,
    },
  ])
}

/** RFC 6266 with the plain name for clients that know no other. */
export function attachmentName(name: string): string {
  const plain = name.replace(/[^\x20-\x7e]|["\\]/g, '_')
  return `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(name).replace(/['()*]/g, c => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)}`
}
