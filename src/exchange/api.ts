import { Crowded } from '#kit/limit.ts'
import type { Door, Knock, PortalContext, Raw } from '#portal/page.ts'
import { apiRoot, call, cors, find, preflight, problem } from './endpoint.ts'
import { endpoints } from './endpoints.ts'
import { describe } from './openapi.ts'
import { writes } from './reportWrite.ts'

/** So many requests a minute from one address. */
const perMinute = 300
const longest = 2048

const unavailable = (error: unknown) => /^(08|57P|53|57014)/.test((error as { code?: string }).code ?? '')

async function answer(context: PortalContext, knock: Knock): Promise<Raw> {
  const { method, path } = knock
  if (method === 'OPTIONS') return preflight()
  if (method !== 'GET' && method !== 'HEAD')
    return problem(
      405,
      path,
      '这个地址只供读取，请用 GET。业务系统报送见说明书里的 POST，由办公端受理。',
      [],
      {
        Allow: 'GET, HEAD, OPTIONS',
      },
    )
  if (!knock.allow('api', perMinute, 1))
    return problem(
      429,
      path,
      `每分钟最多 ${perMinute} 次。请稍候再来；要整库数据，请用 /changes 逐页取，limit 设大一些。`,
      [],
      {
        'Retry-After': '60',
      },
    )
  if (knock.search.toString().length > longest) return problem(414, path, '参数太长，请缩短后再试。')
  const below = path.slice(apiRoot.length) || '/'
  if (below === '/openapi.json') {
    const text = await context.once(
      'openapi',
      async () => `${JSON.stringify(describe(endpoints, writes, context.site), null, 2)}\n`,
    )
    return {
      kind: 'raw',
      status: 200,
      type: 'application/json; charset=utf-8',
      body: text,
      headers: { ...cors, Vary: 'Accept-Encoding' },
    }
  }
  const found = find(endpoints, below)
  if (!found)
    return problem(404, path, `没有这个地址。有哪些数据见 ${apiRoot}/，说明见 ${apiRoot}/openapi.json。`)
  try {
    return await call(context, found, knock)
  } catch (error) {
    if (error instanceof Crowded)
      return problem(503, path, '现在同时检索的太多，这次没有轮到，请过几秒再试。', [], {
        'Retry-After': String(error.retryAfter),
      })
    if (!unavailable(error)) throw error
    return problem(503, path, '系统正在恢复或这次查询用时太长，请稍后再试，或加上条件缩小范围。', [], {
      'Retry-After': '30',
    })
  }
}

export const apiDoor: Door = { path: /^\/api\/v1(?:\/|$)/, answer }
