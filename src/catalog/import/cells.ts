import { audiences, type Audience, type Level, type Mode } from '../model.ts'
import { fold, narrow } from '../rules/fold.ts'
import { crosses, standBehind, ticked, unticked, type Note } from './channels.ts'

const enumerator =
  /^(?:[(（]?\s*\d{1,2}\s*[)）.．、](?!\d)|[(（][一二三四五六七八九十]{1,3}[)）]|[一二三四五六七八九十]{1,3}、|[①-⑳⑴-⒛㈠-㈩]|[-•●◆])/u

const numberBefore =
  /^(?:第[一二三四五六七八九十\d]{1,3}[类项]\s*[:：、]?|[(（]\s*(?:[一二三四五六七八九十]{1,3}|\d{1,3})\s*[)）]\s*[、.．]?|[一二三四五六七八九十]{1,3}\s*[、.．:：]|\d{1,3}(?:[.．-]\d{1,3})+\s*[、.．:：)）]?\s*(?![类项个种条月日次级岁周天号处\d]|年(?!度))|\d{1,3}\s*[、.．:：)）]\s*|[①-⑳⑴-⒛㈠-㈩]\s*[、.．]?\s*|[Ⅰ-Ⅻ]\s*[、.．:：]\s*|\d{1,2}\s+(?=[\u4e00-\u9fff])|\d{1,2}(?=[\u4e00-\u9fff“《](?<![类项个种条年月日次级人岁周天号大处]))|0\d(?=\D))/u

/** How many items a class has, behind its name: 政策文件（8项）. Of an item such a number is part of its name (自然灾害救助（6类）). */
const countBehind = /[(（]?共?\d{1,3}[项条个][)）]?$|[(（]\d{1,3}[)）]$/u

/** What a name that goes on over the page has behind it: 备灾管理（续）. */
const goneOn = /[(（](?:续[上前]?[一二三四五六七八九十\d]?[表页行]?|接上[表页行]?)[)）]$/u

/** A name in one line, without the number that stands before it. */
export function readName(
  cell: string,
  role: 'level1' | 'level2' | 'level3' = 'level2',
): { name: string | null; notes: Note[] } {
  const notes: Note[] = []
  const whole = joinAll(cell)
  if (whole === '') return { name: null, notes }
  const behind = role === 'level1' ? (countBehind.exec(whole)?.[0] ?? '') : ''
  const joined = behind.length < whole.length ? whole.slice(0, whole.length - behind.length) : whole
  if (joined !== whole)
    notes.push({ kind: 'numberInName', message: `名称后的项数“${behind}”已去掉，名称读作“${joined}”。` })
  if (/\n/.test(cell.trim())) notes.push({ kind: 'joinedLines', message: `单元格内换行已连成“${joined}”。` })
  const number = numberBefore.exec(joined)?.[0] ?? ''
  const again = goneOn.exec(joined)?.[0] ?? ''
  const name = joined.slice(number.length, joined.length - again.length).replace(/[、，,。；;]+$/u, '')
  if (name === '' || (number === '' && again === '')) return { name: joined, notes }
  if (number !== '')
    notes.push({ kind: 'numberInName', message: `名称前的序号“${number.trim()}”已去掉，名称读作“${name}”。` })
  if (again !== '')
    notes.push({
      kind: 'continuedRow',
      message: `名称后的“${again}”已去掉，名称读作“${name}”，请核对是不是同一${role === 'level1' ? '类' : '事项'}。`,
    })
  return { name, notes }
}

/** All blanks gone, but those between two Latin words. */
const joinAll = (cell: string): string =>
  cell
    .trim()
    .replace(/\s+/g, ' ')
    .replace(/(?<![A-Za-z]) | (?![A-Za-z])/g, '')

