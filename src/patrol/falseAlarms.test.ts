import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { projectRoot } from '#kit/projectRoot.ts'
import { officialTexts } from './officialText.fixture.ts'
import { makeDocx, options } from './patrol.fixture.ts'
import type { Finding } from './model.ts'
import { scanFile, scanText } from './scan.ts'

const show = (f: Finding) =>
  `${f.tier} ${f.kind} ${f.excerpt.before}【${f.excerpt.hit}】${f.excerpt.after} ${f.message}`

/** What a text of such paragraphs is told: share of paragraphs with a finding, all tiers and without hints. */
function shares(texts: readonly (readonly string[])[]) {
  let paragraphs = 0
  const graver: Finding[] = []
  const all: Finding[] = []
  let told = 0
  let gravely = 0
  for (const text of texts)
    for (const paragraph of text) {
      paragraphs++
      const findings = scanText(paragraph, options)
      all.push(...findings)
      graver.push(...findings.filter(f => f.tier !== 'C'))
      if (findings.length > 0) told++
      if (findings.some(f => f.tier !== 'C')) gravely++
    }
  return { paragraphs, graver, all, told: told / paragraphs, gravely: gravely / paragraphs }
}

describe('误报', () => {
  test('六千段普通公文：提示以上的误报不超过0.5%，连提示在内不超过5%', () => {
    const result = shares(officialTexts(450).map(t => [t.title, ...t.paragraphs]))
    expect(result.paragraphs).toBeGreaterThan(6000)
    expect(result.gravely, result.graver.slice(0, 10).map(show).join('\n')).toBeLessThanOrEqual(0.005)
    expect(result.told, result.all.slice(0, 20).map(show).join('\n')).toBeLessThanOrEqual(0.05)
  })

  test('五份演示公文：没有A级、B级误报；提示不超过5%的段落', async () => {
    const folder = join(projectRoot(), 'demo', 'documents')
    const names = readdirSync(folder).filter(n => n.endsWith('.txt'))
    expect(names).toHaveLength(5)
    // Pasted pages: the first lines are the page's own table of 要素, written with a leading zero and half-width marks.
    const texts = names.map(n =>
      readFileSync(join(folder, n), 'utf8')
        .split(/\r?\n/)
        .filter(l => l.trim() !== ''),
    )
    const result = shares(texts)
    expect(result.graver.map(show)).toEqual([])
    expect(result.told, result.all.map(show).join('\n')).toBeLessThanOrEqual(0.05)
    for (const name of readdirSync(folder).filter(n => n.endsWith('.docx'))) {
      const { findings } = await scanFile(
        { name, bytes: new Uint8Array(readFileSync(join(folder, name))) },
        options,
      )
      expect(findings.filter(f => f.tier !== 'C').map(show), name).toEqual([])
    }
  })

  test('普通的DOCX：没有批注、修订、隐藏文字，就不说有', async () => {
    const bytes = await makeDocx({ paragraphs: officialTexts(1)[0]!.paragraphs })
    const { findings } = await scanFile({ name: '关于做好汛期安全生产工作的通知.docx', bytes }, options)
    expect(findings.filter(f => f.tier !== 'C').map(show)).toEqual([])
    expect(findings.map(f => f.kind)).toEqual(['properties'])
  })
})
