import { describe, expect, it } from 'vitest'
import { delegationReasons, delegationWarnings, type Party } from './delegation.ts'

const head: Party = {
  staffId: 1,
  name: '部门负责人甲',
  bodyId: 7,
  active: true,
  roles: ['departmentHead'],
  given: [],
  received: [],
}
const other: Party = { ...head, staffId: 2, name: '部门负责人乙' }
const leave = { fromOn: '2026-03-02', untilOn: '2026-03-13' }
const today = '2026-03-02'
const why = (from: Party, to: Party, period = leave) =>
  delegationReasons(from, to, period, today).map(r => r.text)

describe('请假代理', () => {
  it('同单位、在职、非管理员、60 天以内的可以', () => {
    expect(why(head, other)).toEqual([])
    expect(why(head, other, { fromOn: '2026-03-02', untilOn: '2026-04-30' })).toEqual([])
  })

  it('61 天不行，结束早于开始不行，过去的日子不行', () => {
    expect(why(head, other, { fromOn: '2026-03-02', untilOn: '2026-05-01' })).toEqual([
      '一次代理最长 60 天，所填共 61 天。',
    ])
    expect(why(head, other, { fromOn: '2026-03-05', untilOn: '2026-03-04' })).toEqual([
      '结束日期不能早于开始日期。',
    ])
    expect(why(head, other, { fromOn: '2026-03-01', untilOn: '2026-03-04' })).toEqual([
      '开始日期不能早于今天。',
    ])
  })

  it('管理员的职责不能委托，也不能委托给管理员（三员分立）', () => {
    expect(why({ ...head, roles: ['securityAdmin'] }, other)).toEqual([
      '管理员的职责不能委托他人代理，请由另一名管理员履职。',
    ])
    expect(why(head, { ...other, roles: ['auditAdmin'] })).toEqual([
      '部门负责人乙是管理员，不能代理业务角色（三员分立）。',
    ])
  })

  it('不能委托给自己、外单位的人、停用的账号；没有角色的无可委托', () => {
    expect(why(head, head)).toContain('不能委托给自己。')
    expect(why(head, { ...other, bodyId: 8 })).toEqual(['只能委托本单位的人员。'])
    expect(why(head, { ...other, active: false })).toEqual(['部门负责人乙的账号已停用，不能代理。'])
    expect(why({ ...head, roles: [] }, other)).toEqual(['您没有可以委托的角色。'])
  })

  it('代理不能转委托，同一时段只能有一项委托', () => {
    const sameDays = [{ fromOn: '2026-03-13', untilOn: '2026-03-20' }]
    expect(why({ ...head, given: sameDays }, other)).toEqual(['这段时间您已有一项委托，请先终止它。'])
    expect(why(head, { ...other, given: sameDays })[0]).toContain('代理不能转委托')
    expect(why({ ...head, received: sameDays }, other)[0]).toContain('不能转委托')
    const laterDays = [{ fromOn: '2026-03-14', untilOn: '2026-03-20' }]
    expect(why({ ...head, given: laterDays, received: laterDays }, { ...other, given: laterDays })).toEqual(
      [],
    )
  })

  it('所有理由一次说完', () => {
    expect(
      why(
        { ...head, roles: ['systemAdmin'] },
        { ...other, bodyId: 8 },
        { fromOn: '2025-01-01', untilOn: '2026-01-01' },
      ),
    ).toHaveLength(4)
  })

  it('受托人也是拟稿人的，只提醒四眼原则，不阻止', () => {
    const drafter = { ...other, roles: ['drafter'] }
    expect(why(head, drafter)).toEqual([])
    expect(delegationWarnings(head, drafter)[0]).toContain('四眼原则')
    expect(delegationWarnings(head, other)).toEqual([])
    expect(delegationWarnings({ ...head, roles: ['drafter'] }, drafter)).toEqual([])
  })
})
