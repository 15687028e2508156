import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { effortOf } from '../../../test/setup/effort.ts'
import { textOf } from '../model.ts'
import { compare, isSame } from './compare.ts'
import { marksOf } from './marks.ts'
import { clauseHead } from './head.ts'
import { unitsOf } from './units.ts'

const p = (lines: readonly string[]) => lines.map(l => `<p>${l}</p>`).join('')

const measures = [
  '第一条　为规范烟花爆竹零售点布设，保障公共安全，制定本办法。',
  '第二条　本县行政区域内烟花爆竹零售点的设置和管理，适用本办法。',
  '第三条　零售点与学校、医院的距离不得小于100米。',
  '第四条　零售点存放量不得超过100箱。',
  '第五条　本办法自2026年1月1日起施行，有效期五年。',
]

describe('条款的识别', () => {
  test('中文、阿拉伯数字的条序都认得，正文里提到的条不当作条款', () => {
    expect(clauseHead('第一百零三条　附则')?.anchor).toBe('art-103')
    expect(clauseHead('第3条 零售点')?.anchor).toBe('art-3')
    expect(clauseHead('第万条　零售点')).toBeNull()
    expect(clauseHead('第三条　零售点')).toEqual({ label: '第三条', anchor: 'art-3' })
    expect(clauseHead('第三条 【布设】零售点')?.anchor).toBe('art-3')
    expect(clauseHead('第十二条之一　零售点')?.anchor).toBe('art-12-1')
    expect(clauseHead('第三条的规定，适用于本县。')).toBeNull()
    expect(clauseHead('第三条、第四条所列事项')).toBeNull()
    expect(clauseHead('第三条第二款规定的')).toBeNull()
    expect(clauseHead('依照第三条')).toBeNull()
  })

  test('一条的各款各项归在这一条里，章名、前言、落款自成一段', () => {
    const html = `<h2>第一章　总则</h2>${p([measures[0]!, measures[2]!, '（一）学校；', '（二）医院。', measures[3]!])}<p class="signatory">测试县应急管理局</p><p class="date">2026年1月1日</p>`
    const units = unitsOf(html)
    expect(units.map(u => [u.kind, u.label])).toEqual([
      ['heading', '第一章'],
      ['clause', '第一条'],
      ['clause', '第三条'],
      ['clause', '第四条'],
      ['paragraph', ''],
      ['paragraph', ''],
    ])
    expect(units[2]!.text).toContain('\n（二）医院。')
  })

  test('附文里再从第一条编起的，锚点不重复', () => {
    const anchors = unitsOf(p(['第一条　甲。', '第二条　乙。', '第一条　丙。'])).map(u => u.anchor)
    expect(anchors).toEqual(['art-1', 'art-2', 'art-1_2'])
  })
})

