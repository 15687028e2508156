import fc from 'fast-check'
import { expect, test } from 'vitest'
import { backoff, changed, merge, restore, same } from './autosave.ts'

const base = { title: '甲', body: '正文', columns: ['notice'] }

test('本机没有留存，或留存的与服务器一样，就用服务器的', () => {
  expect(restore(null, base, 3)).toEqual({ kind: 'server' })
  expect(restore({ draft: { ...base }, base, baseVersion: 3, at: 1 }, base, 3)).toEqual({ kind: 'server' })
})

test('只有本机往下写了：直接恢复，并说出是哪几项', () => {
  const draft = { ...base, body: '正文，又写一句' }
  expect(restore({ draft, base, baseVersion: 3, at: 7 }, base, 3)).toEqual({
    kind: 'local',
    draft,
    at: 7,
    fields: ['body'],
  })
})

test('两边都往下写了：让人选，不替人决定', () => {
  const draft = { ...base, body: '本机' }
  expect(restore({ draft, base, baseVersion: 3, at: 7 }, { ...base, body: '别处' }, 5).kind).toBe('choose')
})

test('关窗时正在上传、服务器其实收下了：后来又写的直接恢复，不问', () => {
  const sent = { ...base, title: '新题' }
  const draft = { ...sent, body: '传的时候又写' }
  const copy = { draft, base, baseVersion: 3, at: 7 }
  expect(restore({ ...copy, sent }, sent, 4)).toEqual({ kind: 'local', draft, at: 7, fields: ['body'] })
  expect(restore({ ...copy, sent }, { ...sent, body: '别人写的' }, 5).kind).toBe('choose')
  expect(restore(copy, sent, 4).kind).toBe('choose')
})

test('留存里没有新内容而服务器已往前走：不拿旧的去压新的', () => {
  expect(restore({ draft: base, base, baseVersion: 3, at: 7 }, { ...base, title: '乙' }, 5)).toEqual({
    kind: 'server',
  })
})

test('本机写的都已到服务器，服务器后来又往前走：用服务器的，不再问', () => {
  const draft = { ...base, title: '新题' }
  const server = { ...base, title: '新题', body: '后来又写的' }
  expect(restore({ draft, base, baseVersion: 3, at: 7 }, server, 5)).toEqual({ kind: 'server' })
})

test('合并：只有别处改的取别处，自己改的留自己，两边都改的留自己并点名', () => {
  const merged = merge(
    base,
    { ...base, title: '我改', body: '我改' },
    { ...base, title: '他改', columns: ['policy'] },
  )
  expect(merged.draft).toEqual({ title: '我改', body: '我改', columns: ['policy'] })
  expect(merged.conflicts).toEqual(['title'])
})

test('合并从不丢掉自己写的，也从不凭空造字', () => {
  const value = fc.constantFrom('甲', '乙', '丙')
  const draft = fc.record({ title: value, body: value, columns: fc.array(value, { maxLength: 2 }) })
  fc.assert(
    fc.property(draft, draft, draft, (from, mine, theirs) => {
      const { draft: merged, conflicts } = merge(from, mine, theirs)
      for (const field of ['title', 'body', 'columns'] as const) {
        const own = !same(from[field], mine[field])
        expect(merged[field]).toEqual(own ? mine[field] : theirs[field])
        if (conflicts.includes(field)) expect(own).toBe(true)
      }
    }),
  )
})

test('相等按内容比，数组和对象不混', () => {
  expect(same(['a'], ['a'])).toBe(true)
  expect(same(['a'], { 0: 'a' })).toBe(false)
  expect(same({ a: undefined }, { b: undefined })).toBe(false)
  expect(changed(base, { ...base, columns: [] })).toEqual(['columns'])
})

test('断网后重试越来越慢，最长30秒', () => {
  expect([1, 2, 3, 9].map(backoff)).toEqual([2000, 4000, 8000, 30_000])
})
