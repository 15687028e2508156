/** Marks that stand as places of a symbol font (Wingdings, Wingdings 2): what one sees of them. */
const symbols: Readonly<Record<number, string>> = {
  0x6e: '■',
  0xfe: '☑',
  0xfd: '☑',
  0xfc: '√',
  0xfb: '×',
  0x52: '☑',
  0x50: '√',
  0x54: '☑',
  0x6f: '□',
  0xa8: '□',
  0x71: '□',
  0xa3: '□',
  0x30: '□',
  0x2a: '□',
  0x6c: '•',
  0xa7: '•',
  0xb7: '•',
  0xd8: '•',
  0x76: '•',
  0x75: '•',
}

const places = /[\uf020-\uf0ff]/g

/** Places of symbol fonts become the marks they show; one that is not known stays, and is seen as a mark nobody can read. */
export const restoreSymbols = (text: string): string =>
  text.replace(places, c => symbols[c.charCodeAt(0) - 0xf000] ?? c)

/** Whether a font shows marks in the places of letters. */
export const isSymbolFont = (font: string | undefined): boolean =>
  /^\s*(?:wingdings|webdings)/i.test(font ?? '')

/** The marks that a text in a symbol font shows: ü is √, þ is ☑. */
export const shownIn = (text: string): string =>
  [...text]
    .map(c => {
      const code = c.charCodeAt(0)
      return code > 0x20 && code < 0x100 ? (symbols[code] ?? String.fromCharCode(0xf000 + code)) : c
    })
    .join('')

/** The number of a note, standing above the line. */
export const isNoteMark = (text: string): boolean =>
  /^[[〔（(【]?\s*(?:\d{1,2}|[①-⑳]|[*※†])\s*[\]〕）)】]?$/u.test(text.trim())
