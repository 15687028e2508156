import { describe, expect, test } from 'vitest'
import {
  csvOf,
  docxOf,
  htmlOf,
  nationalForm,
  nationalItems,
  tsvOf,
  utf8,
  xlsxOf,
  type FormWords,
} from '../catalog.fixture.ts'
import { guidelineOf } from '../guideline/guidelines.ts'
import { catalogItem, guidelineNames, type CatalogItem, type GuidelineName } from '../model.ts'
import { checkAgainst } from '../rules/check.ts'
import { readCatalogFile } from './read.ts'

const bare = (i: CatalogItem) => catalogItem.parse(Object.fromEntries(Object.keys(catalogItem.shape).map(k => [k, i[k as keyof CatalogItem]]))) // prettier-ignore

/** Every way an office saves the same table. */
const ways: Record<string, (name: GuidelineName, words: FormWords) => Promise<{ file: string; bytes: Uint8Array }>> = {
  XLSX: async (name, words) => ({ file: '目录.xlsx', bytes: await xlsxOf(nationalForm(nationalItems(name), words)) }),
  DOCX: async (name, words) => ({ file: '目录.docx', bytes: await docxOf(nationalForm(nationalItems(name), words)) }),
  网页: async (name, words) => ({ file: '目录.html', bytes: utf8(htmlOf(nationalForm(nationalItems(name), words))) }),
  存成xls的网页: async (name, words) => ({ file: '目录.xls', bytes: utf8(htmlOf(nationalForm(nationalItems(name), words)).replace('<!DOCTYPE html>', '')) }),
  粘贴: async (name, words) => ({ file: '', bytes: utf8(tsvOf(nationalForm(nationalItems(name), words))) }),
  'CSV（GB18030）': async (name, words) => ({ file: '目录.csv', bytes: gbk(csvOf(nationalForm(nationalItems(name), words))) }),
} // prettier-ignore

/** Text in GB18030, made by asking the decoder for every two-byte character once. */
function gbk(text: string): Uint8Array {
  const decoder = new TextDecoder('gb18030')
  const table = new Map<string, number[]>()
  for (let a = 0x81; a <= 0xfe; a++)
    for (let b = 0x40; b <= 0xfe; b++)
      if (b !== 0x7f) table.set(decoder.decode(new Uint8Array([a, b])), [a, b])
  return new Uint8Array(
    [...text].flatMap(c => (c.charCodeAt(0) < 0x80 ? [c.charCodeAt(0)] : (table.get(c) ?? [0x3f]))),
  )
}

describe('国家目录的表，存成什么样都读成同样的事项', () => {
  for (const name of guidelineNames)
    test.each(Object.keys(ways))(`${name} ← %s`, async way => {
      const { file, bytes } = await ways[way]!(name, { title: `达州市达川区${guidelineOf(name).title}` })
      const reading = await readCatalogFile({ name: file, bytes })
      expect(reading.field).toBe(guidelineOf(name).field)
      expect(reading.locality).toBe('达州市达川区')
      const wanted = nationalItems(name)
      expect(reading.items).toHaveLength(wanted.length)
      for (const [i, item] of reading.items.entries()) {
        const { channels: _, ...rest } = wanted[i]!
        expect(bare(item)).toMatchObject(rest)
        const ticked = (x: CatalogItem) => x.channels?.filter(c => c.preselected).map(c => c.name) ?? []
        expect(ticked(item)).toEqual(ticked(wanted[i]!))
      }
      const check = checkAgainst(reading.items, guidelineOf(name), reading.field)
      expect(check.missing).toEqual([])
      expect(check.notProven).toEqual([])
      expect(check.added).toEqual([])
      expect(check.matched.map(m => m.codes)).toEqual(guidelineOf(name).items.map(i => [i.code]))
      expect(new Set(check.matched.map(m => m.certainty))).toEqual(new Set(['sure']))
      expect(check.deadlines.filter(d => d.verdict === 'looser' || d.verdict === 'stricter')).toEqual([])
    })

  test.each<[string, FormWords]>([
    ['特定群众、依申请公开、镇级', { particular: '特定群众', onRequest: '依申请公开', township: '镇级' }],
    ['市级、乡、村级', { county: '市级', township: '乡、村级' }],
    ['√代替■', { boxes: 'ticks' }],
    ['序号写进名称', { numbers: true }],
    ['没有标题', {}],
    ['一级事项每行都写', { mergeLevel1: false }],
  ])('表头和写法不同：%s', async (_, words) => {
    for (const way of Object.values(ways)) {
      const { file, bytes } = await way('disaster-relief', words)
      const reading = await readCatalogFile({ name: file, bytes })
      const wanted = nationalItems('disaster-relief')
      expect(reading.items.map(i => [i.level1, i.level2, i.audience, i.mode, i.levels])).toEqual(
        wanted.map(i => [i.level1, i.level2, i.audience, i.mode, i.levels]),
      )
      expect(reading.field).toBe('救灾领域')
      if (words.numbers) expect(reading.findings.filter(f => f.kind === 'numberInName')).toHaveLength(20)
      if (words.particular)
        expect(reading.findings.filter(f => f.kind === 'renamedHeader').map(f => f.message).join()).toMatch(/特定群众.*镇级/) // prettier-ignore
    }
  })
})
