import { channelNames, type Guideline } from './model.ts'
import type { LocalItem } from './localItem.ts'

export const escape = (text: string) =>
  text.replace(/[&<>"]/g, c => (c === '&' ? '&amp;' : c === '<' ? '&lt;' : c === '>' ? '&gt;' : '&quot;'))
export const cell = (text: string | null | undefined) =>
  text ? text.split('\n').map(escape).join('<br>') : '—'

/** ■ and □ before every box of the form, and before those of its own. */
export function channelLines(item: LocalItem): string[] {
  if (!item.channels) return []
  const on = new Map(item.channels.map(c => [c.name, c.preselected]))
  const own = item.channels.map(c => c.name).filter(n => !(channelNames as readonly string[]).includes(n))
  return [...channelNames, ...own].map(n => `${on.get(n) ? '■' : '□'}${n}`)
}

/** What is listed, grouped by 一级事项 in the order of the guideline, the body's own classes behind. */
export function grouped(
  items: readonly LocalItem[],
  guideline: Guideline,
): { level1: string; items: LocalItem[] }[] {
  const groups = new Map<string, LocalItem[]>()
  for (const level1 of guideline.level1Order) groups.set(level1, [])
  for (const item of items) {
    if (item.leftOut) continue
    const level1 = item.level1 ?? '其他'
    groups.set(level1, [...(groups.get(level1) ?? []), item])
  }
  return [...groups].filter(([, list]) => list.length > 0).map(([level1, list]) => ({ level1, items: list }))
}

/** The official table (应急厅函〔2019〕390号附件的列), readable by row groups. The words are escaped; no other markup is in them. */
export function tableHtml(caption: string, items: readonly LocalItem[], guideline: Guideline): string {
  let number = 0
  const bodies = grouped(items, guideline).map(group => {
    const rows = group.items.map((item, i) => {
      number++
      const first =
        i === 0 ? `<th scope="rowgroup" rowspan="${group.items.length}">${cell(group.level1)}</th>` : ''
      const name = item.level3 ? `${item.level2 ?? ''}\n${item.level3}` : item.level2
      return `<tr>${first}<td>${number}</td><th scope="row">${cell(name)}</th><td>${cell(item.content)}</td><td>${cell(item.basis?.join('\n'))}</td><td>${cell(item.deadline)}</td><td>${cell(item.subject)}</td><td>${cell(channelLines(item).join('　'))}</td><td>${cell(item.audience)}</td><td>${cell(item.mode)}</td><td>${cell(item.levels?.join('、'))}</td></tr>`
    })
    return `<tbody>${rows.join('')}</tbody>`
  })
  const head = [
    '一级事项',
    '序号',
    '二级事项',
    '公开内容（要素）',
    '公开依据',
    '公开时限',
    '公开主体',
    '公开渠道和载体',
    '公开对象',
    '公开方式',
    '公开层级',
  ]
    .map(h => `<th scope="col">${h}</th>`)
    .join('')
  return `<table><caption>${escape(caption)}</caption><thead><tr>${head}</tr></thead>${bodies.join('')}</table>`
}
