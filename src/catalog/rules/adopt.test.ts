import { describe, expect, test } from 'vitest'
import { guidelineOf } from '../guideline/guidelines.ts'
import type { LocalItem } from '../localItem.ts'
import {
  affectedBy,
  changesOf,
  derive,
  differences,
  differencesFromUpper,
  itemsOfGuideline,
  problemsOf,
} from './adopt.ts'
import { readDeadline } from './deadline.ts'

const safety = guidelineOf('safety-production')
const relief = guidelineOf('disaster-relief')
const keys = (prefix: string) => {
  let n = 0
  return () => `${prefix}${++n}`
}
const national = itemsOfGuideline(relief)
const city = derive(national, '县级', keys('s'))
const county = derive(city, '县级', keys('x'))
const town = derive(county, '乡级', keys('z'))
const find = (items: readonly LocalItem[], code: string) => items.find(i => i.lineage.codes.includes(code))!
const whole = (items: readonly LocalItem[]): LocalItem[] =>
  items.map(i => ({
    ...i,
    content: i.content ?? '内容',
    basis: i.basis ?? ['《政府信息公开条例》'],
    deadline: i.deadline ?? '按进展情况及时公开',
    deadlineRule: i.deadlineRule ?? { kind: 'asProgresses' as const },
    subject: '县应急管理局',
    channels: i.channels ?? [{ name: '政府网站', preselected: true }],
    audience: i.audience ?? ('全社会' as const),
    mode: i.mode ?? ('主动' as const),
    levels: i.levels ?? ['县级' as const],
  }))
const changed = (items: readonly LocalItem[], key: string, more: Partial<LocalItem>) =>
  items.map(i => (i.key === key ? { ...i, ...more } : i))

describe('层层沿袭（390号 一(三)、瑞丽 一(三)）', () => {
  test('国家 → 市 → 县 → 乡：每一项都说得出来自哪一条', () => {
    expect(county).toHaveLength(20)
    expect(county.map(i => i.lineage.codes)).toEqual(relief.items.map(i => [i.code]))
    expect(county[3]!.lineage.upper).toBe(city[3]!.key)
    expect(city[3]!.lineage.upper).toBe('JZ-ZC-04')
    expect(new Set([...city, ...county, ...town].map(i => i.key)).size).toBe(60)
  })

  test('乡镇只列乡级公开的事项，其余带着理由不列入；层级只写乡级', () => {
    expect(find(town, 'JZ-ZC-04').leftOut?.reason).toMatch(/县级公开/)
    expect(find(town, 'JZ-BZ-02').leftOut).toBeNull()
    expect(find(town, 'JZ-ZC-01').levels).toEqual(['乡级'])
    expect(derive(town, '乡级', keys('c')).some(i => i.lineage.codes.includes('JZ-ZC-04'))).toBe(false)
  })

  test('上级写自己为公开主体的，派生后由本机关自己负责；写通称和别的机关的照旧（焦作 二(一)1 公开主体）', () => {
    const above = whole(city).map((i, n) => ({ ...i, subject: ['市应急管理局', '应急管理部门', '市气象局'][n % 3]! })) // prettier-ignore
    const own = derive(above, '县级', keys('d'), { above: '市应急管理局', own: '县应急管理局' })
    expect(own.slice(0, 3).map(i => i.subject)).toEqual(['县应急管理局', '应急管理部门', '市气象局'])
    expect(derive(above, '县级', keys('e'))[0]!.subject).toBe('市应急管理局')
  })

  test('与上级并排比较：细化、增加、不列入、删去，各归各类', () => {
    const mine = changed(county, county[0]!.key, { content: '国家、省、市有关救灾的法律、法规' })
      .concat({ ...county[0]!, key: 'new', level2: '应急避难场所', lineage: { codes: [], upper: null } })
      .filter(i => i.key !== county[5]!.key)
      .map(i => (i.key === county[1]!.key ? { ...i, leftOut: { reason: '本级没有规章制定权' } } : i))
    const found = differencesFromUpper(city, mine)
    expect(found.map(c => c.kind).sort()).toEqual(['added', 'changed', 'leftOut', 'removed'])
    expect(found.find(c => c.kind === 'changed')).toMatchObject({ changes: [{ element: 'content', after: '国家、省、市有关救灾的法律、法规' }] }) // prettier-ignore
    // Against the guideline itself, two levels up, by the national codes.
    expect(differencesFromUpper(national, mine).map(c => c.kind).sort()).toEqual(['added', 'changed', 'leftOut', 'removed']) // prettier-ignore
    expect(differencesFromUpper(city, county)).toEqual([])
  })

  test('上级改了一处时限：每一级受影响的事项都列得出来', () => {
    const next = changed(city, city[0]!.key, { deadline: '信息形成之日起5个工作日内', deadlineRule: readDeadline('信息形成之日起5个工作日内')!.rule }) // prettier-ignore
    const changes = differences(city, next)
    expect(changes).toMatchObject([
      { kind: 'changed', changes: [{ element: 'deadline', verdict: 'stricter' }] },
    ])
    expect(affectedBy(changes, county)[0]!.items.map(i => i.key)).toEqual([county[0]!.key])
    expect(affectedBy(changes, town)[0]!.items).toEqual([])
    const down = differences(county, changed(county, county[0]!.key, { deadline: '实时公开' }))
    expect(affectedBy(down, town)[0]!.items.map(i => i.key)).toEqual([town[0]!.key])
  })

  test('两个版本之间：列入又不列入、不列入又列入、半全角不算改动', () => {
    const out = changed(county, county[2]!.key, { leftOut: { reason: '本级没有这项职能' } })
    expect(differences(county, out).map(c => c.kind)).toEqual(['leftOut'])
    expect(differences(out, county).map(c => c.kind)).toEqual(['takenIn'])
    expect(
      changesOf(county[2]!, { ...county[2]!, content: county[2]!.content!.replaceAll(',', '，') }),
    ).toEqual([])
  })
})

describe('送审前的检查（焦作 二(一)1）', () => {
  test('齐全的目录没有问题', () => {
    expect(problemsOf(whole(county), relief)).toEqual([])
  })

  test('放宽时限、缺要素、没写理由、缺国家事项：一次说全；待核对的只提醒', () => {
    const items = whole(derive(itemsOfGuideline(safety), '县级', keys('a')))
    const faulty = items
      .filter(i => !['AQSC-ZC-05', 'AQSC-GL-01'].includes(i.lineage.codes[0]!))
      .map(i =>
        i.lineage.codes[0] === 'AQSC-ZC-01'
          ? {
              ...i,
              deadline: '信息形成之日起30个工作日内',
              deadlineRule: readDeadline('信息形成之日起30个工作日内')!.rule,
            }
          : i.lineage.codes[0] === 'AQSC-ZC-02'
            ? { ...i, basis: null }
            : i.lineage.codes[0] === 'AQSC-ZC-03'
              ? { ...i, leftOut: { reason: '无' } }
              : i,
      )
    const problems = problemsOf(faulty, safety)
    expect(problems.filter(p => p.isGrave).map(p => p.element)).toEqual([
      'deadline',
      'basis',
      'leftOut',
      null,
    ])
    expect(problems.find(p => p.isGrave && p.element === null)!.text).toContain('AQSC-ZC-05')
    expect(
      problems
        .filter(p => !p.isGrave)
        .map(p => p.text)
        .join(),
    ).toMatch(/AQSC-GL-01.*待核对/)
  })
})
