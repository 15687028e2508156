/**
 * How far a rule may be trusted. A: the primary text was read whole. B: only its opening. C: a local rule, an official
 * report or a commentary that states it. D: derived from those. K: general knowledge, not checked against a text.
 */
export type Evidence = 'A' | 'B' | 'C' | 'D' | 'K'

export const evidenceNames: Record<Evidence, string> = {
  A: '全文已核',
  B: '仅核开头',
  C: '地方规定或公开报道',
  D: '推导所得',
  K: '一般知识，待核',
}
