import { describe, expect, test } from 'vitest'
import type { OwnTerms, Term, Thesaurus } from './model.ts'
import { changesOf, faultsOf, ruleText, withFormer } from './rules/change.ts'
import { heldIn, isUsable, namesOf, publicTags, termAt, termsOf } from './rules/held.ts'
import { chosenKeys, missingTags, suggestTags } from './rules/indexing.ts'
import { starterMark, starterRule, starterTerms } from './starter.ts'
import { audience, rule, term } from './tag.fixture.ts'
import { termSchema } from './model.ts'

const own = (bodyId: number, terms: readonly Term[], more: Partial<OwnTerms> = {}): OwnTerms => ({
  bodyId,
  number: 1,
  since: '2026-01-01',
  terms,
  rule: null,
  ...more,
})
const nothing: Thesaurus = { terms: [], rule: null, ruleOf: null }
const texts = (faults: readonly { text: string }[]) => faults.map(f => f.text).join('\n')

describe('标签目录的建议稿（证据等级 D）', () => {
  test('逐条合格、没有重名、四组都有，标明是建议稿', () => {
    for (const one of starterTerms) expect(termSchema.safeParse(one).error?.issues, one.name).toBeUndefined()
    expect(faultsOf({ terms: [...starterTerms], rule: starterRule }, nothing, [])).toEqual([])
    expect(new Set(starterTerms.map(t => t.group)).size).toBe(4)
    expect(starterMark).toContain('D')
  })
})

describe('上级的和本级的合起来（上海一（一）：标签体系）', () => {
  const city = own(1, [term('flood', '防汛抗旱'), term('firm', '企业', audience)], { rule: rule() })
  test('下级用上级的，自己加的标为本地；同名的归到上级那个；规定就近', () => {
    const held = heldIn([
      city,
      own(2, [term('t-a', '黄河滩区'), term('t-b', '防汛抗旱')], { rule: rule({ kinds: ['通知'] }) }),
    ])
    expect(held.terms.map(t => [t.name, t.local, t.bodyId])).toEqual([
      ['防汛抗旱', false, 1],
      ['企业', false, 1],
      ['黄河滩区', true, 2],
      ['防汛抗旱', true, 2],
    ])
    expect(termAt(held.terms, 't-b')?.key).toBe('flood')
    expect([held.ruleOf, held.rule!.kinds]).toEqual([2, ['通知']])
    expect(heldIn([city, own(2, [])]).ruleOf).toBe(1)
  })

  test('合并可以接着合并，绕圈的、不存在的不算', () => {
    const terms = [
      term('a', '甲标签', { replacedBy: 'b' }),
      term('b', '乙标签', { replacedBy: 'c' }),
      term('c', '丙标签'),
      term('x', '子标签', { replacedBy: 'y' }),
      term('y', '丑标签', { replacedBy: 'x' }),
    ]
    expect(termAt(terms, 'a')?.name).toBe('丙标签')
    expect(termAt(terms, 'x')).toBeNull()
    expect(termAt(terms, 'none')).toBeNull()
    const held = heldIn([own(1, terms)])
    expect(termsOf(held, ['a', 'b', 'c', 'x']).map(t => t.key)).toEqual(['c'])
    expect(namesOf(own(1, terms), held)).toEqual([
      { name: '甲标签', current: '丙标签', key: 'c' },
      { name: '乙标签', current: '丙标签', key: 'c' },
      { name: '丙标签', current: '丙标签', key: 'c' },
    ])
  })

  test('曾用名又被别的标签用了，归现在用它的', () => {
    const terms = [term('a', '新名', { former: ['老名'] }), term('b', '老名')]
    const names = namesOf(own(1, terms), heldIn([own(1, terms)]))
    expect(names.find(n => n.name === '老名')).toEqual({ name: '老名', current: '老名', key: 'b' })
  })

  test('适用对象与标签分开给公众', () => {
    expect(publicTags(heldIn([city]), ['firm', 'flood', 'gone'])).toEqual({
      tags: ['防汛抗旱'],
      audience: ['企业'],
    })
  })

  test('启用以前、停用以后不能选，当天可以', () => {
    const one = term('a', '甲标签', { from: '2026-03-01', to: '2026-03-31' })
    expect(['2026-02-28', '2026-03-01', '2026-03-31', '2026-04-01'].map(d => isUsable(one, d))).toEqual([
      false,
      true,
      true,
      false,
    ])
  })
})

