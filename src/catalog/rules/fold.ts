/** Text in one width, without blanks and line breaks: what two prints of the same words have in common. */
export function narrow(text: string): string {
  return text.normalize('NFKC').replace(/\s+/g, '')
}

const marks = /[、，,。.;；:：“”"'‘’()（）[\]【】〔〕<>《》〈〉·•\-—–_/\\|+*!！?？…]/g

/** A name without its punctuation, in one width and case, for comparing. */
export function fold(text: string): string {
  return narrow(text).replace(marks, '').toLowerCase()
}

const chinese: Record<string, number> = {
  一: 1,
  二: 2,
  两: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
}

/** A number below one hundred in Chinese or Arabic figures; null for anything else. */
export function readCount(text: string): number | null {
  if (/^\d{1,3}$/.test(text)) return Number(text)
  const match = /^([一二两三四五六七八九])?(十)?([一二三四五六七八九])?$/.exec(text)
  if (!match || text === '') return null
  const [, tens, ten, ones] = match
  if (!ten) return tens && !ones ? (chinese[tens] ?? null) : null
  return (tens ? (chinese[tens] ?? 0) : 1) * 10 + (ones ? (chinese[ones] ?? 0) : 0)
}
