import { describe, expect, test } from 'vitest'
import { guidelineOf } from '../guideline/guidelines.ts'
import { itemsOfGuideline } from '../rules/adopt.ts'
import { blockOf, channelsOf, deadlineWords, emptyItem, putText } from './cells.ts'
import {
  changeOf,
  conflictWords,
  insertion,
  itemsOf,
  markOf,
  noHistory,
  type History,
  redone,
  remembered,
  removal,
  sheetOf,
  shortened,
  undone,
  type Change,
  type Sheet,
} from './sheet.ts'
import { takeTogether } from './together.ts'

const items = itemsOfGuideline(guidelineOf('disaster-relief'))
const put = (sheet: Sheet, change: Change): Sheet => ({ ...sheet, ...change }) as Sheet

describe('目录的编辑（焦作二(一)1）', () => {
  test('两人改了同一行的，说得出是第几行、哪一项', () => {
    const words = conflictWords(
      sheetOf(items),
      [`i.${items[6]!.key}`, 'order', 'i.gone'],
      i => i.level2 ?? '',
    )
    expect(words).toBe('第7行“重要会议”、行的先后、已经删除的一行')
  })

  test('改、增、删，一步步撤销到原样，再一步步重做回来', () => {
    const start = sheetOf(items)
    const own = { ...emptyItem('综合业务'), level2: '应急避难场所' }
    const edits: ((s: Sheet) => Change)[] = [
      s => changeOf(s, new Map([[items[0]!.key, { subject: '测试县应急管理局' }]])),
      s => insertion(s, [own], items[0]!.key),
      s => removal(s, new Set([items[3]!.key, items[4]!.key])),
    ]
    let sheet = start
    let history: History = noHistory
    for (const edit of edits) {
      const change = edit(sheet)
      history = remembered(history, sheet, change)
      sheet = put(sheet, change)
    }
    const end = itemsOf(sheet)
    expect(end.map(i => i.key).slice(0, 3)).toEqual([items[0]!.key, own.key, items[1]!.key])
    expect(end).toHaveLength(items.length - 1)
    expect(end[0]!.subject).toBe('测试县应急管理局')
    for (let back = undone(history); back; back = undone(history))
      [sheet, history] = [put(sheet, back.change), back.history]
    expect(itemsOf(sheet)).toEqual(items)
    for (let on = redone(history); on; on = redone(history))
      [sheet, history] = [put(sheet, on.change), on.history]
    expect(itemsOf(sheet)).toEqual(end)
  })

  test('没有改动的行不算改动；撤销只退回自己改的行', () => {
    const sheet = sheetOf(items)
    const [a, b] = [items[0]!, items[1]!]
    const change = changeOf(sheet, new Map([[a.key, { subject: 'x' }], [b.key, { subject: b.subject }]])) // prettier-ignore
    expect(Object.keys(change)).toEqual([`i.${a.key}`])
    const history = remembered(noHistory, sheet, change)
    const theirs = put(put(sheet, change), changeOf(sheet, new Map([[b.key, { subject: '别人改的' }]])))
    const after = itemsOf(put(theirs, undone(history)!.change))
    expect(after.slice(0, 2).map(i => i.subject)).toEqual([a.subject, '别人改的'])
  })

  test('键入的字成为要素：依据分行、时限读成规则、闭集以外的说清可选什么', () => {
    const item = items[0]!
    expect(putText(item, 'basis', '《防震减灾法》\n\n 条例 ')).toEqual({ part: { basis: ['《防震减灾法》', '条例'] } }) // prettier-ignore
    const deadline = putText(item, 'deadline', '信息形成或变更之日起10个工作日内')
    expect(deadline).toMatchObject({ part: { deadlineRule: { kind: 'workingDays', n: 10 } } })
    expect(putText(item, 'deadline', '尽快')).toEqual({
      part: { deadline: '尽快', deadlineRule: { kind: 'other', text: '尽快' } },
    })
    expect(deadlineWords({ kind: 'other', text: '尽快' })).toMatch(/没有读成规则/)
    expect(putText(item, 'mode', '主动公开')).toEqual({
      fault: '公开方式不能是“主动公开”，可选：主动、依申请。',
    })
    expect(putText(item, 'levels', '乡级、县级')).toEqual({ part: { levels: ['县级', '乡级'] } })
    expect(putText(item, 'mode', ' ')).toEqual({ part: { mode: null } })
  })

  test('渠道勾去以后方框还在，自有的渠道排在十三个后面', () => {
    const row = { channels: [{ name: '村广播', preselected: true }, { name: '政府网站', preselected: true }] } // prettier-ignore
    expect(channelsOf(row, ['村广播', '发布会'])).toEqual([
      { name: '政府网站', preselected: false },
      { name: '发布会', preselected: true },
      { name: '村广播', preselected: true },
    ])
    expect(channelsOf({ channels: null }, [])).toBeNull()
  })

  test('从电子表格复制的一块：引号里的换行不分行', () => {
    expect(blockOf('甲\t"一\n二"\r\n乙\t"说""好"""\r\n')).toEqual([
      ['甲', '一\n二'],
      ['乙', '说"好"'],
    ])
    expect(blockOf('"没有收尾')).toEqual([['"没有收尾']])
  })

  test('导入并入：对应的换下并保留标识，没有的追加，文件里没有的留着；代替则只留文件里的', () => {
    const present = items.map(i => ({ ...i, key: `k-${i.key}`, department: 7 }))
    const codes = (i: number) => items[i]!.lineage.codes
    const both = { ...items[0]!, key: 'f1', lineage: { codes: [...codes(0), ...codes(1)], upper: null }, subject: '新' } // prettier-ignore
    const local = { ...emptyItem(null), key: 'f2', level2: '避难场所' }
    const joined = takeTogether(present, [both, local], 'together')
    expect(joined).toMatchObject({ replaced: 1, added: 1, kept: items.length - 2, removed: 1 })
    expect(joined.items[0]).toMatchObject({ key: `k-${items[0]!.key}`, subject: '新', department: 7 })
    expect(joined.items.at(-1)!.key).toBe('f2')
    expect(joined.items).toHaveLength(items.length)
    const bare = { ...items[2]!, key: 'f3', subject: '新', basis: null, deadline: null, deadlineRule: null }
    const kept = (how: 'together' | 'instead') => takeTogether(present, [bare], how).items.find(i => i.subject === '新')! // prettier-ignore
    expect(kept('together')).toMatchObject({ basis: items[2]!.basis, deadlineRule: items[2]!.deadlineRule })
    expect(kept('instead')).toMatchObject({ basis: null, deadlineRule: null })
    const only = takeTogether(present, [both, local], 'instead')
    expect(only.items.map(i => i.key)).toEqual([`k-${items[0]!.key}`, 'f2'])
    expect(only.removed).toBe(items.length - 1)
  })

  test('一个字一个字键入的是一步：退回去是原来的，再前进是全部键入的，一个字不少', () => {
    const start = sheetOf(items)
    const key = items[0]!.key
    let sheet = start
    let history: History = noHistory
    for (const [n, text] of ['市', '市局', '市局办', '市局办公室'].entries()) {
      const change = changeOf(sheet, new Map([[key, { subject: text }]]))
      history = remembered(history, sheet, change, n > 0)
      sheet = put(sheet, change)
    }
    expect(history.past).toHaveLength(1)
    const back = undone(history)!
    sheet = put(sheet, back.change)
    expect(itemsOf(sheet)[0]).toEqual(items[0])
    sheet = put(sheet, redone(back.history)!.change)
    expect(itemsOf(sheet)[0]!.subject).toBe('市局办公室')
  })

  test('刷新以后也能撤销：删去的行连内容放回，哪怕表是重新打开的', () => {
    const start = sheetOf(items)
    const change = removal(start, new Set([items[1]!.key]))
    const kept = JSON.parse(JSON.stringify(remembered(noHistory, start, change))) as History
    const opened = sheetOf(itemsOf(put(start, change)))
    expect(itemsOf(put(opened, undone(kept)!.change))).toEqual(items)
  })

  test('内容一样的表记号一样，字段先后不论；改一个字、换一个次序、少一行都不一样', () => {
    const turned = items.map(i => Object.fromEntries(Object.entries(i).reverse()) as typeof i)
    const mark = markOf(sheetOf(items))
    expect(markOf(sheetOf(turned))).toBe(mark)
    expect(markOf(sheetOf([{ ...items[0]!, subject: '改' }, ...items.slice(1)]))).not.toBe(mark)
    expect(markOf(sheetOf([...items].reverse()))).not.toBe(mark)
    expect(markOf(put(sheetOf(items), removal(sheetOf(items), new Set([items[0]!.key]))))).not.toBe(mark)
  })

  test('留在本机的步骤有上限：装不下的先舍最早的', () => {
    let sheet = sheetOf(items)
    let history: History = noHistory
    for (const subject of ['一', '二', '三', '四']) {
      const change = changeOf(sheet, new Map([[items[0]!.key, { subject }]]))
      history = remembered(history, sheet, change)
      sheet = put(sheet, change)
    }
    const one = JSON.stringify(history.past[0]).length
    const short = shortened(history, one * 2 + 20)
    expect(short.past).toEqual(history.past.slice(-2))
    expect(shortened(history, one * 10)).toEqual(history)
  })
})
