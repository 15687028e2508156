import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { outcomes } from '#law/outcomes.ts'
import { feeByPiece, feeByVolume, feeText } from './fees.ts'
import { everyWay, guide } from './guide.ts'
import { closedBecause, missingFor, needsFor, type CaseFile } from './needs.ts'
import { applicationSchema, channels } from './model.ts'
import { arrivalFaults, receiptDay, receiptRules } from './receipt.ts'
import { remedyNotice, remedyOf, type RemedyPlaces } from './remedy.ts'
import { requestStates, requestWorkflow } from './workflow.ts'
import { isClauseId } from '#law/clauses.ts'
import { targetsOf, type Workflow } from '#kit/workflow.ts'

const file: CaseFile = {
  grounds: [],
  searches: 0,
  supplementAsked: false,
  supplementReceived: false,
  supplementLapsed: false,
  reasons: 'not-asked',
  thirdPartiesConsulted: 0,
  thirdPartiesPending: 0,
  thirdPartyConsented: false,
  thirdPartyRefused: false,
  publicInterest: '',
  classificationEvidence: '',
  harm: '',
  prohibitingLaw: '',
  specialLaw: '',
  rightChannel: '',
  earlierRequest: '',
  publicAddress: '',
  provision: '',
  responsibleBody: '',
  redactionVerified: false,
  openPart: false,
  openPartChecked: false,
  feeNotified: false,
  feeLapsed: false,
  reason: '',
}

describe('收到申请之日（第三十一条）', () => {
  const arrival = { submittedOn: '2025-09-27', arrivedOn: '2025-09-27', confirmedOn: null }
  test('当面提交的是提交之日，邮寄签收的是签收之日，不需要确认', () => {
    expect(receiptDay({ ...arrival, channel: 'counter' })).toBe('2025-09-27')
    expect(receiptDay({ ...arrival, arrivedOn: '2025-09-29', channel: 'signedMail' })).toBe('2025-09-29')
  })
  test('平常信函周六收到、调休上班的周日确认：以确认之日为收到之日', () => {
    expect(receiptDay({ ...arrival, channel: 'plainMail' })).toBeNull()
    expect(receiptDay({ ...arrival, channel: 'plainMail', confirmedOn: '2025-09-28' })).toBe('2025-09-28')
  })
  test('互联网、传真、转来的，双方确认以前时钟不走', () => {
    for (const channel of ['online', 'fax', 'elsewhere', 'announced'] as const) {
      expect(receiptDay({ ...arrival, channel })).toBeNull()
      expect(receiptDay({ ...arrival, channel, confirmedOn: '2025-10-09' })).toBe('2025-10-09')
    }
  })
  test('日期的前后矛盾一次说全', () => {
    const faults = arrivalFaults(
      { channel: 'online', submittedOn: '2026-11-30', arrivedOn: '2026-11-29', confirmedOn: '2026-11-28' },
      '2026-11-22',
    )
    expect(faults.map(f => f.field)).toEqual([
      'submittedOn',
      'arrivedOn',
      'arrivedOn',
      'confirmedOn',
      'confirmedOn',
    ])
  })
  test('每种渠道都有凭证和依据', () => {
    for (const channel of channels) {
      expect(receiptRules[channel].evidence).not.toBe('')
      expect(receiptRules[channel].basis.every(isClauseId)).toBe(true)
    }
  })
})

