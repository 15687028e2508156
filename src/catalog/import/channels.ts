import { channelNames, type Channel, type ChannelName } from '../model.ts'
import { fold } from '../rules/fold.ts'
import type { FindingKind } from './findings.ts'

export type Note = { readonly kind: FindingKind; readonly message: string }

/** Other words for the boxes, folded. */
const others: Record<ChannelName, readonly string[]> = {
  政府网站: ['政府门户网站', '门户网站', '政务网站', '政府网', '部门网站', '政府信息公开网站', '政府信息公开平台', '网站'],
  政府公报: ['公报', '政报'],
  两微一端: ['双微一端', '微博微信客户端', '两微'],
  发布会: ['发布会听证会', '新闻发布会', '听证会', '新闻发布会听证会', '发布会听证'],
  广播电视: ['广播', '电视', '广播电视台', '电视广播'],
  纸质媒体: ['报刊', '纸媒', '报纸', '纸质媒介', '平面媒体'],
  公开查阅点: ['查阅点', '政府信息公开查阅点', '政务公开查阅点', '公共查阅点', '公开查阅场所', '信息查阅点', '政府信息查阅点', '公开查阅室'],
  政务服务中心: ['政务大厅', '行政服务中心', '政务服务大厅', '行政审批大厅', '服务大厅', '政务中心'],
  便民服务站: ['便民服务点', '便民服务中心', '便民服务站点', '便民服务'],
  '入户/现场': ['入户现场', '入户', '现场', '入户或现场', '入户及现场'],
  '社区/企事业单位、村公示栏(电子屏)': ['社区企事业单位村公示栏电子屏', '社区企事业单位村公示栏', '社区公示栏', '村公示栏', '社区企事业单位公示栏', '公示栏', '村居公示栏', '社区企事业单位村公示栏和电子屏', '社区企事业单位村务公示栏电子屏', '电子屏', '村公示栏电子屏', '公示栏电子屏'],
  精准推送: ['精准推送服务', '短信推送', '定向推送', '推送'],
  其他: ['其它', '其他方式', '其它方式', '其他渠道'],
} // prettier-ignore

const known = new Map<string, { name: ChannelName; isPrinted: boolean }>()
for (const name of channelNames) known.set(fold(name), { name, isPrinted: true })
// 发布会/听证会 is how the national form prints it.
known.set('发布会听证会', { name: '发布会', isPrinted: true })
for (const name of channelNames)
  for (const word of others[name]) if (!known.has(word)) known.set(word, { name, isPrinted: false })
const byLength = [...known.keys()].sort((a, b) => b.length - a.length)
const longest = byLength[0]!.length

/** The box a label names; null where it is none of the thirteen. */
export function channelOfLabel(label: string): { name: ChannelName; isPrinted: boolean } | null {
  return known.get(fold(label)) ?? null
}

export const ticked = '■☑☒✔✓√●▪◼⬛✅◾🗹◆'
export const unticked = '□☐○◻▢⬜◇❏❑❒'
/** A cross among boxes and ticks: not chosen. */
export const crosses = /[×✕✖✗✘](?=\s*[\u4e00-\u9fff])/gu

/**
 * Whether boxes stand behind their words, of words and boxes in turn: 主动√ 依申请□. Where both ends are words the blank tells which word
 * a box keeps to; null where nothing does.
 */
export function standBehind(tokens: readonly string[]): boolean | null {
  const [first = '', last = ''] = [tokens[0], tokens.at(-1)]
  if (first.trim() === '' || /[:：]\s*$/u.test(first)) return false
  if (last.trim() === '') return true
  const votes = new Set<boolean>()
  for (let i = 1; i < tokens.length; i += 2) {
    const isApartBefore = /\s$/u.test(tokens[i - 1]!)
    const isApartAfter = /^\s/u.test(tokens[i + 1] ?? '')
    if (isApartBefore !== isApartAfter) votes.add(isApartAfter)
  }
  return votes.size === 1 ? [...votes][0]! : null
}
const anyMark = new RegExp(`[${ticked}${unticked}]`, 'u')
const isTicked = (mark: string) => ticked.includes(mark)

/** Letters that are boxes in a symbol font and have lost it: R and þ ticked, £, ¨, o and 口 not. */
function restoreBoxes(text: string): { text: string; changed: boolean } {
  let changed = false
  const restored = text.replace(
    /([RþnTPü£¨o口ロ])(?=[\s]*([\u4e00-\u9fff/、]{2,}))/gu,
    (mark, _m, after: string, at: number) => {
      const start = fold(after).slice(0, longest)
      if (!byLength.some(w => w.length >= 2 && start.startsWith(w))) return mark
      if (/[A-Za-z]/.test(text[at - 1] ?? '')) return mark
      changed = true
      return 'RþnTPü'.includes(mark) ? '■' : '□'
    },
  )
  return { text: restored, changed }
}

