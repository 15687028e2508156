import { findDocumentNumbers } from '#law/documentNumberSearch.ts'
import { parseDocumentNumber } from '#law/documentNumber.ts'
import type { Hit } from '../hit.ts'

const basis = 'GB/T 9704/7.2.5'
const blanks = /[\s\u00a0\u200b\u3000]/g

/** Case numbers of courts and of penalties bear 第 by their own rules (（焦）应急罚〔2024〕第12号). */
const caseNumber = /[罚告复核停强催证许决认移检查责改]〔/

/** Certificates and permits are numbered by rules of their own: （豫）WH安许证字〔2023〕00867. */
const certificate = /证字?〔|字〔/

/**
 * Document numbers as they stand in a text: brackets other than 〔〕, leading zeros, 第, a missing 号, a year that has not come
 * (`today`, YYYY-MM-DD). Orders, announcements and unified numbers are read too and only checked for what they are.
 */
export function numberHits(text: string, today: string): Hit[] {
  const hits: Hit[] = []
  for (const found of findDocumentNumbers(text)) {
    const parsed = parseDocumentNumber(found.raw)
    if (!parsed.ok) continue
    const at = { start: found.at, end: found.at + found.raw.length }
    if (parsed.year !== null && parsed.year > Number(today.slice(0, 4))) {
      hits.push({
        ...at,
        tier: 'B',
        kind: 'number',
        message: `文号的年份${parsed.year}在今年之后，请核对。`,
        basis,
      })
      continue
    }
    if (parsed.shape !== 'standard' || found.raw.replaceAll(blanks, '') === parsed.text) continue
    if (certificate.test(parsed.text)) continue
    const isCase = caseNumber.test(parsed.text)
    const warnings = parsed.warnings.filter(w => !(isCase && w.includes('“第”')))
    if (warnings.length === 0) continue
    const faults = warnings.map(w => w.replace(/，?已(?:改正|删去|补上)。$/, '')).join('；')
    hits.push({
      ...at,
      tier: 'B',
      kind: 'number',
      message: `文号写法不合规范：${faults}。应写作“${parsed.text}”。`,
      right: parsed.text,
      basis,
    })
  }
  return [...hits, ...halfBrackets(text, hits)].sort((a, b) => a.start - b.start)
}

const unclosed = /(?<=[\p{Script=Han}])[〔［[【](?:19|20)\d{2}(?:年\s?|\s+)\d{1,5}\s*号/gu

/** A bracket that was never closed: 应急厅函〔2019 390号. */
function halfBrackets(text: string, known: readonly Hit[]): Hit[] {
  const hits: Hit[] = []
  for (const match of text.matchAll(unclosed)) {
    const start = match.index
    const end = start + match[0].length
    if (known.some(k => k.start < end && start < k.end)) continue
    hits.push({
      start,
      end,
      tier: 'B',
      kind: 'number',
      message: '文号的年份括号没有写完整，应写作“〔年份〕顺序号＋号”的样子，如“〔2019〕390号”。',
      basis,
    })
  }
  return hits
}
