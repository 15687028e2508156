/**
 * Automatic numbers of Word and WPS written out as the reader sees them. HTML lists would turn 一、 into 1. and start anew
 * after every paragraph between, and “见第二项” would then point nowhere.
 */
export type Numbering = {
  /** The number in front of the next paragraph of this list, 'bullet' for a dot, null where the list is unknown. */
  next(list: string, level: number): string | 'bullet' | null
}

/** A level of a list as `numbering.xml` defines it. */
export type ListLevel = {
  readonly format: string
  readonly text: string
  readonly start: number
  readonly restart: number | null
}
/** A list that paragraphs name, and where its levels begin instead of where their definition says. */
export type ListUse = { readonly abstract: string; readonly overrides: ReadonlyMap<number, number> }

const figures = '〇一二三四五六七八九'

/** 1–9999 as 一, 十, 二十一, 一百零五. */
export function chineseNumber(n: number): string {
  if (n <= 0 || n > 9999) return String(n)
  const units = ['', '十', '百', '千']
  let out = ''
  let gap = false
  for (let place = 3; place >= 0; place--) {
    const digit = Math.floor(n / 10 ** place) % 10
    if (digit === 0) {
      gap = out !== ''
      continue
    }
    if (gap) out += '零'
    gap = false
    out += (digit === 1 && place === 1 && out === '' ? '' : figures[digit]) + (units[place] ?? '')
  }
  return out
}

const formal = (n: number): string =>
  chineseNumber(n).replace(
    /[一二三四五六七八九十百千]/g,
    c => '壹贰叁肆伍陆柒捌玖拾佰仟'['一二三四五六七八九十百千'.indexOf(c)] ?? c,
  )

function roman(n: number): string {
  const steps: [number, string][] = [
    [1000, 'M'],
    [900, 'CM'],
    [500, 'D'],
    [400, 'CD'],
    [100, 'C'],
    [90, 'XC'],
    [50, 'L'],
    [40, 'XL'],
    [10, 'X'],
    [9, 'IX'],
    [5, 'V'],
    [4, 'IV'],
    [1, 'I'], // prettier-ignore
  ]
  let rest = n
  let out = ''
  for (const [value, sign] of steps) {
    while (rest >= value && out.length < 40) {
      out += sign
      rest -= value
    }
  }
  return out
}

const letter = (n: number): string =>
  String.fromCharCode(65 + ((n - 1) % 26)).repeat(Math.min(9, Math.ceil(n / 26)))
const from = (signs: string) => (n: number) => [...signs][n - 1] ?? String(n)

const formats: Record<string, (n: number) => string> = {
  decimal: String,
  decimalZero: n => String(n).padStart(2, '0'),
  decimalFullWidth: n => String(n).replace(/\d/g, d => String.fromCharCode(d.charCodeAt(0) + 0xfee0)),
  chineseCounting: chineseNumber,
  chineseCountingThousand: chineseNumber,
  taiwaneseCounting: chineseNumber,
  taiwaneseCountingThousand: chineseNumber,
  japaneseCounting: chineseNumber,
  ideographDigital: n => String(n).replace(/\d/g, d => figures[Number(d)] ?? d),
  japaneseDigitalTenThousand: n => String(n).replace(/\d/g, d => figures[Number(d)] ?? d),
  chineseLegalSimplified: formal,
  ideographLegalTraditional: formal,
  decimalEnclosedCircle: from('①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳'),
  decimalEnclosedCircleChinese: from('①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳'),
  decimalEnclosedParen: from('⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇'),
  decimalEnclosedFullstop: from('⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛'),
  ideographTraditional: from('甲乙丙丁戊己庚辛壬癸'),
  ideographZodiac: from('子丑寅卯辰巳午未申酉戌亥'),
  upperLetter: letter,
  lowerLetter: n => letter(n).toLowerCase(),
  upperRoman: roman,
  lowerRoman: n => roman(n).toLowerCase(),
}

/** Counts paragraphs of lists. Counters live in the result: ask once per paragraph, in document order. */
export function counting(
  abstracts: ReadonlyMap<string, ReadonlyMap<number, ListLevel>>,
  lists: ReadonlyMap<string, ListUse>,
): Numbering {
  const counters = new Map<string, Map<number, number>>()
  const begun = new Set<string>()

  const next = (list: string, level: number): string | 'bullet' | null => {
    const definition = lists.get(list)
    const levels = definition && abstracts.get(definition.abstract)
    const own = levels?.get(level)
    if (!definition || !levels || !own) return null
    if (own.format === 'bullet') return 'bullet'
    const counts = counters.get(definition.abstract) ?? new Map<number, number>()
    counters.set(definition.abstract, counts)
    const override = definition.overrides.get(level)
    const first = override !== undefined && !begun.has(`${list}/${level}`)
    begun.add(`${list}/${level}`)
    const before = counts.get(level)
    counts.set(level, first ? override : before === undefined ? own.start : before + 1)
    for (const [deeper, definitionOfDeeper] of levels) {
      if (deeper > level && definitionOfDeeper.restart !== 0) counts.delete(deeper)
    }
    return own.text.replace(/%([1-9])/g, (_, digit: string) => {
      const at = Number(digit) - 1
      const shown = levels.get(at)
      const count = counts.get(at) ?? shown?.start ?? 1
      if (shown?.format === 'none') return ''
      return (formats[shown?.format ?? 'decimal'] ?? String)(count)
    })
  }
  return { next }
}
