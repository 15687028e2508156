import { hanPattern, isHan, type Hit } from '../hit.ts'

const wide: Record<string, string> = {
  ',': '，',
  ';': '；',
  ':': '：',
  '?': '？',
  '!': '！',
}

const between = new RegExp(`(?<=[${hanPattern}”》）])([,;:?!])(?=[${hanPattern}“《（])`, 'gu')
const roundBetween = new RegExp(
  `(?<=[${hanPattern}])\\(([^()（）\\n]{0,60}[${hanPattern}][^()（）\\n]{0,60})\\)`,
  'gu',
)
const doubled = /([，。；：、？！])\1+|[，、；：][。；，：]|。[，、；]/gu
const dots = new RegExp(`(?<=[${hanPattern}])(?:\\.{3,6}|。{3,6}|、{3,})`, 'gu')
const straight = new RegExp(`"([^"\\n]{0,60}[${hanPattern}][^"\\n]{0,60})"`, 'gu')
const fullStop = new RegExp(`(?<=[${hanPattern}])\\.(?=[\\s\\u3000]*$|[${hanPattern}])`, 'gu')

/** Half-width marks among Chinese, marks set twice, dots for an ellipsis, straight quotation marks. Hints only. */
export function punctuationHits(text: string): Hit[] {
  const hits: Hit[] = []
  const add = (start: number, end: number, message: string, right: string | null = null) =>
    hits.push({ start, end, tier: 'C', kind: 'punctuation', message, right })
  for (const match of text.matchAll(between)) {
    const right = wide[match[1]!]!
    add(match.index, match.index + 1, `中文之间的“${match[1]}”是半角标点，应为“${right}”。`, right)
  }
  for (const match of text.matchAll(roundBetween))
    add(match.index, match.index + match[0].length, '中文之间的括号应为全角“（）”。', `（${match[1]}）`)
  for (const match of text.matchAll(dots))
    add(match.index, match.index + match[0].length, '省略号应为“……”。', '……')
  for (const match of text.matchAll(doubled)) {
    if (hits.some(h => h.start <= match.index && match.index < h.end)) continue
    add(match.index, match.index + match[0].length, `“${match[0]}”标点重复，请删去多余的。`)
  }
  for (const match of text.matchAll(straight))
    add(match.index, match.index + match[0].length, '中文里的引号应为“”。', `“${match[1]}”`)
  for (const match of text.matchAll(fullStop))
    add(match.index, match.index + 1, '中文句末的“.”应为“。”。', '。')
  return hits.sort((a, b) => a.start - b.start)
}

const brackets: Record<string, string> = {
  '（': '）',
  '《': '》',
  '〈': '〉',
  '【': '】',
  '〔': '〕',
  '「': '」',
  '(': ')',
  '[': ']',
}
const closers = new Map(Object.entries(brackets).map(([open, close]) => [close, open]))
/** 1）, （1, a), 一） at the head of an item or after a mark: a numbering, not a half bracket. */
const numbering = /(?:^|[\s\u3000。；，：:;、])(?:[0-9]{1,3}|[a-zA-Z]|[一二三四五六七八九十]{1,3}|[①-⑳])$/u
/** A bracket closed by one of the other width is a matter of taste that other checks speak of. */
const alike: Record<string, string> = { '(': '（', ')': '）' }
const same = (char: string) => alike[char] ?? char

/** Brackets and title marks that do not pair within one paragraph. */
export function bracketHits(text: string): Hit[] {
  const open: { char: string; at: number }[] = []
  const lonely: number[] = []
  for (let at = 0; at < text.length; at++) {
    const char = text[at]!
    if (brackets[char]) open.push({ char, at })
    else if (closers.has(char)) {
      const top = open.at(-1)
      if (top && same(top.char) === same(closers.get(char)!)) open.pop()
      else {
        const match = open.findLastIndex(o => same(o.char) === same(closers.get(char)!))
        if (match >= 0) {
          for (const o of open.slice(match + 1)) lonely.push(o.at)
          open.length = match
        } else if (!(/[)）]/.test(char) && numbering.test(text.slice(Math.max(0, at - 6), at))))
          lonely.push(at)
      }
    }
  }
  for (const o of open) lonely.push(o.at)
  return lonely
    .sort((a, b) => a - b)
    .slice(0, 20)
    .map(at => ({
      start: at,
      end: at + 1,
      tier: 'C' as const,
      kind: 'punctuation' as const,
      message: `“${text[at]}”没有配对的另一半，请补上或删去。`,
    }))
}

/**
 * Quotation marks over a whole text, paragraph by paragraph: a quotation may run over several (an amended article does), so only a
 * text whose openers and closers differ in number is at fault; the first paragraph that does not pair is shown.
 */
