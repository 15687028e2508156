import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { effortOf } from '../../test/setup/effort.ts'
import { clause } from './clauses.ts'
import {
  clauseOfKind,
  detectKind,
  documentKindMeanings,
  documentKinds,
  isKind,
  kindOfTitle,
} from './documentKinds.ts'

describe('公文种类', () => {
  it('党政机关公文处理工作条例第八条：十五种，各有条款和含义', () => {
    expect(documentKinds).toHaveLength(15)
    for (const kind of documentKinds) {
      expect(clause(clauseOfKind(kind)).text.startsWith(kind)).toBe(true)
      expect(documentKindMeanings[kind].length).toBeGreaterThan(3)
      expect(isKind(kind)).toBe(true)
    }
    expect(isKind('办法')).toBe(false)
  })

  it('从真实的标题认出文种', () => {
    const titles: readonly (readonly [title: string, kind: string | null])[] = [
      ['应急管理部办公厅关于印发 安全生产和救灾领域基层政务 公开标准目录指引的通知', '通知'],
      ['吉林省应急管理厅办公室关于印发《2022年省应急管理厅政务公开工作要点》的通知', '通知'],
      ['瑞丽市救灾领域基层政务公开标准目录指引', null],
      ['国务院办公厅关于全面推进基层政务公开标准化规范化工作的指导意见', '意见'],
      ['关于转发《某某通知》的函', '函'],
      ['关于某某请示的复函', '函'],
      ['国务院关于某某的批复', '批复'],
      ['应急管理部公告（2024年第3号）', '公告'],
      ['中华人民共和国国务院令（第711号）', '命令（令）'],
      ['中华人民共和国应急管理部令第11号', '命令（令）'],
      ['第5次局长办公会议纪要', '纪要'],
      ['关于表彰先进集体的决定', '决定'],
      ['关于2023年安全生产情况的通报', '通报'],
      ['关于调整补助标准的紧急通知', '通知'],
      ['关于印发《某某管理办法（试行）》的通知', '通知'],
      ['生产安全事故应急预案管理办法', null],
      ['2023年政务公开工作要点', null],
      ['关于夏令营安全的口令', null],
      ['', null],
    ]
    for (const [title, kind] of titles) expect(kindOfTitle(title), title).toBe(kind)
  })

  it('书名号里的文种不算，只凭末字相像的标明拿不准', () => {
    expect(detectKind('解读《关于做好工作的通知》')).toBeNull()
    expect(detectKind('“3·1”火灾事故调查报告')).toEqual({ kind: '报告', certain: false })
    expect(detectKind('关于半年工作情况的报告')).toEqual({ kind: '报告', certain: true })
    expect(detectKind('通知')).toEqual({ kind: '通知', certain: true })
    expect(detectKind('放假通知')).toEqual({ kind: '通知', certain: false })
  })

  it('“关于……的＋文种”总能认出，后面加括号说明也一样', () => {
    const words = fc.array(fc.constantFrom(...'做好安全生产工作有关事项《办法》印发'), { maxLength: 12 })
    const tails = fc.constantFrom('', '（试行）', '（征求意见稿）', '〔2019〕390号', ' ')
    fc.assert(
      fc.property(words, fc.constantFrom(...documentKinds), tails, (middle, kind, tail) => {
        const title = `关于${middle.join('')}的${kind}${tail}`
        expect(detectKind(title), title).toEqual({ kind, certain: true })
      }),
    )
  })

  it('很长的标题也很快', async () => {
    const took = await effortOf(() => {
      for (const text of ['（'.repeat(100_000), '《'.repeat(100_000), '的通知'.repeat(50_000)])
        detectKind(text)
    })
    expect(took).toBeLessThan(1000)
  })
})
