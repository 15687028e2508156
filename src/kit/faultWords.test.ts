import { beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { sayFaultsInChinese } from './faultWords.ts'
import { faultsOf } from './form.ts'

/** What a form answers that has no words of its own for a fault (行政机关的网页用规范汉字：国家通用语言文字法第九条). */

beforeAll(sayFaultsInChinese)

const form = z.object({
  title: z.string().min(1).max(5),
  count: z.number().int().min(1).max(2_147_483_647),
  tier: z.enum(['A', 'B', 'C']),
  late: z.literal('1').optional(),
  open: z.boolean(),
  rows: z.array(z.object({ at: z.string().regex(/^\d+$/) })).min(2).max(3), // prettier-ignore
  either: z.union([z.string(), z.number()]).optional(),
})
const good = { title: '标题', count: 1, tier: 'A', open: true, rows: [{ at: '1' }, { at: '2' }] }
const said = (given: unknown) => faultsOf(form.safeParse(given).error ?? { issues: [] })

describe('表单没有自己的说法时', () => {
  test('缺的、写错的，都用中文说出是哪一项、怎么改，一次说全', () => {
    expect(said(good)).toEqual([])
    expect(said({ title: null, count: '3', tier: 'Z', open: 1, rows: {} })).toEqual([
      { field: 'title', text: '缺少“title”，请补上后重试。' },
      { field: 'count', text: '“count”应为数字，请改正后重试。' },
      { field: 'tier', text: '“tier”只能是A、B、C之一，请改正后重试。' },
      { field: 'open', text: '“open”应为是或者否，请改正后重试。' },
      { field: 'rows', text: '“rows”应为列表，请改正后重试。' },
    ])
    expect(said(undefined)).toEqual([{ field: undefined, text: '没有收到内容，请填写后重试。' }])
    expect(said([])).toEqual([{ field: undefined, text: '提交的内容应为一组内容，只能写一次。' }])
  })

  test('太长、太短、太大、写法不对、重复写的参数', () => {
    const one = (change: object) => said({ ...good, ...change }).map(f => f.text)
    expect(one({ title: '六个字的标题' })).toEqual(['“title”不能超过5个字，请改正后重试。'])
    expect(one({ title: '' })).toEqual(['“title”不能为空，请填写后重试。'])
    expect(one({ count: 0 })).toEqual(['“count”应不小于1，请改正后重试。'])
    expect(one({ count: 2 ** 31 })).toEqual(['“count”不能大于2147483647，请改正后重试。'])
    expect(one({ count: 1.5 })).toEqual(['“count”应为整数，请改正后重试。'])
    expect(one({ late: '2' })).toEqual(['“late”只能是1，请改正后重试。'])
    expect(one({ rows: [{ at: '1' }] })).toEqual(['“rows”至少要有2项，请补足后重试。'])
    expect(one({ rows: [{ at: '1' }, { at: 'x' }] })).toEqual(['“rows.1.at”的写法不对，请核对后重试。'])
    expect(one({ title: ['甲', '乙'] })).toEqual(['“title”应为文字，只能写一次。'])
    expect(one({ either: true })).toEqual(['“either”不符合要求，请核对后重试。'])
    expect(z.strictObject({}).safeParse({ q: 1 }).error?.issues[0]?.message).toBe(
      '没有“q”这样的项，请核对写法后重试。',
    )
  })

  test('表单自己的说法在先；发来的内容不照样说回去', () => {
    const own = z.object({ version: z.number('缺少版本号，请刷新页面。') })
    expect(faultsOf(own.safeParse({}).error!)[0]?.text).toBe('缺少版本号，请刷新页面。')
    const texts = said({ ...good, tier: '<script>', title: 7 }).map(f => f.text)
    expect(texts.join('')).not.toContain('script')
  })
})