/** Text of several lines: lines of a list stay lines, a sentence broken in its middle is joined. */
export function readContent(cell: string): { text: string | null; notes: Note[] } {
  const lines = cell
    .split('\n')
    .map(l => l.replace(/[ \u3000]+/g, ' ').trim())
    .filter(l => l !== '')
  const kept: string[] = []
  let joined = 0
  for (const line of lines) {
    const before = kept.at(-1)
    const goesOn =
      before !== undefined &&
      !enumerator.test(line) &&
      (/[、，,的和与及或在对“《（(—]$/u.test(before) ||
        /^[、，,。；;：:）)》”]/u.test(line) ||
        open(before) > 0)
    if (goesOn) {
      kept[kept.length - 1] = before + line
      joined++
    } else kept.push(line)
  }
  const text = kept.join('\n')
  return {
    text: text === '' ? null : text,
    notes: joined > 0 ? [{ kind: 'joinedLines', message: `句子中间的${joined}处换行已连起来。` }] : [],
  }
}

/** Text of one thought (时限, 主体): lines joined; two offices one below the other get a 、 between them. */
export function readLine(cell: string, kind: 'deadline' | 'subject'): { text: string | null; notes: Note[] } {
  const lines = cell
    .split('\n')
    .map(l => joinAll(l))
    .filter(l => l !== '')
  if (lines.length === 0) return { text: null, notes: [] }
  const isOffice = (l: string) => /(?:局|府|办|室|处|科|股|中心|委员会|委|部门|街道|站|所|院|[)）])$/u.test(l)
  let text = lines[0]!
  for (const line of lines.slice(1)) {
    const between =
      kind === 'subject' &&
      isOffice(text) &&
      line.length > 2 &&
      open(text) === 0 &&
      !/^[（(、，,]/u.test(line)
    text += (between ? '、' : '') + line
  }
  return {
    text,
    notes: lines.length > 1 ? [{ kind: 'joinedLines', message: `单元格内换行已连成“${text}”。` }] : [],
  }
}

/** How many brackets and titles are begun and not ended. */
export function open(text: string): number {
  let depth = 0
  for (const c of text) {
    if ('（(《〈【〔“['.includes(c)) depth++
    else if ('）)》〉】〕”]'.includes(c)) depth = Math.max(0, depth - 1)
  }
  return depth
}

const suffix =
  /^(?:\s*[(（][^()（）]*(?:[(（][^()（）]*[)）][^()（）]*)*[)）]|\s*第[一二三四五六七八九十百零〇\d]+[章条款项](?:第?[一二三四五六七八九十\d]+[款项])?(?:[、和及至—-]+(?=第))?|\s*(?:等|等法律法规|等规定|等文件|的规定|规定|有关规定|相关规定))+/u

/** Citations one by one: titles with what belongs before (the issuer) and behind (number, articles) them. */
export function readBasis(cell: string): { basis: string[] | null; notes: Note[] } {
  const { text } = readContent(cell)
  if (text === null || /^[-—–/无]+$/.test(text)) return { basis: null, notes: [] }
  const spans = titles(text)
  if (spans.length === 0) {
    const parts = text
      .split(/[\n；;]/u)
      .map(clean)
      .filter(p => p !== '')
    return { basis: parts.length > 0 ? parts : null, notes: [] }
  }
  const basis: string[] = []
  let prefix = text.slice(0, spans[0]!.from)
  for (const [i, span] of spans.entries()) {
    const end = spans[i + 1]?.from ?? text.length
    const between = text.slice(span.to, end)
    const own = suffix.exec(between)?.[0] ?? ''
    let rest = between.slice(own.length)
    let tail = own
    if (i === spans.length - 1) {
      // After the last title: words of its own, or a citation without a title on a new line.
      const [first = '', ...more] = rest.split(/[\n；;]/u)
      tail += first.replace(/[。，,、]+$/u, '')
      basis.push(clean(lastOf(prefix) + text.slice(span.from, span.to) + tail))
      for (const m of more.map(clean)) if (m !== '') basis.push(m)
      continue
    }
    basis.push(clean(lastOf(prefix) + text.slice(span.from, span.to) + tail))
    rest = rest.replace(/^[\s、，,；;。和及以与]+/u, '')
    prefix = rest
  }
  return { basis: basis.filter(b => b !== ''), notes: [] }
}

/** Of what stands before a title: the issuer of that title, not the words of another line. */
function lastOf(prefix: string): string {
  return (prefix.split(/[\n；;。]/u).at(-1) ?? '').trim()
}