export function quoteHits(paragraphs: readonly string[]): { paragraph: number; hit: Hit }[] {
  const found: { paragraph: number; hit: Hit }[] = []
  for (const [open, close] of [
    ['“', '”'],
    ['‘', '’'],
  ] as const) {
    let opened = 0
    let closed = 0
    let first: { paragraph: number; at: number } | null = null
    for (const [paragraph, text] of paragraphs.entries()) {
      let depth = 0
      let last = -1
      for (let at = 0; at < text.length; at++) {
        const char = text[at]
        // don’t, 5’: an apostrophe.
        if (char === '’' && !isHan(text[at - 1]) && depth === 0) continue
        if (char === open) {
          opened++
          if (depth === 1) first ??= { paragraph, at }
          depth++
          last = at
        } else if (char === close) {
          closed++
          if (depth === 0) first ??= { paragraph, at }
          else depth--
        }
      }
      if (depth > 0) first ??= { paragraph, at: last }
    }
    if (opened === closed || first === null) continue
    found.push({
      paragraph: first.paragraph,
      hit: {
        start: first.at,
        end: first.at + 1,
        tier: 'C',
        kind: 'punctuation',
        message: `全文的“${open}”有${opened}个，“${close}”有${closed}个，不成对；请从这里核对。`,
      },
    })
  }
  return found
}

const twice = new RegExp(`([${hanPattern}]{2,8})\\1`, 'gu')
const sameCharacter = /的的|是是|在在|和和|与与|对对|为为|了了|及及|将将|被被|把把|从从|由由|或或|并并|于于/gu
/** Words that end in the first or begin with the second of the two. */
const rightTwins =
  /目的的|标的的|有的的|的的确|的的士|是是非|不是是|总和和|平和和|温和和|饱和和|和和睦|和和谐|和和平|了了解|了了结|不了了|明了了|现在在|实在在|存在在|所在在|正在在|内在在|潜在在|外在在|在在职|在在建|在在编|对对口|对对象|对对方|对对外|对对策|对对照|应对对|针对对|核对对|面对对|对对应|认为为|作为为|行为为|成为为|为为主|参与与|以及及|及及时|由由此|理由由|由由于|自由由|并并网|合并并|于于|由于于|关于于|从从事|从从业|服从从|从从严|从从轻|从从重|从从未|将将要|将将来|即将将|或或者|或或然|把把关|把把握|被被告|被被申请|被被审计|被被处罚/u
const reduplication =
  /^(?:一[\p{Script=Han}]|研究|讨论|商量|考虑|休息|整理|收拾|打扫|某某|张三|哈哈|许许|多多|大大|小小|点点|时时|人人|天天|步步)$/u

const aboutTwice = /(大约|大概|约|将近)[0-9０-９一二三四五六七八九十百千万两][^，。；：、\n]{0,8}左右/gu

/** Characters and words set twice by a slip: 的的, 进一步进一步. Hints only. */
export function repetitionHits(text: string): Hit[] {
  const hits: Hit[] = []
  for (const match of text.matchAll(sameCharacter)) {
    const around = text.slice(Math.max(0, match.index - 1), match.index + 4)
    if (rightTwins.test(around)) continue
    hits.push({
      start: match.index,
      end: match.index + match[0].length,
      tier: 'C',
      kind: 'repetition',
      message: `“${match[0]}”可能多了一个字，请核对。`,
      right: match[0][0]!,
    })
  }
  for (const match of text.matchAll(twice)) {
    const word = match[1]!
    if (reduplication.test(word) || new Set(word).size === 1) continue
    // 研究研究院, 管理管理员: the second begins a longer word; nobody writes the whole of three characters twice.
    if (
      word.length === 2 &&
      isHan(text[match.index + match[0].length]) &&
      endsWithin(text, match.index, word)
    )
      continue
    hits.push({
      start: match.index,
      end: match.index + match[0].length,
      tier: 'C',
      kind: 'repetition',
      message: `“${word}”连续出现两次，可能重复了，请核对。`,
      right: word,
    })
  }
  for (const match of text.matchAll(aboutTwice))
    hits.push({
      start: match.index,
      end: match.index + match[0].length,
      tier: 'C',
      kind: 'repetition',
      message: `“${match[1]}”和“左右”意思重复，留一个即可。`,
    })
  return hits.sort((a, b) => a.start - b.start)
}

/** Whether the second of two equal words goes on as a longer one (研究院、管理员、工作组、服务业). */
function endsWithin(text: string, at: number, word: string): boolean {
  const next = text[at + word.length * 2] ?? ''
  return /[院员组业者部局厅所室会处科股站队区县市省村镇乡法办长费件书表人机器品物率量度性化类型级]/.test(next)
}
