/** How the characters that a word does not consist of stand between those it does. */
export const gaps = { none: 0, soft: 1, mark: 2, break: 3 } as const

/** A text without blanks and punctuation, letters and figures in one width and case; every character knows where it came from. */
export type Folded = {
  readonly codes: Uint16Array
  readonly length: number
  /** Offset in the text of each folded character; the one after the last points behind the text. */
  readonly at: Uint32Array
  /** What stood before each character (`gaps`), and for `mark` which mark it was. */
  readonly gap: Uint8Array
  readonly mark: Uint16Array
}

/** 0 kept, 1 blank or ornament that people put between characters to slip past a check, 2 punctuation, 3 the end of a cell or line. */
const classes = new Uint8Array(0x10000)
const give = (chars: string, to: number) => {
  for (const char of chars) classes[char.charCodeAt(0)] = to
}
give(
  ' \u00a0\u00ad\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000',
  1,
)
give('\u180e\u200b\u200c\u200d\u200e\u200f\u2060\u2061\u2062\u2063\u2064\ufe0f\ufeff', 1)
give('*＊_＿-－‐‑–—·・•‧∙●○◆■□※~～|｜/／\\＼+＋=＝^＾#＃&＆@＠$＄%％.．', 1)
give(',，。、;；:：?？!！"\'“”‘’()（）[]［］{}｛｝<>《》〈〉【】〔〕「」『』…', 2)
give('\t\n\r\u000b\u000c\u0085\u2028\u2029\u0007', 3)

/** More than this many blanks or ornaments between two characters are layout, not a disguise. */
const mostSoft = 4

const fold = (code: number): number => {
  const narrow = code >= 0xff01 && code <= 0xff5e ? code - 0xfee0 : code
  return narrow >= 0x41 && narrow <= 0x5a ? narrow + 0x20 : narrow
}

/** Folds a text; linear. */
export function foldText(text: string): Folded {
  const codes = new Uint16Array(text.length)
  const at = new Uint32Array(text.length + 1)
  const gap = new Uint8Array(text.length)
  const mark = new Uint16Array(text.length)
  let length = 0
  let soft = 0
  let marks = 0
  let lastMark = 0
  let isBroken = false
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    const kind = classes[code]!
    if (kind === 0) {
      gap[length] =
        isBroken || soft > mostSoft || marks > 1
          ? gaps.break
          : marks
            ? gaps.mark
            : soft
              ? gaps.soft
              : gaps.none
      mark[length] = lastMark
      codes[length] = fold(code)
      at[length++] = i
      soft = 0
      marks = 0
      lastMark = 0
      isBroken = false
    } else if (kind === 1) soft++
    else if (kind === 2) {
      marks++
      lastMark = code
    } else isBroken = true
  }
  at[length] = text.length
  return { codes, length, at, gap, mark }
}

/** A word as it is looked for; empty when nothing but punctuation is left of it. */
export function foldWord(word: string): string {
  let folded = ''
  let isAsWritten = true
  for (let i = 0; i < word.length; i++) {
    const code = word.charCodeAt(i)
    const to = fold(code)
    if (classes[code] === 0) folded += to === code ? word[i]! : String.fromCharCode(to)
    else isAsWritten = false
  }
  return isAsWritten && folded === word ? word : folded
}

/** Whether a word is written with punctuation of its own (双随机、一公开). */
export function hasMarks(word: string): boolean {
  for (let i = 0; i < word.length; i++) if (classes[word.charCodeAt(i)] === 2) return true
  return false
}

/**
 * Whether the characters from `start` to `end` can be one word: whole, or with blanks and ornaments between, or with one and the
 * same mark between all of three and more. A sentence that ends between them (进攻。府兵) parts them.
 */
export function holdsTogether(
  folded: Folded,
  start: number,
  end: number,
  withMarks: boolean,
): 'plain' | 'spaced' | null {
  let marks = 0
  let isSoft = false
  for (let i = start + 1; i < end; i++) {
    const gap = folded.gap[i]!
    if (gap === gaps.break) return null
    if (gap === gaps.soft) isSoft = true
    if (gap === gaps.mark) {
      marks++
      if (!withMarks && folded.mark[i] !== folded.mark[start + 1]) return null
    }
  }
  if (marks === 0) return isSoft ? 'spaced' : 'plain'
  if (withMarks) return isSoft ? 'spaced' : 'plain'
  return end - start >= 3 && marks === end - start - 1 ? 'spaced' : null
}