const clean = (text: string) =>
  text
    .replace(/\n/g, '')
    .trim()
    .replace(numberBefore, '')
    .replace(/^[、，,；;。:：\s]+|[、，,；;。\s]+$/gu, '')
    .replace(/^(?:依据|根据|按照)[:：]?/u, '')

function titles(text: string): { from: number; to: number }[] {
  const found: { from: number; to: number }[] = []
  let depth = 0
  let from = 0
  // A title in brackets belongs to the citation before it: (根据《…》修改).
  let brackets = 0
  for (let i = 0; i < text.length; i++) {
    const c = text[i]!
    if (c === '\n') brackets = 0
    if (depth === 0 && '（('.includes(c)) brackets++
    if (depth === 0 && '）)'.includes(c)) brackets = Math.max(0, brackets - 1)
    if (brackets > 0) continue
    if (c === '《') {
      if (depth === 0) from = i
      depth++
    } else if (c === '》' && depth > 0 && --depth === 0) found.push({ from, to: i + 1 })
  }
  // One that is never ended (cut off) lasts to the end of its line.
  if (depth > 0) {
    const end = text.indexOf('\n', from)
    found.push({ from, to: end < 0 ? text.length : end })
  }
  return found
}

export type Flag = boolean | null

/** √（村级）: a tick that words follow. */
export const startsTicked = (text: string): boolean => text !== '' && ticked.includes([...text][0]!)

/** A cell of a column that is ticked: true, false for empty, null where it says something else. */
export function readFlag(cell: string): Flag {
  const text = narrow(cell)
  if (
    text === '' ||
    /^(?:[-—–/×✕✗xX否无]+|[0０£¨oO口ロ]|不是|N|no|FALSE)$/iu.test(text) ||
    [...text].every(c => unticked.includes(c))
  )
    return false
  if ([...text].every(c => ticked.includes(c)) || /^(?:是|有|Y|yes|TRUE|1|R|P|þ|ü|√+|v|V|[☒])$/iu.test(text))
    return true
  return null
}

type Marked = { readonly word: string; readonly isOn: boolean }

/** Words with their boxes: ■全社会 □特定群体. Without boxes, every word is on; null where a box may belong to either side. */
function marked(cell: string): Marked[] | null {
  const text = cell
    .normalize('NFC')
    .replace(/[□☐](?=[√✓✔])/gu, '')
    .replace(/[口ロ](?=\s*(?:全社会|特定|主动|依申请|县|乡|镇))/gu, '□')
    .replace(crosses, '□')
  const any = new RegExp(`([${ticked}${unticked}])`, 'u')
  const tokens = text.split(any)
  if (tokens.length === 1) return [{ word: text.trim(), isOn: true }]
  const found: Marked[] = []
  const isBehind = standBehind(tokens)
  if (isBehind === null) return null
  for (let i = isBehind ? 0 : 1; i + 1 < tokens.length; i += 2)
    found.push(
      isBehind
        ? { word: tokens[i]!.trim(), isOn: ticked.includes(tokens[i + 1]!) }
        : { word: (tokens[i + 1] ?? '').trim(), isOn: ticked.includes(tokens[i]!) },
    )
  return found
}

const unsure = (kind: Note['kind'], element: string, cell: string): Note => ({
  kind,
  message: `${element}“${cell.replace(/\s+/g, ' ').slice(0, 30)}”看不出勾选的是前面还是后面的，没有读入，请填写。`,
})

