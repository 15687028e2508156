import { Validator } from '@seriousme/openapi-schema-validator'
import { Ajv2020 } from 'ajv/dist/2020.js'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { standCatalog } from '#catalog/duty/stand.fixture.ts'
import { standList } from '#catalog/lists/lists.fixture.ts'
import { fill, makeTestPortal, type TestPortal } from '#record/portal.fixture.ts'
import { publishOne, withdrawOne } from '#record/record.fixture.ts'
import { numberOf } from './present.ts'

let p: TestPortal
let data: Awaited<ReturnType<typeof fill>>
type Json = Record<string, unknown>
type Operation = {
  operationId: string
  responses: Record<string, { content?: Record<string, { schema: Json }> }>
}
type Description = {
  openapi: string
  paths: Record<string, { get: Operation } & { post?: Operation }>
  components: { schemas: Json }
}
let description: Description

beforeAll(async () => {
  p = await makeTestPortal()
  data = await fill(p.t)
  await standCatalog(p.t, 3, data.live)
  await standList(p.t, 3, data.live, { field: 'disaster-relief', key: 'key-0' })
  description = JSON.parse((await p.get('/api/v1/openapi.json')).text) as Description
})
afterAll(() => p.close())

const read = async (path: string) => JSON.parse((await p.get(path)).text) as Json

/** An answer held against what the description says of its status. */
async function checked(path: string, operation: Operation) {
  const answer = await p.get(path)
  const response = operation.responses[answer.status]
  expect(response, `${path} 的 ${answer.status} 没有说明`).toBeDefined()
  const [type, { schema }] = Object.entries(response!.content!)[0]!
  expect(answer.headers.get('content-type')!.split(';')[0], path).toBe(type)
  const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true })
  ajv.addSchema({ $id: 'doc', components: description.components })
  const pointed = JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"doc#/')) as Json
  const validate = ajv.compile(pointed)
  expect(validate(JSON.parse(answer.text)), `${path} ${JSON.stringify(validate.errors)}`).toBe(true)
  return answer
}

