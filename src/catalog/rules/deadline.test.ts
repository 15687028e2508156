import { describe, expect, test } from 'vitest'
import { deadlineRule, type DeadlineRule } from '../model.ts'
import { guidelineOf } from '../guideline/guidelines.ts'
import { compareDeadlines, readDeadline } from './deadline.ts'

const days = (n: number): DeadlineRule => ({ kind: 'workingDays', n, from: 'formedOrChanged' })
const rule = (text: string) => readDeadline(text)?.rule ?? null

describe('公开时限的读法（应急厅函〔2019〕390号附件的八种）', () => {
  test.each<[string, DeadlineRule]>([
    ['信息形成或变更之日起20个工作日内', days(20)],
    ['信息形成或变更之日起20工作日内', days(20)],
    ['信息形成或者变更之日起 20 个工作日内予以公开', days(20)],
    ['自信息形成或变更之日起２０个工作日内。', days(20)],
    ['信息形成或变更之日起二十个工作日内', days(20)],
    ['信息形成或变更之日起十五个工作日内', days(15)],
    ['信息形成（变更）之日起20个工作日内公开', days(20)],
    ['信息形成(变更)5个工作日内', days(5)],
    ['信息形成后7个工作日内公开', days(7)],
    ['信息形成或变\n更之日起20个\n工作日内', days(20)],
    ['自该信息形成或者变更之日起20个工作日内及时公开', days(20)],
    ['信息产生、变更之日起20个工作日内公开,保持长期公开(法律法规另有规定的应从其规定)', { ...days(20), retention: 'longTerm', exceptOtherwiseProvided: true } as DeadlineRule],
    ['信息形成或变更之日起20个工作日内，法律、法规另有规定的，从其规定', { ...days(20), exceptOtherwiseProvided: true } as DeadlineRule],
    ['信息形成或变更之日起20个工作日内，长期公开', { ...days(20), retention: 'longTerm' } as DeadlineRule],
    ['公开事项信息形成或变更之日起20个工作日内', days(20)],
    ['自政府信息形成或变更之日起20个工作日内予以公开', days(20)],
    ['政策文件形成或变更之日起7个工作日内', days(7)],
    ['按进展情况及时公开', { kind: 'asProgresses' }],
    ['根据进展情况及时公开', { kind: 'asProgresses' }],
    ['随进展及时公开', { kind: 'asProgresses' }],
    ['依进展情况按规定报送、及时公开', { kind: 'asProgresses' }],
    ['重大决策作出后及时公开', { kind: 'promptlyAfter', event: 'majorDecisionMade' }],
    ['提前一周发通知邀请', { kind: 'advanceNotice', days: 7, event: 'meetingHeld' }],
    ['提前7天发通知邀请', { kind: 'advanceNotice', days: 7, event: 'meetingHeld' }],
    ['半年至少更新1次', { kind: 'periodic', months: 6 }],
    ['每半年至少更新一次', { kind: 'periodic', months: 6 }],
    ['每季度更新1次', { kind: 'periodic', months: 3 }],
    ['每月公开', { kind: 'periodic', months: 1 }],
    ['每季度', { kind: 'periodic', months: 3 }],
    ['按月', { kind: 'periodic', months: 1 }],
    ['每半年', { kind: 'periodic', months: 6 }],
    ['每年更新', { kind: 'periodic', months: 12 }],
    ['同政策文件同步发布', { kind: 'simultaneous', with: 'policyDocument' }],
    ['与政策文件同步公开', { kind: 'simultaneous', with: 'policyDocument' }],
    ['实时公开', { kind: 'immediately' }],
    ['及时公开', { kind: 'immediately' }],
    ['及时', { kind: 'immediately' }],
    ['及时公开、更新', { kind: 'immediately' }],
    ['获取信息时及时公开', { kind: 'immediately' }],
  ])('%s', (text, expected) => {
    expect(rule(text)).toEqual(expected)
    expect(deadlineRule.safeParse(rule(text)).success).toBe(true)
  }) // prettier-ignore

  test.each([
    '财政部门批复后20日内',
    '20日内',
    '行政处罚决定作出之日起7个工作日内',
    '收到申请之日起20个工作日内',
    '信息形成或变更之日起20个工作日内，处罚决定7个工作日内',
    '事故调查报告批复后',
    '公文发布后及时公开',
    '长期公开',
    '半年',
    '每年1月31日前',
    '每月5日前公开',
    '文件印发之日起20个工作日内',
    '动态更新',
    '按规定',
    '会议召开3个工作日前',
  ])('“%s”不硬套：留下原文，交人比对', text => {
    expect(rule(text)).toEqual({ kind: 'other', text })
  })

  test('没有写起算点的工作日：按信息形成读，并说出来', () => {
    expect(readDeadline('20个工作日内')).toEqual({ rule: days(20), isAssumed: true })
    expect(readDeadline('信息形成之日起20个工作日内')?.isAssumed).toBe(false)
    expect(readDeadline('')).toBeNull()
    expect(readDeadline(' — ')).toBeNull()
  })

  test('两份国家目录里每一条印出的时限都读成数据里写的那种', () => {
    let read = 0
    for (const name of ['safety-production', 'disaster-relief'] as const)
      for (const item of guidelineOf(name).items) {
        expect([item.code, rule(item.deadline ?? '')]).toEqual([item.code, item.deadlineRule])
        if (item.deadline) read++
      }
    expect(read).toBeGreaterThan(30)
  })
})

describe('与上级时限比较', () => {
  const half: DeadlineRule = { kind: 'periodic', months: 6 }
  test.each<[string, DeadlineRule | null, DeadlineRule | null, string]>([
    ['相同', days(20), days(20), 'same'],
    ['多于上级是放宽', days(30), days(20), 'looser'],
    ['少于上级是收紧', days(5), days(20), 'stricter'],
    ['长期公开、另有规定只注明，不影响比较', { ...days(20), retention: 'longTerm', exceptOtherwiseProvided: true } as DeadlineRule, days(20), 'same'],
    ['半年一次比20个工作日宽', half, days(20), 'looser'],
    ['每月一次也长于20个工作日', { kind: 'periodic', months: 1 }, days(20), 'looser'],
    ['每月一次与30个工作日比不出', { kind: 'periodic', months: 1 }, days(30), 'notComparable'],
    ['实时比20个工作日严', { kind: 'immediately' }, days(20), 'stricter'],
    ['20个工作日比实时宽', days(20), { kind: 'immediately' }, 'looser'],
    ['同为按进展', { kind: 'asProgresses' }, { kind: 'asProgresses' }, 'same'],
    ['按进展与20个工作日', { kind: 'asProgresses' }, days(20), 'notComparable'],
    ['上级没有写', days(20), null, 'notComparable'],
    ['本级没有写', null, days(20), 'notComparable'],
    ['同一句读不懂的话', { kind: 'other', text: '批复后20日内' }, { kind: 'other', text: '批复后２０日内' }, 'same'],
    ['两句不同的话', { kind: 'other', text: '批复后' }, { kind: 'other', text: '批复后20日内' }, 'notComparable'],
    ['提前天数不同', { kind: 'advanceNotice', days: 3, event: 'meetingHeld' }, { kind: 'advanceNotice', days: 7, event: 'meetingHeld' }, 'notComparable'],
  ])('%s', (_, local, upper, verdict) => {
    expect(compareDeadlines(local, upper)).toBe(verdict)
  }) // prettier-ignore
})