/** 公开对象 as one of the closed set. */
export function readAudience(cell: string): { audience: Audience | null; notes: Note[] } {
  if (narrow(cell) === '' || /^[-—–/]+$/.test(narrow(cell))) return { audience: null, notes: [] }
  const notes: Note[] = []
  let everyone = false
  let particular = false
  let unknown = ''
  const words = marked(cell)
  if (words === null) return { audience: null, notes: [unsure('unknownAudience', '公开对象', cell)] }
  for (const { word, isOn } of words) {
    const folded = fold(word)
    if (!isOn) continue
    const hasAll = /全社会|社会公众|全体|社会大众|^公众|^社会$|不特定|^面向社会/.test(folded)
    const some = /特定(?:群体|群众|对象|人群|公众)|申请人|当事人|相对人/.exec(folded)
    if (hasAll) everyone = true
    if (some && !/不特定/.test(folded)) {
      particular = true
      const detail = folded.slice(some.index + some[0].length)
      if (detail !== '' && detail !== '请写明' && detail !== '说明')
        notes.push({
          kind: 'audienceDetail',
          message: `公开对象读作“特定群体”，原表写明“${word.replace(/\s+/g, '')}”。`,
        })
      else if (/群众|对象|人群|公众/.test(some[0]) && some[0] !== '特定群体')
        notes.push({ kind: 'audienceDetail', message: `“${some[0]}”读作“特定群体”。` })
    }
    if (!hasAll && !some) unknown = word
  }
  if (unknown !== '' || (!everyone && !particular)) {
    const what = unknown === '' ? '没有勾选任何一种' : `“${unknown.replace(/\s+/g, ' ').slice(0, 30)}”`
    notes.push({
      kind: 'unknownAudience',
      message: `公开对象${what}，不是“全社会”或“特定群体”，没有读入，请填写。`,
    })
    if (!everyone && !particular) return { audience: null, notes }
  }
  return { audience: audienceOf(everyone, particular), notes }
}

export const audienceOf = (everyone: boolean, particular: boolean): Audience | null =>
  everyone && particular ? audiences[2] : everyone ? audiences[0] : particular ? audiences[1] : null

/** 公开方式: 主动 or 依申请, never both. */
export function readMode(cell: string): { mode: Mode | null; notes: Note[] } {
  if (narrow(cell) === '' || /^[-—–/]+$/.test(narrow(cell))) return { mode: null, notes: [] }
  const all = marked(cell)
  if (all === null) return { mode: null, notes: [unsure('unknownMode', '公开方式', cell)] }
  const on = all.filter(m => m.isOn)
  const words = on.map(m => fold(m.word)).join(' ')
  const proactive = /主动/.test(words)
  const onRequest = /依?申请/.test(words)
  return modeOf(proactive, onRequest, cell)
}

export function modeOf(
  proactive: boolean,
  onRequest: boolean,
  cell: string,
): { mode: Mode | null; notes: Note[] } {
  if (proactive && !onRequest) return { mode: '主动', notes: [] }
  if (onRequest && !proactive) return { mode: '依申请', notes: [] }
  const what = proactive
    ? '主动和依申请都勾选了'
    : `“${cell.replace(/\s+/g, ' ').slice(0, 30)}”不是主动或依申请`
  return { mode: null, notes: [{ kind: 'unknownMode', message: `公开方式${what}，没有读入，请只选一种。` }] }
}

/** 公开层级: 县级 (also 市级, 区级), 乡级 (also 镇级, 街道). */
export function readLevels(cell: string): { levels: Level[] | null; notes: Note[] } {
  if (narrow(cell) === '' || /^[-—–/]+$/.test(narrow(cell))) return { levels: null, notes: [] }
  const all = marked(cell)
  if (all === null) return { levels: null, notes: [unsure('unknownLevel', '公开层级', cell)] }
  const on = all.filter(m => m.isOn)
  const found = new Set<Level>()
  const unknown: string[] = []
  for (const { word } of on)
    for (const piece of word.replace(/[()（）]/g, '').split(/[、,，;；/\s和及与]+/u)) {
      const folded = fold(piece)
      if (folded === '') continue
      const [county, township] = [
        /县|市|区|旗/.test(folded.replace('社区', '')),
        /乡|镇|街道|村|社区/.test(folded),
      ]
      if (county) found.add('县级')
      if (township) found.add('乡级')
      if (!county && !township) unknown.push(piece)
    }
  const notes: Note[] =
    unknown.length > 0
      ? [{ kind: 'unknownLevel', message: `公开层级里的“${unknown.join('、')}”不是县级或乡级，没有读入。` }]
      : []
  return { levels: levelsOf(found.has('县级'), found.has('乡级')), notes }
}

/** None ticked is no evidence, not “none”. */
export const levelsOf = (county: boolean, township: boolean): Level[] | null => {
  const found: Level[] = [...(county ? ['县级' as const] : []), ...(township ? ['乡级' as const] : [])]
  return found.length > 0 ? found : null
}
