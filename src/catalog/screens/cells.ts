import type { LocalItem } from '../localItem.ts'
import { audiences, channelNames, levels, modes, type Channel, type DeadlineRule } from '../model.ts'
import { comparedLabels, elementText, type ComparedElement } from '../rules/adopt.ts'
import { readDeadline } from '../rules/deadline.ts'

export type Column = {
  readonly element: ComparedElement
  readonly label: string
  readonly kind: 'text' | 'lines' | 'one' | 'several'
  readonly choices?: readonly string[]
  /** Pixels. */
  readonly width: number
}

const column = (
  element: ComparedElement,
  kind: Column['kind'],
  width: number,
  choices?: readonly string[],
): Column => ({ element, label: comparedLabels[element], kind, width, choices })

/** In the order of the national form. */
export const columns: readonly Column[] = [
  column('level1', 'text', 110),
  column('level2', 'text', 170),
  column('level3', 'text', 120),
  column('content', 'lines', 270),
  column('basis', 'lines', 220),
  column('deadline', 'text', 180),
  column('subject', 'text', 140),
  column('channels', 'several', 200, channelNames),
  column('audience', 'one', 110, audiences),
  column('mode', 'one', 90, modes),
  column('levels', 'several', 100, levels),
]
export const columnOf = (element: ComparedElement): Column => columns.find(c => c.element === element)!

const orNull = (text: string) => (text.trim() === '' ? null : text.trim())
const parts = (text: string) =>
  text
    .split(/[、,，;；\n]/)
    .map(p => p.trim())
    .filter(Boolean)

export const chosenOf = (item: LocalItem, element: ComparedElement): string[] =>
  element === 'channels'
    ? (item.channels ?? []).filter(c => c.preselected).map(c => c.name)
    : element === 'levels'
      ? [...(item.levels ?? [])]
      : parts(elementText(item, element))

/** Boxes ticked; those of the form that are not stay as empty boxes where the row had them. */
export function channelsOf(item: Pick<LocalItem, 'channels'>, chosen: readonly string[]): Channel[] | null {
  const had = (item.channels ?? []).map(c => c.name)
  const names = [
    ...channelNames.filter(n => had.includes(n) || chosen.includes(n)),
    ...[...had, ...chosen].filter((n, i, all) => !(channelNames as readonly string[]).includes(n) && all.indexOf(n) === i), // prettier-ignore
  ]
  return names.length === 0 ? null : names.map(name => ({ name, preselected: chosen.includes(name) }))
}

export type Put = { readonly part: Partial<LocalItem> } | { readonly fault: string }

/** What typed or pasted text makes of a cell; a fault where the cell has a closed set and the text is not of it. */
export function putText(item: LocalItem, element: ComparedElement, text: string): Put {
  const wrong = (choices: readonly string[]): Put => ({
    fault: `${comparedLabels[element]}不能是“${text.trim().slice(0, 30)}”，可选：${choices.join('、')}。`,
  })
  switch (element) {
    case 'basis': {
      const lines = text.split('\n').map(l => l.trim()).filter(Boolean) // prettier-ignore
      return { part: { basis: lines.length > 0 ? lines : null } }
    }
    case 'deadline': {
      const deadline = orNull(text)
      return { part: { deadline, deadlineRule: readDeadline(deadline)?.rule ?? null } }
    }
    case 'channels':
      return { part: { channels: channelsOf(item, parts(text).map(p => p.replace(/^[■√☑]/, ''))) } } // prettier-ignore
    case 'levels': {
      const chosen = parts(text)
      if (!chosen.every(c => (levels as readonly string[]).includes(c))) return wrong(levels)
      const list = levels.filter(l => chosen.includes(l))
      return { part: { levels: list.length > 0 ? list : null } }
    }
    case 'audience': {
      const value = orNull(text)
      const found = audiences.find(a => a === value) ?? null
      return value !== null && found === null ? wrong(audiences) : { part: { audience: found } }
    }
    case 'mode': {
      const value = orNull(text)
      const found = modes.find(m => m === value) ?? null
      return value !== null && found === null ? wrong(modes) : { part: { mode: found } }
    }
    default:
      return { part: { [element]: orNull(text) } }
  }
}

/** How a time limit is understood by the machine, said so that a person can see a mistake. */
export function deadlineWords(rule: DeadlineRule | null): string {
  switch (rule?.kind) {
    case undefined:
      return '没有时限。'
    case 'workingDays':
      return `信息形成或变更之日起${rule.n}个工作日内${rule.retention ? '，长期公开' : ''}${rule.exceptOtherwiseProvided ? '，另有规定的从其规定' : ''}。`
    case 'asProgresses':
      return '按进展情况公开（不自动催办）。'
    case 'promptlyAfter':
      return '重大决策作出后及时公开。'
    case 'advanceNotice':
      return `会议召开${rule.days}日前通知。`
    case 'periodic':
      return `每${rule.months}个月至少更新一次。`
    case 'simultaneous':
      return '与政策文件同步公开。'
    case 'immediately':
      return '实时公开。'
    case 'other':
      return '没有读成规则：原文照用，不自动计算期限。'
  }
}

/** Text of several cells as a spreadsheet puts it on the clipboard. */
export function blockOf(text: string): string[][] {
  const rows: string[][] = [['']]
  let quoted = false
  for (let i = 0; i < text.length; i++) {
    const c = text[i]!
    const row = rows.at(-1)!
    const add = (s: string) => void (row[row.length - 1] += s)
    if (quoted) {
      if (c !== '"') add(c)
      else if (text[i + 1] === '"') {
        add('"')
        i++
      } else quoted = false
    } else if (c === '"' && row.at(-1) === '' && /"(?:\t|\r?\n|$)/.test(text.slice(i + 1))) quoted = true
    else if (c === '\t') row.push('')
    else if (c === '\n') rows.push([''])
    else if (c !== '\r') add(c)
  }
  if (rows.length > 1 && rows.at(-1)!.join('') === '') rows.pop()
  return rows
}

/** A key of a new row. */
export const newRowKey = (): string => crypto.randomUUID().replaceAll('-', '').slice(0, 16)

/** A row of one's own with nothing in it but its class. */
export const emptyItem = (level1: string | null): LocalItem => ({
  key: newRowKey(),
  lineage: { codes: [], upper: null },
  level1,
  level2: null,
  level3: null,
  content: null,
  basis: null,
  deadline: null,
  deadlineRule: null,
  subject: null,
  channels: null,
  audience: null,
  mode: null,
  levels: null,
  department: null,
  leftOut: null,
})

export const itemName = (item: LocalItem): string =>
  item.level3 ?? item.level2 ?? (item.content?.slice(0, 20) || '（没有名称）')
