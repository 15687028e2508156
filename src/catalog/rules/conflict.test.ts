import { describe, expect, test } from 'vitest'
import { guidelineOf } from '../guideline/guidelines.ts'
import { conflictsOf, conflictWords, sharedStretches, type Forbidden, type Listed } from './conflict.ts'

const listed: Listed[] = (['safety-production', 'disaster-relief'] as const).flatMap(list =>
  guidelineOf(list).items.map(i => ({
    list,
    listLabel: guidelineOf(list).field,
    key: i.code,
    codes: [i.code],
    name: i.level2 ?? '',
    content: i.content ?? '',
    how: i.mode ?? '',
  })),
)
const bar = (item: string, more: Partial<Forbidden> = {}): Forbidden => ({
  key: 'b1',
  item,
  code: null,
  scope: '全部',
  why: '条例第十六条',
  ...more,
})
const found = (b: Forbidden) => conflictsOf([b], listed).map(c => [c.item, c.how])

describe('负面清单与目录的冲突（吉林 四(二)；条例第十三条）', () => {
  test('写明同一事项代码的，是确定的冲突，名称写成什么都一样', () => {
    expect(found(bar('某某名录', { code: 'JZ-BZ-02' }))).toEqual([['JZ-BZ-02', 'code']])
  })

  test('名称相同的是确定的冲突，标点和全角半角不算不同', () => {
    const name = listed.find(i => i.key === 'JZ-BZ-02')!.name
    expect(found(bar(` ${name}。`))).toContainEqual(['JZ-BZ-02', 'name'])
  })

  test('只有文字相近的，说出共同的字句和两边的原文，由人说明', () => {
    const all = conflictsOf([bar('救助对象的身份证号码、银行账号')], listed)
    for (const c of all) {
      expect(c.how).toBe('words')
      expect(c.shared.length).toBeGreaterThan(0)
      for (const s of c.shared) expect(`${c.barText}`.replace(/[、：（）]/g, '')).toContain(s)
      expect(conflictWords(c)).toContain('救助对象的身份证号码、银行账号')
    }
  })

  test('条目的范围里写着事项名称的，也要说明', () => {
    const name = listed.find(i => i.key === 'AQSC-GL-02')!.name
    expect(found(bar('工作台账', { scope: `${name}的内部记录` }))).toContainEqual(['AQSC-GL-02', 'words'])
  })

  test('和目录无关的条目不报', () => {
    expect(found(bar('干部人事档案'))).toEqual([])
    expect(found(bar('涉密会议纪要和内部电话簿'))).toEqual([])
  })

  test('说明只对当时的文字有效：任何一边改了，指纹就变', () => {
    const one = conflictsOf([bar('某某', { code: 'JZ-BZ-02' })], listed)[0]!
    const other = conflictsOf([bar('某某', { code: 'JZ-BZ-02', scope: '部分' })], listed)[0]!
    expect(one.words).not.toBe(other.words)
  })

  test.each<[string, string, string]>([
    ['灾民生活补助对象评议结果', '过渡期内受灾群众生活补助评议公示', 'JZ-JH-04'],
    ['失信企业名单', '列入安全生产失信联合惩戒的企业名单', 'AQSC-GL-03'],
    ['生产安全事故调查结论', '事故调查报告全文', 'AQSC-GL-04'],
    ['重大隐患督办情况', '挂牌督办的重大隐患及整改', 'AQSC-GL-01'],
    ['因灾倒房重建补助对象', '住房恢复重建补助对象评议', 'JZ-JH-05'],
    ['救灾款分配情况', '救助款物的划拨', 'JZ-JH-03'],
    ['社会捐助款物', '年度接收的捐款捐物', 'JZ-KW-01'],
    ['示范社区名册', '减灾示范社区的位置和创建时间', 'JZ-BZ-01'],
    ['救灾物资使用去向', '年度救灾物资使用情况', 'JZ-KW-02'],
    ['行政许可办理条件', '许可的依据、条件和程序', 'AQSC-YF-01'],
    ['典型事故', '生产安全事故通报', 'AQSC-GL-04'],
  ])('换了说法的也看得出：%s', (item, scope, code) => {
    expect(found(bar(item, { scope }))).toContainEqual([code, 'words'])
  })

  test.each([
    ['国家秘密', '依法确定为国家秘密的政府信息'],
    ['商业秘密', '涉及商业秘密、公开会对第三方合法权益造成损害的信息'],
    ['个人隐私', '涉及自然人个人隐私的信息'],
    ['人事管理信息', '干部考察、考核、任免过程材料'],
    ['内部工作流程', '公文流转、会议安排等内部工作流程'],
    ['讨论记录', '会议讨论记录、过程稿'],
    ['请示报告', '向上级机关的请示、报告及批复'],
    ['行政执法案卷', '行政执法案卷中的询问笔录、证据材料'],
    ['举报人信息', '举报人姓名、电话等身份信息'],
    ['应急物资储备库安防信息', '库房安保部署'],
    ['企业工艺技术资料', '企业申报许可时提交的工艺流程图'],
    ['考试试题', '未启用的考试题库'],
    ['工资津贴补贴发放', '工作人员工资'],
    ['招标评标过程', '评标专家名单、打分记录'],
    ['应急预案内部版', '涉及敏感部位的处置方案'],
  ])('负面清单常见的条目不误报：%s', (item, scope) => {
    expect(found(bar(item, { scope }))).toEqual([])
  })

  test('国家目录的事项两两之间不互相报冲突，只有本来就写着对方名称的几对', () => {
    for (const list of ['safety-production', 'disaster-relief']) {
      const own = listed.filter(i => i.list === list)
      const bars = own.map(i => bar(i.name, { key: i.key, scope: i.content }))
      const others = conflictsOf(bars, own).filter(c => c.bar !== c.item)
      expect(others.length).toBeLessThanOrEqual(4)
    }
  })

  test('共同的字句至少四个字，长的在前，不重复', () => {
    expect(sharedStretches('事故调查报告和调查组成员', '典型事故调查报告；调查组成员名单')).toEqual([
      '事故调查报告',
      '调查组成员',
    ])
    expect(sharedStretches('应急', '应急')).toEqual([])
  })
})
