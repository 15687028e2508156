import { expect, test } from 'vitest'
import { makeClient, newKey, path, type Keeper } from './client.ts'
import { NotSignedIn, Refusal, Unreachable } from './refusal.ts'

type Sent = {
  readonly url: string
  readonly headers: Record<string, string>
  readonly method: string | undefined
}

function office(answers: (Response | Error)[], keeper: Partial<Keeper> = {}) {
  const sent: Sent[] = []
  let token: string | null = 'first'
  const client = makeClient(
    async (url, init) => {
      sent.push({ url, method: init.method, headers: init.headers as Record<string, string> })
      const answer = answers.shift() ?? new Error('no more answers')
      if (answer instanceof Error) throw answer
      return answer
    },
    {
      csrf: () => token,
      signInAgain: async () => {
        token = 'second'
      },
      renew: async () => {
        token = 'second'
        return true
      },
      heard: () => {},
      ...keeper,
    },
  )
  return { client, sent }
}

const json = (value: unknown, status = 200) => new Response(JSON.stringify(value), { status })

test('登录失效后在原页重新登录，同一个请求带着同一个标识和新的令牌再发一次', async () => {
  const { client, sent } = office([json({ code: 'signed-out' }, 401), json({ ok: 1 })])
  await expect(client('POST', '/api/x', { body: {}, key: 'k-1' })).resolves.toEqual({ ok: 1 })
  expect(sent.map(s => s.headers['x-csrf-token'])).toEqual(['first', 'second'])
  expect(sent.map(s => s.headers['idempotency-key'])).toEqual(['k-1', 'k-1'])
})

test('不肯重新登录时说明没有提交', async () => {
  const { client } = office([json({}, 401)], { signInAgain: () => Promise.reject(new Error('closed')) })
  await expect(client('POST', '/api/x')).rejects.toBeInstanceOf(NotSignedIn)
})

test('登录页自己的401是一条理由，不再弹出登录框', async () => {
  const { client } = office([json({ code: 'signed-out', reasons: [{ text: '账号或口令不对。' }] }, 401)])
  await expect(client('POST', '/api/session', { bare: true })).rejects.toMatchObject({ status: 401 })
})

test('另一个标签页换了令牌：取一次新的再发；还是不行就如实说', async () => {
  const once = office([json({ code: 'forbidden' }, 403), json({ ok: 1 })])
  await expect(once.client('PUT', '/api/x')).resolves.toEqual({ ok: 1 })
  const never = office([json({ code: 'forbidden' }, 403), json({ code: 'forbidden' }, 403)])
  await expect(never.client('PUT', '/api/x')).rejects.toBeInstanceOf(Refusal)
  expect(never.sent).toHaveLength(2)
})

test('读取不带令牌；断网说成断网；空回答是空', async () => {
  const { client, sent } = office([json(1), new Error('down'), new Response(null, { status: 204 })])
  await client('GET', '/api/x')
  expect(sent[0]?.headers['x-csrf-token']).toBeUndefined()
  await expect(client('GET', '/api/x')).rejects.toBeInstanceOf(Unreachable)
  await expect(client('DELETE', '/api/x')).resolves.toBeUndefined()
})

test('没有 randomUUID 的内网 http 页面也造得出合格的请求标识', () => {
  const plain = { getRandomValues: crypto.getRandomValues.bind(crypto) } as unknown as Crypto
  const keys = Array.from({ length: 200 }, () => newKey(plain))
  for (const key of keys)
    expect(key).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  expect(new Set(keys).size).toBe(200)
})

test('空的条件不进地址', () => {
  expect(path('/api/documents', { q: '', state: null, page: 2 })).toBe('/api/documents?page=2')
  expect(path('/api/documents', { q: undefined })).toBe('/api/documents')
})