describe('信息处理费（国办函〔2020〕109号）', () => {
  test.each([
    [10, 0],
    [11, 100],
    [30, 2000],
    [31, 2200],
    [40, 4000],
    [41, 4300],
    [50, 7000],
    [51, 7400],
    [55, 9000],
  ])('第四条：一个自然月%i件，%i元', (pieces, yuan) => {
    expect(feeByPiece(pieces).amount).toBe(yuan)
  })
  test.each([
    [30, 0],
    [31, 10],
    [68, 380],
    [100, 700],
    [101, 720],
    [200, 2700],
    [201, 2740],
    [250, 4700],
  ])('第五条：一件%i页，%i元', (pages, yuan) => {
    expect(feeByVolume(pages).amount).toBe(yuan)
  })
  test('第四条：分几次申请与一次申请，当月累计的数额相同', () => {
    fc.assert(
      fc.property(fc.nat(120), fc.nat(120), (a, b) => {
        expect(feeByPiece(a).amount + feeByPiece(b, a).amount).toBe(feeByPiece(a + b).amount)
      }),
    )
  })
  test('每一档的件数加起来是全部件数，写得出算式', () => {
    fc.assert(
      fc.property(fc.nat(500), n => {
        for (const account of [feeByPiece(n), feeByVolume(n)])
          expect(account.lines.reduce((sum, line) => sum + line.count, 0)).toBe(n)
      }),
    )
    expect(feeText(feeByVolume(68))).toEqual(['1—30页：30页×0元＝0元', '31—100页：38页×10元＝380元'])
  })
  test('负数、小数、离谱的数被拒绝', () => {
    for (const n of [-1, 1.5, NaN, 2_000_000]) expect(() => feeByVolume(n)).toThrow(RangeError)
  })
})

