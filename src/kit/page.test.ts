import { describe, expect, it } from 'vitest'
import { makePageCache, pack, type Answer } from './page.ts'

const answer = (body: string, status = 200): Answer => ({ status, type: 'text/html; charset=utf-8', body })
const open = (maxBytes = 1e6) => {
  const cache = makePageCache({ maxBytes, headers: {} })
  cache.shut(false)
  return cache
}
const text = (p: { form(e: 'identity'): { bytes: Buffer } | undefined } | undefined) =>
  p?.form('identity')?.bytes.toString()

describe('页面缓存', () => {
  it('生成过的页面从缓存给出，变动之后不再给出', async () => {
    const cache = open()
    await cache.render(
      'a',
      async () => answer('一'),
      () => true,
    )
    expect(text(cache.get('a'))).toBe('一')
    cache.empty()
    expect(cache.get('a')).toBeUndefined()
    expect(cache.bytes).toBe(0)
  })

  it('变动发生在生成途中：旧页面交给早先的请求，但不存入缓存；之后来的请求另行生成', async () => {
    const cache = open()
    let finish: (() => void) | undefined
    const slow = cache.render(
      'a',
      () => new Promise(resolve => (finish = () => resolve(answer('旧')))),
      () => true,
    )
    cache.empty()
    const fresh = cache.render(
      'a',
      async () => answer('新'),
      () => true,
    )
    expect(text(await fresh)).toBe('新')
    finish!()
    expect(text(await slow)).toBe('旧')
    expect(text(cache.get('a'))).toBe('新')
  })

  it('同时来的请求只生成一次', async () => {
    const cache = open()
    let made = 0
    const make = async () => {
      made++
      await new Promise(resolve => setTimeout(resolve, 5))
      return answer('一')
    }
    const pages = await Promise.all(Array.from({ length: 20 }, () => cache.render('a', make, () => true)))
    expect(made).toBe(1)
    expect(new Set(pages).size).toBe(1)
  })

  it('生成失败不留下任何东西，下一个请求重新生成', async () => {
    const cache = open()
    await expect(
      cache.render(
        'a',
        () => Promise.reject(new Error('x')),
        () => true,
      ),
    ).rejects.toThrow('x')
    expect(
      text(
        await cache.render(
          'a',
          async () => answer('一'),
          () => true,
        ),
      ),
    ).toBe('一')
  })

  it('监听断开（关闭）期间每次都重新生成，恢复后旧页面不再出现', async () => {
    const cache = open()
    await cache.render(
      'a',
      async () => answer('旧'),
      () => true,
    )
    cache.shut(true)
    expect(cache.get('a')).toBeUndefined()
    await cache.render(
      'a',
      async () => answer('旧'),
      () => true,
    )
    cache.shut(false)
    expect(cache.get('a')).toBeUndefined()
  })

  it('占用有上限，最久未用的先出', async () => {
    const cache = open(100_000)
    for (let i = 0; i < 50; i++)
      await cache.render(
        `p${i}`,
        async () => answer('x'.repeat(10_000)),
        () => true,
      )
    expect(cache.bytes).toBeLessThanOrEqual(100_000)
    expect(cache.get('p0')).toBeUndefined()
    expect(cache.get('p49')).toBeDefined()
  })

  it('每种编码只做一次，短的不压缩', async () => {
    const page = pack(answer('字'.repeat(3000)), {})
    expect(page.form('gzip')).toBeUndefined()
    const [a, b] = await Promise.all([page.make('gzip'), page.make('gzip')])
    expect(a).toBe(b)
    expect(a.bytes.length).toBeLessThan(1000)
    expect(pack(answer('短'), {}).form('br')?.bytes.toString()).toBe('短')
  })
})
