import { describe, expect, it } from 'vitest'
import { bodies } from '#record/record.fixture.ts'
import { meantBy } from './answers.ts'

const all = bodies
const jiaozuo = all.find(b => b.slug === 'jiaozuo')!
const meant = (typed: string, here = null as (typeof all)[number] | null) => {
  const found = meantBy(typed, all, here)
  return found && { topics: found.topics, bodies: found.bodies.map(b => b.slug) }
}

describe('检索框里问的不是文件：怎么联系、谁负责、到哪里办', () => {
  it.each([
    ['应急管理局电话', ['contact'], []],
    ['焦作市应急管理局电话', ['contact'], ['jiaozuo']],
    ['焦作应急局在哪里', ['contact'], ['jiaozuo']],
    ['上班时间', ['contact'], []],
    ['局长是谁', ['leaders'], []],
    ['焦作应急局局长是谁？', ['leaders'], ['jiaozuo']],
    ['12350 举报', ['report'], []],
    ['安全隐患怎么举报', ['report'], []],
    ['怎么申请公开', ['apply'], []],
    ['查询申请进度', ['progress'], []],
    ['焦作 公开指南', ['guide'], ['jiaozuo']],
    ['年报', ['annual'], []],
    ['焦作市应急管理局2025年政府信息公开工作年度报告', ['annual'], ['jiaozuo']],
    ['当前应急响应级别', ['alerts'], []],
    ['我要纠错', ['mistake'], []],
    ['火警电话', ['danger'], []],
    ['焦作', [], ['jiaozuo']],
    ['焦作市应急局', [], ['jiaozuo']],
  ] as const)('“%s”', (typed, topics, slugs) => {
    expect(meant(typed)).toEqual({ topics, bodies: slugs })
  })

  it.each([
    '应急预案',
    '焦作市自然灾害救助应急预案',
    '防汛抗旱指挥部领导小组',
    '举报奖励办法',
    '政务公开工作要点',
    '应急厅函〔2019〕390号',
    '烟花爆竹经营许可办事指南汇编',
    '电话会议',
    '应急',
    '',
    '的',
    '😀😀😀',
    '\ud800',
  ])('“%s”说的是文件，不插话', typed => {
    expect(meantBy(typed, all, null)).toBeNull()
  })

  it('一万个字也不插话', () => {
    expect(meantBy('电话'.repeat(5_000), all, null)).toBeNull()
  })

  it('在一个机关的页面里搜索，没有写机关的就是它', () => {
    expect(meant('电话', jiaozuo)).toEqual({ topics: ['contact'], bodies: ['jiaozuo'] })
    expect(meant('应急预案', jiaozuo)).toBeNull()
  })
})
