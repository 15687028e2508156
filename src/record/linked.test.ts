import { describe, expect, it } from 'vitest'
import { effortOf } from '../../test/setup/effort.ts'
import { showBody } from './portal/body.ts'
import { linked } from './portal/linked.ts'

const plainly = (html: string) => linked(html, url => `<a href="${url}">`)

describe('正文里写明的网址、邮箱、电话可以点开（条例第十二条：指南载明联系方式）', () => {
  it('网址、gov.cn 域名、邮箱、固定电话、热线成为链接，字句一个不变', () => {
    const text =
      '<p>网址：https://yjj.example.gov.cn/a?b=1&amp;c=2，邮箱yjj@example.gov.cn；电话：0391-3568901、（0371）65919700；热线12350。见www.mem.gov.cn。</p>'
    const html = plainly(text)
    expect(html).toContain('<a href="https://yjj.example.gov.cn/a?b=1&amp;c=2">')
    expect(html).toContain('<a href="mailto:yjj@example.gov.cn">yjj@example.gov.cn</a>')
    expect(html).toContain('<a href="tel:03913568901">0391-3568901</a>')
    expect(html).toContain('<a href="tel:037165919700">（0371）65919700</a>')
    expect(html).toContain('热线<a href="tel:12350">12350</a>')
    expect(html).toContain('<a href="http://www.mem.gov.cn">www.mem.gov.cn</a>。')
    expect(html.replace(/<\/?a[^>]*>/g, '')).toBe(text)
  })

  it('已经是链接的、传真、日期、文号、编号、金额、小数和邮政编码不动', () => {
    for (const text of [
      '<p><a href="https://www.gov.cn/">https://www.gov.cn/</a></p>',
      '<p><a href="mailto:a@b.cn"><strong>a@b.cn</strong></a></p>',
      '<p>传真：0391-3568902</p>',
      '<tr><th>传真</th><td>0391-3568902</td></tr>',
      '<p>2026-11-22，焦应急〔2026〕31号，11410800MB1234567X/2026-00031，12345件，119.5万元，454000</p>',
      '<p>身份证410802199001011234，统一编号ZD-0391-2026</p>',
      '<p>&lt;script&gt;&quot;&amp;amp;</p>',
    ])
      expect(plainly(text)).toBe(text)
  })

  it('句末标点不属于网址；引号断开网址，写不进属性', () => {
    expect(plainly('<p>见https://a.gov.cn/x.</p>')).toBe(
      '<p>见<a href="https://a.gov.cn/x">https://a.gov.cn/x</a>.</p>',
    )
    expect(plainly('<p>https://a.gov.cn/&quot;onclick=1</p>')).toBe(
      '<p><a href="https://a.gov.cn/">https://a.gov.cn/</a>&quot;onclick=1</p>',
    )
  })

  it('非政府网站的网址先经过“您将离开本网站”，编号接在原有链接之后', () => {
    const shown = showBody(
      '<p>https://example.org/x?a=1&amp;b=2 和<a href="https://example.com/">别处</a>，https://www.gov.cn/</p>',
      () => null,
      n => `/leave/7-${n}.html`,
    )
    expect(shown.outside).toEqual(['https://example.com/', 'https://example.org/x?a=1&b=2'])
    expect(shown.html).toContain(
      '<a href="/leave/7-2.html" rel="noopener nofollow">https://example.org/x?a=1&amp;b=2</a>',
    )
    expect(shown.html).toContain('<a href="https://www.gov.cn/" rel="noopener nofollow">')
  })

  it('很长的字串也只走一遍', async () => {
    const took = await effortOf(() => {
      for (const piece of ['a', 'a.', 'a-', '0391-', '1', 'http://', 'a@', '（0391）'])
        plainly(`<p>${piece.repeat(60_000)}</p>`)
    })
    expect(took).toBeLessThan(5_000)
  })
})

describe('正文里的表', () => {
  it('七列以上的表按自己的宽度排；每张表，套在里面的也是，各有一个可以左右滚动的范围', () => {
    const row = (n: number) => `<tr>${'<td>格</td>'.repeat(n)}</tr>`
    const wide = (html: string) =>
      [...showBody(html, () => null).html.matchAll(/class="scroll( wide)?"/g)].map(m => m[1] !== undefined)
    expect(wide(`<table>${row(6)}</table><table>${row(7)}</table>`)).toEqual([false, true])
    expect(wide(`<table><tr><td colspan="11">总表</td></tr>${row(11)}</table>`)).toEqual([true])
    const nested = showBody(`<table><tr><td>外<table>${row(8)}</table></td></tr></table>`, () => null).html
    expect(nested.match(/<section/g)).toHaveLength(2)
    expect(nested.match(/<\/section>/g)).toHaveLength(2)
  })
})