describe('一版目录的毛病一次说全', () => {
  test('与上级重名、同义词相撞、上位词跨组、日期颠倒、合并绕圈、用过的被删', () => {
    const above = heldIn([own(1, [term('flood', '防汛抗旱', { synonyms: ['三防'] })])])
    const terms = [
      term('a', '防汛抗旱'),
      term('b', '滩区', { synonyms: ['三防', '滩涂', '滩涂'] }),
      term('c', '企业', { group: 'audience', broader: 'flood' }),
      term('d', '学校', { from: '2026-05-01', to: '2026-04-01' }),
      term('e', '甲标签', { replacedBy: 'f' }),
      term('f', '乙标签', { replacedBy: 'e' }),
      term('g', '丙标签', { broader: 'h' }),
      term('h', '丁标签', { broader: 'g' }),
    ]
    const faults = faultsOf({ terms, rule: rule({ normative: false }) }, above, [term('old', '用过的')])
    for (const part of [
      '“防汛抗旱”与上级的标签“防汛抗旱”重复',
      '同义词“三防”与上级标签“防汛抗旱”的同义词重复',
      '“滩区”的同义词写重了',
      '须在同一组',
      '停用日期早于启用日期',
      '“甲标签”合并到的标签不存在，或者绕回',
      '上位词绕回了它自己',
      '“用过的”已经用过，不能删除',
      '没有选任何公文',
    ])
      expect(texts(faults)).toContain(part)
    expect(faults.every(f => f.field)).toBe(true)
  })

  test('并到上级同名标签的不算重名；适用对象不能并到主题', () => {
    const above = heldIn([own(1, [term('flood', '防汛抗旱')])])
    expect(
      faultsOf({ terms: [term('a', '防汛抗旱', { replacedBy: 'flood' })], rule: null }, above, []),
    ).toEqual([])
    const wrong = [term('a', '企业', { group: 'audience', replacedBy: 'flood' })]
    expect(texts(faultsOf({ terms: wrong, rule: null }, above, []))).toContain('适用对象只能与适用对象合并')
  })

  test('曾用名由程序记，改回去的不算曾用名，写进来的不作数', () => {
    const before = [term('a', '老名', { former: ['更老的名'] })]
    expect(withFormer([term('a', '新名', { former: ['伪造'] })], before)[0]!.former).toEqual([
      '更老的名',
      '老名',
    ])
    expect(withFormer([term('a', '更老的名')], before)[0]!.former).toEqual(['老名'])
    expect(withFormer([term('b', '新词', { former: ['伪造'] })], before)[0]!.former).toEqual([])
  })

  test('变化用话说出来：改名、合并、新增、规定', () => {
    const before = { terms: [term('a', '老名'), term('b', '乙标签')], rule: null }
    const after = {
      terms: [term('a', '新名'), term('b', '乙标签', { replacedBy: 'a' }), term('c', '丙标签')],
      rule: rule({ kinds: ['意见'], groups: ['audience' as const] }),
    }
    expect(changesOf(after, before, () => '新名').map(c => `${c.name}：${c.text}`)).toEqual([
      '新名：原名“老名”',
      '乙标签：合并到“新名”',
      '丙标签：新增到主题',
      '必须标引：主动公开的行政规范性文件，以及意见，不标引不得送审、印发、发布，须有适用对象的标签',
    ])
    expect(changesOf(before, before, () => '')).toEqual([])
    expect(ruleText(null)).toContain('沿用上级')
  })
})

describe('必须标引（上海一（一）：在政策出台时明确标签分类）', () => {
  const thesaurus = heldIn([
    own(
      1,
      [term('flood', '防汛抗旱'), term('firm', '企业', audience), term('old', '旧词', { to: '2026-01-01' })],
      {
        rule: rule({ kinds: ['意见'], groups: ['audience', 'topic'] }),
      },
    ),
  ])
  const document = {
    title: '某县防汛抗旱管理办法',
    kind: '通知',
    normative: true,
    attribute: 'proactive',
    imported: false,
  }
  test('规范性文件和点名的文种要标，每组都要有；其余、不主动公开的、补录的不要', () => {
    expect(texts(missingTags(thesaurus, document, []))).toContain('还没有标引')
    expect(texts(missingTags(thesaurus, document, ['flood']))).toContain('还缺“适用对象”')
    expect(missingTags(thesaurus, document, ['flood', 'firm'])).toEqual([])
    expect(missingTags(thesaurus, document, ['gone'])[0]).toMatchObject({
      field: 'tags',
      basis: '上海/一(一)',
    })
    const other = { ...document, normative: false }
    expect(missingTags(thesaurus, other, [])).toEqual([])
    expect(texts(missingTags(thesaurus, { ...other, kind: '意见' }, []))).toContain('“意见”')
    for (const attribute of ['on-request', 'withheld', null])
      expect(missingTags(thesaurus, { ...document, attribute }, [])).toEqual([])
    expect(missingTags(thesaurus, { ...document, imported: true }, [])).toEqual([])
    expect(missingTags({ ...thesaurus, rule: null }, document, [])).toEqual([])
  })

  test('只能选目录里的、还在用的；选过的可以留着；合并了的换成合并到的', () => {
    expect(texts(chosenKeys(thesaurus, ['nowhere'], [], '2026-03-02').reasons)).toContain('不在标签目录中')
    expect(texts(chosenKeys(thesaurus, ['old'], [], '2026-03-02').reasons)).toContain('2026-01-01后停用')
    expect(chosenKeys(thesaurus, ['old', 'flood', 'flood'], ['old'], '2026-03-02')).toEqual({
      keys: ['old', 'flood'],
      reasons: [],
    })
  })
})

describe('从文字里建议标签', () => {
  const { terms } = heldIn([
    own(1, [
      term('flood', '防汛抗旱', { synonyms: ['防汛'] }),
      term('drought', '抗旱'),
      term('safety', '安全生产'),
      term('firm', '企业', { ...audience, synonyms: ['生产经营单位'] }),
      term('gone', '通知', { to: '2020-01-01' }),
      term('plus', 'C+级'),
    ]),
  ])
  const names = (title: string, text: string) =>
    suggestTags(terms, { title, text }, '2026-03-02').map(s => s.name)
  test('标题里的在前，正文里要不止一次；长词里的短词不算；同义词算；停用的不建议', () => {
    expect(names('关于做好防汛抗旱工作的通知', '各企业要做好。企业安全生产。')).toEqual(['防汛抗旱', '企业'])
    expect(names('通知', '生产经营单位。生产经营单位。企业。')).toEqual(['企业'])
    expect(names('通知', '安全生产只提一次')).toEqual([])
    expect(names('关于C+级单位的通知', '')).toEqual(['C+级'])
    expect(suggestTags([], { title: '企业', text: '' }, '2026-03-02')).toEqual([])
  })
  test('说明是文中哪个词', () => {
    expect(suggestTags(terms, { title: '防汛检查', text: '' }, '2026-03-02')).toEqual([
      { key: 'flood', name: '防汛抗旱', found: ['防汛'], inTitle: true },
    ])
  })
})