describe('开放接口 /api/v1', () => {
  it('说明书是合格的 OpenAPI 3.1', async () => {
    expect(description.openapi).toBe('3.1.0')
    const result = await new Validator().validate(structuredClone(description))
    expect(result.valid, JSON.stringify(result.errors)).toBe(true)
  })

  it('说明书里每个地址、每种状态都与运行中的服务一致', async () => {
    const live = numberOf(data.live)
    const asked: Record<string, [string, number][]> = {
      '/': [
        ['/', 200],
        ['/?x=1', 400],
      ],
      '/bodies': [
        ['/bodies', 200],
        ['/bodies?page=2', 400],
      ],
      '/columns': [
        ['/columns', 200],
        ['/columns?a=1', 400],
      ],
      '/documents': [
        ['/documents', 200],
        ['/documents?body=jiaozuo&column=safety&year=2026&limit=3', 200],
        [`/documents?q=${encodeURIComponent('安全检查')}&order=oldest`, 200],
        ['/documents?limit=0&body=none&year=26&order=up&colour=red', 400],
        ['/documents?cursor=zzz', 400],
        ['/documents?limit=10&limit=20', 400],
      ],
      '/documents/{id}': [
        [`/documents/${live}`, 200],
        [`/documents/${numberOf(data.history)}`, 200],
        [`/documents/${numberOf(data.withdrawn)}`, 410],
        [`/documents/${numberOf(data.purged)}`, 410],
        ['/documents/999999', 404],
        ['/documents/abc', 400],
      ],
      '/documents/{id}/receipt': [
        [`/documents/${live}/receipt`, 200],
        [`/documents/${live}/receipt?revision=1`, 200],
        [`/documents/${live}/receipt?revision=9`, 404],
        [`/documents/${live}/receipt?revision=x`, 400],
      ],
      '/documents/{id}/content': [
        [`/documents/${live}/content`, 200],
        [`/documents/${numberOf(data.purged)}/content`, 404],
        [`/documents/${live}/content?revision=-1`, 400],
      ],
      '/catalogs': [
        ['/catalogs', 200],
        ['/catalogs?page=2', 400],
      ],
      '/catalogs/{body}/{field}': [
        ['/catalogs/jiaozuo/disaster-relief', 200],
        ['/catalogs/jiaozuo/disaster-relief?year=2025', 200],
        ['/catalogs/jiaozuo/safety-production', 404],
        ['/catalogs/jiaozuo/disaster-relief?year=2099', 404],
        ['/catalogs/jiaozuo/fire?year=26', 400],
      ],
      '/catalogs/{body}/lists/{kind}': [
        ['/catalogs/jiaozuo/lists/power', 200],
        ['/catalogs/jiaozuo/lists/service', 404],
        ['/catalogs/jiaozuo/lists/all?page=2', 400],
      ],
      '/changes': [
        ['/changes', 200],
        ['/changes?limit=2', 200],
        ['/changes?since=nonsense', 400],
        ['/changes?limit=5000', 400],
      ],
    }
    // What is taken in has tests of its own (reports.test.ts).
    const read = Object.entries(description.paths).filter(([, path]) => path.get)
    expect(Object.keys(asked).sort()).toEqual(read.map(([path]) => path).sort())
    for (const [path, { get }] of read) {
      const met = new Set<number>()
      for (const [address, status] of asked[path]!) {
        const answer = await checked(`/api/v1${address}`, get)
        expect(answer.status, address).toBe(status)
        met.add(status)
      }
      const told = Object.keys(get.responses)
        .map(Number)
        .filter(s => s !== 304 && s !== 429)
      expect([...met].sort(), path).toEqual(told.sort())
    }
  })

  it('错误一次说全，用中文，说明怎么办', async () => {
    const { status, text, headers } = await p.get('/api/v1/documents?limit=0&year=26&colour=red')
    expect(status).toBe(400)
    expect(headers.get('content-type')).toBe('application/problem+json; charset=utf-8')
    const { errors, title } = JSON.parse(text) as {
      errors: { name: string; reason: string }[]
      title: string
    }
    expect(title).toBe('请求写法不对')
    expect(errors.map(e => e.name).sort()).toEqual(['colour', 'limit'])
    for (const e of errors) expect(e.reason).toMatch(/[\u4e00-\u9fff].*。$/)
  })

  it('全文一件带附件、关系、版本；撤回的只给说明', async () => {
    const whole = await read(`/api/v1/documents/${numberOf(data.live)}`)
    expect(whole).toMatchObject({
      document_number: '焦应急〔2026〕31号',
      validity_name: '现行有效',
      body: 'jiaozuo',
    })
    expect(whole['revisions']).toHaveLength(2)
    const file = (whole['files'] as { url: string }[])[0]!
    expect((await p.get(new URL(file.url).pathname)).status).toBe(200)
    const gone = JSON.stringify(await read(`/api/v1/documents/${numberOf(data.purged)}`))
    expect(gone).not.toContain('张某某')
  })

  it('只读、允许跨源、带 ETag；未知地址和方法也是同样的错误格式', async () => {
    const first = await p.get('/api/v1/documents?limit=2')
    expect(first.headers.get('access-control-allow-origin')).toBe('*')
    expect(
      (await p.get('/api/v1/documents?limit=2', { 'if-none-match': first.headers.get('etag')! })).status,
    ).toBe(304)
    const options = await fetch(`${p.url}/api/v1/documents`, { method: 'OPTIONS' })
    expect(options.status).toBe(204)
    expect(options.headers.get('access-control-allow-headers')).toContain('If-None-Match')
    for (const method of ['POST', 'PUT', 'DELETE']) {
      const answer = await fetch(`${p.url}/api/v1/documents`, {
        method,
        body: method === 'DELETE' ? null : '{}',
      })
      expect(answer.status).toBe(405)
      expect(((await answer.json()) as Json)['detail']).toContain('请用 GET')
    }
    const unknown = await p.get('/api/v1/nothing')
    expect(unknown.status).toBe(404)
    expect(unknown.headers.get('content-type')).toContain('application/problem+json')
  })
})