/** Known names in a text without boxes, and what is left between them. */
function split(text: string): { label: string; name: ChannelName | null; isPrinted: boolean }[] {
  const found: { label: string; name: ChannelName | null; isPrinted: boolean }[] = []
  const whole = channelOfLabel(text)
  if (whole) return [{ label: text, ...whole }]
  // Several names on the way: by what usually stands between, the box of the community's board (which has such marks in it) first.
  const board = /社区[/、]?企事业单位[、/]?村(?:务)?公示栏\s*(?:[(（]电子屏[)）])?/u
  const rest = text.replace(/\s*\n\s*/g, '、')
  const at = board.exec(rest)
  const parts = at ? [rest.slice(0, at.index), at[0], rest.slice(at.index + at[0].length)] : [rest]
  for (const part of parts) {
    if (at && part === at[0]) {
      found.push({ label: part, name: channelNames[10], isPrinted: true })
      continue
    }
    const guarded = part
      .replace(/入户\s*[/、]\s*现场/g, '入户现场')
      .replace(/发布会\s*[/、]\s*听证会/g, '发布会听证会')
    for (const piece of guarded.split(/[、,，;；/|]|\s{1,}/u)) {
      const label = piece.replace(/^[\d.．)）(（:：和及与]+|[。.．:：等]+$/gu, '').trim()
      if (fold(label) === '') continue
      const channel = channelOfLabel(label)
      found.push({
        label: channel?.name ?? label,
        name: channel?.name ?? null,
        isPrinted: channel?.isPrinted ?? false,
      })
    }
  }
  return found
}

/** Reads a cell of 公开渠道和载体: boxes before or behind their names, or names alone. */
export function readChannels(cell: string): { channels: Channel[]; notes: Note[] } {
  const notes: Note[] = []
  const channels = new Map<string, Channel>()
  const add = (name: string, preselected: boolean) => {
    const before = channels.get(name)
    if (before && before.preselected !== preselected) {
      notes.push({ kind: 'channelConflict', message: `“${name}”既勾选又没有勾选，请核对原表。` })
      channels.set(name, { name, preselected: null })
    } else if (!before) channels.set(name, { name, preselected })
  }
  // A tick inside a box: one mark, not two.
  const once = cell
    .normalize('NFC')
    .replace(/[□☐](?=[√✓✔])/gu, '')
    .replace(/\[\s*[√✓✔xX]\s*\]|\(\s*[√✓✔]\s*\)|（\s*[√✓✔]\s*）/gu, '■')
    .replace(/\[\s*\]|\(\s*\)|（\s*）/gu, '□')
    .replace(crosses, '□')
  const { text, changed } = restoreBoxes(once)
  if (changed)
    notes.push({ kind: 'symbolFont', message: '方框丢了符号字体，成了字母或“口”，已按方框读出，请核对。' })
  const marked = anyMark.test(text)
  const pieces: { mark: string | null; label: string }[] = []
  if (!marked) pieces.push({ mark: null, label: text })
  else {
    const tokens = text.split(new RegExp(`([${ticked}${unticked}])`, 'u'))
    const first = tokens[0]!.trim()
    if (standBehind(tokens))
      for (let i = 0; i < tokens.length; i += 2)
        pieces.push({ mark: tokens[i + 1] ?? null, label: tokens[i]! })
    else {
      if (first !== '') pieces.push({ mark: null, label: first })
      for (let i = 1; i < tokens.length; i += 2) pieces.push({ mark: tokens[i]!, label: tokens[i + 1] ?? '' })
    }
  }
  for (const { mark, label } of pieces) {
    const clean = label.trim().replace(/^[\s、,，;；]+|[\s、,，;；。]+$/gu, '')
    if (fold(clean) === '') continue
    const other = /^其[他它]\s*[:：(（_]+\s*([^)）]+)[)）_]*$/u.exec(clean)
    const names = other ? [{ label: '其他', name: '其他' as const, isPrinted: true }] : split(clean)
    if (other)
      notes.push({ kind: 'otherChannel', message: `“其他”注明了“${other[1]!.trim()}”，读作“其他”。` })
    if (mark !== null && names.length > 1)
      notes.push({
        kind: 'channelShared',
        message: `一个方框后面有${names.length}个渠道（${names.map(n => n.label).join('、')}），都按这个方框读，请核对。`,
      })
    if (mark === null && marked && names.length > 0)
      notes.push({
        kind: 'channelConflict',
        message: `“${clean.replace(/\s+/g, ' ').slice(0, 40)}”前面没有方框，别的渠道有，请核对是否勾选。`,
      })
    for (const n of names) {
      if (n.name === null)
        notes.push({ kind: 'otherChannel', message: `“${n.label}”不在标准的13种渠道里，照原样保留。` })
      else if (!n.isPrinted)
        notes.push({
          kind: 'renamedChannel',
          message: `“${clean.replace(/\s+/g, ' ').slice(0, 40)}”读作“${n.name}”。`,
        })
      if (mark === null && marked) {
        if (!channels.has(n.name ?? n.label))
          channels.set(n.name ?? n.label, { name: n.name ?? n.label, preselected: null })
      } else add(n.name ?? n.label, mark === null || isTicked(mark))
    }
  }
  if (!marked && channels.size > 0)
    notes.push({ kind: 'channelWithoutBox', message: '渠道前面没有方框，写出的都按采用读，请核对。' })
  return { channels: [...channels.values()], notes }
}
