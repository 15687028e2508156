import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { keyOfAddress, readRows, withoutQuery } from './read.ts'
import { readTarget } from './target.ts'

describe('旧网址怎样比较', () => {
  test.each([
    ['http://yjj.example.gov.cn/Html/2019/05/123.html', '/html/2019/05/123.html'],
    ['https://yjj.example.gov.cn', null],
    ['/showinfo.aspx?CategoryNum=001002&InfoID=88', '/showinfo.aspx?categorynum=001002&infoid=88'],
    ['/showinfo.aspx?InfoID=88&CategoryNum=001002', '/showinfo.aspx?categorynum=001002&infoid=88'],
    ['/art/2020/1/2/art_1.html#top', '/art/2020/1/2/art_1.html'],
    ['/zwgk//tzgg/', '/zwgk/tzgg'],
    ['/%E9%80%9A%E7%9F%A5/1.html', '/通知/1.html'],
    ['/通知/1.html', '/通知/1.html'],
    // GBK percent codes are no UTF-8: compared as they are written.
    ['/%D5%FE%B2%DF/1.html', '/%d5%fe%b2%df/1.html'],
    ['/a.htm?', '/a.htm'],
    ['/x.asp?aa&A', '/x.asp?a&aa'],
    ['/a%3Fb&a?c%26d', '/a%3fb&a?c%26d'],
    ['zwgk/1.html', null],
    ['/a b.html', null],
    ['/a%0d%0aSet-Cookie:x', null],
    [`/${'a'.repeat(1001)}`, null],
    ['', null],
  ])('%s → %s', (typed, key) => {
    expect(keyOfAddress(typed)).toBe(key)
  })

  test('任意文字都不出错；读成的再读一遍不变', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'binary' }), fc.webUrl({ withQueryParameters: true })),
        typed => {
          const key = keyOfAddress(typed)
          if (key === null) return
          expect(key).toMatch(/^\//)
          if (!key.includes('%')) expect(keyOfAddress(key)).toBe(key)
          expect(withoutQuery(key) ?? key).not.toContain('?')
        },
      ),
    )
  })
})

describe('对照表的行', () => {
  test('有表头按表头，没有表头取前两列；空行不算', () => {
    const withHead = readRows([
      ['标题', '旧网址', '新网址'],
      ['某通知', '/a/1.html', '/jiaozuo/list/notice/'],
      ['', '', ''],
    ])
    expect(withHead.lines).toEqual([
      { row: 2, from: '/a/1.html', key: '/a/1.html', to: '/jiaozuo/list/notice/' },
    ])
    expect(readRows([['/a/1.html', '应急厅函〔2019〕390号']]).lines[0]).toMatchObject({ row: 1 })
  })

  test('同一旧网址指到两处的拒绝，写两遍的只算一次；缺的、读不懂的、首页，一次说全', () => {
    const { lines, findings } = readRows([
      ['/a.html', '/list/all/'],
      ['http://old.example/A.html', '/list/all/'],
      ['/a.html#x', '/bodies.html'],
      ['', '/bodies.html'],
      ['/b.html', ''],
      ['b.html', '/bodies.html'],
      ['http://old.example/', '/bodies.html'],
    ])
    expect(lines.map(l => l.key)).toEqual(['/a.html'])
    expect(findings.map(f => [f.row, f.tier])).toEqual([
      [2, 'note'],
      [3, 'fault'],
      [4, 'fault'],
      [5, 'fault'],
      [6, 'fault'],
      [7, 'fault'],
    ])
    for (const f of findings) expect(f.text).toMatch(/[一-鿿].*。$/)
    expect(readRows([]).findings[0]!.text).toContain('旧网址、新网址')
  })
})

describe('新网址', () => {
  const site = { domain: 'www.zhaoming.test', base: '/zwgk' }
  test.each([
    [
      '/jiaozuo/content/20261122-5.html',
      { kind: 'publication', address: '/jiaozuo/content/20261122-5.html' },
    ],
    [
      'https://www.zhaoming.test/zwgk/jiaozuo/content/20261122-5.html?x=1#a',
      { kind: 'publication', address: '/jiaozuo/content/20261122-5.html' },
    ],
    ['/', { kind: 'page', address: '/', slug: null }],
    ['/jiaozuo/', { kind: 'page', address: '/jiaozuo/', slug: 'jiaozuo' }],
    ['/jiaozuo/list/notice/', { kind: 'page', address: '/jiaozuo/list/notice/', slug: 'jiaozuo' }],
    ['/list/all/', { kind: 'page', address: '/list/all/', slug: null }],
    ['应急厅函〔2019〕390号', { kind: 'number', text: '应急厅函〔2019〕390号' }],
  ])('%s', (written, read) => {
    expect(readTarget(written, site)).toEqual(read)
  })

  test.each(['https://evil.example/x', '//evil.example/x', '/jiaozuo/list/nothing/', '/files/1/aa/b.pdf'])(
    '%s 不能作为新网址',
    written => {
      expect(readTarget(written, site).kind).toBe('fault')
    },
  )
})
