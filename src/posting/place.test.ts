import { expect, test } from 'vitest'
import { emptyContent } from './model.ts'
import { cannotStand } from './rules.ts'

test('放错栏目的送审、发布时就拦下，写明放到哪里（吉林 一(三) 内容混杂、错放）', () => {
  const content = { ...emptyContent, title: '开展汛前检查', html: '<p>今天开展汛前检查工作，情况如下。</p>' }
  const said = (kind: 'news' | 'notice' | 'leader', columns: string[]) =>
    cannotStand(kind, { ...content, columns } as never)
      .filter(r => r.field === 'columns')
      .map(r => [r.basis, r.text])
  expect(said('news', ['news'])).toEqual([])
  expect(said('notice', ['notice', 'relief', 'recruitment'])).toEqual([])
  expect(said('news', ['news', 'normative'])).toEqual([['吉林/一(三)', expect.stringContaining('“行政规范性文件”栏目只放公文')]]) // prettier-ignore
  expect(said('leader', ['organization', 'penalty'])).toEqual([['吉林/一(三)', expect.stringContaining('应放在“机构职能”')]]) // prettier-ignore
})