describe('逐条对照', () => {
  test('插入一条：后面各条重新编号，仍是原来的条款', () => {
    const now = [
      ...measures.slice(0, 2),
      '第三条　零售点应当专人值守。',
      ...measures
        .slice(2)
        .map(m =>
          m.replace(/^第(.)条/, (_, n: string) => `第${'一二三四五六'['一二三四五'.indexOf(n) + 1]}条`),
        ),
    ]
    const { rows, counts } = compare(p(measures), p(now))
    expect(counts).toEqual({ same: 5, changed: 0, added: 1, deleted: 0, renumbered: 3, moved: 0 })
    expect(rows.map(r => [r.old?.label ?? null, r.new?.label ?? null])).toEqual([
      ['第一条', '第一条'],
      ['第二条', '第二条'],
      [null, '第三条'],
      ['第三条', '第四条'],
      ['第四条', '第五条'],
      ['第五条', '第六条'],
    ])
  })

  test('改一个数字：只标出这个数；删去一条：留在原处', () => {
    const now = measures.map(m => m.replace('100米', '150米')).filter((_, i) => i !== 3)
    const { rows, counts } = compare(p(measures), p(now))
    expect(counts).toMatchObject({ same: 3, changed: 1, deleted: 1, added: 0 })
    const changed = rows.find(r => r.change === 'changed')!
    expect(changed.runs.filter(r => r.kind !== 'same')).toEqual([
      { kind: 'deleted', text: '100' },
      { kind: 'added', text: '150' },
    ])
    expect(rows.map(r => r.change)).toEqual(['same', 'same', 'changed', 'deleted', 'same'])
  })

  test('换了位置的条款是“移动”，不是删除又新增', () => {
    const now = [measures[0]!, measures[3]!, measures[1]!, measures[2]!, measures[4]!]
    const { counts, rows } = compare(p(measures), p(now))
    expect(counts).toMatchObject({ same: 5, added: 0, deleted: 0, moved: 1 })
    expect(rows.find(r => r.moved)?.old?.label).toBe('第四条')
  })

  test('没有条的通知按段对照；空文与全文是全部新增', () => {
    const notice = p(['一、总体要求', '坚持公开为常态。', '二、任务', '按季度报送。'])
    expect(compare(notice, notice.replace('季度', '月')).counts).toMatchObject({ changed: 1, same: 3 })
    expect(compare('', notice).counts).toMatchObject({ added: 4, same: 0 })
    expect(compare(notice, '').counts).toMatchObject({ deleted: 4 })
  })

  const line = fc.string({
    unit: fc.constantFrom(...'应急管理局安全生产第三条（一）。；0１23年<b>'),
    maxLength: 24,
  })
  const numbered = fc
    .array(line, { maxLength: 14 })
    .map(lines => p(lines.map((l, i) => (i % 3 === 0 ? `第${i + 1}条　${l}` : l)).map(escape)))
  const escape = (l: string) => l.replaceAll('<', '&lt;').replaceAll('>', '&gt;')

  test('任意两篇：每一条款在对照中恰好出现一次，新文次序不变，旧文、新文都能从标记还原', () => {
    fc.assert(
      fc.property(numbered, numbered, (a, b) => {
        const { rows, counts } = compare(a, b)
        const [old, now] = [unitsOf(a), unitsOf(b)]
        expect(rows.flatMap(r => (r.new ? [r.new] : []))).toEqual(now)
        const seen = rows.flatMap(r => (r.old ? [r.old] : []))
        const key = (u: { label: string; text: string }) => `${u.label}|${u.text}`
        expect(seen.map(key).sort()).toEqual(old.map(key).sort())
        expect(rows).toHaveLength(counts.same + counts.changed + counts.added + counts.deleted)
        for (const row of rows) {
          const text = (without: string) =>
            row.runs
              .filter(r => r.kind !== without)
              .map(r => r.text)
              .join('')
          expect(text('added')).toBe(row.old?.text ?? '')
          expect(text('deleted')).toBe(row.new?.text ?? '')
        }
      }),
      { numRuns: 300 },
    )
  })

  test('任意一篇与自己比：没有任何改动；每一行文字都在某个条款里', () => {
    fc.assert(
      fc.property(numbered, html => {
        expect(isSame(compare(html, html))).toBe(true)
        const squeezed = (t: string) => t.replace(/\s/g, '')
        const units = unitsOf(html).map(u => u.label + u.text)
        expect(squeezed(units.join(''))).toBe(squeezed(textOf(html)))
      }),
      { numRuns: 300 },
    )
  })

  test('三千段的长文也在几秒内对照完', async () => {
    const long = (salt: string) =>
      p(
        Array.from(
          { length: 3000 },
          (_, i) => `第${i + 1}条　关于事项${i}的规定${i % 2 ? salt : ''}，按要求办理。`,
        ),
      )
    let changed = 0
    const took = await effortOf(() => {
      changed = compare(long('甲乙丙丁'), long('戊己庚辛')).counts.changed
    })
    expect(changed).toBeGreaterThan(1000)
    expect(took).toBeLessThan(4000)
  })

  test('两段文字完全不同：整段替换，不作逐字拼凑', () => {
    expect(marksOf('甲'.repeat(3000), '乙'.repeat(3000))).toEqual([
      { kind: 'deleted', text: '甲'.repeat(3000) },
      { kind: 'added', text: '乙'.repeat(3000) },
    ])
  })
})
