import { describe, expect, test } from 'vitest'
import { alike, bandsOf, likeness, pairsOf, same } from './likeness.ts'

const measure = (a: string, b: string) => likeness(pairsOf(a), pairsOf(b))

describe('条例第四十四条：相同、相近的申请按内容认', () => {
  test('套话、标点、全角半角不算：换一种说法申请同一信息，仍认作相同', () => {
    const plain = '2025年度安全生产监督检查计划'
    for (const said of [
      '申请公开2025年度安全生产监督检查计划',
      '特向贵局申请获取“２０２５年度安全生产监督检查计划”，请依法予以公开。',
      '请提供2025年度安全生产监督检查计划的有关材料',
    ])
      expect(measure(plain, said), said).toBeGreaterThanOrEqual(same)
  })

  test('年度不同的相近，不认作相同；事情不同的不相近', () => {
    const plan = '2025年度安全生产监督检查计划及执行情况'
    const other = measure(plan, '2019至2021年烟花爆竹经营许可证发放名单')
    expect(other).toBeLessThan(alike)
    expect(measure(plan, '安全生产监督检查计划执行')).toBeGreaterThanOrEqual(alike)
  })

  test('没有可比的文字，与谁也不相同', () => {
    expect(measure('', '')).toBe(0)
    expect(measure('申请公开', '申请公开')).toBe(0)
    expect(bandsOf('申请公开政府信息')).toEqual([])
  })

  test('找得到：相近到四成五以上的两段文字，几乎总有一条带相同；不相干的很少', () => {
    const words = '安全生产检查计划执法处罚事故调查报告应急预案演练物资储备救灾款物发放名单防汛抗旱森林火险'
    const letters = [...words]
    let seed = 7
    const next = (most: number) => (seed = (seed * 1103515245 + 12345) % 2147483648) % most
    const text = (n: number) => Array.from({ length: n }, () => letters[next(letters.length)]!).join('')
    let [found, close, struck, far] = [0, 0, 0, 0]
    for (let i = 0; i < 400; i++) {
      const one = text(40)
      const changed = [...one]
        .map(letter => (next(100) < 12 ? letters[next(letters.length)]! : letter))
        .join('')
      const foreign = text(40)
      const shares = (other: string) => bandsOf(other).some(b => bandsOf(one).includes(b))
      if (measure(one, changed) >= alike) {
        close++
        if (shares(changed)) found++
      }
      if (measure(one, foreign) < 0.1) {
        far++
        if (shares(foreign)) struck++
      }
    }
    expect(close).toBeGreaterThan(100)
    expect(found / close).toBeGreaterThan(0.97)
    expect(struck / far).toBeLessThan(0.2)
  })

  test('数是32位的：数据库存得下', () => {
    for (const band of bandsOf('2025年度安全生产监督检查计划')) {
      expect(Number.isInteger(band)).toBe(true)
      expect(Math.abs(band)).toBeLessThanOrEqual(2147483648)
    }
  })
})