describe('答复的判断（第三十条、第三十五条至第三十九条）', () => {
  const ways = everyWay()
  test('每一条路都有且只有一个结果，十七种结果都到得了', () => {
    expect(new Set(ways.map(w => w.outcome))).toEqual(new Set(outcomes.map(o => o.code)))
    for (const way of ways) {
      const at = guide(way.answers)
      expect(at.done && at.outcome.code).toBe(way.outcome)
    }
  })
  test('第三十六条第四项：只有经过检索才走得到“不存在”；缺检索记录的不能答复', () => {
    for (const way of ways.filter(w => w.outcome === 'O6')) expect(way.answers.held).toBe('notFound')
    expect(missingFor('O6', file).map(m => m.field)).toEqual(['searches'])
    expect(missingFor('O6', { ...file, searches: 1 })).toEqual([])
  })
  test('第三十条：没有补正过的，不能答复“补正后仍不明确”，也不能视为放弃', () => {
    expect(missingFor('O9', file)[0]).toMatchObject({ basis: '条例/30' })
    expect(missingFor('O15', file)[0]).toMatchObject({ basis: '条例/30' })
    expect(missingFor('O15', { ...file, supplementAsked: true })[0]!.text).toContain('登记期满未补正')
    expect(missingFor('O15', { ...file, supplementAsked: true, supplementLapsed: true })).toEqual([])
    expect(missingFor('O16', { ...file, feeNotified: true })[0]!.text).toContain('登记期满未缴费')
    expect(missingFor('O16', { ...file, feeNotified: true, feeLapsed: true })).toEqual([])
    expect(missingFor('O9', { ...file, supplementAsked: true, supplementReceived: true })).toEqual([])
  })
  test('第三十五条：没有要求说明理由的，不能以大量、反复申请不予处理', () => {
    expect(missingFor('O13', file)).toHaveLength(1)
    expect(missingFor('O13', { ...file, reasons: 'waiting' })[0]!.text).toContain('还没有届满')
    expect(missingFor('O13', { ...file, reasons: 'reasonable' })[0]!.text).toContain('不能不予处理')
    for (const reasons of ['silent', 'unreasonable'] as const)
      expect(missingFor('O13', { ...file, reasons })).toEqual([])
  })
  test('第三十二条：以第三方权益不予公开的，先书面征求意见；第三方同意的不能不公开', () => {
    const withheld = { ...file, grounds: ['E15'], reason: '含商业秘密' }
    expect(missingFor('O4', withheld).map(m => m.field)).toEqual(['thirdParty'])
    expect(missingFor('O4', { ...withheld, thirdPartiesConsulted: 1 })).toEqual([])
    expect(
      missingFor('O4', { ...withheld, thirdPartiesConsulted: 1, thirdPartyConsented: true }),
    ).toHaveLength(1)
    expect(missingFor('O2', { ...file, provision: '复印件', thirdPartiesPending: 1 })[0]).toMatchObject({
      field: 'thirdParty',
    })
  })
  test('第十四条：国家秘密须有定密依据，禁止公开须写明法律，危及安全须说明危害；一次说全', () => {
    expect(missingFor('O4', { ...file, grounds: ['E14-1', 'E14-2', 'E14-3'] }).map(m => m.field)).toEqual([
      'classificationEvidence',
      'prohibitingLaw',
      'harm',
      'reason',
    ])
  })
  test('第三十六条第二项：予以公开的要把信息给出去，附了文件的先检查', () => {
    expect(missingFor('O2', file).map(m => m.field)).toEqual(['provision'])
    expect(missingFor('O2', { ...file, provision: '复印件1份' })).toEqual([])
    expect(missingFor('O2', { ...file, openPart: true }).map(m => m.field)).toEqual(['openPart'])
    expect(missingFor('O2', { ...file, openPart: true, openPartChecked: true })).toEqual([])
  })
  test('30号（2021）三：撤回、并案办结的，写明申请人怎样撤回、并入哪一件；没有的不能办结', () => {
    expect(missingFor('O17', file)[0]).toMatchObject({ field: 'reason', basis: '30号(2021)/三' })
    expect(missingFor('O17', { ...file, reason: '您于2026年3月2日书面撤回该申请。' })).toEqual([])
  })
  test('第三十六条第五项：非本机关的须说明理由，负责机关能够确定的才写', () => {
    expect(missingFor('O7', { ...file, responsibleBody: '某局' }).map(m => m.field)).toEqual(['reason'])
    expect(missingFor('O7', { ...file, reason: '不是本机关制作或者保存的' })).toEqual([])
  })
  test('案卷不容许的答案旁边写着为什么；容许的没有话', () => {
    const closed = (held: Partial<CaseFile>) =>
      everyWay()
        .flatMap(way => Object.entries(way.answers))
        .flatMap(([id, value]) => closedBecause(id, value!, { ...file, ...held }) ?? [])
    expect(new Set(closed({}))).toEqual(
      new Set(['没有告知过补正', '没有发出过收费通知', '没有要求过说明理由']),
    )
    const done = {
      supplementAsked: true,
      supplementReceived: true,
      supplementLapsed: true,
      feeNotified: true,
      feeLapsed: true,
      reasons: 'unreasonable',
    } as const
    expect(closed(done)).toEqual([])
    expect(new Set(closed({ ...done, reasons: 'waiting', feeLapsed: false }))).toEqual(
      new Set(['还没有认定缴费期满', '申请人还没有说明，期限也没有届满']),
    )
  })
  test('每一种结果须有的东西，缺的与已有的列在一起，缺的就是不能拟定的理由', () => {
    for (const { code } of outcomes) {
      const needs = needsFor(code, { ...file, grounds: ['E15'] })
      expect(needs.filter(n => !n.ok).map(n => n.text)).toEqual(
        missingFor(code, { ...file, grounds: ['E15'] }).map(m => m.text),
      )
      for (const need of needs) expect(isClauseId(need.basis), need.basis).toBe(true)
    }
  })
  test('第三十七条：部分公开须附可公开的部分，并通过遮盖检查', () => {
    expect(missingFor('O3', { ...file, grounds: ['E16-1'], reason: '人事信息' }).map(m => m.field)).toEqual([
      'openPart',
      'redaction',
    ])
  })
})