describe('翻页不重不漏', () => {
  const ids = async (query: string, between: () => Promise<void> = async () => {}) => {
    const seen: number[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const page = (await read(`/api/v1/documents?${query}${cursor ? `&cursor=${cursor}` : ''}`)) as {
        documents: { id: number }[]
        next_cursor: string | null
      }
      seen.push(...page.documents.map(d => d.id))
      cursor = page.next_cursor
      await between()
    }
    return seen
  }

  it('期间有公开、更正、撤回：没有一件出现两次，始终公开着的一件不漏，其余由 /changes 补齐', async () => {
    const step = fc.constantFrom('publish' as const, 'correct' as const, 'withdraw' as const)
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(step, { maxLength: 3 }), { minLength: 1, maxLength: 6 }),
        fc.constantFrom('newest', 'oldest'),
        fc.integer({ min: 1, max: 12 }),
        async (plan, order, limit) => {
          const before = new Set(await ids('limit=200&body=henan'))
          const start = (await read('/api/v1/documents?limit=1')) as { changes_cursor: string }
          const touched = new Set<number>()
          const withdrawn = new Set<number>()
          const turns = [...plan]
          const seen = await ids(`limit=${limit}&order=${order}&body=henan`, async () => {
            for (const what of turns.shift() ?? []) {
              const some = [...before].filter(id => !withdrawn.has(id))
              const id = some[Math.floor(some.length / 2)]
              const address =
                id === undefined
                  ? null
                  : new URL(String((await read(`/api/v1/documents/${id}`))['url'])).pathname
              p.t.pass(86_400_000)
              if (what === 'publish' || address === null)
                touched.add(numberOf(await publishOne(p.t.house, { body: 2, title: '期间公开' })))
              else if (what === 'correct') {
                touched.add(
                  numberOf(
                    await publishOne(p.t.house, { body: 2, address, title: '期间更正', note: '改一字。' }),
                  ),
                )
              } else {
                await withdrawOne(p.t.house, address, 2)
                withdrawn.add(numberOf(address))
              }
            }
          })
          expect(new Set(seen).size).toBe(seen.length)
          for (const id of before) if (!withdrawn.has(id)) expect(seen).toContain(id)
          // What the walk did not see is told by the changes.
          const mirror = new Set(seen)
          let since = start.changes_cursor
          for (let more = true; more;) {
            const page = (await read(`/api/v1/changes?since=${since}&limit=2`)) as {
              changes: { id: number; change: string; body: string }[]
              next_since: string
              has_more: boolean
            }
            for (const c of page.changes.filter(c => c.body === 'henan')) {
              if (c.change === 'withdrawn') mirror.delete(c.id)
              else mirror.add(c.id)
            }
            ;[since, more] = [page.next_since, page.has_more]
          }
          expect([...mirror].sort()).toEqual((await ids('limit=200&body=henan')).sort())
          for (const id of touched) if (!withdrawn.has(id)) expect(mirror.has(id)).toBe(true)
        },
      ),
      { numRuns: 12 },
    )
  })

  it('几处同时公开：不断跟随变化的人一个也不漏，次序不回头', async () => {
    const from = (await read('/api/v1/changes?limit=1000')) as { next_since: string }
    let since = from.next_since
    const told: number[] = []
    let done = false
    const follow = (async () => {
      for (let last = false; !last;) {
        last = done
        const page = (await read(`/api/v1/changes?since=${since}&limit=7`)) as {
          changes: { number: number; id: number }[]
          next_since: string
          has_more: boolean
        }
        told.push(...page.changes.map(c => c.number))
        since = page.next_since
        if (page.has_more) last = false
      }
    })()
    const made = await Promise.all(
      [1, 2, 3].map(async body => {
        for (let i = 0; i < 12; i++) await publishOne(p.t.house, { body, title: `同时公开${i}` })
        return 12
      }),
    )
    done = true
    await follow
    expect(told).toHaveLength(made.reduce((a, b) => a + b))
    expect(told).toEqual([...told].sort((a, b) => a - b))
    expect(new Set(told).size).toBe(told.length)
  })

  it('请求过频得到 429 和 Retry-After', async () => {
    const answers = await Promise.all(Array.from({ length: 320 }, () => p.get('/api/v1/columns')))
    const late = answers.find(a => a.status === 429)!
    expect(late.headers.get('retry-after')).toBe('60')
    expect(JSON.parse(late.text)).toMatchObject({ status: 429, title: '请求太频繁' })
  })
})
