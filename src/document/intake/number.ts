import { parseDocumentNumber } from '#law/documentNumber.ts'

/** A line that is a 发文字号 and nothing else. */
export type FoundNumber = {
  readonly asWritten: string
  readonly normalised: readonly string[]
  /** What differs from GB/T 9704 7.2.5, in Chinese. */
  readonly warnings: readonly string[]
}

const prefix = /^(?:发\s*文\s*字\s*号|发文文号|文件编号|文\s*号|编\s*号)\s*[:：]\s*/
const signer = /\s+签\s*发\s*人\s*[:：].*$/

/** Reads a line of the head, a header or a metadata cell; running text that cites a number gives null. */
export function findNumber(line: string): FoundNumber | null {
  if (line.length > 80) return null
  const asWritten = line.trim().replace(signer, '').replace(prefix, '').trim()
  if (asWritten.length > 48 || !/号$/.test(asWritten) || /关于|印发|通知/.test(asWritten)) return null
  const parsed = parseDocumentNumber(asWritten)
  if (!parsed.ok || parsed.shape === 'none') return null
  return { asWritten, normalised: [parsed.text], warnings: parsed.warnings }
}