describe('救济途径（行政复议法第二十二条、第二十三条）', () => {
  const places: RemedyPlaces = {
    reviewBody: '焦作市人民政府',
    court: '焦作市解放区人民法院',
    onlineReview: 'https://example.invalid/fuyi',
    queryReviewFirst: false,
  }
  test('依第十四条至第十六条不予公开、部分公开的，先复议', () => {
    for (const outcome of ['O3', 'O4']) {
      const notice = remedyNotice({ outcome, grounds: ['E16-2'], online: false }, places)
      expect(notice.remedy).toBe('review-first')
      expect(notice.text).toContain('六十日内，先向焦作市人民政府申请行政复议')
      expect(notice.text).toContain('十五日内')
      expect(notice.text).not.toContain('六个月')
    }
  })
  test('无法提供、不予处理的，可以复议也可以直接起诉', () => {
    for (const outcome of ['O1', 'O6', 'O7', 'O8', 'O10', 'O11', 'O13', 'O15']) {
      const notice = remedyNotice({ outcome, grounds: [], online: false }, places)
      expect(notice.text).toContain('六个月内向焦作市解放区人民法院')
    }
  })
  test('行政查询事项是否先复议，从本机关的设置', () => {
    expect(remedyOf('O5', ['E36-7'], { queryReviewFirst: true })).toBe('review-first')
    expect(remedyOf('O5', ['E36-7'], { queryReviewFirst: false })).toBe('either')
  })
  test('网上送达的，必须同时给出申请复议的互联网渠道', () => {
    const bare = { ...places, onlineReview: null }
    expect(remedyNotice({ outcome: 'O4', grounds: ['E15'], online: true }, bare).faults).toHaveLength(1)
    expect(remedyNotice({ outcome: 'O4', grounds: ['E15'], online: false }, bare).faults).toEqual([])
    expect(remedyNotice({ outcome: 'O4', grounds: ['E15'], online: true }, places).text).toContain(
      '互联网渠道',
    )
  })
  test('撤回、并案结束的不写救济途径', () => {
    expect(remedyNotice({ outcome: 'O17', grounds: [], online: false }, places).text).toBeNull()
  })
})

describe('申请表（第二十九条）', () => {
  const good = {
    applicantKind: 'natural',
    name: '申请人甲',
    identityProof: 'passport',
    identityNumber: 'X0000001',
    phone: '13800000000',
    description: '2025年安全生产监督检查计划',
    carrier: 'paper',
    delivery: 'pickUp',
  }
  test('用途不必填，信息的名称、文号、描述填一项即可', () => {
    expect(applicationSchema.safeParse(good).success).toBe(true)
  })
  test('身份证校验码错、单位没有信用代码、没有联系方式：一次说全', () => {
    const bad = applicationSchema.safeParse({
      ...good,
      identityProof: 'residentCard',
      identityNumber: '110101199003070012',
      phone: '12345',
      description: '',
    })
    expect(bad.error!.issues.map(i => i.path[0])).toEqual(['identityNumber', 'phone', 'description'])
    const firm = applicationSchema.safeParse({
      ...good,
      applicantKind: 'commercial',
      phone: '',
      contactName: '',
    })
    expect(firm.error!.issues.map(i => i.path[0])).toEqual(['creditCode', 'contactName', 'phone'])
  })
})

describe('办理的程序表', () => {
  const table: Workflow = requestWorkflow
  test('每一步的依据都在条款库里，每个状态都到得了', () => {
    const reached = new Set(['submitted', 'received'])
    for (const [, steps] of Object.entries(table))
      for (const step of Object.values(steps)) {
        expect(step.basis.filter(id => !isClauseId(id))).toEqual([])
        for (const to of targetsOf(step)) reached.add(to)
      }
    expect(reached).toEqual(new Set(requestStates))
  })
  test('没有一条路径不经拟定、审核、批准三人就到“已答复”', () => {
    const seen = new Set<string>()
    const walk = (state: string, did: readonly string[]) => {
      const key = `${state}|${['propose', 'review', 'approve'].filter(v => did.includes(v)).join()}`
      if (seen.has(key)) return
      seen.add(key)
      if (state === 'replied')
        expect(['propose', 'review', 'approve'].filter(v => did.includes(v))).toHaveLength(3)
      for (const [verb, step] of Object.entries(table[state]!))
        for (const to of targetsOf(step))
          walk(to, verb === 'return' ? did.filter(d => d !== 'review' && d !== 'propose') : [...did, verb])
    }
    walk('submitted', [])
    walk('received', [])
    expect(table.drafted!.review!.notBy).toContain('propose')
    expect(table.reviewed!.approve!.notBy).toEqual(['propose', 'review'])
  })
})
